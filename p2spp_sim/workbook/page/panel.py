"""A framed panel, and what stands between its controls and a traceback."""

import logging
from collections.abc import Callable
from threading import RLock

import ipywidgets as W  # noqa: N812

from p2spp_sim.base.errors import P2sppError
from p2spp_sim.base.language import tr
from p2spp_sim.workbook.page.markup import say

log = logging.getLogger(__name__)
_ONE_AT_A_TIME = RLock()  # a kernel may answer two controls of a page in two threads


class Guard:
    """Runs what a control calls, one after another; what goes wrong becomes a sentence below it, never a traceback."""

    def __init__(self) -> None:
        self.widget = W.HTML(layout=W.Layout(display="none"))

    def run(self, work: Callable[[], object]) -> bool:
        """Run `work`; say whether it succeeded.

        Parameters
        ----------
        work : called without arguments.
        """
        with _ONE_AT_A_TIME:
            return self._run(work)

    def _run(self, work: Callable[[], object]) -> bool:
        try:
            work()
        except P2sppError as error:
            return self._tell(str(error))
        except Exception as error:
            log.debug("a callback failed", exc_info=True)
            text = tr(
                "Langkah ini tidak berhasil ({jenis}). Ubah satu nilai lalu coba lagi; yang lain tetap utuh."
            )
            return self._tell(text.format(jenis=type(error).__name__))
        self._show("")
        return True

    def _tell(self, text: str) -> bool:
        self._show(say("galat", text))
        return False

    def _show(self, html: str) -> None:
        self.widget.value = html
        self.widget.layout.display = None if html else "none"


class SpokenGuard(Guard):
    """The same for a widget that shows sentences itself: they are handed over as HTML.

    Parameters
    ----------
    show : called with the sentence; not when all is well, for then there may be something else to tell.
    """

    def __init__(self, show: Callable[[str], None]) -> None:
        self._hand_over = show

    def _show(self, html: str) -> None:
        if html:
            self._hand_over(html)


def panel(*widgets: W.Widget, width: str = "auto") -> W.VBox:
    """Put widgets one below the other in a framed panel in the workbook's style."""
    box = W.VBox(list(widgets), layout=W.Layout(width=width))
    box.add_class("p2-panel")
    return box
