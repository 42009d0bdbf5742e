"""Cards to pick within a budget."""

from collections.abc import Sequence
from dataclasses import dataclass

import ipywidgets as W  # noqa: N812

from p2spp_sim.base.errors import P2sppError
from p2spp_sim.base.formats import number
from p2spp_sim.base.language import tr
from p2spp_sim.workbook.controls.control import Composite, ControlValue, known, text_cell

BLOCKS = 24  # a budget up to this is also shown as a row of blocks


@dataclass(frozen=True, slots=True)
class Pick:
    """A card with its words, its cost in whole units, and a line of explanation below it."""

    key: str
    label: str
    cost: int
    note: str = ""


class Picks(Composite):
    """Cards to tick until the budget is spent; one that would go over it is told and not picked.

    Parameters
    ----------
    key, label : the name in files, the heading on the screen.
    cards : in the order shown.
    budget : what may be spent, in whole units.
    unit : what costs are counted in.
    value : keys picked at first.
    """

    def __init__(
        self,
        key: str,
        label: str,
        cards: Sequence[Pick],
        budget: int,
        *,
        unit: str = "",
        value: Sequence[str] = (),
    ) -> None:
        super().__init__(key, label)
        self._cards = {card.key: card for card in cards}
        self._unit = unit or tr("poin")
        self._budget = budget
        first = self._checked(list(value))
        self.ticks = {
            card.key: W.Checkbox(
                value=card.key in first,
                description=tr("{kartu} ({n} {satuan})").format(
                    kartu=card.label, n=number(card.cost), satuan=self._unit
                ),
                indent=False,
                layout=W.Layout(width="auto"),
            )
            for card in cards
        }
        rows: list[W.Widget] = []
        for card in cards:
            self.ticks[card.key].observe(
                lambda change, card=card: self._ticked(card, change), names="value"
            )
            note = [text_cell(card.note)] if card.note else []
            for cell in note:
                cell.add_class("p2-note")
            row = W.VBox([self.ticks[card.key], *note])
            row.add_class("p2-card")
            rows.append(row)
        self._fill(W.VBox(rows))
        self._count()

    @property
    def chips(self) -> list[str]:
        """What is picked."""
        return [f"✓ {self._cards[key].label}" for key in self.value]

    @property
    def value(self) -> list[str]:
        """Keys of the picked cards, in the order shown."""
        return [key for key, tick in self.ticks.items() if tick.value]

    @value.setter
    def value(self, new: ControlValue) -> None:
        picked = self._checked(new)
        self._busy = True
        for key, tick in self.ticks.items():
            tick.value = key in picked
        self._busy = False
        self._count()
        self._changed()

    @property
    def budget(self) -> int:
        """What may be spent."""
        return self._budget

    @budget.setter
    def budget(self, new: int) -> None:
        self._budget = new
        self._count()

    @property
    def spent(self) -> int:
        """What the picked cards cost together."""
        return self._cost(self.value)

    @property
    def left(self) -> int:
        """What can still be spent; below zero after the budget was made smaller."""
        return self._budget - self.spent

    def _cost(self, keys: Sequence[str]) -> int:
        return sum(self._cards[key].cost for key in keys)

    def _checked(self, new: object) -> list[str]:
        if not isinstance(new, list | tuple):
            raise P2sppError(tr("Kartu tersimpan tidak terbaca."))
        picked = known(new, self._cards, tr("Kartu tersimpan {kunci} tidak ada lagi di papan ini."))
        picked = list(dict.fromkeys(picked))
        if self._cost(picked) > self._budget:
            text = tr("Kartu tersimpan bernilai {n} {satuan}, padahal modal {m}.")
            raise P2sppError(text.format(n=self._cost(picked), m=self._budget, satuan=self._unit))
        return picked

    def _ticked(self, card: Pick, change: dict[str, object]) -> None:
        if self._busy:
            return
        if change["new"] and self.left < 0:
            self._busy = True
            self.ticks[card.key].value = False
            self._busy = False
            text = tr(
                "{kartu} tidak diambil: perlu {n}, sisa {m} {satuan}. Lepas kartu lain dahulu."
            )
            self._tell(
                text.format(kartu=card.label, n=card.cost, m=self.left, satuan=self._unit), "!"
            )
            return
        self._count()
        self._changed()

    def _count(self) -> None:
        spent, left = self.spent, self.left
        meter = ""
        if left >= 0 and self._budget <= BLOCKS:
            meter = "■" * spent + "□" * left
        text = tr("Terpakai {n} dari {m} {satuan}; sisa {k}.").format(
            n=number(spent), m=number(self._budget), k=number(left), satuan=self._unit
        )
        if left < 0:
            text = tr("Terpakai {n} dari {m} {satuan}: lebih {k}. Lepas kartu.").format(
                n=number(spent), m=number(self._budget), k=number(-left), satuan=self._unit
            )
        self._tell(text, meter if left >= 0 else "!")
