"""`p2spp rekap`: a folder of result files becomes one Excel file; damaged files are told and the rest goes on."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from p2spp_sim.cli import main


def put(folder: Path, code: str, unit: str = "06") -> None:
    record = {
        "versi": 1,
        "unit": unit,
        "peserta": code,
        "disimpan": "2026-11-24T10:00:00",
        "isi": {},
    }
    (folder / f"{code}_unit{unit}.json").write_text(json.dumps(record), encoding="utf-8")


def test_the_recap_is_written_and_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    put(tmp_path, "K1-01")
    put(tmp_path, "K1-02")
    assert main(["rekap", str(tmp_path)]) == 0
    out = capsys.readouterr().out
    assert "2 kode kelompok atau orang, 2 berkas hasil" in out and "rekap_pelatihan.xlsx" in out
    rows = (
        CalamineWorkbook.from_path(str(tmp_path / "rekap_pelatihan.xlsx"))
        .get_sheet_by_name("nilai")
        .to_python()
    )
    assert [row[0] for row in rows] == ["kode", "K1-01", "K1-02"]


def test_a_damaged_file_is_told_and_another_book_can_be_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    put(tmp_path, "K1-01")
    (tmp_path / "K1-02_unit06.json").write_text("{", encoding="utf-8")
    book = tmp_path / "kelas.xlsx"
    assert main(["rekap", str(tmp_path), "--ke", str(book)]) == 1
    assert "K1-02_unit06.json dilewati" in capsys.readouterr().out and book.is_file()


def test_without_a_folder_the_results_of_this_workbook_are_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("P2SPP_HASIL", raising=False)
    monkeypatch.setattr(
        "p2spp_sim.cli.rekap.start_page", lambda: tmp_path / "notebooks" / "mulai.ipynb"
    )
    (tmp_path / "notebooks" / "hasil").mkdir(parents=True)
    put(tmp_path / "notebooks" / "hasil", "K1-01")
    assert main(["rekap"]) == 0
    assert (tmp_path / "notebooks" / "hasil" / "rekap_pelatihan.xlsx").is_file()


@pytest.mark.parametrize("book", ["tidak/ada.xlsx", "kelas.docx"])
def test_a_book_that_cannot_be_written_is_a_sentence(
    book: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    put(tmp_path, "K1-01")
    assert main(["rekap", str(tmp_path), "--ke", str(tmp_path / book)]) == 2
    assert "xlsx" in capsys.readouterr().err and len(list(tmp_path.iterdir())) == 1


def test_a_folder_without_results_is_a_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["rekap", str(tmp_path)]) == 2
    assert "Tidak ada berkas hasil" in capsys.readouterr().err and not list(tmp_path.iterdir())
    assert main(["rekap", str(tmp_path / "lain")]) == 2
    assert "tidak ada" in capsys.readouterr().err


def test_the_class_book_is_written_once_and_read_by_the_recap(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "hasil"
    assert main(["rekap", str(folder), "--buku", "5", "5"]) == 0
    assert "buku_kelas.xlsx" in capsys.readouterr().out
    before = (folder / "buku_kelas.xlsx").read_bytes()
    assert main(["rekap", str(folder), "--buku", "5", "5"]) == 2
    assert (
        "tidak ditimpa" in capsys.readouterr().err
        and (folder / "buku_kelas.xlsx").read_bytes() == before
    )
    assert main(["rekap", str(folder)]) == 0
    book = CalamineWorkbook.from_path(str(folder / "rekap_pelatihan.xlsx"))
    assert len(book.get_sheet_by_name("hadir").to_python()) == 1 + 25 + 1
    assert main(["rekap", str(folder), "--buku", "0", "5"]) == 2
    assert "diharapkan 1 sampai 40 kelompok" in capsys.readouterr().err
