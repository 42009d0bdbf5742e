"""A road with places along it: dots set out, stop below the place that kept them back, and some come through.

It moves by itself once, in five seconds; for who asked for less motion every dot lies where it came to.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape
from itertools import pairwise

from p2spp_sim.base.formats import number
from p2spp_sim.base.language import tr
from p2spp_sim.workbook.drawings.drawing import drawing
from p2spp_sim.workbook.page.markup import AMBER, BLUE, GREY, INK, PAPER
from p2spp_sim.workbook.pictures.svg import DASHED, WIDTH, path, text

SIGHT = 84  # height of the drawing of a place; half as wide again
SIZE = 16  # of letters
NAME, ROAD = SIGHT + 20, SIGHT + 38  # where names stand, and where dots go along
HEAP, ACROSS, STEP = (
    ROAD + 20,
    11,
    11,
)  # top of the heaps, dots in a row of one, and from one dot to the next
RADIUS, BELOW = 4.2, 20  # of a dot; from a heap to its words
APART_MS, LEG_MS = 20, 420  # from one dot to the next, and from one place to the next

MOTION = """<style>
.p2-road svg { display: block; width: 100%; height: auto; font-family: inherit; }
.p2-road .p2-dot { offset-distance: 100%; offset-rotate: 0deg; }
@media (prefers-reduced-motion: no-preference) {
  .p2-road .p2-dot { animation: p2-along 1s linear backwards; }
}
@keyframes p2-along { from { offset-distance: 0%; } to { offset-distance: 100%; } }
@media print { .p2-road .p2-dot { animation: none; } }
@media (max-width: 700px) { .p2-road { overflow-x: auto; } .p2-road svg { min-width: 700px; } }
</style>"""


@dataclass(frozen=True, slots=True)
class RoadPlace:
    """A place on the road: the name of its drawing, and what it is called."""

    drawing: str
    label: str


@dataclass(frozen=True, slots=True)
class RoadDot:
    """A dot on the road.

    Parameters
    ----------
    about : what is read where the mouse rests on it.
    places : numbers of the places that it came to, in their order.
    through : whether it came through the last of them.
    """

    about: str
    places: tuple[int, ...]
    through: bool


def road(places: Sequence[RoadPlace], dots: Sequence[RoadDot], said: str, past: str) -> str:
    """Draw the road as HTML.

    Parameters
    ----------
    said : what the picture tells, for who does not see it.
    past : what the way is called that leads past places between.
    """
    middles = [WIDTH * (place + 0.5) / len(places) for place in range(len(places))]
    parts = [path(f"M0 {ROAD}H{WIDTH}", INK)]
    ends: dict[RoadDot, tuple[float, float]] = {}
    low = 0.0
    for at_place, (place, middle) in enumerate(zip(places, middles, strict=True)):
        picture = drawing(place.drawing, SIGHT, decorative=True)
        parts.append(f'<g transform="translate({middle - SIGHT * 0.75:.1f} 0)">{picture}</g>')
        parts.append(text(middle, NAME, place.label, bold=True, size=SIZE, anchor="middle"))
        below = float(HEAP)
        for heap, words, colour in _heaps(dots, at_place):
            left = middle - (min(len(heap), ACROSS) - 1) * STEP / 2
            for at, dot in enumerate(heap):
                ends[dot] = (left + at % ACROSS * STEP, below + at // ACROSS * STEP)
            below += -(-len(heap) // ACROSS) * STEP + BELOW
            parts.append(
                text(middle, below - BELOW + 10, words, colour=colour, size=SIZE, anchor="middle")
            )
        low = max(low, below)
    lane = low + STEP
    if any(_jumps(*leg) for dot in dots for leg in pairwise(dot.places)):
        parts.append(
            path(f"M{middles[0]:.0f} {lane:.0f}H{middles[-1]:.0f}", GREY, thick=1.5, dash=DASHED)
        )
        parts.append(text(WIDTH / 2, lane + 20, past, colour=GREY, size=SIZE, anchor="middle"))
        low = lane + BELOW + 6
    parts += [
        _moving(dot, order * APART_MS, _course(dot, middles, lane, ends[dot]))
        for order, dot in enumerate(dots)
    ]
    sheet = f'<svg viewBox="0 0 {WIDTH} {low:.0f}" aria-hidden="true">{"".join(parts)}</svg>'
    label = escape(said, quote=True)
    return f'{MOTION}<div class="p2 p2-road" role="img" aria-label="{label}">{sheet}</div>'


def _heaps(dots: Sequence[RoadDot], place: int) -> Iterator[tuple[list[RoadDot], str, str]]:
    """Give the heaps that lie below a place, with their words and the colour of these."""
    for through, words, colour in (
        (True, tr("terbangun {n}"), BLUE),
        (False, tr("berhenti {n}"), AMBER),
    ):
        if heap := [dot for dot in dots if dot.places[-1] == place and dot.through == through]:
            yield heap, words.format(n=number(len(heap))), colour


def _jumps(here: int, there: int) -> bool:
    """Tell whether a way leaves out places between two."""
    return there > here + 1


def _course(dot: RoadDot, middles: Sequence[float], lane: float, end: tuple[float, float]) -> str:
    """Give the way of a dot: along the road, below it where places are left out, and down to its heap."""
    steps = [f"M-8 {ROAD}", f"L{middles[dot.places[0]]:.0f} {ROAD}"]
    for here, there in pairwise(dot.places):
        if _jumps(here, there):
            steps += [f"L{middles[here]:.0f} {lane:.0f}", f"L{middles[there]:.0f} {lane:.0f}"]
        steps.append(f"L{middles[there]:.0f} {ROAD}")
    return " ".join([*steps, f"L{end[0]:.1f} {end[1]:.1f}"])


def _moving(dot: RoadDot, wait: int, course: str) -> str:
    fill, line = (BLUE, BLUE) if dot.through else (PAPER, AMBER)
    lasts = LEG_MS * (dot.places[-1] + 1)
    style = f"offset-path:path('{course}');animation-delay:{wait}ms;animation-duration:{lasts}ms"
    return (
        f'<circle class="p2-dot" r="{RADIUS}" fill="{fill}" stroke="{line}" stroke-width="1.6" style="{style}">'
        f"<title>{escape(dot.about)}</title></circle>"
    )
