"""Courses over the years, each with its own dashes, its own marks and its name at its end."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from p2spp_sim.base.language import tr
from p2spp_sim.workbook.page.markup import BLUE, GREY, INK, PAPER, Table
from p2spp_sim.workbook.pictures.dumbbell import whole_percent
from p2spp_sim.workbook.pictures.picture import Picture
from p2spp_sim.workbook.pictures.svg import (
    LINE,
    NARROW,
    drawing,
    heading,
    joined,
    path,
    spread,
    text,
    text_width,
    wrap,
)

HEIGHT = 260
LOOKS = ((BLUE, ""), (INK, "12 5"), (GREY, "3 5"), (INK, "14 4 3 4"))  # the first is what matters
CourseValues = Sequence[float | None]
XY = tuple[float, float]


@dataclass(frozen=True, slots=True)
class CourseLine:
    """A name and a value for each step; None where there is none."""

    label: str
    values: CourseValues


@dataclass(frozen=True, slots=True)
class Event:
    """What happened at a step, counted from zero."""

    step: int
    words: str


def lines(
    title: str,
    steps: Sequence[str],
    courses: Sequence[CourseLine],
    table: Table,
    *,
    say: Callable[[float], str] = whole_percent,
    top: float = 1.0,
    low: float = 0.0,
    events: Sequence[Event] = (),
    wide: int = NARROW,
) -> Picture:
    """Draw up to four courses over the same steps.

    Parameters
    ----------
    steps : words below the points, for instance years.
    say : how a value is written.
    low, top : the ends of the scale.
    events : marked by a numbered line, told below the picture.
    wide : units across.
    """
    ends = [_last(course.values) for course in courses]
    names = [
        f"{c.label} {say(end)}" if end is not None else c.label
        for c, end in zip(courses, ends, strict=True)
    ]
    label_width = min(
        wide * 0.36, max((text_width(name, bold=True) for name in names), default=0) + 44
    )
    labels = [wrap(name, label_width - 38, bold=True, most=3) for name in names]
    left = max(text_width(say(low + (top - low) * k / 2)) for k in range(3)) + 16
    head, first = heading(title, wide)
    room, first = wide - left - label_width, first + 22 if events else first

    def at(step: int, value: float) -> XY:
        across = left + 14 + (room - 28) * (step / max(len(steps) - 1, 1))
        return across, first + HEIGHT * (1 - (value - low) / ((top - low) or 1))

    parts = [*head, *_scale(steps, say, low, top, at, left, room)]
    y = first + HEIGHT + 34.0
    signs = spread([at(event.step, low)[0] for event in events], 40, left, left + room)
    for k, (event, sign) in enumerate(zip(events, signs, strict=True), 1):
        x, _ = at(event.step, low)
        parts.append(path(f"M{x:.1f} {first}v{HEIGHT}", GREY, thick=2, dash="2 4"))
        parts.append(text(sign, first - 8, f"▼{k}", bold=True, anchor="middle"))
        for i, line in enumerate(wrap(f"▼{k} {steps[event.step]}: {event.words}", wide - 30)):
            parts.append(text(4 + 22 * bool(i), y + 18, line))
            y += LINE
    shown = [(i, end) for i, end in enumerate(ends) if end is not None]
    gap = LINE * max((len(labels[i]) for i, _ in shown), default=1)
    half = (gap - LINE) / 2
    heights = [at(0, end)[1] for _, end in shown]
    places = spread(heights, gap, first + 4 + half, first + HEIGHT - 2 - half)
    for (i, end), place in zip(shown, places, strict=True):
        parts += _course(courses[i].values, i, at)
        x, height = at(_last_step(courses[i].values), end)
        edge = left + room
        colour, dash = LOOKS[i % len(LOOKS)]
        parts.append(
            path(f"M{x:.1f} {height:.1f}L{edge:.1f} {place:.1f}h30", colour, thick=2, dash=dash)
        )
        for k, line in enumerate(labels[i]):
            down = place + 6 + (k - (len(labels[i]) - 1) / 2) * LINE
            parts.append(text(edge + 34, down, line, bold=True))
    sentences = [_words(course, steps, say) for course in courses]
    sentences += [f"{steps[event.step]}: {event.words}" for event in events]
    return Picture(drawing(parts, y + 4, wide), joined(title, sentences), table)


def _last_step(values: CourseValues) -> int:
    return max((i for i, value in enumerate(values) if value is not None), default=0)


def _last(values: CourseValues) -> float | None:
    return values[_last_step(values)] if values else None


def _scale(
    steps: Sequence[str],
    say: Callable[[float], str],
    low: float,
    top: float,
    at: Callable[[int, float], XY],
    left: float,
    room: float,
) -> list[str]:
    parts = []
    for k in range(3):
        value = low + (top - low) * k / 2
        _, y = at(0, value)
        parts.append(path(f"M{left:.1f} {y:.1f}h{room:.1f}", "#c4c4c4", thick=1))
        parts.append(text(left - 6, y + 6, say(value), colour=GREY, anchor="end"))
    widest = max((text_width(step) for step in steps), default=0) + 8
    apart = (room - 28) / max(len(steps) - 1, 1)
    every = max(1, -(-int(widest) // max(int(apart), 1)))
    for i in range(0, len(steps), every):
        x, y = at(i, low)
        parts.append(text(x, y + 24, steps[i], colour=GREY, anchor="middle"))
    return parts


def _course(values: CourseValues, look: int, at: Callable[[int, float], XY]) -> list[str]:
    colour, dash = LOOKS[look % len(LOOKS)]
    places = [at(i, value) for i, value in enumerate(values) if value is not None]
    course = "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in places)
    return [
        path(course, colour, thick=3, dash=dash),
        *(_mark(look, x, y, colour) for x, y in places),
    ]


def _mark(look: int, x: float, y: float, colour: str) -> str:
    """Draw the point of a course: filled circle, hollow square, filled triangle, hollow diamond."""
    if look % 4 == 0:
        return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="6" fill="{colour}" stroke="{colour}"/>'
    if look % 4 == 1:
        return path(f"M{x - 6:.1f} {y - 6:.1f}h12v12h-12z", colour, fill=PAPER)
    if look % 4 == 2:
        return path(f"M{x:.1f} {y - 8:.1f}l8 14h-16z", colour, fill=colour)
    return path(f"M{x:.1f} {y - 9:.1f}l9 9l-9 9l-9 -9z", colour, fill=PAPER)


def _words(course: CourseLine, steps: Sequence[str], say: Callable[[float], str]) -> str:
    values = [
        f"{steps[i]} {say(value)}" for i, value in enumerate(course.values) if value is not None
    ]
    return f"{course.label}: " + (", ".join(values) or tr("belum ada angka"))
