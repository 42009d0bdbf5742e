"""Asks of a group's own file which column is what: sheet, row of the heading, unit, and what was read of it so far."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from html import escape
from pathlib import Path
from tempfile import TemporaryDirectory

import ipywidgets as W  # noqa: N812

from p2spp_sim.alignment.list_columns import DOCUMENT, READ_TABLES
from p2spp_sim.alignment.lists import DraftLines, draft
from p2spp_sim.alignment.shown import facts
from p2spp_sim.base.formats import number, rupiah
from p2spp_sim.base.language import Labels, tr
from p2spp_sim.tables.choices import NOTHING, TableChoice, letter
from p2spp_sim.tables.columns import Column
from p2spp_sim.tables.layouts import LayoutMemory
from p2spp_sim.tables.lists import ListsAsked
from p2spp_sim.tables.reader import sheets_called
from p2spp_sim.workbook.page.markup import Table, page, say
from p2spp_sim.workbook.page.panel import panel

LISTS = Labels(usulan="Usulan musrenbang", reses="Catatan reses", renja="Kegiatan Renja")
_UNITS = Labels(
    told="menurut judul kolom", one="rupiah utuh", thousand="ribu rupiah", million="juta rupiah"
)
_TIMES = {"told": 0, "one": 1, "thousand": 1_000, "million": 1_000_000}
_PREVIEW, _EXAMPLE = 5, 40  # cells of a row that may be the heading; letters of a cell
_FAULTS = 8  # questions that are shown


class ListQuestions:
    """The questions about one list of the file.

    Parameters
    ----------
    kind, columns : which list it is, and what its columns may be.
    path, file : of the file, and what it was called.
    memory : the layouts that are remembered.
    choice : what was chosen before.
    """

    def __init__(
        self,
        kind: str,
        columns: tuple[Column, ...],
        path: Path,
        file: str,
        memory: LayoutMemory,
        choice: TableChoice,
    ) -> None:
        self.kind, self.columns = kind, columns
        self._path, self._file, self._memory = path, file, memory
        self.choice, self._asking = choice, False
        self._said = W.HTML()
        self._columns: dict[int, W.Dropdown] = {}
        self.made = self._draft()
        self._propose_unit()
        self.sheet = W.Dropdown(description=tr("Lembar"), layout={"width": "340px"})
        self.top = W.RadioButtons(layout={"width": "auto"})
        self.unit = W.Dropdown(
            description=tr("Satuan rupiah"),
            options=[(words, _TIMES[key]) for key, words in _UNITS.items()],
            style={"description_width": "auto"},
        )
        self._grid = W.GridBox(
            [],
            layout=W.Layout(
                grid_template_columns="minmax(120px, 2fr) minmax(160px, 3fr) minmax(140px, 200px)",
                grid_gap="2px 10px",
                align_items="center",
            ),
        )
        self.widget = W.VBox(
            [
                W.HBox([self.sheet, self.unit], layout=W.Layout(flex_flow="row wrap")),
                W.HTML(page(f"<p><strong>{escape(tr('Baris mana judul kolomnya?'))}</strong></p>")),
                self.top,
                self._grid,
                self._said,
            ]
        )
        self._lay()
        self.sheet.observe(lambda _: self._another(sheet=self.sheet.value), names="value")
        self.top.observe(lambda _: self._another(top=self.top.value), names="value")
        self.unit.observe(lambda _: self._another(times=self.unit.value), names="value")

    @property
    def there(self) -> bool:
        """Whether the file has this list at all."""
        return self.made.draft.reading is not None

    @property
    def fine(self) -> bool:
        """Whether nothing is left to be asked."""
        return not self.made.draft.faults

    def _draft(self) -> DraftLines:
        made = self._read()
        free = self.kind in ("usulan", DOCUMENT) and not (made.draft.reading or self.choice.sheet)
        if free and made.draft.sheets:  # none fits, or several do: begin with the first
            faults = made.draft.faults
            self.choice = TableChoice(made.draft.sheets[0])
            made = self._read()
            made = DraftLines(made.draft._replace(faults=[*faults, *made.draft.faults]), made.lines)
            self.choice = NOTHING
        return made

    def _propose_unit(self) -> None:
        """Choose the unit that the heading tells, for the person to see and to confirm by reading the list."""
        reading = self.made.draft.reading
        unit = max(reading.units.values(), default=1) if reading else 1
        if unit > 1 and not self.choice.times and unit in _TIMES.values():
            self.choice = replace(self.choice, times=unit)
            self.made = self._draft()

    def _read(self) -> DraftLines:
        asked = ListsAsked({self.kind: self.choice}, self._memory, self._file)
        return draft(self._path, self.kind, asked, self.columns)

    def _another(self, *, sheet: str = "", top: int = 0, times: int = -1) -> None:
        """Take a choice: another sheet or heading begins anew, another unit keeps the columns."""
        if self._asking:
            return
        old = self.choice
        if sheet:
            self.choice = TableChoice(sheet, times=old.times)
        elif top:
            self.choice = TableChoice(self.sheet.value, top, times=old.times)
        elif times >= 0:
            self.choice = TableChoice(old.sheet, old.top, self._chosen(), times)
        else:
            self.choice = TableChoice(self.sheet.value, old.top, self._chosen(), old.times)
        self.made = self._draft()
        if sheet or top:
            self._propose_unit()
        self._lay()

    def _chosen(self) -> dict[str, str]:
        return {letter(at): box.value for at, box in self._columns.items()}

    def answer(self) -> TableChoice:
        """Give the choice as it stands on the screen, every column of it."""
        reading = self.made.draft.reading
        top = reading.top if reading and self.choice.top else 0
        return TableChoice(self.sheet.value or "", top, self._chosen(), self.choice.times)

    def _lay(self) -> None:
        """Show what was read by the choice as it stands."""
        self._asking = True
        reading, sheets = self.made.draft.reading, self.made.draft.sheets
        if [option for _, option in self.sheet.options] != sheets:
            self.sheet.options = [(name, name) for name in sheets]
        self.sheet.layout.display = None if len(sheets) > 1 else "none"
        if reading:
            if reading.sheet in sheets:
                self.sheet.value = reading.sheet
            tops = {row: cells for row, cells in reading.tops if any(cells)}
            first = self.choice.top or (reading.tops[0][0] if reading.tops else 0)
            self.top.options = [(_preview(row, cells), row) for row, cells in sorted(tops.items())]
            self.top.value = first if first in tops else None
            self._lay_columns()
        self.unit.value = self.choice.times if self.choice.times in _TIMES.values() else 0
        self._said.value = self._told()
        self._asking = False

    def _lay_columns(self) -> None:
        reading = self.made.draft.reading
        assert reading is not None
        names = {c.name: c.title for c in self.columns if not c.beside}
        options = [(tr("abaikan"), ""), *((title, name) for name, title in names.items())]
        heads = (tr("Kolom di berkas"), tr("Isi pertama"), tr("Dibaca sebagai"))
        cells: list[W.Widget] = [W.HTML(page(f"<strong>{escape(head)}</strong>")) for head in heads]
        self._columns = {}
        for at, (title, head) in enumerate(zip(reading.titles, reading.heading, strict=True)):
            first = [row[at] for _, row in reading.body if at < len(row) and row[at].isprintable()]
            if not title.strip("\0") and not any(first):
                continue
            called = title.strip("\0") or tr("(tanpa judul, kolom {kolom})").format(
                kolom=letter(at).strip("@")
            )
            box = W.Dropdown(
                options=options,
                value=head if head in names else "",
                layout={"width": "auto"},
                description=called,
            )
            box.add_class("p2-named")
            box.observe(lambda _: self._another(), names="value")
            self._columns[at] = box
            said = " · ".join(_short(cell) for cell in first if cell) or "–"
            cells += [W.HTML(page(escape(called))), W.HTML(page(escape(said))), box]
        self._grid.children = cells

    def _told(self) -> str:
        """Say what was read, and what is still asked."""
        faults = [str(fault) for fault in self.made.draft.faults]
        more = len(faults) - _FAULTS
        if more > 0:
            faults = [*faults[:_FAULTS], tr("… dan {n} lagi.").format(n=number(more))]
        reading = self.made.draft.reading
        text = tr("{n} baris, jumlah {rupiah}.").format(
            n=number(len(self.made.lines)), rupiah=rupiah(self.made.idr)
        )
        if not reading:
            return say("galat", "\n".join(faults))
        rows = tuple((fact, words) for fact, words in facts(reading, self.made.lines))
        table = Table(tr("Begini daftar ini terbaca"), (tr("Hal"), tr("Terbaca")), rows)
        head = (
            say("galat", "\n".join(faults), word=tr("Masih ditanyakan"))
            if faults
            else say("benar", text, word=tr("Terbaca"))
        )
        return head + page(table.html())


class WhichColumn:
    """The panel "Kolom mana?" for one file.

    Parameters
    ----------
    name, content : of the file.
    memory : the layouts that are remembered.
    choices : what was chosen before, by list.
    read : called with what is chosen, by list, when the group says so.
    tables : the lists that the file may hold, the one that it must hold first, with their columns.
    title : of the panel, where it says more than its name.
    """

    def __init__(
        self,
        name: str,
        content: bytes,
        memory: LayoutMemory,
        choices: Mapping[str, TableChoice],
        read: Callable[[dict[str, TableChoice]], object],
        tables: Mapping[str, tuple[Column, ...]] = READ_TABLES,
        title: str = "",
    ) -> None:
        self._folder = TemporaryDirectory()
        path = Path(self._folder.name) / name
        path.write_bytes(content)
        self.lists: dict[str, ListQuestions] = {}
        names: list[str] = []
        for kind, columns in tables.items():
            choice = choices.get(kind, NOTHING)
            if not self.lists or sheets_called(kind, names) or choice.sheet:
                asked = ListQuestions(kind, columns, path, name, memory, choice)
                self.lists[kind], names = asked, asked.made.draft.sheets
        self._memory = memory
        self._which = W.Dropdown(
            description=tr("Daftar"),
            options=[(LISTS.get(kind, title), kind) for kind in self.lists],
            value=next(
                (kind for kind, own in self.lists.items() if not own.fine), next(iter(tables))
            ),
            layout={"width": "340px"},
        )
        self._which.layout.display = None if len(self.lists) > 1 else "none"
        self._place = W.VBox([])
        self.button = W.Button(
            description=tr("Baca dengan pilihan ini"),
            button_style="primary",
            layout={"width": "auto"},
        )
        self.button.on_click(
            lambda _: read({kind: own.answer() for kind, own in self.lists.items()})
        )
        self._which.observe(lambda _: self._show(), names="value")
        head = W.HTML(page(f"<h3>{escape(title or tr('Kolom mana?'))}</h3>"))
        self.widget = panel(head, self._which, self._place, W.HBox([self.button]))
        self._show()

    @property
    def useful(self) -> bool:
        """Whether there is a table to ask about."""
        return any(own.there for own in self.lists.values())

    def remember(self) -> None:
        """Keep what was chosen for the next file with the same headings."""
        for kind, own in self.lists.items():
            if reading := own.made.draft.reading:
                self._memory.remember(kind, reading.titles, own.answer())

    def _show(self) -> None:
        self._place.children = [self.lists[self._which.value].widget]


def _preview(row: int, cells: list[str]) -> str:
    said = [_short(cell) for cell in cells if cell.strip("\0")]
    text = " | ".join(said[:_PREVIEW]) + (" …" if len(said) > _PREVIEW else "")
    return tr("baris {n}: {isi}").format(n=row, isi=text)


def _short(text: str) -> str:
    return text if len(text) <= _EXAMPLE else text[: _EXAMPLE - 1] + "…"
