"""What a trainer can ask all groups: questions of a list, whose numbers the library computes, and own ones."""

from functools import cache
from pathlib import Path
from typing import Any

import msgspec

from p2spp_sim.base.era import era
from p2spp_sim.base.errors import P2sppError
from p2spp_sim.base.files import read_data
from p2spp_sim.base.language import tr
from p2spp_sim.base.personal import cover
from p2spp_sim.workbook.core.unit import unit_of
from p2spp_sim.workbook.exercises.answers import answers_of
from p2spp_sim.workbook.exercises.variant import unit_key
from p2spp_sim.workbook.page.hidden_widgets import off_screen
from p2spp_sim.workbook.saving.ballots import AskedInClass, Asking, change_asking, now
from p2spp_sim.workbook.saving.codes import NOBODY
from p2spp_sim.workbook.saving.progress import Progress

LEAST, MOST = 2, 8  # choices of a question
LONGEST = 200  # signs of one's own question, and of a choice


class ClassQuestion(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A question of the list.

    Parameters
    ----------
    unit : to which it belongs.
    kind : `pilihan` or `angka`.
    text, choices, amount : by language.
    low, high : between which a number is guessed.
    answer : function of the unit's answers that gives what is true.
    of : which of its values are counted.
    eras : what it says otherwise in another era.
    """

    unit: str
    kind: str
    text: dict[str, str]
    choices: list[dict[str, str]] = []
    low: int = 0
    high: int = 100
    amount: dict[str, str] = {}
    answer: str = ""
    of: list[str] = []
    eras: dict[str, dict[str, Any]] = {}


class QuestionList(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """All of `datasets/pungutan_suara.toml`."""

    source: str
    firmness: str
    question: dict[str, ClassQuestion]


def questions() -> dict[str, ClassQuestion]:
    """Give the list as the screen's era has it."""
    return _in_era(era())


@cache
def _in_era(name: str) -> dict[str, ClassQuestion]:
    listed = read_data(QuestionList, "datasets", "pungutan_suara.toml").question
    return {
        key: msgspec.structs.replace(question, **question.eras.get(name, {}))
        for key, question in listed.items()
    }


def truth(question: ClassQuestion) -> float | None:
    """Compute what is true; None where there is nothing to know."""
    if not question.answer:
        return None
    with off_screen():
        desk = unit_of(Progress(unit_key(question.unit), NOBODY, "tidak_ada")).desk
    answer = answers_of(question.unit).solve(question.answer, desk)
    if isinstance(answer, dict):
        return sum(value in question.of for value in answer.values())
    return len(answer) if isinstance(answer, frozenset) else float(answer)  # type: ignore[arg-type]


def from_list(name: str) -> AskedInClass:
    """Make a question of the list ready to be asked."""
    question = questions()[name]
    known = truth(question)
    return AskedInClass(
        key=name,
        kind="angka" if question.kind == "angka" else "pilihan",
        text=question.text,
        choices=question.choices,
        low=question.low,
        high=question.high,
        unit=question.amount,
        truth=None if known is None else round(known, 1),
    )


def own(text: str, choices: str) -> AskedInClass:
    """Make a question of the trainer's own words, a choice a line; what would name a person is covered.

    Raises
    ------
    P2sppError : no question, or too few, too many or too long choices.
    """
    asked = cover(" ".join(text.split()))
    offered = [cover(" ".join(line.split())) for line in choices.splitlines() if line.strip()]
    if not asked:
        raise P2sppError(tr("Tulis pertanyaannya dahulu."))
    if not LEAST <= len(offered) <= MOST:
        message = tr("Tulis {a} sampai {b} pilihan, satu pilihan setiap baris; sekarang {n}.")
        raise P2sppError(message.format(a=LEAST, b=MOST, n=len(offered)))
    if max(map(len, [asked, *offered])) > LONGEST:
        raise P2sppError(tr("Persingkat: paling panjang {n} huruf.").format(n=LONGEST))
    return AskedInClass("sendiri", "pilihan", {"id": asked}, [{"id": each} for each in offered])


def put(results: Path, question: AskedInClass) -> Asking:
    """Show a question to all groups; the one before it is closed."""

    def asked(asking: Asking) -> Asking:
        key = f"{question.key}.{len(asking.questions) + 1}"
        made = msgspec.structs.replace(question, key=key)
        return msgspec.structs.replace(asking, questions=[*asking.questions, made], current=key)

    return change_asking(results, asked)


def close(results: Path) -> Asking:
    """Take the question from the pages of the groups; what was locked stays."""
    return change_asking(results, lambda asking: msgspec.structs.replace(asking, current=""))


def open_to_all(results: Path, key: str) -> Asking:
    """Show what was locked for something to all at once."""

    def opened(asking: Asking) -> Asking:
        return msgspec.structs.replace(asking, opened={key: now(), **asking.opened})

    return change_asking(results, opened)
