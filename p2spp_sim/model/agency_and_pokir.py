"""The two other channels: what agencies bring themselves, and what council members note during reses (pokir)."""

from dataclasses import replace
from functools import lru_cache, partial
from math import exp

import numpy as np
from numpy.typing import NDArray

from p2spp_sim.base.arrays import Ints, numbered, of_rows
from p2spp_sim.base.draws import MOST_STACKED, PARTS, Draws, threshold, threshold_of, thresholds
from p2spp_sim.model import proposals as P  # noqa: N812
from p2spp_sim.model.activities import (
    authority_of_activity,
    cost_of,
    households_served,
    looked_up,
    resized,
    skpd_of_activity,
    urgency,
)
from p2spp_sim.model.proposals import Origin, Proposals
from p2spp_sim.scenario.scenario import Scenario
from p2spp_sim.world.schema import SLOTS
from p2spp_sim.world.world import World

# keep the addresses of the three channels apart
AGENCY, RESES = np.uint64(1 << 62), np.uint64(1 << 63)
_MOST_ITEMS = 128  # of one member: what is left in an item's address beside it


def agency(world: World, scenario: Scenario, draws: Draws) -> Proposals:
    """Draw the items that agencies bring to their own forum: in every village a Poisson number of them.

    Where `agency_items` rises, items are added and none is exchanged.

    Equation: items of a village Poisson with mean agency_items, by one draw of the village.
    """
    drawn = draws.fields("agency.here", world.uid)[0]
    by_run = np.split(drawn, len(scenario.of_runs))
    items = np.concatenate(
        [
            _poisson(each.value("agency_items"), mine)
            for each, mine in zip(scenario.of_runs, by_run, strict=True)
        ]
    )
    village = np.repeat(np.arange(len(items)), items)
    key = world.uid[village] * np.uint64(SLOTS) + numbered(items).astype(np.uint64)
    what = tuple(draws.fields("agency.what", key))
    return outside_village(world, scenario, village, key | AGENCY, what, Origin.SKPD)


def _poisson(mean: float, drawn: NDArray[np.uint16]) -> Ints:
    """Turn draws below PARTS into Poisson numbers, the more the greater the mean."""
    chance = below = exp(-mean)
    edges = [threshold(below)]
    while edges[-1] < PARTS:
        chance *= mean / len(edges)
        below += chance
        edges.append(threshold(below))
    return np.searchsorted(edges, drawn, side="right")


def pokir(world: World, scenario: Scenario, draws: Draws, listed: Proposals) -> Proposals:
    """Draw what council members note during reses: many small items, most of them where their own supporters live.

    The home of a member stays as it is over the years of a run. Some of the items equal a proposal of `listed`: the
    chance of a match rises when reses comes before musrenbang and when the coded list is shared with the council. The
    partner is the proposal of that village whose number, hashed with that of the item, is the smallest: others on the
    list do not change it.

    Equation: items = seats * pokir_items a dapil; an item lies v ** pokir_concentration half turns of the dapil away
        from its member's home, v uniform; match if u < pokir_match_base + pokir_match_capacity * (capacity -
        pokir_match_usual) + pokir_match_timing * [reses_timing = before] + pokir_match_list * shared_list;
        rupiah and households times pokir_size; right agency if u >= pokir_wrong_skpd, land if u < land_clear.
    """
    seats = world.council["seats"]
    value = partial(scenario.value, per="dapil")
    dapil_of_village = world.dapil_of[world.kecamatan_of]
    counts = np.bincount(dapil_of_village, minlength=len(seats))
    # a dapil may lie outside the villages at hand
    members = np.where(counts > 0, seats, 0)
    dapil_of_member = np.repeat(np.arange(len(seats)), members)
    member = world.dapil_uid[dapil_of_member] * np.uint64(1 << 16)
    member += numbered(members).astype(np.uint64) * np.uint64(_MOST_ITEMS)
    items = np.full(len(member), of_rows(value("pokir_items"), dapil_of_member))
    key = member.repeat(items) + numbered(items).astype(np.uint64)
    dapil = dapil_of_member.repeat(items)
    where, match_draw, land, must = draws.fields("pokir.where", key)
    wrong = threshold_of(value("pokir_wrong_skpd"), dapil)
    right = draws.fields("pokir.address", key)[0] >= wrong
    home = draws.lasting.fields("pokir.home", member)[0].repeat(items)
    away = looked_up(_away, scenario, ("pokir_concentration",), where, dapil, len(seats))
    village = village_in(world, dapil, home + away)  # goes round in 16 bits
    own = outside_village(
        world,
        scenario,
        village,
        key | RESES,
        tuple(draws.fields("pokir.what", key)),
        Origin.RESES,
    )
    flags = own.flags & ~np.uint16(P.LAND | P.RIGHT_SKPD)
    flags |= must_match(scenario, village, must)
    flags |= (land < threshold_of(value("land_clear"), dapil)) * np.uint16(P.LAND)
    flags |= right * np.uint16(P.RIGHT_SKPD)
    own = _smaller(scenario, replace(own, flags=flags))

    able = world.council["capacity"] - value("pokir_match_usual")
    chance = value("pokir_match_base") + value("pokir_match_capacity") * able
    chance = chance + value("pokir_match_timing") * (value("reses_timing") == "before")
    chance += value("pokir_match_list") * value("shared_list")
    candidates = np.flatnonzero((listed.authority == P.DISTRICT) & (listed.origin <= Origin.WOMEN))
    count = np.bincount(listed.village.take(candidates), minlength=len(world.uid))
    match = match_draw < thresholds(chance).take(dapil)
    matched = np.flatnonzero(match & (count[village] > 0))
    first = (np.cumsum(count) - count)[village[matched]]
    candidates = candidates[np.argsort(listed.village.take(candidates), kind="stable")]
    partner = _partners(draws, own.key[matched], first, count[village[matched]], candidates, listed)
    own.flags[matched] &= ~np.uint16(P.LAND)
    own.flags[matched] |= listed.flags[partner] & np.uint16(P.LAND)  # it is the same place
    return copy_matched(own, matched, listed, partner)


def _partners(
    draws: Draws,
    key: NDArray[np.uint64],
    first: Ints,
    count: Ints,
    candidates: Ints,
    listed: Proposals,
) -> Ints:
    """Give every item its partner among `count` candidates from place `first` on, by a hash of both their keys."""
    start = np.cumsum(count) - count
    rows = candidates.take(np.arange(count.sum()) + np.repeat(first - start, count))
    of_item = np.repeat(draws.bits("pokir.partner", key), count)
    hashed = draws.pair_bits("pokir.pair", of_item, listed.key.take(rows))
    smallest = np.minimum.reduceat(hashed, start) if len(start) else hashed
    partner: Ints = rows[hashed == np.repeat(smallest, count)]
    return partner


@lru_cache(maxsize=MOST_STACKED)
def _away(concentration: float) -> NDArray[np.uint16]:
    """Tabulate how far from home, to both sides, an item lies by a draw below PARTS; PARTS is once round the dapil."""
    turn = np.arange(PARTS) / (PARTS // 2) - 1
    far = np.rint(np.sign(turn) * np.abs(turn) ** concentration * (PARTS // 2)).astype(np.int64)
    return far.astype(np.uint16)  # a step back is a step forward round the rest


def _smaller(scenario: Scenario, own: Proposals) -> Proposals:
    """Make pokir smaller than works of a village: their rupiah, and the households they serve.

    Equation: cost = resized(cost, pokir_size); households = max(1, floor(households * pokir_size)); poor_households =
        floor(poor_households * pokir_size).
    """
    size = of_rows(scenario.value("pokir_size", "village"), own.village)
    permille = np.rint(1000 * size).astype(np.int32)
    return replace(
        own,
        cost=resized(scenario, own.cost, size, own.village),
        households=np.maximum(own.households * permille // 1000, 1),
        poor_households=own.poor_households * permille // 1000,
    )


def village_in(world: World, dapil: Ints, where: NDArray[np.uint16]) -> Ints:
    """Find a village in each dapil by a draw below PARTS."""
    dapil_of_village = world.dapil_of[world.kecamatan_of]
    counts = np.bincount(dapil_of_village, minlength=len(world.council["seats"]))
    first = np.cumsum(counts) - counts
    by_dapil = np.argsort(dapil_of_village, kind="stable")
    return by_dapil[first[dapil] + where.astype(np.int64) * counts[dapil] // PARTS]


def must_match(scenario: Scenario, village: Ints, drawn: NDArray[np.uint16]) -> NDArray[np.uint16]:
    """Bind some of the pokir, by draws below PARTS, to a proposal of musrenbang: the flag or 0 for each.

    Equation: MUST_MATCH if u < pokir_match_share.
    """
    below = threshold_of(scenario.value("pokir_match_share", "village"), village)
    return (drawn < below).astype(np.uint16) * np.uint16(P.MUST_MATCH)


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
        urgency=urgency(scenario, urgency_draw, village, len(world.uid)),
        flags=np.full(n, everything_in_order, np.uint16),
        cost=cost_of(scenario, world.villages["remoteness"], village, activity, size),
        selfhelp=np.zeros(n, np.int64),
        households=households,
        poor_households=(households * poor_permille[village] // 1000).astype(np.int32),
        matches=np.full(n, -1, np.int32),
    )
