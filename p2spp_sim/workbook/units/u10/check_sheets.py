"""Unit 10: the sheets on which a follow-up plan is checked after 30, 60 and 90 days, written empty and read back."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from p2spp_sim.base.language import tr
from p2spp_sim.tables.cells import sheet_names
from p2spp_sim.tables.columns import Column
from p2spp_sim.tables.reader import read_book
from p2spp_sim.tables.table import by_row
from p2spp_sim.workbook.page.markup import Table
from p2spp_sim.workbook.units.u10.dashboard import data
from p2spp_sim.workbook.units.u10.follow_up_plan import PlanRow, window

if TYPE_CHECKING:
    import pandas as pd

YES, NOT_YET = "ya", "belum"
_MEANT = {
    YES: ("y", "v", "✓", "√", "sudah", "yes", "1", "true", "benar"),
    NOT_YET: ("tidak", "t", "n", "no", "not yet", "-", "–", "0", "false", "salah"),
}


class HappenedColumn(Column):
    """A column that says whether an action happened: yes, not yet, or nothing written."""

    def parse(self, cell: str) -> str:
        """Turn a mark into `YES` or `NOT_YET`; raises ValueError with what is expected."""
        mark = cell.strip().casefold()
        for word, marks in _MEANT.items():
            if mark == word or mark in marks:
                return word
        raise ValueError(tr("tulis ya atau belum, atau kosongkan bila belum diperiksa"))


class DayColumn(Column):
    """A column of days as people write them; one that Excel made a date of stays a day."""

    def parse(self, cell: str) -> str:
        """Give the day as it is written, without the hour."""
        return cell.removesuffix(" 00:00:00")


# what is filled in by hand, after what the plan says
CHECKED = (
    HappenedColumn("happened", "text", default="", heading="Terjadi"),
    Column("seen", "text", default="", heading="Bukti yang dilihat"),
    Column("cause", "text", default="", heading="Sebab bila belum"),
    Column("step", "text", default="", heading="Langkah"),
    DayColumn("checked", "text", default="", heading="Tanggal diperiksa"),
    Column("initials", "text", default="", heading="Paraf"),
)
CHECK_COLUMNS = (
    Column("number", "whole", low=1, unique=True, heading="Nomor"),
    Column("what", "text", default="", heading="Kegiatan"),
    Column("evidence", "text", default="", heading="Bukti"),
    DayColumn("until", "text", default="", heading="Paling lambat"),
    Column("position", "text", default="", heading="Penanggung jawab"),
    *CHECKED,
)


def check_days() -> tuple[int, ...]:
    """Give the days after the first on which a plan is checked."""
    length = data().time.length
    return tuple(length * part // 3 for part in (1, 2, 3))


@dataclass(frozen=True, slots=True)
class ActionCheck:
    """What was found of one action on one day.

    Parameters
    ----------
    day : 30, 60 or 90.
    number, what : of the row of the plan.
    happened : `YES`, `NOT_YET` or "" where nobody looked.
    seen, cause, step, checked : evidence that was seen, why not yet, what is done next, when it was looked at.
    """

    day: int
    number: int
    what: str
    happened: str
    seen: str
    cause: str
    step: str
    checked: str

    @property
    def filled(self) -> bool:
        """Whether anything was written."""
        return any((self.happened, self.seen, self.cause, self.step, self.checked))


def check_frames(
    frame: "pd.DataFrame", start: date, rows: Sequence[PlanRow]
) -> "dict[str, pd.DataFrame]":
    """Give an empty sheet for each day, with every action that was due until then.

    Parameters
    ----------
    frame : the plan as a table, one row an action.
    """
    due = [window(row.until, start) if row.until else 0 for row in rows]
    kept = [column.title for column in CHECK_COLUMNS if column not in CHECKED]
    sheets = {}
    for day in check_days():
        if sheet := [place for place, at in enumerate(due) if at <= day]:
            blank = {column.title: "" for column in CHECKED}
            sheets[tr("hari ke-{n}").format(n=day)] = frame.iloc[sheet][kept].assign(**blank)
    return sheets


def read_checks(path: Path) -> list[ActionCheck]:
    """Read what was filled in, sheet by sheet.

    Raises
    ------
    P2sppError : it cannot be read, or everything that is wrong in it, each with sheet, row and column.
    """
    days = {}
    for name in sheet_names(path):
        numbers = re.findall(r"\d+", name)
        if numbers and int(numbers[-1]) in check_days():
            days[re.sub(r"[\W_]+", "_", name.strip()).casefold()] = int(numbers[-1])
    if not days:
        return []
    tables = read_book(path, dict.fromkeys(days, CHECK_COLUMNS), frozenset(days))
    return [_check(days[name], row) for name, table in tables.items() for row in by_row(table)]


def _check(day: int, row: dict[str, Any]) -> ActionCheck:
    words = (str(row[key]) for key in ("what", "happened", "seen", "cause", "step", "checked"))
    return ActionCheck(day, int(row["number"]), *words)


def check_tables(rows: int) -> tuple[Table, Table]:
    """Give the sheet for paper, a line for each action and day, and the block of signatures.

    Parameters
    ----------
    rows : how many actions the plan has.
    """
    heads = (tr("Nomor"), tr("Hari ke-"), *(column.title for column in CHECKED))
    room = "\N{NO-BREAK SPACE}" * 12  # to write on
    cells = tuple(
        (str(place), str(day), *[room] * len(CHECKED))
        for day in check_days()
        for place in range(1, rows + 1)
    )
    note = tr("Yang sudah terjadi tidak diperiksa lagi. Cari sebabnya, bukan orangnya.")
    checked = Table(tr("Lembar pemeriksaan"), heads, cells, note)
    who = (tr("Yang menyusun"), tr("Atasan yang menugaskan"), tr("Yang memeriksa"))
    signed = Table(
        tr("Tanda tangan"),
        (tr("Sebagai"), tr("Jabatan"), tr("Tanda tangan"), tr("Tanggal")),
        tuple((role, room, room, room) for role in who),
        tr("Nama dan tanda tangan hanya di kertas."),
    )
    return checked, signed
