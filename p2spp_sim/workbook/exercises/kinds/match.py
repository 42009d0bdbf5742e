"""A partner for each of several items."""

from p2spp_sim.workbook.exercises.kinds.classify import ClassifyQuestion
from p2spp_sim.workbook.exercises.question import Deck, ToWords


class MatchQuestion(ClassifyQuestion, frozen=True, tag="match"):
    """Options are the partners, joined by threads; all else is as in `classify`."""

    def deck(self, words: ToWords) -> Deck:
        return Deck(self.labels(words), self.texts(words), "threads")
