"""Checking an answer: a state, words in the case's terms, two hints, then the explanation with its source.

States: belum_dijawab (nothing given yet), petunjuk (a hint was asked for), hampir (nearly), coba_lagi (keep
working), benar (right). A sentence that shows all that is asked for is told as complete, not as right: what it says is
judged by people. Nothing here draws anything; `exercise_view` puts it on the screen.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from p2spp_sim.base.errors import P2sppError
from p2spp_sim.base.formats import number
from p2spp_sim.base.language import tr
from p2spp_sim.workbook.case.desk import Desk
from p2spp_sim.workbook.exercises.answers import Answer, Answers
from p2spp_sim.workbook.exercises.bank import Mistake, Question
from p2spp_sim.workbook.exercises.sentences import read_sentence
from p2spp_sim.workbook.saving.record import ExerciseState

LONGEST = (
    1500  # letters of one or two sentences; reading takes a time that grows faster than they do
)
RUBRIC = "Rubrik teman (0 belum, 1 sebagian, 2 jelas):"
Given = str | float | Sequence[str] | Mapping[str, str] | Mapping[str, float] | None


@dataclass(frozen=True, slots=True)
class Feedback:
    """What a check says: the state, plain sentences, and the word before them; that of the state when None."""

    state: ExerciseState
    text: str
    word: str | None = None


class Exercise:
    """One question at one learner's table.

    Parameters
    ----------
    question : from the bank.
    desk : the world and scenario that the answer is computed from.
    answers : of the question's unit.
    """

    def __init__(self, question: Question, desk: Desk, answers: Answers) -> None:
        self.question, self.desk, self.answers = question, desk, answers
        self.tries = 0
        self.hints_seen = 0
        self.state: ExerciseState = "belum_dijawab"
        self.solved = False

    @property
    def expected(self) -> Answer:
        """The right answer, computed now from the dataset."""
        if self.question.type == "sentence":
            return self.words(self.question.model)
        return self.answers.solve(self.question.answer, self.desk)

    @property
    def solution(self) -> Given:
        """The right answer as it is given on the screen; numbers with the decimals the question asks for.

        Raises
        ------
        P2sppError : under another scenario than the unit's own the right answer is not among the options.
        """
        expected = self.expected
        if self.question.options and not _named(expected, self.question) <= {
            o.key for o in self.question.options
        }:
            text = tr("Dengan skenario {nama} jawaban soal {id} tidak ada di antara pilihannya.")
            raise P2sppError(text.format(nama=self.desk.scenario.name, id=self.question.id))
        if isinstance(expected, frozenset):
            return [option.key for option in self.question.options if option.key in expected]
        if isinstance(expected, dict):
            rounded = {item.key: self._rounded(expected[item.key]) for item in self.question.items}
            return rounded  # type: ignore[return-value]
        if isinstance(expected, tuple):
            return list(expected[: self.question.places])
        return self._rounded(expected)

    def _rounded(self, value: str | float) -> str | float:
        return value if isinstance(value, str) else round(float(value), self.question.decimals)

    @property
    def explained(self) -> bool:
        """Whether the explanation may be read: once answered rightly, or after both hints."""
        return self.solved or self.hints_seen >= len(self.question.hints)

    def words(self, text: str) -> str:
        """Put facts of the dataset into a sentence of the bank, in the screen language."""
        return tr(text).format_map(self.answers.facts(self.desk))

    def periksa(self, given: Given, *, counts: bool = True) -> Feedback:
        """Check an answer and say what to look at.

        Parameters
        ----------
        given : as the question's type has it; None or empty when nothing is given.
        counts : whether this is a try of the learner (False on reopening a saved answer).
        """
        feedback = self._judge(given)
        if counts and feedback.state != "belum_dijawab":
            self.tries += 1
        self.state = feedback.state
        self.solved = self.solved or feedback.state == "benar"
        return feedback

    def unchecked(self) -> bool:
        """Note that the answer on the screen changed; say whether it had been checked before."""
        before, self.state = self.state, "belum_dijawab"
        return before in ("benar", "hampir", "coba_lagi")

    def petunjuk(self) -> Feedback:
        """Give the next hint, and after both the explanation with its source."""
        if not self.explained:
            text = self.words(self.question.hints[self.hints_seen])
            self.hints_seen += 1
            if self.state == "belum_dijawab":
                self.state = "petunjuk"
            return Feedback("petunjuk", text)
        return Feedback(self.state, self.penjelasan())

    def penjelasan(self) -> str:
        """Give the explanation with its source."""
        source = tr("Sumber: {sumber}").format(sumber=tr(self.question.source))
        return f"{self.words(self.question.explanation)}\n{source}"

    def _judge(self, given: Given) -> Feedback:
        done, asked = filled(given, self.question)
        if not done:
            return Feedback("belum_dijawab", tr("Isi jawaban dahulu, lalu tekan Periksa."))
        if done < asked:
            text = tr("Terisi {n} dari {m}. Lengkapi dahulu, lalu tekan Periksa.").format(
                n=done, m=asked
            )
            return Feedback("belum_dijawab", text, tr("Belum lengkap"))
        if self.question.type == "sentence":
            return self._judge_sentence(str(given))
        expected = self.expected
        wrong = _distance(given, expected, self.question)
        if wrong == 0:
            return Feedback("benar", self.penjelasan())
        said = [self.words(m.say) for m in self.question.mistakes if self._made(m, given, expected)]
        state: ExerciseState = (
            "hampir"
            if wrong == 1 and self.question.type not in ("choose", "number")
            else "coba_lagi"
        )
        if self.question.type == "number" and _close(given, expected, self.question):
            state, said = "hampir", [*said, tr("Angka Anda sangat dekat. Periksa pembulatannya.")]
        return Feedback(state, "\n".join(said[:2]) or self.words(self.question.otherwise))

    def _judge_sentence(self, given: str) -> Feedback:
        question = self.question
        if len(given) > LONGEST:
            text = tr("Tulis satu atau dua kalimat: ini {n} huruf, paling banyak {m}.")
            return Feedback("coba_lagi", text.format(n=number(len(given)), m=number(LONGEST)))
        read = read_sentence(question.parts, question.together, given)
        seen = ", ".join(
            tr(part.text) for part in question.parts if part not in read.missing
        ) or tr("belum ada")
        lines = [tr("Bagian yang terbaca: {bagian}.").format(bagian=seen)]
        if read.missing:
            lacking = zip(read.missing, read.told, strict=True)
            told = list(dict.fromkeys(said or self.words(part.say) for part, said in lacking))
            return Feedback(
                "hampir" if len(read.missing) == 1 else "coba_lagi", "\n".join([*lines, *told[:2]])
            )
        if read.apart:
            names = ", ".join(
                tr(part.text) for part in question.parts if part.key in question.together
            )
            lines.append(tr("Satukan dalam satu kalimat: {bagian}.").format(bagian=names))
            return Feedback("hampir", "\n".join(lines))
        lines.append(
            tr(
                "Pemeriksaan ini hanya mencari kata kunci; mutu kalimat dinilai teman dengan rubrik ini."
            )
        )
        lines += [
            tr(RUBRIC),
            *(f"{number}. {tr(row)}" for number, row in enumerate(question.rubric, 1)),
        ]
        lines.append(tr("Contoh lain: {kalimat}").format(kalimat=self.words(question.model)))
        return Feedback(
            "benar", "\n".join([*lines, self.penjelasan()]), tr("Lengkap menurut kata kunci")
        )

    def _made(self, mistake: Mistake, given: Given, expected: Answer) -> bool:
        if mistake.answer is not None:
            value = self.answers.solve(mistake.answer, self.desk)
            return _distance(given, value, self.question) == 0
        if mistake.option is not None:
            return given == mistake.option
        if (
            mistake.item is not None
            and isinstance(given, Mapping)
            and isinstance(expected, Mapping)
        ):
            under = given.get(mistake.item)
            return under != expected[mistake.item] and mistake.under in (None, under)
        if (
            isinstance(given, Mapping | str | float | int)
            or given is None
            or not isinstance(expected, frozenset)
        ):
            return False
        if mistake.picked is not None:
            return mistake.picked in given and mistake.picked not in expected
        return mistake.missed not in given and mistake.missed in expected


def filled(given: Given, question: Question) -> tuple[int, int]:
    """Count what is given and what is asked for."""
    if question.type == "rank" and isinstance(given, Sequence):
        return len([place for place in given if place]), question.places
    if question.type in ("classify", "match", "allocate") and isinstance(given, Mapping):
        return sum(given.get(item.key) not in (None, "") for item in question.items), len(
            question.items
        )
    nothing = given is None or (isinstance(given, Sequence | Mapping) and not len(given))
    return int(not nothing), 1


def still_asked(given: Given, question: Question) -> Given:
    """Give what was saved without the items and options that the question no longer has."""
    options, items = (
        [option.key for option in question.options],
        [item.key for item in question.items],
    )
    if isinstance(given, Mapping):
        kept: dict[str, Any] = {item: value for item, value in given.items() if item in items}
        return {
            item: value for item, value in kept.items() if not options or value in (*options, "")
        }
    if question.type == "rank" and isinstance(given, Sequence):
        return [place if place in options else "" for place in given]
    if question.type == "multi" and isinstance(given, Sequence):
        return [option for option in given if option in options]
    return None if question.type == "choose" and given not in options else given


def _named(expected: Answer, question: Question) -> set[object]:
    """Give the options that the right answer names."""
    if isinstance(expected, dict):
        return {expected.get(item.key) for item in question.items}
    if isinstance(expected, tuple):
        return set(expected[: question.places])
    return set(expected) if isinstance(expected, frozenset) else {expected}


def _distance(given: Given, expected: Answer, question: Question) -> int:
    """Count what is wrong: 0 right, 1 one thing off, more otherwise."""
    if isinstance(expected, str):
        return 0 if given == expected else 2
    if isinstance(expected, float | int):
        return (
            0
            if isinstance(given, float | int) and abs(given - expected) <= question.tolerance + 1e-9
            else 2
        )
    if isinstance(expected, frozenset):
        return len(expected ^ set(given)) if isinstance(given, Sequence) else 2
    if isinstance(expected, tuple):
        return _out_of_place(list(given), list(expected)) if isinstance(given, Sequence) else 2
    if not isinstance(given, Mapping):
        return 2
    return sum(
        _differs(given.get(item.key), expected[item.key], question.tolerance)
        for item in question.items
    )


def _out_of_place(given: list[str], expected: list[str]) -> int:
    wrong = sum(a != b for a, b in zip(given, expected, strict=False))
    if wrong == 2 and sorted(given) == sorted(expected):
        return 1  # one swap
    return wrong


def _differs(given: object, expected: object, tolerance: float) -> bool:
    if isinstance(expected, float | int) and not isinstance(expected, bool):
        return not isinstance(given, float | int) or abs(given - expected) > tolerance + 1e-9
    return given != expected


def _close(given: Given, expected: Answer, question: Question) -> bool:
    numbers = isinstance(given, float | int) and isinstance(expected, float | int)
    return numbers and abs(given - expected) <= 5 * question.tolerance + 1e-9  # type: ignore[operator]
