"""Files as an office saves them: what can only mean one thing is read, anything else is told with its place."""

import csv
import re
import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from zipfile import ZipFile

import pytest
import xlsxwriter

from p2spp_sim.base.errors import BadData, P2sppError
from p2spp_sim.base.files import data_path
from p2spp_sim.base.language import set_language
from p2spp_sim.tables import confined, limits
from p2spp_sim.tables.cells import read_grid, sheet_names
from p2spp_sim.village_plan import VILLAGE_TABLES, Village, read_village
from tests.model import hostile

Rows = list[list[object]]
EXAMPLE = data_path("datasets", "tirtamulya")
HEADINGS = {column.name: column.heading for column in VILLAGE_TABLES["rkp_desa"]}
MONEY = ("cost_idr", "selfhelp_idr", "pledged_idr")


@pytest.fixture(autouse=True)
def indonesian() -> None:
    set_language("id")


def rows_of(table: str) -> Rows:
    with (EXAMPLE / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return [list(row) for row in csv.reader(file)]


def book(path: Path, sheets: dict[str, Rows], hidden: str = "") -> None:
    """Write sheets as Excel does: what looks like a number is one, unless it is a text on purpose."""
    with xlsxwriter.Workbook(str(path), {"default_date_format": "dd/mm/yyyy"}) as file:
        for name, rows in sheets.items():
            sheet = file.add_worksheet(name)
            for at, row in enumerate(rows):
                for column, value in enumerate(row):
                    number = isinstance(value, str) and re.fullmatch("[0-9]+", value)
                    sheet.write(at, column, int(value) if number else value)
            if name == hidden:
                sheet.hide()
        next(sheet for sheet in file.worksheets() if sheet.get_name() != hidden).activate()


def strict(path: Path, sheets: dict[str, Rows]) -> None:
    """Write sheets as Excel does when asked for Strict Open XML: the same under other namespaces."""
    book(path, sheets)
    with ZipFile(path) as file:
        parts = {name: file.read(name) for name in file.namelist()}
    with ZipFile(path, "w") as file:
        for name, part in parts.items():
            for old, new in (
                (b"officeDocument/2006", b"officeDocument"),
                (b"spreadsheetml/2006", b"spreadsheetml"),
            ):
                part = part.replace(
                    b"schemas.openxmlformats.org/" + old, b"purl.oclc.org/ooxml/" + new
                )
            file.writestr(name, part)


@pytest.fixture
def village(tmp_path: Path) -> Callable[..., Village]:
    """Read the example village with one of its files saved in another way."""

    def read(table: str, save: Callable[[Path], object]) -> Village:
        for name in VILLAGE_TABLES:
            if name != table:
                (tmp_path / f"{name}.csv").write_bytes((EXAMPLE / f"{name}.csv").read_bytes())
        save(tmp_path)
        return read_village(tmp_path, "Karangjati")

    return read


def each(column: str, change: Callable[[str], object], *only: int) -> Callable[[Rows], Rows]:
    """Change the cells of a column of `rkp_desa`, in all rows or those counted from 1."""

    def changed(rows: Rows) -> Rows:
        at = rows[0].index(column)
        for number, row in enumerate(rows[1:], 1):
            if not only or number in only:
                row[at] = change(str(row[at]))
        return rows

    return changed


def headed(change: Callable[[str], str]) -> Callable[[Rows], Rows]:
    return lambda rows: [[change(str(name)) for name in rows[0]], *rows[1:]]


def all_cells(change: Callable[[str], str]) -> Callable[[Rows], Rows]:
    return lambda rows: [[change(str(cell)) for cell in row] for row in rows]


def spread(rows: Rows) -> Rows:
    return [line for row in rows for line in (row, [])]


MEANS_THE_SAME: dict[str, Callable[[Rows], Rows]] = {
    "a title above": lambda rows: [["RKP DESA KARANGJATI TAHUN 2011"], [], *rows],
    "an empty column before": lambda rows: [["", *row] for row in rows],
    "a column of numbers before": lambda rows: [[at or "No", *row] for at, row in enumerate(rows)],
    "a column of notes behind": lambda rows: [
        [*row, "" if at else "keterangan"] for at, row in enumerate(rows)
    ],
    "blank rows between": spread,
    "columns in another order": lambda rows: [row[::-1] for row in rows],
    "spaces around": all_cells(lambda cell: f"  {cell} "),
    "spaces that do not break": all_cells(lambda cell: f"{cell}\u00a0"),
    "marks that nobody sees": all_cells(lambda cell: f"\ufeff{cell}\u200b"),
    "a heading in capitals": headed(str.upper),
    "headings in Indonesian": headed(HEADINGS.__getitem__),
    "a heading with spaces and lines": headed(lambda name: name.replace("_", " \n")),
    "a unit in the heading": headed(lambda name: f"{name} (Rp)" if name in MONEY else name),
    "words in capitals": each("payer", str.upper),
    "words with spaces": each("payer", lambda cell: cell.replace("_", " ").title()),
    "references in small letters": each("rpjm", str.lower),
    "a dash for nothing": each("pledged_idr", lambda cell: "-" if cell == "0" else cell),
    "money as text": each("cost_idr", lambda cell: f"Rp {int(cell):,}".replace(",", ".")),
}


@pytest.mark.parametrize("ending", ["xlsx", "csv"])
@pytest.mark.parametrize("case", MEANS_THE_SAME)
def test_what_can_only_mean_one_thing_is_read(
    village: Callable[..., Village], case: str, ending: str
) -> None:
    rows = MEANS_THE_SAME[case](rows_of("rkp_desa"))

    def save(folder: Path) -> None:
        if ending == "xlsx":
            book(folder / "rkp_desa.xlsx", {"Sheet1": rows})
        else:
            with (folder / "rkp_desa.csv").open("w", encoding="utf-8", newline="") as file:
                csv.writer(file, delimiter=";").writerows(rows)

    assert village("rkp_desa", save) == read_village(EXAMPLE, "Karangjati")


def test_the_dust_that_a_formula_leaves_is_no_fraction(village: Callable[..., Village]) -> None:
    rows = each("cost_idr", lambda cell: int(cell) + 3e-8)(rows_of("rkp_desa"))
    karangjati = village("rkp_desa", lambda folder: book(folder / "rkp_desa.xlsx", {"isian": rows}))
    assert karangjati == read_village(EXAMPLE, "Karangjati")


SHORT = [["RKP Desa"], ["disusun oleh tim"]]
FOUND: dict[str, Callable[[Path, Rows], object]] = {
    "in the last row that is looked at": lambda at, rows: book(
        at / "rkp_desa.xlsx", {"sampul": SHORT, "Sheet2": [[]] * 19 + rows}
    ),
    "behind a cover": lambda at, rows: book(
        at / "rkp_desa.xlsx", {"sampul": SHORT, "Sheet2": rows}
    ),
    "behind a hidden draft": lambda at, rows: book(
        at / "rkp_desa.xlsx", {"lama": rows[:4], "baru": rows}, "lama"
    ),
    "beside others by its name": lambda at, rows: book(
        at / "rkp_desa.xlsx", {"2010": rows[:4], "Isian": rows}
    ),
    "in a Strict Open XML workbook": lambda at, rows: strict(at / "rkp_desa.xlsx", {"isian": rows}),
    "in capitals": lambda at, rows: book(at / "RKP_Desa.XLSX", {"isian": rows}),
    "after Excel's own line": lambda at, rows: (at / "rkp_desa.csv").write_text(
        "sep=;\n" + "\n".join(";".join(map(str, row)) for row in rows), encoding="utf-8"
    ),
    "below a title with commas": lambda at, rows: (at / "rkp_desa.csv").write_text(
        "RKP Desa, tahun 2011, Karangjati\n" + "\n".join(";".join(map(str, row)) for row in rows),
        encoding="utf-8",
    ),
}


@pytest.mark.parametrize("where", FOUND)
def test_the_table_is_found_where_people_put_it(
    village: Callable[..., Village], where: str
) -> None:
    karangjati = village("rkp_desa", lambda folder: FOUND[where](folder, rows_of("rkp_desa")))
    assert karangjati == read_village(EXAMPLE, "Karangjati")


def test_where_a_sheet_is_called_so_no_other_is_read(village: Callable[..., Village]) -> None:
    def with_a_damaged_cover(folder: Path) -> None:
        path = folder / "rkp_desa.xlsx"
        book(path, {"sampul": SHORT, "isian": rows_of("rkp_desa")})
        with ZipFile(path) as file:
            parts = {name: file.read(name) for name in file.namelist()}
        parts["xl/worksheets/sheet1.xml"] = b"<worksheet"
        with ZipFile(path, "w") as file:
            for name, part in parts.items():
                file.writestr(name, part)

    assert village("rkp_desa", with_a_damaged_cover) == read_village(EXAMPLE, "Karangjati")


TOLD: dict[str, tuple[Callable[[Rows], Rows], int, str, str]] = {
    "rows are those of the sheet": (
        lambda rows: [[], ["RKP"], [], *each("payer", lambda _: "bupati", 2)(rows)],
        6,
        "payer",
        "apb_desa, pnpm",
    ),
    "a sum at the end": (
        lambda rows: [*rows, ["Jumlah", *[""] * 5, "1040000000"]],
        14,
        "",
        "tampak seperti jumlah",
    ),
    "words below the heading": (
        lambda rows: [rows[0], ["Tahun"] * 13, *rows[1:]],
        2,
        "year",
        "antara 1990 dan 2100",
    ),
    "a year with words": (
        lambda rows: [rows[0], ["tahun 2011"] * 13, *rows[1:]],
        2,
        "year",
        "tulis angkanya saja",
    ),
    "two rows of headings": (
        lambda rows: [rows[0], list(range(13)), *rows[1:]],
        2,
        "year",
        "antara 1990 dan 2100",
    ),
    "a column renamed": (
        headed(lambda name: name.replace("payer", "payers")),
        1,
        "pembayar",
        "bila payers maksudnya",
    ),
    "a column cut short": (
        headed(lambda name: name.replace("year", "thn")),
        1,
        "tahun",
        "bila thn maksudnya",
    ),
    "money renamed": (
        headed(lambda name: name.replace("cost_idr", "anggaran")),
        1,
        "biaya",
        "bila anggaran maks",
    ),
    "a fault below an Indonesian heading": (
        lambda rows: headed(HEADINGS.__getitem__)(each("cost_idr", lambda _: "seratus", 3)(rows)),
        4,
        "biaya",
        "angka",
    ),
    "a column twice": (
        lambda rows: [[*row, row[6]] for row in rows],
        1,
        "cost_idr",
        "lebih dari satu kali",
    ),
    "an id in both cases": (each("id", lambda _: "k01", 3), 4, "id", "sudah dipakai di baris 2"),
    "a fraction made a day": (
        each("volume", lambda _: datetime(2011, 2, 1), 3),
        4,
        "volume",
        "menjadikannya tanggal",
    ),
    "a number cut short": (
        each("cost_idr", lambda _: "1,1E+08", 3),
        4,
        "cost_idr",
        "memendekkan angka ini",
    ),
}


@pytest.mark.parametrize("case", TOLD)
def test_anything_else_is_told_with_its_place(village: Callable[..., Village], case: str) -> None:
    change, row, column, words = TOLD[case]
    rows = change(rows_of("rkp_desa"))
    with pytest.raises(BadData) as caught:
        village("rkp_desa", lambda folder: book(folder / "rkp_desa.xlsx", {"isian": rows}))
    expected = {
        (fault.file, fault.row, fault.column): fault.expected for fault in caught.value.faults
    }
    assert words in expected["rkp_desa.xlsx", row, column]
    assert {place[1] for place in expected if place[0] == "rkp_desa.xlsx"} == {row}


def test_two_tables_of_one_name_are_not_chosen_from(village: Callable[..., Village]) -> None:
    rows = rows_of("rkp_desa")

    def two_files(folder: Path) -> None:
        book(folder / "rkp_desa.xlsx", {"isian": rows})
        (folder / "rkp_desa.csv").write_bytes((EXAMPLE / "rkp_desa.csv").read_bytes())

    def two_sheets(folder: Path) -> None:
        (folder / "rkp_desa.csv").unlink()
        book(folder / "rkp_desa.xlsx", {"2010": rows[:4], "2011": rows})

    with pytest.raises(BadData, match=r"rkp_desa\.csv: rkp_desa\.xlsx berisi tabel yang sama"):
        village("rkp_desa", two_files)
    with pytest.raises(BadData, match="lembar 2010, 2011 sama-sama memuat tabel ini"):
        village("rkp_desa", two_sheets)


def test_merged_cells_beside_the_table_and_in_its_heading_leave_the_rest_readable(
    village: Callable[..., Village],
) -> None:
    def merged(cells: str) -> Callable[[Path], None]:
        def save(folder: Path) -> None:
            with xlsxwriter.Workbook(str(folder / "rkp_desa.xlsx")) as file:
                sheet = file.add_worksheet()
                for at, row in enumerate(rows_of("rkp_desa")):
                    sheet.write_row(at, 0, row)
                sheet.merge_range(cells, "catatan")

        return save

    assert village("rkp_desa", merged("P10:Q20")) == read_village(EXAMPLE, "Karangjati")
    with pytest.raises(
        BadData, match="kolom pembayar: kolom ini tidak ada; bila catatan maksudnya, ganti"
    ):
        village("rkp_desa", merged("H1:I1"))


HEADING = {"nomor", "kegiatan", "tahun"}


@pytest.mark.parametrize("name", [name for name, (_, large) in hostile.TOLD.items() if not large])
def test_a_file_that_wants_to_harm_its_reader_is_told_in_words(name: str, tmp_path: Path) -> None:
    path = tmp_path / name
    hostile.TOLD[name][0](path)
    begun = time.monotonic()
    with pytest.raises(P2sppError, match=r"\w+ \w+ \w+"):
        read_grid(path, HEADING)
    assert time.monotonic() - begun < 30  # ten on a machine that does nothing else: tests/long


@pytest.mark.parametrize("name", [name for name, (_, large) in hostile.READ.items() if not large])
def test_an_odd_file_that_does_no_harm_is_read(name: str, tmp_path: Path) -> None:
    path = tmp_path / name
    hostile.READ[name][0](path)
    begun = time.monotonic()
    read_grid(path, HEADING)
    assert time.monotonic() - begun < 30  # ten on a machine that does nothing else: tests/long


@pytest.mark.parametrize(
    ("name", "words"),
    [
        (
            "a cell in the last corner.xlsx",
            "lembar isian: sel terisi sampai XFD1048576, terlalu jauh",
        ),
        (
            "one part four thousand times.xlsx",
            r"isinya lebih dari 250\.000\.000 byte sesudah dibuka",
        ),
        ("ten thousand sheets.xlsx", r"berisi 10\.000 lembar; paling banyak 300"),
        ("a cell of a million letters.xlsx", r"lembar isian: ada sel berisi 1\.000\.000 huruf"),
        ("a repeated cell.ods", r"lembar isian: lebih dari 2\.000\.000 sel terisi"),
        ("a far cell behind emptiness.ods", r"lembar isian: sel terisi sampai XFD1048574"),
        ("a long line.csv", r"baris 2: 30\.000\.000 huruf dalam satu baris"),
    ],
)
def test_what_was_found_and_what_is_allowed_is_said(name: str, words: str, tmp_path: Path) -> None:
    path = tmp_path / name
    hostile.TOLD[name][0](path)
    with pytest.raises(P2sppError, match=words):
        read_grid(path, HEADING)


def test_every_ceiling_has_a_sentence() -> None:
    assert {*limits.CEILINGS} == {*limits._SAID}


def test_a_panic_of_the_reader_is_told_and_the_next_file_is_read(tmp_path: Path) -> None:
    path = tmp_path / "tanggal.xlsx"
    hostile.TOLD["a date without end.xlsx"][0](path)
    with pytest.raises(P2sppError, match="tanggal yang mustahil"):
        read_grid(path, HEADING)
    book(path, {"isian": [["nomor"], ["K01"]]})
    assert read_grid(path, HEADING).body == [(2, ["K01"])]


def test_sheets_of_a_file_that_takes_too_long_are_not_tried_one_after_the_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(confined, "SECONDS", 1)
    begun = time.monotonic()
    for _ in range(5):
        with pytest.raises(P2sppError, match="belum selesai dibaca dalam 1 detik"):
            confined.confined("a file", time.sleep, 30)
    assert time.monotonic() - begun < 4
    assert confined.confined("another file", divmod, 7, 2) == (3, 1)


def test_the_process_that_reads_ends_when_nobody_calls(tmp_path: Path) -> None:
    path = tmp_path / "buku.xlsx"
    book(path, {"isian": [["nomor"]]})
    assert sheet_names(path) == ["isian"]
    assert confined._child is not None
    process = confined._child.process
    end = time.monotonic() + 10
    while process.returncode is None and time.monotonic() < end:
        time.sleep(0.1)
    assert process.returncode is not None


def test_the_end_of_the_program_may_meet_the_end_of_the_wait(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert confined.confined("a file", divmod, 7, 2) == (3, 1)
    child = confined._child
    assert child is not None
    wait = child.process.wait

    def meanwhile() -> int:
        monkeypatch.setattr(confined, "_child", None)
        return wait()

    monkeypatch.setattr(child.process, "wait", meanwhile)
    confined._end()
    assert child.calls.closed and child.answers.closed
