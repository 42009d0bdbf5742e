"""Sets of proposals in one block of a run, as the conditions of `datasets/indicators.toml` name them."""

from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from p2spp_sim import proposals as P  # noqa: N812
from p2spp_sim.errors import UnknownName
from p2spp_sim.meeting import DONE
from p2spp_sim.rules import Reason
from p2spp_sim.proposals import CHANNELS

if TYPE_CHECKING:
    from p2spp_sim.indicators import Counted
    from p2spp_sim.ledger import Part, Run, Step

Bools = NDArray[np.bool_]
Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
WORDS = ("priority", "funded", "elite", "matched", "aligned", "women", "built", "voiced", "felt", "answered", "stopped")
PREFIXES = ("origin", "entered", "taken", "reason")


def poorest(world: Any) -> Bools:
    """Mark the fifth of the villages of every kabupaten with the largest share of poor households."""
    poor, kabupaten = world.villages["poor_share"], world.kabupaten_of
    order = np.lexsort((-poor, kabupaten))
    size = np.bincount(kabupaten)
    first = np.cumsum(size) - size
    place = np.empty(len(order), np.int64)
    place[order] = np.arange(len(order)) - first[kabupaten[order]]
    return np.asarray(place * 5 < size[kabupaten])


class Sets:
    """The sets of one block, summed and remembered: many indicators ask for the same conditions."""

    def __init__(self, run: "Run", part: "Part") -> None:
        self.run, self.part = run, part
        self.villages = part.world.size("village")
        self._steps = {run.rules.forum[step.forum].key: step for step in part.steps}
        self._unknown: dict[str, UnknownName] = {}  # to look for near names once, not at every indicator
        self._holds: dict[str, Bools] = {}
        self._granted: dict[str, Ints] = {}
        self._received: dict[str, Ints] = {}
        self._by_village: dict[tuple[tuple[str, ...], str], tuple[Floats, Floats]] = {}

    def step(self, forum: str) -> "Step | None":
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
            self._received[rupiah] = self.useful() if rupiah == "useful" else np.maximum(self.granted(rupiah), 0)
        return self._received[rupiah]

    def holds(self, word: str) -> Bools:
        """Tell which proposals meet a condition."""
        if word not in self._holds:
            self._holds[word] = self._found(word)
        return self._holds[word]

    def _found(self, word: str) -> Bools:
        table, docket = self.part.docket.proposals, self.part.docket
        name, _, rest = word.partition(":")
        if name == "origin":
            wanted = np.zeros(len(P.Origin), np.bool_)
            wanted[[code for channel in rest.split("|") for code in CHANNELS[channel]]] = True
            return wanted[table.origin]
        if name == "taken":
            forum, _, pot = rest.partition(".")
            return self._in_pots(forum, pot.split("|")) if pot else self.granted(forum) >= 0
        if name == "reason":
            return docket.reason == Reason[rest.upper()]
        if name == "entered":
            entered = np.zeros(len(table), np.bool_)
            if step := self.step(rest):
                entered[step.rows] = True
            return entered
        match name:
            case "priority":
                return docket.priority > 0
            case "matched":
                return table.matches >= 0
            case "aligned":
                return (docket.priority > 0) | (table.matches >= 0)
            case "funded":
                return self._funded()
            case "elite":
                return table.has(P.ELITE)
            case "women":
                return table.has(P.WOMEN)
            case "built":
                return docket.at == DONE
            case "stopped":
                return docket.reason > 0
            case "answered":
                share = self.run.scenario.value("answer_rejections")
                return self.run.draws.uniform("answer", table.key) < share
        return table.origin <= P.Origin.WOMEN

    def _funded(self) -> Bools:
        """Tell what is in the APBD itself, or as the pokir that equals it."""
        funded = self.granted("apbd") >= 0
        twins = self.part.docket.proposals.matches[np.flatnonzero(funded)]
        funded[twins[twins >= 0]] = True
        return funded

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
        """Give a property of every proposal: poor, selfhelp (shares), households, urgency, priority."""
        table = self.part.docket.proposals
        if name == "poor":
            return table.poor_households / np.maximum(table.households, 1)
        if name == "selfhelp":
            return table.selfhelp / np.maximum(table.cost, 1)
        source: Any = self.part.docket if name == "priority" else table
        values: Floats = getattr(source, name).astype(np.float64)
        return values

    def useful(self) -> Ints:
        """Rupiah of what was built, without what leaked away."""
        value = self.run.scenario.value
        kept = 1 - max(0.0, value("leakage") - value("leakage_audit") * value("audit"))
        return np.where(self.part.docket.at == DONE, np.floor(self.part.docket.idr * kept), 0).astype(np.int64)

    def held(self, where: tuple[str, ...]) -> Bools:
        """Tell which proposals meet all conditions."""
        if not where:
            return np.ones(len(self.part.docket.proposals), np.bool_)
        held = self.holds(where[0]).copy()
        for word in where[1:]:
            held &= self.holds(word)
        return held

    def total(self, counted: "Counted") -> tuple[float, float]:
        """Count proposals and rupiah of a set; whole numbers far below 2**53, so that every order of adding agrees."""
        if counted.where == ("felt",):
            return float(self.part.docket.felt.sum()), float("nan")
        rows = self.held(counted.where).nonzero()[0]
        return float(len(rows)), float(self.received(counted.rupiah)[rows].sum())

    def by_village(self, counted: "Counted") -> tuple[Floats, Floats]:
        """Count proposals and rupiah of a set in every village, (villages,) each."""
        if counted.where == ("felt",):
            felt = self.part.docket.felt.astype(np.float64)
            return felt, np.full(len(felt), np.nan)
        key = (counted.where, counted.rupiah)
        if key not in self._by_village:
            rows = self.held(counted.where).nonzero()[0]
            village = self.part.docket.proposals.village[rows]
            count = np.bincount(village, minlength=self.villages).astype(np.float64)
            idr = np.bincount(village, self.received(counted.rupiah)[rows], minlength=self.villages)
            self._by_village[key] = count, idr.astype(np.float64)
        return self._by_village[key]
