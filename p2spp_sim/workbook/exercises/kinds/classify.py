"""A class for each of several items."""

from collections.abc import Collection, Mapping
from typing import Any

from p2spp_sim.workbook.exercises.kinds._shared import ByItem, Items, OptionsQuestion
from p2spp_sim.workbook.exercises.question import Deck, Solve, ToWords


class ClassifyQuestion(ByItem, OptionsQuestion, frozen=True, tag="classify"):
    """Each item gets an option, the same one as often as it fits."""

    items: Items

    @property
    def foreseen(self) -> Mapping[str, Collection[str]]:
        return {**super().foreseen, "under": self.keys}

    def deck(self, words: ToWords) -> Deck:
        return Deck(self.labels(words), self.texts(words))

    def lights(self, given: Any, words: ToWords, solve: Solve) -> dict[str, str | None]:
        expected: Any = self.expected(words, solve)
        said: dict[str, str | None] = dict.fromkeys(given)
        for key in given:
            if given[key] != expected[key]:
                made = (m for m in self.mistakes if m.item == key)
                says = (words(m.say) for m in made if self.makes(m, given, expected))
                said[key] = next(says, "")
        return said
