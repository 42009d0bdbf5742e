"""Unit 00: what the practice board comes to, who signs, who does what at the table, and how the test works."""

from functools import cache

import msgspec

from p2spp_sim.base.files import read_data
from p2spp_sim.base.formats import number
from p2spp_sim.workbook.case.desk import Desk, MeetingOutcome
from p2spp_sim.workbook.exercises.answers import Answers, FactParts
from p2spp_sim.workbook.page.markup import MILLION, in_millions
from p2spp_sim.workbook.quiz.quiz import load_test

answers = Answers()


class Practice(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Where the practice slider starts and where it is to go, in per cent."""

    start: int
    target: int


class RoleCard(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A role card: what it says, and whether it signs the minutes of the village meeting."""

    label: dict[str, str]
    duty: dict[str, str]
    signs: bool
    source: str
    firmness: str


class Duty(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A job at the table: what is done, and what it is about."""

    label: dict[str, str]
    task: dict[str, str]
    duty: str
    firmness: str


class QuizRule(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Whether a sentence about the test is so."""

    true: bool
    firmness: str


class Acquaintance(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """All of `datasets/kenalan.toml`."""

    practice: Practice
    role: dict[str, RoleCard]
    job: dict[str, Duty]
    rule: dict[str, QuizRule]


@cache
def acquaintance() -> Acquaintance:
    """Read the roles, the jobs and the rules of the test."""
    return read_data(Acquaintance, "datasets", "kenalan.toml")


def ceiling_at(desk: Desk, percent: int) -> int:
    """Give a ceiling in whole million rupiah as so many per cent of what the eligible proposals cost."""
    cost = sum(row.paper.cost_idr for row in desk.meeting().eligible)
    return cost * percent // 100 // MILLION * MILLION


def practised(desk: Desk, percent: int) -> MeetingOutcome:
    """Run the meeting under the ceiling of the practice slider."""
    return desk.meeting(kecamatan_ceiling_idr=ceiling_at(desk, percent), fill_rule="skip")


@answers.add
def funded_at_target(desk: Desk) -> float:
    """Count the proposals that are funded where the slider is to stand."""
    return float(len(practised(desk, acquaintance().practice.target).chosen))


@answers.add
def funded_at_start(desk: Desk) -> float:
    """Count those that are funded where it stands at first."""
    return float(len(practised(desk, acquaintance().practice.start).chosen))


@answers.add
def eligible_in_practice(desk: Desk) -> float:
    """Count all that are scored."""
    return float(len(practised(desk, acquaintance().practice.target).eligible))


@answers.add
def role_that_signs(desk: Desk) -> str:
    """Find the role card that signs the minutes."""
    return next(key for key, card in acquaintance().role.items() if card.signs)


@answers.add
def duties_of_jobs(desk: Desk) -> dict[str, str]:
    """Give the duty of each job at the table."""
    return {key: job.duty for key, job in acquaintance().job.items()}


@answers.add
def rules_of_the_test(desk: Desk) -> frozenset[str]:
    """Find the sentences about the test that are so."""
    return frozenset(key for key, rule in acquaintance().rule.items() if rule.true)


@answers.fact
def kenalan(desk: Desk) -> FactParts:
    """Give what sentences say of the practice board and of the test."""
    practice, test = acquaintance().practice, load_test()
    return {
        "mulai": number(practice.start),
        "sasaran": number(practice.target),
        "pagu": in_millions(ceiling_at(desk, practice.target)),
        "dibiayai": ", ".join(row.paper.id for row in practised(desk, practice.target).chosen),
        "layak": number(len(desk.meeting().eligible)),
        "soal": number(len(test.tasks)),
        "menit": number(test.minutes),
        "detik": number(60 * test.minutes / len(test.tasks)),
    }
