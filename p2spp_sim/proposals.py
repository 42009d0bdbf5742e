"""Proposals: what is voiced of what is needed, what agencies bring themselves, what council members note.

Poverty and remoteness act here, at the proposing stage: they decide whether a need is voiced and how good its papers
are. Nothing later in a year asks who is poor unless a rule says so.
"""

from dataclasses import dataclass, fields, replace
from enum import IntEnum
from functools import cache, lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from p2spp_sim import tables
from p2spp_sim.draws import PARTS, Draws, lognormal_permille, threshold
from p2spp_sim.scenario import Scenario
from p2spp_sim.schema import AUTHORITIES, SLOTS
from p2spp_sim.tables import Column, Table
from p2spp_sim.text import data_path
from p2spp_sim.world import World

POOR, WOMEN, IN_RPJM, PAPERS, LAND, TECHNICAL, PLAN_FIT, RIGHT_SKPD, ELITE, MISROUTED, MUST_MATCH = (
    1 << k for k in range(11)
)
VILLAGE, DISTRICT, OUTSIDE = range(len(AUTHORITIES))
_CELLS = PARTS // 1024
_ROUND_TO = 100_000  # rupiah
_AGENCY, _RESES = np.uint64(1 << 62), np.uint64(1 << 63)  # keep the addresses of the three channels apart


class Origin(IntEnum):
    """Where a proposal comes from."""

    HAMLET = 0
    WOMEN = 1
    SKPD = 2
    RESES = 3


@dataclass(frozen=True)
class Proposals:
    """One row a proposal; all columns have the same length n.

    Parameters
    ----------
    key : uint64, the address of its draws: the code of the village (or dapil) and a slot; the same in every scenario.
    origin, skpd, activity, authority, urgency : int8.
    village : int32, row in `World.villages`.
    flags : uint16, the bits POOR .. MUST_MATCH of this module.
    cost, selfhelp : int64 rupiah.
    households, poor_households : int32.
    matches : int32, row of the musrenbang proposal that a pokir equals, -1 for none.
    """

    key: NDArray[np.uint64]
    origin: NDArray[np.int8]
    village: NDArray[np.int32]
    skpd: NDArray[np.int8]
    activity: NDArray[np.int8]
    authority: NDArray[np.int8]
    urgency: NDArray[np.int8]
    flags: NDArray[np.uint16]
    cost: NDArray[np.int64]
    selfhelp: NDArray[np.int64]
    households: NDArray[np.int32]
    poor_households: NDArray[np.int32]
    matches: NDArray[np.int32]

    def __len__(self) -> int:
        """Count the proposals."""
        return len(self.key)

    def has(self, bit: int) -> NDArray[np.bool_]:
        """Tell for every proposal whether a flag is set."""
        held: NDArray[np.bool_] = (self.flags & np.uint16(bit)) != 0
        return held


def join(parts: list[Proposals]) -> Proposals:
    """Put proposals behind each other."""
    return Proposals(*(np.concatenate([getattr(part, f.name) for part in parts]) for f in fields(Proposals)))


ACTIVITY_COLUMNS = (
    Column("key", "text", unique=True),
    Column("what_id", "text"),
    Column("what_en", "text"),
    Column("skpd", "text"),
    Column("authority", "text", choices=AUTHORITIES),
    Column("unit", "text"),
    Column("unit_cost_idr", "idr", unit="rupiah"),
    Column("median_volume", "whole", low=1),
    Column("weight", "real", low=0),
    Column("weight_women", "real", low=0),
    Column("source", "text"),
    Column("firmness", "text"),
)


@cache
def activities() -> Table:
    """Read the kinds of works with unit, unit cost, usual size, agency and authority."""
    return tables.read(data_path("datasets"), {"activities": ACTIVITY_COLUMNS})["activities"]


@cache
def _choice_of_activity() -> NDArray[np.int8]:
    """Tabulate the kind of works for every draw below PARTS, general needs first, women's needs after them."""
    parts = []
    for column in ("weight", "weight_women"):
        edges = np.rint(np.cumsum(activities()[column]) / np.sum(activities()[column]) * PARTS)
        parts.append(np.searchsorted(edges, np.arange(PARTS), side="right"))
    return np.concatenate(parts).astype(np.int8)


@cache
def _urgency() -> NDArray[np.int8]:
    edges = np.array([0.08, 0.24, 0.54, 0.82]) * PARTS
    return (1 + np.searchsorted(edges, np.arange(PARTS), side="right")).astype(np.int8)


@lru_cache(maxsize=8)
def _reach() -> NDArray[np.int64]:
    """Tabulate the share of a village's households that one proposal serves, in thousandths (assumed)."""
    return np.rint(40 + 460 * ((np.arange(1024) + 0.5) / 1024) ** 2).astype(np.int64)


@lru_cache(maxsize=32)
def _skpd_of_activity(codes: tuple[str, ...]) -> NDArray[np.int8]:
    at = {code: row for row, code in enumerate(codes)}
    return np.array([at.get(code, len(codes) - 1) for code in activities()["skpd"].tolist()], np.int8)


@cache
def _authority_of_activity() -> NDArray[np.int8]:
    return np.array([AUTHORITIES.index(name) for name in activities()["authority"].tolist()], np.int8)


def needs(world: World, scenario: Scenario, draws: Draws) -> tuple[Proposals, NDArray[np.int64]]:
    """Draw the needs of every village and keep those that are voiced.

    Returns
    -------
    proposals : the voiced needs, in the order of village and slot.
    felt : (villages,) int64, how many needs there were, voiced or not.
    """
    value, villages = scenario.value, world.villages
    spread = lognormal_permille(value("needs_spread"))
    cell = draws.fields("needs.count", world.uid)[0] // _CELLS
    felt = np.clip(np.rint(value("needs_mean") * spread[cell] / spread.mean()), 3, SLOTS - 1).astype(np.int64)
    village = np.repeat(np.arange(len(felt)), felt)
    first = (np.cumsum(felt) - felt).astype(np.uint64)
    key = np.repeat(world.uid * np.uint64(SLOTS) - first, felt) + np.arange(len(village), dtype=np.uint64)

    poor_draw, women_draw, voice_draw, kind_draw = draws.fields("needs.who", key)
    poor = poor_draw < np.repeat(threshold(villages["poor_share"]), felt)
    women = women_draw < threshold(value("womens_needs"))
    voice = threshold(_voice(world, scenario))
    heard = np.flatnonzero(
        voice_draw < voice.ravel()[(poor + 2 * women.astype(np.int64)) * len(felt) + village]
    )
    village, key, poor, women = village[heard], key[heard], poor[heard], women[heard]
    activity = _choice_of_activity()[kind_draw[heard].astype(np.int64) + PARTS * women].astype(np.int64)

    size_draw, urgency_draw, reach_draw, poor_jitter = draws.fields("needs.what", key)
    cost = _cost(scenario, villages["remoteness"], village, activity, size_draw)
    households = np.maximum(1, villages["households"][village] * _reach()[reach_draw // _CELLS] // 1000)
    lean = (700 + 900 * poor + (poor_jitter // 328).astype(np.int64)) * np.rint(
        villages["poor_share"] * 1000
    ).astype(np.int64)[village]
    poor_households = np.minimum(households, households * lean // 1_000_000)
    flags, selfhelp_draw = _flags(world, scenario, draws, key, village, poor, women)
    proposals = Proposals(
        key=key,
        origin=(women & bool(value("womens_meeting"))) * np.int8(Origin.WOMEN),  # the others HAMLET, 0
        village=village.astype(np.int32),
        skpd=_skpd_of_activity(tuple(world.skpd["code"].tolist()))[activity],
        activity=activity.astype(np.int8),
        authority=_authority_of_activity()[activity],
        urgency=_urgency()[urgency_draw],
        flags=flags,
        cost=cost,
        selfhelp=cost * (selfhelp_draw // 437).astype(np.int64) // 1000,  # 0 to 15 % of the cost
        households=households.astype(np.int32),
        poor_households=poor_households.astype(np.int32),
        matches=np.full(len(village), -1, np.int32),
    )
    return proposals, felt


def _voice(world: World, scenario: Scenario) -> NDArray[np.float64]:
    """Chance that a need is voiced, (4, villages): others, the poor, women, poor women."""
    value = scenario.value
    near = value("voice_base") * (1 - value("remoteness_penalty") * world.villages["remoteness"])
    near = near * (0.9 + 0.25 * world.villages["trust"])
    poor = 1 - value("poverty_penalty") * (1 - value("outreach_poor"))
    women = 1.0 if value("womens_meeting") else 0.55 + 0.9 * value("women_share")
    factors = np.array([1.0, poor, women, poor * women])
    return np.minimum(factors[:, None] * near, 1.0)


def _cost(
    scenario: Scenario,
    remoteness: NDArray[np.float64],
    village: NDArray[np.int32],
    activity: NDArray[np.int8],
    size_draw: NDArray[np.uint16],
) -> NDArray[np.int64]:
    """Volume times unit cost, dearer where it is remote; whole 100,000 rupiah."""
    median = activities()["median_volume"] * activities()["unit_cost_idr"]
    dearer = np.rint(1000 * (1 + scenario.value("remoteness_cost") * remoteness)).astype(np.int64)
    size = lognormal_permille(scenario.value("cost_spread"))[size_draw // _CELLS]
    cost = (median // _ROUND_TO)[activity] * size // 1000 * dearer[village] // 1000
    return np.maximum(cost, 10) * _ROUND_TO


def _flags(
    world: World,
    scenario: Scenario,
    draws: Draws,
    key: NDArray[np.uint64],
    village: NDArray[np.int32],
    poor: NDArray[np.bool_],
    women: NDArray[np.bool_],
) -> tuple[NDArray[np.uint16], NDArray[np.uint16]]:
    """Draw the yes-or-no properties of a proposal; also hand on a spare draw."""
    value, villages = scenario.value, world.villages
    papers = value("papers_base") + value("papers_capacity") * villages["cap_kpmd"]
    papers = (
        papers
        - value("papers_remoteness") * villages["remoteness"]
        - value("papers_poverty") * villages["poor_share"]
    )
    papers = np.clip(papers, 0.02, 0.98)
    papers = papers + value("papers_help") * (1 - papers)
    listed = np.where(villages["rpjm"], value("in_rpjm_fit"), value("in_rpjm_unfit"))
    a = draws.fields("needs.papers", key)
    b = draws.fields("needs.merit", key)
    flags = poor.astype(np.uint16) * np.uint16(POOR)
    flags |= women.astype(np.uint16) * np.uint16(WOMEN)
    for draw, chance, bit in (
        (a[0], threshold(papers)[village], PAPERS),
        (a[1], threshold(listed)[village], IN_RPJM),
        (a[2], threshold(value("land_clear")), LAND),
        (a[3], threshold(value("technical_ok")), TECHNICAL),
        (b[0], threshold(value("plan_fit")), PLAN_FIT),
        (b[1], threshold(value("elite_share")), ELITE),
        (b[2], threshold(value("misrouted")), MISROUTED),
    ):
        flags |= (draw < chance).astype(np.uint16) * np.uint16(bit)
    right = b[3] % np.uint16(1000) < np.uint16(round(1000 * value("right_skpd")))
    flags |= right.astype(np.uint16) * np.uint16(RIGHT_SKPD)
    return flags, b[3]


def agency(world: World, scenario: Scenario, draws: Draws) -> Proposals:
    """Draw the items that agencies bring to their own forum, spread over the villages of their kabupaten."""
    per_village = scenario.value("agency_items")
    slots = int(np.ceil(per_village))
    key = (world.uid[:, None] * np.uint64(SLOTS) + np.arange(slots, dtype=np.uint64)).ravel()
    village = np.repeat(np.arange(len(world.uid), dtype=np.int32), slots)
    what = draws.fields("agency.what", key)
    here = np.flatnonzero(draws.fields("agency.here", key)[0] < threshold(per_village / max(slots, 1)))
    return _outside_village(
        world, scenario, village[here], key[here] | _AGENCY, tuple(part[here] for part in what), Origin.SKPD
    )


def pokir(world: World, scenario: Scenario, draws: Draws, listed: Proposals) -> Proposals:
    """Draw what council members note during reses; some of it equals a proposal of `listed`.

    The chance of a match rises when reses comes before musrenbang and when the coded list is shared with the council.
    """
    value, seats = scenario.value, world.council["seats"]
    items = seats * value("pokir_items")
    dapil = np.repeat(np.arange(len(seats)), items)
    number = np.arange(len(dapil)) - np.repeat(np.cumsum(items) - items, items)
    key = world.dapil_uid[dapil] * np.uint64(1 << 16) + number.astype(np.uint64)
    where, match_draw, which, must = draws.fields("pokir.where", key)
    dapil_of_village = world.dapil_of[world.kecamatan_of]
    by_dapil = np.argsort(dapil_of_village, kind="stable")
    counts = np.bincount(dapil_of_village, minlength=len(seats))
    first = np.cumsum(counts) - counts
    village = by_dapil[first[dapil] + where.astype(np.int64) * counts[dapil] // PARTS].astype(np.int32)
    what = tuple(draws.fields("pokir.what", key))
    own = _outside_village(world, scenario, village, key | _RESES, what, Origin.RESES)
    required = must < threshold(value("pokir_match_share"))
    own = replace(own, flags=own.flags | required.astype(np.uint16) * np.uint16(MUST_MATCH))

    chance = value("pokir_match_base")
    chance += value("pokir_match_timing") * (value("reses_timing") == "before")
    chance += value("pokir_match_list") * value("shared_list")
    candidates = np.flatnonzero(listed.authority == DISTRICT)
    start = np.searchsorted(listed.village[candidates], np.arange(len(world.uid) + 1))
    there = np.diff(start)[village]
    matched = np.flatnonzero((match_draw < threshold(chance)) & (there > 0))
    at = start[village[matched]] + which[matched].astype(np.int64) * there[matched] // PARTS
    return _copy_matched(own, matched, listed, candidates[at])


def _copy_matched(
    own: Proposals, rows: NDArray[np.int64], listed: Proposals, source: NDArray[np.int64]
) -> Proposals:
    """Make some proposals equal to listed ones and say which they match."""
    for name in ("skpd", "activity", "urgency", "cost", "selfhelp", "households", "poor_households"):
        getattr(own, name)[rows] = getattr(listed, name)[source]
    own.matches[rows] = source
    return own


def _outside_village(
    world: World,
    scenario: Scenario,
    village: NDArray[np.int32],
    key: NDArray[np.uint64],
    what: tuple[NDArray[np.uint16], ...],
    origin: Origin,
) -> Proposals:
    """Make district-level proposals that no village meeting has seen; their papers are in order."""
    kind, size, urgency, reach = what
    district = np.flatnonzero(_authority_of_activity() == DISTRICT)
    activity = district[kind.astype(np.int64) * len(district) // PARTS].astype(np.int8)
    households = np.maximum(1, world.villages["households"][village] * _reach()[reach // _CELLS] // 1000)
    poor_permille = np.rint(world.villages["poor_share"] * 1000).astype(np.int64)
    everything_in_order = IN_RPJM | PAPERS | LAND | TECHNICAL | PLAN_FIT | RIGHT_SKPD
    n = len(village)
    return Proposals(
        key=key,
        origin=np.full(n, origin, np.int8),
        village=village,
        skpd=_skpd_of_activity(tuple(world.skpd["code"].tolist()))[activity],
        activity=activity,
        authority=np.full(n, DISTRICT, np.int8),
        urgency=_urgency()[urgency],
        flags=np.full(n, everything_in_order, np.uint16),
        cost=_cost(scenario, world.villages["remoteness"], village, activity, size),
        selfhelp=np.zeros(n, np.int64),
        households=households.astype(np.int32),
        poor_households=(households * poor_permille[village] // 1000).astype(np.int32),
        matches=np.full(n, -1, np.int32),
    )


def recorded(world: World) -> Proposals:
    """Take the proposals of a recorded case as they are written."""
    table = world.proposals
    at_village = {code: row for row, code in enumerate(world.villages["code"].tolist())}
    at_skpd = {code: row for row, code in enumerate(world.skpd["code"].tolist())}
    n = len(table["id"])
    flags = np.full(n, TECHNICAL | PLAN_FIT | RIGHT_SKPD, np.uint16)
    for column, bit in (("women", WOMEN), ("in_rpjm", IN_RPJM), ("papers", PAPERS), ("land", LAND)):
        flags |= table[column].astype(np.uint16) * np.uint16(bit)

    def as_int8(values: list[Any]) -> NDArray[np.int8]:
        return np.array(values, np.int8)

    return Proposals(
        key=np.arange(n, dtype=np.uint64),
        origin=np.where(table["women"], np.int8(Origin.WOMEN), np.int8(Origin.HAMLET)),
        village=np.array([at_village[code] for code in table["village"].tolist()], np.int32),
        skpd=as_int8([at_skpd[code] for code in table["skpd"].tolist()]),
        activity=np.full(n, -1, np.int8),
        authority=as_int8([AUTHORITIES.index(name) for name in table["authority"].tolist()]),
        urgency=table["urgency"].astype(np.int8),
        flags=flags,
        cost=table["cost_idr"].astype(np.int64),
        selfhelp=table["selfhelp_idr"].astype(np.int64),
        households=table["households"].astype(np.int32),
        poor_households=table["poor_households"].astype(np.int32),
        matches=np.full(n, -1, np.int32),
    )
