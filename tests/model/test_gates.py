"""Gates, amounts and criteria on agendas made by hand, where every figure can be told in the head."""

from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pytest

import p2spp_sim as p2
from p2spp_sim.base.draws import Draws
from p2spp_sim.model import proposals as P  # noqa: N812
from p2spp_sim.model.activities import activities
from p2spp_sim.model.ceilings import AMOUNTS, COUNTS, PER, shares
from p2spp_sim.model.criteria import CAPACITIES, CRITERIA
from p2spp_sim.model.gates import TESTS, is_late, quotas, recorded_reasons
from p2spp_sim.model.meeting import DONE, STOPPED, Docket, Meeting
from p2spp_sim.model.proposals import Origin, Proposals
from p2spp_sim.world.schema import SLOTS

BASE = p2.Scenario.load("2010")
POTS = {
    ("musrenbang_desa", "swadaya"): 0, ("musrenbang_desa", "apb_desa"): 1, ("mad", "blm"): 2,
    ("musrenbang_kecamatan", "pik"): 3, ("kua_ppas", "ppas_pik"): 4, ("forum_skpd", "renja"): 5,
    ("musrenbang_kabupaten", "rkpd"): 6,
}  # fmt: skip
M = 1_000_000


@pytest.fixture(scope="module")
def world():
    """Two kabupaten of four villages in two kecamatan each."""
    return p2.World.synthetic(villages=8, seed=1, kabupaten_size=4)


def with_table(world, name, /, **columns):
    return replace(world, tables={**world.tables, name: {**world.tables[name], **columns}})


def meeting(
    world,
    n=4,
    rows=None,
    group="kecamatan",
    forum="forum_skpd",
    scenario=BASE,
    draws=None,
    **columns,
):
    """Lay `n` alike district works of the first villages before a forum, some columns as given."""
    plain = {
        "key": np.arange(n, dtype=np.uint64), "origin": np.zeros(n, np.int8), "village": np.arange(n) % 8,
        "skpd": np.zeros(n, np.int8), "activity": np.full(n, 3, np.int8), "authority": np.full(n, P.DISTRICT, np.int8),
        "urgency": np.full(n, 3, np.int8), "flags": np.zeros(n, np.uint16), "cost": np.full(n, 100 * M),
        "selfhelp": np.zeros(n, np.int64), "households": np.full(n, 40, np.int32),
        "poor_households": np.full(n, 10, np.int32), "matches": np.full(n, -1, np.int32),
    }  # fmt: skip
    given = {
        name: np.array(columns[name], column.dtype)
        for name, column in plain.items()
        if name in columns
    }
    docket = Docket(Proposals(**{**plain, **given}), np.zeros(8, np.int64))
    docket.at[:] = 0
    for name in ("at", "pot", "priority", "backed"):
        if name in columns:
            setattr(docket, name, np.array(columns[name], getattr(docket, name).dtype))
    rows = np.arange(n) if rows is None else np.array(rows, np.int64)
    return Meeting(world, scenario, draws or Draws(7), docket, forum, group, rows, POTS)


def passes(name, *args, **columns):
    return TESTS[name](meeting(*args, **columns)).tolist()


def test_whose_matter_it_is(world):
    authority = [P.VILLAGE, P.DISTRICT, P.OUTSIDE]
    assert passes("village_matter", world, 3, authority=authority) == [True, False, False]
    assert passes("district_matter", world, 3, authority=authority) == [False, True, True]
    assert passes("district_money", world, 3, authority=authority) == [True, True, False]
    misrouted = [P.MISROUTED, 0, 0]
    assert passes("sent_up", world, 3, authority=authority, flags=misrouted) == [True, True, True]
    assert passes("sent_up", world, 3, authority=authority) == [False, True, True]


def test_what_a_block_grant_may_pay(world):
    cost = [350 * M, 350 * M + 1, M, M]
    authority = [P.DISTRICT, P.DISTRICT, P.OUTSIDE, P.VILLAGE]
    assert passes("blm_menu", world, cost=cost, authority=authority) == [True, False, False, True]


@pytest.mark.parametrize(("name", "bit"), [
    ("in_rpjm", P.IN_RPJM), ("papers", P.PAPERS), ("land", P.LAND), ("technical", P.TECHNICAL),
    ("plan_fit", P.PLAN_FIT), ("right_skpd", P.RIGHT_SKPD),
])  # fmt: skip
def test_every_flag_opens_its_own_gate(world, name, bit):
    assert passes(name, world, 3, flags=[bit, 2047 - bit, 2047]) == [True, False, True]


@pytest.mark.parametrize("integrated", [True, False])
def test_an_integrated_mad_is_for_all_or_none(world, integrated):
    assert (
        passes("mad_integrated", world, scenario=BASE.change(integrated_mad=integrated))
        == [integrated] * 4
    )


def test_a_bound_pokir_passes_with_any_partner_the_very_first_too(world):
    flags = [0, P.MUST_MATCH, P.MUST_MATCH, P.MUST_MATCH]
    assert passes("matched_if_required", world, matches=[-1, -1, 0, 1], flags=flags) == [
        True,
        False,
        True,
        True,
    ]


def test_a_pokir_is_not_counted_beside_its_partner_the_very_first_neither(world):
    matches = [-1, -1, -1, 0, 2, -1]
    at = [4, STOPPED, 3, 4, 4, 4]
    assert passes("not_already_planned", world, 6, rows=[0, 3, 4, 5], matches=matches, at=at) == [
        True, False, True, True]  # fmt: skip
    assert passes("not_already_planned", world, 6, rows=[], matches=matches, at=at) == []


def test_what_a_block_grant_builds_is_not_asked_for_again_in_that_village(world):
    kinds = len(activities()["key"])
    columns = {
        "village": [0, 0, 0, 1, 0, 0, 7], "activity": [0, 0, 1, 0, -1, -1, kinds - 1], "pot": [2, -1, -1, -1, 2, -1, 2],
    }  # fmt: skip
    passed = passes("not_built_by_blm", world, 7, rows=[1, 2, 3, 5, 6], **columns)
    assert passed == [False, True, True, True, False]
    partners = {**columns, "activity": [-1] * 7, "matches": [-1, 0, 4, 3, -1, -1, -1]}
    assert passes("not_built_by_blm", world, 7, rows=[1, 2, 3, 5], **partners) == [
        False,
        False,
        True,
        True,
    ]
    other = meeting(world, 7, rows=[1, 2], **columns)
    first = {**columns, "pot": [0 if pot == 2 else pot for pot in columns["pot"]]}
    numbered = replace(meeting(world, 7, rows=[1, 2], **first), pot_number={("mad", "blm"): 0})
    assert TESTS["not_built_by_blm"](numbered).tolist() == [False, True]
    no_blm = replace(other, pot_number={})
    assert TESTS["not_built_by_blm"](no_blm).all()


def test_of_pokir_that_equal_one_proposal_the_first_counts(world):
    columns = {"origin": [Origin.RESES] * 6, "matches": [-1, 3, 3, -1, 7, 3]}
    once = [True, True, False, True, True, False]
    assert passes("only_once", world, 6, **columns) == once


def test_a_pokir_is_within_the_quota_of_its_agency_by_its_chance(world):
    agencies = len(world.skpd["code"])
    chance = quotas(Draws(3), world, BASE)
    assert chance.shape == (world.size("skpd"),) and len(set(chance.tolist())) > agencies
    assert (quotas(Draws(3, 0, 4), world, BASE) == chance).all()
    sure = BASE.change(pokir_quota=1.0, pokir_quota_spread=0.0)
    assert all(passes("within_quota", world, 300, scenario=sure))
    even = BASE.change(pokir_quota=0.6, pokir_quota_spread=0.0)
    assert np.mean(passes("within_quota", world, 6000, scenario=even)) == pytest.approx(
        0.6, abs=0.02
    )


def test_last_years_place_counts_for_the_need_that_had_it(world):
    listed = np.zeros((8, SLOTS), np.float32)
    listed[0, 5], listed[1, 2] = 0.75, 0.5
    place = {"key": [5, 2, 6, 5], "village": [0, 1, 0, 0], "origin": [0, 1, 0, 3]}
    later = replace(world, listed=listed)
    assert CRITERIA["listed_before"](meeting(later, **place)).tolist() == [0.75, 0.5, 0.0, 0.0]
    assert not CRITERIA["listed_before"](meeting(world, **place)).any()


def test_where_a_proposal_comes_from(world):
    origin = [Origin.HAMLET, Origin.RESES, Origin.SKPD, Origin.WOMEN, Origin.HAMLET, Origin.HAMLET]
    columns = {"origin": origin, "pot": [5, 5, 5, 3, 4, -1]}
    assert passes("pokir", world, 6, **columns) == [False, True, False, False, False, False]
    assert passes("from_forum", world, 6, **columns) == [True, False, True, True, True, True]
    assert passes("from_pik", world, 6, **columns) == [False, False, False, True, True, False]
    assert passes("from_renja", world, 6, **columns) == [True, False, True, False, False, True]


def test_a_book_without_pots_of_a_name_takes_from_none(world):
    bare = replace(meeting(world, pot=[-1, -2, 0, 1]), pot_number={})
    assert not TESTS["from_pik"](replace(bare, rows=bare.rows[[0, 2, 3]])).any()


def test_the_village_does_what_is_small(world):
    scope = p2.Scenario.load("dana_desa")
    limit = scope.value("dd_scope_idr")
    columns = {
        "cost": [limit, limit + 1, limit + 1, 1],
        "authority": [P.DISTRICT, P.DISTRICT, P.VILLAGE, P.OUTSIDE],
    }
    assert passes("village_scope", world, scenario=scope, **columns) == [True, False, True, False]


def test_pokir_and_pik_are_kept_by_every_commission(world):
    all_dropped = BASE.change(commission_drop=BASE.lever("commission_drop").high)
    n = 2000
    origin, pot = np.zeros(n), np.full(n, 5)
    origin[:500], pot[500:1000] = Origin.RESES, 3
    kept = np.array(
        passes(
            "kept_by_commission",
            world,
            n,
            scenario=all_dropped,
            origin=origin,
            pot=pot,
            forum="apbd",
        )
    )
    assert kept[:1000].all()
    assert abs(kept[1000:].mean() - (1 - all_dropped.value("commission_drop"))) < 0.05


def test_what_stands_outside_the_plan_goes_back_as_often_as_the_lever_says(world):
    n, share = 2000, 0.75
    bound = BASE.change(budget_follows_plan=share)
    pot = np.full(n, POTS["musrenbang_kabupaten", "rkpd"])
    pot[500:] = POTS["forum_skpd", "renja"]  # of another forum than that of the plan
    kept = np.array(passes("within_plan", world, n, scenario=bound, pot=pot, forum="kua_ppas"))
    assert kept[:500].all() and abs(kept[500:].mean() - (1 - share)) < 0.05
    assert all(passes("within_plan", world, n, pot=pot, forum="kua_ppas"))


def test_commissions_drop_less_where_they_must_explain(world):
    dropped = BASE.change(commission_drop=0.5)
    explained = dropped.change(changes_explained=1.0, explained_effect=0.6)
    for scenario, rate in ((dropped, 0.5), (explained, 0.2)):
        kept = passes("kept_by_commission", world, 2000, scenario=scenario, forum="apbd")
        assert abs(np.mean(kept) - (1 - rate)) < 0.05


def test_the_dictionary_refuses_by_its_strictness_and_asks_the_partner_for_pik(world):
    sipd = p2.Scenario.load("sipd").change(dictionary_strictness=0.5, dictionary_cover=0.4)
    passed = np.array(passes("in_dictionary", world, 4000, scenario=sipd))
    assert abs(passed.mean() - (1 - 0.5 * 0.6)) < 0.03
    pik, partner = (
        passes("in_dictionary", world, 400, scenario=sipd, forum=forum)
        for forum in ("musrenbang_kecamatan", "verifikasi_mitra")
    )
    assert pik == partner != passed[:400].tolist()


def delivered(world, late=False, scenario=BASE, **columns):
    sure = scenario.change(
        apbd_on_time=0.3, delivery_rate=0.6, delivery_capacity=0.5, late_penalty=0.2
    )
    draws = next(
        Draws(seed)
        for seed in range(999)
        if set(is_late(Draws(seed), world, sure).tolist()) == {late}
    )
    return np.mean(
        passes("delivered", world, 6000, scenario=sure, forum="pelaksanaan", draws=draws, **columns)
    )


def test_delivery_follows_the_capacity_of_who_builds_and_lateness_that_of_the_budget(world):
    able = with_table(world, "skpd", capacity=np.full(6, 0.7))
    able = with_table(able, "kecamatan", cap_upk=np.full(len(world.kecamatan["code"]), 0.85))
    able = with_table(able, "villages", cap_kades=np.full(8, 0.1))
    near = pytest.approx
    assert delivered(able, pot=np.full(6000, 5)) == near(0.6 + 0.5 * 0.2, abs=0.02)
    assert delivered(able, pot=np.full(6000, 2)) == near(0.6 + 0.5 * 0.2, abs=0.02)
    two = BASE.change(facilitators_per_kecamatan=2)
    by_upk, by_skpd = (delivered(able, pot=np.full(6000, pot), scenario=two) for pot in (2, 5))
    assert by_upk == near(by_skpd, abs=1e-3)
    helped = BASE.change(facilitators_per_kecamatan=BASE.value("facilitators_per_kecamatan") + 3)
    extra = 0.5 * 0.02 * (helped.value("facilitators_per_kecamatan") - 2)
    assert delivered(able, pot=np.full(6000, 2), scenario=helped) == near(0.7 + extra, abs=0.015)
    for own in (0, 1):
        assert delivered(able, pot=np.full(6000, own)) == near(0.6 - 0.5 * 0.4, abs=0.02)
        assert delivered(able, late=True, pot=np.full(6000, own)) == near(0.6 - 0.5 * 0.4, abs=0.02)
    assert delivered(able, late=True, pot=np.full(6000, 2)) == near(0.6 + 0.5 * 0.2, abs=0.02)
    assert delivered(able, late=True, pot=np.full(6000, 5)) == near(0.6 + 0.1 - 0.2, abs=0.02)


def test_a_budget_is_late_as_often_as_it_is_said_to_be(world):
    many = SimpleNamespace(kabupaten_uid=np.arange(4000, dtype=np.uint64))
    for share in (0.3, 0.6, 1.0):
        assert (
            abs(is_late(Draws(1), many, BASE.change(apbd_on_time=share)).mean() - (1 - share))
            < 0.03
        )


# --- amounts


def amount(name, world, **changes):
    group = PER[name] or "kecamatan"
    return AMOUNTS[name](
        meeting(world, group=group, scenario=BASE.change(**changes) if changes else BASE)
    )


@pytest.fixture(scope="module")
def rich(world):
    """Both kabupaten with 100 billion of capital, of a budget of 400 billion."""
    fixed = {
        f"{name}_idr": np.full(2, 100_000 * M)
        for name in ("personnel", "goods", "capital", "other")
    }
    return with_table(world, "budget", **fixed, add_idr=np.full(2, 1_000 * M))


def test_shares_give_no_more_than_there_is_and_nothing_to_those_without_weight():
    total, group = np.array([10, 7, 5]), np.array([0, 0, 0, 1, 2])
    assert shares(total, np.array([1.0, 1.0, 1.0, 0.0, 2.0]), group).tolist() == [3, 3, 3, 0, 5]
    assert shares(total, np.array([0.0, 1.0, 3.0, 1.0, 1.0]), group).tolist() == [0, 2, 7, 7, 5]
    assert shares(np.array([10]), np.array([0.1, 0.3]), np.array([0, 0])).tolist() == [2, 7]
    large = 7_900_709_654_215_264  # of which floats would give one rupiah too much
    given = shares(np.array([large]), np.array([3.9, 1.6]), np.array([0, 0]))
    assert large - 2 <= given.sum() <= large


def test_open_money_is_a_share_of_capital(rich):
    assert (
        amount("apbd", rich, open_share=0.5, shock_low=0.0, shock_high=0.0).tolist()
        == [50_000 * M] * 2
    )


def test_the_block_grant_is_the_base_where_few_villages_are_disadvantaged_and_rises_with_them(
    world,
):
    base = BASE.value("blm_base_idr")
    counts = np.array([0, 1, 3, 4, 12, 13, 30, 2])
    kecamatan = len(world.kecamatan["code"])
    steps = {0: 0, 1: 0, 2: 0, 3: 0, 4: 250, 5: 500, 6: 500, 7: 750, 8: 1000, 9: 1250, 10: 1500, 11: 1750, 12: 2000,
             13: 2000, 30: 2000}  # fmt: skip
    for some in np.array_split(np.concatenate([counts, np.arange(12), [0] * kecamatan]), 100):
        cells = np.resize(some, kecamatan)
        here = with_table(world, "kecamatan", disadvantaged=cells)
        assert amount("blm", here, blm_factor=1.0).tolist() == [
            base + steps[c] * M for c in cells.tolist()
        ]
    assert amount("blm", with_table(world, "kecamatan", disadvantaged=np.zeros(kecamatan, np.int64)),
                  blm_factor=0.5).tolist() == [base // 2] * kecamatan  # fmt: skip


def test_the_pik_is_divided_by_its_formula(rich):
    people = np.array([1000, 3000, 2000, 2000, 1, 1, 1, 1])
    poor = np.array([0.5, 0.5, 0.5, 0.5, 0.2, 0.2, 0.2, 0.2])
    two = with_table(
        rich, "villages", population=people, households=np.full(8, 100), poor_share=poor
    )
    codes = [f"{k}.0{n}" for k in ("80.01", "80.02") for n in (1, 2)]
    kecamatan = {name: np.resize(column, 4) for name, column in two.kecamatan.items()}
    dapil = two.council["dapil"]
    kecamatan |= {
        "code": np.array(codes, object),
        "dapil": dapil[np.array([0, 0, len(dapil) - 1, len(dapil) - 1])],
    }
    two = with_table(two, "kecamatan", **kecamatan)
    two = with_table(
        two, "villages", kecamatan=np.array(codes, object)[np.array([0, 1, 1, 1, 2, 3, 3, 3])]
    )
    part = {"open_share": 0.5, "pik_share": 0.2}
    half = 5_000 * M
    assert amount("pik", two, **part, pik_formula="equal").tolist() == [half] * 4
    assert amount("pik", two, **part, pik_formula="population").tolist() == [
        1_250 * M,
        8_750 * M,
        2_500 * M,
        7_500 * M,
    ]
    assert amount("pik", two, **part, pik_formula="poor").tolist() == [2_500 * M, 7_500 * M] * 2
    mixed = amount("pik", two, **part, pik_formula="mixed")
    assert np.allclose(
        mixed[:2], [(5000 + 1250 + 2500) / 3 * M, (5000 + 8750 + 7500) / 3 * M], rtol=1e-9
    )
    assert amount("pik", two, open_share=0.5).tolist() == [0] * 4
    assert (
        amount("pik", two, open_share=0.5, kecamatan_ceiling_idr=1_000 * M).tolist()
        == [1_000 * M] * 4
    )
    poor_house = with_table(two, "budget", capital_idr=np.full(2, 1_000 * M))
    assert (
        amount("pik", poor_house, open_share=0.5, kecamatan_ceiling_idr=1_000 * M).tolist()
        == [250 * M] * 4
    )


def test_what_is_left_goes_to_pik_then_pokir_then_plans(rich):
    still = {
        "open_share": 0.5,
        "shock_low": 0.0,
        "shock_high": 0.0,
        "pik_share": 0.2,
        "pokir_envelope": 0.05,
        "indicative_optimism": 1.0,
    }
    names = ("ppas_pik", "ppas_pokir", "ppas")
    assert [amount(name, rich, **still).tolist() for name in names] == [
        [10_000 * M] * 2, [20_000 * M] * 2, [20_000 * M] * 2]  # fmt: skip
    assert amount("pokir_plan", rich, **still).tolist() == [20_000 * M] * 2
    scarce = still | {"open_share": 0.2}
    assert amount("pokir_plan", rich, **scarce).tolist() == [16_000 * M] * 2
    shocked = scarce | {"shock_low": -0.3, "shock_high": -0.3}
    assert [amount(name, rich, **shocked).tolist()[0] for name in names] == [
        4_000 * M,
        10_000 * M,
        0,
    ]
    swollen = still | {"election_year": True, "election_multiplier": 1.5}
    assert amount("ppas_pokir", rich, **swollen).tolist() == [30_000 * M] * 2
    share = rich.skpd["ceiling_share"]
    after, before = (
        amount("skpd", rich, **still, reses_timing=when) for when in ("after", "before")
    )
    assert after.tolist() == np.floor(np.tile(share, 2) * 40_000 * M).astype(int).tolist()
    assert before.tolist() == np.floor(np.tile(share, 2) * 20_000 * M).astype(int).tolist()
    assert amount("pik_plan", rich, **still).tolist() == [10_000 * M] * 2
    hoped = amount("skpd", rich, **still | {"indicative_optimism": 1.5}, reses_timing="after")
    assert hoped.tolist() == np.floor(np.tile(share * 1.5, 2) * 40_000 * M).astype(int).tolist()
    frame = amount("rkpd", rich, **still, reses_timing="after", rkpd_frame=0.75)
    assert frame.tolist() == [int(np.floor(after.reshape(2, -1).sum(axis=1)[0] * 0.75))] * 2


def test_a_shock_lies_between_its_bounds(rich):
    part = {"open_share": 0.5, "shock_low": -0.3, "shock_high": -0.1}
    ceilings = [AMOUNTS["apbd"](meeting(rich, group="kabupaten", scenario=BASE.change(**part), draws=Draws(seed)))
             for seed in range(200)]  # fmt: skip
    shocks = np.concatenate(ceilings) / (50_000 * M)
    assert 0.7 <= shocks.min() < 0.72 and 0.88 < shocks.max() <= 0.9
    assert abs(shocks.mean() - 0.8) < 0.01


def test_village_funds(rich):
    flat = with_table(rich, "villages", poor_share=np.array([0.1, 0.3, 0.2, 0.4, 0.1, 0.1, 0.1, 0.1]),
                      households=np.full(8, 100),
                      remoteness=np.array([0.1, 0.1, 0.15, 0.15, 0.5, 0.5, 0.5, 0.5]))  # fmt: skip
    assert amount("add", flat, add_factor=1.0, add_equal_share=1.0).tolist() == [175 * M] * 8
    needed = amount("add", flat, add_factor=1.0, add_equal_share=0.0)
    assert np.allclose(
        needed[:4] / M, 700 * (np.array([0.1, 0.3, 0.2, 0.4]) + np.array([0.2, 0.2, 0.3, 0.3])) / 2
    )
    half = amount("add", flat, add_factor=2.0, add_equal_share=0.5)
    assert np.allclose(half[:4], 0.5 * 2 * 175 * M + 0.5 * 2 * needed[:4])
    assert amount("selfhelp", flat).tolist() == [BASE.value("selfhelp_village_idr")] * 8
    assert amount("published", flat) is None
    assert (
        amount("published", flat, publish_ceilings=True, open_share=0.5).tolist()
        == [3 * 12_500 * M] * 8
    )


@pytest.mark.parametrize(("year", "average", "equal", "poor_part"), [
    (2015, 280, 0.90, 0.35), (2016, 628, 0.90, 0.35), (2017, 800, 0.90, 0.35), (2018, 800, 0.77, 0.50),
    (2019, 930, 0.72, 0.50),
])  # fmt: skip
@pytest.mark.parametrize("far", [[0.1, 0.1, 0.15, 0.15], [0.0] * 4])
def test_dana_desa_is_a_flat_part_and_a_formula_beside_the_add(
    rich, year, average, equal, poor_part, far
):
    flat = with_table(rich, "villages", poor_share=np.array([0.1, 0.3, 0.2, 0.4] * 2), households=np.full(8, 100),
                      remoteness=np.array(far * 2), population=np.array([1, 1, 1, 2] * 2) * 1000)  # fmt: skip
    m = meeting(flat, group="village", scenario=p2.Scenario.load("dana_desa").change(dd_year=year))
    money = AMOUNTS["village_money"](m) - AMOUNTS["add"](m)
    poor, people = np.array([0.1, 0.3, 0.2, 0.4]), np.array([1, 1, 1, 2]) / 5
    away = np.array(far) / sum(far) if any(far) else np.full(4, 0.25)
    formula = poor_part * poor + (0.60 - poor_part) * people + 0.40 * away
    assert np.allclose(money[:4], 4 * average * M * (equal / 4 + (1 - equal) * formula), rtol=1e-7)
    assert np.array_equal(money[:4], money[4:])


def test_a_district_of_one_kecamatan_and_one_of_one_village_divide_by_one():
    small = p2.World.synthetic(villages=1, seed=1)
    capital = int(small.budget["capital_idr"][0])
    assert amount("published", small, publish_ceilings=True, open_share=0.5).tolist() == [
        3 * (capital // 2)
    ]
    fixed = int(BASE.lever("kecamatan_ceiling_idr").high)
    poor = with_table(small, "budget", capital_idr=np.array([fixed]))
    assert amount("pik", poor, open_share=0.5, kecamatan_ceiling_idr=fixed).tolist() == [fixed // 2]


def test_places_are_counted_as_the_levers_say(world):
    assert amount("proposal_cap", world, proposal_cap=4).tolist() == [4] * 8
    assert amount("blm_nominees", world, blm_nominees=2).tolist() == [2] * 8
    assert amount("kecamatan_list", world, kecamatan_list=3).tolist() == [3, 3]
    assert {*COUNTS} == {"proposal_cap", "blm_nominees", "kecamatan_list"}


def test_the_record_of_a_forum_is_its_ceiling(world):
    record = {"forum": np.array(["forum_skpd", "apbd", "forum_skpd"], object), "id": np.array(["A", "X", "B"], object),
              "approved_idr": np.array([1, M, 0]), "reason": np.array(["", "", "land"], object)}  # fmt: skip
    m = meeting(with_table(world, "record", **record))
    m.docket.ids = ("X", "A", "B")
    assert AMOUNTS["on_record"](m).tolist() == [1] * m.groups
    assert TESTS["on_record"](m).tolist() == [False, True, False, False]
    assert recorded_reasons(m) == ["", "", "land", ""]


# --- criteria and capacities


def scored(name, *args, **columns):
    return CRITERIA[name](meeting(*args, **columns)).tolist()


def test_criteria_by_hand(world):
    assert scored("urgency", world, 3, urgency=[1, 3, 5]) == [0.2, 0.6, 1.0]
    assert scored("poor", world, 4, households=[10, 10, 0, 1], poor_households=[5, 0, 0, 1]) == [
        0.5,
        0.0,
        0.0,
        1.0,
    ]
    cost = [100, 100, 100, 0]
    assert scored("selfhelp", world, cost=cost, selfhelp=[5, 10, 20, 0]) == [0.5, 1.0, 1.0, 0.0]
    assert scored("kecamatan_priority", world, priority=[0, 0.5, 1, 0.25]) == [0, 0.5, 1, 0.25]
    three = BASE.change(delegates_in_forum_skpd=3)
    assert scored("delegates", world, scenario=three, priority=[0, 0.5, 1, 0]) == pytest.approx(
        [0, 0.3, 0.6, 0]
    )
    for when, scores in (("before", [1.0, 0.0]), ("after", [0.0, 0.0])):
        assert (
            scored(
                "backed_by_pokir", world, 2, scenario=BASE.change(reses_timing=when), backed=[1, 0]
            )
            == scores
        )
    assert scored("in_rpjm", world, 2, flags=[P.IN_RPJM, P.PAPERS]) == [1.0, 0.0]
    half = BASE.change(women_delegates=0.5)
    assert scored("women_voice", world, 2, scenario=half, flags=[P.WOMEN, 0]) == [0.5, 0.0]
    assert scored("agency_own", world, 3, origin=[Origin.SKPD, Origin.RESES, 0]) == [1.0, 0.0, 0.0]


@pytest.mark.parametrize("order", [[0, 1, 2, 3], [3, 0, 2, 1]])
def test_reach_is_measured_against_the_largest_of_the_same_agenda(world, order):
    households, village = np.array([10, 40, 5, 20])[order], np.array([0, 0, 7, 7])[order]
    scores = scored("reach", world, households=households, village=village)
    assert scores == np.array([0.25, 1.0, 0.25, 1.0])[order].tolist()
    assert scored("reach", world, households=[0, 0, 0, 0]) == [0.0] * 4
    assert scored("reach", world, 2, households=[1, 0], village=[0, 0]) == [1.0, 0.0]
    m = meeting(world, households=households, village=village)
    some = np.flatnonzero(households < 40)
    assert CRITERIA["reach"](m.among(some)).tolist() == np.array(scores)[some].tolist()


def test_cost_is_measured_against_the_dearest_of_the_same_agenda(world):
    dear = {"cost": [10 * M, 40 * M, 5 * M, 20 * M], "village": [0, 0, 7, 7]}
    assert scored("cost", world, **dear) == [0.25, 1.0, 0.25, 1.0]
    m = meeting(world, **dear)
    assert CRITERIA["cost"](m.among(np.array([0, 2]))).tolist() == [0.25, 0.25]
    m.docket.idr = np.array([10 * M, 20 * M, 5 * M, 20 * M])  # what is left of it after a cut
    assert CRITERIA["cost"](replace(m, columns={})).tolist() == [0.5, 1.0, 0.25, 1.0]


def test_a_draw_sees_the_address_and_nothing_of_the_proposal(world):
    first = scored("draw", world, 8)
    assert first == scored("draw", world, 8, urgency=[5] * 8, cost=[M] * 8, village=[0] * 8)
    assert scored("draw", world, 3) == first[:3]
    assert len(set(first)) == 8 and all(0 <= value < 1 for value in first)
    assert scored("draw", world, 8, draws=Draws(8)) != first
    assert scored("draw", world, 8, forum="mad") != first
    m = meeting(world, 8)
    assert CRITERIA["draw"](m.among(np.array([1, 6]))).tolist() == [first[1], first[6]]
    many = meeting(world, 4000)
    assert abs(CRITERIA["draw"](many).mean() - 0.5) < 4 / np.sqrt(12 * 4000)


def test_the_elite_is_weaker_where_the_bpd_works_and_all_vote(world):
    weak = with_table(world, "villages", org_bpd=np.array([0.0, 0.5, 1.0, 0.3] * 2))
    flags = [P.ELITE, P.ELITE, P.ELITE, 0]
    assert scored("elite", weak, flags=flags) == pytest.approx([1.43, 0.715, 0.0, 0.0])
    assert scored(
        "elite", weak, flags=flags, scenario=BASE.change(plebiscite=True)
    ) == pytest.approx([0.3575, 0.17875, 0.0, 0.0])


def test_who_scores_and_how_well(world):
    able = {"cap_kades": 0.8, "cap_lpmd": 0.6, "cap_bpd": 0.4, "org_lpmd": 0.2}
    here = with_table(world, "villages", **{name: np.full(8, cap) for name, cap in able.items()})
    size = BASE.value("meeting_size")
    all_there = BASE.change(plebiscite=True)
    capacity, who = CAPACITIES["village"](meeting(here, scenario=all_there))
    assert capacity.tolist() == pytest.approx([1 - 0.5 * 0.25] * 8) and who.tolist() == [0, 1, 2, 3]
    few = BASE.change(deciders=max(1, int(BASE.lever("deciders").low)))
    many = min(1.0, few.value("deciders") / size)
    crowd = BASE.change(
        deciders=int(BASE.lever("deciders").high), meeting_size=int(BASE.lever("meeting_size").low)
    )
    assert crowd.value("deciders") >= crowd.value("meeting_size")
    assert CAPACITIES["village"](meeting(here, scenario=crowd))[0].tolist() == pytest.approx(
        [1 - 0.5 * 0.25] * 8
    )
    capacity, _ = CAPACITIES["village"](meeting(here, scenario=few))
    assert capacity.tolist() == pytest.approx([1 - 0.5 * (1.25 - many)] * 8)
    more = BASE.change(facilitators_per_kecamatan=4)
    capacity, who = CAPACITIES["bkad"](meeting(here, scenario=more))
    assert np.allclose(capacity, here.kecamatan["cap_bkad"] + 0.1)
    best = with_table(here, "kecamatan", cap_bkad=np.full(len(here.kecamatan["code"]), 0.99))
    assert CAPACITIES["bkad"](meeting(best, scenario=more))[0].tolist() == [1.0] * len(
        here.kecamatan["code"]
    )
    assert who.tolist() == here.kecamatan_of[:4].tolist()
    assert CAPACITIES["kecamatan"](meeting(here))[0] is here.kecamatan["cap_setrawan"]
    assert CAPACITIES["kecamatan"](meeting(here))[1].tolist() == here.kecamatan_of[:4].tolist()
    assert CAPACITIES["skpd"](meeting(here, skpd=[3, 2, 1, 0]))[1].tolist() == [3, 2, 1, 0]
    assert CAPACITIES["kabupaten"](meeting(here, village=[0, 4, 7, 3]))[1].tolist() == [0, 1, 1, 0]
    nobody, who = CAPACITIES["none"](meeting(here))
    assert (nobody.tolist(), who.tolist()) == ([0.0], [0] * 4)


def test_states_of_a_docket_are_apart():
    assert STOPPED < 0 < DONE
