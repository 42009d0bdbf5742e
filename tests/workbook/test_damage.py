"""Whatever a result file holds, a unit opens, the recap and the class board come, and the file is named."""

from __future__ import annotations

import os
import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from p2spp_sim.base.errors import P2sppError
from p2spp_sim.base.language import set_language
from p2spp_sim.workbook.classroom import board
from p2spp_sim.workbook.classroom.board import ClassBoard, decisions, standing
from p2spp_sim.workbook.classroom.recap import newest, summarise, write_summary
from p2spp_sim.workbook.core.unit import Unit, open_unit, unit_of
from p2spp_sim.workbook.saving.progress import Progress
from p2spp_sim.workbook.saving.record import LARGEST, VERSION, read
from tests.workbook.damage import damaged, originals
from tests.workbook.test_summary import put, sheet, solved

OBJECT = '{"versi": 2, "unit": "03", "peserta": "K2-01", "edisi": "participant", "disimpan": "2026-11-24T10:00:00", '
BROKEN = {
    "a bad byte": OBJECT.encode() + b'"isi": {"papan": {"a": "\xe9"}}}',
    "deep": b"[" * 3000,
    "deep in a part": (OBJECT + '"isi": {"papan": {"a": ' + "[" * 300 + "]" * 300 + "}}}").encode(),
    "beyond all numbers": (OBJECT + '"mulai_ulang": 1e999, "isi": {}}').encode(),
    "no number": (OBJECT + '"isi": {"papan": {"a": NaN}}}').encode(),
    "digits without end": (OBJECT + '"isi": {"papan": {"a": ' + "9" * 4000 + "}}}").encode(),
    "half a sign": (OBJECT + '"isi": {"papan": {"a": "\\ud83c"}}}').encode(),
    "half a sign in a key": (OBJECT + '"isi": {"papan": {"\\ud83c": 1}}}').encode(),
    "a key twice": (OBJECT + '"isi": {"papan": {"a": 1, "a": 2}}}').encode(),
    "a part that is none": (OBJECT + '"isi": {"papan": []}}').encode(),
    "an answer of no kind": (OBJECT + '"isi": {"03-1": {"jawaban": [[1]]}}}').encode(),
    "tries that are none": (OBJECT + '"isi": {"03-1": {"percobaan": "banyak"}}}').encode(),
    "a state that never was": (OBJECT + '"isi": {"03-1": {"status": "x"}}}').encode(),
    "a list": b"[]",
    "nothing": b"",
    "too large": OBJECT.encode() + b'"isi": {}}' + b" " * LARGEST,
}


@pytest.fixture(params=[*BROKEN, "a folder", "a link", "a link in a circle", "a link to nowhere"])
def broken(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    path = tmp_path / "K2-01_unit03.json"
    if request.param == "a folder":
        path.mkdir()
    elif request.param == "a link":
        (tmp_path / "lain.json").write_bytes(
            put(tmp_path, "K2-01", "03", {}, name="x.json").read_bytes()
        )
        path.symlink_to(tmp_path / "lain.json")
    elif request.param.startswith("a link"):
        path.symlink_to(path if "circle" in request.param else tmp_path / "tidak_ada")
    else:
        path.write_bytes(BROKEN[request.param])
    return path


def test_a_damaged_file_is_told_by_its_name_and_the_others_count(broken: Path) -> None:
    put(broken.parent, "K1-01", "03", solved("03-1"))
    found = summarise(broken.parent)
    assert [row["kode"] for row in sheet(found, "nilai")] == ["K1-01"] and found.damaged == 1
    assert any(broken.name in note for note in found.notes)


def test_a_damaged_file_is_told_on_the_class_board_and_the_others_are_shown(broken: Path) -> None:
    put(broken.parent, "K1-01", "03", {"papan": {"kecamatan_ceiling_idr": 900}})
    board = ClassBoard(broken.parent)
    for shown in (board.kemajuan(), board.putusan()):
        text = str([one.value for one in _html(shown)])
        assert broken.name in text and "K1-01" in text


def _html(widget: object) -> Iterator[object]:
    for one in getattr(widget, "children", ()):
        yield from _html(one)
    if isinstance(getattr(widget, "value", None), str):
        yield widget


def test_a_damaged_file_is_set_aside_on_opening(broken: Path) -> None:
    opened = Progress("03", "K2-01", broken.parent)
    kept = broken.with_suffix(".rusak")
    assert (
        not opened.resumed
        and os.path.lexists(kept)
        and kept.name in opened.notes[0]
        and broken.name in opened.notes[0]
    )
    assert opened.put("papan", {"a": 1}) and Progress("03", "K2-01", broken.parent).part(
        "papan"
    ) == {"a": 1}


def test_a_pipe_in_place_of_a_file_makes_nobody_wait(tmp_path: Path) -> None:
    if not hasattr(os, "mkfifo"):
        pytest.skip("no pipes here")
    os.mkfifo(tmp_path / "K2-01_unit03.json")
    put(tmp_path, "K1-01", "03", solved("03-1"))
    assert summarise(tmp_path).damaged == 1 and not Progress("03", "K2-01", tmp_path).resumed


def test_a_name_that_is_no_text_is_told_too(tmp_path: Path) -> None:
    try:
        (tmp_path / os.fsdecode(b"\xff_unit03.json")).write_bytes(b"{")
    except OSError:
        pytest.skip("this file system holds no such names")
    put(tmp_path, "K1-01", "03", solved("03-1"))
    found, path = write_summary(tmp_path)
    assert found.damaged == 1 and path.is_file() and "\ufffd_unit03.json" in found.notes[0]


def test_one_board_that_cannot_be_shown_keeps_no_other_from_the_projector(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for code in ("K1", "K2"):
        put(tmp_path, code, "03", {"papan": {"pagu": 900}})

    def unit(progress: Progress) -> Unit:
        if progress.part("papan")["pagu"] == 13:
            raise KeyError("whatever a board may end in")
        return unit_of(progress)

    put(tmp_path, "K2", "03", {"papan": {"pagu": 13}})
    monkeypatch.setattr(board, "unit_of", unit)
    found = decisions(newest(tmp_path)[0], "03", "papan")
    assert set(found) == {"K1", "K2"} and found["K2"].lost and found["K1"].answered.text


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> list[bytes]:
    set_language("id")
    return originals(tmp_path_factory.mktemp("asal"))


def test_nothing_that_is_in_files_stops_a_class(tmp_path: Path, whole: list[bytes]) -> None:
    """The long proof is `tests/long/test_damage.py`."""
    check_damage(tmp_path, random.Random(1), whole, files=40, units=2)


def check_damage(
    tmp_path: Path, chance: random.Random, whole: list[bytes], files: int, units: int
) -> int:
    """Damage files and hold what must be against them; give how many were set aside."""
    aside = 0
    folder = tmp_path / "kelas"
    put(folder / "baik", "K9-01", "03", solved("03-1"))
    for number in range(files):
        content = chance.choice(whole)
        unit = next(
            one
            for one in ("tesawal", "02", "03", "05", "09", "10", "11")
            if f'"unit": "{one}"'.encode() in content
        )
        content = damaged(content.replace(b'"K1-01"', f'"K{number}"'.encode()), chance)
        (folder / f"K{number}_unit{unit}.json").write_bytes(content)
        here = tmp_path / "buka"
        here.mkdir(exist_ok=True)
        path = here / f"K{number}_unit{unit}.json"
        path.write_bytes(content)
        try:
            opened = Progress(unit, f"K{number}", here)
        except P2sppError as error:
            assert path.name in str(error) and b"versi" in content, (
                "only what is newer is left alone"
            )
            continue
        aside += path.name in "".join(opened.notes)
        assert opened.put("baru", {"a": 1}), "what opens can be saved"
        again = Progress(unit, f"K{number}", here)
        assert again.state == opened.state and again.part("baru") == {"a": 1}
        if number < units and unit != "tesawal":
            path.write_bytes(content)
            shown = open_unit(unit, learner=f"K{number}", results=here)
            assert shown.kartu() is not None and shown.simpan() is not None
            assert all(shown.papan(name) is not None for name in shown.parts.boards)
            assert all(shown.latihan(question.id) is not None for question in shown.bank.questions)
    found, _ = write_summary(folder)
    assert "K9-01" in [row["kode"] for row in sheet(found, "nilai")]
    told, records = "\n".join(found.notes), newest(folder)[0]
    for path in folder.glob("*.json"):
        try:
            read(path)
        except P2sppError:
            assert path.name in told
    assert standing(records).rows
    for unit in ("03", "11"):
        decisions(records, unit, "papan")
    return aside


def test_what_is_damaged_here_is_of_this_version(whole: list[bytes]) -> None:
    assert all(f'"versi": {VERSION}'.encode() in content for content in whole)
