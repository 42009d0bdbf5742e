"""The tables of a unit that do not move: its card, its case, and what the learner has done so far."""

from typing import TYPE_CHECKING

from p2spp_sim.base.formats import number
from p2spp_sim.base.language import tr
from p2spp_sim.workbook.case.desk import Desk, FiledProposal
from p2spp_sim.workbook.exercises.answers import facts
from p2spp_sim.workbook.exercises.bank import Bank
from p2spp_sim.workbook.page.markup import (
    MILLION,
    SIGNS,
    Table,
    items,
    page,
    paragraphs,
    say,
    sign_name,
)
from p2spp_sim.workbook.saving.progress import Progress

if TYPE_CHECKING:
    from p2spp_sim.workbook.core.unit import Unit

SOURCE = "Satuan: rupiah dan rumah tangga (KK). Sumber: datasets/tirtamulya, data rekaan untuk tahun rencana 2010."


def card(bank: Bank, progress: Progress | None) -> str:
    """Give the module card as HTML: steps, objectives with their checks, media, and the learner's file.

    Parameters
    ----------
    bank : of the unit.
    progress : says whether earlier work was found, or why not; None on paper.
    """
    hours = tr("Rencana sesi: {menit} menit = {jp} JP").format(
        menit=bank.minutes, jp=bank.lesson_hours
    )
    steps = Table(
        hours,
        (tr("Langkah"), tr("Menit"), tr("Metode"), tr("Yang dilakukan")),
        tuple((tr(s.title), number(s.minutes), tr(s.method), tr(s.text)) for s in bank.steps),
        tr(bank.unit.source),
        (tr("Menit"),),
    )
    checks = Table(
        tr("Tujuan dan latihan yang memeriksanya"),
        (tr("Tujuan"), tr("Tingkat"), tr("Latihan")),
        tuple(
            (tr(o.text), o.level, ", ".join(q.id for q in bank.questions if q.objective == o.key))
            for o in bank.objectives
        ),
        numbers=(tr("Latihan"),),
    )
    lines = (
        tr("Sasaran peserta: {teks}").format(teks=tr(bank.unit.audience)),
        tr("Media: {teks}").format(teks=tr(bank.unit.media)),
        tr("Kode P2SPP: {kode}").format(kode=", ".join(bank.unit.covers)),
    )
    sheet = page(steps.html(), checks.html(), items(lines))
    return sheet if progress is None else sheet + say("kabar", _opened(progress))


def _opened(progress: Progress) -> str:
    name = progress.path.name
    if progress.notes:
        return "\n".join(progress.notes)
    if progress.resumed:
        return tr("Pekerjaan yang tersimpan dibuka kembali dari {berkas}.").format(berkas=name)
    return tr("Dimulai dari awal. Setiap putusan langsung disimpan di {berkas}.").format(
        berkas=name
    )


def sums(desk: Desk) -> str:
    """Say in one line what the villages brought and what of it is eligible."""
    text = tr(
        "{n} usulan dari {desa} desa senilai {rupiah}; layak dinilai {layak}, senilai {rupiah_layak}."
    )
    found = facts(desk)["semua"]
    return text.format(
        n=found["usulan"],
        desa=found["desa"],
        rupiah=found["rupiah"],
        layak=found["layak"],
        rupiah_layak=found["rupiah_layak"],
    )


def case_of_proposals(unit: "Unit", *, eligible_only: bool = False) -> str:
    """Give the case of the fifteen proposals as HTML: their sums and the table as filed."""
    return page(
        paragraphs(sums(unit.desk)), proposals_table(unit.desk, eligible_only=eligible_only).html()
    )


def proposals_table(desk: Desk, *, eligible_only: bool = False) -> Table:
    """Give the proposals as the villages filed them.

    Parameters
    ----------
    eligible_only : leave out those that the meeting sends back.
    """
    eligible = {row.paper.id for row in desk.meeting().eligible}
    papers = [paper for paper in desk.papers.values() if not eligible_only or paper.id in eligible]
    money = (tr("Biaya, Rp juta"), tr("Swadaya, Rp juta"))
    numbers = (money[0], tr("KK penerima"), tr("KK miskin"), tr("Urgensi"), money[1])
    columns: tuple[str, ...] = ("ID", tr("Desa"), tr("Usulan"), *numbers, "SKPD")
    rows = [_filed(paper) for paper in papers]
    if not eligible_only:
        columns = (*columns, tr("RPJM Desa"), tr("Wewenang"))
        plans = [(tr("ya") if paper.in_rpjm else tr("belum"), paper.authority) for paper in papers]
        rows = [(*row, *plan) for row, plan in zip(rows, plans, strict=True)]
    return Table(
        tr("Usulan yang dibawa ke musrenbang kecamatan Tirtamulya"),
        columns,
        tuple(rows),
        tr("Data rekaan untuk latihan: datasets/tirtamulya. Urgensi 1 (rendah) sampai 5 (tinggi)."),
        numbers,
    )


def _filed(paper: FiledProposal) -> tuple[str, ...]:
    return (
        paper.id,
        paper.village,
        paper.what,
        number(paper.cost_idr / MILLION),
        number(paper.households),
        number(paper.poor),
        number(paper.urgency),
        number(paper.selfhelp_idr / MILLION),
        paper.skpd,
    )


def done(bank: Bank, progress: Progress) -> Table:
    """Give the state, tries and points of every exercise."""
    rows, total = [], 0
    for question in bank.questions:
        saved = progress.exercise(question.id)
        total += int(saved.points)
        score = tr("{n} dari {m}").format(n=int(saved.points), m=question.points)
        state = f"{SIGNS[saved.state]} {sign_name(saved.state)}"
        rows.append((question.id, state, number(saved.tries), score))
    most = sum(question.points for question in bank.questions)
    return Table(
        tr("Hasil latihan {kode}: {n} dari {m}").format(kode=progress.code, n=total, m=most),
        (tr("Latihan"), tr("Keadaan"), tr("Percobaan"), tr("Nilai")),
        tuple(rows),
        tr("Berkas hasil memuat kode peserta, bukan nama atau NIK."),
        (tr("Percobaan"),),
    )
