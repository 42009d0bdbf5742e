"""The cells of a CSV or Excel file as offices save it: found below titles, between sheets, in any encoding."""

import csv
import io
import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from math import isclose
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from p2spp_sim.base.errors import P2sppError
from p2spp_sim.base.files import as_text, stamp
from p2spp_sim.base.language import tr
from p2spp_sim.tables.confined import confined
from p2spp_sim.tables.limits import (
    CEILINGS,
    column_letters,
    column_number,
    hold,
    hold_cells,
    hold_file,
    hold_names,
    hold_repeats,
)
from p2spp_sim.tables.unseen import SHOWN, Unseen, part, sheet_part, unseen
from p2spp_sim.tables.unseen_ods import unseen_ods

if TYPE_CHECKING:
    from python_calamine import CalamineWorkbook

T = TypeVar("T")
Rows = list[list[str]]
Down = dict[tuple[int, int], str]
Ranges = Sequence[tuple[tuple[int, int], tuple[int, int]]]
MERGED = "\0"  # stands in a cell that was merged into another
UNWORKED = "\1"  # stands in a cell with a formula whose result was not stored
ERRORS = frozenset(
    {"#REF!", "#DIV/0!", "#N/A", "#VALUE!", "#NAME?", "#NUM!", "#NULL!", "#SPILL!", "#CALC!"}
)
_SHEET = "isian"  # taken where a workbook has it
_DEEPEST = 60  # rows among which the heading is looked for
_TOPS, _WIDE = 3, 2  # rows that may be the heading and are shown; cells that one holds at least
_EXCEL = (".xlsx", ".xlsm")  # whose sheets are read beside calamine too
# a cell with a value, its formula left out; no part can run over the next < or >, so that time grows with the file only
_ERROR = re.compile(rb"<c\s([^<>]*)>\s*(?:<f[^<>]*/>|<f[^<>]*>[^<>]*</f>)?\s*<v>(#[^<>]{1,20})</v>")
_UNSEEN = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")


class _Padded(str):
    """A number with three decimals as a workbook holds it, a zero behind them: it must not look like thousands."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class TextTable:
    """A table as text: its heading, the row that it stands in, and the rows below that hold anything, by number.

    Rows are counted as a spreadsheet counts them, from 1. Cells come without spaces around them. `titles` is the
    heading as the file spells it, `above` what stands over it, `hidden` what a workbook does not show, `down` the text
    of cells that were merged into one above them, by row and column from 0. `sheet` is where it stands, `tops` the rows
    that may be its heading, the likeliest first.
    """

    top: int
    heading: list[str]
    body: list[tuple[int, list[str]]]
    titles: list[str]
    above: list[list[str]]
    hidden: Unseen = SHOWN
    down: Mapping[tuple[int, int], str] = field(default_factory=dict)
    sheet: str = ""
    tops: Sequence[tuple[int, list[str]]] = ()


def read_grid(
    path: Path, names: Collection[str], sheet: str = "", top: int = 0, apart: Collection[str] = ()
) -> TextTable:
    """Read the table whose heading holds these names; merged cells and formula errors (of .xlsx) stay visible.

    Parameters
    ----------
    sheet : where it stands in a workbook; empty to look for it.
    top : the row of its heading, from 1; 0 to look for it.
    apart : sheets in which it does not stand.

    Raises
    ------
    P2sppError : it cannot be read; the message says what to do.
    """
    given, hidden, down, sheet = _away(path, _read, names, sheet, tuple(apart))
    rows = [[_tidy(cell) for cell in row] for row in given]
    tops = _tops(rows, names)
    top = min(top or tops[0] + 1, len(rows)) - 1 if rows else 0
    width = max(map(len, rows[top:]), default=0)
    titles = (
        [*rows[top], *[""] * (width - len(rows[top]))] if rows else []
    )  # values may stand without a heading
    body = [(at, row) for at, row in enumerate(rows[top + 1 :], top + 2) if {*row} - {"", MERGED}]
    return TextTable(
        top + 1,
        [heading_name(cell) for cell in titles],
        body,
        titles,
        rows[:top],
        hidden,
        down,
        sheet,
        [(at + 1, rows[at]) for at in tops],
    )


def _tops(rows: Rows, names: Collection[str]) -> list[int]:
    """Give the rows that may be the heading: those with the most names that are known, then with the most words."""

    def likely(at: int) -> tuple[int, int, int]:
        filled = {cell for cell in rows[at]} - {"", MERGED}
        worded = sum(not re.search(r"\d", cell) for cell in filled)
        return _known(rows[at], names) if len(filled) >= _WIDE else 0, worded, -at

    places = range(min(len(rows), _DEEPEST))
    known = max((likely(at)[0] for at in places), default=0)
    if known:  # the first of those that are as good, as the heading may come again
        first = next(at for at in places if likely(at)[0] == known)
        return [first, *(at for at in sorted(places, key=likely, reverse=True) if at != first)][
            :_TOPS
        ]
    return sorted(places, key=likely, reverse=True)[:_TOPS]


def sheet_names(path: Path) -> list[str]:
    """Name the sheets of a workbook that are in sight.

    Raises
    ------
    P2sppError : it cannot be read; the message says what to do.
    """
    return _away(path, _names)


def _names(path: Path) -> list[str]:
    return _shown(_open(path))


def _read(
    path: Path, names: Collection[str], sheet: str, apart: tuple[str, ...]
) -> tuple[Rows, Unseen, Down, str]:
    return (
        (_from_csv(path, names), SHOWN, {}, "")
        if path.suffix.lower() == ".csv"
        else _from_book(path, names, sheet, apart)
    )


def _away(path: Path, read: Callable[..., T], *words: Any) -> T:
    """Read a text here; a workbook where it can take no more time and memory than it may."""
    if path.suffix.lower() == ".csv":
        return _read_or_explain(path, read, *words)
    here = path.absolute()  # that process may stand in another folder
    return confined(f"{here} {stamp(here)}", _read_or_explain, here, read, *words)


def _read_or_explain(path: Path, read: Callable[..., T], *words: Any) -> T:
    """Read, and tell whatever goes wrong in words that say what to do."""
    try:
        return read(path, *words)
    except (P2sppError, MemoryError):
        raise
    except FileNotFoundError:
        message = tr("berkas ini tidak ada")
    except OSError:
        message = tr("tidak dapat dibaca; tutup dahulu bila sedang terbuka di program lain")
    except ImportError:
        message = tr("membaca Excel memerlukan paket python-calamine (p2spp-sim[workbook])")
    except BaseException as error:  # a reader may say anything, and its panic is no Exception
        if path.suffix.lower() == ".csv":
            message = tr("bukan CSV yang utuh; simpan lagi dari Excel sebagai “CSV UTF-8”")
        elif type(error).__name__ == "PasswordError":
            message = tr("terkunci kata sandi; hapus kata sandinya di Excel, lalu simpan lagi")
        elif not isinstance(error, Exception):
            message = tr(
                "memuat isi yang tidak dapat dibaca, misalnya tanggal yang mustahil; betulkan, lalu simpan lagi"
            )
        else:
            message = tr(
                "bukan buku kerja yang utuh; buka di Excel, lalu simpan lagi sebagai .xlsx"
            )
    raise P2sppError(message)


def in_sheet(cell: str) -> str:
    """Give the text of a cell as the sheet has it, where it need not be told from thousands."""
    return cell[:-1] if isinstance(cell, _Padded) else cell


def _tidy(cell: str) -> str:
    if isinstance(cell, _Padded):
        return cell
    return " ".join((cell if cell.isascii() else _UNSEEN.sub("", cell)).split())


def heading_name(cell: str) -> str:
    """Give the name in a heading, without a unit in brackets behind it."""
    return re.sub(r"[\s_]+", "_", re.sub(r"\(.*", "", _tidy(cell)).strip().casefold())


def _known(row: list[str], names: Collection[str]) -> int:
    return len({heading_name(cell) for cell in row} & set(names))


def _from_csv(path: Path, names: Collection[str]) -> Rows:
    hold("bytes", path.stat().st_size)
    text = as_text(path)
    if MERGED in text:  # no character of a text: these are the bytes of something else
        raise P2sppError(tr("bukan CSV yang utuh; simpan lagi dari Excel sebagai “CSV UTF-8”"))
    lengths = [*map(len, text.splitlines())]
    hold("line", longest := max(lengths, default=0), lengths.index(longest) + 1 if lengths else 0)
    first = [line.replace('"', "") for line in text.splitlines()[:_DEEPEST]]
    mark = max(
        ",;\t", key=lambda mark: max((_known(line.split(mark), names) for line in first), default=0)
    )
    rows, cells = [], 0
    csv.field_size_limit(CEILINGS["line"])
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=mark, strict=True):
            rows.append(row if any(row) else [])
            if rows[-1]:
                hold("csv", cells := cells + len(row))
    except csv.Error:
        raise P2sppError(
            tr("tanda petik di baris {row} tidak ditutup").format(row=len(rows) + 1)
        ) from None
    return rows


def _open(path: Path) -> "CalamineWorkbook":
    from python_calamine import CalamineWorkbook

    hold_file(path)
    if path.suffix.lower() == ".ods":
        hold_repeats(part(path, "content.xml"))
    return CalamineWorkbook.from_path(str(path))


def _shown(book: "CalamineWorkbook") -> list[str]:
    from python_calamine import SheetTypeEnum, SheetVisibleEnum

    sheets = [sheet for sheet in book.sheets_metadata if sheet.typ == SheetTypeEnum.WorkSheet]
    shown = [sheet.name for sheet in sheets if sheet.visible == SheetVisibleEnum.Visible]
    hold_names(shown)
    return shown


def _from_book(
    path: Path, names: Collection[str], asked: str, apart: tuple[str, ...]
) -> tuple[Rows, Unseen, Down, str]:
    """Take the sheet that was asked for; else the one called so, or the only one in sight with this heading."""
    book = _open(path)
    shown = [name for name in _shown(book) if name == asked or name not in apart]
    wanted = {_SHEET, tr("isian")}
    chosen = asked or next((name for name in shown if name.strip().casefold() in wanted), "")
    chosen = chosen or _fitting(path, book, shown, names)
    sheet = _sheet(path, book, chosen)
    rows = _rows(sheet)
    hidden, errors, merged = SHOWN, dict[tuple[int, int], str](), sheet.merged_cell_ranges or ()
    if path.suffix.lower() in _EXCEL:
        xml = sheet_part(path, chosen)
        hidden, errors = unseen(xml), _errors(xml)
    elif path.suffix.lower() == ".ods":
        hidden, errors, merged = unseen_ods(path, chosen)
    marks = {at: MERGED for at in _merged(merged, rows, chosen)}
    marks |= errors | dict.fromkeys(hidden.unworked, UNWORKED)
    down = _down(merged, rows)
    for (row, column), mark in marks.items():
        rows += [[] for _ in range(row + 1 - len(rows))]
        rows[row] = line = rows[row] or []  # empty rows are one and the same
        line += [""] * (column + 1 - len(line))
        line[column] = mark
    return rows, hidden, down, chosen


def _sheet(path: Path, book: Any, name: str) -> Any:
    """Open a sheet when it is known how large it is: the reader lays out all cells from the first to the farthest."""
    if path.suffix.lower() in _EXCEL:
        hold_cells(sheet_part(path, name), name)
    sheet = book.get_sheet_by_name(name)
    bottom, right = sheet.end or (0, 0)
    hold("far", (bottom + 1) * (right + 1), name, f"{column_letters(right)}{bottom + 1}")
    return sheet


def _fitting(path: Path, book: Any, shown: list[str], names: Collection[str]) -> str:
    """Give the only sheet that has the heading, or the first one where none has."""
    tops = {name: _rows(_sheet(path, book, name), _DEEPEST) for name in shown}
    fits = {
        name: max((_known(row, names) for row in rows), default=0) for name, rows in tops.items()
    }
    best = [name for name in shown if fits[name] == max(fits.values())]
    if len(best) > 1 and fits[best[0]]:
        text = tr(
            "lembar {sheets} sama-sama memuat tabel ini; pilih lembarnya, atau namai yang benar {name}"
        )
        raise P2sppError(text.format(sheets=", ".join(best), name=_SHEET))
    return best[0]


def _rows(sheet: Any, most: int | None = None) -> Rows:
    """Give the rows of a sheet down to the last that holds anything, each without the empty cells at its end."""
    rows: Rows = []
    empty: list[str] = []
    filled = cells = depth = 0
    before = [""] * (sheet.start or (0, 0))[1]  # columns that the reader leaves out, unlike rows
    for number, values in enumerate(islice(sheet.iter_rows(), most), 1):
        if values.count("") < len(values):
            width = next(at for at in range(len(values), 0, -1) if values[at - 1] != "")
            rows += [empty] * (number - 1 - len(rows))
            rows.append([*before, *map(_cell, values[:width])])
            depth = max(depth, *map(len, rows[-1]))
            filled, cells = filled + 1, cells + width
            hold("rows", filled, sheet.name)
            hold("cells", cells, sheet.name)
            hold("letters", depth, sheet.name)
    return rows


def _cell(value: object) -> str:
    if not isinstance(value, float):
        return str(value).replace(MERGED, "")
    if isclose(value, round(value), rel_tol=1e-12):  # a formula leaves dust
        return str(round(value))
    text = str(value)
    return _Padded(f"{text}0") if re.search(r"\.\d{3}$", text) else text


def _merged(ranges: Ranges, rows: Rows, sheet: str) -> set[tuple[int, int]]:
    """Find the cells that were merged into another one that holds something."""
    covered, width, area = set[tuple[int, int]](), max(map(len, rows), default=0), 0
    for (top, left), (bottom, right) in ranges:
        if top < len(rows) and left < len(rows[top]) and rows[top][left]:
            down = range(top, min(bottom + 1, len(rows)))
            across = range(left, min(right + 1, width))
            hold("merged", area := area + len(down) * len(across), sheet)
            covered |= {(row, column) for row in down if rows[row] for column in across} - {
                (top, left)
            }
    return covered


def _down(ranges: Ranges, rows: Rows) -> Down:
    """Give the text of each cell that was merged with others of its column alone."""
    texts: Down = {}
    for (top, left), (bottom, right) in ranges:
        if left == right and top < len(rows) and left < len(rows[top]):
            texts |= {
                (row, left): _tidy(rows[top][left])
                for row in range(top + 1, min(bottom, len(rows) - 1) + 1)
            }
    return texts


def _errors(xml: bytes) -> dict[tuple[int, int], str]:
    """Find formula errors, which calamine gives as empty cells."""
    errors = {}
    for tag, error in _ERROR.findall(xml) if b't="e"' in xml else ():
        if b't="e"' in tag and (at := re.search(rb'\br="([A-Z]+)(\d+)"', tag)):
            errors[int(at[2]) - 1, column_number(at[1].decode())] = error.decode()
    return errors
