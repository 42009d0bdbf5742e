"""Indicators over years with the spread of the draws around their mean: a row a course, a column an indicator."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from p2spp_sim.base.errors import OutOfBounds
from p2spp_sim.base.formats import number
from p2spp_sim.base.intervals import FEWEST, honest_half
from p2spp_sim.base.language import tr
from p2spp_sim.figures.about import About
from p2spp_sim.figures.drawing import Drawing, redrawn
from p2spp_sim.figures.look import BLUE, GREY, INK, TEXT, legend, lines, sheet
from p2spp_sim.figures.paired import few, whisker
from p2spp_sim.figures.units import indicator_text
from p2spp_sim.figures.years import checked, end_note, mark_end, titled

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

_SHARES = (2.5, 25.0, 75.0, 97.5)
_WIDE: dict[str, Any] = {
    "facecolor": "#dce8f3",
    "edgecolor": BLUE,
    "linewidth": 0.8,
    "linestyle": ":",
}
_NARROW: dict[str, Any] = {"facecolor": "#9fc3de", "edgecolor": BLUE, "linewidth": 0.8}


@redrawn
def fan_drawing(
    frames: "Mapping[str, pd.DataFrame]",
    keys: Sequence[str],
    *,
    about: About,
    ended: int | None = None,
) -> Drawing:
    """Draw indicators over years: bands `wide:` and `narrow:`, the mean `mean:` and its `interval:`, by row and key.

    The bands hold 95 % and 50 % of the draws: how far apart single years lie, not how well the mean is known. Below
    `intervals.FEWEST` replicates there are single draws (`draw:`) and neither bands nor interval.

    Parameters
    ----------
    frames : by the name of the course: `YearsRun.indicators()` of all replicates with a column `replicate`.
    keys : indicators.
    ended : last year of the programme.

    Raises
    ------
    OutOfBounds : nothing to draw, or a frame without `replicate`.
    UnknownName : an indicator that is not in the frames.
    """
    checked(frames, keys)
    if any("replicate" not in frame for frame in frames.values()):
        raise OutOfBounds(
            [tr("Tabel antartahun memerlukan kolom replicate: nomor ulangan setiap baris.")]
        )
    table = _summed(frames, keys)
    lacking = few(int(table["replicates"].min()))
    reading = tr(
        "Pita: sebaran ulangan, bukan selang kepercayaan. Garis: rata-rata dengan rentang 95%-nya sendiri."
    )
    marks = _key(bool(lacking))
    figure, panels = sheet(
        tr("Sebaran ulangan dari tahun ke tahun"),
        about,
        rows=len(frames),
        columns=len(keys),
        labels=[text for _, text in marks],
        height=0.7 + 3.1 * len(frames),
        notes=["" if lacking else reading, end_note(ended), lacking],
        sharex=True,
        sharey="col",
    )
    for row, (name, frame) in enumerate(frames.items()):
        for column, key in enumerate(keys):
            axes = panels[row, column]
            course = table[(table["course"] == name) & (table["indicator"] == key)]
            _fan(axes, course, frame[frame["key"] == key], f"{row}:{key}")
            titled(axes, key, frame)
            if row:
                axes.set_title("", loc="left")
            if row < len(frames) - 1:
                axes.set_xlabel("")
            mark_end(axes, ended)
        panels[row, 0].set_ylabel(lines(name, 26), fontsize=TEXT, weight="bold")
    legend(figure, [handle for handle, _ in marks], [text for _, text in marks])
    return Drawing(figure, _said(table, lacking), table, tr("kipas"))


def _summed(frames: "Mapping[str, pd.DataFrame]", keys: Sequence[str]) -> "pd.DataFrame":
    """Sum up draws, one row a course, indicator and year."""
    import pandas as pd

    rows = []
    for name, frame in frames.items():
        for key in keys:
            mine = frame[frame["key"] == key]
            for year, drawn in mine.groupby("year")["count"]:
                values = drawn.to_numpy(np.float64)
                mean, half = float(values.mean()), float(honest_half(values))
                spread = (
                    np.percentile(values, _SHARES) if len(values) >= FEWEST else [float("nan")] * 4
                )
                about = (name, key, mine["label"].iloc[0], year, len(values))
                rows.append((*about, mean, mean - half, mean + half, *map(float, spread)))
    columns = ["course", "indicator", "label", "year", "replicates", "mean", "low", "high"]
    return pd.DataFrame(rows, columns=[*columns, *(f"draws_{share:g}" for share in _SHARES)])


def _fan(axes: "Axes", table: "pd.DataFrame", draws: "pd.DataFrame", name: str) -> None:
    years = table["year"].to_numpy(np.float64)
    if table["low"].isna().any():
        for number_of, draw in draws.groupby("replicate"):
            gid = f"draw:{name}:{number_of}"
            axes.plot(draw["year"], draw["count"], color=GREY, linewidth=0.9, gid=gid)
    else:
        axes.fill_between(
            years, table["draws_2.5"], table["draws_97.5"], gid=f"wide:{name}", **_WIDE
        )
        axes.fill_between(
            years, table["draws_25"], table["draws_75"], gid=f"narrow:{name}", **_NARROW
        )
    axes.plot(
        years, table["mean"], color=INK, linewidth=2.2, marker="o", markersize=5, gid=f"mean:{name}"
    )
    for year, low, high in zip(years, table["low"], table["high"], strict=True):
        whisker(axes, (low, high), year, f"interval:{name}:{year:g}", upright=True)


def _key(lacking: bool) -> list[tuple[Any, str]]:
    """Give what the legend shows, and what it means."""
    from matplotlib.lines import Line2D
    from matplotlib.patches import Patch

    mean = Line2D([], [], color=INK, linewidth=2.2, marker="o", markersize=5)
    if lacking:
        return [
            (mean, tr("rata-rata")),
            (Line2D([], [], color=GREY, linewidth=0.9), tr("satu kali hitung")),
        ]
    bands = [(Patch(**_NARROW), tr("50% ulangan")), (Patch(**_WIDE), tr("95% ulangan"))]
    return [(mean, tr("rata-rata dan rentang 95%-nya")), *bands]


def _said(table: "pd.DataFrame", lacking: str) -> str:
    clauses = []
    for (name, key), course in table.groupby(["course", "indicator"], sort=False):
        first, last = course.iloc[0], course.iloc[-1]
        text = tr(
            "{name}, {label}: rata-rata {before} pada tahun {start} dan {after} pada tahun {end}"
        )
        if not lacking:
            text = tr(
                "{name}, {label}: rata-rata {before} pada tahun {start} dan {after} pada tahun {end} (rentang 95%"
                " {low} sampai {high}; 95% ulangan {least} sampai {most})"
            )
        ends = {
            "before": first["mean"],
            "after": last["mean"],
            "low": last["low"],
            "high": last["high"],
        }
        ends |= {"least": last["draws_2.5"], "most": last["draws_97.5"]}
        shown = {word: number(value, 3) for word, value in ends.items()}
        shown |= {"start": str(first["year"]), "end": str(last["year"])}
        label = indicator_text(str(key), first["label"])
        clauses.append(text.format(name=name, label=label, **shown))
    start = tr("Sebaran ulangan dari tahun ke tahun.")
    return f"{start} {'; '.join(clauses)}.{' ' if lacking else ''}{lacking}"
