"""The same questions asked of every row, each answered by a press on a button."""

from collections.abc import Mapping

import traitlets

from p2spp_sim.base.language import tr
from p2spp_sim.workbook.controls.cards import Classes, checked_options
from p2spp_sim.workbook.controls.control import ControlValue, Notice
from p2spp_sim.workbook.moving import GIVEN, Moving, beside


class ChecklistTable(Moving, **beside(__file__)):
    """The table on the screen.

    Attributes
    ----------
    rows, columns : key and words of the rows; key, heading and options of the questions.
    chosen : the option of each row in each column; "" where nothing is chosen yet.
    """

    label = traitlets.Unicode().tag(sync=True)
    rows: traitlets.List[list[str]] = traitlets.List().tag(sync=True)
    columns: traitlets.List[list[object]] = traitlets.List().tag(sync=True)
    chosen = traitlets.Dict().tag(**GIVEN)


class Checklist:
    """A row for each thing and the same few questions about all of them, answered from left to right.

    Parameters
    ----------
    key, label : the name in files, the heading on the screen.
    rows : key and words of each row.
    columns : the questions, by key.
    """

    def __init__(
        self, key: str, label: str, rows: Mapping[str, str], columns: Mapping[str, Classes]
    ) -> None:
        self.key = key
        self._rows, self._columns = dict(rows), dict(columns)
        self._notices: list[Notice] = []
        self.widget = ChecklistTable(
            label=label,
            rows=list(rows.items()),
            columns=[[name, c.label, list(c.options.items())] for name, c in columns.items()],
            chosen={row: dict.fromkeys(columns, "") for row in rows},
            words={"filled": tr("Terisi {n} dari {m}.")},
        )
        self.widget.observe(lambda _: self._changed(), names="chosen")

    @property
    def value(self) -> dict[str, dict[str, str]]:
        """The option of each row in each column; "" where nothing is chosen yet."""
        return {row: dict(self.widget.chosen[row]) for row in self._rows}

    @value.setter
    def value(self, new: ControlValue) -> None:
        before = self.value
        saved = checked_options(new, before, self._columns)
        self.widget.chosen = saved
        if saved == before:
            self._changed()

    def watch(self, notice: Notice) -> None:
        """Call `notice` after every change of the value, once a change."""
        self._notices.append(notice)

    def _changed(self) -> None:
        for notice in self._notices:
            notice()
