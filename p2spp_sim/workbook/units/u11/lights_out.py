"""Unit 11: the lights go out: the years after the programme are drawn by hand first, then shown as they were run."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import traitlets

from p2spp_sim.base.arrays import Floats
from p2spp_sim.base.errors import P2sppError
from p2spp_sim.base.language import Labels, pick, tr
from p2spp_sim.workbook.case.courses import Course
from p2spp_sim.workbook.case.desk import Desk
from p2spp_sim.workbook.controls import ControlValue
from p2spp_sim.workbook.core.moving_board import Answering
from p2spp_sim.workbook.moving import beside
from p2spp_sim.workbook.units.u11.decision import DIAL, YearDecision
from p2spp_sim.workbook.units.u11.game import game, measure_labels
from p2spp_sim.workbook.units.u11.pictures import as_read, signed, written
from p2spp_sim.workbook.units.u11.years import calm, played, side

LATER, GUESS = "sesudah", "tebakan"
HELD_BY_NOBODY = ""
LIGHT_WORDS = Labels(
    measure="Ukuran",
    wait="Menghitung tahun 6 sampai 10 …",
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
    above="tebakan terlalu tinggi: {n}, ternyata {m}",
    below="tebakan terlalu rendah: {n}, ternyata {m}",
    hit="tebakan tepat: {m}",
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
    locked = runs[followed] if followed else ()
    ghost = _still(desk, locked) if locked else calm(desk, play.years)
    still = ghost.measure(measure)[: play.years + after]
    lines = {tr("Tanpa Anda"): still, **lines}
    return {
        "measures": measure_labels(),
        "measure": measure,
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
    """Say how the last year drawn stands against that without these decisions, and why; chance is named as such."""
    play, draws = game().play, range(game().play.draws)
    last, clauses = play.years + play.after, locked[-1].clauses
    with_all = _courses(desk, locked, measure)
    without = np.array([_still(desk, locked, number).measure(measure) for number in draws])
    end, then = (
        Against(measure, with_all[:, year - 1], without[:, year - 1]) for year in (last, play.years)
    )
    text = tr("{putaran}, tahun ke-{akhir}: {beda}; tahun ke-{tahun}: {dulu}.")
    said = [text.format(putaran=name, akhir=last, beda=end.text, tahun=play.years, dulu=then.text)]
    named = ", ".join(desk.scenario.lever(key).called.partition(" ")[0] for key in clauses)
    span = {"n": len(draws), "a": end.span[0], "b": end.span[1]}
    if not end.side:
        text = tr("Selisih tahun ke-{t} dalam batas kebetulan: {a} sampai {b} pada {n} ulangan.")
        said.append(text.format(t=last, **span))
        if then.side:
            text = tr(
                "Hasil sesaat: selisih tahun ke-{t} bukan kebetulan, tetapi tidak lagi terbukti "
                "sesudah program berhenti."
            )
            said.append(text.format(t=play.years))
        if then.side > 0:
            kept = (
                tr("{pasal} tidak menjaganya.")
                if clauses
                else tr("Tidak ada pasal yang menjaganya.")
            )
            said.append(kept.format(pasal=named))
        return " ".join(said)
    text = tr("Bukan kebetulan: {a} sampai {b} pada semua {n} ulangan.")
    said.append(text.format(**span))
    because = tr("Tidak ada pasal; yang membedakan hanya yang tersimpan pada orang dan warga.")
    if clauses:
        bare = _courses(desk, [replace(year, clauses=()) for year in locked], measure)
        because = {
            end.side: tr("{pasal} yang tetap berlaku ikut membuatnya."),
            -end.side: tr("{pasal} justru mengecilkan selisih itu."),
            0: tr("Sumbangan {pasal} sendiri masih dalam batas kebetulan."),
        }[side(with_all[:, -1] - bare[:, -1])]
    said.append(because.format(pasal=named))
    return " ".join(said)


def _courses(desk: Desk, locked: Sequence[YearDecision], measure: str) -> Floats:
    """Give a measure of a run on every draw, (draws, years)."""
    play = game().play
    return np.array(
        [
            played(desk, locked, after=play.after, replicate=number).measure(measure)
            for number in range(play.draws)
        ]
    )


def _still(desk: Desk, locked: Sequence[YearDecision], replicate: int = 0) -> Course:
    """Give the years of a run, with its cards and its draws, as they go without any decision."""
    play, cards = game().play, [year.card for year in locked]
    return calm(desk, len(locked), after=play.after, cards=cards, replicate=replicate)


class Against:
    """A year of a run against the same year without any decision; the first draw is the one that is drawn.

    Parameters
    ----------
    measure : its key.
    now, ghost : (draws,) values.
    """

    def __init__(self, measure: str, now: Floats, ghost: Floats) -> None:
        self._counted = measure == "arrived"
        here, there = (written(measure, float(values[0])) for values in (now, ghost))
        apart = as_read(measure, now) - as_read(measure, ghost)
        text = tr("{kini}, tanpa Anda {tanpa} ({selisih})")
        self.text = text.format(kini=here, tanpa=there, selisih=self._signed(apart[0]))
        self.side = side(apart)
        self.span = (self._signed(apart.min()), self._signed(apart.max()))

    def _signed(self, change: float) -> str:
        text = tr("{n} usulan") if self._counted else tr("{n} poin")
        return text.format(n=signed(change))
