"""The tables of a unit that do not move: its card, and what the learner has done so far."""

from p2spp_sim.base.formats import number
from p2spp_sim.base.language import tr
from p2spp_sim.workbook.exercises.bank import Bank
from p2spp_sim.workbook.page.markup import SIGNS, Table, items, page, say, sign_name
from p2spp_sim.workbook.saving.progress import Progress


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


def done(bank: Bank, progress: Progress) -> Table:
    """Give the state, tries and points of every exercise."""
    rows, total = [], 0
    for question in bank.questions:
        saved = progress.part(question.id)
        state, points = str(saved.get("status", "belum_dijawab")), int(saved.get("nilai", 0))
        total += points
        score = tr("{n} dari {m}").format(n=points, m=question.points)
        tries = number(int(saved.get("percobaan", 0)))
        rows.append((question.id, f"{SIGNS[state]} {sign_name(state)}", tries, score))
    most = sum(question.points for question in bank.questions)
    return Table(
        tr("Hasil latihan {kode}: {n} dari {m}").format(kode=progress.code, n=total, m=most),
        (tr("Latihan"), tr("Keadaan"), tr("Percobaan"), tr("Nilai")),
        tuple(rows),
        tr("Berkas hasil memuat kode peserta, bukan nama atau NIK."),
        (tr("Percobaan"),),
    )
