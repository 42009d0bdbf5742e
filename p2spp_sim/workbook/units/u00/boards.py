"""Unit 00: a first board that answers, who sits at the table, and the test before and after the course."""

from typing import TYPE_CHECKING

import ipywidgets as W  # noqa: N812

from p2spp_sim.base.formats import number, percent
from p2spp_sim.base.language import labels_of, pick, tr
from p2spp_sim.workbook.case.desk import Desk, MeetingOutcome
from p2spp_sim.workbook.controls import Choose, Slide, Tick
from p2spp_sim.workbook.core.board import Answered, Board, Shows, Values
from p2spp_sim.workbook.core.unit import Parts, Unit
from p2spp_sim.workbook.drawings import VILLAGES, row
from p2spp_sim.workbook.page.markup import Table, in_millions, page, paragraphs, say
from p2spp_sim.workbook.page.panel import panel
from p2spp_sim.workbook.pictures import Bar, Picture, bars
from p2spp_sim.workbook.quiz.quiz import (
    AFTER,
    BEFORE,
    MOMENT_LABELS,
    MOMENTS,
    load_test,
    progress_of,
)
from p2spp_sim.workbook.quiz.view import show_test
from p2spp_sim.workbook.units.shared.meeting import ranking_of, seen_in
from p2spp_sim.workbook.units.u00.answers import acquaintance, ceiling_at, practised

if TYPE_CHECKING:
    from p2spp_sim.workbook.saving.progress import Progress

STEP = 5  # per cent


def tools_board(unit: Unit) -> Board:
    """Make the first board: a slider that the simulation answers, two lists and a box."""
    practice, roles, desk = acquaintance().practice, acquaintance().role, unit.desk
    villages = {f"desa{i}": name for i, name in enumerate(desk.village_names, 1)}
    slide = Slide("latihan", tr("Pagu latihan"), STEP, 100, practice.start, step=STEP, unit="%")
    village = Choose("desa", tr("Kelompok desa"), villages, "desa1", stacked=True)
    role = Choose("peran", tr("Kartu peran"), labels_of(roles), "kades_bpd", stacked=True)
    agreed = Tick("kontrak", tr("Kelompok kami menyepakati kontrak belajar"))

    def answer(values: Values) -> Answered:
        share = int(str(values["latihan"]))
        ceiling, meeting = ceiling_at(desk, share), practised(desk, share)
        text = tr(
            "Pagu {pagu}, yaitu {bagian} dari biaya usulan layak: dibiayai {n} dari {m} usulan."
        )
        sentences = [
            text.format(
                pagu=in_millions(ceiling),
                bagian=percent(share / 100, 0),
                n=number(len(meeting.chosen)),
                m=number(len(meeting.eligible)),
            ),
            tr("Anda duduk di meja {desa} sebagai {peran}. {tugas}").format(
                desa=villages[str(values["desa"])],
                peran=pick(roles[str(values["peran"])].label),
                tugas=pick(roles[str(values["peran"])].duty),
            ),
            tr("Kontrak belajar disepakati.")
            if values["kontrak"]
            else tr("Kontrak belajar belum disepakati."),
        ]
        if unit.edition == "print":
            sentences = sentences[:1]  # no one has chosen a seat on paper
        return Answered("\n".join(sentences), (_funded(meeting, ceiling),))

    fixed: list[tuple[str, Values]] = [
        (tr("Pagu latihan {n}%").format(n=share), {"latihan": share})
        for share in (practice.start, practice.target)
    ]
    return Board("alat", (slide, village, role, agreed), answer, unit.progress, fixed=fixed)


def _funded(meeting: MeetingOutcome, ceiling_idr: int) -> Picture:
    """Draw what each scored proposal costs, those that get money filled."""
    rows = [
        Bar(
            f"{row.rank}. {row.paper.id} {row.paper.village}",
            row.paper.cost_idr,
            in_millions(row.paper.cost_idr),
            "on" if row.chosen else "off",
        )
        for row in meeting.eligible
    ]
    return bars(seen_in(meeting, ceiling_idr), rows, ranking_of(meeting))


class TestPlace:
    """The test before the course, after it and on day 90; the latest that was begun is shown first.

    Each has a file of its own, and a form that the learner's code draws.

    Parameters
    ----------
    progress : the learner's file, in whose folder the tests are kept too.
    """

    __test__ = False  # not for pytest

    def __init__(self, progress: "Progress") -> None:
        self.progress = progress
        begun = [moment for moment in MOMENTS if self._answered(moment)]
        first = begun[-1] if begun else BEFORE
        self.which = Choose("saat", tr("Tes"), MOMENT_LABELS, first, stacked=True)
        self._place = W.VBox([])
        self.which.watch(self.reset)
        self.widget = W.VBox([panel(self.which.widget), self._place])
        self.reset()

    def reset(self) -> None:
        """Show the chosen test as it was left; a test is a record and is not emptied with the unit."""
        moment = self.which.value
        shown = show_test(moment, self.progress.learner, self.progress.path.parent)
        if moment == BEFORE and self._answered(moment):
            text = tr(
                "Ini tes awal; jawabannya tersimpan. Untuk tes akhir, pilih di atas, atas aba-aba pelatih."
            )
        elif moment == AFTER and not self._answered(BEFORE):
            text = tr(
                "Tes awal dengan kode ini belum ada di laptop ini: kenaikan hanya dihitung bila keduanya diisi."
            )
        else:
            text = ""
        if text:
            self._place.children = [W.HTML(say("kabar", text)), shown]
        else:
            self._place.children = [shown]

    def _answered(self, moment: str) -> bool:
        folder = self.progress.path.parent
        return bool(progress_of(moment, self.progress.learner, folder).test.answers)

    def static(self) -> str:
        """Say on paper where the forms are: on sheets of their own, so that nobody holds a later one too early."""
        return page(
            paragraphs(
                tr(
                    "Lembar tes dicetak tersendiri, tanpa kunci. Kode ganjil: tes_A sebelum, tes_B sesudah; "
                    "kode genap sebaliknya; tes_C pada hari ke-90."
                )
            )
        )


def case(unit: Unit) -> str:
    """Give who sits at the table: role cards for both days, and jobs that go round."""
    cards = Table(
        tr("Lima kartu peran di setiap meja"),
        (tr("Kartu peran"), tr("Tugas menurut kartunya")),
        tuple((pick(card.label), pick(card.duty)) for card in acquaintance().role.values()),
        tr(
            "Peran dipegang selama unit 00 sampai 10; di unit 11 enam kelompok pelaku duduk terpisah."
        ),
    )
    jobs = Table(
        tr("Lima tugas meja yang bergilir setiap unit"),
        (tr("Tugas"), tr("Yang dilakukan")),
        tuple((pick(job.label), pick(job.task)) for job in acquaintance().job.values()),
    )
    return row(*VILLAGES) + page(cards.html(), jobs.html())


def figures(desk: Desk) -> str:
    """Say in one line what is practised with and how long the test is."""
    test, target = load_test(), acquaintance().practice.target
    meeting = practised(desk, target)
    text = tr(
        "Pada pagu latihan {n}% dibiayai {a} dari {b} usulan; tes awal {c} soal, waktu anjuran {d} menit."
    )
    return text.format(
        n=target,
        a=len(meeting.chosen),
        b=len(meeting.eligible),
        c=len(test.tasks),
        d=number(test.minutes),
    )


def test_place(unit: Unit) -> Shows:
    """Make the place of the test."""
    return TestPlace(unit.progress)


PARTS = Parts(boards={"alat": tools_board, "tes": test_place}, case=case, figures=figures)
