"""How people answer the rules: off by default, felt as it is said when it is on, over years where it needs them."""

from dataclasses import replace

import numpy as np
import pytest

import p2spp_sim as p2
from p2spp_sim import year
from p2spp_sim.base.draws import Draws
from p2spp_sim.model import behaviour, village_needs
from p2spp_sim.model.loading import load_rules
from p2spp_sim.model.proposals import VILLAGE, Origin
from p2spp_sim.results.conditions import Conditions
from p2spp_sim.scenario.levers import declared
from p2spp_sim.studies.design import uncertain
from p2spp_sim.studies.evidence import Observed, facts, observe
from tests.model.golden import fingerprint

ONE_YEAR = {"padding": 1.0, "elite_inequality": 1.0, "agency_asks": 1.0, "agency_protects": 10.0}
OVER_YEARS = {"strategic_volume": 1.0, "giving_up": 0.3}
UNCUT = {"rkpd_frame": 1.0, "indicative_optimism": 1.0, "shock_low": -0.05, "shock_high": 0.05}
REGIMES = ("2010", "dana_desa", "sipd")
SEEDS = range(10)
T_10 = 2.262  # 97.5 % point of Student's t with 9 degrees of freedom


@pytest.fixture(scope="module")
def world() -> p2.World:
    return p2.World.load("wanasari")


@pytest.fixture(scope="module")
def remembering(world) -> p2.World:
    """Half the villages had nothing for three years, and their chance fell to nothing."""
    unlucky = np.arange(world.size("village")) % 2 == 0
    return replace(world, waits=(3 * unlucky).astype(np.int16), odds=np.where(unlucky, 0.0, 1.0))


def base(regime: str = "2010", **values) -> p2.Scenario:
    return p2.Scenario.load(regime).change(**values)


def last_year(world, scenario, seed: int) -> dict[str, float]:
    """Give the indicators of the sixth year."""
    run = p2.run_years(world, scenario, 6, seed).check().runs[-1]
    return run.indicators().set_index("key")["count"].to_dict()


def surely(paired) -> int:
    """Tell the side of zero on which paired differences lie with 95 %; 0 when it is open."""
    paired = np.asarray(paired, float)
    half = T_10 * paired.std(ddof=1) / np.sqrt(len(paired))
    return int(np.sign(paired.mean())) if abs(paired.mean()) > half else 0


@pytest.mark.parametrize("key", [*ONE_YEAR, *OVER_YEARS])
def test_each_is_off_and_studies_move_through_it(key):
    lever = declared()[key]
    assert (lever.value, lever.low, lever.role, lever.firmness) == (
        0.0,
        0.0,
        "parameter",
        "assumed",
    )
    assert "asumsi" in lever.source
    (doubted,) = uncertain(base(), key)
    assert (doubted.low, doubted.high) == (0.0, lever.high)


@pytest.mark.parametrize("regime", REGIMES)
@pytest.mark.parametrize("key", ONE_YEAR)
def test_each_that_needs_no_years_is_felt_in_one(world, regime, key):
    plain = p2.run_year(world, base(regime), 1)
    moved = p2.run_year(world, base(regime, **{key: ONE_YEAR[key]}), 1).check()
    assert fingerprint(plain) != fingerprint(moved)


@pytest.mark.parametrize("regime", REGIMES)
@pytest.mark.parametrize("key", OVER_YEARS)
def test_each_that_needs_years_is_felt_from_the_second_on(world, regime, key):
    plain, moved = (
        p2.run_years(world, base(regime, **values), 2, seed=1, settle=0).check().runs
        for values in ({}, {key: OVER_YEARS[key]})
    )
    assert fingerprint(plain[0]) == fingerprint(moved[0])
    assert fingerprint(plain[1]) != fingerprint(moved[1])


def voiced(world, **values) -> tuple[np.ndarray, np.ndarray]:
    """Count the needs that the kabupaten would pay, and those that the village pays, in every village."""
    table, _ = village_needs.needs(world, base(**values), Draws(3))
    own = table.authority == VILLAGE
    return tuple(
        np.bincount(table.village[rows], minlength=world.size("village")) for rows in (~own, own)
    )


@pytest.mark.parametrize(("key", "sign"), [("strategic_volume", 1), ("giving_up", -1)])
def test_only_villages_that_fared_badly_change_their_lists_and_only_the_part_others_pay(
    remembering, key, sign
):
    (above, own), (moved, still) = (
        voiced(remembering),
        voiced(remembering, **{key: OVER_YEARS[key]}),
    )
    assert np.array_equal(own, still)
    unlucky = remembering.waits > 0
    assert np.array_equal(above[~unlucky], moved[~unlucky])
    assert (sign * (moved - above)[unlucky] >= 0).all()
    assert sign * (moved - above)[unlucky].sum() > 0.1 * above[unlucky].sum()


def test_what_is_listed_follows_the_equations(remembering):
    voice = np.full((4, remembering.size("village")), 0.5)
    unlucky = remembering.waits > 0
    more = behaviour.listed(voice, remembering, base(strategic_volume=1.0))
    less = behaviour.listed(voice, remembering, base(giving_up=0.2))
    assert np.allclose(more[:, unlucky], 0.75) and np.allclose(less[:, unlucky], 0.5 * 0.8**3)
    assert np.allclose(more[:, ~unlucky], 0.5) and np.allclose(less[:, ~unlucky], 0.5)


def test_a_village_remembers_its_own_list_until_it_brings_something(world):
    states = p2.run_years(world, base(), 4, seed=2, settle=0)
    assert world.waits is None and states.states[0].world.waits is None
    for before, after, run in zip(states.states, states.states[1:], states.runs, strict=False):
        was = np.zeros(64, int) if before.world.waits is None else before.world.waits
        listed, funded = listed_and_funded(run)
        expected = np.where(listed == 0, was, np.where(funded > 0, 0, was + 1))
        assert np.array_equal(after.world.waits, expected)
    last = states.states[-1].world
    assert last.waits.max() > 1 and (last.waits == 0).any()
    assert 0 < last.odds.min() < 1 < last.odds.max()


def listed_and_funded(run) -> tuple[np.ndarray, np.ndarray]:
    """Count by village what came to the kecamatan from below, and what of it the APBD took, itself or as a pokir."""
    (part,) = run.parts
    table, size = part.docket.proposals, part.world.size("village")
    rows = next(step.rows for _, step in run.steps("musrenbang_kecamatan"))
    (taken,) = (step.rows[step.pot >= 0] for _, step in run.steps("apbd"))
    funded = np.isin(rows, np.union1d(taken, table.matches[taken]))
    villages = table.village[rows]
    return np.bincount(villages, minlength=size), np.bincount(villages[funded], minlength=size)


def test_the_memory_of_a_block_is_its_part_of_the_whole():
    whole = p2.World.synthetic(villages=240, seed=5, kabupaten_size=60)
    result = p2.run_years(whole, base(**OVER_YEARS), 2, seed=4, settle=0).check()
    world = result.states[1].world
    scenario, book = base(**OVER_YEARS), load_rules("2010")
    together = year._play(world, scenario, book, Draws(4, 0, 1)).docket.proposals.key
    apart = [
        year._play(block, scenario, book, Draws(4, 0, 1)).docket.proposals.key
        for block in world.blocks(villages=60)
    ]
    assert len(apart) == 4
    assert np.array_equal(np.sort(together), np.sort(np.concatenate(apart)))


def test_longer_lists_win_no_more_and_shorter_ones_are_funded_more_often(world):
    """What the two do to a district: rivalry for the same money."""
    plain, more, less = (
        [last_year(world, base(**values), seed) for seed in SEEDS]
        for values in ({}, {"strategic_volume": 1.0}, {"giving_up": 0.3})
    )

    def moved(rows, key: str) -> int:
        return surely([row[key] - was[key] for row, was in zip(rows, plain, strict=True)])

    assert moved(more, "accepted") == -1 and moved(less, "accepted") == 1
    assert moved(less, "fair_nothing") == 1


@pytest.mark.parametrize("regime", REGIMES)
def test_a_cut_falls_on_what_was_added(world, regime):
    plain, moved, deeper = (
        p2.run_year(world, base(regime, **values), 1).parts[0].docket.proposals
        for values in (
            {},
            {"padding": 1.0},
            {"padding": 1.0, "price_cut": 0.5} | ({"review_cut": 0.5} if regime == "sipd" else {}),
        )
    )
    mine = plain.origin <= Origin.WOMEN
    above, own = mine & (plain.authority != VILLAGE), mine & (plain.authority == VILLAGE)
    assert (moved.cost[above] > plain.cost[above]).all()
    assert (deeper.cost[above] > moved.cost[above]).all()
    assert np.array_equal(moved.cost[own], plain.cost[own])
    cut = behaviour.expected_cut(load_rules(regime), "musrenbang_desa", base(regime))
    assert moved.cost[above] * (1 - cut) == pytest.approx(plain.cost[above], rel=0.001)


def test_what_cuts_on_the_way_is_expected_and_nothing_else():
    book = load_rules("2010")
    values = {"price_cut_chance": 0.5, "price_cut": 0.2, "commission_cut_chance": 0.0}
    assert behaviour.expected_cut(book, "musrenbang_desa", base(**values)) == pytest.approx(0.1)
    assert behaviour.expected_cut(book, "kua_ppas", base(**values)) == 0


def by_poverty(world, seed: int, **values) -> float:
    """Tell how much more often elites are on the list, in the poorer half of the villages less in the other."""
    run = p2.run_year(world, base(elite_advantage=0.3, **values), seed)
    block = Conditions(run, run.parts[0])
    poor = world.villages["poor_share"] > np.median(world.villages["poor_share"])
    kept = block.all_of(("origin:musrenbang", "entered:musrenbang_desa", "taken:musrenbang_desa"))
    entered = block.all_of(("origin:musrenbang", "entered:musrenbang_desa"))
    elite, place = block.mask("elite"), poor[run.parts[0].docket.proposals.village]

    def advantage(where) -> float:
        return kept[entered & where & elite].mean() - kept[entered & where & ~elite].mean()

    return advantage(place) - advantage(~place)


def test_capture_moves_to_the_poorer_villages(world):
    paired = [by_poverty(world, s, elite_inequality=1.0) - by_poverty(world, s) for s in SEEDS]
    assert surely(paired) == 1


@pytest.mark.parametrize("dataset", ["wanasari", "sumedang"])
def test_capture_stays_as_small_as_published_in_all(dataset):
    world = p2.World.load(dataset)
    (values,) = observe(world, base(elite_inequality=1.0), ["S13"], 10).values()
    assert facts()["S13"].low <= values.mean() <= facts()["S13"].high


def renja(run) -> int:
    return int(run.money().set_index("pot").loc["renja", "ceiling_idr"])


def capable(world, capacity: float) -> p2.World:
    tables = {**world.tables, "budget": {**world.budget, "capacity": np.array([capacity])}}
    return replace(world, tables=tables)


@pytest.mark.parametrize("regime", REGIMES)
def test_an_agency_asks_above_a_ceiling_that_will_be_cut_and_less_so_before_a_strong_bappeda(
    world, regime
):
    asked = [
        renja(p2.run_year(capable(world, able), base(regime, **values), 1))
        for able, values in (
            (0.0, {}),
            (0.0, {"agency_asks": 1.0}),
            (0.5, {"agency_asks": 1.0}),
            (1.0, {"agency_asks": 1.0}),
            (0.0, UNCUT),
            (0.0, {"agency_asks": 1.0, **UNCUT}),
        )
    ]
    plain, weak, middling, strong, calm, uncut = asked
    assert weak > middling > strong == plain
    assert uncut == calm
    calm_year = base(regime)
    left = min(0.92, (1 + (-0.1639 + 0.05) / 2) / calm_year.value("indicative_optimism"))
    assert plain / weak == pytest.approx(
        left, rel=1e-6
    )  # what is left after the cut is the ceiling


def test_the_frame_of_the_rkpd_does_not_grow_with_what_is_asked(world):
    frames = [
        p2.run_year(world, base(agency_asks=asks), 1).money().set_index("pot").loc["rkpd"]
        for asks in (0.0, 1.0)
    ]
    assert frames[0]["ceiling_idr"] == frames[1]["ceiling_idr"]


def test_an_agency_that_expects_a_cut_puts_its_own_items_first(world):
    def own(seed: int, **values) -> float:
        seen = Observed(world, base(agency_items=2.0, **values), seed)
        return seen.count("origin:skpd", "taken:forum_skpd") / seen.count("origin:skpd")

    paired = [own(seed, agency_protects=10.0) - own(seed) for seed in SEEDS]
    assert surely(paired) == 1
    assert own(1, agency_protects=10.0, **UNCUT) == own(1, **UNCUT)
