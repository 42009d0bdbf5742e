"""What places are put together from: ground, water, houses, trees, and people seen from afar."""

from p2spp_sim.workbook.drawings.pieces import OUTLINE, box, disc, line, moved, shape

LEFT, RIGHT, BOTTOM = 1.5, 238.5, 158.5


def land(top: str, fill: str, more: str = "") -> str:
    """Fill from a contour down to the bottom edge.

    Parameters
    ----------
    top : height at the left edge, then the course to the right edge, such as "90C60 70 120 80 238.5 84".
    """
    return shape(
        f"M{LEFT} {top}V150.5Q{RIGHT} {BOTTOM} 230.5 {BOTTOM}H9.5Q{LEFT} {BOTTOM} {LEFT} 150.5Z",
        fill,
        more,
    )


def ripples(*places: tuple[float, float], colour: str = "paper") -> str:
    """Draw small waves on water."""
    course = "".join(f"M{x:g} {y:g}q5 -5 10 0t10 0" for x, y in places)
    return line(course, colour, 2)


def sun(x: float, y: float, fill: str = "ochre") -> str:
    """Draw the sun, or the moon."""
    return disc(x, y, 12, fill)


def cloud(x: float, y: float, fill: str = "paper") -> str:
    """Draw a cloud."""
    return moved(
        x,
        y,
        shape("M-18 7A7 7 0 0 1 -15 -6A11 11 0 0 1 5 -10A9 9 0 0 1 17 -3A6 6 0 0 1 17 7Z", fill),
    )


def house(x: float, y: float, wide: float = 40, roof: str = "amber", wall: str = "paper") -> str:
    """Draw a village house whose floor is at `y`: gabled roof, door, window."""
    w, h = wide / 2, wide * 0.42
    return moved(
        x,
        y,
        box(-w * 0.82, -h, wide * 0.82, h, wall),
        shape(f"M{-w:g} {-h:g}L{-w * 0.55:g} {-h * 2:g}H{w * 0.55:g}L{w:g} {-h:g}Z", roof),
        box(-w * 0.5, -h * 0.72, w * 0.42, h * 0.72, "ink"),
        box(w * 0.12, -h * 0.72, w * 0.42, h * 0.38, "pale"),
    )


def joglo(wide: float, low: float, high: float) -> str:
    """Draw the roof of a pendapa whose eaves are at 0."""
    w, n, t = wide / 2, wide * 0.27, wide * 0.16
    return (
        shape(f"M{-w:g} 0L{-n:g} {-low:g}H{n:g}L{w:g} 0Z", "amber")
        + shape(f"M{-n:g} {-low:g}L{-t:g} {-low - high:g}H{t:g}L{n:g} {-low:g}Z", "ochre")
        + line(f"M{-t - 4:g} {-low - high:g}H{t + 4:g}", thick=4)
    )


def palm(x: float, y: float, high: float = 60, lean: float = 10) -> str:
    """Draw a coconut palm that leans."""
    leaf = (
        "M0 0Q-14 -22 -34 -6Q-14 -8 0 0Q-20 2 -26 20Q-8 8 0 0Q14 -22 34 -6Q14 -8 0 0Q20 2 24 20Q8 8 0 0"
        "Q-10 -14 -4 -26Q8 -14 0 0Z"
    )
    return moved(
        x,
        y,
        line(f"M0 0Q{lean * 0.2:g} {-high * 0.6:g} {lean:g} {-high:g}", "ink", 7),
        line(f"M0 -1Q{lean * 0.2:g} {-high * 0.6:g} {lean:g} {-high:g}", "ochre", 3),
        moved(lean, -high, shape(leaf, "blue"), disc(-3, 4, 3, "amber"), disc(4, 4, 3, "amber")),
    )


def tree(x: float, y: float, high: float = 44, fill: str = "blue") -> str:
    """Draw a tree with a round crown."""
    r = high * 0.36
    return moved(
        x,
        y,
        box(-2.5, -high * 0.4, 5, high * 0.4, "amber"),
        shape(
            f"M{-r:g} {-high * 0.5:g}Q{-r * 1.25:g} {-high:g} 0 {-high:g}Q{r * 1.25:g} {-high:g} {r:g} {-high * 0.5:g}"
            f"Q0 {-high * 0.26:g} {-r:g} {-high * 0.5:g}Z",
            fill,
        ),
    )


def teak(x: float, y: float, high: float = 60, fill: str = "blue") -> str:
    """Draw a tall slender tree."""
    return moved(
        x,
        y,
        line(f"M0 0V{-high * 0.7:g}", thick=4),
        shape(
            f"M0 {-high:g}C{high * 0.3:g} {-high * 0.9:g} {high * 0.26:g} {-high * 0.4:g} 0 {-high * 0.36:g}"
            f"C{-high * 0.26:g} {-high * 0.4:g} {-high * 0.3:g} {-high * 0.9:g} 0 {-high:g}Z",
            fill,
        ),
    )


def flag(x: float, y: float, high: float = 50) -> str:
    """Draw a flagpole with the flag of two halves."""
    return moved(
        x,
        y,
        line(f"M0 0V{-high:g}"),
        box(0, -high, 22, 7, "amber"),
        box(0, -high + 7, 22, 7, "paper"),
    )


def someone(
    x: float,
    y: float,
    shirt: str,
    head: str = "hair",
    *,
    skin: str = "warm",
    high: float = 40,
    seated: bool = False,
) -> str:
    """Draw a person from afar, in a veil, a peci or with bare hair, who stands or sits at `y`."""
    veil = "sky" if shirt == "pale" else "pale"
    covered = {
        "veil": shape("M0 -41C-9 -41 -9 -30 -10 -22Q0 -17 10 -22C9 -30 9 -41 0 -41Z", veil)
        + disc(0, -32, 5, skin),
        "peci": disc(0, -31, 7.5, skin) + box(-7, -41, 14, 7, "ink"),
        "hair": disc(0, -31, 7.5, skin)
        + shape("M-8 -31Q-9 -41 0 -41Q9 -41 8 -31Q0 -37 -8 -31Z", "ink"),
    }[head]
    if seated:
        body = shape("M-12 0V-14Q-12 -23 0 -23Q12 -23 12 -14V0Z", shirt)
    elif head == "veil":
        body = shape("M-11 0L-8 -14H8L11 0Z", "ink") + shape(
            "M-11 -6Q-13 -23 0 -23Q13 -23 11 -6Z", shirt
        )
    else:
        body = line("M-5 -7V-1M5 -7V-1", thick=6) + shape(
            "M-11 -7Q-13 -23 0 -23Q13 -23 11 -7Z", shirt
        )
    grown = high / 40  # the outline does not grow with the person
    scaled = (
        f' transform="scale({grown:g})" stroke-width="{OUTLINE / grown:.2g}"' if grown != 1 else ""
    )
    return moved(x, y, f"<g{scaled}>{body}{covered}</g>")
