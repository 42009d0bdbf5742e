"""Funnels of two scenarios side by side, and beside them the paired difference at every stage."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from p2spp_sim.base.errors import OutOfBounds, UnknownName
from p2spp_sim.base.formats import number
from p2spp_sim.base.language import tr
from p2spp_sim.figures.about import About
from p2spp_sim.figures.drawing import Drawing, redrawn
from p2spp_sim.figures.look import (
    BASE,
    INK,
    OTHER,
    SMALL,
    TEXT,
    large,
    legend,
    lines,
    numbered,
    sheet,
)
from p2spp_sim.figures.paired import around, few, panel, signed

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

_TALL = 0.38


@redrawn
def funnel_drawing(
    frame: "pd.DataFrame", *, about: About, measure: str = "count", names: Sequence[str] = ()
) -> Drawing:
    """Draw two funnels: bars `base:STAGE` and `other:STAGE`, at their right `point:STAGE` and `interval:STAGE`.

    Parameters
    ----------
    frame : from `Comparison.funnel_differences()`.
    measure : what the frame holds: count (proposals) or rupiah.
    names : of base and other.

    Raises
    ------
    OutOfBounds : an empty frame. UnknownName : another measure.
    """
    if measure not in ("count", "rupiah"):
        raise UnknownName(tr("Ukuran"), measure, ("count", "rupiah"))
    if frame.empty:
        raise OutOfBounds([tr("Tabel ini kosong; tidak ada yang dapat digambar.")])
    base, other = tuple(names) or (tr("skenario awal"), tr("skenario pembanding"))
    replicates = int(frame["replicates"].iloc[0])
    head = (
        tr("Corong usulan: {base} dan {other}")
        if measure == "count"
        else tr("Corong rupiah: {base} dan {other}")
    )
    gaps = bool(frame[["base", "other"]].isna().to_numpy().any())
    absent = tr("Tahap tanpa batang tidak ada pada aturan skenario itu.") if gaps else ""
    figure, panels = sheet(
        head.format(base=base, other=other),
        about,
        columns=2,
        labels=(base, other),
        height=0.9 + 0.62 * len(frame),
        notes=[
            tr("Rata-rata per tahap; selisih berpasangan dengan kejadian acak yang sama."),
            absent,
            few(replicates),
        ],
        sharey=True,
        gridspec_kw={"width_ratios": [1.75, 1.0]},
    )
    bars, moved = panels[0]
    _bars(bars, frame, measure, (base, other))
    _differences(moved, frame, measure)
    legend(figure, *bars.get_legend_handles_labels())
    return Drawing(
        figure,
        _said(frame, measure, base, other, few(replicates)),
        frame.reset_index(drop=True),
        tr("corong"),
    )


def _scale(values: Any, measure: str) -> tuple[float, str]:
    return (
        (1.0, tr("usulan"))
        if measure == "count"
        else large(float(np.nanmax(np.abs(values), initial=0.0)))
    )


def _bars(axes: "Axes", frame: "pd.DataFrame", measure: str, names: tuple[str, str]) -> None:
    factor, word = _scale(frame[["base", "other"]].to_numpy(np.float64), measure)
    widest = float(np.nanmax(frame[["base", "other"]].to_numpy(np.float64)))
    for k, (column, look) in enumerate((("base", BASE), ("other", OTHER))):
        drawn = False
        for y, (stage, value) in enumerate(zip(frame["stage"], frame[column], strict=True)):
            if value != value:
                continue
            label = "_" if drawn else names[k]
            at = y + (k - 0.5) * (_TALL + 0.03)
            axes.barh(at, value, height=_TALL, label=label, gid=f"{column}:{stage}", **look)
            text = number(value / factor, 0 if measure == "count" else 1)
            axes.text(value + 0.012 * widest, at, text, va="center", size=SMALL, color=INK)
            drawn = True
    axes.set_yticks(range(len(frame)), [lines(str(label), 30) for label in frame["label"]])
    axes.set_ylim(len(frame) - 0.4, -0.6)
    axes.set_xlim(0, 1.13 * widest)
    axes.set_xlabel(word, fontsize=TEXT)
    numbered(axes, factor=factor)


def _differences(axes: "Axes", frame: "pd.DataFrame", measure: str) -> None:
    factor, word = _scale(frame[["difference", "low", "high"]].to_numpy(np.float64), measure)
    panel(axes, frame, "stage", lambda row: signed(row["difference"] / factor, 1))
    interval = "" if few(int(frame["replicates"].iloc[0])) else tr(", dengan rentang 95%")
    axes.set_xlabel(lines(tr("selisih, {unit}").format(unit=word) + interval, 34), fontsize=TEXT)
    numbered(axes, factor=factor)


def _said(frame: "pd.DataFrame", measure: str, base: str, other: str, lacking: str) -> str:
    factor, word = _scale(frame[["base", "other"]].to_numpy(np.float64), measure)
    far, unit = _scale(frame[["difference", "low", "high"]].to_numpy(np.float64), measure)
    clauses = []
    for row in frame.to_dict("records"):
        if row["difference"] != row["difference"]:
            clauses.append(
                tr("{label}: hanya ada pada salah satu skenario").format(label=row["label"])
            )
            continue
        text = tr("{label}: {before} menjadi {after} {word}, selisih {mean} {unit}")
        if row["low"] == row["low"]:
            text += " " + tr("(rentang 95% {low} sampai {high})")
        decimals = 0 if measure == "count" else 1
        both = {
            "before": number(row["base"] / factor, decimals),
            "after": number(row["other"] / factor, decimals),
        }
        clauses.append(
            text.format(label=row["label"], word=word, unit=unit, **both, **around(row, 1, far))
        )
    start = tr("Corong dari {base} ke {other}.").format(base=base, other=other)
    return f"{start} {'; '.join(clauses)}.{' ' if lacking else ''}{lacking}"
