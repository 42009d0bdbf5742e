"""What a learner types that may not be kept: it is told, and what is shown is what is saved."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from p2spp_sim.workbook.core.board import Board
from p2spp_sim.workbook.exercises.bank import load_bank
from p2spp_sim.workbook.exercises.kinds.sentence import SentenceQuestion
from p2spp_sim.workbook.page.messages import clean_messages
from p2spp_sim.workbook.units.u10.rktl_board import FollowUpPlan
from tests.workbook.conftest import UNITS, Opener

SENTENCES = [
    question.id
    for unit in UNITS
    for question in load_bank(unit).questions
    if isinstance(question, SentenceQuestion)
]


def files(folder: Path) -> str:
    return "".join(
        path.read_bytes().decode("utf-8", "replace") for path in folder.rglob("*") if path.is_file()
    )


@pytest.mark.parametrize("key", SENTENCES)
def test_a_sentence_with_a_name_is_covered_on_the_screen_as_in_the_file(
    opened: Opener, tmp_path: Path, key: str
) -> None:
    view = opened(key[:2]).exercise(key)
    (area,) = view.field.boxes.values()
    area.value = "Bu Siti Aminah (NIK ３２０１０１１５０８９５０００１) menemui Bu Ratmi \ud83c"  # noqa: RUF001
    assert view.field.read() == "Bu […] (NIK […]) menemui Bu Ratmi \ufffd"
    assert "Ditutup dengan […], tidak disimpan: nama, NIK." in view.feedback.value
    view.check()
    area.value += " lagi"
    assert "Siti" not in files(tmp_path) and "Bu Ratmi" in files(tmp_path)
    again = opened(key[:2]).exercise(key)
    assert again.field.read() == view.field.read()


def test_a_plan_with_a_name_is_covered_on_the_screen_as_in_the_files(
    opened: Opener, tmp_path: Path
) -> None:
    board = opened("10").board("rktl")
    assert isinstance(board, Board)
    plan = board["rktl"]
    assert isinstance(plan, FollowUpPlan)
    plan.start.value = date(2011, 1, 3)
    plan.rows[
        0
    ].what.value = "Setrawan menelepon Pak Joko Susilo di 0812-3456-7890 untuk menyerahkan daftar"
    assert plan.rows[0].what.value == "Setrawan menelepon Pak […] di […] untuk menyerahkan daftar"
    assert "nama, nomor telepon" in board.told.value and "ganti “[…]”" in plan.rows[0].told.value
    assert "[…]" in board.answered.tables[0].html() and "Joko" not in files(tmp_path)
    plan.rows[0].evidence.value = "Tanda terima"
    assert "Ditutup" not in board.told.value


def test_halves_of_signs_are_gone_before_a_control_sees_them() -> None:
    class Session:
        unpack = staticmethod(json.loads)

    session = Session()
    clean_messages(session)
    clean_messages(session)
    packed = json.dumps({"a": ["x\ud83c", "🌾", {"\udf3e": 1}], "b": "\\ud"}).encode()
    assert session.unpack(packed) == {"a": ["x\ufffd", "🌾", {"\ufffd": 1}], "b": "\\ud"}
