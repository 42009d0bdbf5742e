"""What is made only when a browser asks for it: the first board of a page need not wait for the last exercise."""

from collections.abc import Callable

import ipywidgets as W  # noqa: N812

from p2spp_sim.base.language import tr
from p2spp_sim.workbook.page.panel import Guard, panel

LATER = "p2-later"  # static/boards.js presses the button of each, the nearest first
ALONE = "p2-alone"  # a person presses the button of these, or leaves it


def later(name: str, build: Callable[[], W.Widget]) -> W.VBox:
    """Give a place with a button that makes what stands there.

    Parameters
    ----------
    name : of what stands there.
    build : makes it, once.
    """
    return _place(tr("Tampilkan {apa}").format(apa=name), LATER, build)


def on_request(name: str, build: Callable[[], W.Widget]) -> W.VBox:
    """Give a place that the form of a class leaves for who goes on alone: nothing is made before it is asked for.

    Parameters
    ----------
    name, build : as of `later`.
    """
    return _place(tr("Untuk belajar sendiri: buka {apa}").format(apa=name), ALONE, build)


def _place(words: str, kind: str, build: Callable[[], W.Widget]) -> W.VBox:
    button, guard = W.Button(description=words), Guard()
    parts = [button, guard.widget]
    box = W.VBox([panel(*parts)] if kind == ALONE else parts)
    box.add_class(kind)

    def fill() -> None:
        box.children = [build()]

    def asked(_: W.Button) -> None:
        guard.run(fill)
        box.remove_class(kind)

    button.on_click(asked)
    return box
