"""Income against spending: two columns side by side and the gap between them in words."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from p2spp_sim.base.language import tr
from p2spp_sim.workbook.page.markup import AMBER, GREY, INK, PAPER, Table, in_millions
from p2spp_sim.workbook.pictures.picture import Picture
from p2spp_sim.workbook.pictures.svg import (
    FILLS,
    LINE,
    WIDTH,
    drawing,
    heading,
    joined,
    path,
    rect,
    spread,
    text,
    wrap,
)

COLUMN = 84.0
LABELS = 346.0  # room for the labels beside a column
HEIGHT = 330.0


@dataclass(frozen=True, slots=True)
class SidePart:
    """One part of a side: its label and its value, zero or more."""

    label: str
    value: float


def balance(
    title: str,
    income: Sequence[SidePart],
    spending: Sequence[SidePart],
    table: Table,
    *,
    names: tuple[str, str] | None = None,
    say: Callable[[float], str] = in_millions,
) -> Picture:
    """Draw both sides stacked from the same floor, headed by which is higher and by how much.

    Parameters
    ----------
    title : what the picture is of, for who hears it.
    income, spending : parts from the top down; a part of zero is told but takes no room.
    names : of the two sides.
    say : how a value is written.
    """
    names = (tr("Pendapatan"), tr("Belanja")) if names is None else names
    sums = (sum(part.value for part in income), sum(part.value for part in spending))
    top = max(*sums, 1e-9)
    words = gap_words(names, sums, say)
    parts, y = heading(words.rstrip("."))
    y += 34
    seen = max(sum(part.value > 0 for part in rows) for rows in (income, spending))
    tall = max(HEIGHT, seen * 2 * LINE)  # room for two lines of words at every part
    floor = y + tall
    for side, (name, total, rows) in enumerate(zip(names, sums, (income, spending), strict=True)):
        x = LABELS + 4 if side == 0 else WIDTH - LABELS - 4 - COLUMN
        parts.append(
            text(
                x + (COLUMN if side == 0 else 0),
                y - 14,
                f"{name} {say(total)}",
                bold=True,
                anchor=_end(side),
            )
        )
        parts += _column(rows, x, floor, tall / top, side, say)
        if total < max(sums):
            height = tall * (max(sums) - total) / top
            parts.append(
                rect(x, floor - tall, COLUMN, height, PAPER, AMBER, dashed=True, thick=2.5)
            )
            if height >= LINE:
                parts.append(
                    text(
                        x + COLUMN / 2,
                        floor - tall + height / 2 + 6,
                        "✕",
                        bold=True,
                        anchor="middle",
                    )
                )
    parts.append(path(f"M{LABELS:.1f} {floor:.1f}H{WIDTH - LABELS:.1f}", INK, thick=3))
    sentences = [words]
    for name, total, rows in zip(names, sums, (income, spending), strict=True):
        detail = ", ".join(f"{part.label} {say(part.value)}" for part in rows)
        sentences.append(f"{name} {say(total)}: {detail}")
    return Picture(drawing(parts, floor + 14), joined(title, sentences), table)


def gap_words(
    names: tuple[str, str], sums: tuple[float, float], say: Callable[[float], str]
) -> str:
    """Say which side is higher and by how much."""
    gap = sums[0] - sums[1]
    if not gap:
        return tr("Seimbang: {a} dan {b} sama besar.").format(a=names[0], b=names[1])
    higher, lower = names if gap > 0 else names[::-1]
    return tr("Selisih {rupiah}: {a} lebih besar daripada {b}.").format(
        rupiah=say(abs(gap)), a=higher, b=lower
    )


def _end(side: int) -> str:
    return "end" if side == 0 else ""


def _column(
    rows: Sequence[SidePart],
    x: float,
    floor: float,
    scale: float,
    side: int,
    say: Callable[[float], str],
) -> list[str]:
    """Stack the parts and write their labels on the outer side, moved apart where parts are thin."""
    seen = [part for part in rows if part.value > 0]
    total = sum(part.value for part in seen)
    y = top = floor - scale * total
    parts, middles = [], []
    for i, part in enumerate(seen):
        height = part.value * scale
        parts.append(rect(x, y, COLUMN, height, *FILLS[(1, 2, 3)[i % 3]]))
        middles.append(y + height / 2)
        y += height
    edge = x if side == 0 else x + COLUMN
    out = -1 if side == 0 else 1
    labels = [wrap(f"{part.label} {say(part.value)}", LABELS - 20, most=2) for part in seen]
    gap = 2.0 + LINE * max(map(len, labels), default=1)
    for lines, middle, place in zip(
        labels, middles, spread(middles, gap, min(top, floor - 40), floor - 8), strict=True
    ):
        parts.append(
            path(f"M{edge:.1f} {middle:.1f}L{edge + 18 * out:.1f} {place:.1f}", GREY, thick=1.5)
        )
        for k, line in enumerate(lines):
            y = place + 6 + (k - (len(lines) - 1) / 2) * LINE
            parts.append(text(edge + 23 * out, y, line, anchor=_end(side)))
    return parts
