"""What lives on from one year to the next: capacities, trust, village documents, needs, compliance with regulation.

One equation a state, with its coefficients declared in `datasets/levers.toml`:

capacity     c <- c + training_rate * effort * (1 - c), then c <- c - staff_turnover * (c - c_start) when it is above
             where it started
trust        t <- t + trust_speed * (target - t), where
             target = t_start + trust_work * (something was built - expected_works)
                      + trust_answer * (answer_rejections - its default)
RPJM Desa    renewed every rpjm_years with chance rpjm_fit + rpjm_fit_kades * capacity of the Kades, raised by
             rpjm_support
needs        a need that is built makes room for a new one; an unmet one is filed again with chance refile
compliance   r <- r + compliance_speed * (1 - r) in every year in which a clause is in force
"""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from p2spp_sim.base.arrays import Bools, Floats
from p2spp_sim.base.draws import Draws
from p2spp_sim.model.meeting import DONE
from p2spp_sim.model.proposals import Origin
from p2spp_sim.model.training import TRAINS, with_tables
from p2spp_sim.results.conditions import Conditions
from p2spp_sim.results.run import Run
from p2spp_sim.scenario.scenario import Scenario
from p2spp_sim.world.schema import SLOTS
from p2spp_sim.world.world import World


@dataclass(frozen=True)
class State:
    """Where a district stands at the start of a year.

    Parameters
    ----------
    world : as it is now, with the year of birth of every need.
    start : as it was at the beginning; what was gained above it fades.
    compliance : with clauses in force, 0..1.
    """

    world: World
    start: World
    compliance: float = 0.0

    @classmethod
    def begin(cls, world: World) -> "State":
        """Begin with a world in its first year."""
        born = np.zeros((world.size("village"), SLOTS), np.int16)
        return cls(replace(world, born=born), world)

    def complied(self, scenario: Scenario) -> float:
        """Tell compliance in the coming year."""
        return self.compliance + scenario.value("compliance_speed") * (1 - self.compliance)

    def after(self, run: Run, scenario: Scenario, draws: Draws) -> "State":
        """Give the state in which a year that was run leaves the district.

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
        world = replace(run.world, born=_born(run, scenario, draws))
        clauses = any(lever.locks and scenario.value(lever.key) for lever in scenario.levers())
        return State(
            with_tables(world, changed), self.start, self.complied(scenario) if clauses else 0.0
        )

    def _trust(self, run: Run, scenario: Scenario) -> Floats:
        value, now = scenario.value, run.world.villages["trust"]
        answered = value("answer_rejections") - scenario.lever("answer_rejections").value
        target = self.start.villages["trust"] + value("trust_work") * (
            served(run) - value("expected_works")
        )
        target = np.clip(target + value("trust_answer") * answered, 0.0, 1.0)
        moved: Floats = now + value("trust_speed") * (target - now)
        return np.rint(moved * 1e6) / 1e6


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
    """Renew the RPJM Desa of the villages whose plan ends this year."""
    value = scenario.value
    due = (world.uid + np.uint64(draws.year)) % np.uint64(value("rpjm_years")) == 0
    chance = value("rpjm_fit") + value("rpjm_fit_kades") * world.villages["cap_kades"]
    chance = chance + value("rpjm_support") * (1 - chance)
    fit = draws.uniform("state.rpjm", world.uid) < chance
    return np.where(due, fit, world.villages["rpjm"])


def _born(run: Run, scenario: Scenario, draws: Draws) -> NDArray[np.int16]:
    """Replace needs that were met, and those nobody files again, by new ones."""
    world = run.world
    if world.born is None:
        raise ValueError("the world of a year among years must know when its needs arose")
    born = world.born.copy()
    key = np.add.outer(world.uid * np.uint64(SLOTS), np.arange(SLOTS, dtype=np.uint64)).ravel()
    again = draws.uniform("state.refile", key).reshape(born.shape) < scenario.value("refile")
    gone = ~again
    for part in run.parts:
        table, docket = part.docket.proposals, part.docket
        met = docket.at == DONE
        twins = table.matches[met]
        met[twins[twins >= 0]] = True
        rows = np.flatnonzero(met & (table.origin <= Origin.WOMEN))
        slot = (table.key[rows] & np.uint64(SLOTS - 1)).astype(np.int64)
        gone[table.village[rows] + part.world.first - world.first, slot] = True
    born[gone] = draws.year + 1
    return born
