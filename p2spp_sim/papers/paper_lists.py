"""What papers are made of: the lists of the desk with their pairs, the years before, and the occasion."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from p2spp_sim.alignment.aligned import Alignment
from p2spp_sim.alignment.answers import VillageAnswer, answer
from p2spp_sim.alignment.earlier import LastYear, Years
from p2spp_sim.alignment.list_columns import NO_PARTNER, ListKind
from p2spp_sim.alignment.lists import ListLine, Lists
from p2spp_sim.alignment.office_columns import OfficeColumn, office_columns, without_persons
from p2spp_sim.base.errors import P2sppError
from p2spp_sim.base.formats import number, rupiah
from p2spp_sim.base.language import tr
from p2spp_sim.papers.occasion import Occasion
from p2spp_sim.papers.paper import LineRow, PaperCell, PaperColumn, PaperRow, SumRow, TitleRow

Place = tuple[str, str]  # kecamatan and village; the same name in two kecamatan is two villages
MOST_COLUMNS = 12  # of a table on A4 across; what an office has more stands in one column


@dataclass(frozen=True)
class PaperLists:
    """Lists, pairs, years and the occasion.

    Parameters
    ----------
    covered : how many texts were covered because they seemed to tell who somebody is.
    """

    alignment: Alignment
    years: Years
    occasion: Occasion
    covered: int = 0

    @property
    def proposals(self) -> Mapping[str, ListLine]:
        """The proposals, by number."""
        return self.alignment.lists.proposals

    @cached_property
    def answers(self) -> dict[str, VillageAnswer]:
        """What is said to each proposal, by number."""
        return {number: answer(self.alignment, number) for number in self.proposals}

    @cached_property
    def office(self) -> tuple[OfficeColumn, ...]:
        """The columns that the office has besides ours; the kecamatan is a title of each paper."""
        columns = office_columns(self.proposals)
        return tuple(column for column in columns if column.name != "kecamatan")

    def kecamatan_of(self, line: ListLine) -> str:
        """Give the kecamatan of a line: its own, otherwise the one that was typed."""
        return line.kecamatan or self.occasion.kecamatan

    @cached_property
    def villages(self) -> dict[Place, list[str]]:
        """The numbers of the proposals of each village, in the order of the list; those without one are left out."""
        made: dict[Place, list[str]] = {}
        for key, line in self.proposals.items():
            if line.village:
                made.setdefault((self.kecamatan_of(line), line.village), []).append(key)
        return made

    @property
    def unchecked(self) -> str:
        """Say what nobody has decided yet; nothing when all is decided."""
        names = {"renja": tr("{n} kegiatan Renja"), "reses": tr("{n} catatan reses")}
        still = [
            words.format(n=number(len(lines)))
            for kind, words in names.items()
            if (lines := self.alignment.open(kind))  # type: ignore[arg-type]
        ]
        if self.years.open:
            still.append(
                tr("{n} usulan terhadap nota tahun lalu").format(n=number(len(self.years.open)))
            )
        if not still:
            return ""
        text = tr("Belum diperiksa: {daftar}. Yang belum diperiksa bukan berarti tidak ada.")
        return text.format(daftar=", ".join(still))

    def besides(self, key: str, columns: Iterable[OfficeColumn]) -> str:
        """Give in one text what stands in columns of the office about a proposal."""
        cells = {column.name or column.title: column for column in columns if key in column.cells}
        said = {name: column.cells[key] for name, column in cells.items()}
        if {"volume", "measure"} <= {*said}:
            said["volume"] = f"{said['volume']} {said.pop('measure')}"
        return "; ".join(f"{cells[name].title}: {text}" for name, text in said.items())


def lists_for(
    alignment: Alignment,
    occasion: Occasion,
    last: LastYear | None = None,
    decided: Mapping[str, str] | None = None,
) -> PaperLists:
    """Gather what papers are made of; a list of many kecamatan is cut down to the one that was typed.

    What would tell who somebody is is covered, in the papers as in all that is kept.

    Raises
    ------
    P2sppError : the kecamatan that was typed is none of those in the list.
    """
    named = dict.fromkeys(line.kecamatan for line in alignment.lists.proposals.values())
    known = {_folded(name): name for name in named if name}
    own = known.get(_folded(occasion.kecamatan), "")
    if occasion.kecamatan and known and not own and "" not in named:
        text = tr("Kecamatan {nama} tidak ada dalam daftar; yang ada: {daftar}.")
        raise P2sppError(text.format(nama=occasion.kecamatan, daftar=", ".join(known.values())))
    if own and len(known) > 1:
        alignment = of_kecamatan(alignment, own)
    if len(known) == 1 and "" not in named:
        occasion = replace(occasion, kecamatan=own or next(iter(known.values())))
    plain = impersonal(alignment)
    lists = (alignment.lists, plain.lists)
    before, after = ([line.what for line in _all_lines(one_side)] for one_side in lists)
    covered = sum(a != b for a, b in zip(before, after, strict=True))
    years = Years(occasion.year, plain, last, decided)
    return PaperLists(plain, years, occasion, covered)


def impersonal(alignment: Alignment) -> Alignment:
    """Give lists with a sign where a text would tell who somebody is."""
    lists = alignment.lists
    proposals = {
        n: replace(line, what=without_persons(line.what)) for n, line in lists.proposals.items()
    }
    others = {
        kind: {n: replace(line, what=without_persons(line.what)) for n, line in lines.items()}
        for kind, lines in lists.others.items()
    }
    return Alignment(replace(lists, proposals=proposals, others=others), alignment.decided)


def _all_lines(lists: Lists) -> list[ListLine]:
    others = (line for lines in lists.others.values() for line in lines.values())
    return [*lists.proposals.values(), *others]


def of_kecamatan(alignment: Alignment, name: str) -> Alignment:
    """Cut lists down to one kecamatan: its proposals, and of the others what is joined to them, open, or said of it."""
    lists = alignment.lists
    own = {n: line for n, line in lists.proposals.items() if line.kecamatan in (name, "")}
    others: dict[ListKind, dict[str, ListLine]] = {}
    for kind, lines in lists.others.items():
        others[kind] = {}
        for number_, line in lines.items():
            partner = alignment.partner(kind, number_)
            if partner in own or (partner in ("", NO_PARTNER) and line.kecamatan in (name, "")):
                others[kind][number_] = line
    return Alignment(replace(lists, proposals=own, others=others), alignment.decided)


def _folded(name: str) -> str:
    return "".join(name.casefold().split())


def grouped(
    keys: Sequence[str],
    lines: Mapping[str, ListLine],
    levels: Sequence[tuple[str, Mapping[str, str]]],
    cells: "CellsOf",
) -> tuple[PaperRow, ...]:
    """Give the rows of a table: a title and a sum for each group, group in group, and the sum of all.

    Parameters
    ----------
    levels : for each level of groups what a group without a name is called, and the group of each line.
    cells : gives the cells of a line behind its running number, which begins anew in every group.
    """
    rows: list[PaperRow] = []
    _group(rows, list(keys), [level for level in levels if len({*level[1].values()}) > 1], cells)
    count = tr("{n} baris").format(n=number(len(keys)))
    rows.append(SumRow(tr("Jumlah seluruhnya ({n})").format(n=count)))
    return tuple(rows)


def _group(
    rows: list[PaperRow],
    keys: list[str],
    levels: Sequence[tuple[str, Mapping[str, str]]],
    cells: "CellsOf",
) -> None:
    if not levels:
        rows += [LineRow((at, *cells(key))) for at, key in enumerate(keys, 1)]
        return
    (nameless, group_of), *deeper = levels
    for group in dict.fromkeys(group_of[key] for key in keys):
        own = [key for key in keys if group_of[key] == group]
        first = len(rows)
        rows.append(TitleRow(group or nameless))
        _group(rows, own, deeper, cells)
        text = tr("Jumlah {apa} ({n} baris)")
        rows.append(SumRow(text.format(apa=group or nameless, n=number(len(own))), first))


def by_kecamatan(lists: PaperLists, keys: Sequence[str]) -> tuple[str, dict[str, str]]:
    """Give the level of groups by kecamatan."""
    return tr("(tanpa kecamatan)"), {
        key: _titled(tr("Kecamatan {nama}"), lists.kecamatan_of(lists.proposals[key]))
        for key in keys
    }


def by_agency(lists: PaperLists, keys: Sequence[str]) -> tuple[str, dict[str, str]]:
    """Give the level of groups by SKPD."""
    return tr("(tanpa SKPD)"), {key: lists.proposals[key].skpd for key in keys}


def _titled(title: str, name: str) -> str:
    return title.format(nama=name) if name else ""


class CellsOf:
    """Columns of a table and what stands in them, gathered column by column; empty columns are left out."""

    def __init__(self, keys: Sequence[str]) -> None:
        self._keys = keys
        self._columns: list[PaperColumn] = []
        self._cells: list[Mapping[str, PaperCell]] = []

    def add(
        self, column: PaperColumn, cells: Mapping[str, PaperCell], *, always: bool = False
    ) -> None:
        """Add a column, where it holds anything or always."""
        if always or any(cells.get(key) not in (None, "", 0) for key in self._keys):
            self._columns.append(column)
            self._cells.append(cells)

    @property
    def columns(self) -> tuple[PaperColumn, ...]:
        """The columns, the running number first."""
        return (PaperColumn(tr("No."), "code"), *self._columns)

    def __call__(self, key: str) -> tuple[PaperCell, ...]:
        """Give the cells of a line behind its running number."""
        return tuple(cells.get(key) for cells in self._cells)


def add_office(
    made: CellsOf, lists: PaperLists, keys: Sequence[str], skip: Collection[str] = ()
) -> None:
    """Add the office's own columns, as many as stand beside each other; the rest in one."""
    office = [
        column
        for column in lists.office
        if column.name not in skip and any(key in column.cells for key in keys)
    ]
    room = MOST_COLUMNS - len(made.columns)
    shown = office if len(office) <= room else office[: room - 1]
    for column in shown:
        kind = "code" if column.name in ("volume", "code") else "text"
        made.add(PaperColumn(column.title, kind), column.cells)  # type: ignore[arg-type]
    if len(shown) < len(office):
        rest = {key: lists.besides(key, office[len(shown) :]) for key in keys}
        made.add(PaperColumn(tr("kolom lain dari daftar")), rest)


def in_words(amount: int) -> str:
    """Write rupiah in figures and in words; the words are Indonesian in every language."""
    from lokal import terbilang

    text = tr("{rupiah} (terbilang: {kata} rupiah)")
    return text.format(rupiah=rupiah(amount), kata=terbilang(amount))


def remarks(lists: PaperLists, layout: str) -> Iterator[str]:
    """Give the sentences at the end of a paper: what is open, whose layout it is, and what it is worth."""
    if lists.unchecked:
        yield lists.unchecked
    yield from whose_layout(layout)


def whose_layout(layout: str) -> Iterator[str]:
    """Say whose layout a paper has, and what it is worth."""
    yield tr("Susunan kami, {mengikuti}; belum dibandingkan dengan lampiran asli.").format(
        mengikuti=layout
    )
    yield tr(
        "Dibuat dari daftar kantor sendiri dengan buku kerja P2SPP; berlaku sesudah diperiksa dan ditandatangani."
    )
