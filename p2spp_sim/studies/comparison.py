"""A finished comparison of scenarios, as it is shown, drawn and handed over."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from p2spp_sim.base import formats
from p2spp_sim.base.cards import MOST_ROWS, brief, card, table
from p2spp_sim.base.errors import OutOfBounds, UnknownName
from p2spp_sim.base.language import tr
from p2spp_sim.results.indicators import (
    MEASURES,
    is_main,
    outcome_text,
)
from p2spp_sim.studies.paired_runs import ALL, PairedRuns

if TYPE_CHECKING:
    from p2spp_sim.figures import About, Drawing

_SHOWN = ("accepted", "built_of_voiced", "S4", "S6", "S7", "fair_nothing", "fair_gini", "fair_end")
_CARD_DECIMALS = 4


@dataclass(frozen=True)
class Comparison(PairedRuns):
    """A finished comparison: what its runs say, shown, drawn and handed over."""

    def __repr__(self) -> str:
        """Say in a line what was compared."""
        names = " → ".join(self.names())
        runs = tr("{n} ulangan").format(n=formats.number(self.replicates))
        return brief("Comparison", f"{self.world.name}, {runs}, seed={self.seed}: {names}")

    def _repr_html_(self) -> str:
        frame = self.differences()
        frame = frame[is_main(frame) & frame["indicator"].isin(_SHOWN)]
        columns = ["label", "base", "other", "difference", "low", "high"]
        if len(self.scenarios) > 2:
            columns.insert(0, "scenario")
        headings = {
            "scenario": tr("skenario"),
            "label": tr("indikator"),
            "base": tr("awal"),
            "other": tr("pembanding"),
            "difference": tr("selisih"),
            "low": tr("bawah 95%"),
            "high": tr("atas 95%"),
        }
        shown = table(
            [headings[name] for name in columns],
            frame[columns].head(3 * MOST_ROWS).round(_CARD_DECIMALS).itertuples(index=False),
            bare=True,
        )
        facts = {
            tr("data"): str(self.world),
            tr("skenario awal"): repr(self.scenarios[0]),
            tr("pembanding"): "; ".join(map(repr, self.scenarios[1:])),
            tr("ulangan"): f"{formats.number(self.replicates)} · {tr('benih')} {self.seed}",
        }
        more = tr("Yang lain: differences(), funnel_differences(), figure().")
        return card(tr("Perbandingan berpasangan"), facts, shown, note=more)

    def about(self) -> "About":
        """Tell where the figures come from, for the footer of a picture."""
        from p2spp_sim.figures import About

        return About.of(self.world, *self.scenarios, replicates=self.replicates, seed=self.seed)

    def figure(
        self,
        kind: str = "forest",
        *,
        other: int | str = 1,
        measure: str = "",
        keys: Sequence[str] = (),
        most: int = 10,
        names: Sequence[str] = (),
        notes: Sequence[str] = (),
    ) -> "Drawing":
        """Draw the base and another scenario, or all others, with words and table.

        Parameters
        ----------
        kind : forest (differences of indicators), funnel (stages), gained (by fifths of poverty) or lorenz.
        other : number of the scenario, or all.
        measure : count or rupiah, of forest and funnel; when empty the main one of every indicator, and count.
        keys, most : of forest: the indicators, or how many of those that moved most.
        names : what to call the base and the other, or the others.
        notes : of forest: sentences below it, such as in how many states of the world a difference stands.

        Raises
        ------
        UnknownName : no such kind, scenario or indicator.
        """
        from p2spp_sim.studies import comparison_figures as drawn

        if kind not in drawn.KINDS:
            raise UnknownName(tr("Gambar"), kind, drawn.KINDS)
        if measure and measure not in MEASURES:
            raise UnknownName(tr("Ukuran"), measure, MEASURES)
        several = other == ALL and len(self.scenarios) > 2
        count = len(self.scenarios) if several else 2
        if names and len(names) != count:
            text = tr("names: diharapkan {n} nama, skenario awal lalu pembandingnya.")
            raise OutOfBounds([text.format(n=count)])
        wanted = drawn.ComparedFigure(tuple(names), self.about(), measure, keys, most, notes)
        if several:
            return drawn.of_all(self, kind, wanted)
        return drawn.of_two(self, 1 if other == ALL else self.number_of(other), kind, wanted)

    def to_xarray(self) -> Any:
        """Give everything that was measured as an xarray Dataset.

        Returns
        -------
        `value` by scenario, replicate, indicator and measure; `taken` by scenario, replicate, stage and measure.

        Raises
        ------
        P2sppError : xarray is not installed.
        """
        from p2spp_sim.studies.bridges import comparison_to_xarray

        names = self.names()
        taken = zip(self.stages, self.funnels, strict=True)
        return comparison_to_xarray(
            dict(zip(names, self.values, strict=True)),
            dict(zip(names, taken, strict=True)),
            {key: outcome_text(key, self.world) for key in self.keys},
            {"world": self.world.name, "seed": self.seed},
        )
