"""The tables of a unit that do not move: its card, and what the learner has done so far."""

from p2spp_sim.base.era import THEN, eras
from p2spp_sim.base.formats import number
from p2spp_sim.base.language import pick, tr, translated
from p2spp_sim.workbook.core.timetable import in_plans
from p2spp_sim.workbook.exercises.bank import Bank, SessionStep
from p2spp_sim.workbook.page.markup import SIGNS, Table, folded, items, page, paragraphs, sign_name
from p2spp_sim.workbook.page.visitor import without_folders
from p2spp_sim.workbook.saving.progress import Progress


def card(bank: Bank, progress: Progress | None, era: str = THEN) -> str:
    """Give the module card as HTML: steps, objectives with their checks, media, and the learner's file.

    On the screen it is folded: it is the trainer's. Where the learner's file is stands below.

    Parameters
    ----------
    bank : of the unit.
    progress : says whether earlier work was found, or why not; None on paper.
    era : that the learner chose.
    """
    hours = tr("Rencana sesi: {menit} menit = {jp} JP; bentuk kelas {kelas} menit").format(
        menit=bank.minutes, jp=bank.lesson_hours, kelas=bank.length("class")
    )
    minutes = (tr("Menit"), tr("Menit kelas"))
    steps = Table(
        hours,
        (tr("Langkah"), *minutes, tr("Metode"), tr("Yang dilakukan")),
        tuple(
            (tr(s.title), number(s.minutes), _in_class(s), tr(s.method), tr(s.text))
            for s in bank.steps
        ),
        tr(bank.unit.source),
        minutes,
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
        tr("Kode P2SPP: {kode}").format(kode=", ".join(bank.covers)),
        tr("Latihan dalam bentuk kelas: {daftar}; yang lain untuk belajar sendiri").format(
            daftar=", ".join(question.id for question in bank.asked("class"))
        ),
        *in_plans(bank.unit.code),
    )
    parts = (steps.html(), checks.html(), items(lines))
    if progress is None:
        return page(*parts, era_told(bank, era))
    summary = tr("Untuk pelatih: rencana sesi {menit} menit, tujuan, media, kode").format(
        menit=bank.minutes
    )
    file = f'<div class="note" role="status">{paragraphs(without_folders(_opened(progress)))}</div>'
    return page(f'<div class="p2-head">{folded(summary, *parts)}{era_told(bank, era)}{file}</div>')


def era_told(bank: Bank, era: str) -> str:
    """Tell of which rules a unit speaks: what differs today; or that it says nothing else; nothing in 2010's own."""
    if era == THEN:
        return ""
    name = pick(eras()[era].label)
    if bank.era == THEN:
        text = tr(
            "Masa aturan pilihan Anda {masa}. Unit ini belum punya teksnya; isinya aturan 2010."
        )
        return f'<div class="note">{paragraphs(text.format(masa=name))}</div>'
    return folded(
        tr("Masa aturan {masa}. Apa bedanya?").format(masa=name), differences(bank).html()
    )


def differences(bank: Bank) -> Table:
    """Compare a unit's era with the programme's, thing by thing."""
    rows = tuple(
        (translated(row.topic), translated(row.then), translated(row.now), row.law)
        for row in bank.differs
    )
    note = tr(
        "Dasarnya di daftar hukum; yang tanpa dasar menurut simulasi atau ringkasan penyusun."
    )
    columns = (tr("Hal"), tr("Dulu (2010)"), tr("Kini"), tr("Dasar kini"))
    return Table(tr("Dulu dan kini"), columns, rows, note)


def _in_class(step: SessionStep) -> str:
    return number(step.class_minutes) if step.class_minutes else tr("sendiri")


def _opened(progress: Progress) -> str:
    name = progress.path.name
    if progress.notes:
        return "\n".join(progress.notes)
    if progress.resumed:
        return tr("Pekerjaan yang tersimpan dibuka kembali dari {berkas}.").format(berkas=name)
    return tr("Dimulai dari awal. Setiap keputusan langsung disimpan di {berkas}.").format(
        berkas=name
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
