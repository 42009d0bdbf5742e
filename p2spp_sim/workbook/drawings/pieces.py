"""What every drawing is made of: flat shapes with one ink outline, in tints of the house colours.

The outline is set once for a whole drawing, so that a shape says its course and its fill only. Coordinates are units; a
place is 240 by 160 of them, a person 120 by 120.
"""

from p2spp_sim.workbook.page.markup import AMBER, BLUE, INK, PALE, PAPER

CREAM = "#fdf4e7"
SAND = "#f0d9b5"
SILVER = "#c3c8cd"
OCHRE = "#c98a3c"
SKY = "#8fb4d6"
SKINS = {"fair": "#e6bd8d", "warm": "#d6a16b", "deep": "#c08a58"}
COLOURS = {
    "ink": INK,
    "paper": PAPER,
    "blue": BLUE,
    "pale": PALE,
    "sky": SKY,
    "amber": AMBER,
    "ochre": OCHRE,
    "cream": CREAM,
    "sand": SAND,
    "silver": SILVER,
    "own": "own",
    "none": "none",
    **SKINS,
}
OUTLINE = 2.5


def shape(course: str, fill: str = "none", more: str = "") -> str:
    """Draw a shape, or a line when it has no fill, along an SVG course."""
    return f'<path d="{course}" fill="{COLOURS[fill]}"{more}/>'


def flat(course: str, fill: str) -> str:
    """Draw a shape without an outline."""
    return shape(course, fill, ' stroke="none"')


def line(course: str, colour: str = "ink", thick: float = OUTLINE) -> str:
    """Draw a line, in a colour or a weight of its own where it is no outline."""
    own = f' stroke="{COLOURS[colour]}"' if colour != "ink" else ""
    own += f' stroke-width="{thick:g}"' if thick != OUTLINE else ""
    return shape(course, "none", own)


def owned(part: str, colour: str) -> str:
    """Give what is drawn in the colour "own" a colour."""
    return part.replace('fill="own"', f'fill="{COLOURS[colour]}"')


def disc(x: float, y: float, radius: float, fill: str = "none", more: str = "") -> str:
    """Draw a circle."""
    return f'<circle cx="{x:g}" cy="{y:g}" r="{radius:g}" fill="{COLOURS[fill]}"{more}/>'


def box(x: float, y: float, width: float, height: float, fill: str, corner: float = 0) -> str:
    """Draw a rectangle."""
    rounded = f' rx="{corner:g}"' if corner else ""
    return (
        f'<rect x="{x:g}" y="{y:g}" width="{width:g}" height="{height:g}"{rounded} '
        f'fill="{COLOURS[fill]}"/>'
    )


def moved(x: float, y: float, *parts: str, turn: float = 0) -> str:
    """Put parts elsewhere, and turn them."""
    turned = f" rotate({turn:g})" if turn else ""
    return f'<g transform="translate({x:g} {y:g}){turned}">{"".join(parts)}</g>'


def rim(wide: float, high: float, corner: float, *, fill: str) -> str:
    """Draw the rim of a sheet, inside its edge."""
    half = OUTLINE / 2
    return (
        f'<rect x="{half}" y="{half}" width="{wide - OUTLINE}" height="{high - OUTLINE}" rx="{corner:g}" '
        f'fill="{fill}"/>'
    )
