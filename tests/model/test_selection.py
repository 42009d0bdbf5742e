"""Size and place in the selection: costs with a long tail, small works first, lists and works by kecamatan."""

from dataclasses import replace

import numpy as np
import pytest

import p2spp_sim as p2
from p2spp_sim.base.draws import PARTS, Draws, lognormal_permille
from p2spp_sim.base.intervals import half_width
from p2spp_sim.model import agency_and_pokir
from p2spp_sim.model.activities import size_permille
from p2spp_sim.model.ceilings import AMOUNTS, people_share
from p2spp_sim.model.criteria import beyond_share
from p2spp_sim.model.village_needs import count
from p2spp_sim.results.conditions import Conditions
from p2spp_sim.world import synthetic
from tests.model.test_gates import BASE, M, amount, meeting, passes, scored, with_table

RULES = ("2010", "dana_desa", "sipd")
SEEDS = range(12)
OFF = {
    "small_kecamatan": 0.0,
    "small_skpd": 0.0,
    "kecamatan_most": 0.0,
    "skpd_most": 0.0,
    "territorial_balance": 0.0,
}


@pytest.fixture(scope="module")
def world() -> p2.World:
    """Two kabupaten of four villages, in one kecamatan each."""
    return p2.World.synthetic(villages=8, seed=1, kabupaten_size=4)


@pytest.fixture(scope="module")
def district() -> p2.World:
    return p2.World.load("sumedang")


# --- what works cost


def test_sizes_are_log_normal_up_to_the_tail_and_a_pareto_law_in_it():
    body = lognormal_permille(0.5)
    assert (size_permille(0.5, 0.0, 1.8) == body).all()
    sizes = size_permille(0.5, 0.125, 1.5)
    assert (
        (sizes[:896] == body[:896]).all() and (sizes >= body).all() and (np.diff(sizes) >= 0).all()
    )
    # a quarter as many are as large times four to the power of one over the index
    larger = 1 - (np.arange(1024) + 0.5) / 1024
    of_start = sizes[896:] / sizes[896]
    assert of_start == pytest.approx((larger[896] / larger[896:]) ** (1 / 1.5), rel=1e-3)


@pytest.mark.parametrize("index", [1.1, 3.0])
def test_a_tail_is_never_lighter_than_what_it_replaces(index):
    for spread in (0.3, 1.3):
        assert (size_permille(spread, 0.3, index) >= lognormal_permille(spread)).all()


def test_the_dearest_twentieth_of_proposals_takes_more_with_a_tail(district):
    def share(**levers: float) -> float:
        cost = p2.run_year(district, BASE.change(**levers), 1).parts[0].docket.proposals.cost
        dear = np.sort(cost)[::-1]
        return float(dear[: len(dear) // 20].sum() / dear.sum())

    assert share() > share(cost_tail=0.0) + 0.04


# --- gates and criteria by hand


def test_a_small_work_scores_half_at_the_declared_cost(world):
    half = BASE.value("small_cost_idr")
    assert scored("small", world, 3, cost=[0, half, 3 * half]) == [1.0, 0.5, 0.25]


def test_what_is_larger_than_its_part_of_the_indicative_money_is_stopped(world):
    rich = with_table(world, "budget", capital_idr=np.array([10_000 * M, 10_000 * M]))
    base = BASE.change(open_share=0.5, kecamatan_most=0.1, skpd_most=0.1, indicative_optimism=1.0)
    share = rich.skpd["ceiling_share"][0]
    kecamatan = int(0.1 * amount("kecamatan_money", rich, open_share=0.5)[0])
    skpd = int(0.1 * 5_000 * M * share)
    for name, most, group in (
        ("kecamatan_size", kecamatan, "kecamatan"),
        ("skpd_size", skpd, "skpd"),
    ):
        cost = [most - M, most + M, 10_000 * M]
        few = {"cost": cost, "village": [0, 0, 0], "group": group}
        assert passes(name, rich, 3, scenario=base, **few) == [True, False, False]
        off = base.change(kecamatan_most=0.0, skpd_most=0.0)
        assert passes(name, rich, 3, scenario=off, **few) == [True] * 3


def test_indicative_money_of_a_kecamatan_is_that_of_its_people_and_lists_are_a_multiple(district):
    m = meeting(district, group="kecamatan")
    money = AMOUNTS["kecamatan_money"](m)
    assert 0 < money.sum() <= int(m.world.budget["capital_idr"].sum())
    assert money / money.sum() == pytest.approx(people_share(district), rel=1e-6)
    alike = meeting(district, scenario=BASE.change(list_spread=0.0, list_demand=2.0))
    assert AMOUNTS["kecamatan_demand"](alike) == pytest.approx(2 * money, abs=2 * M)
    loose = AMOUNTS["kecamatan_demand"](m) / money
    assert loose.std() / loose.mean() > 0.2
    later = meeting(district, draws=Draws(7, 0, 3))
    assert (AMOUNTS["kecamatan_demand"](later) == AMOUNTS["kecamatan_demand"](m)).all()


def slow_beyond(m, score, ceiling):
    """One row after the other: what ranks above it in its kecamatan, against the kecamatan's share."""
    people, place = people_share(m.world), m.world.kecamatan_of
    beyond, above = np.zeros(len(score)), {}
    for row in sorted(range(len(score)), key=lambda row: (-score[row], row)):
        group, kecamatan = int(m.group[row]), int(place[m.village[row]])
        share = people[kecamatan] * ceiling[group]
        beyond[row] = min(1.0, max(0.0, above.get((group, kecamatan), 0) / share - 1))
        above[group, kecamatan] = above.get((group, kecamatan), 0) + int(m.asked[row])
    return beyond


@pytest.mark.parametrize("group", ["skpd", "kabupaten"])
def test_what_exceeds_the_share_of_a_kecamatan_is_told_row_by_row(district, group):
    rng = np.random.default_rng(4)
    n = 400
    m = meeting(
        district,
        n,
        group=group,
        village=rng.integers(0, district.size("village"), n),
        skpd=rng.integers(0, 6, n),
        cost=rng.integers(1, 900, n) * M,
    )
    score = np.round(rng.random(n), 2)  # with ties
    ceiling = np.full(m.groups, 12_000 * M)
    beyond = beyond_share(m, score, ceiling)
    assert beyond == pytest.approx(slow_beyond(m, score, ceiling))
    assert 0 < (beyond > 0).mean() < 1 and beyond.max() == 1.0
    assert beyond_share(m, score, ceiling * 10**6).max() == 0.0


# --- what selection does


def cost_ratio(world: p2.World, scenario: p2.Scenario, seed: int) -> float:
    """Mean cost of what musrenbang kecamatan refuses over that of what it keeps."""
    run = p2.run_year(world, scenario, seed)
    block = Conditions(run, run.parts[0])
    there = block.all_of(("origin:musrenbang", "entered:musrenbang_kecamatan"))
    kept = there & block.mask("taken:musrenbang_kecamatan")
    cost = block.part.docket.proposals.cost
    return float(cost[there & ~kept].mean() / cost[kept].mean())


@pytest.mark.parametrize("rules", RULES)
def test_refused_works_are_larger_because_size_is_scored_and_screened(district, rules):
    base = p2.Scenario.load(rules)
    with_size, without = (
        np.array([cost_ratio(district, scenario, seed) for seed in SEEDS])
        for scenario in (base, base.change(**OFF))
    )
    more = with_size - without
    assert more.mean() - half_width(more) > 0.1


def test_a_size_screen_and_a_score_each_move_what_is_decided(district):
    assert {*OFF} == {key for key in OFF if BASE.value(key) > 0}
    base = BASE.change(skpd_most=0.05, kecamatan_most=0.3, territorial_balance=0.3)
    whole = [step.granted.tolist() for step in p2.run_year(district, base, 2).parts[0].steps]
    for key in OFF:
        other = p2.run_year(district, base.change(**{key: 0.0}), 2).check()
        assert [step.granted.tolist() for step in other.parts[0].steps] != whole, key


def test_a_balance_brings_kecamatan_nearer_to_each_other(district):
    people = people_share(district)

    def spread(weight: float, seed: int) -> float:
        run = p2.run_year(district, BASE.change(territorial_balance=weight), seed)
        block = Conditions(run, run.parts[0])
        rows = block.mask("taken:forum_skpd").nonzero()[0]
        place = district.kecamatan_of[run.parts[0].docket.proposals.village[rows]]
        idr = np.bincount(place, block.received("forum_skpd", rows), minlength=len(people))
        each = idr / people
        return float(each.std() / each.mean())

    less = np.array([spread(0.0, seed) - spread(0.5, seed) for seed in SEEDS])
    assert less.mean() - half_width(less) > 0


# --- place


def test_needs_and_lists_differ_between_kecamatan_and_follow_no_quota(district):
    place, seed = district.kecamatan_of, Draws(3)

    def between(**levers: float) -> float:
        felt = count(district, BASE.change(**levers), seed)
        means = np.bincount(place, felt) / np.bincount(place)
        return float(means.std() / means.mean())

    assert between() > between(needs_spread_kecamatan=0.0) + 0.05
    assert (count(district, BASE, seed) == count(district, BASE, Draws(3, 0, 4))).all()
    run = p2.run_year(district, BASE.change(kecamatan_list=200), 3)
    listed = run.parts[0].docket.priority > 0
    length = np.bincount(place[run.parts[0].docket.proposals.village[listed]], minlength=26)
    a_village = length / np.bincount(place)
    assert a_village.std() / a_village.mean() > 0.2
    short = p2.run_year(district, BASE.change(kecamatan_list=10), 3)
    listed = short.parts[0].docket.priority > 0
    length = np.bincount(place[short.parts[0].docket.proposals.village[listed]], minlength=26)
    assert length.max() == 10


# --- agencies


def test_agencies_bring_a_poisson_number_of_items_and_more_of_them_where_the_mean_rises(district):
    drawn = np.arange(PARTS).astype(np.uint16)
    last = np.zeros(PARTS, np.int64)
    for mean in (0.0, 0.3578, 0.999, 1.0, 1.001, 2.0):
        items = agency_and_pokir._poisson(mean, drawn)
        assert items.mean() == pytest.approx(mean, abs=1e-3)
        assert items.var() == pytest.approx(mean, abs=5e-3)
        assert (items >= last).all()
        last = items
    keys = [
        set(
            agency_and_pokir.agency(district, BASE.change(agency_items=mean), Draws(1)).key.tolist()
        )
        for mean in (0.9, 1.1)
    ]
    assert keys[0] < keys[1]


# --- invented districts


def test_invented_districts_differ_in_budget_density_and_seats():
    worlds = [p2.World.synthetic(villages=300, seed=seed) for seed in range(1, 13)]

    def spread(of) -> float:
        values = np.array([of(world) for world in worlds], float)
        return float(values.std() / values.mean())

    assert spread(lambda w: w.budget["capital_idr"][0]) > 0.2
    assert spread(lambda w: w.budget["capital_idr"][0] / w.villages["population"].sum()) > 0.2
    assert spread(lambda w: w.size("kecamatan")) > 0.15
    assert spread(lambda w: w.villages["population"].sum()) > 0.15
    assert len({int(w.council["seats"].sum()) for w in worlds}) > 1
    for world in worlds:
        budget = {
            name: int(column[0]) for name, column in world.budget.items() if name.endswith("idr")
        }
        total = sum(budget.values()) - budget.pop("add_idr")
        assert all(part > 0 for part in budget.values())
        assert 0.47 <= budget["personnel_idr"] / total <= 0.60
        assert 0.25 <= (budget["capital_idr"] + budget["goods_idr"]) / total <= 0.40


@pytest.mark.parametrize(("people", "seats"), [
    (80_000, 20), (100_000, 20), (100_001, 25), (499_999, 40), (500_001, 45), (1_000_000, 45), (1_000_001, 50),
])  # fmt: skip
def test_seats_are_those_of_the_law(people, seats):
    world = p2.World.synthetic(villages=30, seed=1)
    regions = synthetic.Regions(
        world.budget["code"].tolist(),
        world.kecamatan["code"].tolist(),
        np.zeros(world.size("kecamatan"), np.int64),
        world.villages["code"].tolist(),
        world.kecamatan_of,
        {name: getattr(world, name)["name"].tolist() for name in ("kecamatan", "villages")}
        | {"kabupaten": world.budget["name"].tolist()},
        population=people,
    )
    tables = synthetic.complete(regions, 1)
    assert tables["villages"]["population"].sum() == people
    assert tables["council"]["seats"].sum() == seats


def test_what_is_known_of_a_district_is_kept(district):
    budget = district.budget
    total = sum(
        int(budget[f"{name}_idr"][0]) for name in ("personnel", "goods", "capital", "other")
    )
    assert total == 1_100_000_000_000 and int(budget["capital_idr"][0]) == total * 19 // 100
    assert district.council["seats"].sum() == 50
    assert replace(district).villages["population"].sum() == 1_227_000
