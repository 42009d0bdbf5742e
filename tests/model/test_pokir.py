"""Pokir: many small items near a member's own supporters, paired by hash, verified by agencies that differ."""

from dataclasses import fields

import numpy as np
import pytest

import p2spp_sim as p2
from p2spp_sim.base.draws import Draws
from p2spp_sim.model import agency_and_pokir, village_needs
from p2spp_sim.model.proposals import Origin, Proposals
from p2spp_sim.model.rulebook import Reason
from p2spp_sim.results.run import Run

BASE = p2.Scenario.load("2010")
LAX = BASE.change(pokir_quota=1.0, pokir_quota_spread=0.0, pokir_wrong_skpd=0.0, land_clear=1.0)


@pytest.fixture(scope="module")
def world() -> p2.World:
    return p2.World.synthetic(villages=300, seed=1)


def drawn(world: p2.World, scenario: p2.Scenario, year: int = 0) -> tuple[Proposals, Proposals]:
    """Give the pokir of a year, and what they may equal."""
    draws = Draws(5, 0, year)
    listed, _ = village_needs.needs(world, scenario, draws)
    return agency_and_pokir.pokir(world, scenario, draws, listed), listed


def seats(pokir: Proposals) -> np.ndarray:
    """Tell the member of every item by its address."""
    return np.unique(pokir.key >> np.uint64(7), return_inverse=True)[1]


def nearest_fifth(world: p2.World, pokir: Proposals) -> float:
    """Give the share of items in the fifth of its dapil's villages where a member has most of them."""
    dapil = world.dapil_of[world.kecamatan_of]
    shares = []
    for seat in np.unique(member := seats(pokir)):
        village = pokir.village[member == seat]
        count = np.sort(np.bincount(village, minlength=len(dapil))[dapil == dapil[village[0]]])
        shares.append(count[-(len(count) // 5) :].sum() / count.sum())
    return float(np.mean(shares))


def test_a_member_notes_many_small_items(world):
    pokir, _ = drawn(world, BASE)
    assert len(pokir) == world.council["seats"].sum() * BASE.value("pokir_items")
    assert len(np.unique(pokir.key)) == len(pokir)
    whole, _ = drawn(world, BASE.change(pokir_size=1.0))
    own = pokir.matches < 0
    ratio = pokir.cost[own].sum() / whole.cost[own].sum()
    assert ratio == pytest.approx(BASE.value("pokir_size"), abs=0.01)
    assert (pokir.cost[~own] == whole.cost[~own]).all()  # as large as the work that they equal
    assert pokir.households[own].sum() < 0.5 * whole.households[own].sum()
    assert (pokir.poor_households <= pokir.households).all() and (pokir.households >= 1).all()


def test_more_items_leave_the_others_as_they_are(world):
    few, _ = drawn(world, BASE.change(pokir_items=10))
    many, _ = drawn(world, BASE)
    at = np.searchsorted(np.sort(many.key), few.key)
    same = np.argsort(many.key)[at]
    for name in ("key", "village", "cost", "flags", "matches"):
        assert np.array_equal(getattr(many, name)[same], getattr(few, name)), name


def test_items_lie_where_a_member_has_supporters_and_stay_there(world):
    many = BASE.change(pokir_items=80)
    even, usual = (
        nearest_fifth(world, drawn(world, many.change(pokir_concentration=power))[0])
        for power in (1.0, BASE.value("pokir_concentration"))
    )
    assert even < 0.5 < 0.6 < usual
    first, second = (drawn(world, BASE, year)[0] for year in (0, 1))
    assert not np.array_equal(first.village, second.village)
    both = [
        np.array([np.bincount(p.village[seats(p) == seat], minlength=300) for seat in range(45)])
        for p in (first, second)
    ]
    mine = (both[0] * both[1]).sum() / (both[0] * np.roll(both[1], 1, axis=0)).sum()
    assert mine > 1.5  # of one member in two years against two members of a dapil


def test_a_partner_stays_when_others_leave_the_list(world):
    pokir, listed = drawn(world, BASE)
    kept = np.flatnonzero(np.random.default_rng(1).random(len(listed)) < 0.8)
    fewer = Proposals(*(getattr(listed, column.name)[kept] for column in fields(listed)))
    again = agency_and_pokir.pokir(world, BASE, Draws(5), fewer)
    before = np.where(pokir.matches >= 0, listed.key[pokir.matches], 0)
    after = np.where(again.matches >= 0, fewer.key[again.matches], 0)
    still = (pokir.matches >= 0) & np.isin(before, fewer.key)
    assert still.sum() > 300
    assert np.array_equal(before[still], after[still])


def test_partners_are_spread_over_all_that_a_village_lists(world):
    pokir, listed = drawn(world, BASE.change(pokir_match_base=1.0))
    matched = pokir.matches[pokir.matches >= 0]
    assert (listed.village[matched] == pokir.village[pokir.matches >= 0]).all()
    place = matched - np.searchsorted(listed.village, listed.village[matched])
    size = np.bincount(listed.village)[listed.village[matched]]
    assert abs((place / size).mean() - 0.5 + 0.5 / size.mean()) < 0.03


def feasible(run: Run) -> np.ndarray:
    """Give the share of each agency's pokir that was listed."""
    ((part, step),) = run.steps("reses")
    skpd = part.docket.proposals.skpd[step.rows]
    return np.bincount(skpd, step.pot >= 0) / np.bincount(skpd)


def test_agencies_find_very_different_shares_feasible_and_keep_to_it(world):
    years = [p2.run_year(world, BASE, 4, year=year) for year in (0, 1)]
    first, second = map(feasible, years)
    assert np.ptp(first) > 0.25
    assert np.corrcoef(first, second)[0, 1] > 0.8
    alike = feasible(p2.run_year(world, BASE.change(pokir_quota_spread=0.0), 4))
    assert np.ptp(alike) < 0.15


def test_pokir_are_refused_in_numbers_and_told_why(world):
    run = p2.run_year(world, BASE, 4)
    ((_, step),) = run.steps("reses")
    counts = np.bincount(step.reason, minlength=len(Reason))
    told = {reason for reason in Reason if counts[reason]} - {Reason.NONE}
    assert told == {Reason.WRONG_SKPD, Reason.LAND, Reason.DUPLICATE, Reason.CEILING}
    assert counts[Reason.WRONG_SKPD] / len(step.rows) == pytest.approx(0.079, abs=0.02)
    ((_, lax),) = p2.run_year(world, LAX, 4).steps("reses")
    assert {Reason(code) for code in np.unique(lax.reason)} == {Reason.NONE, Reason.DUPLICATE}


def test_a_pokir_stands_on_the_land_of_what_it_equals(world):
    pokir, listed = drawn(world, BASE.change(land_clear=0.6))
    matched = pokir.matches >= 0
    assert (pokir.has(1 << 4)[matched] == listed.has(1 << 4)[pokir.matches[matched]]).all()
    assert pokir.has(1 << 4)[~matched].mean() == pytest.approx(0.6, abs=0.05)


def test_where_nothing_is_listed_no_pokir_has_a_partner(world):
    all_match = BASE.change(pokir_match_base=1.0)
    empty = Proposals(*(getattr(drawn(world, BASE)[1], c.name)[:0] for c in fields(Proposals)))
    alone = agency_and_pokir.pokir(world, all_match, Draws(5), empty)
    assert (alone.matches == -1).all() and (alone.origin == Origin.RESES).all()
