"""The memory of a run: what every forum decided on every row. What can be asked of it is in `results.run`."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from p2spp_sim.base.arrays import Floats, Ints
from p2spp_sim.base.draws import Draws
from p2spp_sim.forum.decide import ranks, scores
from p2spp_sim.model.meeting import Docket
from p2spp_sim.model.rulebook import RuleBook
from p2spp_sim.scenario.scenario import Scenario
from p2spp_sim.world.world import World


@dataclass(frozen=True)
class Step:
    """One forum's decisions, one row an item of its agenda: what was decided is kept, what follows is worked out.

    Parameters
    ----------
    world, docket : where it was decided.
    forum, grouping : number in the rule book, and the kind of meetings held at the same time.
    rows : (n,) int32, rows of the docket.
    reason : (n,) int8, 0 where taken.
    pot : (n,) int8, number within the forum, -1 where refused.
    points : (passing,) float64, scores as ranked of those that passed the gates, in the order of the agenda.
    order : (passing,) int32, places on the agenda of those that passed the gates, groups together, in order of rank.
    before, after : rupiah of every row of the docket as the forum found and left them, int64.
    ceilings : for every pot, (groups,) int64 rupiah or None.
    by : (n,) int8, who decided on each row as in `model.outcomes.DecidedBy`; None where all are of one hand.
    over_idr : rupiah by which recorded outcomes went beyond the ceilings, which were raised for them.
    """

    world: World
    docket: Docket
    forum: int
    grouping: str
    rows: NDArray[np.int32]
    reason: NDArray[np.int8]
    pot: NDArray[np.int8]
    points: Floats
    order: NDArray[np.int32]
    before: Ints
    after: Ints
    ceilings: tuple[Ints | None, ...]
    by: NDArray[np.int8] | None = None
    over_idr: int = 0

    @cached_property
    def group(self) -> Ints:
        """Which of the meetings held at the same time decided on each row, (n,) int64."""
        proposals = self.docket.proposals
        return self.world.group_of(
            self.grouping, proposals.village[self.rows], proposals.skpd[self.rows]
        )

    @cached_property
    def rank(self) -> NDArray[np.int32]:
        """Rank from 1 in the row's group, (n,) int32, 0 where stopped at a gate."""
        return ranks(self.order, self.group)

    @cached_property
    def score(self) -> NDArray[np.float32]:
        """Score, (n,) float32, NaN where stopped at a gate."""
        return scores(self.points, np.sort(self.order), len(self.rows)).astype(np.float32)

    @cached_property
    def asked(self) -> Ints:
        """Rupiah asked, (n,) int64."""
        return self.before[self.rows]

    @cached_property
    def granted(self) -> Ints:
        """Rupiah granted, (n,) int64, 0 where refused."""
        return self.after[self.rows] * (self.pot >= 0)


@dataclass(frozen=True)
class RunPart:
    """One block of kabupaten: its world, its docket and its forums' decisions."""

    world: World
    docket: Docket
    steps: list[Step]


@dataclass(frozen=True)
class RunRecord:
    """One year that was run, as it was kept; `outcomes` as in `year.run_year`."""

    world: World
    scenario: Scenario
    rules: RuleBook
    draws: Draws
    parts: list[RunPart]
    outcomes: str = "simulated"

    def steps(self, forum: str) -> Iterator[tuple[RunPart, Step]]:
        """Give a forum's decisions, block by block."""
        index = self.rules.index(forum)
        for part in self.parts:
            for step in part.steps:
                if step.forum == index:
                    yield part, step
