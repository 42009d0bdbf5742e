"""What several kinds of exercises share: options to name, numbers, and an answer for each of several items."""

from collections.abc import Collection, Mapping
from html import escape
from typing import Annotated, Any, ClassVar

import msgspec

from p2spp_sim.base.formats import number
from p2spp_sim.base.language import language, tr
from p2spp_sim.workbook.exercises.forms import LINE, choices, rows, ticks
from p2spp_sim.workbook.exercises.numbers import typed_number
from p2spp_sim.workbook.exercises.question import Mistake, Option, Question, ToWords

Options = Annotated[tuple[Option, ...], msgspec.Meta(min_length=2)]
Items = Annotated[tuple[Option, ...], msgspec.Meta(min_length=1)]


class OptionsQuestion(Question, frozen=True):
    """The answer names an option; on paper it is copied, or ticked."""

    options: Options
    ticked: ClassVar[bool] = False  # on paper

    @property
    def keys(self) -> list[str]:
        return [option.key for option in self.options]

    def texts(self, words: ToWords) -> dict[str, str]:
        return {option.key: words(option.text) for option in self.options}

    def still_asked(self, given: Any) -> Any:
        return given if given in self.keys else None

    def said(self, value: Any, words: ToWords) -> str:
        return self.texts(words).get(value, value)

    def form(self, words: ToWords) -> str:
        texts = self.texts(words).values()
        return ticks(texts) if self.ticked else choices(texts) + super().form(words)


class NumbersQuestion(Question, frozen=True):
    """The answer is a number, typed.

    Parameters
    ----------
    tolerance : how far off it may be.
    decimals : with how many it is asked for.
    unit : may be typed behind it.
    """

    tolerance: float = 0.0
    decimals: int = 0
    unit: str = ""
    label_width: ClassVar[str] = "330px"

    def as_given(self, expected: Any) -> Any:
        return round(float(expected), self.decimals)

    def still_asked(self, given: Any) -> Any:
        return given if isinstance(given, float | int) else None

    def distance(self, given: Any, expected: Any) -> int:
        off = abs(given - expected) - 1e-9 if isinstance(given, float | int) else float("inf")
        return 0 if off <= self.tolerance else 1 if off <= 5 * self.tolerance else 2

    def said(self, value: Any, words: ToWords) -> str:
        gap = "" if self.unit in ("", "%") else " "
        return number(value, self.decimals) + gap + (words(self.unit) if self.unit else "")

    def box(self, widgets: Any, label: str, words: ToWords) -> Any:
        return widgets.Text(
            description=f"{label} ({words(self.unit)})" if self.unit else label,
            continuous_update=False,  # a key at a time, the last would come behind the press on Periksa
            style={"description_width": self.label_width},
            layout=widgets.Layout(width="470px"),
        )

    def _typed(self, text: str) -> tuple[float | None, str]:
        return typed_number(text, self.decimals, tr(self.unit) if self.unit else "")

    def read(self, values: Mapping[str, Any]) -> Any:
        return self._typed(values[""])[0]

    def shown(self, given: Any) -> dict[str, Any]:
        text = "" if given is None else f"{given:.6f}".rstrip("0").rstrip(".")
        return {"": text if language() == "en" else text.replace(".", ",")}

    def unreadable(self, values: Mapping[str, Any]) -> str:
        return next(filter(None, (self._typed(text)[1] for text in values.values())), "")

    def form(self, words: ToWords) -> str:
        line = LINE + escape(f" {words(self.unit)}" if self.unit else "")
        return rows((label, line) for label in self.labels(words).values())


class ByItem(Question, frozen=True):
    """Each of several items, a field of the kind, gets an answer of the sort that the kind's other base has."""

    @property
    def items(self) -> tuple[Option, ...]:
        raise NotImplementedError

    @property
    def foreseen(self) -> Mapping[str, Collection[str]]:
        return {"item": [item.key for item in self.items]}

    def as_given(self, expected: Any) -> Any:
        of_one = super().as_given
        return {item.key: of_one(expected[item.key]) for item in self.items}

    def filled(self, given: Any) -> tuple[int, int]:
        of_one, values = super().filled, given or {}
        return sum(of_one(values.get(item.key))[0] for item in self.items), len(self.items)

    def still_asked(self, given: Any) -> Any:
        if not isinstance(given, dict):
            return None
        of_one = super().still_asked
        kept = {item.key: of_one(given.get(item.key)) for item in self.items}
        return {key: value for key, value in kept.items() if value is not None}

    def distance(self, given: Any, expected: Any) -> int:
        of_one = super().distance
        return sum(of_one(given.get(i.key), expected[i.key]) > 0 for i in self.items)

    def makes(self, mistake: Mistake, given: Any, expected: Any) -> bool:
        key = str(mistake.item)
        wrong = super().distance(given[key], expected[key]) > 0
        return wrong and mistake.under in (None, given[key])

    def key(self, expected: Any, words: ToWords) -> list[str]:
        return [f"{words(i.text)} → {self.said(expected[i.key], words)}" for i in self.items]

    def labels(self, words: ToWords) -> dict[str, str]:
        return {item.key: words(item.text) for item in self.items}

    def read(self, values: Mapping[str, Any]) -> Any:
        of_one = super().read
        given = {key: of_one({"": value}) for key, value in values.items()}
        return {key: value for key, value in given.items() if value not in (None, "")}

    def shown(self, given: Any) -> dict[str, Any]:
        of_one, values = super().shown, given or {}
        return {item.key: of_one(values.get(item.key))[""] or "" for item in self.items}
