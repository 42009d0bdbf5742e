"""The life of one proposal over the years: a lane of boxes, one a year, with what was said to it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from p2spp_sim.workbook.page.markup import AMBER, BLUE, GREY, INK, PALE, PAPER, Table
from p2spp_sim.workbook.pictures.picture import Picture
from p2spp_sim.workbook.pictures.svg import WIDTH, drawing, heading, joined, path, rect, text, wrap

_BOX, _GAP, _LINE, _PAD = 260, 32, 24, 10
Outcome = Literal["good", "bad", "open"]


@dataclass(frozen=True, slots=True)
class LifeYear:
    """One year of a life: the year, what was said, and why or under which number."""

    year: str
    said: str
    more: str
    outcome: Outcome


def life(title: str, years: Sequence[LifeYear], table: Table) -> Picture:
    """Draw the years of a proposal, the earliest first; three beside each other, the next below."""
    parts, y = heading(title)
    across = (WIDTH + _GAP) // (_BOX + _GAP)
    for first in range(0, len(years), across):
        row = years[first : first + across]
        words = [_words(year) for year in row]
        height = max(len(lines) for lines in words) * _LINE + 2 * _PAD
        for at, (year, lines) in enumerate(zip(row, words, strict=True)):
            x = 4 + at * (_BOX + _GAP)
            parts += _box(x, y + 10, height, year.outcome)
            for n, (line, bold) in enumerate(lines, 1):
                parts.append(text(x + _PAD + 8, y + 8 + _PAD + n * _LINE - 6, line, bold=bold))
            if first + at + 1 < len(years):
                parts.append(_arrow(x + _BOX, y + 10 + height / 2))
        y += height + 24
    said = [
        f"{year.year}: {year.said}" + (f" ({year.more})" if year.more else "") for year in years
    ]
    return Picture(drawing(parts, y + 4), joined(title, said), table)


def _words(year: LifeYear) -> list[tuple[str, bool]]:
    room = _BOX - 2 * _PAD - 10
    said = [(line, False) for line in wrap(year.said, room)]
    more = [(line, False) for line in wrap(year.more, room)] if year.more else []
    return [(year.year, True), *said, *more]


def _box(x: float, y: float, height: float, outcome: Outcome) -> list[str]:
    """Draw a box whose edge tells the outcome without colour too: full, dashed, or thin."""
    line = {"good": BLUE, "bad": AMBER, "open": GREY}[outcome]
    fill = PALE if outcome == "good" else PAPER
    parts = [rect(x, y, _BOX, height, fill, line, dashed=outcome == "open", thick=2)]
    if outcome == "good":
        parts.append(rect(x, y, 8, height, BLUE, BLUE))
    if outcome == "bad":
        parts.append(path(f"M{x + 4:.0f} {y:.0f}v{height:.0f}", AMBER, thick=8, dash="6 6"))
    return parts


def _arrow(x: float, y: float) -> str:
    return path(f"M{x + 4:.0f} {y:.0f}h{_GAP - 10}m-8 -7l8 7l-8 7", INK)
