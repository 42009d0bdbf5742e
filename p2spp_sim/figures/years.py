"""Indicators over years: one panel an indicator, one line a course of events."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from p2spp_sim.base.errors import OutOfBounds, UnknownName
from p2spp_sim.base.formats import number
from p2spp_sim.base.language import tr
from p2spp_sim.figures.about import About
from p2spp_sim.figures.drawing import Drawing, redrawn
from p2spp_sim.figures.look import (
    BLUE,
    GREEN,
    INK,
    MARKERS,
    RED,
    RULE,
    TEXT,
    legend,
    lines,
    numbered,
    sheet,
)
from p2spp_sim.figures.units import indicator_text, outcome_text

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

STROKES = ("-", "--", ":", "-.")
COLOURS = (INK, BLUE, RED, GREEN)


def years_figure(
    frames: "Mapping[str, pd.DataFrame]",
    keys: Sequence[str],
    ended: int | None = None,
    *,
    about: About | None = None,
) -> "Figure":
    """Draw indicators over years: one panel an indicator, one line a course of events.

    Parameters
    ----------
    frames : from `YearsRun.indicators()`, by the name of the course.
    ended : last year of the programme in one of them.
    about : for the footer.
    """
    checked(frames, keys)
    rows = -(-len(keys) // 3)
    made, panels = sheet(
        tr("Indikator dari tahun ke tahun"),
        about or About(),
        labels=list(frames),
        rows=rows,
        columns=min(3, len(keys)),
        height=3.7 * rows + 0.2,
        notes=[end_note(ended)],
    )
    for axes, key in zip(panels.flat, keys, strict=False):
        for k, (name, frame) in enumerate(frames.items()):
            course = frame[frame["key"] == key]
            look = {"color": COLOURS[k % 4], "linestyle": STROKES[k % 4], "linewidth": 2.0}
            axes.plot(course["year"], course["count"], marker=MARKERS[k % 4], label=name, **look)
        titled(axes, key, next(iter(frames.values())))
        mark_end(axes, ended)
    for axes in panels.flat[len(keys) :]:
        axes.set_visible(False)
    legend(made, *panels.flat[0].get_legend_handles_labels())
    return made


def years_text(frames: "Mapping[str, pd.DataFrame]", keys: Sequence[str]) -> str:
    """Say in words where every indicator starts and ends in every course."""
    clauses = []
    for key in keys:
        for name, frame in frames.items():
            means = frame[frame["key"] == key].groupby("year")["count"].mean()
            text = tr("{label}, {name}: {first} pada tahun {start}, {last} pada tahun {end}")
            label = frame.loc[frame["key"] == key, "label"].iloc[0]
            ends = {"first": number(means.iloc[0], 3), "last": number(means.iloc[-1], 3)}
            clauses.append(
                text.format(
                    label=indicator_text(key, label),
                    name=name,
                    start=means.index[0],
                    end=means.index[-1],
                    **ends,
                )
            )
    return tr("Indikator dari tahun ke tahun.") + " " + "; ".join(clauses) + "."


@redrawn
def years_drawing(
    frames: "Mapping[str, pd.DataFrame]",
    keys: Sequence[str],
    ended: int | None = None,
    *,
    about: About | None = None,
) -> Drawing:
    """Draw indicators over years with words and table.

    Raises
    ------
    OutOfBounds : no course or no indicator.
    UnknownName : an indicator that is not in the frames.
    """
    import pandas as pd

    figure = years_figure(frames, keys, ended, about=about)
    parts = [
        frame.loc[frame["key"].isin(keys), ["key", "label", "year", "count"]].assign(course=name)
        for name, frame in frames.items()
    ]
    table = pd.concat(parts, ignore_index=True).rename(
        columns={"key": "indicator", "count": "value"}
    )
    table = table[["course", "indicator", "label", "year", "value"]]
    return Drawing(figure, years_text(frames, keys), table, tr("tahun"))


def checked(frames: "Mapping[str, pd.DataFrame]", keys: Sequence[str]) -> None:
    """Refuse what cannot be drawn over years."""
    if not frames or not keys:
        raise OutOfBounds(
            [tr("Gambar antartahun memerlukan paling sedikit satu jalan dan satu indikator.")]
        )
    for frame in frames.values():
        for key in keys:
            if key not in set(frame["key"]):
                raise UnknownName(tr("Indikator"), key, list(dict.fromkeys(frame["key"])))
            if frame.loc[frame["key"] == key, "count"].isna().all():
                raise OutOfBounds(
                    [
                        tr("{outcome} tidak terukur menurut jumlah.").format(
                            outcome=outcome_text(key)
                        )
                    ]
                )


def titled(axes: "Axes", key: str, frame: "pd.DataFrame") -> None:
    """Name a panel by its indicator, and its axes."""
    label = frame.loc[frame["key"] == key, "label"].iloc[0]
    axes.set_title(lines(indicator_text(key, str(label)), 40), loc="left", fontsize=TEXT)
    axes.set_xlabel(tr("tahun"), fontsize=TEXT)
    axes.set_xticks(sorted(set(frame["year"])))
    numbered(axes, "y")


def end_note(ended: int | None) -> str:
    """Say what the upright line is; empty without one."""
    return (
        ""
        if ended is None
        else tr("Garis tegak: program berhenti sesudah tahun {year}.").format(year=ended)
    )


def mark_end(axes: "Axes", ended: int | None) -> None:
    """Draw where the programme ends (`ended`)."""
    if ended is not None:
        axes.axvline(ended + 0.5, color=RULE, linewidth=1.2, linestyle=(0, (6, 2)), gid="ended")
