"""Paired draws in words, as a table and as a picture: means before and now, the difference and its honest interval."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from p2spp_sim.base.arrays import Floats
from p2spp_sim.base.formats import number, percent
from p2spp_sim.base.intervals import FEWEST, honest_half
from p2spp_sim.base.language import tr
from p2spp_sim.workbook.page.markup import Table
from p2spp_sim.workbook.pictures import Dumbbell, Picture, dumbbells


@dataclass(frozen=True)
class PairedMeasure:
    """One measure of the same draws before and now.

    Parameters
    ----------
    label : on the screen.
    before, now : (draws,) in the same order.
    share : of 0..1, told in per cent and points; otherwise a count.
    """

    label: str
    before: Floats
    now: Floats
    share: bool = True

    @property
    def difference(self) -> tuple[float, float]:
        """Mean of the paired differences and the half-width of its 95 % interval, NaN below `FEWEST` draws."""
        moved = self.now - self.before
        return float(moved.mean()), float(honest_half(moved))

    def say(self, value: float) -> str:
        """Write a mean."""
        return percent(value) if self.share else number(value, 1)

    def signed(self, value: float) -> str:
        """Write a difference with its sign."""
        text = number(abs(100 * value if self.share else value), 1)
        sign = "" if text == number(0, 1) else "+" if value > 0 else "−"
        return sign + text


def in_words(measure: PairedMeasure) -> str:
    """Say how a measure changed, and whether chance alone could have done it."""
    mean, half = measure.difference
    before, now = measure.say(measure.before.mean()), measure.say(measure.now.mean())
    words = {"nama": measure.label, "semula": before, "kini": now}
    if not measure.share:  # every count that a board tells is one of proposals
        words |= {
            "semula": tr("{n} usulan").format(n=before),
            "kini": tr("{n} usulan").format(n=now),
        }
    if np.array_equal(measure.before, measure.now):
        return tr("{nama}: {semula}, tidak berubah.").format(**words)
    change = (
        tr("{n} poin").format(n=measure.signed(mean)) if measure.share else measure.signed(mean)
    )
    text = tr("{nama}: dari {semula} menjadi {kini} ({selisih}).").format(**words, selisih=change)
    if math.isnan(half):
        return text
    ends = {"a": measure.signed(mean - half), "b": measure.signed(mean + half)}
    if abs(mean) <= half:
        return (
            text
            + " "
            + tr("Rentang 95%: {a} sampai {b}, jadi belum dapat dibedakan dari kebetulan.").format(
                **ends
            )
        )
    return text + " " + tr("Rentang 95%: {a} sampai {b}.").format(**ends)


def paired_table(title: str, measures: Sequence[PairedMeasure], note: str) -> Table:
    """Give all measures in figures, with how far single draws lie apart."""
    numbers = (
        tr("Semula"),
        tr("Sesudah"),
        tr("Selisih"),
        tr("Rentang 95%"),
        tr("Satu kali hitung: terendah sampai tertinggi"),
    )
    rows = []
    for measure in measures:
        mean, half = measure.difference
        low, high = measure.signed(mean - half), measure.signed(mean + half)
        interval = "–" if math.isnan(half) else tr("{a} sampai {b}").format(a=low, b=high)
        least, most = measure.say(measure.now.min()), measure.say(measure.now.max())
        spread = tr("{a} sampai {b}").format(a=least, b=most)
        before, now = measure.say(measure.before.mean()), measure.say(measure.now.mean())
        rows.append((measure.label, before, now, measure.signed(mean), interval, spread))
    return Table(title, (tr("Ukuran"), *numbers), tuple(rows), note, numbers)


def paired_picture(
    title: str, measures: Sequence[PairedMeasure], note: str, said: str = ""
) -> Picture:
    """Draw where each share stood and where it stands, with the table of all measures.

    Parameters
    ----------
    title : of the table, and of the picture too where nothing is `said` of what it shows.
    """
    rows = [
        Dumbbell(measure.label, float(measure.before.mean()), float(measure.now.mean()))
        for measure in measures
        if measure.share
    ]
    return dumbbells(said or title, rows, paired_table(title, measures, note), weakest="")


def most_moved(measures: Sequence[PairedMeasure]) -> str:
    """Say which of the shares that are drawn moved most; one that chance could have moved only where no other did."""
    drawn = [measure for measure in measures if measure.share]
    clear = [m for m in drawn if not abs(m.difference[0]) <= m.difference[1]]
    most = max(clear or drawn, key=lambda measure: abs(measure.difference[0]))
    moved = most.signed(most.difference[0])
    if moved == number(0, 1):
        return tr("Tidak ada ukuran yang bergerak")
    text = tr("{nama} paling bergerak: {selisih} poin")
    if not clear:
        text = tr("{nama} paling bergerak: {selisih} poin, belum dapat dibedakan dari kebetulan")
    return text.format(nama=most.label, selisih=moved)


def how_many(draws: int) -> str:
    """Say what the number of draws is worth."""
    if draws < FEWEST:
        text = tr(
            "Dihitung dari {n} ulangan: terlalu sedikit untuk rentang. Satu tahun bukan bukti."
        )
    else:
        text = tr(
            "Rata-rata {n} ulangan; kejadian acaknya sama sebelum dan sesudah pilihan kebijakan diubah."
        )
    return text.format(n=draws)


__all__ = [
    "Floats",
    "PairedMeasure",
    "how_many",
    "in_words",
    "most_moved",
    "paired_picture",
    "paired_table",
]
