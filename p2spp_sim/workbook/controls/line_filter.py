"""A search box and drop-downs that leave some of many lines in sight."""

from collections.abc import Callable, Iterable, Mapping

import ipywidgets as W  # noqa: N812

from p2spp_sim.base.language import tr

Facets = Mapping[
    str, Mapping[str, str]
]  # by what it is called: the value of each line that has one


def pick_list(label: str, options: Mapping[str, str], width: str) -> W.Dropdown:
    """Give a drop-down with its label beside it."""
    return W.Dropdown(
        options=[(words, key) for key, words in options.items()],
        description=label,
        layout=W.Layout(width=width, max_width="100%"),
        style={"description_width": "auto"},
    )


class LineFilter:
    """Words to look for, and a drop-down for every facet with more than one value.

    Parameters
    ----------
    look : called after every change.
    """

    def __init__(self, look: Callable[[], object]) -> None:
        self._look, self._busy = look, False
        self.search = W.Text(
            description=tr("Cari"),
            placeholder=tr("kata, nomor, atau desa"),
            continuous_update=False,
            layout=W.Layout(width="340px", max_width="100%"),
            style={"description_width": "auto"},
        )
        self.search.observe(lambda _: self._changed(), names="value")
        self.facets: dict[str, W.Dropdown] = {}
        self._values: Facets = {}
        self.widget = W.HBox([], layout=W.Layout(flex_flow="row wrap", grid_gap="0 12px"))

    def offer(self, values: Facets) -> None:
        """Offer the facets of other lines; nothing is looked for then."""
        self._busy = True
        self._values, self.facets, self.search.value = values, {}, ""
        for label, of_lines in values.items():
            there = sorted({value for value in of_lines.values() if value}, key=str.casefold)
            if len(there) > 1:
                options = {"": tr("semua"), **{value: value for value in there}}
                self.facets[label] = box = pick_list(label, options, "300px")
                box.observe(lambda _: self._changed(), names="value")
        self.widget.children = [self.search, *self.facets.values()]
        self._busy = False

    def leave(self, lines: Mapping[str, str]) -> list[str]:
        """Give the lines that all words and choices fit.

        Parameters
        ----------
        lines : key and words.
        """
        wanted = str(self.search.value).casefold().split()
        chosen = {label: box.value for label, box in self.facets.items() if box.value}
        return [
            line
            for line, words in lines.items()
            if has_words(words, wanted)
            and all(self._values[label].get(line) == value for label, value in chosen.items())
        ]

    @property
    def narrows(self) -> bool:
        """Whether anything is looked for."""
        return bool(self.search.value) or any(box.value for box in self.facets.values())

    def _changed(self) -> None:
        if not self._busy:
            self._look()


def has_words(text: str, wanted: Iterable[str]) -> bool:
    """Tell whether a text has all words, or parts of words, in small letters."""
    text = text.casefold()
    return all(word in text for word in wanted)
