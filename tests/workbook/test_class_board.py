"""The trainer's page on a class: what stands in the files is shown, code by code, and nothing is written."""

from __future__ import annotations

import re
from pathlib import Path

import ipywidgets as W  # noqa: N812
import msgspec
import pytest
from comm import DummyComm

from p2spp_sim.workbook import open_class_board, open_unit
from p2spp_sim.workbook.classroom.board import ClassBoard, decisions
from p2spp_sim.workbook.classroom.recap import newest
from p2spp_sim.workbook.classroom.standing import differences, standing
from p2spp_sim.workbook.core.board import Board
from p2spp_sim.workbook.core.unit import parts
from p2spp_sim.workbook.doors.entrance import is_own, is_trainers
from p2spp_sim.workbook.editions.notebooks import board_titles
from p2spp_sim.workbook.page.hidden_widgets import off_screen
from p2spp_sim.workbook.saving.record import PAGES
from tests.workbook.conftest import UNITS

RULES = {"K1": "skip", "K2": "best_package", "K3": "village_first"}


@pytest.fixture
def results(tmp_path: Path) -> Path:
    """Three groups that decided in unit 03, the first of which solved one exercise, and one that only opened it."""
    folder = tmp_path / "hasil"
    for code, rule in RULES.items():
        unit = open_unit("03", learner=code, results=folder)
        board = unit.board("papan")
        assert isinstance(board, Board)
        board["fill_rule"].value = rule
        unit.progress.put("papan", board.values)
        if code == "K1":
            unit.progress.put(unit.bank.questions[0].id, {"tuntas": True, "percobaan": 1})
    open_unit("03", learner="K4", results=folder).progress.put("03-1", {})
    return folder


def everything(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def texts(widget: W.Widget) -> str:
    parts_ = [str(getattr(widget, "value", "")) if isinstance(widget, W.HTML) else ""]
    return " ".join([*parts_, *(texts(child) for child in getattr(widget, "children", ()))])


def test_each_group_has_the_answer_to_its_own_board(results: Path) -> None:
    before = everything(results)
    found = decisions(newest(results)[0], "03", "papan")
    assert list(found) == list(RULES), "K4 has not moved it"
    for code, one in found.items():
        own = open_unit("03", learner=code, results=results).board("papan")
        assert isinstance(own, Board) and one.answered == own.answered
    said = [one.answered.text for one in found.values()]
    assert len(set(said)) == 3 and "Rp 1.455 juta" in said[0] and "Rp 1.375 juta" in said[1]
    assert any(words.endswith("paket terbaik") or "aket" in words for words in found["K2"].chosen)
    assert everything(results) == before, "looking writes nothing"


def test_the_table_says_who_is_how_far_and_where_groups_differ(results: Path) -> None:
    unit = open_unit("03", results=results)
    total = len(unit.bank.questions)
    later = open_unit("04", learner="K2", results=results)
    for question in later.bank.questions:
        later.progress.put(question.id, {"tuntas": True})
    records = newest(results)[0]
    rows = {row[0]: row[1:5] for row in standing(records).rows}
    whole = len(later.bank.questions)
    assert rows["K1"] == ("–", f"03: 1 dari {total}", "04", "1 (+1)")
    assert rows["K2"] == ("04", f"04: {whole} dari {whole}", "–", f"{whole} (+{whole})")
    assert rows["K3"] == ("–", f"03: 0 dari {total}", "04", "0")
    assert differences(records) == "Paling berbeda di unit 03: K1 sudah 1 latihan, K2 baru 0."
    for code in ("K1", "K3", "K4"):
        other = open_unit("04", learner=code, results=results)
        for question in other.bank.questions:
            other.progress.put(question.id, {"tuntas": True})
    records = newest(results)[0]
    assert differences(records).startswith("Tuntas oleh semua: 04.\n")
    assert "Tuntas" not in standing(records).columns, "what is alike is said once"


def test_the_page_shows_cards_and_says_where_there_is_nothing(
    results: Path, tmp_path: Path
) -> None:
    page = ClassBoard(results).putusan()
    said = texts(page)
    assert (
        all(f"<h3>Kelompok {code}</h3>" in said for code in RULES)
        and "Kelompok K4<" not in said
        and "<svg" in said
    )
    unit, board = page.children[0].children[:2]
    unit.value = "06"
    assert [key for _, key in board.options] == [
        key for key in parts("06").boards if key != "ikuti"
    ]
    assert "Belum ada yang memutuskan di papan ini." in texts(page)
    lost = open_class_board(results=tmp_path / "tidak ada")
    assert "Belum ada berkas hasil" in texts(lost.kemajuan()) and "Belum ada yang" in texts(
        lost.putusan()
    )


@pytest.mark.parametrize("unit", UNITS)
def test_every_board_of_every_unit_can_be_looked_at(unit: str, tmp_path: Path) -> None:
    opened = open_unit(unit, learner="K1", results=tmp_path)
    boards = {
        name: board
        for name in opened.parts.boards
        if isinstance(board := opened.board(name), Board)
    }
    for board in boards.values():
        opened.progress.put(board.key, board.values)
    records = newest(tmp_path)[0]
    for name, board in boards.items():
        assert decisions(records, unit, name)["K1"].answered == board.answered, name


@pytest.mark.parametrize(
    ("visitor", "own"),
    [
        ("127.0.0.1", True),
        ("::1", True),
        ("192.168.0.10", True),
        ("192.168.0.11", False),
        ("10.0.0.1", False),
    ],
)
def test_what_all_groups_decided_is_for_the_trainers_laptop(visitor: str, own: bool) -> None:
    assert is_own(visitor, "http://192.168.0.10:8866/") is own
    assert "papan_kelas" in PAGES


@pytest.mark.parametrize("path", ["papan_kelas.ipynb", "en/papan_kelas.ipynb", "PAPAN_Kelas.ipynb"])
def test_the_trainers_page_is_known_as_windows_finds_it(path: str) -> None:
    assert is_trainers(path) and not is_trainers("03_musrenbang_kecamatan.ipynb")


def decide(results: Path, code: str, **values: object) -> None:
    unit = open_unit("03", learner=code, results=results)
    board = unit.board("papan")
    assert isinstance(board, Board)
    unit.progress.put("papan", {**board.values, **values})


def chosen(page: W.Widget, label: str) -> W.Dropdown:
    return next(
        one for one in page.children[0].children if getattr(one, "description", "") == label
    )


def cards(page: W.Widget) -> list[str]:
    return re.findall("<h3>(.+?)</h3>", texts(page))


def test_groups_stand_before_persons_and_can_be_shown_alone(results: Path) -> None:
    for code in ("K10", "K3-01", "K3-02", "K1-01"):
        decide(results, code)
    page = ClassBoard(results).putusan()
    groups = [f"Kelompok {code}" for code in ("K1", "K2", "K3", "K10")]
    assert cards(page) == [*groups, "K1-01", "K3-01", "K3-02"]
    whose = chosen(page, "Tampilkan")
    kept = {words: value for words, value in whose.options}
    for words, shown in [
        ("kelompok saja", groups),
        ("orang di K3", ["K3-01", "K3-02"]),
        ("hanya K10", ["Kelompok K10"]),
        ("hanya K3-01", ["K3-01"]),
    ]:
        whose.value = kept[words]
        assert cards(page) == shown
    chosen(page, "Unit").value = "06"
    assert whose.value == "" and cards(page) == [], "K3-01 is not among those of unit 06"
    rows = standing(newest(results)[0]).rows
    assert [row[0] for row in rows] == ["K1", "K1-01", "K2", "K3", "K3-01", "K3-02", "K4", "K10"]


def test_what_all_chose_alike_is_said_once_and_above(results: Path) -> None:
    said = texts(ClassBoard(results).putusan())
    above, first, *_ = said.split('<section class="p2-group">')
    assert "Sama pada semua kartu" in above and said.count("Pagu (juta rupiah): 1.500") == 1
    assert "Cara memilih" in first and "Cara memilih" not in above


def test_a_value_that_is_no_longer_there_is_told_on_its_card(results: Path) -> None:
    decide(results, "K5", fill_rule="undian")
    found = decisions(newest(results)[0], "03", "papan")
    assert (
        found["K5"].lost == ("Pilihan tersimpan undian tidak ada lagi.",) and not found["K1"].lost
    )
    assert "Pilihan tersimpan undian tidak ada lagi." in texts(ClassBoard(results).putusan())


@pytest.mark.parametrize(
    ("language", "above"), [("id", "Sepuluh koin tidak cukup"), ("en", "Ten coins")]
)
def test_boards_are_called_as_in_their_notebook_and_secret_wishes_are_not_offered(
    language: str, above: str
) -> None:
    assert board_titles("09", language)["papan"].startswith(above)
    for unit, name in [("11", "peran"), ("10", "rktl"), ("00", "tes")]:
        assert offered(unit) == [one for one in parts(unit).boards if one not in (name, "ikuti")]


def offered(unit: str) -> list[str]:
    page = ClassBoard(Path("tidak ada")).putusan()
    chosen(page, "Unit").value = unit
    return [key for _, key in chosen(page, "Papan").options]


def test_the_years_of_unit_11_are_shown_by_what_they_led_to_and_by_what_was_decided(
    tmp_path: Path,
) -> None:
    unit = open_unit("11", learner="K1", results=tmp_path)
    board = unit.board("putaran1")
    assert isinstance(board, Board)
    board["putaran"].run()  # type: ignore[attr-defined]
    page = ClassBoard(tmp_path).putusan()
    chosen(page, "Unit").value = "11"
    said = texts(page)
    assert "<table" not in said.split("p2-group")[-1], "six columns are wider than a card"
    assert "<h4>Tahun 1</h4>" in said and "<li>Kejadian: " in said
    assert (
        "Sesudah tahun ke-1 tidak satu pun dari 8 sasaran bergerak" in said
        and "poin upaya dibagi" not in said
        and "Keputusan yang sudah dijalankan" in said
    )


def test_looking_leaves_no_widgets_behind(results: Path) -> None:
    told: list[W.Widget] = []
    records = newest(results)[0]
    with off_screen():
        inside = W.IntSlider()
        assert isinstance(inside.comm, DummyComm)
    assert inside.comm is None, "it is closed"
    W.Widget.on_widget_constructed(told.append)
    try:
        decisions(records, "03", "papan")
    finally:
        W.Widget.on_widget_constructed(None)
    assert told == [], "a browser would be told of each of them"


def test_the_hour_of_an_earlier_day_says_its_day(results: Path) -> None:
    records = newest(results)[0]
    early = msgspec.structs.replace(records["K1", "03"], saved="2020-01-02T15:35:00")
    rows = standing({**records, ("K1", "03"): early}).rows
    assert rows[0][-1] == "2020-01-02 15.35" and len(rows[1][-1]) == 5
