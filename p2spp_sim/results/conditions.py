"""The conditions of `datasets/indicators.toml`: which proposals of one block of a run meet them."""

from collections.abc import Callable, Mapping
from copy import copy
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from p2spp_sim.base.arrays import Bools, Floats, Ints, of_rows
from p2spp_sim.base.errors import UnknownName
from p2spp_sim.base.language import tr
from p2spp_sim.model import proposals as P  # noqa: N812
from p2spp_sim.model.meeting import DONE, Docket
from p2spp_sim.model.proposals import ORIGINS
from p2spp_sim.model.rulebook import Reason
from p2spp_sim.results.definitions import Counted
from p2spp_sim.results.record import RunPart, RunRecord, Step
from p2spp_sim.world.stack import COPIED
from p2spp_sim.world.world import World

FELT = "felt"  # needs, voiced or not: no proposals, so it stands alone


def poorest(world: World) -> Bools:
    """Mark the fifth of the villages of every kabupaten with the largest share of poor households."""
    return world.fifth_of == 5


class Conditions:
    """The conditions of one block, as masks that are remembered and summed: many indicators ask for the same.

    A block may hold several runs (see `world.stack`), its villages and groups run by run.
    """

    def __init__(self, run: RunRecord, part: RunPart) -> None:
        self.run, self.part, self.runs = run, part, run.draws.runs
        self.villages = part.world.size("village")
        self._steps = {run.rules.forum[step.forum].key: step for step in part.steps}
        # to look for near names once, not at every indicator
        self._unknown: dict[str, UnknownName] = {}
        self._masks: dict[str, Bools] = {}
        self._lists: dict[str, Ints] = {}
        self._rows: dict[tuple[str, ...], Ints] = {}
        self._totals: dict[Counted, Floats] = {}
        self._by_village: dict[Counted, Floats] = {}
        # looked at alone; None for all
        self._some_proposals: Bools | None = None
        self._some_villages: Bools | None = None

    def of_villages(self, chosen: Bools) -> "Conditions":
        """Look at some villages only, with their proposals: as if no other were in the block."""
        some = self.of_proposals(chosen.take(self.part.docket.proposals.village))
        some._some_villages, some.villages = chosen, int(chosen.sum())
        return some

    def of_proposals(self, chosen: Bools) -> "Conditions":
        """Look at some proposals only; what is known of the block need not be worked out again."""
        some = copy(self)
        some._some_proposals, some._rows, some._totals, some._by_village = chosen, {}, {}, {}
        return some

    def by_run(self, cells: NDArray[Any]) -> NDArray[Any]:
        """Lay what there is of every village apart by run: (..., villages) to (..., runs, villages of a run)."""
        if self._some_villages is not None:
            cells = cells[..., self._some_villages]
        return cells.reshape(*cells.shape[:-1], self.runs, -1)

    def in_pot(self, step: Step, pot: int) -> tuple[NDArray[Any], Ints]:
        """Give what a pot took of a step, of the proposals that are looked at: their rows, and what it granted."""
        rows = step.rows.take((step.pot == pot).nonzero()[0])
        if self._some_proposals is not None:
            rows = rows[self._some_proposals.take(rows)]
        return rows, step.after.take(rows)

    def step(self, forum: str) -> Step | None:
        """Give what a forum decided; None when the run ended before it.

        Raises
        ------
        UnknownName : the rule book has no such forum.
        """
        if forum in self._unknown:
            raise self._unknown[forum]
        if forum not in self._steps:
            try:
                self.run.rules.index(forum)
            except UnknownName as error:
                self._unknown[forum] = error
                raise
        return self._steps.get(forum)

    def received(self, rupiah: str, rows: Ints) -> Ints:
        """Rupiah of some proposals by the name of what is counted: `cost`, `useful`, or what a forum granted.

        0 where the forum refused, and where nothing was built that could be useful.
        """
        docket = self.part.docket
        if rupiah == "cost":
            return docket.proposals.cost.take(rows)
        if rupiah == "useful":
            return self.useful(rows)
        if step := self.step(rupiah):
            return step.after.take(rows) * self.mask(f"taken:{rupiah}").take(rows)
        return np.zeros(len(rows), np.int64)

    def useful(self, rows: Ints) -> Ints:
        """Rupiah of what was built, without what leaked away.

        Equation: useful = idr * (1 - max(0, leakage - leakage_audit * audit)) of what was built.
        """

        def value(key: str) -> Any:
            return of_rows(self._value(key), rows)

        kept = 1 - np.maximum(0.0, value("leakage") - value("leakage_audit") * value("audit"))
        left = np.floor(self.part.docket.idr.take(rows) * kept)
        return np.where(self.mask("built").take(rows), left, 0).astype(np.int64)

    def mask(self, word: str) -> Bools:
        """Tell which proposals meet a condition."""
        if word not in self._masks:
            self._masks[word] = self._evaluated(word)
        return self._masks[word]

    def _evaluated(self, word: str) -> Bools:
        if word in WORDS:
            return WORDS[word](self)
        name, _, rest = word.partition(":")
        if name in PREFIXES:
            return PREFIXES[name](self, rest)
        if name not in LISTS:
            raise UnknownName(tr("Syarat"), word, [*WORDS, *PREFIXES, *LISTS])
        met = np.zeros(len(self.part.docket.proposals), np.bool_)
        met[self._listed(word)] = True
        return met

    def _listed(self, word: str) -> Ints:
        if word not in self._lists:
            name, _, place = word.partition(":")
            self._lists[word] = LISTS[name](self, place)
        return self._lists[word]

    def _of_origin(self, channels: str) -> Bools:
        origin = self.part.docket.proposals.origin
        met = np.zeros(len(origin), np.bool_)
        for channel in channels.split("|"):
            for code in ORIGINS[channel]:
                met |= origin == code
        return met

    def _entered(self, forum: str) -> Ints:
        step = self.step(forum)
        return step.rows.astype(np.int64) if step else np.zeros(0, np.int64)

    def _taken(self, place: str) -> Ints:
        forum, _, pots = place.partition(".")
        if not (step := self.step(forum)):
            return np.zeros(0, np.int64)
        inside = self._in_pots(step, pots.split("|")) if pots else step.pot >= 0
        return step.rows.take(inside.nonzero()[0]).astype(np.int64)

    def _in_pots(self, step: Step, keys: list[str]) -> Bools:
        inside = np.zeros(len(step.pot), np.bool_)
        for number, pot in enumerate(self.run.rules.forum[step.forum].pots):
            if pot.key in keys:
                inside |= step.pot == number
        return inside

    def _aligned(self) -> Bools:
        return (self.part.docket.priority > 0) | (self.part.docket.proposals.matches >= 0)

    def _value(self, key: str) -> Any:
        """Give the value of a lever: one for all proposals, or where runs differ in it that of each."""
        value = self.run.scenario.value(key, "village")
        return of_rows(value, self.part.docket.proposals.village)

    def _answered(self) -> Bools:
        share = self._value("answer_rejections")
        return self.run.draws.uniform("answer", self.part.docket.proposals.key) < share

    def _funded(self) -> Bools:
        """Tell what is in the APBD itself, or as the pokir that equals it."""
        return self._with_equals(self.mask("taken:apbd"))

    def _realised(self) -> Bools:
        """Tell what was built itself, from whatever money, or as the pokir that equals it."""
        return self._with_equals(self.mask("built"))

    def _with_equals(self, met: Bools) -> Bools:
        met = met.copy()
        equals = self.part.docket.proposals.matches.take(met.nonzero()[0])
        met[equals[equals >= 0]] = True
        return met

    @cached_property
    def poorest(self) -> Bools:
        """Mark the poorest fifth of the villages (see `poorest`)."""
        return poorest(self.part.world)

    def property(self, name: str, rows: Ints) -> Floats:
        """Give one of the `PROPERTIES` of some proposals."""
        return PROPERTIES[name](self.part.docket, rows).astype(np.float64)

    def all_of(self, where: tuple[str, ...]) -> Bools:
        """Tell which proposals meet all conditions, of those that are looked at."""
        table = self.part.docket.proposals
        met = self.mask(where[0]).copy() if where else np.ones(len(table), np.bool_)
        for word in where[1:]:
            met &= self.mask(word)
        if self._some_proposals is not None:
            met &= self._some_proposals
        return met

    def rows(self, where: tuple[str, ...]) -> Ints:
        """Give the rows of `all_of`, ascending."""
        if where not in self._rows:
            lists = {word: self._listed(word) for word in where if word.partition(":")[0] in LISTS}
            if lists:
                self._rows[where] = self._narrowed(lists, where)
            else:
                self._rows[where] = self.all_of(where).nonzero()[0]
        return self._rows[where]

    def _narrowed(self, lists: Mapping[str, Ints], where: tuple[str, ...]) -> Ints:
        """Look only at the shortest list that a forum made: it is much shorter than the docket."""
        shortest = min(lists, key=lambda word: len(lists[word]))
        rows = lists[shortest]
        masks = [self.mask(word) for word in where if word != shortest]
        for mask in masks if self._some_proposals is None else [*masks, self._some_proposals]:
            rows = rows.take(mask.take(rows).nonzero()[0])
        return rows

    @cached_property
    def run_of(self) -> NDArray[np.int8]:
        """Tell of which run of the block every proposal is, (n,) int8."""
        villages = self.part.world.size("village")
        run_of_village = np.repeat(np.arange(self.runs, dtype=np.int8), villages // self.runs)
        return run_of_village.take(self.part.docket.proposals.village)

    def added(self, rows: NDArray[np.integer], values: Ints) -> Floats:
        """Count proposals and add up their whole numbers, (2, runs); exact in any order, being far below 2**53."""
        if self.runs == 1:
            return np.array([[len(rows)], [values.sum()]], np.float64)
        return _grouped(self.run_of.take(rows), values, self.runs)

    def column(self, name: str) -> NDArray[Any]:
        """Give a column of the world by its table and name, such as villages.trust: (runs, rows of a run)."""
        table, _, column = name.partition(".")
        cells = self.part.world.tables[table][column]
        if table == "villages":
            return self.by_run(cells)
        if table in COPIED:
            return cells.reshape(self.runs, -1)
        return np.tile(cells, (self.runs, 1))

    def total(self, counted: Counted) -> Floats:
        """Count proposals and rupiah of a set, (2, runs)."""
        if counted.where == (FELT,):
            felt = self.by_run(self.part.docket.felt).sum(axis=1)
            return np.array([felt, np.full(self.runs, np.nan)])
        if counted not in self._totals:
            rows = self.rows(counted.where)
            self._totals[counted] = self.added(rows, self.received(counted.rupiah, rows))
        return self._totals[counted]

    def by_village(self, counted: Counted) -> Floats:
        """Count proposals and rupiah of a set in every village, (2, villages); 0 in those that are not looked at."""
        if counted.where == (FELT,):
            felt = self.part.docket.felt.astype(np.float64)
            return np.array([felt, np.full(len(felt), np.nan)])
        if counted not in self._by_village:
            rows = self.rows(counted.where)
            village = self.part.docket.proposals.village.take(rows)
            self._by_village[counted] = _grouped(
                village, self.received(counted.rupiah, rows), self.part.world.size("village")
            )
        return self._by_village[counted]


def _edges(group: NDArray[np.integer]) -> Ints:
    """Give the places at which another group begins than that of the place before, and the end, (stretches + 1,)."""
    if not len(group):
        return np.zeros(1, np.int64)
    return np.concatenate(([0], (group[1:] != group[:-1]).nonzero()[0] + 1, [len(group)]))


def _grouped(group: NDArray[np.integer], values: Ints, groups: int) -> Floats:
    """Count values and add them up by group, (2, groups); quick where those of a group lie together."""
    edges = _edges(group)
    first = edges[:-1]
    counts = edges[1:] - first
    sums = np.add.reduceat(values, first) if len(first) else counts
    group = group.take(first)
    return np.array([np.bincount(group, each, groups) for each in (counts, sums)])


def _share(part: NDArray[Any], whole: NDArray[Any], rows: Ints) -> Floats:
    return part.take(rows) / np.maximum(whole.take(rows), 1)


# what a condition may be: a word alone, or one of the others with what stands behind its colon
WORDS: dict[str, Callable[[Conditions], Bools]] = {
    "priority": lambda s: s.part.docket.priority > 0,
    "matched": lambda s: s.part.docket.proposals.matches >= 0,
    "aligned": Conditions._aligned,
    "funded": Conditions._funded,
    "realised": Conditions._realised,
    "elite": lambda s: s.part.docket.proposals.has(P.ELITE),
    "women": lambda s: s.part.docket.proposals.has(P.WOMEN),
    "voiced": lambda s: s.part.docket.proposals.origin <= P.Origin.WOMEN,
    "built": lambda s: s.part.docket.at == DONE,
    "stopped": lambda s: s.part.docket.reason > 0,
    "answered": Conditions._answered,
}
PREFIXES: dict[str, Callable[[Conditions, str], Bools]] = {
    "origin": Conditions._of_origin,
    "reason": lambda s, reason: s.part.docket.reason == Reason[reason.upper()],
}
LISTS: dict[str, Callable[[Conditions, str], Ints]] = {  # given as the rows that a forum had
    "entered": Conditions._entered,
    "taken": Conditions._taken,
}
PROPERTIES: dict[str, Callable[[Docket, Ints], NDArray[Any]]] = {
    "poor": lambda docket, rows: _share(
        docket.proposals.poor_households, docket.proposals.households, rows
    ),
    "selfhelp": lambda docket, rows: _share(docket.proposals.selfhelp, docket.proposals.cost, rows),
    "households": lambda docket, rows: docket.proposals.households.take(rows),
    "urgency": lambda docket, rows: docket.proposals.urgency.take(rows),
    "priority": lambda docket, rows: docket.priority.take(rows),
}
RUPIAH = ("cost", "useful")  # what may be counted beside what a forum granted
