"""What is made only when a browser asks for it: the first board of a page need not wait for the last exercise."""

from collections.abc import Callable

import ipywidgets as W  # noqa: N812

from p2spp_sim.base.language import tr
from p2spp_sim.workbook.page.panel import Guard

LATER = "p2-later"  # static/boards.js presses the button of each, the nearest first


def later(name: str, build: Callable[[], W.Widget]) -> W.VBox:
    """Give a place with a button that makes what stands there.

    Parameters
    ----------
    name : of what stands there.
    build : makes it, once.
    """
    button = W.Button(description=tr("Tampilkan {apa}").format(apa=name))
    guard = Guard()
    box = W.VBox([button, guard.widget])
    box.add_class(LATER)

    def fill() -> None:
        box.children = [build()]

    def asked(_: W.Button) -> None:
        guard.run(fill)
        box.remove_class(LATER)

    button.on_click(asked)
    return box
