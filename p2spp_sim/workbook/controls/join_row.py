"""One line to join: its likely partners one after the other, a short list to choose from, and a search in all."""

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import NamedTuple

import ipywidgets as W  # noqa: N812

from p2spp_sim.alignment.scores import NO_PAIR
from p2spp_sim.base.formats import number
from p2spp_sim.base.language import tr
from p2spp_sim.workbook.controls.control import named_list, text_cell
from p2spp_sim.workbook.controls.line_filter import has_words

MOST = 60  # in a drop-down; what more there is, is searched for
_FOUND = 20  # shown of what a search finds


class Candidate(NamedTuple):
    """A likely partner: its key, why it is one, how likely (0..1), and whether it only fills up."""

    key: str
    why: str
    score: float = 0.0
    weak: bool = False


class JoinRow:
    """The widgets of one line.

    Parameters
    ----------
    words : of the line.
    right : key and words of all that it can be joined to.
    likely : its candidates, best first.
    near : those of its own place, which stand behind the candidates.
    value : what is decided; "" while it is open.
    decide : called with every decision.
    """

    def __init__(
        self,
        words: str,
        right: Mapping[str, str],
        likely: Sequence[Candidate],
        near: Collection[str],
        value: str,
        decide: Callable[[str], object],
    ) -> None:
        self._right, self._near, self._laying = right, near, False
        self._likely = {
            candidate.key: f"{right[candidate.key]} – {candidate.why}" for candidate in likely
        }
        self.box = named_list(
            tr("Pasangan: {kartu}").format(kartu=words),
            self._options(()),
            tr("– belum diputuskan"),
        )
        self._allow(value)
        if value:
            self.box.value = value
        parts = [_offer(self.box, self._likely), self.box]
        self._decide = decide
        self.box.observe(lambda _: self._decided(), names="value")
        self.search = W.Text(
            description=tr("Cari usulan untuk: {kartu}").format(kartu=words),
            placeholder=tr("cari usulan lain: kata, nomor, atau desa"),
            continuous_update=False,
            layout=W.Layout(width="auto"),
        )
        self.search.add_class("p2-named")
        self._seen = W.HTML(layout=W.Layout(display="none"))
        if len(right) > MOST:
            self.search.observe(lambda _: self._look(), names="value")
            parts += [self.search, self._seen]
        self.cells = (text_cell(words), W.VBox(parts))

    def _decided(self) -> None:
        if not self._laying:
            self._decide(str(self.box.value))

    def _options(self, first: Sequence[str]) -> dict[str, str]:
        """Give what can be chosen: what was searched for, candidates, none, those of the same place, others."""
        options = {key: self._right[key] for key in first} | self._likely
        options[NO_PAIR] = tr("tidak ada pasangan")
        rest = [*self._near, *(self._right if len(self._right) <= MOST else ())]
        for key in rest[:MOST]:
            options.setdefault(key, self._right[key])
        return options

    def _allow(self, key: str, first: Sequence[str] = ()) -> None:
        """Offer also what is decided already, and what was searched for."""
        options = self._options(first)
        if key and key not in options:
            options[key] = self._right[key]
        choices = [
            (tr("– belum diputuskan"), ""),
            *((words, key) for key, words in options.items()),
        ]
        if [*self.box.options] != choices:
            self._laying = True  # other options forget what is chosen for a moment
            self.box.options = choices
            self.box.value = key
            self._laying = False

    def _look(self) -> None:
        """Put what the search finds first into the drop-down."""
        wanted = str(self.search.value).casefold().split()
        found_keys = (
            [key for key, words in self._right.items() if has_words(words, wanted)]
            if wanted
            else []
        )
        self._allow(str(self.box.value), found_keys[:_FOUND])
        text = ""
        if wanted:
            many = tr("{n} usulan cocok; {m} yang pertama ada di atas dalam pilihan.")
            none = tr("Tidak ada usulan dengan kata-kata itu.")
            counts = {"n": number(len(found_keys)), "m": number(min(_FOUND, len(found_keys)))}
            text = many.format(**counts) if found_keys else none
        self._seen.value = text_cell(text).value
        self._seen.layout.display = None if text else "none"


def _offer(box: W.Dropdown, likely: Mapping[str, str]) -> W.Widget:
    """Offer likely partners one after the other, until the line is decided or none of them was it."""
    ahead = list(likely)
    words, same, other = (
        W.HTML(),
        W.Button(description=tr("Sama")),
        W.Button(description=tr("Bukan")),
    )
    offer = W.VBox([words, W.HBox([same, other])])

    def look() -> None:
        offer.layout.display = "none" if box.value or not ahead else None
        if ahead:
            words.value = text_cell(tr("Calon: {usulan}").format(usulan=likely[ahead[0]])).value

    def take(_: object) -> None:
        box.value = ahead[0]

    def refuse(_: object) -> None:
        del ahead[0]
        look()

    same.on_click(take)
    other.on_click(refuse)
    box.observe(lambda _: look(), names="value")
    look()
    return offer
