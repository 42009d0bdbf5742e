"""Checking an answer: a state, words in the case's terms, two hints, then the explanation with its source.

States: belum_dijawab (nothing given yet), petunjuk (a hint was asked for), hampir (nearly), coba_lagi (keep
working), benar (right). A sentence that shows all that is asked for is told as complete, not as right: what it says is
judged by people. What only the model says is set beside the answer. Nothing here draws anything; `view` puts it on the
screen.
"""

from p2spp_sim.base.errors import P2sppError
from p2spp_sim.base.language import tr
from p2spp_sim.workbook.case.desk import Desk
from p2spp_sim.workbook.exercises.answers import Answer, Answers
from p2spp_sim.workbook.exercises.forms import blank
from p2spp_sim.workbook.exercises.question import Feedback, Question
from p2spp_sim.workbook.saving.record import ExerciseState, Given

BY_MODEL = "Dibahas, tidak dinilai benar atau salah: jawabannya bergantung pada andaian model."


class Exercise:
    """One question at one learner's table.

    Parameters
    ----------
    question : from the bank.
    desk : the world and scenario that the answer is computed from.
    answers : of the question's unit.
    """

    def __init__(self, question: Question, desk: Desk, answers: Answers) -> None:
        self.question, self.desk, self.answers = question, desk, answers
        self.tries = 0
        self.hints_seen = 0
        self.state: ExerciseState = "belum_dijawab"
        self.solved = False

    @property
    def expected(self) -> Answer:
        """The right answer, computed now from the dataset."""
        return self.question.expected(self.words, self._solve)

    def _solve(self, name: str) -> Answer:
        return self.answers.solve(name, self.desk)

    @property
    def solution(self) -> Given:
        """The right answer as it is given on the screen; numbers with the decimals the question asks for.

        Raises
        ------
        P2sppError : under another scenario than the unit's own the right answer is not among the options.
        """
        given = self.question.as_given(self.expected)
        if self.question.still_asked(given) != given:
            text = tr("Dengan skenario {nama} jawaban soal {id} tidak ada di antara pilihannya.")
            raise P2sppError(text.format(nama=self.desk.scenario.name, id=self.question.id))
        return given

    @property
    def key(self) -> list[str]:
        """The right answer in the words of the screen, for the trainer."""
        return self.question.key(self.expected, self.words)

    @property
    def prompt(self) -> str:
        """What is asked, and whether it is graded."""
        asked = self.words(self.question.prompt)
        return f"{asked}\n{tr(BY_MODEL)}" if self.question.by_model else asked

    @property
    def explained(self) -> bool:
        """Whether the explanation may be read: once answered rightly, or after both hints."""
        return self.solved or self.hints_seen >= len(self.question.hints)

    def words(self, text: str) -> str:
        """Put facts of the dataset into a sentence of the bank, in the screen language."""
        return tr(text).format_map(self.answers.facts(self.desk))

    def check(self, given: Given, *, counts: bool = True) -> Feedback:
        """Check an answer and say what to look at.

        Parameters
        ----------
        given : as the question's kind has it; None or empty when nothing is given.
        counts : whether this is a try of the learner (False on reopening a saved answer).
        """
        feedback = self._judge(given)
        if counts and feedback.state != "belum_dijawab":
            self.tries += 1
        self.state = feedback.state
        self.solved = self.solved or feedback.state == "benar"
        return feedback

    def lights(self, given: Given) -> dict[str, str | None]:
        """Say of each card of a complete answer None where it lies right, else what is said of it there."""
        if self.question.by_model:
            return {}
        done, asked = self.question.filled(given)
        return self.question.lights(given, self.words, self._solve) if 0 < asked == done else {}

    def unchecked(self) -> bool:
        """Note that the answer on the screen changed; say whether it had been checked before."""
        before, self.state = self.state, "belum_dijawab"
        return before in ("benar", "hampir", "coba_lagi")

    def hint(self) -> Feedback:
        """Give the next hint, and after both the explanation with its source."""
        if not self.explained:
            text = self.words(self.question.hints[self.hints_seen])
            self.hints_seen += 1
            if self.state == "belum_dijawab":
                self.state = "petunjuk"
            return Feedback("petunjuk", text)
        return Feedback(self.state, self.explanation())

    def explanation(self) -> str:
        """Give the explanation with its source."""
        return self.question.explained(self.words)

    def form(self) -> str:
        """Give the exercise as a blank form for paper, as HTML."""
        question = self.question
        return blank(question.id, self.prompt, question.form(self.words))

    def _judge(self, given: Given) -> Feedback:
        done, asked = self.question.filled(given)
        if not done:
            return Feedback("belum_dijawab", tr("Isi jawaban dahulu, lalu tekan Periksa."))
        if done < asked:
            text = tr("Terisi {n} dari {m}. Lengkapi dahulu, lalu tekan Periksa.").format(
                n=done, m=asked
            )
            return Feedback("belum_dijawab", text, tr("Belum lengkap"))
        return self.question.judge(given, self.words, self._solve)
