"""The test on the screen and on paper: an item at a time, each answer saved at once, nothing told of right or wrong."""

import time
from collections.abc import Sequence
from html import escape
from pathlib import Path
from typing import Any

import ipywidgets as W  # noqa: N812

from p2spp_sim.base import fonts
from p2spp_sim.base.files import write_atomically
from p2spp_sim.base.language import language, pick, tr
from p2spp_sim.workbook.page.markup import page, paragraphs, say
from p2spp_sim.workbook.page.panel import Guard, panel
from p2spp_sim.workbook.quiz.quiz import (
    FORMS,
    LATER,
    LETTERS,
    MOMENT_LABELS,
    PAIR,
    PlacedItem,
    form,
    form_of,
    load_test,
    progress_of,
)
from p2spp_sim.workbook.saving.progress import Progress
from p2spp_sim.workbook.saving.record import TEST, QuizRecord

PAPER = """<style>
@page { size: A4; margin: 16mm; @bottom-right { content: counter(page) " / " counter(pages); font-size: 9pt; } }
body { font-size: 11pt; line-height: 1.35; color: #000; background: #fff; margin: 0 auto;
  max-width: 178mm; }
h1 { font-size: 16pt; margin: 0 0 4mm; }
.kepala { display: flex; gap: 8mm; margin: 0 0 4mm; }
.kepala span { flex: 1; border-bottom: 1px solid #000; }
.soal { break-inside: avoid; margin: 0 0 4.5mm; }
.soal p { margin: 0 0 1mm; }
.soal ol { list-style: upper-alpha; margin: 0; padding-left: 9mm; }
table { border-collapse: collapse; width: 100%; }
tr { break-inside: avoid; }
h2, h2 + p { break-after: avoid; }
th, td { border: 1px solid #000; padding: 1.2mm 2mm; text-align: left; vertical-align: top; }
td:nth-child(3) { width: 46%; }
</style>"""


class QuizView:
    """A form of the test for one learner, saved at every answer and resumed where it was left.

    One that was answered whole and left is closed: the first answers count.

    Parameters
    ----------
    name : the form, A, B or C.
    progress : the learner's file of that moment.
    """

    def __init__(self, name: str, progress: Progress) -> None:
        self.name, self.progress, self.places = name, progress, form(name)
        saved = progress.test
        self._unsaved: dict[str, str] = {}
        self.answers = self._given()
        self.at = min(saved.at, len(self.places) - 1)
        self.begun = saved.begun
        self._silent = False
        self.guard = Guard()
        self.head, self.told = W.HTML(), W.HTML()
        self.choice = W.RadioButtons(
            options=[],
            description=tr("Jawaban"),
            layout=W.Layout(width="auto"),
            style={"description_width": "90px"},
        )
        self.back = W.Button(description=tr("Sebelumnya"))
        self.next = W.Button(description=tr("Berikutnya"), button_style="primary")
        self.open = W.Button(description=tr("Ke soal yang belum dijawab"))
        self.back.on_click(lambda _: self.guard.run(lambda: self.go(self.at - 1)))
        self.next.on_click(lambda _: self.guard.run(lambda: self.go(self.at + 1)))
        self.open.on_click(lambda _: self.guard.run(lambda: self.go(self._open_next())))
        self.choice.observe(
            lambda change: self.guard.run(lambda: self.answer(change["new"])), names="value"
        )
        buttons = W.HBox([self.back, self.next, self.open], layout=W.Layout(flex_flow="row wrap"))
        self.widget = panel(self.head, self.choice, buttons, self.told, self.guard.widget)
        self.closed = not self.unanswered
        self.choice.disabled = self.closed
        self.guard.run(self._show)

    def _given(self) -> dict[str, str]:
        """Give the answers in the file, without what is none."""
        known = {place.task.key: {option.key for option in place.options} for place in self.places}
        given = self.progress.test.answers
        return {key: option for key, option in given.items() if option in known.get(key, ())}

    @property
    def unanswered(self) -> list[int]:
        """Places of the items without an answer, from 0."""
        return [i for i, place in enumerate(self.places) if place.task.key not in self.answers]

    def _open_next(self) -> int:
        later = [i for i in self.unanswered if i > self.at]
        return (later or self.unanswered)[0]

    def go(self, to: int) -> None:
        """Show another item; beyond the ends nothing happens."""
        if 0 <= to < len(self.places):
            self.at = to
            self._save()
            self._show()

    def answer(self, option: str | None) -> None:
        """Keep the answer to the item on the screen, at once and on disk."""
        if self._silent or self.closed or option is None:
            return
        self._unsaved[self.places[self.at].task.key] = option
        self._save()
        self._tell()

    def _show(self) -> None:
        place = self.places[self.at]
        said = tr("Soal {n} dari {m}").format(n=place.number, m=len(self.places))
        self.head.value = page(f"<h3>{escape(said)}</h3>", paragraphs(place.prompt))
        self._silent = True
        try:
            lettered = zip(LETTERS, place.options, strict=True)
            self.choice.options = [
                (f"{letter}. {place.said(option)}", option.key) for letter, option in lettered
            ]
            self.choice.value = self.answers.get(place.task.key)
        finally:
            self._silent = False
        self.back.disabled, self.next.disabled = self.at == 0, self.at == len(self.places) - 1
        self._tell()

    def _tell(self) -> None:
        done, total = len(self.answers), len(self.places)
        self.open.layout.display = None if self.unanswered else "none"
        lines = [
            tr("{n} dari {m} soal dijawab; jawaban dapat diubah.").format(n=done, m=total),
            self._time(),
        ]
        if self.closed:
            text = tr(
                "Tes ini sudah diisi lengkap; jawaban yang pertama berlaku dan tidak berubah. Tes tidak diisi dua kali."
            )
            self.told.value = say("kabar", text, word=tr("Sudah diisi"))
        elif self._unsaved:
            self.told.value = say("galat", "\n".join([*lines[:1], *self.progress.notes]))
        elif self.unanswered:
            text = "\n".join(filter(None, lines))
            self.told.value = say(
                "kabar", text, word=tr("Tersimpan") if self.begun else tr("Belum dimulai")
            )
        else:
            lines.append(
                tr("Selesai. Serahkan kepada pelatih; hasilnya dibahas bersama sebagai kelas.")
            )
            self.told.value = say("kabar", "\n".join(filter(None, lines)), word=tr("Semua dijawab"))

    def _time(self) -> str:
        minutes = load_test().minutes
        if not self.begun:
            return tr(
                "Waktu anjuran {menit} menit sejak jawaban pertama; tidak ada yang dikunci."
            ).format(menit=minutes)
        try:
            begun = time.mktime(time.strptime(self.begun, "%Y-%m-%dT%H:%M:%S"))
        except (ValueError, OverflowError):  # a moment that never was
            return ""
        until = begun + 60 * minutes
        if time.time() > until and self.unanswered:
            return tr("Waktu anjuran {menit} menit sudah lewat; jawaban tetap diterima.").format(
                menit=minutes
            )
        clock = [time.strftime("%H.%M", time.localtime(moment)) for moment in (begun, until)]
        return tr("Mulai pukul {mulai}, waktu anjuran sampai pukul {sampai}.").format(
            mulai=clock[0], sampai=clock[1]
        )

    def _save(self) -> None:
        self.progress.refresh()  # the test may be open on two pages
        self.answers = self._given() | self._unsaved
        if not self.begun and self.answers:
            self.begun = time.strftime("%Y-%m-%dT%H:%M:%S")
        if self.progress.put(TEST, QuizRecord(self.begun, self.at, self.answers, self.name)):
            self._unsaved.clear()


def show_test(moment: str, learner: str | None = None, folder: Path | str | None = None) -> Any:
    """Show a learner the test of a moment, in the form that is this code's; a failure is a sentence.

    Parameters
    ----------
    moment : awal, akhir or hari90.
    learner, folder : as in `Progress`.
    """
    guard, made = Guard(), []

    def make() -> None:
        progress = progress_of(moment, learner, folder)
        made.append(QuizView(form_of(moment, learner, folder), progress))

    return made[0].widget if guard.run(make) else guard.widget


def paper(name: str, rules: str = "") -> str:
    """Give a form as a page for A4: blanks for the code, the items, no key.

    Parameters
    ----------
    rules : a sentence on the rules that it asks for; nothing when empty.
    """
    title = tr("Tes, bentuk {nama}").format(nama=name)
    blanks = "".join(
        f"{escape(word)} <span></span>" for word in (tr("Kode peserta"), tr("Tanggal"))
    )
    moments = [key for key in MOMENT_LABELS if (key == LATER) == (name not in PAIR)]
    which = "&nbsp; ".join(f"☐ {escape(MOMENT_LABELS[key].partition(',')[0])}" for key in moments)
    how = tr("Lingkari satu huruf bagi setiap soal. Waktu anjuran {menit} menit.").format(
        menit=load_test().minutes
    )
    parts = [
        f"<div class='soal'><p><strong>{place.number}.</strong> {escape(place.prompt)}</p><ol>"
        + "".join(f"<li>{escape(place.said(option))}</li>" for option in place.options)
        + "</ol></div>"
        for place in form(name)
    ]
    heading = f"<h1>{escape(title)}</h1><p class='kepala'>{blanks}</p>"
    return paper_sheet(title, [heading, f"<p>{which}</p>{_said(how, rules)}", *parts])


def _said(*sentences: str) -> str:
    return "".join(f"<p>{escape(sentence)}</p>" for sentence in sentences if sentence)


def key_sheet(rules: str = "") -> str:
    """Give the trainer's key of all forms: letters, objectives, why, and the mistake behind each other option."""
    parts = []
    for name in FORMS:
        head = escape(tr("Bentuk {nama}").format(nama=name))
        letters = " · ".join(f"{place.number}&nbsp;{place.letter}" for place in form(name))
        rows = "".join(_key_row(place) for place in form(name))
        columns = [tr("Nomor"), tr("Tujuan"), tr("Soal dan jawaban"), tr("Penjelasan")]
        heads = "".join(f"<th scope='col'>{escape(column)}</th>" for column in columns)
        table = f"<table><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>"
        parts.append(f"<h2>{head}</h2><p><strong>{letters}</strong></p>{table}")
    title = tr("Kunci tes, hanya untuk pelatih")
    test = load_test()
    how = tr(
        "{poin} poin setiap soal; batas lulus yang diusulkan {batas}. ⚖ periksa dahulu bersama bagian hukum."
    ).format(poin=test.points, batas=test.pass_mark)
    return paper_sheet(title, [f"<h1>{escape(title)}</h1>{_said(how, rules)}", *parts])


def _key_row(place: PlacedItem) -> str:
    """Give one item of the key as a row: what is right, and what each other option shows."""
    task = place.task
    lettered = [
        f"<strong>{letter}. {escape(place.said(option))}</strong>"
        if option.key == task.right
        else f"{letter}. {escape(pick(task.mistakes[option.key]))}"
        for letter, option in zip(LETTERS, place.options, strict=True)
    ]
    cells = [
        f"{place.number}&nbsp;{place.letter}",
        f"{task.objective}<br>{task.level}{'&nbsp;⚖' if task.legal else ''}",
        "<br>".join([escape(place.prompt), *lettered]),
        escape(place.explanation),
    ]
    return "<tr>" + "".join(f"<td>{cell}</td>" for cell in cells) + "</tr>"


def write_tests(folder: Path, rules: str = "") -> list[Path]:
    """Write the forms and, apart, the key; give the files; `rules` is said of what they ask for."""
    folder.mkdir(parents=True, exist_ok=True)
    sheets = {f"tes_{name}.html": paper(name, rules) for name in FORMS}
    sheets["kunci_tes.html"] = key_sheet(rules)
    for file, text in sheets.items():
        write_atomically(folder / file, text.encode())
    return [folder / file for file in sheets]


def paper_sheet(title: str, parts: Sequence[str]) -> str:
    """Give a page for A4 that is filled in by hand."""
    stack = f"{{ font-family: {fonts.STACK}; }}"
    font = f"<style>{fonts.faces()} @page {stack} html {stack}</style>"
    head = f"<meta charset='utf-8'><title>{escape(title)}</title>{font}{PAPER}"
    return f"<!DOCTYPE html><html lang='{language()}'><head>{head}</head><body>{''.join(parts)}</body></html>\n"
