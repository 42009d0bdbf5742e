"""The pieces every picture is drawn with, and how wide words are.

Words are measured by the font's own tables (`p2spp_sim.base.fonts`), and each tells the browser how wide it is, so that
nothing is cut or overlaps even where another font stands in; signs that the font lacks are drawn. Coordinates are in
units; all pictures are shown at one scale, so that letters are of one size on a page: `WIDTH` fill a page, `NARROW` the
place beside a panel.
"""

from collections.abc import Sequence
from html import escape

from p2spp_sim.base import fonts
from p2spp_sim.workbook.page.markup import AMBER, BLUE, INK, PALE, PAPER

WIDTH = 900
NARROW = 540
FONT = 18
LINE = 22  # from one line of words to the next
FILLS = ((BLUE, BLUE), (PALE, BLUE), (PAPER, INK), ("#f0d9b5", AMBER))
DASHED = "5 3"


def text_width(words: str, size: float = FONT, *, bold: bool = False) -> float:
    """Measure words in units."""
    return fonts.width(words, bold=bold) * size


def fit(words: str, width: float, size: float = FONT, *, bold: bool = False) -> str:
    """Shorten words that would run over `width` units, with an ellipsis in place of the rest."""
    if text_width(words, size, bold=bold) <= width:
        return words
    kept = words
    while len(kept) > 1 and text_width(kept.rstrip() + "…", size, bold=bold) > width:
        kept = kept[:-1]
    return kept.rstrip() + "…"


def wrap(
    words: str, width: float, size: float = FONT, *, bold: bool = False, most: int = 0
) -> list[str]:
    """Break words into lines of at most `width` units.

    Parameters
    ----------
    most : lines at most, the last one shortened; 0 for as many as it takes.
    """
    lines: list[str] = []
    for word in words.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and text_width(longer, size, bold=bold) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    if most and len(lines) > most:
        lines = [*lines[: most - 1], " ".join(lines[most - 1 :])]
    return [fit(line, width, size, bold=bold) for line in lines] or [""]


def spread(wished: Sequence[float], gap: float, low: float, high: float) -> list[float]:
    """Move places apart until neighbours are `gap` from each other, as near to where they wish to be as can be.

    Parameters
    ----------
    wished : places in any order; the answer keeps the order.
    low, high : the room; too little room squeezes the gap.
    """
    count = len(wished)
    if count > 1:
        gap = min(gap, (high - low) / (count - 1))
    order = sorted(range(count), key=lambda i: wished[i])
    blocks: list[
        list[float]
    ] = []  # members, sum of wished starts: neighbours that push each other move as one
    for rank, i in enumerate(order):
        blocks.append([1, wished[i] - rank * gap])
        while len(blocks) > 1 and blocks[-2][1] / blocks[-2][0] > blocks[-1][1] / blocks[-1][0]:
            members, total = blocks.pop()
            blocks[-1][0] += members
            blocks[-1][1] += total
    placed, rank = [0.0] * count, 0
    for members, total in blocks:
        start = min(max(total / members, low), high - (count - 1) * gap)
        for _ in range(int(members)):
            placed[order[rank]] = start + rank * gap
            rank += 1
    return placed


def drawing(parts: Sequence[str], height: float, wide: int = WIDTH) -> str:
    """Put parts on paper."""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {wide} {height:.0f}" style="--wide:{wide}" '
        f'aria-hidden="true" font-family="{fonts.STACK}" font-size="{FONT}" text-rendering="geometricPrecision">'
        f'<rect width="{wide}" height="{height:.0f}" fill="{PAPER}"/>' + "".join(parts) + "</svg>"
    )


def heading(title: str, wide: int = WIDTH) -> tuple[list[str], float]:
    """Write the title at the top, in as many lines as it takes; give where it ends."""
    size = FONT + 2
    lines = wrap(title, wide - 10, size, bold=True)
    parts = [text(4, 24 + i * 24, line, bold=True, size=size) for i, line in enumerate(lines)]
    return parts, 20.0 + 24 * len(lines)


def text(
    x: float,
    y: float,
    words: str,
    *,
    bold: bool = False,
    colour: str = INK,
    size: int = 0,
    anchor: str = "",
) -> str:
    """Write words that start at `x`, or end there (anchor "end"), or have it in the middle ("middle")."""
    size = size or FONT
    x -= text_width(words, size, bold=bold) * {"end": 1.0, "middle": 0.5}.get(anchor, 0.0)
    look = (' font-weight="700"' if bold else "") + (f' font-size="{size}"' if size != FONT else "")
    parts, drawn = [], fonts.signs()
    for run in fonts.runs(words):
        wide = text_width(run, size, bold=bold)
        if run in drawn:
            place = f"translate({x:.1f} {y:.1f}) scale({size / 1000:g})"
            parts.append(f'<path d="{drawn[run].course}" transform="{place}" fill="{colour}"/>')
        elif run.strip():
            place = (
                f'x="{x:.1f}" y="{y:.1f}" textLength="{wide:.2f}" lengthAdjust="spacingAndGlyphs"'
            )
            kept = "" if run == " ".join(run.split()) else ' xml:space="preserve"'
            parts.append(f'<text {place} fill="{colour}"{look}{kept}>{escape(run)}</text>')
        x += wide
    return (
        f'<g data-words="{escape(words)}">{"".join(parts)}</g>'
        if drawn.keys() & set(words)
        else "".join(parts)
    )


def rect(
    x: float,
    y: float,
    width: float,
    height: float,
    fill: str,
    line: str,
    *,
    dashed: bool = False,
    thick: float = 1.5,
) -> str:
    """Draw a box."""
    dash = f' stroke-dasharray="{DASHED}"' if dashed else ""
    return (
        f'<rect x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}" fill="{fill}" '
        f'stroke="{line}" stroke-width="{thick}"{dash}/>'
    )


def path(
    course: str, line: str = INK, *, fill: str = "none", thick: float = 2, dash: str = ""
) -> str:
    """Draw a line or a shape along an SVG course."""
    extra = f' stroke-dasharray="{dash}"' if dash else ""
    return f'<path d="{course}" fill="{fill}" stroke="{line}" stroke-width="{thick}"{extra}/>'


def length(value: float, room: float, top: float) -> float:
    """Give the units of a bar; what is more than nothing stays visible."""
    return max(2.0, room * value / top) if value > 0 else 0.0


def joined(title: str, lines: Sequence[str]) -> str:
    """Put a title and what is told into alternative text: sentences that end with a full stop."""
    sentences = [title, *lines]
    return " ".join(s if s.endswith((".", "!", "?")) else s + "." for s in sentences if s)
