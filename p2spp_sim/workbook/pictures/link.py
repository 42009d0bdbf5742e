"""Two lists joined by lines: what belongs to what, what is doubtful and what stands alone."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from p2spp_sim.base.language import tr
from p2spp_sim.workbook.page.markup import AMBER, BLUE, GREY, INK, PALE, PAPER, Table
from p2spp_sim.workbook.pictures.picture import Picture
from p2spp_sim.workbook.pictures.svg import (
    LINE,
    WIDTH,
    drawing,
    heading,
    joined,
    path,
    rect,
    text,
    text_width,
    wrap,
)

LinkKind = Literal["sure", "unsure", "wrong"]
SIDE = 372.0  # room of each list
LOOKS: dict[LinkKind, tuple[str, str, str]] = {
    "sure": (BLUE, "", ""),
    "unsure": (INK, "3 5", "?"),
    "wrong": (AMBER, "10 6", "✕"),
}
LinkRow = tuple[float, list[str]]


@dataclass(frozen=True, slots=True)
class Link:
    """An item on the left joined to one on the right, and how sure that is."""

    left: str
    right: str
    kind: LinkKind = "sure"


def pairs(
    title: str,
    left: Mapping[str, str],
    right: Mapping[str, str],
    links: Sequence[Link],
    table: Table,
) -> Picture:
    """Draw both lists and the lines between them; an item without a line is framed and said to stand alone.

    Parameters
    ----------
    left, right : key and words, from the top down.
    links : full line when sure, dotted with ? when unsure, dashed with ✕ when wrong.
    """
    parts, top = heading(title)
    rows, others = _rows(left, top), _rows(right, top)
    height = max(_end(rows), _end(others), top)
    known = [link for link in links if link.left in left and link.right in right]
    parts += _list(rows, {link.left for link in known}, 4.0)
    parts += _list(others, {link.right for link in known}, WIDTH - SIDE - 4)
    marks: list[str] = []
    taken: list[tuple[float, float]] = []
    for link in known:
        colour, dash, sign = LOOKS[link.kind]
        y1, y2 = rows[link.left][0], others[link.right][0]
        x1, x2 = SIDE + 4, WIDTH - SIDE - 4
        parts.append(path(f"M{x1:.1f} {y1:.1f}L{x2:.1f} {y2:.1f}", colour, thick=3, dash=dash))
        if sign:
            where = _free(x1, y1, x2, y2, taken)
            taken.append(where)
            marks.append(rect(where[0] - 11, where[1] - 12, 22, 24, PAPER, colour))
            marks.append(
                text(where[0], where[1] + 7, sign, bold=True, colour=colour, anchor="middle")
            )
    legend, height = _legend({link.kind for link in known}, _alone(left, right, known), height)
    picture = drawing([*parts, *marks, *legend], height)
    return Picture(picture, joined(title, _words(left, right, known)), table)


def _rows(items: Mapping[str, str], y: float) -> dict[str, LinkRow]:
    """Give each item the middle of its row and its lines of words, from `y` down."""
    rows: dict[str, LinkRow] = {}
    for key, words in items.items():
        lines = wrap(words, SIDE - 22)
        height = LINE * len(lines) + 8
        rows[key] = (y + height / 2, lines)
        y += height + 5
    return rows


def _end(rows: Mapping[str, LinkRow]) -> float:
    return max((y + LINE * len(lines) / 2 + 9 for y, lines in rows.values()), default=0.0)


def _list(rows: Mapping[str, LinkRow], joined_keys: set[str], x: float) -> list[str]:
    parts = []
    for key, (middle, words) in rows.items():
        height = LINE * len(words) + 8
        alone = key not in joined_keys
        box = (x, middle - height / 2, SIDE, height)
        parts.append(rect(*box, PAPER if alone else PALE, GREY if alone else BLUE, dashed=alone))
        parts += [text(x + 9, box[1] + 20 + i * LINE, line) for i, line in enumerate(words)]
    return parts


def _free(
    x1: float, y1: float, x2: float, y2: float, taken: Sequence[tuple[float, float]]
) -> tuple[float, float]:
    """Find a place on a line for its sign, away from other signs."""
    for i in (10, 7, 13, 4, 16, 3, 17):
        x, y = x1 + (x2 - x1) * i / 20, y1 + (y2 - y1) * i / 20
        if all(abs(x - a) > 24 or abs(y - b) > 26 for a, b in taken):
            return x, y
    return (x1 + x2) / 2, (y1 + y2) / 2


def _alone(left: Mapping[str, str], right: Mapping[str, str], links: Sequence[Link]) -> bool:
    return len({link.left for link in links}) < len(left) or len(
        {link.right for link in links}
    ) < len(right)


def _legend(kinds: set[LinkKind], alone: bool, y: float) -> tuple[list[str], float]:
    words = {"sure": tr("berpasangan"), "unsure": tr("meragukan"), "wrong": tr("keliru")}
    parts, x = [], 10.0
    y += 14
    for kind, (colour, dash, sign) in LOOKS.items():
        if kind in kinds:
            name = f"{sign} {words[kind]}".strip()
            parts.append(path(f"M{x:.1f} {y + 8:.1f}h44", colour, thick=3, dash=dash))
            parts.append(text(x + 50, y + 14, name))
            x += 84 + text_width(name)
    if alone:
        parts.append(rect(x, y - 2, 44, 20, PAPER, GREY, dashed=True))
        parts.append(text(x + 50, y + 14, tr("tanpa pasangan")))
    return parts, y + 26


def _words(left: Mapping[str, str], right: Mapping[str, str], links: Sequence[Link]) -> list[str]:
    sentence = {
        "sure": tr("{a} berpasangan dengan {b}"),
        "unsure": tr("{a} mungkin berpasangan dengan {b}"),
        "wrong": tr("{a} keliru dipasangkan dengan {b}"),
    }
    lines = [sentence[link.kind].format(a=left[link.left], b=right[link.right]) for link in links]
    for items, used in (
        (left, {link.left for link in links}),
        (right, {link.right for link in links}),
    ):
        alone = [words for key, words in items.items() if key not in used]
        if alone:
            lines.append(tr("Tanpa pasangan: {daftar}").format(daftar="; ".join(alone)))
    return lines
