"""How many proposals pass each gate, by agency and by kind, with their intervals: a panel for every gate."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from p2spp_sim.base.errors import OutOfBounds
from p2spp_sim.base.formats import percent
from p2spp_sim.base.language import tr
from p2spp_sim.figures.about import About
from p2spp_sim.figures.drawing import Drawing, redrawn
from p2spp_sim.figures.look import INK, ORANGE, PALE, SMALL, TEXT, legend, lines, sheet
from p2spp_sim.figures.paired import mark, whisker

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

_BESIDE = 6  # panels in a row
_LINE = 0.36  # inches of height for every group
_GAP = 0.5  # rows between all, agencies and kinds
_ORDER = ("gate", "gate_agency", "gate_kind")
_SUPPOSED: dict[str, Any] = {"color": ORANGE, "linewidth": 2.2, "linestyle": (0, (4, 2))}


@redrawn
def gates_drawing(
    frame: "pd.DataFrame", supposed: Mapping[str, float], *, about: About, whose: str
) -> Drawing:
    """Draw rates of gates: `point:GATE:GROUP`, `interval:GATE:GROUP`, and a line `supposed:GATE` at the scenario's.

    Parameters
    ----------
    frame : rows `gate`, `gate_agency` and `gate_kind` of `Fit.table()`, of one channel.
    supposed : the rate that the scenario gives a gate, by the gate's key; a gate that has none is drawn without.
    whose : the proposals that came to the gates, in words.

    Raises
    ------
    OutOfBounds : no gate to draw.
    """
    rows = frame[frame["what"].isin(_ORDER)]
    if rows.empty:
        text = tr("Daftar ini tidak memberi tingkat lolos saringan untuk {whose}.")
        raise OutOfBounds([text.format(whose=whose)])
    table = _table(rows, supposed)
    gates, groups = list(dict.fromkeys(table["gate"])), _groups(table)
    title = tr("Berapa banyak {whose} lolos setiap saringan, dan seberapa pasti").format(
        whose=whose
    )
    key = _key(table)
    bands = -(-len(gates) // _BESIDE)
    note = tr(
        "Di atas kolom: sebab gugur di saringan itu. Titik: bagian yang lolos menurut daftar; garis: rentang 90%. "
        "Saringan berurutan: yang gugur di satu saringan tidak sampai ke saringan berikutnya."
    )
    figure, panels = sheet(
        title,
        about,
        rows=bands,
        columns=min(len(gates), _BESIDE),
        height=bands * (1.1 + _LINE * (max(groups.values()) + 1)),
        labels=[text for _, text in key],
        notes=[note],
        sharey=True,
    )
    left = float(np.floor(5 * np.nanmin(table[["low", "supposed"]].to_numpy(np.float64))) / 5)
    for axes in panels.flat[len(gates) :]:
        axes.set_visible(False)
    for axes, gate in zip(panels.flat, gates, strict=False):
        _panel(axes, table[table["gate"] == gate], groups, left)
    for axes in panels[:, 0]:
        axes.set_yticks(
            list(groups.values()), [lines(name, 42) for _, name in groups], fontsize=SMALL + 0.5
        )
        axes.set_ylim(max(groups.values()) + 0.6, -0.6)
    legend(figure, *_legend(key))
    return Drawing(figure, _said(table, whose), table.drop(columns=["gate"]), tr("saringan"))


def _table(rows: "pd.DataFrame", supposed: Mapping[str, float]) -> "pd.DataFrame":
    """Give what is drawn, the gates in their order; shares of 0..1."""
    places = rows["what"].map({what: place for place, what in enumerate(_ORDER)})
    gates = rows["key"].map({key: n for n, key in enumerate(dict.fromkeys(rows["key"]))})
    order = rows.assign(of=gates, place=places).sort_values(["of", "place"], kind="stable")
    by = {"gate": tr("semua"), "gate_agency": "SKPD", "gate_kind": tr("jenis")}
    table = order[["key", "label", "what", "group", "estimate", "low", "high", "rows"]].rename(
        columns={"key": "gate", "what": "by", "estimate": "mean"}
    )
    table["group"] = table["group"].where(table["by"] != "gate", tr("semua"))
    table["by"] = table["by"].map(by)
    table.insert(7, "supposed", table["gate"].map(supposed).astype(float))
    return table.reset_index(drop=True)


def _groups(table: "pd.DataFrame") -> dict[tuple[str, str], float]:
    """Give the height of every group: all, agencies and kinds with a gap between them."""
    heights: dict[tuple[str, str], float] = {}
    at, before = 0.0, ""
    for by in dict.fromkeys(table["by"]):
        at += _GAP if before else 0.0
        for name in dict.fromkeys(table.loc[table["by"] == by, "group"]):
            heights[by, name] = at
            at += 1
        before = by
    return heights


def _panel(
    axes: "Axes", rows: "pd.DataFrame", groups: Mapping[tuple[str, str], float], left: float
) -> None:
    """Draw one gate."""
    gate, value = rows["gate"].iloc[0], rows["supposed"].iloc[0]
    if value == value:
        axes.axvline(value, gid=f"supposed:{gate}", **_SUPPOSED)
    for row in rows.to_dict("records"):
        y, name = groups[row["by"], row["group"]], f"{gate}:{row['group']}"
        whisker(axes, (row["low"], row["high"]), y, f"interval:{name}")
        axes.plot(row["mean"], y, gid=f"point:{name}", **_mark(row))
    axes.set_title(lines(rows["label"].iloc[0], 17), fontsize=TEXT, color=INK)
    axes.set_xlim(left - 0.04 * (1 - left), 1 + 0.04 * (1 - left))
    ticks = ((left + 1) / 2, 1.0)
    axes.set_xticks(ticks, [percent(share, 0) for share in ticks])
    axes.grid(axis="y", color=PALE, linewidth=0.8)
    axes.set_axisbelow(True)
    axes.tick_params(axis="y", length=0)
    axes.spines["left"].set_visible(False)


def _mark(row: Mapping[Any, Any]) -> dict[str, Any]:
    """Fill the marker where the interval leaves the scenario's rate out; a diamond where it gives none."""
    return mark(row["low"] - row["supposed"], row["high"] - row["supposed"])


def _key(table: "pd.DataFrame") -> list[tuple[dict[str, Any], str]]:
    """Give the marks that occur, and what they mean."""
    words = [
        (mark(1.0, 2.0), tr("nilai itu di luar rentang 90%")),
        (mark(-1.0, 1.0), tr("di dalam rentang 90%")),
        (mark(float("nan"), float("nan")), tr("tidak ada nilai itu")),
    ]
    used = [_mark(row) for row in table.to_dict("records")]
    return [
        (_SUPPOSED, tr("nilai skenario")),
        *((look, text) for look, text in words if look in used),
    ]


def _legend(key: Sequence[tuple[dict[str, Any], str]]) -> tuple[list[Any], list[str]]:
    from matplotlib.lines import Line2D

    return [Line2D([], [], **look) for look, _ in key], [text for _, text in key]


def _said(table: "pd.DataFrame", whose: str) -> str:
    """Say of every gate how many pass, where fewest and where most, and what the scenario gives."""
    clauses = []
    for _, rows in table.groupby("gate", sort=False):
        [whole] = rows[rows["by"] == tr("semua")].to_dict("records")
        agencies = rows[rows["by"] == "SKPD"].sort_values("mean", kind="stable").to_dict("records")
        text = tr("{label}: {mean} lolos (rentang 90% {low} sampai {high})").format(
            **_shares(whole)
        )
        if whole["supposed"] == whole["supposed"]:
            text += tr(", nilai skenario {supposed}").format(**_shares(whole))
        if len(agencies) > 1:
            least, most = _shares(agencies[0]), _shares(agencies[-1])
            text += tr(
                ", paling sedikit di {least} ({low}), paling banyak di {most} ({high})"
            ).format(least=least["group"], low=least["mean"], most=most["group"], high=most["mean"])
        clauses.append(text)
    start = tr("Tingkat lolos saringan {whose} menurut daftar.").format(whose=whose)
    return f"{start} {'; '.join(clauses)}."


def _shares(row: Mapping[Any, Any]) -> dict[str, str]:
    shares = {name: percent(row[name]) for name in ("mean", "low", "high", "supposed")}
    return {"label": row["label"], "group": row["group"], **shares}
