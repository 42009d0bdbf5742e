"""One world and one seed under three rule books: the same accounts, other money, other doors."""

import numpy as np
import pytest

import p2spp_sim as p2
from p2spp_sim.base.draws import Draws
from p2spp_sim.model.loading import load_rules
from p2spp_sim.model.training import trained, with_tables
from p2spp_sim.world.world import World

REGIMES = ("2010", "dana_desa", "sipd")
SEED = 7
DAIRI_2010 = (
    55e6,
    66e6,
)  # ADD of a village, Rp 55.4 to 66.0 million; its equal part 57 to 68 per cent


@pytest.fixture(scope="module")
def world() -> World:
    return p2.World.load("wanasari")


@pytest.fixture(scope="module")
def runs(world):
    return {name: p2.run_year(world, p2.Scenario.load(name), seed=SEED) for name in REGIMES}


def village_money(world: World, regime: str, **levers: float) -> np.ndarray:
    """Give what every village has for activities of its own, beside self-help."""
    run = p2.run_year(world, p2.Scenario.load(regime).change(**levers), seed=SEED)
    pots = [pot.key for pot in run.rules.forum[0].pots]
    ((_, step),) = run.steps("musrenbang_desa")
    return step.ceilings[pots.index("apb_desa")]


@pytest.mark.parametrize("regime", REGIMES)
def test_the_accounts_hold_under_every_rule_book(runs, regime):
    assert runs[regime].check() is runs[regime]


def test_the_same_needs_are_voiced_under_every_rule_book(runs):
    felt = [run.parts[0].docket.felt.tolist() for run in runs.values()]
    assert felt[0] == felt[1] == felt[2]
    voiced = [
        run.funnel("musrenbang").set_index("stage").loc["needs", "count"] for run in runs.values()
    ]
    assert voiced[0] == voiced[1] == voiced[2] > 500


def test_add_of_2010_has_the_published_size(world):
    # the village spends 70 per cent of its ADD on activities, the rest on its own operations
    whole = village_money(world, "2010") / 0.7
    assert DAIRI_2010[0] < whole.mean() < DAIRI_2010[1]
    equal = world.tables["budget"]["add_idr"][0] * 0.6 / world.size("village")
    assert equal == pytest.approx(37_853_157, rel=0.06)  # the flat part of Dairi
    assert 0.57 < equal / whole.mean() < 0.68
    assert whole.min() > equal


def test_an_almost_flat_add_lies_in_the_published_span_in_every_village(world):
    whole = village_money(world, "2010", add_equal_share=0.95) / 0.7
    assert DAIRI_2010[0] < whole.min() < whole.max() < DAIRI_2010[1]
    assert np.ptp(village_money(world, "2010", add_equal_share=1.0)) <= 1


@pytest.mark.parametrize(("year", "average"), [(2015, 280e6), (2016, 628e6), (2017, 800e6)])
def test_dana_desa_has_the_published_size(world, year, average):
    of_both, of_add = village_money(world, "dana_desa", dd_year=year), village_money(world, "2010")
    assert (of_both - of_add).mean() == pytest.approx(average, rel=0.05)
    assert (of_both - of_add).min() >= 0.9 * average * 0.999  # nine tenths in equal parts


def test_later_years_share_more_by_need(world):
    spread = [
        np.ptp(village_money(world, "dana_desa", dd_year=year)) for year in (2017, 2018, 2019)
    ]
    assert spread[0] < spread[1] < spread[2]


@pytest.mark.parametrize(("regime", "door"), [
    ("2010", "kua_ppas"), ("dana_desa", "musrenbang_kabupaten"), ("sipd", "musrenbang_kabupaten"),
])  # fmt: skip
def test_pokir_enter_the_plan_where_the_rule_book_says(runs, regime, door):
    run = runs[regime]
    met = run.funnel("reses").set_index("stage")["entered"]
    at_table = [stage for stage in met.index if met[stage] and stage != "reses"]
    assert at_table[0] == door
    assert met["musrenbang_desa"] == met["musrenbang_kecamatan"] == met["forum_skpd"] == 0
    passed = run.funnel("reses").set_index("stage").loc["reses", "count"]
    assert met[door] == passed > 0


def test_pokir_are_noted_before_the_musrenbang_kecamatan_only_in_later_rule_books():
    order = {
        name: load_rules(name).index("reses") - load_rules(name).index("musrenbang_kecamatan")
        for name in REGIMES
    }
    assert order["2010"] > 0 > order["dana_desa"]
    assert order["sipd"] < 0


def test_only_sipd_refuses_for_the_dictionary(runs):
    refused = {
        name: int((run.frame()["reason"] == "dictionary").sum()) for name, run in runs.items()
    }
    assert refused["2010"] == refused["dana_desa"] == 0 < refused["sipd"]
    gates = {
        name: {gate.reason for forum in load_rules(name).forum for gate in forum.gates}
        for name in REGIMES
    }
    assert [name for name in REGIMES if "dictionary" in gates[name]] == ["sipd"]


def test_a_dictionary_that_covers_everything_refuses_nothing(world):
    run = p2.run_year(world, p2.Scenario.load("sipd").change(dictionary_cover=1.0), seed=SEED)
    assert not (run.frame()["reason"] == "dictionary").any()


def test_pik_opens_no_way_past_a_closed_dictionary(world):
    closed = p2.Scenario.load("sipd").change(
        pik_share=0.2, dictionary_cover=0.3, dictionary_strictness=1.0
    )
    run = p2.run_year(world, closed, seed=SEED)
    part, step = next(run.steps("musrenbang_kecamatan"))
    key = part.docket.proposals.key[step.rows[step.pot == 0]]
    assert len(key) > 0
    assert (run.draws.uniform("verifikasi_mitra.dictionary", key) >= 0.7).all()


def test_fixed_ceilings_of_kecamatan_hand_out_no_more_than_there_is(world):
    run = p2.run_year(
        world, p2.Scenario.load("2010").change(kecamatan_ceiling_idr=20_000_000_000), seed=SEED
    )
    money = run.money().set_index("pot")
    open_money = float((world.budget["capital_idr"] * run.scenario.value("open_share")).sum())
    assert 0.5 * open_money < money.loc["pik", "ceiling_idr"] <= open_money


def test_sipd_sends_on_what_is_addressed_to_the_wrong_agency(runs):
    refused = {
        name: run.frame().query("reason == 'wrong_skpd'")["origin"].value_counts()
        for name, run in runs.items()
    }
    assert refused["sipd"].index.tolist() == ["reses"]  # pokir alone, which no partner redirects
    assert min(refused["2010"]["hamlet"], refused["dana_desa"]["hamlet"]) > 0


def test_block_grants_are_of_2010_alone(runs):
    money = {name: run.money().groupby("pot")["granted_idr"].sum() for name, run in runs.items()}
    assert money["2010"]["blm"] > 5e9
    assert all("blm" not in money[name].index for name in ("dana_desa", "sipd"))
    assert all(
        "mad" not in run.funnel()["stage"].tolist() for name, run in runs.items() if name != "2010"
    )
    with pytest.raises(p2.OutOfBounds, match=r"blm_factor.*2010.*sipd"):
        p2.Scenario.load("sipd").change(blm_factor=1.0)


REVIEWERS = (
    "musrenbang_desa",
    "musrenbang_kecamatan",
    "verifikasi_mitra",
    "forum_skpd",
    "validasi_tapd",
)


def changed(run: p2.Run, forum: str) -> int:
    """Count what a forum took with other rupiah than were asked."""
    return sum(
        int(((step.pot >= 0) & (step.granted != step.asked)).sum()) for _, step in run.steps(forum)
    )


@pytest.mark.parametrize("forum", [*REVIEWERS, "reses"])
def test_each_reviewer_of_sipd_may_change_rupiah(world, forum):
    base = p2.Scenario.load("sipd")
    many, none = (
        p2.run_year(world, base.change(review_cut_chance=chance), seed=SEED).check()
        for chance in (0.5, 0.0)
    )
    assert changed(many, forum) > 0 == changed(none, forum)
    for _, step in many.steps(forum):
        cut = (step.pot >= 0) & (step.granted < step.asked)
        share = 1 - step.granted[cut] / step.asked[cut]
        assert share.mean() == pytest.approx(0.12, abs=0.01)
        assert (step.granted <= step.asked).all()


def test_reviewers_make_the_same_proposals_cheaper(world):
    base = p2.Scenario.load("sipd")
    few, many = (
        p2.run_forum(world, "validasi_tapd", base.change(review_cut_chance=chance), seed=SEED)
        for chance in (0.0, 1.0)
    )
    a, b = (run.frame().set_index("id")["asked_idr"] for run in (few, many))
    both = a.index.intersection(b.index)
    assert len(both) > 20
    of_village = [row for row in both if row.startswith("U")]
    # four reviewers have had it before: (1 - 0.12) ** 4 = 0.60
    assert b[of_village].sum() / a[of_village].sum() == pytest.approx(0.88**4, abs=0.01)


def test_no_training_leaves_the_world_as_it_was(world):
    for regime in REGIMES:
        assert trained(world, p2.Scenario.load(regime), Draws(0)) is world


def test_which_villages_are_supported_follows_seed_and_replicate_and_stays_over_the_years(world):
    scenario = p2.Scenario.load("2010").change(rpjm_support=0.5)
    none = {**world.villages, "rpjm": np.zeros(world.size("village"), np.bool_)}
    bare = with_tables(world, {"villages": none})
    first, *others = (
        trained(bare, scenario, Draws(*at)).villages["rpjm"]
        for at in ((7,), (8,), (7, 1), (7, 0, 3))
    )
    assert 0.25 < first.mean() < 0.75
    assert [np.array_equal(first, other) for other in others] == [False, False, True]
    more = trained(bare, scenario.change(rpjm_support=0.8), Draws(7)).villages["rpjm"]
    assert more.sum() > first.sum() and not (first & ~more).any()
    assert trained(bare, scenario.change(rpjm_support=1.0), Draws(7)).villages["rpjm"].all()
