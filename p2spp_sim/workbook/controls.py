"""Controls that a learner moves: each has a name on the screen, answers the keyboard and tells when its value changed.

A control has a `key`, a `widget` to display, a `value` that a small JSON file can hold, and `watch(callback)`.
"""

import logging
from collections.abc import Callable, Mapping, Sequence
from typing import Protocol

import ipywidgets as W  # noqa: N812

from p2spp_sim.errors import P2sppError
from p2spp_sim.text import tr
from p2spp_sim.workbook.markup import say

Value = bool | int | float | str | dict[str, int]
Notice = Callable[[], None]
log = logging.getLogger(__name__)

# The handle of a slider has no name of its own; give it the name of the number box it is twinned with.
NAME_HANDLES = """
(() => {
  if (window.p2sppHandles) return;
  const name = () => document.querySelectorAll('.p2-slide').forEach(row => {
    const label = row.querySelector('label'), handle = row.querySelector('.noUi-handle');
    if (label && handle && handle.getAttribute('aria-label') !== label.textContent)
      handle.setAttribute('aria-label', label.textContent);
  });
  window.p2sppHandles = new MutationObserver(name);
  window.p2sppHandles.observe(document.body, {childList: true, subtree: true});
  name();
})();
"""


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
            value=value, min=low, max=high, step=step, description=name, layout=wide, style={"description_width": "195px"}
        )
        self.slider = W.IntSlider(
            value=value, min=low, max=high, step=step, readout=False, layout=W.Layout(width="auto", flex="1 1 110px")
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
    """

    def __init__(self, key: str, label: str, options: Mapping[str, str], value: str, *, label_width: str = "195px") -> None:
        self.key = key
        self._keys = tuple(options)
        self.widget = W.Dropdown(
            options=[(words, option) for option, words in options.items()],
            value=value,
            description=label,
            layout=W.Layout(width="auto", max_width="640px"),
            style={"description_width": label_width},
        )

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


class Weights:
    """Sliders of percent that must add up to 100; until they do, the last set that did stays in force.

    Parameters
    ----------
    labels : key and name of each weight.
    values : percent of each; together 100.
    """

    total = 100

    def __init__(self, key: str, labels: Mapping[str, str], values: Mapping[str, int]) -> None:
        self.key = key
        self.slides = {name: Slide(name, label, 0, 100, int(values[name]), unit="%") for name, label in labels.items()}
        self._valid = {name: int(values[name]) for name in labels}
        self._notices: list[Notice] = []
        self._busy = False
        self.message = W.HTML()
        self.fix = W.Button(description=tr("Jadikan 100"), tooltip=tr("Besarkan atau kecilkan semua bobot sampai berjumlah 100"))
        self.fix.on_click(lambda _: self.fit())
        foot = W.HBox([self.message, self.fix], layout=W.Layout(align_items="center", justify_content="space-between"))
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
    def value(self, new: Value) -> None:
        if not isinstance(new, dict) or set(new) != set(self.slides) or sum(new.values()) != self.total:
            raise P2sppError(tr("Bobot tersimpan tidak berjumlah 100."))
        self._set(new)

    def watch(self, notice: Notice) -> None:
        """Call `notice` after every change, also while the weights do not add up to 100."""
        self._notices.append(notice)

    def fit(self) -> None:
        """Scale all weights so that they add up to 100, the remainder to the largest fractions."""
        shown = self.shown
        total = sum(shown.values())
        if not total:
            shown, total = dict.fromkeys(shown, 1), len(shown)
        floor = {name: value * self.total // total for name, value in shown.items()}
        rest = sorted(shown, key=lambda name: -(shown[name] * self.total % total))
        for name in rest[: self.total - sum(floor.values())]:
            floor[name] += 1
        self._set(floor)

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
            text = tr("Jumlah bobot 100. Lengkap.")
        elif total < self.total:
            text = tr("Jumlah bobot {n}. Tambahkan {d} lagi.").format(n=total, d=self.total - total)
        else:
            text = tr("Jumlah bobot {n}. Kurangi {d}.").format(n=total, d=total - self.total)
        sign = "✓" if total == self.total else "!"
        self.message.value = f'<div class="p2" role="status"><strong>{sign} {text}</strong></div>'


class Guard:
    """Runs what a control calls; whatever goes wrong becomes one sentence below the control, never a traceback."""

    def __init__(self) -> None:
        self.widget = W.HTML()

    def run(self, work: Callable[[], object]) -> bool:
        """Run `work`; say whether it succeeded.

        Parameters
        ----------
        work : called without arguments.
        """
        try:
            work()
        except P2sppError as error:
            self.widget.value = say("galat", str(error))
            return False
        except Exception as error:
            log.debug("a callback failed", exc_info=True)
            text = tr("Langkah ini tidak berhasil ({jenis}). Ubah satu nilai lalu coba lagi; pilihan lain tetap utuh.")
            self.widget.value = say("galat", text.format(jenis=type(error).__name__))
            return False
        self.widget.value = ""
        return True


def restore(controls: Sequence[Control], saved: Mapping[str, object]) -> list[str]:
    """Give controls their saved values; a value that no longer fits is left out and told.

    Returns
    -------
    Sentences about the values that could not be restored.
    """
    told: list[str] = []
    for control in controls:
        if control.key not in saved:
            continue
        try:
            control.value = saved[control.key]  # type: ignore[assignment]
        except (P2sppError, TypeError, ValueError, AttributeError) as error:
            told.append(str(error) if isinstance(error, P2sppError) else tr("Satu nilai tersimpan tidak terbaca."))
    return told


def panel(*widgets: W.Widget, width: str = "auto") -> W.VBox:
    """Put widgets one below the other in a framed panel in the workbook's style."""
    box = W.VBox(list(widgets), layout=W.Layout(width=width))
    box.add_class("p2-panel")
    return box
