"""One option of a drop-down list."""

from collections.abc import Mapping

import ipywidgets as W  # noqa: N812

from p2spp_sim.base.errors import P2sppError
from p2spp_sim.base.language import tr
from p2spp_sim.workbook.controls.control import ControlValue, Notice


class Choose:
    """A drop-down list; the value is the key of the chosen option.

    Parameters
    ----------
    options : key and the words on the screen, in the order shown.
    stacked : the label above the list, for long options in a narrow panel.
    """

    def __init__(
        self, key: str, label: str, options: Mapping[str, str], value: str, *, stacked: bool = False
    ) -> None:
        self.key = key
        self._keys = tuple(options)
        self.widget = W.Dropdown(
            options=[(words, option) for option, words in options.items()],
            value=value,
            description=label,
            layout=W.Layout(width="auto", max_width="640px"),
            style={"description_width": "100%" if stacked else "195px"},
        )
        if stacked:
            self.widget.add_class("p2-stack")

    @property
    def value(self) -> str:
        """The key of the chosen option."""
        return str(self.widget.value)

    @value.setter
    def value(self, new: ControlValue) -> None:
        if new not in self._keys:
            raise P2sppError(tr("Pilihan tersimpan {pilihan} tidak ada lagi.").format(pilihan=new))
        self.widget.value = new

    def watch(self, notice: Notice) -> None:
        """Call `notice` after every change of the value."""
        self.widget.observe(lambda _: notice(), names="value")
