"""Tables with declared columns, read from a folder of files or from one workbook; every bad cell is told at once."""

import re
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from p2spp_sim.base.errors import BadData, Fault, P2sppError
from p2spp_sim.base.language import tr
from p2spp_sim.tables.cells import ERRORS, sheet_names
from p2spp_sim.tables.choices import NOTHING, resolved
from p2spp_sim.tables.columns import Column
from p2spp_sim.tables.layouts import fitting, layout_headings
from p2spp_sim.tables.lists import NOTHING_ASKED, ListsAsked, read_list
from p2spp_sim.tables.reading import ListReading, hidden, joined_heading, with_units
from p2spp_sim.tables.table import (
    ColumnArrays,
    Held,
    Odd,
    Sense,
    TablePlace,
    called_in,
    empty_table,
    read_cells,
    text_table,
    uncounted,
    undeclared,
)
from p2spp_sim.tables.table_faults import gathered, lacking_columns, unknown_references

SHEETS = (".csv", ".xlsx", ".xls", ".ods", ".xlsm", ".xlsb")
_FEW = 2  # headings by which a list is known, at least
_NAMED = 8  # headings that are named where a file has none


def find(folder: Path, name: str) -> Path | None:
    """Find the file of a table in a folder, as `name.csv` or `name.xlsx`; in capitals too."""
    return next(iter(_files(folder, name)), None)


def _files(folder: Path, name: str, also: str = "") -> list[Path]:
    files = [
        path
        for path in folder.glob("*")
        if path.stem.casefold() in {name, also} and path.suffix.casefold() in SHEETS
    ]
    return sorted(files, key=lambda path: (SHEETS.index(path.suffix.casefold()), path.name))


def read(
    folder: Path,
    schema: Mapping[str, tuple[Column, ...]],
    optional: frozenset[str] = frozenset(),
    sense: Sense = lambda tables: (),
    keep: bool = False,
    also: Mapping[str, str] = MappingProxyType({}),
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
    also : another name that the file of a table may have, by table.

    Raises
    ------
    BadData : no such folder, or everything that is wrong in all files; nothing is returned.
    """
    return _read_folder(folder, schema, optional, sense, keep=keep, also=also)[0]


def _read_folder(
    folder: Path,
    schema: Mapping[str, tuple[Column, ...]],
    optional: frozenset[str],
    sense: Sense,
    *,
    keep: bool = False,
    papers: ListsAsked = NOTHING_ASKED,
    also: Mapping[str, str] = MappingProxyType({}),
) -> tuple[dict[str, ColumnArrays], dict[str, ListReading]]:
    if not folder.is_dir():
        expected = (
            tr("ini berkas, bukan folder; sebut folder tempatnya")
            if folder.exists()
            else tr("folder ini tidak ada")
        )
        raise BadData([Fault(str(folder), 0, "", "", expected)])
    lying = {
        name: [TablePlace(path, "", path.name) for path in _files(folder, name, also.get(name, ""))]
        for name in schema
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
        return ListDraft([], empty_table(columns).table, None, [*error.faults])
    if not lying[name]:
        return ListDraft(names, empty_table(columns).table, None, [lacking[name]])
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
    headless = tr("tidak ada baris judul yang dikenali; tulis di atas tabel, misalnya: {judul}")
    lacking = {
        table: Fault(
            path.name,
            0,
            "",
            "",
            absent.format(sheet=table, sheets=", ".join(names))
            if names
            else headless.format(judul=", ".join(column.head for column in columns[:_NAMED])),
        )
        for table, columns in schema.items()
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
            contents[name] = empty_table(columns)
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
                faults += unknown_references(place.label, contents, name, column)
    tables = {name: content.table for name, content in contents.items()}
    for odd in () if faults else sense(tables):
        row = 0 if odd.row is None else contents[odd.table].rows[odd.row]
        called = contents[odd.table].called.get(odd.column, odd.column)
        faults.append(Fault(places[odd.table].label, row, called, str(odd.value), odd.expected))
    if faults:
        raise BadData(sorted(faults, key=lambda f: (f.file, f.row)))
    return tables, {name: content.reading for name, content in contents.items() if content.reading}


def _read_table(
    place: TablePlace, name: str, columns: tuple[Column, ...], *, keep: bool = False
) -> tuple[Held, list[Fault]]:
    """Read a table of which every row is one; in a layout that is known for it, as the list that it is."""
    try:
        grid = text_table(place, columns, more=layout_headings(name))
    except P2sppError as error:
        return empty_table(columns), [Fault(place.label, 0, "", "", str(error))]
    if layout_headings(name):
        known = {head for column in columns for head in column.readable} | layout_headings(name)
        if fitting(name, joined_heading(grid, known).titles):
            return read_list(place, name, columns, NOTHING_ASKED)
    grid = uncounted(resolved(grid, columns, NOTHING), columns)
    called = called_in(grid, columns)
    faults = [
        *lacking_columns(place.label, grid, columns, called),
        *hidden(place.label, grid, columns),
    ]
    columns, unclear = with_units(place.label, grid, columns, called)
    table, wrong, _ = read_cells(place.label, grid, columns, called)
    if keep:
        table |= undeclared(grid, columns)
    faults = [*gathered(place.label, [*faults, *unclear, *wrong], columns, grid)]
    return Held(table, [number for number, _ in grid.body], called), faults
