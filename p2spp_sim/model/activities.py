"""Kinds of works: what one is, what it costs, whose authority it is, and the tables that turn draws into works."""

from collections.abc import Callable, Sequence
from functools import cache, lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from p2spp_sim.base.arrays import Floats, Ints, of_rows
from p2spp_sim.base.draws import MOST_STACKED, PARTS, lognormal_permille
from p2spp_sim.base.files import data_path
from p2spp_sim.scenario.scenario import Scenario
from p2spp_sim.tables import reader
from p2spp_sim.tables.columns import Column
from p2spp_sim.tables.table import ColumnArrays
from p2spp_sim.world.schema import AUTHORITIES
from p2spp_sim.world.world import World

CELLS = PARTS // 1024  # draws to a cell of a table with 1,024 cells
_ROUND_TO = 100_000  # rupiah
_URGENCY = ("urgency_to_1", "urgency_to_2", "urgency_to_3", "urgency_to_4")

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
def activities() -> ColumnArrays:
    """Read the kinds of works with unit, unit cost, usual size, agency and authority."""
    return reader.read(data_path("datasets"), {"activities": ACTIVITY_COLUMNS})["activities"]


@cache
def choice_of_activity() -> NDArray[np.int8]:
    """Tabulate the kind of works for every draw below PARTS, general needs first, women's needs after them.

    Equation: activity = the first whose cumulated weight (weight_women for women) lies above u.
    """
    parts = []
    for column in ("weight", "weight_women"):
        edges = np.rint(np.cumsum(activities()[column]) / np.sum(activities()[column]) * PARTS)
        parts.append(np.searchsorted(edges, np.arange(PARTS), side="right"))
    return np.concatenate(parts).astype(np.int8)


def looked_up(
    table: Callable[..., NDArray[Any]],
    scenario: Scenario,
    keys: Sequence[str],
    cell: NDArray[np.integer],
    place: NDArray[np.integer],
    places: int,
) -> NDArray[Any]:
    """Look cells up in a table that hangs on some levers; where runs differ in these, each in its own.

    Parameters
    ----------
    cell, place : (n,) of each row, the cell and where it lies: which of so many `places`, that lie run by run.
    """
    tables = [table(*map(each.value, keys)) for each in scenario.of_runs]
    if all(each is tables[0] for each in tables[1:]):
        return tables[0].take(cell)
    run = place // (places // len(tables))
    return np.concatenate(tables).take(run * len(tables[0]) + cell)


def urgency(
    scenario: Scenario, drawn: NDArray[np.uint16], village: NDArray[np.integer], villages: int
) -> NDArray[np.int8]:
    """Turn draws below PARTS into urgency 1..5.

    Equation: urgency = 1 + number of (urgency_to_1, urgency_to_2, urgency_to_3, urgency_to_4) that are at most u.
    """
    return looked_up(_urgency_of_draw, scenario, _URGENCY, drawn, village, villages)


@lru_cache(maxsize=MOST_STACKED)
def _urgency_of_draw(*edges: float) -> NDArray[np.int8]:
    parts = np.array(edges) * PARTS
    return (1 + np.searchsorted(parts, np.arange(PARTS), side="right")).astype(np.int8)


@lru_cache(maxsize=MOST_STACKED)
def reach_of_draw(least: float, most: float) -> NDArray[np.int32]:
    """Tabulate the share of a village's households that one proposal serves, in thousandths."""
    place = (np.arange(1024) + 0.5) / 1024
    return np.rint(1000 * least + (1000 * most - 1000 * least) * place**2).astype(np.int32)


def households_served(
    scenario: Scenario,
    households: Ints,
    village: NDArray[np.integer],
    reach_draw: NDArray[np.uint16],
) -> NDArray[np.int32]:
    """Count the households that a proposal serves, at least one, of those in its village: (n,) int32.

    Equation: households = max(1, floor(households of the village * (reach_least +
        (reach_most - reach_least) * u**2))).
    """
    served: NDArray[np.int32] = households.astype(np.int32).take(village)
    cell, keys = reach_draw // CELLS, ("reach_least", "reach_most")
    served *= looked_up(reach_of_draw, scenario, keys, cell, village, len(households))
    served //= np.int32(1000)
    return np.maximum(served, 1, out=served)


def skpd_of_activity(world: World) -> NDArray[np.int8]:
    """Tabulate the agency of every kind of works in a world (see `_dealt`)."""
    return _dealt(tuple(world.skpd["code"].tolist()), tuple(world.skpd["ceiling_share"].tolist()))


@lru_cache(maxsize=32)
def _dealt(codes: tuple[str, ...], ceilings: tuple[float, ...]) -> NDArray[np.int8]:
    """Give every kind of works its agency.

    Kinds whose agency is not there, as a district has its own codes, are dealt to those agencies that no kind names (to
    all where every one is named), so that what is drawn of them is spread as the ceilings are.
    """
    kinds = activities()
    at = {code: row for row, code in enumerate(codes)}
    home = np.array([at.get(code, -1) for code in kinds["skpd"].tolist()], np.int8)
    astray = np.flatnonzero(home < 0)
    if not len(astray):
        return home
    named = np.isin(np.arange(len(codes)), home)
    hosts = np.flatnonzero(named.all() | ~named)
    room = np.array(ceilings)[hosts]
    edges = (
        np.cumsum(room) / room.sum()
        if room.sum() > 0
        else np.arange(1, len(hosts) + 1) / len(hosts)
    )
    load = kinds["weight"][astray] + kinds["weight_women"][astray]
    middle = (np.cumsum(load) - load / 2) / load.sum()
    home[astray] = hosts[np.searchsorted(edges, middle).clip(max=len(hosts) - 1)]
    return home


@cache
def authority_of_activity() -> NDArray[np.int8]:
    """Tabulate whose authority every kind of works is."""
    return np.array(
        [AUTHORITIES.index(name) for name in activities()["authority"].tolist()], np.int8
    )


@lru_cache(maxsize=8)
def size_permille(spread: float, tail: float, index: float) -> Ints:
    """Tabulate sizes against the median of their kind, in thousandths: (1024,) int64, rising.

    Log-normal up to the largest part `tail`; from there on as a Pareto law of that index, s (tail / p)**(1 / index) for
    the part p that is larger still, where s is the size at which it begins: never smaller than the log-normal itself.
    """
    body = lognormal_permille(spread)
    larger = 1 - (np.arange(1024) + 0.5) / 1024
    start = np.searchsorted(-larger, -tail, side="right")  # the first size of the tail
    if start < len(body):
        pareto = body[start] * (larger[start] / larger[start:]) ** (1 / index)
        body = np.concatenate(
            [body[:start], np.maximum(body[start:], np.rint(pareto).astype(np.int64))]
        )
    return body


@lru_cache(maxsize=MOST_STACKED)
def cost_of_draw(spread: float, tail: float, index: float) -> NDArray[np.int32]:
    """Tabulate volume times unit cost of every kind of works in 1,024 sizes: (kinds * 1024,) in 100,000 rupiah."""
    median = activities()["median_volume"] * activities()["unit_cost_idr"] // _ROUND_TO
    size = size_permille(spread, tail, index)
    return (np.multiply.outer(median, size) // 1000).ravel().astype(np.int32)


def cost_of(
    scenario: Scenario,
    remoteness: Floats,
    village: NDArray[np.integer],
    activity: NDArray[np.integer],
    size_draw: NDArray[np.uint16],
) -> Ints:
    """Volume times unit cost, dearer where it is remote; whole 100,000 rupiah.

    Equation: cost = max(cost_least_idr, unit_cost * median_volume * L * (1 + remoteness_cost * remoteness));
        L lognormal with median 1 and sigma cost_spread; of the largest cost_tail at least a Pareto tail with index
        cost_tail_index that begins where they do.
    """
    far = scenario.value("remoteness_cost", "village") * remoteness
    dearer = np.rint(1000 * (1 + far)).astype(np.int64)
    at = activity * np.int64(1024)
    at += size_draw // CELLS
    keys = ("cost_spread", "cost_tail", "cost_tail_index")
    sizes = looked_up(cost_of_draw, scenario, keys, at, village, len(remoteness))
    cost: Ints = sizes.astype(np.int64)
    cost *= dearer.take(village)
    cost //= 1000
    least = of_rows(scenario.value("cost_least_idr", "village"), village)
    np.maximum(cost, least // _ROUND_TO, out=cost)
    cost *= _ROUND_TO
    return cost


def resized(
    scenario: Scenario, cost: Ints, size: float | Floats, village: NDArray[np.integer]
) -> Ints:
    """Give the cost of works of another size: whole 100,000 rupiah, never below the least.

    Equation: max(cost * size, cost_least_idr), rounded down to 100,000 rupiah.
    """
    least = of_rows(scenario.value("cost_least_idr", "village"), village)
    permille = np.rint(1000 * size).astype(np.int64)
    return np.maximum(cost // _ROUND_TO * permille // 1000 * _ROUND_TO, least)
