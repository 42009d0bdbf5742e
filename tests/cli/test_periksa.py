"""`p2spp periksa`: a village's own files, Excel or CSV, become findings with what to do; an example shows the files."""

from __future__ import annotations

from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from p2spp_sim.base.files import data_path
from p2spp_sim.base.language import Labels, set_language
from p2spp_sim.cli import main
from p2spp_sim.village_plan import VILLAGE_TABLES, check_village
from p2spp_sim.village_plan.papers import PAYERS

EXAMPLE = data_path("datasets", "tirtamulya")


def sheet(path: Path, name: str) -> list[list[object]]:
    return CalamineWorkbook.from_path(str(path)).get_sheet_by_name(name).to_python()


def test_the_example_in_excel_says_the_same_as_its_papers(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "data" / "desa_kami"
    assert main(["periksa", str(folder), "--contoh"]) == 0
    assert {path.name for path in folder.iterdir()} == {f"{name}.xlsx" for name in VILLAGE_TABLES}
    head, first, *_ = sheet(folder / "rkp_desa.xlsx", "isian")
    assert first[head.index("biaya (rupiah)")] == 110_000_000  # a number to Excel too, not a text
    capsys.readouterr()
    assert main(["periksa", str(folder)]) == 0
    from_excel = capsys.readouterr().out
    assert main(["periksa", str(EXAMPLE)]) == 0
    assert from_excel == capsys.readouterr().out


def test_findings_are_told_with_what_to_do_and_counted(capsys: pytest.CaptureFixture[str]) -> None:
    findings = check_village(EXAMPLE)
    counts = findings["lamp"].value_counts()
    assert main(["periksa", str(EXAMPLE)]) == 0
    out = capsys.readouterr().out
    assert out.startswith(f"{counts['red']} merah") and f"{counts['yellow']} kuning" in out
    assert out.count("\nmerah ") == counts["red"] and out.count("\nkuning ") == counts["yellow"]
    flat = " ".join(out.split())
    assert all(remedy in flat for remedy in findings["do"] if remedy)


def test_the_rules_decide_and_the_book_holds_every_finding(tmp_path: Path) -> None:
    book = tmp_path / "temuan.xlsx"
    for rules in ("2010", "sipd"):
        assert main(["periksa", str(EXAMPLE), "--rules", rules, "--out", str(book)]) == 0
        head, *rows = sheet(book, "temuan")
        findings = check_village(EXAMPLE, rules)
        assert head == ["lampu", "temuan", "tempat", "tindakan", "dasar"]
        assert [row[1] for row in rows] == findings["what"].tolist() and [
            row[4] for row in rows
        ] == findings["rule"].tolist()
        assert {row[0] for row in rows} == {"merah", "kuning", "hijau"}


def test_the_guide_tells_every_column_its_words_and_what_may_be_empty(tmp_path: Path) -> None:
    folder = tmp_path / "contoh"
    main(["periksa", str(folder), "--contoh"])
    for name, columns in VILLAGE_TABLES.items():
        _, *rows = sheet(folder / f"{name}.xlsx", "petunjuk")
        assert [row[0] for row in rows] == [column.head for column in columns]
        assert all(row[1] for row in rows) and [row[5] == "wajib" for row in rows] == [
            column.default is None for column in columns
        ]
    payers = next(
        row for row in sheet(folder / "rkp_desa.xlsx", "petunjuk") if row[0] == "pembayar"
    )
    assert payers[4] == "APB Desa; BLM PNPM; Swadaya; APBD kabupaten; APBD provinsi; APBN"
    head, *rows = sheet(folder / "rkp_desa.xlsx", "isian")
    assert {row[head.index("pembayar")] for row in rows} <= {*PAYERS.values()}, "no words of code"
    picks = sheet(folder / "rkp_desa.xlsx", "pilihan")
    assert [row[0] for row in picks] == ["pembayar", *PAYERS.values()]


@pytest.mark.parametrize("language", ["id", "en"])
def test_the_words_of_the_guide_may_stand_in_the_cells(language: str) -> None:
    set_language(language)
    for column in (
        column for columns in VILLAGE_TABLES.values() for column in columns if column.choices
    ):
        assert isinstance(column.choices, Labels)
        for word, name in column.choices.items():
            assert column.parse(name) == column.parse(word) == word
    sides = next(column for column in VILLAGE_TABLES["apb_desa"] if column.name == "side")
    assert sides.parse("Pendapatan") == "income"


def test_what_is_wrong_is_a_sentence_and_nothing_is_overwritten(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    kept = tmp_path / "rkp_desa.csv"
    kept.write_text("id\n", encoding="utf-8")
    assert main(["periksa", str(tmp_path), "--contoh"]) == 2
    assert "tidak kosong" in capsys.readouterr().err and kept.read_text(encoding="utf-8") == "id\n"
    assert main(["periksa", str(tmp_path)]) == 2
    err = capsys.readouterr().err
    assert "rpjm_desa" in err and "rkp_desa.csv" in err and "kolom ini tidak ada" in err
    assert main(["periksa", str(tmp_path / "lain")]) == 2
    assert main(["periksa", str(EXAMPLE), "--rules", "sipdd"]) == 2
    assert "sipd" in capsys.readouterr().err
    assert main(["periksa", str(EXAMPLE), "--out", str(tmp_path / "temuan.pdf")]) == 2


def test_the_villages_own_files_are_not_overwritten(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "desa"
    main(["periksa", str(folder), "--contoh"])
    own = folder / "rkp_desa.xlsx"
    before = own.read_bytes()
    for name in (own, folder / "RKP_desa.xlsx", tmp_path / "desa" / ".." / "desa" / "rapat.xlsx"):
        assert main(["periksa", str(folder), "--out", str(name)]) == 2
        assert "sebut nama lain" in capsys.readouterr().err
    assert own.read_bytes() == before and len(list(folder.iterdir())) == len(VILLAGE_TABLES)
    assert main(["periksa", str(folder), "--out", str(tmp_path / "rkp_desa.xlsx")]) == 0, (
        "elsewhere the name is free"
    )


def test_a_misnamed_file_is_named_and_what_lacks_is_not_red(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder, book = tmp_path / "desa", tmp_path / "desa" / "temuan.xlsx"
    main(["periksa", str(folder), "--contoh"])
    (folder / "rapat.xlsx").rename(folder / "Rapat Desa.xlsx")
    (folder / "~$rkp_desa.xlsx").touch()  # Excel has the file open
    capsys.readouterr()
    for _ in range(2):
        assert main(["periksa", str(folder), "--out", str(book)]) == 0
        said = capsys.readouterr()
        assert "tidak dibaca: Rapat Desa.xlsx." in said.err
        assert "berkas rapat tidak ada" in " ".join(said.out.split())
    waiting = [row for row in sheet(book, "temuan") if row[2] == "rapat"]
    assert len(waiting) == 5 and {row[0] for row in waiting} == {"kuning"}
    (folder / "rkp_desa.xlsx").rename(folder / "rkp desa 2011.xlsx")
    assert main(["periksa", str(folder)]) == 2
    assert "rkp desa 2011.xlsx" in capsys.readouterr().err
