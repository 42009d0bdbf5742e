"""The memory of a run: what every forum decided on every row, and what can be asked of it."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from p2spp_sim.base.arrays import Floats, Ints
from p2spp_sim.base.draws import Draws
from p2spp_sim.forum.decide import ranks, scores
from p2spp_sim.model import sources
from p2spp_sim.model.meeting import Docket
from p2spp_sim.model.rulebook import RuleBook
from p2spp_sim.results import audit, excel, frames, indicators
from p2spp_sim.results import trace as life
from p2spp_sim.scenario.scenario import Scenario
from p2spp_sim.world.world import World

if TYPE_CHECKING:
    import pandas as pd


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
class Run:
    """One year that was run."""

    world: World
    scenario: Scenario
    rules: RuleBook
    draws: Draws
    parts: list[RunPart]

    @property
    def seed(self) -> int:
        """Give the seed of the run's draws."""
        return self.draws.seed

    @property
    def sources(self) -> "pd.DataFrame":
        """Tell where the proposals come from.

        Returns
        -------
        One row a channel: channel, label, how many are recorded, how many drawn, and how many left out: recorded,
        but of a channel that the rule book does not know.
        """
        return sources.sources(self)

    def __repr__(self) -> str:
        """Say in a line what was run, what of it is recorded and what drawn."""
        return (
            f"Run({self.world.name}, {self.scenario.name}, seed={self.seed}: {sources.told(self)})"
        )

    def steps(self, forum: str) -> Iterator[tuple[RunPart, Step]]:
        """Give a forum's decisions, block by block."""
        index = self.rules.index(forum)
        for part in self.parts:
            for step in part.steps:
                if step.forum == index:
                    yield part, step

    def funnel(self, origin: str = "") -> "pd.DataFrame":
        """Count proposals and rupiah stage by stage.

        Parameters
        ----------
        origin : musrenbang, skpd or reses; empty for all.

        Returns
        -------
        One row a stage: entered, count and rupiah taken, shares of what entered, lost, main reason. Its
        `attrs["sources"]` says what is recorded and what drawn.
        """
        table = frames.funnel(self, origin)
        table.attrs["sources"] = sources.told(self)
        return table

    def trace(self, proposal: str) -> life.Life:
        """Tell one proposal's life, gate by gate.

        Raises
        ------
        UnknownName : no such proposal in this run; names the nearest.
        """
        return life.life(self, proposal)

    def frame(self) -> "pd.DataFrame":
        """Give one row a proposal: what it was, where it ended, with how much, why, and whether it was recorded."""
        return frames.proposals(self)

    def money(self) -> "pd.DataFrame":
        """Give one row a pot: ceiling, what was granted, number of proposals."""
        return frames.money(self)

    def check(self) -> "Run":
        """Prove that nothing was lost and no pot overspent.

        Raises
        ------
        LedgerError : names the forum, what does not add up, and by how many rupiah.
        """
        audit.check(self)
        return self

    def indicators(self) -> "pd.DataFrame":
        """Give the indicators of `datasets/indicators.toml`, by count and by rupiah."""
        return indicators.measure(self)

    def to_excel(self, path: str | Path) -> Path:
        """Write funnel, money, indicators, proposals and scenario as an Excel file, whole or not at all."""
        return excel.write(self, Path(path))

    def totals(self) -> dict[str, list[int]]:
        """Give counts and rupiah of every stage as whole numbers (what golden values hold)."""
        table = frames.funnel(self, "")[["stage", "entered", "count", "rupiah"]]
        return {
            str(stage): [int(n) for n in numbers] for stage, *numbers in table.to_numpy().tolist()
        }


@dataclass(frozen=True)
class ForumRun:
    """One forum that was held alone."""

    run: Run
    forum: str

    def frame(self) -> "pd.DataFrame":
        """Give one row a proposal: id, decision, reason, score, rank, rupiah asked and approved."""
        return frames.forum(self.run, self.forum)
