"""Controls that a learner moves: each has a name on the screen, answers the keyboard and tells its changes.

A control has a `key`, a `widget` to display, a `value` that JSON can hold, and `watch(callback)`.
"""

from collections.abc import Callable, Mapping
from typing import Protocol

import ipywidgets as W  # noqa: N812

from p2spp_sim.errors import P2sppError
from p2spp_sim.text import tr

Value = bool | int | float | str | dict[str, int]
Notice = Callable[[], object]


class Control(Protocol):
    """What every control offers to a board."""

    key: str
    widget: W.Widget
    value: Value

    def watch(self, notice: Notice) -> None:
        """Call `notice` after every change of the value."""


class Slide:
    """A slider twinned with a labelled number box; whole steps, shown in `unit`.

    Parameters
    ----------
    key, label, unit : the name in files, the name on the screen, the unit beside it.
    low, high, step, value : whole numbers in that unit.
    """

    def __init__(self, key: str, label: str, low: int, high: int, value: int, *, step: int = 1, unit: str = "") -> None:
        self.key = key
        name = f"{label} ({unit})" if unit else label
        wide = W.Layout(width="auto", min_width="290px")
        self.box = W.BoundedIntText(
            value=value,
            min=low,
            max=high,
            step=step,
            description=name,
            layout=wide,
            style={"description_width": "195px"},
        )
        self.slider = W.IntSlider(
            value=value,
            min=low,
            max=high,
            step=step,
            readout=False,
            layout=W.Layout(width="auto", flex="1 1 110px"),
        )
        W.link((self.slider, "value"), (self.box, "value"))
        self.widget = W.HBox([self.box, self.slider], layout=W.Layout(align_items="center"))
        self.widget.add_class("p2-slide")

    @property
    def value(self) -> int:
        """The whole number shown in the box."""
        return int(self.box.value)

    @value.setter
    def value(self, new: Value) -> None:
        if isinstance(new, bool) or not isinstance(new, int | float):
            raise P2sppError(tr("Nilai tersimpan untuk {nama} bukan angka.").format(nama=self.key))
        self.box.value = int(new)

    def watch(self, notice: Notice) -> None:
        """Call `notice` after every change of the value."""
        self.box.observe(lambda _: notice(), names="value")


class Choose:
    """A drop-down list; the value is the key of the chosen option.

    Parameters
    ----------
    options : key and the words on the screen, in the order shown.
    stacked : the label above the list, for long options in a narrow panel.
    """

    def __init__(self, key: str, label: str, options: Mapping[str, str], value: str, *, stacked: bool = False) -> None:
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
    def value(self, new: Value) -> None:
        if new not in self._keys:
            raise P2sppError(tr("Pilihan tersimpan {pilihan} tidak ada lagi.").format(pilihan=new))
        self.widget.value = new

    def watch(self, notice: Notice) -> None:
        """Call `notice` after every change of the value."""
        self.widget.observe(lambda _: notice(), names="value")


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
    def value(self, new: Value) -> None:
        self.widget.value = bool(new)

    def watch(self, notice: Notice) -> None:
        """Call `notice` after every change of the value."""
        self.widget.observe(lambda _: notice(), names="value")
