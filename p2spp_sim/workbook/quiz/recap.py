"""What a class answered in its tests: scores, gain, how each task did, and what may be concluded. For the trainer.

A learner is a code, never a name.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from p2spp_sim.base.arrays import Floats
from p2spp_sim.base.formats import number
from p2spp_sim.base.language import Labels, pick, tr
from p2spp_sim.workbook.quiz.conclusions import concluded
from p2spp_sim.workbook.quiz.measures import separates_too_little, separation
from p2spp_sim.workbook.quiz.quiz import (
    AFTER,
    BEFORE,
    FORMS,
    LATER,
    MOMENT_LABELS,
    MOMENTS,
    PAIR,
    QuizTask,
    TakenTest,
    form,
    load_test,
    score,
)

if TYPE_CHECKING:
    import pandas as pd

SMALL_CLASS = 30  # below this, figures of a task say little
ENOUGH = 0.75  # share of the items without which a test counts as left unfinished
CHANCE = 1.96  # standard errors that chance alone moves a share by
MOMENT_COLUMNS = Labels(awal="tes awal", akhir="tes akhir", hari90="hari ke-90")


def n_gain(before: float, after: float, full: float = 100.0) -> float:
    """Give the rise as a share of the rise still possible; nan when nothing was left to gain. Hake (1998)."""
    return (after - before) / (full - before) if before < full else float("nan")


@dataclass(frozen=True, slots=True)
class TaskFigures:
    """How a class did on one task.

    Parameters
    ----------
    before, after : share that answered rightly, 0..1; nan when nobody took that test. This is its difficulty.
    separates : correlation of the task with the score of the others, over the test that more people took;
        nan when all answered alike.
    weak : whether it separates too little, beyond what chance does in so small a class.
    fell : whether fewer were right afterwards, beyond chance.
    """

    task: QuizTask
    before: float
    after: float
    separates: float
    weak: bool
    fell: bool

    @property
    def look(self) -> str:
        """Say what is to be looked at in the task, nothing where all is well."""
        if self.before == 1:
            return tr("semua sudah benar pada tes awal: ganti soal ini")
        if self.fell:
            return tr("turun sesudah pelatihan: baca ulang soal dan unitnya")
        return tr("kurang membedakan") if self.weak else ""


@dataclass(frozen=True, slots=True)
class Recap:
    """What a class answered, for the trainer.

    Parameters
    ----------
    tests : what was answered, by moment and learner's code.
    tasks : in the order of the file.
    notes : what was left out and why, and how far the figures can be trusted.
    """

    tests: dict[str, dict[str, TakenTest]]
    tasks: tuple[TaskFigures, ...]
    notes: tuple[str, ...]

    @property
    def scores(self) -> dict[str, dict[str, int]]:
        """Points by moment and code."""
        return {
            moment: {code: score(taken.answers) for code, taken in given.items()}
            for moment, given in self.tests.items()
        }

    def with_both(self, first: str = BEFORE, second: str = AFTER) -> list[str]:
        """Give the codes whose two tests can be compared: whole, and in two different forms."""
        return [
            code
            for code in sorted(self.tests[first].keys() & self.tests[second].keys())
            if all(finished(self.tests[moment][code]) for moment in (first, second))
            and self.tests[first][code].form != self.tests[second][code].form
        ]

    @property
    def gain(self) -> float:
        """N-gain of the class: of the mean scores of those whose tests can be compared."""
        both = self.with_both()
        if not both:
            return float("nan")
        scores = self.scores
        means = [float(np.mean([scores[m][code] for code in both])) for m in (BEFORE, AFTER)]
        return n_gain(*means)

    def by_code(self) -> "pd.DataFrame":
        """Give one row a learner with forms and scores; below them means and N-gain of those who can be compared."""
        scores, both = self.scores, self.with_both()
        rows: list[list[Any]] = []
        for code in sorted({code for given in scores.values() for code in given}):
            forms = "–".join(
                self.tests[moment][code].form for moment in MOMENTS if code in self.tests[moment]
            )
            points = [scores[moment].get(code) for moment in MOMENTS]
            before, after = scores[BEFORE].get(code), scores[AFTER].get(code)
            gain = (
                _rounded(n_gain(before, after))
                if code in both and before is not None and after is not None
                else None
            )
            rows.append([code, forms, *points, gain])
        if rows:
            means = [_average([scores[m][code] for code in both]) for m in (BEFORE, AFTER)]
            label = tr("kelas ({n} kode yang dapat dibandingkan)").format(n=len(both))
            later = _average(list(scores[LATER].values()))
            rows.append([label, "", *means, later, _rounded(self.gain)])
        columns = [tr("kode"), tr("bentuk"), *MOMENT_COLUMNS.values()]
        return frame([*columns, "N-gain"], rows)

    def by_task(self) -> "pd.DataFrame":
        """Give one row a task: its numbers, per cent right before and after, how it separates, what to look at."""
        places = [{place.task.key: place for place in form(name)} for name in FORMS]
        rows = [
            [
                *(numbers[entry.task.key].number for numbers in places),
                places[0][entry.task.key].prompt,
                entry.task.objective,
                entry.task.level,
                _rounded(100 * entry.before, 1),
                _rounded(100 * entry.after, 1),
                _rounded(entry.separates),
                entry.look,
            ]
            for entry in self.tasks
        ]
        columns = [
            *(tr("nomor di bentuk {nama}").format(nama=name) for name in FORMS),
            tr("soal (bentuk A)"),
            tr("tujuan"),
            tr("tingkat"),
            tr("benar awal (%)"),
            tr("benar akhir (%)"),
            tr("daya pembeda"),
            tr("yang perlu dilihat"),
        ]
        return frame(columns, rows if any(self.tests.values()) else [])

    def by_mistake(self) -> "pd.DataFrame":
        """Give one row a foreseen mistake, of all forms: how many chose it at each moment, the most frequent first."""
        asked = {place.task.key: place.prompt for place in form(PAIR[0])}
        rows = [
            [task.objective, asked[task.key], pick(words)]
            + [
                sum(taken.answers.get(task.key) == option for taken in self.tests[moment].values())
                for moment in MOMENTS
            ]
            for task in (entry.task for entry in self.tasks)
            for option, words in task.mistakes.items()
        ]
        rows.sort(key=lambda row: row[-len(MOMENTS) :], reverse=True)
        columns = [tr("tujuan"), tr("soal (bentuk A)"), tr("kesalahan"), *MOMENT_COLUMNS.values()]
        return frame(columns, rows if any(self.tests.values()) else [])

    def conclusions(self) -> "pd.DataFrame":
        """Give what may be concluded of the class and what not, each with its figure."""
        points = {
            moment: {code: float(value) for code, value in given.items()}
            for moment, given in self.scores.items()
        }
        first = {code: taken for code, taken in self.tests[BEFORE].items() if finished(taken)}
        rows = concluded(
            gains=_gains(points, BEFORE, AFTER, self.with_both()),
            kept=_gains(points, AFTER, LATER, self.with_both(AFTER, LATER)),
            n_gain=self.gain,
            right=_right(first.values()),
            points=load_test().points,
            by_form=[
                np.array(
                    [points[BEFORE][code] for code, taken in first.items() if taken.form == name]
                )
                for name in PAIR
            ],
        )
        return frame([tr("ukuran"), tr("angka kelas ini"), tr("yang boleh disimpulkan")], rows)


def finished(taken: TakenTest) -> bool:
    """Tell whether a test was not left unfinished."""
    return len(taken.answers) >= ENOUGH * len(load_test().tasks)


def recap(tests: Mapping[tuple[str, str], TakenTest]) -> Recap:
    """Compute what a trainer needs from the tests of a class.

    Parameters
    ----------
    tests : what was answered, by learner's code and moment.
    """
    given: dict[str, dict[str, TakenTest]] = {moment: {} for moment in MOMENTS}
    for (code, moment), taken in sorted(tests.items(), key=lambda entry: entry[0]):
        if taken.answers:
            given[moment][code] = taken
    whole = {
        moment: [taken for taken in of_moment.values() if finished(taken)]
        for moment, of_moment in given.items()
    }
    right = {moment: _right(taken) for moment, taken in whole.items()}
    more = max((BEFORE, AFTER), key=lambda moment: len(whole[moment]))
    separates = _separates(right[more])
    weak = separates_too_little(separates, len(right[more]))
    tasks = tuple(
        TaskFigures(
            task,
            _mean(right[BEFORE][:, i]),
            _mean(right[AFTER][:, i]),
            float(separates[i]),
            bool(weak[i]),
            _fell(right[BEFORE][:, i], right[AFTER][:, i]),
        )
        for i, task in enumerate(load_test().tasks)
    )
    return Recap(given, tasks, tuple(_notes(given, len(whole[more]))))


def _notes(given: Mapping[str, Mapping[str, TakenTest]], people: int) -> Iterable[str]:
    for moment, of_moment in given.items():
        for code, taken in of_moment.items():
            if not finished(taken):
                text = tr(
                    "{kode}: {saat} berhenti pada {n} dari {m} soal; nilainya tertulis, tidak masuk hitungan kelas."
                )
                yield text.format(
                    kode=code,
                    saat=MOMENT_LABELS[moment].partition(",")[0],
                    n=len(taken.answers),
                    m=len(load_test().tasks),
                )
    for code in sorted(given[BEFORE].keys() & given[AFTER].keys()):
        if (name := given[BEFORE][code].form) == given[AFTER][code].form:
            text = tr(
                "{kode} mengisi bentuk {nama} dua kali, awal dan akhir; kenaikannya tidak dihitung."
            )
            yield text.format(kode=code, nama=name)
    if people < SMALL_CLASS:
        text = tr(
            "Kelas kecil: {n} kode. Di bawah {batas}, angka per soal hanya petunjuk, bukan bukti."
        )
        yield text.format(n=number(people), batas=number(SMALL_CLASS))


def _right(tests: Iterable[TakenTest]) -> Floats:
    tasks = load_test().tasks
    rows = [[float(taken.answers.get(task.key) == task.right) for task in tasks] for taken in tests]
    return np.array(rows, dtype=np.float64).reshape(len(rows), len(tasks))


def _gains(
    points: Mapping[str, Mapping[str, float]], first: str, second: str, codes: Iterable[str]
) -> Floats:
    return np.array([[points[first][code], points[second][code]] for code in codes]).reshape(-1, 2)


def _mean(column: Floats) -> float:
    return float(np.mean(column)) if len(column) else float("nan")


def _separates(right: Floats) -> Floats:
    return separation(right) if len(right) > 2 else np.full(right.shape[1], np.nan)


def _fell(before: Floats, after: Floats) -> bool:
    if not (len(before) and len(after)):
        return False
    noise = np.sqrt(before.var() / len(before) + after.var() / len(after))
    return bool(before.mean() - after.mean() > CHANCE * noise)


def _average(scores: list[int]) -> float | None:
    return round(sum(scores) / len(scores), 1) if scores else None


def _rounded(value: float, decimals: int = 2) -> float | None:
    return None if value != value else round(value, decimals)


def frame(columns: Iterable[str], rows: "list[list[Any]]") -> "pd.DataFrame":
    """Give rows as a table; without rows it keeps its columns."""
    import pandas as pd

    return pd.DataFrame(rows, columns=list(columns))
