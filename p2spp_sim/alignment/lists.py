"""People's own lists side by side: musrenbang proposals, recess notes and Renja works, and what their pairs say.

Likely partners are offered by spelling and village; a person decides every pair. Nothing here is a model.
"""

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path

import numpy as np

from p2spp_sim.alignment.likeness import FLOOR, Likeness
from p2spp_sim.alignment.list_columns import (
    EXTRAS,
    KINDS,
    LIST_COLUMNS,
    NO_PARTNER,
    OWN_SHEETS,
    READ_TABLES,
    ListKind,
    PairDecisions,
)
from p2spp_sim.alignment.ngrams import Ngrams
from p2spp_sim.alignment.scores import ListEntry, Suggestion
from p2spp_sim.base.language import tr
from p2spp_sim.tables import reader
from p2spp_sim.tables.cells import sheet_names
from p2spp_sim.tables.columns import Column
from p2spp_sim.tables.lists import NOTHING_ASKED, ListsAsked
from p2spp_sim.tables.reader import ListDraft, sheets_called
from p2spp_sim.tables.reading import ListReading
from p2spp_sim.tables.table import ColumnArrays, Odd, by_row

# What names one person; a work has an address and a place on the map, and a village may be called as a person.
_PERSONAL = frozenset({"BPJS", "EMAIL", "KK", "NIK", "NIP", "NPWP", "PHONE"})
_SMALLEST_IDR = (
    1_000_000  # half of the works of a list cost at least this, if written in rupiah (assumed)
)
LETTERS = 0.15  # weight of letters beside words in the likeness of two lines (assumed)
_LEAST_IDR, _MOST_IDR = 100_000, 10**12  # any work costs at least and at most this (assumed)
_TITLE = re.compile(
    r"^(desa|ds|kelurahan|kel)\b\.?\s*", re.IGNORECASE
)  # before the name of a village
_KECAMATAN = re.compile(r"^(kecamatan|kec)\b\.?\s*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class ListLine:
    """One line of a list: what it asks for, in which village (empty: not said), for how much, and of which agency.

    Parameters
    ----------
    status : the word for it, as the office spells it.
    kecamatan, problem, volume, measure, code, note : what the office has besides.
    origin, given : of a line of a list that was gathered from many: file, sheet and row; and its number there.
    partner : the line that it equals, as the file writes it.
    further : heading and cell of every column that is none of these, as the office has them.
    """

    what: str
    village: str = ""
    cost_idr: int = 0
    skpd: str = ""
    eligible: bool = True
    status: str = ""
    kecamatan: str = ""
    problem: str = ""
    volume: str = ""
    measure: str = ""
    code: str = ""
    note: str = ""
    origin: str = ""
    given: str = ""
    partner: str = field(default="", compare=False)
    further: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Lists:
    """The lists that lie side by side.

    Parameters
    ----------
    proposals : of musrenbang kecamatan, by number.
    others : recess notes and Renja works, by kind and number.
    written : the pairs that stand in the file already.
    readings : how each list was read, by the name of its sheet in `ALIGNMENT_TABLES`.
    unread : sheets of the workbook that are none of these lists.
    """

    proposals: Mapping[str, ListLine]
    others: Mapping[ListKind, Mapping[str, ListLine]]
    written: PairDecisions
    readings: Mapping[str, ListReading] = field(default_factory=dict, compare=False)
    unread: tuple[str, ...] = ()

    @property
    def by_kind(self) -> dict[str, Mapping[str, ListLine]]:
        """All lists that are there."""
        return {"usulan": self.proposals} | dict(self.others.items())

    def partners(self, kind: ListKind, number: str, most: int = 3) -> tuple[Suggestion, ...]:
        """Rank the proposals that one line may equal by words (`likeness`) and, a little, by letters.

        There are always as many as wanted: those whose words are hardly alike come last, of the same village first, and
        are called weak.
        """
        line = self.others[kind][number]
        entry = ListEntry(line.what, line.village)
        alike = self._likeness
        words, factors = alike.scores(entry), alike.place_factors(entry)
        scores = (words + LETTERS * factors * self._ngrams.scores(entry)) / (1 + LETTERS)
        weak = words < FLOOR
        order = np.lexsort((-scores, weak & (factors < 1), weak))
        return tuple(
            Suggestion(
                self._numbers[at],
                round(float(scores[at]), 4),
                alike.shared(entry, at),
                alike.same_place(entry, at),
                weak=bool(weak[at]),
            )
            for at in order[:most].tolist()
        )

    @cached_property
    def _numbers(self) -> tuple[str, ...]:
        return tuple(self.proposals)

    @cached_property
    def _entries(self) -> dict[str, ListEntry]:
        return {key: ListEntry(line.what, line.village) for key, line in self.proposals.items()}

    @cached_property
    def _likeness(self) -> Likeness:
        return Likeness(self._entries)

    @cached_property
    def _ngrams(self) -> Ngrams:
        return Ngrams(self._entries)

    @cached_property
    def villages(self) -> tuple[str, ...]:
        """The villages that propose, in the order of the list."""
        return tuple(
            dict.fromkeys(line.village for line in self.proposals.values() if line.village)
        )

    def kept(self, decided: PairDecisions, before: "Lists | None") -> PairDecisions:
        """Give what was decided on lists before that holds for these too, in the spelling of their numbers.

        A list whose numbers mostly stand for other lines now is another one: nothing decided on it is kept. Lines that
        are not here now are.
        """
        own = {number.casefold(): number for number in self.proposals}
        kept: dict[str, dict[str, str]] = {}
        for kind in KINDS:
            lines, old = self.others.get(kind, {}), before.others.get(kind, {}) if before else {}
            if before and not (_goes_on(before.proposals, self.proposals) and _goes_on(old, lines)):
                continue
            spelled = {number.casefold(): number for number in lines}
            kept[kind] = {
                spelled.get(number.casefold(), number): own.get(partner.casefold(), partner)
                for number, partner in decided.get(kind, {}).items()
            }
        return kept


def _goes_on(old: Mapping[str, ListLine], new: Mapping[str, ListLine]) -> bool:
    """Tell whether at least half of the numbers in both lists stand for the same line."""
    ours, theirs = (
        {n.casefold(): line.what.casefold() for n, line in lines.items()} for lines in (old, new)
    )
    common = ours.keys() & theirs.keys()
    return 2 * sum(ours[number] == theirs[number] for number in common) >= len(common)


def read_lists(book: Path, asked: ListsAsked = NOTHING_ASKED) -> Lists:
    """Read a workbook with the sheet usulan, and reses or renja or both where there is something to hold against.

    Parameters
    ----------
    asked : what a person chose about its lists, and the layouts that are remembered.

    Raises
    ------
    BadData : everything that is wrong in it, each with sheet, row and column; nothing is read.
    """
    tables, readings = reader.read_lists(book, READ_TABLES, frozenset(KINDS), _sense, asked)
    names: dict[str, str] = {}  # the first spelling of each village stands for all
    names_ = sheet_names(book)
    ours = note_columns() if {"nota", tr("nota")} & {*names_} else ()
    lists = told_apart(
        {
            kind: dict(lines_of(table, names, readings.get(kind), ours))
            for kind, table in tables.items()
        }
    )
    written: dict[str, Mapping[str, str]] = {
        kind: dict(_pairs(tables[kind], lists["usulan"])) for kind in KINDS
    }
    others = {kind: lists[kind] for kind in KINDS if lists[kind]}
    known = {
        *OWN_SHEETS,
        *map(tr, OWN_SHEETS),
        *(sheet for kind in tables for sheet in sheets_called(kind, names_)),
        *(reading.sheet for reading in readings.values()),
    }
    return Lists(
        lists["usulan"],
        others,
        written,
        readings,
        tuple(name for name in names_ if name not in known),
    )


def read_one_list(
    path: Path, kind: str, asked: ListsAsked = NOTHING_ASKED
) -> tuple[dict[str, ListLine], ListReading]:
    """Read one list of a file, a workbook or CSV: usulan, reses, renja or dokumen.

    Raises
    ------
    BadData : everything that is wrong or unclear in it, each with sheet, row and column.
    """
    tables, readings = reader.read_lists(
        path,
        {kind: LIST_COLUMNS[kind]},
        sense=lambda tables: odd_lines(kind, tables[kind]),
        asked=asked,
    )
    return dict(lines_of(tables[kind], reading=readings[kind])), readings[kind]


@dataclass(frozen=True)
class DraftLines:
    """One list while a person says which column is what.

    Parameters
    ----------
    draft : as the reader gives it.
    lines : what it holds so far.
    """

    draft: ListDraft
    lines: Mapping[str, ListLine]

    @property
    def idr(self) -> int:
        """Rupiah of all lines."""
        return sum(line.cost_idr for line in self.lines.values())


def draft(path: Path, kind: str, asked: ListsAsked, columns: tuple[Column, ...] = ()) -> DraftLines:
    """Read one list of a file as far as it goes, with its questions.

    Parameters
    ----------
    columns : of the list; those in `READ_TABLES` when none are given.
    """
    made = reader.draft_list(
        path, kind, columns or LIST_COLUMNS[kind], lambda table: odd_lines(kind, table), asked
    )
    return DraftLines(made, dict(lines_of(made.table, reading=made.reading)))


def lines_of(
    table: ColumnArrays,
    names: dict[str, str] | None = None,
    reading: ListReading | None = None,
    ours: Collection[str] = (),
) -> Iterator[tuple[str, ListLine]]:
    """Give number and line of every row.

    Parameters
    ----------
    names : villages by bare letters; the first spelling of each stands for all.
    reading : how the list was read, with the columns that nothing is known about.
    ours : of these the headings that our note has, which no office wrote.
    """
    names = {} if names is None else names
    kept = ("cost_idr", "skpd", "eligible", "status", "partner", *(e.name for e in EXTRAS))
    heads = {head: " ".join(head.split()) for head in reading.further} if reading else {}
    for at, row in enumerate(by_row(table)):
        further = tuple(
            (name, cell)
            for head, name in heads.items()
            if reading and name not in ours and (cell := reading.further[head][at])
        )
        village = _TITLE.sub("", row["village"])
        village = names.setdefault("".join(re.findall(r"\w", village.casefold())), village)
        yield (
            row["id"],
            ListLine(
                row["what"],
                village,
                **{name: row[name] for name in kept if name in row},
                further=further,
            ),
        )


def told_apart(lists: Mapping[str, dict[str, ListLine]]) -> dict[str, dict[str, ListLine]]:
    """Give lists in which villages of one name in two kecamatan are called by both, as Sukamaju (Kec. Cibiru)."""
    kecamatan: dict[str, dict[str, str]] = {}
    for lines in lists.values():
        for line in lines.values():
            if line.village and line.kecamatan:
                name = kecamatan_name(line.kecamatan)
                kecamatan.setdefault(line.village, {}).setdefault(name.casefold(), name)
    names = {
        (village, key): tr("{desa} (Kec. {kecamatan})").format(desa=village, kecamatan=name)
        for village, known in kecamatan.items()
        if len(known) > 1
        for key, name in known.items()
    }

    def called(line: ListLine) -> ListLine:
        name = names.get((line.village, kecamatan_name(line.kecamatan).casefold()))
        return replace(line, village=name) if name else line

    return {
        kind: {number: called(line) for number, line in lines.items()}
        for kind, lines in lists.items()
    }


def kecamatan_name(text: str) -> str:
    """Give the name of a kecamatan without the word before it."""
    return _KECAMATAN.sub("", text).strip()


def note_columns() -> frozenset[str]:
    """Give the headings that only our note has: what we say of each line, and the room to fill in."""
    words = (tr("keadaan"), tr("usulan yang sama"), tr("diusulkan"), tr("mungkin sama dengan"))
    room = (tr("langkah"), tr("siapa"), tr("tanggal"))
    indonesian = ("keadaan", "usulan yang sama", "diusulkan", "mungkin sama dengan")
    return frozenset({*words, *room, *indonesian, "langkah", "siapa", "tanggal", *KINDS})


def no_partner() -> tuple[str, ...]:
    """Give the words that stand in a file for a line that equals no proposal; the first is what we write."""
    return tuple(dict.fromkeys((tr("tidak ada"), "tidak ada")))


def _numbers(proposals: Collection[str]) -> dict[str, str]:
    """Give the number of each proposal by how a cell may hold it: in any capitals, and as 1 for 01, as Excel does."""
    own = {number.casefold(): number for number in proposals}
    return {number.lstrip("0"): own[number] for number in own} | own


def _pairs(table: ColumnArrays, proposals: Collection[str]) -> Iterator[tuple[str, str]]:
    known = _numbers(proposals)
    for row in by_row(table):
        if partner := row["partner"].casefold():
            yield row["id"], NO_PARTNER if partner in no_partner() else known[partner]


def _sense(tables: dict[str, ColumnArrays]) -> Iterator[Odd]:
    """Look for pairs with proposals that are not there, and for people's numbers."""
    known = {*_numbers(tables["usulan"]["id"].tolist()), *no_partner()}
    for kind, table in tables.items():
        for at, row in enumerate(by_row(table)):
            partner = row.get("partner", "")
            if partner and partner.casefold() not in known:
                expected = tr(
                    "bukan nomor dalam lembar usulan; untuk yang tanpa pasangan tulis: {kata}"
                )
                yield Odd(kind, at, "partner", partner, expected.format(kata=no_partner()[0]))
        yield from odd_lines(kind, table)


def odd_lines(kind: str, table: ColumnArrays) -> Iterator[Odd]:
    """Look for amounts that no work costs, and for people's numbers."""
    from lokal import detect_pii

    costs = sorted(cost for cost in table.get("cost_idr", np.empty(0)).tolist() if cost)
    if costs and costs[len(costs) // 2] < _SMALLEST_IDR:
        expected = tr("tampak dalam ribuan atau jutaan; tulis rupiah utuh, misalnya 350000000")
        yield Odd(kind, None, "cost_idr", costs[len(costs) // 2], expected)
        costs = []
    for at, row in enumerate(by_row(table)):
        if costs and 0 < row.get("cost_idr", 0) < _LEAST_IDR:
            expected = tr(
                "terlalu kecil untuk rupiah utuh; tulis semua angkanya, misalnya 350000000"
            )
            yield Odd(kind, at, "cost_idr", row["cost_idr"], expected)
        if row.get("cost_idr", 0) > _MOST_IDR:
            expected = tr("terlalu besar untuk satu pekerjaan; periksa angkanya dan satuannya")
            yield Odd(kind, at, "cost_idr", row["cost_idr"], expected)
        for match in detect_pii(row["what"]):
            if match.type in _PERSONAL:
                expected = tr(
                    "tampak seperti NIK, telepon, atau nomor lain milik seseorang; hapus dari daftar"
                )
                yield Odd(kind, at, "what", match.value, expected)
