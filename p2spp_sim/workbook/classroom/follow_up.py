"""What became of follow-up plans after 30, 60 and 90 days: filled sheets of a folder, read back. Codes, never names."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from p2spp_sim.base.errors import P2sppError
from p2spp_sim.base.files import whole
from p2spp_sim.base.formats import number
from p2spp_sim.base.language import tr
from p2spp_sim.base.personal import cover
from p2spp_sim.tables.reader import SHEETS
from p2spp_sim.workbook.quiz.recap import frame
from p2spp_sim.workbook.saving.codes import NOBODY, code_of, is_code
from p2spp_sim.workbook.units.u10.check_sheets import (
    NOT_YET,
    YES,
    ActionCheck,
    check_days,
    read_checks,
)

if TYPE_CHECKING:
    import pandas as pd

MARK = "_rktl"  # ends the name of a plan's file, before its ending


@dataclass(frozen=True)
class FollowUp:
    """What was found of the plans of a folder.

    Parameters
    ----------
    checks : of every code, in the order of days and numbers; only plans in which anything is filled in.
    notes : what is half filled, and what was left out.
    damaged : files that could not be read.
    """

    checks: Mapping[str, list[ActionCheck]]
    notes: tuple[str, ...] = ()
    damaged: int = 0

    def by_day(self) -> "pd.DataFrame":
        """Give one row a day: how many actions were due, looked at, had happened, and with evidence that was seen."""
        rows: list[list[Any]] = []
        for day in check_days():
            due = [
                _until(checks, place, day)
                for checks in self.checks.values()
                for place in _due(checks, day)
            ]
            if not due:
                continue
            looked = [state for state in due if state.happened]
            happened = [state for state in looked if state.happened == YES]
            shown = sum(bool(state.seen) for state in happened)
            rest = len(due) - len(looked)
            rows.append([day, len(due), len(looked), len(happened), shown, rest])
        heads = (tr("jatuh tempo"), tr("diperiksa"), tr("terjadi"), tr("dengan bukti dilihat"))
        return frame([tr("hari ke-"), *heads, tr("belum diperiksa")], rows)

    def by_action(self) -> "pd.DataFrame":
        """Give one row an action: what was found on each day, and what was written last; names are covered."""
        days = check_days()
        rows: list[list[Any]] = []
        for code, checks in self.checks.items():
            for place in _due(checks, days[-1]):
                mine = {check.day: check for check in checks if check.number == place}
                last = _until(checks, place, days[-1])
                marks = [mine[day].happened if day in mine else "–" for day in days]
                words = (last.seen, last.cause, last.step, last.checked)
                rows.append([code, place, cover(last.what), *marks, *map(cover, words)])
        heads = [tr("hari ke-{n}").format(n=day) for day in days]
        last_heads = (tr("bukti dilihat"), tr("sebab"), tr("langkah"), tr("tanggal diperiksa"))
        return frame([tr("kode"), tr("nomor"), tr("kegiatan"), *heads, *last_heads], rows)


def _due(checks: list[ActionCheck], day: int) -> list[int]:
    """Give the numbers of the actions that a plan had to have done by a day."""
    return list(dict.fromkeys(check.number for check in checks if check.day <= day))


def _until(checks: list[ActionCheck], place: int, day: int) -> ActionCheck:
    """Give what was known of an action on a day: what happened stays so, else what was written last."""
    mine = [check for check in checks if check.number == place and check.day <= day]
    done = [check for check in mine if check.happened == YES]
    written = [check for check in mine if check.filled]
    return [*done[:1], *reversed(written), mine[-1]][0]


def follow_up_of(folder: Path) -> FollowUp:
    """Read every plan of a folder and the folders in it; of several of one code the fullest counts."""
    plans: dict[str, list[ActionCheck]] = {}
    notes, damaged = [], 0
    for path in sorted(folder.rglob(f"*{MARK}*")):
        if path.suffix.casefold() not in SHEETS[1:]:
            continue
        name = whole(str(path.relative_to(folder)))
        skipped = tr("Berkas {berkas} dilewati: {sebab}")
        code = code_of(path.stem.casefold().partition(MARK)[0])
        try:
            if not is_code(code):
                raise P2sppError(tr("namanya tidak dimulai dengan kode seperti K1-03."))
            checks = read_checks(path)
        except P2sppError as error:
            damaged += 1
            notes.append(skipped.format(berkas=name, sebab=error))
            continue
        fuller = sum(check.filled for check in checks)
        before = plans.get(code)
        if before is None or fuller > sum(check.filled for check in before):
            plans[code] = checks
        if before is not None and fuller and code != NOBODY:
            text = tr("{kode}: lebih dari satu lembar RKTL; dipakai yang paling banyak terisi.")
            notes.append(text.format(kode=code))
    plans = {code: checks for code, checks in plans.items() if any(c.filled for c in checks)}
    for code, checks in plans.items():
        notes += _half_filled(code, checks)
    if plans:
        notes.append(
            tr(
                "RKTL: yang belum diperiksa tidak dihitung terjadi dan tidak dihitung gagal; yang terjadi tanpa "
                "bukti yang dilihat baru pengakuan. Tanpa pembanding, sebabnya tidak dapat disimpulkan."
            )
        )
    return FollowUp(plans, tuple(notes), damaged)


def _half_filled(code: str, checks: list[ActionCheck]) -> Iterator[str]:
    """Say what is filled in half, by sheet."""
    for day in check_days():
        sheet = [check for check in checks if check.day == day]
        if not any(check.filled for check in sheet):
            continue
        place = tr("{kode}, hari ke-{n}").format(kode=code, n=day)
        still = [check for check in sheet if _until(checks, check.number, day).happened != YES]
        if empty := [check for check in still if not check.happened]:
            text = tr("{lembar}: {n} dari {m} baris belum diisi.")
            yield text.format(lembar=place, n=number(len(empty)), m=number(len(sheet)))
        for check in sheet:
            where = tr("{lembar}, nomor {n}").format(lembar=place, n=check.number)
            if check.happened == YES and not check.seen:
                yield tr("{baris}: terjadi, tetapi bukti yang dilihat belum ditulis.").format(
                    baris=where
                )
            if check.happened == NOT_YET and not (check.cause and check.step):
                text = tr("{baris}: belum terjadi, tetapi sebab atau langkahnya belum ditulis.")
                yield text.format(baris=where)
