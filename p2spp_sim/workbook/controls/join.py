"""Long lists to join with one list, a page at a time, likely partners first."""

from collections.abc import Callable, Collection, Mapping, Sequence
from functools import partial

import ipywidgets as W  # noqa: N812

from p2spp_sim.alignment.scores import NO_PAIR
from p2spp_sim.base.errors import P2sppError
from p2spp_sim.base.formats import number
from p2spp_sim.base.language import tr
from p2spp_sim.workbook.controls.control import Composite, ControlValue
from p2spp_sim.workbook.controls.join_many import JoinMany, Pairs
from p2spp_sim.workbook.controls.join_row import Candidate, JoinRow
from p2spp_sim.workbook.controls.line_filter import Facets, LineFilter, pick_list

ROWS = 8  # on a page: what a projector shows beside heading and buttons
_COLUMNS = "repeat(auto-fit, minmax(min(100%, max(300px, 40%)), 1fr))"  # two; one below the other on a telephone
OPEN, ALL, JOINED, ALONE = "open", "all", "joined", "alone"
Likely = Callable[[str, str], Sequence[Candidate]]
Near = Callable[[str, str], Collection[str]]


class Join(Composite):
    """For each line of several lists its likely partners, and a list of all on the right; a person decides every one.

    Parameters
    ----------
    key, label : the name in files, the heading on the screen.
    names : of the lists on the left, by key.
    left : key and words of the lines, by list.
    right : key and words of what they can be joined to.
    likely : gives, for a list and a line, the candidates, best first.
    latest : gives what is decided elsewhere too, asked before every decision; without it nobody else decides.
    near : gives, for a list and a line, those on the right that lie in the same place.
    facets : by list, what its lines can be filtered by.
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
        near: Near = lambda kind, line: (),
        facets: Mapping[str, Facets] | None = None,
    ) -> None:
        super().__init__(key, label)
        self._left, self._right, self._likely, self._latest = left, right, likely, latest
        self._near, self._facets = near, facets or {}
        self._decided: dict[str, dict[str, str]] = {}
        self._at, self._lines = 0, list[str]()
        shows = {
            OPEN: tr("yang belum diputuskan"),
            ALL: tr("semua"),
            JOINED: tr("yang berpasangan"),
            ALONE: tr("yang tanpa pasangan"),
        }
        self.which = pick_list(tr("Daftar"), {kind: names[kind] for kind in left}, "270px")
        self.shows = pick_list(tr("Tampilkan"), shows, "340px")
        self.filter = LineFilter(self._look)
        self.many = JoinMany(self._fitting, self._take, self._undo)
        self.back = W.Button(description=tr("Sebelumnya"))
        self.on = W.Button(description=tr("Berikutnya"))
        self.page = W.BoundedIntText(
            min=1, max=1, description=tr("Halaman"), layout=W.Layout(width="160px")
        )
        self.lists: dict[str, W.Dropdown] = {}
        layout = W.Layout(grid_template_columns=_COLUMNS, align_items="stretch")
        self._table = W.GridBox([], layout=layout)
        self._table.add_class("p2-grid")
        self.which.observe(lambda _: self._another(), names="value")
        self.shows.observe(lambda _: self._look(), names="value")
        self.page.observe(lambda _: self._turn(int(self.page.value) - 1), names="value")
        self.back.on_click(lambda _: self._turn(self._at - 1))
        self.on.on_click(lambda _: self._turn(self._at + 1))
        wrapped = W.Layout(flex_flow="row wrap", grid_gap="0 12px")
        turning = W.HBox([self.back, self.on, self.page], layout=wrapped)
        first = W.HBox([self.which, self.shows], layout=wrapped)
        self._fill(first, self.filter.widget, self._table, turning, self.many.widget)
        self._another()

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

    @property
    def _kind(self) -> str:
        return str(self.which.value)

    def _another(self) -> None:
        """Show another list."""
        self.filter.offer(self._facets.get(self._kind, {}))
        self._look()

    def _look(self) -> None:
        """Choose the lines to show; those decided meanwhile stay in sight until the next look."""
        kind = self._kind
        fits: Mapping[str, Callable[[str], bool]] = {
            OPEN: lambda choice: not choice,
            ALL: lambda choice: True,
            JOINED: lambda choice: choice not in ("", NO_PAIR),
            ALONE: lambda choice: choice == NO_PAIR,
        }
        fit = fits[str(self.shows.value)]
        self._lines = [
            line for line in self.filter.leave(self._left[kind]) if fit(self.chosen(kind, line))
        ]
        self._at = 0
        self.many.forget()
        self._lay()

    @property
    def _pages(self) -> int:
        return -(-len(self._lines) // ROWS)

    def _turn(self, page: int) -> None:
        if page != self._at and 0 <= page < self._pages:
            self._at = page
            self._lay()

    def _lay(self) -> None:
        """Lay out the rows of the page."""
        kind = self._kind
        self.lists = {}
        cells: list[W.Widget] = []
        for line in self._lines[self._at * ROWS : (self._at + 1) * ROWS]:
            row = JoinRow(
                self._left[kind][line],
                self._right,
                self._likely(kind, line),
                self._near(kind, line),
                self.chosen(kind, line),
                partial(self._decide_on, kind, line),
            )
            self.lists[line] = row.box
            cells += row.cells
        old = self._table.children
        self._table.children = cells
        for cell in old:
            _close(cell)
        self.back.disabled, self.on.disabled = self._at == 0, self._at + 1 >= self._pages
        self.page.max = max(1, self._pages)
        self.page.value = self._at + 1
        self.page.layout.display = None if self._pages > 1 else "none"
        self._count()

    def _decide_on(self, kind: str, line: str, choice: str) -> None:
        self._decide(kind, {line: choice})

    def _decide(self, kind: str, choices: Pairs) -> None:
        """Decide on lines of a list; an empty choice opens one again."""
        if self._latest:
            self._decided = {name: dict(lines) for name, lines in self._latest().items()}
        decided = self._decided.setdefault(kind, {})
        for line, choice in choices.items():
            decided.pop(line, None)
            if choice:
                decided[line] = choice
        self._count()
        self._changed()

    def _fitting(self, least: float) -> tuple[dict[str, str], int]:
        """Give the first candidates of open lines in sight that are at least so likely, and how many are open."""
        kind = self._kind
        still = [line for line in self._lines if not self.chosen(kind, line)]
        first = {line: next(iter(self._likely(kind, line)), None) for line in still}
        sure = {
            line: likely.key
            for line, likely in first.items()
            if likely and not likely.weak and likely.score >= least
        }
        return sure, len(still)

    def _take(self, pairs: Pairs) -> str:
        """Decide on lines of the list in sight; say which list that is."""
        self._decide(self._kind, pairs)
        self._lay()
        return self._kind

    def _undo(self, kind: str, pairs: Pairs) -> int:
        """Open lines of a list again that still have these partners."""
        latest = (self._latest() if self._latest else self._decided).get(kind, {})
        same = {line: "" for line, partner in pairs.items() if latest.get(line) == partner}
        self._decide(kind, same)
        self._lay()
        return len(same)

    def _count(self) -> None:
        choices = [self.chosen(self._kind, line) for line in self._left[self._kind]]
        decided = sum(map(bool, choices))
        joined = sum(choice not in ("", NO_PAIR) for choice in choices)
        text = tr("Diputuskan {n} dari {m}; berpasangan {k}.")
        text = text.format(n=number(decided), m=number(len(choices)), k=number(joined))
        if self.filter.narrows:
            text += " " + tr("Tampak {n} baris.").format(n=number(len(self._lines)))
        page = tr("Halaman {n} dari {m}.").format(n=self._at + 1, m=self._pages)
        self._tell(
            f"{text} {page}"
            if self._pages
            else f"{text} {tr('Tidak ada baris untuk ditampilkan.')}",
            _sign(choices),
        )


def _close(cell: W.Widget) -> None:
    """Let go of the widgets of a page that is not shown any more."""
    for child in getattr(cell, "children", ()):
        _close(child)
    parts = [getattr(cell, name, None) for name in ("layout", "style")]
    for part in (cell, *filter(None, parts)):
        part.close()


def _sign(choices: Sequence[str]) -> str:
    return "✓" if all(choices) else "○"
