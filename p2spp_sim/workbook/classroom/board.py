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
from p2spp_sim.workbook.classroom.recap import newest
from p2spp_sim.workbook.controls import Choose, Control, Slide, Tick, Weights
from p2spp_sim.workbook.core.board import Answered, Board, Shows
from p2spp_sim.workbook.core.moving_board import Part
from p2spp_sim.workbook.core.screen import prepare_screen
from p2spp_sim.workbook.core.unit import parts, unit_of
from p2spp_sim.workbook.editions.notebooks import board_titles
from p2spp_sim.workbook.exercises.bank import banks, load_bank
from p2spp_sim.workbook.page.hidden_widgets import off_screen
from p2spp_sim.workbook.page.markup import Table, page, paragraphs, say
from p2spp_sim.workbook.page.panel import Guard, panel
from p2spp_sim.workbook.saving.codes import NOBODY
from p2spp_sim.workbook.saving.progress import Progress, folder_of_results
from p2spp_sim.workbook.saving.record import Record

log = logging.getLogger(__name__)
FIRST_UNIT, FIRST_BOARD = "03", "papan"
# Not for the projector: where the test stands, plans in free words that may name persons, and the role card with the
# wish that a group keeps to itself.
_ASIDE = {("00", "tes"), ("10", "rktl"), ("11", "peran")}
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
        """Show for every code and unit how many exercises are done, and when it saved last."""
        table, guard = W.HTML(), Guard()
        button = W.Button(description=tr("Perbarui"), button_style="primary")

        def look() -> None:
            records, notes = self._records()
            nothing = tr("Belum ada berkas hasil di folder {folder}.").format(folder=self.results)
            table.value = notes + (
                page(standing(records).html()) if records else say("kabar", nothing)
            )

        button.on_click(lambda _: guard.run(look))
        guard.run(look)
        return panel(W.HBox([button]), table, guard.widget)

    def putusan(self) -> W.Widget:
        """Show what each code decided on one board, with what the simulation answers to it."""
        names = {bank.unit.code: f"{bank.unit.code} {tr(bank.unit.title)}" for bank in banks()}
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


def standing(records: Mapping[tuple[str, str], Record]) -> Table:
    """Give one row a code: exercises done of those there are, unit by unit, and the hour of the last saving."""
    units = [bank for bank in banks() if any(unit == bank.unit.code for _, unit in records)]
    rows = []
    last = max((record.saved for record in records.values()), default="")
    for code in sorted(
        {code for code, unit in records if any(unit == bank.unit.code for bank in units)},
        key=_place,
    ):
        cells = [_done(records.get((code, bank.unit.code)), bank.unit.code) for bank in units]
        saved = max(record.saved for (who, _), record in records.items() if who == code)
        day = (
            "" if saved[:10] == last[:10] else f"{saved[:10]} "
        )  # of an earlier day than the others
        rows.append((code, *cells, day + saved[11:16].replace(":", ".")))
    columns = (
        tr("Kode"),
        *(tr("Unit {unit}").format(unit=bank.unit.code) for bank in units),
        tr("Simpan terakhir"),
    )
    note = tr("Latihan yang tuntas dari yang ada; – belum dibuka.")
    return Table(tr("Kemajuan kelas"), columns, tuple(rows), note, columns[1:])


def _done(record: Record | None, unit: str) -> str:
    if record is None:
        return "–"
    bank = load_bank(unit)
    done, total = len(bank.solved(record)), len(bank.questions)
    return ("✓ " if done == total else "") + tr("{n} dari {m}").format(
        n=number(done), m=number(total)
    )


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
        records.items(), key=lambda item: (_is_person(item[0][0]), _place(item[0][0]))
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
    elif isinstance(control, Part) and control.said:
        yield control.said


def _boards(unit: str) -> list[tuple[str, str]]:
    """Name the boards of a unit on which something is decided by what stands above them in its notebook."""
    titles = board_titles(unit, language())
    return [
        (titles.get(name, name.replace("_", " ")), name)
        for name in parts(unit).boards
        if (unit, name) not in _ASIDE
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


def _place(code: str) -> list[tuple[int, str]]:
    """Sort K2 before K10."""
    return [(int(part), "") if part.isdigit() else (-1, part) for part in re.split(r"(\d+)", code)]


def _owners(codes: Iterable[str]) -> list[tuple[str, str]]:
    """Offer whose cards to show: all, groups, the persons of a group, or one code alone over the whole width."""
    persons = sorted({code for code in codes if _is_person(code)}, key=_place)
    groups = sorted(set(codes).difference(persons), key=_place)
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
    """Give one card a code: what it chose, and where that leads, in words and in its most telling picture.

    What stands in every card alike is said once, above them.
    """
    alike = _shared([decision.chosen for decision in decisions.values()])
    sentences = _shared([decision.answered.text.splitlines() for decision in decisions.values()])
    cards = []
    for code, decision in decisions.items():
        own = " · ".join(words for words in decision.chosen if words not in alike)
        chosen = f'<p class="note">{escape(own)}</p>' if own else ""
        lost = say("galat", "\n".join(decision.lost)) if decision.lost else ""
        text = paragraphs(
            "\n".join(line for line in decision.answered.text.splitlines() if line not in sentences)
        )
        drawn = [*decision.answered.pictures[decision.telling :], *decision.answered.pictures]
        picture = next((picture.html() for picture in drawn if picture.svg), "")
        tables = "" if decision.chosen else "".join(map(_in_lines, decision.answered.tables))
        cards.append(
            f'<section class="p2-group"><h3>{escape(_called(code))}</h3>{lost}{chosen}{text}{picture}{tables}</section>'
        )
    said = [" · ".join(alike)] if alike else []
    above = (
        paragraphs("\n".join([tr("Sama pada semua kartu:"), *said, *sentences]))
        if said or sentences
        else ""
    )
    return page(above, f'<div class="p2-groups">{"".join(cards)}</div>')


def _in_lines(table: Table) -> str:
    """Give a table that is too wide for a card row by row."""
    rows = [
        [f"{name}: {cell}" for name, cell in zip(table.columns, row, strict=True) if cell != "–"]
        for row in table.rows
    ]
    lines = "".join(f'<p class="note">{escape(" · ".join(row))}</p>' for row in rows)
    return f"<p><strong>{escape(table.caption)}</strong></p>{lines}"


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
