"""What lies ready when a year begins: the rows that a district wrote down, and draws for the channels it did not."""

from collections.abc import Collection
from dataclasses import replace
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from p2spp_sim.base.arrays import Ints, some
from p2spp_sim.base.draws import PARTS, Draws
from p2spp_sim.model import agency_and_pokir, behaviour, village_needs
from p2spp_sim.model import proposals as P  # noqa: N812
from p2spp_sim.model.meeting import Docket
from p2spp_sim.model.proposals import CHANNELS, Origin, Proposals
from p2spp_sim.model.rulebook import RuleBook
from p2spp_sim.scenario.scenario import Scenario
from p2spp_sim.tables.table import ColumnArrays
from p2spp_sim.world.schema import AUTHORITIES, CHANNEL_OF, numbers_of
from p2spp_sim.world.world import World, row_names

CHANNEL_OF_SOURCE = {
    "needs": "musrenbang",
    "renja": "skpd",
    "pokir": "reses",
}  # as rule books call where it comes from


def opened(
    world: World, scenario: Scenario, book: RuleBook, draws: Draws, alone: int | None = None
) -> Docket:
    """Lay out the docket: recorded rows of every channel that the rule book knows, and draws where a channel has none.

    A world that says it is complete gets no draws.

    Parameters
    ----------
    alone : number of a forum that is held alone: what can come to it lies before it at once.

    Equation: of each channel the recorded rows if there are any, else its draws unless the world is complete; at = the
        forum of the source of its channel; cost of a drawn need by behaviour.padded where padding is above 0.
    """
    to = {
        CHANNEL_OF_SOURCE[source.key]: book.index(source.to)
        for source in book.source
        if alone is None or alone in book.beyond(source.to)
    }
    drawn = [channel for channel in to if not (world.complete or world.recorded[channel])]
    written = (
        _written(world, scenario, draws, to)
        if any(world.recorded.values())
        else _Written(None, (), ())
    )
    parts = [] if written.proposals is None else [written.proposals]
    felt = np.zeros(world.size("village"), np.int64)
    if "musrenbang" in drawn:
        voiced, felt = village_needs.needs(world, scenario, draws)
        if some(scenario.value("padding", "village")):
            starts = next(source.to for source in book.source if source.key == "needs")
            cuts = [behaviour.expected_cut(book, starts, each) for each in scenario.of_runs]
            voiced = replace(voiced, cost=behaviour.padded(voiced, np.array(cuts), scenario, world))
        parts.append(voiced)
    listed = list(parts)
    if "skpd" in drawn:
        parts.append(agency_and_pokir.agency(world, scenario, draws))
    if "reses" in drawn:
        parts.append(
            agency_and_pokir.pokir(
                world, scenario, draws, P.join(listed) if len(listed) > 1 else listed[0]
            )
        )
    docket = Docket(P.join(parts), felt, written.ids, written.what)
    waits = np.zeros(len(Origin), np.int8)
    for channel, index in to.items():
        waits[list(CHANNELS[channel])] = index if alone is None else alone
    docket.at = waits.take(docket.proposals.origin)
    return docket


class _Written(NamedTuple):
    """Recorded rows, with the numbers and words by which people know them."""

    proposals: Proposals | None
    ids: tuple[str, ...]
    what: tuple[str, ...]


def _written(world: World, scenario: Scenario, draws: Draws, wanted: Collection[str]) -> _Written:
    """Take the rows of `proposals`, `renja` and `reses` that come by one of the channels that are wanted."""
    table = world.proposals
    rows = np.flatnonzero([CHANNEL_OF[origin] in wanted for origin in table["origin"].tolist()])
    row_of = {table["id"][row]: number for number, row in enumerate(rows.tolist())}
    parts = [
        _listed(
            world, scenario, draws, {name: column[rows] for name, column in table.items()}, row_of
        )
    ]
    names = row_names(world.tables)
    ids, what = [names["proposals"][row] for row in rows.tolist()], table["what"][rows].tolist()
    for name, channel in (("renja", "skpd"), ("reses", "reses")):
        if channel in wanted and len(world.tables[name]["id"]):
            parts.append(_beside(world, scenario, draws, name, parts[0], row_of))
            ids += names[name]
            what += world.tables[name]["what"].tolist()
    return _Written(P.join(parts), tuple(ids), tuple(what))


def _listed(
    world: World, scenario: Scenario, draws: Draws, table: ColumnArrays, row_of: dict[str, int]
) -> Proposals:
    """Take recorded proposals of any channel as they are written; what a list does not say of them is in order."""
    origin = np.array([CHANNELS[CHANNEL_OF[name]][0] for name in table["origin"].tolist()], np.int8)
    women = table["women"].astype(np.bool_) | (table["origin"] == "women")
    origin[women & (origin == Origin.HAMLET)] = Origin.WOMEN
    flags = np.full(len(origin), P.TECHNICAL | P.PLAN_FIT | P.RIGHT_SKPD, np.uint16)
    flags |= women.astype(np.uint16) * np.uint16(P.WOMEN)
    for column, bit in (("in_rpjm", P.IN_RPJM), ("papers", P.PAPERS), ("land", P.LAND)):
        flags |= table[column].astype(np.uint16) * np.uint16(bit)
    key, village = _keys(table, np.uint64(0)), _rows_of(table["village"], world.villages["code"])
    must = draws.fields("pokir.where", key)[3]
    flags |= agency_and_pokir.must_match(scenario, village, must) * (origin == Origin.RESES)
    return Proposals(
        key=key,
        origin=origin,
        village=village,
        skpd=_rows_of(table["skpd"], world.skpd["code"]).astype(np.int8),
        activity=np.full(len(origin), -1, np.int8),
        authority=_rows_of(table["authority"], np.array(AUTHORITIES)).astype(np.int8),
        urgency=table["urgency"].astype(np.int8),
        flags=flags,
        cost=table["cost_idr"].astype(np.int64),
        selfhelp=table["selfhelp_idr"].astype(np.int64),
        households=table["households"].astype(np.int32),
        poor_households=table["poor_households"].astype(np.int32),
        matches=np.array([row_of.get(match, -1) for match in table["matches"].tolist()], np.int32),
    )


def _beside(
    world: World,
    scenario: Scenario,
    draws: Draws,
    name: str,
    listed: Proposals,
    row_of: dict[str, int],
) -> Proposals:
    """Take the rows of `renja` or `reses`: what is not written of one is that of its partner, else drawn."""
    table, renja = world.tables[name], name == "renja"
    purpose, origin = ("agency", Origin.SKPD) if renja else ("pokir", Origin.RESES)
    key = _keys(table, agency_and_pokir.AGENCY if renja else agency_and_pokir.RESES)
    where, *_, must = draws.fields(f"{purpose}.where", key)
    if renja:
        village = where.astype(np.int64) * world.size("village") // PARTS
    else:
        village = agency_and_pokir.village_in(
            world, _rows_of(table["dapil"], world.council["dapil"]), where
        )
    partner = np.array([row_of.get(match, -1) for match in table["matches"].tolist()], np.int64)
    matched = np.flatnonzero(partner >= 0)
    village[matched] = listed.village[partner[matched]]
    village = _instead(village, table["village"], world.villages["code"])
    what = tuple(draws.fields(f"{purpose}.what", key))
    own = agency_and_pokir.outside_village(world, scenario, village, key, what, origin)
    own = agency_and_pokir.copy_matched(own, matched, listed, partner[matched])
    cost = table["cost_idr"]
    return replace(
        own,
        skpd=_instead(own.skpd, table["skpd"], world.skpd["code"]),
        activity=np.full(len(key), -1, np.int8),
        flags=own.flags
        if renja
        else own.flags | agency_and_pokir.must_match(scenario, village, must),
        cost=cost if renja else np.where(cost > 0, cost, own.cost),
    )


def _keys(table: ColumnArrays, channel: np.uint64) -> NDArray[np.uint64]:
    """Address the draws of recorded rows by their numbers alone, whatever their order."""
    return numbers_of(map(str, table["id"].tolist())) | channel


def _rows_of(codes: NDArray[Any], among: NDArray[Any]) -> Ints:
    """Give the row of every code in the table it is of, -1 for an empty one."""
    at = {code: row for row, code in enumerate(among.tolist())} | {"": -1}
    return np.array([at[code] for code in codes.tolist()], np.int64)


def _instead(otherwise: NDArray[Any], codes: NDArray[Any], among: NDArray[Any]) -> NDArray[Any]:
    """Give the rows of the codes that are written, and what is to be taken where none is."""
    written = _rows_of(codes, among)
    return np.where(written >= 0, written, otherwise).astype(otherwise.dtype)


__all__ = ["CHANNEL_OF_SOURCE", "opened"]
