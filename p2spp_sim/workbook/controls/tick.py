"""A box to tick."""

import ipywidgets as W  # noqa: N812

from p2spp_sim.workbook.controls.control import ControlValue, Notice


class Tick:
    """A box to tick."""

    def __init__(self, key: str, label: str, value: bool = False) -> None:
        self.key = key
        self.widget = W.Checkbox(value=value, description=label, indent=False)

    @property
    def value(self) -> bool:
        """Whether the box is ticked."""
        return bool(self.widget.value)

    @value.setter
    def value(self, new: ControlValue) -> None:
        self.widget.value = bool(new)

    def watch(self, notice: Notice) -> None:
        """Call `notice` after every change of the value."""
        self.widget.observe(lambda _: notice(), names="value")
