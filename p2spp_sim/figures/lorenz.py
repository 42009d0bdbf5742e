"""Lorenz curves of rupiah per head over villages, with the Gini and its interval in the legend."""

import textwrap
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from p2spp_sim.base.errors import OutOfBounds
from p2spp_sim.base.formats import number, percent
from p2spp_sim.base.language import tr
from p2spp_sim.figures.about import About
from p2spp_sim.figures.drawing import Drawing, redrawn
from p2spp_sim.figures.look import BLUE, GREEN, GREY, INK, RED, TEXT, in_legend, sheet
from p2spp_sim.figures.page import page
from p2spp_sim.figures.paired import few, signed

if TYPE_CHECKING:
    import pandas as pd

_LOOKS: tuple[dict[str, Any], ...] = (
    {"color": BLUE, "linestyle": "-", "marker": "o"},
    {"color": RED, "linestyle": "--", "marker": "s", "markerfacecolor": "white"},
    {"color": GREEN, "linestyle": "-.", "marker": "^"},
    {"color": INK, "linestyle": (0, (1, 1)), "marker": "D", "markerfacecolor": "white"},
)


@redrawn
def lorenz_drawing(
    frame: "pd.DataFrame",
    *,
    about: About,
    names: Sequence[str] = (),
    difference: tuple[float, float, float] | None = None,
) -> Drawing:
    """Draw a curve for every scenario (`curve:0`, `curve:1`, …) and the line of equal shares (`equal`).

    Parameters
    ----------
    frame : from `Comparison.lorenz()`.
    names : of the base and the others.
    difference : of the Gini, with its interval, from `Comparison.gini_difference()`; told in words.

    Raises
    ------
    OutOfBounds : no scenario, or more than can be told apart.
    """
    known = list(dict.fromkeys(frame["scenario"]))
    if not 1 <= len(known) <= len(_LOOKS):
        text = tr("Kurva Lorenz memerlukan satu sampai {most} skenario.")
        raise OutOfBounds([text.format(most=len(_LOOKS))])
    shown = tuple(names) or tuple(known)
    lacking = few(int(frame["replicates"].iloc[0]))
    moved = _moved(difference)
    words = [
        f"{name}: {_gini(frame[frame['scenario'] == scenario].iloc[0])}"
        for name, scenario in zip(shown, known, strict=False)
    ]
    legend_lines = [*(textwrap.wrap(word, 40) for word in words), [tr("sama rata")]]
    figure, panels = sheet(
        tr("Pemerataan rupiah APBD per jiwa antardesa"),
        about,
        height=5.5 + 0.27 * sum(map(len, legend_lines)) if page().narrow else 6.4,
        of_rows=False,
        notes=[
            tr("Kurva rata-rata atas ulangan; Gini 0 sama rata, 1 semua di satu desa."),
            moved,
            lacking,
        ],
    )
    axes = panels[0, 0]
    for k, scenario in enumerate(known):
        curve = frame[frame["scenario"] == scenario]
        x, y = curve["people"], curve["rupiah"]
        axes.plot(x, y, linewidth=2.2, markersize=6, gid=f"curve:{k}", **_LOOKS[k])
    axes.plot([0, 1], [0, 1], color=GREY, linewidth=1.4, linestyle=":", gid="equal")
    for axis in (axes.xaxis, axes.yaxis):
        axis.set_major_formatter(lambda share, _: percent(share, 0))
        axis.set_ticks(np.linspace(0, 1, 6).tolist())
    axes.tick_params(pad=7)  # both axes begin with 0%
    axes.set_aspect("equal")
    axes.set_xlim(0, 1)
    axes.set_ylim(0, 1)
    axes.set_xlabel(tr("penduduk, dari desa dengan rupiah per jiwa paling sedikit"), fontsize=TEXT)
    axes.set_ylabel(tr("bagian rupiah APBD"), fontsize=TEXT)
    axes.set_anchor("NW")
    look: Any = {
        "loc": "upper left",
        "bbox_to_anchor": (1.04, 0.98),
        "frameon": False,
        "fontsize": in_legend(),
    }
    if page().narrow:  # below the curves, where there is no room beside them
        look |= {"bbox_to_anchor": (-0.1, -0.18)}
    axes.legend(
        axes.lines,
        ["\n".join(each) for each in legend_lines],
        labelspacing=0.6,
        **look,
    )
    return Drawing(
        figure, _said(frame, known, words, moved, lacking), frame.reset_index(drop=True), "lorenz"
    )


def _gini(row: Any) -> str:
    text = "Gini " + ("–" if row["gini"] != row["gini"] else number(row["gini"], 3))
    if row["gini_low"] != row["gini_low"]:
        return text
    ends = tr("rentang 95% {low} sampai {high}")
    return (
        f"{text} ({ends.format(low=number(row['gini_low'], 3), high=number(row['gini_high'], 3))})"
    )


def _moved(difference: tuple[float, float, float] | None) -> str:
    """Say by how much the Gini differs between two scenarios; empty when that is not known."""
    if difference is None or difference[0] != difference[0]:
        return ""
    mean, low, high = (signed(value, 3) for value in difference)
    if difference[1] != difference[1]:
        return tr("Selisih Gini {mean}.").format(mean=mean)
    return tr("Selisih Gini berpasangan {mean} (rentang 95% {low} sampai {high}).").format(
        mean=mean, low=low, high=high
    )


def _said(
    frame: "pd.DataFrame", known: list[str], words: list[str], moved: str, lacking: str
) -> str:
    sentences = []
    for word, scenario in zip(words, known, strict=False):
        curve = frame[frame["scenario"] == scenario]
        half = float(np.interp(0.5, curve["people"], curve["rupiah"]))
        text = tr("{word}; setengah penduduk dengan rupiah paling sedikit menerima {share} rupiah")
        sentences.append(text.format(word=word, share=percent(half)))
    start = tr("Kurva Lorenz rupiah APBD per jiwa antardesa.")
    return " ".join(part for part in (start, ". ".join(sentences) + ".", moved, lacking) if part)
