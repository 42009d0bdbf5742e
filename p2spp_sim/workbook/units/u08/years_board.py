"""Unit 08: the same sessions in a whole kabupaten for three years, and what fades once they end."""

import math
from collections.abc import Sequence

from p2spp_sim.base.formats import number, percent
from p2spp_sim.base.language import labels_of, tr
from p2spp_sim.workbook.case.courses import Frozen
from p2spp_sim.workbook.case.desk import Desk
from p2spp_sim.workbook.controls import Choose, Slide
from p2spp_sim.workbook.core.board import Answered, Board, Values
from p2spp_sim.workbook.core.unit import Unit
from p2spp_sim.workbook.page.markup import Table
from p2spp_sim.workbook.pictures import CourseLine, Event, Picture, lines
from p2spp_sim.workbook.units.shared.paired import PairedMeasure, how_many, paired_picture
from p2spp_sim.workbook.units.u08.answers import SHOWN_PLANS
from p2spp_sim.workbook.units.u08.training import (
    ACTOR_LABELS,
    MEASURES,
    TURNOVER,
    calendar,
    case,
    faded,
    lived,
    plan,
)

PLAN, OURS, EXAMPLE, LEAVING = "rencana", "kelompok", "terlemah", "pergantian"
DRAWN = (
    "Satuan: persen. Sumber: simulasi p2spp_sim pada Wanasari (rekaan), masa aturan 2010; "
    "koefisien sebagian asumsi."
)


def plan_labels() -> dict[str, str]:
    """Give the plans that can be sent to the kabupaten."""
    return {
        OURS: tr("Rencana kelompok kami (papan pertama)"),
        "terlemah": tr("Selalu yang terlemah"),
        **labels_of(case().plan),
    }


def years_board(unit: Unit) -> Board:
    """Make the board that sends a plan to a kabupaten of many villages for three years."""
    first = unit.board("papan")
    assert isinstance(first, Board)
    which = Choose(PLAN, tr("Rencana yang dijalankan"), plan_labels(), OURS, stacked=True)

    def answer(values: Values) -> Answered:
        return _lived(unit.desk, _sessions(unit, str(values[PLAN])))

    fixed = [(plan_labels()[key], {PLAN: key}) for key in ("terlemah", "kader")]
    return Board(
        "wanasari", (which,), answer, unit.progress, fixed=fixed, wide=True, follows=(first,)
    )


def _sessions(unit: Unit, key: str) -> tuple[str, ...]:
    """Give who is trained under a plan; the group's own as it stands on the first board."""
    if key in SHOWN_PLANS:
        return plan(unit.desk, key)
    board = unit.board("papan")
    assert isinstance(board, Board)
    given = board.values["sesi"]
    assert isinstance(given, list)
    return tuple(given)


def _lived(desk: Desk, sessions: Sequence[str]) -> Answered:
    if not sessions:
        empty = tr(
            "Belum ada sesi yang dibagi di papan pertama. Bagikan dahulu, atau pilih rencana contoh."
        )
        return Answered(empty, (Picture.empty(),))
    years, left = calendar(sessions, desk.scenario)
    before, now = (lived(desk, course)[:, -1] for course in ([()] * len(years), years))
    last = len(years)
    measures = [
        PairedMeasure(name, before[:, i], now[:, i]) for i, name in enumerate(MEASURES.values())
    ]
    sentences = [_calendar_in_words(years)]
    if left:
        text = tr(
            "Tidak muat dalam {n} tahun: {nama}. Setiap pelaku dilatih paling banyak sekali setahun, BKAD dan UPK "
            "bersama-sama, dan upaya setahun terbatas."
        )
        sentences.append(
            text.format(n=len(years), nama=", ".join(ACTOR_LABELS[actor] for actor in left))
        )
    sentences.append(how_many(len(before)))
    title = tr("Wanasari, tahun ke-{n}: tanpa latihan (kosong) dan dengan latihan (penuh)").format(
        n=last
    )
    return Answered("\n".join(sentences), (paired_picture(title, measures, tr(DRAWN)),))


def _calendar_in_words(years: Sequence[Frozen]) -> str:
    trained = {
        "train_kpmd": tr("KPMD"),
        "train_kades": tr("Kepala Desa"),
        "train_bpd": tr("Pengurus BPD"),
        "train_lpmd": tr("Pengurus LPMD"),
        "train_bkad_upk": tr("BKAD bersama UPK"),
    }
    parts = []
    for year, levers in enumerate(years, 1):
        who = ", ".join(trained[lever] for lever, _ in levers) or tr("tidak ada")
        parts.append(tr("tahun ke-{n}: {nama}").format(n=year, nama=who))
    return tr("Yang dilatih, {isi}.").format(isi="; ".join(parts))


def fading_board(unit: Unit) -> Board:
    """Make the board of what fades when those who learnt leave."""
    sent = unit.board("wanasari")
    assert isinstance(sent, Board)
    lever = unit.desk.scenario.lever(TURNOVER)
    leaving = Slide(
        LEAVING,
        tr("Hilang karena pergantian"),
        round(100 * float(lever.low or 0)),
        round(100 * float(lever.high or 1)),
        round(100 * float(unit.desk.scenario.value(TURNOVER))),
        step=5,
        unit=tr("% setahun"),
    )

    def answer(values: Values) -> Answered:
        key = str(sent.values[PLAN])
        sessions = _sessions(unit, key)
        if sessions:
            return _faded(unit.desk, plan_labels()[key], sessions, int(str(values[LEAVING])))
        example = plan_labels()[EXAMPLE]
        shown = _faded(unit.desk, example, plan(unit.desk, EXAMPLE), int(str(values[LEAVING])))
        sentence = tr("Rencana kelompok masih kosong; yang digambar rencana “{nama}”.").format(
            nama=example
        )
        return Answered(f"{sentence}\n{shown.text}", shown.pictures)

    higher = round(100 * float(lever.high or 1)) // 2
    fixed: list[tuple[str, Values]] = [
        ("", {}),
        (tr("Pergantian {n}% setahun").format(n=higher), {LEAVING: higher}),
    ]
    return Board(
        "pudar", (leaving,), answer, unit.progress, fixed=fixed, wide=True, follows=(sent,)
    )


def _faded(desk: Desk, name: str, sessions: Sequence[str], leaving: int) -> Answered:
    play = case().play
    years, _ = calendar(sessions, desk.scenario)
    now = dict(zip(MEASURES, faded(desk, years, leaving / 100).T, strict=True))
    still = dict(zip(MEASURES, faded(desk, [()] * play.years, leaving / 100).T, strict=True))
    drawn = {
        tr("S1 dengan latihan"): now["S1"],
        tr("S1 tanpa"): still["S1"],
        tr("S2 dengan latihan"): now["S2"],
        tr("S2 tanpa"): still["S2"],
    }
    sentences = []
    for key in ("S1", "S2"):
        gained = now[key] - still[key]
        if gained[play.years - 1] < 0.0005:
            sentences.append(tr("{nama}: rencana ini tidak menaikkannya.").format(nama=key))
            continue
        text = tr(
            "{nama} naik {n} poin pada tahun ke-{tahun}; {sesudah} tahun sesudah sesi terakhir tersisa {m} poin."
        )
        points = {"n": number(100 * gained[play.years - 1], 1), "m": number(100 * gained[-1], 1)}
        sentences.append(text.format(nama=key, **points, tahun=play.years, sesudah=play.after))
    steps = [tr("Tahun {n}").format(n=year) for year in range(1, play.years + play.after + 1)]
    title = tr("{rencana}: pergantian {n}% setahun").format(rencana=name, n=leaving)
    rows = tuple(
        (step, *(percent(float(course[i])) for course in drawn.values()))
        for i, step in enumerate(steps)
    )
    columns = tuple(drawn)
    table = Table(title, (tr("Tahun"), *columns), rows, tr(DRAWN), columns)
    courses = [
        CourseLine(name, [float(value) for value in course]) for name, course in drawn.items()
    ]
    events = [Event(play.years - 1, tr("sesi terakhir"))]
    shown = [value for line in courses for value in line.values if value is not None]
    low, top = math.floor(10 * min(shown)) / 10, math.ceil(10 * max(shown)) / 10
    picture = lines(title, steps, courses, table, events=events, low=low, top=top)
    return Answered("\n".join(sentences), (picture,))
