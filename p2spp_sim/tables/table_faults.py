"""What is wrong in a table as a whole: columns that lack, rows that are none of it, values that another table lacks."""

import re
from collections.abc import Iterator, Mapping
from difflib import get_close_matches

from p2spp_sim.base.errors import Fault
from p2spp_sim.base.language import tr
from p2spp_sim.tables.cells import TextTable
from p2spp_sim.tables.choices import is_read
from p2spp_sim.tables.columns import Column
from p2spp_sim.tables.list_words import called_total
from p2spp_sim.tables.table import Held


def lacking_columns(
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


def _names_a_row(column: Column) -> bool:
    return column.kind == "text" and column.default is None and not (column.of or column.choices)


def gathered(
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


def unknown_references(
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
