"""Two lists to join: what on the right belongs to what on the left, or nothing."""

from collections.abc import Mapping

import ipywidgets as W  # noqa: N812

from p2spp_sim.alignment.scores import NO_PAIR
from p2spp_sim.base.errors import P2sppError
from p2spp_sim.base.language import tr
from p2spp_sim.workbook.controls.control import Composite, ControlValue, known, named_list, row_name


class Match(Composite):
    """For each item on the left a drop-down list of the items on the right; one used twice is told at once.

    Parameters
    ----------
    key, label : the name in files, the heading on the screen.
    left, right : key and words of the items.
    label_width : room for the words on the left, as CSS.
    """

    def __init__(
        self,
        key: str,
        label: str,
        left: Mapping[str, str],
        right: Mapping[str, str],
        *,
        label_width: str = "45%",
    ) -> None:
        super().__init__(key, label)
        self._left, self._right = dict(left), dict(right)
        options = {NO_PAIR: tr("tidak ada pasangan"), **right}
        self.lists = {
            item: named_list(
                tr("Pasangan: {kartu}").format(kartu=words), options, tr("– belum dipilih")
            )
            for item, words in left.items()
        }
        cells: list[W.Widget] = []
        for item, words in left.items():
            self.lists[item].observe(self._moved, names="value")
            cells += [row_name(words), self.lists[item]]
        table = W.GridBox(
            cells, layout=W.Layout(grid_template_columns=f"{label_width} minmax(0, 1fr)")
        )
        table.add_class("p2-grid")
        self._fill(table)
        self._count()

    @property
    def value(self) -> dict[str, str]:
        """For each item on the left one on the right, `NO_PAIR`, or "" where nothing is decided yet."""
        return {item: str(box.value) for item, box in self.lists.items()}

    @value.setter
    def value(self, new: ControlValue) -> None:
        if not isinstance(new, dict):
            raise P2sppError(tr("Pasangan tersimpan tidak terbaca."))
        gone = tr("Pasangan tersimpan {kunci} tidak ada lagi di papan ini.")
        items = known(new, self._left, gone)
        choices = known(new.values(), {"": "", NO_PAIR: "", **self._right}, gone)
        self._busy = True
        for item, choice in zip(items, choices, strict=True):
            self.lists[item].value = choice
        self._busy = False
        self._moved()

    @property
    def pairs(self) -> dict[str, str]:
        """The items that have a partner, and which."""
        return {item: choice for item, choice in self.value.items() if choice not in ("", NO_PAIR)}

    @property
    def doubled(self) -> dict[str, list[str]]:
        """Items on the right that were chosen more than once, and by whom."""
        by: dict[str, list[str]] = {}
        for item, choice in self.pairs.items():
            by.setdefault(choice, []).append(item)
        return {choice: items for choice, items in by.items() if len(items) > 1}

    @property
    def complete(self) -> bool:
        """Whether every item on the left is decided."""
        return all(self.value.values())

    def _moved(self, _change: object = None) -> None:
        if not self._busy:
            self._count()
            self._changed()

    def _count(self) -> None:
        decided = sum(map(bool, self.value.values()))
        text = tr("Terisi {n} dari {m}; berpasangan {k}.").format(
            n=decided, m=len(self.lists), k=len(self.pairs)
        )
        sign = "✓" if self.complete else "○"
        for choice, items in self.doubled.items():
            names = ", ".join(self._left[item] for item in items)
            text += " " + tr("{kanan} dipakai {n} kali: {kiri}.").format(
                kanan=self._right[choice], n=len(items), kiri=names
            )
            sign = "!"
        self._tell(text, sign)
