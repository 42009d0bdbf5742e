"""Horizontal bars, one a row or in groups; filled and outlined bars differ without colour."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from p2spp_sim.workbook.page.markup import Table
from p2spp_sim.workbook.pictures.picture import Picture
from p2spp_sim.workbook.pictures.svg import (
    FILLS,
    WIDTH,
    drawing,
    fit,
    heading,
    length,
    rect,
    text,
    text_width,
)

Mark = Literal["on", "off", "plain"]


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: its label, its length, the words at its end, and whether it is taken or left out."""

    label: str
    value: float
    text: str
    mark: Mark = "plain"


def bars(
    title: str,
    rows: Sequence[Bar],
    table: Table,
    *,
    top: float | None = None,
    label_width: int = 330,
) -> Picture:
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
    parts = [heading(title)]
    for i, row in enumerate(rows):
        y = 40 + i * 30
        width = length(row.value, room, top)
        strong = row.mark != "off"
        sign = {"on": "✓ ", "off": "– ", "plain": ""}[row.mark]
        bold = row.mark == "on"
        parts.append(text(4, y + 17, fit(sign + row.label, label_width - 12, bold=bold), bold=bold))
        parts.append(
            rect(label_width, y, width, 22, *(FILLS[0] if strong else FILLS[2]), dashed=not strong)
        )
        parts.append(text(label_width + width + 8, y + 17, row.text, bold=bold))
    svg = drawing(parts, 44 + 30 * len(rows))
    words = "; ".join(f"{row.label}: {row.text}" for row in rows)
    return Picture(svg, f"{title}. {words}.", table)


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
    in_words = "; ".join(
        f"{category}: " + ", ".join(f"{name} {words[i]}" for name, _, words in series if words[i])
        for i, category in enumerate(categories)
    )
    return Picture(
        drawing([heading(title, wide), *parts], height, wide), f"{title}. {in_words}.", table
    )


def _groups(
    categories: Sequence[str],
    series: Sequence[tuple[str, Sequence[float], Sequence[str]]],
    top: float,
    wide: int,
) -> tuple[list[str], int]:
    parts, y = [], 44
    label_width = min(330, wide // 3)
    room = wide - label_width - 190
    for i, category in enumerate(categories):
        parts.append(text(4, y + 16, fit(category, wide - 10, bold=True), bold=True))
        y += 26
        for k, (name, values, words) in enumerate(series):
            width = length(values[i], room, top)
            parts.append(text(20, y + 16, fit(name, label_width - 24)))
            parts.append(rect(label_width, y, width, 20, *FILLS[k % len(FILLS)]))
            parts.append(text(label_width + width + 8, y + 16, words[i]))
            y += 26
        y += 8
    return parts, y + 4


def _stacks(
    categories: Sequence[str],
    series: Sequence[tuple[str, Sequence[float], Sequence[str]]],
    top: float,
    wide: int,
) -> tuple[list[str], int]:
    parts, y = [], 44
    room = wide - 20
    for i, category in enumerate(categories):
        parts.append(text(4, y + 16, fit(category, wide - 10, bold=True), bold=True))
        x = at = 4.0
        for k, (name, values, words) in enumerate(series):
            if not words[i]:
                continue
            fill = FILLS[(0, 2, 1, 3)[k % 4]]
            width = room * values[i] / top
            parts.append(rect(x, y + 24, width, 24, *fill))
            x += width
            said = f"{name}: {words[i]}"
            parts += [rect(at, y + 58, 14, 14, *fill), text(at + 20, y + 70, said)]
            at += 20 + text_width(said) + 18
        y += 88
    return parts, y
