"""Unit 01: the cards agree with the rule book, the board counts what is right, joints break where they should."""

from __future__ import annotations

import re
from datetime import date

import pytest

from p2spp_sim.base.errors import P2sppError
from p2spp_sim.base.language import labels_of
from p2spp_sim.model.loading import load_rules
from p2spp_sim.workbook.core.board import Board
from p2spp_sim.workbook.core.unit import Unit
from p2spp_sim.workbook.units.u01.answers import WANTED, YEARLY, cards, deck_of
from p2spp_sim.workbook.units.u01.boards import case, month_options
from p2spp_sim.workbook.units.u01.dates_control import Dates
from p2spp_sim.workbook.units.u01.own_calendar import breaks
from tests.workbook.conftest import Opener

RIGHT = {
    key: {
        "lane": card.lanes[0],
        "month": str(card.months[0]) if card.months else card.rhythm,
    }
    for key, card in cards().card.items()
}


def calendar(unit: Unit) -> Board:
    board = unit.board("kalender")
    assert isinstance(board, Board)
    return board


@pytest.mark.parametrize("book", ["2010", "sipd"])
def test_the_months_of_the_cards_are_those_of_the_rule_book(book: str) -> None:
    by_key = {forum.key: forum for forum in load_rules(book).forum}
    dated = {key: card for key, card in deck_of(book).items() if card.forum}
    assert len(dated) >= 5
    for key, card in dated.items():
        assert by_key[card.forum].month + 12 * card.year_before in card.months, key
        assert by_key[card.forum].lane in card.lanes, key


def test_the_order_of_the_year_is_the_one_of_the_curriculum() -> None:
    assert sorted(YEARLY, key=lambda key: cards().card[key].first) == list(YEARLY)
    two = [key for key, card in cards().card.items() if len(card.lanes) == 2]
    assert two == ["musrenbang_kabupaten", "kua_ppas"] and len(cards().card) == 12


def test_every_principle_and_every_approach_is_asked_for() -> None:
    assert sorted(behaviour.principle for behaviour in cards().behaviour.values()) == [
        "P1",
        "P2",
        "P3",
        "P4",
        "P5",
        "P6",
    ]
    lanes = [example.lane for example in cards().example.values()]
    assert {lanes.count(lane) for lane in set(lanes)} == {2} and len(lanes) == 6


def test_the_board_counts_without_giving_away(opened: Opener) -> None:
    board = calendar(opened("01"))
    assert "Keduanya tepat: 0 dari 12" in board.answered.text
    board["kartu"].value = RIGHT
    shown = board.answered
    assert "Keduanya tepat: 12 dari 12" in shown.text
    assert f"Sasaran {WANTED} kartu tercapai" in shown.text
    assert "✕" not in shown.pictures[0].svg
    wrong = {**RIGHT, "rkpd": {"lane": "political", "month": "9"}}
    board["kartu"].value = wrong
    shown = board.answered
    assert "Keduanya tepat: 11 dari 12" in shown.text
    assert "RKPD" not in shown.text, "the count does not say which card"


def test_a_station_before_what_feeds_it_is_a_broken_joint(opened: Opener) -> None:
    board = calendar(opened("01"))
    board["kartu"].value = {**RIGHT, "pokir": {"lane": "political", "month": "9"}}
    assert "Pokok pikiran DPRD datang sesudah RKPD ditetapkan" in board.answered.pictures[0].alt
    board["kartu"].value = {**RIGHT, "reses": {"lane": "political", "month": "4"}}
    assert "Reses DPRD datang sesudah Musrenbang kecamatan" in board.answered.pictures[0].alt


def test_a_card_of_no_single_month_is_said_not_to_be_drawn(opened: Opener) -> None:
    board, said = calendar(opened("01")), "Kartu yang tidak terikat satu bulan tidak digambar."
    assert said not in board.answered.text
    board["kartu"].value = RIGHT
    assert said in board.answered.text


@pytest.mark.parametrize("regime", ["2010", "dana_desa", "sipd"])
def test_what_the_text_says_of_the_regimes_is_so(opened: Opener, regime: str) -> None:
    unit = opened("01")
    board = unit.board("rezim")
    assert isinstance(board, Board)
    board["rezim"].value = regime
    shown = board.answered
    assert ("titik putus" in shown.text) == (regime == "2010")
    assert ("✕" in shown.pictures[0].svg) == (regime == "2010")
    rows = shown.pictures[1].table.rows
    after, before = (float(row[1].rstrip("%").replace(",", ".")) for row in rows)
    assert before > after + 5, "an earlier recess gives more pokir a partner"


@pytest.mark.parametrize(
    ("regime", "when", "said"),
    [
        ("2010", "rule", "Menurut aturan masa ini: titik putus."),
        ("2010", "after", "Menurut aturan masa ini: titik putus."),
        ("2010", "before", "Anda memajukan reses: pokir di meja sebelum"),
        ("sipd", "rule", "Menurut aturan masa ini: pokir sudah di meja"),
        ("sipd", "before", "Menurut aturan masa ini: pokir sudah di meja"),
        ("sipd", "after", "Anda mengundurkan reses: pokir baru dibahas sesudah"),
    ],
)
def test_what_is_said_of_the_recess_follows_the_timing_chosen(
    opened: Opener, regime: str, when: str, said: str
) -> None:
    board = opened("01").board("rezim")
    assert isinstance(board, Board)
    board["rezim"].value, board["reses"].value = regime, when
    meeting, share = board.answered.text.splitlines()
    assert meeting.startswith(said)
    assert ("tidak bertemu" in meeting) == ("dibawa sesudah musrenbang" in share)


def test_names_cover_the_cards() -> None:
    for book in ("2010", "sipd"):
        rhythms = {card.rhythm for card in deck_of(book).values()} - {"yearly"}
        assert rhythms <= set(month_options(book))


def test_lists_of_cards_do_not_tell_the_order_of_the_year(opened: Opener) -> None:
    unit = opened("01")
    board = unit.board("kalender")
    assert isinstance(board, Board)
    names = labels_of(cards().card)
    year = list(names.values())
    listed = re.findall(r"<td[^>]*>([^<]+)</td>", case(unit))[::2]
    assert listed == [names[key] for key in board["kartu"].value] != year
    assert sorted(listed) == sorted(year)
    asked = [
        item.text
        for question in unit.bank.questions
        if question.id == "01-2"
        for item in question.items
    ]
    assert asked == sorted(asked, key=str.casefold)


DAYS = {
    "musrenbang_desa": date(2026, 1, 20),
    "musrenbang_kecamatan": date(2026, 2, 10),
    "forum_skpd": date(2026, 3, 5),
    "musrenbang_kabupaten": date(2026, 3, 25),
    "rkpd": date(2026, 5, 29),
    "kua_ppas": date(2026, 7, 20),
    "rka_skpd": date(2026, 9, 1),
    "apbd": date(2026, 11, 27),
    "pokir": date(2026, 5, 4),
    "reses_1": date(2025, 12, 8),
}


@pytest.mark.parametrize(
    ("moved", "broken"),
    [
        ({}, []),
        ({"forum_skpd": date(2026, 2, 9)}, [("forum_skpd", "musrenbang_kecamatan")]),
        ({"pokir": date(2026, 6, 10)}, [("rkpd", "pokir")]),
        ({"reses_1": date(2026, 3, 2)}, [("musrenbang_kecamatan", "reses_1")]),
        ({"apbd": date(2026, 12, 20)}, [("apbd", "")]),
    ],
)
def test_own_dates_break_where_order_or_rule_book_say(
    moved: dict[str, date], broken: list[tuple[str, str]]
) -> None:
    found = breaks(DAYS | moved, load_rules("2010"))
    assert [(each.station, each.fed_by) for each in found] == broken
    assert all(each.words and each.basis for each in found)


def test_the_rule_book_that_holds_decides_whether_own_pokir_are_late() -> None:
    late = {
        book: [each.station for each in breaks(DAYS, load_rules(book)) if not each.fed_by]
        for book in ("2010", "sipd")
    }
    assert late["2010"] == [] and "pokir" in late["sipd"]


def test_own_dates_are_kept_as_typed_and_bad_ones_are_told(opened: Opener) -> None:
    unit = opened("01")
    dates = unit.board("setempat")["tanggal"]
    assert isinstance(dates, Dates)
    dates.boxes["apbd"].value, dates.boxes["rkpd"].value = "20 Desember 2026", "32 Mei"
    assert "diharapkan tanggal" in dates.notes["rkpd"].value and not dates.notes["apbd"].value
    assert "1 isian bukan tanggal" in dates.message.value
    again = opened("01").board("setempat")["tanggal"]
    assert again.value == {"apbd": "20 Desember 2026", "rkpd": "32 Mei"}


def test_own_dates_come_from_a_file_under_the_words_of_offices(opened: Opener) -> None:
    dates = opened("01").board("setempat")["tanggal"]
    assert isinstance(dates, Dates)
    lines = "Acara;Tanggal\nMusrenbangdes;12 Januari 2027\nForum OPD;1/3/2027\nReses II;4-5-2027\nPesta;1/1/2027\n"
    dates.take([("tanggal.csv", lines.encode())])
    assert dates.value == {
        "musrenbang_desa": "12 Januari 2027",
        "forum_skpd": "1 Maret 2027",
        "reses_2": "4 Mei 2027",
    }
    assert "Pesta" in dates.message.value
    with pytest.raises(P2sppError, match="besok"):
        dates.take([("tanggal.csv", b"Acara;Tanggal\nMusrenbangdes;besok\n")])
    assert len(dates.value) == 3, "a file with a bad date changes nothing"
