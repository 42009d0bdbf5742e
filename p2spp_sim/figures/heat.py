"""Two levers of a grid and the mean of an outcome in every cell, with its half-width; missing cells are hatched."""

from typing import TYPE_CHECKING, Any

import numpy as np

from p2spp_sim.base.errors import OutOfBounds, UnknownName
from p2spp_sim.base.formats import number
from p2spp_sim.base.intervals import honest_half
from p2spp_sim.base.language import tr
from p2spp_sim.figures.about import About
from p2spp_sim.figures.drawing import Drawing, redrawn
from p2spp_sim.figures.look import GREY, TEXT, lines, sheet
from p2spp_sim.figures.paired import few
from p2spp_sim.figures.units import unit_of, value_text
from p2spp_sim.results.indicators import outcome_column

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes


@redrawn
def heat_drawing(frame: "pd.DataFrame", x: str, y: str, outcome: str, *, about: About) -> Drawing:
    """Draw the mean of an outcome for every pair of values of two levers: `cell:ROW:COLUMN`, hatched where missing.

    Parameters
    ----------
    frame : from `Sweep.frame()` of a grid; other levers are averaged over within each replicate.
    x, y : keys of the levers.
    outcome : a column such as `accepted.count`.

    Raises
    ------
    UnknownName : a lever or an outcome that is not in the frame. OutOfBounds : no finished run.
    """
    outcome = outcome_column(outcome, frame.columns)
    outcomes = [column for column in frame.columns if column.endswith((".count", ".rupiah"))]
    levers = [c for c in frame.columns if c not in outcomes and c not in ("point", "replicate")]
    for key, known, kind in (
        (x, levers, tr("Tuas")),
        (y, levers, tr("Tuas")),
    ):
        if key not in known:
            raise UnknownName(kind, key, known)
    if frame[outcome].notna().sum() == 0 or x == y:
        raise OutOfBounds(
            [tr("Peta dua tuas memerlukan dua tuas yang berbeda dan hasil yang tidak kosong.")]
        )
    table = _cells(frame, x, y, outcome)
    unit, name = unit_of(outcome.partition(".")[0]), about.outcome(outcome)
    factor, decimals = (100.0, 1) if unit.factor == 100.0 else (1.0, unit.decimals)
    across, up = (list(dict.fromkeys(table[lever])) for lever in (x, y))
    lacking = few(int(table["replicates"].max()))
    rest = [about.lever(key) for key in levers if key not in (x, y)]
    figure, panels = sheet(
        name,
        about,
        height=1.5 + 0.78 * len(up),
        notes=[_reading(factor, lacking), _averaged(rest), _missing(table), lacking],
    )
    _draw(panels[0, 0], table, (across, up), factor, decimals)
    _axes(panels[0, 0], (x, across), (y, up), about)
    called = {key: about.lever(key) for key in (x, y)}
    alt = _said(table, name, called, factor, decimals)
    return Drawing(figure, " ".join(part for part in (alt, lacking) if part), table, tr("peta"))


def _cells(frame: "pd.DataFrame", x: str, y: str, outcome: str) -> "pd.DataFrame":
    """Average every cell over replicates; a cell of the grid without a finished run has no mean."""
    import pandas as pd

    rows = []
    for high in sorted(set(frame[y])):
        for wide in sorted(set(frame[x])):
            here = frame[(frame[x] == wide) & (frame[y] == high)]
            drawn = here.groupby("replicate")[outcome].mean().dropna().to_numpy(np.float64)
            mean = float(drawn.mean()) if len(drawn) else float("nan")
            rows.append((wide, high, mean, float(honest_half(drawn)), len(drawn)))
    return pd.DataFrame(rows, columns=[x, y, "mean", "half", "replicates"])


def _draw(
    axes: "Axes",
    table: "pd.DataFrame",
    values: tuple[list[Any], list[Any]],
    factor: float,
    decimals: int,
) -> None:
    """Draw the cells, dark where the outcome is low, and write the figures into them."""
    from matplotlib import colormaps
    from matplotlib.patches import Rectangle

    across, up = values
    shades = colormaps[
        "cividis"
    ]  # one way from dark to light: says the same in grey and to any eye
    low, high = float(table["mean"].min()), float(table["mean"].max())
    for n, (mean, half) in enumerate(zip(table["mean"], table["half"], strict=True)):
        row, column = divmod(n, len(across))
        place: Any = {
            "xy": (column - 0.5, row - 0.5),
            "width": 1.0,
            "height": 1.0,
            "gid": f"cell:{row}:{column}",
        }
        if mean != mean:
            axes.add_patch(Rectangle(**place, facecolor="white", edgecolor=GREY, hatch="xx"))
            continue
        colour = shades((mean - low) / (high - low) if high > low else 0.5)
        axes.add_patch(Rectangle(**place, facecolor=colour, edgecolor="white", linewidth=1.5))
        text = number(mean * factor, decimals) + (
            "" if half != half else f"\n± {number(half * factor, decimals)}"
        )
        ink = (
            "black" if 0.299 * colour[0] + 0.587 * colour[1] + 0.114 * colour[2] > 0.5 else "white"
        )
        axes.text(
            column, row, text, ha="center", va="center", size=TEXT, color=ink, linespacing=1.3
        )
    axes.set_xlim(-0.5, len(across) - 0.5)
    axes.set_ylim(-0.5, len(up) - 0.5)


def _axes(axes: "Axes", x: tuple[str, list[Any]], y: tuple[str, list[Any]], about: About) -> None:
    most = max(8, 98 // len(x[1]))  # letters beside each other below a column
    axes.set_xticks(range(len(x[1])), [lines(value_text(x[0], v), most) for v in x[1]])
    axes.set_yticks(range(len(y[1])), [value_text(y[0], v) for v in y[1]])
    axes.set_xlabel(lines(about.lever(x[0]), 90), fontsize=TEXT)
    axes.set_ylabel(lines(about.lever(y[0]), max(14, 7 * len(y[1]))), fontsize=TEXT)
    axes.spines[:].set_visible(False)
    axes.tick_params(length=0)


def _reading(factor: float, lacking: str) -> str:
    text = tr("Isi sel: rata-rata atas ulangan; gelap rendah, terang tinggi.")
    if not lacking:
        text = tr(
            "Isi sel: rata-rata atas ulangan ± setengah lebar rentang 95%; gelap rendah, terang tinggi."
        )
    return text + (" " + tr("Angka dalam persen.") if factor == 100.0 else "")


def _averaged(rest: list[str]) -> str:
    return (
        tr("Dirata-ratakan atas tuas lain: {names}.").format(names=", ".join(rest)) if rest else ""
    )


def _missing(table: "pd.DataFrame") -> str:
    missing = int(table["mean"].isna().sum())
    return tr("{n} sel bersilang: belum ada hasil.").format(n=missing) if missing else ""


def _said(
    table: "pd.DataFrame", name: str, levers: dict[str, str], factor: float, decimals: int
) -> str:
    ranked = table.dropna(subset=["mean"]).sort_values("mean", kind="stable").to_dict("records")
    sign, ends = "%" if factor == 100.0 else "", []
    for row in (ranked[0], ranked[-1]):
        where = ", ".join(f"{label} = {value_text(key, row[key])}" for key, label in levers.items())
        half = "" if row["half"] != row["half"] else f" ± {number(row['half'] * factor, decimals)}"
        ends.append(f"{number(row['mean'] * factor, decimals)}{half}{sign} ({where})")
    text = tr("{name} menurut dua tuas, {n} sel: terendah {least}, tertinggi {most}.")
    sentence = text.format(name=name, n=len(table), least=ends[0], most=ends[1])
    return " ".join(part for part in (sentence, _missing(table)) if part)
