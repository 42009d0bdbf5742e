"""A whole number on a slider, twinned with a labelled number box."""

import ipywidgets as W  # noqa: N812

from p2spp_sim.errors import P2sppError
from p2spp_sim.text import tr
from p2spp_sim.workbook.controls.control import Notice, Value


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
