"""The test before and after a course and on day 90: three forms of twin items, each tied to an objective of a unit.

Learners only answer; score and key are the trainer's.
"""

import random
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Literal

import msgspec

from p2spp_sim.base.errors import P2sppError, UnknownName
from p2spp_sim.base.files import data_path
from p2spp_sim.base.language import Labels, language, pick, tr
from p2spp_sim.workbook.quiz.sums import SUMS
from p2spp_sim.workbook.saving.progress import Progress
from p2spp_sim.workbook.saving.record import TEST, Record

MOMENT_LABELS = Labels(
    awal="Tes awal",
    akhir="Tes akhir, atas aba-aba pelatih",
    hari90="Tes hari ke-90",
)
BEFORE, AFTER, LATER = MOMENTS = tuple(MOMENT_LABELS)
FORMS = {"A": 2010, "B": 2011, "C": 2012}  # each with the seed of its order
PAIR = ("A", "B")  # forms before and after, in turn; the third is kept for day 90
LETTERS = "ABCD"
Words = Mapping[str, str]


class Choice(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One option of an item."""

    key: str
    id: str
    en: str


class Twin(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A task as one form asks it: its words, and the figures that its sums are made of."""

    prompt: Words
    options: tuple[Choice, ...]
    numbers: dict[str, int] = {}


class QuizTask(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename={"right": "kunci"}):
    """What is asked in every form, with other people, places and figures.

    Parameters
    ----------
    objective : unit and objective of its bank, as in 02.B.
    covers : codes of the programme.
    right : key of the right option.
    mistakes : the foreseen mistake behind each other option, by its key.
    twins : the items, by form.
    case : a situation to be judged, not a sum or something to be remembered.
    legal : to be checked by a lawyer before use.
    """

    key: str
    objective: str
    covers: tuple[str, ...]
    level: Literal["C1", "C2", "C3", "C4", "C5"]
    right: str
    mistakes: Mapping[str, Words]
    explanation: Words
    twins: Mapping[str, Twin]
    case: bool = False
    legal: bool = False

    @property
    def unit(self) -> str:
        """Code of the unit where it is learnt."""
        return self.objective.partition(".")[0]


class ResponseModel(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How people are assumed to answer when the test is tried out on invented classes; all in logits.

    Parameters
    ----------
    ability_sd, gain : spread of ability, and how much a course adds to everybody's.
    difficulty, difficulty_sd : of a task by its level, and spread about it.
    twin_sd : how much twins differ in difficulty.
    discrimination, discrimination_sd : how steeply a task tells able from less able, and spread of its logarithm.
    """

    ability_sd: float
    gain: float
    difficulty: Mapping[str, float]
    difficulty_sd: float
    twin_sd: float
    discrimination: float
    discrimination_sd: float


class Test(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """All of `exercises/tes.toml`: minutes that are advised, points an item, points to pass."""

    minutes: int
    points: int
    pass_mark: int
    response_model: ResponseModel
    tasks: tuple[QuizTask, ...]


@dataclass(frozen=True, slots=True)
class PlacedItem:
    """One item as it stands in a form: its number and its options in order."""

    number: int
    task: QuizTask
    form: str
    options: tuple[Choice, ...]

    @property
    def twin(self) -> Twin:
        """The task as this form asks it."""
        return self.task.twins[self.form]

    @property
    def letter(self) -> str:
        """The letter of the right option in this form."""
        return LETTERS[[option.key for option in self.options].index(self.task.right)]

    @property
    def prompt(self) -> str:
        """What is asked, in the screen language."""
        return self._said(self.twin.prompt)

    @property
    def explanation(self) -> str:
        """Why the right option is right."""
        return self._said(self.task.explanation)

    def said(self, option: Choice) -> str:
        """Give the words of an option."""
        return self._said({"id": option.id, "en": option.en})

    def _said(self, text: Words) -> str:
        return pick(text).format_map(_sums(self.task.key, self.form, language()))


@dataclass(frozen=True, slots=True)
class TakenTest:
    """What somebody answered: the form, and the key of the chosen option by key of the task."""

    form: str
    answers: Mapping[str, str]


@lru_cache(maxsize=4)
def load_test(path: Path | None = None) -> Test:
    """Read and check the test.

    Raises
    ------
    P2sppError : every fault found, one a line.
    """
    path = path or data_path("exercises", "tes.toml")
    try:
        test = msgspec.toml.decode(path.read_bytes(), type=Test)
    except msgspec.MsgspecError as error:
        raise P2sppError(f"{path.name}: {error}") from error
    if faults := list(_faults(test)):
        raise P2sppError("\n".join(f"{path.name}: {fault}" for fault in faults))
    return test


def _faults(test: Test) -> Iterable[str]:
    keys = [task.key for task in test.tasks]
    for key in sorted({key for key in keys if keys.count(key) > 1}):
        yield f"task {key} is there twice"
    if len(test.tasks) % len(LETTERS):
        yield f"{len(test.tasks)} tasks: keys cannot be spread evenly over {LETTERS}"
    for task in test.tasks:
        expected = {task.right, *task.mistakes}
        if len(expected) != len(LETTERS):
            yield f"{task.key}: the right option and {len(LETTERS) - 1} named mistakes expected"
        if set(task.twins) != set(FORMS):
            yield f"{task.key}: a twin for each of {', '.join(FORMS)} expected"
        for form_name, twin in task.twins.items():
            options = [option.key for option in twin.options]
            if sorted(options) != sorted(expected):
                yield f"{task.key} {form_name}: options {', '.join(sorted(expected))} expected"
            if twin.numbers and task.key not in SUMS:
                yield f"{task.key} {form_name}: numbers without a sum of that name"
        texts = (
            task.explanation,
            *task.mistakes.values(),
            *(twin.prompt for twin in task.twins.values()),
        )
        for text in texts:
            if set(text) != {"id", "en"}:
                yield f"{task.key}: words in id and en expected"


def task_of(key: str) -> QuizTask:
    """Give the task of that key."""
    return next(task for task in load_test().tasks if task.key == key)


@cache
def form(name: str) -> tuple[PlacedItem, ...]:
    """Give a form: its twin of every task, in its own order, with right options spread evenly over the letters.

    Raises
    ------
    UnknownName : no such form.
    """
    if name not in FORMS:
        raise UnknownName(tr("Bentuk tes"), name, FORMS)
    chance = random.Random(FORMS[name])
    tasks = list(load_test().tasks)
    chance.shuffle(tasks)
    letters = list(range(len(LETTERS))) * (len(tasks) // len(LETTERS))
    chance.shuffle(letters)
    places = []
    for count, (task, letter) in enumerate(zip(tasks, letters, strict=True), 1):
        twin = task.twins[name]
        options = [option for option in twin.options if option.key != task.right]
        chance.shuffle(options)
        options.insert(letter, next(each for each in twin.options if each.key == task.right))
        places.append(PlacedItem(count, task, name, tuple(options)))
    return tuple(places)


def drawn_form(moment: str, learner: str) -> str:
    """Give the form that a code takes at a moment: odd numbers A before and B after, even ones B and A; C on day 90.

    So each of the two forms is taken before by half of a class, and nobody takes one twice.

    Raises
    ------
    UnknownName : no such moment.
    """
    if moment not in MOMENTS:
        raise UnknownName(tr("Saat tes"), moment, MOMENTS)
    if moment == LATER:
        return next(name for name in FORMS if name not in PAIR)
    _, _, number = learner.partition("-")
    even = number.isdigit() and int(number) % 2 == 0
    return PAIR[even ^ (moment == AFTER)]


def form_of(moment: str, learner: str | None = None, folder: Path | str | None = None) -> str:
    """Give the form that a learner has begun at a moment, or else is to take: never that of the other moment."""
    own = progress_of(moment, learner, folder)
    if own.test.form in FORMS:
        return own.test.form
    drawn = drawn_form(moment, own.learner)
    other = {BEFORE: AFTER, AFTER: BEFORE}.get(moment)
    if other and progress_of(other, learner, folder).test.form == drawn:
        return next(name for name in PAIR if name != drawn)
    return drawn


def form_of_record(record: Record, moment: str) -> str:
    """Give the form that a saved test is of; where none is written, the one that its code draws."""
    name = record.test.form
    return name if name in FORMS else drawn_form(moment, record.learner)


@cache
def _sums(key: str, form_name: str, _language: str) -> Mapping[str, str]:
    """Give every figure that an item quotes, written for the screen language."""
    task = task_of(key)
    numbers = task.twins[form_name].numbers
    return SUMS[key](**numbers) if numbers else {}


def score(answers: Mapping[str, str], test: Test | None = None) -> int:
    """Count the points of a learner's answers, by key of the task.

    Parameters
    ----------
    answers : key of the chosen option by key of the task; what is missing counts as wrong.
    """
    test = test or load_test()
    return test.points * sum(answers.get(task.key) == task.right for task in test.tasks)


def progress_of(
    moment: str, learner: str | None = None, folder: Path | str | None = None
) -> Progress:
    """Open the learner's file of a moment: each has its own, so that two notebooks cannot cross."""
    if moment not in MOMENTS:
        raise UnknownName(tr("Saat tes"), moment, MOMENTS)
    return Progress(f"{TEST}{moment}", learner, folder)
