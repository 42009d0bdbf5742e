"""Pictures for live boards: plain SVG with alternative text and a data table, redrawn at every move.

Every bar carries its own words and figures; filled and outlined bars differ without colour.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import Literal

import ipywidgets as W  # noqa: N812

from p2spp_sim.text import tr
from p2spp_sim.workbook.markup import AMBER, BLUE, GREY, INK, PALE, PAPER, STYLE, Table, page

WIDTH = 900
FONT = 18
Mark = Literal["on", "off", "plain"]
FILLS = ((BLUE, BLUE), (PALE, BLUE), (PAPER, INK), ("#f0d9b5", AMBER))


@dataclass(frozen=True, slots=True)
class Picture:
    """A drawn picture with what a person who cannot see it needs: alternative text and the figures."""

    svg: str
    alt: str
    table: Table

    def html(self) -> str:
        """Give the picture as an HTML image with its alternative text, without the table; nothing when empty."""
        if not self.svg:
            return ""
        label = escape(self.alt, quote=True)
        return f'<div class="p2 p2-picture" role="img" aria-label="{label}">{self.svg}</div>'

    def _repr_html_(self) -> str:
        folded = f"<details><summary>{escape(tr('Tabel data'))}</summary>{self.table.html()}</details>"
        return STYLE + self.html() + page(folded)


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: its label, its length, the words at its end, and whether it is taken or left out."""

    label: str
    value: float
    text: str
    mark: Mark = "plain"


@dataclass(frozen=True, slots=True)
class Stage:
    """One step of a funnel: what came in, what is left, both in words, and where an earlier run stood."""

    label: str
    entered: float
    value: float
    text: str
    lost: str = ""
    before: float | None = None


def bars(title: str, rows: Sequence[Bar], table: Table, *, top: float | None = None, label_width: int = 330) -> Picture:
    """Draw horizontal bars from the first row down.

    Parameters
    ----------
    title : heading inside the picture.
    rows : in the order they are to stand.
    table : the same figures as text.
    top : value at the full width; the largest value when None.
    label_width : pixels kept for labels.
    """
    top = max([row.value for row in rows] + [1e-9]) if top is None else top
    room = WIDTH - label_width - 210
    parts = [_heading(title)]
    for i, row in enumerate(rows):
        y = 40 + i * 30
        width = _length(row.value, room, top)
        strong = row.mark != "off"
        sign = {"on": "✓ ", "off": "– ", "plain": ""}[row.mark]
        parts.append(_text(4, y + 17, sign + _fit(row.label, label_width - 8), bold=row.mark == "on"))
        parts.append(_rect(label_width, y, width, 22, *(FILLS[0] if strong else FILLS[2]), dashed=not strong))
        parts.append(_text(label_width + width + 8, y + 17, row.text, bold=row.mark == "on"))
    svg = _svg(parts, 44 + 30 * len(rows))
    told = "; ".join(f"{row.label}: {row.text}" for row in rows)
    return Picture(svg, f"{title}. {told}.", table)


def grouped(
    title: str,
    categories: Sequence[str],
    series: Sequence[tuple[str, Sequence[float], Sequence[str]]],
    table: Table,
    *,
    stacked: bool = False,
    wide: int = WIDTH,
) -> Picture:
    """Draw bars of several series, side by side or stacked, each with its name and figure.

    Parameters
    ----------
    categories : one label a group of bars.
    series : (name, values, words) with one value and one text a category; an empty text leaves a part out.
    stacked : put the series of a category end to end in one bar.
    wide : units across; fewer give larger type in a narrow place.
    """
    sums = [sum(values[i] for _, values, _ in series) for i in range(len(categories))]
    tops = sums if stacked else [max(values) for _, values, _ in series]
    top = max([*tops, 1e-9])
    draw = _stacks if stacked else _groups
    parts, height = draw(categories, series, top, wide)
    told = "; ".join(
        f"{category}: " + ", ".join(f"{name} {words[i]}" for name, _, words in series if words[i])
        for i, category in enumerate(categories)
    )
    return Picture(_svg([_heading(title, wide), *parts], height, wide), f"{title}. {told}.", table)


def _groups(
    categories: Sequence[str], series: Sequence[tuple[str, Sequence[float], Sequence[str]]], top: float, wide: int
) -> tuple[list[str], int]:
    parts, y = [], 44
    label_width = min(330, wide // 3)
    room = wide - label_width - 190
    for i, category in enumerate(categories):
        parts.append(_text(4, y + 16, _fit(category, wide - 10), bold=True))
        y += 26
        for k, (name, values, words) in enumerate(series):
            width = _length(values[i], room, top)
            parts.append(_text(20, y + 16, _fit(name, label_width - 24)))
            parts.append(_rect(label_width, y, width, 20, *FILLS[k % len(FILLS)]))
            parts.append(_text(label_width + width + 8, y + 16, words[i]))
            y += 26
        y += 8
    return parts, y + 4


def _stacks(
    categories: Sequence[str], series: Sequence[tuple[str, Sequence[float], Sequence[str]]], top: float, wide: int
) -> tuple[list[str], int]:
    parts, y = [], 44
    room = wide - 20
    for i, category in enumerate(categories):
        parts.append(_text(4, y + 16, _fit(category, wide - 10), bold=True))
        x = 4.0
        said = []
        for k, (name, values, words) in enumerate(series):
            if not words[i]:
                continue
            width = room * values[i] / top
            parts.append(_rect(x, y + 24, width, 24, *FILLS[(0, 2, 1, 3)[k % 4]]))
            said.append(f"{'■' if k == 0 else '□'} {name}: {words[i]}")
            x += width
        parts.append(_text(4, y + 70, "   ".join(said)))
        y += 88
    return parts, y


def funnel(title: str, stages: Sequence[Stage], table: Table, *, before: str = "", label_width: int = 215) -> Picture:
    """Draw a leaking funnel: what each stage took filled, what it lost of what came in in outline.

    Parameters
    ----------
    stages : from the first meeting to the last decision.
    before : what the dashed mark of an earlier run is called; empty draws none.
    label_width : pixels kept for the names of the stages.
    """
    marks = [s.before for s in stages if s.before is not None] if before else []
    top = max([s.entered for s in stages] + [s.value for s in stages] + marks + [1e-9])
    room = WIDTH - label_width - 12
    parts = [_heading(title)]
    for i, stage in enumerate(stages):
        y = 44 + i * 58
        width = _length(stage.value, room, top)
        parts.append(_text(4, y + 18, _fit(stage.label, label_width - 10), bold=True))
        if stage.entered > stage.value:
            parts.append(_rect(label_width, y, room * stage.entered / top, 24, PAPER, AMBER, dashed=True))
        parts.append(_rect(label_width, y, width, 24, BLUE, BLUE))
        if before and stage.before is not None:
            x = label_width + room * stage.before / top
            parts.append(f'<path d="M{x:.1f} {y - 4}v32" stroke="{INK}" stroke-width="4" stroke-dasharray="5 3"/>')
        lost = f"   ▽ {stage.lost}" if stage.lost else ""
        parts.append(_text(label_width, y + 44, _fit(stage.text + lost, room + 4)))
    height = 50 + 58 * len(stages)
    if before:
        parts.append(_text(label_width, height + 12, f"┆ {before}", colour=GREY))
        height += 24
    told = "; ".join(f"{s.label}: {s.text}" + (f" ({s.lost})" if s.lost else "") for s in stages)
    return Picture(_svg(parts, height), f"{title}. {told}.", table)


class Shown:
    """A picture on the screen that is redrawn in place, with its data table.

    Parameters
    ----------
    picture : what to show first.
    folded : put the table below a tick that opens it, where it stays open while the picture changes (a folded
        `<details>` would close at every move); otherwise `table` is left to be placed by the caller.
    """

    def __init__(self, picture: Picture, *, folded: bool = True) -> None:
        self._picture = W.HTML()
        self.table = W.HTML()
        self.tick = W.Checkbox(value=False, indent=False)
        self.widget = W.VBox([self._picture])
        if folded:
            self.table.layout.display = "none"
            self.tick.observe(self._fold, names="value")
            self.widget.children = [self._picture, self.tick, self.table]
            self.widget.add_class("p2-plain")
        self.update(picture)

    def update(self, picture: Picture) -> None:
        """Show another picture and its table in the same place."""
        self._picture.value = picture.html()
        self.table.value = page(picture.table.html())
        self.tick.description = tr("Tampilkan tabel: {judul}").format(judul=picture.table.caption)

    def _fold(self, change: dict[str, object]) -> None:
        self.table.layout.display = None if change["new"] else "none"


def show(picture: Picture, *, folded: bool = True) -> Shown:
    """Put a picture on the screen; `.widget` is what to display, `.update` redraws it."""
    return Shown(picture, folded=folded)


def _svg(parts: Sequence[str], height: float, wide: int = WIDTH) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {wide} {height:.0f}" aria-hidden="true" '
        f'font-family="Arial, Helvetica, sans-serif" font-size="{FONT}">'
        f'<rect width="{wide}" height="{height:.0f}" fill="{PAPER}"/>' + "".join(parts) + "</svg>"
    )


def _length(value: float, room: float, top: float) -> float:
    """Give the pixels of a bar; what is more than nothing stays visible."""
    return max(2.0, room * value / top) if value > 0 else 0.0


def _heading(title: str, wide: int = WIDTH) -> str:
    return _text(4, 24, _fit(title, wide - 10, FONT + 2), bold=True, size=FONT + 2)


def _text(x: float, y: float, words: str, *, bold: bool = False, colour: str = INK, size: int = 0) -> str:
    extra = (' font-weight="700"' if bold else "") + (f' font-size="{size}"' if size else "")
    return f'<text x="{x:.1f}" y="{y:.1f}" fill="{colour}"{extra} xml:space="preserve">{escape(words)}</text>'


def _rect(x: float, y: float, width: float, height: float, fill: str, line: str, *, dashed: bool = False) -> str:
    dash = ' stroke-dasharray="5 3"' if dashed else ""
    return (
        f'<rect x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}" fill="{fill}" '
        f'stroke="{line}" stroke-width="1.5"{dash}/>'
    )


def _fit(words: str, width: float, size: int = FONT) -> str:
    """Shorten words that would run over `width` pixels (letters are about 0.53 of the type size wide)."""
    most = max(4, int(width / (size * 0.53)))
    return words if len(words) <= most else words[: most - 1].rstrip() + "…"
