"""The columns that an office has besides ours, kept as the office has them; what names a person is left out."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache

from p2spp_sim.alignment.list_columns import EXTRAS
from p2spp_sim.alignment.lists import ListLine
from p2spp_sim.base.language import tr
from p2spp_sim.base.personal import cover
from p2spp_sim.tables.list_words import list_words, status, words_of

_TICKED = frozenset({"", "y", "n", "1", "0", "ya", "tidak", "v", "x", "✓", "√", "true", "false"})


@dataclass(frozen=True, slots=True)
class OfficeColumn:
    """One column of an office.

    Parameters
    ----------
    name : of the field of `ListLine`; "status", or empty for a column that is none of ours.
    title : heading; our own for a field, otherwise as the office spells it.
    cells : what stands in it, by number of the line; empty cells are not there.
    """

    name: str
    title: str
    cells: Mapping[str, str]


def office_columns(lines: Mapping[str, ListLine]) -> tuple[OfficeColumn, ...]:
    """Give the columns besides ours that hold anything, ours by meaning first, each in the order of the office."""
    named = [("status", tr("status")), *((extra.name, extra.title) for extra in EXTRAS)]
    columns = []
    for name, title in named:
        cells = {n: text for n, line in lines.items() if (text := _cell(line, name))}
        if cells:
            columns.append(OfficeColumn(name, title, cells))
    for head in _headings(lines.values()):
        if not names_persons(head):
            cells = {
                number: without_persons(cell)
                for number, line in lines.items()
                for title, cell in line.further
                if title == head
            }
            columns.append(OfficeColumn("", head, cells))
    return tuple(columns)


def left_out(lines: Mapping[str, ListLine]) -> tuple[str, ...]:
    """Name the columns of the office that are not kept because they are about persons."""
    return tuple(head for head in _headings(lines.values()) if names_persons(head))


def said_status(line: ListLine) -> str:
    """Give the office's word for what became of a proposal; nothing where it only ticked."""
    word = "" if line.status.casefold() in _TICKED else line.status
    return word if status(word) is not None else ""


@lru_cache(maxsize=32_768)
def without_persons(text: str) -> str:
    """Cover what in a text of a list would tell who somebody is; remembered, as lists are long and written often."""
    return cover(text)


@cache
def names_persons(heading: str) -> bool:
    """Tell whether a heading stands above names, numbers or addresses of persons."""
    words = " ".join(words_of(heading))
    return any(f" {phrase} " in f" {words} " for phrase in list_words().persons)


def _cell(line: ListLine, name: str) -> str:
    return said_status(line) if name == "status" else without_persons(getattr(line, name))


def _headings(lines: Iterable[ListLine]) -> Iterator[str]:
    yield from dict.fromkeys(head for line in lines for head, _ in line.further)
