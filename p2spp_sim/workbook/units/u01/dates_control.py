"""Unit 01: the control with a box for the date of each station, filled in by hand or from a file."""

from collections.abc import Sequence

import ipywidgets as W  # noqa: N812

from p2spp_sim.base.errors import P2sppError
from p2spp_sim.base.language import tr
from p2spp_sim.village_plan.days import day
from p2spp_sim.workbook.controls import ControlValue
from p2spp_sim.workbook.controls.control import Composite, known, row_name, tell_wrong
from p2spp_sim.workbook.page.choosing import TABLES, choose_files
from p2spp_sim.workbook.page.panel import Guard
from p2spp_sim.workbook.units.u01.own_calendar import (
    CalendarDays,
    dates_in,
    read_day,
    station_names,
)

LONGEST = 40  # characters of a date as people write it


class Dates(Composite):
    """A box for each station; what was typed is kept as it was typed, also where it is no date.

    Parameters
    ----------
    key, label : the name in files, the heading on the screen.
    """

    def __init__(self, key: str, label: str) -> None:
        super().__init__(key, label)
        self._names = station_names()
        self.guard = Guard()
        self.boxes = {name: self._box(words) for name, words in self._names.items()}
        self.notes = {name: W.HTML(layout=W.Layout(display="none")) for name in self._names}
        cells = [
            W.VBox([row_name(words), self.boxes[name], self.notes[name]])
            for name, words in self._names.items()
        ]
        grid = W.GridBox(
            cells,
            layout=W.Layout(
                grid_template_columns="repeat(auto-fill, minmax(200px, 1fr))",
                grid_gap="4px 16px",
                align_items="flex-start",
            ),
        )
        words = tr("Isi dari berkas: kolom acara dan tanggal")
        chosen = choose_files(words, self.take, self.guard, TABLES, primary=False)
        self._fill(grid, chosen, self.guard.widget)
        self._judge()

    @property
    def value(self) -> dict[str, str]:
        """What is typed, by station; empty boxes are not there."""
        typed = {name: box.value.strip() for name, box in self.boxes.items()}
        return {name: text for name, text in typed.items() if text}

    @value.setter
    def value(self, new: ControlValue) -> None:
        if not isinstance(new, dict) or not all(isinstance(text, str) for text in new.values()):
            raise P2sppError(tr("Tanggal tersimpan tidak terbaca."))
        known(new, self._names, tr("Tanggal tersimpan {kunci} tidak ada lagi di papan ini."))
        self._busy = True
        for name, box in self.boxes.items():
            box.value = new.get(name, "")[:LONGEST]
        self._busy = False
        self._moved()

    def _box(self, words: str) -> W.Text:
        box = W.Text(
            continuous_update=False,  # half a date is no date
            description=tr("Tanggal {acara}").format(acara=words),
            placeholder=tr("15 Januari 2026"),
            layout=W.Layout(width="auto", min_width="0"),
        )
        box.add_class("p2-named")
        box.observe(lambda _: self._moved(), names="value")
        return box

    def _moved(self) -> None:
        if not self._busy:
            self._judge()
            self._changed()

    def _judge(self) -> None:
        """Say beside each box that holds no date what is expected, and below how many were read."""
        wrong = 0
        for name, box in self.boxes.items():
            why = _why_not(box.value)
            wrong += bool(why)
            tell_wrong(box, self.notes[name], why, left=True)
        read = len(readable(self.value))
        self._tell(tr("Terbaca {n} dari {m} tanggal.").format(n=read, m=len(self._names)))
        if wrong:
            text = tr("{n} isian bukan tanggal; yang lain tetap diperiksa.")
            self._tell(text.format(n=wrong), "!")

    def take(self, files: Sequence[tuple[str, bytes]]) -> None:
        """Fill the boxes from a file; one that cannot be read changes nothing.

        Parameters
        ----------
        files : name and content of the one that was chosen.

        Raises
        ------
        P2sppError : bad cells, or nothing in it is known.
        """
        [(name, content)] = files
        dated, unknown = dates_in(name, content)
        if not dated:
            text = tr("Tidak satu acara pun dikenal. Yang dikenal: {daftar}.")
            raise P2sppError(text.format(daftar=", ".join(self._names.values())))
        self.value = {**self.value, **{key: day(written) for key, written in dated.items()}}
        if unknown:
            text = tr("Terisi {n}; dilewati karena tidak dikenal: {daftar}.")
            self._tell(text.format(n=len(dated), daftar=", ".join(unknown)), "!")


def readable(typed: dict[str, str]) -> CalendarDays:
    """Give the days among what was typed."""
    return {name: read_day(text) for name, text in typed.items() if not _why_not(text)}


def _why_not(text: str) -> str:
    if not text.strip():
        return ""
    try:
        read_day(text)
    except ValueError as error:
        return tr("“{isi}”: {sebab}.").format(isi=text.strip(), sebab=error)
    return ""
