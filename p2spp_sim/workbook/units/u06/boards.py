"""Unit 06: the leaking funnel of the recorded case, and a ceiling locked for the sub-district."""

from p2spp_sim.base.language import tr
from p2spp_sim.workbook.case.desk import Desk, MeetingOutcome, own_districts
from p2spp_sim.workbook.controls import Choose, Slide, Tick
from p2spp_sim.workbook.core.board import Answered, Board, Values
from p2spp_sim.workbook.core.unit import Parts, Unit
from p2spp_sim.workbook.page.markup import MILLION, Table, in_millions
from p2spp_sim.workbook.pictures import Picture, grouped
from p2spp_sim.workbook.units.shared.follow_board import (
    SUMEDANG,
    TIRTAMULYA,
    WANASARI,
    follow_board,
)
from p2spp_sim.workbook.units.shared.funnels import MEASURES, funnel_picture
from p2spp_sim.workbook.units.shared.meeting import picture_of, summary_of
from p2spp_sim.workbook.units.shared.proposals_case import SOURCE, case_of_proposals, sums
from p2spp_sim.workbook.units.u06.answers import locked
from p2spp_sim.workbook.units.u06.district_board import DATASETS, district_board

START, MORE = 600, 1800  # million rupiah; the exercises ask of others


def funnel_board(unit: Unit) -> Board:
    """Make the funnel of the recorded case, by rupiah or by count."""

    def answer(values: Values) -> Answered:
        if not values["buka"]:
            return Answered(pictures=(Picture.empty(),))
        measure, stopped = str(values["measure"]), unit.desk.stopped_at
        first, *_, last = unit.desk.gates.values()
        ends = (
            (first.count, last.count)
            if measure == "count"
            else tuple(in_millions(gate.rupiah) for gate in (first, last))
        )
        title = tr("Dari {awal} usulan layak tersisa {akhir} dalam APBD").format(
            awal=ends[0], akhir=ends[1]
        )
        return Answered(
            pictures=(funnel_picture(title, unit.desk.gates, measure, stopped, shares=False),)
        )

    fixed: list[tuple[str, Values]] = [
        (words, {"measure": key, "buka": True}) for key, words in MEASURES.items()
    ]
    opened = Tick("buka", tr("Kami sudah menulis tebakan; tampilkan corongnya"))
    control = Choose("measure", tr("Ukuran"), MEASURES, "rupiah")
    return Board("corong", (opened, control), answer, unit.progress, fixed=fixed, wide=True)


def locked_board(unit: Unit) -> Board:
    """Make the board of a ceiling locked for the sub-district, against what came through without it."""
    ceiling = Slide(
        "ceiling", tr("Pagu terkunci"), 300, 3000, START, step=50, unit=tr("juta rupiah")
    )

    def answer(values: Values) -> Answered:
        million = int(str(values["ceiling"]))
        meeting = locked(unit.desk, million)
        both = _both(unit.desk, meeting, million * MILLION)
        simpler = tr(
            "Papan ini menyederhanakan: yang muat dalam pagu dihitung diterima penuh. Sebenarnya ia masih diverifikasi "
            "SKPD, tercatat di Renja, RKPD, PPAS, dan APBD, dan masih dapat dipotong."
        )
        text = f"{summary_of(meeting, million * MILLION)}\n{simpler}"
        return Answered(text, (both, picture_of(meeting, million * MILLION)))

    fixed = [(in_millions(million * MILLION), {"ceiling": million}) for million in (START, MORE)]
    return Board("pagu", (ceiling,), answer, unit.progress, fixed=fixed)


def _both(desk: Desk, meeting: MeetingOutcome, ceiling_idr: int) -> Picture:
    given = meeting.spent_idr
    arrived = list(desk.gates.values())[-1].rupiah
    names = [tr("Tanpa pagu terkunci: sampai di APBD"), tr("Dengan pagu terkunci: muat dalam pagu")]
    got, left = (arrived, given), (0, ceiling_idr - given)
    got_text, left_text = [in_millions(idr) for idr in got], ["", in_millions(left[1])]
    numbers = (tr("Diterima"), tr("Sisa pagu"))
    table = Table(
        tr("Rupiah yang diterima usulan Tirtamulya"),
        (tr("Jalan"), *numbers),
        tuple(zip(names, got_text, left_text, strict=True)),
        tr(SOURCE),
        numbers,
    )
    series = [(tr("diterima"), got, got_text), (tr("sisa pagu"), left, left_text)]
    return grouped(
        tr("Diterima tanpa dan dengan pagu terkunci"), names, series, table, stacked=True
    )


PARTS = Parts(
    boards={
        "corong": funnel_board,
        "ikuti": lambda unit: follow_board(unit, TIRTAMULYA, WANASARI, SUMEDANG),
        "pagu": locked_board,
        "kabupaten": lambda unit: district_board(
            unit,
            dict.fromkeys((unit.district, *DATASETS, *own_districts(unit.progress.learner))),
        ),
    },
    case=lambda unit: case_of_proposals(unit, eligible_only=True),
    figures=sums,
)
