"""A unit as data: its card, its objectives and its question bank, read from `exercises/NN.toml`.

The bank holds words only. What is right, and what a foreseen mistake comes to, is a function of the unit's own
`answers`, named here.
"""

from collections.abc import Iterable
from functools import lru_cache
from typing import Literal

import msgspec

from p2spp_sim.base.errors import P2sppError
from p2spp_sim.base.files import data_path
from p2spp_sim.base.formats import number
from p2spp_sim.base.language import tr
from p2spp_sim.workbook.exercises.answers import answers_of

ExerciseKind = Literal[
    "choose", "multi", "number", "rank", "classify", "match", "allocate", "sentence"
]
JP_MINUTES = 45


class Objective(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One thing a learner can be seen to do afterwards."""

    key: str
    level: Literal["C1", "C2", "C3", "C4", "C5", "C6"]
    text: str


class SessionStep(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One step of the session plan."""

    title: str
    minutes: int
    method: str
    text: str


class UnitCard(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The head of a unit."""

    code: str
    title: str
    notebook: str
    audience: str
    media: str
    covers: tuple[str, ...]
    dataset: str
    scenario: str
    source: str
    forum_scenario: str = "unit03"


class Option(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One option of a question: its key in files and its words."""

    key: str
    text: str


class Refusal(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Words that do not count as a part, by their name in `exercises/kalimat.toml`.

    `say` is told in place of what stands there; `{kata}` is what was written.
    """

    kind: str
    say: str = ""


class SentencePart(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One part that a written sentence must have, known by any of the words that show it.

    Parameters
    ----------
    text : what the part is, as in "siapa yang wajib".
    words : beginnings of words, small letters; `#` stands for a date or a number of days.
    say : what to look at when it is not found.
    kinds : classes of `exercises/kalimat.toml`; `perbuatan` and `perintah` are its verbs, as done and as asked for.
    refuses : what in the sentence does not count, or takes the part back.
    affirmed : whether it counts only where it is not denied.
    """

    key: str
    text: str
    words: tuple[str, ...]
    say: str
    kinds: tuple[str, ...] = ()
    refuses: tuple[Refusal, ...] = ()
    affirmed: bool = False


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
    def ways(self) -> int:
        """In how many ways the mistake is described; must be one."""
        return sum(
            way is not None
            for way in (self.option, self.picked, self.missed, self.item, self.answer)
        )


class Question(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One question of the bank.

    Parameters
    ----------
    answer : name of the function that computes the expected answer; empty for `sentence`.
    options : what can be chosen; for `classify` the classes, for `match` the other list, for `rank` what is ordered.
    items : for `classify`, `match` and `allocate`, what gets a class, a partner or a number.
    tolerance, decimals, unit : for numbers.
    places : for `rank`, how many places are filled.
    parts : for `sentence`, what it must have; `model` is one that has all of it.
    together : for `sentence`, the parts that one sentence must hold.
    rubric : for `sentence`, what others look at when they judge it.
    """

    id: str
    type: ExerciseKind
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
    options: tuple[Option, ...] = ()
    items: tuple[Option, ...] = ()
    tolerance: float = 0.0
    decimals: int = 0
    unit: str = ""
    places: int = 0
    parts: tuple[SentencePart, ...] = ()
    model: str = ""
    together: tuple[str, ...] = ()
    rubric: tuple[str, ...] = ()


class Bank(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """All of one unit's file."""

    unit: UnitCard
    objectives: tuple[Objective, ...]
    steps: tuple[SessionStep, ...]
    questions: tuple[Question, ...]

    @property
    def minutes(self) -> int:
        """Minutes of the whole unit."""
        return sum(step.minutes for step in self.steps)

    @property
    def lesson_hours(self) -> str:
        """Lesson hours (JP of 45 minutes), as the screen language writes numbers."""
        return number(self.minutes / JP_MINUTES, 2).rstrip("0").rstrip(",.")

    def question(self, key: str) -> Question:
        """Give the question of that id.

        Raises
        ------
        P2sppError : no such question; the ids there are.
        """
        for question in self.questions:
            if question.id == key:
                return question
        known = ", ".join(question.id for question in self.questions)
        raise P2sppError(
            tr("Latihan {id} tidak ada. Yang ada: {daftar}.").format(id=key, daftar=known)
        )


class BankError(P2sppError):
    """A question bank that cannot be used; the message lists every fault."""


@lru_cache(maxsize=16)
def load_bank(code: str) -> Bank:
    """Read and check the bank of a unit.

    Parameters
    ----------
    code : "03" reads `exercises/03.toml`.

    Raises
    ------
    BankError : no such file, or every fault found in it.
    """
    path = data_path("exercises", f"{code}.toml")
    if not path.exists():
        known = ", ".join(sorted(p.stem for p in path.parent.glob("[0-9][0-9].toml")))
        raise BankError(
            tr("Unit {kode} belum ada. Yang ada: {daftar}.").format(kode=code, daftar=known)
        )
    return parse_bank(path.read_bytes(), path.name)


def parse_bank(raw: bytes, name: str) -> Bank:
    """Make a checked bank out of TOML text.

    Raises
    ------
    BankError : every fault found, one a line.
    """
    try:
        bank = msgspec.toml.decode(raw, type=Bank)
    except msgspec.MsgspecError as error:
        raise BankError(f"{name}: {error}") from error
    faults = list(_faults(bank))
    if faults:
        raise BankError("\n".join(f"{name}: {fault}" for fault in faults))
    return bank


def _faults(bank: Bank) -> Iterable[str]:
    functions = answers_of(bank.unit.code).functions
    objectives = {objective.key for objective in bank.objectives}
    asked = {question.objective for question in bank.questions}
    if not 3 <= len(objectives) <= 5:
        yield f"{len(objectives)} objectives, 3 to 5 expected"
    for key in sorted(objectives - asked):
        yield f"objective {key} is checked by no question"
    for key in sorted(asked - objectives):
        yield f"a question checks {key}, which is no objective"
    ids = [question.id for question in bank.questions]
    for key in sorted({key for key in ids if ids.count(key) > 1}):
        yield f"question id {key} is used twice"
    for question in bank.questions:
        asked_for = {question.answer, *(m.answer for m in question.mistakes if m.answer)} - {""}
        for key in sorted(asked_for - functions.keys()):
            yield f"{question.id}: answer {key} is not a function of its unit"
        yield from _faults_of_question(question)


def _faults_of_question(question: Question) -> Iterable[str]:
    options = {option.key for option in question.options}
    items = {item.key for item in question.items}
    written = question.type == "sentence"
    if not question.mistakes and not written:
        yield f"{question.id}: no foreseen mistake"
    if written != bool(question.parts and question.model and not question.answer):
        yield f"{question.id}: a sentence needs parts and a model and no answer; other types the reverse"
    for alone in sorted(set(question.together) - {part.key for part in question.parts}):
        yield f"{question.id}: together names {alone}, which is no part"
    if question.type in ("choose", "multi", "rank", "classify", "match") and len(options) < 2:
        yield f"{question.id}: fewer than two options"
    if question.type in ("classify", "match", "allocate") and not items:
        yield f"{question.id}: no items"
    if question.type == "rank" and not 2 <= question.places <= len(options):
        yield f"{question.id}: places must lie between 2 and the number of options"
    for mistake in question.mistakes:
        if mistake.ways != 1:
            yield f"{question.id}: a mistake needs exactly one of option, picked, missed, item, answer"
        for key in (mistake.option, mistake.picked, mistake.missed, mistake.under):
            if key is not None and key not in options:
                yield f"{question.id}: mistake names {key}, which is no option"
        if mistake.item is not None and mistake.item not in items:
            yield f"{question.id}: mistake names {mistake.item}, which is no item"


def banks() -> list[Bank]:
    """Read the banks of all units there are, in order."""
    return [load_bank(path.stem) for path in sorted(data_path("exercises").glob("[0-9][0-9].toml"))]
