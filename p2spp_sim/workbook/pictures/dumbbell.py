"""Where each row started, where it stands and where it is to go."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

from p2spp_sim.base.formats import percent
from p2spp_sim.base.language import tr
from p2spp_sim.workbook.page.markup import AMBER, BLUE, GREY, INK, PAPER, Table
from p2spp_sim.workbook.pictures.picture import Picture
from p2spp_sim.workbook.pictures.svg import (
    LINE,
    NARROW,
    drawing,
    heading,
    joined,
    path,
    text,
    text_width,
    wrap,
)

Weakest = Literal["now", "gap", "reached", ""]


@dataclass(frozen=True, slots=True)
class Dumbbell:
    """A row: its label, where it started, where it stands, and its target if it has one."""

    label: str
    start: float
    now: float
    target: float | None = None


def whole_percent(share: float) -> str:
    """Write a share of 0..1 as per cent without decimals."""
    return percent(share, 0)


def dumbbells(
    title: str,
    rows: Sequence[Dumbbell],
    table: Table,
    *,
    say: Callable[[float], str] = whole_percent,
    top: float = 1.0,
    weakest: Weakest = "now",
    wide: int = NARROW,
) -> Picture:
    """Draw a line from start to now for every row, with its target, and point at the weakest.

    Parameters
    ----------
    say : how a value is written.
    top : value at the right end of the scale; the left end is zero.
    weakest : the row with the lowest value now, the widest gap to its target, or the smallest part of the way from
        start to target behind it; empty points at none.
    wide : units across.
    """
    figures = [_figures(row, say) for row in rows]
    figure_width = max((text_width(words, bold=True) for words in figures), default=0) + 12
    label_width = min(
        wide / 3, max((text_width("▶ " + row.label, bold=True) for row in rows), default=0) + 14
    )
    left, room = label_width, wide - label_width - figure_width - 26
    weak = weakest_row(rows, weakest)
    parts, y = heading(title, wide)
    parts += _legend(any(row.target is not None for row in rows), y + 6, wide)
    y += 34
    first = y - 8
    for i, (row, words) in enumerate(zip(rows, figures, strict=True)):
        lines = wrap(("▶ " if i == weak else "") + row.label, label_width - 10, bold=i == weak)
        height = max(34, 14 + LINE * len(lines))
        middle = y + height / 2
        for k, line in enumerate(lines):
            parts.append(
                text(4, middle + 6 + (k - (len(lines) - 1) / 2) * LINE, line, bold=i == weak)
            )
        matters = i == weak if weak is not None else say(row.start) != say(row.now)
        parts += _bell(
            row,
            middle,
            BLUE if matters else GREY,
            lambda value: left + room * min(max(value / top, 0), 1),
        )
        parts.append(text(wide - figure_width + 8, middle + 6, words, bold=i == weak))
        y += height
    scale = [
        path(f"M{left + room * k / 4:.1f} {first:.1f}V{y:.1f}", "#c4c4c4", thick=1)
        for k in range(5)
    ]
    scale += [
        text(left + room * k / 4, y + 20, say(top * k / 4), anchor="middle", colour=GREY)
        for k in _labelled(room, text_width(say(top)))
    ]
    y += 32
    sentences = [f"{row.label}: {_words(row, say)}" for row in rows]
    if weak is not None:
        words = tr("▶ Terlemah: {nama}").format(nama=rows[weak].label)
        parts.append(text(4, y + 16, words, bold=True))
        sentences.append(tr("Terlemah: {nama}").format(nama=rows[weak].label))
        y += 26
    return Picture(drawing([*scale, *parts], y + 4, wide), joined(title, sentences), table)


def _labelled(room: float, words: float) -> tuple[int, ...]:
    """Choose the quarters of the scale that have room for words of that width."""
    parts = int(room / (words + 8))
    return (0, 2, 4) if parts >= 2 else (0, 4) if parts else ()


def weakest_row(rows: Sequence[Dumbbell], by: Weakest) -> int | None:
    """Find the first of the weakest rows, as `dumbbells` asks for it; None when there is none."""
    if not by or not rows:
        return None
    if by == "now":
        return min(range(len(rows)), key=lambda i: rows[i].now)
    aimed = [i for i, row in enumerate(rows) if row.target is not None]
    if by == "gap":
        return max(aimed, key=lambda i: (rows[i].target or 0) - rows[i].now, default=None)
    return min(aimed, key=lambda i: _reached(rows[i]), default=None)


def _reached(row: Dumbbell) -> float:
    """Give the part of the way from start to target that lies behind; all of it where there was no way to go."""
    way = (row.target or 0) - row.start
    return (row.now - row.start) / way if way else 1.0


def _bell(row: Dumbbell, y: float, colour: str, at: Callable[[float], float]) -> list[str]:
    """Draw a row in the one colour for what matters, or in grey."""
    start, now = at(row.start), at(row.now)
    parts = [path(f"M{start:.1f} {y:.1f}H{now:.1f}", colour, thick=5)]
    if row.target is not None:
        x = at(row.target)
        parts.append(
            path(f"M{x:.1f} {y - 11:.1f}l8 11l-8 11l-8 -11z", AMBER, fill=PAPER, thick=2.5)
        )
    parts.append(_circle(start, y, PAPER, INK))
    parts.append(_circle(now, y, colour, colour))
    return parts


def _circle(x: float, y: float, fill: str, line: str) -> str:
    return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="8" fill="{fill}" stroke="{line}" stroke-width="2.5"/>'


def _legend(target: bool, y: float, wide: int) -> list[str]:
    parts, x = [], 14.0
    for kind, words in (("start", tr("di awal")), ("now", tr("kini")), ("target", tr("sasaran"))):
        if kind == "target":
            if not target:
                continue
            parts.append(
                path(f"M{x:.1f} {y - 11:.1f}l8 11l-8 11l-8 -11z", AMBER, fill=PAPER, thick=2.5)
            )
        else:
            parts.append(_circle(x, y, *((PAPER, INK) if kind == "start" else (GREY, GREY))))
        parts.append(text(x + 14, y + 6, words))
        x += 50 + text_width(words)
    figures = tr("awal → kini / sasaran") if target else tr("awal → kini")
    return [*parts, text(wide - 8, y + 6, figures, colour=GREY, anchor="end")]


def _figures(row: Dumbbell, say: Callable[[float], str]) -> str:
    ends = dict.fromkeys((say(row.start), say(row.now)))  # one that did not move is written once
    words = " → ".join(ends)
    return words if row.target is None else words + f" / {say(row.target)}"


def _words(row: Dumbbell, say: Callable[[float], str]) -> str:
    if row.target is None:
        return tr("dari {a} menjadi {b}").format(a=say(row.start), b=say(row.now))
    return tr("dari {a} menjadi {b}, sasaran {c}").format(
        a=say(row.start), b=say(row.now), c=say(row.target)
    )
