"""The villages of a kabupaten as tiles, grouped by kecamatan: what became of each, by letter and pattern."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape

from p2spp_sim.base.formats import number
from p2spp_sim.base.language import tr
from p2spp_sim.workbook.page.markup import AMBER, BLUE, INK, PALE, PAPER, Table
from p2spp_sim.workbook.pictures.picture import Picture
from p2spp_sim.workbook.pictures.svg import WIDTH, drawing, fit, heading, joined, text, text_width

TILE = 27
NAMED = 90  # up to this many villages the tiles carry names
COLUMNS = (1, 2, 3, 4, 5)
EDGE = 4  # between tiles


@dataclass(frozen=True, slots=True)
class Tile:
    """A village: its name, its kecamatan, and the key of what became of it."""

    label: str
    group: str
    category: str


@dataclass(frozen=True, slots=True)
class Category:
    """What can become of a village: its words, and the one letter on the tile."""

    key: str
    label: str
    letter: str


Spot = tuple[float, float, float]  # x, y and width of a tile


def village_map(
    title: str, tiles: Sequence[Tile], categories: Sequence[Category], table: Table
) -> Picture:
    """Draw a tile for every village, with a legend that counts.

    Parameters
    ----------
    tiles : in the order of the kecamatan.
    categories : up to six; the first is drawn filled, each other one with a pattern of its own.

    Raises
    ------
    KeyError : a tile of a category that is not listed.
    """
    groups: dict[str, list[Tile]] = {}
    for tile in tiles:
        groups.setdefault(tile.group, []).append(tile)
    named = len(tiles) <= NAMED
    wide = max((text_width(tile.label) for tile in tiles), default=0) + TILE + 16 if named else TILE
    spots, heads, height = min(
        (_layout(groups, wide, columns) for columns in COLUMNS), key=lambda layout: layout[2]
    )
    counts = {c.key: sum(tile.category == c.key for tile in tiles) for c in categories}
    parts, y = heading(title)
    legend, down = _legend(categories, counts, len(tiles), y)
    parts += legend
    down += 6
    order = [tile for members in groups.values() for tile in members]
    places: dict[str, list[tuple[float, float]]] = {category.key: [] for category in categories}
    for tile, (x, y, _) in zip(order, spots, strict=True):
        places[tile.category].append((x, y + down))
    for style, category in enumerate(categories):
        here = places[category.key]
        parts += _pattern(here, style)
        parts += [_letter(x, y, category.letter, style) for x, y in here]
    for name, x, y, room in heads:
        parts.append(text(x, y + down + 18, fit(name, room, bold=True), bold=True))
    if named:
        for tile, (x, y, room) in zip(order, spots, strict=True):
            parts.append(text(x + TILE + 6, y + down + 20, fit(tile.label, room - TILE - 8)))
    return Picture(
        drawing(parts, height + down + 6), joined(title, _words(groups, categories, counts)), table
    )


def _layout(
    groups: Mapping[str, Sequence[Tile]], wide: float, columns: int
) -> tuple[list[Spot], list[tuple[str, float, float, float]], float]:
    """Give the place of every tile and heading in so many columns, and the height; infinite if they are too narrow."""
    room = WIDTH / columns - 14
    across = int((room + EDGE) // (wide + EDGE))
    if not across:
        return ([], [], float("inf")) if columns > 1 else _layout(groups, room, 1)
    heights = [26 + -(-len(members) // across) * (TILE + EDGE) + 8 for members in groups.values()]
    target = sum(heights) / columns
    spots: list[Spot] = []
    heads = []
    column, y, tallest = 0, 0.0, 0.0
    for (name, members), height in zip(groups.items(), heights, strict=True):
        if y and y + height / 2 > target and column < columns - 1:
            column, y = column + 1, 0.0
        x = 4 + column * WIDTH / columns
        heads.append((name, x, y, room))
        for i in range(len(members)):
            spots.append(
                (x + i % across * (wide + EDGE), y + 26 + i // across * (TILE + EDGE), wide)
            )
        y += height
        tallest = max(tallest, y)
    return spots, heads, tallest


def _legend(
    categories: Sequence[Category], counts: Mapping[str, int], total: int, y: float
) -> tuple[list[str], float]:
    parts: list[str] = []
    x = 4.0
    for style, category in enumerate(categories):
        words = tr("{nama}: {n} dari {m}").format(
            nama=category.label, n=number(counts[category.key]), m=number(total)
        )
        width = TILE + 10 + text_width(words)
        if x > 4 and x + width > WIDTH:
            x, y = 4.0, y + TILE + 6
        parts += [*_pattern([(x, y)], style), _letter(x, y, category.letter, style)]
        parts.append(text(x + TILE + 6, y + 20, words))
        x += width + 26
    return parts, y + TILE + 8


def _letter(x: float, y: float, letter: str, style: int) -> str:
    colour = PAPER if style % 6 == 0 else INK
    return (
        f'<text x="{x + TILE / 2:.1f}" y="{y + 20:.1f}" fill="{colour}" font-weight="700" '
        f'text-anchor="middle">{escape(letter)}</text>'
    )


def _pattern(places: Sequence[tuple[float, float]], style: int) -> list[str]:
    """Draw all tiles of one kind as one shape, and their pattern as another."""
    if not places:
        return []
    fill, line, mark = (
        (BLUE, BLUE, ""),
        (PAPER, INK, ""),
        (
            PALE,
            BLUE,
            f"m1 {TILE - 1}l{TILE - 2} -{TILE - 2}m-{TILE - 2} {TILE / 2 - 1}l{TILE / 2} -{TILE / 2}",
        ),
        ("#f7e6cc", AMBER, f"m0 4h{TILE}m-{TILE} {TILE - 8}h{TILE}"),
        (PAPER, AMBER, f"m4 0v{TILE}m{TILE - 8} -{TILE}v{TILE}"),
        ("#e4e4e4", INK, f"m0 0l{TILE} {TILE}m0 -{TILE}l-{TILE} {TILE}"),
    )[style % 6]
    boxes = "".join(f"M{x:.1f} {y:.1f}h{TILE}v{TILE}h-{TILE}z" for x, y in places)
    drawn = [f'<path d="{boxes}" fill="{fill}" stroke="{line}" stroke-width="1.5"/>']
    if mark:
        marks = "".join(f"M{x:.1f} {y:.1f}{mark}" for x, y in places)
        drawn.append(
            f'<path d="{marks}" fill="none" stroke="{line}" stroke-width="1" stroke-opacity="0.45"/>'
        )
    return drawn


def _words(
    groups: Mapping[str, Sequence[Tile]], categories: Sequence[Category], counts: Mapping[str, int]
) -> list[str]:
    total = sum(map(len, groups.values()))
    sentences = [
        tr("{nama}: {n} dari {m} desa").format(
            nama=c.label, n=number(counts[c.key]), m=number(total)
        )
        for c in categories
    ]
    for name, members in groups.items():
        parts = []
        for c in categories:
            here = sum(tile.category == c.key for tile in members)
            if here:
                parts.append(f"{c.letter} {number(here)}")
        sentences.append(f"{name}: " + ", ".join(parts))
    return sentences
