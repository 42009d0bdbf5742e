"""Horizontal bars, one a row or in groups; filled and outlined bars differ without colour."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from p2spp_sim.workbook.page.markup import Table
from p2spp_sim.workbook.pictures.picture import Picture
from p2spp_sim.workbook.pictures.svg import (
    FILLS,
    LINE,
    NARROW,
    drawing,
    fit,
    heading,
    length,
    rect,
    text,
    text_width,
    wrap,
)

Mark = Literal["on", "off", "plain"]
ROW = 30  # from one bar to the next
LEAST_BAR = 150  # room that the longest bar gets beside its label


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
    wide: int = NARROW,
) -> Picture:
    """Draw horizontal bars from the first row down; long labels stand above their bars.

    Parameters
    ----------
    title : heading inside the picture.
    rows : in the order they are to stand.
    table : the same figures as text.
    top : value at the full width; the largest value when None.
    wide : units across.
    """
    top = max([row.value for row in rows] + [1e-9]) if top is None else top
    labels = [{"on": "✓ ", "off": "– ", "plain": ""}[row.mark] + row.label for row in rows]
    names = max((text_width(label, bold=True) for label in labels), default=0) + 14
    words = max((text_width(row.text, bold=True) for row in rows), default=0) + 12
    above = names + words > wide - LEAST_BAR
    left = 4.0 if above else names
    parts, y = heading(title, wide)
    for row, label in zip(rows, labels, strict=True):
        width = length(row.value, wide - left - words, top)
        strong, bold = row.mark != "off", row.mark == "on"
        lines = wrap(label, wide - 8, bold=bold)
        parts += [text(4, y + 17 + LINE * n, line, bold=bold) for n, line in enumerate(lines)]
        foot = y + LINE * len(lines) if above else y
        fill = FILLS[0] if strong else FILLS[2]
        parts.append(rect(left, foot, width, 22, *fill, dashed=not strong))
        parts.append(text(left + width + 8, foot + 17, row.text, bold=bold))
        y = foot + ROW
    in_words = "; ".join(f"{row.label}: {row.text}" for row in rows)
    return Picture(drawing(parts, y + 4, wide), f"{title}. {in_words}.", table)


def grouped(
    title: str,
    categories: Sequence[str],
    series: Sequence[tuple[str, Sequence[float], Sequence[str]]],
    table: Table,
    *,
    stacked: bool = False,
    wide: int = NARROW,
) -> Picture:
    """Draw bars of several series, side by side or stacked, each with its name and figure.

    Parameters
    ----------
    categories : one label a group of bars.
    series : (name, values, words) with one value and one text a category; an empty text leaves a part out.
    stacked : put the series of a category end to end in one bar.
    wide : units across.
    """
    sums = [sum(values[i] for _, values, _ in series) for i in range(len(categories))]
    tops = sums if stacked else [max(values) for _, values, _ in series]
    top = max([*tops, 1e-9])
    draw = _stacks if stacked else _groups
    head, y = heading(title, wide)
    parts, height = draw(categories, series, top, wide, y)
    in_words = "; ".join(
        f"{category}: " + ", ".join(f"{name} {words[i]}" for name, _, words in series if words[i])
        for i, category in enumerate(categories)
    )
    return Picture(drawing([*head, *parts], height, wide), f"{title}. {in_words}.", table)


def _groups(
    categories: Sequence[str],
    series: Sequence[tuple[str, Sequence[float], Sequence[str]]],
    top: float,
    wide: int,
    y: float,
) -> tuple[list[str], float]:
    parts = []
    names = max((text_width(name) for name, _, _ in series), default=0) + 34
    said = max((text_width(word) for _, _, words in series for word in words), default=0) + 12
    above = names + said > wide - LEAST_BAR
    left, tall = (20.0, 48) if above else (names, 26)
    room = wide - left - said
    for i, category in enumerate(categories):
        named, y = _category(category, y, wide)
        parts += named
        for k, (name, values, words) in enumerate(series):
            width = length(values[i], room, top)
            parts.append(text(20, y + 16, fit(name, wide - 24)))
            foot = y + tall - 26
            parts.append(rect(left, foot, width, 20, *FILLS[k % len(FILLS)]))
            parts.append(text(left + width + 8, foot + 16, words[i]))
            y += tall
        y += 8
    return parts, y + 4


def _stacks(
    categories: Sequence[str],
    series: Sequence[tuple[str, Sequence[float], Sequence[str]]],
    top: float,
    wide: int,
    y: float,
) -> tuple[list[str], float]:
    parts = []
    room = wide - 20
    for i, category in enumerate(categories):
        named, bar = _category(category, y, wide)
        parts += named
        x = at = 4.0
        if not any(words[i] for _, _, words in series):
            y = bar + 8
            continue
        y = bar + 34
        for k, (name, values, words) in enumerate(series):
            if not words[i]:
                continue
            fill = FILLS[(0, 2, 1, 3)[k % 4]]
            width = room * values[i] / top
            parts.append(rect(x, bar - 2, width, 24, *fill))
            x += width
            said = f"{name}: {words[i]}"
            if at > 4 and at + 20 + text_width(said) > wide:
                at, y = 4.0, y + LINE
            parts += [rect(at, y, 14, 14, *fill), text(at + 20, y + 12, said)]
            at += 20 + text_width(said) + 18
        y += 30
    return parts, y


def _category(category: str, y: float, wide: int) -> tuple[list[str], float]:
    """Write the name of a group of bars, and give where its bars begin."""
    lines = wrap(category, wide - 10, bold=True)
    parts = [text(4, y + 16 + i * LINE, line, bold=True) for i, line in enumerate(lines)]
    return parts, y + 4 + LINE * len(lines)
