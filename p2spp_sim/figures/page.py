"""The page that figures are laid out on: the screen's, or a column of a journal in its own size of type."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from p2spp_sim.base.errors import OutOfBounds
from p2spp_sim.base.language import tr

if TYPE_CHECKING:
    from matplotlib.figure import Figure

WIDE = 12.0  # inches of the screen's page
SCREEN_TEXT = 12  # points of its type
COLUMNS_MM = {"single": 84.0, "double": 174.0}  # of most journals
LEAST_MM, MOST_MM = 60.0, 400.0
TYPE_POINTS = 7.0  # of the type in a column: what is `SCREEN_TEXT` on the screen
_MM = 25.4
_NARROW = 0.7  # of the screen's page, below which labels want more lines


@dataclass(frozen=True, slots=True)
class Page:
    """What a figure is laid out on.

    Parameters
    ----------
    wide : inches, with type of `SCREEN_TEXT` points.
    scale : by which all is made smaller at the end.
    bare : without title and footer, which then stand in the caption.
    """

    wide: float = WIDE
    scale: float = 1.0
    bare: bool = False

    @property
    def share(self) -> float:
        """Its width as a share of the screen's."""
        return self.wide / WIDE

    @property
    def narrow(self) -> bool:
        """Whether labels want more lines than on a screen."""
        return self.share < _NARROW

    @property
    def tall(self) -> float:
        """By how much taller rows are, so that labels of more lines have room."""
        return 0.8 / self.share if self.narrow else 1.0


_SCREEN = Page()
_current: ContextVar[Page] = ContextVar("page")


def page() -> Page:
    """Give the page that is laid out on now."""
    return _current.get(_SCREEN)


def column(width: float | str) -> Page:
    """Give the page of a column.

    Parameters
    ----------
    width : single (84 mm), double (174 mm), or millimetres.

    Raises
    ------
    OutOfBounds : no such width.
    """
    mm: float = COLUMNS_MM.get(width, 0.0) if isinstance(width, str) else width
    if not LEAST_MM <= mm <= MOST_MM:
        text = tr("width = {width}: diharapkan {names}, atau {low} sampai {high} milimeter.")
        names = ", ".join(f"{name} ({mm:g} mm)" for name, mm in COLUMNS_MM.items())
        ends = {"low": f"{LEAST_MM:g}", "high": f"{MOST_MM:g}"}
        raise OutOfBounds([text.format(width=width, names=names, **ends)])
    scale = TYPE_POINTS / SCREEN_TEXT
    return Page(mm / _MM / scale, scale, bare=True)


@contextmanager
def laid_out(on: Page) -> Iterator[None]:
    """Lay out on another page for a while."""
    token = _current.set(on)
    try:
        yield
    finally:
        _current.reset(token)


def shrink(figure: "Figure", scale: float) -> None:
    """Make all of a figure smaller but the type of its legends, which is made in its size (see `look.legend`)."""
    from matplotlib.collections import Collection, PathCollection
    from matplotlib.legend import Legend
    from matplotlib.lines import Line2D
    from matplotlib.patches import FancyArrowPatch, Patch
    from matplotlib.text import Text

    wide, high = figure.get_size_inches()
    figure.set_size_inches(wide * scale, high * scale)
    engine: Any = figure.get_layout_engine()
    pads = engine.get()
    engine.set(h_pad=pads["h_pad"] * scale, w_pad=pads["w_pad"] * scale)
    done = {id(artist) for artist in _shrink_ticks(figure, scale)}
    for legend in figure.findobj(Legend):
        done |= {id(artist) for artist in legend.findobj(Text)}
    for artist in figure.findobj(lambda artist: id(artist) not in done):
        if isinstance(artist, Text):
            artist.set_fontsize(float(artist.get_fontsize()) * scale)
        elif isinstance(artist, Line2D):
            artist.set_linewidth(artist.get_linewidth() * scale)
            artist.set_markersize(artist.get_markersize() * scale)
            artist.set_markeredgewidth(artist.get_markeredgewidth() * scale)
        elif isinstance(artist, Patch):
            artist.set_linewidth(artist.get_linewidth() * scale)
            if isinstance(artist, FancyArrowPatch):
                artist.set_mutation_scale(artist.get_mutation_scale() * scale)
        elif isinstance(artist, Collection):
            widths: Any = artist.get_linewidth()
            artist.set_linewidth((np.asarray(widths) * scale).tolist())
            if isinstance(artist, PathCollection):
                artist.set_sizes(artist.get_sizes() * scale**2)


def _shrink_ticks(figure: "Figure", scale: float) -> list[Any]:
    """Make ticks, their labels and the room beside them smaller; give what was dealt with."""
    done: list[Any] = []
    for axes in figure.axes:
        for axis in (axes.xaxis, axes.yaxis):
            tick: Any = axis.get_major_ticks()[0]
            axis.set_tick_params(
                labelsize=tick.label1.get_fontsize() * scale,
                pad=tick.get_pad() * scale,
                length=tick.tick1line.get_markersize() * scale,
                width=tick.tick1line.get_markeredgewidth() * scale,
            )
            axis.labelpad *= scale
            done += [artist for artist in axis.findobj() if artist is not axis.label]
    return done
