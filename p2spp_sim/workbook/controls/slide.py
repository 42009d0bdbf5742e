"""A whole number on a slider, twinned with a labelled box to type it in."""

import ipywidgets as W  # noqa: N812

from p2spp_sim.base.errors import P2sppError
from p2spp_sim.base.formats import number
from p2spp_sim.base.language import tr
from p2spp_sim.workbook.controls.control import ControlValue, Notice, read_whole, tell_wrong


class Slide:
    """A slider twinned with a labelled box; whole steps, shown in `unit`.

    What is typed and is no whole number, or lies outside the bounds, is told beside the box and changes nothing.

    Parameters
    ----------
    key, label, unit : the name in files, the name on the screen, the unit beside it.
    low, high, step, value : whole numbers in that unit.
    """

    def __init__(
        self,
        key: str,
        label: str,
        low: int,
        high: int,
        value: int,
        *,
        step: int = 1,
        unit: str = "",
    ) -> None:
        self.key, self._unit = key, unit
        self.box = W.Text(
            value=number(value),
            continuous_update=False,
            description=f"{label} ({unit})" if unit else label,
            layout=W.Layout(width="auto", min_width="290px", max_width="300px"),
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
        self.note = W.HTML(layout=W.Layout(display="none"))
        self.box.observe(lambda _: self._typed(), names="value")
        self.slider.observe(lambda _: self._moved(), names="value")
        row = W.HBox([self.box, self.slider], layout=W.Layout(align_items="center"))
        row.add_class("p2-slide")
        self.widget = W.VBox([row, self.note])

    @property
    def value(self) -> int:
        """The whole number at which the slider stands."""
        return int(self.slider.value)

    @value.setter
    def value(self, new: ControlValue) -> None:
        if isinstance(new, bool) or not isinstance(new, int | float):
            raise P2sppError(tr("Nilai tersimpan untuk {nama} bukan angka.").format(nama=self.key))
        self.slider.value = int(new)
        self._moved()

    def watch(self, notice: Notice) -> None:
        """Call `notice` after every change of the value."""
        self.slider.observe(lambda _: notice(), names="value")

    def _typed(self) -> None:
        typed = read_whole(self.box.value, self._unit)
        if typed is None:
            tell_wrong(
                self.box,
                self.note,
                tr("Bukan bilangan bulat. Tulis misalnya {n}.").format(n=number(self.value)),
            )
        elif not self.slider.min <= typed <= self.slider.max:
            text = tr("Di luar batas: isi {a} sampai {b}.")
            tell_wrong(
                self.box,
                self.note,
                text.format(a=number(self.slider.min), b=number(self.slider.max)),
            )
        else:
            self.slider.value = typed
            self._moved()

    def _moved(self) -> None:
        self.box.value = number(self.value)
        tell_wrong(self.box, self.note, "")
