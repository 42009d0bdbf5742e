"""An exercise on the screen: the question, its controls, Periksa, Petunjuk, and feedback in words."""

from dataclasses import replace

import ipywidgets as W  # noqa: N812

from p2spp_sim.base.language import tr
from p2spp_sim.workbook.exercises.exercise import Exercise
from p2spp_sim.workbook.exercises.fields import Field
from p2spp_sim.workbook.exercises.question import Feedback
from p2spp_sim.workbook.page.markup import page, paragraphs, say
from p2spp_sim.workbook.page.panel import Guard, panel
from p2spp_sim.workbook.saving.progress import Progress
from p2spp_sim.workbook.saving.record import ExerciseRecord, Given


class ExerciseView:
    """One exercise on the screen, saved at every decision.

    Parameters
    ----------
    exercise : the question and the desk it is answered at.
    progress : the learner's file.
    """

    def __init__(self, exercise: Exercise, progress: Progress) -> None:
        self.exercise, self.progress = exercise, progress
        question = exercise.question
        self.field = Field(question, exercise.words)
        self.feedback = W.HTML()
        self.guard = Guard()
        self.check_button = W.Button(description=tr("Periksa"), button_style="primary")
        self.hint_button = W.Button()
        self.check_button.on_click(lambda _: self.guard.run(self.check))
        self.hint_button.on_click(lambda _: self.guard.run(self.hint))
        head = W.HTML(
            page(
                f"<h3>{tr('Latihan')} {question.id}</h3>",
                paragraphs(exercise.prompt),
            )
        )
        buttons = W.HBox([self.check_button, self.hint_button])
        self.widget = panel(head, self.field.widget, buttons, self.feedback, self.guard.widget)
        self.guard.run(self._restore)
        self.field.watch(lambda: self.guard.run(self._changed))

    def check(self) -> None:
        """Check the answer that stands on the screen."""
        if unreadable := self.field.unreadable:
            self.feedback.value = say("belum_dijawab", unreadable)
            return
        if not self.exercise.tries:
            text = tr("Sedang dihitung; yang pertama kali dapat memerlukan beberapa detik.")
            self.feedback.value = say("kabar", text)
        self._judge(self.field.read())
        self._save()

    def hint(self) -> None:
        """Show the next hint, or the explanation after both."""
        hint = self.exercise.hints_seen + 1
        explained = self.exercise.explained
        feedback = self.exercise.hint()
        word = tr("Penjelasan") if explained else tr("Petunjuk {n}").format(n=hint)
        self.feedback.value = say(
            "petunjuk" if explained else feedback.state, feedback.text, word=word
        )
        self._name_hint()
        self._save()

    def solve(self) -> None:
        """Give the library's own answer and check it, as the solved edition shows it."""
        self.field.write(self.exercise.solution)
        self.check()

    def static(self) -> str:
        """Give the exercise as a blank form for paper, as HTML."""
        return self.exercise.form()

    def reset(self) -> None:
        """Clear the answer and the hints."""
        self.exercise.tries = self.exercise.hints_seen = 0
        self.exercise.solved = False
        self.field.write(None)
        self.exercise.check(None, counts=False)
        self._quiet()

    def _quiet(self) -> None:
        """Say nothing of what nobody has begun."""
        self.feedback.value = ""
        self._name_hint()

    def _judge(self, given: Given, *, counts: bool = True) -> None:
        """Check an answer, and light its cards; what a card that goes back says is not said twice."""
        feedback = self.exercise.check(given, counts=counts)
        cards = self.exercise.lights(given)
        self.field.light(cards)
        if wrong := [said for said in cards.values() if said is not None]:
            text = tr("Tepat {n} dari {m}; kartu yang lain kembali.")
            count = text.format(n=len(cards) - len(wrong), m=len(cards))
            lines = [line for line in feedback.text.splitlines() if line not in wrong]
            feedback = replace(feedback, text="\n".join([count, *lines]))
        self._tell(feedback)

    def _tell(self, feedback: Feedback) -> None:
        beside = self.exercise.question.by_model and feedback.state == "benar"
        kind = "kabar" if beside else feedback.state
        self.feedback.value = say(kind, feedback.text, word=feedback.word) + feedback.card
        self._name_hint()

    def _name_hint(self) -> None:
        total = len(self.exercise.question.hints)
        number = min(self.exercise.hints_seen + 1, total)
        asks = tr("Petunjuk {n} dari {m}").format(n=number, m=total)
        self.hint_button.description = tr("Penjelasan") if self.exercise.explained else asks

    def _changed(self) -> None:
        if self.exercise.unchecked():
            self.feedback.value = say(
                "belum_dijawab",
                tr("Jawaban berubah. Tekan Periksa lagi."),
                word=tr("Belum diperiksa"),
            )
        self._save()

    def _save(self) -> None:
        exercise = self.exercise
        record = ExerciseRecord(
            answer=self.field.read(),
            state=exercise.state,
            tries=exercise.tries,
            hints=exercise.hints_seen,
            solved=exercise.solved,
            points=exercise.question.points if exercise.solved else 0,
        )
        saved = self.progress.put(exercise.question.id, record)
        if amended := "\n".join(self.progress.amended):  # show what is kept, not what was written
            self.field.write(self.progress.exercise(exercise.question.id).answer)
            self.feedback.value += say("kabar", amended)
        if not saved:
            self.feedback.value += say("galat", "\n".join(self.progress.notes))

    def _restore(self) -> None:
        saved = self.progress.exercise(self.exercise.question.id)
        self.exercise.tries, self.exercise.hints_seen = saved.tries, saved.hints
        self.exercise.solved = saved.solved
        given = self.exercise.question.still_asked(saved.answer)
        there = self.exercise.question.filled(given)[0] > 0
        if there:
            self.field.write(given)
        checked = saved.state in ("benar", "hampir", "coba_lagi")
        if given != saved.answer:
            text = tr(
                "Soal ini berubah sejak dijawab; pilihan yang tidak ada lagi dilepas. Periksa lagi."
            )
            self._tell(Feedback("belum_dijawab", text, tr("Belum diperiksa")))
        elif there and not checked:
            text = tr("Jawaban ini tersimpan. Tekan Periksa untuk memeriksanya.")
            self._tell(Feedback("belum_dijawab", text, tr("Belum diperiksa")))
        elif not checked:
            self.exercise.check(None, counts=False)
            self._quiet()
        else:
            self._judge(given, counts=False)
