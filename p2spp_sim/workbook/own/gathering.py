"""Takes many files and sheets and makes one list of them: what each holds, what is asked, what stays out and why."""

import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from html import escape
from pathlib import Path
from tempfile import TemporaryDirectory

import ipywidgets as W  # noqa: N812

from p2spp_sim.alignment.gathered import (
    PATIENCE,
    GatheredList,
    ListSource,
    SourceRead,
    gather,
    late,
    read_source,
    read_sources,
    sources,
)
from p2spp_sim.alignment.gathered_shown import sayings, source_heads, source_rows
from p2spp_sim.alignment.list_columns import READ_TABLES
from p2spp_sim.base.errors import BadData, Fault, P2sppError
from p2spp_sim.base.formats import number, rupiah
from p2spp_sim.base.language import tr
from p2spp_sim.tables.choices import TableChoice
from p2spp_sim.tables.layouts import LayoutMemory
from p2spp_sim.tables.lists import ListsAsked
from p2spp_sim.workbook.controls.line_filter import pick_list
from p2spp_sim.workbook.own.kept_book import LARGEST, choose_files
from p2spp_sim.workbook.own.which_column import LISTS, ListQuestions
from p2spp_sim.workbook.page.markup import Table, folded, items, page, say
from p2spp_sim.workbook.page.panel import Guard, panel

FILES = (".xlsx", ".xlsm", ".xls", ".ods", ".csv")
MOST_SOURCES = 300  # sheets and files that are looked at
_QUICK_S = 1.0  # a file that was read in this time is read again at once, to ask about its columns
_SOME = 3  # sources that are named where many are meant
_Use = Callable[[str, GatheredList], tuple[str, str]]


class Gathering:
    """The files that one list is made of.

    Parameters
    ----------
    memory : the layouts that are remembered.
    use : called with the kind and the list when it is whole; says what became of it, and gives a link to it as HTML.
    """

    def __init__(self, memory: LayoutMemory, use: _Use) -> None:
        self._memory, self._use = memory, use
        self._folder = TemporaryDirectory()
        self._files: dict[str, Path] = {}
        self._spoilt: dict[str, Fault] = {}
        self._reads: dict[str, SourceRead] = {}
        self._choices: dict[str, TableChoice] = {}
        self.ticks: dict[str, W.Checkbox] = {}
        self._guard, self._told, self._progress = Guard(), W.HTML(), W.HTML()
        self._questions, self._list = W.VBox([]), W.VBox([])
        self.kind = pick_list(tr("Daftar apa ini?"), dict(LISTS.items()), "340px")
        self.kind.observe(lambda _: self._guard.run(self._anew), names="value")
        add = choose_files(
            tr("Tambah berkas (boleh banyak sekaligus)"),
            self.add,
            self._guard,
            FILES,
            multiple=True,
            primary=False,
        )
        self.every = W.Button(description=tr("Semua lembar"), layout={"width": "auto"})
        self.every.on_click(lambda _: self._tick_all())
        self.empty = W.Button(description=tr("Kosongkan"), layout={"width": "auto"})
        self.empty.on_click(lambda _: self._guard.run(self._clear))
        self.again = W.Button(description=tr("Baca yang belum dibaca"), layout={"width": "auto"})
        self.again.on_click(lambda _: self._guard.run(self._again))
        self.sheets = W.Checkbox(
            description=tr("Nama lembar adalah nama kecamatan"), indent=False, value=False
        )
        self.sheets.observe(lambda _: self._show(), names="value")
        self.make = W.Button(
            description=tr("Jadikan satu daftar"), button_style="primary", layout={"width": "auto"}
        )
        self.make.on_click(lambda _: self._guard.run(self._make))
        self._buttons = _row(self.every, self.empty, self.again, self.make)
        head = tr("Banyak berkas atau lembar menjadi satu daftar")
        self.widget = panel(
            W.HTML(page(f"<h3>{escape(head)}</h3>")),
            _row(self.kind, add),
            self._progress,
            self._guard.widget,
            self._list,
            self.sheets,
            self._buttons,
            self._questions,
            self._told,
        )
        self._show()

    def add(self, files: list[tuple[str, bytes]]) -> None:
        """Add files; a file of a name that is there already takes its place."""
        for name, content in files:
            name = Path(name.replace("\\", "/")).name
            ending = Path(name).suffix.casefold()
            self._spoilt.pop(name, None)
            if ending not in FILES or len(content) > LARGEST:
                text = tr("diharapkan .xlsx, .xls, .ods, atau .csv, paling besar {n} juta byte")
                fault = Fault(name, 0, "", "", text.format(n=LARGEST // 1_000_000))
                self._spoilt[name] = fault
                continue
            path = Path(self._folder.name) / f"{len(self._files):03}{ending}"
            path = self._files.get(name, path)
            path.write_bytes(content)
            self._files[name] = path
        self._again()

    def _anew(self) -> None:
        """Read the files as another kind of list: answers and ticks were about the one before."""
        self._reads, self._choices, self.ticks = {}, {}, {}
        self._again()

    def _again(self) -> None:
        """Read everything anew: there are other files, or other answers."""
        self._told.value = ""
        wanted: list[ListSource] = []
        spent = 0.0
        for name, path in self._files.items():
            if name in self._spoilt and self._left_out(name):
                continue
            self._spoilt.pop(name, None)
            if spent > PATIENCE:
                self._spoilt[name] = late(name)
                continue
            begun = time.monotonic()
            try:
                wanted += sources(path, name)
            except BadData as error:
                self._spoilt[name] = error.faults[0]
                spent += time.monotonic() - begun
        if len(wanted) > MOST_SOURCES:
            text = tr("{n} lembar; paling banyak {most} sekaligus.")
            raise P2sppError(text.format(n=number(len(wanted)), most=number(MOST_SOURCES)))
        many = len(wanted)

        def tell(source: ListSource) -> None:
            text = tr("Membaca {n} dari {m}: {nama} …")
            at = wanted.index(source) + 1
            said = text.format(n=number(at), m=number(many), nama=source.label)
            self._progress.value = page(f'<p role="status">{escape(said)}</p>')

        asked = ListsAsked(memory=self._memory)
        reads = {
            label: read
            for label, read in self._reads.items()
            if read.state == "asked" and self._left_out(label)
        }
        known = {*self._choices, *reads}
        fresh = [source for source in wanted if source.label not in known]
        made = read_sources(fresh, self._kind, asked, tell, spent)
        reads |= {read.source.label: read for read in made}
        for source in wanted:
            if choice := self._choices.get(source.label):
                reads[source.label] = self._chosen(source, choice)
        self._reads = {source.label: reads[source.label] for source in wanted}
        self._progress.value = ""
        self._lay()

    def _left_out(self, label: str) -> bool:
        return label in self.ticks and not self.ticks[label].value

    @property
    def _kind(self) -> str:
        return str(self.kind.value)

    def _chosen(self, source: ListSource, choice: TableChoice) -> SourceRead:
        asked = ListsAsked({self._kind: choice}, self._memory)
        return read_source(source, self._kind, asked)

    def _lay(self) -> None:
        """Lay out a tick for every list and every file that cannot be read."""
        before = {label: tick.value for label, tick in self.ticks.items()}
        self.ticks = {}
        for label, words in self._ticked():
            tick = W.Checkbox(description=words, indent=False, value=before.get(label, True))
            tick.observe(lambda _: self._show(), names="value")
            self.ticks[label] = tick
        self._list.children = [*self.ticks.values()]
        self._show()

    def _ticked(self) -> Iterator[tuple[str, str]]:
        for label, read in self._reads.items():
            counts = {"n": number(len(read.lines)), "rupiah": rupiah(read.idr)}
            if read.state == "list":
                yield label, tr("{nama}: {n} baris, {rupiah}").format(nama=label, **counts)
            elif read.state == "asked":
                yield label, tr("{nama}: perlu dijawab").format(nama=label)
        for label in self._spoilt:
            yield label, tr("{nama}: tidak terbaca").format(nama=label)

    @property
    def _parts(self) -> list[SourceRead]:
        """The sources that are to take part."""
        return [
            read
            for label, read in self._reads.items()
            if read.state != "none" and self.ticks[label].value
        ]

    def _faults(self) -> Iterator[Fault]:
        for label, fault in self._spoilt.items():
            if label not in self.ticks or self.ticks[label].value:
                yield fault
        for read in self._parts:
            if read.state == "asked":
                yield read.faults[0]

    def _show(self) -> None:
        """Show sums, what stays out, and the first question."""
        there = bool(self._reads or self._spoilt)
        for widget in (self._buttons, self._list):
            widget.layout.display = None if there else "none"
        parts = [read for read in self._reads.values() if read.state == "list"]
        lines = [line for read in parts for _, line in read.lines]
        named = len(parts) > 1 and not any(line.kecamatan for line in lines)
        self.sheets.layout.display = None if named else "none"
        faults = [*self._faults()]
        waits = {late(label) for label in self.ticks} & {*faults}
        self.again.layout.display = None if waits else "none"
        self.make.disabled = bool(faults) or not self._parts
        said = []
        if faults:
            text = tr(
                "Belum dapat disatukan: jawab pertanyaannya, betulkan berkasnya, atau hapus centangnya. "
                "Belum ada yang diambil."
            )
            shown = [str(fault) for fault in faults[:_SOME]]
            if len(faults) > _SOME:
                shown.append(tr("… dan {n} lagi.").format(n=number(len(faults) - _SOME)))
            said.append(say("galat", "\n".join([text, *shown]), word=tr("Masih ditanyakan")))
        if self._reads:
            said.append(page(*self._overview()))
        self._told.value = "".join(said)
        self._ask()

    def _overview(self) -> Iterator[str]:
        """Give rows and rupiah of every sheet and file, and name what is no list."""
        if out := [read for read in self._reads.values() if read.state == "none"]:
            head = tr("Tidak ikut karena bukan daftar:")
            yield f"<p>{escape(head)}</p>" + items([str(read.faults[0]) for read in out])
        reads = [read for read in self._reads.values() if read.state != "none"]
        without = [read for read in reads if not self.ticks[read.source.label].value]
        heads = source_heads()
        rows = tuple(source_rows(reads, without))
        table = Table(tr("Isi setiap berkas dan lembar"), heads, rows, "", heads[2:4])
        whole = rows[-1]
        said = tr("Yang ikut: {n} baris, {rupiah}.").format(n=whole[2], rupiah=whole[3])
        yield f"<p><strong>{escape(said)}</strong></p>"
        yield folded(tr("Baris dan rupiah menurut berkas dan lembar"), table.html())

    def _ask(self) -> None:
        """Ask about the first source with a question; its answer holds for all with the same headings."""
        asked = next((read for read in self._parts if read.state == "asked" and read.reading), None)
        if asked is None:
            self._questions.children = []
            return
        if (
            asked.seconds > _QUICK_S
        ):  # it is slow, or wants to be: read again only when somebody asks
            again = W.Button(
                description=tr("Kolom mana? {nama}").format(nama=asked.source.label),
                layout={"width": "auto"},
            )
            again.on_click(lambda _: self._guard.run(partial(self._questions_on, asked.source)))
            self._questions.children = [W.HBox([again])]
            return
        self._questions_on(asked.source)

    def _questions_on(self, source: ListSource) -> None:
        choice = self._choices.get(source.label, TableChoice(source.sheet))
        questions = ListQuestions(
            self._kind, READ_TABLES[self._kind], source.path, source.file, self._memory, choice
        )
        questions.sheet.layout.display = "none"
        button = W.Button(
            description=tr("Baca dengan pilihan ini"),
            button_style="primary",
            layout={"width": "auto"},
        )
        button.on_click(lambda _: self._guard.run(partial(self._answer, source, questions)))
        text = tr("Kolom mana? {nama}").format(nama=source.label)
        note = tr("Jawaban ini berlaku untuk semua lembar dan berkas dengan judul kolom yang sama.")
        head = W.HTML(page(f"<h3>{escape(text)}</h3><p>{escape(note)}</p>"))
        self._questions.children = [head, questions.widget, W.HBox([button])]

    def _answer(self, source: ListSource, questions: ListQuestions) -> None:
        choice = questions.answer()
        if source.sheet:
            choice = replace(choice, sheet=source.sheet)
        read = self._chosen(source, choice)
        if read.state != "list":
            raise BadData(read.faults)
        self._choices[source.label] = choice
        if read.reading:
            self._memory.remember(self._kind, read.reading.titles, choice)
        self._again()

    def _tick_all(self) -> None:
        for tick in self.ticks.values():
            tick.value = True

    def _clear(self) -> None:
        for path in self._files.values():
            path.unlink(missing_ok=True)
        self._files, self._spoilt, self._reads, self._choices = {}, {}, {}, {}
        self._lay()
        self._told.value = ""

    def _make(self) -> None:
        if faults := [*self._faults()]:
            raise BadData(faults)
        gathered = gather(self._parts, kecamatan_in_sheets=bool(self.sheets.value))
        became, link = self._use(self._kind, gathered)
        shown = page(*self._overview())
        text = "\n".join([*sayings(gathered), became])
        self._told.value = say("benar", text, word=tr("Disatukan")) + page(link) + shown


def _row(*widgets: W.Widget) -> W.HBox:
    return W.HBox(list(widgets), layout=W.Layout(flex_flow="row wrap", grid_gap="0 12px"))
