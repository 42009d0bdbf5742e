"""Sets of proposals in one block of a run, as the conditions of `datasets/indicators.toml` name them."""

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from p2spp_sim import proposals as P  # noqa: N812
from p2spp_sim.frames import CHANNELS
from p2spp_sim.meeting import DONE
from p2spp_sim.rules import Reason

if TYPE_CHECKING:
    from p2spp_sim.indicators import Counted
    from p2spp_sim.ledger import Part, Run

Bools = NDArray[np.bool_]
Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
WORDS = ("priority", "funded", "elite", "matched", "aligned", "women", "built", "voiced", "felt", "answered", "stopped")
PREFIXES = ("origin", "entered", "taken", "reason")


class Sets:
    """The sets of one block, summed by village and remembered."""

    def __init__(self, run: "Run", part: "Part") -> None:
        self.run, self.part = run, part
        self.villages = part.world.size("village")
        self._granted: dict[str, Ints] = {}

    def granted(self, forum: str) -> Ints:
        """Rupiah a forum granted, -1 where a proposal was refused or never came before it."""
        if forum not in self._granted:
            granted = np.full(len(self.part.docket.proposals), -1, np.int64)
            for part, step in self.run.steps(forum):
                if part is self.part:
                    granted[step.rows] = np.where(step.pot >= 0, step.granted, -1)
            self._granted[forum] = granted
        return self._granted[forum]

    def holds(self, word: str) -> Bools:
        """Tell which proposals meet a condition."""
        table, docket = self.part.docket.proposals, self.part.docket
        name, _, rest = word.partition(":")
        if name == "origin":
            origins = [code for channel in rest.split("|") for code in CHANNELS[channel]]
            return np.isin(table.origin, origins)
        if name == "taken":
            forum, _, pot = rest.partition(".")
            return self._in_pots(forum, pot.split("|")) if pot else self.granted(forum) >= 0
        if name == "reason":
            return docket.reason == Reason[rest.upper()]
        if name == "entered":
            entered = np.zeros(len(table), np.bool_)
            for part, step in self.run.steps(rest):
                if part is self.part:
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
        numbers = [n for n, pot in enumerate(self.run.rules.forum[self.run.rules.index(forum)].pots) if pot.key in pots]
        taken = np.zeros(len(self.part.docket.proposals), np.bool_)
        for part, step in self.run.steps(forum):
            if part is self.part:
                taken[step.rows] = np.isin(step.pot, numbers)
        return taken

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
        held = np.ones(len(self.part.docket.proposals), np.bool_)
        for word in where:
            held &= self.holds(word)
        return held

    def by_village(self, counted: "Counted") -> tuple[Floats, Floats]:
        """Count proposals and rupiah of a set in every village, (villages,) each."""
        if counted.where == ("felt",):
            felt = self.part.docket.felt.astype(np.float64)
            return felt, np.full(len(felt), np.nan)
        held = self.held(counted.where)
        village = self.part.docket.proposals.village[held]
        if counted.rupiah in ("cost", "useful"):
            amount = self.part.docket.proposals.cost if counted.rupiah == "cost" else self.useful()
        else:
            amount = self.granted(counted.rupiah)
        count = np.bincount(village, minlength=self.villages).astype(np.float64)
        idr = np.bincount(village, np.maximum(amount[held], 0), minlength=self.villages)
        return count, idr.astype(np.float64)
