"""Several scenarios beside one base in one figure: differences of indicators, and bars of stages or fifths."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from p2spp_sim.base.errors import OutOfBounds
from p2spp_sim.base.formats import number
from p2spp_sim.base.language import tr
from p2spp_sim.figures.about import About
from p2spp_sim.figures.drawing import Drawing, redrawn
from p2spp_sim.figures.forest import chosen_rows, row_label
from p2spp_sim.figures.look import (
    BASE,
    BLUE,
    GREEN,
    INK,
    MARKERS,
    OTHER,
    PALE,
    RED,
    RULE,
    SMALL,
    TEXT,
    large,
    legend,
    lines,
    numbered,
    sheet,
)
from p2spp_sim.figures.paired import around, few, whisker
from p2spp_sim.figures.units import unit_of

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

MOST = 4  # scenarios that markers and fills tell apart without colour
_COLOURS = (BLUE, RED, GREEN, INK)
_FILLS: tuple[dict[str, Any], ...] = (
    BASE,
    OTHER,
    {"facecolor": PALE, "edgecolor": BLUE, "hatch": "....", "linewidth": 1.4},
    {"facecolor": INK, "edgecolor": INK},
)
_ROOMY = 3  # bars or marks of a row, from which on a label of some lines has room beside them
_SPAN = 0.74  # of a row that marks or bars of its scenarios fill


@redrawn
def several_forest_drawing(
    frame: "pd.DataFrame",
    *,
    about: About,
    names: Sequence[str],
    keys: Sequence[str] = (),
    measure: str = "",
    most: int = 10,
    notes: Sequence[str] = (),
) -> Drawing:
    """Draw how much indicators differ from one base in several scenarios: `point:KEY:N`, `interval:KEY:N`.

    Parameters
    ----------
    frame : from `Comparison.differences()`.
    names : of the base and of every other scenario, in the order of the frame.
    keys, measure, most, notes : as for `forest_drawing`; without keys those that moved most in the first.

    Raises
    ------
    OutOfBounds : nothing to draw, or more scenarios than can be told apart.
    """
    import pandas as pd
    from matplotlib.lines import Line2D

    base, *others = names
    _few_enough(len(others))
    parts: list[pd.DataFrame] = []
    for name, (_, mine) in zip(others, frame.groupby("scenario", sort=False), strict=True):
        taken = keys or (list(parts[0]["indicator"]) if parts else ())
        parts.append(chosen_rows(mine, taken, measure, most).assign(scenario=name))
    table = pd.concat(parts, ignore_index=True)
    rows, replicates = parts[0], int(table["replicates"].iloc[0])
    words = list(dict.fromkeys(rows["unit"]))
    counts = [int((rows["unit"] == word).sum()) for word in words]
    tall = 0.34 + 0.2 * len(others)
    open_mark = tr("Tanda kosong: rentang 95% memuat nol.") if not few(replicates) else ""
    figure, panels = sheet(
        tr("Perubahan indikator dibanding {base}").format(base=base),
        about,
        rows=len(words),
        height=1.0 + tall * len(rows) + 0.62 * len(words),
        labels=others,
        notes=[
            tr("Selisih berpasangan dengan kejadian acak yang sama."),
            open_mark,
            few(replicates),
            *notes,
        ],
        of_rows=len(others) < _ROOMY,
        gridspec_kw={"height_ratios": [count + 0.35 for count in counts]},
    )
    for axes, word in zip(panels[:, 0], words, strict=True):
        _points(axes, table[table["unit"] == word], others)
    marks = [Line2D([], [], linestyle="none", markersize=8, **_mark(k)) for k in range(len(others))]
    legend(figure, marks, others)
    return Drawing(figure, _said(table, base, few(replicates)), table, tr("selisih"))


def _few_enough(scenarios: int) -> None:
    if not 1 <= scenarios <= MOST:
        text = tr("{n} skenario dalam satu gambar: diharapkan paling banyak {most}.")
        raise OutOfBounds([text.format(n=scenarios, most=MOST)])


def _mark(number: int, *, certain: bool = True) -> dict[str, Any]:
    colour = _COLOURS[number]
    return {
        "marker": MARKERS[number],
        "color": colour,
        "markerfacecolor": colour if certain else "white",
    }


def _points(axes: "Axes", table: "pd.DataFrame", others: Sequence[str]) -> None:
    keys = list(dict.fromkeys(table["indicator"]))
    axes.axvline(0, color=RULE, linewidth=1.2, gid="zero")
    for row in table.to_dict("records"):
        at = others.index(row["scenario"])
        y = keys.index(row["indicator"]) + _SPAN * ((at + 0.5) / len(others) - 0.5)
        gid = f"{row['indicator']}:{at}"
        whisker(axes, (row["low"], row["high"]), y, f"interval:{gid}")
        look = _mark(at, certain=row["low"] * row["high"] > 0)
        axes.plot(row["difference"], y, linestyle="none", markersize=8, gid=f"point:{gid}", **look)
    labels = [row_label(row) for row in table.drop_duplicates("indicator").to_dict("records")]
    axes.set_yticks(range(len(keys)), [lines(label, 52) for label in labels], fontsize=SMALL + 0.5)
    axes.set_ylim(len(keys) - 0.4, -0.6)
    axes.margins(x=0.08)
    axes.tick_params(axis="y", length=0)
    axes.spines["left"].set_visible(False)
    axes.set_xlabel(tr("selisih, {unit}").format(unit=table["unit"].iloc[0]), fontsize=TEXT)
    numbered(axes)


def _said(table: "pd.DataFrame", base: str, lacking: str) -> str:
    clauses = []
    for row in table.to_dict("records"):
        unit = unit_of(row["indicator"])
        text = "{scenario}, {label} {mean} {unit}"
        if not lacking:
            text += " " + tr("(rentang 95% {low} sampai {high})")
        named = {"scenario": row["scenario"], "label": row_label(row), "unit": unit.word}
        clauses.append(text.format(**named, **around(row, unit.decimals)))
    start = tr("Selisih berpasangan dibanding {base}:").format(base=base)
    return f"{start} {'; '.join(clauses)}.{' ' if lacking else ''}{lacking}"


@redrawn
def several_bars_drawing(
    table: "pd.DataFrame",
    *,
    about: About,
    names: Sequence[str],
    title: str,
    unit: str,
    name: str,
    money: bool = False,
    notes: Sequence[str] = (),
) -> Drawing:
    """Draw a bar for every row and scenario: `bar:ROW:N`.

    Parameters
    ----------
    table : label, and a column for every scenario, called as in `names`.
    unit : the words under the axis, in the screen language; of money the size of rupiah is put before it.
    name : stem of the files.

    Raises
    ------
    OutOfBounds : nothing to draw, or more scenarios than can be told apart.
    """
    _few_enough(len(names))
    values = table[list(names)].to_numpy(np.float64)
    widest = float(np.nanmax(values, initial=0.0))
    factor, word = large(widest) if money else (1.0, unit)
    gaps = bool(np.isnan(values).any())
    absent = tr("Tahap tanpa batang tidak ada pada aturan skenario itu.") if gaps else ""
    figure, panels = sheet(
        title,
        about,
        labels=list(names),
        height=0.9 + (0.24 + 0.2 * len(names)) * len(table),
        notes=[*notes, absent],
        of_rows=len(names) < _ROOMY,
    )
    axes, broad = panels[0, 0], _SPAN / len(names)
    for k, scenario in enumerate(names):
        drawn = False
        for y, value in enumerate(values[:, k].tolist()):
            if value != value:
                continue
            at = y + broad * (k + 0.5) - _SPAN / 2
            label = "_" if drawn else scenario
            axes.barh(at, value, height=0.92 * broad, label=label, gid=f"bar:{y}:{k}", **_FILLS[k])
            text = number(value / factor, 1 if money else 0)
            axes.text(value + 0.01 * widest, at, text, va="center", size=SMALL, color=INK)
            drawn = True
    axes.set_yticks(range(len(table)), [lines(str(label), 34) for label in table["label"]])
    axes.set_ylim(len(table) - 0.4, -0.6)
    axes.set_xlim(0, 1.1 * widest or 1.0)
    axes.set_xlabel(word, fontsize=TEXT)
    numbered(axes, factor=factor)
    legend(figure, *axes.get_legend_handles_labels())
    clauses = [
        f"{row['label']}: "
        + ", ".join(
            f"{scenario} {number(row[scenario] / factor, 1 if money else 0)}"
            for scenario in names
            if row[scenario] == row[scenario]
        )
        for row in table.to_dict("records")
    ]
    return Drawing(figure, f"{title}, {word}. {'; '.join(clauses)}.", table, name)
