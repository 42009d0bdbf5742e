"""Lamps of a dashboard: green, yellow or red by shape, word and figure."""

from collections.abc import Sequence
from dataclasses import dataclass

from p2spp_sim.base.formats import percent
from p2spp_sim.village_plan.findings import LAMPS, LampColour
from p2spp_sim.workbook.page.markup import INK, PAPER, Table
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
    wrap,
)

ACROSS = 4
SHADES: dict[LampColour, str] = {"green": "#0a6b3d", "yellow": "#f2b705", "red": "#a3121f"}


@dataclass(frozen=True, slots=True)
class Lamp:
    """An indicator: its label, its attainment of 0..1, and a line of words below."""

    label: str
    share: float
    text: str = ""


def lamps(
    title: str, rows: Sequence[Lamp], table: Table, *, green: float = 0.75, yellow: float = 0.50
) -> Picture:
    """Draw a lamp for every indicator: a circle is green, a triangle yellow, a square red.

    Parameters
    ----------
    green, yellow : shares from which a lamp is green or yellow.
    """
    across = min(ACROSS, max(len(rows), 1))
    wide = WIDTH / across
    parts, y = heading(title)
    for start in range(0, len(rows), across):
        row = rows[start : start + across]
        words = [wrap(lamp.label, wide - 26) for lamp in row]
        below = [wrap(lamp.text, wide - 26) if lamp.text else [] for lamp in row]
        most = max(len(a) + len(b) for a, b in zip(words, below, strict=True))
        height = 56 + LINE * most
        for i, (lamp, label, extra) in enumerate(zip(row, words, below, strict=True)):
            x = i * wide + 4
            colour = colour_of(lamp.share, green, yellow)
            parts.append(rect(x, y, wide - 8, height - 8, PAPER, "#8c8c8c"))
            parts.append(_shape(colour, x + 26, y + 25))
            parts.append(text(x + 50, y + 31, f"{percent(lamp.share)} {LAMPS[colour]}", bold=True))
            for k, line in enumerate([*label, *extra]):
                parts.append(text(x + 8, y + 60 + k * LINE, line))
        y += height + 4
    sentences = []
    for lamp in rows:
        said = f"{lamp.label}: {LAMPS[colour_of(lamp.share, green, yellow)]}, {percent(lamp.share)}"
        sentences.append(f"{said} ({lamp.text})" if lamp.text else said)
    return Picture(drawing(parts, y + 2), joined(title, sentences), table)


def colour_of(share: float, green: float = 0.75, yellow: float = 0.50) -> LampColour:
    """Give the colour of an attainment; one that cannot be computed counts as red.

    Shares are compared as they are shown, to the tenth of a per cent.
    """
    shown = round(share, 3)
    return "green" if shown >= green else "yellow" if shown >= yellow else "red"


def _shape(colour: LampColour, x: float, y: float) -> str:
    fill = SHADES[colour]
    if colour == "green":
        return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="15" fill="{fill}" stroke="{INK}" stroke-width="2"/>'
    if colour == "yellow":
        return path(f"M{x:.1f} {y - 16:.1f}l17 30h-34z", INK, fill=fill)
    return rect(x - 14, y - 14, 28, 28, fill, INK, thick=2)
