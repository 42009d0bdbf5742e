"""Differences of pairs on the same draws: how they are written, marked and drawn with their intervals."""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from p2spp_sim.base.formats import number
from p2spp_sim.base.intervals import FEWEST
from p2spp_sim.base.language import tr
from p2spp_sim.figures.look import BLUE, INK, RULE, SMALL
from p2spp_sim.figures.page import page

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes


def signed(value: float, decimals: int) -> str:
    """Write a difference with its sign: +1,5 or −1,5; nothing but zeros has none."""
    text = number(abs(value), decimals)
    return text if not text.strip("0.,") else ("+" if value > 0 else "−") + text


def around(
    row: Mapping[Any, Any], decimals: int, factor: float = 1.0, mean: str = "difference"
) -> dict[str, str]:
    """Write a difference and its interval for a sentence: mean, low and high, divided by `factor`."""
    return {
        name: signed(row[key] / factor, decimals)
        for name, key in (("mean", mean), ("low", "low"), ("high", "high"))
    }


def few(replicates: int) -> str:
    """Say that there are too few replicates for an interval; empty when there are enough."""
    if replicates >= FEWEST:
        return ""
    text = tr(
        "Hanya {n} ulangan: terlalu sedikit untuk rentang 95% (paling sedikit {least}), jadi rentang tidak digambar."
    )
    return text.format(n=number(replicates), least=FEWEST)


def mark(low: float, high: float) -> dict[str, Any]:
    """Fill the marker of a difference where its interval excludes zero, leave it open where not; a diamond for none."""
    if low != low:
        return {
            "marker": "D",
            "markersize": 8,
            "color": BLUE,
            "markerfacecolor": "white",
            "linestyle": "none",
        }
    face = BLUE if low * high > 0 else "white"
    return {
        "marker": "o",
        "markersize": 9,
        "color": BLUE,
        "markerfacecolor": face,
        "linestyle": "none",
    }


def whisker(
    axes: "Axes", along: Sequence[float], at: float, gid: str, *, upright: bool = False
) -> None:
    """Draw an interval with its ends, unless it is missing."""
    if along[0] != along[0]:
        return
    look: Any = {
        "color": INK,
        "linewidth": 1.8,
        "markersize": 9,
        "gid": gid,
        "marker": "_" if upright else "|",
    }
    across = [at, at]
    axes.plot(*((across, along) if upright else (along, across)), **look)


def panel(
    axes: "Axes", rows: "pd.DataFrame", key: str, describe: Callable[[Mapping[Any, Any]], str]
) -> None:
    """Draw differences, one a row from the top down: a line at `zero`, `interval:KEY`, `point:KEY`, words at the right.

    Parameters
    ----------
    rows : difference, low and high; where there is no difference, nothing is drawn.
    key : column that names a row.
    describe : gives the words of a row.
    """
    axes.axvline(0, color=RULE, linewidth=1.2, gid="zero")
    for y, row in enumerate(rows.to_dict("records")):
        if row["difference"] != row["difference"]:
            continue
        whisker(axes, (row["low"], row["high"]), y, f"interval:{row[key]}")
        axes.plot(row["difference"], y, gid=f"point:{row[key]}", **mark(row["low"], row["high"]))
        beside(axes, y, describe(row))
    axes.set_ylim(len(rows) - 0.4, -0.6)
    axes.margins(x=0.1)
    axes.tick_params(axis="y", length=0)
    axes.spines["left"].set_visible(False)


def beside(axes: "Axes", y: float, words: str) -> None:
    """Write words at the right of a panel, at the height of a row; an interval below its figure on a narrow page."""
    if page().narrow:
        words = re.sub(r"\s{2,}", "\n", words)
    axes.annotate(
        words, (1.015, y), xycoords=("axes fraction", "data"), va="center", size=SMALL + 0.5
    )
