"""From year to year: last year's note beside this year's list, and the life of one proposal over the years.

Candidates come as those of the desk do, and a person decides each of them. What nobody decided is not checked yet.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from p2spp_sim.alignment.aligned import Alignment
from p2spp_sim.alignment.answers import ANSWERS, AnswerKind, answer
from p2spp_sim.alignment.list_columns import NO_PARTNER
from p2spp_sim.alignment.lists import Lists, read_lists
from p2spp_sim.alignment.scores import Suggestion
from p2spp_sim.base.errors import P2sppError
from p2spp_sim.base.formats import ordinal
from p2spp_sim.base.language import tr
from p2spp_sim.tables.columns import Column
from p2spp_sim.tables.lists import NOTHING_ASKED, ListsAsked
from p2spp_sim.tables.reader import read_book
from p2spp_sim.tables.table import by_row

if TYPE_CHECKING:
    import pandas as pd

LIVES = "riwayat"  # the sheet of a note
FIRST_YEAR, LAST_YEAR = 1990, 2100
LIFE_COLUMNS = (
    Column("id", "text", heading="nomor"),
    Column("year", "whole", low=FIRST_YEAR, high=LAST_YEAR, heading="tahun"),
    Column("then", "text", heading="nomor saat itu"),
    Column("what", "text", heading="usulan"),
    Column("village", "text", default="", heading="desa"),
    Column("cost_idr", "idr", unit="rupiah", default=0, heading="biaya"),
    Column("kind", "text", choices=ANSWERS, heading="jawaban"),
    Column("reason", "text", default="", heading="alasan"),
)


@dataclass(frozen=True, slots=True)
class LivedYear:
    """One year of a proposal: how it was asked for, and what was said to it."""

    year: int
    number: str
    what: str
    village: str
    cost_idr: int
    kind: AnswerKind
    reason: str


Lives = Mapping[str, tuple[LivedYear, ...]]  # by number, the earliest year first


@dataclass(frozen=True)
class LastYear:
    """Last year's note.

    Parameters
    ----------
    year : that it is about.
    alignment : its lists and pairs.
    lives : of its proposals, with that year itself as the last.
    """

    year: int
    alignment: Alignment
    lives: Lives


def read_last_year(book: Path, this_year: int, asked: ListsAsked = NOTHING_ASKED) -> LastYear:
    """Read a note that was written here, or any workbook with the same lists.

    Parameters
    ----------
    this_year : a note that does not say its year counts as of the year before.

    Raises
    ------
    BadData : everything that is wrong in it.
    P2sppError : it is not of an earlier year.
    """
    lists = read_lists(book, asked)
    table = read_book(book, {LIVES: LIFE_COLUMNS}, frozenset({LIVES}))[LIVES]
    kept: dict[str, list[LivedYear]] = {}
    for row in by_row(table):
        values = (row["what"], row["village"], row["cost_idr"], row["kind"], row["reason"])
        kept.setdefault(row["id"], []).append(LivedYear(row["year"], row["then"], *values))
    year = max((lived.year for life in kept.values() for lived in life), default=this_year - 1)
    if year >= this_year:
        text = tr("{berkas} memuat tahun {tahun}; diharapkan nota dari tahun sebelum {ini}.")
        raise P2sppError(text.format(berkas=book.name, tahun=year, ini=this_year))
    alignment = Alignment(lists, lists.written)
    before = {n: [lived for lived in life if lived.year < year] for n, life in kept.items()}
    return LastYear(year, alignment, _lived(alignment, year, before))


def _lived(alignment: Alignment, year: int, before: Mapping[str, list[LivedYear]]) -> Lives:
    """Give the lives of all proposals of a year, with the years before as they are known."""
    lives = {}
    for number, line in alignment.lists.proposals.items():
        said = answer(alignment, number)
        lived = LivedYear(year, number, line.what, line.village, line.cost_idr, said.kind, said.why)
        earlier = sorted(before.get(number, ()), key=lambda life: life.year)
        lives[number] = (*earlier, lived)
    return lives


@dataclass(frozen=True)
class Years:
    """The list of this year and, where it is there, last year's note.

    Parameters
    ----------
    year : that the list is about.
    last : last year's note, or None.
    decided : by number of this year's proposal that of last year's, or NO_PARTNER; absent while open.
    """

    year: int
    alignment: Alignment
    last: LastYear | None = None
    decided: Mapping[str, str] | None = None

    def same(self, number: str) -> str:
        """Give last year's number of a proposal, NO_PARTNER, or nothing while that is open."""
        partner = (self.decided or {}).get(number, "")
        known = self.last.alignment.lists.proposals if self.last else {}
        return partner if partner == NO_PARTNER or partner in known else ""

    @property
    def open(self) -> tuple[str, ...]:
        """Name this year's proposals of which nobody said whether they were asked for before."""
        proposals = self.alignment.lists.proposals if self.last else {}
        return tuple(number for number in proposals if not self.same(number))

    def candidates(self, number: str) -> tuple[Suggestion, ...]:
        """Rank last year's proposals that one of this year's may be, as the desk ranks partners."""
        return self.beside.partners("reses", number)

    @cached_property
    def beside(self) -> Lists:
        """Last year's proposals, with this year's in the place of a list that is held against them."""
        assert self.last is not None
        return Lists(
            self.last.alignment.lists.proposals, {"reses": self.alignment.lists.proposals}, {}
        )

    def before(self, number: str) -> tuple[LivedYear, ...]:
        """Give the earlier years of a proposal, as far as they are decided."""
        return self.last.lives.get(self.same(number), ()) if self.last else ()

    @cached_property
    def lives(self) -> Lives:
        """The lives of this year's proposals, this year last."""
        numbers = self.alignment.lists.proposals
        return _lived(self.alignment, self.year, {n: [*self.before(n)] for n in numbers})

    def times(self, number: str) -> int:
        """Count the years in which a proposal was asked for, this one included; 0 while that is open."""
        if not self.last or not self.same(number):
            return 0
        return 1 + len({lived.year for lived in self.before(number)})

    def said(self, number: str) -> str:
        """Say how often a proposal was asked for; nothing without last year's note."""
        if not self.last:
            return ""
        times = self.times(number)
        if not times:
            return tr("tahun lalu: belum diperiksa")
        return (
            tr("usulan baru")
            if times == 1
            else tr("diusulkan {ke} kalinya").format(ke=ordinal(times))
        )

    def again(self) -> Iterator[tuple[str, str]]:
        """Go through last year's proposals: its number and what this year asks for again, empty where nothing."""
        assert self.last is not None
        asked = {self.same(number): number for number in self.alignment.lists.proposals}
        for number in self.last.alignment.lists.proposals:
            yield number, asked.get(number, "")


def lives_frame(lives: Lives) -> "pd.DataFrame":
    """Give lives as a table, one row a proposal and year, to be read again next year."""
    import pandas as pd

    rows = [
        (n, at.year, at.number, at.what, at.village, at.cost_idr, ANSWERS[at.kind], at.reason)
        for n, life in lives.items()
        for at in life
    ]
    return pd.DataFrame(rows, columns=[column.head for column in LIFE_COLUMNS])


def last_years_answers(years: Years) -> "pd.DataFrame":
    """Give one row a proposal of last year: what was said to it, why, and whether it is asked for again."""
    import pandas as pd

    assert years.last is not None
    lines = years.last.alignment.lists.proposals
    rows = []
    for number, again in years.again():
        lived = years.last.lives[number][-1]
        fate = again or (tr("belum diperiksa") if years.open else tr("tidak diusulkan lagi"))
        rows.append(
            (
                number,
                lines[number].what,
                lines[number].village,
                ANSWERS[lived.kind],
                lived.reason or "–",
                fate,
            )
        )
    heads = [tr("nomor"), tr("usulan"), tr("desa"), tr("jawaban"), tr("alasan")]
    return pd.DataFrame(
        rows, columns=[*heads, tr("nomor dalam daftar {tahun}").format(tahun=years.year)]
    )
