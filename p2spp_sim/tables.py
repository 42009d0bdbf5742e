"""Tables with declared columns, read from a folder of CSV or Excel files; every bad cell is reported at once."""

import csv
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from p2spp_sim.cells import ERRORS, MERGED, read_cells
from p2spp_sim.errors import BadData, Fault
from p2spp_sim.numerals import read_figure
from p2spp_sim.text import figure, tr

Table = dict[str, NDArray[Any]]
_SHEETS = (".csv", ".xlsx", ".xls", ".ods")
_YES, _NO = {"1", "y", "ya", "true", "benar"}, {"0", "n", "tidak", "false", "salah"}
_DTYPE = {
    "text": np.object_,
    "whole": np.int64,
    "idr": np.int64,
    "share": np.float64,
    "real": np.float64,
    "flag": np.bool_,
}
_EMPTY = {"text": "", "whole": 0, "idr": 0, "share": 0.0, "real": 0.0, "flag": False}


@dataclass(frozen=True, slots=True)
class Column:
    """One declared column.

    Parameters
    ----------
    name : as in the header of the file.
    kind : `text`, `whole`, `idr` (whole rupiah), `share` (0..1), `real` or `flag` (Y/N).
    unit : what one is, for the data dictionary.
    low, high : bounds, both allowed.
    default : value of an empty cell or a missing column; None makes the column required.
    unique : no value twice.
    of : name of the table and column whose values it must be among, as `table.column`.
    choices : the only texts allowed.
    """

    name: str
    kind: str
    unit: str = ""
    low: float | None = None
    high: float | None = None
    default: Any = None
    unique: bool = False
    of: str = ""
    choices: tuple[str, ...] = ()

    def parse(self, cell: str) -> Any:
        """Turn a cell into a value; raises ValueError with what is expected."""
        if self.kind == "text":
            if self.choices and cell not in self.choices:
                raise ValueError(tr("diharapkan salah satu dari {choices}").format(choices=", ".join(self.choices)))
            return cell
        if self.kind == "flag":
            if cell.casefold() in _YES | _NO:
                return cell.casefold() in _YES
            raise ValueError(tr("diharapkan Y atau N"))
        value = read_figure(cell, whole=self.kind in ("whole", "idr"))
        low, high = (0.0, 1.0) if self.kind == "share" else (self.low, self.high)
        if self.kind == "idr":
            low = 0.0 if low is None else low
        if (low is not None and value < low) or (high is not None and value > high):
            raise ValueError(_between(low, high))
        return value


def _between(low: float | None, high: float | None) -> str:
    if high is None:
        return tr("diharapkan paling kecil {low}").format(low=figure(low or 0))
    if low is None:
        return tr("diharapkan paling besar {high}").format(high=figure(high))
    return tr("diharapkan antara {low} dan {high}").format(low=figure(low), high=figure(high))


def find(folder: Path, name: str) -> Path | None:
    """Find `name.csv`, `name.xlsx`, `name.xls` or `name.ods` in a folder."""
    return next((path for ending in _SHEETS if (path := folder / f"{name}{ending}").is_file()), None)


class Odd(NamedTuple):
    """What no single cell can see: table, row from 0 (None: the whole table), column, value, what is expected."""

    table: str
    row: int | None
    column: str
    value: object
    expected: str


def read(
    folder: Path,
    schema: Mapping[str, tuple[Column, ...]],
    optional: frozenset[str] = frozenset(),
    sense: Callable[[dict[str, Table]], Iterable[Odd]] = lambda tables: (),
) -> dict[str, Table]:
    """Read the declared tables of a folder, checking every cell and every reference.

    Parameters
    ----------
    folder : where the files lie.
    schema : columns of each table.
    optional : tables that may be missing; they come back empty.
    sense : looks, when every cell is right, for what no single cell can see.

    Raises
    ------
    BadData : everything that is wrong in all files; nothing is returned.
    """
    faults: list[Fault] = []
    tables: dict[str, Table] = {}
    rows_of: dict[str, list[int]] = {}
    paths = {name: path for name in schema if (path := find(folder, name))}
    ending = next((path.suffix for path in paths.values()), _SHEETS[0])
    unknown: set[str] = set()  # columns whose values are not all known, as `table.column`
    for name, columns in schema.items():
        if name in paths:
            tables[name], rows_of[name], found = _read_one(paths[name], columns)
        else:
            tables[name], rows_of[name], found = _empty(columns), [], []
            if name not in optional:
                told = tr("berkas ini tidak ada di {folder}").format(folder=folder.name)
                found = [Fault(f"{name}{ending}", 0, "", "", told)]
        lost = {fault.column for fault in found if not fault.value or fault.value in ERRORS}
        unknown |= {f"{name}.{column.name}" for column in columns if {"", column.name} & lost}
        faults += found
    for name, path in paths.items():
        for column in schema[name]:
            if column.of and column.of not in unknown:
                faults += _references(path.name, tables, name, column, rows_of[name])
    for odd in () if faults else sense(tables):
        row = 0 if odd.row is None else rows_of[odd.table][odd.row]
        faults.append(Fault(paths[odd.table].name, row, odd.column, str(odd.value), odd.expected))
    if faults:
        raise BadData(sorted(faults, key=lambda f: (f.file, f.row)))
    return tables


def _empty(columns: tuple[Column, ...]) -> Table:
    return {column.name: np.empty(0, _DTYPE[column.kind]) for column in columns}


def _read_one(path: Path, columns: tuple[Column, ...]) -> tuple[Table, list[int], list[Fault]]:
    try:
        grid = [(number, [cell.strip() for cell in row]) for number, row in enumerate(read_cells(path), 1)]
    except ValueError as error:
        return _empty(columns), [], [Fault(path.name, 0, "", "", str(error))]
    grid = [(number, row) for number, row in grid if any(row)]
    names = {column.name for column in columns}
    start = next((at for at, (_, row) in enumerate(grid) if names & {cell.casefold() for cell in row}), 0)
    top, header = grid[start] if grid else (1, [])
    at = {cell.casefold(): index for index, cell in reversed([*enumerate(header)])}
    faults = [
        Fault(path.name, top, column.name, "", tr("kolom ini tidak ada"))
        for column in columns
        if column.default is None and column.name not in at
    ]
    body = grid[start + 1 :]
    table: Table = {}
    for column in columns:
        values, found = _parse_column(path.name, column, at.get(column.name), body)
        faults += found
        table[column.name] = np.array(values, _DTYPE[column.kind])
    return table, [number for number, _ in body], faults


def _parse_column(
    file: str, column: Column, index: int | None, body: list[tuple[int, list[str]]]
) -> tuple[list[Any], list[Fault]]:
    empty = column.default if column.default is not None else _EMPTY[column.kind]
    values, faults = [], []
    seen: dict[Any, int] = {}
    for number, row in body:
        cell = row[index] if index is not None and index < len(row) else ""
        value, told = empty, ""
        if cell == MERGED:
            cell, told = "", tr("sel ini digabung dengan sel lain; pisahkan (Unmerge Cells) lalu isi setiap selnya")
        elif cell in ERRORS:
            told = tr("rumusnya galat; perbaiki, atau ketik nilainya")
        elif cell:
            try:
                value = column.parse(cell)
            except ValueError as error:
                told = str(error)
        elif column.default is None and index is not None:
            told = tr("tidak boleh kosong")
        if column.unique and cell and not told:
            if value in seen:
                told = tr("sudah dipakai di baris {row}").format(row=seen[value])
            seen.setdefault(value, number)
        if told:
            faults.append(Fault(file, number, column.name, cell, told))
        values.append(value)
    return values, faults


def _references(file: str, tables: dict[str, Table], name: str, column: Column, numbers: list[int]) -> Iterator[Fault]:
    table, target = column.of.split(".")
    known = set(tables[table][target].tolist())
    for number, value in zip(numbers, tables[name][column.name].tolist(), strict=True):
        if value != "" and value not in known:
            yield Fault(file, number, column.name, str(value), tr("tidak ada di tabel {table}").format(table=table))


def as_in_file(kind: str, value: Any) -> str:
    """Write a value as it stands in a file."""
    return "NY"[bool(value)] if kind == "flag" else str(value)


def write_csv(path: Path, table: Table, show: Callable[[Any], str] = str) -> None:
    """Write a table as CSV with a heading row."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(table)
        writer.writerows(
            [[show(cell) for cell in row] for row in zip(*(table[name].tolist() for name in table), strict=True)]
        )
