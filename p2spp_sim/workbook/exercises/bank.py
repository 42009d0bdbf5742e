"""A unit as data: its card, its objectives and its question bank, read from `exercises/NN.toml`.

What it says otherwise in another era stands in `exercises/kini/NN.toml` and is laid over it. The bank holds words only:
what is right, and what a foreseen mistake comes to, is a function of the unit's own `answers`, named here.
"""

import os
import tomllib
from collections.abc import Iterable, Mapping
from functools import lru_cache, reduce
from operator import or_
from typing import Any, Literal

import msgspec

from p2spp_sim.base.era import THEN, eras
from p2spp_sim.base.errors import P2sppError
from p2spp_sim.base.files import data_path
from p2spp_sim.base.formats import number
from p2spp_sim.base.language import tr
from p2spp_sim.workbook.exercises.answers import answers_of
from p2spp_sim.workbook.exercises.kinds import KINDS
from p2spp_sim.workbook.exercises.question import Question
from p2spp_sim.workbook.exercises.variant import (
    Difference,
    Variant,
    split_key,
    unit_key,
    variant,
)
from p2spp_sim.workbook.saving.progress import Progress
from p2spp_sim.workbook.saving.record import Record

JP_MINUTES = 45
FORM_WORD = (
    "P2SPP_BENTUK"  # how the door of a class tells its pages that they are in the form of a class
)


class Objective(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One thing a learner can be seen to do afterwards."""

    key: str
    level: Literal["C1", "C2", "C3", "C4", "C5", "C6"]
    text: str


Form = Literal["full", "class"]


class SessionStep(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One step of the session plan, in the full form and in that of a class; what has no board is talk.

    Parameters
    ----------
    minutes, class_minutes : that it takes; 0 where a class leaves it for who goes on alone.
    boards : what is worked at, by name in the notebook.
    exercises, class_exercises : that are answered, by id.
    """

    title: str
    minutes: int
    class_minutes: int
    method: str
    text: str
    boards: tuple[str, ...] = ()
    exercises: tuple[str, ...] = ()
    class_exercises: tuple[str, ...] = ()

    def length(self, form: Form) -> int:
        """Give its minutes in a form."""
        return self.minutes if form == "full" else self.class_minutes

    def things(self, form: Form) -> tuple[str, ...]:
        """Name the boards and exercises that it uses in a form."""
        if not self.length(form):
            return ()
        return (*self.boards, *(self.exercises if form == "full" else self.class_exercises))


class UnitCard(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The head of a unit."""

    code: str
    title: str
    notebook: str
    audience: str
    media: str
    dataset: str
    scenario: str
    source: str
    drawing: str = "tiga_map"
    forum_scenario: str = "unit03"


class Bank(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """All of one unit's file, in one era.

    Parameters
    ----------
    era : whose rules it speaks of.
    differs : what is otherwise in this era than in the programme's.
    """

    unit: UnitCard
    objectives: tuple[Objective, ...]
    steps: tuple[SessionStep, ...]
    questions: tuple[Question, ...]
    era: str = THEN
    differs: tuple[Difference, ...] = ()

    @property
    def key(self) -> str:
        """The key under which what learners do in it is kept, such as `03` or `03kini`."""
        return unit_key(self.unit.code, self.era)

    @property
    def title(self) -> str:
        """Number and title; with the era where it is not the programme's."""
        name = f"{self.unit.code} {tr(self.unit.title)}"
        return name if self.era == THEN else tr("{unit} (kini)").format(unit=name)

    @property
    def minutes(self) -> int:
        """Minutes of the whole unit in its full form."""
        return self.length("full")

    def length(self, form: Form) -> int:
        """Give the minutes of the unit in a form."""
        return sum(step.length(form) for step in self.steps)

    def things(self, form: Form) -> frozenset[str]:
        """Name the boards and exercises that the unit uses in a form."""
        return frozenset(thing for step in self.steps for thing in step.things(form))

    def asked(self, form: Form) -> list[Question]:
        """Give the questions that are answered in a form, in their order; the others are for who goes on alone."""
        things = self.things(form)
        return [question for question in self.questions if question.id in things]

    @property
    def covers(self) -> list[str]:
        """Codes of the programme that the unit's questions train, in the programme's order."""
        codes = {code for question in self.questions for code in question.covers}
        return sorted(codes, key=lambda code: ("LOPFTS".index(code[0]), code))

    @property
    def lesson_hours(self) -> str:
        """Lesson hours (JP of 45 minutes), as the screen language writes numbers."""
        return lesson_hours(self.minutes)

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

    def solved(self, saved: Record | Progress) -> list[Question]:
        """Give the questions that a learner has solved."""
        return [question for question in self.questions if saved.exercise(question.id).solved]


def form_here() -> Form:
    """Tell the form that this page is worked in: that of a class behind its door, else the full one."""
    return "class" if os.environ.get(FORM_WORD) == "kelas" else "full"


def lesson_hours(minutes: int) -> str:
    """Write minutes as lesson hours (JP of 45 minutes), as the screen language writes numbers."""
    return number(minutes / JP_MINUTES, 2).rstrip("0").rstrip(",.")


class BankError(P2sppError):
    """A question bank that cannot be used; the message lists every fault."""


@lru_cache(maxsize=32)
def load_bank(key: str) -> Bank:
    """Read and check the bank of a unit.

    Parameters
    ----------
    key : "03" reads `exercises/03.toml`; "03kini" lays `exercises/kini/03.toml` over it.

    Raises
    ------
    BankError : no such file, or every fault found in it.
    """
    code, era = split_key(key)
    path = data_path("exercises", f"{code}.toml")
    changed = variant(code, era) if era != THEN else None
    if not path.exists() or (era != THEN and changed is None):
        known = ", ".join(sorted(p.stem for p in path.parent.glob("[0-9][0-9].toml")))
        raise BankError(
            tr("Unit {kode} belum ada. Yang ada: {daftar}.").format(kode=key, daftar=known)
        )
    return parse_bank(path.read_bytes(), path.name, era, changed)


def parse_bank(raw: bytes, name: str, era: str = THEN, changed: Variant | None = None) -> Bank:
    """Make a checked bank out of TOML text.

    Parameters
    ----------
    changed : what the unit says otherwise in the era.

    Raises
    ------
    BankError : every fault found, one a line.
    """
    try:
        kinds: Any = reduce(or_, KINDS.values())
        fields = [("questions", tuple[kinds, ...])]
        of_kinds = msgspec.defstruct("Bank", fields, bases=(Bank,), frozen=True, kw_only=True)
        content = tomllib.loads(raw.decode("utf-8"))
        if changed is not None:
            content = _laid_over(content, changed) | {"era": era}
        bank: Any = msgspec.convert(content, of_kinds)
    except (msgspec.MsgspecError, ValueError) as error:
        raise BankError(f"{name}: {error}") from error
    faults = list(_faults(bank))
    if faults:
        raise BankError("\n".join(f"{name}: {fault}" for fault in faults))
    return bank


def _laid_over(content: Mapping[str, Any], changed: Variant) -> dict[str, Any]:
    """Lay over a bank what is said otherwise.

    Raises
    ------
    ValueError : a question that the bank does not have.
    """
    known = [question["id"] for question in content["questions"]]
    if strange := sorted(set(changed.question) - set(known)):
        raise ValueError(f"no question {', '.join(strange)} to be changed")
    return {
        **content,
        "unit": {**content["unit"], **changed.unit},
        "questions": [
            {**question, **changed.question.get(question["id"], {})}
            for question in content["questions"]
        ],
        "differs": msgspec.to_builtins(changed.differs),
    }


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
        yield from (f"{question.id}: {fault}" for fault in question.faults())


def banks(era: str = THEN) -> list[Bank]:
    """Read the banks of all units there are, in order, as an era has them."""
    paths = sorted(data_path("exercises").glob("[0-9][0-9].toml"))
    return [load_bank(unit_key(path.stem, era)) for path in paths]


def every_bank() -> dict[str, Bank]:
    """Give the banks of all eras by the key under which learners' work is kept."""
    every = (bank for name in eras() for bank in banks(name))
    return {bank.key: bank for bank in sorted(every, key=lambda bank: bank.key)}
