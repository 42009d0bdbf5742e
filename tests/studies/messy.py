"""Lists as offices keep them, made by hand: sheets in a few words, and what reading them must give or ask."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple
from xml.sax.saxutils import escape
from zipfile import ZipFile

import xlsxwriter

Rows = list[list[Any]]
HEAD = ["No", "Uraian", "Desa", "OPD", "Pagu (Rp)"]
JT = 1_000_000
ROADS = [
    [1, "Jalan dusun Krajan", "Karangjati", "DPUPR", 350 * JT],
    [2, "Talud kali Bening", "Karangjati", "DPUPR", 125 * JT],
    [3, "Embung sawah atas", "Mekarsari", "Dinas Pertanian", 210 * JT],
    [4, "Rehab posyandu Melati", "Mekarsari", "Dinas Kesehatan", 90 * JT],
]
SUM = 775 * JT


def as_it_is(_sheet: Any) -> None:
    """Change nothing."""


class Case(NamedTuple):
    """A messy list of proposals.

    Parameters
    ----------
    name : what is messy in it.
    rows : of the sheet `usulan`, from the first one.
    lines, idr, eligible : what must be read; None where something must be asked.
    left : number of rows that must be left out as totals, titles and levels.
    asks : words that the question must hold, with its place.
    change : further work on the sheet, as merging or hiding.
    times : rupiah that one stands for, by a heading that is to be confirmed.
    """

    name: str
    rows: Rows
    lines: int = 0
    idr: int = 0
    eligible: int | None = None
    left: int = 0
    asks: tuple[str, ...] = ()
    change: Callable[[Any], object] = as_it_is
    times: int = 0

    def __str__(self) -> str:
        """Give the name."""
        return self.name


def write(path: Path, sheets: dict[str, Rows], change: Callable[[Any], object] = as_it_is) -> Path:
    """Write sheets as a workbook, of LibreOffice or of Excel by the ending; what begins with = is a formula."""
    if path.suffix == ".ods":
        return _write_ods(path, sheets)
    with xlsxwriter.Workbook(str(path)) as book:
        for number, (name, rows) in enumerate(sheets.items()):
            sheet = book.add_worksheet(name)
            for at, row in enumerate(rows):
                sheet.write_row(at, 0, row)
            if not number:
                change(sheet)
    return path


def _write_ods(path: Path, sheets: dict[str, Rows]) -> Path:
    def cell(value: Any) -> str:
        kind = f'float" office:value="{value}' if isinstance(value, int | float) else "string"
        text = f"<text:p>{escape(str(value))}</text:p>" if value != "" else ""
        return (
            f'<table:table-cell office:value-type="{kind}">{text}</table:table-cell>'
            if text
            else "<table:table-cell/>"
        )

    tables = "".join(
        f'<table:table table:name="{name}">'
        + "".join(
            "<table:table-row>" + "".join(map(cell, row)) + "</table:table-row>" for row in rows
        )
        + "</table:table>"
        for name, rows in sheets.items()
    )
    spaces = " ".join(
        f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{short}:1.0"'
        for short in ("office", "table", "text")
    )
    body = f"<office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body>"
    with ZipFile(path, "w") as book:
        book.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        book.writestr(
            "content.xml",
            f'<?xml version="1.0"?><office:document-content {spaces}>{body}</office:document-content>',
        )
        book.writestr(
            "META-INF/manifest.xml",
            '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>',
        )
    return path


def _with(*rows: list[Any], after: int = 4) -> Rows:
    """Put rows into the good list behind so many of its lines."""
    return [HEAD, *ROADS[:after], *rows, *ROADS[after:]]


def _cost(value: Any, head: str = "Pagu (Rp)") -> Rows:
    """Give the good list with another first amount and another heading above the amounts."""
    return [[*HEAD[:4], head], [*ROADS[0][:4], value], *ROADS[1:]]


def _unit(head: str, size: int) -> Rows:
    return [[*HEAD[:4], head], *([*row[:4], row[4] // size] for row in ROADS)]


def _status(head: str, *words: str) -> Rows:
    return [[*HEAD, head], *([*row, word] for row, word in zip(ROADS, words, strict=True))]


def _coded(*codes: str, sums: bool = True) -> Rows:
    """Give the good list below two levels of codes."""
    top, program, *leaves = codes
    money = [SUM, SUM] if sums else ["", ""]
    rows = [[code, *row[1:]] for code, row in zip(leaves, ROADS, strict=True)]
    return [
        ["Kode", *HEAD[1:]],
        [top, "Urusan Pekerjaan Umum", "", "", money[0]],
        [program, "Program Jalan", "", "", money[1]],
        *rows,
    ]


READ = [
    Case(
        "codes in several columns",
        [
            ["Kode", "", "", "", *HEAD[1:]],
            ["1", "", "", "", "Pekerjaan Umum", "", "", SUM],
            ["1", "03", "", "", "Program Jalan", "", "", SUM],
            ["1", "03", "2.01", "", "Jalan Kabupaten", "", "", SUM],
            *(["1", "03", "2.01", f"000{row[0]}", *row[1:]] for row in ROADS),
        ],
        4,
        SUM,
        left=3,
    ),
    Case(
        "a heading of two rows, units and counted columns",
        [
            ["No", "Uraian", "Lokasi", "", "OPD", "Pagu"],
            ["", "", "Desa", "RT/RW", "", "(Rp)"],
            [1, 2, 3, 4, 5, "6=4x5"],
            *([*row[:3], "01/02", *row[3:]] for row in ROADS),
        ],
        4,
        SUM,
    ),
    Case("columns counted in letters", [HEAD, [*"abcde"], *ROADS], 4, SUM),
    Case("a rank", [[*HEAD, "Prioritas"], *([*row, row[0]] for row in ROADS)], 4, SUM),
    Case(
        "numbers without a work",
        _with([5, "", "", "", ""], [6, "-", "-", "-", "-"]),
        4,
        SUM,
        left=2,
    ),
    Case(
        "a village without proposals",
        _with([5, "NIHIL", "Sukamaju", "", ""], ["dst."]),
        4,
        SUM,
        left=2,
    ),
    Case(
        "a unit below the heading",
        [[*HEAD[:4], "Pagu"], ["", "", "", "", "(Rp. Juta)"], *_unit("", JT)[1:]],
        4,
        SUM,
        times=JT,
    ),
    Case("units below the headings", [HEAD, ["", "", "(nama)", "", "Rp"], *ROADS], 4, SUM),
    Case(
        "a heading of two rows of which one column is read",
        [
            ["No", "Uraian", "Lokasi", "", "OPD", "Pagu (Rp)"],
            ["", "", "Desa", "RT/RW", "", ""],
            *([*row[:3], "01/02", *row[3:]] for row in ROADS),
        ],
        4,
        SUM,
    ),
    Case(
        "a signature below a total",
        _with(
            ["", "JUMLAH", "", "", SUM],
            ["", "", "", "", ""],
            ["", "", "", "", "Sukamaju, 12 Februari 2026"],
            ["", "Mengetahui,", "", "", "Ketua"],
            ["", "", "", "", ""],
            ["", "WIRYO", "", "", "DARTO"],
            ["", "NIP. 196512121990031002", "", "", ""],
        ),
        4,
        SUM,
        left=5,
    ),
    Case(
        "a remark below",
        _with(["Catatan: angka masih sementara"], ["*) usulan tahun lalu"]),
        4,
        SUM,
        left=2,
    ),
    Case(
        "a sum in words",
        _with(["", "Jumlah", "", "", SUM], ["", "Terbilang: tujuh ratus", "", "", ""]),
        4,
        SUM,
        left=2,
    ),
    Case(
        "the number of a page", _with(["", "", "", "", "Halaman 1 dari 2"], after=2), 4, SUM, left=1
    ),
    Case(
        "a rounded total",
        _with(["", "Jumlah", "", "", SUM], ["", "Dibulatkan", "", "", SUM]),
        4,
        SUM,
        left=2,
    ),
    Case(
        "taxes below",
        _with(["", "Jumlah", "", "", SUM], ["", "PPN 11%", "", "", SUM // 100 * 11]),
        4,
        SUM,
        left=2,
    ),
    Case(
        "a total with a slip in it",
        [HEAD, *ROADS[:2], [3, "Jmlah usulan", "Ayu", "PU", 475 * JT]],
        2,
        475 * JT,
        left=1,
    ),
    Case("parts of a rupiah", _cost(350 * JT + 0.4), 4, SUM),
    Case("parts of a rupiah in words", _cost("Rp 350.000.000,25"), 4, SUM),
    Case(
        "what cannot be taken",
        _status(
            "Status",
            "Tidak dapat diakomodir",
            "Diterima",
            "Belum bisa disetujui",
            "tdk bisa diakomodasi",
        ),
        4,
        SUM,
        eligible=1,
    ),
    Case("a total with a number", _with([5, "JUMLAH", "", "", SUM]), 4, SUM, left=1),
    Case("a total in the number's column", _with(["Jumlah", "", "", "", SUM]), 4, SUM, left=1),
    Case("a total in the village's column", _with(["", "", "TOTAL", "", SUM]), 4, SUM, left=1),
    Case(
        "a total in the agency's column with a number",
        _with([5, "", "", "Total keseluruhan", SUM]),
        4,
        SUM,
        left=1,
    ),
    Case("a grand total", _with([5, "GRAND TOTAL", "-", "-", SUM]), 4, SUM, left=1),
    Case("a total in spaced letters", _with([5, "J U M L A H", "", "", SUM]), 4, SUM, left=1),
    Case(
        "the total of a kecamatan", _with([5, "Jumlah Kec. Sukamaju", "", "", SUM]), 4, SUM, left=1
    ),
    Case(
        "a total that counts proposals", _with([5, "Total 4 usulan", "", "", SUM]), 4, SUM, left=1
    ),
    Case("a total as text", _with([5, "Jumlah (Rp)", "", "", "Rp 775.000.000,-"]), 4, SUM, left=1),
    Case("a total without rupiah", _with([5, "Jumlah", "", "", ""]), 4, SUM, left=1),
    Case("a total of other rupiah", _with([5, "Jumlah", "", "", SUM + 5 * JT]), 4, SUM, left=1),
    Case(
        "an average",
        _with([5, "Jumlah", "", "", SUM], [6, "Rata-rata", "", "", SUM // 4]),
        4,
        SUM,
        left=2,
    ),
    Case(
        "subtotals of villages",
        [
            HEAD,
            *ROADS[:2],
            [3, "Sub total Karangjati", "Karangjati", "", 475 * JT],
            *ROADS[2:],
            [6, "Sub Total", "", "", 300 * JT],
            [7, "TOTAL KESELURUHAN", "", "", SUM],
        ],
        4,
        SUM,
        left=3,
    ),
    Case(
        "a carried sum",
        _with(
            [3, "Jumlah dipindahkan", "", "", 475 * JT], [4, "Pindahan", "", "", 475 * JT], after=2
        ),
        4,
        SUM,
        left=2,
    ),
    Case(
        "Roman numbers over groups",
        _with(["II", "Bidang Pertanian", "", "", ""], after=2),
        4,
        SUM,
        left=1,
    ),
    Case(
        "letters over groups", _with(["A", "DESA KARANGJATI", "", "", ""], after=0), 4, SUM, left=1
    ),
    Case(
        "a village as title with a number",
        _with([3, "DESA MEKARSARI", "", "", ""], after=2),
        4,
        SUM,
        left=1,
    ),
    Case(
        "a village as title without a number",
        _with(["", "Mekarsari", "", "", ""], after=2),
        4,
        SUM,
        left=1,
    ),
    Case(
        "a kecamatan as title",
        _with([1, "Kecamatan Sukamaju", "", "", ""], after=0),
        4,
        SUM,
        left=1,
    ),
    Case(
        "titles with the sums of their groups",
        [
            HEAD,
            ["A", "Desa Karangjati", "", "", 475 * JT],
            *ROADS[:2],
            ["B", "Desa Mekarsari", "", "", 300 * JT],
            *ROADS[2:],
        ],
        4,
        SUM,
        left=2,
    ),
    Case(
        "a title merged over the table",
        _with(["", "", "", "", ""], after=2),
        4,
        SUM,
        left=1,
        change=lambda sheet: sheet.merge_range("A4:E4", "USULAN PERTANIAN"),
    ),
    Case(
        "a title above and a date below",
        [["DAFTAR USULAN KECAMATAN SUKAMAJU"], ["Tahun 2026"], [], *_with()],
        4,
        SUM,
    ),
    Case(
        "a coded hierarchy with sums",
        _coded("1.03", "1.03.02", *(f"1.03.02.2.0{n}" for n in range(1, 5))),
        4,
        SUM,
        left=2,
    ),
    Case(
        "a coded hierarchy without sums",
        _coded("1.03", "1.03.02", *(f"1.03.02.2.0{n}" for n in range(1, 5)), sums=False),
        4,
        SUM,
        left=2,
    ),
    Case(
        "codes with points behind",
        _coded("1.", "1.1.", "1.1.1.", "1.1.2.", "1.1.3.", "1.1.4."),
        4,
        SUM,
        left=2,
    ),
    Case("thousands in brackets", _unit("Pagu (x Rp 1.000)", 1000), 4, SUM, times=1000),
    Case("thousands in words", _unit("Biaya (ribu rupiah)", 1000), 4, SUM, times=1000),
    Case(
        "thousands with rupiah first", _unit("Pagu Indikatif (Rp. Ribu)", 1000), 4, SUM, times=1000
    ),
    Case("millions", _unit("Pagu (Rp. Juta)", JT), 4, SUM, times=JT),
    Case(
        "in millions, told above too",
        [["(dalam jutaan rupiah)"], *_unit("Anggaran (dalam jutaan)", JT)],
        4,
        SUM,
        times=JT,
    ),
    Case(
        "millions with a comma",
        [
            [*HEAD[:4], "Pagu (juta)"],
            [*ROADS[0][:4], "87,5"],
            *([*r[:4], r[4] // JT] for r in ROADS[1:]),
        ],
        4,
        SUM - 350 * JT + 87_500_000,
        times=JT,
    ),
    Case("a word for the size", _cost("Rp. 350 jt"), 4, SUM),
    Case("another word for the size", _cost("0,35 M"), 4, SUM),
    Case("a dash behind", _cost("Rp 350.000.000,-"), 4, SUM),
    Case("another dash behind", _cost("350.000.000.-"), 4, SUM),
    Case("English separators", _cost("350,000,000.00"), 4, SUM),
    Case(
        "refused proposals",
        _status("Status", "Diterima", "Ditolak", "LAYAK", "Tidak Layak"),
        4,
        SUM,
        2,
    ),
    Case(
        "returned and postponed",
        _status("Hasil Verifikasi", "Disetujui", "Dikembalikan ke desa", "ditunda", ""),
        4,
        SUM,
        2,
    ),
    Case(
        "a status with its reason",
        _status(
            "Status Usulan",
            "Diakomodir Renja 2026",
            "Ditolak, bukan kewenangan kabupaten",
            "Tidak diakomodir",
            "Y",
        ),
        4,
        SUM,
        2,
    ),
    Case(
        "a remark with the word for a total",
        [[*HEAD, "Keterangan"], *([*row, "Total 3 paket"] for row in ROADS)],
        4,
        SUM,
    ),
    Case(
        "works that begin like titles",
        _with([5, "Desa wisata Curug: gapura", "Karangjati", "Dispar", 60 * JT]),
        5,
        SUM + 60 * JT,
    ),
    Case(
        "merged villages",
        _with(),
        4,
        SUM,
        change=lambda sheet: sheet.merge_range("C2:C3", "Karangjati"),
    ),
    Case(
        "a heading of two rows",
        [["No", "Uraian", "Lokasi", "", "Pagu (Rp)"], ["", "", "Desa", "OPD", ""], *ROADS],
        4,
        SUM,
    ),
    Case(
        "a heading of two rows with more in the second",
        [["No", "Uraian", "Rincian", "", ""], ["", "", "Desa", "OPD", "Pagu (Rp)"], *ROADS],
        4,
        SUM,
    ),
    Case(
        "the heading again on the next page",
        _with(HEAD, ["(1)", "(2)", "(3)", "(4)", "(5)"], after=2),
        4,
        SUM,
        left=2,
    ),
    Case(
        "levels by the way of numbering",
        [HEAD, ["I", "Urusan Wajib", "", "", SUM], ["A", "Program Jalan", "", "", SUM], *ROADS],
        4,
        SUM,
        left=2,
    ),
    Case(
        "levels without titles' words",
        [
            HEAD[:2] + HEAD[4:],
            ["A", "Jalan dan air", SUM - 90 * JT],
            *([r[0], r[1], r[4]] for r in ROADS[:3]),
            ["B", "Sehat", 90 * JT],
            [4, ROADS[3][1], 90 * JT],
        ],
        4,
        SUM,
        left=2,
    ),
    Case(
        "formulas with results",
        _cost(350 * JT),
        4,
        SUM,
        change=lambda sheet: sheet.write_formula("E2", "=350*1000000", None, 350 * JT),
    ),
]
ASKED = [
    Case(
        "a number beside an amount that cannot be read",
        _with([5, "", "", "", "90 jtt"]),
        asks=("baris 6", "90 jtt"),
    ),
    Case(
        "an amount that cannot be read above a signature",
        _with(["", "Lampu jalan", "", "", "Rp 90 jtt"], ["", "Mengetahui", "", "", ""]),
        asks=("baris 6", "90 jtt"),
    ),
    Case(
        "noughts above",
        [["", "", "", "", "(Rp.000)"], *_unit("Pagu", 10)],
        asks=("kolom Pagu", "(Rp.000)"),
    ),
    Case(
        "a unit inside brackets above",
        [["Usulan (angka dalam Rp 1.000)"], *_unit("Pagu", 10)],
        asks=("kolom Pagu", "angka dalam Rp 1.000"),
    ),
    Case(
        "a slip that may be a total",
        _with([5, "Jumblah lampu", "Ayu", "", JT]),
        asks=("baris 6", "jumlah atau isi"),
    ),
    Case(
        "the sum of two lines without a village",
        [HEAD, *ROADS[:2], [3, "Semua usulan", "", "", 475 * JT]],
        asks=("baris 4", "sama dengan jumlah"),
    ),
    Case(
        "a forgotten number above a signature",
        _with(["", "Lampu jalan", "Mekarsari", "", ""], ["", "Mengetahui", "", "", ""]),
        asks=("baris 6", "No tidak boleh kosong"),
    ),
    Case(
        "a work that may be a total",
        _with([5, "Total station untuk pengukuran", "Karangjati", "DPUPR", 80 * JT]),
        asks=("baris 6", "kolom Uraian", "jumlah atau isi daftar"),
    ),
    Case(
        "a sum without a word",
        _with([5, "Seluruh desa", "Sukamaju", "DPUPR", SUM]),
        asks=("baris 6", "kolom Uraian", "sama dengan jumlah"),
    ),
    Case(
        "a title that is not the sum of its group",
        _with(["II", "Pertanian", "", "", 5 * JT], after=2),
        asks=("baris 4", "bukan jumlah"),
    ),
    Case(
        "only number and words",
        _with([5, "Lampu jalan"]),
        asks=("baris 6", "judul atau isi daftar"),
    ),
    Case(
        "a level that is not the sum of its leaves",
        [
            ["Kode", *HEAD[1:]],
            ["1.1", "Jalan", "", "", 9 * JT],
            *([f"1.1.{r[0]}", *r[1:]] for r in ROADS),
        ],
        asks=("baris 2", "1.1", "rincian", "775.000.000"),
    ),
    Case(
        "thousands told above only",
        [["(dalam ribuan rupiah)"], *_unit("Pagu", 1000)],
        asks=("baris 2", "kolom Pagu", "dalam ribuan rupiah"),
    ),
    Case(
        "thousands told above, rupiah in the heading",
        [["Dalam ribuan rupiah"], *_with()],
        asks=("kolom Pagu (Rp)", "Dalam ribuan"),
    ),
    Case(
        "an unknown unit",
        _unit("Pagu (USD)", 1),
        asks=("baris 1", "kolom Pagu (USD)", "satuan ini belum dikenal"),
    ),
    Case("a unit of three noughts", _unit("Pagu (000)", 1000), asks=("kolom Pagu (000)", "satuan")),
    Case(
        "whole rupiah below thousands",
        _unit("Pagu (ribu rupiah)", 1),
        asks=("kolom Pagu (ribu rupiah)", "rupiah utuh"),
    ),
    Case(
        "thousands without a word", _unit("Pagu", 1000), asks=("kolom Pagu", "ribuan atau jutaan")
    ),
    Case(
        "a point and a comma before three digits",
        _cost("175.000,000"),
        asks=("baris 2", "kolom Pagu (Rp)", "175.000,000", "pecahan atau ribuan"),
    ),
    Case(
        "a comma and a point before three digits",
        _cost("175,000.000"),
        asks=("baris 2", "pecahan atau ribuan"),
    ),
    Case(
        "a short mix before three digits",
        _cost("1.750,000"),
        asks=("baris 2", "pecahan atau ribuan"),
    ),
    Case(
        "a long mix before three digits",
        _cost("1.750.000,000"),
        asks=("baris 2", "pecahan atau ribuan"),
    ),
    Case("a comma before three digits", _cost("350,000"), asks=("baris 2", "pecahan atau ribuan")),
    Case("a size with three digits", _cost("1.725 jt"), asks=("baris 2", "1.725 jt")),
    Case(
        "a size twice",
        [*_unit("Pagu (juta)", JT)[:4], [*ROADS[3][:4], "90 jt"]],
        asks=("baris 5", "dua kali"),
    ),
    Case(
        "a point below millions",
        [*_unit("Pagu (juta)", JT)[:4], [*ROADS[3][:4], "1.250"]],
        asks=("baris 5", "1.250"),
    ),
    Case("an amount cut short", _cost("350"), asks=("baris 2", "kolom Pagu (Rp)", "terlalu kecil")),
    Case(
        "two headings for the costs",
        [[*HEAD, "Anggaran"], *([*row, 5 * JT] for row in ROADS)],
        asks=("baris 1", "kolom Pagu (Rp) / Anggaran", "biaya"),
    ),
    Case(
        "two headings for the work",
        [[*HEAD, "Usulan"], *([*row, "x"] for row in ROADS)],
        asks=("Uraian / Usulan",),
    ),
    Case(
        "our own heading beside an office's",
        [[*HEAD, "Biaya"], *([*row, JT] for row in ROADS)],
        asks=("Pagu (Rp) / Biaya",),
    ),
    Case(
        "formulas that were never worked out",
        _with(),
        asks=("baris 2", "kolom Pagu (Rp)", "rumus tanpa hasil"),
        change=lambda sheet: sheet.write_formula("E2", "=350*1000000"),
    ),
    Case(
        "an unknown status",
        _status("Status", "Diterima", "dalam verifikasi", "Ditolak", "Ditolak"),
        asks=("baris 3", "kolom Status", "dalam verifikasi", "belum dikenal"),
    ),
    Case(
        "a status that says both",
        _status("Status", "Layak/Tidak Layak", "Layak", "Layak", "Layak"),
        asks=("baris 2", "kolom Status"),
    ),
    Case(
        "a status below another heading",
        _status("Keterangan", "", "Ditolak", "", ""),
        asks=("baris 3", "kolom Keterangan", "Ditolak", "layak"),
    ),
    Case(
        "a column for each status",
        [
            [*HEAD, "Diterima", "Ditolak"],
            *([*row, "v", ""] for row in ROADS[:3]),
            [*ROADS[3], "", "v"],
        ],
        asks=("baris 1", "kolom Ditolak", "sebuah status"),
    ),
    Case(
        "groups of the same amounts",
        [
            HEAD,
            *([n, f"Jalan {n}", "Ayu", "PU", (100 + 100 * (n % 3 == 1)) * JT] for n in range(1, 7)),
        ],
        asks=("baris 2", "baris 5", "sama dengan jumlah"),
    ),
    Case(
        "a hidden column",
        _with(),
        asks=("kolom Pagu (Rp)", "tersembunyi"),
        change=lambda sheet: sheet.set_column(4, 4, None, None, {"hidden": True}),
    ),
    Case(
        "filtered rows",
        _with(),
        asks=("baris 3", "2 baris tersembunyi"),
        change=lambda sheet: [sheet.set_row(n, None, None, {"hidden": True}) for n in (2, 3)],
    ),
    Case(
        "merged costs",
        _with(),
        asks=("baris 3", "kolom Pagu (Rp)", "digabung"),
        change=lambda sheet: sheet.merge_range("E2:E3", 475 * JT),
    ),
    Case(
        "costs of two years below one heading",
        [
            ["No", "Uraian", "Desa", "Pagu (Rp)", ""],
            ["", "", "", "2026", "2027"],
            *([*r[:3], r[4], r[4]] for r in ROADS),
        ],
        asks=("baris 2", "No"),
    ),
    Case(
        "costs beside their heading",
        [[*HEAD, ""], *([*r[:4], "", r[4]] for r in ROADS)],
        asks=("baris 2", "tanpa judul", "Pagu (Rp)"),
    ),
    Case(
        "refused proposals below a title",
        _with(["", "USULAN YANG DITOLAK", "", "", ""], after=2),
        asks=("baris 4", "DITOLAK", "layak"),
    ),
    Case(
        "a cost in two columns",
        [["No", "Uraian", "Desa", "Pagu", "Pagu"], *([*r[:3], r[4], r[4]] for r in ROADS)],
        asks=("kolom Pagu", "lebih dari satu kali"),
    ),
    Case(
        "a heading that may be costs",
        [[*HEAD[:4], "Nilai Usulan Rp Juta"], *ROADS],
        asks=("bila Nilai Usulan Rp Juta maksudnya",),
    ),
]
