"""The conditions of `datasets/indicators.toml`: which proposals of one block of a run meet them."""

from collections.abc import Callable
from copy import copy
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from p2spp_sim.base.arrays import Bools, Floats, Ints, numbered, of_rows
from p2spp_sim.base.errors import UnknownName
from p2spp_sim.base.language import tr
from p2spp_sim.model import proposals as P  # noqa: N812
from p2spp_sim.model.meeting import DONE
from p2spp_sim.model.proposals import ORIGINS
from p2spp_sim.model.rulebook import Reason
from p2spp_sim.results.definitions import Counted
from p2spp_sim.results.record import RunPart, RunRecord, Step
from p2spp_sim.world.stack import COPIED
from p2spp_sim.world.world import World

FELT = "felt"  # needs, voiced or not: no proposals, so it stands alone


def fifths(world: World) -> Ints:
    """Give the fifth of its kabupaten that a village belongs to by share of poor households, (villages,) 1 to 5.

    5 is the poorest.
    """
    poor, kabupaten = world.villages["poor_share"], world.kabupaten_of
    order = np.lexsort((-poor, kabupaten))
    size = np.bincount(kabupaten)
    place = np.empty(len(order), np.int64)
    place[order] = numbered(size)
    return np.asarray(5 - place * 5 // size[kabupaten], np.int64)


def poorest(world: World) -> Bools:
    """Mark the fifth of the villages of every kabupaten with the largest share of poor households."""
    return fifths(world) == 5


class Conditions:
    """The conditions of one block, as masks that are remembered and summed: many indicators ask for the same.

    A block may hold several runs (see `world.stack`), its villages and groups run by run.
    """

    def __init__(self, run: RunRecord, part: RunPart) -> None:
        self.run, self.part, self.runs = run, part, run.draws.runs
        self.villages = part.world.size("village")
        self._steps = {run.rules.forum[step.forum].key: step for step in part.steps}
        self._unknown: dict[
            str, UnknownName
        ] = {}  # to look for near names once, not at every indicator
        self._masks: dict[str, Bools] = {}
        self._granted: dict[str, Ints] = {}
        self._received: dict[str, Ints] = {}
        self._by_village: dict[tuple[tuple[str, ...], str], Floats] = {}
        self._rows: Bools | None = None  # proposals that are looked at, and villages; None for all
        self._chosen: Bools | None = None

    def of_villages(self, chosen: Bools) -> "Conditions":
        """Look at some villages only, with their proposals: as if no other were in the block."""
        some = self.of_proposals(chosen.take(self.part.docket.proposals.village))
        some._chosen, some.villages = chosen, int(chosen.sum())
        return some

    def of_proposals(self, chosen: Bools) -> "Conditions":
        """Look at some proposals only; what is known of the block need not be worked out again."""
        some = copy(self)
        some._rows, some._by_village = chosen, {}
        return some

    def by_run(self, cells: NDArray[Any]) -> NDArray[Any]:
        """Lay what there is of every village apart by run: (..., villages) to (..., runs, villages of a run)."""
        if self._chosen is not None:
            cells = cells[..., self._chosen]
        return cells.reshape(*cells.shape[:-1], self.runs, -1)

    def in_pot(self, step: Step, pot: int) -> tuple[NDArray[Any], Ints]:
        """Give what a pot took of a step, of the proposals that are looked at: their rows, and what it granted."""
        taken = (step.pot == pot).nonzero()[0]
        if self._rows is not None:
            taken = taken[self._rows.take(step.rows.take(taken))]
        return step.rows.take(taken), step.granted.take(taken)

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

    def granted(self, forum: str) -> Ints:
        """Rupiah a forum granted, -1 where a proposal was refused or never came before it."""
        if forum not in self._granted:
            granted = np.full(len(self.part.docket.proposals), -1, np.int64)
            if step := self.step(forum):
                granted[step.rows] = np.where(step.pot >= 0, step.granted, -1)
            self._granted[forum] = granted
        return self._granted[forum]

    def received(self, rupiah: str) -> Ints:
        """Rupiah by the name of what is counted: `cost`, `useful`, or what a forum granted, 0 where it refused."""
        if rupiah == "cost":
            return self.part.docket.proposals.cost
        if rupiah not in self._received:
            self._received[rupiah] = (
                self.useful() if rupiah == "useful" else np.maximum(self.granted(rupiah), 0)
            )
        return self._received[rupiah]

    def mask(self, word: str) -> Bools:
        """Tell which proposals meet a condition."""
        if word not in self._masks:
            self._masks[word] = self._evaluated(word)
        return self._masks[word]

    def _evaluated(self, word: str) -> Bools:
        if word in WORDS:
            return WORDS[word](self)
        name, _, rest = word.partition(":")
        if name not in PREFIXES:
            raise UnknownName(tr("Syarat"), word, [*WORDS, *PREFIXES])
        return PREFIXES[name](self, rest)

    def _of_origin(self, channels: str) -> Bools:
        wanted = np.zeros(len(P.Origin), np.bool_)
        wanted[[code for channel in channels.split("|") for code in ORIGINS[channel]]] = True
        return wanted[self.part.docket.proposals.origin]

    def _taken(self, place: str) -> Bools:
        forum, _, pot = place.partition(".")
        return self._in_pots(forum, pot.split("|")) if pot else self.granted(forum) >= 0

    def _entered(self, forum: str) -> Bools:
        entered = np.zeros(len(self.part.docket.proposals), np.bool_)
        if step := self.step(forum):
            entered[step.rows] = True
        return entered

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
        return self._with_equals(self.granted("apbd") >= 0)

    def _realised(self) -> Bools:
        """Tell what was built itself, from whatever money, or as the pokir that equals it."""
        return self._with_equals(self.mask("built").copy())

    def _with_equals(self, met: Bools) -> Bools:
        equals = self.part.docket.proposals.matches[np.flatnonzero(met)]
        met[equals[equals >= 0]] = True
        return met

    def _in_pots(self, forum: str, pots: list[str]) -> Bools:
        taken = np.zeros(len(self.part.docket.proposals), np.bool_)
        if step := self.step(forum):
            named = [pot.key in pots for pot in self.run.rules.forum[step.forum].pots]
            taken[step.rows] = np.array([*named, False])[step.pot]  # the last for -1, refused
        return taken

    @cached_property
    def poorest(self) -> Bools:
        """Mark the poorest fifth of the villages (see `poorest`)."""
        return poorest(self.part.world)

    def property(self, name: str) -> Floats:
        """Give one of the `PROPERTIES` of every proposal."""
        return PROPERTIES[name](self).astype(np.float64)

    def useful(self) -> Ints:
        """Rupiah of what was built, without what leaked away.

        Equation: useful = idr * (1 - max(0, leakage - leakage_audit * audit)) of what was built.
        """
        value = self._value
        kept = 1 - np.maximum(0.0, value("leakage") - value("leakage_audit") * value("audit"))
        return np.where(
            self.part.docket.at == DONE, np.floor(self.part.docket.idr * kept), 0
        ).astype(np.int64)

    def all_of(self, where: tuple[str, ...]) -> Bools:
        """Tell which proposals meet all conditions, of those that are looked at."""
        table = self.part.docket.proposals
        met = self.mask(where[0]).copy() if where else np.ones(len(table), np.bool_)
        for word in where[1:]:
            met &= self.mask(word)
        if self._rows is not None:
            met &= self._rows
        return met

    @cached_property
    def run_of(self) -> Ints:
        """Tell of which run of the block every proposal is, (n,) int64."""
        villages = self.part.world.size("village")
        run_of_village = np.repeat(np.arange(self.runs), villages // self.runs)
        return run_of_village.take(self.part.docket.proposals.village)

    def apart(self, rows: Ints) -> list[Ints]:
        """Divide proposals by run, each in its order."""
        if self.runs == 1:
            return [rows]
        run = self.run_of.take(rows)
        ends = np.bincount(run, minlength=self.runs).cumsum()
        return np.split(rows.take(run.argsort(kind="stable")), ends[:-1])

    def added(self, rows: NDArray[np.integer], values: Ints) -> Floats:
        """Count proposals and add up their whole numbers, (2, runs); exact in any order, being far below 2**53."""
        if self.runs == 1:
            return np.array([[len(rows)], [values.sum()]], np.float64)
        run = self.run_of.take(rows)
        return np.array([np.bincount(run, each, self.runs) for each in (None, values)])

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
        rows = self.all_of(counted.where).nonzero()[0]
        return self.added(rows, self.received(counted.rupiah).take(rows))

    def by_village(self, counted: Counted) -> Floats:
        """Count proposals and rupiah of a set in every village, (2, villages); 0 in those that are not looked at."""
        if counted.where == (FELT,):
            felt = self.part.docket.felt.astype(np.float64)
            return np.array([felt, np.full(len(felt), np.nan)])
        key = (counted.where, counted.rupiah)
        if key not in self._by_village:
            rows = self.all_of(counted.where).nonzero()[0]
            village = self.part.docket.proposals.village.take(rows)
            idr = self.received(counted.rupiah).take(rows)
            villages = self.part.world.size("village")
            self._by_village[key] = np.array(
                [np.bincount(village, each, villages) for each in (None, idr)], np.float64
            )
        return self._by_village[key]


# what a condition may be: a word alone, or a word with what stands behind its colon
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
    "entered": Conditions._entered,
    "taken": Conditions._taken,
    "reason": lambda s, reason: s.part.docket.reason == Reason[reason.upper()],
}
PROPERTIES: dict[str, Callable[[Conditions], NDArray[Any]]] = {
    "poor": lambda s: (
        s.part.docket.proposals.poor_households / np.maximum(s.part.docket.proposals.households, 1)
    ),
    "selfhelp": lambda s: (
        s.part.docket.proposals.selfhelp / np.maximum(s.part.docket.proposals.cost, 1)
    ),
    "households": lambda s: s.part.docket.proposals.households,
    "urgency": lambda s: s.part.docket.proposals.urgency,
    "priority": lambda s: s.part.docket.priority,
}
RUPIAH = ("cost", "useful")  # what may be counted beside what a forum granted
