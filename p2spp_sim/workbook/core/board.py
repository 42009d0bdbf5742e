"""A live board: controls, what the simulation answers to them, and saving at every move.

A unit declares its boards; no unit draws, saves or lays out by itself.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from html import escape
from typing import Protocol

import ipywidgets as W  # noqa: N812

from p2spp_sim.workbook.controls import Control, ControlValue
from p2spp_sim.workbook.controls.control import restore
from p2spp_sim.workbook.page.markup import Table, page, paragraphs, say
from p2spp_sim.workbook.page.panel import Guard, panel
from p2spp_sim.workbook.pictures import LivePicture, Picture, show
from p2spp_sim.workbook.saving.progress import Progress

Values = Mapping[str, ControlValue]


@dataclass(frozen=True, slots=True)
class Answered:
    """What the simulation answers to the controls as they stand.

    Parameters
    ----------
    text : plain sentences, one paragraph a line; read out by screen readers at every change.
    pictures : in the order they stand; the same number at every answer, an empty one is not shown.
    tables : shown open below the pictures.
    drawn : drawings above the text, as HTML.
    """

    text: str = ""
    pictures: tuple[Picture, ...] = ()
    tables: tuple[Table, ...] = ()
    drawn: str = ""


class Shows(Protocol):
    """What a unit can put on the screen and on paper."""

    widget: W.Widget

    def reset(self) -> None:
        """Go back to where the unit starts."""

    def static(self) -> str:
        """Give what stands on paper instead, as HTML."""


class Board:
    """Controls on the left, the answer on the right; below each other where `wide`.

    Parameters
    ----------
    key : name of the board in the learner's file.
    controls : in the order they stand.
    answer : gives the answer to the values by key of the controls; runs at every move, so it must be quick.
    progress : the learner's file; every change is written there at once.
    fixed : for paper: words and the values that differ from the start; the start alone when empty.
    wide : controls above the pictures, both over the whole width.
    follows : boards whose changes change this one's answer too.
    telling : place of the picture that tells most, where only one is shown.
    pictured : whether its pictures stand on the screen; where a control is the picture, their tables alone do.

    Attributes
    ----------
    lost : sentences about saved values that could not be restored.
    """

    def __init__(
        self,
        key: str,
        controls: Sequence[Control],
        answer: Callable[[Values], Answered],
        progress: Progress,
        *,
        fixed: Sequence[tuple[str, Values]] = (),
        wide: bool = False,
        follows: Sequence["Board"] = (),
        telling: int = 0,
        pictured: bool = True,
    ) -> None:
        self.key = key
        self.controls = tuple(controls)
        self._answer = answer
        self.progress = progress
        self.telling, self.lost = telling, tuple[str, ...]()
        self._first = self.values
        self._fixed = tuple(fixed) or (("", {}),)
        self._pictured = pictured
        self._begin()
        self.guard.run(self._restore)
        self.guard.run(self._draw)
        for control in self.controls:
            control.watch(self._moved)
        for other in follows:
            for control in other.controls:
                control.watch(lambda: self.guard.run(self._draw))
        self.widget = self._laid_out(wide)

    def __getitem__(self, key: str) -> Control:
        """Give the control of that key."""
        return next(control for control in self.controls if control.key == key)

    @property
    def values(self) -> dict[str, ControlValue]:
        """The values of all controls by key."""
        return {control.key: control.value for control in self.controls}

    @property
    def answered(self) -> Answered:
        """What the simulation answers to the board as it stands."""
        return self._answer(self.values)

    def reset(self) -> None:
        """Put every control back to where the unit starts."""
        restore(self.controls, self._first)

    def static(self) -> str:
        """Give the fixed scenarios as HTML for paper: words, pictures and tables."""
        parts = []
        for words, values in self._fixed:
            answer = self._answer({**self._first, **values})
            heading = f"<h3>{escape(words)}</h3>" if words else ""
            drawn = "".join(
                picture.html() + picture.table.html() for picture in answer.pictures if picture.svg
            )
            tables = "".join(table.html() for table in answer.tables)
            parts.append(heading + answer.drawn + paragraphs(answer.text) + drawn + tables)
        return page(*parts)

    def _begin(self) -> None:
        """Make what the answer is shown with."""
        self.guard = Guard()
        self.told = W.HTML()
        self.summary = W.HTML()
        self.shown: list[LivePicture] = []
        self._tables = W.HTML()
        self._pictures = W.VBox([], layout=W.Layout(min_width="0"))

    def _laid_out(self, wide: bool) -> W.Widget:
        left = panel(*(control.widget for control in self.controls), self.guard.widget)
        right = W.VBox([self.told, self.summary, self._pictures], layout=W.Layout(min_width="0"))
        if wide:
            self._pictures.add_class("p2-side-by-side")
            return W.VBox([left, right, self._tables])
        left.layout.flex, left.layout.max_width = "1 1 320px", "430px"
        right.layout.flex = "1 1 492px"
        top = W.HBox([left, right], layout=W.Layout(flex_flow="row wrap", align_items="flex-start"))
        top.add_class("p2-board")
        return W.VBox([top, self._tables])

    def _restore(self) -> None:
        self.lost = tuple(restore(self.controls, self.progress.part(self.key)))
        self._tell(say("kabar", "\n".join(self.lost)) if self.lost else "")

    def _moved(self) -> None:
        if not self.guard.run(self._draw):
            return
        saved = self.progress.put(self.key, self.values)
        if amended := "\n".join(self.progress.amended):  # show what is kept, not what was written
            restore(self.controls, self.progress.part(self.key))
        message = say("kabar", amended) if amended else ""
        self._tell(message if saved else say("galat", "\n".join(self.progress.notes)))

    def _draw(self) -> None:
        answer = self.answered
        while len(self.shown) < len(answer.pictures):
            self.shown.append(show(Picture.empty()))
            self._pictures.children = [shown.widget for shown in self.shown]
        for number, shown in enumerate(self.shown):
            picture = answer.pictures[number] if number < len(answer.pictures) else Picture.empty()
            shown.update(picture if self._pictured else replace(picture, svg=""))
            shown.widget.layout.display = None if picture.svg else "none"
        tables = [table.html() for table in answer.tables]
        self._tables.value = page(*tables) if tables else ""
        text = page(f'<div role="status">{paragraphs(answer.text)}</div>') if answer.text else ""
        self.summary.value = answer.drawn + text

    def _tell(self, html: str) -> None:
        self.told.value = html
        self.told.layout.display = None if html else "none"
