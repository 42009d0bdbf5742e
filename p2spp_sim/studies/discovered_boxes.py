"""What a search for boxes found, as a table and in sentences."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from p2spp_sim.base.cards import brief
from p2spp_sim.base.formats import figure, percent
from p2spp_sim.base.intervals import FEWEST
from p2spp_sim.base.language import pick, tr
from p2spp_sim.results.indicators import definitions, outcome_text, split
from p2spp_sim.scenario.levers import declared
from p2spp_sim.studies.prim_cart import Box, Limit, restricted

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class PointShare:
    """A share of points with its 95 % interval, NaN where there are too few points for one."""

    value: float
    low: float
    high: float

    def __str__(self) -> str:
        """Write it as per cent, with the interval or why there is none."""
        if np.isnan(self.low):
            return tr("{value} (tanpa selang: kurang dari {fewest} titik)").format(
                value=percent(self.value), fewest=FEWEST
            )
        return tr("{value} (95%: {low}–{high})").format(
            value=percent(self.value), low=percent(self.low), high=percent(self.high)
        )


@dataclass(frozen=True)
class DiscoveredBox:
    """One box.

    Parameters
    ----------
    limits : what it allows, by lever and side.
    quasi_p : of every limit, in the same order.
    points : numbers of the points inside.
    coverage : wanted points in the box, of all wanted points.
    density : wanted points in the box, of the points in the box.
    mass : points in the box, of all points.
    base : wanted points of those among which the box was looked for.
    held_out : density on points that were not used, when each half of the points is searched and tried on the other.
    stability : by lever, the share of these half searches that restrict it.
    confirmed : the interval of `held_out` lies above `base`.
    """

    limits: Box
    quasi_p: tuple[float, ...]
    points: tuple[int, ...]
    coverage: PointShare
    density: PointShare
    mass: float
    base: float
    held_out: PointShare
    stability: Mapping[str, float]
    confirmed: bool


@dataclass(frozen=True)
class Boxes:
    """What a search found.

    Parameters
    ----------
    outcome, above, below : what was looked for; one of the two thresholds is None.
    method : prim or cart.
    share : wanted points of all points.
    points : how many points there were.
    found : the boxes, in the order they were found; each was looked for among points in none before it.
    trajectory : one row a step of every search: box, step, phase, coverage, density, mass, number of restricted levers,
        points, wanted points, and whether it is the one chosen.
    """

    outcome: str
    above: float | None
    below: float | None
    method: str
    share: float
    points: int
    found: tuple[DiscoveredBox, ...]
    trajectory: "pd.DataFrame"

    def frame(self) -> "pd.DataFrame":
        """Give one row a box and lever that it restricts.

        Returns
        -------
        box, lever, label, low and high (NaN on an open side) or choices, quasi_p of its weaker limit, stability; then
        what holds for the whole box: coverage, density and held_out with intervals, mass, points, confirmed.
        """
        import pandas as pd

        rows: list[dict[str, Any]] = []
        for number, box in enumerate(self.found, 1):
            whole: dict[str, Any] = {}
            for name in ("coverage", "density", "held_out"):
                share = getattr(box, name)
                whole |= {name: share.value, f"{name}_low": share.low, f"{name}_high": share.high}
            whole |= {"mass": box.mass, "points": len(box.points), "confirmed": box.confirmed}
            for key in restricted(box.limits):
                worst = max(
                    p for (lever, _), p in zip(box.limits, box.quasi_p, strict=True) if lever == key
                )
                rows.append(
                    {
                        "box": number,
                        "lever": key,
                        "label": _label(key),
                        "low": box.limits.get((key, "low"), np.nan),
                        "high": box.limits.get((key, "high"), np.nan),
                        "choices": tuple(sorted(box.limits.get((key, "choices"), ()))),
                        "quasi_p": worst,
                        "stability": box.stability.get(key, 0.0),
                        **whole,
                    }
                )
        return pd.DataFrame(rows)

    def __repr__(self) -> str:
        """Say in a line what was found."""
        return brief("Boxes", self.text())

    def text(self) -> str:
        """Say every box in a sentence or two, one box a line."""
        if not self.found:
            return tr(
                "Tidak ditemukan kotak: tidak ada batas tuas yang membuat “{goal}” lebih sering."
            ).format(goal=self._goal())
        return "\n".join(self._sentence(number, box) for number, box in enumerate(self.found, 1))

    def _goal(self) -> str:
        label = self.outcome
        if label.partition(".")[0] in definitions():
            key, column = split(label)
            words = tr("menurut rupiah") if column == "rupiah" else tr("menurut jumlah")
            label = f"{outcome_text(key)} ({words})"
        if self.above is not None:
            return tr("{label} di atas {threshold}").format(
                label=label, threshold=figure(self.above)
            )
        return tr("{label} di bawah {threshold}").format(
            label=label, threshold=figure(self.below or 0)
        )

    def _sentence(self, number: int, box: DiscoveredBox) -> str:
        said = tr(
            "Kotak {number}: {limits}. Di dalamnya {density} titik memenuhi “{goal}”, dibanding {base} di semua "
            "titik yang dicari; kotak ini mencakup {coverage} dari semua titik yang memenuhi, dan berisi {inside} dari "
            "{all} titik."
        ).format(
            number=number,
            limits="; ".join(_limit(key, box.limits) for key in restricted(box.limits)),
            density=box.density,
            goal=self._goal(),
            base=percent(box.base),
            coverage=box.coverage,
            inside=len(box.points),
            all=self.points,
        )
        if box.confirmed:
            return (
                said
                + " "
                + tr("Pada titik yang tidak dipakai mencarinya: {held}.").format(held=box.held_out)
            )
        return (
            said
            + " "
            + tr(
                "Jangan dipakai: pada titik yang tidak dipakai mencarinya {held}, tidak terbukti lebih sering."
            ).format(held=box.held_out)
        )


def _label(key: str) -> str:
    return pick(declared()[key].label) if key in declared() else key


def _limit(key: str, box: Box) -> str:
    from p2spp_sim.figures.units import value_text

    sides: Mapping[Limit, Any] = box
    choices = sides.get((key, "choices"))
    low, high = (
        None if limit is None else _short(limit)
        for limit in (sides.get((key, "low")), sides.get((key, "high")))
    )
    if choices is not None:
        words = ", ".join(value_text(key, choice) for choice in sorted(choices))
        return tr("{label}: {choices}").format(label=_label(key), choices=words)
    if high is None:
        return tr("{label} paling sedikit {low}").format(label=_label(key), low=low)
    if low is None:
        return tr("{label} paling banyak {high}").format(label=_label(key), high=high)
    return tr("{label} dari {low} sampai {high}").format(label=_label(key), low=low, high=high)


def _short(limit: float) -> str:
    """Write a limit with four figures, whole numbers in full."""
    return figure(limit if limit == int(limit) else float(f"{limit:.4g}"))
