"""A table as it was read: where it lies, the text below its headings, and the values that columns make of it."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from p2spp_sim.base.errors import Fault
from p2spp_sim.base.numerals import read_number
from p2spp_sim.tables.cells import MERGED, TextTable, read_grid
from p2spp_sim.tables.columns import DASHES, Column
from p2spp_sim.tables.list_words import counts_columns
from p2spp_sim.tables.reading import ListReading, too_large

ColumnArrays = dict[str, NDArray[Any]]
_DTYPE = {
    "text": np.object_,
    "whole": np.int64,
    "idr": np.int64,
    "share": np.float64,
    "real": np.float64,
    "flag": np.bool_,
}


class TablePlace(NamedTuple):
    """Where a table lies: a file, the sheet of it (empty: the one that fits, of others than `apart`), their name."""

    path: Path
    sheet: str
    label: str
    apart: tuple[str, ...] = ()


class Odd(NamedTuple):
    """What no single cell can see: table, row from 0 (None: the whole table), column, value, what is expected."""

    table: str
    row: int | None
    column: str
    value: object
    expected: str


Sense = Callable[[dict[str, ColumnArrays]], Iterable[Odd]]


class Held(NamedTuple):
    """A table that was read, the number of each of its rows, and what stands above each of its columns."""

    table: ColumnArrays
    rows: list[int]
    called: dict[str, str]
    reading: ListReading | None = None


def empty_table(columns: tuple[Column, ...]) -> Held:
    """Give a table without a row."""
    table: ColumnArrays = {column.name: np.empty(0, _DTYPE[column.kind]) for column in columns}
    return Held(table, [], {column.name: column.title for column in columns})


def text_table(
    place: TablePlace,
    columns: tuple[Column, ...],
    top: int = 0,
    more: frozenset[str] = frozenset(),
) -> TextTable:
    """Read the text of a table, from row `top` on where that is said; `more` are headings by which it is known too."""
    names = {title for column in columns for title in column.readable | column.second_best}
    return read_grid(place.path, names | more, place.sheet, top, place.apart)


def called_in(grid: TextTable, columns: tuple[Column, ...]) -> dict[str, str]:
    """Give what stands above each column in the file, or what we call it."""
    titles = dict(zip(reversed(grid.heading), reversed(grid.titles), strict=True))
    return {column.name: titles.get(column.name, column.title) for column in columns}


def uncounted(grid: TextTable, columns: tuple[Column, ...]) -> TextTable:
    """Leave out a row right below the heading that only counts the columns: (1), (2), (3)."""
    said = {column.name for column in columns if column.kind == "text" and column.default is None}
    said -= {column.name for column in columns if column.unique or column.of or column.choices}
    _, first = grid.body[0] if grid.body else (0, [])
    counted = counts_columns([cell for cell in first if cell])
    at = [first[at] for at, name in enumerate(grid.heading[: len(first)]) if name in said]
    return replace(grid, body=grid.body[1:]) if counted and any(at) else grid


def read_cells(
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


def undeclared(grid: TextTable, columns: tuple[Column, ...]) -> ColumnArrays:
    """Give the columns that nothing is known about; of two with one heading the second is numbered."""
    table: ColumnArrays = {}
    for at, head in enumerate(grid.heading):
        if head in ("", MERGED, *(column.name for column in columns)):
            continue
        cells = column_texts(grid, at)
        times = grid.heading[: at + 1].count(head)
        table[head if times == 1 else f"{head}_{times}"] = _figures(cells)
    return table


def column_texts(grid: TextTable, at: int) -> list[str]:
    """Give the cells of a column; nothing for a dash."""
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
