"""Widgets that are read and not shown: no browser hears of them, and nothing of them stays."""

from collections.abc import Iterator
from contextlib import contextmanager

import ipywidgets as W  # noqa: N812
from comm import DummyComm


@contextmanager
def off_screen() -> Iterator[None]:
    """Make widgets that no browser is told of; they are closed at the end.

    A unit is some hundreds of widgets: told to a browser, those of five groups take it many seconds.
    """
    made: list[W.Widget] = []

    def keep(widget: W.Widget) -> None:
        widget.comm = DummyComm(target_name="jupyter.widget")
        made.append(widget)

    W.Widget.on_widget_constructed(keep)
    try:
        yield
    finally:
        W.Widget.on_widget_constructed(None)
        for widget in made:
            widget.close()
