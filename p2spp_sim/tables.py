"""Tables with declared columns, read from a folder of CSV or Excel files; every bad cell is reported at once."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from p2spp_sim.cells import ERRORS, MERGED, Grid, in_sheet, read_grid
from p2spp_sim.errors import BadData, Fault, P2sppError
from p2spp_sim.numerals import Ambiguous, read_figure
from p2spp_sim.text import figure, tr

Table = dict[str, NDArray[Any]]
SHEETS = (".csv", ".xlsx", ".xls", ".ods", ".xlsm", ".xlsb")
_DASHES = ("-", "–", "—")  # in a cell with nothing to say
_YES, _NO = {"1", "y", "ya", "true", "benar"}, {"0", "n", "tidak", "false", "salah"}
_DAY = re.compile("[0-9]{4}(-[0-9]{2}){2}( 00:00:00)?")  # in a text: Excel has made one of 1/2 or 03/2009
_SHORTENED = re.compile("[0-9][eE][+-]?[0-9]")  # 1,1E+08
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
    names : what people call each of them; a cell may hold that instead.
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
    names: Callable[[], Mapping[str, str]] | None = None

    def parse(self, cell: str) -> Any:
        """Turn a cell into a value; raises ValueError with what is expected."""
        if self.kind == "text":
            if self.choices and (cell := self._choice(cell)) not in self.choices:
                raise ValueError(tr("diharapkan salah satu dari {choices}").format(choices=", ".join(self.choices)))
            if _DAY.fullmatch(cell):
                raise ValueError(tr("Excel menjadikannya tanggal; ubah format selnya menjadi Teks, lalu tulis ulang"))
            return cell
        if self.kind == "flag":
            if cell.casefold() in _YES | _NO:
                return cell.casefold() in _YES
            raise ValueError(tr("diharapkan Y atau N"))
        if self.kind in ("whole", "idr") and _SHORTENED.search(cell):
            raise ValueError(tr("Excel memendekkan angka ini; tulis semua angkanya"))
        low, high = (0.0, 1.0) if self.kind == "share" else (self.low, self.high)
        if self.kind == "idr":
            low = 0.0 if low is None else low
        try:
            value = read_figure(cell, whole=self.kind in ("whole", "idr"))
        except Ambiguous:
            raise
        except ValueError:
            if self.kind == "whole" and low is not None:  # an example in rupiah would not help
                raise ValueError(_between(low, high) + "; " + tr("tulis angkanya saja")) from None
            raise
        if (low is not None and value < low) or (high is not None and value > high):
            raise ValueError(_between(low, high))
        return value

    def _choice(self, cell: str) -> str:
        """Give the choice that a cell holds, or is the name of, in the screen language or in Indonesian."""
        words = {_folded(name): word for word, name in (self.names() if self.names else {}).items()}
        return words.get(_folded(cell)) or words.get(_folded(tr(cell))) or _folded(cell)


def _folded(text: str) -> str:
    return re.sub("[ _]+", "_", text.casefold())


def _between(low: float | None, high: float | None) -> str:
    if high is None:
        return tr("diharapkan paling kecil {low}").format(low=_bound(low or 0))
    if low is None:
        return tr("diharapkan paling besar {high}").format(high=_bound(high))
    return tr("diharapkan antara {low} dan {high}").format(low=_bound(low), high=_bound(high))


def _bound(value: float) -> str:
    return f"{value:.0f}" if value == int(value) and value < 10_000 else figure(value)  # a year has no separator


def find(folder: Path, name: str) -> Path | None:
    """Find the file of a table in a folder, as `name.csv` or `name.xlsx`; in capitals too."""
    return next(iter(_files(folder, name)), None)


def _files(folder: Path, name: str) -> list[Path]:
    found = [p for p in folder.glob("*") if p.stem.casefold() == name and p.suffix.casefold() in SHEETS]
    return sorted(found, key=lambda path: (SHEETS.index(path.suffix.casefold()), path.name))


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
    optional : tables that may be missing or without rows; they come back empty.
    sense : looks, when every cell is right, for what no single cell can see.

    Raises
    ------
    BadData : no such folder, or everything that is wrong in all files; nothing is returned.
    """
    if not folder.is_dir():
        expected = (
            tr("ini berkas, bukan folder; sebut folder tempatnya") if folder.exists() else tr("folder ini tidak ada")
        )
        raise BadData([Fault(str(folder), 0, "", "", expected)])
    faults: list[Fault] = []
    tables: dict[str, Table] = {}
    rows_of: dict[str, list[int]] = {}
    lying = {name: _files(folder, name) for name in schema}
    paths = {name: found[0] for name, found in lying.items() if found}
    ending = next((path.suffix for path in paths.values()), SHEETS[0])
    unknown: set[str] = set()  # columns whose values are not all known, as `table.column`
    for name, columns in schema.items():
        if name in paths:
            tables[name], rows_of[name], found = _read_one(paths[name], columns)
            for other in lying[name][1:]:
                told = tr("{other} berisi tabel yang sama; simpan satu saja di folder ini").format(other=other.name)
                found.append(Fault(paths[name].name, 0, "", "", told))
            if not (found or rows_of[name] or name in optional):
                found = [Fault(paths[name].name, 0, "", "", tr("tidak berisi satu baris pun"))]
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
        grid = read_grid(path, [column.name for column in columns])
    except P2sppError as error:
        return _empty(columns), [], [Fault(path.name, 0, "", "", str(error))]
    faults = list(_lacking(path.name, grid, columns))
    table: Table = {}
    for column in columns:
        at = grid.heading.index(column.name) if column.name in grid.heading else None
        values, found = parse_column(path.name, column, at, grid.body)
        faults += found
        table[column.name] = np.array(values, _DTYPE[column.kind])
    return table, [number for number, _ in grid.body], list(_gathered(faults, columns))


def _gathered(faults: list[Fault], columns: tuple[Column, ...]) -> Iterator[Fault]:
    """Tell once of a row that lacks most of what is needed, such as a sum or a signature below the table."""
    needed = sum(column.default is None for column in columns)
    empty: dict[int, list[str]] = {}
    for fault in faults:
        if fault.expected == tr("tidak boleh kosong"):
            empty.setdefault(fault.row, []).append(fault.column)
    strays = {row: lacking for row, lacking in empty.items() if 2 * len(lacking) > needed > 2}
    told = tr("{columns} tidak boleh kosong; bila ini jumlah atau tanda tangan, hapus barisnya")
    for fault in faults:
        if fault.column not in strays.get(fault.row, ()):
            yield fault
    for row, lacking in strays.items():
        yield Fault(faults[0].file, row, "", "", told.format(columns=", ".join(lacking)))


def _lacking(file: str, grid: Grid, columns: tuple[Column, ...]) -> Iterator[Fault]:
    """Name the columns that are not there, also one that may lack when another may be meant to be it."""
    names = [column.name for column in columns]
    unknown = [name for name in dict.fromkeys(grid.heading) if name not in ("", MERGED, *names)]
    for column in columns:
        if grid.heading.count(column.name) > 1:
            yield Fault(file, grid.top, column.name, "", tr("kolom ini ada lebih dari satu kali"))
        if column.name in grid.heading:
            continue
        near = get_close_matches(column.name, unknown, 3, 0.7)
        needed = column.default is None
        likely = near or (unknown if needed or column.kind == "idr" else [])  # no money is lost in silence
        if needed or likely:
            expected = tr("kolom ini tidak ada")
            if likely:
                text = tr("; bila {heads} maksudnya, ganti namanya, bila bukan, tambahkan kolom ini")
                expected += text.format(heads=", ".join(likely[:5]))
            yield Fault(file, grid.top, column.name, "", expected)


def parse_column(
    file: str, column: Column, index: int | None, body: list[tuple[int, list[str]]]
) -> tuple[list[Any], list[Fault]]:
    """Turn the cells of one column, each with the number of its row, into values, with all that is wrong in them."""
    empty = column.default if column.default is not None else _EMPTY[column.kind]
    values, faults = [], []
    seen: dict[str, int] = {}
    for number, row in body:
        cell = row[index] if index is not None and index < len(row) else ""
        if column.kind == "text":
            cell = in_sheet(cell)
        if cell in _DASHES and column.kind != "flag":
            cell = ""
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
            if (key := str(value).casefold()) in seen:
                told = tr("sudah dipakai di baris {row}").format(row=seen[key])
            seen.setdefault(key, number)
        if told:
            faults.append(Fault(file, number, column.name, cell, told))
        values.append(value)
    return values, faults


def _references(file: str, tables: dict[str, Table], name: str, column: Column, numbers: list[int]) -> Iterator[Fault]:
    """Tell which values are not among those they must be; capitals are as the table that is referred to has them."""
    table, target = column.of.split(".")
    known = {value.casefold(): value for value in tables[table][target].tolist()}
    values = tables[name][column.name]
    for at, (number, value) in enumerate(zip(numbers, values.tolist(), strict=True)):
        if value and value.casefold() not in known:
            yield Fault(file, number, column.name, value, tr("tidak ada di tabel {table}").format(table=table))
        elif value:
            values[at] = known[value.casefold()]


def as_in_file(kind: str, value: Any) -> str:
    """Write a value as it stands in a file."""
    return "NY"[bool(value)] if kind == "flag" else str(value)
