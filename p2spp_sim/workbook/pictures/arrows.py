"""Arrows between boxes that run, where they can, beside other boxes, words and arrows."""

from collections.abc import Sequence
from itertools import product
from math import hypot

from p2spp_sim.workbook.pictures.svg import path

Rectangle = tuple[float, float, float, float]  # x, y, width, height
Segment = tuple[float, float, float, float]  # from x, y to x, y
PLACES = (0.5, 0.3, 0.7, 0.15, 0.85)
MARGIN = 6.0  # an arrow keeps this far from a box it passes
FOOT = 3.0  # below a box its foot sticks out this much


def route(
    start: Rectangle, end: Rectangle, obstacles: Sequence[Rectangle], earlier: Sequence[Segment]
) -> Segment:
    """Choose where an arrow leaves one box and reaches another.

    Parameters
    ----------
    obstacles : boxes that it should not pass behind.
    earlier : arrows already drawn, from which it keeps away.
    """
    if start[1] + start[3] < end[1]:
        level1, level2 = start[1] + start[3] + FOOT, end[1]
    elif end[1] + end[3] < start[1]:
        level1, level2 = start[1], end[1] + end[3] + FOOT
    else:
        middle1, middle2 = start[1] + start[3] / 2, end[1] + end[3] / 2
        if start[0] < end[0]:
            return (start[0] + start[2], middle1, end[0], middle2)
        return (start[0], middle1, end[0] + end[2], middle2)
    others = [box for box in obstacles if box not in (start, end)]
    shared = (max(start[0], end[0]), min(start[0] + start[2], end[0] + end[2]))
    choices = [(start[0] + start[2] * a, end[0] + end[2] * b) for a, b in product(PLACES, PLACES)]
    if shared[1] - shared[0] > 24:  # straight up or down wherever the boxes stand above each other
        choices += [(shared[0] + (shared[1] - shared[0]) * a,) * 2 for a in PLACES]
    lines = [(x1, level1, x2, level2) for x1, x2 in choices]
    return min(lines, key=lambda line: _cost(line, others, earlier))


def arrow(line: Segment, colour: str, *, dash: str = "") -> list[str]:
    """Draw a line with a head at its end."""
    x1, y1, x2, y2 = line
    far = hypot(x2 - x1, y2 - y1) or 1.0
    ux, uy = (x2 - x1) / far, (y2 - y1) / far
    left = (x2 - 12 * ux - 6 * uy, y2 - 12 * uy + 6 * ux)
    right = (x2 - 12 * ux + 6 * uy, y2 - 12 * uy - 6 * ux)
    head = f"M{x2:.1f} {y2:.1f}L{left[0]:.1f} {left[1]:.1f}L{right[0]:.1f} {right[1]:.1f}Z"
    shaft = f"M{x1:.1f} {y1:.1f}L{x2 - 8 * ux:.1f} {y2 - 8 * uy:.1f}"
    return [path(shaft, colour, thick=2.5, dash=dash), path(head, colour, fill=colour, thick=1)]


def free(line: Segment, width: float, height: float, taken: Sequence[Rectangle]) -> Rectangle:
    """Find a place on a line for a mark that covers nothing; the middle when there is none."""
    x1, y1, x2, y2 = line
    boxes = [
        (x1 + (x2 - x1) * i / 20 - width / 2, y1 + (y2 - y1) * i / 20 - height / 2, width, height)
        for i in (10, 9, 11, 8, 12, 7, 13, 6, 14, 5, 15, 4, 16, 3, 17)
    ]
    return next((box for box in boxes if not any(overlap(box, other) for other in taken)), boxes[0])


def overlap(box: Rectangle, other: Rectangle) -> bool:
    """Say whether two boxes cover each other."""
    return (
        box[0] < other[0] + other[2]
        and other[0] < box[0] + box[2]
        and box[1] < other[1] + other[3]
        and other[1] < box[1] + box[3]
    )


def _cost(line: Segment, obstacles: Sequence[Rectangle], earlier: Sequence[Segment]) -> float:
    x1, y1, x2, y2 = line
    cost = abs(x2 - x1) / 60
    cost += 10 * sum(passes(line, box) for box in obstacles)
    for a1, b1, a2, b2 in earlier:
        near_ends = min(
            hypot(x - a, y - b) for x, y in ((x1, y1), (x2, y2)) for a, b in ((a1, b1), (a2, b2))
        )
        cost += 4 * (near_ends < 18)
        along = min(max(y1, y2), max(b1, b2)) - max(min(y1, y2), min(b1, b2)) > 0
        cost += 6 * (along and abs((x1 + x2) - (a1 + a2)) < 28)
    return cost


def passes(line: Segment, box: Rectangle) -> bool:
    """Say whether a line that is not level runs through a box."""
    x1, y1, x2, y2 = line
    box = (box[0] - MARGIN, box[1], box[2] + 2 * MARGIN, box[3])
    top, bottom = max(min(y1, y2), box[1]), min(max(y1, y2), box[1] + box[3])
    if top >= bottom:
        return False
    at_top, at_bottom = (x1 + (x2 - x1) * (y - y1) / (y2 - y1) for y in (top, bottom))
    return min(at_top, at_bottom) < box[0] + box[2] and max(at_top, at_bottom) > box[0]
