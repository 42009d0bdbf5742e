"""How the answer of each type of question is given on the screen."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Protocol

import ipywidgets as W  # noqa: N812

from p2spp_sim.base.language import language, tr
from p2spp_sim.base.numerals import Ambiguous, read_number, without_unit
from p2spp_sim.workbook.exercises.bank import Option, Question
from p2spp_sim.workbook.saving.record import Given

EMPTY = "–"
ToWords = Callable[[str], str]


def parse_number(text: str, decimals: int) -> float | None:
    """Read a number as people here write it; None when it is not one.

    Parameters
    ----------
    text : as `read_number` takes it from the screen, also in per cent.
    decimals : decimals the question asks for.
    """
    try:
        return _number(text, decimals)
    except ValueError:
        return None


def _number(text: str, decimals: int) -> float:
    return read_number(text.strip().rstrip("%"), whole=not decimals, typed=True)


def why_no_number(text: str, decimals: int) -> str:
    """Say why what was typed is not read as a number; empty when it is, or when nothing was typed."""
    try:
        if text.strip():
            _number(text, decimals)
    except Ambiguous as error:
        return f"“{text}”: {error}."
    except ValueError:
        return tr("“{isi}” bukan angka. Tulis angka saja, misalnya 0,5 atau 120.").format(isi=text)
    return ""


class Field(Protocol):
    """How the answer of one type of question is given on the screen."""

    widget: W.Widget

    def read(self) -> Given:
        """Give the answer as it stands."""

    def write(self, given: Any) -> None:
        """Show a saved answer."""

    def watch(self, notice: Callable[[], object]) -> None:
        """Call `notice` after every change."""


class ChooseField:
    """One of several sentences."""

    def __init__(self, question: Question, words: ToWords) -> None:
        self._radio = W.RadioButtons(
            options=_options(question.options, words),
            value=None,
            description=tr("Jawaban"),
            layout=W.Layout(width="auto"),
            style={"description_width": "90px"},
        )
        self.widget = self._radio

    def read(self) -> Given:
        """Give the key of the chosen sentence."""
        return None if self._radio.value is None else str(self._radio.value)

    def write(self, given: Any) -> None:
        """Choose a saved key."""
        self._radio.value = given

    def watch(self, notice: Callable[[], object]) -> None:
        """Call `notice` after every change."""
        self._radio.observe(lambda _: notice(), names="value")


class MultiField:
    """Several sentences or proposals to tick."""

    def __init__(self, question: Question, words: ToWords) -> None:
        self._ticks = {
            option.key: W.Checkbox(
                description=words(option.text), indent=False, layout=W.Layout(width="auto")
            )
            for option in question.options
        }
        self.widget = W.VBox(list(self._ticks.values()))

    def read(self) -> Given:
        """Give the keys that are ticked."""
        return [key for key, tick in self._ticks.items() if tick.value]

    def write(self, given: Any) -> None:
        """Tick saved keys."""
        for key, tick in self._ticks.items():
            tick.value = key in given

    def watch(self, notice: Callable[[], object]) -> None:
        """Call `notice` after every change."""
        for tick in self._ticks.values():
            tick.observe(lambda _: notice(), names="value")


class NumbersField:
    """One box for a number, or one for each item; what is not a number is read as such and told."""

    def __init__(self, question: Question, words: ToWords) -> None:
        self._question = question
        labels = {item.key: words(item.text) for item in question.items} or {"": tr("Jawaban")}
        self._unit = tr(question.unit) if question.unit else ""
        unit = f" ({self._unit})" if self._unit else ""
        width = "330px" if question.items else "200px"
        self._boxes = {
            key: W.Text(
                description=label + unit,
                style={"description_width": width},
                layout=W.Layout(width="470px"),
            )
            for key, label in labels.items()
        }
        self.widget = W.VBox(list(self._boxes.values()))

    @property
    def unreadable(self) -> list[str]:
        """Why what was typed is no number, a sentence for each box that is so."""
        told = [why_no_number(text, self._question.decimals) for text in self._typed().values()]
        return [sentence for sentence in told if sentence]

    def _typed(self) -> dict[str, str]:
        return {key: without_unit(box.value, self._unit) for key, box in self._boxes.items()}

    def read(self) -> Given:
        """Give the number, or the numbers by item; None where nothing is typed."""
        numbers = {
            key: parse_number(text, self._question.decimals) for key, text in self._typed().items()
        }
        if not self._question.items:
            return numbers[""]
        return {key: value for key, value in numbers.items() if value is not None}

    def write(self, given: Any) -> None:
        """Show saved numbers."""
        values = given if isinstance(given, Mapping) else {"": given}
        for key, box in self._boxes.items():
            value = values.get(key)
            text = "" if value is None else f"{value:.6f}".rstrip("0").rstrip(".")
            box.value = text if language() == "en" else text.replace(".", ",")

    def watch(self, notice: Callable[[], object]) -> None:
        """Call `notice` after every change."""
        for box in self._boxes.values():
            box.observe(lambda _: notice(), names="value")


class ListsField:
    """A drop-down list for each item (classify, match) or each place (rank)."""

    def __init__(self, question: Question, words: ToWords) -> None:
        self._ordered = question.type == "rank"
        if self._ordered:
            labels = {str(i): tr("Urutan {n}").format(n=i) for i in range(1, question.places + 1)}
        else:
            labels = {item.key: words(item.text) for item in question.items}
        options = [(EMPTY, ""), *_options(question.options, words)]
        wide = "110px" if self._ordered else "400px"
        self._lists = {
            key: W.Dropdown(
                options=options,
                value="",
                description=label,
                style={"description_width": wide},
                layout=W.Layout(width="auto", max_width="780px"),
            )
            for key, label in labels.items()
        }
        self.widget = W.VBox(list(self._lists.values()))

    def read(self) -> Given:
        """Give the chosen keys, in order or by item."""
        if self._ordered:
            return [str(box.value) for box in self._lists.values()]
        return {key: str(box.value) for key, box in self._lists.items() if box.value}

    def write(self, given: Any) -> None:
        """Show saved choices."""
        saved = dict(zip(self._lists, given, strict=False)) if self._ordered else given
        for key, box in self._lists.items():
            box.value = saved.get(key) or ""

    def watch(self, notice: Callable[[], object]) -> None:
        """Call `notice` after every change."""
        for box in self._lists.values():
            box.observe(lambda _: notice(), names="value")


class SentenceField:
    """One or two sentences of the learner's own."""

    def __init__(self, question: Question, words: ToWords) -> None:
        self._area = W.Textarea(
            description=tr("Kalimat Anda"),
            placeholder=tr("Tulis satu atau dua kalimat"),
            rows=3,
            continuous_update=False,
            style={"description_width": "110px"},
            layout=W.Layout(width="auto", max_width="780px"),
        )
        self.widget = self._area

    def read(self) -> Given:
        """Give what is written, without space around it."""
        return str(self._area.value).strip() or None

    def write(self, given: Any) -> None:
        """Show a saved sentence."""
        self._area.value = "" if given is None else str(given)

    def watch(self, notice: Callable[[], object]) -> None:
        """Call `notice` after every change."""
        self._area.observe(lambda _: notice(), names="value")


FIELDS: dict[str, Callable[[Question, ToWords], Field]] = {
    "choose": ChooseField,
    "multi": MultiField,
    "number": NumbersField,
    "allocate": NumbersField,
    "rank": ListsField,
    "classify": ListsField,
    "match": ListsField,
    "sentence": SentenceField,
}


def _options(options: Sequence[Option], words: ToWords) -> list[tuple[str, str]]:
    return [(words(option.text), option.key) for option in options]
