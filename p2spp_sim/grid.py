"""The cells of a CSV or Excel file as people save them: found below titles, between other sheets, in any encoding."""

import csv
import io
import re
from collections.abc import Collection
from dataclasses import dataclass
from math import isclose
from pathlib import Path

from p2spp_sim.errors import P2sppError
from p2spp_sim.text import tr

FILLED = "isian"  # the sheet that is read whatever else is in the book
_DEEPEST = 20  # rows among which the heading is looked for
_UNSEEN = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")


@dataclass(frozen=True, slots=True)
class Grid:
    """A table as text: its heading, the row that it stands in, and the rows below that hold anything, by number.

    Rows are counted as a spreadsheet counts them, from 1. Cells come without spaces around them.
    """

    top: int
    heading: list[str]
    body: list[tuple[int, list[str]]]


def read_grid(path: Path, names: Collection[str]) -> Grid:
    """Read the table of a file whose heading holds these names.

    Raises
    ------
    P2sppError : a quotation mark that is not closed, or two sheets that both hold the table.
    Exception : whatever a reader says of a damaged file.
    """
    rows = _from_csv(path, names) if path.suffix.casefold() == ".csv" else _from_book(path, names)
    rows = [[_tidy(cell) for cell in row] for row in rows]
    top = max(range(min(len(rows), _DEEPEST)), key=lambda at: _known(rows[at], names), default=0)
    heading = [_name(cell) for cell in rows[top]] if rows else []
    return Grid(top + 1, heading, [(at, row) for at, row in enumerate(rows[top + 1 :], top + 2) if any(row)])


def as_text(path: Path) -> str:
    """Read a text file as Excel and Notepad save them: UTF-8, UTF-16 with its mark, or ANSI.

    Raises
    ------
    UnicodeDecodeError : none of these.
    """
    content = path.read_bytes()
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252")


def _tidy(cell: str) -> str:
    return " ".join((cell if cell.isascii() else _UNSEEN.sub("", cell)).split())


def _name(cell: str) -> str:
    """Give the name in a heading, without a unit in brackets behind it."""
    return re.sub(r"[\s_]+", "_", re.sub(r"\(.*", "", _tidy(cell)).strip().casefold())


def _known(row: list[str], names: Collection[str]) -> int:
    return len({_name(cell) for cell in row} & set(names))


def _from_csv(path: Path, names: Collection[str]) -> list[list[str]]:
    text = as_text(path)
    first = [line.replace('"', "") for line in text.splitlines()[:_DEEPEST]]
    mark = max(",;\t", key=lambda mark: max((_known(line.split(mark), names) for line in first), default=0))
    rows = []
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=mark, strict=True):
            rows.append(row)
    except csv.Error:
        raise P2sppError(tr("tanda petik di baris {row} tidak ditutup").format(row=len(rows) + 1)) from None
    return rows


def _from_book(path: Path, names: Collection[str]) -> list[list[str]]:
    """Take the sheet that holds the table: the one called so, or else the only one in sight with its heading."""
    from python_calamine import CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

    book = CalamineWorkbook.from_path(str(path))
    sheets = [sheet for sheet in book.sheets_metadata if sheet.typ == SheetTypeEnum.WorkSheet]
    shown = [sheet.name for sheet in sheets if sheet.visible == SheetVisibleEnum.Visible]
    grids = {
        name: [[_cell(value) for value in row] for row in book.get_sheet_by_name(name).to_python(skip_empty_area=False)]
        for name in shown
    }
    fits = {name: max((_known(row, names) for row in rows[:_DEEPEST]), default=0) for name, rows in grids.items()}
    best = [name for name in shown if fits[name] == max(fits.values())]
    chosen = next((name for name in shown if _name(name) == FILLED), best[0])
    if len(best) > 1 and fits[chosen] and _name(chosen) != FILLED:
        text = tr("lembar {sheets} sama-sama memuat tabel ini; namai yang benar {name}")
        raise P2sppError(text.format(sheets=", ".join(best), name=FILLED))
    return grids[chosen]


def _cell(value: object) -> str:
    if isinstance(value, float) and isclose(value, round(value), rel_tol=1e-12):
        return str(round(value))
    return str(value)
