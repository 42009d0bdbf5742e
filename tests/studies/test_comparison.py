"""Paired comparison: narrower than with independent draws, honest in its coverage, exact in whose fate changed."""

import numpy as np
import pytest

import p2spp_sim as p2
from p2spp_sim.comparison import FEWEST, compare
from p2spp_sim.indicators import definitions
from p2spp_sim.intervals import student

KEYS = list(definitions())


@pytest.fixture(scope="module")
def world():
    return p2.World.load("wanasari")


@pytest.fixture(scope="module")
def study(world):
    base = p2.Scenario.load("2010")
    return compare(base, base.change(pik_share=0.2), world=world, replicates=60, seed=7)


def test_common_draws_make_the_interval_at_least_three_times_narrower(study):
    at = KEYS.index("P1")  # a budget share, by rupiah
    base, other = (values[:, at, 1] for values in study.values)
    paired = (other - base).std(ddof=1)
    independent = np.sqrt(base.var(ddof=1) + other.var(ddof=1))
    print(f"half-width paired {paired:.5f}, independent {independent:.5f}, {independent / paired:.1f} times narrower")
    assert independent > 3 * paired


def test_differences_of_a_scenario_with_itself_are_zero(world):
    base = p2.Scenario.load("2010")
    same = compare(base, base.change(pik_share=0.0), world=world, replicates=FEWEST).differences()
    assert (same["difference"] == 0).all()
    assert (same["low"] == 0).all()


def test_a_table_of_differences_agrees_with_the_values(study):
    table = study.differences().set_index(["indicator", "measure"])
    at = KEYS.index("accepted")
    base, other = (values[:, at, 0] for values in study.values)
    row = table.loc[("accepted", "count")]
    assert row["difference"] == pytest.approx((other - base).mean())
    half = student(59) * (other - base).std(ddof=1) / np.sqrt(60)
    assert (row["low"], row["high"]) == pytest.approx((row["difference"] - half, row["difference"] + half))
    assert row["replicates"] == 60


def test_few_replicates_give_no_interval(world):
    base = p2.Scenario.load("2010")
    table = compare(base, base.change(pik_share=0.2), world=world, replicates=3).differences()
    assert table["low"].isna().all()


def test_a_study_ends_when_the_interval_is_narrow_enough(world):
    base = p2.Scenario.load("2010")
    wide = compare(base, base.change(pik_share=0.2), world=world, replicates=200, until={"accepted": 0.05})
    narrow = compare(base, base.change(pik_share=0.2), world=world, replicates=60, until={"accepted": 0.0001})
    assert wide.replicates == FEWEST
    assert narrow.replicates == 60


def test_the_funnels_stand_side_by_side(study):
    funnel = study.funnel()
    assert len(funnel) == len(p2.run_year(study.world, study.scenarios[0], 7).funnel())
    assert len(funnel.columns) == 6


def test_changed_names_exactly_those_whose_end_differs(study):
    changed = study.changed()
    a, b = (p2.run_year(study.world, scenario, 7).frame().set_index("id") for scenario in study.scenarios)
    common = a.index.intersection(b.index)
    differs = (a.loc[common, "stage"] != b.loc[common, "stage"]) | (
        a.loc[common, "approved_idr"] != b.loc[common, "approved_idr"]
    )
    assert set(changed["id"]) >= set(common[differs])
    assert changed["gained_idr"].sum() == b["approved_idr"].sum() - a["approved_idr"].sum()
    assert changed["poorest_village"].notna().all()


def test_the_interval_covers_as_often_as_it_says():
    # two hundred studies of a paired difference with a known mean, of the size and skewness met here
    rng = np.random.default_rng(11)
    hits = 0
    for _ in range(200):
        sample = 0.02 + 0.01 * (rng.gamma(4.0, 0.5, FEWEST) - 2.0)
        half = student(FEWEST - 1) * sample.std(ddof=1) / np.sqrt(FEWEST)
        hits += abs(sample.mean() - 0.02) <= half
    assert 0.92 <= hits / 200 <= 0.98


@pytest.mark.parametrize("bad", [{"replicates": 1}, {"until": {"acepted": 0.1}}])
def test_bad_input_is_refused(world, bad):
    base = p2.Scenario.load("2010")
    with pytest.raises(p2.P2sppError):
        compare(base, base.change(pik_share=0.1), world=world, **bad)
    with pytest.raises(p2.OutOfBounds):
        compare(base, world=world)
