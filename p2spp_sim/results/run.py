"""A run as people ask it: funnel, one proposal's life, money, indicators, proof."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from p2spp_sim.base.arrays import Ints
from p2spp_sim.base.language import tr
from p2spp_sim.results import audit, excel, frames, indicators, sources
from p2spp_sim.results.conditions import Conditions
from p2spp_sim.results.definitions import Counted
from p2spp_sim.results.record import RunRecord
from p2spp_sim.results.routes import Routes, routes_of
from p2spp_sim.results.trace import ProposalTrace, trace_of

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class Run(RunRecord):
    """One year that was run, and what can be asked of it."""

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
        return f"Run({self.world.name}, {self.scenario.name}, seed={self.seed}: {sources.sentence(self)})"

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
        table.attrs["sources"] = sources.sentence(self)
        return table

    def trace(self, proposal: str) -> ProposalTrace:
        """Tell one proposal's life, gate by gate.

        Raises
        ------
        UnknownName : no such proposal in this run; names the nearest.
        """
        return trace_of(self, proposal)

    def routes(self) -> Routes:
        """Give every way that proposals took through the year once, and which proposal took which."""
        return routes_of(self)

    def frame(self) -> "pd.DataFrame":
        """Give one row a proposal: what it was, where it ended, with how much, why, and whether it was recorded."""
        return frames.proposals(self)

    def by_village(self, *conditions: str, rupiah: str = "") -> Ints:
        """Count proposals of every village, or add up their rupiah: (villages,) int64, as `World.villages` goes.

        Parameters
        ----------
        conditions : all of which a proposal meets, as `where` in `datasets/indicators.toml`: built, voiced, women,
            origin:musrenbang, taken:apbd ...; none: all proposals.
        rupiah : whose rupiah: `cost` (as first asked), `useful` (built, without what leaked away) or a forum's.

        Raises
        ------
        UnknownName : no such condition, or no such forum under these rules.
        """
        asked = Counted(conditions, rupiah or "cost")
        blocks = [Conditions(self, part).by_village(asked) for part in self.parts]
        return np.concatenate([block[1 if rupiah else 0] for block in blocks]).astype(np.int64)

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
        sheets = {
            tr("corong"): self.funnel(),
            tr("uang"): self.money(),
            tr("indikator"): self.indicators(),
            tr("usulan"): self.frame(),
            tr("skenario"): frames.scenario(self),
        }
        return excel.write_tables(sheets, Path(path))

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
