"""Several sentences or proposals to tick."""

from collections.abc import Collection, Mapping
from typing import Any, ClassVar

from p2spp_sim.workbook.exercises.kinds._shared import OptionsQuestion
from p2spp_sim.workbook.exercises.question import Mistake, ToWords


class MultiQuestion(OptionsQuestion, frozen=True, tag="multi"):
    """Any options are ticked."""

    ticked: ClassVar[bool] = True

    @property
    def foreseen(self) -> Mapping[str, Collection[str]]:
        return {"picked": self.keys, "missed": self.keys}

    def as_given(self, expected: Any) -> Any:
        ordered = [key for key in self.keys if key in expected]
        return ordered + sorted(expected.difference(ordered))

    def still_asked(self, given: Any) -> Any:
        return [key for key in given if key in self.keys] if isinstance(given, list) else None

    def distance(self, given: Any, expected: Any) -> int:
        return len(expected ^ set(given))

    def makes(self, mistake: Mistake, given: Any, expected: Any) -> bool:
        if mistake.picked is not None:
            return mistake.picked in given and mistake.picked not in expected
        return mistake.missed not in given and mistake.missed in expected

    def key(self, expected: Any, words: ToWords) -> list[str]:
        return [text for key, text in self.texts(words).items() if key in expected]

    def labels(self, words: ToWords) -> dict[str, str]:
        return self.texts(words)

    def box(self, widgets: Any, label: str, words: ToWords) -> Any:
        return widgets.Checkbox(
            description=label, indent=False, layout=widgets.Layout(width="auto")
        )

    def read(self, values: Mapping[str, Any]) -> Any:
        return [key for key, ticked in values.items() if ticked]

    def shown(self, given: Any) -> dict[str, Any]:
        return {key: key in (given or ()) for key in self.keys}
