"""A distribution within groups: a row a group, a mark a member, the middle of the group as a line across."""

from typing import TYPE_CHECKING, Any

import numpy as np

from p2spp_sim.base.errors import OutOfBounds, UnknownName
from p2spp_sim.base.formats import number
from p2spp_sim.base.language import tr
from p2spp_sim.figures.about import About
from p2spp_sim.figures.drawing import Drawing, redrawn
from p2spp_sim.figures.look import BLUE, INK, PALE, RULE, SMALL, TEXT, legend, numbered, sheet

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

_ROWS = 0.27  # inches a group: 38 provinces then stand on one page
_WAY = 0.24  # how far marks of one group stand apart across their row


@redrawn
def spread_drawing(
    frame: "pd.DataFrame",
    group: str,
    value: str,
    *,
    about: About,
    title: str,
    unit: str,
    factor: float = 1.0,
    member: str = "",
    notes: tuple[str, ...] = (),
) -> Drawing:
    """Draw how members of groups spread: marks `members:GROUP`, the median `median:GROUP`, that of all `median`.

    Parameters
    ----------
    frame : one row a member.
    group, value : columns.
    title, unit : what is shown, and the words under the axis, in the screen language.
    factor : what values are multiplied by to be in that unit, such as 100 for per cent.
    member : what a mark is, in the screen language; a kabupaten where nothing is said.
    notes : sentences below the picture.

    Raises
    ------
    UnknownName : no such column; names the nearest.
    OutOfBounds : no member has a value.
    """
    for column in (group, value):
        if column not in frame.columns:
            raise UnknownName(tr("Kolom"), column, frame.columns)
    known = frame.loc[frame[value].notna(), [group, value]]
    if known.empty:
        raise OutOfBounds([tr("Tabel ini kosong; tidak ada yang dapat digambar.")])
    table = summary(known.assign(**{value: factor * known[value]}), group, value)
    member = member or tr("satu kabupaten")
    labels = [tr("median semuanya"), member, tr("median"), tr("separuh di tengah")]
    figure, panels = sheet(
        title, about, height=0.9 + _ROWS * len(table), labels=labels, notes=notes
    )
    _rows(
        panels[0, 0], known.assign(**{value: factor * known[value]}), table, (group, value), member
    )
    panels[0, 0].set_xlabel(unit, fontsize=TEXT)
    legend(figure, *panels[0, 0].get_legend_handles_labels())
    return Drawing(figure, spread_text(table, group, title, unit), table, tr("sebaran"))


def summary(known: "pd.DataFrame", group: str, value: str) -> "pd.DataFrame":
    """Give of every group its members, lowest, lower quarter, median, upper quarter and highest, by the median."""
    grouped = known.groupby(group, sort=True)[value]
    table = grouped.describe()[["count", "min", "25%", "50%", "75%", "max"]].reset_index()
    table.columns = [group, "members", "lowest", "quarter", "median", "three_quarters", "highest"]
    table["members"] = table["members"].astype(int)
    return table.sort_values(["median", group], ascending=[False, True], ignore_index=True)


def _rows(
    axes: "Axes",
    known: "pd.DataFrame",
    table: "pd.DataFrame",
    columns: tuple[str, str],
    member: str,
) -> None:
    group, value = columns
    middle = float(known[value].median())
    axes.axvline(
        middle, color=RULE, linewidth=1.4, linestyle="--", label=tr("median semuanya"), gid="median"
    )
    for y, row in enumerate(table.to_dict("records")):
        name = row[group]
        values = np.sort(known.loc[known[group] == name, value].to_numpy(np.float64))
        ends = (row["quarter"], row["three_quarters"])
        first = "_" if y else ""  # the legend needs each kind once
        axes.barh(
            y,
            ends[1] - ends[0],
            0.62,
            ends[0],
            color=PALE,
            zorder=1,
            label=first + tr("separuh di tengah"),
        )
        across = y + _WAY * np.where(np.arange(len(values)) % 2, 1, -1) * (len(values) > 1)
        look: Any = {"s": 15, "color": BLUE, "alpha": 0.75, "linewidths": 0, "zorder": 2}
        axes.scatter(values, across, label=first + member, gid=f"members:{name}", **look)
        line: Any = {"color": INK, "linewidth": 2.4, "zorder": 3}
        axes.plot(
            [row["median"]] * 2,
            [y - 0.4, y + 0.4],
            label=first + tr("median"),
            gid=f"median:{name}",
            **line,
        )
    labels = [f"{row[group]} ({number(row['members'])})" for row in table.to_dict("records")]
    axes.set_yticks(range(len(table)), labels, fontsize=SMALL)
    axes.set_ylim(len(table) - 0.4, -0.6)
    axes.use_sticky_edges = False  # or a bar at the edge would cut marks in half
    axes.margins(x=0.03)
    axes.tick_params(axis="y", length=0, labelsize=SMALL)
    numbered(axes)


def spread_text(table: "pd.DataFrame", group: str, title: str, unit: str) -> str:
    """Say in words what is drawn: the ends of the list, and how far groups and their members lie apart."""
    first, last = table.iloc[0], table.iloc[-1]
    digits = 1 if float(table["highest"].max()) >= 10 else 3
    text = tr(
        "{title} ({unit}): {groups} kelompok, {members} anggota, dari {low} sampai {high}. Median tertinggi {top} "
        "({first}), terendah {bottom} ({last})."
    )
    return text.format(
        title=title,
        unit=unit,
        groups=number(len(table)),
        members=number(int(table["members"].sum())),
        low=number(float(table["lowest"].min()), digits),
        high=number(float(table["highest"].max()), digits),
        top=number(float(first["median"]), digits),
        first=first[group],
        bottom=number(float(last["median"]), digits),
        last=last[group],
    )
