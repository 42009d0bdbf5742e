"""The trainer's page on a class: who has done what, and what each group decided, side by side for the projector."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from html import escape
from pathlib import Path

import ipywidgets as W  # noqa: N812

from p2spp_sim.text import number, set_language, tr
from p2spp_sim.workbook.bank import load_bank
from p2spp_sim.workbook.board import Answered, Board
from p2spp_sim.workbook.codes import NOBODY
from p2spp_sim.workbook.controls import Choose, Control, Slide, Tick, Weights
from p2spp_sim.workbook.guard import Guard, panel
from p2spp_sim.workbook.markup import Table, page, paragraphs, say
from p2spp_sim.workbook.progress import Progress, folder_of_results
from p2spp_sim.workbook.screen import prepare_screen
from p2spp_sim.workbook.start import banks
from p2spp_sim.workbook.summary import Record, newest
from p2spp_sim.workbook.unit import unit_of
from p2spp_sim.workbook.units import parts

FIRST_UNIT, FIRST_BOARD = "03", "papan"


class ClassBoard:
    """The class whose result files lie in one folder; every look reads them anew.

    Parameters
    ----------
    results : where the files lie, also in folders of it.
    """

    def __init__(self, results: Path) -> None:
        self.results = results

    def kemajuan(self) -> W.Widget:
        """Show for every code and unit how many exercises are done, and when it saved last."""
        table, guard = W.HTML(), Guard()
        button = W.Button(description=tr("Perbarui"), button_style="primary")

        def look() -> None:
            records = self._records()
            nothing = tr("Belum ada berkas hasil di folder {folder}.").format(folder=self.results)
            table.value = page(standing(records).html()) if records else say("kabar", nothing)

        button.on_click(lambda _: guard.run(look))
        guard.run(look)
        return panel(W.HBox([button]), table, guard.widget)

    def putusan(self) -> W.Widget:
        """Show what each code decided on one board, with what the simulation answers to it."""
        names = {bank.unit.code: f"{bank.unit.code} {tr(bank.unit.title)}" for bank in banks()}
        unit = Choose("unit", tr("Unit"), names, FIRST_UNIT)
        board = W.Dropdown(options=_boards(FIRST_UNIT), value=FIRST_BOARD, description=tr("Papan"))
        board.layout, board.style = unit.widget.layout, unit.widget.style
        shown, guard = W.HTML(), Guard()
        button = W.Button(description=tr("Perbarui"), button_style="primary")

        def look() -> None:
            found = decisions(self._records(), unit.value, str(board.value))
            empty = tr("Belum ada yang memutuskan di papan ini.")
            shown.value = _cards(found) if found else say("kabar", empty)

        def turn() -> None:
            board.options = _boards(unit.value)
            guard.run(look)

        unit.watch(turn)
        board.observe(lambda _: guard.run(look), names="value")
        button.on_click(lambda _: guard.run(look))
        guard.run(look)
        return W.VBox([panel(unit.widget, board, W.HBox([button]), guard.widget), shown])

    def _records(self) -> dict[tuple[str, str], Record]:
        return newest(self.results)[0] if self.results.is_dir() else {}


def open_class_board(*, results: str | Path | None = None, language: str = "id") -> ClassBoard:
    """Open the trainer's page on a class.

    Parameters
    ----------
    results : folder of result files; `P2SPP_HASIL` or `hasil` when None.
    language : screen language, "id" or "en".
    """
    set_language(language)
    prepare_screen()
    return ClassBoard(folder_of_results() if results is None else Path(results))


def standing(records: Mapping[tuple[str, str], Record]) -> Table:
    """Give one row a code: exercises done of those there are, unit by unit, and the hour of the last saving."""
    units = [bank for bank in banks() if any(unit == bank.unit.code for _, unit in records)]
    rows = []
    for code in sorted({code for code, unit in records if any(unit == bank.unit.code for bank in units)}):
        cells = [_done(records.get((code, bank.unit.code)), bank.unit.code) for bank in units]
        saved = max(one.disimpan for (who, _), one in records.items() if who == code)
        rows.append((code, *cells, saved[11:16].replace(":", ".")))
    columns = (tr("Kode"), *(tr("Unit {unit}").format(unit=bank.unit.code) for bank in units), tr("Simpan terakhir"))
    note = tr("Latihan yang tuntas dari yang ada; – belum dibuka.")
    return Table(tr("Kemajuan kelas"), columns, tuple(rows), note, columns[1:])


def _done(record: Record | None, unit: str) -> str:
    if record is None:
        return "–"
    questions = load_bank(unit).questions
    done = sum(record.isi.get(question.id, {}).get("tuntas") is True for question in questions)
    return ("✓ " if done == len(questions) else "") + tr("{n} dari {m}").format(
        n=number(done), m=number(len(questions))
    )


@dataclass(frozen=True, slots=True)
class Decision:
    """What a group chose on a board, as far as its controls can say it in a word, and what the simulation answers."""

    chosen: tuple[str, ...]
    answered: Answered


def decisions(records: Mapping[tuple[str, str], Record], unit: str, board: str) -> dict[str, Decision]:
    """Give each code's decision on a board, as it stands in the files; none for who has not moved it.

    Parameters
    ----------
    unit, board : the unit by its code, the board by its name in the notebook.
    """
    found = {}
    for (code, which), record in sorted(records.items()):
        if which != unit:
            continue
        made = unit_of(_Read(unit, record)).board(board)
        if isinstance(made, Board) and record.isi.get(made.key):
            chosen = tuple(words for control in made.controls for words in _chosen(control))
            found[code] = Decision(chosen, made.answered)
    return found


class _Read(Progress):
    """A learner's file as it was read: looking at it writes nothing."""

    def __init__(self, unit: str, record: Record) -> None:
        super().__init__(unit, NOBODY, Path("tidak_ada"))
        self.state = dict(record.isi)

    def write(self) -> bool:
        """Write nothing."""
        return True


def _chosen(control: Control) -> Iterator[str]:
    """Say how a simple control stands, under its own label; larger ones show it in their picture."""
    if isinstance(control, Choose):
        yield f"{control.widget.description}: {control.widget.label}"
    elif isinstance(control, Slide):
        yield f"{control.box.description}: {number(control.value)}"
    elif isinstance(control, Weights):
        for slide in control.slides.values():
            yield from _chosen(slide)
    elif isinstance(control, Tick) and control.value:
        yield f"✓ {control.widget.description}"


def _boards(unit: str) -> list[tuple[str, str]]:
    """Name the boards of a unit as its notebook does."""
    return [(name.replace("_", " "), name) for name in parts(unit).boards]


def _cards(found: Mapping[str, Decision]) -> str:
    """Give one card a code: what it chose, and where that leads, in words and in its first picture."""
    cards = []
    for code, one in found.items():
        chosen = f'<p class="note">{escape(" · ".join(one.chosen))}</p>' if one.chosen else ""
        picture = next((picture.html() for picture in one.answered.pictures if picture.svg), "")
        inside = f"<h3>{escape(code)}</h3>{chosen}{paragraphs(one.answered.text)}{picture}"
        cards.append(f'<section class="p2-group">{inside}</section>')
    return page(f'<div class="p2-groups">{"".join(cards)}</div>')
