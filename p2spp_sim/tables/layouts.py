"""Layouts of office lists that are known by name, and those that a person has shown once, remembered by headings."""

import json
import re
from collections.abc import Mapping, Sequence
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any, Literal

import msgspec

from p2spp_sim.base.files import data_path, read_data, write_atomically
from p2spp_sim.base.language import pick
from p2spp_sim.tables.cells import heading_name
from p2spp_sim.tables.choices import TableChoice, chosen_places, letter, spelled

MEMORY = "tata_letak.json"  # ends the name of such a file
_BRACKETS = re.compile(r"\([^()]*\)")
_MOST = 200  # layouts that are remembered; the oldest go first


class Derived(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How a column is filled that the layout does not have.

    Parameters
    ----------
    by : what says it: the code of the line (`code`), the year above the table (`year`), the first or last year whose
        column is ticked (`first_tick`, `last_tick`), or a column, by its name.
    values : by beginning of the code, or by words in the column: the value; "" for all others.
    """

    by: str
    values: dict[str, str] = {}


class Layout(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One file of `datasets/tata_letak/`.

    Parameters
    ----------
    title : what it is called, by language.
    tables : the lists that it may be, as usulan or renja.
    headings : for each column that is read the headings that may stand above it, the best first; years do not count.
    needs : columns without which it is not this layout.
    marks : headings that must be there too, read or not: by these it is told from others.
    ignored : headings that are not read though they are known, as the rupiah of the year after.
    code : headings whose cells together make one code.
    account_at : where codes stand in several columns below one heading: the column, from 0, where those of accounts
        begin; they get an R before them, as 2.1.01.R5.3.1, so that a field of work is not taken for an account.
    sums : words of rows that add up others in this layout.
    derived : columns that it does not have, and what says them.
    levels : what is above the lines, in words.
    checks : what a person may hold against the reading, in words.
    source, firmness : where it is known from, and how sure that is.
    """

    title: dict[str, str]
    tables: tuple[str, ...]
    headings: dict[str, tuple[str, ...]]
    needs: tuple[str, ...]
    source: str
    firmness: Literal["firm", "moderate", "indicative", "assumed"]
    marks: tuple[str, ...] = ()
    ignored: tuple[str, ...] = ()
    code: tuple[str, ...] = ()
    account_at: int = 0
    sums: tuple[str, ...] = ()
    derived: dict[str, Derived] = {}
    levels: str = ""
    checks: str = ""

    @property
    def name(self) -> str:
        """Its title in the screen language."""
        return pick(self.title)

    def places(self, titles: Sequence[str]) -> dict[int, str] | None:
        """Give the column that each place holds, "" for what is not read; None where this is another layout."""
        heads = [_plain(title) for title in titles]
        if not {_plain(mark) for mark in self.marks} <= {*heads}:
            return None
        places: dict[int, str] = {}
        for name, known in self.headings.items():
            at = next((heads.index(head) for head in map(_plain, known) if head in heads), None)
            if at is None and name in self.needs:
                return None
            if at is not None:
                places[at] = name
        unread = {_plain(head) for head in self.ignored}
        return {
            at: "" for at, head in enumerate(heads) if head in unread and at not in places
        } | places


def _plain(title: str) -> str:
    """Give a heading without units, years and spaces around strokes."""
    bare = re.sub(r"\s*/\s*", "/", _BRACKETS.sub(" ", title))
    return spelled(bare, year=False) or spelled(title, year=False)


@cache
def layouts() -> dict[str, Layout]:
    """Read the layouts that are known, by the name of their file."""
    files = sorted(data_path("datasets", "tata_letak").glob("*.toml"))
    return {path.stem: read_data(Layout, "datasets", "tata_letak", path.name) for path in files}


@cache
def layout_headings(table: str) -> frozenset[str]:
    """Give all headings of the layouts of a list, as `cells` gives them."""
    return frozenset(
        heading_name(head)
        for layout in layouts().values()
        if table in layout.tables
        for heads in (*layout.headings.values(), layout.ignored, layout.marks)
        for head in heads
    )


def fitting(table: str, titles: Sequence[str]) -> Layout | None:
    """Give the layout that explains the most of the headings of a list; None where none does, or two do equally."""
    fits: dict[str, int] = {}
    for name, layout in layouts().items():
        places = layout.places(titles) if table in layout.tables else None
        if places is not None:
            fits[name] = len(places) + len(layout.marks)
    best = [name for name, count in fits.items() if count == max(fits.values())]
    return layouts()[best[0]] if len(best) == 1 else None


def by_letter(layout: Layout, titles: Sequence[str], choice: TableChoice) -> TableChoice:
    """Give a choice as a layout makes it; what the person chose goes before."""
    places = layout.places(titles) or {}
    own = chosen_places(titles, choice.columns)
    taken = {*own.values()}
    columns = {
        letter(at): name for at, name in (places | own).items() if at in own or name not in taken
    }
    said = frozenset({*columns.values()} - taken)
    return TableChoice(choice.sheet, choice.top, columns, choice.times, layout.name, said)


class LayoutMemory:
    """The layouts that a person has shown, in a small file of the folder of results.

    Parameters
    ----------
    path : the file; None remembers nothing.
    """

    def __init__(self, path: Path | None) -> None:
        self._path = path

    def headings(self, table: str) -> frozenset[str]:
        """Give the headings that stood above lists that were shown, as `cells` gives them."""
        heads = [entry.get("judul") for entry in self._read()]
        return frozenset(
            heading_name(head)
            for titles in heads
            if isinstance(titles, list) and titles[:1] == [table]
            for head in titles[1:]
            if isinstance(head, str)
        ) - {""}

    def recall(self, table: str, titles: Sequence[str]) -> TableChoice | None:
        """Give what was chosen for a list with these headings; None where it was never seen."""
        key = _key(table, titles)
        kept = next((entry for entry in reversed(self._read()) if entry.get("judul") == key), None)
        if kept is None:
            return None
        columns, times = kept.get("kolom"), kept.get("satuan")
        good = isinstance(columns, Mapping) and isinstance(times, int)
        return TableChoice(columns=dict(columns), times=times) if good else None

    def remember(self, table: str, titles: Sequence[str], choice: TableChoice) -> None:
        """Keep what was chosen for a list with these headings."""
        if self._path is None:
            return
        key = _key(table, titles)
        kept = [entry for entry in self._read() if entry.get("judul") != key]
        kept.append({"judul": key, "kolom": dict(choice.columns), "satuan": choice.times})
        self._path.parent.mkdir(parents=True, exist_ok=True)
        text = json.dumps({"tata_letak": kept[-_MOST:]}, ensure_ascii=False, indent=1)
        write_atomically(self._path, text.encode())

    def _read(self) -> list[dict[str, Any]]:
        """Give what is kept; a damaged file is as none."""
        if self._path is None:
            return []
        with suppress(OSError, ValueError, LookupError, RecursionError, AttributeError, TypeError):
            kept = json.loads(self._path.read_text(encoding="utf-8"))["tata_letak"]
            return [entry for entry in kept if isinstance(entry, dict)]
        return []


def _key(table: str, titles: Sequence[str]) -> list[str]:
    return [table, *(spelled(title) for title in titles)]


NO_MEMORY = LayoutMemory(None)
