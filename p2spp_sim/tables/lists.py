"""Lists as offices keep them: headings, layouts, units, totals and places found, and everything unclear asked."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from p2spp_sim.base.errors import Fault, P2sppError
from p2spp_sim.base.language import tr
from p2spp_sim.tables.carrying import Carried, carry
from p2spp_sim.tables.cells import MERGED, TextTable
from p2spp_sim.tables.choices import NOTHING, TableChoice, chosen_places, resolved
from p2spp_sim.tables.columns import Column
from p2spp_sim.tables.deriving import derive
from p2spp_sim.tables.layouts import (
    NO_MEMORY,
    Layout,
    LayoutMemory,
    by_letter,
    fitting,
    layout_headings,
)
from p2spp_sim.tables.numbering import numbered
from p2spp_sim.tables.reading import (
    ListReading,
    carried_down,
    hidden,
    joined_codes,
    joined_heading,
    other_status,
    with_units,
    without_heading,
)
from p2spp_sim.tables.sifting import Left, sift
from p2spp_sim.tables.table import (
    Held,
    TablePlace,
    called_in,
    column_texts,
    empty_table,
    read_cells,
    text_table,
    uncounted,
)
from p2spp_sim.tables.table_faults import gathered, lacking_columns

_SHOWN = 3  # lines that are shown as they were read


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


class _Located(NamedTuple):
    """The table of a list as it stands in the file, below its heading, and what each column is.

    Parameters
    ----------
    grid : its heading in names of columns, every row of the file still in it.
    called : what stands above each column.
    columns : with the unit of the file's money.
    layout : by which it is read, if any; `layout_name` is also said of one that a person has shown.
    faults : what is wrong or unclear so far.
    """

    file: str
    grid: TextTable
    called: dict[str, str]
    columns: tuple[Column, ...]
    layout: Layout | None
    layout_name: str
    faults: list[Fault]


class _Lines(NamedTuple):
    """The lines of a list, each with its place and number; the rows that are none; what is wrong or unclear."""

    grid: TextTable
    left: list[Left]
    carried: Carried
    numbered: str
    faults: list[Fault]


def read_list(
    place: TablePlace, name: str, columns: tuple[Column, ...], asked: ListsAsked
) -> tuple[Held, list[Fault]]:
    """Read a list: its lines without totals, titles and levels, with places carried to them; and all that is asked.

    What was read comes with the questions too, so that a person sees it while answering.

    Parameters
    ----------
    name : of the list, under which its layouts are known and what was chosen stands.
    """
    try:
        located = _find(place, name, columns, asked)
    except P2sppError as error:
        return empty_table(columns), [Fault(place.label, 0, "", "", str(error))]
    lines = _lines(located, asked.file or place.path.name)
    table, wrong, said = read_cells(located.file, lines.grid, located.columns, located.called)
    faults = gathered(
        located.file, [*located.faults, *lines.faults, *wrong], located.columns, lines.grid
    )
    rows = [number for number, _ in lines.grid.body]
    return Held(table, rows, located.called, _reading(located, lines, said)), [*faults]


def _find(place: TablePlace, name: str, columns: tuple[Column, ...], asked: ListsAsked) -> _Located:
    """Find the table of a list and what its columns are; raises P2sppError where the file has none."""
    own = asked.choices.get(name, NOTHING)
    more = layout_headings(name) | asked.memory.headings(name)
    grid = text_table(place, columns, own.top, more)
    file = place.label
    if grid.sheet and not place.sheet:
        file = tr("{file}, lembar {sheet}").format(file=place.path.name, sheet=grid.sheet.strip())
    known = {head for column in columns for head in column.readable | column.second_best}
    grid = joined_heading(grid, known | layout_headings(name))
    choice, layout = _laid_out(name, grid, asked.memory, own)
    if layout and layout.code:
        grid = joined_codes(grid, columns, layout.code, layout.account_at)
    grid = uncounted(resolved(grid, columns, choice), columns)
    called = called_in(grid, columns)
    answered = chosen_places(grid.titles, own.columns)
    faults = [
        *_not_there(file, grid, own.columns),
        *lacking_columns(file, grid, _not_derived(columns, layout), called, a_list=True),
        *hidden(file, grid, columns, answered),
    ]
    columns, unclear = with_units(file, grid, columns, called, choice.times, a_list=True)
    return _Located(file, grid, called, columns, layout, choice.layout, [*faults, *unclear])


def _lines(located: _Located, called: str) -> _Lines:
    """Tell lines from other rows, and write into each what its list says of it elsewhere.

    Parameters
    ----------
    called : what the file was called by who brought it.
    """
    file, columns, layout = located.file, located.columns, located.layout
    account_at, sums = (layout.account_at, layout.sums) if layout else (0, ())
    grid = joined_codes(carried_down(located.grid, columns), columns, account_at=account_at)
    grid, left, doubts = sift(grid, columns, file, sums)
    faults = [*doubts, *other_status(file, grid, columns), *without_heading(file, grid, columns)]
    rows = dict(located.grid.body)
    carried = carry(grid, columns, left, rows, (grid.sheet, Path(called).stem))
    grid, apart = numbered(carried.grid, columns)
    if layout:
        grid = derive(grid, layout.derived, columns, Path(called).stem)
        faults += _underived(file, grid, columns, layout)
    return _Lines(grid, left, carried, apart, faults)


def _reading(located: _Located, lines: _Lines, said: dict[str, Counter[str]]) -> ListReading:
    """Give how a list was read, to be shown."""
    headed, columns, derived = located.grid, located.columns, located.layout
    titles = dict(zip(reversed(headed.heading), reversed(headed.titles), strict=True))
    ignored = {
        at: title
        for at, (head, title) in enumerate(zip(headed.heading, headed.titles, strict=True))
        if head not in (*located.called, "", MERGED)
    }
    return ListReading(
        place=located.file,
        used={column: titles[column] for column in located.called if column in titles},
        ignored=[*ignored.values()],
        left=lines.left,
        units={column.name: column.times for column in columns if column.kind == "idr"},
        said=said,
        sheet=headed.sheet,
        top=headed.top,
        tops=headed.tops,
        titles=headed.titles,
        heading=headed.heading,
        layout=located.layout_name,
        carried=lines.carried.lines,
        whole=lines.carried.whole,
        numbered=lines.numbered,
        body=lines.grid.body[:_SHOWN],
        derived=[c.name for c in columns if derived and c.name in derived.derived],
        further={title: column_texts(lines.grid, at) for at, title in ignored.items()},
    )


def _not_there(file: str, grid: TextTable, chosen: Mapping[str, str]) -> Iterator[Fault]:
    """Tell of a column that was chosen and is not in the file."""
    there = ", ".join(title for title in grid.titles if title not in ("", MERGED))
    expected = tr("kolom yang dipilih ini tidak ada; yang ada: {kolom}").format(kolom=there)
    for said in chosen:
        if not chosen_places(grid.titles, {said: ""}):
            yield Fault(file, grid.top, said, "", expected)


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
