"""A sentence of one's own: its form is read, its sense is judged by people."""

from collections.abc import Iterator, Mapping
from html import escape
from typing import Any

from p2spp_sim.base.formats import number
from p2spp_sim.base.language import tr
from p2spp_sim.workbook.exercises.answers import Answer
from p2spp_sim.workbook.exercises.forms import BOX, LINE, rows
from p2spp_sim.workbook.exercises.question import Feedback, Question, Solve, ToWords
from p2spp_sim.workbook.exercises.sentences import SentencePart, read_sentence
from p2spp_sim.workbook.page.markup import page

LONGEST = 1500  # letters of two sentences; reading takes a time that grows faster than they do
ASKED = 4  # questions on the card for a neighbour


class SentenceQuestion(Question, frozen=True, kw_only=True, tag="sentence"):
    """One or two sentences are written.

    Parameters
    ----------
    answer, mistakes : none.
    parts : what it must have.
    model : one that has all of it.
    together : the parts that one clause must hold.
    rubric : what a neighbour is to answer out of the sentence alone.
    """

    parts: tuple[SentencePart, ...] = ()
    model: str = ""
    together: tuple[str, ...] = ()
    rubric: tuple[str, ...] = ()

    def faults(self) -> Iterator[str]:
        if self.answer or not (self.parts and self.model):
            yield "a sentence needs parts and a model and no answer"
        if self.mistakes:
            yield "a mistake never happens in sentence; expected: words that a part refuses"
        if len(self.rubric) != ASKED:
            yield f"{len(self.rubric)} questions for a neighbour, {ASKED} expected"
        for alone in sorted(set(self.together) - {part.key for part in self.parts}):
            yield f"together names {alone}, which is no part"

    def expected(self, words: ToWords, solve: Solve) -> Answer:
        return words(self.model)

    def still_asked(self, given: Any) -> Any:
        return given if isinstance(given, str) else None

    def judge(self, given: Any, words: ToWords, solve: Solve) -> Feedback:
        if len(given) > LONGEST:
            text = tr("Tulis satu atau dua kalimat: ini {n} huruf, paling banyak {m}.")
            return Feedback("coba_lagi", text.format(n=number(len(given)), m=number(LONGEST)))
        reading = read_sentence(self.parts, self.together, given)
        seen = [words(part.text) for part in self.parts if part not in reading.missing]
        lines = [
            tr("Bagian yang terbaca: {bagian}.").format(bagian=", ".join(seen) or tr("belum ada"))
        ]
        if reading.missing:
            lacking = zip(reading.missing, reading.refused, strict=True)
            advice = list(dict.fromkeys(said or words(part.say) for part, said in lacking))
            text = "\n".join([*lines, *advice[:2]])
            return Feedback("hampir" if len(reading.missing) == 1 else "coba_lagi", text)
        if reading.listed:
            text = tr(
                "Ini deretan kata, belum kalimat: orang lain tidak tahu siapa berbuat apa. Sambungkan kata-katanya."
            )
            return Feedback("hampir", "\n".join([*lines, text]))
        if reading.apart:
            names = [words(part.text) for part in self.parts if part.key in self.together]
            text = tr(
                "Satukan dalam satu klausa, tanpa titik atau titik koma di antaranya: {bagian}."
            )
            return Feedback("hampir", "\n".join([*lines, text.format(bagian=", ".join(names))]))
        lines += [
            tr(
                "Pemeriksaan ini hanya mencari kata kunci; mutu kalimat dinilai teman dengan kartu ini."
            ),
            tr("Contoh lain: {kalimat}").format(kalimat=words(self.model)),
            self.explained(words),
        ]
        word = tr("Lengkap menurut kata kunci")
        return Feedback("benar", "\n".join(lines), word, self.card(words, given))

    def card(self, words: ToWords, given: str = "") -> str:
        """Give the card that a neighbour answers, as HTML: the sentence and what is asked of it."""
        how = tr(
            "Serahkan kepada teman di sebelah. Ia menjawab hanya dari kalimat ini, tanpa bertanya kepada penulisnya."
        )
        marks = f"{BOX} {escape(tr('jelas'))} {BOX} {escape(tr('belum'))}"
        asked = rows((f"{place}. {words(row)}", marks) for place, row in enumerate(self.rubric, 1))
        said = f"<p><em>{escape(given)}</em></p>" if given else ""
        end = tr("Satu saja “belum”, tulis ulang kalimatnya bersama.")
        head = f"<p><strong>{escape(tr('Kartu teman'))}</strong>. {escape(how)}</p>"
        return page(f'<div class="p2-form p2-peer">{head}{said}{asked}<p>{escape(end)}</p></div>')

    def labels(self, words: ToWords) -> dict[str, str]:
        return {"": tr("Kalimat Anda")}

    def box(self, widgets: Any, label: str, words: ToWords) -> Any:
        return widgets.Textarea(
            description=label,
            placeholder=tr("Tulis satu atau dua kalimat"),
            rows=3,
            continuous_update=False,
            style={"description_width": "110px"},
            layout=widgets.Layout(width="auto", max_width="780px"),
        )

    def read(self, values: Mapping[str, Any]) -> Any:
        return str(values[""]).strip() or None

    def shown(self, given: Any) -> dict[str, Any]:
        return {"": given or ""}

    def form(self, words: ToWords) -> str:
        return f"<p>{LINE}</p>" * 3 + self.card(words)
