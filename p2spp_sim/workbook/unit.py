"""One unit as a notebook sees it: a few calls that show card, case, boards, exercises and saving.

Opening restores what was saved; every call returns something to display, and a failure is a sentence.
"""

import time
from collections.abc import Callable
from pathlib import Path

import ipywidgets as W  # noqa: N812

from p2spp_sim.errors import UnknownName
from p2spp_sim.scenario import Scenario
from p2spp_sim.text import number, set_language, tr
from p2spp_sim.workbook import sheets
from p2spp_sim.workbook.answers import solve
from p2spp_sim.workbook.bank import Bank, Question, load_bank
from p2spp_sim.workbook.board03 import Board03
from p2spp_sim.workbook.board06 import FunnelBoard, LockedBoard
from p2spp_sim.workbook.comparison import Comparison
from p2spp_sim.workbook.desk import Desk, world
from p2spp_sim.workbook.district import DistrictBoard
from p2spp_sim.workbook.exercise_view import ExerciseView
from p2spp_sim.workbook.exercises import Exercise
from p2spp_sim.workbook.guard import Guard, panel
from p2spp_sim.workbook.markup import page, paragraphs, say
from p2spp_sim.workbook.progress import Progress
from p2spp_sim.workbook.screen import prepare_screen

Board = Board03 | Comparison | FunnelBoard | LockedBoard | DistrictBoard
BOARDS = {"03": ("papan", "tiga_cara"), "06": ("corong", "pagu", "kabupaten")}


class Unit:
    """A unit that is open for one learner.

    Parameters
    ----------
    bank : the unit's file.
    desk : world, scenario and seed.
    progress : the learner's file.
    district : the kabupaten shown first in unit 06.
    """

    def __init__(self, bank: Bank, desk: Desk, progress: Progress, district: str = "wanasari") -> None:
        self.bank, self.desk, self.progress, self.district = bank, desk, progress, district
        self.boards: dict[str, Board] = {}
        self.exercises: dict[str, ExerciseView] = {}
        self._refresh: list[Callable[[], None]] = []

    def kartu(self) -> W.Widget:
        """Show the module card: steps with minutes, objectives, media, and whether earlier work was found."""
        return _shown(lambda: W.HTML(sheets.card(self.bank, self.progress)))

    def kasus(self) -> W.Widget:
        """Show the case: the proposals as filed and their sums."""
        table = sheets.case(self.desk, eligible_only=self.bank.unit.code != "03")
        return _shown(lambda: W.HTML(page(paragraphs(self.angka()), table.html())))

    def papan(self, name: str = "papan") -> W.Widget:
        """Show a live board of the unit by its name (see `BOARDS`)."""
        return _shown(lambda: self.board(name).widget)

    def latihan(self, key: str) -> W.Widget:
        """Show an exercise with its check."""
        return _shown(lambda: self.exercise(key).widget)

    def simpan(self) -> W.Widget:
        """Show what is done and saved, with a button that writes the file now."""
        return _shown(self._saving)

    def mulai_ulang(self) -> W.Widget:
        """Offer to begin the unit afresh; the old file is kept beside the new one."""
        return _shown(self._afresh)

    def angka(self) -> str:
        """Give the sums of the case as one line of text, for a cell that is checked against the library."""
        return sheets.sums(self.desk)

    def kunci(self) -> str:
        """Give the trainer's key as text: every answer as the library computes it now."""
        return "\n".join(f"{question.id}: {self._key(question)}" for question in self.bank.questions)

    def board(self, name: str) -> Board:
        """Give the board of that name, made on first use.

        Raises
        ------
        UnknownName : the unit has no such board.
        """
        known = BOARDS[self.bank.unit.code]
        if name not in known:
            raise UnknownName(tr("Papan"), name, known)
        if name not in self.boards:
            self.boards[name] = self._make(name)
        return self.boards[name]

    def exercise(self, key: str) -> ExerciseView:
        """Give the exercise of that id, made on first use."""
        if key not in self.exercises:
            exercise = Exercise(self.bank.question(key), self.desk)
            self.exercises[key] = ExerciseView(exercise, self.progress)
        return self.exercises[key]

    def _make(self, name: str) -> Board:
        match name:
            case "tiga_cara":
                board = self.board("papan")
                assert isinstance(board, Board03)
                return Comparison(board, self.progress)
            case "corong":
                return FunnelBoard(self.desk, self.progress)
            case "pagu":
                return LockedBoard(self.desk, self.progress)
            case "kabupaten":
                return DistrictBoard(self.progress, self.district, self.desk.seed)
        return Board03(self.desk, self.progress)

    def _saving(self) -> W.Widget:
        table, told, guard = W.HTML(), W.HTML(), Guard()
        button = W.Button(description=tr("Simpan berkas putusan"), button_style="primary")
        again = W.Button(description=tr("Perbarui daftar"))

        def show() -> None:
            table.value = page(sheets.done(self.bank, self.progress).html())

        def save() -> None:
            show()
            if self.progress.write():
                now = time.strftime("%H.%M.%S")
                text = tr("Tersimpan pukul {jam} di {berkas}.").format(jam=now, berkas=self.progress.path)
                told.value = say("benar", text, word=tr("Tersimpan"))
            else:
                told.value = say("galat", "\n".join(self.progress.notes))

        button.on_click(lambda _: guard.run(save))
        again.on_click(lambda _: guard.run(show))
        self._refresh.append(show)
        show()
        return panel(table, W.HBox([button, again]), told, guard.widget)

    def _afresh(self) -> W.Widget:
        told, guard = W.HTML(layout=W.Layout(display="none")), Guard()
        sure = W.Checkbox(description=tr("Ya, kosongkan jawaban dan papan unit ini"), indent=False)
        button = W.Button(description=tr("Mulai ulang"), disabled=True)
        sure.observe(lambda change: setattr(button, "disabled", not change["new"]), names="value")

        def begin() -> None:
            kept = self.progress.clear()
            for part in (*self.boards.values(), *self.exercises.values()):
                part.reset()
            for show in self._refresh:
                show()
            sure.value = False
            name = kept.name if kept else tr("tidak ada")
            told.layout.display = None
            told.value = say("kabar", tr("Unit dimulai dari awal. Hasil sebelumnya: {berkas}.").format(berkas=name))

        button.on_click(lambda _: guard.run(begin))
        return panel(sure, W.HBox([button]), told, guard.widget)

    def _key(self, question: Question) -> str:
        found = solve(question.answer, self.desk)
        if isinstance(found, float):
            return number(found, question.decimals)
        if isinstance(found, dict):
            plain = {key: number(value) if isinstance(value, float) else value for key, value in found.items()}
            return ", ".join(f"{item.key} {plain[item.key]}" for item in question.items)
        if isinstance(found, str):
            return found
        return ", ".join(sorted(found) if isinstance(found, frozenset) else found)


def open_unit(
    code: str,
    *,
    learner: str | None = None,
    results: str | Path | None = None,
    language: str = "id",
    scenario: str | None = None,
    district: str = "wanasari",
    seed: int = 7,
) -> Unit:
    """Open a unit and restore what was saved.

    Parameters
    ----------
    code : "03", "06".
    learner : short code, never a name; `P2SPP_KODE` or `peserta` when None.
    results : folder of result files; `P2SPP_HASIL` or `hasil` when None.
    language : screen language, "id" or "en".
    scenario : another scenario than the unit's own.
    district : kabupaten shown first where one can be picked.
    seed : of the draws.

    Raises
    ------
    P2sppError : an unknown unit, scenario or dataset, or a code that is no code.
    """
    set_language(language)
    prepare_screen()
    bank = load_bank(code)
    world(district)
    forum = scenario if scenario and code == "03" else bank.unit.forum_scenario
    desk = Desk(world(bank.unit.dataset), Scenario.load(scenario or bank.unit.scenario), Scenario.load(forum), seed)
    return Unit(bank, desk, Progress(code, learner, results), district)


def _shown(build: Callable[[], W.Widget]) -> W.Widget:
    guard, made = Guard(), []
    return made[0] if guard.run(lambda: made.append(build())) else guard.widget
