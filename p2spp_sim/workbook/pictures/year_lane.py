"""The year as lanes: what happens in which month, who hands over to whom, and where the lanes do not meet."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from p2spp_sim.base.formats import short_months
from p2spp_sim.base.language import Labels, tr
from p2spp_sim.workbook.page.markup import AMBER, BLUE, GREY, INK, PALE, PAPER, Table
from p2spp_sim.workbook.pictures.arrows import (
    Rectangle,
    Segment,
    arrow,
    free,
    overlap,
    passes,
    route,
)
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

MONTH = WIDTH / 12
BOX = 28  # height of a card
ROW = 47  # from one row of cards to the next
BETWEEN = 34  # between two lanes, room for arrows
BAND = "#f6f6f6"
LANE_TITLES = Labels(
    participatory="Partisipatif (warga dan desa)",
    technocratic="Teknokratis (SKPD dan Bappeda)",
    political="Politis (DPRD dan kepala daerah)",
)
STYLES = ((PALE, BLUE, False), (PAPER, INK, False), ("#f7e6cc", AMBER, True))


@dataclass(frozen=True, slots=True)
class LaneCard:
    """A forum or document of the year: its lane and its month (1 to 12; `until` when it lasts longer)."""

    key: str
    label: str
    lane: str
    month: float
    until: float | None = None


@dataclass(frozen=True, slots=True)
class Handover:
    """What one card gives to another; a broken one is marked and its words told below the picture."""

    source: str
    target: str
    broken: bool = False
    words: str = ""


def lanes(
    title: str,
    cards: Sequence[LaneCard],
    links: Sequence[Handover],
    table: Table,
    *,
    names: Mapping[str, str] | None = None,
) -> Picture:
    """Draw the year from January to December with a lane for each way of planning.

    Parameters
    ----------
    cards : each stands at its month; cards that would overlap stand in rows of their lane.
    links : arrows between cards; a broken one is dashed and carries a numbered cross; one that
        names a card not shown is left out.
    names : lanes from the top down and their words; participatory, technocratic and political when None.
    """
    names = LANE_TITLES if names is None else names
    here = {card.key for card in cards if card.lane in names}
    links = [link for link in links if {link.source, link.target} <= here]
    months = short_months()
    boxes: dict[str, Rectangle] = {}
    bands: list[Rectangle] = []
    drawn: list[str] = []
    parts, head = heading(title)
    y = head + 18
    for i, lane in enumerate(names):
        fill, line, dashed = STYLES[i % len(STYLES)]
        placed, rows = _placed([card for card in cards if card.lane == lane])
        for card, x, width, row in placed:
            boxes[card.key] = box = (x, y + 34 + row * ROW, width, BOX)
            drawn += [rect(*box, fill, line, dashed=dashed, thick=2), _when(card, box, line)]
            drawn.append(text(x + 7, box[1] + 20, card.label))
        bands.append((2, y, WIDTH - 4, 34 + rows * ROW))
        y += bands[-1][3] + BETWEEN
    arrows, crosses, course = _arrows(links, boxes)
    parts += [
        text(MONTH * (i + 0.5), head + 8, month, anchor="middle", colour=GREY)
        for i, month in enumerate(months)
    ]
    parts += [rect(*band, BAND, "#8c8c8c") for band in bands]
    titles = [
        _title(words, band, course, crosses)
        for words, band in zip(names.values(), bands, strict=True)
    ]
    notes, y = _notes([link.words for link in links if link.broken], y - BETWEEN + 8)
    sentences = [f"{words}: {_said(cards, lane, months)}" for lane, words in names.items()]
    sentences += [_words(link, {card.key: card.label for card in cards}) for link in links]
    picture = drawing([*parts, *arrows, *titles, *drawn, *_marks(crosses), *notes], y + 12)
    return Picture(picture, joined(title, sentences), table)


def _placed(cards: Sequence[LaneCard]) -> tuple[list[tuple[LaneCard, float, float, int]], int]:
    """Give each card its x, its width and its row, and how many rows that takes."""
    ends: list[float] = []
    placed = []
    for card in sorted(cards, key=lambda card: (card.month, card.key)):
        start = MONTH * (card.month - 1) + 6
        last = MONTH * (card.until or card.month) - 6
        width = max(text_width(card.label) + 16, last - start)
        x = min(start, WIDTH - width - 8)
        row = next((i for i, end in enumerate(ends) if x > end + 10), len(ends))
        ends[row:] = [x + width, *ends[row + 1 :]]
        placed.append((card, x, width, row))
    return placed, len(ends)


def _when(card: LaneCard, box: Rectangle, line: str) -> str:
    """Draw the thick foot of a box: the months it really takes."""
    start, last = MONTH * (card.month - 1) + 6, MONTH * (card.until or card.month) - 6
    return path(f"M{start:.1f} {box[1] + BOX:.1f}H{last:.1f}", line, thick=5)


def _arrows(
    links: Sequence[Handover], boxes: Mapping[str, Rectangle]
) -> tuple[list[str], list[Rectangle], list[Segment]]:
    """Draw the arrows; give the places of the crosses of broken ones, and the course of each arrow."""
    arrows: list[str] = []
    crosses: list[Rectangle] = []
    course: list[Segment] = []
    for link in links:
        line = route(boxes[link.source], boxes[link.target], list(boxes.values()), course)
        course.append(line)
        arrows += arrow(line, AMBER if link.broken else INK, dash="8 5" * link.broken)
        if link.broken:
            crosses.append(free(line, 38.0, 26.0, [*boxes.values(), *crosses]))
    return arrows, crosses, course


def _marks(crosses: Sequence[Rectangle]) -> list[str]:
    marks = []
    for number, place in enumerate(crosses, 1):
        marks.append(rect(*place, PAPER, AMBER, thick=2))
        x, y = place[0] + place[2] / 2, place[1] + 19
        marks.append(text(x, y, f"✕{number}", bold=True, colour=AMBER, anchor="middle"))
    return marks


def _title(
    words: str, band: Rectangle, course: Sequence[Segment], crosses: Sequence[Rectangle]
) -> str:
    """Write the name of a lane where the fewest arrows pass, at its left when nothing is in the way."""
    room = text_width(words, bold=True) + 8
    last = WIDTH - 10 - room
    places = [
        (x, band[1] + 4, room, 24.0)
        for x in (8.0, last, *(8.0 + 24 * k for k in range(1, int(last // 24))))
    ]
    best = min(places, key=lambda box: _crossed(box, course, crosses))
    return rect(*best, BAND, BAND) + text(best[0] + 4, best[1] + 18, words, bold=True)


def _crossed(box: Rectangle, course: Sequence[Segment], crosses: Sequence[Rectangle]) -> int:
    return sum(passes(line, box) for line in course) + sum(overlap(box, cross) for cross in crosses)


def _notes(words: Sequence[str], y: float) -> tuple[list[str], float]:
    """Write what each numbered cross means, and give where that ends."""
    notes = []
    for number, sentence in enumerate(words, 1):
        for k, line in enumerate(wrap(f"✕{number} {sentence}", WIDTH - 60, bold=True)):
            notes.append(text(10 + 34 * bool(k), y + 20, line, bold=True))
            y += LINE + 2
    return notes, y


def _said(cards: Sequence[LaneCard], lane: str, months: Sequence[str]) -> str:
    labels = []
    for card in sorted(cards, key=lambda card: card.month):
        if card.lane == lane:
            last = (
                f"–{months[int(card.until) - 1]}"
                if card.until and int(card.until) > int(card.month)
                else ""
            )
            labels.append(f"{card.label} ({months[int(card.month) - 1]}{last})")
    return "; ".join(labels) or tr("tidak ada kartu")


def _words(link: Handover, words: Mapping[str, str]) -> str:
    source, target = words.get(link.source, link.source), words.get(link.target, link.target)
    if link.broken:
        return tr("Titik putus dari {a} ke {b}: {sebab}").format(
            a=source, b=target, sebab=link.words
        )
    return tr("{a} menyerahkan hasil kepada {b}").format(a=source, b=target)
