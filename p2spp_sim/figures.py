"""Figures of studies: evidence, the year of a regime, several years; each with words for those who cannot see it.

Figures are made without pyplot, so drawing one leaves nothing behind; `Drawing` shows one in a notebook.
"""

import textwrap
from base64 import b64encode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from io import BytesIO
from typing import TYPE_CHECKING, Any

from p2spp_sim.rules import END, Rules
from p2spp_sim.text import figure as plain
from p2spp_sim.text import number, pick, tr

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

BLUE, ORANGE, RED, GREEN, INK = "#0072b2", "#e69f00", "#c1272d", "#009e73", "#222222"  # told apart by any eye
PALE = "#d6e6f2"
Place = tuple[float, float]  # left edge, top
LANES = ("participatory", "technocratic", "political")
_MARKERS = ("o", "s", "^", "D")
_EDGE = (-1.2, 2.2)  # in widths of the band; what lies beyond is drawn at the edge as an arrow
_BOX, _TALL, _STEP = 2.75, 0.62, 0.82  # width of a box in months, its height and the distance of two rows of boxes


@dataclass(frozen=True, slots=True)
class Drawing:
    """A figure and, for those who cannot see it, its words, as a notebook shows them."""

    figure: "Figure"
    alt: str

    def png(self) -> bytes:
        """Give the picture as a PNG file."""
        held = BytesIO()
        self.figure.savefig(held, format="png", dpi=110, bbox_inches="tight", metadata={"Software": None})
        return held.getvalue()

    def _repr_html_(self) -> str:
        held = b64encode(self.png()).decode("ascii")
        alt = escape(self.alt, quote=True)
        return f'<img alt="{alt}" style="max-width:100%" src="data:image/png;base64,{held}">'


def _new(width: float, height: float) -> "tuple[Figure, Axes]":
    from matplotlib.figure import Figure

    made = Figure(figsize=(width, height), layout="constrained")
    return made, made.subplots()


def evidence_figure(frame: "pd.DataFrame") -> "Figure":
    """Draw every fact of `evidence.report` as a band (`band:FACT`), every interval as a point (`point:FACT:DATASET`).

    All are in widths of their band, so that facts of different units can stand under each other.
    """
    facts, datasets = list(dict.fromkeys(frame["fact"])), list(dict.fromkeys(frame["dataset"]))
    made, axes = _new(12, 1.2 + 0.5 * len(facts))
    for row in frame.to_dict("records"):
        y, k = facts.index(row["fact"]), datasets.index(row["dataset"])
        if k == 0:
            axes.barh(y, 1.0, height=0.8, color=PALE, edgecolor=BLUE, linewidth=0.8, gid=f"band:{row['fact']}")
        _point(axes, row, y + (0.5 if len(datasets) == 1 else (k + 0.7) / (len(datasets) + 0.4)) - 0.5, k)
    band = {row["fact"]: row for row in frame.to_dict("records")}
    names = [textwrap.shorten(f"{fact}  {band[fact]['label']}", 68, placeholder=" …") for fact in facts]
    axes.set_yticks(range(len(facts)), names)
    axes.set_ylim(len(facts) - 0.4, -0.6)
    axes.set_xlim(_EDGE[0] - 0.1, _EDGE[1] + 1.0)
    axes.set_xticks([0, 1], [tr("batas bawah"), tr("batas atas")])
    axes.set_title(tr("Rentang terbit (batang) dan ukuran model dengan selang 95% (titik)"), loc="left")
    axes.spines[["top", "right", "left"]].set_visible(False)
    for k, name in enumerate(datasets):
        axes.plot([], [], _MARKERS[k % 4], color=(BLUE, RED)[k % 2], label=name, fillstyle=("full", "none")[k % 2])
    made.legend(loc="outside lower right", ncols=len(datasets), frameon=False)
    return made


def _point(axes: "Axes", row: Mapping[Any, Any], y: float, k: int) -> None:
    """Draw one interval, and its verdict in words."""
    width = row["band_high"] - row["band_low"]
    low, value, high = ((row[key] - row["band_low"]) / width for key in ("low", "value", "high"))
    ends = [min(max(x, _EDGE[0]), _EDGE[1]) for x in (low, high)]
    colour = (BLUE, RED)[k % 2]
    axes.plot(ends, [y, y], color=colour, linewidth=1.6, gid=f"point:{row['fact']}:{row['dataset']}")
    if _EDGE[0] <= value <= _EDGE[1]:
        axes.plot(value, y, _MARKERS[k % 4], color=colour, markersize=5, fillstyle=("full", "none")[k % 2])
    for end, beyond, arrow in ((ends[0], low < _EDGE[0], "<"), (ends[1], high > _EDGE[1], ">")):
        if beyond:
            axes.plot(end, y, arrow, color=colour, markersize=6)
    sign = {"inside": "✓", "touching": "~", "outside": "✗", "beyond": "✗✗"}[row["verdict"]]
    axes.text(_EDGE[1] + 0.06, y, f"{sign} {row['verdict_text']}", va="center", fontsize=8, color=INK)


def evidence_text(frame: "pd.DataFrame") -> str:
    """Say in words what the evidence figure shows."""
    rows = [
        tr("{fact} pada {dataset}: {low} sampai {high}, rentang {band_low} sampai {band_high}, {verdict_text}").format(
            **{str(key): row[key] if isinstance(row[key], str) else plain(round(row[key], 3)) for key in row}
        )
        for row in frame.to_dict("records")
    ]
    return tr("Fakta terbit dan ukuran model.") + " " + "; ".join(rows) + "."


@dataclass(frozen=True, slots=True)
class Stop:
    """A source or a forum on the calendar and where it leads."""

    key: str
    label: str
    month: int
    lane: str
    to: tuple[str, ...]


def stops(rules: Rules) -> list[Stop]:
    """List sources and forums of a regime, in the order of their file."""
    found = [Stop(f"source:{s.key}", pick(s.label), s.month, s.lane, (s.to,)) for s in rules.source]
    for forum in rules.forum:
        to = tuple(dict.fromkeys(pot.to for pot in forum.pots if pot.to != END))
        found.append(Stop(forum.key, pick(forum.label), forum.month, forum.lane, to))
    return found


@dataclass(frozen=True, slots=True)
class Entry:
    """Months of the table of the pokir, of the table it then joins, and of musrenbang kecamatan."""

    collected: int
    joins: str
    joins_month: int
    kecamatan: int

    @property
    def late(self) -> int:
        """Tell how many months after musrenbang kecamatan the pokir are on the table; 0 when in time."""
        return max(0, self.collected - self.kecamatan)


def pokir_entry(rules: Rules) -> Entry | None:
    """Find where the pokir of a regime enters; None when it has no pokir or no musrenbang kecamatan."""
    by_key = {stop.key: stop for stop in stops(rules)}
    if not {"reses", "musrenbang_kecamatan"} <= set(by_key) or not by_key["reses"].to:
        return None
    joined = by_key[by_key["reses"].to[0]]
    return Entry(by_key["reses"].month, joined.key, joined.month, by_key["musrenbang_kecamatan"].month)


def month_name(month: int) -> str:
    """Name a month of the planning year (1 to 12), of the year before, or of the budget year."""
    names = tr("Jan Feb Mar Apr Mei Jun Jul Agu Sep Okt Nov Des").split()
    year = (month - 1) // 12 - 1
    return f"{names[(month - 1) % 12]} N{year:+d}" if year else f"{names[(month - 1) % 12]} N"


def calendar_text(rules: Rules) -> str:
    """Say in words what the calendar of a regime shows."""
    lines = [pick(rules.title) + "."]
    for lane, name in zip(LANES, tr("Partisipatif Teknokratis Politis").split(), strict=True):
        here = sorted((s for s in stops(rules) if s.lane == lane), key=lambda s: s.month)
        lines.append(f"{name}: " + "; ".join(f"{month_name(s.month)} {s.label}" for s in here) + ".")
    return " ".join([*lines, _meeting(rules)]).strip()


def _meeting(rules: Rules) -> str:
    """Tell whether the lane of the council meets the lane of the villages in time."""
    entry = pokir_entry(rules)
    if entry is None:
        return ""
    labels = {stop.key: stop.label for stop in stops(rules)}
    if entry.late:
        text = tr("Jalur tidak bertemu: pokir dibahas {when}, {late} bulan sesudah musrenbang kecamatan ({kecamatan}).")
    else:
        text = tr("Pokir dibahas {when}, tidak sesudah musrenbang kecamatan ({kecamatan}).")
    enters = tr("Pokir masuk di {forum}, {month}.")
    return " ".join([
        text.format(when=month_name(entry.collected), late=entry.late, kecamatan=month_name(entry.kecamatan)),
        enters.format(forum=labels[entry.joins], month=month_name(entry.joins_month)),
    ])  # fmt: skip


def _places(found: Sequence[Stop]) -> dict[str, Place]:
    """Give every box its left edge and its top: a row of its own where it would cover another."""
    places: dict[str, Place] = {}
    top = 0.0
    for lane in LANES:
        ends: list[float] = []
        for stop in sorted((s for s in found if s.lane == lane), key=lambda s: s.month):
            row = next((n for n, end in enumerate(ends) if end <= stop.month), len(ends))
            ends[row : row + 1] = [stop.month + _BOX + 0.25]
            places[stop.key] = (float(stop.month), top + 0.25 + row * _STEP)
        top += 0.45 + max(1, len(ends)) * _STEP
    return places


def calendar_figure(rules: Rules) -> "Figure":
    """Draw the year of a regime: three lanes, every source and forum in its month (`box:KEY`), routes as arrows.

    Where the pokir comes to the table only after musrenbang kecamatan, a red dashed line (`missed`) joins both.
    """
    found = stops(rules)
    places = _places(found)
    first, last = min(s.month for s in found), max(s.month for s in found)
    bottom = max(y for _, y in places.values()) + _STEP + 0.2
    made, axes = _new(16, 1.4 + 1.05 * bottom)
    _lanes(axes, found, places, first - 2.2, bottom)
    for stop in found:
        for to in stop.to:
            _arrow(axes, places[stop.key], places[to])
    for stop in found:
        _box(axes, stop, places[stop.key])
    entry = pokir_entry(rules)
    if entry is not None and entry.late:
        _missed(axes, places, entry)
    axes.set_xlim(first - 2.2, last + _BOX + 0.4)
    axes.set_ylim(bottom, -0.1)
    months = range(first, last + 1)
    axes.set_xticks([m + 0.5 for m in months], [month_name(m).replace(" ", "\n") for m in months], fontsize=8)
    axes.set_yticks([])
    axes.spines[["top", "right", "left"]].set_visible(False)
    axes.set_title(pick(rules.title), loc="left", fontsize=13)
    axes.set_xlabel(_meeting(rules) + "\n" + tr("N-1: tahun perencanaan; N: tahun anggaran."), loc="left")
    return made


def _lanes(axes: "Axes", found: Sequence[Stop], places: Mapping[str, Place], left: float, bottom: float) -> None:
    tops = [min(places[s.key][1] for s in found if s.lane == lane) - 0.2 for lane in LANES] + [bottom]
    for k, name in enumerate(tr("Partisipatif Teknokratis Politis").split()):
        axes.axhspan(tops[k], tops[k + 1], color=("#f4f6f8", "#ffffff")[k % 2], zorder=0)
        axes.text(left + 0.15, (tops[k] + tops[k + 1]) / 2, name, rotation=90, va="center", weight="bold")


def _box(axes: "Axes", stop: Stop, at: Place) -> None:
    from matplotlib.patches import FancyBboxPatch

    shape, line = ("round,pad=0,rounding_size=0.12", "--") if stop.key.startswith("source:") else ("square,pad=0", "-")
    box = FancyBboxPatch(at, _BOX, _TALL, boxstyle=shape, facecolor="white", edgecolor=BLUE, linestyle=line, zorder=3)
    box.set_gid(f"box:{stop.key}")
    axes.add_patch(box)
    words = "\n".join(textwrap.wrap(f"{month_name(stop.month).split()[0]}: {stop.label}", 19))
    axes.text(at[0] + _BOX / 2, at[1] + _TALL / 2, words, ha="center", va="center", fontsize=7, color=INK, zorder=4)


def _arrow(axes: "Axes", start: Place, end: Place) -> None:
    from matplotlib.patches import FancyArrowPatch

    if end[0] >= start[0] + _BOX:
        tail, head = (start[0] + _BOX, start[1] + _TALL / 2), (end[0], end[1] + _TALL / 2)
    else:
        down = end[1] > start[1]
        tail = (start[0] + _BOX * 0.75, start[1] + (_TALL if down else 0.0))
        head = (end[0] + _BOX * 0.25, end[1] + (0.0 if down else _TALL))
    look: Any = {"arrowstyle": "-|>", "mutation_scale": 10, "connectionstyle": "arc3,rad=0.06"}
    axes.add_patch(FancyArrowPatch(tail, head, color="#7a8691", linewidth=0.9, zorder=2, **look))


def _missed(axes: "Axes", places: Mapping[str, Place], entry: Entry) -> None:
    """Join by a red dashed line what should have met."""
    (x0, y0), (x1, y1) = places["musrenbang_kecamatan"], places["reses"]
    ends = ([x0 + _BOX, x1 + _BOX / 2], [y0 + _TALL / 2, y1])
    axes.plot(*ends, color=RED, linestyle=(0, (4, 3)), linewidth=2.2, gid="missed", zorder=2.5)
    words = tr("tidak bertemu: {late} bulan terlambat").format(late=number(entry.late))
    look: Any = {"color": RED, "weight": "bold", "zorder": 5, "bbox": {"color": "white"}}
    axes.text(sum(ends[0]) / 2 + 0.3, sum(ends[1]) / 2, f"✗ {words}", **look)


def years_figure(frames: "Mapping[str, pd.DataFrame]", keys: Sequence[str], ended: int | None = None) -> "Figure":
    """Draw indicators over years: one panel an indicator, one line a course of events.

    Parameters
    ----------
    frames : from `YearsRun.indicators()`, by the name of the course.
    ended : last year of the programme in one of them.
    """
    from matplotlib.figure import Figure

    made = Figure(figsize=(4.0 * len(keys), 3.6), layout="constrained")
    panels = made.subplots(1, len(keys), squeeze=False)[0]
    for axes, key in zip(panels, keys, strict=True):
        for k, (name, frame) in enumerate(frames.items()):
            one = frame[frame["key"] == key]
            look = {"color": (INK, BLUE, RED, GREEN)[k % 4], "linestyle": ("-", "--", ":", "-.")[k % 4]}
            axes.plot(one["year"], one["count"], marker=_MARKERS[k % 4], label=name, **look)
        axes.set_title("\n".join(textwrap.wrap(f"{key}  {one['label'].iloc[0]}", 38)), loc="left", fontsize=9)
        axes.set_xlabel(tr("tahun"))
        axes.spines[["top", "right"]].set_visible(False)
        if ended is not None:
            axes.axvline(ended + 0.5, color="#7a8691", linewidth=0.9)
    handles, labels = panels[0].get_legend_handles_labels()
    made.legend(handles, labels, loc="outside lower center", ncols=len(labels), frameon=False)
    return made
