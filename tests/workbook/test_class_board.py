"""The trainer's page on a class: what stands in the files is shown, code by code, and nothing is written."""

from __future__ import annotations

from pathlib import Path

import ipywidgets as W  # noqa: N812
import pytest

from p2spp_sim.workbook import open_class_board, open_unit
from p2spp_sim.workbook.board import Board
from p2spp_sim.workbook.class_board import ClassBoard, decisions, standing
from p2spp_sim.workbook.door import is_own
from p2spp_sim.workbook.notebooks import PAGES
from p2spp_sim.workbook.summary import newest
from p2spp_sim.workbook.units import parts

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


def test_the_table_says_who_is_how_far(results: Path) -> None:
    table = standing(newest(results)[0])
    total = len(open_unit("03", results=results).bank.questions)
    assert [(row[0], row[1]) for row in table.rows] == [
        ("K1", f"1 dari {total}"),
        *((code, f"0 dari {total}") for code in ("K2", "K3", "K4")),
    ]
    assert len(table.columns) == 3, "only units that somebody opened"


def test_the_page_shows_cards_and_says_where_there_is_nothing(results: Path, tmp_path: Path) -> None:
    page = ClassBoard(results).putusan()
    said = texts(page)
    assert all(f"<h3>{code}</h3>" in said for code in RULES) and "<h3>K4</h3>" not in said and "<svg" in said
    unit, board = page.children[0].children[:2]
    unit.value = "06"
    assert [key for _, key in board.options] == list(parts("06").boards)
    assert "Belum ada yang memutuskan di papan ini." in texts(page)
    lost = open_class_board(results=tmp_path / "tidak ada")
    assert "Belum ada berkas hasil" in texts(lost.kemajuan()) and "Belum ada yang" in texts(lost.putusan())


@pytest.mark.parametrize("unit", [f"{number:02}" for number in range(12)])
def test_every_board_of_every_unit_can_be_looked_at(unit: str, tmp_path: Path) -> None:
    opened = open_unit(unit, learner="K1", results=tmp_path)
    boards = {name: board for name in opened.parts.boards if isinstance(board := opened.board(name), Board)}
    for board in boards.values():
        opened.progress.put(board.key, board.values)
    records = newest(tmp_path)[0]
    for name, board in boards.items():
        assert decisions(records, unit, name)["K1"].answered == board.answered, name


@pytest.mark.parametrize(
    ("visitor", "own"),
    [("127.0.0.1", True), ("::1", True), ("192.168.0.10", True), ("192.168.0.11", False), ("10.0.0.1", False)],
)
def test_what_all_groups_decided_is_for_the_trainers_laptop(visitor: str, own: bool) -> None:
    assert is_own(visitor, "http://192.168.0.10:8866/") is own
    assert "papan_kelas" in PAGES
