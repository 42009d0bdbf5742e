"""Unit 00: the practice board answers, the roles sign, and the test is one place for both forms."""

from __future__ import annotations

import json
from html import escape
from pathlib import Path

import ipywidgets as W  # noqa: N812

from p2spp_sim.workbook.core.board import Board
from p2spp_sim.workbook.core.unit import Unit
from p2spp_sim.workbook.exercises.bank import load_bank
from p2spp_sim.workbook.quiz.quiz import AFTER, BEFORE, FORMS, form, load_test
from p2spp_sim.workbook.units.u00 import answers
from p2spp_sim.workbook.units.u00.answers import acquaintance, ceiling_at
from p2spp_sim.workbook.units.u00.boards import TestPlace
from tests.workbook.conftest import Opener
from tests.workbook.test_unit import html, walk


def tools(unit: Unit) -> Board:
    board = unit.board("alat")
    assert isinstance(board, Board)
    return board


def place(unit: Unit) -> TestPlace:
    board = unit.board("tes")
    assert isinstance(board, TestPlace)
    return board


def radio(shown: TestPlace) -> W.RadioButtons:
    return next(part for part in walk(shown.widget) if isinstance(part, W.RadioButtons))


def test_the_slider_is_saved_and_the_simulation_answers(opened: Opener, tmp_path: Path) -> None:
    unit = opened("00")
    board, target = tools(unit), acquaintance().practice.target
    before = board.answered.pictures[0].svg
    board["latihan"].slider.value = target  # type: ignore[attr-defined]
    assert board.answered.pictures[0].svg != before
    funded = int(answers.funded_at_target(unit.desk))
    assert (
        f"dibiayai {funded} dari {int(answers.eligible_in_practice(unit.desk))} usulan"
        in board.summary.value
    )
    saved = json.loads((tmp_path / "hasil" / "peserta_unit00.json").read_text(encoding="utf-8"))[
        "isi"
    ]["alat"]
    assert saved["latihan"] == target == 30
    assert tools(opened("00"))["latihan"].value == target


def test_every_place_of_the_slider_funds_within_its_ceiling(opened: Opener) -> None:
    unit = opened("00")
    slide = tools(unit)["latihan"].slider  # type: ignore[attr-defined]
    counts = []
    for share in range(slide.min, slide.max + 1, slide.step):
        meeting = answers.practised(unit.desk, share)
        assert (
            meeting.spent_idr <= ceiling_at(unit.desk, share) and ceiling_at(unit.desk, share) > 0
        )
        counts.append(len(meeting.chosen))
    assert counts[-1] == 11 and counts[0] < counts[len(counts) // 2] < counts[-1]


def test_the_three_counts_of_the_first_exercise_differ(opened: Opener) -> None:
    asked = opened("00").desk
    counts = {
        answers.funded_at_target(asked),
        answers.funded_at_start(asked),
        answers.eligible_in_practice(asked),
    }
    assert len(counts) == 3


def test_one_role_signs_and_the_words_say_which() -> None:
    cards = acquaintance().role
    signing = [key for key, card in cards.items() if "tangani berita acara" in card.duty["id"]]
    assert signing == [key for key, card in cards.items() if card.signs] == ["kades_bpd"]
    assert len(cards) == 5
    question = load_bank("00").question("00-2")
    assert {option.key for option in question.options} - set(cards) == {"kades"}


def test_jobs_are_matched_with_duties_that_all_differ() -> None:
    question = load_bank("00").question("00-3")
    duties = answers.duties_of_jobs(None)  # type: ignore[arg-type]
    assert {item.key for item in question.items} == set(duties) == set(acquaintance().job)
    assert sorted(duties.values()) == sorted(option.key for option in question.options)


def test_the_unit_and_the_test_advise_the_same_minutes() -> None:
    bank, test = load_bank("00"), load_test()
    assert next(step.minutes for step in bank.steps if step.title == "Tes awal") == test.minutes
    assert len(test.tasks) == 20


def test_an_answer_to_the_test_is_kept_and_nothing_is_told(opened: Opener, tmp_path: Path) -> None:
    shown = place(opened("00", learner="K1-03"))
    before = html(shown.widget)
    radio(shown).value = radio(shown).options[0][1]
    after = html(shown.widget)
    assert after != before and not any(word in after for word in ("Benar", "Coba lagi", "Hampir"))
    (path,) = (tmp_path / "hasil").glob("K1-03_unittes*.json")
    assert len(json.loads(path.read_text(encoding="utf-8"))["isi"]["tes"]["jawaban"]) == 1
    assert radio(place(opened("00", learner="K1-03"))).value is not None


def test_the_form_after_is_the_other_form_with_a_file_of_its_own(
    opened: Opener, tmp_path: Path
) -> None:
    shown = place(opened("00"))
    radio(shown).value = radio(shown).options[0][1]
    shown.which.value = AFTER
    assert radio(shown).value is None
    radio(shown).value = radio(shown).options[1][1]
    assert len(list((tmp_path / "hasil").glob("peserta_unittes*.json"))) == 2
    shown.which.value = BEFORE
    assert radio(shown).value is not None and "pilih di atas" in html(shown.widget)
    again = place(opened("00"))
    assert again.which.value == AFTER and radio(again).value == radio(again).options[1][1]
    assert "pilih di atas" not in html(again.widget)


def test_the_form_before_comes_first_and_says_which_it_is(opened: Opener) -> None:
    shown = place(opened("00"))
    assert shown.which.value == BEFORE and "pilih di atas" not in html(shown.widget)
    radio(shown).value = radio(shown).options[0][1]
    again = place(opened("00"))
    assert again.which.value == BEFORE and "pilih di atas" in html(again.widget)


def test_beginning_the_unit_afresh_keeps_the_test(opened: Opener) -> None:
    unit = opened("00")
    shown = place(unit)
    radio(shown).value = radio(shown).options[0][1]
    unit.progress.clear()
    shown.reset()
    assert radio(shown).value is not None


def test_the_printed_unit_gives_no_item_away_and_says_where_the_sheets_are(opened: Opener) -> None:
    sheet = place(opened("00", edition="print")).static()
    assert "tes_A" in sheet and "tes_B" in sheet
    assert not any(escape(place.prompt) in sheet for name in FORMS for place in form(name))
