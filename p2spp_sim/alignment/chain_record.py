"""Lists of a year as the record of a run, so that the library's indicators measure them by the same definitions."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from msgspec.structs import replace as changed

from p2spp_sim.alignment.chain import Chain, ChainItem
from p2spp_sim.alignment.chain_bounds import ChainBounds
from p2spp_sim.alignment.documents import FORUMS, LISTS, PROPOSALS, RECESS
from p2spp_sim.base.arrays import Ints
from p2spp_sim.base.draws import Draws
from p2spp_sim.base.language import Labels, pick, tr
from p2spp_sim.model.loading import load_rules
from p2spp_sim.model.meeting import Docket
from p2spp_sim.model.proposals import Origin, Proposals
from p2spp_sim.model.rulebook import RuleBook
from p2spp_sim.results.conditions import Conditions
from p2spp_sim.results.definitions import Indicator
from p2spp_sim.results.indicators import definitions
from p2spp_sim.results.record import RunPart, RunRecord, Step
from p2spp_sim.scenario.scenario import Scenario
from p2spp_sim.world.schema import SCHEMA
from p2spp_sim.world.world import World

MEETING = "musrenbang_kecamatan"
MEASURED = (  # the eight sasaran, each with what else the lists say of it
    "S1",
    "S2",
    "S3",
    "S4",
    "S4_renja",
    "S5",
    "S6",
    "S6_rkpd",
    "S6_ppas",
    "S7",
    "S7_apbd",
    "S8",
    "accepted",
)
_LIST_OF = {forum: name for name, forum in FORUMS.items()} | {
    MEETING: PROPOSALS,
    "reses": RECESS,
}
_BY_WORD = {"priority": PROPOSALS, "matched": RECESS, "funded": "apbd"}
_LACKING = Labels(  # what no list of the chain holds, by kind of measure
    council="kapasitas anggota DPRD dan waktu reses (sebelum atau sesudah musrenbang)",
    regulation="pasal Perda yang berlaku dan kepatuhannya",
)
_COLUMNS = Labels(  # what is asked of people, not of lists
    cap_kpmd="kapasitas KPMD",
    cap_kades="kapasitas kepala desa",
    cap_bpd="kapasitas anggota BPD",
    cap_lpmd="kapasitas pengurus LPMD",
    org_bpd="tata kelembagaan BPD",
    org_lpmd="tata kelembagaan LPMD",
    cap_bkad="kapasitas BKAD",
    cap_upk="kapasitas UPK",
    cap_setrawan="kapasitas setrawan",
    capacity="kapasitas Bappeda dan SKPD",
)


@dataclass(frozen=True)
class MeasuredIndicator:
    """An indicator of the lists, between the least and the most that it can be while lines are undecided.

    Parameters
    ----------
    key, indicator : of `datasets/indicators.toml`.
    count, rupiah : least and most, 0..1 for shares; None where the lists do not say.
    lacking : lists that are missing for it, by name.
    columns : what no list holds, in words; empty where lists are enough.
    """

    key: str
    indicator: Indicator
    count: tuple[float, float] | None
    rupiah: tuple[float, float] | None
    lacking: tuple[str, ...] = ()
    columns: str = ""

    @property
    def label(self) -> str:
        """What it is called, behind the code of its sasaran."""
        return f"{self.indicator.seed_code} {pick(self.indicator.label)}".strip()

    @property
    def why_not(self) -> str:
        """Say what must be there before it can be told; empty where it is told."""
        if self.columns:
            return tr("kolom yang kurang: {kolom}").format(kolom=self.columns)
        if self.lacking:
            lists = ", ".join(LISTS[name] for name in self.lacking)
            return tr("daftar yang kurang: {daftar}").format(daftar=lists)
        return "" if self.count else tr("tidak ada yang dapat dihitung: pembaginya nol")


class ChainRecord:
    """What the lists of a chain say, as the library keeps a year.

    What nobody has decided on stands in it as a work of its own; how much more it may be is worked out beside it.
    """

    def __init__(self, chain: Chain) -> None:
        self.chain = chain

    @cached_property
    def run(self) -> RunRecord:
        """The record: what stands in each list is taken by its forum, with the rupiah written there."""
        items, rules = self.chain.items, _rules(self.chain.lines)
        world, proposals = _world(items), _proposals(self.chain, items)
        docket = Docket(proposals, np.zeros(world.size("village"), np.int64))
        eligible = [item.first == PROPOSALS and item.stands(PROPOSALS) for item in items]
        docket.priority = np.array(eligible, np.float32)
        steps, idr = [], proposals.cost
        for number, spec in enumerate(rules.forum):
            steps.append(step := _step(items, world, docket, number, _LIST_OF[spec.key], idr))
            idr = np.where(step.after > 0, step.after, idr)
        scenario = Scenario.load("unit06")
        part = RunPart(world, docket, steps)
        return RunRecord(world, scenario, rules, Draws(0), [part])

    @cached_property
    def _bounds(self) -> ChainBounds:
        return ChainBounds(Conditions(self.run, self.run.parts[0]), self.chain.items)

    def indicators(self, keys: Iterable[str] = MEASURED) -> list[MeasuredIndicator]:
        """Measure indicators, each with its bounds or with what it lacks."""
        return [self._measured(key, definitions()[key]) for key in keys]

    def _measured(self, key: str, indicator: Indicator) -> MeasuredIndicator:
        if columns := _lacking_columns(indicator):
            return MeasuredIndicator(key, indicator, None, None, columns=columns)
        needed = dict.fromkeys(_lists_of(indicator))
        lacking = tuple(name for name in needed if name not in self.chain.lines)
        if lacking:
            return MeasuredIndicator(key, indicator, None, None, lacking)
        assert indicator.numerator is not None
        whole = indicator.denominator or indicator.numerator
        return MeasuredIndicator(key, indicator, *self._bounds.shares(indicator.numerator, whole))


def _lists_of(indicator: Indicator) -> Iterator[str]:
    """Name the lists that an indicator asks for."""
    for counted in filter(None, (indicator.numerator, indicator.denominator)):
        for word in (*counted.where, f"taken:{counted.rupiah}"):
            kind, _, rest = word.partition(":")
            if word in _BY_WORD:
                yield _BY_WORD[word]
            elif kind in ("taken", "entered") and rest in _LIST_OF:
                yield _LIST_OF[rest]
            elif kind == "origin" and "reses" in rest.split("|"):
                yield RECESS


def _lacking_columns(indicator: Indicator) -> str:
    """Name what an indicator asks for that no list holds."""
    if indicator.kind in _LACKING:
        return _LACKING[indicator.kind]
    names = [column.rpartition(".")[2] for column in indicator.columns]
    return ", ".join(dict.fromkeys(_COLUMNS[name] for name in names))


def _rules(lines: Iterable[str]) -> RuleBook:
    """Give the rule book whose forums are those of the lists that there are."""
    book, there = load_rules("kasus_tirtamulya"), {*lines}
    regime = load_rules("2010")
    recess = regime.forum[regime.index("reses")]
    forums = (book.forum[0], recess, *book.forum[1:])
    return changed(book, forum=tuple(spec for spec in forums if _LIST_OF[spec.key] in there))


def _world(items: Iterable[ChainItem]) -> World:
    """Give the villages that the lists name; nothing else is known of them."""
    names = [*dict.fromkeys(_village(item) for item in items)]
    texts = {name: np.array(values, object) for name, values in _named(names).items()}
    tables = {name: {c.name: np.empty(0) for c in SCHEMA[name]} for name in SCHEMA}
    return World("daftar", {"id": "daftar"}, tables | {"villages": texts}, complete=True)


def _named(names: list[str]) -> dict[str, list[str]]:
    return {"code": [str(number) for number, _ in enumerate(names)], "name": names}


def _village(item: ChainItem) -> str:
    lines = [line for own in item.lines.values() for line in own]
    return next((line.village for line in lines if line.village), "")


def _proposals(chain: Chain, items: tuple[ChainItem, ...]) -> Proposals:
    """Give the works as proposals; what no list says of them is 0."""
    size = len(items)
    rows = {item.key: row for row, item in enumerate(items)}
    villages: dict[str, int] = {}
    for item in items:
        villages.setdefault(_village(item), len(villages))
    origins = {PROPOSALS: Origin.HAMLET, RECESS: Origin.RESES}
    matches = [
        rows.get(chain.decision(RECESS, item.key.removeprefix(f"{RECESS} ")), -1)
        if item.first == RECESS
        else -1
        for item in items
    ]

    def none(kind: Any) -> Any:
        return np.zeros(size, kind)

    return Proposals(
        key=np.arange(size).astype(np.uint64),
        origin=np.array([origins.get(item.first, Origin.SKPD) for item in items], np.int8),
        village=np.array([villages[_village(item)] for item in items], np.int64),
        skpd=none(np.int8),
        activity=none(np.int8),
        authority=none(np.int8),
        urgency=none(np.int8),
        flags=none(np.uint16),
        cost=np.array([_cost(item) for item in items], np.int64),
        selfhelp=none(np.int64),
        households=none(np.int32),
        poor_households=none(np.int32),
        matches=np.array(matches, np.int32),
    )


def _cost(item: ChainItem) -> int:
    return sum(line.cost_idr for line in item.lines[item.first])


def _step(
    items: tuple[ChainItem, ...], world: World, docket: Docket, number: int, name: str, before: Ints
) -> Step:
    """Give what a list decided: what stands in it is taken, with its rupiah; all others are not."""
    here = np.array([name in item.lines or item.first == PROPOSALS for item in items], np.bool_)
    rows = here.nonzero()[0].astype(np.int32)
    taken = np.array([items[row].stands(name) for row in rows.tolist()], np.bool_)
    after = np.array([item.idr(name) for item in items], np.int64)
    return Step(
        world=world,
        docket=docket,
        forum=number,
        grouping="kabupaten",
        rows=rows,
        reason=np.zeros(len(rows), np.int8),
        pot=np.where(taken, 0, -1).astype(np.int8),
        points=np.empty(0),
        order=np.empty(0, np.int32),
        before=before,
        after=after,
        ceilings=(None,),
    )
