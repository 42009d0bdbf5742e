"""The chain conserves everything, whatever the world and the levers."""

import os
import subprocess
import sys
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import p2spp_sim as p2
from p2spp_sim import year
from p2spp_sim.base.draws import Draws
from p2spp_sim.base.errors import LedgerError
from p2spp_sim.model import proposals, village_needs
from p2spp_sim.scenario.scenario import declared
from tests.model.golden import fingerprint


def any_value(lever):
    if lever.kind == "choice":
        return st.sampled_from(lever.choices)
    if lever.kind == "boolean":
        return st.booleans()
    if lever.kind == "real":
        return st.floats(lever.low, lever.high)
    return st.integers(int(lever.low), int(lever.high))


SLOW = {"best_package", "equal_shares"}
REGIMES = ("2010", "dana_desa", "sipd")
LIMITS = {"effort_budget": 12.0, "political_capital": 40.0}  # so that any combination can be paid


def scenarios(regime):
    levers = {
        key: any_value(lever)
        for key, lever in declared().items()
        if key not in LIMITS and (not lever.regimes or regime in lever.regimes)
    }
    levers["fill_rule"] = st.sampled_from(
        [rule for rule in declared()["fill_rule"].choices if rule not in SLOW]
    )
    base = p2.Scenario.load(regime).change(**LIMITS)
    return st.fixed_dictionaries({}, optional=levers).map(lambda values: base.change(**values))


@settings(max_examples=300)  # twenty thousand in tests/long
@given(
    villages=st.integers(1, 40),
    size=st.integers(5, 40),
    world_seed=st.integers(0, 10**6),
    seed=st.integers(0, 10**6),
    scenario=st.one_of(*(scenarios(regime) for regime in REGIMES)),
)
def test_check_holds_on_random_worlds_and_scenarios(villages, size, world_seed, seed, scenario):
    world = p2.World.synthetic(villages=villages, seed=world_seed, kabupaten_size=size)
    run = p2.run_year(world, scenario, seed=seed)
    assert run.check() is run
    assert sum(int(part.docket.felt.sum()) for part in run.parts) >= 3 * villages


@pytest.mark.parametrize("rule", sorted(SLOW))
def test_check_holds_with_the_slow_rules(rule):
    world = p2.World.load("wanasari")
    scenario = p2.Scenario.load("2010").change(fill_rule=rule, pik_share=0.3)
    run = p2.run_year(world, scenario, seed=3).check()
    pik = run.money().set_index("pot").loc["pik"]
    assert 0 < pik["granted_idr"] <= pik["ceiling_idr"]


def test_the_same_address_gives_the_same_run_and_another_seed_another():
    world, scenario = p2.World.load("wanasari"), p2.Scenario.load("2010")
    assert fingerprint(p2.run_year(world, scenario, 7)) == fingerprint(
        p2.run_year(world, scenario, 7)
    )
    assert fingerprint(p2.run_year(world, scenario, 7)) != fingerprint(
        p2.run_year(world, scenario, 8)
    )


def test_a_lever_shifts_nobody_elses_draws():
    world, base = p2.World.load("wanasari"), p2.Scenario.load("2010")
    plain, _ = village_needs.needs(world, base, Draws(7))
    helped, _ = village_needs.needs(
        world, base.change(papers_help=1.0, womens_meeting=True), Draws(7)
    )
    common, a, b = np.intersect1d(plain.key, helped.key, return_indices=True)
    assert len(common) == len(plain) < len(helped)  # the women's meeting only adds
    for column in ("village", "activity", "cost", "urgency", "households"):
        assert np.array_equal(getattr(plain, column)[a], getattr(helped, column)[b])
    assert not np.any(plain.has(proposals.PAPERS)[a] & ~helped.has(proposals.PAPERS)[b])


def test_blocks_of_a_large_world_are_decided_as_the_whole():
    world = p2.World.synthetic(villages=240, seed=5, kabupaten_size=60)
    scenario = p2.Scenario.load("2010").change(pik_share=0.2)
    whole = year._play(world, scenario, year.load_rules("2010"), Draws(9))
    parts = [
        year._play(block, scenario, year.load_rules("2010"), Draws(9))
        for block in world.blocks(villages=60)
    ]
    assert len(parts) == 4
    run = p2.run_year(world, scenario, 9)
    cut = replace(run, parts=parts).check()
    joined = replace(run, parts=[whole]).check()
    assert cut.totals() == joined.totals()
    assert set(cut.frame()["id"]) == set(joined.frame()["id"])
    a, b = (
        played.frame().set_index("id")[["stage", "reason", "approved_idr"]].sort_index()
        for played in (cut, joined)
    )
    assert a.equals(b)


@pytest.mark.parametrize("table", ["villages", "council"])
def test_a_large_world_is_not_cut_inside_a_kabupaten(table):
    world = p2.World.synthetic(villages=240, seed=5, kabupaten_size=60)
    columns = world.tables[table]
    order = np.random.default_rng(2).permutation(len(next(iter(columns.values()))))
    mixed = replace(
        world,
        tables={**world.tables, table: {key: column[order] for key, column in columns.items()}},
    )
    assert len(world.blocks(villages=60)) > len(mixed.blocks(villages=60)) == 1


def test_one_work_of_blm_does_not_make_copies_of_all_that_a_village_recorded():
    world, scenario = p2.World.load("tirtamulya"), p2.Scenario.load("2010")
    runs = [p2.run_year(world, scenario, seed) for seed in range(6)]
    assert any(run.money().set_index("pot").loc["blm", "count"] > 0 for run in runs)
    for run in runs:
        frame = run.frame()
        assert not (
            frame["origin"].isin(["hamlet", "women"]) & (frame["reason"] == "duplicate")
        ).any()


def test_villages_in_another_order_keep_their_needs():
    world = p2.World.load("wanasari")
    order = np.random.default_rng(1).permutation(world.size("village"))
    mixed = replace(
        world, tables={**world.tables, "villages": {k: v[order] for k, v in world.villages.items()}}
    )
    scenario = p2.Scenario.load("2010")
    ordered, shuffled = (village_needs.needs(w, scenario, Draws(7))[0] for w in (world, mixed))
    assert np.array_equal(np.sort(ordered.key), np.sort(shuffled.key))
    a, b = np.argsort(ordered.key), np.argsort(shuffled.key)
    assert np.array_equal(ordered.cost[a], shuffled.cost[b])
    assert np.array_equal(ordered.flags[a], shuffled.flags[b])


def test_a_forum_can_be_held_in_the_middle_of_a_drawn_year():
    world, scenario = p2.World.load("wanasari"), p2.Scenario.load("2010")
    alone = p2.run_forum(world, "musrenbang_kecamatan", scenario, seed=7).frame()
    inside = [
        row
        for row in p2.run_year(world, scenario, 7).funnel().itertuples()
        if row.stage == "musrenbang_kecamatan"
    ]
    assert len(alone) == inside[0].entered
    assert (alone["decision"] == "passed").sum() == inside[0].count


def test_pokir_enter_after_musrenbang_and_displace_what_was_planned():
    world, base = p2.World.load("sumedang"), p2.Scenario.load("2010")
    none, much = (p2.run_year(world, base.change(pokir_envelope=share), 7) for share in (0.0, 0.07))
    planned = [run.funnel("skpd").set_index("stage") for run in (none, much)]
    assert planned[0].loc["forum_skpd", "count"] == planned[1].loc["forum_skpd", "count"]
    kept = [
        run.funnel("musrenbang").set_index("stage").loc["apbd", "rupiah"] for run in (none, much)
    ]
    assert kept[0] > 1.3 * kept[1]
    assert none.funnel("reses").set_index("stage").loc["apbd", "rupiah"] == 0


def test_poverty_acts_when_proposing_and_not_in_later_choices():
    world, base = p2.World.load("sumedang"), p2.Scenario.load("2010")
    ratios = np.array(
        [
            p2.run_year(world, base, seed)
            .indicators()
            .set_index("key")["count"][["fair_voice", "fair_kecamatan"]]
            for seed in range(40)
        ]
    )
    low, high = (ratios.mean(0) + sign * 2 * ratios.std(0) / np.sqrt(40) for sign in (-1, 1))
    assert high[0] < 0.95  # the poorest villages voice fewer of their needs
    assert low[1] > 0.85  # nobody sends them back for being poor in the kecamatan


@pytest.mark.parametrize("share", [0.0, 0.2, 0.5])
def test_the_way_of_the_poor_is_the_product_of_its_parts_with_and_without_pik(share):
    run = p2.run_year(
        p2.World.load("wanasari"), p2.Scenario.load("2010").change(pik_share=share), 7
    )
    ratios = run.indicators().set_index("key")["count"]
    parts = ["fair_voice", "fair_village", "fair_kecamatan", "fair_budget"]
    assert ratios[parts].prod() == pytest.approx(ratios["fair_end"])


@pytest.mark.parametrize("harm", ["overspent", "vanished", "silent"])
def test_check_names_the_forum_and_the_rupiah(harm):
    run = p2.run_year(p2.World.load("wanasari"), p2.Scenario.load("2010"), seed=7)
    at = run.rules.index("forum_skpd")
    step = run.parts[0].steps[at]
    if harm == "overspent":
        step.granted[step.pot >= 0] = step.asked[step.pot >= 0]
        step.ceilings[1][:] = 1  # the first pot is that of PIK
    elif harm == "vanished":
        run.parts[0].steps[at] = replace(step, rows=step.rows[1:])
    else:
        step.reason[np.flatnonzero(step.pot < 0)[0]] = 0
    with pytest.raises(LedgerError, match=r"Forum SKPD.*Rp "):
        run.check()


def test_the_ledger_is_the_same_without_vector_instructions():
    code = (
        "import p2spp_sim as p2; from tests.model.golden import fingerprint;"
        "print(fingerprint(p2.run_year(p2.World.load('sumedang'), p2.Scenario.load('2010').change(pik_share=.2), 7)))"
    )
    plain = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    ).stdout
    slow = {**os.environ, "NPY_DISABLE_CPU_FEATURES": _switchable()}
    assert (
        subprocess.run(
            [sys.executable, "-c", code], capture_output=True, text=True, check=True, env=slow
        ).stdout
        == plain
    )
    assert len(plain) > 60


def _switchable() -> str:
    """Name the vector instructions this processor has and numpy can do without."""
    from numpy._core._multiarray_umath import __cpu_baseline__, __cpu_dispatch__, __cpu_features__

    mine = [f for f in __cpu_dispatch__ if __cpu_features__.get(f) and f not in __cpu_baseline__]
    return " ".join(mine)
