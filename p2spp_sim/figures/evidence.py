"""Published facts as bands, what the model gives as intervals and what a lottery gives, in widths of the band."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from p2spp_sim.base import formats
from p2spp_sim.base.language import tr
from p2spp_sim.figures.about import About
from p2spp_sim.figures.drawing import Drawing, redrawn
from p2spp_sim.figures.look import (
    BLUE,
    GREY,
    INK,
    MARKERS,
    PALE,
    RED,
    SMALL,
    legend,
    lines,
    sheet,
)

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

_EDGE = (-1.2, 2.2)  # in widths of the band; what lies beyond is drawn at the edge as an arrow
_SIGNS = {"inside": "✓", "touching": "~", "outside": "✗", "beyond": "✗✗"}
_LOTTERY: dict[str, Any] = {"linestyle": "", "fillstyle": "none", "markersize": 6}


def evidence_figure(frame: "pd.DataFrame", *, about: About | None = None) -> "Figure":
    """Draw every fact of `evidence.report` as a band (`band:FACT`), every interval as a point (`point:FACT:DATASET`).

    The hollow diamond below an interval is what a lottery gives (`lottery:FACT:DATASET`). All are in widths of their
    band, so that facts of different units can stand under each other.
    """
    facts, datasets = list(dict.fromkeys(frame["fact"])), list(dict.fromkeys(frame["dataset"]))
    title = tr("Rentang terbit (batang) dan ukuran model dengan selang 95% (titik)")
    lottery = tr("undian: setiap forum memeringkat secara acak")
    made, panels = sheet(
        title,
        about or About(", ".join(datasets)),
        labels=[*datasets, lottery],
        height=0.7 + (0.36 + 0.16 * len(datasets)) * len(facts),
    )
    axes = panels[0, 0]
    for row in frame.to_dict("records"):
        y, k = facts.index(row["fact"]), datasets.index(row["dataset"])
        if k == 0:
            axes.barh(
                y,
                1.0,
                height=0.8,
                color=PALE,
                edgecolor=BLUE,
                linewidth=0.8,
                gid=f"band:{row['fact']}",
            )
        room = 0.8 / len(datasets)
        at = y - 0.4 + room * (k + 0.28)
        _point(axes, row, at, k)
        if row["lottery_verdict"]:
            _lottery(axes, row, at + 0.45 * room, k)
            said = tr("undian {sign}").format(sign=_SIGNS[row["lottery_verdict"]])
            axes.text(_EDGE[1] + 1.7, at, said, va="center", fontsize=SMALL, color=INK)
    band = {row["fact"]: row for row in frame.to_dict("records")}
    names = [lines(f"{fact}  {band[fact]['label']}", 56) for fact in facts]
    axes.set_yticks(range(len(facts)), names, fontsize=SMALL)
    axes.set_ylim(len(facts) - 0.4, -0.6)
    axes.set_xlim(_EDGE[0] - 0.1, _EDGE[1] + 2.5)
    axes.set_xticks([0, 1], [tr("batas bawah"), tr("batas atas")])
    axes.spines["left"].set_visible(False)
    for k, name in enumerate(datasets):
        axes.plot(
            [],
            [],
            MARKERS[k % 4],
            color=(BLUE, RED)[k % 2],
            label=name,
            fillstyle=("full", "none")[k % 2],
        )
    axes.plot([], [], "D", color=GREY, label=lottery, **_LOTTERY)
    legend(made, *axes.get_legend_handles_labels())
    return made


def _point(axes: "Axes", row: Mapping[Any, Any], y: float, k: int) -> None:
    """Draw one interval, and its verdict in words."""
    width = row["band_high"] - row["band_low"]
    low, value, high = ((row[key] - row["band_low"]) / width for key in ("low", "value", "high"))
    ends = [min(max(x, _EDGE[0]), _EDGE[1]) for x in (low, high)]
    colour = (BLUE, RED)[k % 2]
    axes.plot(
        ends, [y, y], color=colour, linewidth=1.6, gid=f"point:{row['fact']}:{row['dataset']}"
    )
    if _EDGE[0] <= value <= _EDGE[1]:
        axes.plot(
            value, y, MARKERS[k % 4], color=colour, markersize=5, fillstyle=("full", "none")[k % 2]
        )
    for end, beyond, arrow in ((ends[0], low < _EDGE[0], "<"), (ends[1], high > _EDGE[1], ">")):
        if beyond:
            axes.plot(end, y, arrow, color=colour, markersize=6)
    said = f"{_SIGNS[row['verdict']]} {row['verdict_text']}"
    axes.text(_EDGE[1] + 0.06, y, said, va="center", fontsize=SMALL, color=INK)


def _lottery(axes: "Axes", row: Mapping[Any, Any], y: float, k: int) -> None:
    """Draw what a lottery gives, beyond the edges as an arrow."""
    value = (row["lottery"] - row["band_low"]) / (row["band_high"] - row["band_low"])
    mark = "<" if value < _EDGE[0] else ">" if value > _EDGE[1] else "D"
    axes.plot(
        min(max(value, _EDGE[0]), _EDGE[1]),
        y,
        mark,
        color=(BLUE, RED)[k % 2],
        gid=f"lottery:{row['fact']}:{row['dataset']}",
        **_LOTTERY,
    )


def evidence_text(frame: "pd.DataFrame") -> str:
    """Say in words what the evidence figure shows."""
    rows = []
    for row in frame.to_dict("records"):
        words = {
            str(key): value if isinstance(value, str) else formats.figure(round(value, 3))
            for key, value in row.items()
        }
        said = tr(
            "{fact} pada {dataset}: {low} sampai {high}, rentang {band_low} sampai {band_high}, {verdict_text}"
        )
        if row["lottery_verdict"]:
            said += ", {meaning} ({lottery})"
        rows.append(said.format(**words))
    return tr("Fakta terbit dan ukuran model.") + " " + "; ".join(rows) + "."


@redrawn
def evidence_drawing(frame: "pd.DataFrame", *, about: About | None = None) -> Drawing:
    """Draw the evidence with its words and figures.

    Parameters
    ----------
    frame : from `evidence.report`.
    about : for the footer; the datasets of the frame when None.
    """
    columns = [
        "fact",
        "label",
        "dataset",
        "band_low",
        "band_high",
        "value",
        "low",
        "high",
        "verdict_text",
        "lottery",
        "meaning",
    ]
    return Drawing(
        evidence_figure(frame, about=about), evidence_text(frame), frame[columns], tr("bukti")
    )
