"""`--out` writes a book that can be read, or leaves what was there."""

import os
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

import p2spp_sim as p2
from p2spp_sim.cli import main


def run(path: Path) -> int:
    return main(["run", "tirtamulya", "--scenario", "unit06", "--out", str(path)])


def test_book_holds_what_was_shown(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "buku.xlsx"
    assert run(path) == 0
    assert f"Buku Excel ditulis: {path}" in capsys.readouterr().out
    book = CalamineWorkbook.from_path(path)
    assert book.sheet_names == ["corong", "uang", "indikator", "usulan", "skenario"]
    head, *rows = book.get_sheet_by_name("corong").to_python()
    assert [row[head.index("rupiah")] for row in rows] == [2.955e9, 1.23e9, 9.6e8, 6.9e8, 6.1e8]
    head, *rows = book.get_sheet_by_name("usulan").to_python()
    frame = p2.run_year(p2.World.load("tirtamulya"), p2.Scenario.load("unit06")).frame()
    assert [row[head.index("id")] for row in rows] == list(frame["id"])
    assert sum(row[head.index("approved_idr")] for row in rows) == frame["approved_idr"].sum()
    assert [path.name for path in tmp_path.iterdir()] == ["buku.xlsx"]


@pytest.mark.parametrize(
    "error, status",
    [
        (OSError(28, "No space left on device"), 2),
        (PermissionError(13, "denied"), 2),
        (KeyboardInterrupt(), 130),
    ],
    ids=["full disk", "open elsewhere", "stopped"],
)
def test_an_interrupted_save_leaves_the_old_book(
    error: BaseException,
    status: int,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    path = tmp_path / "buku.xlsx"
    path.write_bytes(b"isi lama")

    def stopped(*_: object) -> None:
        raise error

    monkeypatch.setattr(os, "replace", stopped)
    assert run(path) == status
    out, err = capsys.readouterr()
    assert out == ""
    assert "Traceback" not in err
    assert ("Isi lama tetap ada." in err) == (status == 2)
    assert path.read_bytes() == b"isi lama"
    assert [each.name for each in tmp_path.iterdir()] == ["buku.xlsx"]


def test_a_run_that_fails_its_check_writes_no_book(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(run: p2.Run) -> p2.Run:
        raise p2.LedgerError("tidak cocok")

    monkeypatch.setattr(p2.Run, "check", fails)
    assert run(tmp_path / "buku.xlsx") == 2
    assert list(tmp_path.iterdir()) == []
