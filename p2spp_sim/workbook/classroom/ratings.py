"""How a class judges itself before and after: means with intervals, and what may be concluded. Never a person."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from statistics import fmean
from typing import TYPE_CHECKING

import numpy as np

from p2spp_sim.base.errors import P2sppError
from p2spp_sim.base.formats import number
from p2spp_sim.base.intervals import half_width, moves
from p2spp_sim.base.language import pick, tr
from p2spp_sim.workbook.case.competences import (
    AFTER,
    BEFORE,
    BOARD,
    UNIT,
    SelfRating,
    competences,
    read_rating,
)
from p2spp_sim.workbook.page.markup import Table
from p2spp_sim.workbook.saving.record import Record

if TYPE_CHECKING:
    import pandas as pd

FEWEST_PERSONS = 5  # below it a mean would tell of persons


@dataclass(frozen=True)
class ClassRatings:
    """The self-assessments of a class, by code.

    Parameters
    ----------
    ratings : of those who filled anything in.
    notes : what may be concluded, who filled in half, and what could not be read.
    """

    ratings: Mapping[str, SelfRating]
    notes: tuple[str, ...] = ()

    def changes(self, key: str) -> list[tuple[int, int]]:
        """Give before and after of those who filled in both for a competence."""
        rows = (rating.get(key, {}) for rating in self.ratings.values())
        return [(row[BEFORE], row[AFTER]) for row in rows if BEFORE in row and AFTER in row]

    def table(self) -> Table:
        """Give one row a competence: how many filled in both, means, mean change and its 95 % interval."""
        heads = (tr("Kode"), tr("Sebelum"), tr("Sesudah"), tr("Perubahan"), tr("Rentang 95%"))
        rows = []
        for key, competence in competences().competence.items():
            pairs = self.changes(key)
            cells: tuple[str, ...] = ("–",) * 4
            if len(pairs) >= FEWEST_PERSONS:
                means = (fmean(row[at] for row in pairs) for at in (0, 1))
                cells = (*(number(mean, 1) for mean in means), *_change(pairs))
            rows.append((pick(competence.label), number(len(pairs)), *cells))
        note = tr(
            "Skala 1 sampai 4, menurut diri sendiri; hanya yang mengisi kedua kolom. Di bawah {n} kode ditutup."
        )
        title = tr("Nilai diri kelas, sebelum dan sesudah")
        text = note.format(n=FEWEST_PERSONS)
        return Table(title, (tr("Kompetensi"), *heads), tuple(rows), text, heads)

    def by_competence(self) -> "pd.DataFrame":
        """Give the table for a sheet."""
        import pandas as pd

        table = self.table()
        return pd.DataFrame(list(table.rows) if self.ratings else [], columns=list(table.columns))

    @property
    def conclusion(self) -> str:
        """Say what the mean change of persons allows to be said, and what it does not."""
        means = [
            fmean(after - before for before, after in pairs)
            for pairs in (_pairs(rating) for rating in self.ratings.values())
            if pairs
        ]
        if len(means) < FEWEST_PERSONS:
            text = tr(
                "Nilai diri: {n} kode mengisi kedua kolom; terlalu sedikit untuk rata-rata kelas."
            )
            return text.format(n=len(means))
        half = float(half_width(np.array(means)))
        mean = fmean(means)
        text = tr(
            "Nilai diri: {n} kode berubah rata-rata {selisih} langkah (rentang 95% {a} sampai {b})."
        )
        said = text.format(
            n=len(means), selisih=_signed(mean), a=_signed(mean - half), b=_signed(mean + half)
        )
        allowed = tr("Boleh disimpulkan: kelas merasa lebih mampu.")
        if moves(mean - half, mean + half) < 1:
            allowed = tr("Belum dapat disimpulkan bahwa kelas merasa lebih mampu.")
        limits = tr(
            "Tidak boleh disimpulkan: bahwa mereka mampu, atau bahwa pelatihan sebabnya. Buktinya tugas akhir yang "
            "dilihat orang lain."
        )
        return f"{said} {allowed} {limits}"


def _pairs(rating: SelfRating) -> list[tuple[int, int]]:
    return [(row[BEFORE], row[AFTER]) for row in rating.values() if BEFORE in row and AFTER in row]


def _change(pairs: list[tuple[int, int]]) -> tuple[str, str]:
    moved = np.array([after - before for before, after in pairs], np.float64)
    mean, half = float(moved.mean()), float(half_width(moved))
    if math.isclose(half, 0.0):
        return _signed(mean), "–"  # all alike: nothing to be said of others
    text = tr("{a} sampai {b}")
    return _signed(mean), text.format(a=_signed(mean - half), b=_signed(mean + half))


def _signed(value: float) -> str:
    text = number(abs(value), 1)
    return text if text == number(0, 1) else f"{'+' if value > 0 else '−'}{text}"


def class_ratings(records: Mapping[tuple[str, str], Record]) -> ClassRatings:
    """Read the self-assessments of a class out of its result files, by code and unit."""
    ratings, notes, half = dict[str, SelfRating](), list[str](), list[str]()
    for (code, unit), record in sorted(records.items()):
        if unit != UNIT:
            continue
        saved = record.content.get(BOARD, {})
        try:
            rating = read_rating(saved.get(BOARD, {}))
        except P2sppError as error:
            notes.append(f"{code}: {error}")
            continue
        if any(rating.values()):
            ratings[code] = rating
            if not _pairs(rating):
                half.append(code)
    if half:
        text = tr("Nilai diri baru satu kolom: {daftar}; tidak ikut rata-rata perubahan.")
        notes.append(text.format(daftar=", ".join(half)))
    made = ClassRatings(ratings)
    conclusions = [made.conclusion] if ratings else []
    return ClassRatings(ratings, (*conclusions, *notes))
