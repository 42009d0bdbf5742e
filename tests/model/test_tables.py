"""Tables as offices bring them: a workbook with merged cells, formula errors and other sheets is told cell by cell."""

import csv

import pytest
import xlsxwriter

import p2spp_sim as p2
from p2spp_sim.alignment.list_columns import ALIGNMENT_TABLES
from p2spp_sim.base.files import data_path
from p2spp_sim.base.language import set_language
from p2spp_sim.tables import reader
from p2spp_sim.tables.columns import Column
from p2spp_sim.village_plan import VILLAGE_TABLES

SCHEMA = {
    "desa": (Column("code", "text", unique=True), Column("people", "whole", low=1, default=0)),
    "usulan": (
        Column("id", "text", unique=True),
        Column("village", "text", of="desa.code"),
        Column("cost_idr", "idr"),
        Column("note", "text", default=""),
    ),
}
PROPOSALS = [
    ["id", "village", "cost_idr", "note"],
    ["U1", "A", 150_000_000, ""],
    ["U2", "B", 2_000_000, ""],
    ["U3", "A", 5, ""],
]


@pytest.fixture(autouse=True)
def indonesian():
    set_language("id")


@pytest.fixture
def folder(tmp_path):
    """Two tables of two kinds: villages as CSV, proposals as a workbook."""
    write(tmp_path / "usulan.xlsx", {"Sheet1": PROPOSALS})
    (tmp_path / "desa.csv").write_text("code,people\nA,900\nB,1200\n")
    return tmp_path


def write(path, sheets, change=lambda sheet: None):
    with xlsxwriter.Workbook(str(path)) as book:
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for number, row in enumerate(rows):
                sheet.write_row(number, 0, row)
        change(sheet)


def faults(folder):
    with pytest.raises(p2.BadData) as caught:
        reader.read(folder, SCHEMA)
    return [(f.file, f.row, f.column, f.value, f.expected) for f in caught.value.faults]


def test_a_workbook_reads_as_it_looks(folder):
    assert reader.read(folder, SCHEMA)["usulan"]["cost_idr"].tolist() == [150_000_000, 2_000_000, 5]


def test_a_sheet_named_isian_is_taken_wherever_it_stands(folder):
    write(
        folder / "usulan.xlsx",
        {"petunjuk": [["Isilah lembar sebelah."]], "Isian": PROPOSALS[:2], "lama": PROPOSALS},
    )
    assert reader.read(folder, SCHEMA)["usulan"]["id"].tolist() == ["U1"]


def test_a_total_with_everything_filled_in_is_no_row(folder):
    write(folder / "usulan.xlsx", {"Sheet1": [*PROPOSALS, ["JUMLAH", "A", 152_000_005, ""]]})
    assert faults(folder) == [
        ("usulan.xlsx", 5, "", "", "tampak seperti jumlah di bawah tabel; hapus barisnya")
    ]


def test_a_unit_in_brackets_counts_in_every_table(folder):
    heading = ["id", "village", "cost_idr (juta rupiah)", "note"]
    write(folder / "usulan.xlsx", {"Sheet1": [heading, ["U1", "A", 150, ""]]})
    assert reader.read(folder, SCHEMA)["usulan"]["cost_idr"].tolist() == [150_000_000]
    heading[2] = "cost_idr (USD)"
    write(folder / "usulan.xlsx", {"Sheet1": [heading, ["U1", "A", 150, ""]]})
    assert [fault[:3] for fault in faults(folder)] == [("usulan.xlsx", 1, "cost_idr (USD)")]


def test_a_title_and_blank_rows_above_and_between_keep_the_row_numbers(folder):
    rows = [[], ["Daftar usulan"], [], *PROPOSALS[:2], [], ["U2", "Z", 3]]
    write(folder / "usulan.xlsx", {"Sheet1": rows})
    assert faults(folder) == [("usulan.xlsx", 7, "village", "Z", "tidak ada di tabel desa")]


def test_merged_cells_are_told_where_they_are_and_not_read_as_empty(folder):
    write(
        folder / "usulan.xlsx",
        {"Sheet1": PROPOSALS},
        lambda sheet: sheet.merge_range("C2:D3", "150000000"),
    )
    merged = faults(folder)
    assert [fault[:4] for fault in merged] == [
        ("usulan.xlsx", 2, "note", ""), ("usulan.xlsx", 3, "cost_idr", ""), ("usulan.xlsx", 3, "note", ""),
    ]  # fmt: skip
    assert all("digabung" in fault[4] for fault in merged)


@pytest.mark.parametrize("error", ["#REF!", "#DIV/0!", "#N/A", "#VALUE!"])
def test_formula_errors_are_told_where_they_are_and_not_read_as_nothing(folder, error):
    def spoil(sheet):
        sheet.write_formula("C3", "=1/0", None, error)
        sheet.write_formula("D4", "=1/0", None, error)

    write(folder / "usulan.xlsx", {"lama": [["x"]], "isian": PROPOSALS}, spoil)
    assert [fault[:4] for fault in faults(folder)] == [
        ("usulan.xlsx", 3, "cost_idr", error), ("usulan.xlsx", 4, "note", error),
    ]  # fmt: skip


def test_formula_errors_in_a_csv_are_told_too(folder):
    (folder / "usulan.xlsx").unlink()
    (folder / "usulan.csv").write_text("id,village,cost_idr,note\nU1,A,5,#REF!\n")
    assert [fault[:4] for fault in faults(folder)] == [("usulan.csv", 2, "note", "#REF!")]


def test_a_number_with_three_decimals_in_a_cell_is_not_taken_for_thousands(folder):
    write(folder / "usulan.xlsx", {"Sheet1": [PROPOSALS[0], ["U1", "A", 1.725]]})
    assert faults(folder) == [("usulan.xlsx", 2, "cost_idr", "1.7250", "diharapkan bilangan bulat")]


def test_a_number_in_a_column_of_texts_stays_as_it_is(folder):
    numbers = [1.125, -0.005, 1.5, 1.1256, 1e-7]
    rows = [[f"U{at}", "A", 5, number] for at, number in enumerate(numbers)]
    write(folder / "usulan.xlsx", {"Sheet1": [PROPOSALS[0], *rows, ["U9", "A", 5, "1.1250"]]})
    notes = reader.read(folder, SCHEMA)["usulan"]["note"].tolist()
    assert notes == ["1.125", "-0.005", "1.5", "1.1256", "1e-07", "1.1250"] and {
        type(note) for note in notes
    } == {str}
    write(folder / "usulan.xlsx", {"Sheet1": [PROPOSALS[0], ["U1", 1.125, 5, ""]]})
    assert faults(folder) == [("usulan.xlsx", 2, "village", "1.125", "tidak ada di tabel desa")]


@pytest.mark.parametrize(
    ("text", "row"), [("code;people\nA;900\n;1200\n", 3), ("kode;people\nA;900\n", 1)]
)
def test_a_table_that_is_not_whole_makes_no_other_row_wrong(folder, text, row):
    (folder / "desa.csv").write_text(text)
    assert [fault[:3] for fault in faults(folder)] == [("desa.csv", row, "code")]


@pytest.mark.parametrize(("name", "content", "words"), [
    ("desa.csv", b"\xff\xfex", "simpan lagi dari Excel sebagai"), ("desa.xlsx", b"PK\x03\x04 x", "buka di Excel"),
    ("desa.xls", b"junk" * 99, "buka di Excel"), ("desa.ods", b"junk", "buka di Excel"), ("desa.xlsx", b"", "di Excel"),
])  # fmt: skip
def test_a_damaged_table_is_the_only_fault_and_is_told_in_our_words(folder, name, content, words):
    (folder / "desa.csv").unlink()
    (folder / name).write_bytes(content)
    ((file, row, _, _, expected),) = faults(folder)
    assert (file, row) == (name, 0)
    assert words in expected
    assert not any(word in expected.casefold() for word in ("cfb", "zip", "codec", "error"))


def test_a_missing_table_is_named_as_the_others_of_the_folder_are(folder):
    (folder / "desa.csv").unlink()
    assert faults(folder)[0][:2] == ("desa.xlsx", 0)


def test_a_wrong_choice_twice_is_not_called_a_repetition(tmp_path):
    (tmp_path / "naskah.csv").write_text("key\nperdes\nkeputusan\n")
    with pytest.raises(p2.BadData) as caught:
        reader.read(tmp_path, {"naskah": (Column("key", "text", choices=("rpjm",), unique=True),)})
    assert [fault.row for fault in caught.value.faults] == [2, 3]
    assert all("salah satu dari rpjm" in fault.expected for fault in caught.value.faults)


def test_what_only_shows_beside_other_cells_names_its_file_and_row(tmp_path):
    for path in data_path("datasets", "tirtamulya").glob("*.csv"):
        rows = list(csv.reader(path.read_text(encoding="utf-8").splitlines()))
        if path.stem == "proposals":
            rows[2][rows[0].index("poor_households")] = "9999"
            rows.insert(2, [])
        write(tmp_path / f"{path.stem}.xlsx", {"Sheet1": rows})
    with pytest.raises(p2.BadData) as caught:
        p2.World.read(tmp_path)
    assert [(f.file, f.row, f.column) for f in caught.value.faults] == [
        ("proposals.xlsx", 4, "poor_households")
    ]


@pytest.mark.parametrize("language", ["id", "en"])
def test_no_two_columns_of_a_table_answer_to_one_heading(language: str) -> None:
    set_language(language)
    for tables_ in (VILLAGE_TABLES, ALIGNMENT_TABLES):
        for name, columns in tables_.items():
            titles = [title for column in columns for title in column.titles]
            assert len(set(titles)) == len(titles), name
    set_language("id")
