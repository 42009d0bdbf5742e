"""Unit 10: the builder of a plan of 90 days: rows that are checked as they are written, and files by a button."""

import time
from codecs import BOM_UTF8
from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

import ipywidgets as W  # noqa: N812

from p2spp_sim.base.errors import P2sppError
from p2spp_sim.base.files import write_atomically
from p2spp_sim.base.formats import number
from p2spp_sim.base.language import tr
from p2spp_sim.results.indicators import SASARAN
from p2spp_sim.workbook.controls import ControlValue
from p2spp_sim.workbook.controls.control import Composite
from p2spp_sim.workbook.core.board import Answered, Board, Values
from p2spp_sim.workbook.core.unit import Unit
from p2spp_sim.workbook.page.markup import Table, page, say
from p2spp_sim.workbook.page.panel import Guard
from p2spp_sim.workbook.units.u10.check_sheets import check_frames, check_tables, read_checks
from p2spp_sim.workbook.units.u10.dashboard import data
from p2spp_sim.workbook.units.u10.follow_up_plan import (
    PARTS,
    PlanRow,
    free_day,
    identifying,
    is_vague,
    missing,
    read_row,
    window,
)
from p2spp_sim.workbook.units.u10.words import position_labels

if TYPE_CHECKING:
    import pandas as pd

FIRST, MOST = 3, 8  # rows shown at first, and at most
BLANK = 5  # lines on paper
DAY = "%d-%m-%Y"


class RowBoxes:
    """The boxes of one row and the line that tells what it lacks."""

    def __init__(self, place: int, notice: Callable[[], None]) -> None:
        wide = W.Layout(width="auto")
        said = {"description_width": "150px"}
        self.what = W.Text(
            description=tr("{n}. Kegiatan").format(n=place),
            placeholder=tr(
                "Siapa melakukan apa, misalnya: Setrawan menyerahkan daftar usulan kepada Sekretariat DPRD"
            ),
            continuous_update=False,
            layout=wide,
            style=said,
        )
        self.evidence = W.Text(
            description=tr("{n}. Bukti").format(n=place),
            placeholder=tr("Benda yang dapat ditunjukkan, misalnya: tanda terima daftar"),
            continuous_update=False,
            layout=wide,
            style=said,
        )
        self.until = W.DatePicker(
            description=tr("{n}. Paling lambat").format(n=place),
            layout=W.Layout(width="330px"),
            style=said,
        )
        self.position = _list(
            tr("{n}. Penanggung jawab").format(n=place), position_labels(), "185px", "470px"
        )
        self.code = _list(tr("{n}. Sasaran").format(n=place), SASARAN, "95px", "330px")
        self.told = W.HTML()
        self.parts = (self.what, self.evidence, self.until, self.position, self.code)
        foot = W.HBox([self.until, self.position, self.code], layout=W.Layout(flex_flow="row wrap"))
        self.widget = W.VBox([self.what, self.evidence, foot, self.told])
        self.widget.add_class("p2-row")
        for part in self.parts:
            part.observe(lambda _: notice(), names="value")

    @property
    def row(self) -> PlanRow:
        """What is written."""
        said = (self.what.value.strip(), self.evidence.value.strip())
        return PlanRow(*said, self.until.value, str(self.position.value), str(self.code.value))

    def show(self, row: PlanRow) -> None:
        """Put a saved row into the boxes."""
        known = position_labels()
        self.what.value, self.evidence.value, self.until.value = row.what, row.evidence, row.until
        self.position.value = row.position if row.position in known else ""
        self.code.value = row.code if row.code in SASARAN else ""


class FollowUpPlan(Composite):
    """Rows of a follow-up plan, a first day, and buttons to add a row and to write the files.

    Parameters
    ----------
    key, label : the name in files, the heading on the screen.
    write : writes the complete plan; gives the files.
    """

    def __init__(
        self, key: str, label: str, write: Callable[[date, Sequence[PlanRow]], Sequence[Path]]
    ) -> None:
        super().__init__(key, label)
        self._write = write
        self.start = W.DatePicker(
            description=tr("Tanggal mulai"),
            layout=W.Layout(width="330px"),
            style={"description_width": "150px"},
        )
        self.start.observe(lambda _: self._moved(), names="value")
        self.rows: list[RowBoxes] = []
        self._box = W.VBox([])
        self.more = W.Button(description=tr("Tambah baris"))
        self.less = W.Button(description=tr("Hapus baris terakhir"))
        self.save = W.Button(description=tr("Tulis RKTL ke CSV dan Excel"), button_style="primary")
        self.told, self.guard = W.HTML(layout=W.Layout(display="none")), Guard()
        self.more.on_click(lambda _: self._resize(len(self.rows) + 1))
        self.less.on_click(lambda _: self._resize(len(self.rows) - 1))
        self.save.on_click(lambda _: self.guard.run(self._saved))
        buttons = W.HBox([self.more, self.less, self.save], layout=W.Layout(flex_flow="row wrap"))
        self._fill(self.start, self._box, buttons, self.told, self.guard.widget)
        self._make(FIRST)
        self._draw()

    @property
    def value(self) -> dict[str, Any]:
        """The first day and the rows, as they are saved."""
        day = self.start.value.isoformat() if self.start.value else ""
        return {"mulai": day, "baris": [boxes.row.saved() for boxes in self.rows]}

    @value.setter
    def value(self, new: ControlValue) -> None:
        start, rows = read_plan(new)
        self._busy = True
        self._make(min(max(len(rows), FIRST), MOST))
        self.start.value = start
        for boxes, row in zip(self.rows, [*rows, *[PlanRow()] * MOST], strict=False):
            boxes.show(row)
        self._busy = False
        self._moved()

    def _make(self, count: int) -> None:
        while len(self.rows) < count:
            self.rows.append(RowBoxes(len(self.rows) + 1, self._moved))
        del self.rows[count:]
        self._box.children = [boxes.widget for boxes in self.rows]
        self.more.disabled, self.less.disabled = count >= MOST, count <= 1

    def _resize(self, count: int) -> None:
        if not 1 <= count <= MOST:
            return
        if count < len(self.rows) and not self.rows[-1].row.empty:
            self._say("kabar", tr("Baris terakhir masih berisi. Kosongkan dahulu, lalu hapus."))
            return
        self._make(count)
        self._moved()

    def _moved(self) -> None:
        if not self._busy:
            self._say("", "")
            self._draw()
            self._changed()

    def _draw(self) -> None:
        written = [boxes.row for boxes in self.rows if not boxes.row.empty]
        for boxes in self.rows:
            boxes.told.value = page(_verdict(boxes.row, self.start.value))
        whole = sum(not faults(row, self.start.value) for row in written)
        text = tr("Lengkap {n} dari {m} baris yang ditulis.").format(n=whole, m=len(written))
        self._tell(text, "✓" if written and whole == len(written) else "○")

    def _saved(self) -> None:
        written = [boxes.row for boxes in self.rows if not boxes.row.empty]
        if self.start.value is None or not written:
            raise P2sppError(
                tr("Isi tanggal mulai dan paling sedikit satu baris, lalu tulis lagi.")
            )
        bad = [str(place) for place, row in enumerate(written, 1) if faults(row, self.start.value)]
        if bad:
            text = tr(
                "Belum ditulis: baris {daftar} belum lengkap. Baca tanda ! di bawah barisnya."
            )
            raise P2sppError(text.format(daftar=", ".join(bad)))
        files = self._write(self.start.value, written)
        names = ", ".join(path.name for path in files)
        text = tr("Tersimpan pukul {jam} di {folder}: {berkas}.")
        self._say(
            "benar", text.format(jam=time.strftime("%H.%M"), folder=files[0].parent, berkas=names)
        )

    def _say(self, kind: str, text: str) -> None:
        self.told.layout.display = None if text else "none"
        self.told.value = (
            say(kind, text, word=tr("Tersimpan") if kind == "benar" else None) if text else ""
        )


def faults(row: PlanRow, start: date | None) -> list[str]:
    """Say in words what keeps a row from being complete."""
    reasons = [PARTS[part] for part in missing(row, start)]
    if is_vague(row):
        reasons.append(tr("kata kerja itu belum dapat dilihat orang lain; tulis langkahnya"))
    reasons += [
        tr("ganti “{isi}” dengan jabatan, tanpa nama").format(isi=text) for text in identifying(row)
    ]
    return reasons


def _verdict(row: PlanRow, start: date | None) -> str:
    if row.empty:
        return f"<p>○ {escape(tr('Baris ini belum diisi.'))}</p>"
    reasons = faults(row, start)
    if reasons:
        lacking = tr("Masih perlu: {daftar}.").format(daftar="; ".join(reasons))
        return f'<p role="status"><strong>!</strong> {escape(lacking)}</p>'
    assert row.until is not None
    text = tr("Lengkap; hari ke-{n}.").format(n=(row.until - start).days if start else 0)
    rest = (
        " " + tr("Itu hari libur; pilih hari kerja bila perlu rapat.")
        if free_day(row.until)
        else ""
    )
    return f'<p role="status"><strong>✓</strong> {escape(text + rest)}</p>'


def read_plan(raw: object) -> tuple[date | None, list[PlanRow]]:
    """Read a saved plan: its first day and its rows.

    Raises
    ------
    P2sppError : not a plan.
    """
    try:
        assert isinstance(raw, Mapping)
        start = date.fromisoformat(str(raw["mulai"])) if raw["mulai"] else None
        rows = [read_row(row) for row in raw["baris"]]
    except (AssertionError, KeyError, TypeError, ValueError, AttributeError):
        raise P2sppError(tr("RKTL tersimpan tidak terbaca.")) from None
    return start, rows


def plan_board(unit: Unit) -> Board:
    """Make the builder of a plan of 90 days."""
    progress = unit.progress

    def write(start: date, rows: Sequence[PlanRow]) -> list[Path]:
        return write_plan(progress.path.parent, progress.learner, start, rows)

    control = FollowUpPlan("rktl", tr("RKTL {n} hari").format(n=number(data().time.length)), write)

    def answer(values: Values) -> Answered:
        start, rows = read_plan(values["rktl"])
        written = [row for row in rows if not row.empty]
        sheets = check_tables(len(written) or BLANK) if unit.edition == "print" else ()
        return Answered(tables=(plan_table(start, written), *sheets))

    return Board("rktl", (control,), answer, progress, wide=True)


def plan_table(start: date | None, rows: Sequence[PlanRow]) -> Table:
    """Set a plan out for print; blank lines where nothing is written."""
    columns = _columns()
    positions = position_labels()
    cells = [
        (
            number(place),
            SASARAN.get(row.code, "–"),
            row.what,
            row.evidence,
            row.until.strftime(DAY) if row.until else "–",
            positions.get(row.position, "–"),
            number(window(row.until, start)) if row.until and start and row.until >= start else "–",
        )
        for place, row in enumerate(rows, 1)
    ]
    room = "\N{NO-BREAK SPACE}" * 45  # to write on
    blank = [(number(place), " ", room, room, " ", " ", " ") for place in range(1, BLANK + 1)]
    begun = start.strftime(DAY) if start else "…"
    end = (start + timedelta(days=data().time.length)).strftime(DAY) if start else "…"
    title = tr("RKTL {a} sampai {b}").format(a=begun, b=end)
    note = tr(
        "Penanggung jawab ditulis jabatannya, bukan namanya. Periksa kembali pada hari ke-30, 60, dan 90."
    )
    return Table(title, columns, tuple(cells or blank), note, (columns[0], columns[-1]))


def _columns() -> tuple[str, ...]:
    parts = (
        tr("Kegiatan"),
        tr("Bukti"),
        tr("Paling lambat"),
        tr("Penanggung jawab"),
        tr("Diperiksa hari ke-"),
    )
    return (tr("Nomor"), tr("Sasaran"), *parts)


def plan_frame(start: date | None, rows: Sequence[PlanRow]) -> "pd.DataFrame":
    """Give a plan as a table with one row an action, days counted from the first."""
    import pandas as pd

    table = plan_table(start, rows)
    return pd.DataFrame(table.rows if rows else [], columns=table.columns)


def write_plan(folder: Path, learner: str, start: date, rows: Sequence[PlanRow]) -> list[Path]:
    """Write a plan as CSV and Excel into a folder, with a sheet to fill in for each day on which it is checked.

    Each file is written whole or not at all.

    Parameters
    ----------
    learner : code, of which the files are named.

    Raises
    ------
    P2sppError : something was filled in on those sheets already.
    """
    from p2spp_sim.results.excel import as_csv, write_tables

    folder.mkdir(parents=True, exist_ok=True)
    frame = plan_frame(start, rows)
    csv, book = (folder / f"{learner}_rktl{ending}" for ending in (".csv", ".xlsx"))
    if book.exists() and any(check.filled for check in read_checks(book)):
        text = tr("{berkas} sudah diisi dan tidak ditimpa; ganti namanya dahulu, lalu tulis lagi.")
        raise P2sppError(text.format(berkas=book.name))
    write_atomically(csv, BOM_UTF8 + as_csv(frame))  # Excel reads the mark as UTF-8
    sheets = {tr("RKTL"): frame, **check_frames(frame, start, rows)}
    return [csv, write_tables(sheets, book)]


def _list(name: str, options: Mapping[str, str], said: str, wide: str) -> W.Dropdown:
    choices = [("–", ""), *((words, key) for key, words in options.items())]
    return W.Dropdown(
        options=choices,
        value="",
        description=name,
        layout=W.Layout(width=wide),
        style={"description_width": said},
    )
