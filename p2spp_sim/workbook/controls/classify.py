"""Cards that each get a class, and perhaps a second and a third property."""

from collections.abc import Mapping
from dataclasses import dataclass

import ipywidgets as W  # noqa: N812

from p2spp_sim.base.errors import P2sppError
from p2spp_sim.base.language import tr
from p2spp_sim.workbook.controls.control import (
    Composite,
    ControlValue,
    known,
    named_list,
    row_name,
    text_cell,
)


@dataclass(frozen=True, slots=True)
class Classes:
    """What is said of every card: the heading, the options by key, and whether a card may do without."""

    label: str
    options: Mapping[str, str]
    optional: bool = False


class Classify(Composite):
    """A table with a card a row and a drop-down list for each column.

    Parameters
    ----------
    key, label : the name in files, the heading on the screen.
    cards : key and words of each card.
    columns : by key, for instance the stream and the month.
    label_width : room for the words of the cards, as CSS.
    """

    def __init__(
        self,
        key: str,
        label: str,
        cards: Mapping[str, str],
        columns: Mapping[str, Classes],
        *,
        label_width: str = "45%",
    ) -> None:
        super().__init__(key, label)
        self._columns = dict(columns)
        self._cards = dict(cards)
        self.lists = {
            card: {
                name: named_list(f"{column.label}: {words}", column.options)
                for name, column in columns.items()
            }
            for card, words in cards.items()
        }
        cells: list[W.Widget] = [
            row_name(),
            *(text_cell(c.label, strong=True) for c in columns.values()),
        ]
        for card, words in cards.items():
            cells += [row_name(words), *self.lists[card].values()]
            for chosen in self.lists[card].values():
                chosen.observe(self._moved, names="value")
        template = f"{label_width} repeat({len(columns)}, minmax(0, 1fr))"
        table = W.GridBox(cells, layout=W.Layout(grid_template_columns=template))
        table.add_class("p2-grid")
        self._fill(table)
        self._count()

    @property
    def value(self) -> dict[str, dict[str, str]]:
        """The option of each card in each column; "" where nothing is chosen yet."""
        return {
            card: {name: str(box.value) for name, box in row.items()}
            for card, row in self.lists.items()
        }

    @value.setter
    def value(self, new: ControlValue) -> None:
        saved = self._checked(new)
        self._busy = True
        for card, row in self.lists.items():
            for name, box in row.items():
                box.value = saved[card][name]
        self._busy = False
        self._moved()

    @property
    def complete(self) -> bool:
        """Whether something is chosen in every list that asks for it."""
        return all(self._asked)

    def column(self, name: str) -> dict[str, str]:
        """Give the options chosen in one column, by card; cards without a choice are left out."""
        return {card: row[name] for card, row in self.value.items() if row[name]}

    @property
    def _asked(self) -> list[str]:
        rows = self.value.values()
        return [
            option
            for row in rows
            for name, option in row.items()
            if not self._columns[name].optional
        ]

    def _checked(self, new: object) -> dict[str, dict[str, str]]:
        gone = tr("Kartu tersimpan {kunci} tidak ada lagi di papan ini.")
        if not isinstance(new, dict):
            raise P2sppError(tr("Pilihan tersimpan untuk kartu-kartu ini tidak terbaca."))
        saved = self.value
        for card in known(new, self._cards, gone):
            row = new[card]
            if not isinstance(row, dict):
                raise P2sppError(tr("Pilihan tersimpan untuk kartu-kartu ini tidak terbaca."))
            for name in known(
                row, self._columns, tr("Kolom tersimpan {kunci} tidak ada lagi di papan ini.")
            ):
                options = {"": "", **self._columns[name].options}
                (saved[card][name],) = known(
                    [row[name]], options, tr("Pilihan tersimpan {kunci} tidak ada lagi.")
                )
        return saved

    def _moved(self, _change: object = None) -> None:
        if not self._busy:
            self._count()
            self._changed()

    def _count(self) -> None:
        asked = self._asked
        text = tr("Terisi {n} dari {m}.").format(n=sum(map(bool, asked)), m=len(asked))
        self._tell(text, "✓" if self.complete else "○")
