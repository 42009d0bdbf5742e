"""A class for each of several items."""

from collections.abc import Collection, Mapping

from p2spp_sim.workbook.exercises.kinds._shared import ByItem, Items, OptionsQuestion


class ClassifyQuestion(ByItem, OptionsQuestion, frozen=True, tag="classify"):
    """Each item gets an option, the same one as often as it fits."""

    items: Items

    @property
    def foreseen(self) -> Mapping[str, Collection[str]]:
        return {**super().foreseen, "under": self.keys}
