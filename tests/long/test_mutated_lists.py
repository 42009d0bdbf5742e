"""One cell of a list changed at a time, through the real readers: no traceback, and no sum that changes in silence."""

from __future__ import annotations

import os
import random
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape
from zipfile import ZipFile

import pytest

from p2spp_sim.alignment.lists import ListLine, read_one_list
from p2spp_sim.base.errors import P2sppError
from p2spp_sim.base.language import set_language
from p2spp_sim.tables.limits import column_letters
from p2spp_sim.tables.reading import ListReading
from tests.studies.messy import HEAD, JT, READ, ROADS, SUM, Rows
from tests.studies.office_files import GROUPED, ONCE, renja, sipd

TIMES = int(os.environ.get("P2SPP_MUTASI", "100000"))  # cells that are changed, in all
LIST: Rows = [
    ["DAFTAR USULAN KECAMATAN SUKAMAJU"],
    [*HEAD, "Status"],
    ["A", "DESA KARANGJATI", "", "", "", ""],
    *([*row, "Layak"] for row in ROADS[:2]),
    ["", "Sub total", "", "", 475 * JT, ""],
    ["B", "DESA MEKARSARI", "", "", "", ""],
    *([*row, "Layak"] for row in ROADS[2:]),
    ["", "JUMLAH", "", "", SUM, ""],
]
LISTS: dict[str, tuple[str, Rows]] = {
    "a recap with subtotals": ("usulan", LIST),
    "villages as titles": ("usulan", GROUPED),
    "a village once a group": ("usulan", ONCE),
    "an export of SIPD": ("usulan", sipd()),
    "a coded Renja": ("renja", renja()),
}
WIDE_350 = "\uff13\uff15\uff10"  # 350 in the wide digits of East Asia
WORDS = """
|-|Jumlah|TOTAL|Sub total Ayu|Jumlah Kec. Sukamaju|DESA AYU|Bidang Fisik|I|A|1.03|1.03.02|x|Rp|Rp 175 jt|1,5 M
175.000,000|350.000.000|350,000,000|350.000.000,00|350000|350|0|-5|1e9|nan|inf|#REF!|Ditolak|Tidak layak|ditunda
dalam verifikasi|(juta)|Pagu (ribu rupiah)|Anggaran|Usulan|No|Desa|(dalam jutaan rupiah)|=1+1|TRUE|2026-01-01|'1|1 000
Kecamatan Ayu|Karangjati|Kode|Keterangan|Mekarsari|1.03.10|Pagu Indikatif|Dinas Sosial|dst.|nihil
""".strip().replace("\n", "|").split("|")  # fmt: skip
WORDS += ["\u200b", "\u0663", "🙂", WIDE_350]
NUMBERS = [0, 1, 5 * JT, 350 * JT, SUM, 475 * JT, 1.5, 350.125, -3, 10**15, 10**16, 1e300, True]
MEANT = {
    "Rp 175 jt": 175 * JT,
    "1,5 M": 1500 * JT,
    "350,000,000": 350 * JT,
    "350.000.000": 350 * JT,
}
MEANT |= {"350.000.000,00": 350 * JT, "350000": 350_000, WIDE_350: 350}
_PARTS = {
    "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    '<Override PartName="/xl/workbook.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>',
    "_rels/.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="rId1" Target="xl/workbook.xml" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"/></Relationships>',
    "xl/workbook.xml": '<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">'
    '<sheets><sheet name="data" sheetId="1" r:id="rId1"/></sheets></workbook>',
    "xl/_rels/workbook.xml.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="rId1" Target="worksheets/sheet1.xml" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet"/></Relationships>',
}


def quick_book(path: Path, rows: Rows) -> None:
    """Write a workbook of one sheet, twenty times faster than a library that knows more."""

    def cell(at: str, value: Any) -> str:
        if value == "":
            return ""
        if isinstance(value, bool):
            return f'<c r="{at}" t="b"><v>{int(value)}</v></c>'
        if isinstance(value, int | float):
            return f'<c r="{at}"><v>{value}</v></c>'
        if value == "#REF!":
            return f'<c r="{at}" t="e"><v>#REF!</v></c>'
        if value.startswith("="):
            return f'<c r="{at}"><f>{escape(value[1:])}</f></c>'
        return f'<c r="{at}" t="inlineStr"><is><t>{escape(value)}</t></is></c>'

    lines = "".join(
        f'<row r="{n}">{"".join(cell(f"{column_letters(at)}{n}", v) for at, v in enumerate(row))}</row>'
        for n, row in enumerate(rows, 1)
    )
    with ZipFile(path, "w") as book:
        for name, text in _PARTS.items():
            book.writestr(name, text)
        book.writestr(
            "xl/worksheets/sheet1.xml",
            '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
            f"<sheetData>{lines}</sheetData></worksheet>",
        )


def sums(lines: Mapping[str, ListLine]) -> tuple[int, int, int]:
    """Give lines, rupiah and eligible lines."""
    return (
        len(lines),
        sum(line.cost_idr for line in lines.values()),
        sum(line.eligible for line in lines.values()),
    )


def shown(reading: ListReading) -> tuple[Any, ...]:
    """Give what the page shows of how the list was read, beyond lines and rupiah."""
    left = [(row.row, row.sort, row.words, row.idr, row.lines_idr) for row in reading.left]
    return reading.used, reading.ignored, left, reading.units, reading.said, reading.layout


def change(draw: random.Random, rows: Rows) -> tuple[Rows, int, int, Any, Any]:
    """Change a cell; give the list, its row and column, and what stood and stands there."""
    rows = [list(row) for row in rows]
    row = draw.randrange(len(rows))
    column = draw.randrange(max(map(len, rows)) + 1)
    rows[row] += [""] * (column + 1 - len(rows[row]))
    old, new = rows[row][column], draw.choice(WORDS if draw.random() < 0.7 else NUMBERS)
    rows[row][column] = new
    return rows, row, column, old, new


@pytest.mark.parametrize("name", LISTS)
def test_no_cell_changes_a_sum_in_silence(tmp_path: Path, name: str) -> None:
    set_language("id")
    table, good = LISTS[name]
    draw, path = random.Random(name), tmp_path / "daftar.xlsx"
    quick_book(path, good)
    lines, reading = read_one_list(path, table)
    before, read, silent = sums(lines), 0, []
    times = TIMES // (len(LISTS) + 1)
    for _ in range(times):
        rows, row, column, old, new = change(draw, good)
        quick_book(path, rows)
        try:
            found, how = read_one_list(path, table)
        except P2sppError as told:
            assert "daftar.xlsx" in str(told)
            continue
        read += 1
        after = sums(found)
        if after == before or shown(how) != shown(reading):
            continue  # nothing changed, or it is seen how else it was read
        written = after[1] - before[1] == _meant(new) - (old if isinstance(old, int) else 0)
        if after[0] != before[0] or not written:
            silent.append((row, column, old, new, before, after))
    print(f"{name}: {times} changed, {read} read, {times - read} asked, {len(silent)} silent")
    assert not silent, silent[:10]
    assert times // 20 < read < times, (read, times)


def _meant(new: Any) -> int:
    """Give the rupiah that a person reads in what was written."""
    return int(new) if isinstance(new, int | float) else MEANT.get(new, 0)


def test_mutations_of_every_messy_list_give_a_sentence_or_a_list(tmp_path: Path) -> None:
    set_language("id")
    draw, path = random.Random(7), tmp_path / "daftar.xlsx"
    for n in range(TIMES // (len(LISTS) + 1)):
        rows, *_ = change(draw, READ[n % len(READ)].rows)
        quick_book(path, rows)
        try:
            lines, reading = read_one_list(path, "usulan")
        except P2sppError as told:
            assert "daftar.xlsx" in str(told)
        else:
            assert lines and reading.used
