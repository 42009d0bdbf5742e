"""`p2spp daftar`: how a list is understood, which column is what, and what is remembered of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from p2spp_sim.alignment.note import example
from p2spp_sim.base.language import set_language
from p2spp_sim.cli import main
from p2spp_sim.results.excel import write_tables
from tests.studies.messy import HEAD, ROADS, write
from tests.studies.test_layouts import RPJM


def test_a_list_is_shown_as_it_is_read_and_a_choice_is_remembered(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    set_language("id")
    rows = [[*HEAD, "Anggaran"], *([*row, 5_000_000] for row in ROADS)]
    book = str(write(tmp_path / "daftar.xlsx", {"Data": rows}))
    assert main(["daftar", book]) == 2
    said = capsys.readouterr()
    assert "kolom Pagu (Rp) / Anggaran" in said.err and "--kolom JUDUL=KOLOM" in said.err
    assert main(["daftar", book, "--kolom", "Pagu=biaya"]) == 2
    assert "kolom yang dipilih ini tidak ada" in capsys.readouterr().err
    assert main(["daftar", book, "--kolom", "E"]) == 2
    assert "tulis JUDUL=KOLOM" in capsys.readouterr().err
    words = ["daftar", book, "--kolom", "E=biaya", "--ingat", str(tmp_path / "hasil")]
    assert main(words) == 0 and "Rp 775.000.000" in capsys.readouterr().out
    assert main([*words[:2], *words[4:]]) == 0
    assert "tata letak yang pernah Anda tunjukkan" in capsys.readouterr().out


def test_the_papers_of_a_village_may_have_headings_of_their_own(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    set_language("id")
    heads = ["nomor", "kegiatan", "tahun", "Anggaran Final", "pembayar", "wewenang"]
    works = [heads, ["K1", "Rabat beton", 2026, 120_000_000, "DD", "desa"]]
    write(tmp_path / "rkp_desa.xlsx", {"S": [*works, ["", "JUMLAH", "", 120_000_000, "", ""]]})
    write(tmp_path / "rpjm_desa.xlsx", {"Sheet1": RPJM})
    assert main(["periksa", str(tmp_path)]) == 2
    assert main(["periksa", str(tmp_path), "--kolom", "rkp.Biaya=biaya"]) == 2
    assert "rkp_desa" in capsys.readouterr().err
    assert main(["periksa", str(tmp_path), "--kolom", "rkp_desa.Anggaran Final=biaya"]) == 0
    assert "Dibaca menurut kolom yang dipilih: 1 baris" in capsys.readouterr().out


def test_many_files_become_one_or_nothing_is_written(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    set_language("id")
    books = [str(write(tmp_path / f"{n}.xlsx", {"S": [HEAD, *ROADS]})) for n in "ab"]
    (tmp_path / "c.xlsx").write_bytes(b"rusak")
    made, bad = tmp_path / "satu.xlsx", str(tmp_path / "c.xlsx")
    assert main(["daftar", *books]) != 0 and "--gabung" in capsys.readouterr().err
    assert main(["daftar", *books, bad, "--gabung", str(made)]) == 2
    assert "c.xlsx: bukan buku kerja" in capsys.readouterr().err and not made.exists()
    assert main(["daftar", *books, bad, "--tanpa", "c.xlsx", "--gabung", str(made)]) == 0
    assert "Satu daftar: 8 baris, Rp 1.550.000.000" in capsys.readouterr().out
    assert main(["daftar", str(made)]) == 0 and "Rp 1.550.000.000" in capsys.readouterr().out


def test_papers_are_written_from_the_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    book = write_tables(example(), tmp_path / "daftar.xlsx")
    words = [
        "surat",
        str(book),
        "--kabupaten",
        "Wanasari",
        "--tahun",
        "2027",
        "--ke",
        str(tmp_path),
    ]
    assert main([*words, "--tanggal", "besok"]) == 2
    assert (
        "Tanggal “besok” tidak terbaca" in capsys.readouterr().err
        and not (tmp_path / "wanasari_2027").exists()
    )
    assert main(words) == 0
    written = capsys.readouterr().out
    assert written.count("wanasari_2027") == 10 and "Belum diperiksa: 12 kegiatan Renja" in written
