"""A number for each of several items."""

from p2spp_sim.workbook.exercises.kinds._shared import ByItem, Items, NumbersQuestion


class AllocateQuestion(ByItem, NumbersQuestion, frozen=True, kw_only=True, tag="allocate"):
    """Each item gets a number."""

    items: Items
