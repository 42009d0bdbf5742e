"""Tables with declared columns, read from a folder of files or from one workbook; every bad cell is told at once."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from difflib import get_close_matches
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from p2spp_sim.base.errors import BadData, Fault, P2sppError
from p2spp_sim.base.language import tr
from p2spp_sim.base.numerals import read_number
from p2spp_sim.tables.carrying import carry
from p2spp_sim.tables.cells import ERRORS, MERGED, TextTable, read_grid, sheet_names
from p2spp_sim.tables.choices import NOTHING, TableChoice, chosen_places, is_read, resolved
from p2spp_sim.tables.columns import DASHES, Column
from p2spp_sim.tables.deriving import derive
from p2spp_sim.tables.layouts import (
    NO_MEMORY,
    Layout,
    LayoutMemory,
    by_letter,
    fitting,
    layout_headings,
)
from p2spp_sim.tables.list_words import called_total, counts_columns
from p2spp_sim.tables.numbering import numbered
from p2spp_sim.tables.reading import (
    ListReading,
    carried_down,
    hidden,
    joined_codes,
    joined_heading,
    other_status,
    too_large,
    with_units,
    without_heading,
)
from p2spp_sim.tables.sifting import sift

ColumnArrays = dict[str, NDArray[Any]]
SHEETS = (".csv", ".xlsx", ".xls", ".ods", ".xlsm", ".xlsb")
_FEW = 2  # headings by which a list is known, at least
_SHOWN = 3  # lines that are shown as they were read
_DTYPE = {
    "text": np.object_,
    "whole": np.int64,
    "idr": np.int64,
    "share": np.float64,
    "real": np.float64,
    "flag": np.bool_,
}


def find(folder: Path, name: str) -> Path | None:
    """Find the file of a table in a folder, as `name.csv` or `name.xlsx`; in capitals too."""
    return next(iter(_files(folder, name)), None)


def _files(folder: Path, name: str) -> list[Path]:
    files = [
        p for p in folder.glob("*") if p.stem.casefold() == name and p.suffix.casefold() in SHEETS
    ]
    return sorted(files, key=lambda path: (SHEETS.index(path.suffix.casefold()), path.name))


class Odd(NamedTuple):
    """What no single cell can see: table, row from 0 (None: the whole table), column, value, what is expected."""

    table: str
    row: int | None
    column: str
    value: object
    expected: str


Sense = Callable[[dict[str, ColumnArrays]], Iterable[Odd]]


class TablePlace(NamedTuple):
    """Where a table lies: a file, the sheet of it (empty: the one that fits, of others than `apart`), their name."""

    path: Path
    sheet: str
    label: str
    apart: tuple[str, ...] = ()


class ListsAsked(NamedTuple):
    """How lists are to be read.

    Parameters
    ----------
    choices : what a person chose, by list.
    memory : the layouts that are remembered.
    file : what the file was called by who brought it; empty where it still is.
    """

    choices: Mapping[str, TableChoice] = MappingProxyType({})
    memory: LayoutMemory = NO_MEMORY
    file: str = ""


NOTHING_ASKED = ListsAsked()


def read(
    folder: Path,
    schema: Mapping[str, tuple[Column, ...]],
    optional: frozenset[str] = frozenset(),
    sense: Sense = lambda tables: (),
    keep: bool = False,
) -> dict[str, ColumnArrays]:
    """Read the declared tables of a folder, checking every cell and every reference.

    Parameters
    ----------
    folder : where the files lie.
    schema : columns of each table.
    optional : tables that may be missing or without rows; they come back empty.
    sense : looks, when every cell is right, for what no single cell can see.
    keep : keep columns that are not declared, under their headings in small letters: numbers where every cell of one is
        a number or empty (NaN), otherwise text. Without it they are left out.

    Raises
    ------
    BadData : no such folder, or everything that is wrong in all files; nothing is returned.
    """
    return _read_folder(folder, schema, optional, sense, keep=keep)[0]


def _read_folder(
    folder: Path,
    schema: Mapping[str, tuple[Column, ...]],
    optional: frozenset[str],
    sense: Sense,
    *,
    keep: bool = False,
    papers: ListsAsked = NOTHING_ASKED,
) -> tuple[dict[str, ColumnArrays], dict[str, ListReading]]:
    if not folder.is_dir():
        expected = (
            tr("ini berkas, bukan folder; sebut folder tempatnya")
            if folder.exists()
            else tr("folder ini tidak ada")
        )
        raise BadData([Fault(str(folder), 0, "", "", expected)])
    lying = {
        name: [TablePlace(path, "", path.name) for path in _files(folder, name)] for name in schema
    }
    ending = next((places[0].path.suffix for places in lying.values() if places), SHEETS[0])
    absent = tr("berkas ini tidak ada di {folder}").format(folder=folder.name)
    lacking = {name: Fault(f"{name}{ending}", 0, "", "", absent) for name in schema}
    twice = tr("{other} berisi tabel yang sama; simpan satu saja di folder ini")
    return _read(lying, lacking, schema, optional, sense, twice, keep=keep, papers=papers)


def read_papers(
    folder: Path,
    schema: Mapping[str, tuple[Column, ...]],
    optional: frozenset[str] = frozenset(),
    sense: Sense = lambda tables: (),
    asked: ListsAsked = NOTHING_ASKED,
) -> tuple[dict[str, ColumnArrays], dict[str, ListReading]]:
    """Read as `read` does; give also how each table was read that lies in an official layout.

    Parameters
    ----------
    asked : which column is what, by table, where a person chose it; such a table is read as a list.
    """
    return _read_folder(folder, schema, optional, sense, papers=asked)


def read_book(
    path: Path,
    schema: Mapping[str, tuple[Column, ...]],
    optional: frozenset[str] = frozenset(),
    sense: Sense = lambda tables: (),
) -> dict[str, ColumnArrays]:
    """Read the declared tables of one workbook, each from the sheet called as it is; otherwise as `read`.

    Where no sheet is called so, one whose name holds the word is taken, as `Reses Dapil 1` for reses.

    Raises
    ------
    BadData : the workbook cannot be read, or everything that is wrong in all sheets; nothing is returned.
    """
    return _read_sheets(path, schema, optional, sense)[0]


def read_lists(
    path: Path,
    schema: Mapping[str, tuple[Column, ...]],
    optional: frozenset[str] = frozenset(),
    sense: Sense = lambda tables: (),
    asked: ListsAsked = NOTHING_ASKED,
) -> tuple[dict[str, ColumnArrays], dict[str, ListReading]]:
    """Read lists as offices keep them: as `read_book`, but totals, titles and levels are no rows of them.

    A list that must be there and has no sheet of its name is looked for in the other sheets, by its headings.

    Parameters
    ----------
    asked : what a person chose, and the layouts that are remembered.

    Returns
    -------
    The tables, and how each that is there was read.

    Raises
    ------
    BadData : as `read_book`; also where something can be read in two ways.
    """
    return _read_sheets(path, schema, optional, sense, asked)


class ListDraft(NamedTuple):
    """A list as it stands while a person answers: its lines as far as they can be read, and all that is asked.

    Parameters
    ----------
    sheets : of the file, in sight.
    table : the columns as read; what cannot be read is empty.
    reading : how it was read; None where no table was found.
    faults : what is wrong or unclear.
    """

    sheets: list[str]
    table: ColumnArrays
    reading: ListReading | None
    faults: list[Fault]


def draft_list(
    path: Path,
    name: str,
    columns: tuple[Column, ...],
    sense: Callable[[ColumnArrays], Iterable[Odd]],
    asked: ListsAsked = NOTHING_ASKED,
) -> ListDraft:
    """Read one list as far as it goes, and give its questions beside it instead of refusing it."""
    try:
        names, lying, lacking = _sheets_of(path, {name: columns}, frozenset(), asked)
    except BadData as error:
        return ListDraft([], _empty(columns).table, None, [*error.faults])
    if not lying[name]:
        return ListDraft(names, _empty(columns).table, None, [lacking[name]])
    content, faults = read_list(lying[name][0], name, columns, asked)
    if not faults:
        for odd in sense(content.table):
            row = 0 if odd.row is None else content.rows[odd.row]
            called = content.called.get(odd.column, odd.column)
            place = content.reading.place if content.reading else path.name
            faults.append(Fault(place, row, called, str(odd.value), odd.expected))
    if not (faults or content.rows):
        faults = [Fault(path.name, 0, "", "", tr("tidak berisi satu baris pun"))]
    return ListDraft(names, content.table, content.reading, faults)


def _read_sheets(
    path: Path,
    schema: Mapping[str, tuple[Column, ...]],
    optional: frozenset[str],
    sense: Sense,
    asked: ListsAsked | None = None,
) -> tuple[dict[str, ColumnArrays], dict[str, ListReading]]:
    _, lying, lacking = _sheets_of(path, schema, optional, asked)
    twice = tr(
        "{other} tampak seperti daftar yang sama; satukan keduanya, atau sembunyikan (Hide) yang tidak dipakai"
    )
    return _read(lying, lacking, schema, optional, sense, twice, asked=asked)


def _sheets_of(
    path: Path,
    schema: Mapping[str, tuple[Column, ...]],
    optional: frozenset[str],
    asked: ListsAsked | None,
) -> tuple[list[str], dict[str, list[TablePlace]], dict[str, Fault]]:
    """Give the names of the sheets in sight, the places of each table among them, and what to say of one without."""
    try:
        names = sheet_names(path) if path.suffix.casefold() != ".csv" else []
    except P2sppError as error:
        raise BadData([Fault(path.name, 0, "", "", str(error))]) from None
    named = tr("{file}, lembar {sheet}")
    lying = {
        table: [
            TablePlace(path, name, named.format(file=path.name, sheet=name.strip()))
            for name in sheets_called(table, names)
        ]
        for table in schema
    }
    if asked:
        taken = [place.sheet for places in lying.values() for place in places]
        for table in schema:
            chosen = asked.choices.get(table, NOTHING).sheet
            if chosen in names:
                lying[table] = [
                    TablePlace(path, chosen, named.format(file=path.name, sheet=chosen))
                ]
            elif not (lying[table] or table in optional) and (not names or {*names} - {*taken}):
                lying[table] = [TablePlace(path, "", path.name, tuple(taken))]
    absent = tr(
        "lembar {sheet} tidak ada; yang ada: {sheets}; beri nama {sheet} kepada lembar yang memuatnya"
    )
    lacking = {
        table: Fault(path.name, 0, "", "", absent.format(sheet=table, sheets=", ".join(names)))
        for table in schema
    }
    return names, lying, lacking


def sheets_called(table: str, names: Iterable[str]) -> list[str]:
    """Give the sheets called as a table; where there is none, those whose name holds its word."""
    words = {name: re.findall(r"[^\W\d_]+", name.casefold()) for name in names}
    exact = [
        name
        for name, its_words in words.items()
        if its_words == [table] or re.sub(r"[\W_]+", "_", name.strip()).casefold() == table
    ]
    return exact or [name for name, its_words in words.items() if table in its_words]


def _read(
    lying: Mapping[str, list[TablePlace]],
    lacking: Mapping[str, Fault],
    schema: Mapping[str, tuple[Column, ...]],
    optional: frozenset[str],
    sense: Sense,
    twice: str,
    *,
    keep: bool = False,
    asked: ListsAsked | None = None,
    papers: ListsAsked = NOTHING_ASKED,
) -> tuple[dict[str, ColumnArrays], dict[str, ListReading]]:
    faults: list[Fault] = []
    contents: dict[str, Held] = {}
    places = {name: candidates[0] for name, candidates in lying.items() if candidates}
    unknown: set[str] = set()  # columns whose values are not all known, as `table.column`
    for name, columns in schema.items():
        if name in places:
            place = places[name]
            if asked:
                contents[name], table_faults = read_list(place, name, columns, asked)
                read = contents[name].reading
                if not place.sheet and read and len(read.used) < _FEW and not read.layout:
                    table_faults = [lacking[name]]  # a sheet that is none of this list
            elif name in papers.choices:
                contents[name], table_faults = read_list(place, name, columns, papers)
            else:
                contents[name], table_faults = _read_table(place, name, columns, keep=keep)
            for other in lying[name][1:]:
                table_faults.append(Fault(place.label, 0, "", "", twice.format(other=other.label)))
            if not (table_faults or contents[name].rows or name in optional):
                table_faults = [Fault(place.label, 0, "", "", tr("tidak berisi satu baris pun"))]
        else:
            contents[name] = _empty(columns)
            table_faults = [] if name in optional else [lacking[name]]
        lost = {fault.column for fault in table_faults if not fault.value or fault.value in ERRORS}
        unknown |= {
            f"{name}.{column}"
            for column, called in contents[name].called.items()
            if {"", called} & lost
        }
        faults += table_faults
    for name, place in places.items():
        for column in schema[name]:
            if column.of and column.of not in unknown:
                faults += _references(place.label, contents, name, column)
    tables = {name: content.table for name, content in contents.items()}
    for odd in () if faults else sense(tables):
        row = 0 if odd.row is None else contents[odd.table].rows[odd.row]
        called = contents[odd.table].called.get(odd.column, odd.column)
        faults.append(Fault(places[odd.table].label, row, called, str(odd.value), odd.expected))
    if faults:
        raise BadData(sorted(faults, key=lambda f: (f.file, f.row)))
    return tables, {name: content.reading for name, content in contents.items() if content.reading}


class Held(NamedTuple):
    """A table that was read, the number of each of its rows, and what stands above each of its columns."""

    table: ColumnArrays
    rows: list[int]
    called: dict[str, str]
    reading: ListReading | None = None


def _empty(columns: tuple[Column, ...]) -> Held:
    table: ColumnArrays = {column.name: np.empty(0, _DTYPE[column.kind]) for column in columns}
    return Held(table, [], {column.name: column.title for column in columns})


def _read_table(
    place: TablePlace, name: str, columns: tuple[Column, ...], *, keep: bool = False
) -> tuple[Held, list[Fault]]:
    """Read a table of which every row is one; in a layout that is known for it, as the list that it is."""
    try:
        grid = _grid(place, columns, more=layout_headings(name))
    except P2sppError as error:
        return _empty(columns), [Fault(place.label, 0, "", "", str(error))]
    if layout_headings(name):
        known = {head for column in columns for head in column.readable} | layout_headings(name)
        if fitting(name, joined_heading(grid, known).titles):
            return read_list(place, name, columns, NOTHING_ASKED)
    grid = _uncounted(resolved(grid, columns, NOTHING), columns)
    called = _called(grid, columns)
    faults = [*_lacking(place.label, grid, columns, called), *hidden(place.label, grid, columns)]
    columns, unclear = with_units(place.label, grid, columns, called)
    table, wrong, _ = _values(place.label, grid, columns, called)
    if keep:
        table |= _undeclared(grid, columns)
    faults = [*_gathered(place.label, [*faults, *unclear, *wrong], columns, grid)]
    return Held(table, [number for number, _ in grid.body], called), faults


def read_list(
    place: TablePlace, name: str, columns: tuple[Column, ...], asked: ListsAsked
) -> tuple[Held, list[Fault]]:
    """Read a list: its lines without totals, titles and levels, with places carried to them; and all that is asked.

    What was read comes with the questions too, so that a person sees it while answering.

    Parameters
    ----------
    name : of the list, under which its layouts are known and what was chosen stands.
    """
    choice = asked.choices.get(name, NOTHING)
    try:
        grid = _grid(
            place, columns, choice.top, layout_headings(name) | asked.memory.headings(name)
        )
    except P2sppError as error:
        return _empty(columns), [Fault(place.label, 0, "", "", str(error))]
    file = place.label
    if grid.sheet and not place.sheet:
        file = tr("{file}, lembar {sheet}").format(file=place.path.name, sheet=grid.sheet.strip())
    known = {head for column in columns for head in column.readable | column.second_best}
    grid = joined_heading(grid, known | layout_headings(name))
    choice, layout = _laid_out(name, grid, asked.memory, choice)
    if layout and layout.code:
        grid = joined_codes(grid, columns, layout.code, layout.account_at)
    grid = headed = _uncounted(resolved(grid, columns, choice), columns)
    called = _called(grid, columns)
    rows = {number: row for number, row in grid.body}
    own = asked.choices.get(name, NOTHING).columns
    answered = chosen_places(grid.titles, own)
    faults = [
        *_not_there(file, grid, own),
        *_lacking(file, grid, _not_derived(columns, layout), called, a_list=True),
        *hidden(file, grid, columns, answered),
    ]
    columns, unclear = with_units(file, grid, columns, called, choice.times)
    account_at, sums = (layout.account_at, layout.sums) if layout else (0, ())
    grid = joined_codes(carried_down(grid, columns), columns, account_at=account_at)
    grid, left, doubts = sift(grid, columns, file, sums)
    faults += [*unclear, *doubts, *other_status(file, grid, columns)]
    faults += without_heading(file, grid, columns)
    carried = carry(
        grid, columns, left, rows, (grid.sheet, Path(asked.file or place.path.name).stem)
    )
    grid, apart = numbered(carried.grid, columns)
    if layout:
        grid = derive(grid, layout.derived, columns, place.path.stem)
        faults += _underived(file, grid, columns, layout)
    table, wrong, said = _values(file, grid, columns, called)
    titles = dict(zip(reversed(headed.heading), reversed(headed.titles), strict=True))
    ignored = {
        at: title
        for at, (head, title) in enumerate(zip(headed.heading, headed.titles, strict=True))
        if head not in (*called, "", MERGED)
    }
    reading = ListReading(
        place=file,
        used={column: titles[column] for column in called if column in titles},
        ignored=[*ignored.values()],
        left=left,
        units={column.name: column.times for column in columns if column.kind == "idr"},
        said=said,
        sheet=grid.sheet,
        top=grid.top,
        tops=grid.tops,
        titles=headed.titles,
        heading=headed.heading,
        layout=choice.layout,
        carried=carried.lines,
        whole=carried.whole,
        numbered=apart,
        body=grid.body[:_SHOWN],
        derived=[c.name for c in columns if layout and c.name in layout.derived],
        further={title: _cells(grid, at) for at, title in ignored.items()},
    )
    faults = [*_gathered(file, [*faults, *wrong], columns, grid)]
    return Held(table, [number for number, _ in grid.body], called, reading), faults


def _not_there(file: str, grid: TextTable, chosen: Mapping[str, str]) -> Iterator[Fault]:
    """Tell of a column that was chosen and is not in the file."""
    there = ", ".join(title for title in grid.titles if title not in ("", MERGED))
    expected = tr("kolom yang dipilih ini tidak ada; yang ada: {kolom}").format(kolom=there)
    for said in chosen:
        if not chosen_places(grid.titles, {said: ""}):
            yield Fault(file, grid.top, said, "", expected)


def _grid(
    place: TablePlace,
    columns: tuple[Column, ...],
    top: int = 0,
    more: frozenset[str] = frozenset(),
) -> TextTable:
    names = {title for column in columns for title in column.readable | column.second_best}
    return read_grid(place.path, names | more, place.sheet, top, place.apart)


def _called(grid: TextTable, columns: tuple[Column, ...]) -> dict[str, str]:
    """Give what stands above each column in the file, or what we call it."""
    titles = dict(zip(reversed(grid.heading), reversed(grid.titles), strict=True))
    return {column.name: titles.get(column.name, column.title) for column in columns}


def _laid_out(
    name: str, grid: TextTable, memory: LayoutMemory, choice: TableChoice
) -> tuple[TableChoice, Layout | None]:
    """Give what a person chose, for these headings once before or now; otherwise what a known layout says."""
    if kept := memory.recall(name, grid.titles):
        columns = {**kept.columns, **choice.columns}
        times = choice.times or kept.times
        remembered = tr("tata letak yang pernah Anda tunjukkan")
        choice = replace(choice, columns=columns, times=times, layout=remembered)
    layout = fitting(name, grid.titles)
    if layout and not kept:
        choice = by_letter(layout, grid.titles, choice)
    return choice, layout


def _underived(
    file: str, grid: TextTable, columns: tuple[Column, ...], layout: Layout
) -> Iterator[Fault]:
    """Tell of a column that must be there, that a layout does not have, and that nothing in the file says."""
    expected = tr(
        "tata letak ini tidak memuatnya dan berkas tidak menyebutnya; tulis di atas tabel, misalnya “TAHUN 2026”"
    )
    for column in columns:
        lacks = column.name in layout.derived and column.name not in grid.heading
        if lacks and column.default is None:
            yield Fault(file, grid.top, column.title, "", expected)


def _not_derived(columns: tuple[Column, ...], layout: Layout | None) -> tuple[Column, ...]:
    return tuple(c for c in columns if not (layout and c.name in layout.derived))


def _values(
    file: str, grid: TextTable, columns: tuple[Column, ...], called: Mapping[str, str]
) -> tuple[ColumnArrays, list[Fault], dict[str, Counter[str]]]:
    """Read every cell; give also what is wrong, and how often each spelling stands in columns of yes and no."""
    table: ColumnArrays = {}
    said, faults = {}, []
    for column in columns:
        source = column.beside or column.name
        at = grid.heading.index(source) if source in grid.heading else None
        values, wrong = column.read(file, at, grid.body, called[column.name])
        faults += wrong
        table[column.name] = np.array(values, _DTYPE[column.kind])
        faults += too_large(file, called[column.name], column, values)
        if at is not None and column.kind == "flag":
            said[column.name] = Counter(row[at] if at < len(row) else "" for _, row in grid.body)
    return table, faults, said


def _undeclared(grid: TextTable, columns: tuple[Column, ...]) -> ColumnArrays:
    """Give the columns that nothing is known about; of two with one heading the second is numbered."""
    table: ColumnArrays = {}
    for at, head in enumerate(grid.heading):
        if head in ("", MERGED, *(column.name for column in columns)):
            continue
        cells = _cells(grid, at)
        times = grid.heading[: at + 1].count(head)
        table[head if times == 1 else f"{head}_{times}"] = _figures(cells)
    return table


def _cells(grid: TextTable, at: int) -> list[str]:
    return [
        row[at] if at < len(row) and row[at] not in (*DASHES, MERGED) else ""
        for _, row in grid.body
    ]


def _figures(cells: list[str]) -> NDArray[Any]:
    """Give cells as numbers where all that hold something are; one that begins with 0 is a code, and so is text."""
    try:
        if not any(cells) or any(re.match("0[0-9]", cell) for cell in cells):
            raise ValueError
        values = np.array([read_number(cell, whole=False) if cell else np.nan for cell in cells])
    except ValueError:
        return np.array(cells, np.object_)
    return values.astype(np.int64) if np.all(values == np.rint(values)) else values


def by_row(table: ColumnArrays) -> Iterator[dict[str, Any]]:
    """Give a table row by row, each value by the name of its column."""
    columns = [values.tolist() for values in table.values()]
    return (dict(zip(table, row, strict=True)) for row in zip(*columns, strict=True))


def _uncounted(grid: TextTable, columns: tuple[Column, ...]) -> TextTable:
    """Leave out a row right below the heading that only counts the columns: (1), (2), (3)."""
    said = {column.name for column in columns if column.kind == "text" and column.default is None}
    said -= {column.name for column in columns if column.unique or column.of or column.choices}
    _, first = grid.body[0] if grid.body else (0, [])
    counted = counts_columns([cell for cell in first if cell])
    at = [first[at] for at, name in enumerate(grid.heading[: len(first)]) if name in said]
    return replace(grid, body=grid.body[1:]) if counted and any(at) else grid


def _names_a_row(column: Column) -> bool:
    return column.kind == "text" and column.default is None and not (column.of or column.choices)


def _gathered(
    file: str, faults: list[Fault], columns: tuple[Column, ...], grid: TextTable
) -> Iterator[Fault]:
    """Tell once of a row that is none of the table's: a sum, a title in between, a signature below."""
    faulty = {fault.row for fault in faults}
    named = [
        grid.heading.index(c.name) for c in columns if c.name in grid.heading and _names_a_row(c)
    ]
    sums = {
        number
        for number, row in grid.body
        if any(
            called_total(row[at]) == "sure"
            for at in (range(len(row)) if number in faulty else named)
            if at < len(row)
        )
    }
    needed = sum(column.default is None for column in columns)
    empty: dict[int, list[str]] = {}
    for fault in faults:
        if fault.expected == tr("tidak boleh kosong") and fault.row not in sums:
            empty.setdefault(fault.row, []).append(fault.column)
    strays = {
        row: lacking
        for row, lacking in empty.items()
        if 2 * len(lacking) > needed > 2 or needed == 2
    }
    expected = tr(
        "{columns} tidak boleh kosong; bila ini jumlah, judul, atau tanda tangan, hapus barisnya"
    )
    for fault in faults:
        if fault.row not in sums and fault.column not in strays.get(fault.row, ()):
            yield fault
    for row, lacking in strays.items():
        yield Fault(file, row, "", "", expected.format(columns=", ".join(lacking)))
    for row in sorted(sums):
        yield Fault(file, row, "", "", tr("tampak seperti jumlah di bawah tabel; hapus barisnya"))


def _lacking(
    file: str,
    grid: TextTable,
    columns: tuple[Column, ...],
    called: Mapping[str, str],
    *,
    a_list: bool = False,
) -> Iterator[Fault]:
    """Name the columns that are not there, also one that may lack when another may be meant to be it.

    Parameters
    ----------
    a_list : whether it is a list, whose columns a person may choose and whose numbers may lack.
    """
    names = [column.name for column in columns]
    unknown = [name for name in dict.fromkeys(grid.heading) if is_read(name) and name not in names]
    for column in columns:
        if column.extra or column.beside:
            continue
        if grid.heading.count(column.name) > 1:
            heads = [
                title
                for head, title in zip(grid.heading, grid.titles, strict=True)
                if head == column.name
            ]
            expected = tr(
                "semuanya dapat berarti kolom {kolom}; biarkan satu, ubah judul yang lain atau hapus kolomnya"
            )
            if a_list:
                expected = tr(
                    "semuanya dapat berarti kolom {kolom}; pilih satu di “Kolom mana?”, atau hapus yang lain"
                )
            if len(dict.fromkeys(heads)) == 1:
                expected = tr("kolom ini ada lebih dari satu kali")
            yield Fault(
                file,
                grid.top,
                " / ".join(dict.fromkeys(heads)),
                "",
                expected.format(kolom=column.title),
            )
        if column.name in grid.heading:
            continue
        near = [
            head
            for title in sorted(column.titles)
            for head in get_close_matches(title, unknown, 3, 0.7)
        ]
        needed = column.default is None and not (a_list and column.unique)
        likely = near or (unknown if needed else [])
        if column.kind == "idr" and not likely:  # no money is lost in silence
            likely = [head for head in unknown if _holds_figures(grid, head)]
        if needed or likely:
            expected = tr("kolom ini tidak ada")
            if likely:
                text = tr(
                    "; bila {heads} maksudnya, ganti namanya, bila bukan, tambahkan kolom ini"
                )
                if a_list:
                    text = tr(
                        "; bila {heads} maksudnya, pilih di “Kolom mana?”, bila bukan, tambahkan kolom ini"
                    )
                spelled_so = [grid.titles[grid.heading.index(head)] for head in likely[:5]]
                expected += text.format(heads=", ".join(spelled_so))
            yield Fault(file, grid.top, called[column.name], "", expected)


def _holds_figures(grid: TextTable, head: str) -> bool:
    at = grid.heading.index(head)
    return any(re.search("[0-9]", row[at]) for _, row in grid.body if at < len(row))


def _references(
    file: str, contents: Mapping[str, Held], name: str, column: Column
) -> Iterator[Fault]:
    """Tell which values are not among those they must be; capitals are as the table that is referred to has them."""
    table, target = column.of.split(".")
    known = {value.casefold(): value for value in contents[table].table[target].tolist()}
    values = contents[name].table[column.name]
    for at, (number, value) in enumerate(zip(contents[name].rows, values.tolist(), strict=True)):
        if value and value.casefold() not in known:
            called = contents[name].called[column.name]
            yield Fault(
                file, number, called, value, tr("tidak ada di tabel {table}").format(table=table)
            )
        elif value:
            values[at] = known[value.casefold()]
