"""What a class answered in the tests before and after: scores, gain, and how each item did. For the trainer.

A learner is a code, never a name.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from p2spp_sim.base.arrays import Floats
from p2spp_sim.base.language import tr
from p2spp_sim.workbook.quiz.quiz import FORMS, QuizItem, form, load_test, score, words

if TYPE_CHECKING:
    import pandas as pd

SMALL_CLASS = 30  # below this, item figures say little
WEAK = 0.2  # an item that separates less than this is to be looked at; Ebel (1954)


def n_gain(before: float, after: float, full: float = 100.0) -> float:
    """Give the rise as a share of the rise still possible; nan when nothing was left to gain. Hake (1998)."""
    return (after - before) / (full - before) if before < full else float("nan")


@dataclass(frozen=True, slots=True)
class ItemFigures:
    """How a class did on one item.

    Parameters
    ----------
    before, after : share that answered rightly, 0..1; nan when nobody took the form. This is its difficulty.
    separates : correlation of the item with the score of the other items, over the form that more people took;
        nan when all answered alike.
    """

    item: QuizItem
    before: float
    after: float
    separates: float

    @property
    def look(self) -> str:
        """Say what is to be looked at in the item, nothing where all is well."""
        if self.before == 1:
            return tr("semua sudah benar pada tes awal: ganti soal ini")
        if self.after < self.before:
            return tr("turun sesudah pelatihan: baca ulang soal dan unitnya")
        return tr("kurang membedakan") if self.separates < WEAK else ""


@dataclass(frozen=True, slots=True)
class Recap:
    """What a class answered, for the trainer.

    Parameters
    ----------
    scores : points by form and learner's code.
    items : in the order of the file.
    notes : what was left out and why, and how far the figures can be trusted.
    """

    scores: dict[str, dict[str, int]]
    items: tuple[ItemFigures, ...]
    notes: tuple[str, ...]

    @property
    def both(self) -> list[str]:
        """Codes of those who took both forms."""
        return sorted(self.scores["A"].keys() & self.scores["B"].keys())

    @property
    def gain(self) -> float:
        """N-gain of the class: of the mean scores of those who took both forms."""
        if not self.both:
            return float("nan")
        means = [float(np.mean([self.scores[name][code] for code in self.both])) for name in FORMS]
        return n_gain(*means)

    def by_code(self) -> "pd.DataFrame":
        """Give one row a learner with both scores; below them means and N-gain of those who took both."""
        rows: list[list[Any]] = []
        for code in sorted({code for scores in self.scores.values() for code in scores}):
            before, after = (self.scores[name].get(code) for name in FORMS)
            gain = (
                _rounded(n_gain(before, after))
                if before is not None and after is not None
                else None
            )
            rows.append([code, before, after, gain])
        if rows:
            means = [_average([self.scores[name][code] for code in self.both]) for name in FORMS]
            label = tr("kelas ({n} kode dengan kedua tes)").format(n=len(self.both))
            rows.append([label, *means, _rounded(self.gain)])
        return frame([tr("kode"), tr("tes awal"), tr("tes akhir"), "N-gain"], rows)

    def by_item(self) -> "pd.DataFrame":
        """Give one row an item: numbers and words, per cent right before and after, how it separates, what to see."""
        figures = (tr("benar awal (%)"), tr("benar akhir (%)"), tr("daya pembeda"))
        columns = [
            tr("nomor di tes awal"),
            tr("nomor di tes akhir"),
            tr("soal"),
            tr("unit"),
            tr("tingkat"),
            *figures,
        ]
        columns.append(tr("yang perlu dilihat"))
        places = [{place.item.key: place.number for place in form(name)} for name in FORMS]
        rows = [
            [
                *(numbers[entry.item.key] for numbers in places),
                words(entry.item.prompt),
                ", ".join(entry.item.units),
                entry.item.level,
                _rounded(100 * entry.before, 1),
                _rounded(100 * entry.after, 1),
                _rounded(entry.separates),
                entry.look,
            ]
            for entry in self.items
        ]
        return frame(columns, rows if any(self.scores.values()) else [])


def recap(tests: Mapping[tuple[str, str], Mapping[str, str]]) -> Recap:
    """Compute what a trainer needs from the tests of a class.

    Parameters
    ----------
    tests : answers by learner's code and form.
    """
    given: dict[str, dict[str, Mapping[str, str]]] = {name: {} for name in FORMS}
    for (code, name), answers in sorted(tests.items()):
        if answers:
            given[name][code] = answers
    scores = {
        name: {code: score(answers) for code, answers in given[name].items()} for name in FORMS
    }
    more = max(FORMS, key=lambda name: len(given[name]))
    right = {name: _right(given[name].values()) for name in FORMS}
    items = tuple(
        ItemFigures(
            item, _mean(right["A"][:, i]), _mean(right["B"][:, i]), _separates(right[more], i)
        )
        for i, item in enumerate(load_test().items)
    )
    n = len(given[more])
    notes = []
    if n < SMALL_CLASS:
        message = tr(
            "Kelas kecil: {n} kode. Di bawah {batas}, angka per soal hanya petunjuk, bukan bukti."
        )
        notes.append(message.format(n=n, batas=SMALL_CLASS))
    return Recap(scores, items, tuple(notes))


def _right(answers: Iterable[Mapping[str, str]]) -> Floats:
    items = load_test().items
    rows = [[float(given.get(item.key) == item.right) for item in items] for given in answers]
    return np.array(rows, dtype=np.float64).reshape(len(rows), len(items))


def _mean(column: Floats) -> float:
    return float(np.mean(column)) if len(column) else float("nan")


def _separates(right: Floats, i: int) -> float:
    item, rest = right[:, i], right.sum(axis=1) - right[:, i]
    if len(right) < 3 or np.ptp(item) == 0 or np.ptp(rest) == 0:
        return float("nan")
    return float(np.corrcoef(item, rest)[0, 1])


def _average(scores: list[int]) -> float | None:
    return round(sum(scores) / len(scores), 1) if scores else None


def _rounded(value: float, decimals: int = 2) -> float | None:
    return None if value != value else round(value, decimals)


def frame(columns: Iterable[str], rows: "list[list[Any]]") -> "pd.DataFrame":
    """Give rows as a table; without rows it keeps its columns."""
    import pandas as pd

    return pd.DataFrame(rows, columns=list(columns))
