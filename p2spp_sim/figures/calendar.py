"""The year of a regime: three lanes, every source and forum in its month, and where the lanes miss each other."""

import textwrap
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from p2spp_sim.base.formats import number, short_months
from p2spp_sim.base.language import pick, tr
from p2spp_sim.figures.about import About
from p2spp_sim.figures.drawing import Drawing
from p2spp_sim.figures.look import BLUE, INK, RED, RULE, SMALL, TEXT, TITLE
from p2spp_sim.model.rulebook import END, LANES, RuleBook

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

XY = tuple[float, float]  # left edge, top
_BOX = 2.75  # width of a box in months: two from Mar to Jun
_TALL, _STEP = 0.62, 0.82  # its height, and the distance of rows


@dataclass(frozen=True, slots=True)
class Stop:
    """A source or a forum on the calendar and where it leads."""

    key: str
    label: str
    month: int
    lane: str
    to: tuple[str, ...]


def stops(rules: RuleBook) -> list[Stop]:
    """List sources and forums of a regime, in the order of their file."""
    all_stops = [
        Stop(f"source:{s.key}", pick(s.label), s.month, s.lane, (s.to,)) for s in rules.source
    ]
    for forum in rules.forum:
        to = tuple(dict.fromkeys(pot.to for pot in forum.pots if pot.to != END))
        all_stops.append(Stop(forum.key, pick(forum.label), forum.month, forum.lane, to))
    return all_stops


@dataclass(frozen=True, slots=True)
class PokirMonths:
    """Months of the table of the pokir, of the table it then joins, and of musrenbang kecamatan."""

    collected: int
    joins: str
    joins_month: int
    kecamatan: int

    @property
    def late(self) -> int:
        """Tell how many months after musrenbang kecamatan the pokir are on the table; 0 when in time."""
        return max(0, self.collected - self.kecamatan)


def pokir_entry(rules: RuleBook) -> PokirMonths | None:
    """Find where the pokir of a regime enters; None when it has no pokir or no musrenbang kecamatan."""
    by_key = {stop.key: stop for stop in stops(rules)}
    if not {"reses", "musrenbang_kecamatan"} <= set(by_key) or not by_key["reses"].to:
        return None
    joined = by_key[by_key["reses"].to[0]]
    return PokirMonths(
        by_key["reses"].month, joined.key, joined.month, by_key["musrenbang_kecamatan"].month
    )


def month_name(month: int) -> str:
    """Name a month of the planning year (1 to 12), of the year before, or of the budget year."""
    names = short_months()
    year = (month - 1) // 12 - 1
    return f"{names[(month - 1) % 12]} N{year:+d}" if year else f"{names[(month - 1) % 12]} N"


def calendar_text(rules: RuleBook) -> str:
    """Say in words what the calendar of a regime shows."""
    lines = [pick(rules.title) + "."]
    for lane, name in LANES.items():
        here = sorted((s for s in stops(rules) if s.lane == lane), key=lambda s: s.month)
        lines.append(
            f"{name}: " + "; ".join(f"{month_name(s.month)} {s.label}" for s in here) + "."
        )
    return " ".join([*lines, _meeting(rules)]).strip()


def _meeting(rules: RuleBook) -> str:
    """Tell whether the lane of the council meets the lane of the villages in time."""
    entry = pokir_entry(rules)
    if entry is None:
        return ""
    labels = {stop.key: stop.label for stop in stops(rules)}
    if entry.late:
        text = tr(
            "Jalur tidak bertemu: pokir dibahas {when}, {late} bulan sesudah musrenbang kecamatan ({kecamatan})."
        )
    else:
        text = tr("Pokir dibahas {when}, tidak sesudah musrenbang kecamatan ({kecamatan}).")
    enters = tr("Pokir masuk di {forum}, {month}.")
    return " ".join([
        text.format(when=month_name(entry.collected), late=entry.late, kecamatan=month_name(entry.kecamatan)),
        enters.format(forum=labels[entry.joins], month=month_name(entry.joins_month)),
    ])  # fmt: skip


def _places(all_stops: Sequence[Stop]) -> dict[str, XY]:
    """Give every box its left edge and its top: a row of its own where it would cover another."""
    places: dict[str, XY] = {}
    top = 0.0
    for lane in LANES:
        ends: list[float] = []
        for stop in sorted((s for s in all_stops if s.lane == lane), key=lambda s: s.month):
            row = next((n for n, end in enumerate(ends) if end <= stop.month), len(ends))
            ends[row : row + 1] = [stop.month + _BOX + 0.25]
            places[stop.key] = (float(stop.month), top + 0.25 + row * _STEP)
        top += 0.45 + max(1, len(ends)) * _STEP
    return places


def calendar_figure(rules: RuleBook) -> "Figure":
    """Draw the year of a regime: three lanes, every source and forum in its month (`box:KEY`), routes as arrows.

    Where the pokir comes to the table only after musrenbang kecamatan, a red dashed line (`missed`) joins both.
    """
    from matplotlib.figure import Figure

    all_stops = stops(rules)
    places = _places(all_stops)
    first, last = min(s.month for s in all_stops), max(s.month for s in all_stops)
    bottom = max(y for _, y in places.values()) + _STEP + 0.2
    made = Figure(figsize=(16, 1.6 + 1.25 * bottom), layout="constrained")
    axes = made.subplots()
    _lanes(axes, all_stops, places, first - 2.2, bottom)
    for stop in all_stops:
        for to in stop.to:
            _arrow(axes, places[stop.key], places[to])
    for stop in all_stops:
        _box(axes, stop, places[stop.key])
    entry = pokir_entry(rules)
    if entry is not None and entry.late:
        _missed(axes, places, entry)
    axes.set_xlim(first - 2.2, last + _BOX + 0.4)
    axes.set_ylim(bottom, -0.1)
    months = range(first, last + 1)
    axes.set_xticks(
        [m + 0.5 for m in months],
        [month_name(m).replace(" ", "\n") for m in months],
        fontsize=SMALL,
    )
    axes.set_yticks([])
    axes.spines[["top", "right", "left"]].set_visible(False)
    axes.set_title(pick(rules.title), loc="left", fontsize=TITLE + 2, weight="bold")
    notes = [_meeting(rules), tr("N-1: tahun perencanaan; N: tahun anggaran."), About().line()]
    axes.set_xlabel("\n".join(line for line in notes if line), loc="left", fontsize=TEXT)
    return made


def _lanes(
    axes: "Axes", all_stops: Sequence[Stop], places: Mapping[str, XY], left: float, bottom: float
) -> None:
    tops = [min(places[s.key][1] for s in all_stops if s.lane == lane) - 0.2 for lane in LANES] + [
        bottom
    ]
    for k, name in enumerate(LANES.values()):
        axes.axhspan(tops[k], tops[k + 1], color=("#f4f6f8", "#ffffff")[k % 2], zorder=0)
        axes.text(
            left + 0.15,
            (tops[k] + tops[k + 1]) / 2,
            name,
            rotation=90,
            va="center",
            weight="bold",
            fontsize=TEXT,
        )


def _box(axes: "Axes", stop: Stop, at: XY) -> None:
    from matplotlib.patches import FancyBboxPatch

    source = stop.key.startswith("source:")
    shape = "round,pad=0,rounding_size=0.12" if source else "square,pad=0"
    line = "--" if source else "-"
    box = FancyBboxPatch(
        at, _BOX, _TALL, boxstyle=shape, facecolor="white", edgecolor=BLUE, linestyle=line, zorder=3
    )
    box.set_gid(f"box:{stop.key}")
    axes.add_patch(box)
    words = "\n".join(textwrap.wrap(f"{month_name(stop.month).split()[0]}: {stop.label}", 16))
    axes.text(
        at[0] + _BOX / 2,
        at[1] + _TALL / 2,
        words,
        ha="center",
        va="center",
        fontsize=9.5,
        color=INK,
        zorder=4,
    )


def _arrow(axes: "Axes", start: XY, end: XY) -> None:
    from matplotlib.patches import FancyArrowPatch

    if end[0] >= start[0] + _BOX:
        tail, head = (start[0] + _BOX, start[1] + _TALL / 2), (end[0], end[1] + _TALL / 2)
    else:
        down = end[1] > start[1]
        tail = (start[0] + _BOX * 0.75, start[1] + (_TALL if down else 0.0))
        head = (end[0] + _BOX * 0.25, end[1] + (0.0 if down else _TALL))
    look: Any = {"arrowstyle": "-|>", "mutation_scale": 10, "connectionstyle": "arc3,rad=0.06"}
    axes.add_patch(FancyArrowPatch(tail, head, color=RULE, linewidth=0.9, zorder=2, **look))


def _missed(axes: "Axes", places: Mapping[str, XY], entry: PokirMonths) -> None:
    """Join by a red dashed line what should have met."""
    (x0, y0), (x1, y1) = places["musrenbang_kecamatan"], places["reses"]
    ends = ([x0 + _BOX, x1 + _BOX / 2], [y0 + _TALL / 2, y1])
    axes.plot(*ends, color=RED, linestyle=(0, (4, 3)), linewidth=2.2, gid="missed", zorder=2.5)
    words = tr("tidak bertemu: {late} bulan terlambat").format(late=number(entry.late))
    look: Any = {
        "color": RED,
        "weight": "bold",
        "fontsize": TEXT,
        "zorder": 5,
        "bbox": {"color": "white"},
    }
    axes.text(sum(ends[0]) / 2 + 0.3, sum(ends[1]) / 2, f"✗ {words}", **look)


def calendar_drawing(rules: RuleBook) -> Drawing:
    """Draw the year of a regime with its words, and the table of its forums."""
    import pandas as pd

    all_stops = sorted(stops(rules), key=lambda stop: stop.month)
    labels = {stop.key: stop.label for stop in all_stops}
    rows = [
        (
            month_name(s.month),
            s.label,
            LANES[s.lane],
            ", ".join(labels[to] for to in s.to),
        )
        for s in all_stops
    ]
    table = pd.DataFrame(rows, columns=["month", "label", "lane", "leads_to"])
    return Drawing(calendar_figure(rules), calendar_text(rules), table, tr("kalender"))
