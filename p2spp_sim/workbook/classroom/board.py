"""The trainer's page on a class: who has done what, and what each group decided, side by side for the projector."""

import logging
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path

import ipywidgets as W  # noqa: N812

from p2spp_sim.base.formats import number
from p2spp_sim.base.language import language, set_language, tr
from p2spp_sim.workbook.case.competences import BOARD, UNIT
from p2spp_sim.workbook.classroom.live import LiveClassBoard
from p2spp_sim.workbook.classroom.ratings import class_ratings
from p2spp_sim.workbook.classroom.recap import newest
from p2spp_sim.workbook.classroom.standing import differences, place, standing
from p2spp_sim.workbook.controls import Chipped, Choose, Control, Slide, Tick, Weights
from p2spp_sim.workbook.core.board import Answered, Board, Shows
from p2spp_sim.workbook.core.moving_board import Part
from p2spp_sim.workbook.core.screen import prepare_screen
from p2spp_sim.workbook.core.unit import parts, unit_of
from p2spp_sim.workbook.editions.notebooks import board_titles
from p2spp_sim.workbook.exercises.bank import every_bank
from p2spp_sim.workbook.exercises.variant import split_key
from p2spp_sim.workbook.page.hidden_widgets import off_screen
from p2spp_sim.workbook.page.markup import Table, folded, page, paragraphs, say
from p2spp_sim.workbook.page.panel import Guard, panel
from p2spp_sim.workbook.saving.codes import NOBODY
from p2spp_sim.workbook.saving.progress import Progress, folder_of_results
from p2spp_sim.workbook.saving.record import Record

log = logging.getLogger(__name__)
FIRST_UNIT, FIRST_BOARD = "03", "papan"
# Not for the projector: where the test stands, plans in free words that may name persons, and the role card with the
# wish that a group keeps to itself; how one judges oneself.
_ASIDE = {("00", "tes"), ("10", "rktl"), ("11", "peran"), (UNIT, BOARD)}
_ASIDE |= {(unit, "ikuti") for unit in ("01", "03", "06", "11")}  # nothing is decided there
EVERYBODY = ""  # whose cards are shown; else one code, or a group with a dash for its persons
GROUPS = "kelompok"


class ClassBoard:
    """The class whose result files lie in one folder; every look reads them anew.

    Parameters
    ----------
    results : where the files lie, also in folders of it.
    """

    def __init__(self, results: Path) -> None:
        self.results = results

    def kemajuan(self) -> W.Widget:
        """Show how far every code is, and where they differ."""
        table, guard = W.HTML(), Guard()
        button = W.Button(description=tr("Perbarui"), button_style="primary")

        def look() -> None:
            records, notes = self._records()
            nothing = tr("Belum ada berkas hasil di folder {folder}.").format(folder=self.results)
            table.value = notes + (
                page(paragraphs(differences(records)), standing(records).html())
                if records
                else say("kabar", nothing)
            )

        button.on_click(lambda _: guard.run(look))
        guard.run(look)
        return panel(W.HBox([button]), table, guard.widget)

    def kompetensi(self) -> W.Widget:
        """Show how the class judges itself before and after, and what may be concluded."""
        shown, guard = W.HTML(), Guard()
        button = W.Button(description=tr("Perbarui"), button_style="primary")

        def look() -> None:
            records, _ = self._records()
            ratings = class_ratings(records)
            nothing = tr("Belum ada yang mengisi nilai diri di unit {unit}.").format(unit=UNIT)
            shown.value = (
                page(paragraphs("\n".join(ratings.notes)), ratings.table().html())
                if ratings.ratings
                else say("kabar", nothing)
            )

        button.on_click(lambda _: guard.run(look))
        guard.run(look)
        return panel(W.HBox([button]), shown, guard.widget)

    def langsung(self) -> W.Widget:
        """Ask all groups, and show what they have locked: who at once, what when the trainer opens it."""
        return LiveClassBoard(self.results).widget

    def putusan(self) -> W.Widget:
        """Show what each code decided on one board, with what the simulation answers to it."""
        names = {key: bank.title for key, bank in every_bank().items()}
        unit = _list(tr("Unit"), [(words, code) for code, words in names.items()], FIRST_UNIT)
        board = _list(tr("Papan"), _boards(FIRST_UNIT), FIRST_BOARD)
        whose = _list(tr("Tampilkan"), [(tr("semua"), EVERYBODY)], EVERYBODY)
        shown, guard = W.HTML(), Guard()
        button = W.Button(description=tr("Perbarui"), button_style="primary")
        busy = say(
            "kabar", tr("Sedang dihitung; yang pertama kali dapat memerlukan beberapa detik.")
        )
        empty = say("kabar", tr("Belum ada yang memutuskan di papan ini."))

        def compute() -> None:
            records, notes = self._records()
            offer(whose, _owners({code for code, which in records if which == unit.value}))
            kept = {
                key: record for key, record in records.items() if _is_of(key[0], str(whose.value))
            }
            decided = decisions(kept, str(unit.value), str(board.value))
            shown.value = notes + (_cards(decided) if decided else empty)

        def look() -> None:
            shown.value = busy
            if not guard.run(compute):
                shown.value = ""

        def renew(_: object) -> None:
            look()

        def offer(options: W.Dropdown, new: list[tuple[str, str]]) -> None:
            kept = options.value if options.value in dict(new).values() else new[0][1]
            options.unobserve(renew, names="value")
            options.options = new
            options.value = kept
            options.observe(renew, names="value")

        def turn(_: object) -> None:
            offer(board, _boards(str(unit.value)))
            look()

        unit.observe(turn, names="value")
        board.observe(renew, names="value")
        whose.observe(renew, names="value")
        button.on_click(renew)
        look()
        return W.VBox([panel(unit, board, whose, W.HBox([button]), guard.widget), shown])

    def _records(self) -> tuple[dict[tuple[str, str], Record], str]:
        """Read the files, and say which could not be read; the others are shown all the same."""
        if not self.results.is_dir():
            return {}, ""
        records, notes, damaged = newest(self.results)
        return records, say("galat" if damaged else "kabar", "\n".join(notes)) if notes else ""


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


@dataclass(frozen=True, slots=True)
class GroupDecision:
    """What a group chose on a board, and what the simulation answers.

    Parameters
    ----------
    chosen : as far as the controls can say it in a word.
    telling : place of the picture that tells most.
    lost : what is saved and cannot be shown any more; the board stands at its start there.
    """

    chosen: tuple[str, ...]
    answered: Answered
    telling: int = 0
    lost: tuple[str, ...] = ()


def decisions(
    records: Mapping[tuple[str, str], Record], unit: str, board: str
) -> dict[str, GroupDecision]:
    """Give each code's decision on a board, as it stands in the files; none for who has not moved it.

    Parameters
    ----------
    unit, board : the unit by its code, the board by its name in the notebook.
    """
    by_code = {}
    for (code, which), record in sorted(
        records.items(), key=lambda item: (_is_person(item[0][0]), place(item[0][0]))
    ):
        if which != unit:
            continue
        with off_screen():
            try:
                decided = _decided(unit_of(_Read(unit, record)).board(board), record)
            except Exception:  # a file may hold anything; the cards of the others come all the same
                log.debug("a board cannot be shown", exc_info=True)
                decided = GroupDecision(
                    (),
                    Answered(),
                    lost=(tr("Yang tersimpan di papan ini tidak dapat ditampilkan."),),
                )
        if decided:
            by_code[code] = decided
    return by_code


def _decided(made: Shows, record: Record) -> GroupDecision | None:
    if not isinstance(made, Board) or not record.content.get(made.key):
        return None
    chosen = tuple(words for control in made.controls for words in _chosen(control))
    return GroupDecision(chosen, made.answered, made.telling, made.lost)


class _Read(Progress):
    """A learner's file as it was read: looking at it writes nothing."""

    def __init__(self, unit: str, record: Record) -> None:
        super().__init__(unit, NOBODY, Path("tidak_ada"))
        self.state, _ = self._tidied(record.content)

    def write(self) -> bool:
        """Write nothing."""
        return True


def _chosen(control: Control) -> Iterator[str]:
    """Say how a control stands: a simple one under its own label, others in pieces; the largest have only a picture."""
    if isinstance(control, Chipped):
        yield from control.chips
    elif isinstance(control, Choose):
        yield f"{control.widget.description}: {control.widget.label}"
    elif isinstance(control, Slide):
        yield f"{control.box.description}: {number(control.value)}"
    elif isinstance(control, Weights):
        for slide in control.slides.values():
            yield from _chosen(slide)
    elif isinstance(control, Tick) and control.value:
        yield f"✓ {control.widget.description}"
    elif isinstance(control, Part) and control.said:
        yield control.said


def _boards(unit: str) -> list[tuple[str, str]]:
    """Name the boards of a unit on which something is decided by what stands above them in its notebook."""
    code, _ = split_key(unit)
    titles = board_titles(code, language())
    return [
        (titles.get(name, name.replace("_", " ")), name)
        for name in parts(code).boards
        if (code, name) not in _ASIDE
    ]


def _list(label: str, options: list[tuple[str, str]], value: str) -> W.Dropdown:
    """Make a list wide enough for titles."""
    layout = W.Layout(width="auto", max_width="880px")
    return W.Dropdown(
        options=options,
        value=value,
        description=label,
        layout=layout,
        style={"description_width": "90px"},
    )


def _is_person(code: str) -> bool:
    return re.search(r"-\d+$", code) is not None


def _owners(codes: Iterable[str]) -> list[tuple[str, str]]:
    """Offer whose cards to show: all, groups, the persons of a group, or one code alone over the whole width."""
    persons = sorted({code for code in codes if _is_person(code)}, key=place)
    groups = sorted(set(codes).difference(persons), key=place)
    options = [(tr("semua"), EVERYBODY)]
    if persons and groups:
        options.append((tr("kelompok saja"), GROUPS))
    parents = dict.fromkeys(code.rpartition("-")[0] for code in persons)
    options += [
        (tr("orang di {kelompok}").format(kelompok=group), f"{group}-") for group in parents
    ]
    return options + [(tr("hanya {kode}").format(kode=code), code) for code in [*groups, *persons]]


def _is_of(code: str, whose: str) -> bool:
    if whose == GROUPS:
        return not _is_person(code)
    if whose.endswith("-"):
        return _is_person(code) and code.startswith(whose)
    return whose in (EVERYBODY, code)


def _cards(decisions: Mapping[str, GroupDecision]) -> str:
    """Give one card a code: what it chose, in pieces, and its most telling picture; the sentences are folded away.

    What stands in every card alike is said once, above them.
    """
    alike = _shared([decision.chosen for decision in decisions.values()])
    cards = []
    for code, decision in decisions.items():
        own = [words for words in decision.chosen if words not in alike]
        lost = say("galat", "\n".join(decision.lost)) if decision.lost else ""
        drawn = [*decision.answered.pictures[decision.telling :], *decision.answered.pictures]
        picture = next((picture.html() for picture in drawn if picture.svg), "")
        tables = "" if decision.chosen else "".join(map(_in_pieces, decision.answered.tables))
        text = paragraphs(decision.answered.text)
        words = folded(tr("Kata simulasi"), text) if text else ""
        cards.append(
            f'<section class="p2-group"><h3>{escape(_called(code))}</h3>'
            f"{lost}{_pieces(own)}{picture}{tables}{words}</section>"
        )
    above = f"<p>{escape(tr('Sama pada semua kartu:'))}</p>{_pieces(alike)}" if alike else ""
    return page(above, f'<div class="p2-groups">{"".join(cards)}</div>')


def _pieces(words: Iterable[str]) -> str:
    """Give short words side by side, each in a frame."""
    inside = "".join(f"<li>{escape(each)}</li>" for each in words)
    return f'<ul class="p2-pieces">{inside}</ul>' if inside else ""


def _in_pieces(table: Table) -> str:
    """Give a table that is too wide for a card row by row: its first cell, and the others in pieces."""
    rows = [f"<p>{escape(table.caption)}</p>"]
    for first, *others in table.rows:
        named = zip(table.columns[1:], others, strict=True)
        pieces = [f"{name}: {cell}" for name, cell in named if cell != "–"]
        rows.append(f"<h4>{escape(table.columns[0])} {escape(first)}</h4>{_pieces(pieces)}")
    return "".join(rows)


def _called(code: str) -> str:
    """Name a group so that it is not taken for a clause: K1 is one too."""
    return (
        code
        if _is_person(code) or code.startswith(NOBODY)
        else tr("Kelompok {kode}").format(kode=code)
    )


def _shared(parts: Sequence[Sequence[str]]) -> list[str]:
    """Give what is in all of several; nothing where there is only one."""
    return (
        [piece for piece in parts[0] if all(piece in part for part in parts)]
        if len(parts) > 1
        else []
    )
