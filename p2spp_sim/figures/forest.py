"""Paired differences of indicators with their intervals, a panel for every unit."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from p2spp_sim.base.errors import OutOfBounds, UnknownName
from p2spp_sim.base.language import tr
from p2spp_sim.figures.about import About
from p2spp_sim.figures.drawing import Drawing, redrawn
from p2spp_sim.figures.look import SMALL, TEXT, legend, lines, numbered, sheet
from p2spp_sim.figures.paired import around, few, mark, panel, signed
from p2spp_sim.figures.units import UnitOfMeasure, indicator_text, unit_of
from p2spp_sim.results.indicators import definitions, is_main, of_group, outcome_text

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

_COLUMNS = [
    "indicator",
    "label",
    "measure",
    "unit",
    "base",
    "other",
    "difference",
    "low",
    "high",
    "replicates",
]
_FIGURES = ["base", "other", "difference", "low", "high"]


@redrawn
def forest_drawing(
    frame: "pd.DataFrame",
    *,
    about: About,
    keys: Sequence[str] = (),
    measure: str = "",
    most: int = 10,
    names: Sequence[str] = (),
    notes: Sequence[str] = (),
) -> Drawing:
    """Draw how much indicators differ between two scenarios: `point:KEY`, `interval:KEY`, and a line at zero.

    Parameters
    ----------
    frame : from `Comparison.differences()`, one other scenario only.
    keys : indicators in their order; the `most` moved when empty: those whose interval excludes zero first, then by
        change relative to the base, so that units do not matter.
    measure : count or rupiah, where an indicator has it; else, and when empty, its main measure.
    names : of base and other.
    notes : sentences below the picture, such as in how many states of the world a difference stands.

    Raises
    ------
    OutOfBounds : nothing to draw, or several scenarios.
    UnknownName : an indicator that is not in the frame.
    """
    from matplotlib.lines import Line2D

    table = chosen_rows(frame, keys, measure, most)
    replicates = int(table["replicates"].iloc[0])
    base, other = tuple(names) or (tr("skenario awal"), str(frame["scenario"].iloc[0]))
    title = tr("Perubahan indikator: {other} dibanding {base}").format(base=base, other=other)
    note, key = tr("Selisih berpasangan dengan kejadian acak yang sama."), _key(replicates)
    words = [unit for unit in dict.fromkeys(table["unit"])]
    counts = [int((table["unit"] == word).sum()) for word in words]
    figure, panels = sheet(
        title,
        about,
        rows=len(words),
        height=1.0 + 0.52 * len(table) + 0.62 * len(words),
        labels=[text for _, text in key],
        notes=[
            note,
            "" if keys else _left_out(frame, measure, len(table)),
            few(replicates),
            *notes,
        ],
        gridspec_kw={"height_ratios": [count + 0.35 for count in counts]},
    )
    for axes, word in zip(panels[:, 0], words, strict=True):
        _panel(axes, table[table["unit"] == word])
    legend(figure, [Line2D([], [], **look) for look, _ in key], [text for _, text in key])
    return Drawing(figure, _said(table, base, other, few(replicates)), table, tr("selisih"))


def chosen_rows(
    frame: "pd.DataFrame", keys: Sequence[str], measure: str, most: int
) -> "pd.DataFrame":
    """Choose rows, by the wanted measure where there is one, and turn them into their units."""
    if frame["scenario"].nunique() != 1:
        raise OutOfBounds([tr("Gambar selisih memerlukan tepat satu skenario pembanding.")])
    known = list(dict.fromkeys(frame["indicator"]))
    for key in keys:
        if key.partition(".")[0] in definitions() and key not in known:
            message = tr("{outcome} tidak terukur pada kedua skenario ini; selisihnya tidak ada.")
            raise OutOfBounds([message.format(outcome=outcome_text(key))])
        if key not in known:
            raise UnknownName(tr("Indikator"), key, known)
    rows = _one_each(frame, measure).set_index("indicator", drop=False)
    rows = rows.loc[list(keys)] if keys else _most(rows[~of_group(rows["indicator"])], most)
    units = [unit_of(key) for key in rows["indicator"]]
    order = sorted(range(len(rows)), key=lambda i: [u.word for u in units].index(units[i].word))
    rows, units = rows.iloc[order].copy(), [units[i] for i in order]
    rows["unit"] = [unit.word for unit in units]
    rows[_FIGURES] = rows[_FIGURES].mul([unit.factor for unit in units], axis=0)
    return rows[_COLUMNS].reset_index(drop=True)


def _one_each(frame: "pd.DataFrame", measure: str) -> "pd.DataFrame":
    """Give one row an indicator: by the wanted measure, else by its main one, else by the only one there is."""
    import pandas as pd

    ordered = pd.concat(
        [frame[frame["measure"] == measure], frame[is_main(frame)], frame], ignore_index=True
    )
    return ordered.drop_duplicates("indicator")


def _left_out(frame: "pd.DataFrame", measure: str, drawn: int) -> str:
    """Say how many indicators moved and are not drawn, so that nobody takes the picture for all of it."""
    rows = _one_each(frame, measure)
    moved = int((rows["difference"] != 0)[~of_group(rows["indicator"])].sum())
    if moved <= drawn:
        return ""
    return tr("Digambar {n} dari {all} indikator yang bergerak.").format(n=drawn, all=moved)


def _most(rows: "pd.DataFrame", most: int) -> "pd.DataFrame":
    moved = rows[rows["difference"] != 0]
    if moved.empty or most < 1:
        raise OutOfBounds([tr("Tidak ada indikator yang berubah; tidak ada yang dapat digambar.")])
    relative = (moved["difference"] / moved["base"].abs().clip(lower=1e-9)).abs()
    certain = moved["low"] * moved["high"] > 0
    return (
        moved.assign(c=certain, r=relative)
        .sort_values(["c", "r"], ascending=False, kind="stable")
        .head(most)
    )


def _panel(axes: "Axes", rows: "pd.DataFrame") -> None:
    """Draw the rows of one unit."""
    panel(axes, rows, "indicator", lambda row: _figures(row, unit_of(row["indicator"])))
    axes.set_yticks(
        range(len(rows)),
        [lines(row_label(row), 52) for row in rows.to_dict("records")],
        fontsize=SMALL + 0.5,
    )
    axes.set_xlabel(tr("selisih, {unit}").format(unit=rows["unit"].iloc[0]), fontsize=TEXT)
    numbered(axes)


def row_label(row: Any) -> str:
    """Name a row by its indicator, and by its measure where that is rupiah."""
    by = f" ({tr('menurut rupiah')})" if row["measure"] == "rupiah" else ""
    return indicator_text(row["indicator"], row["label"]) + by


def _figures(row: Any, unit: UnitOfMeasure) -> str:
    mean, low, high = (signed(row[name], unit.decimals) for name in ("difference", "low", "high"))
    return mean if row["low"] != row["low"] else f"{mean}  [{low}; {high}]"


def _key(replicates: int) -> list[tuple[dict[str, Any], str]]:
    """Give the marks of the legend and what they mean."""
    if few(replicates):
        return [(mark(float("nan"), float("nan")), tr("selisih rata-rata, tanpa rentang"))]
    return [
        (mark(1.0, 2.0), tr("rentang 95% tidak memuat nol")),
        (mark(-1.0, 1.0), tr("rentang 95% memuat nol: arah tidak dapat dipastikan")),
    ]


def _said(table: "pd.DataFrame", base: str, other: str, lacking: str) -> str:
    clauses = []
    for row in table.to_dict("records"):
        unit = unit_of(row["indicator"])
        text = "{label} {mean} {unit}" + (
            "" if lacking else " " + tr("(rentang 95% {low} sampai {high})")
        )
        clauses.append(
            text.format(label=row_label(row), unit=unit.word, **around(row, unit.decimals))
        )
    start = tr("Selisih berpasangan dari {base} ke {other}:").format(base=base, other=other)
    return f"{start} {'; '.join(clauses)}.{' ' if lacking else ''}{lacking}"
