"""Tables with declared columns, read from a folder of CSV or Excel files; every bad cell is reported at once."""

import csv
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from p2spp_sim.errors import BadData, Fault
from p2spp_sim.text import tr

Table = dict[str, NDArray[Any]]
SHEETS = (".csv", ".xlsx", ".xls", ".ods")
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


def read_figure(cell: str, *, whole: bool) -> float | int:
    """Read a number with Indonesian or English separators; raises ValueError with what is expected."""
    text = cell.replace(" ", "").replace("_", "").removeprefix("Rp").strip()
    if "," in text:  # Indonesian separators: 1.250.000,5
        text = text.replace(".", "").replace(",", ".")
    elif whole and text.count(".") and all(len(part) == 3 for part in text.split(".")[1:]):
        text = text.replace(".", "")
    try:
        value = float(text)
    except ValueError:
        value = float("nan")
    if value != value or value in (float("inf"), float("-inf")):
        raise ValueError(tr("diharapkan angka"))
    if whole:
        if value != int(value):
            raise ValueError(tr("diharapkan bilangan bulat"))
        return int(value)
    return value


def _between(low: float | None, high: float | None) -> str:
    if high is None:
        return tr("diharapkan paling kecil {low:g}").format(low=low)
    if low is None:
        return tr("diharapkan paling besar {high:g}").format(high=high)
    return tr("diharapkan antara {low:g} dan {high:g}").format(low=low, high=high)


def find(folder: Path, name: str) -> Path | None:
    """Find `name.csv`, `name.xlsx`, `name.xls` or `name.ods` in a folder."""
    return next((path for ending in SHEETS if (path := folder / f"{name}{ending}").is_file()), None)


def read(
    folder: Path, schema: Mapping[str, tuple[Column, ...]], optional: frozenset[str] = frozenset()
) -> dict[str, Table]:
    """Read the declared tables of a folder, checking every cell and every reference.

    Parameters
    ----------
    folder : where the files lie.
    schema : columns of each table.
    optional : tables that may be missing; they come back empty.

    Raises
    ------
    BadData : everything that is wrong in all files; nothing is returned.
    """
    faults: list[Fault] = []
    tables: dict[str, Table] = {}
    rows_of: dict[str, list[int]] = {}
    files: dict[str, str] = {}
    for name, columns in schema.items():
        path = find(folder, name)
        if path is None:
            if name not in optional:
                faults.append(
                    Fault(
                        f"{name}.csv",
                        0,
                        "",
                        "",
                        tr("berkas ini tidak ada di {folder}").format(folder=folder.name),
                    )
                )
            tables[name] = {c.name: np.empty(0, _DTYPE[c.kind]) for c in columns}
            continue
        files[name] = path.name
        tables[name], rows_of[name], found = _read_one(path, columns)
        faults += found
    for name in files:
        for column in schema[name]:
            faults += _references(files[name], tables, name, column, rows_of[name])
    if faults:
        raise BadData(sorted(faults, key=lambda f: (f.file, f.row)))
    return tables


def _read_one(path: Path, columns: tuple[Column, ...]) -> tuple[Table, list[int], list[Fault]]:
    try:
        grid = list(_grid(path))
    except Exception as error:  # any reader's complaint about a damaged file is the user's news
        return (
            {c.name: np.empty(0, _DTYPE[c.kind]) for c in columns},
            [],
            [Fault(path.name, 0, "", "", tr("tidak dapat dibaca") + f" ({error})")],
        )
    header = [cell.strip().casefold() for cell in grid[0]] if grid else []
    faults = []
    at = {}
    for column in columns:
        if column.name in header:
            at[column.name] = header.index(column.name)
        elif column.default is None:
            faults.append(Fault(path.name, 1, column.name, "", tr("kolom ini tidak ada")))
    body = [(number, row) for number, row in enumerate(grid[1:], 2) if any(cell.strip() for cell in row)]
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
        cell = row[index].strip() if index is not None and index < len(row) else ""
        value = empty
        if cell:
            try:
                value = column.parse(cell)
            except ValueError as error:
                faults.append(Fault(file, number, column.name, cell, str(error)))
        elif column.default is None and index is not None:
            faults.append(Fault(file, number, column.name, "", tr("tidak boleh kosong")))
        if column.unique and cell:
            if value in seen:
                faults.append(
                    Fault(
                        file,
                        number,
                        column.name,
                        cell,
                        tr("sudah dipakai di baris {row}").format(row=seen[value]),
                    )
                )
            seen.setdefault(value, number)
        values.append(value)
    return values, faults


def _references(file: str, tables: dict[str, Table], name: str, column: Column, numbers: list[int]) -> Iterator[Fault]:
    if not column.of:
        return
    table, target = column.of.split(".")
    known = set(tables[table][target].tolist())
    for number, value in zip(numbers, tables[name][column.name].tolist(), strict=True):
        if value != "" and value not in known:
            yield Fault(file, number, column.name, str(value), tr("tidak ada di tabel {table}").format(table=table))


def _grid(path: Path) -> Iterator[list[str]]:
    if path.suffix == ".csv":
        text = path.read_text(encoding="utf-8-sig")
        first = text.partition("\n")[0]
        yield from csv.reader(text.splitlines(), delimiter=";" if first.count(";") > first.count(",") else ",")
        return
    from python_calamine import CalamineWorkbook

    for row in CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).to_python():
        yield [_cell(value) for value in row]


def _cell(value: object) -> str:
    if isinstance(value, float) and value == int(value):
        return str(int(value))
    return str(value)


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
