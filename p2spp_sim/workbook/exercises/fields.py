"""The answer of an exercise on the screen."""

from collections.abc import Callable

import ipywidgets as W  # noqa: N812

from p2spp_sim.workbook.exercises.question import Question, ToWords
from p2spp_sim.workbook.saving.record import Given


class Field:
    """The boxes that an answer is given in; what stands in them means what the question says.

    Parameters
    ----------
    question : of any kind.
    words : puts its sentences into the screen language.
    """

    def __init__(self, question: Question, words: ToWords) -> None:
        self._question = question
        self.boxes: dict[str, W.Widget] = {
            key: question.box(W, label, words) for key, label in question.labels(words).items()
        }
        self.widget = W.VBox(list(self.boxes.values()))

    @property
    def _values(self) -> dict[str, object]:
        return {key: box.value for key, box in self.boxes.items()}

    @property
    def unreadable(self) -> str:
        """Why what stands in the boxes cannot be read, if so."""
        return self._question.unreadable(self._values)

    def read(self) -> Given:
        """Give the answer as it stands."""
        return self._question.read(self._values)

    def write(self, given: Given) -> None:
        """Show a saved answer; None clears."""
        for key, value in self._question.shown(given).items():
            self.boxes[key].value = value

    def watch(self, notice: Callable[[], object]) -> None:
        """Call `notice` after every change."""
        for box in self.boxes.values():
            box.observe(lambda _: notice(), names="value")
