"""What every control offers to a board, and what the larger ones share."""

import logging
from collections.abc import Callable, Iterable, Mapping, Sequence
from html import escape
from typing import Any, Protocol, runtime_checkable

import ipywidgets as W  # noqa: N812

from p2spp_sim.base.errors import P2sppError
from p2spp_sim.base.language import tr
from p2spp_sim.base.numerals import read_figure, without_unit
from p2spp_sim.workbook.page.markup import page

log = logging.getLogger(__name__)
ControlValue = bool | int | float | str | list[str] | dict[str, Any]
Notice = Callable[[], object]


class Control(Protocol):
    """What every control offers to a board."""

    key: str
    widget: W.Widget

    @property
    def value(self) -> Any:
        """A `ControlValue`: what JSON can hold; each control says which."""

    @value.setter
    def value(self, new: ControlValue) -> None: ...

    def watch(self, notice: Notice) -> None:
        """Call `notice` after every change of the value."""


@runtime_checkable
class Chipped(Protocol):
    """A larger control that can also say in a few words how it stands."""

    @property
    def chips(self) -> list[str]:
        """The words, one piece each."""


class Composite:
    """A control made of several widgets: a heading, its rows and a line that tells how it stands.

    Parameters
    ----------
    key : the name in files.
    label : the heading on the screen; empty shows none.
    """

    def __init__(self, key: str, label: str) -> None:
        self.key = key
        self.message = W.HTML()
        heading = [W.HTML(page(f"<p><strong>{escape(label)}</strong></p>"))] if label else []
        self.widget = W.VBox(heading)
        self.widget.add_class("p2-set")
        self._notices: list[Notice] = []
        self._busy = False

    def watch(self, notice: Notice) -> None:
        """Call `notice` after every change of the value, once a change."""
        self._notices.append(notice)

    def _fill(self, *rows: W.Widget) -> None:
        """Put rows and the telling line below the heading."""
        self.widget.children = [*self.widget.children, *rows, self.message]

    def _changed(self) -> None:
        for notice in self._notices:
            notice()

    def _tell(self, text: str, sign: str = "") -> None:
        words = f"<strong>{sign}</strong> {escape(text)}" if sign else escape(text)
        self.message.value = page(f'<div role="status">{words}</div>')


def known(keys: Iterable[object], allowed: Mapping[str, object], sentence: str) -> list[str]:
    """Give saved keys as a list when every one is still there.

    Parameters
    ----------
    sentence : what is said otherwise, with a place for {kunci}.

    Raises
    ------
    P2sppError : a key that is not among `allowed`.
    """
    kept = []
    for key in keys:
        if not isinstance(key, str) or key not in allowed:
            raise P2sppError(sentence.format(kunci=key))
        kept.append(key)
    return kept


def read_whole(text: str, unit: str = "") -> int | None:
    """Read a whole number from the screen, also in per cent or with its unit behind it; None when it is none."""
    figure = without_unit(text.strip(), unit).rstrip("%").replace("−", "-")
    try:
        return int(read_figure(figure, whole=True, typed=True))
    except ValueError:
        return None


def tell_wrong(box: W.Text, note: W.HTML, text: str, *, left: bool = False) -> None:
    """Say beside a box what is wrong with what was typed there; an empty text clears it.

    Parameters
    ----------
    left : below a box that holds words; figures stand on the right.
    """
    side = ' style="text-align: left"' if left else ""
    note.layout.display = None if text else "none"
    note.value = (
        page(f'<div class="p2-wrong"{side} role="alert"><strong>!</strong> {escape(text)}</div>')
        if text
        else ""
    )
    if text:
        box.add_class("p2-bad")
    else:
        box.remove_class("p2-bad")


def small_button(kind: str, name: str) -> W.Button:
    """Give a small button whose sign comes from the style sheet, so that its name is words.

    Parameters
    ----------
    kind : plus or minus.
    name : what is read aloud and shown when the mouse rests on it.
    """
    button = W.Button(description=name, tooltip=name)
    button.add_class("p2-small")
    button.add_class(f"p2-{kind}")
    return button


def text_cell(words: str, *, strong: bool = False) -> W.HTML:
    """Give words as one cell of a row."""
    inside = f"<strong>{escape(words)}</strong>" if strong else escape(words)
    return W.HTML(page(inside))


def row_name(words: str = "") -> W.HTML:
    """Give the first cell of a row: what its choices are about; on a telephone it stands above them."""
    cell = text_cell(words)
    cell.add_class("p2-name")
    return cell


def named_list(name: str, options: Mapping[str, str], empty: str) -> W.Dropdown:
    """Give a drop-down list that starts empty and whose name is read aloud, not shown: the row shows it.

    Parameters
    ----------
    options : key and words.
    empty : the words of the key "", chosen at first.
    """
    choices = [(empty, ""), *((words, key) for key, words in options.items())]
    chosen = W.Dropdown(
        options=choices, value="", description=name, layout=W.Layout(width="auto", min_width="0")
    )
    chosen.add_class("p2-named")
    return chosen


def restore(controls: Sequence[Control], saved: Mapping[str, object]) -> list[str]:
    """Give controls their saved values; a value that no longer fits is left out and told.

    Returns
    -------
    Sentences about the values that could not be restored.
    """
    sentences: list[str] = []
    for control in controls:
        if control.key not in saved:
            continue
        try:
            control.value = saved[control.key]  # type: ignore[assignment]
        except P2sppError as error:
            sentences.append(str(error))
        except Exception:  # a file may hold anything
            log.debug("a saved value does not fit", exc_info=True)
            sentences.append(tr("Satu nilai tersimpan tidak terbaca."))
    return sentences
