"""Tokens to share out among actors one after the other; the order counts."""

from collections import Counter
from collections.abc import Mapping, Sequence
from html import escape

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
from p2spp_sim.workbook.page.markup import page


class Tokens(Composite):
    """A row an actor with a button to give and a button to take back, and the sequence in sight.

    Parameters
    ----------
    key, label : the name in files, the heading on the screen.
    actors : key and words of those who can get a token.
    count : tokens there are.
    value : actors in the order in which they get one at first.
    """

    def __init__(
        self, key: str, label: str, actors: Mapping[str, str], count: int, value: Sequence[str] = ()
    ) -> None:
        super().__init__(key, label)
        self.count = count
        self._actors = dict(actors)
        self._given = self._checked(list(value))
        self.plus = {
            actor: small_button("plus", tr("Tambah: {nama}").format(nama=n))
            for actor, n in actors.items()
        }
        self.minus = {
            actor: small_button("minus", tr("Kurangi: {nama}").format(nama=n))
            for actor, n in actors.items()
        }
        self._counts = {actor: W.HTML() for actor in actors}
        self.sequence = W.HTML()
        rows = []
        for actor, words in actors.items():
            self.plus[actor].on_click(lambda _, actor=actor: self._give(actor))
            self.minus[actor].on_click(lambda _, actor=actor: self._take(actor))
            cells = [self.minus[actor], self._counts[actor], self.plus[actor], text_cell(words)]
            row = W.HBox(cells, layout=W.Layout(align_items="center"))
            row.add_class("p2-row")
            rows.append(row)
        self.undo = W.Button(description=tr("Batalkan yang terakhir"))
        self.clear = W.Button(description=tr("Kosongkan"))
        self.undo.on_click(lambda _: self._set(self._given[:-1]))
        self.clear.on_click(lambda _: self._set([]))
        self._fill(
            *rows,
            self.sequence,
            W.HBox([self.undo, self.clear], layout=W.Layout(flex_flow="row wrap")),
        )
        self._draw()

    @property
    def value(self) -> list[str]:
        """Who gets a token, in order."""
        return list(self._given)

    @value.setter
    def value(self, new: ControlValue) -> None:
        self._set(self._checked(new))

    @property
    def chips(self) -> list[str]:
        """How many each actor has."""
        many = Counter(self._given)
        return [f"{words}: {many[actor]}" for actor, words in self._actors.items() if many[actor]]

    @property
    def left(self) -> int:
        """Tokens not given yet."""
        return self.count - len(self._given)

    @property
    def counts(self) -> dict[str, int]:
        """Tokens of each actor."""
        return {actor: self._given.count(actor) for actor in self._actors}

    def _checked(self, new: object) -> list[str]:
        if not isinstance(new, list | tuple):
            raise P2sppError(tr("Pembagian tersimpan tidak terbaca."))
        given = known(
            new, self._actors, tr("Pelaku tersimpan {kunci} tidak ada lagi di papan ini.")
        )
        if len(given) > self.count:
            text = tr("Pembagian tersimpan memakai {n}, padahal yang tersedia {m}.")
            raise P2sppError(text.format(n=len(given), m=self.count))
        return given

    def _give(self, actor: str) -> None:
        if not self.left:
            self._tell(tr("Semua {n} sudah dibagi. Kurangi satu dahulu.").format(n=self.count), "!")
            return
        self._set([*self._given, actor])

    def _take(self, actor: str) -> None:
        if actor not in self._given:
            self._tell(tr("{nama} belum mendapat apa pun.").format(nama=self._actors[actor]), "!")
            return
        last = len(self._given) - 1 - self._given[::-1].index(actor)
        self._set(self._given[:last] + self._given[last + 1 :])

    def _set(self, given: list[str]) -> None:
        if given == self._given:
            return
        self._given = given
        self._draw()
        self._changed()

    def _draw(self) -> None:
        for actor, n in self.counts.items():
            self._counts[actor].value = page(f'<span class="p2-count">{n}</span>')
        chips = [f"<li>{escape(self._actors[actor])}</li>" for actor in self._given]
        chips += ['<li class="p2-free">' + escape(tr("kosong")) + "</li>"] * self.left
        name = escape(tr("Urutan pembagian"), quote=True)
        self.sequence.value = page(
            f'<ol class="p2-chips" aria-label="{name}">{"".join(chips)}</ol>'
        )
        text = tr("Dibagi {n} dari {m}; sisa {k}.").format(
            n=len(self._given), m=self.count, k=self.left
        )
        self._tell(text, "○" if self.left else "✓")
