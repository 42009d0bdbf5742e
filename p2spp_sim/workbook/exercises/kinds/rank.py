"""Options to put in order."""

from collections.abc import Iterator, Mapping
from typing import Any, ClassVar

from p2spp_sim.base.language import tr
from p2spp_sim.workbook.exercises.kinds._shared import OptionsQuestion
from p2spp_sim.workbook.exercises.question import ToWords


class RankQuestion(OptionsQuestion, frozen=True, tag="rank"):
    """The first places are filled with options.

    Parameters
    ----------
    places : how many.
    """

    places: int
    label_width: ClassVar[str] = "110px"

    def faults(self) -> Iterator[str]:
        yield from super().faults()
        if not 2 <= self.places <= len(self.options):
            yield "places must lie between 2 and the number of options"

    def as_given(self, expected: Any) -> Any:
        return list(expected[: self.places])

    def filled(self, given: Any) -> tuple[int, int]:
        return sum(map(bool, given or ())), self.places

    def still_asked(self, given: Any) -> Any:
        keys = self.keys
        return [key if key in keys else "" for key in given] if isinstance(given, list) else None

    def distance(self, given: Any, expected: Any) -> int:
        right = list(expected)
        wrong = sum(a != b for a, b in zip(given, right, strict=False))
        return 1 if wrong == 2 and sorted(given) == sorted(right) else wrong

    def key(self, expected: Any, words: ToWords) -> list[str]:
        first = enumerate(expected[: self.places], 1)
        return [f"{place}. {self.said(key, words)}" for place, key in first]

    def labels(self, words: ToWords) -> dict[str, str]:
        return {str(n): tr("Urutan {n}").format(n=n) for n in range(1, self.places + 1)}

    def read(self, values: Mapping[str, Any]) -> Any:
        return list(values.values())

    def shown(self, given: Any) -> dict[str, Any]:
        places = [str(n) for n in range(1, self.places + 1)]
        return dict.fromkeys(places, "") | dict(zip(places, given or (), strict=False))
