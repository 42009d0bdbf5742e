"""Regret: tables computed by hand, choices with paired intervals, and nothing that depends on row numbers."""

import numpy as np
import pandas as pd
import pytest
from matplotlib.text import Text

import p2spp_sim as p2
from p2spp_sim.base.intervals import FEWEST
from p2spp_sim.figures import About
from p2spp_sim.studies.design import Design, uncertain
from p2spp_sim.studies.regret import RULES, regret

BASE = p2.Scenario.load("2010")
# policies x states, more is better; by hand, the best of each state is 10, 8, 9, 6, 7
OUTCOMES = np.array(
    [[10.0, 2.0, 5.0, 6.0, 1.0], [7.0, 7.0, 7.0, 5.0, 5.0], [3.0, 8.0, 9.0, 1.0, 7.0]]
)
REGRET = np.array([[0.0, 6.0, 4.0, 0.0, 6.0], [3.0, 1.0, 2.0, 1.0, 2.0], [7.0, 0.0, 0.0, 5.0, 0.0]])


def table(outcomes, replicates=1, spread=0.0, own=0.0, seed=0):
    """Make a sweep's table; `spread` is noise that all policies share in a replicate, `own` is each one's."""
    rng = np.random.default_rng(seed)
    shared = spread * rng.standard_normal((outcomes.shape[1], replicates))
    rows = []
    for policy, line in enumerate(outcomes):
        for state, value in enumerate(line):
            for replicate in range(replicates):
                noise = shared[state, replicate] + own * rng.standard_normal()
                point = policy * outcomes.shape[1] + state
                rows.append(
                    (point, replicate, policy / 10, state % 2 == 1, state / 8, value + noise)
                )
    return pd.DataFrame(
        rows, columns=["point", "replicate", "pik_share", "odd", "papers_base", "y.count"]
    )


def weigh(frame, direction=1, **options):
    return regret(frame, ["pik_share"], ["odd", "papers_base"], "y.count", direction, **options)


def by_hand(weighed):
    """Give the regret with states in the order they were written: even ones are sorted before odd ones."""
    return weighed.table().to_numpy()[:, [0, 3, 1, 4, 2]]


def test_a_table_by_hand():
    weighed = weigh(table(OUTCOMES), enough=5.0)
    assert by_hand(weighed) == pytest.approx(REGRET)
    values = weighed.summary().pivot(index="policy", columns="rule", values="value")
    assert values["max_regret"].tolist() == [6, 3, 7]
    assert values["mean_regret"].tolist() == pytest.approx([3.2, 1.8, 2.4])
    assert values["p90_regret"].tolist() == pytest.approx(
        [6.0, 2.6, 6.2]
    )  # between the 4th and the 5th of five
    assert values["satisficing"].tolist() == pytest.approx([0.6, 1.0, 0.6])
    assert values["domain"].tolist() == pytest.approx([0.4, 0.0, 0.6])
    choice = weighed.choices().set_index("rule")["policy"]
    assert choice.to_dict() == {
        "max_regret": 1, "mean_regret": 1, "p90_regret": 1, "satisficing": 1, "domain": 2
    }  # fmt: skip
    assert set(choice.index) == set(RULES)


def test_less_is_better_mirrors_more_is_better():
    more, less = weigh(table(OUTCOMES), enough=5.0), weigh(table(-OUTCOMES), -1, enough=-5.0)
    pd.testing.assert_frame_equal(more.summary(), less.summary())
    assert by_hand(weigh(table(OUTCOMES), -1))[0] == pytest.approx([7, 0, 0, 5, 0])


def test_without_a_level_that_is_enough_there_is_no_satisficing_share():
    assert "satisficing" not in set(weigh(table(OUTCOMES)).summary()["rule"])


def test_numbers_and_order_of_rows_mean_nothing():
    frame = table(OUTCOMES, replicates=25, spread=0.5, own=0.5)
    mixed = frame.assign(point=(frame["point"] * 7) % 15).sample(frac=1, random_state=3)
    first, second = weigh(frame, enough=5.0), weigh(mixed, enough=5.0)
    pd.testing.assert_frame_equal(first.summary(), second.summary())
    pd.testing.assert_frame_equal(first.choices(), second.choices())
    assert first.text() == second.text()


def test_a_policy_or_state_that_occurs_twice_counts_once():
    frame = table(OUTCOMES)
    twice = pd.concat([frame, frame.assign(point=frame["point"] + 15)])
    pd.testing.assert_frame_equal(weigh(frame).summary(), weigh(twice).summary())


def test_few_replicates_give_no_interval_and_no_certainty():
    few = weigh(table(OUTCOMES, replicates=FEWEST - 1, own=0.01))
    assert few.summary()[["low", "high"]].isna().to_numpy().all()
    assert not few.choices()["certain"].any()
    assert f"{FEWEST - 1} ulangan" in few.text()
    enough = weigh(table(OUTCOMES, replicates=FEWEST, own=0.01))
    assert enough.summary()[["low", "high"]].notna().to_numpy().all()
    assert enough.choices()["certain"].all()


def test_shared_draws_make_the_interval_narrow():
    """The same noise in every policy falls out of a difference; noise of each policy's own does not."""
    rules = ["max_regret", "mean_regret"]
    shared = (
        weigh(table(OUTCOMES, replicates=40, spread=3.0, own=0.1))
        .choices()
        .set_index("rule")
        .loc[rules]
    )
    apart = weigh(table(OUTCOMES, replicates=40, own=3.0)).choices().set_index("rule").loc[rules]
    widths = [(choices["high"] - choices["low"]).to_numpy() for choices in (shared, apart)]
    assert (widths[0] < widths[1] / 10).all()
    assert shared["certain"].all()


def test_intervals_hold_the_truth_about_as_often_as_they_say():
    hits = 0
    for seed in range(100):
        summary = weigh(table(OUTCOMES, replicates=30, own=1.0, seed=seed)).summary()
        row = summary[(summary["policy"] == 1) & (summary["rule"] == "mean_regret")].iloc[0]
        hits += row["low"] <= 1.8 <= row["high"]
    assert 87 <= hits <= 99  # 95 %, less a little because a bootstrap of 30 is narrow


def test_equal_policies_are_not_told_apart():
    weighed = weigh(table(OUTCOMES[[1, 1]], replicates=30, spread=1.0), enough=6.0)
    assert (weighed.table() == 0).to_numpy().all()
    assert (weighed.choices()["better_by"] == 0).all()
    assert not weighed.choices()["certain"].any()
    assert (weighed.summary().query("rule == 'domain'")["value"] == 1).all()
    assert "Belum pasti" in weighed.text()


def test_one_sweep_of_policies_over_uncertain_states(tmp_path):
    policies = Design.listed(
        [
            {"pik_share": share, "womens_meeting": yes}
            for share in (0.0, 0.3)
            for yes in (False, True)
        ]
    )
    states = Design.latin_hypercube(
        uncertain(BASE, "poverty_penalty", "papers_base", "shock_low"), 5, seed=3
    )
    world = p2.World.load("wanasari")
    frame = p2.sweep(
        Design.cross(policies, states),
        world,
        base=BASE,
        replicates=FEWEST,
        seed=1,
        to=tmp_path,
        progress=False,
    ).frame()
    weighed = p2.regret(frame, policies.levers, states.levers, "pik_nothing.count", -1, enough=0.5)
    assert weighed.table().shape == (4, 5)
    choice = weighed.choices().set_index("rule")
    assert weighed.policies.loc[choice.loc["max_regret", "policy"], "pik_share"] == 0.3
    scenario = BASE.change(**states.points[0])
    means = []
    for policy in policies.points:
        chosen = scenario.change(**policy)
        runs = [p2.run_year(world, chosen, 1, replicate=r) for r in range(FEWEST)]
        rows = [run.indicators().set_index("key").loc["pik_nothing"] for run in runs]
        means.append(np.mean([row["count"] for row in rows]))
    papers = weighed.states["papers_base"]
    state = papers[papers == states.points[0]["papers_base"]].index[0]
    assert weighed.table()[state].to_numpy() == pytest.approx(np.array(means) - min(means))
    assert "PIK" in weighed.text()
    assert weighed.text().count("\n") == 4 + len(choice) - 1


def test_bad_input():
    frame = table(OUTCOMES, replicates=2)
    with pytest.raises(p2.UnknownName, match="papers_base"):
        regret(frame, ["pik_share"], ["papers_bse"], "y.count")
    with pytest.raises(p2.OutOfBounds, match="direction = 0"):
        weigh(frame, 0)
    with pytest.raises(p2.OutOfBounds, match="dua kebijakan"):
        weigh(frame[frame["pik_share"] == 0.1])
    with pytest.raises(p2.OutOfBounds, match=r"y\.count: 3 dari 30"):
        weigh(frame.drop(index=[0, 1, 9]))
    with pytest.raises(p2.OutOfBounds, match="1 dari 30"):
        weigh(frame.assign(**{"y.count": frame["y.count"].where(frame.index != 4)}))


def test_the_picture_has_a_row_a_policy_and_a_mark_a_state():
    weighed = weigh(table(OUTCOMES))
    drawing = weighed.figure(about=About("uji"))
    marks = {
        patch.get_gid(): patch
        for patch in drawing.figure.findobj()
        if str(patch.get_gid()).startswith("members:")
    }
    drawn = {
        gid.removeprefix("members:"): sorted(m.get_offsets()[:, 0].tolist())
        for gid, m in marks.items()
    }
    assert drawn == {
        f"{n}: pik_share = 0{',' if n else ''}{n or ''}": sorted(row)
        for n, row in enumerate(REGRET.tolist())
    }
    assert drawing.table["members"].tolist() == [5, 5, 5]
    called = weighed.figure(names=["nol", "satu", "dua"])
    assert called.table.iloc[:, 0].tolist().count("satu") == 1
    with pytest.raises(p2.OutOfBounds, match="3 nama"):
        weighed.figure(names=["nol"])
    assert "satu keadaan" in [text.get_text() for text in drawing.figure.findobj(Text)]


@pytest.mark.parametrize("enough", ["0.2", float("nan"), True])
def test_good_enough_is_a_number(enough):
    rows = {"pik_share": [0.1], "odd": [1], "papers_base": [1], "replicate": [0], "y.count": [1.0]}
    with pytest.raises(p2.OutOfBounds, match="enough ="):
        weigh(pd.DataFrame(rows), enough=enough)
