"""One list from many files and sheets: numbers made unique, the origin of every line kept, totals told for each."""

import time
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Literal, NamedTuple

from p2spp_sim.alignment.list_columns import OWN_SHEETS, READ_TABLES
from p2spp_sim.alignment.lists import ListLine, kecamatan_name, lines_of, odd_lines, told_apart
from p2spp_sim.base.errors import BadData, Fault, P2sppError
from p2spp_sim.base.language import tr
from p2spp_sim.tables.cells import sheet_names
from p2spp_sim.tables.choices import NOTHING
from p2spp_sim.tables.lists import ListsAsked, read_list
from p2spp_sim.tables.reading import ListReading
from p2spp_sim.tables.table import TablePlace

if TYPE_CHECKING:
    import pandas as pd

_FEW = 2  # headings by which a sheet is known as a list, at least
PATIENCE = 3.0  # seconds that files which cannot be read may take together, before the rest waits
SourceState = Literal["list", "asked", "none"]


class ListSource(NamedTuple):
    """A sheet of a workbook, or a CSV file.

    Parameters
    ----------
    path, file : where it lies, and what it was called by who brought it.
    sheet : its name; empty in a CSV file.
    alone : whether its file has no other sheet.
    """

    path: Path
    file: str
    sheet: str = ""
    alone: bool = True

    @property
    def label(self) -> str:
        """File and sheet, as they are told."""
        if not self.sheet:
            return self.file
        return tr("{file}, lembar {sheet}").format(file=self.file, sheet=self.sheet.strip())


@dataclass(frozen=True)
class SourceRead:
    """A source as far as it could be read.

    Parameters
    ----------
    state : a list; one with questions; or no list at all, for the reason in `faults`.
    lines : number and line, in the order of the file.
    rows : of the file, for each line.
    seconds : that reading it took.
    """

    source: ListSource
    state: SourceState
    lines: Sequence[tuple[str, ListLine]] = ()
    rows: Sequence[int] = ()
    reading: ListReading | None = None
    faults: Sequence[Fault] = ()
    seconds: float = 0.0

    @property
    def idr(self) -> int:
        """Rupiah of all lines."""
        return sum(line.cost_idr for _, line in self.lines)


def sources(path: Path, file: str) -> list[ListSource]:
    """Name the sheets in sight of a workbook, or the CSV file itself.

    Raises
    ------
    BadData : it cannot be opened, and why.
    """
    if path.suffix.casefold() == ".csv":
        return [ListSource(path, file)]
    try:
        names = sheet_names(path)
    except P2sppError as error:
        raise BadData([Fault(file, 0, "", "", str(error))]) from None
    return [ListSource(path, file, name, alone=len(names) == 1) for name in names]


def read_source(source: ListSource, kind: str, asked: ListsAsked) -> SourceRead:
    """Read a source as a list of a kind; what is wrong or unclear in it comes with it.

    A sheet without the columns of a list, among others, is none; alone in its file it is asked about.
    """
    if source.sheet.strip().casefold() in {*OWN_SHEETS, *map(tr, OWN_SHEETS)}:
        return _none(source, tr("lembar petunjuk atau nota, bukan daftar"))
    place = TablePlace(source.path, source.sheet, source.label)
    asked = asked._replace(file=source.file)
    content, faults = read_list(place, kind, READ_TABLES[kind], asked)
    reading, chosen = content.reading, asked.choices.get(kind, NOTHING)
    known = reading and (reading.layout or chosen.columns or "what" in reading.used)
    if reading is None or not (known or source.alone):
        if reading is None and source.alone:
            return SourceRead(source, "asked", faults=faults)
        used = ", ".join(reading.used.values()) if reading else ""
        few = tr("tidak ada judul kolom yang dikenal")
        without = tr("ada kolom {kolom}, tetapi tidak ada kolom usulan").format(kolom=used)
        return _none(source, without if used else few, reading)
    if not faults:
        for odd in odd_lines(kind, content.table):
            row = 0 if odd.row is None else content.rows[odd.row]
            called = content.called.get(odd.column, odd.column)
            faults.append(Fault(source.label, row, called, str(odd.value), odd.expected))
    lines = list(lines_of(content.table, {}))
    if not (lines or faults):
        return _none(source, tr("tidak berisi satu baris pun"), reading)
    return SourceRead(source, "asked" if faults else "list", lines, content.rows, reading, faults)


def _none(source: ListSource, why: str, reading: ListReading | None = None) -> SourceRead:
    return SourceRead(source, "none", reading=reading, faults=[Fault(source.label, 0, "", "", why)])


def read_sources(
    wanted: Iterable[ListSource],
    kind: str,
    asked: ListsAsked,
    tell: Callable[[ListSource], object] = lambda source: None,
    spent: float = 0.0,
) -> list[SourceRead]:
    """Read sources one after the other; once bad ones took too long, the rest is not read, and told so.

    Parameters
    ----------
    tell : called with each before it is read.
    spent : seconds that bad files took already.
    """
    reads: list[SourceRead] = []
    for source in wanted:
        if spent > PATIENCE:
            reads.append(SourceRead(source, "asked", faults=[late(source.label)]))
            continue
        tell(source)
        begun = time.monotonic()
        read = read_source(source, kind, asked)
        reads.append(replace(read, seconds=time.monotonic() - begun))
        if read.state != "list":
            spent += reads[-1].seconds
    return reads


def late(label: str) -> Fault:
    """Say of a file or sheet that it waits for bad ones before it."""
    text = tr("belum dibaca: berkas sebelumnya terlalu lama; keluarkan dahulu yang tidak terbaca")
    return Fault(label, 0, "", "", text)


@dataclass(frozen=True)
class GatheredList:
    """One list from many.

    Parameters
    ----------
    lines : by number.
    parts : what it was made of.
    renumbered : an old and the new number, of the first line that got one; None where none did.
    count : lines that got one.
    """

    lines: Mapping[str, ListLine]
    parts: Sequence[SourceRead]
    renumbered: tuple[str, str] | None = None
    count: int = 0

    @property
    def idr(self) -> int:
        """Rupiah of all lines."""
        return sum(line.cost_idr for line in self.lines.values())


def gather(parts: Sequence[SourceRead], *, kecamatan_in_sheets: bool = False) -> GatheredList:
    """Make one list of many; nothing is removed.

    Parameters
    ----------
    kecamatan_in_sheets : whether sheets are called as their kecamatan, where a list does not say it.

    Raises
    ------
    BadData : a part has questions left, or is no list.
    P2sppError : nothing to gather.
    """
    if faults := [fault for part in parts if part.state != "list" for fault in part.faults]:
        raise BadData(faults)
    if not parts:
        raise P2sppError(tr("Belum ada daftar untuk disatukan."))
    times = Counter(number.casefold() for part in parts for number, _ in part.lines)
    names = _short_names(parts)
    lines: dict[str, ListLine] = {}
    taken = {number for number, count in times.items() if count == 1}
    renumbered, count = None, 0
    villages: dict[str, str] = {}
    for part, name in zip(parts, names, strict=True):
        sheet = kecamatan_name(part.source.sheet.strip()) if kecamatan_in_sheets else ""
        for (number, line), row in zip(part.lines, part.rows, strict=True):
            new = number
            if times[number.casefold()] > 1:
                new = _free(f"{name}/{number}", taken)
                renumbered, count = renumbered or (number, new), count + 1
            taken.add(new.casefold())
            origin = tr("{tempat}, baris {baris}").format(tempat=part.source.label, baris=row)
            lines[new] = replace(
                line,
                village=villages.setdefault(line.village.casefold(), line.village),
                kecamatan=line.kecamatan or sheet,
                origin=line.origin or origin,
                given=line.given or (number if new != number else ""),
            )
    return GatheredList(told_apart({"": lines})[""], parts, renumbered, count)


def _free(number: str, taken: set[str]) -> str:
    """Give a number that no line has yet."""
    new, times = number, 1
    while new.casefold() in taken:
        times += 1
        new = f"{number} ({times})"
    return new


def _short_names(parts: Sequence[SourceRead]) -> list[str]:
    """Call each part by its kecamatan, its sheet or its file, whichever tells all parts apart."""
    ways = (
        [_only({kecamatan_name(line.kecamatan) for _, line in part.lines}) for part in parts],
        [part.source.sheet.strip() for part in parts],
        [Path(part.source.file).stem for part in parts],
        [f"{Path(part.source.file).stem} {part.source.sheet.strip()}" for part in parts],
    )
    apart = (names for names in ways if all(names) and len({*names}) == len(names))
    return next(apart, ways[-1])


def _only(names: set[str]) -> str:
    return next(iter(names)) if len(names) == 1 else ""


def as_table(kind: str, lines: Mapping[str, ListLine]) -> "pd.DataFrame":
    """Give a list as a sheet that can be read again, with the columns that any of its lines has."""
    import pandas as pd

    columns = [c for c in READ_TABLES[kind] if not c.beside and c.name != "partner"]
    made: dict[str, list[object]] = {}
    for column in columns:
        if column.unique:
            made[column.head] = [*lines]
        elif column.kind == "flag":
            made[column.head] = [
                line.status or column.in_file(line.eligible) for line in lines.values()
            ]
        else:
            values = [getattr(line, column.name) for line in lines.values()]
            if column.name == "village":
                values = [bare_village(line) for line in lines.values()]
            if column.default is None or any(values):
                made[column.head] = values
    return pd.DataFrame(made)


def bare_village(line: ListLine) -> str:
    """Give the village of a line without its kecamatan."""
    tail = tr("{desa} (Kec. {kecamatan})").format(desa="", kecamatan=kecamatan_name(line.kecamatan))
    return line.village.removesuffix(tail)
