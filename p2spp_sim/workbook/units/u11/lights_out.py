"""Unit 11: the lights go out: the years after the programme are drawn by hand first, then shown as they were run."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import traitlets

from p2spp_sim.base.errors import P2sppError
from p2spp_sim.base.language import Labels, pick, tr
from p2spp_sim.workbook.case.desk import Desk
from p2spp_sim.workbook.controls import ControlValue
from p2spp_sim.workbook.core.moving_board import Answering
from p2spp_sim.workbook.moving import beside
from p2spp_sim.workbook.units.u11.decision import DIAL, YearDecision
from p2spp_sim.workbook.units.u11.game import game, measure_labels
from p2spp_sim.workbook.units.u11.years import calm, played

LATER, GUESS = "sesudah", "tebakan"
HELD_BY_NOBODY = ""
LIGHT_WORDS = Labels(
    measure="Ukuran",
    out="Tahun keenam: lampu padam satu per satu.",
    draw="Program pergi. Gambarlah lanjutan garisnya: seret dari tahun 5 sampai 10, "
    "atau pilih titiknya lalu tekan ↑ ↓.",
    handle="Tebakan tahun {n}",
    off="Padamkan lampu",
    on="Nyalakan lagi, gambar ulang",
    programme="Dipegang program, padam bersamanya",
    held="Dijaga pasal Perda, tetap menyala",
    guess="tebakan Anda",
    last="program berhenti",
    denyut="denyut: dikira tinggal, ternyata ikut pergi",
    simpanan="simpanan: dikira pergi, ternyata tinggal",
    answer="Angka dan tabel lengkap",
)


class LightsOut(Answering, **beside(__file__)):
    """The line that is drawn, the lamps that go out, and the true line.

    Parameters
    ----------
    scene : lines, lamps and sentences; what comes after the programme stands in it only once it is asked for.
    """

    scene = traitlets.Dict().tag(sync=True)


def read_line(given: Any) -> ControlValue:
    """Read a drawn line: the measure it is of and a value a year after the programme; none is an empty one.

    Raises
    ------
    P2sppError : no line as it was drawn here.
    """
    if not given:
        return {}
    try:
        measure, values = given["ukuran"], [float(value) for value in given["garis"]]
    except (KeyError, TypeError, ValueError):
        raise P2sppError(tr("Tebakan tersimpan tidak terbaca.")) from None
    fits = len(values) == game().play.after and all(0 <= value < 10_000 for value in values)
    if measure not in measure_labels() or not fits:
        raise P2sppError(tr("Tebakan tersimpan tidak terbaca."))
    return {"ukuran": measure, "garis": values}


def scene_of(
    desk: Desk, runs: Mapping[str, Sequence[YearDecision]], measure: str, later: bool
) -> dict[str, Any]:
    """Give what is drawn: all lines, and of the last run that is complete its lamps and what is left of it."""
    play = game().play
    complete = [name for name, locked in runs.items() if len(locked) == play.years]
    followed = complete[-1] if complete else ""
    after = play.after if later else 0
    lines = {
        name: played(desk, locked, after=after if name in complete else 0).measure(measure)
        for name, locked in runs.items()
        if locked
    }
    lines = {tr("Tanpa program"): calm(desk, play.years, after=after).measure(measure), **lines}
    locked = runs[followed] if followed else ()
    return {
        "measures": measure_labels(),
        "counted": measure == "arrived",
        "years": play.years,
        "after": after,
        "lines": [
            {"name": name, "values": [round(float(v), 4) for v in values]}
            for name, values in lines.items()
        ],
        "followed": followed,
        "lamps": lamps(desk, locked[-1]) if locked else [],
        "waiting": _waiting(runs),
        "closing": closing(desk, followed, locked, measure) if followed and later else "",
    }


def _waiting(runs: Mapping[str, Sequence[YearDecision]]) -> str:
    text = tr("{putaran}: {n} dari {m} tahun sudah dijalankan.")
    counts = [
        text.format(putaran=name, n=len(locked), m=game().play.years)
        for name, locked in runs.items()
    ]
    first = tr("Jalankan satu putaran sampai tahun kelima; sesudah itu garisnya dapat Anda gambar.")
    return " ".join([first, *counts])


def lamps(desk: Desk, last: YearDecision) -> list[dict[str, str]]:
    """Give what was in force in the last year of the programme, and which clause holds it afterwards, if any does."""
    scenario = desk.scenario
    locking = {
        lever: scenario.lever(clause).called.partition(" ")[0]
        for clause in last.clauses
        for lever in scenario.lever(clause).locks
    }
    shown = [
        {
            "label": f"{scenario.lever(key).called} {'●' * count}",
            "by": HELD_BY_NOBODY,
        }
        for key, count in last.effort.items()
    ]
    for key in last.policies:
        policy = game().policy[key]
        holders = {locking.get(lever, HELD_BY_NOBODY) for lever in policy.values}
        by = HELD_BY_NOBODY if HELD_BY_NOBODY in holders else ", ".join(sorted(holders))
        shown.append({"label": pick(policy.label), "by": by})
    if last.pik:
        by = locking.get(DIAL, HELD_BY_NOBODY)
        shown.append({"label": tr("PIK {n}%").format(n=last.pik), "by": by})
    for clause in last.clauses:
        called = scenario.lever(clause).called
        shown.append({"label": called, "by": called.partition(" ")[0]})
    return shown


def closing(desk: Desk, name: str, locked: Sequence[YearDecision], measure: str) -> str:
    """Say what is left of the gain over no programme, and because of what: the same run without clauses tells."""
    play, last = game().play, locked[-1]
    still = calm(desk, play.years, after=play.after, cards=[year.card for year in locked])

    def gain(run: Sequence[YearDecision], year: int) -> str:
        course = played(desk, run, after=play.after)
        return _signed(measure, course.measure(measure)[year] - still.measure(measure)[year])

    text = tr(
        "Yang tersisa dari {putaran}: {sisa} pada tahun ke-{akhir}, dari {dulu} pada tahun ke-{tahun}, dibanding tanpa "
        "program; {sebab}"
    )
    because = tr("karena tidak ada pasal yang menjaganya.")
    if last.clauses:
        bare = [replace(year, clauses=()) for year in locked]
        called = [desk.scenario.lever(clause).called.partition(" ")[0] for clause in last.clauses]
        because = tr("karena {pasal} tetap berlaku. Tanpa pasal itu: {tanpa}.").format(
            pasal=", ".join(called), tanpa=gain(bare, -1)
        )
    return text.format(
        putaran=name,
        sisa=gain(locked, -1),
        akhir=play.years + play.after,
        dulu=gain(locked, play.years - 1),
        tahun=play.years,
        sebab=because,
    )


def _signed(measure: str, change: float) -> str:
    size = round(abs(change)) if measure == "arrived" else round(100 * abs(change))
    text = tr("{n} usulan") if measure == "arrived" else tr("{n} poin persen")
    return text.format(n=f"{'−' if change < 0 else '+'}{size}" if size else "±0")
