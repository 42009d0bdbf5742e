"""The steps of a leaking funnel."""

from collections.abc import Sequence
from dataclasses import dataclass

from p2spp_sim.workbook.page.markup import AMBER, BLUE, GREY, INK, PAPER, Table
from p2spp_sim.workbook.pictures.picture import Picture
from p2spp_sim.workbook.pictures.svg import (
    DASHED,
    NARROW,
    drawing,
    fit,
    heading,
    length,
    path,
    rect,
    text,
)


@dataclass(frozen=True, slots=True)
class Stage:
    """One step of a funnel: what came in, what is left, both in words, and where an earlier run stood."""

    label: str
    entered: float
    value: float
    text: str
    lost: str = ""
    before: float | None = None


def funnel(
    title: str, stages: Sequence[Stage], table: Table, *, before: str = "", wide: int = NARROW
) -> Picture:
    """Draw a leaking funnel: what each stage took filled, what it lost of what came in in outline.

    Parameters
    ----------
    stages : from the first meeting to the last decision.
    before : what the dashed mark of an earlier run is called; empty draws none.
    wide : units across.
    """
    marks = [s.before for s in stages if s.before is not None] if before else []
    top = max([s.entered for s in stages] + [s.value for s in stages] + marks + [1e-9])
    room = wide - 16
    parts, y = heading(title, wide)
    for stage in stages:
        parts.append(text(4, y + 18, fit(stage.label, wide - 8, bold=True), bold=True))
        width, y = length(stage.value, room, top), y + 26
        if stage.entered > stage.value:
            parts.append(rect(4, y, room * stage.entered / top, 24, PAPER, AMBER, dashed=True))
        parts.append(rect(4, y, width, 24, BLUE, BLUE))
        if before and stage.before is not None:
            parts.append(_mark(4 + room * stage.before / top, y - 4))
        lost = f"   ▽ {stage.lost}" if stage.lost else ""
        parts.append(text(4, y + 44, fit(stage.text + lost, wide - 8)))
        y += 54
    if before:
        parts += [_mark(10, y + 2), text(22, y + 24, before, colour=GREY)]
        y += 36
    words = "; ".join(f"{s.label}: {s.text}" + (f" ({s.lost})" if s.lost else "") for s in stages)
    return Picture(drawing(parts, y + 4, wide), f"{title}. {words}.", table)


def _mark(x: float, y: float) -> str:
    return path(f"M{x:.1f} {y:.1f}v32", INK, thick=4, dash=DASHED)
