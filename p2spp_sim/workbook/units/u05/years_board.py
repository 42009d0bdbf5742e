"""Unit 05: eight years with and without written replies, and a year with delegates and weight in Forum SKPD."""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

import p2spp_sim as p2
from p2spp_sim.alignment.scores import support
from p2spp_sim.base.arrays import Floats
from p2spp_sim.base.era import THEN
from p2spp_sim.base.formats import number, percent
from p2spp_sim.base.language import tr
from p2spp_sim.results import indicators
from p2spp_sim.scenario.scenario import LeverValue, Scenario
from p2spp_sim.workbook.case.courses import measured
from p2spp_sim.workbook.case.desk import DRAWS, KABUPATEN, world
from p2spp_sim.workbook.controls import Choose, Slide, Tick
from p2spp_sim.workbook.core.board import Answered, Board, Values
from p2spp_sim.workbook.core.unit import Unit
from p2spp_sim.workbook.page.markup import Table
from p2spp_sim.workbook.pictures import CourseLine, Event, Picture, lines
from p2spp_sim.workbook.units.shared.paired import (
    PairedMeasure,
    how_many,
    in_words,
    most_moved,
    paired_picture,
)
from p2spp_sim.workbook.units.u05.decided import Decided, decided
from p2spp_sim.workbook.units.u05.draft_renja import laid

YEARS, STOPS = 8, 3  # years shown, and those with replies when they stop
DRAWN = (
    "Satuan: persen. Sumber: simulasi p2spp_sim pada Wanasari (rekaan), aturan menurut masa unit ini; "
    "koefisien sebagian asumsi."
)
SEATS = (0, 3, 5)
WEIGHTS = (10, 30, 60, 100)
SHARES = ("S4_renja", "S4", "kept_order")


@dataclass(frozen=True)
class Lived:
    """Eight years of the invented kabupaten, (years,) shares at the end of each."""

    trust: Floats
    voiced: Floats
    accepted: Floats


@lru_cache(maxsize=64)
def lived(seed: int, answered: float, stops: bool = False, book: str = THEN) -> Lived:
    """Let the kabupaten live with a share of the refusals answered in writing.

    Parameters
    ----------
    answered : share of 0..1.
    stops : only the first years are answered so; after them the share is again the regime's own.
    book : of the rules.
    """
    base = Scenario.load(book)
    changed = base.change(answer_rejections=answered)
    plan = [changed if year < STOPS or not stops else base for year in range(YEARS)]
    run = p2.run_years(world(KABUPATEN), plan, YEARS, seed).check()
    keys = list(indicators.definitions())
    values = np.array([indicators.values(year)[:, 0] for year in run.runs])
    trust = np.array([state.world.villages["trust"].mean() for state in run.states[1:]])
    return Lived(trust, values[:, keys.index("P4")], values[:, keys.index("accepted")])


def calm_share(book: str = THEN) -> float:
    """Give the share of refusals that a rule book has answered."""
    return float(Scenario.load(book).value("answer_rejections"))


def years_board(unit: Unit) -> Board:
    """Make the board of written replies: trust and voice over eight years, against the same years without change."""
    first = unit.board("forum")
    assert isinstance(first, Board)
    table = laid(unit.desk)
    book = unit.desk.book
    start = round(100 * calm_share(book))
    answered = Slide(
        "answer_rejections", tr("Penolakan yang dijawab tertulis"), 0, 100, start, step=10, unit="%"
    )
    stops = Tick("berhenti", tr("Berhenti menjawab sesudah tahun ke-{n}").format(n=STOPS))

    def answer(values: Values) -> Answered:
        share, stopped = int(str(values["answer_rejections"])) / 100, bool(values["berhenti"])
        now = lived(unit.desk.seed, share, stopped, book)
        before = lived(unit.desk.seed, calm_share(book), book=book)
        return Answered(
            "\n".join([*_after(now, before), *_own(decided(table, first.values))]),
            (_course(now, before, stopped),),
        )

    fixed: list[tuple[str, Values]] = [
        (tr("Semua penolakan dijawab"), {"answer_rejections": 100}),
        (tr("Dijawab tiga tahun, lalu berhenti"), {"answer_rejections": 100, "berhenti": True}),
    ]
    return Board("jawaban", (answered, stops), answer, unit.progress, fixed=fixed, follows=(first,))


def _after(now: Lived, before: Lived) -> list[str]:
    text = tr("{nama} pada tahun ke-{t}: {kini}; tanpa perubahan {semula}.")
    courses = {
        tr("Kepercayaan warga"): (now.trust, before.trust),
        tr("Kebutuhan yang disuarakan"): (now.voiced, before.voiced),
    }
    said = [
        text.format(nama=name, t=YEARS, kini=percent(a[-1]), semula=percent(b[-1]))
        for name, (a, b) in courses.items()
    ]
    text = tr(
        "Usulan kecamatan yang sampai di APBD, rata-rata {t} tahun: {kini}; tanpa perubahan {semula}."
    )
    return [
        *said,
        text.format(
            t=YEARS, kini=percent(now.accepted.mean()), semula=percent(before.accepted.mean())
        ),
    ]


def _own(decisions: Decided) -> list[str]:
    """Say what share of its own refusals the group gave a reason for."""
    if not decisions.refused:
        return []
    good, total = len(decisions.explained), len(decisions.refused)
    text = tr(
        "Di papan Forum SKPD kelompok Anda memberi alasan pada {n} dari {m} penolakan ({bagian})."
    )
    return [text.format(n=good, m=total, bagian=percent(good / total, 0))]


def _course(now: Lived, before: Lived, stopped: bool) -> Picture:
    title = tr("Kepercayaan dan suara warga Wanasari selama {n} tahun").format(n=YEARS)
    series = {
        tr("percaya"): now.trust,
        tr("percaya, semula"): before.trust,
        tr("bersuara"): now.voiced,
        tr("bersuara, semula"): before.voiced,
    }
    steps = [tr("Tahun {n}").format(n=year) for year in range(1, YEARS + 1)]
    rows = tuple(
        (step, *(percent(values[i]) for values in series.values())) for i, step in enumerate(steps)
    )
    columns = tuple(series)
    table = Table(title, (tr("Tahun"), *columns), rows, tr(DRAWN), columns)
    courses = [CourseLine(name, values.tolist()) for name, values in series.items()]
    events = [Event(STOPS - 1, tr("tahun terakhir dijawab"))] if stopped else []
    return lines(seen_in_years(now, before), steps, courses, table, low=0.2, top=0.8, events=events)


def seen_in_years(now: Lived, before: Lived) -> str:
    """Say where trust ends, beside where it would have ended."""
    if np.array_equal(now.trust, before.trust):
        return tr("Belum ada yang berubah: jalan baru dan jalan semula berimpit")
    points = 100 * (now.trust[-1] - before.trust[-1])
    words = {"t": YEARS, "a": percent(now.trust[-1]), "n": number(abs(points), 1)}
    if words["n"] == number(0, 1):
        return tr("Kepercayaan warga pada tahun ke-{t} {a}, sama dengan semula").format(**words)
    text = tr("Kepercayaan warga pada tahun ke-{t} {a}, {n} poin di atas semula")
    if points < 0:
        text = tr("Kepercayaan warga pada tahun ke-{t} {a}, {n} poin di bawah semula")
    return text.format(**words)


@lru_cache(maxsize=4096)
def seated(
    seed: int, replicate: int, levers: tuple[tuple[str, LeverValue], ...], book: str = THEN
) -> tuple[float, ...]:
    """Run a year and give the shares of `SHARES`, then villagers' proposals in the APBD."""
    scenario = Scenario.load(book).change(**dict(levers))
    run = p2.run_year(world(KABUPATEN), scenario, seed=seed, replicate=replicate)
    return (*measured(run, SHARES), float(support(run).citizens))


def seats_board(unit: Unit) -> Board:
    """Make the board of delegates and the weight of kecamatan priorities in Forum SKPD, on paired draws."""
    chairs = {
        str(n): tr("{n} orang per kecamatan").format(n=n) if n else tr("tidak ada") for n in SEATS
    }
    heavy = {str(n): f"{n}%" for n in WEIGHTS}
    seat = Choose(
        "delegates_in_forum_skpd", tr("Delegasi kecamatan di Forum SKPD"), chairs, "0", stacked=True
    )
    weight = Choose(
        "alignment_weight", tr("Bobot prioritas kecamatan"), heavy, str(WEIGHTS[0]), stacked=True
    )

    def answer(values: Values) -> Answered:
        levers = _seat_levers(values, unit.desk.book)
        measures = _seat_measures(unit.desk.seed, levers, unit.desk.book)
        title = tr("Wanasari rekaan: isi Renja menurut asalnya")
        text = "\n".join([how_many(DRAWS), *(in_words(measure) for measure in measures)])
        said = tr("Belum ada yang diubah. Tambah delegasi atau bobot, dan lihat yang bergerak")
        if levers:
            said = most_moved(measures)
        return Answered(text, (paired_picture(title, measures, tr(DRAWN), said),))

    fixed: list[tuple[str, Values]] = [
        (tr("Lima delegasi, bobot tetap"), {"delegates_in_forum_skpd": str(SEATS[-1])}),
        (tr("Tanpa delegasi, bobot penuh"), {"alignment_weight": str(WEIGHTS[-1])}),
    ]
    return Board("kursi", (seat, weight), answer, unit.progress, fixed=fixed)


def _seat_levers(values: Values, book: str) -> tuple[tuple[str, LeverValue], ...]:
    every: dict[str, LeverValue] = {
        "delegates_in_forum_skpd": int(str(values["delegates_in_forum_skpd"])),
        "alignment_weight": int(str(values["alignment_weight"])) / 100,
    }
    base = Scenario.load(book)
    return tuple((key, value) for key, value in every.items() if value != base.value(key))


def _seat_measures(
    seed: int, levers: tuple[tuple[str, LeverValue], ...], book: str = THEN
) -> list[PairedMeasure]:
    names = {
        "S4_renja": tr("Isi Renja yang berasal dari musrenbang"),
        "S4": tr("Prioritas kecamatan yang masuk Renja"),
        "kept_order": tr("Letak yang masuk pada daftar kecamatan (100% paling atas)"),
        "citizens": tr("Seluruh usulan warga dalam APBD"),
    }
    before = np.array([seated(seed, number, (), book) for number in range(DRAWS)])
    now = np.array([seated(seed, number, levers, book) for number in range(DRAWS)])
    return [
        PairedMeasure(label, before[:, i], now[:, i], share=key != "citizens")
        for i, (key, label) in enumerate(names.items())
    ]
