"""What a unit shows at its end: what is done and saved, and beginning afresh."""

import time
from collections.abc import Callable
from html import escape

import ipywidgets as W  # noqa: N812

from p2spp_sim.base.language import tr
from p2spp_sim.workbook.core import unit_tables
from p2spp_sim.workbook.exercises.bank import Bank
from p2spp_sim.workbook.page.markup import page, paragraphs, say
from p2spp_sim.workbook.page.panel import Guard, panel
from p2spp_sim.workbook.saving.codes import NOBODY
from p2spp_sim.workbook.saving.progress import Progress, give_code


def saving(bank: Bank, progress: Progress, refresh: list[Callable[[], None]]) -> W.Widget:
    """Show the state of every exercise, with a button that writes the file now; asks for a code where there is none.

    Parameters
    ----------
    refresh : gets what draws the list anew.
    """
    table, message, guard = W.HTML(), W.HTML(), Guard()
    button = W.Button(description=tr("Simpan berkas keputusan"), button_style="primary")

    def show() -> None:
        table.value = page(unit_tables.done(bank, progress).html())

    def save() -> None:
        show()
        if progress.write():
            now = time.strftime("%H.%M.%S")
            text = tr("Tersimpan pukul {jam} atas kode {kode}, dalam folder hasil.")
            text = text.format(jam=now, kode=progress.code)
            message.value = say("benar", text, word=tr("Tersimpan"))
        else:
            message.value = say("galat", "\n".join(progress.notes))

    button.on_click(lambda _: guard.run(save))
    refresh.append(show)
    show()
    asked = _asked(progress, show) if progress.learner == NOBODY else []
    return panel(table, button, message, *asked, guard.widget)


def _asked(progress: Progress, then: Callable[[], None]) -> list[W.Widget]:
    """Ask for the code of who works at this machine, so that a trainer can tell apart what comes from several."""
    message, guard = W.HTML(), Guard()
    first = "" if progress.code == NOBODY else progress.code
    text = W.Text(
        value=first,
        placeholder="K1-03",
        continuous_update=False,
        description=tr("Kode peserta"),
        style={"description_width": "auto"},
    )
    button = W.Button(description=tr("Pakai kode ini"))

    def take() -> None:
        message.value = ""
        text.value = give_code(progress.path.parent, text.value)
        then()
        done = tr("Hasil di laptop ini kini memakai kode {kode}.").format(kode=text.value)
        message.value = say("benar", done, word=tr("Tersimpan"))

    button.on_click(lambda _: guard.run(take))
    why = tr(
        "Tulis kode dari pelatih, agar hasil Anda tidak tertukar dengan hasil dari laptop lain. Cukup sekali."
    )
    return [W.HTML(page(paragraphs(why))), W.HBox([text, button]), message, guard.widget]


def afresh(progress: Progress, reset: Callable[[], None]) -> W.Widget:
    """Offer to begin the unit afresh, after a tick that it is meant.

    Parameters
    ----------
    reset : puts all that the unit shows back to where it starts.
    """
    message, guard = W.HTML(layout=W.Layout(display="none")), Guard()
    sure = W.Checkbox(description=tr("Ya, kosongkan jawaban dan papan unit ini"), indent=False)
    button = W.Button(description=tr("Mulai ulang"), disabled=True)
    sure.observe(lambda change: setattr(button, "disabled", not change["new"]), names="value")

    def begin() -> None:
        kept = progress.clear()
        reset()
        sure.value = False
        name = kept.name if kept else tr("tidak ada")
        message.layout.display = None
        message.value = say(
            "kabar", tr("Unit dimulai dari awal. Hasil sebelumnya: {berkas}.").format(berkas=name)
        )

    button.on_click(lambda _: guard.run(begin))
    return panel(sure, W.HBox([button]), message, guard.widget)


def signed(bank: Bank) -> str:
    """Give the foot of a paper set: group, date, and a box for each exercise."""
    boxes = "".join(f"<td>{escape(question.id)} ☐</td>" for question in bank.questions)
    line = "<span class='p2-line'></span>"
    who = f"<p>{escape(tr('Kode kelompok'))} {line} {escape(tr('Tanggal'))} {line}</p>"
    return page(who, f"<table><tbody><tr>{boxes}</tr></tbody></table>")
