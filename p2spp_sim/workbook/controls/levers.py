"""A lever's declaration as a control: bounds, unit and choices come from the lever itself."""

from collections.abc import Mapping
from typing import cast

from p2spp_sim.base.formats import figure, number, percent
from p2spp_sim.base.language import pick, tr
from p2spp_sim.scenario.scenario import Lever, LeverValue
from p2spp_sim.workbook import controls
from p2spp_sim.workbook.controls import Choose, Control, Slide, Tick
from p2spp_sim.workbook.page.markup import MILLION

PERMILLE = 1000  # small shares move in tenths of a per cent


class LeverControl:
    """A control that shows a lever in whole steps and gives its value back in the lever's own unit.

    Parameters
    ----------
    lever : the declaration.
    value : where it stands at first.
    choices : words of the options of a choice; the options themselves when missing.
    label : words on the screen; the lever's own when empty.
    """

    def __init__(
        self,
        lever: Lever,
        value: LeverValue,
        choices: Mapping[str, str] | None = None,
        *,
        label: str = "",
    ) -> None:
        self.lever = lever
        self.label = label or pick(lever.label)
        self.scale, unit = scale_of(lever)
        self.control: Control
        if lever.kind == "boolean":
            self.control = Tick(lever.key, self.label, bool(value))
        elif lever.kind == "choice":
            words = {choice: (choices or {}).get(choice, choice) for choice in lever.choices}
            self.control = Choose(lever.key, self.label, words, str(value))
        else:
            low, high = (round(float(bound or 0) * self.scale) for bound in (lever.low, lever.high))
            step = 50 if lever.kind == "idr" else 1
            shown = round(float(value) * self.scale)
            self.control = Slide(lever.key, self.label, low, high, shown, step=step, unit=unit)

    @property
    def value(self) -> LeverValue:
        """The lever's value as the control stands."""
        return self.value_of(self.control.value)

    def value_of(self, shown: controls.ControlValue) -> LeverValue:
        """Give the lever's own value for what a control shows."""
        if isinstance(shown, bool | str) or self.lever.kind == "integer":
            return cast(LeverValue, shown)
        if not isinstance(shown, int | float):
            raise TypeError("a lever has one value")
        return round(shown / self.scale) if self.lever.kind == "idr" else shown / self.scale


def said_value(lever: Lever, value: LeverValue) -> str:
    """Write a value of a lever as people say it."""
    if isinstance(value, bool):
        return tr("ya") if value else tr("tidak")
    if isinstance(value, str):
        return {"before": tr("sebelum"), "after": tr("sesudah")}.get(value, value)
    if isinstance(value, int):
        return f"{number(value)} {tr(lever.unit)}" if lever.unit else number(value)
    if lever.unit == "bobot":
        return figure(value)
    if scale_of(lever)[0] == PERMILLE:
        return f"{figure(round(100 * value, 1))}%"
    return percent(value, 0)


def scale_of(lever: Lever) -> tuple[float, str]:
    """Give what a lever's value is multiplied by on the screen, and the unit shown then."""
    if lever.kind == "idr":
        return 1 / MILLION, tr("juta rupiah")
    if lever.kind != "real":
        return 1, tr(lever.unit) if lever.unit else ""
    return (PERMILLE, "‰") if (lever.high or 1.0) <= 0.1 else (100, "%")
