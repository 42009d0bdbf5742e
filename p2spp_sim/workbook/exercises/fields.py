"""The answer of an exercise on the screen."""

from collections.abc import Callable, Mapping
from typing import Any

import ipywidgets as W  # noqa: N812

from p2spp_sim.workbook.controls import Cards
from p2spp_sim.workbook.exercises.question import Question, ToWords
from p2spp_sim.workbook.saving.record import Given


class Field:
    """The cards or boxes that an answer is given by; what stands in them means what the question says.

    Parameters
    ----------
    question : of any kind.
    words : puts its sentences into the screen language.
    """

    def __init__(self, question: Question, words: ToWords) -> None:
        self._question = question
        self.boxes: dict[str, Any] = {}
        self.cards: Cards | None = None
        if deck := question.deck(words):
            name = f"{question.id}: {words(question.prompt)}"
            self.cards = Cards(
                question.id, "", deck.cards, deck.places, layout=deck.layout, name=name
            )
            self.widget = W.VBox([self.cards.widget])
        else:
            labels = question.labels(words)
            self.boxes = {key: question.box(W, label, words) for key, label in labels.items()}
            self.widget = W.VBox(list(self.boxes.values()))

    @property
    def _values(self) -> dict[str, object]:
        if self.cards:
            return dict(self.cards.value)
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
        shown = self._question.shown(given)
        if self.cards:
            self.cards.value = shown
        for key in self.boxes:
            self.boxes[key].value = shown[key]

    def light(self, said: Mapping[str, str | None]) -> None:
        """Light each card right or wrong, and let the wrong ones go back with what is said of them."""
        if self.cards:
            self.cards.light(said, back=True)

    def watch(self, notice: Callable[[], object]) -> None:
        """Call `notice` after every change."""
        if self.cards:
            self.cards.watch(notice)
        for box in self.boxes.values():
            box.observe(lambda _: notice(), names="value")
