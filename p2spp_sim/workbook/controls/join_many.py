"""Take the first candidate of many lines at once: the count is said before, and it can be undone."""

from collections.abc import Callable, Mapping

import ipywidgets as W  # noqa: N812

from p2spp_sim.base.formats import number, percent
from p2spp_sim.base.language import tr
from p2spp_sim.workbook.controls.control import text_cell
from p2spp_sim.workbook.controls.line_filter import pick_list

LEVELS = (0.95, 0.9, 0.8, 0.7, 0.6)  # likeness of the first candidate that may be asked for
Pairs = Mapping[str, str]


class JoinMany:
    """Count, take, undo.

    Parameters
    ----------
    fitting : gives the open lines in sight whose first candidate is at least so likely, with that candidate, and how
        many are open there at all.
    take : decides on these lines, and says of which list they are.
    undo : opens these lines of a list again, those that still have this partner, and counts them.
    """

    def __init__(
        self,
        fitting: Callable[[float], tuple[dict[str, str], int]],
        take: Callable[[Pairs], str],
        undo: Callable[[str, Pairs], int],
    ) -> None:
        self._fitting, self._take, self._undo = fitting, take, undo
        self._ready: dict[str, str] = {}
        self._done: dict[str, str] = {}
        self._of = ""  # the list they are of
        self.level = pick_list(
            tr("Terima calon pertama dengan kemiripan paling sedikit"),
            {str(level): percent(level, 0) for level in LEVELS},
            "510px",
        )
        self.count = W.Button(description=tr("Hitung dahulu"), layout={"width": "auto"})
        self.accept = W.Button(layout={"width": "auto", "display": "none"})
        self.back = W.Button(
            description=tr("Batalkan"), layout={"width": "auto", "display": "none"}
        )
        self._said = W.HTML()
        self.level.observe(lambda _: self.forget(), names="value")
        self.count.on_click(lambda _: self._count())
        self.accept.on_click(lambda _: self._accept())
        self.back.on_click(lambda _: self._back())
        row = [self.level, self.count, self.accept, self.back]
        buttons = W.HBox(row, layout=W.Layout(flex_flow="row wrap", grid_gap="0 12px"))
        self.widget = W.VBox([buttons, self._said])

    def forget(self) -> None:
        """Take back what was counted: other lines are in sight now."""
        self._ready = {}
        self.accept.layout.display = "none"
        if not self._done:
            self._said.value = ""

    def _count(self) -> None:
        self._ready, still = self._fitting(float(self.level.value))
        text = tr(
            "Dari {m} baris yang belum diputuskan dalam tampilan ini, {n} punya calon seperti itu."
        )
        self._tell(text.format(m=number(still), n=number(len(self._ready))))
        self.accept.description = tr("Terima {n} pasangan").format(n=number(len(self._ready)))
        self.accept.layout.display = None if self._ready else "none"

    def _accept(self) -> None:
        self._done, self._ready = self._ready, {}
        self.accept.layout.display = "none"
        self._of = self._take(self._done)
        self.back.layout.display = None
        text = tr("{n} pasangan diterima sekaligus. Periksa sendiri beberapa di antaranya.")
        self._tell(text.format(n=number(len(self._done))))

    def _back(self) -> None:
        opened = self._undo(self._of, self._done)
        self._done = {}
        self.back.layout.display = "none"
        text = tr("{n} pasangan itu dibatalkan; barisnya belum diputuskan lagi.")
        self._tell(text.format(n=number(opened)))

    def _tell(self, text: str) -> None:
        self._said.value = text_cell(text).value
