"""Options to put in order."""

from collections.abc import Iterator, Mapping
from typing import Any

from p2spp_sim.base.language import tr
from p2spp_sim.workbook.exercises.kinds._shared import OptionsQuestion
from p2spp_sim.workbook.exercises.question import Deck, Solve, ToWords


class RankQuestion(OptionsQuestion, frozen=True, tag="rank"):
    """The first places are filled with options.

    Parameters
    ----------
    places : how many.
    """

    places: int

    def faults(self) -> Iterator[str]:
        yield from super().faults()
        if not 2 <= self.places <= len(self.options):
            yield "places must lie between 2 and the number of options"

    def as_given(self, expected: Any) -> Any:
        return list(expected[: self.places])

    def filled(self, given: Any) -> tuple[int, int]:
        return sum(map(bool, given or ())), self.places

    def still_asked(self, given: Any) -> Any:
        if not isinstance(given, list):
            return None
        first = (key in self.keys and key not in given[:place] for place, key in enumerate(given))
        return [key if kept else "" for key, kept in zip(given, first, strict=True)]

    def distance(self, given: Any, expected: Any) -> int:
        right = list(expected)
        wrong = sum(a != b for a, b in zip(given, right, strict=False))
        return 1 if wrong == 2 and sorted(given) == sorted(right) else wrong

    def key(self, expected: Any, words: ToWords) -> list[str]:
        first = enumerate(expected[: self.places], 1)
        return [f"{place}. {self.said(key, words)}" for place, key in first]

    def labels(self, words: ToWords) -> dict[str, str]:
        return {number: tr("Urutan {n}").format(n=number) for number in self._numbers}

    def deck(self, words: ToWords) -> Deck:
        return Deck(
            self.texts(words), dict(zip(self._numbers, self._numbers, strict=True)), "order"
        )

    def lights(self, given: Any, words: ToWords, solve: Solve) -> dict[str, str | None]:
        expected: Any = self.expected(words, solve)
        pairs = zip(given, expected, strict=False)
        return {key: None if key == right else "" for key, right in pairs}

    def read(self, values: Mapping[str, Any]) -> Any:
        lying = {place: key for key, place in values.items()}
        return [lying.get(number, "") for number in self._numbers]

    def shown(self, given: Any) -> dict[str, Any]:
        places = zip(given or (), self._numbers, strict=False)
        return dict.fromkeys(self.keys, "") | {key: place for key, place in places if key}

    @property
    def _numbers(self) -> list[str]:
        return [str(number) for number in range(1, self.places + 1)]
