"""One unit as a notebook sees it: a few calls that show card, case, boards, exercises and saving.

Opening restores what was saved; every call returns something to display, and a failure is a sentence.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from html import unescape
from importlib import import_module
from pathlib import Path
from typing import Any, Literal, get_args

import ipywidgets as W  # noqa: N812

from p2spp_sim.base.era import THEN, eras, set_era
from p2spp_sim.base.errors import UnknownName
from p2spp_sim.base.language import set_language, tr
from p2spp_sim.scenario.scenario import Scenario
from p2spp_sim.workbook.case.desk import Desk, world
from p2spp_sim.workbook.core import closing, glossary, unit_tables
from p2spp_sim.workbook.core.board import Shows
from p2spp_sim.workbook.core.screen import prepare_screen
from p2spp_sim.workbook.drawings import row
from p2spp_sim.workbook.exercises.answers import answers_of
from p2spp_sim.workbook.exercises.bank import Bank, form_here, load_bank
from p2spp_sim.workbook.exercises.exercise import Exercise
from p2spp_sim.workbook.exercises.variant import unit_key
from p2spp_sim.workbook.exercises.view import ExerciseView
from p2spp_sim.workbook.page.later import later, on_request
from p2spp_sim.workbook.page.markup import folded, page
from p2spp_sim.workbook.page.panel import Guard
from p2spp_sim.workbook.page.visitor import is_visitor
from p2spp_sim.workbook.quiz.view import show_test
from p2spp_sim.workbook.saving.progress import Progress

EditionName = Literal["participant", "trainer", "solved", "print"]
WORKED = "p2-worked"  # a board that was used, for the list of contents beside it


@dataclass(frozen=True)
class Parts:
    """What a unit brings beside its card and exercises.

    Parameters
    ----------
    boards : how each board is made, by its name in the notebook.
    case : the tables of the case, as HTML.
    figures : the sums of the case as one line of text, for a cell that is checked against the library.
    """

    boards: Mapping[str, "Callable[[Unit], Shows]"]
    case: "Callable[[Unit], str]"
    figures: Callable[[Desk], str]


def parts(code: str) -> Parts:
    """Give the parts of a unit by its code, such as "03"; each unit has a folder of its own."""
    brought: Parts = import_module(f"p2spp_sim.workbook.units.u{code}.boards").PARTS
    return brought


class Unit:
    """A unit that is open for one learner.

    Parameters
    ----------
    bank : the unit's file.
    desk : world, scenario and seed.
    progress : the learner's file.
    edition : participant and trainer are worked in; solved holds the library's answers; print stands on paper.
    district : the kabupaten shown first where one can be picked.
    era : that the learner chose; the bank is of another where the unit says nothing else in it.
    """

    def __init__(
        self,
        bank: Bank,
        desk: Desk,
        progress: Progress,
        edition: EditionName = "participant",
        district: str = "wanasari",
        era: str = THEN,
    ) -> None:
        self.bank = bank
        self.era = era
        self.desk = desk
        self.progress = progress
        self.edition = edition
        self.district = district
        self.parts, self.answers = parts(bank.unit.code), answers_of(bank.unit.code)
        self.boards: dict[str, Shows] = {}
        self.exercises: dict[str, ExerciseView] = {}
        self.refresh: list[Callable[[], None]] = []
        progress.watch(self._put)

    def kartu(self) -> Any:
        """Show the module card: steps with minutes, objectives, media, and whether earlier work was found."""
        return self._shown(
            lambda: unit_tables.card(
                self.bank, None if self.edition == "print" else self.progress, self.era
            )
        )

    def gambar(self, *names: str) -> Any:
        """Show drawings side by side: where the story happens, and who speaks in it."""
        return on_paper(row(*names))

    def kasus(self) -> Any:
        """Show the tables of the case, folded behind their names; open on paper."""
        return self._shown(lambda: self._case(self.parts.case(self)))

    def papan(self, name: str = "papan") -> Any:
        """Show a live board by its name; one that a class leaves out is made when asked for; on paper it is fixed."""
        if self._left_out(name):
            return self._shown(lambda: on_request(tr("papan ini"), lambda: self.board(name).widget))
        return self._shown(lambda: self._on(self.board(name)))

    def latihan(self, key: str) -> Any:
        """Show an exercise with its check, in a browser's page once the boards are there; on paper a blank form.

        One that a class leaves out is made when it is asked for.
        """
        if self._left_out(key):
            name = f"{tr('Latihan')} {key}"
            return self._shown(lambda: on_request(name, lambda: self.exercise(key).widget))
        if self._live and is_visitor():
            name = f"{tr('Latihan')} {self.bank.question(key).id}"
            return self._shown(lambda: later(name, lambda: self.exercise(key).widget))
        return self._shown(lambda: self._on(self.exercise(key)))

    def simpan(self) -> Any:
        """Show what is done and saved, with a button that writes the file now; on paper who worked."""
        if self.edition == "print":
            return self._shown(lambda: closing.signed(self.bank))
        return self._shown(lambda: closing.saving(self.bank, self.progress, self.refresh))

    def mulai_ulang(self) -> Any:
        """Offer to begin the unit afresh; the old file is kept beside the new one. Nothing on paper."""
        if self.edition == "print":
            return None
        return self._shown(lambda: closing.afresh(self.progress, self._reset))

    def istilah(self) -> Any:
        """Show the terms that the unit uses, with their meaning."""
        return self._shown(lambda: glossary.istilah(self.bank))

    def tes(self, moment: str = "awal") -> Any:
        """Show the test of a moment (awal, akhir, hari90), which only records. On paper it is its own sheet."""
        if self.edition == "print":
            return None
        return self._shown(
            lambda: show_test(moment, self.progress.learner, self.progress.path.parent)
        )

    def angka(self) -> str:
        """Give the sums of the case as one line of text, for a cell that is checked against the library."""
        return self.parts.figures(self.desk)

    def kunci(self) -> str:
        """Give the trainer's key in the words of the screen, as the library computes it now; none to a participant."""
        if self.edition == "participant":
            return tr(
                "Kunci hanya tampil dalam edisi pelatih: python3 mulai.py build --edisi pelatih --ke pelatih"
            )
        return "\n".join(
            f"{question.id}: {line}"
            for question in self.bank.questions
            for line in Exercise(question, self.desk, self.answers).key
        )

    def board(self, name: str) -> Shows:
        """Give the board of that name, made on first use.

        Raises
        ------
        UnknownName : the unit has no such board.
        """
        if name not in self.parts.boards:
            raise UnknownName(tr("Papan"), name, self.parts.boards)
        if name not in self.boards:
            self.boards[name] = self.parts.boards[name](self)
            if self.progress.part(name):
                self.boards[name].widget.add_class(WORKED)
        return self.boards[name]

    def exercise(self, key: str) -> ExerciseView:
        """Give the exercise of that id, made on first use; solved in the solved edition."""
        if key not in self.exercises:
            exercise = Exercise(self.bank.question(key), self.desk, self.answers)
            view = ExerciseView(exercise, self.progress)
            if self.edition == "solved":
                view.solve()
            self.exercises[key] = view
        return self.exercises[key]

    @property
    def _live(self) -> bool:
        return self.edition in ("participant", "trainer")

    def _left_out(self, thing: str) -> bool:
        """Tell whether the form that this page is worked in leaves a board or exercise for who goes on alone."""
        full = thing in self.bank.things("full")
        return self._live and full and thing not in self.bank.things(form_here())

    def _case(self, tables: str) -> str:
        names = [unescape(name) for name in re.findall("<caption>(.*?)</caption>", tables)]
        if self.edition == "print" or not names:
            return tables
        return page(folded(tr("Data kasus: {nama}").format(nama="; ".join(names)), tables))

    def _reset(self) -> None:
        for part in (*self.boards.values(), *self.exercises.values()):
            part.reset()
            part.widget.remove_class(WORKED)
        for show in self.refresh:
            show()

    def _put(self, name: str) -> None:
        """Mark the board that something was put in; what is told of exercises follows by itself."""
        if name in self.boards:
            self.boards[name].widget.add_class(WORKED)
        else:
            for show in self.refresh:
                show()

    def _on(self, part: Shows | ExerciseView) -> W.Widget | str:
        return part.static() if self.edition == "print" else part.widget

    def _shown(self, build: Callable[[], W.Widget | str]) -> Any:
        guard, made = Guard(), []
        if not guard.run(lambda: made.append(build())):
            return guard.widget
        if isinstance(made[0], str):
            return on_paper(made[0]) if self.edition == "print" else W.HTML(made[0])
        return made[0]


def on_paper(html: str) -> Any:
    """Give HTML as an output that needs no widgets."""
    import IPython.display as shown

    front: Any = shown
    return front.HTML(html)


def open_unit(
    code: str,
    *,
    learner: str | None = None,
    results: str | Path | None = None,
    language: str = "id",
    edition: str = "participant",
    scenario: str | None = None,
    district: str = "wanasari",
    seed: int = 7,
    era: str = THEN,
) -> Unit:
    """Open a unit and restore what was saved.

    Parameters
    ----------
    code : two digits, such as "03".
    learner : short code, never a name; `P2SPP_KODE` or `peserta` when None.
    results : folder of result files; `P2SPP_HASIL` or `hasil` when None.
    language : screen language, "id" or "en".
    edition : participant, trainer, solved or print.
    scenario : another scenario than the unit's own.
    district : kabupaten shown first where one can be picked.
    seed : of the draws.
    era : whose rules it speaks of; what is done in each is kept apart.

    Raises
    ------
    P2sppError : an unknown unit, edition, era, scenario or dataset, or a code that is no code.
    """
    set_language(language)
    if edition not in get_args(EditionName):
        raise UnknownName(tr("Edisi"), edition, get_args(EditionName))
    if era not in eras():
        raise UnknownName(tr("Masa aturan"), era, eras())
    key = unit_key(code, era)
    set_era(load_bank(key).era)
    prepare_screen()
    parts(code)  # what a page that waits for its learner can have ready
    world(load_bank(key).unit.dataset)
    progress = Progress(key, learner, results, edition)
    return unit_of(progress, scenario=scenario, district=district, seed=seed, era=era)


def unit_of(
    progress: Progress,
    *,
    scenario: str | None = None,
    district: str = "wanasari",
    seed: int = 7,
    era: str = "",
) -> Unit:
    """Make the unit that a file belongs to, with what was saved; the other parameters are those of `open_unit`."""
    bank = load_bank(progress.unit)
    world(district)
    chosen = Scenario.load(scenario or bank.unit.scenario)
    forum = chosen if scenario and bank.unit.forum_scenario == bank.unit.scenario else None
    desk = Desk(
        world(bank.unit.dataset),
        chosen,
        forum or Scenario.load(bank.unit.forum_scenario),
        seed,
        eras()[bank.era].book,
    )
    return Unit(bank, desk, progress, progress.edition, district, era or bank.era)  # type: ignore[arg-type]
