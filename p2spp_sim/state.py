"""What lives on from one year to the next: capacities, trust, village documents, needs, compliance with regulation.

One equation a state, with its coefficients declared in `datasets/levers.toml`:

capacity     c <- c + training_rate * training_applied * effort * (1 - c), then c <- c - staff_turnover * (c - c_start)
             when it is above where it started
trust        t <- t + trust_speed * (target - t), where
             target = t_start + trust_work * (something was built - expected_works)
                      + trust_answer * (answer_rejections - its default)
RPJM Desa    renewed every rpjm_years with chance rpjm_fit + rpjm_fit_kades * capacity of the Kades, raised by
             rpjm_support
needs        a need that is built makes room for a new one; an unmet one is filed again with chance refile, and with
             refile_listed where it stood on the list of its kecamatan
list         the place on that list of what no flaw of its own stopped is remembered for a year: it is voiced again, and
             scored by memory_weight in the village and in the kecamatan
chance       w <- 0 when something that a village listed at the kecamatan was funded, w + 1 when nothing was, the same
             when it listed nothing; odds <- odds + chance_memory * (share funded / usual - odds) when it listed
             something, where odds begin at 1 and usual is the share of the kabupaten in the first year
compliance   r <- r + compliance_speed * (1 - r) in every year in which a clause is in force
"""

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from p2spp_sim.base.arrays import Bools, Floats, Ints
from p2spp_sim.base.draws import Draws
from p2spp_sim.model.meeting import DONE
from p2spp_sim.model.proposals import Origin
from p2spp_sim.model.rulebook import Reason
from p2spp_sim.model.training import TRAINS, with_tables
from p2spp_sim.results.conditions import Conditions
from p2spp_sim.results.run import Run
from p2spp_sim.scenario.scenario import Scenario
from p2spp_sim.world.schema import SLOTS
from p2spp_sim.world.world import World

_LISTED = ("origin:musrenbang", "entered:musrenbang_kecamatan")
_NO_FLAW = (Reason.CEILING, Reason.EQUALISATION, Reason.WITHDRAWN, Reason.NOT_DELIVERED)


@dataclass(frozen=True)
class State:
    """Where a district stands at the start of a year.

    Parameters
    ----------
    world : as it is now, with the year of birth of every need.
    start : as it was at the beginning; what was gained above it fades.
    compliance : with clauses in force, 0..1.
    usual : (kabupaten,) share of what was listed at the kecamatan that was funded in the first year; None before it.
    """

    world: World
    start: World
    compliance: float = 0.0
    usual: Floats | None = None

    @classmethod
    def begin(cls, world: World) -> "State":
        """Begin with a world in its first year."""
        slots = world.size("village"), SLOTS
        born, listed = np.zeros(slots, np.int16), np.zeros(slots, np.float32)
        return cls(replace(world, born=born, listed=listed), world)

    def complied(self, scenario: Scenario) -> float:
        """Tell compliance in the coming year.

        Equation: r + compliance_speed * (1 - r).
        """
        return self.compliance + scenario.value("compliance_speed") * (1 - self.compliance)

    def after(self, run: Run, scenario: Scenario, draws: Draws) -> "State":
        """Give the state in which a year that was run leaves the district.

        Equation: c <- c - staff_turnover * max(c - c_start, 0); the rest by the functions below.

        Parameters
        ----------
        run : the year; its world is the trained one.
        scenario : as it was in force.
        draws : of that year.
        """
        changed = {
            name: dict(run.world.tables[name])
            for name in ("villages", "kecamatan", "budget", "skpd", "council")
        }
        turnover = scenario.value("staff_turnover")
        for table, column in (pair for columns in TRAINS.values() for pair in columns):
            now, begun = changed[table][column], self.start.tables[table][column]
            changed[table][column] = now - turnover * np.maximum(now - begun, 0.0)
        villages = changed["villages"]
        villages["trust"] = self._trust(run, scenario)
        villages["rpjm"] = _renewed(run.world, scenario, draws)
        world, usual = self._remembered(run, scenario)
        born, listed = _needs(run, scenario, draws)
        world = replace(world, born=born, listed=listed)
        clauses = any(lever.locks and scenario.value(lever.key) for lever in scenario.levers())
        return State(
            with_tables(world, changed),
            self.start,
            self.complied(scenario) if clauses else 0.0,
            usual,
        )

    def _remembered(self, run: Run, scenario: Scenario) -> tuple[World, Floats | None]:
        """Let every village remember what became of what it listed at the kecamatan.

        Equation: waits <- 0 if something listed was funded, + 1 if nothing was, as it was if nothing was listed;
            odds <- odds + chance_memory * (share funded / usual - odds), usual that of the kabupaten in its first year.
        """
        world = run.world
        if not {"musrenbang_kecamatan", "apbd"} <= {spec.key for spec in run.rules.forum}:
            return world, self.usual
        blocks = [Conditions(run, part) for part in run.parts]
        listed, funded = (
            np.concatenate([_by_village(block, *words) for block in blocks])
            for words in (_LISTED, (*_LISTED, "funded"))
        )
        usual = self.usual
        if usual is None:
            usual = _over(
                np.bincount(world.kabupaten_of, funded), np.bincount(world.kabupaten_of, listed)
            )
        waits = np.zeros(len(listed), np.int16) if world.waits is None else world.waits
        odds = np.ones(len(listed)) if world.odds is None else world.odds
        now = _over(_over(funded, listed), usual[world.kabupaten_of])
        moved = odds + scenario.value("chance_memory") * (now - odds)
        known = (listed > 0) & (usual[world.kabupaten_of] > 0)
        return replace(
            world,
            waits=np.where(listed > 0, (waits + 1) * (funded == 0), waits).astype(np.int16),
            odds=np.where(known, np.rint(moved * 1e6) / 1e6, odds),
        ), usual

    def _trust(self, run: Run, scenario: Scenario) -> Floats:
        """Move trust towards what was built and answered.

        Equation: t <- t + trust_speed * (clip(t_start + trust_work * (served - expected_works) +
            trust_answer * (answer_rejections - its default), 0, 1) - t).
        """
        value, now = scenario.value, run.world.villages["trust"]
        answered = value("answer_rejections") - scenario.lever("answer_rejections").value
        target = self.start.villages["trust"] + value("trust_work") * (
            served(run) - value("expected_works")
        )
        target = np.clip(target + value("trust_answer") * answered, 0.0, 1.0)
        moved: Floats = now + value("trust_speed") * (target - now)
        return np.rint(moved * 1e6) / 1e6


def _by_village(block: Conditions, *words: str) -> Ints:
    """Count the proposals of every village that meet all conditions."""
    village = block.part.docket.proposals.village[block.all_of(words)]
    return np.bincount(village, minlength=block.villages)


def _over(above: NDArray[Any], below: NDArray[Any]) -> Floats:
    """Divide, 0 where there is nothing to divide by."""
    share: Floats = np.divide(above, below, out=np.zeros(len(below)), where=below > 0)
    return share


def served(run: Run) -> Bools:
    """Tell which villages got works that others paid for: BLM, PIK, Renja or pokir, (villages,) bool."""
    got = []
    for part in run.parts:
        block = Conditions(run, part)
        rows = np.flatnonzero(
            block.mask("built") & ~block.mask("taken:musrenbang_desa.swadaya|apb_desa")
        )
        got.append(np.bincount(part.docket.proposals.village[rows], minlength=block.villages) > 0)
    return np.concatenate(got)


def _renewed(world: World, scenario: Scenario, draws: Draws) -> Bools:
    """Renew the RPJM Desa of the villages whose plan ends this year.

    Equation: if (uid + year) mod rpjm_years = 0: rpjm = [u < p + rpjm_support * (1 - p)],
        p = rpjm_fit + rpjm_fit_kades * cap_kades.
    """
    value = scenario.value
    due = (world.uid + np.uint64(draws.year)) % np.uint64(value("rpjm_years")) == 0
    chance = value("rpjm_fit") + value("rpjm_fit_kades") * world.villages["cap_kades"]
    chance = chance + value("rpjm_support") * (1 - chance)
    fit = draws.uniform("state.rpjm", world.uid) < chance
    return np.where(due, fit, world.villages["rpjm"])


def _needs(
    run: Run, scenario: Scenario, draws: Draws
) -> tuple[NDArray[np.int16], NDArray[np.float32]]:
    """Replace needs that were met, and those nobody files again, by new ones; remember the place of others on a list.

    Returns
    -------
    born, listed : (villages, SLOTS), as a `World` keeps them.

    Equation: born = next year if built, or its twin, or u >= (refile_listed if on the list of its kecamatan, else
        refile); else as it was. listed = its place there, 1 at the top, where it stays; else 0.
    """
    world = run.world
    if world.born is None:
        raise ValueError("the world of a year among years must know when its needs arose")
    born = world.born.copy()
    listed = np.zeros(born.shape, np.float32)
    met_needs = np.zeros(born.shape, np.bool_)
    for part in run.parts:
        table, docket = part.docket.proposals, part.docket
        met = docket.at == DONE
        twins = table.matches[met]
        met[twins[twins >= 0]] = True
        rows = np.flatnonzero(table.origin <= Origin.WOMEN)
        slot = (table.key[rows] & np.uint64(SLOTS - 1)).astype(np.int64)
        village = table.village[rows] + part.world.first - world.first
        listed[village, slot] = docket.priority[rows] * np.isin(docket.reason[rows], _NO_FLAW)
        met_needs[village, slot] = met[rows]
    key = np.add.outer(world.uid * np.uint64(SLOTS), np.arange(SLOTS, dtype=np.uint64)).ravel()
    chance = np.where(listed > 0, scenario.value("refile_listed"), scenario.value("refile"))
    again = draws.uniform("state.refile", key).reshape(born.shape) < chance
    gone = met_needs | ~again
    born[gone], listed[gone] = draws.year + 1, 0.0
    return born, listed
