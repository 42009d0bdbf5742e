"""The published consequences of published scoring rules, worked out by hand."""

import itertools

import numpy as np
import pytest

import p2spp_sim as p2
from p2spp_sim.model.scoring_presets import (
    preset,
    preset_scenario,
    presets,
    score_ahp,
    score_bolaang_mongondow,
    scoring,
)
from p2spp_sim.scenario.levers import declared

FLOOR = 8


def points(top: int, council: int, renja: int, papers: bool) -> int:
    """Score one proposal given by its points, as 3+2+1 or 3+0+0."""
    return int(score_bolaang_mongondow([top == 3], [council], [renja == 1], [papers])[0])


@pytest.mark.parametrize(("top", "council", "renja", "score"), [
    (3, 2, 1, 12), (3, 2, 0, 10), (3, 0, 1, 8),  # accepted
    (3, 0, 0, 6), (0, 2, 1, 6), (0, 2, 0, 4), (0, 0, 1, 2), (0, 0, 0, 0),  # not
])  # fmt: skip
def test_complete_papers_double_the_points(top, council, renja, score):
    assert points(top, council, renja, papers=True) == score
    assert (score >= FLOOR) == (top + council + renja in (4, 5, 6))


def test_without_papers_nothing_passes():
    scores = [points(*given, papers=False) for given in itertools.product((0, 3), (0, 2), (0, 1))]
    assert sorted(scores) == [0, 1, 2, 3, 3, 4, 5, 6]
    assert max(scores) < FLOOR


def test_nothing_scores_more_than_twelve():
    cases = np.array(list(itertools.product((0, 1), range(30), (0, 1), (0, 1)))).T
    for counts in (False, True):
        score = score_bolaang_mongondow(*cases, one_member_counts=counts)
        assert (score.min(), score.max()) == (0, 12)


@pytest.mark.parametrize(("counts", "score"), [(False, 6), (True, 8)])
def test_whether_one_member_counts_decides_over_the_top_choice(counts, score):
    assert score_bolaang_mongondow(
        [True], [1], [False], [True], one_member_counts=counts
    ).tolist() == [score]
    assert score_bolaang_mongondow(
        [True], [2], [False], [True], one_member_counts=counts
    ).tolist() == [10]


def test_the_switch_moves_only_what_one_member_carries():
    members = np.arange(5)
    without, counted = (score_bolaang_mongondow([True] * 5, members, [False] * 5, [True] * 5, one_member_counts=counts)
                 for counts in (False, True))  # fmt: skip
    assert (counted - without).tolist() == [0, 2, 0, 0, 0]


def test_every_preset_says_what_it_is():
    assert set(presets()) == {"unit03", "bolaang_mongondow", "ahp_physical", "ahp_nonphysical"}
    for name, entry in presets().items():
        assert set(entry.label) == {"id", "en"} and entry.source, name
        assert bool(entry.weights) == (entry.kind == "weights"), name
        assert bool(entry.points) == (entry.kind == "points"), name
        assert bool(entry.criteria) == (entry.kind == "ahp"), name
    rule = preset("bolaang_mongondow").points
    assert rule.most == rule.papers_factor * (rule.top + rule.two_members + rule.in_renja)


@pytest.mark.parametrize("name", ["ahp_physical", "ahp_nonphysical"])
def test_ahp_weights_add_up_to_one_and_every_measure_has_one_scale(name):
    criteria = preset(name).criteria
    assert sum(measure.weight for measure in criteria) == pytest.approx(1.0, abs=1e-12)
    for measure in criteria:
        scales = measure.steps, measure.choices, measure.ends
        assert [bool(each) for each in scales].count(True) == 1, measure.key
        assert not measure.choices or sorted(measure.choices.values()) == [1, 2, 3, 4, 5]
        assert not measure.steps or (
            len(measure.steps) == 4 and list(measure.steps) == sorted(measure.steps)
        )


def test_ahp_scores_by_hand():
    physical = {
        "urgency": [5, 2],
        "reach": ["dusun", "kelompok"],
        "damage": [3, 1],
        "cost": [150_000_000, 320_000_000],
    }
    by_hand = [
        0.443 * 5 + 0.250 * 4 + 0.231 * 3 + 0.076 * 3,
        0.443 * 2 + 0.250 * 1 + 0.231 * 1 + 0.076 * 1,
    ]
    assert score_ahp(physical).tolist() == pytest.approx(by_hand, abs=1e-6)
    assert score_ahp(physical).tolist() == pytest.approx([4.136, 1.443], abs=1e-6)
    other = {"need": [4], "field": ["kesehatan"], "beneficiaries": [40], "cost": [35_000_000]}
    assert score_ahp(other, "ahp_nonphysical").tolist() == pytest.approx(
        [1.756 + 1.470 + 0.579 + 0.074], abs=1e-6
    )


@pytest.mark.parametrize("name", ["ahp_physical", "ahp_nonphysical"])
def test_ahp_runs_from_one_to_five(name):
    values = {measure.key: [] for measure in preset(name).criteria}
    for measure in preset(name).criteria:
        worst, best = (10**12, 1) if measure.falling else (1, 10**12)
        by_word = sorted(measure.choices, key=measure.choices.get)
        ends = [worst, best] if measure.steps else [1, 5]
        values[measure.key] = [by_word[0], by_word[-1]] if measure.choices else ends
    assert score_ahp(values, name).tolist() == pytest.approx([1.0, 5.0], abs=1e-6)


def scale(name: str, key: str):
    return next(measure for measure in preset(name).criteria if measure.key == key)


@pytest.mark.parametrize(("name", "key", "values", "scores"), [
    ("ahp_physical", "cost", [50, 51, 100, 101, 150, 151, 200, 201], [5, 4, 4, 3, 3, 2, 2, 1]),
    ("ahp_nonphysical", "cost", [5, 6, 10, 11, 15, 16, 20, 21], [5, 4, 4, 3, 3, 2, 2, 1]),
])  # fmt: skip
def test_the_classes_of_cost(name, key, values, scores):
    assert scale(name, key).score(np.array(values) * 1_000_000).tolist() == scores


def test_the_classes_of_beneficiaries():
    edges = [1, 10, 11, 30, 31, 50, 51, 80, 81, 500]
    assert scale("ahp_nonphysical", "beneficiaries").score(edges).tolist() == [
        1,
        1,
        2,
        2,
        3,
        3,
        4,
        4,
        5,
        5,
    ]


GOOD = {"urgency": [5], "reach": ["rt"], "damage": [1], "cost": [1]}


@pytest.mark.parametrize(("change", "error", "said"), [
    ({"urgency": [6]}, p2.OutOfBounds, "urgency = 6"), ({"urgency": [2.5]}, p2.OutOfBounds, "urgency = 2.5"),
    ({"reach": ["dusunn"]}, p2.UnknownName, "dusun"), ({"beneficiaries": [4]}, p2.UnknownName, "beneficiaries"),
])  # fmt: skip
def test_bad_values_are_refused(change, error, said):
    with pytest.raises(error, match=said):
        score_ahp({**GOOD, **change})


def test_a_missing_measure_and_a_preset_of_another_kind_are_refused():
    with pytest.raises(p2.UnknownName, match="damage"):
        score_ahp({key: value for key, value in GOOD.items() if key != "damage"})
    with pytest.raises(p2.UnknownName, match="ahp_physical"):
        score_ahp(GOOD, "ahp_fisik")
    with pytest.raises(p2.UnknownName, match="unit03"):
        preset_scenario(p2.Scenario.load("2010"), "bolaang_mongondow")


def test_a_file_that_is_none_is_refused(tmp_path):
    bad = tmp_path / "mine.toml"
    bad.write_text('[x]\nkind = "guess"\n', encoding="utf-8")
    with pytest.raises(
        p2.BadData,
        match=r"mine\.toml, baris 2, kolom x\.kind berisi “guess”: nilai ini tidak dikenal",
    ):
        presets(bad)
    with pytest.raises(p2.BadData, match=r"none\.toml"):
        presets(tmp_path / "none.toml")


def test_unit_03_sets_the_weights_of_its_lever_file_back():
    weights = preset("unit03").weights
    assert set(weights) == {key for key in declared() if key.startswith("weight_")}
    assert sorted(round(100 * weight) for weight in weights.values()) == [10, 15, 20, 25, 30]
    changed = p2.Scenario.load("unit03").change(weight_poor=0.1, weight_reach=0.45)
    assert preset_scenario(changed, "unit03").changed == p2.Scenario.load("unit03").changed
    world = p2.World.load("tirtamulya")
    frame = p2.run_forum(world, "musrenbang_kecamatan", preset_scenario(changed, "unit03")).frame()
    assert frame.query("rank > 0").sort_values("rank")["id"].head(3).tolist() == [
        "U05",
        "U13",
        "U09",
    ]


def test_the_rule_on_the_case_of_tirtamulya():
    world = p2.World.load("tirtamulya")
    frame = scoring(world, top=["U05", "U13", "U09"]).set_index("id")
    assert len(frame) == 15
    # U05: top, one member, in the Renja, papers complete: (3 + 0 + 1) * 2
    assert frame.loc["U05", ["top", "members", "in_renja", "papers", "score"]].tolist() == [
        True,
        1,
        True,
        True,
        8,
    ]
    assert frame["accepted"].equals(frame["score"] >= FLOOR)
    with_one = scoring(world, top=["U05", "U13", "U09"], one_member_counts=True).set_index("id")
    assert with_one.loc["U05", "score"] == 10
    assert set(frame.index[frame["accepted"]]) <= set(with_one.index[with_one["accepted"]])
    with pytest.raises(p2.UnknownName, match="U05"):
        scoring(world, top=["U55"])
