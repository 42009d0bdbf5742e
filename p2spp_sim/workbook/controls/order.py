"""Cards to put in order, each moved by its own two buttons."""

from collections.abc import Mapping, Sequence
from time import monotonic

import ipywidgets as W  # noqa: N812

from p2spp_sim.base.errors import P2sppError
from p2spp_sim.base.language import tr
from p2spp_sim.workbook.controls.control import (
    Composite,
    ControlValue,
    known,
    small_button,
    text_cell,
)

AGAIN = 0.35  # seconds within which a second press on a button still means the card of the first


class Order(Composite):
    """Cards in rows, each with a button up and a button down; the focus stays with the card that moves.

    The rows stay where they are and the words change places, so the page is never taken apart under the keyboard.

    Parameters
    ----------
    key, label : the name in files, the heading on the screen.
    cards : key and words of each card.
    value : all keys in the order at first; the order of `cards` when None.
    """

    def __init__(
        self, key: str, label: str, cards: Mapping[str, str], value: Sequence[str] | None = None
    ) -> None:
        super().__init__(key, label)
        self._cards = dict(cards)
        self._order = self._checked(list(cards if value is None else value))
        self._last: tuple[int, int, str, float] = (-1, 0, "", 0.0)
        self.ups = [small_button("up", "") for _ in self._order]
        self.downs = [small_button("down", "") for _ in self._order]
        self.texts = [text_cell("") for _ in self._order]
        for place, (up, down) in enumerate(zip(self.ups, self.downs, strict=True)):
            up.on_click(lambda _, place=place: self._press(place, -1))
            down.on_click(lambda _, place=place: self._press(place, 1))
        rows = [
            W.HBox(list(row), layout=W.Layout(align_items="center"))
            for row in zip(self.ups, self.downs, self.texts, strict=True)
        ]
        for row in rows:
            row.add_class("p2-row")
        self._fill(*rows)
        self._draw()

    @property
    def value(self) -> list[str]:
        """All keys, the first on top."""
        return list(self._order)

    @value.setter
    def value(self, new: ControlValue) -> None:
        order = self._checked(new)
        if order != self._order:
            self._order = order
            self._draw()
            self._changed()

    def _checked(self, new: object) -> list[str]:
        sentence = tr("Urutan tersimpan tidak memuat kartu yang sama dengan papan ini.")
        if not isinstance(new, list | tuple):
            raise P2sppError(sentence)
        order = known(new, self._cards, sentence)
        if sorted(order) != sorted(self._cards):
            raise P2sppError(sentence)
        return order

    def _press(self, place: int, step: int) -> None:
        now = monotonic()
        pressed, way, card, at = self._last
        start = place
        if (pressed, way) == (place, step) and now - at < AGAIN:
            place = self._order.index(card)  # the focus has not followed yet
        card = self._order[place]
        self._last = (start, step, card, now)
        target = place + step
        if not 0 <= target < len(self._order):
            at_end = (
                tr("{kartu} sudah paling atas.") if step < 0 else tr("{kartu} sudah paling bawah.")
            )
            self._tell(at_end.format(kartu=self._cards[card]), "!")
            return
        self._order[place], self._order[target] = self._order[target], card
        self._show(place)
        self._show(target)
        (self.ups if step < 0 else self.downs)[target].focus()
        where = tr("{kartu}: urutan {n} dari {m}.")
        self._tell(where.format(kartu=self._cards[card], n=target + 1, m=len(self._order)))
        self._changed()

    def _draw(self) -> None:
        for place in range(len(self._order)):
            self._show(place)
        self._tell(tr("Urutan dari atas ke bawah; pindahkan kartu dengan ▲ dan ▼."))

    def _show(self, place: int) -> None:
        words = self._cards[self._order[place]]
        self.texts[place].value = text_cell(f"{place + 1}. {words}").value
        up = tr("Naikkan: {kartu}").format(kartu=words)
        down = tr("Turunkan: {kartu}").format(kartu=words)
        for button, name in ((self.ups[place], up), (self.downs[place], down)):
            button.description = button.tooltip = name
