"""The class book: what was on paper comes into the recap as if it had been on the screen, and never without a code."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from p2spp_sim.base.errors import BadData, P2sppError
from p2spp_sim.results.excel import write_tables
from p2spp_sim.workbook.classroom.book import (
    ASPECTS,
    CLASS_TABLES,
    NAME,
    PLANNED,
    SESSIONS,
    SPARE,
    read_class_book,
    write_class_book,
    write_forms,
)
from p2spp_sim.workbook.classroom.recap import summarise
from p2spp_sim.workbook.quiz.quiz import (
    AFTER,
    BEFORE,
    PAIR,
    drawn_form,
    form,
    load_test,
    progress_of,
)
from p2spp_sim.workbook.saving.record import TEST, QuizRecord

Sheets = dict[str, pd.DataFrame]


@pytest.fixture
def sheets(tmp_path: Path) -> Sheets:
    """The empty book as its sheets, to be filled in by a test."""
    empty = write_class_book(tmp_path / "kosong.xlsx", 2, 2)
    return pd.read_excel(
        empty, sheet_name=None, engine="calamine", dtype=object, keep_default_na=False
    )


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
    for moment, wrong in ((BEFORE, 12), (AFTER, 3)):
        sheet = sheets[f"tes_{moment}"]
        first, second = (drawn_form(moment, code) for code in ("K1-01", "K1-02"))
        assert sheet["bentuk"].tolist()[:2] == [first, second], "half of a class each"
        sheet.iloc[0, 2:] = letters(first, wrong)
        sheet.iloc[1, 1:] = ["", *(letter.casefold() for letter in letters(second))]
    found = summarise(filled(sheets, tmp_path / "hasil").parent)
    table = found.sheets["tes"].set_index("kode")
    points = test.points
    assert table.loc["K1-01", ["tes awal", "tes akhir"]].tolist() == [8 * points, 17 * points]
    assert table.loc["K1-02", ["tes awal", "tes akhir"]].tolist() == [20 * points] * 2
    assert "K2-01" not in table.index, "who answered nothing took no test"
    items = found.sheets["soal"]
    assert items["benar akhir (%)"].sum() == pytest.approx(100 * (17 + 20) / 2)


def test_the_screen_wins_over_paper_for_the_same_form_only(sheets: Sheets, tmp_path: Path) -> None:
    for moment, name in zip((BEFORE, AFTER), PAIR, strict=True):
        sheets[f"tes_{moment}"].iloc[0, 1:] = [name, *letters(name)]
    folder = filled(sheets, tmp_path / "hasil").parent
    task = form("A")[0].task
    progress_of(BEFORE, "K1-1", folder).put(TEST, QuizRecord(answers={task.key: task.right}))
    found = summarise(folder)
    row = found.sheets["tes"].set_index("kode").loc["K1-01"]
    assert (row["tes awal"], row["tes akhir"]) == (load_test().points, 20 * load_test().points)
    assert (
        "Tes di layar dan di buku kelas: K1-01 (Tes awal); yang dipakai yang di layar."
        in found.notes
    )


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
    assert (
        table.loc[(1, "isi")].tolist() == [2, 3.0, 1]
        and table.loc[(1, "pembagian waktu"), "lembar"] == 1
    )
    assert (
        table.loc[(2, "isi"), "rata-rata (1-5)"] == 5 and table.loc[(2, "pelatih"), "lembar"] == 0
    )
    assert found["kesan"].to_numpy().tolist() == [[1, "Lebih banyak latihan. HP […]"]]


@pytest.mark.parametrize(
    ("sheet", "row", "column", "value", "told"),
    [
        ("tes_awal", 0, "3", "AB", "tulis satu huruf, A sampai D; kosongkan"),
        ("tes_akhir", 1, "kode", "Siti Aminah", "bukan nama atau NIK"),
        ("tes_akhir", 1, "kode", "k1-1", "sudah dipakai di baris 2"),
        ("tes_akhir", 1, "kode", "Budi", "bukan nama atau NIK"),
        ("tes_awal", 0, "bentuk", "D", "bentuk yang tercetak di lembarnya: A, B, C"),
        ("hadir", 2, "hari 1 pagi", "mungkin", "tulis Y atau v bila hadir"),
        ("hadir", 2, "hari 1 pagi", "x", "tulis Y atau v bila hadir"),
        ("evaluasi", 0, "isi", "4,5", "antara 1 dan 5; tulis bilangan bulat"),
        ("evaluasi", 0, "isi", "baik", "antara 1 dan 5; tulis angkanya saja"),
        ("evaluasi", 0, "isi", 6, "diharapkan antara 1 dan 5"),
    ],
)
def test_a_wrong_cell_is_told_with_its_place_and_the_recap_of_the_screen_is_made(
    sheets: Sheets, tmp_path: Path, sheet: str, row: int, column: str, value: Any, told: str
) -> None:
    if sheet == "evaluasi":
        sheets[sheet] = pd.DataFrame(
            [[1, 3, 3, 3, 3, 3, 3, ""]], columns=sheets[sheet].columns, dtype=object
        )
    sheets[sheet].loc[row, column] = value
    path = filled(sheets, tmp_path / "hasil")
    with pytest.raises(BadData, match=told) as caught:
        read_class_book(path)
    assert [(one.file, one.row, one.column) for one in caught.value.faults] == [
        (f"{NAME}, lembar {sheet}", row + 2, column)
    ]
    progress_of(BEFORE, "K1-1", path.parent).put(
        TEST, QuizRecord(answers={form("A")[0].task.key: "x"})
    )
    found = summarise(path.parent)
    assert found.damaged == 1 and any(told in note for note in found.notes)
    assert found.sheets["tes"]["kode"].tolist()[0] == "K1-01" and found.sheets["hadir"].empty


@pytest.mark.parametrize(
    ("mark", "came"),
    [
        ("hadir", True),
        ("H", True),
        ("V", True),
        ("✔", True),
        (1, True),
        ("-", False),
        ("sakit", False),
        ("A", False),
    ],
)
def test_marks_of_a_list_on_paper_are_read(
    sheets: Sheets, tmp_path: Path, mark: object, came: bool
) -> None:
    sheets["hadir"].iloc[0, 2] = mark
    assert read_class_book(filled(sheets, tmp_path)).attendance["K1-01"][1][0] is came


@pytest.mark.parametrize("written", ["{}.", "{})", "({})", " {} "])
def test_letters_are_read_with_a_stop_or_a_bracket(
    sheets: Sheets, tmp_path: Path, written: str
) -> None:
    sheets["tes_awal"].iloc[0, 2:] = [written.format(letter) for letter in letters("A")]
    assert len(read_class_book(filled(sheets, tmp_path)).tests["K1-01", BEFORE].answers) == 20


def test_a_third_day_is_read_where_its_column_was_added(sheets: Sheets, tmp_path: Path) -> None:
    assert "hari 3 pagi" not in read_class_book(filled(sheets, tmp_path)).attended().columns
    sheets["hadir"]["hari 3 pagi"] = ["v", "", "v", ""]
    attended = read_class_book(filled(sheets, tmp_path)).attended()
    assert attended["hari 3 pagi"].tolist() == ["hadir", "", "hadir", "", 2]
    assert (
        attended["banyaknya"].tolist() == [1, 0, 1, 0, 2] and "hari 3 siang" not in attended.columns
    )


@pytest.mark.parametrize(
    ("sheet", "called"),
    [("tes_awal", "Tes awal"), ("tes_akhir", "TES-AKHIR"), ("hadir", "Daftar hadir")],
)
def test_a_sheet_may_be_called_as_people_write_it(
    sheets: Sheets, tmp_path: Path, sheet: str, called: str
) -> None:
    for moment, name in zip((BEFORE, AFTER), PAIR, strict=True):
        sheets[f"tes_{moment}"].iloc[0, 1:] = [name, *letters(name)]
    sheets["hadir"].iloc[0, 2] = "v"
    book = read_class_book(
        filled({called if name == sheet else name: one for name, one in sheets.items()}, tmp_path)
    )
    assert len(book.tests) == 2 and book.attendance["K1-01"][1][0]


def test_a_renamed_sheet_is_asked_for_and_one_that_was_taken_out_is_not(
    sheets: Sheets, tmp_path: Path
) -> None:
    sheets["pretest"] = sheets.pop("tes_awal")
    with pytest.raises(
        BadData, match="lembar tes_awal tidak ada; bila pretest memuatnya, namai tes_awal"
    ):
        read_class_book(filled(sheets, tmp_path))
    del sheets["pretest"]
    assert len(read_class_book(filled(sheets, tmp_path)).attendance) == 4


@pytest.mark.parametrize(
    "place", ["laptop 2/buku_kelas.xlsx", "Buku Kelas.xlsx", "buku_kelas (1).xlsx"]
)
def test_the_book_is_found_wherever_and_however_it_was_copied(
    sheets: Sheets, tmp_path: Path, place: str
) -> None:
    sheets["hadir"].iloc[0, 2] = "v"
    (tmp_path / place).parent.mkdir(exist_ok=True)
    filled(sheets, tmp_path).rename(tmp_path / place)
    (tmp_path / "~$buku_kelas.xlsx").write_bytes(b"of an open Excel")
    assert summarise(tmp_path).sheets["hadir"]["hari 1 pagi"].tolist()[0] == "hadir"


def test_of_two_books_one_is_read_and_the_other_is_told(sheets: Sheets, tmp_path: Path) -> None:
    (tmp_path / "laptop 2").mkdir()
    filled(sheets, tmp_path / "laptop 2")
    sheets["hadir"].iloc[0, 2] = "v"
    filled(sheets, tmp_path)
    found = summarise(tmp_path)
    other = Path("laptop 2") / NAME
    assert (
        f"Lebih dari satu buku kelas: dibaca {NAME}, tidak dibaca {other}." in found.notes[0]
        and found.damaged == 1
    )
    assert found.sheets["hadir"]["hari 1 pagi"].tolist()[0] == "hadir"


def test_what_was_read_of_the_book_is_told(sheets: Sheets, tmp_path: Path) -> None:
    sheets["tes_awal"].iloc[0, 2] = "a"
    found = summarise(filled(sheets, tmp_path).parent)
    assert (
        f"Buku kelas {NAME}: 4 kode di daftar hadir, 1 tes kertas, 0 lembar evaluasi."
        in found.notes
    )
    assert found.damaged == 0


def test_a_test_of_somebody_who_is_not_on_the_list_is_told(sheets: Sheets, tmp_path: Path) -> None:
    sheets["tes_awal"].iloc[0, 0], sheets["tes_awal"].iloc[0, 2] = "K11-1", "a"
    notes = summarise(filled(sheets, tmp_path).parent).notes
    assert "Ada tes kertas, tetapi tidak ada di daftar hadir: K11-01. Salah ketik?" in notes


def test_a_persons_name_does_not_come_into_the_recap(sheets: Sheets, tmp_path: Path) -> None:
    sheets["hadir"].iloc[0, 1:3] = ["Budi Santoso, S.Sos", "v"]
    sheets["hadir"].iloc[1, 1] = "Kasi PMD Kecamatan Mekarsari"
    sheets["evaluasi"] = pd.DataFrame(
        [[1, *[4] * 6, "Bu Siti Aminah jelas"]], columns=sheets["evaluasi"].columns
    )
    found = summarise(filled(sheets, tmp_path).parent).sheets
    assert found["hadir"]["jabatan"].tolist()[:2] == ["[…], S.Sos", "Kasi PMD Kecamatan Mekarsari"]
    assert found["kesan"]["kesan"].tolist() == ["Bu […] jelas"]


def test_the_sheets_for_the_class_hold_what_the_book_asks(tmp_path: Path) -> None:
    came, rated = (path.read_text(encoding="utf-8") for path in write_forms(tmp_path))
    assert all(code in came for code in ("K1-01", "K5-05")) and all(
        words in came for words in [*SESSIONS.values()][:PLANNED]
    )
    assert "hari 3" not in came and came.count("<td></td>") == SPARE, "rows for whoever else comes"
    assert all(words in rated for words in ASPECTS.values()) and rated.count("☐") == 5 * len(
        ASPECTS
    )
    assert len(CLASS_TABLES["tes_awal"]) == 2 + len(load_test().tasks)
