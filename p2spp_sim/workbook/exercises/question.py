"""A question of the bank: what every kind of exercise has; what each says for itself stands in a file of `kinds`."""

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

import msgspec

from p2spp_sim.base.language import tr
from p2spp_sim.workbook.exercises.answers import Answer
from p2spp_sim.workbook.exercises.forms import LINE, rows
from p2spp_sim.workbook.saving.record import ExerciseState, Given

ToWords = Callable[[str], str]  # a sentence of the bank in the screen language, with its facts
Solve = Callable[[str], Answer]  # what an answer function gives, by its name


@dataclass(frozen=True, slots=True)
class Feedback:
    """What a check says.

    Parameters
    ----------
    state, text : of the answer, and plain sentences about it.
    word : before them; that of the state when None.
    card : what is handed on to somebody else, as HTML.
    """

    state: ExerciseState
    text: str
    word: str | None = None
    card: str = ""


@dataclass(frozen=True, slots=True)
class Deck:
    """Cards by which an answer is given: their words and those of the places by key, and how these are laid out."""

    cards: Mapping[str, str]
    places: Mapping[str, str]
    layout: Literal["classes", "order", "threads"] = "classes"


class Option(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One option of a question: its key in files and its words."""

    key: str
    text: str


class Mistake(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A foreseen mistake and what is said to it.

    Exactly one way of knowing it: `option` chosen; `picked` or `missed` in a set; `item` put under `under`;
    `answer`, the name of an answer function whose value was given.
    """

    say: str
    option: str | None = None
    picked: str | None = None
    missed: str | None = None
    item: str | None = None
    under: str | None = None
    answer: str | None = None

    @property
    def named(self) -> dict[str, str]:
        """What the mistake is known by, by the way of knowing it."""
        ways = {way: getattr(self, way) for way in self.__struct_fields__ if way != "say"}
        return {way: key for way, key in ways.items() if key is not None}


class Question(
    msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True, tag_field="type"
):
    """One question of the bank, answered by one value; a kind whose answer is another says so.

    Parameters
    ----------
    answer : name of the function that computes the expected answer.
    covers : codes of the programme that it trains.
    by_model : its answer follows from what the model assumes, so it is set beside the learner's and is not graded.
    """

    id: str
    objective: str
    minutes: int
    points: int
    prompt: str
    answer: str
    hints: tuple[str, str]
    explanation: str
    source: str
    otherwise: str
    mistakes: tuple[Mistake, ...]
    covers: tuple[str, ...] = ()
    by_model: bool = False

    @property
    def type(self) -> str:
        """Name of the kind, as the bank has it."""
        return str(self.__struct_config__.tag)

    @property
    def foreseen(self) -> Mapping[str, Collection[str]]:
        """What a foreseen mistake may name, by the ways of knowing it besides `answer`."""
        return {}

    def faults(self) -> Iterator[str]:
        """Say what is wrong with the question in the bank."""
        if not self.answer:
            yield "no function for its answer"
        if not self.mistakes:
            yield "no foreseen mistake"
        for mistake in self.mistakes:
            named = mistake.named
            if len(named.keys() - {"under"}) != 1:
                yield "a mistake needs exactly one of option, picked, missed, item, answer"
            for way, key in named.items():
                if way not in (*self.foreseen, "answer"):
                    ways = ", ".join([*self.foreseen, "answer"])
                    yield f"a mistake known by {way} never happens in {self.type}; expected: {ways}"
                elif key not in self.foreseen.get(way, (key,)):
                    yield f"mistake names {key}, which is no {'item' if way == 'item' else 'option'}"

    def expected(self, words: ToWords, solve: Solve) -> Answer:
        """Compute the right answer."""
        return solve(self.answer)

    def as_given(self, expected: Any) -> Given:
        """Give the right answer as a learner would."""
        return expected

    def filled(self, given: Any) -> tuple[int, int]:
        """Count what is given and what is asked for."""
        return int(given not in (None, "", [], {})), 1

    def still_asked(self, given: Any) -> Given:
        """Give what was saved without what the question no longer has."""
        return given

    def distance(self, given: Any, expected: Any) -> int:
        """Count what is wrong: 0 right, 1 one thing off, more otherwise."""
        return 0 if given == expected else 2

    def makes(self, mistake: Mistake, given: Any, expected: Any) -> bool:
        """Tell whether an answer makes a mistake that is not known by the answer it comes to."""
        return False

    def nearly(self) -> list[str]:
        """Say what one thing off is, where that can be said of any answer."""
        return []

    def judge(self, given: Any, words: ToWords, solve: Solve) -> Feedback:
        """Say what to look at in an answer that is complete."""
        expected = self.expected(words, solve)
        wrong = self.distance(given, expected)
        if wrong == 0 and not self.by_model:
            return Feedback("benar", self.explained(words))
        said = [
            words(mistake.say)
            for mistake in self.mistakes
            if (
                self.makes(mistake, given, expected)
                if mistake.answer is None
                else self.distance(given, solve(mistake.answer)) == 0
            )
        ]
        if self.by_model:
            return self._beside_the_model(said[:2], wrong == 0, expected, words)
        if wrong == 1:
            said += self.nearly()
        text = "\n".join(said[:2]) or words(self.otherwise)
        return Feedback("hampir" if wrong == 1 else "coba_lagi", text)

    def _beside_the_model(
        self, said: list[str], same: bool, expected: Any, words: ToWords
    ) -> Feedback:
        """Set an answer beside the model's, with what there is to talk over."""
        compared = tr("Pilihan Anda sama dengan hitungan model.")
        if not same:
            compared = tr("Pilihan Anda lain daripada hitungan model; itu bukan kesalahan.")
        answer = tr("Jawaban menurut model: {jawaban}.").format(
            jawaban="; ".join(self.key(expected, words))
        )
        talk = tr("Bahas: andaian mana yang menghasilkannya, dan berlakukah di kabupaten Anda?")
        lines = [compared, *said, answer, self.explained(words), talk]
        return Feedback("benar", "\n".join(lines), tr("Menurut model"))

    def lights(self, given: Any, words: ToWords, solve: Solve) -> dict[str, str | None]:
        """Say of each card of a complete answer None where it lies right, else what is said of it there."""
        return {}

    def explained(self, words: ToWords) -> str:
        """Give the explanation with its source."""
        source = tr("Sumber: {sumber}").format(sumber=words(self.source))
        return f"{words(self.explanation)}\n{source}"

    def said(self, value: Any, words: ToWords) -> str:
        """Put one value of the right answer into words."""
        return str(value)

    def key(self, expected: Any, words: ToWords) -> list[str]:
        """Put the right answer into words for the trainer, line by line."""
        return [self.said(expected, words)]

    def labels(self, words: ToWords) -> dict[str, str]:
        """Name the boxes that the answer is given in, by key."""
        return {"": tr("Jawaban")}

    def deck(self, words: ToWords) -> Deck | None:
        """Give the cards by which the answer is given; None where boxes are filled in instead."""
        return None

    def box(self, widgets: Any, label: str, words: ToWords) -> Any:
        """Make a box out of ipywidgets, which is handed in: judging does without."""
        raise NotImplementedError

    def read(self, values: Mapping[str, Any]) -> Given:
        """Make an answer of what stands in the boxes, or of where the cards lie."""
        return values[""]

    def shown(self, given: Any) -> dict[str, Any]:
        """Give what stands in the boxes, or where the cards lie, for an answer; None is no answer."""
        return {"": given}

    def unreadable(self, values: Mapping[str, Any]) -> str:
        """Say why what stands in the boxes cannot be read, if so."""
        return ""

    def form(self, words: ToWords) -> str:
        """Give what is filled in on paper, as HTML."""
        return rows((label, LINE) for label in self.labels(words).values())
