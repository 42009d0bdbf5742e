"""The two other channels: what agencies bring themselves, and what council members note during reses (pokir)."""

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from p2spp_sim.base.arrays import Ints
from p2spp_sim.base.draws import PARTS, Draws, threshold, thresholds
from p2spp_sim.model import proposals as P  # noqa: N812
from p2spp_sim.model.activities import (
    authority_of_activity,
    cost_of,
    households_served,
    skpd_of_activity,
    urgency,
)
from p2spp_sim.model.proposals import Origin, Proposals
from p2spp_sim.scenario.scenario import Scenario
from p2spp_sim.world.schema import SLOTS
from p2spp_sim.world.world import World

# keep the addresses of the three channels apart
AGENCY, RESES = np.uint64(1 << 62), np.uint64(1 << 63)


def agency(world: World, scenario: Scenario, draws: Draws) -> Proposals:
    """Draw the items that agencies bring to their own forum, spread over the villages of their kabupaten."""
    per_village = scenario.value("agency_items")
    slots = int(np.ceil(per_village))
    key = np.add.outer(world.uid * np.uint64(SLOTS), np.arange(slots, dtype=np.uint64)).ravel()
    village = np.repeat(np.arange(len(world.uid)), slots)
    what = draws.fields("agency.what", key)
    here = np.flatnonzero(
        draws.fields("agency.here", key)[0] < threshold(per_village / max(slots, 1))
    )
    return outside_village(
        world,
        scenario,
        village[here],
        key[here] | AGENCY,
        tuple(part[here] for part in what),
        Origin.SKPD,
    )


def pokir(world: World, scenario: Scenario, draws: Draws, listed: Proposals) -> Proposals:
    """Draw what council members note during reses; some of it equals a proposal of `listed`.

    The chance of a match rises when reses comes before musrenbang and when the coded list is shared with the council.
    """
    value, seats = scenario.value, world.council["seats"]
    dapil_of_village = world.dapil_of[world.kecamatan_of]
    counts = np.bincount(dapil_of_village, minlength=len(seats))
    # a dapil may lie outside the villages at hand
    items = np.where(counts > 0, seats * value("pokir_items"), 0)
    dapil = np.repeat(np.arange(len(seats)), items)
    number = np.arange(len(dapil)) - np.repeat(np.cumsum(items) - items, items)
    key = world.dapil_uid[dapil] * np.uint64(1 << 16) + number.astype(np.uint64)
    where, match_draw, which, must = draws.fields("pokir.where", key)
    what = tuple(draws.fields("pokir.what", key))
    village = village_in(world, dapil, where)
    own = outside_village(world, scenario, village, key | RESES, what, Origin.RESES)
    own = replace(own, flags=own.flags | must_match(scenario, must))

    able = world.council["capacity"][dapil] - value("pokir_match_usual")
    chance = value("pokir_match_base") + value("pokir_match_capacity") * able
    chance = chance + value("pokir_match_timing") * (value("reses_timing") == "before")
    chance += value("pokir_match_list") * value("shared_list")
    candidates = np.flatnonzero((listed.authority == P.DISTRICT) & (listed.origin <= Origin.WOMEN))
    count = np.bincount(listed.village.take(candidates), minlength=len(world.uid))
    start, there = np.cumsum(count) - count, count[village]
    matched = np.flatnonzero((match_draw < thresholds(chance)) & (there > 0))
    at = start[village[matched]] + which[matched].astype(np.int64) * there[matched] // PARTS
    return copy_matched(own, matched, listed, candidates[at])


def village_in(world: World, dapil: Ints, where: NDArray[np.uint16]) -> Ints:
    """Find a village in each dapil by a draw below PARTS."""
    dapil_of_village = world.dapil_of[world.kecamatan_of]
    counts = np.bincount(dapil_of_village, minlength=len(world.council["seats"]))
    first = np.cumsum(counts) - counts
    by_dapil = np.argsort(dapil_of_village, kind="stable")
    return by_dapil[first[dapil] + where.astype(np.int64) * counts[dapil] // PARTS]


def must_match(scenario: Scenario, drawn: NDArray[np.uint16]) -> NDArray[np.uint16]:
    """Bind some of the pokir, by draws below PARTS, to a proposal of musrenbang: the flag or 0 for each."""
    return (drawn < threshold(scenario.value("pokir_match_share"))).astype(np.uint16) * np.uint16(
        P.MUST_MATCH
    )


def copy_matched(own: Proposals, rows: Ints, listed: Proposals, source: Ints) -> Proposals:
    """Make some proposals equal to listed ones and say which they match."""
    for name in (
        "skpd",
        "activity",
        "urgency",
        "cost",
        "selfhelp",
        "households",
        "poor_households",
    ):
        getattr(own, name)[rows] = getattr(listed, name)[source]
    own.matches[rows] = source
    return own


def outside_village(
    world: World,
    scenario: Scenario,
    village: Ints,
    key: NDArray[np.uint64],
    what: tuple[NDArray[np.uint16], ...],
    origin: Origin,
) -> Proposals:
    """Make district-level proposals that no village meeting has seen; their papers are in order."""
    kind, size, urgency_draw, reach = what
    district = np.flatnonzero(authority_of_activity() == P.DISTRICT)
    activity = district[kind.astype(np.int64) * len(district) // PARTS].astype(np.int8)
    households = households_served(scenario, world.villages["households"], village, reach)
    poor_permille = np.rint(world.villages["poor_share"] * 1000).astype(np.int64)
    everything_in_order = P.IN_RPJM | P.PAPERS | P.LAND | P.TECHNICAL | P.PLAN_FIT | P.RIGHT_SKPD
    n = len(village)
    return Proposals(
        key=key,
        origin=np.full(n, origin, np.int8),
        village=village,
        skpd=skpd_of_activity(world)[activity],
        activity=activity,
        authority=np.full(n, P.DISTRICT, np.int8),
        urgency=urgency(scenario, urgency_draw),
        flags=np.full(n, everything_in_order, np.uint16),
        cost=cost_of(scenario, world.villages["remoteness"], village, activity, size),
        selfhelp=np.zeros(n, np.int64),
        households=households,
        poor_households=(households * poor_permille[village] // 1000).astype(np.int32),
        matches=np.full(n, -1, np.int32),
    )
