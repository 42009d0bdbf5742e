"""A partner for each of several items."""

from p2spp_sim.workbook.exercises.kinds.classify import ClassifyQuestion


class MatchQuestion(ClassifyQuestion, frozen=True, tag="match"):
    """Options are the partners; all else is as in `classify`."""
