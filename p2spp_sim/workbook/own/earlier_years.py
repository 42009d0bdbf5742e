"""Last year's note on the page of own lists: what was asked for again, decided by a person, and one proposal's life."""

from collections.abc import Callable, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

import ipywidgets as W  # noqa: N812

from p2spp_sim.alignment.aligned import Alignment
from p2spp_sim.alignment.answers import ANSWERS, AnswerKind
from p2spp_sim.alignment.earlier import (
    LastYear,
    LivedYear,
    Years,
    last_years_answers,
    read_last_year,
)
from p2spp_sim.alignment.lists import Lists
from p2spp_sim.base.errors import P2sppError
from p2spp_sim.base.files import write_atomically
from p2spp_sim.base.formats import number, rupiah
from p2spp_sim.base.language import tr
from p2spp_sim.workbook.controls.join import Join
from p2spp_sim.workbook.core.board import Answered, Board, Values
from p2spp_sim.workbook.own.joined_lines import candidates, facets_of, line_words, near_of
from p2spp_sim.workbook.own.kept_book import choose_files
from p2spp_sim.workbook.page.markup import Table, say
from p2spp_sim.workbook.page.panel import Guard, panel
from p2spp_sim.workbook.pictures import LifeYear, Picture, life
from p2spp_sim.workbook.pictures.life import Outcome
from p2spp_sim.workbook.saving.progress import Progress

LARGEST = 8_000_000  # bytes of a note
PART = "tahun_lalu"  # name of the board in the learner's file
_PAIRS, _LIST = "pasangan_tahun", "lalu"
_MOST = 20  # rows of a table on the screen; the note has all
_OUTCOMES: Mapping[AnswerKind, Outcome] = {"taken": "good", "not_taken": "bad", "returned": "bad"}


class EarlierYears:
    """Last year's note beside this year's list.

    Parameters
    ----------
    progress : the learner's file; the note is kept beside it.
    alignment, year : give this year's lists and the year that was typed; both may refuse with a sentence.
    """

    def __init__(
        self,
        progress: Progress,
        alignment: Callable[[], Alignment],
        year: Callable[[], int],
    ) -> None:
        self.progress, self._alignment, self._year = progress, alignment, year
        self._told, self._guard = W.HTML(), Guard()
        self._place = W.VBox([])
        self.last: LastYear | None = None
        self._beside: Lists | None = None
        self.join: Join | None = None
        self.which = W.Dropdown(
            description=tr("Riwayat usulan"),
            layout=W.Layout(width="auto", max_width="720px"),
            style={"description_width": "auto"},
        )
        self._life = W.HTML()
        self.which.observe(lambda _: self._guard.run(self._draw), names="value")

    @property
    def decided(self) -> dict[str, str]:
        """By number of this year's proposal that of last year's, as it was decided."""
        saved: dict[str, dict[str, str]] = self.progress.part(PART).get(_PAIRS, {})
        return dict(saved.get(_LIST, {}))

    @property
    def years(self) -> Years:
        """The years as they are decided.

        Raises
        ------
        P2sppError : no lists yet.
        """
        return Years(self._year(), self._alignment(), self.last, self.decided)

    @property
    def _kept(self) -> Path:
        return self.progress.path.with_name(f"{self.progress.learner}_{PART}.xlsx")

    def widget(self) -> W.Widget:
        """Ask for last year's note, and show the board of what was asked for again."""
        button = choose_files(
            tr("Pilih nota tahun lalu"),
            lambda given: self.take(given[0][1]),
            self._guard,
            (".xlsx",),
            primary=False,
        )
        return W.VBox([panel(W.HBox([button]), self._told, self._guard.widget), self._place])

    def take(self, content: bytes, decided: Mapping[str, str] | None = None) -> None:
        """Take last year's note in; a bad one changes nothing.

        Parameters
        ----------
        decided : what takes the place of the decisions so far, as when a project is opened.

        Raises
        ------
        P2sppError : no lists or no year yet, a file that is too large, or none of an earlier year.
        BadData : everything that is wrong in it.
        """
        if not self._year():
            raise P2sppError(tr("Isi dahulu tahun rencana di atas."))
        self._alignment()
        if len(content) > LARGEST:
            text = tr("Nota tahun lalu paling besar {n} juta byte.")
            raise P2sppError(text.format(n=LARGEST // 1_000_000))
        folder = self.progress.path.parent
        folder.mkdir(parents=True, exist_ok=True)
        with TemporaryDirectory(dir=folder, prefix=".") as trial:
            tried = Path(trial) / self._kept.name
            tried.write_bytes(content)
            read_last_year(tried, self._year())
        write_atomically(self._kept, content)
        if decided is not None:
            self._beside = None
            self._put(decided)
        self.lay()

    def _put(self, decided: Mapping[str, str]) -> None:
        if not self.progress.put(PART, {_PAIRS: {_LIST: dict(decided)}}):
            raise P2sppError("\n".join(self.progress.notes))

    def lay(self) -> None:
        """Lay the kept note beside the lists as they are now; nothing without a note, lists or a year.

        What was decided on other lists, or on another note, does not hold for these.
        """
        self.last, self._place.children = None, []
        if not (self._kept.is_file() and self._year()):
            return
        alignment = self._alignment()
        self.last = read_last_year(self._kept, self._year())
        beside = self.years.beside
        kept = beside.kept({"reses": self.decided}, self._beside).get("reses", {})
        if kept != self.decided:
            self._put(kept)
        self._beside = beside
        years = self.years

        lines, before_lines = alignment.lists.proposals, self.last.alignment.lists.proposals
        named = {key: line_words(key, line) for key, line in lines.items()}
        before = {key: line_words(key, line) for key, line in before_lines.items()}
        self.join = Join(
            _PAIRS,
            tr("Diminta tahun lalu juga?"),
            {_LIST: tr("Usulan tahun ini")},
            {_LIST: named},
            before,
            lambda _, line: candidates(years.candidates(line)),
            near=near_of(before_lines, {_LIST: lines}),
            facets={_LIST: facets_of(lines)},
        )
        board = Board(PART, (self.join,), self._answer, self.progress, wide=True)
        self.join.watch(lambda: self._guard.run(self._offer))
        self._place.children = [board.widget, panel(self.which, self._life)]
        text = tr("Nota tahun {tahun}: {n} usulan.")
        words = text.format(tahun=self.last.year, n=number(len(before)))
        self._told.value = say("benar", words, word=tr("Terbaca"))
        self._offer()

    def _answer(self, values: Values) -> Answered:
        pairs = values[_PAIRS]
        assert isinstance(pairs, dict)
        years = Years(self._year(), self._alignment(), self.last, pairs.get(_LIST, {}))
        times = [years.times(key) for key in years.alignment.lists.proposals]
        text = tr(
            "Usulan baru {a}; diusulkan kedua kalinya {b}; ketiga kali atau lebih {c}; belum diperiksa {d}."
        )
        counts = (times.count(1), times.count(2), sum(n > 2 for n in times), times.count(0))
        said = text.format(
            **{key: number(count) for key, count in zip("abcd", counts, strict=True)}
        )
        return Answered(said, (), (_answers_table(years),))

    def _offer(self) -> None:
        """Offer the proposals with an earlier year, those that were asked for most often first."""
        years = self.years
        often = [key for key in years.alignment.lists.proposals if years.times(key) > 1]
        often.sort(key=lambda key: -years.times(key))
        chosen, lines = self.which.value, years.alignment.lists.proposals
        options = [(f"{key} {lines[key].what} – {years.said(key)}", key) for key in often[:_MOST]]
        self.which.options = options
        self.which.layout.display = None if options else "none"
        if options:
            self.which.value = chosen if chosen in often[:_MOST] else often[0]
        self._draw()

    def _draw(self) -> None:
        key = self.which.value
        self._life.value = life_picture(self.years, str(key))._repr_html_() if key else ""


def life_picture(years: Years, key: str) -> Picture:
    """Draw the life of a proposal, with its table."""
    lived = years.lives[key]
    title = tr("{nomor} {usulan}: {kali}")
    line = years.alignment.lists.proposals[key]
    words = title.format(nomor=key, usulan=line.what, kali=years.said(key))
    boxes = [
        LifeYear(
            str(at.year),
            ANSWERS[at.kind],
            at.reason or tr("nomor {nomor}").format(nomor=at.number),
            _OUTCOMES.get(at.kind, "open"),
        )
        for at in lived
    ]
    return life(words, boxes, _life_table(words, lived))


def _life_table(title: str, lived: tuple[LivedYear, ...]) -> Table:
    columns = (tr("Tahun"), tr("Nomor"), tr("Usulan"), tr("Biaya"), tr("Jawaban"), tr("Alasan"))
    rows = tuple(
        (
            str(at.year),
            at.number,
            at.what,
            rupiah(at.cost_idr) if at.cost_idr else "–",
            ANSWERS[at.kind],
            at.reason or "–",
        )
        for at in lived
    )
    return Table(title, columns, rows, tr("Dari nota Anda sendiri."), (columns[3],))


def _answers_table(years: Years) -> Table:
    made = last_years_answers(years)
    columns = tuple(title[0].upper() + title[1:] for title in made.columns)
    rows = [tuple(map(str, row)) for row in made.head(_MOST).to_numpy().tolist()]
    if (left := len(made) - len(rows)) > 0:
        text = tr("… dan {n} usulan lagi; semuanya tertulis dalam nota").format(n=number(left))
        rows.append((text, *[""] * (len(columns) - 1)))
    title = tr("Apa jadinya usulan tahun {tahun}").format(
        tahun=years.last.year if years.last else ""
    )
    return Table(title, columns, tuple(rows), tr("Dari nota Anda sendiri."))
