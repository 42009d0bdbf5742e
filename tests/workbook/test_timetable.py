"""Time adds up: steps of units in both forms, days of the plans, and what a class sees of the form it works in."""

import pytest

from p2spp_sim.workbook.core.timetable import clock, placed, taught, timetables
from p2spp_sim.workbook.core.unit import parts
from p2spp_sim.workbook.core.unit_tables import card
from p2spp_sim.workbook.editions.notebooks import board_titles
from p2spp_sim.workbook.exercises.bank import FORM_WORD, JP_MINUTES, Bank, banks, load_bank
from p2spp_sim.workbook.page.later import ALONE
from p2spp_sim.workbook.quiz.quiz import load_test
from tests.workbook.conftest import Opener

PLANS = tuple(timetables().plan)
CLASS_UNITS = [bank.unit.code for bank in banks() if bank.unit.code != "12"]
PAUSES = ("break", "afternoon", "midday")
LONGEST_STRETCH = 240  # minutes from one pause to the next

every_unit = pytest.mark.parametrize("bank", banks(), ids=lambda bank: bank.unit.code)
every_plan = pytest.mark.parametrize("key", PLANS)


@every_unit
def test_every_board_and_exercise_stands_in_one_step_and_exists(bank: Bank) -> None:
    code = bank.unit.code
    boards = sorted(board for step in bank.steps for board in step.boards)
    assert boards == sorted(board_titles(code, "id")), "as the notebook shows them"
    assert set(boards) <= set(parts(code).boards)
    exercises = sorted(key for step in bank.steps for key in step.exercises)
    assert exercises == sorted(question.id for question in bank.questions)


@every_unit
def test_exercises_take_the_minutes_of_their_step_in_both_forms(bank: Bank) -> None:
    minutes = {question.id: question.minutes for question in bank.questions}
    for step in bank.steps:
        assert set(step.class_exercises) <= set(step.exercises)
        if step.exercises:
            assert sum(minutes[key] for key in step.exercises) == step.minutes
            assert sum(minutes[key] for key in step.class_exercises) == step.class_minutes
    assert bank.asked("class") and bank.asked("full") == list(bank.questions)
    assert bank.length("class") <= bank.minutes


@every_plan
def test_every_day_of_a_plan_adds_up_to_the_minute(key: str) -> None:
    for number, day in enumerate(timetables().plan[key].day, 1):
        slots = [slot for slot in placed(key) if slot.day == number]
        assert (clock(slots[0].starts), clock(slots[-1].ends)) == (day.starts, day.ends)
        assert all(slot.minutes > 0 for slot in slots)


@every_plan
def test_a_plan_has_every_unit_once_both_tests_and_pauses(key: str) -> None:
    plan = timetables().plan[key]
    slots = [slot for day in plan.day for slot in day.slots]
    assert sorted(slot.unit for slot in slots if slot.unit) == CLASS_UNITS
    agenda = [slot.agenda for slot in slots if slot.agenda]
    assert {"opening", "test", "closing", "own"} <= set(agenda)
    assert all(bool(slot.unit) != bool(slot.agenda and slot.minutes) for slot in slots)
    assert next(slot.minutes for slot in slots if slot.agenda == "test") == load_test().minutes
    assert taught(key) % 5 == 0 and taught(key) / JP_MINUTES <= 10 * len(plan.day)


@every_plan
def test_nobody_sits_longer_than_four_hours_without_a_pause(key: str) -> None:
    plan = timetables().plan[key]
    for day in plan.day:
        sat = 0
        for slot in day.slots:
            length = load_bank(slot.unit).length(plan.form) if slot.unit else slot.minutes
            sat = 0 if slot.agenda in PAUSES else sat + length
            assert sat <= LONGEST_STRETCH


def test_years_after_the_programme_are_in_both_forms() -> None:
    assert {"banding"} <= load_bank("11").things("class") & load_bank("11").things("full")


def test_the_card_tells_both_forms_and_where_the_unit_stands() -> None:
    told = card(load_bank("03"), None)
    for words in (
        "bentuk kelas 80 menit",
        "03-1, 03-5, 03-7",
        "Dua hari, 19 JP: hari 1, 13.00–14.20",
    ):
        assert words in told


def test_a_class_opens_by_itself_what_its_form_has(
    opened: Opener, monkeypatch: pytest.MonkeyPatch
) -> None:
    unit = opened("05")
    assert ALONE not in unit.latihan("05-2")._dom_classes
    monkeypatch.setenv(FORM_WORD, "kelas")
    folded, board = unit.latihan("05-2"), unit.papan("kursi")
    assert ALONE in folded._dom_classes and ALONE in board._dom_classes
    assert ALONE not in unit.latihan("05-1")._dom_classes
    assert ALONE not in unit.papan("forum")._dom_classes
    folded.children[0].children[0].click()
    assert folded.children == (unit.exercise("05-2").widget,)
