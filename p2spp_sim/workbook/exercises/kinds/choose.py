"""One of several sentences."""

from collections.abc import Collection, Mapping
from typing import Any, ClassVar

from p2spp_sim.workbook.exercises.kinds._shared import OptionsQuestion
from p2spp_sim.workbook.exercises.question import Mistake, ToWords


class ChooseQuestion(OptionsQuestion, frozen=True, tag="choose"):
    """One option is chosen."""

    ticked: ClassVar[bool] = True

    @property
    def foreseen(self) -> Mapping[str, Collection[str]]:
        return {"option": self.keys}

    def makes(self, mistake: Mistake, given: Any, expected: Any) -> bool:
        return given == mistake.option

    def box(self, widgets: Any, label: str, words: ToWords) -> Any:
        return widgets.RadioButtons(
            options=[(text, key) for key, text in self.texts(words).items()],
            value=None,
            description=label,
            layout=widgets.Layout(width="auto"),
            style={"description_width": "90px"},
        )
