"""Unit 03: five weights, a ceiling and a way of choosing; and three ways of choosing side by side."""

from collections.abc import Mapping, Sequence

from p2spp_sim.base.formats import number
from p2spp_sim.base.language import Labels, tr
from p2spp_sim.model.rulebook import FILL_LABELS
from p2spp_sim.scenario.scenario import LeverValue
from p2spp_sim.workbook.case.desk import Desk, MeetingOutcome
from p2spp_sim.workbook.controls import Choose, Slide, Tick, Weights
from p2spp_sim.workbook.controls.weights import scaled
from p2spp_sim.workbook.core.board import Answered, Board, Values
from p2spp_sim.workbook.core.unit import Parts, Unit
from p2spp_sim.workbook.page.markup import MILLION, Table, in_millions
from p2spp_sim.workbook.pictures import Picture, grouped
from p2spp_sim.workbook.saving.progress import Progress
from p2spp_sim.workbook.units.shared.follow_board import TIRTAMULYA, WANASARI, follow_board
from p2spp_sim.workbook.units.shared.meeting import picture_of, summary_of
from p2spp_sim.workbook.units.shared.proposals_case import SOURCE, case_of_proposals, sums

LEAST, MOST = 300, 3000  # million rupiah that the ceiling can be set to
WEIGHTS = ("weight_poor", "weight_reach", "weight_urgency", "weight_selfhelp", "weight_rpjm")
LEFT_OUT = Labels(  # why a bar is dashed, by the way chosen
    stop="Bergaris putus: sesudah usulan pertama yang tidak muat, tidak ada lagi yang dibiayai.",
    skip="Bergaris putus: tidak muat dalam sisa pagu ketika sampai pada urutannya.",
    village_first="Bergaris putus: tidak muat dalam sisa pagu sesudah setiap desa mendapat satu.",
    rotation="Giliran tahun ini: {desa}. Bergaris putus: desanya belum mendapat giliran, atau usulannya tidak muat.",
    equal_split="Bergaris putus: lebih mahal daripada sisa jatah desanya.",
    best_package="Bergaris putus: di luar paket dengan jumlah skor terbesar yang muat.",
    equal_shares="Bergaris putus: uang suara yang mendukungnya tidak cukup untuk membayarnya.",
)
COMPARED = ("skip", "best_package", "village_first")


def meeting_board(unit: Unit) -> Board:
    """Make the board of the meeting: it answers at every move with ranking and choice."""
    scenario = unit.desk.forum_scenario
    ceiling = min(max(int(scenario.value("kecamatan_ceiling_idr")) // MILLION, LEAST), MOST)
    slide = Slide("ceiling", tr("Pagu"), LEAST, MOST, ceiling, step=50, unit=tr("juta rupiah"))
    fixed = [("", {}), (tr("Pagu diturunkan menjadi Rp 900 juta"), {"ceiling": 900})]
    return ranking_board(unit.desk, unit.progress, slide, fixed=fixed)


def ranking_board(
    desk: Desk,
    progress: Progress,
    ceiling: Slide,
    *,
    measured: Sequence[str] = WEIGHTS,
    key: str = "papan",
    fixed: Sequence[tuple[str, Values]] = (),
) -> Board:
    """Make the board of a meeting: weights that add up to 100, a ceiling, a way of choosing.

    Parameters
    ----------
    desk : of the meeting.
    ceiling : in million rupiah, under the key `ceiling`.
    measured : criteria that can be weighed; the others weigh nothing.
    fixed : what stands on paper.
    """
    scenario = desk.forum_scenario
    start = scaled({name: round(100 * float(scenario.value(name))) for name in measured})
    criteria = {name: scenario.lever(name).called for name in measured}
    weights = Weights("weights", criteria, start)
    three_first = sorted(FILL_LABELS, key=lambda way: way not in COMPARED)
    rule = Choose(
        "fill_rule",
        tr("Cara memilih"),
        {way: FILL_LABELS[way] for way in three_first},
        str(scenario.value("fill_rule")),
        stacked=True,
    )

    def answer(values: Values) -> Answered:
        lines = []
        if not weights.complete:
            values = {**values, "weights": weights.fitted}
            text = tr(
                "Bobot berjumlah {n}: gambar memakai perbandingannya. Jadikan 100 sebelum disepakati; yang disimpan "
                "adalah bobot terakhir yang berjumlah 100."
            )
            lines.append(text.format(n=sum(weights.shown.values())))
        levers = levers_of(values)
        meeting = desk.meeting(**levers)
        lines += [
            summary_of(meeting, ceiling_of(levers)),
            left_out(meeting, str(levers["fill_rule"])),
        ]
        text = "\n".join(lines)
        return Answered(text, (picture_of(meeting, ceiling_of(levers)),))

    return Board(key, (weights, ceiling, rule), answer, progress, fixed=fixed)


def comparison_board(unit: Unit) -> Board:
    """Make the comparison of three ways on the weights and ceiling of the meeting's board, opened by the learner."""
    first = unit.board("papan")
    assert isinstance(first, Board)
    picks = [
        Choose(f"cara_{i}", tr("Cara {n}").format(n=i), FILL_LABELS, rule, stacked=True)
        for i, rule in enumerate(COMPARED, 1)
    ]
    opened = Tick("buka", tr("Kelompok kami sudah memilih; tampilkan perbandingan"))

    def answer(values: Values) -> Answered:
        if not values["buka"]:
            return Answered(pictures=(Picture.empty(),))
        levers = levers_of(first.values)
        rules = [str(values[pick.key]) for pick in picks]
        meetings = {
            FILL_LABELS[rule].partition(":")[0]: unit.desk.meeting(**{**levers, "fill_rule": rule})
            for rule in rules
        }
        used = ", ".join(number(round(100 * float(levers[name]))) for name in WEIGHTS)
        text = tr("Dihitung dengan pagu {pagu} dan bobot {bobot}, seperti di papan kelompok.")
        lines = [text.format(pagu=in_millions(ceiling_of(levers)), bobot=used)]
        if len(
            {tuple(row.paper.id for row in meeting.chosen) for meeting in meetings.values()}
        ) < len(meetings):
            lines.append(tr("Dengan angka itu ada cara yang memilih usulan yang sama."))
        return Answered(
            "\n".join(lines), (comparison_picture(meetings),), (comparison_table(meetings),)
        )

    fixed = [("", {"buka": True})]
    return Board(
        "tiga_cara",
        (*picks, opened),
        answer,
        unit.progress,
        fixed=fixed,
        wide=True,
        follows=(first,),
    )


def left_out(meeting: MeetingOutcome, rule: str) -> str:
    """Say why the way chosen leaves proposals out, and whose turn it is; nothing where none is left out."""
    left = [row for row in meeting.eligible if not row.chosen]
    waiting = {row.paper.village for row in left if row.reason == "equalisation"}
    turn = ", ".join(village for village in meeting.villages if village not in waiting)
    return LEFT_OUT[rule].format(desa=turn) if left else ""


def levers_of(values: Values) -> dict[str, LeverValue]:
    """Give the levers as the board sets them."""
    weights = values["weights"]
    assert isinstance(weights, Mapping)
    shares = dict.fromkeys(WEIGHTS, 0.0) | {name: value / 100 for name, value in weights.items()}
    return {
        **shares,
        "kecamatan_ceiling_idr": int(str(values["ceiling"])) * MILLION,
        "fill_rule": str(values["fill_rule"]),
    }


def ceiling_of(levers: Mapping[str, LeverValue]) -> int:
    """Give the ceiling in rupiah."""
    return int(levers["kecamatan_ceiling_idr"])


def comparison_table(meetings: Mapping[str, MeetingOutcome]) -> Table:
    """Give the ways side by side."""
    numbers = (tr("Banyak"), tr("Rupiah"), tr("KK miskin"))
    columns = (tr("Cara memilih"), tr("Dibiayai"), *numbers, tr("Desa tanpa usulan terpilih"))
    rows = tuple(
        (
            name,
            ", ".join(row.paper.id for row in meeting.chosen),
            number(len(meeting.chosen)),
            in_millions(meeting.spent_idr),
            number(meeting.poor_reached),
            ", ".join(meeting.villages_without) or tr("tidak ada"),
        )
        for name, meeting in meetings.items()
    )
    return Table(
        tr("Tiga cara berdampingan, pagu dan bobot sama"), columns, rows, tr(SOURCE), numbers
    )


def comparison_picture(meetings: Mapping[str, MeetingOutcome]) -> Picture:
    """Draw poor households reached in each village under each way."""
    names = list(meetings)
    some = next(iter(meetings.values()))
    series = []
    for name, meeting in meetings.items():
        poor = [
            sum(row.paper.poor for row in meeting.chosen if row.paper.village == village)
            for village in some.villages
        ]
        series.append((name, poor, [f"{number(value)} KK" for value in poor]))
    rows = tuple(
        (village, *(words[i] for _, _, words in series)) for i, village in enumerate(some.villages)
    )
    table = Table(
        tr("KK miskin terlayani menurut desa"), (tr("Desa"), *names), rows, tr(SOURCE), tuple(names)
    )
    return grouped(tr("KK miskin terlayani di setiap desa"), some.villages, series, table)


PARTS = Parts(
    boards={
        "papan": meeting_board,
        "tiga_cara": comparison_board,
        "ikuti": lambda unit: follow_board(unit, TIRTAMULYA, WANASARI),
    },
    case=case_of_proposals,
    figures=sums,
)
