"""A run as people ask it: funnel, one proposal's life, money, indicators, proof."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from p2spp_sim.base.arrays import Ints
from p2spp_sim.base.cards import brief, card, table
from p2spp_sim.base.formats import rupiah_short
from p2spp_sim.base.language import tr
from p2spp_sim.results import audit, excel, frames, indicators, sources
from p2spp_sim.results.columns import described
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
        about = f"{self.world.name}, {self.scenario.name}, seed={self.seed}"
        return brief("Run", f"{about}: {sources.sentence(self)}")

    def _repr_html_(self) -> str:
        facts = {
            tr("data"): str(self.world),
            tr("skenario"): repr(self.scenario),
            tr("benih"): f"{self.seed} · {tr('ulangan ke-')} {self.draws.replicate}",
            tr("usulan"): sources.sentence(self),
        }
        stages = frames.funnel(self, "")[["label", "entered", "count", "rupiah", "main_reason"]]
        stages["rupiah"] = [rupiah_short(idr) for idr in stages["rupiah"].tolist()]
        headings = (tr("tahap"), tr("masuk"), tr("lolos"), tr("rupiah lolos"), tr("alasan utama"))
        shown = table(headings, stages.itertuples(index=False), bare=True)
        return card(f"{tr('Satu tahun')} · {self.world.name}", facts, shown)

    def funnel(self, origin: str = "") -> "pd.DataFrame":
        """Count proposals and rupiah stage by stage.

        Parameters
        ----------
        origin : a channel (musrenbang, skpd, reses) or a way into it (hamlet, women); empty for all.

        Returns
        -------
        One row a stage: entered, count and rupiah taken, shares of what entered, lost, main reason. Its
        `attrs["sources"]` says what is recorded and what drawn.
        """
        table = described(frames.funnel(self, origin), "funnel")
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
        """Give one row a proposal: what it was, where it ended, with how much, why, and whether it was recorded.

        What each column means stands in `attrs["columns"]` and in docs/kolom.md.
        """
        return described(frames.proposals(self), "proposals")

    def decisions(self) -> "pd.DataFrame":
        """Give one row a proposal and forum: what was decided in which meeting, on what score and rank, with how much.

        What each column means stands in `attrs["columns"]` and in docs/kolom.md.
        """
        return described(frames.decisions(self), "decisions")

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
        return described(frames.money(self), "money")

    def check(self) -> "Run":
        """Prove that nothing was lost and no pot overspent.

        Raises
        ------
        LedgerError : names the forum, what does not add up, and by how many rupiah.
        """
        audit.check(self)
        return self

    def indicators(self, by: str | Sequence[str] = "") -> "pd.DataFrame":
        """Give the indicators of `datasets/indicators.toml`, by count and by rupiah.

        Parameters
        ----------
        by : groups to measure apart: poorest_fifth, fifth, kecamatan, women, channel, skpd, work (kind of works), or
            `villages.` with a column of that table, also one of your own; several one after the other.

        Returns
        -------
        One row an indicator (see `indicators.measure`), or one a group and indicator (`indicators.measure_by`): a
        group that is too small, or that an indicator does not divide by, has no value and a note that says so.

        Raises
        ------
        UnknownName, OutOfBounds : no such grouping, or a column that makes no groups.
        """
        if by:
            return described(indicators.measure_by(self, by), "groups")
        return described(indicators.measure(self), "indicators")

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
