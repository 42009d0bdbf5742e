"""The pieces every picture is drawn with, and how wide words are.

Words are measured with the published widths of Helvetica, which Arial and Liberation Sans share, so nothing is cut or
overlaps; coordinates are in units of which `WIDTH` fill the picture.
"""

from collections.abc import Sequence
from html import escape

from p2spp_sim.workbook.markup import AMBER, BLUE, INK, PALE, PAPER

WIDTH = 900
FONT = 18
LINE = 22  # from one line of words to the next
FILLS = ((BLUE, BLUE), (PALE, BLUE), (PAPER, INK), ("#f0d9b5", AMBER))
DASHED = "5 3"
_WIDTHS = (  # thousandths of the type size, from the space to the tilde (Adobe's metrics of Helvetica)
    "278 278 355 556 556 889 667 191 333 333 389 584 278 333 278 278 556 556 556 556 556 556 556 556 556 556 278 "
    "278 584 584 584 556 1015 667 667 722 722 667 611 778 722 278 500 667 556 833 722 778 667 778 722 667 611 722 "
    "667 944 667 667 611 278 278 278 469 556 333 556 556 500 556 556 278 556 556 222 222 500 222 833 556 556 556 "
    "556 333 500 278 556 500 722 500 500 500 334 260 334 584"
)
_DASHES = {"–": 0.556, "−": 0.584, "·": 0.333}
_ADVANCE = {chr(32 + i): int(width) / 1000 for i, width in enumerate(_WIDTHS.split())} | _DASHES
_OTHER = 1.0  # signs such as ✓ come from another font
_BOLD = 1.08  # bold letters are at most this much wider, all in all


def text_width(words: str, size: float = FONT, *, bold: bool = False) -> float:
    """Measure words in units."""
    return sum(_ADVANCE.get(letter, _OTHER) for letter in words) * size * (_BOLD if bold else 1)


def fit(words: str, width: float, size: float = FONT, *, bold: bool = False) -> str:
    """Shorten words that would run over `width` units, with an ellipsis in place of the rest."""
    if text_width(words, size, bold=bold) <= width:
        return words
    kept = words
    while len(kept) > 1 and text_width(kept.rstrip() + "…", size, bold=bold) > width:
        kept = kept[:-1]
    return kept.rstrip() + "…"


def wrap(words: str, width: float, size: float = FONT, *, bold: bool = False, most: int = 0) -> list[str]:
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
    blocks: list[list[float]] = []  # members, sum of wished starts: neighbours that push each other move as one
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
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {wide} {height:.0f}" aria-hidden="true" '
        f'font-family="Arial, Helvetica, sans-serif" font-size="{FONT}">'
        f'<rect width="{wide}" height="{height:.0f}" fill="{PAPER}"/>' + "".join(parts) + "</svg>"
    )


def heading(title: str, wide: int = WIDTH) -> str:
    """Write the title at the top."""
    size = FONT + 2
    return text(4, 24, fit(title, wide - 10, size, bold=True), bold=True, size=size)


def text(
    x: float, y: float, words: str, *, bold: bool = False, colour: str = INK, size: int = 0, anchor: str = ""
) -> str:
    """Write words that start at `x`, or end there (anchor "end"), or have it in the middle ("middle")."""
    extra = (' font-weight="700"' if bold else "") + (f' font-size="{size}"' if size else "")
    extra += f' text-anchor="{anchor}"' if anchor else ""
    return f'<text x="{x:.1f}" y="{y:.1f}" fill="{colour}"{extra} xml:space="preserve">{escape(words)}</text>'


def rect(
    x: float, y: float, width: float, height: float, fill: str, line: str, *, dashed: bool = False, thick: float = 1.5
) -> str:
    """Draw a box."""
    dash = f' stroke-dasharray="{DASHED}"' if dashed else ""
    return (
        f'<rect x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}" fill="{fill}" '
        f'stroke="{line}" stroke-width="{thick}"{dash}/>'
    )


def path(course: str, line: str = INK, *, fill: str = "none", thick: float = 2, dash: str = "") -> str:
    """Draw a line or a shape along an SVG course."""
    extra = f' stroke-dasharray="{dash}"' if dash else ""
    return f'<path d="{course}" fill="{fill}" stroke="{line}" stroke-width="{thick}"{extra}/>'


def length(value: float, room: float, top: float) -> float:
    """Give the units of a bar; what is more than nothing stays visible."""
    return max(2.0, room * value / top) if value > 0 else 0.0


def joined(title: str, told: Sequence[str]) -> str:
    """Put a title and what is told into alternative text: sentences that end with a full stop."""
    sentences = [title, *told]
    return " ".join(s if s.endswith((".", "!", "?")) else s + "." for s in sentences if s)
