"""The page for a kecamatan's own musrenbang: its list is taken in, ranked on the board of unit 03, and minuted."""

import math
from dataclasses import replace
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import ipywidgets as W  # noqa: N812

from p2spp_sim.alignment.own_meeting import (
    COLUMNS,
    LIST,
    NEEDS,
    MeetingList,
    example,
    meeting_world,
    read_meeting_list,
    scoring_sheet,
)
from p2spp_sim.alignment.shown import facts
from p2spp_sim.base.errors import BadData, P2sppError
from p2spp_sim.base.formats import number, rupiah
from p2spp_sim.base.language import tr
from p2spp_sim.model.rulebook import FILL_LABELS
from p2spp_sim.papers import writing
from p2spp_sim.papers.meeting import MeetingDecision, RankedMeeting
from p2spp_sim.papers.meeting import make as make_minutes
from p2spp_sim.scenario.scenario import Scenario
from p2spp_sim.tables.choices import TableChoice
from p2spp_sim.tables.lists import ListsAsked
from p2spp_sim.workbook.case.desk import Desk, MeetingOutcome
from p2spp_sim.workbook.controls import Slide, Tick
from p2spp_sim.workbook.core.board import Answered, Board, Values
from p2spp_sim.workbook.own.kept_book import (
    KeptBook,
    book_bytes,
    checked_name,
    choose_files,
    file_link,
)
from p2spp_sim.workbook.own.occasion_fields import OccasionFields
from p2spp_sim.workbook.own.opening import opener
from p2spp_sim.workbook.own.papers_shown import first_page
from p2spp_sim.workbook.own.which_column import WhichColumn
from p2spp_sim.workbook.page.markup import MILLION, Table, in_millions, page, say
from p2spp_sim.workbook.page.panel import Guard, panel
from p2spp_sim.workbook.pictures import Bar, Picture, bars
from p2spp_sim.workbook.saving.progress import Progress
from p2spp_sim.workbook.units.u03.boards import ceiling_of, levers_of, ranking_board

if TYPE_CHECKING:
    pass

PAGE = "rapat"  # name of the notebook, and of what it saves
_OCCASION = "acara"  # where its place and day are kept
SCENARIO = "unit03"  # one table, open scoring without slips, one ceiling
SEED = 7  # of what is invented around the list; nothing of it is judged
_LEAST, _START = 0.05, 0.5  # of the rupiah asked for: the lowest ceiling, and the one at first
_STEPS = 100  # of the ceiling's slider, about


class OwnMeeting:
    """The musrenbang of one kecamatan.

    Parameters
    ----------
    progress : the file that keeps weights, ceiling and way; the list is kept beside it.
    """

    def __init__(self, progress: Progress) -> None:
        self.progress, self.book = progress, KeptBook(progress, PAGE)
        self._guard, self._told = Guard(), W.HTML()
        self._asked, self._place, self._ways = W.VBox([]), W.VBox([]), W.VBox([])
        self.made: MeetingList | None = None
        self.board: Board | None = None
        self.desk: Desk | None = None
        self.which: WhichColumn | None = None
        self.seated = ""  # name of the kecamatan whose proposals lie before the meeting
        if kept := self.book.path:
            self._guard.run(lambda: self._lay(read_meeting_list(kept, self.book.asked)))

    def berkas(self) -> W.Widget:
        """Ask for the list, and say what is in it or everything that is wrong."""
        button = choose_files(
            tr("Pilih daftar usulan"), lambda given: self.take(*given[0]), self._guard
        )
        trial = W.Button(description=tr("Coba dengan contoh"), layout={"width": "auto"})
        trial.on_click(
            lambda _: self._guard.run(
                lambda: self.take(tr("contoh_usulan.xlsx"), book_bytes(*example()))
            )
        )
        buttons = W.HBox([button, trial], layout=W.Layout(flex_flow="row wrap"))
        return panel(buttons, self._told, self._guard.widget, self._asked)

    def papan(self) -> W.Widget:
        """Show the board of the meeting, or that the list comes first."""
        if self.board is None:
            self._place.children = [W.HTML(say("kabar", _first()))]
        return self._place

    def cara(self) -> W.Widget:
        """Show all ways of choosing side by side, once the meeting has chosen its own."""
        if self.board is None:
            self._ways.children = [W.HTML(say("kabar", _first()))]
        return self._ways

    def berita_acara(self) -> W.Widget:
        """Ask where and when, and offer the minutes in Excel and PDF."""
        guard, shown = Guard(), W.HTML()
        asked = OccasionFields(self.progress, _OCCASION, guard, without=("signer",))
        button = W.Button(
            description=tr("Tulis berita acara"), button_style="primary", layout={"width": "auto"}
        )

        def write() -> None:
            shown.value = ""
            about = asked.occasion
            if self.seated and not about.kecamatan:
                about = replace(about, kecamatan=self.seated)
            paper = make_minutes(self.record, about)
            files = writing.files_of(paper)
            folder = self.progress.path.parent / f"{self.progress.learner}_{PAGE}"
            paths = writing.write(folder, files)
            text = tr("{n} berkas tersimpan di {folder}.")
            said = text.format(n=number(len(paths)), folder=folder)
            shown.value = say("benar", said, word=tr("Tersimpan")) + page(*first_page(paper, files))

        button.on_click(lambda _: guard.run(write))
        return W.VBox([panel(asked.widget, W.HBox([button]), guard.widget), shown])

    @property
    def record(self) -> RankedMeeting:
        """What the meeting agreed on as the board stands; raises P2sppError without a list."""
        meeting = self.meeting
        assert self.board and self.desk and self.made
        levers = levers_of(self.board.values)
        called = {lever: self.desk.forum_scenario.lever(lever).called for lever in NEEDS}
        shares = {lever: round(100 * float(levers[lever])) for lever in NEEDS}
        lines = self.made.lines
        decisions = tuple(
            MeetingDecision(
                row.paper.id,
                row.paper.what,
                row.paper.village,
                lines[row.paper.id].skpd,
                row.paper.cost_idr,
                row.rank,
                row.score if row.rank else 0.0,
                row.approved_idr if row.chosen else 0,
                "" if row.chosen else row.reason_text,
            )
            for row in meeting.rows
        )
        weights = {called[lever]: share for lever, share in shares.items() if share}
        way = FILL_LABELS[str(levers["fill_rule"])].partition(":")[0]
        return RankedMeeting(decisions, weights, ceiling_of(levers), way)

    @property
    def meeting(self) -> MeetingOutcome:
        """What the meeting decides as the board stands.

        Raises
        ------
        P2sppError : no list yet.
        """
        if self.desk is None or self.board is None:
            raise P2sppError(_first())
        return self.desk.meeting(**levers_of(self.board.values))

    def take(
        self, name: str, content: bytes, choices: dict[str, TableChoice] | None = None
    ) -> None:
        """Take a list in: read it, keep it for the next time, and lay it on the board; a bad one changes nothing.

        Parameters
        ----------
        choices : what was chosen on "Kolom mana?".

        Raises
        ------
        BadData : everything that is wrong in it; where choosing may help, the page asks which column is what.
        """
        bare = checked_name(name, content)
        asked = ListsAsked(choices or {}, self.book.memory, bare)
        with TemporaryDirectory() as folder:
            path = Path(folder) / bare
            path.write_bytes(content)
            try:
                made = read_meeting_list(path, asked)
            except BadData:
                self._ask(bare, content, choices or {})
                raise
        self.book.keep(bare, content, asked.choices)
        if choices and self.which:
            self.which.remember()
        self.which, self._asked.children = None, ()
        self._lay(made)

    def _ask(self, name: str, content: bytes, choices: dict[str, TableChoice]) -> None:
        """Ask which column of a file is what, where it holds a table."""
        read = partial(self.take, name, content)
        which = WhichColumn(
            name,
            content,
            self.book.memory,
            choices,
            lambda chosen: self._guard.run(lambda: read(chosen)),
            {LIST: COLUMNS},
        )
        self.which = which if which.useful else None
        self._asked.children = [which.widget] if self.which else []

    def _lay(self, made: MeetingList) -> None:
        """Lay a list on the table: what was read of it, what its proposals can be judged by, and the boards."""
        self.made = made
        sheet = book_bytes(*scoring_sheet(made))
        link = file_link(sheet, tr("lembar_penilaian.xlsx"), tr("Unduh lembar penilaian"))
        rows = tuple(facts(made.reading, made.lines))
        table = Table(tr("Begini daftar ini terbaca"), (tr("Hal"), tr("Terbaca")), rows)
        said = say("benar", "\n".join(_read_so(made)), word=tr("Terbaca"))
        self._told.value = said + page(f"<p>{link}</p>") + page(table.html())
        chosen = made.part(made.kecamatan[0])
        if len(made.kecamatan) == 1:
            self._seat(chosen)
            return
        names = W.Dropdown(description=tr("Kecamatan"), options=made.kecamatan)
        names.observe(
            lambda _: self._guard.run(lambda: self._seat(made.part(names.value), names)), "value"
        )
        self._seat(chosen, names)

    def _seat(self, made: MeetingList, *above: W.Widget) -> None:
        """Put the proposals of one kecamatan before its meeting."""
        self.seated = made.kecamatan[0]
        if not made.measurable:
            self.board = self.desk = None
            text = tr(
                "Belum ada satu ukuran pun yang terisi. Unduh lembar penilaian di atas, isi, lalu pilih lembar itu."
            )
            self._place.children = [*above, W.HTML(say("kabar", text))]
            self.cara()
            return
        scenario = Scenario.load(SCENARIO)
        self.desk = Desk(meeting_world(made, SEED), scenario, scenario, SEED)
        self.board = ranking_board(
            self.desk, self.progress, _ceiling(made), measured=made.measurable
        )
        self._place.children = [*above, self.board.widget]
        self._ways.children = [ways_board(self.desk, self.board, self.progress).widget]


open_own_meeting = opener(PAGE, OwnMeeting)


def ways_board(desk: Desk, first: Board, progress: Progress) -> Board:
    """Make the board of all ways of choosing, on the weights and ceiling of the meeting's board."""
    opened = Tick("buka", tr("Rapat sudah memilih caranya; tampilkan semua cara"))

    def answer(values: Values) -> Answered:
        if not values["buka"]:
            return Answered(pictures=(Picture.empty(),))
        levers = levers_of(first.values)
        meetings = {
            words.partition(":")[0]: desk.meeting(**{**levers, "fill_rule": rule})
            for rule, words in FILL_LABELS.items()
        }
        text = tr("Semua dengan pagu {pagu} dan bobot di papan rapat.")
        text = text.format(pagu=in_millions(ceiling_of(levers)))
        return Answered(text, (ways_picture(meetings),))

    fixed = [("", {"buka": True})]
    return Board("cara", (opened,), answer, progress, fixed=fixed, wide=True, follows=(first,))


def ways_picture(meetings: dict[str, MeetingOutcome]) -> Picture:
    """Draw how many villages go home with something under each way; the table tells the rest."""
    villages = len(next(iter(meetings.values())).villages)
    rows, bar_rows = [], []
    for name, meeting in meetings.items():
        served = villages - len(meeting.villages_without)
        poor = number(meeting.poor_reached) if meeting.poor_reached else "–"
        spent = in_millions(meeting.spent_idr)
        said = tr("{desa} desa, {n} usulan, {rupiah}")
        text = said.format(desa=number(served), n=number(len(meeting.chosen)), rupiah=spent)
        bar_rows.append(Bar(name, served / villages, text))
        without = ", ".join(meeting.villages_without) or tr("tidak ada")
        rows.append((name, number(len(meeting.chosen)), spent, poor, number(served), without))
    most = max(villages - len(meeting.villages_without) for meeting in meetings.values())
    least = min(villages - len(meeting.villages_without) for meeting in meetings.values())
    title = tr("Dengan pagu yang sama, {a} sampai {b} dari {n} desa mendapat sesuatu")
    numbers = (tr("Banyak"), tr("Rupiah"), tr("KK miskin"), tr("Desa terlayani"))
    columns = (tr("Cara memilih"), *numbers, tr("Desa tanpa usulan terpilih"))
    table = Table(tr("Semua cara, pagu dan bobot sama"), columns, tuple(rows), _note(), numbers)
    said = title.format(a=number(least), b=number(most), n=number(villages))
    return bars(said, bar_rows, table, top=1.0)


def _ceiling(made: MeetingList) -> Slide:
    """Make the slider of the ceiling, between a small part of what is asked for and all of it."""
    asked = sum(line.cost_idr for line in made.lines.values() if line.eligible) / MILLION
    step = max(1, 10 ** math.floor(math.log10(max(asked / _STEPS, 1))))
    most = max(step, math.ceil(asked / step) * step)
    least, start = (max(step, round(asked * part / step) * step) for part in (_LEAST, _START))
    return Slide("ceiling", tr("Pagu"), least, most, start, step=step, unit=tr("juta rupiah"))


def _read_so(made: MeetingList) -> list[str]:
    """Say what was read, and what its proposals can be judged by."""
    lines = made.lines.values()
    eligible = [line for line in lines if line.eligible]
    villages = {line.village for line in lines}
    text = tr("{n} usulan dari {m} desa, {k} di antaranya layak, {rupiah}.")
    counts = {"n": len(made.lines), "m": len(villages), "k": len(eligible)}
    asked = rupiah(sum(line.cost_idr for line in eligible))
    said = [text.format(**{key: number(n) for key, n in counts.items()}, rupiah=asked)]
    scenario = Scenario.load(SCENARIO)
    called = {lever: scenario.lever(lever).called for lever in NEEDS}
    if without := [name for lever, name in called.items() if lever not in made.measurable]:
        text = tr(
            "Daftar ini belum memuat isi untuk ukuran {ukuran}; ukuran itu tidak ikut menimbang. "
            "Unduh lembar penilaian, isi kolomnya bersama rapat, lalu pilih lembar itu di sini."
        )
        said.append(text.format(ukuran=", ".join(without)))
    if not any(line.cost_idr for line in eligible):
        said.append(tr("Belum ada usulan layak yang berbiaya."))
    return said


def _first() -> str:
    return tr("Papan tampak sesudah daftar usulan dipilih pada langkah di atas.")


def _note() -> str:
    return tr("Dihitung dari daftar Anda sendiri; yang tidak tertulis di daftar tidak dihitung.")
