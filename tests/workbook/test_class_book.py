"""The class book: what was on paper comes into the recap as if it had been on the screen, and never without a code."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from p2spp_sim.errors import BadData, P2sppError
from p2spp_sim.excel import write_tables
from p2spp_sim.workbook.class_book import (
    ASPECTS,
    CLASS_TABLES,
    NAME,
    SESSIONS,
    read_class_book,
    write_class_book,
    write_forms,
)
from p2spp_sim.workbook.quiz import FORMS, PART, form, load_test, progress_of
from p2spp_sim.workbook.summary import summarise

Sheets = dict[str, pd.DataFrame]


@pytest.fixture
def sheets(tmp_path: Path) -> Sheets:
    """The empty book as its sheets, to be filled in by a test."""
    empty = write_class_book(tmp_path / "kosong.xlsx", 2, 2)
    return pd.read_excel(empty, sheet_name=None, engine="calamine", dtype=object, keep_default_na=False)


def filled(sheets: Sheets, folder: Path) -> Path:
    folder.mkdir(exist_ok=True)
    return write_tables(sheets, folder / NAME)


def letters(name: str, wrong: int = 0) -> list[str]:
    """Give the letters of a form that are right but for the first few."""
    right = [place.letter for place in form(name)]
    return [("B" if one == "A" else "A") if at < wrong else one for at, one in enumerate(right)]


def test_an_empty_book_has_a_row_for_every_code_and_can_be_read(tmp_path: Path) -> None:
    book = read_class_book(write_class_book(tmp_path / NAME, 3, 12))
    assert len(book.attendance) == 36 and {"K1-01", "K3-12"} <= book.attendance.keys()
    assert not book.tests and not book.ratings
    with pytest.raises(P2sppError, match="sudah ada dan tidak ditimpa"):
        write_class_book(tmp_path / NAME)


def test_a_test_on_paper_scores_as_on_the_screen(sheets: Sheets, tmp_path: Path) -> None:
    test = load_test()
    for name, wrong in (("A", 12), ("B", 3)):
        sheet = sheets[f"tes_{name.casefold()}"]
        sheet.iloc[0, 1:] = letters(name, wrong)
        sheet.iloc[1, 1:] = [letter.casefold() for letter in letters(name)]
    found = summarise(filled(sheets, tmp_path / "hasil").parent)
    table = found.sheets["tes"].set_index("kode")
    points = test.points
    assert table.loc["K1-01", ["tes awal", "tes akhir"]].tolist() == [8 * points, 17 * points]
    assert table.loc["K1-02", ["tes awal", "tes akhir"]].tolist() == [20 * points] * 2
    assert "K2-01" not in table.index, "who answered nothing took no test"
    items = found.sheets["soal"]
    assert items["benar akhir (%)"].sum() == pytest.approx(100 * (17 + 20) / 2)


def test_the_screen_wins_over_paper_for_the_same_form_only(sheets: Sheets, tmp_path: Path) -> None:
    for name in FORMS:
        sheets[f"tes_{name.casefold()}"].iloc[0, 1:] = letters(name)
    folder = filled(sheets, tmp_path / "hasil").parent
    progress_of("A", "K1-1", folder).put(PART, {"jawaban": {form("A")[0].item.key: form("A")[0].item.kunci}})
    found = summarise(folder)
    row = found.sheets["tes"].set_index("kode").loc["K1-01"]
    assert (row["tes awal"], row["tes akhir"]) == (load_test().points, 20 * load_test().points)
    assert "Tes di layar dan di buku kelas: K1-01 (A); yang dipakai yang di layar." in found.notes


def test_who_came_and_how_the_course_was_found(sheets: Sheets, tmp_path: Path) -> None:
    came = sheets["hadir"]
    came.iloc[0, 1:] = ["Setrawan", "Y", "v", "N", ""]
    came.iloc[1, 2:] = ["✓", "", "", "y"]
    rated = [
        [1, 4, 5, 3, 2, "", 5, "Lebih banyak latihan. HP 0812-3456-7890"],
        [1, 2, 5, 3, 4, 1, 5, ""],
        [2, 5] + [""] * 6,
    ]
    sheets["evaluasi"] = pd.DataFrame(rated, columns=sheets["evaluasi"].columns)
    found = summarise(filled(sheets, tmp_path / "hasil").parent).sheets
    attended = found["hadir"].set_index("kode")
    assert attended.loc["K1-01"].tolist() == ["Setrawan", "hadir", "hadir", "", "", 2]
    assert attended.loc["jumlah"].tolist() == ["", 2, 1, 0, 1, 4]
    table = found["evaluasi"].set_index(["hari", "hal"])
    assert table.loc[(1, "isi")].tolist() == [2, 3.0, 1] and table.loc[(1, "pembagian waktu"), "lembar"] == 1
    assert table.loc[(2, "isi"), "rata-rata (1-5)"] == 5 and table.loc[(2, "pelatih"), "lembar"] == 0
    assert found["kesan"].to_numpy().tolist() == [[1, "Lebih banyak latihan. HP …"]]


@pytest.mark.parametrize(
    ("sheet", "row", "column", "value", "told"),
    [
        ("tes_a", 0, "3", "AB", "diharapkan salah satu dari a, b, c, d"),
        ("tes_b", 1, "kode", "Siti Aminah", "bukan nama atau NIK"),
        ("tes_b", 1, "kode", "k1-1", "sudah dipakai di baris 2"),
        ("hadir", 2, "hari 1 pagi", "mungkin", "diharapkan Y atau N"),
        ("evaluasi", 0, "isi", 6, "diharapkan antara 1 dan 5"),
    ],
)
def test_a_wrong_cell_is_told_with_its_place_and_the_recap_of_the_screen_is_made(
    sheets: Sheets, tmp_path: Path, sheet: str, row: int, column: str, value: Any, told: str
) -> None:
    if sheet == "evaluasi":
        sheets[sheet] = pd.DataFrame([[1, 3, 3, 3, 3, 3, 3, ""]], columns=sheets[sheet].columns)
    sheets[sheet].loc[row, column] = value
    path = filled(sheets, tmp_path / "hasil")
    with pytest.raises(BadData, match=told) as caught:
        read_class_book(path)
    assert [(one.file, one.row, one.column) for one in caught.value.faults] == [
        (f"{NAME}, lembar {sheet}", row + 2, column)
    ]
    progress_of("A", "K1-1", path.parent).put(PART, {"jawaban": {form("A")[0].item.key: "x"}})
    found = summarise(path.parent)
    assert found.damaged == 1 and any(told in note for note in found.notes)
    assert found.sheets["tes"]["kode"].tolist()[0] == "K1-01" and found.sheets["hadir"].empty


def test_the_sheets_for_the_class_hold_what_the_book_asks(tmp_path: Path) -> None:
    came, rated = (path.read_text(encoding="utf-8") for path in write_forms(tmp_path))
    assert all(code in came for code in ("K1-01", "K5-05")) and all(words in came for words in SESSIONS.values())
    assert all(words in rated for words in ASPECTS.values()) and rated.count("☐") == 5 * len(ASPECTS)
    assert len(CLASS_TABLES["tes_a"]) == 1 + len(load_test().items)
