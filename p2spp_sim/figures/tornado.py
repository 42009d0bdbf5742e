"""What every lever moves, the largest above: paired effects with intervals, or the indices of a sensitivity study."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from p2spp_sim.base.errors import OutOfBounds, UnknownName
from p2spp_sim.base.formats import number
from p2spp_sim.base.language import tr
from p2spp_sim.figures.about import About
from p2spp_sim.figures.drawing import Drawing, redrawn
from p2spp_sim.figures.look import BASE, OTHER, RULE, SMALL, TEXT, legend, lines, numbered, sheet
from p2spp_sim.figures.paired import around, beside, few, signed, whisker
from p2spp_sim.figures.units import outcome_text, unit_of
from p2spp_sim.scenario.levers import YARDSTICK

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

_OPEN: dict[str, Any] = {
    "facecolor": "white",
    "edgecolor": RULE,
    "linestyle": (0, (4, 2)),
    "linewidth": 1.3,
}
_RISES, _FALLS = BASE, OTHER


@redrawn
def tornado_drawing(
    frame: "pd.DataFrame", *, about: About, indicator: str = "accepted", top: int = 12
) -> Drawing:
    """Draw what levers do to one indicator from their low to their high end: `bar:LEVER`, `interval:LEVER`.

    Parameters
    ----------
    frame : from `effects.table`.
    about : its `replicates` are those of that table; below `intervals.FEWEST` no interval is drawn.
    indicator : as `effects.names()` knows it.
    top : how many levers, the largest change first.

    Raises
    ------
    UnknownName : an indicator that is not in the frame. OutOfBounds : no lever moves it.
    """
    from matplotlib.patches import Patch

    rows = frame[frame["indicator"] == indicator]
    if rows.empty:
        raise UnknownName(tr("Indikator"), indicator, list(dict.fromkeys(frame["indicator"])))
    rows = rows[rows["mean"] != 0]
    if rows.empty or top < 1:
        raise OutOfBounds(
            [tr("Tidak ada tuas yang menggerakkan {indicator}.").format(indicator=indicator)]
        )
    unit = unit_of(indicator.partition(".")[0])
    rows = rows.iloc[rows["mean"].abs().argsort(kind="stable")[::-1][:top]].reset_index(drop=True)
    table = rows[["lever", "label", "mean", "low", "high"]].copy()
    table[["mean", "low", "high"]] *= unit.factor
    lacking = "" if about.replicates is None else few(about.replicates)
    if lacking:
        table[["low", "high"]] = float("nan")
    table["unit"] = unit.word
    name = outcome_text(indicator)
    key = _key(table)
    title = tr("Tuas yang menggerakkan: {name}").format(name=name)
    figure, axes = _plain(title, about, len(table), [text for _, text in key], _paired(), lacking)
    for y, row in enumerate(table.to_dict("records")):
        axes.barh(y, row["mean"], height=0.62, gid=f"bar:{row['lever']}", **_fill(row))
        whisker(axes, (row["low"], row["high"]), y, f"interval:{row['lever']}")
        interval = (
            ""
            if lacking
            else f"  [{signed(row['low'], unit.decimals)}; {signed(row['high'], unit.decimals)}]"
        )
        beside(axes, y, signed(row["mean"], unit.decimals) + interval)
    axes.axvline(0, color=RULE, linewidth=1.2, gid="zero")
    axes.margins(x=0.05)
    axes.set_xlabel(tr("perubahan, {unit}").format(unit=unit.word), fontsize=TEXT)
    _named(axes, [str(label) for label in table["label"]])
    legend(figure, [Patch(**look) for look, _ in key], [text for _, text in key])
    return Drawing(figure, _said(table, name, unit.decimals, lacking), table, "tornado")


@redrawn
def sensitivity_drawing(
    frame: "pd.DataFrame", *, about: About, outcome: str = "", top: int = 12
) -> Drawing:
    """Draw how much of an outcome each lever explains: `bar:LEVER`, `interval:LEVER`, for Sobol also `first:LEVER`.

    Parameters
    ----------
    frame : from `sensitivity.sensitivity`, by whichever method.
    outcome : its name, for the title.

    Raises
    ------
    OutOfBounds : a frame of none of the methods, or an empty one.
    """
    from matplotlib.patches import Patch

    main, half, second, title, axis = _method(frame)
    rows = frame.sort_values(main, ascending=False, kind="stable")
    rows = rows[(rows["lever"] == YARDSTICK) | (np.arange(len(rows)) < top)].reset_index(drop=True)
    labels = [about.lever(key) for key in rows["lever"]]
    table = rows.assign(label=labels)[
        ["lever", "label", *[c for c in rows.columns if c != "lever"]]
    ]
    title = title.format(outcome=about.outcome(outcome) if outcome else tr("hasil"))
    lacking = (
        "" if half else tr("Tuas yang tidak melewati pembanding acak belum terbukti berpengaruh.")
    )
    words = [tr("pengaruh total (dengan interaksi)"), tr("pengaruh sendiri")] if second else []
    figure, axes = _plain(title, about, len(table), words, lacking)
    for y, row in enumerate(table.to_dict("records")):
        look = OTHER if second or row["lever"] == YARDSTICK else BASE
        axes.barh(y, row[main], height=0.62, gid=f"bar:{row['lever']}", **look)
        text = number(row[main], 3)
        if second:
            axes.barh(y, row[second], height=0.26, gid=f"first:{row['lever']}", **BASE)
        if half:
            whisker(
                axes, (row[main] - row[half], row[main] + row[half]), y, f"interval:{row['lever']}"
            )
            text += f" ± {number(row[half], 3)}"
        beside(axes, y, text)
    axes.axvline(0, color=RULE, linewidth=1.2, gid="zero")
    axes.set_xlabel(axis, fontsize=TEXT)
    _named(axes, labels)
    if second:
        legend(figure, [Patch(**OTHER), Patch(**BASE)], words)
    effects = [
        f"{label} {number(row[main], 3)}" + (f" ± {number(row[half], 3)}" if half else "")
        for label, row in zip(labels, table.to_dict("records"), strict=True)
    ]
    return Drawing(
        figure, f"{title}. {axis}: {'; '.join(effects)}. {lacking}".strip(), table, tr("kepekaan")
    )


def _method(frame: "pd.DataFrame") -> tuple[str, str, str, str, str]:
    """Tell by its columns what a frame of `sensitivity` holds: main figure, half-width, second, title, axis."""
    if not frame.empty and "total" in frame:
        title = tr('Tuas mana yang menjelaskan keragaman "{outcome}" (indeks Sobol)')
        return (
            "total",
            "total_half",
            "first",
            title,
            tr("bagian dari keragaman, dengan setengah lebar rentang 95%"),
        )
    if not frame.empty and "mu_star" in frame:
        title = tr('Tuas mana yang menggeser "{outcome}" (Morris)')
        return (
            "mu_star",
            "mu_star_half",
            "",
            title,
            tr("rata-rata besar geseran dari ujung ke ujung, dengan setengah lebar rentang 95%"),
        )
    if not frame.empty and "median" in frame:
        title = tr('Tuas mana yang mengubah sebaran "{outcome}" (PAWN)')
        return "median", "", "", title, tr("jarak sebaran (median), 0–1")
    raise OutOfBounds([tr("Tabel ini bukan hasil kepekaan (sobol, morris, pawn) atau kosong.")])


def _paired() -> str:
    return tr(
        "Setiap tuas digeser sendiri dari batas bawah ke batas atas, dengan kejadian acak yang sama."
    )


def _plain(
    title: str, about: About, rows: int, labels: Sequence[str], *notes: str
) -> "tuple[Any, Axes]":
    figure, panels = sheet(title, about, labels=labels, height=1.0 + 0.52 * rows, notes=notes)
    return figure, panels[0, 0]


def _named(axes: "Axes", labels: list[str]) -> None:
    axes.set_yticks(
        range(len(labels)), [lines(label, 50) for label in labels], fontsize=SMALL + 0.5
    )
    axes.set_ylim(len(labels) - 0.4, -0.6)
    axes.tick_params(axis="y", length=0)
    axes.spines["left"].set_visible(False)
    numbered(axes)


def _fill(row: Any) -> dict[str, Any]:
    """Fill what rises, hatch what falls, dash what may be either."""
    if row["low"] == row["low"] and not row["low"] * row["high"] > 0:
        return _OPEN
    return _RISES if row["mean"] > 0 else _FALLS


def _key(table: "pd.DataFrame") -> list[tuple[dict[str, Any], str]]:
    """Give the fills that occur, and what they mean."""
    used = [_fill(row) for row in table.to_dict("records")]
    words = [(_RISES, tr("naik")), (_FALLS, tr("turun")), (_OPEN, tr("rentang 95% memuat nol"))]
    return [(look, text) for look, text in words if any(look is fill for fill in used)]


def _said(table: "pd.DataFrame", name: str, decimals: int, lacking: str) -> str:
    clauses = []
    for row in table.to_dict("records"):
        text = "{label} {mean} {unit}" + (
            "" if lacking else " " + tr("(rentang 95% {low} sampai {high})")
        )
        clauses.append(
            text.format(label=row["label"], unit=row["unit"], **around(row, decimals, mean="mean"))
        )
    start = tr('Perubahan "{name}" bila satu tuas digeser dari batas bawah ke batas atas:').format(
        name=name
    )
    return f"{start} {'; '.join(clauses)}.{' ' if lacking else ''}{lacking}"
