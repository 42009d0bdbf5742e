"""Weights that must add up to 100, with a plain message until they do, and as they would be if they did."""

from collections.abc import Mapping

import ipywidgets as W  # noqa: N812

from p2spp_sim.base.errors import P2sppError
from p2spp_sim.base.language import tr
from p2spp_sim.workbook.controls.control import ControlValue, Notice
from p2spp_sim.workbook.controls.slide import Slide

TOTAL = 100


def scaled(shares: Mapping[str, int]) -> dict[str, int]:
    """Scale whole shares so that they add up to 100, the remainder to the largest fractions; equal where all are 0."""
    shown, total = dict(shares), sum(shares.values())
    if not total:
        shown, total = dict.fromkeys(shown, 1), len(shown)
    floor = {name: value * TOTAL // total for name, value in shown.items()}
    rest = sorted(shown, key=lambda name: -(shown[name] * TOTAL % total))
    for name in rest[: TOTAL - sum(floor.values())]:
        floor[name] += 1
    return floor


class Weights:
    """Sliders of percent that must add up to 100; until they do, the last set that did stays in force.

    Parameters
    ----------
    labels : key and name of each weight.
    values : percent of each; together 100.
    """

    total = TOTAL

    def __init__(self, key: str, labels: Mapping[str, str], values: Mapping[str, int]) -> None:
        self.key = key
        self.slides = {
            name: Slide(name, label, 0, 100, int(values[name]), unit="%")
            for name, label in labels.items()
        }
        self._valid = {name: int(values[name]) for name in labels}
        self._notices: list[Notice] = []
        self._busy = False
        self.message = W.HTML()
        self.fix = W.Button(
            description=tr("Jadikan 100"),
            tooltip=tr("Besarkan atau kecilkan semua bobot sampai berjumlah 100"),
        )
        self.fix.on_click(lambda _: self.fit())
        foot = W.HBox(
            [self.message, self.fix],
            layout=W.Layout(align_items="center", justify_content="space-between"),
        )
        self.widget = W.VBox([*(slide.widget for slide in self.slides.values()), foot])
        for slide in self.slides.values():
            slide.watch(self._moved)
        self._tell()

    @property
    def shown(self) -> dict[str, int]:
        """The percents as the sliders stand, whether or not they add up to 100."""
        return {name: slide.value for name, slide in self.slides.items()}

    @property
    def complete(self) -> bool:
        """Whether the sliders add up to 100."""
        return sum(self.shown.values()) == self.total

    @property
    def value(self) -> dict[str, int]:
        """The last set of percents that added up to 100."""
        return dict(self._valid)

    @value.setter
    def value(self, new: ControlValue) -> None:
        if (
            not isinstance(new, dict)
            or set(new) != set(self.slides)
            or sum(new.values()) != self.total
        ):
            raise P2sppError(tr("Bobot tersimpan tidak berjumlah 100."))
        self._set(new)

    def watch(self, notice: Notice) -> None:
        """Call `notice` after every change, also while the weights do not add up to 100."""
        self._notices.append(notice)

    @property
    def fitted(self) -> dict[str, int]:
        """The percents scaled so that they add up to 100, the remainder to the largest fractions."""
        return scaled(self.shown)

    def fit(self) -> None:
        """Scale all weights so that they add up to 100."""
        self._set(self.fitted)

    def _set(self, values: Mapping[str, int]) -> None:
        self._busy = True
        for name, slide in self.slides.items():
            slide.value = values[name]
        self._busy = False
        self._moved()

    def _moved(self) -> None:
        if self._busy:
            return
        if self.complete:
            self._valid = self.shown
        self._tell()
        for notice in self._notices:
            notice()

    def _tell(self) -> None:
        total = sum(self.shown.values())
        self.fix.disabled = total == self.total
        if total == self.total:
            text = tr("Jumlah 100, lengkap")
        elif total < self.total:
            text = tr("Jumlah {n}: tambah {d}").format(n=total, d=self.total - total)
        else:
            text = tr("Jumlah {n}: kurangi {d}").format(n=total, d=total - self.total)
        sign = "✓" if total == self.total else "!"
        self.message.value = f'<div class="p2" role="status"><strong>{sign} {text}</strong></div>'
