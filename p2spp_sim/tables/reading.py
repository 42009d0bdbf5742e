"""How an office's list is read: in which unit, what it hides, what else may be its status, and what is shown of it."""

import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType
from typing import NamedTuple

from p2spp_sim.base.errors import Fault
from p2spp_sim.base.formats import rupiah
from p2spp_sim.base.language import tr
from p2spp_sim.tables.carrying import Whole
from p2spp_sim.tables.cells import MERGED, TextTable, heading_name
from p2spp_sim.tables.choices import IGNORED, spelled
from p2spp_sim.tables.columns import TICKS, Column
from p2spp_sim.tables.list_words import is_unit, status, unit, unit_told
from p2spp_sim.tables.sifting import Left

_STATUS = (
    "status",
    "ket",
    "hasil",
    "verifikasi",
)  # headings above status words in lists that have no such column
_PIECE = re.compile(r"(\d|X){1,4}(\.\d{1,4})*", re.IGNORECASE)  # of a code in several columns
_LOWER = 2  # rows of a heading below its first
_LARGEST_IDR = 10**10  # half of the works of a list cost at most this (assumed)


class ListReading(NamedTuple):
    """How a list was read, to be shown.

    Parameters
    ----------
    place : file and sheet.
    used : for each column that the file has, the heading above it as the file spells it.
    ignored : headings that no column has.
    left : the rows that are no lines.
    units : for each column of money the rupiah that one in the file stands for.
    said : for each column of yes and no, how often each spelling stands in it.
    sheet, top : where it stands: sheet, and row of the heading from 1.
    tops : rows that may be the heading, with their cells.
    titles, heading : the heading as the file spells it, two rows as one; and the name of the column that each is.
    layout : what the layout is called by which it was read; empty for none.
    carried : for each place that is written once for many lines, to how many lines it was carried.
    whole : the places that hold for all lines, and where that is said.
    numbered : how numbers were made that the file lacks or has twice: "" (not), "none" or "twice".
    body : the first lines as they were read.
    derived : columns that the layout does not have and other things in the file said.
    further : the cells of the columns that none of ours is, line by line, by heading.
    """

    place: str
    used: dict[str, str]
    ignored: list[str]
    left: list[Left]
    units: dict[str, int]
    said: dict[str, Counter[str]]
    sheet: str = ""
    top: int = 0
    tops: Sequence[tuple[int, list[str]]] = ()
    titles: Sequence[str] = ()
    heading: Sequence[str] = ()
    layout: str = ""
    carried: Mapping[str, int] = MappingProxyType({})
    whole: Mapping[str, Whole] = MappingProxyType({})
    numbered: str = ""
    body: Sequence[tuple[int, list[str]]] = ()
    derived: Sequence[str] = ()
    further: Mapping[str, Sequence[str]] = MappingProxyType({})


def with_units(
    file: str,
    grid: TextTable,
    columns: tuple[Column, ...],
    called: Mapping[str, str],
    chosen: int = 0,
    *,
    a_list: bool = False,
) -> tuple[tuple[Column, ...], list[Fault]]:
    """Give the columns with the unit of the file's money, and ask where that is unclear and none is chosen.

    Parameters
    ----------
    chosen : rupiah that one stands for, as a person said; 0 where nobody did.
    a_list : whether it is a list, of which a unit other than rupiah is always asked.
    """
    beside = [cell for row in grid.above for cell in row]
    beside += [
        cells[0]
        for _, row in grid.body
        if len(cells := [cell for cell in row if len(cell) > 1]) == 1
    ]
    units_beside = {cell: other for cell in beside if (other := unit_told(cell)) > 1}
    made, faults = [], []
    for column in columns:
        if column.kind != "idr" or column.name not in grid.heading:
            made.append(column)
            continue
        head = called[column.name]
        if chosen:
            made.append(replace(column, times=chosen))
            continue
        size = unit(head)
        made.append(replace(column, times=size or 1))
        if size is None:
            expected = tr(
                "satuan ini belum dikenal; tulis di judul kolom: (rupiah), (ribu rupiah), atau (juta rupiah)"
            )
            faults.append(Fault(file, grid.top, head, "", expected))
        beside_head = [cell for cell, other in units_beside.items() if size not in (None, other)]
        for cell in beside_head:
            expected = tr(
                "di luar tabel tertulis “{kata}”; tulis satuannya di judul kolom ini, dan hapus yang itu"
            )
            if a_list:
                expected = tr(
                    "di luar tabel tertulis “{kata}”; pilih satuannya di “Kolom mana?” (--satuan)"
                )
            faults.append(Fault(file, grid.top, head, "", expected.format(kata=cell)))
        if a_list and size and size > 1 and not beside_head:
            faults.append(_unit_to_confirm(file, grid, column.name, head, size))
    return tuple(made), faults


def _unit_to_confirm(file: str, grid: TextTable, name: str, head: str, size: int) -> Fault:
    """Ask whether the unit in a heading holds, with the first cell below it as it would be read."""
    at = grid.heading.index(name)
    cells = (row[at] for _, row in grid.body if at < len(row))
    first = next((cell for cell in cells if re.search("[1-9]", cell)), "1")
    expected = tr(
        "judul ini berkata satu berarti {rupiah}, jadi “{sel}” dikalikan sebanyak itu; bila benar, "
        "pilih satuannya di “Kolom mana?” (--satuan)"
    )
    return Fault(file, grid.top, head, "", expected.format(rupiah=rupiah(size), sel=first))


def too_large(file: str, called: str, column: Column, values: Sequence[int]) -> Iterator[Fault]:
    """Ask about whole rupiah below a heading that says thousands or millions."""
    costs = sorted(value for value in values if value)
    if column.times > 1 and costs and (middle := costs[len(costs) // 2]) > _LARGEST_IDR:
        expected = tr(
            "isinya tampak rupiah utuh, padahal judulnya berkata lain; betulkan judulnya atau isinya"
        )
        yield Fault(file, 0, called, str(middle), expected)


def hidden(
    file: str, grid: TextTable, columns: tuple[Column, ...], chosen: Collection[int] = ()
) -> Iterator[Fault]:
    """Ask about rows and columns that are to be read but not shown, other than those that a person chose."""
    names = {column.name for column in columns}
    for at in sorted(grid.hidden.columns - {*chosen}):
        if at < len(grid.heading) and grid.heading[at] in names:
            expected = tr(
                "kolom ini tersembunyi (Hide); tampilkan (Unhide) bila dipakai, hapus bila tidak"
            )
            yield Fault(file, grid.top, grid.titles[at], "", expected)
    if rows := [number for number, _ in grid.body if number in grid.hidden.rows]:
        expected = tr(
            "{n} baris tersembunyi atau tersaring, mulai dari baris ini; tampilkan bila dipakai, hapus bila tidak"
        )
        yield Fault(file, rows[0], "", "", expected.format(n=len(rows)))


def other_status(file: str, grid: TextTable, columns: tuple[Column, ...]) -> Iterator[Fault]:
    """Ask about a column that says which lines are refused, where none that is read says so."""
    flag = next((column for column in columns if column.words), None)
    names = {column.name for column in columns if not column.extra}
    for at, head in enumerate(grid.heading):
        if head.endswith(IGNORED):
            continue
        ticked = {row[at].casefold() for _, row in grid.body if at < len(row)} - {"", MERGED}
        meant = status(grid.titles[at]) if flag and ticked and head not in names else None
        if (
            flag and meant is not None and (meant is False or ticked <= TICKS)
        ):  # a rank, as Prioritas, is no status
            expected = tr(
                "judul ini sendiri sebuah status; satukan dalam satu kolom {judul} berisi Y atau N"
            )
            yield Fault(file, grid.top, grid.titles[at], "", expected.format(judul=flag.title))
    if flag and flag.name in grid.heading:
        return
    for at, head in enumerate(grid.heading):
        if head in names or head.endswith(IGNORED) or not (flag or head.startswith(_STATUS)):
            continue
        refused = [
            (n, row[at]) for n, row in grid.body if at < len(row) and status(row[at]) is False
        ]
        if refused:
            row, cell = refused[0]
            expected = tr(
                "{n} baris di kolom ini tampak ditolak atau ditunda; hapus yang tidak berlaku lagi, atau kolomnya"
            )
            if flag:
                expected = tr(
                    "{n} baris di kolom ini tampak ditolak atau ditunda; bila ini statusnya, judulnya harus {judul}"
                )
            expected = expected.format(n=len(refused), judul=flag.title if flag else "")
            yield Fault(file, row, grid.titles[at], cell, expected)


def joined_heading(grid: TextTable, names: Collection[str]) -> TextTable:
    """Make one heading of two or three rows, as Lokasi above Desa and Kecamatan, if lower ones name columns or units.

    Columns that are called the same below two groups, as the money of this year and of the next, bear the name of the
    group too: Rencana Tahun 2026 – Pagu.
    """
    free = [not head or head == MERGED for head in grid.heading]
    over = [*(grid.above[-1] if grid.above else []), *[""] * len(free)][: len(free)]
    taken = [open_ and heading_name(over[at]) in names for at, open_ in enumerate(free)]
    titles = [
        over[at] if take else title
        for at, (take, title) in enumerate(zip(taken, grid.titles, strict=True))
    ]
    grid = replace(grid, titles=titles, heading=[heading_name(title) for title in titles])
    groups = [over] if any(taken) else []
    for _ in range(_LOWER):
        lower = _with_row_below(grid, names)
        if lower is None:
            break
        groups.append(list(grid.titles))
        grid = lower
    for group in groups:
        grid = _told_apart(grid, group)
    return grid


def _told_apart(grid: TextTable, group: Sequence[str]) -> TextTable:
    """Put the name of its group before each heading that stands there twice."""
    again = {head for head, times in Counter(grid.titles).items() if times > 1} - {"", MERGED}
    titles, over = list(grid.titles), ""
    for at, title in enumerate(grid.titles):
        over = group[at] if group[at] not in ("", MERGED) else over
        if title in again and over and over != title:
            titles[at] = f"{over} – {title}"
    return replace(grid, titles=titles)


def _with_row_below(grid: TextTable, names: Collection[str]) -> TextTable | None:
    """Join the heading with the row below it; None where that is no part of it."""
    number, under = grid.body[0] if grid.body else (0, [])
    under = [*under, *[""] * len(grid.heading)][: len(grid.heading)]
    filled = [at for at, cell in enumerate(under) if cell not in ("", MERGED)]
    named = [at for at in filled if not _beneath(under[at])]
    grouped = all(
        grid.heading[at] in ("", MERGED) or _begins_group(grid.heading, at) for at in named
    )
    known = (
        any(heading_name(under[at]) in names for at in named)
        if named
        else any(is_unit(under[at]) for at in filled)
    )
    if not (number == grid.top + 1 and grouped and known):
        return None
    titles = [_joined(title, under[at]) for at, title in enumerate(grid.titles)]
    heading = [heading_name(title) for title in titles] if named else grid.heading
    return replace(grid, top=number, titles=titles, heading=heading, body=grid.body[1:])


def _joined(title: str, under: str) -> str:
    """Give one heading for two cells above each other: the lower one, behind the upper where it is its unit."""
    if under in ("", MERGED):
        return title
    return f"{title} ({under.strip('()')})" if title and _beneath(under) else under


def _beneath(cell: str) -> bool:
    """Tell whether a cell below a heading belongs to it: a unit, of money or, in brackets, of anything."""
    return is_unit(cell) or re.fullmatch(r"\([^()]*[^\W\d][^()]*\)", cell) is not None


def _begins_group(heading: list[str], at: int) -> bool:
    return at + 1 < len(heading) and heading[at + 1] in ("", MERGED)


def joined_codes(
    grid: TextTable,
    columns: tuple[Column, ...],
    pieces_below: Sequence[str] = (),
    account_at: int = 0,
) -> TextTable:
    """Make one code of pieces in columns side by side: 1.03.02 of 1, 03 and 02.

    Parameters
    ----------
    pieces_below : the headings of the pieces; where none are given, the pieces stand below one heading.
    account_at : the piece, from 0, where a code of accounts begins, which gets an R; 0 for none.
    """
    if pieces_below:
        return _joined_pieces(grid, pieces_below, account_at)
    names = [column.name for column in columns if column.unique]
    at = next((grid.heading.index(name) for name in names if name in grid.heading), -1)
    end = at + 1
    while at >= 0 and end < len(grid.heading) and grid.heading[end] in ("", MERGED):
        end += 1
    pieces = {n: [cell for cell in row[at:end] if cell not in ("", MERGED)] for n, row in grid.body}
    coded = [parts for parts in pieces.values() if len(parts) > 1]
    if not coded or not all(_PIECE.fullmatch(piece) for parts in coded for piece in parts):
        return grid
    gaps = [""] * (end - at - 1)
    codes = {n: _code(row[at:end], account_at) for n, row in grid.body}
    body = [
        (n, [*row[:at], codes[n], *gaps[: len(row) - at - 1], *row[end:]]) for n, row in grid.body
    ]
    return replace(grid, body=body)


def _code(pieces: Sequence[str], account_at: int = 0) -> str:
    said = [(at, piece.strip(".")) for at, piece in enumerate(pieces) if piece not in ("", MERGED)]
    account = next((at for at, _ in said if account_at and at >= account_at), -1)
    return ".".join(f"R{piece}" if at == account else piece for at, piece in said)


def _joined_pieces(grid: TextTable, heads: Sequence[str], account_at: int) -> TextTable:
    """Write the code of all pieces into the column of the first."""
    wanted = {spelled(head) for head in heads}
    places = [at for at, title in enumerate(grid.titles) if spelled(title) in wanted]
    if len(places) < len(wanted):
        return grid
    body = []
    for number, row in grid.body:
        cells = [*row, *[""] * (len(grid.titles) - len(row))]
        code = _code([cells[at] for at in places], account_at)
        for at in places:
            cells[at] = ""
        cells[places[0]] = code
        body.append((number, cells))
    return replace(grid, body=body)


def carried_down(grid: TextTable, columns: tuple[Column, ...]) -> TextTable:
    """Write what was merged over several rows of a column that may be empty, as a village, into each of them."""
    free = {
        at
        for at, head in enumerate(grid.heading)
        for c in columns
        if c.name == head and _may_be_merged(c)
    }
    texts = {place: text for place, text in grid.down.items() if place[1] in free}
    body = [
        (n, [texts.get((n - 1, at), cell) for at, cell in enumerate(row)]) for n, row in grid.body
    ]
    return replace(grid, body=body) if texts else grid


def _may_be_merged(column: Column) -> bool:
    return column.kind == "text" and column.default is not None


def without_heading(file: str, grid: TextTable, columns: tuple[Column, ...]) -> Iterator[Fault]:
    """Ask about cells below no heading beside a column that is empty: numbers of money, words of a name.

    So they stand below a merged heading, or where somebody has moved a cell.
    """
    bare = [at for at, head in enumerate(grid.heading) if head in ("", MERGED)]
    for column in columns:
        if column.name not in grid.heading or not bare:
            continue
        own = grid.heading.index(column.name)
        title = grid.titles[own]
        if column.kind == "idr" and not any(_cell(row, own) for _, row in grid.body):
            expected = tr(
                "angka ini berdiri di kolom tanpa judul, sedangkan kolom {kolom} kosong; pindahkan judulnya"
            )
            for at in bare:
                figures = ((n, _cell(row, at)) for n, row in grid.body)
                number, cell = next(
                    (said for said in figures if re.search(r"\d", said[1])), (0, "")
                )
                if cell:
                    yield Fault(file, number, "", cell, expected.format(kolom=title))
        elif column.kind == "text" and column.default is None and own + 1 in bare:
            expected = tr(
                "ini berdiri di kolom tanpa judul di samping {kolom} yang kosong; pindahkan isinya ke kolom itu"
            )
            for number, row in grid.body:
                if not _cell(row, own) and (cell := _cell(row, own + 1)):
                    yield Fault(file, number, "", cell, expected.format(kolom=title))


def _cell(row: Sequence[str], at: int) -> str:
    return row[at] if at < len(row) and row[at] != MERGED else ""
