"""The steps of a leaking funnel."""

from collections.abc import Sequence
from dataclasses import dataclass

from p2spp_sim.workbook.page.markup import AMBER, BLUE, GREY, INK, PAPER, Table
from p2spp_sim.workbook.pictures.picture import Picture
from p2spp_sim.workbook.pictures.svg import (
    LINE,
    WIDTH,
    drawing,
    fit,
    heading,
    length,
    rect,
    text,
    wrap,
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
    title: str, stages: Sequence[Stage], table: Table, *, before: str = "", label_width: int = 215
) -> Picture:
    """Draw a leaking funnel: what each stage took filled, what it lost of what came in in outline.

    Parameters
    ----------
    stages : from the first meeting to the last decision.
    before : what the dashed mark of an earlier run is called; empty draws none.
    label_width : pixels kept for the names of the stages.
    """
    marks = [s.before for s in stages if s.before is not None] if before else []
    top = max([s.entered for s in stages] + [s.value for s in stages] + marks + [1e-9])
    room = WIDTH - label_width - 12
    parts = [heading(title)]
    for i, stage in enumerate(stages):
        y = 44 + i * 58
        width = length(stage.value, room, top)
        for k, line in enumerate(wrap(stage.label, label_width - 10, bold=True, most=2)):
            parts.append(text(4, y + 18 + k * LINE, line, bold=True))
        if stage.entered > stage.value:
            parts.append(
                rect(label_width, y, room * stage.entered / top, 24, PAPER, AMBER, dashed=True)
            )
        parts.append(rect(label_width, y, width, 24, BLUE, BLUE))
        if before and stage.before is not None:
            x = label_width + room * stage.before / top
            parts.append(
                f'<path d="M{x:.1f} {y - 4}v32" stroke="{INK}" stroke-width="4" stroke-dasharray="5 3"/>'
            )
        lost = f"   ▽ {stage.lost}" if stage.lost else ""
        parts.append(text(label_width, y + 44, fit(stage.text + lost, room + 4)))
    height = 50 + 58 * len(stages)
    if before:
        parts.append(text(label_width, height + 12, f"┆ {before}", colour=GREY))
        height += 24
    words = "; ".join(f"{s.label}: {s.text}" + (f" ({s.lost})" if s.lost else "") for s in stages)
    return Picture(drawing(parts, height), f"{title}. {words}.", table)
