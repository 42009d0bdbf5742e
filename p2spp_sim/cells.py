"""The cells of a CSV or Excel file as text, and what in them cannot be one."""

import csv
import posixpath
import re
from pathlib import Path
from typing import Any

from p2spp_sim.text import tr

Grid = list[list[str]]
MERGED = "\0"  # stands in a cell that was merged into another
ERRORS = frozenset({"#REF!", "#DIV/0!", "#N/A", "#VALUE!", "#NAME?", "#NUM!", "#NULL!", "#SPILL!", "#CALC!"})
_SHEET = "isian"  # taken where a workbook has it; otherwise its first
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


def read_cells(path: Path) -> Grid:
    """Read all rows from the first on, blank ones too; merged cells and formula errors (of .xlsx) stay visible.

    Raises
    ------
    ValueError : it cannot be read; the message says what to do.
    """
    try:
        return _from_csv(path) if path.suffix.lower() == ".csv" else _from_book(path)
    except OSError:
        told = tr("tidak dapat dibaca; tutup dahulu bila sedang terbuka di program lain")
    except ImportError:
        told = tr("membaca Excel memerlukan paket python-calamine (p2spp-sim[workbook])")
    except Exception as error:  # whatever a reader complains about, in its own English
        if path.suffix.lower() == ".csv":
            told = tr("bukan CSV yang utuh; simpan lagi dari Excel sebagai “CSV UTF-8”")
        elif type(error).__name__ == "PasswordError":
            told = tr("terkunci kata sandi; hapus kata sandinya di Excel, lalu simpan lagi")
        else:
            told = tr("bukan buku kerja yang utuh; buka di Excel, lalu simpan lagi sebagai .xlsx")
    raise ValueError(told)


def _from_csv(path: Path) -> Grid:
    text = path.read_text(encoding="utf-8-sig")
    first = text.partition("\n")[0]
    return list(csv.reader(text.splitlines(), delimiter=";" if first.count(";") > first.count(",") else ","))


def _from_book(path: Path) -> Grid:
    from python_calamine import CalamineWorkbook

    book = CalamineWorkbook.from_path(str(path))
    wanted = {_SHEET, tr("isian")}
    name = next((name for name in book.sheet_names if name.strip().casefold() in wanted), book.sheet_names[0])
    sheet = book.get_sheet_by_name(name)
    grid = [[_cell(value) for value in row] for row in sheet.to_python(skip_empty_area=False)]
    marks = {at: MERGED for at in _merged(sheet, grid)}
    if path.suffix.lower() == ".xlsx":
        marks |= _errors(path, name)
    for (row, column), mark in marks.items():
        if row < len(grid) and column < len(grid[row]):
            grid[row][column] = mark
    return grid


def _cell(value: object) -> str:
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    text = str(value)  # a number with three decimals must not look like thousands
    return f"{text}0" if isinstance(value, float) and re.search(r"\.\d{3}$", text) else text


def _merged(sheet: Any, grid: Grid) -> set[tuple[int, int]]:
    """Find the cells that were merged into another one that holds something."""
    found = set()
    for (top, left), (bottom, right) in sheet.merged_cell_ranges or ():
        if top < len(grid) and left < len(grid[top]) and grid[top][left]:
            rows, columns = range(top, bottom + 1), range(left, right + 1)
            found |= {(row, column) for row in rows for column in columns} - {(top, left)}
    return found


def _errors(path: Path, name: str) -> dict[tuple[int, int], str]:
    """Find formula errors, which calamine gives as empty cells."""
    from xml.etree import ElementTree
    from zipfile import ZipFile

    with ZipFile(path) as book:
        sheets = ElementTree.fromstring(book.read("xl/workbook.xml")).iter()
        relation = next(sheet.get(_RELATION) for sheet in sheets if sheet.get("name") == name and sheet.get(_RELATION))
        targets = ElementTree.fromstring(book.read("xl/_rels/workbook.xml.rels"))
        target = next(one.attrib["Target"] for one in targets if one.get("Id") == relation)
        text = book.read(posixpath.join("/xl", target).lstrip("/")).decode()
    found = {}
    for tag, error in re.findall(r'<c ([^>]*\bt="e"[^>]*)>.*?<v>([^<]*)</v>', text, re.DOTALL):
        if at := re.search(r'\br="([A-Z]+)(\d+)"', tag):
            found[int(at[2]) - 1, _number(at[1])] = error
    return found


def _number(letters: str) -> int:
    """Turn the letters of a column into its number from 0."""
    number = 0
    for letter in letters:
        number = 26 * number + ord(letter) - ord("A") + 1
    return number - 1
