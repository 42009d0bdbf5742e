"""A lever's declaration as a control: bounds, unit and choices come from the lever itself."""

from collections.abc import Mapping

from p2spp_sim.scenario import Lever, Value
from p2spp_sim.text import pick, tr
from p2spp_sim.workbook.controls import Choose, Control, Slide, Tick

SHORT_UNITS = {"bagian": "%", "bagian dari dana terbuka": "%", "bagian APBD": "‰ APBD", "bobot": "%"}


class LeverControl:
    """A control that shows a lever in whole steps and gives its value back in the lever's own unit.

    Parameters
    ----------
    lever : the declaration.
    value : where it stands at first.
    choices : words of the options of a choice; the options themselves when missing.
    """

    def __init__(self, lever: Lever, value: Value, choices: Mapping[str, str] | None = None) -> None:
        self.lever = lever
        label = pick(lever.label)
        self.scale = 1
        self.control: Control
        if lever.kind == "boolean":
            self.control = Tick(lever.key, label, bool(value))
        elif lever.kind == "choice":
            words = {choice: (choices or {}).get(choice, choice) for choice in lever.choices}
            self.control = Choose(lever.key, label, words, str(value))
        else:
            self.scale = self._scale(lever)
            low, high = (round(float(bound or 0) * self.scale) for bound in (lever.low, lever.high))
            unit = tr(SHORT_UNITS.get(lever.unit, lever.unit))
            self.control = Slide(lever.key, label, low, high, round(float(value) * self.scale), unit=unit)

    @staticmethod
    def _scale(lever: Lever) -> int:
        if lever.kind != "real":
            return 1
        return 1000 if (lever.high or 1.0) <= 0.1 else 100

    @property
    def value(self) -> Value:
        """The lever's value as the control stands."""
        shown = self.control.value
        if self.lever.kind == "real" and isinstance(shown, int | float):
            return shown / self.scale
        return shown if not isinstance(shown, dict) else str(shown)
