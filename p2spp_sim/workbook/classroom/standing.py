"""How far a class is: what every code has done and does next, and where they differ.

What is alike is said once, and a column that says nothing is not shown.
"""

import re
from collections.abc import Mapping
from statistics import median_low

from p2spp_sim.base.formats import number
from p2spp_sim.base.language import tr
from p2spp_sim.workbook.exercises.bank import Bank, every_bank, form_here
from p2spp_sim.workbook.page.markup import Table
from p2spp_sim.workbook.saving.record import Record

Records = Mapping[tuple[str, str], Record]
NOTHING = "–"


def standing(records: Records) -> Table:
    """Give one row a code: units done that not all have done, the one worked in, the next, and exercises in all."""
    solved = _all_solved(records)
    codes = sorted({code for code, _ in solved}, key=place)
    totals = {code: sum(n for (who, _), n in solved.items() if who == code) for code in codes}
    middle = median_low(totals.values()) if totals else 0
    common, last = _done_by_all(solved), max((r.saved for r in records.values()), default="")
    rows = []
    for code in codes:
        done = [unit for unit in _done(solved, code) if unit not in common]
        mine = {unit: records[who, unit].saved for who, unit in solved if who == code}
        saved = max(mine.values())
        day = (
            "" if saved[:10] == last[:10] else f"{saved[:10]} "
        )  # of an earlier day than the others
        rows.append(
            (
                code,
                ", ".join(done) or NOTHING,
                _worked_in(solved, code, max(mine, key=lambda unit: (mine[unit], unit))),
                _next(solved, code) or NOTHING,
                f"{number(totals[code])}{_apart(totals[code] - middle)}",
                day + saved[11:16].replace(":", "."),
            )
        )
    columns = (
        tr("Kode"),
        tr("Tuntas"),
        tr("Sedang"),
        tr("Berikut"),
        tr("Latihan"),
        tr("Simpan terakhir"),
    )
    note = tr("Latihan: yang tuntas seluruhnya, dan selisihnya dari kode yang di tengah.")
    said = [n for n in range(len(columns)) if any(row[n] != NOTHING for row in rows)]
    kept = tuple(tuple(row[n] for n in said) for row in rows)
    shown = tuple(columns[n] for n in said)
    return Table(tr("Kemajuan kelas"), shown, kept, note, columns[-2:])


def differences(records: Records) -> str:
    """Say what all have done, and in which unit they are furthest apart."""
    solved = _all_solved(records)
    common = _done_by_all(solved)
    lines = [tr("Tuntas oleh semua: {daftar}.").format(daftar=", ".join(common))] if common else []
    by_unit = {
        unit: {code: n for (code, which), n in solved.items() if which == unit}
        for unit in _known()
        if unit not in common
    }
    several = {unit: done for unit, done in by_unit.items() if len(done) > 1}
    apart = {unit: max(done.values()) - min(done.values()) for unit, done in several.items()}
    if any(apart.values()):
        unit = max(apart, key=lambda each: apart[each])
        done = several[unit]
        most, least = (pick(done, key=lambda code: (done[code], code)) for pick in (max, min))
        text = tr("Paling berbeda di unit {unit}: {a} sudah {n} latihan, {b} baru {m}.")
        lines.append(text.format(unit=unit, a=most, n=done[most], b=least, m=done[least]))
    return "\n".join(lines)


def place(code: str) -> list[tuple[int, str]]:
    """Sort K2 before K10."""
    return [(int(part), "") if part.isdigit() else (-1, part) for part in re.split(r"(\d+)", code)]


def _known() -> dict[str, Bank]:
    return every_bank()


def _all_solved(records: Records) -> dict[tuple[str, str], int]:
    """Count the exercises of the form in use that each code has solved in each unit that is known."""
    known = _known()
    return {
        (code, unit): sum(q in known[unit].solved(record) for q in known[unit].asked(form_here()))
        for (code, unit), record in records.items()
        if unit in known
    }


def _whole(unit: str) -> int:
    return len(_known()[unit].asked(form_here()))


def _done(solved: Mapping[tuple[str, str], int], code: str) -> list[str]:
    """Give the units in which a code has solved everything."""
    return [unit for unit in _known() if solved.get((code, unit)) == _whole(unit)]


def _done_by_all(solved: Mapping[tuple[str, str], int]) -> list[str]:
    codes = {code for code, _ in solved}
    if len(codes) < 2:
        return []
    return [unit for unit in _known() if all(unit in _done(solved, code) for code in codes)]


def _worked_in(solved: Mapping[tuple[str, str], int], code: str, unit: str) -> str:
    """Say in which unit a code saved last, and how much of it is done."""
    if (code, unit) not in solved:
        return NOTHING
    text = tr("{unit}: {n} dari {m}")
    return text.format(unit=unit, n=number(solved[code, unit]), m=number(_whole(unit)))


def _next(solved: Mapping[tuple[str, str], int], code: str) -> str:
    """Give the first unit that others have opened and this code has not; it waits there."""
    opened = {unit for _, unit in solved}
    return next((unit for unit in _known() if unit in opened and (code, unit) not in solved), "")


def _apart(difference: int) -> str:
    if not difference:
        return ""
    return f" (+{number(difference)})" if difference > 0 else f" (−{number(-difference)})"
