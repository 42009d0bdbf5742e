"""Long lists to join with one list, a page at a time, likely partners first."""

from collections.abc import Callable, Mapping, Sequence

import ipywidgets as W  # noqa: N812

from p2spp_sim.alignment.scores import NO_PAIR
from p2spp_sim.base.errors import P2sppError
from p2spp_sim.base.formats import number
from p2spp_sim.base.language import tr
from p2spp_sim.workbook.controls.control import Composite, ControlValue, named_list, text_cell

ROWS = 8  # on a page: what a projector shows beside heading and buttons
_COLUMNS = "repeat(auto-fit, minmax(min(100%, max(300px, 40%)), 1fr))"  # two; one below the other on a telephone
OPEN, ALL, JOINED, ALONE = "open", "all", "joined", "alone"
Likely = Callable[[str, str], Sequence[tuple[str, str]]]


class Join(Composite):
    """For each line of several lists its likely partners, and a list of all on the right; a person decides every one.

    A list, because there may be thousands on the right, which no table of cards can hold.

    Parameters
    ----------
    key, label : the name in files, the heading on the screen.
    names : of the lists on the left, by key.
    left : key and words of the lines, by list.
    right : key and words of what they can be joined to.
    likely : gives, for a list and a line, the likely partners, best first, each with words that say why.
    latest : gives what is decided elsewhere too, asked before every decision; without it nobody else decides.
    """

    def __init__(
        self,
        key: str,
        label: str,
        names: Mapping[str, str],
        left: Mapping[str, Mapping[str, str]],
        right: Mapping[str, str],
        likely: Likely,
        latest: Callable[[], Mapping[str, Mapping[str, str]]] | None = None,
    ) -> None:
        super().__init__(key, label)
        self._left, self._right, self._likely, self._latest = left, right, likely, latest
        self._decided: dict[str, dict[str, str]] = {}
        self._at, self._lines = 0, list[str]()
        shows = {
            OPEN: tr("yang belum diputuskan"),
            ALL: tr("semua"),
            JOINED: tr("yang berpasangan"),
            ALONE: tr("yang tanpa pasangan"),
        }
        self.which = _list(tr("Daftar"), {kind: names[kind] for kind in left}, "270px")
        self.shows = _list(tr("Tampilkan"), shows, "340px")
        self.back = W.Button(description=tr("Sebelumnya"))
        self.on = W.Button(description=tr("Berikutnya"))
        self.lists: dict[str, W.Dropdown] = {}
        layout = W.Layout(grid_template_columns=_COLUMNS, align_items="stretch")
        self._table = W.GridBox([], layout=layout)
        self._table.add_class("p2-grid")
        for box in (self.which, self.shows):
            box.observe(lambda _: self._look(), names="value")
        self.back.on_click(lambda _: self._turn(-1))
        self.on.on_click(lambda _: self._turn(1))
        filters = W.HBox(
            [self.which, self.shows], layout=W.Layout(flex_flow="row wrap", grid_gap="0 12px")
        )
        self._fill(filters, self._table, W.HBox([self.back, self.on]))
        self._look()

    @property
    def value(self) -> dict[str, dict[str, str]]:
        """By list and line what was decided: one on the right, or `NO_PAIR`; lines that are not here now stay in it."""
        return {kind: dict(lines) for kind, lines in self._decided.items()}

    @value.setter
    def value(self, new: ControlValue) -> None:
        if not isinstance(new, dict) or not all(isinstance(lines, dict) for lines in new.values()):
            raise P2sppError(tr("Pasangan tersimpan tidak terbaca."))
        self._decided = {kind: dict(lines) for kind, lines in new.items()}
        self._look()
        self._changed()

    def chosen(self, kind: str, line: str) -> str:
        """Give what was decided on a line; nothing while it is open, or when that is not on the right any more."""
        choice = self._decided.get(kind, {}).get(line, "")
        return choice if choice == NO_PAIR or choice in self._right else ""

    def _look(self) -> None:
        """Choose the lines to show; those decided meanwhile stay in sight until the next look."""
        kind, shows = str(self.which.value), str(self.shows.value)
        fits: Mapping[str, Callable[[str], bool]] = {
            OPEN: lambda choice: not choice,
            ALL: lambda choice: True,
            JOINED: lambda choice: choice not in ("", NO_PAIR),
            ALONE: lambda choice: choice == NO_PAIR,
        }
        self._lines = [line for line in self._left[kind] if fits[shows](self.chosen(kind, line))]
        self._at = 0
        self._lay()

    def _turn(self, step: int) -> None:
        self._at += step * ROWS
        self._lay()

    def _lay(self) -> None:
        """Lay out the rows of the page."""
        kind = str(self.which.value)
        self.lists = {}
        cells: list[W.Widget] = []
        for line in self._lines[self._at : self._at + ROWS]:
            words = self._left[kind][line]
            likely = {key: f"{self._right[key]} – {why}" for key, why in self._likely(kind, line)}
            box = self.lists[line] = named_list(
                tr("Pasangan: {kartu}").format(kartu=words),
                self._options(likely),
                tr("– belum diputuskan"),
            )
            box.value = self.chosen(kind, line)
            box.observe(
                lambda change, line=line: self._decide(kind, line, str(change["new"])),
                names="value",
            )
            cells += [text_cell(words), W.VBox([_offer(box, likely), box])]
        self._table.children = cells
        self.back.disabled, self.on.disabled = self._at == 0, self._at + ROWS >= len(self._lines)
        self._count()

    def _options(self, likely: Mapping[str, str]) -> dict[str, str]:
        others = {key: words for key, words in self._right.items() if key not in likely}
        return {**likely, NO_PAIR: tr("tidak ada pasangan"), **others}

    def _decide(self, kind: str, line: str, choice: str) -> None:
        if self._latest:
            self._decided = {name: dict(lines) for name, lines in self._latest().items()}
        choices = self._decided.setdefault(kind, {})
        choices.pop(line, None)
        if choice:
            choices[line] = choice
        self._count()
        self._changed()

    def _count(self) -> None:
        kind = str(self.which.value)
        choices = [self.chosen(kind, line) for line in self._left[kind]]
        decided = sum(map(bool, choices))
        joined = sum(choice not in ("", NO_PAIR) for choice in choices)
        text = tr("Diputuskan {n} dari {m}; berpasangan {k}.")
        text = text.format(n=number(decided), m=number(len(choices)), k=number(joined))
        pages = -(-len(self._lines) // ROWS)
        page = tr("Halaman {n} dari {m}.").format(n=self._at // ROWS + 1, m=pages)
        self._tell(
            f"{text} {page}" if pages else f"{text} {tr('Tidak ada baris untuk ditampilkan.')}",
            _sign(choices),
        )


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


def _sign(choices: Sequence[str]) -> str:
    return "✓" if all(choices) else "○"


def _list(label: str, options: Mapping[str, str], width: str) -> W.Dropdown:
    return W.Dropdown(
        options=[(words, key) for key, words in options.items()],
        description=label,
        layout=W.Layout(width=width),
        style={"description_width": "auto"},
    )
