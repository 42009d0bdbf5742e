"""A board that is one moving widget: what is moved, what is answered and what is told, in one model."""

from collections.abc import Callable, Container
from typing import Any

import ipywidgets as W  # noqa: N812
import traitlets

from p2spp_sim.base.errors import P2sppError
from p2spp_sim.base.language import tr
from p2spp_sim.workbook.controls.control import ControlValue, Notice
from p2spp_sim.workbook.core.board import Answered, Board
from p2spp_sim.workbook.moving import Moving
from p2spp_sim.workbook.page.markup import page
from p2spp_sim.workbook.page.panel import SpokenGuard


class Answering(Moving):
    """A moving widget that also shows what the simulation answers, in its own fold, and what there is to be told.

    Parameters
    ----------
    decision : what stands on it, by key.
    answer : `text`, `pictures` (each with its table) and `tables` of the answer, as HTML.
    message : a sentence about saving or about what went wrong, as HTML; empty when there is none.
    """

    decision = traitlets.Dict().tag(sync=True)
    answer = traitlets.Dict().tag(sync=True)
    message = traitlets.Unicode().tag(sync=True)


class Part:
    """One value of a moving widget under its own name in files.

    Parameters
    ----------
    key : the name in files and in the widget's `decision`.
    widget : what it is moved on.
    read : gives the value as it is kept, and refuses what does not fit with a `P2sppError`.
    said : puts a value into words for the class board; empty for one that need not be told.
    """

    def __init__(
        self,
        key: str,
        widget: Answering,
        read: Callable[[Any], ControlValue],
        said: Callable[[Any], str] = lambda _: "",
    ) -> None:
        self.key, self.widget, self.read, self._said = key, widget, read, said

    @property
    def value(self) -> ControlValue:
        """What stands on the widget."""
        return self.read(self._found(self.widget.decision))

    @value.setter
    def value(self, new: ControlValue) -> None:
        self.widget.decision = self._placed(self.widget.decision, self.read(new))

    @property
    def said(self) -> str:
        """The value in words."""
        return self._said(self.value)

    def told_of(self, saved: Any) -> str:
        """Say what a saved value became that this widget cannot show; empty where it shows it."""
        return ""

    def _found(self, decision: dict[str, Any]) -> Any:
        """Find the value in what stands on the widget."""
        return decision.get(self.key)

    def _placed(self, decision: dict[str, Any], value: ControlValue) -> dict[str, Any]:
        """Give what stands on the widget with another value."""
        return {**decision, self.key: value}

    def watch(self, notice: Notice) -> None:
        """Call `notice` after every change of the value."""

        def changed(change: dict[str, Any]) -> None:
            if self._found(change["old"]) != self._found(change["new"]):
                notice()

        self.widget.observe(changed, "decision")


def choice(allowed: Container[str]) -> Callable[[Any], str]:
    """Make the reader of a key that must be one of several."""

    def read(given: Any) -> str:
        if not isinstance(given, str) or given not in allowed:
            raise P2sppError(
                tr("Pilihan tersimpan {pilihan} tidak ada lagi.").format(pilihan=given)
            )
        return given

    return read


class MovingBoard(Board):
    """A board whose controls all stand on one moving widget, which shows the answer too."""

    def _begin(self) -> None:
        screen = self.controls[0].widget
        assert isinstance(screen, Answering)
        self.screen = screen
        self.guard = SpokenGuard(self._tell)

    def _laid_out(self, wide: bool) -> W.Widget:
        return self.screen

    def _draw(self) -> None:
        self._show(self.answered)

    def _show(self, answer: Answered) -> None:
        self.screen.answer = {
            "text": answer.text,
            "pictures": [
                {"html": picture.html(), "table": page(picture.table.html())}
                for picture in answer.pictures
                if picture.svg
            ],
            "tables": [page(table.html()) for table in answer.tables],
        }

    def _tell(self, html: str) -> None:
        self.screen.message = html
