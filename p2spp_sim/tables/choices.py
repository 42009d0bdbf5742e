"""What a person chose about a table, "Kolom mana?": sheet, row of the heading, what each column is, unit of money."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from p2spp_sim.base.errors import P2sppError
from p2spp_sim.base.language import tr
from p2spp_sim.tables.cells import MERGED, TextTable
from p2spp_sim.tables.columns import Column
from p2spp_sim.tables.limits import column_letters

IGNORED = "\2"  # ends the name of a column that is not to be read
IGNORE = "abaikan"  # as people say it
_YEAR = re.compile(r"\b(19|20)\d\d\b")


@dataclass(frozen=True, slots=True)
class TableChoice:
    """What was chosen; empty where the file tells it.

    Parameters
    ----------
    sheet : name of the sheet.
    top : row of the heading, from 1.
    columns : by heading as the file spells it, or by letter of the column as in @F: name of a declared column, "" to
        ignore it.
    times : rupiah that one in the file stands for.
    layout : title of the layout that says it, or nothing.
    by_layout : names of the columns that a known layout says and no person.
    """

    sheet: str = ""
    top: int = 0
    columns: Mapping[str, str] = field(default_factory=dict)
    times: int = 0
    layout: str = ""
    by_layout: frozenset[str] = frozenset()


NOTHING = TableChoice()


def spelled(title: str, *, year: bool = True) -> str:
    """Give a heading in small letters with single spaces, without years where they do not count."""
    text = " ".join(title.casefold().split())
    return text if year else " ".join(_YEAR.sub("", text).split()).strip(" ()-/")


def resolved(grid: TextTable, columns: Sequence[Column], choice: TableChoice) -> TextTable:
    """Give the heading in names of columns: as it was chosen, otherwise by what is known to stand above each.

    A column that a person chose stands alone: what else is known by its name is not read.
    """
    chosen = chosen_places(grid.titles, choice.columns)
    taken = {name for name in chosen.values() if name} - choice.by_layout
    known = {head: column for column in columns if not column.beside for head in column.readable}
    heading: list[str] = []
    for at, head in enumerate(grid.heading):
        column = known.get(head)
        name = column.name if column else head
        if at in chosen:
            name = chosen[at] or f"{head}{IGNORED}"
        elif column and (name in taken or (column.extra and name in heading)):
            name = f"{head}{IGNORED}"
        heading.append(name)
    for column in columns:
        if column.name not in heading and not column.beside:
            heads = [at for at, head in enumerate(grid.heading) if head in column.second_best]
            if len(heads) == 1 and heads[0] not in chosen:
                heading[heads[0]] = column.name
    return replace(grid, heading=heading)


def letter(at: int) -> str:
    """Name a column by its place in the sheet, as @F."""
    return f"@{column_letters(at)}"


def chosen_places(titles: Sequence[str], columns: Mapping[str, str]) -> dict[int, str]:
    """Give what was chosen by place of the column; a heading that stands there twice is chosen by its letter."""
    places: dict[int, str] = {}
    heads = [spelled(title) for title in titles]
    for said, name in columns.items():
        titled = [at for at, head in enumerate(heads) if head == spelled(said)]
        letters = [at for at in range(len(titles)) if letter(at) == f"@{said.upper().strip('@')}"]
        for at in titled[:1] or letters:
            places[at] = name
    return places


def parse_choice(
    said: Iterable[str], columns: Sequence[Column], choice: TableChoice = NOTHING
) -> TableChoice:
    """Read what a person typed, such as "Pagu Indikatif=biaya" or "F=abaikan".

    Raises
    ------
    P2sppError : no equals sign, or no such column; names those there are.
    """
    names = {
        title: column.name
        for column in columns
        for title in (*(head.replace("_", " ") for head in column.titles), column.name)
    }
    made = dict(choice.columns)
    for text in said:
        head, equals, name = (part.strip() for part in text.rpartition("="))
        wanted = spelled(name)
        if not equals or not head or wanted not in (*names, IGNORE, tr(IGNORE)):
            words = tr("“{teks}”: tulis JUDUL=KOLOM; kolom yang dapat dipilih: {kolom}, {abaikan}.")
            titles = ", ".join(column.title for column in columns)
            raise P2sppError(words.format(teks=text, kolom=titles, abaikan=tr(IGNORE)))
        made[head] = names.get(wanted, "")
    return replace(choice, columns=made)


def is_read(head: str) -> bool:
    """Tell whether a name in a heading may be read as a column, or is to be told as one that nothing is known about."""
    return head not in ("", MERGED) and not head.endswith(IGNORED)
