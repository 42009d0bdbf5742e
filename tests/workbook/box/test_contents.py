"""What the box is said to hold can be made, in both languages, and agrees with the units."""

from __future__ import annotations

import math
import re
from pathlib import Path

import pytest

from p2spp_sim.base.language import set_language
from p2spp_sim.papers.paper import PaperTable
from p2spp_sim.scenario.scenario import Scenario
from p2spp_sim.workbook.box.box import DATA_OF, deck_data
from p2spp_sim.workbook.box.cards import DECKS, card_back
from p2spp_sim.workbook.box.case import BoxCase, grey, pale
from p2spp_sim.workbook.box.contents import contents
from p2spp_sim.workbook.box.forms import FORMS, timetable
from p2spp_sim.workbook.box.posters import POSTERS
from p2spp_sim.workbook.box.text_papers import steps_of, text_paper, worded
from p2spp_sim.workbook.case.village_papers import pack
from p2spp_sim.workbook.classroom.book import SESSIONS
from p2spp_sim.workbook.core.timetable import by_topic, half_days, placed, taught, timetables
from p2spp_sim.workbook.exercises.bank import banks, lesson_hours

SOURCES = {"cards": DECKS, "paper": FORMS, "poster": POSTERS}
ALONE = {"tests", "timer"}


@pytest.fixture
def case(tmp_path: Path) -> BoxCase:
    return BoxCase("id", tmp_path, "two_days")


def test_every_thing_has_a_source_a_way_to_set_it_and_words_in_both_languages() -> None:
    keys = [item.key for item in contents().item]
    assert len(set(keys)) == len(keys)
    for item in contents().item:
        assert item.kind in {*SOURCES, *DATA_OF, *ALONE}
        assert item.source in SOURCES.get(item.kind, {item.source})
        assert {"id", "en"} <= set(item.label)
        assert item.kind != "cards" or item.size in contents().size
    used = {item.key for item in contents().item if item.source == "text"}
    assert used == set(worded().paper)


def test_play_money_is_the_ceiling_of_the_meeting_and_pays_every_proposal(case: BoxCase) -> None:
    ceiling = Scenario.load("unit03").value("kecamatan_ceiling_idr")
    assert sum(note.idr * note.count for note in contents().money) == ceiling
    smallest = min(note.idr for note in contents().money)
    assert all(paper.cost_idr % smallest == 0 for paper in case.unit("03").desk.papers.values())


@pytest.mark.parametrize("plan", timetables().plan)
def test_half_days_are_those_of_the_attendance_list_and_the_timetable_to_the_minute(
    plan: str,
) -> None:
    halves = half_days(plan)
    assert list(halves) == list(SESSIONS)[: 2 * len(timetables().plan[plan].day)]
    for half, topics in halves.items():
        slots = [slot for slot in placed(plan) if slot.lesson and slot.half_day == half]
        assert sum(topics.values()) == sum(slot.minutes for slot in slots)
    assert sum(by_topic(halves.values()).values()) == taught(plan)


@pytest.mark.parametrize("plan", timetables().plan)
def test_papers_have_the_days_hours_and_steps_of_the_plan(plan: str, tmp_path: Path) -> None:
    case, items = BoxCase("id", tmp_path, plan), {item.key: item for item in contents().item}
    days = len(timetables().plan[plan].day)
    shown = [block for block in timetable(case, items["jadwal"]).parts[0].blocks]
    assert sum(isinstance(block, PaperTable) for block in shown) == days
    assert f"{lesson_hours(taught(plan))} JP" in str(shown)
    assert f"'{30 * days}'" in str(text_paper(items["rab"], plan))
    assert str(text_paper(items["laporan"], plan)).count("pagi'") == days
    assert not re.search(r"[{}]", str(text_paper(items["undangan"], plan)))
    for bank in banks():
        minutes = sum(step.minutes for step in steps_of(bank.unit.code, case.form))
        assert minutes == bank.length(timetables().plan[plan].form)


def test_the_blue_folder_has_every_paper_on_a_sheet_with_its_faults(case: BoxCase) -> None:
    item = next(item for item in contents().item if item.key == "map_biru")
    plan, works, minutes, budget, *_, letters = map(str, FORMS["blue_folder"](case, item).parts)
    village = pack(case.unit("02").desk)
    assert all(line.id in plan for line in village.plan)
    assert all(work.id in works for work in village.works) and "14 Januari 2010" in works
    assert "21 Januari 2010" in minutes, "the plan was adopted before the meeting"
    assert "6 Desember 2010" in budget and "20 Desember 2010" in letters
    assert all(line.letter in letters for line in village.budget)


def test_every_seat_has_a_role_card_with_a_code_of_its_own(case: BoxCase) -> None:
    marks = [card.mark for card in DECKS["roles"](case)]
    assert len(set(marks)) == contents().groups * contents().members
    assert all(re.match(r"K\d-\d\d · ", mark) for mark in marks)


@pytest.mark.parametrize("language", ["id", "en"])
def test_a_wish_stands_on_no_back(language: str, tmp_path: Path) -> None:
    set_language(language)
    made = BoxCase(language, tmp_path, "two_days")
    wishes = list(DECKS["secrets"](made)) + list(DECKS["hopes"](made))
    assert len(wishes) == 11
    assert all(card.title not in f"{card.back} {card.back_words}" for card in wishes)


def test_cards_say_whose_set_they_are_of_and_fill_as_many_pages_as_counted(case: BoxCase) -> None:
    item = next(item for item in contents().item if item.key == "kartu_tugas")
    data = deck_data(case, item)
    assert len(data["cards"]) == len(list(DECKS["jobs"](case))) * item.sets
    assert {card["foot"].rpartition(" ")[2] for card in data["cards"]} == set("12345")
    assert math.ceil(len(data["cards"]) / data["a-page"]) == 3


def test_a_short_last_word_stays_with_the_one_before_it(case: BoxCase) -> None:
    def titles(key: str) -> set[str]:
        item = next(item for item in contents().item if item.key == key)
        return {card["title"] for card in deck_data(case, item)["cards"]}

    assert "Rehab 3 kelas SDN\N{NO-BREAK SPACE}2" in titles("kartu_usulan")
    assert {"Musrenbang desa", "Forum SKPD"} <= titles("kartu_perencanaan")


def test_a_picture_has_no_colour_left() -> None:
    made = grey('<svg><rect fill="#0b4f8a" stroke="#fff"/><g style="fill:#8a4b00;"/></svg>')
    colours = re.findall(r"#([0-9a-f]{6})", made)
    assert len(colours) == 3
    assert all(colour[:2] == colour[2:4] == colour[4:] for colour in colours)
    assert len(set(colours)) == 3


def test_a_laser_printer_has_no_dark_area_to_cover_on_the_back_of_a_card() -> None:
    fills = re.findall(r'fill="#(..)', pale(card_back()))
    assert len(fills) > 10
    assert min(int(fill, 16) for fill in fills) >= 0xA0
