"""The page for the whole chain: lists taken in one after another, decided line by line, then funnel and indicators."""

from collections.abc import Callable, Mapping
from contextlib import suppress
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

import ipywidgets as W  # noqa: N812

from p2spp_sim.alignment.chain import Chain
from p2spp_sim.alignment.chain_book import absences, example, sheets, undecided
from p2spp_sim.alignment.chain_kept import LineDecisions, kept_decisions
from p2spp_sim.alignment.documents import (
    LISTS,
    PLAN,
    PROPOSALS,
    ChainLines,
    ChainLists,
    gathered,
    kind_of,
    named_as,
    read_document,
)
from p2spp_sim.alignment.list_columns import LIST_COLUMNS
from p2spp_sim.alignment.shown import facts
from p2spp_sim.base.errors import BadData, Fault, P2sppError, UnknownName
from p2spp_sim.base.formats import number, rupiah, rupiah_short
from p2spp_sim.base.language import tr
from p2spp_sim.results import excel
from p2spp_sim.tables.choices import NOTHING, TableChoice
from p2spp_sim.tables.lists import ListsAsked
from p2spp_sim.tables.reader import SHEETS
from p2spp_sim.tables.reading import ListReading
from p2spp_sim.workbook.controls.join import Join
from p2spp_sim.workbook.core.board import Answered, Board, Values
from p2spp_sim.workbook.own.chain_pictures import (
    chain_funnel,
    document_table,
    indicator_board,
    unsaid_table,
)
from p2spp_sim.workbook.own.joined_lines import candidates, facets_of, line_words, near_of
from p2spp_sim.workbook.own.kept_book import (
    LARGEST,
    KeptBook,
    aside,
    book_bytes,
    choose_files,
    file_link,
)
from p2spp_sim.workbook.own.opening import opener
from p2spp_sim.workbook.own.which_column import WhichColumn
from p2spp_sim.workbook.page.markup import Table, page, say
from p2spp_sim.workbook.page.panel import Guard, panel
from p2spp_sim.workbook.pictures import Picture, show
from p2spp_sim.workbook.saving.progress import Progress
from p2spp_sim.workbook.units.shared.funnels import MEASURES

PAGE = "rantai"  # name of the notebook, and of what it saves
_PAIRS = "pasangan"
_MOST_SAME = 10_000  # lines that one button decides


class ChainPage:
    """The lists of one district.

    Parameters
    ----------
    progress : the file that keeps the decisions; the lists are kept beside it as they were brought.
    """

    def __init__(self, progress: Progress) -> None:
        self.progress = progress
        self.books = {name: KeptBook(progress, PAGE, name, SHEETS) for name in LISTS}
        self.memory = self.books[PROPOSALS].memory
        self._guard, self._told, self._asked = Guard(), W.HTML(), W.VBox([])
        self._board, self._results = W.VBox([]), W.VBox([])
        self._lines: dict[str, ChainLines] = {}
        self._readings: dict[str, ListReading] = {}
        self._written: Mapping[str, Mapping[str, str]] = {}
        self.join: Join | None = None
        self._busy = False
        self.which = _list(tr("Daftar yang diputuskan"), {})
        self.which.observe(lambda _: self._guard.run(self._lay_board), names="value")
        self.measure = _list(tr("Ukuran corong"), MEASURES)
        self.measure.observe(lambda _: self._guard.run(self._show), names="value")
        self.one = W.Combobox(
            description=tr("Satu usulan"),
            placeholder=tr("nomor atau kata"),
            layout={"width": "min(100%, 640px)"},
            style={"description_width": "auto"},
        )
        self.one.observe(lambda _: self._guard.run(self._tell_life), names="value")
        self._life, self._said = W.HTML(), W.HTML()
        self._pictures = [show(Picture.empty()) for _ in range(2)]
        self._guard.run(self._restore)

    @property
    def chain(self) -> Chain:
        """The lists and the decisions as they stand.

        Raises
        ------
        P2sppError : no list of proposals yet.
        """
        if PROPOSALS not in self._lines:
            raise P2sppError(tr("Ambil dahulu daftar usulan musrenbang kecamatan."))
        ordered = {name: self._lines[name] for name in LISTS if name in self._lines}
        return Chain(ChainLists(ordered, self._readings, self._written), self._decided())

    def contoh(self) -> W.Widget:
        """Offer the example lists to download, a workbook each; they are made when they are asked for."""
        button = W.Button(description=tr("Unduh daftar contoh"), layout={"width": "auto"})
        links, guard = W.HTML(), Guard()

        def make() -> None:
            made = [
                file_link(book_bytes({name: table}), f"{name}.xlsx", LISTS[name])
                for name, table in example().items()
            ]
            links.value = page(f"<p>{' · '.join(made)}</p>")

        button.on_click(lambda _: guard.run(make))
        return panel(W.HBox([button]), links, guard.widget)

    def daftar(self) -> W.Widget:
        """Ask for the lists, one or several at once, and say what stands in each or what is wrong."""
        what = {"": tr("menurut nama berkas"), **LISTS}
        kind = _list(tr("Daftar apa?"), what)
        button = choose_files(
            tr("Pilih berkas"),
            lambda given: self.take_all(given, str(kind.value)),
            self._guard,
            SHEETS,
            multiple=True,
        )
        trial = W.Button(description=tr("Coba dengan contoh"), layout={"width": "auto"})
        trial.on_click(lambda _: self._guard.run(self.try_example))
        buttons = W.HBox([kind, button, trial], layout=W.Layout(flex_flow="row wrap"))
        return panel(buttons, self._told, self._guard.widget, self._asked)

    def papan(self) -> W.Widget:
        """Show the lists to decide on, one after another."""
        self._guard.run(self._lay_board)
        return self._board

    def hasil(self) -> W.Widget:
        """Show funnel, indicators, what fills every document, what cannot be said, and one proposal's life."""
        self._guard.run(self._show)
        return self._results

    def buku(self) -> W.Widget:
        """Offer everything as a workbook: written beside the results, and to download."""
        message, guard = W.HTML(), Guard()
        button = W.Button(
            description=tr("Tulis buku Excel"), button_style="primary", layout={"width": "auto"}
        )

        def write() -> None:
            message.value = ""
            path = self.progress.path.with_name(f"{self.progress.code}_rantai.xlsx")
            chain = self.chain
            path.parent.mkdir(parents=True, exist_ok=True)
            excel.write_tables(sheets(chain), path)
            text = tr("Buku tersimpan di {berkas}.").format(berkas=path)
            link = file_link(path.read_bytes(), path.name, tr("Unduh buku Excel"))
            message.value = say("benar", text, word=tr("Tersimpan")) + page(f"<p>{link}</p>")

        button.on_click(lambda _: guard.run(write))
        return panel(W.HBox([button]), message, guard.widget)

    def try_example(self) -> None:
        """Take the example lists in, unless own lists lie there already.

        Raises
        ------
        P2sppError : own lists would be replaced.
        """
        own = [name for name in self._lines if self.books[name].file != f"{name}.xlsx"]
        if own:
            text = tr("Daftar Anda sudah ada di sini; contoh tidak menggantikannya.")
            raise P2sppError(text)
        made = [(f"{name}.xlsx", book_bytes({name: table})) for name, table in example().items()]
        self.take_all(made, "")

    def take_all(self, given: list[tuple[str, bytes]], name: str) -> None:
        """Take lists in, all or none.

        Parameters
        ----------
        given : names and contents of files.
        name : which list it is; told by the name of each file when empty.

        Raises
        ------
        P2sppError : a file whose name does not tell which list it is, or two of one list.
        BadData : everything that is wrong in them; where choosing may help, the page asks which column is what.
        """
        called = [(name or named_as(file), file, content) for file, content in given]
        twice = [key for key, *_ in called if [k for k, *_ in called].count(key) > 1]
        if twice:
            text = tr("Dua berkas untuk {nama}; ambil satu saja, atau satukan dahulu keduanya.")
            raise P2sppError(text.format(nama=LISTS[twice[0]]))
        self.take({key: (file, content, NOTHING) for key, file, content in called})

    def take(self, given: Mapping[str, tuple[str, bytes, TableChoice]]) -> None:
        """Take lists in, by what they are: read, keep and show them; a bad one changes nothing.

        Raises
        ------
        BadData : everything that is wrong in them.
        """
        folder = self.progress.path.parent
        folder.mkdir(parents=True, exist_ok=True)
        lines, readings = dict(self._lines), dict(self._readings)
        faults: list[Fault] = []
        first: Callable[[], None] | None = None
        with TemporaryDirectory(dir=folder, prefix=".") as trial:
            for name, (file, content, choice) in given.items():
                path = Path(file.replace("\\", "/"))
                if path.suffix.casefold() not in SHEETS or len(content) > LARGEST:
                    expected = tr("diharapkan Excel, ODS, atau CSV, paling besar {n} juta byte")
                    big = LARGEST // 1_000_000
                    faults.append(Fault(path.name, 0, "", "", expected.format(n=big)))
                    continue
                tried = Path(trial) / path.name
                tried.write_bytes(content)
                try:
                    asked = ListsAsked({name: choice}, self.memory, path.name)
                    lines[name], readings[name] = read_document(tried, name, asked)
                except BadData as error:
                    faults += error.faults
                    first = first or partial(self._ask, name, path.name, content, choice)
            if first:
                first()
            if faults:
                raise BadData(faults)
            read = gathered(lines, readings)
            kept, dropped = kept_decisions(self._decided(), self._lines, lines)
            beside = self._set_aside() if dropped else ""
        for name, (file, content, choice) in given.items():
            self.books[name].keep(Path(file).name, content, {name: choice})
            kept[name] = {**kept.get(name, {}), **read.written.get(name, {})}
        if not self._save(kept):
            raise P2sppError("\n".join(self.progress.notes))
        self._lines, self._readings, self._written = lines, readings, read.written
        self._asked.children = [self._again(name) for name in list(given)[:1] if len(given) == 1]
        self._tell(beside)
        self._guard.run(self._lay_board)
        self._show()

    def same(self) -> None:
        """Decide on all open lines of the list on the screen that stand just so before, once."""
        name, chain = str(self.which.value), self.chain
        decided = self._decided()
        decided[name] = {**decided.get(name, {}), **chain.same(name)}
        if not self._save(decided):
            raise P2sppError("\n".join(self.progress.notes))
        self._lay_board()
        self._show()

    def _restore(self) -> None:
        """Read the kept lists as they were read when they were taken in."""
        for name in LISTS:
            if path := self.books[name].path:
                read = read_document(path, name, self.books[name].asked)
                self._lines[name], self._readings[name] = read
        if self._lines:
            self._written = gathered(self._lines, self._readings).written
            self._tell("")

    def _decided(self) -> LineDecisions:
        """Give the decisions as they are in the file now: another page may have decided meanwhile."""
        with suppress(P2sppError):
            self.progress.refresh()
        saved = self.progress.part(PAGE).get(_PAIRS, {})
        return {name: dict(pairs) for name, pairs in saved.items()}

    def _save(self, decided: LineDecisions) -> bool:
        return self.progress.put(PAGE, {_PAIRS: decided})

    def _set_aside(self) -> str:
        """Keep what was decided on lists that others take the place of as a workbook; give a sentence on it."""
        path = aside(self.progress, "rantai_lama")
        if PROPOSALS in self._lines:
            excel.write_tables(sheets(self.chain), path)
        text = tr("Ada baris yang lain dari sebelumnya; keputusan lama tersimpan sebagai {berkas}.")
        return text.format(berkas=path.name)

    def _again(self, name: str) -> W.Widget:
        """Offer to say which column of a list is what."""
        button = W.Button(description=tr("Kolom mana? Ubah cara membaca"), layout={"width": "auto"})

        def ask() -> None:
            if path := self.books[name].path:
                self._ask(name, self.books[name].file, path.read_bytes(), NOTHING)

        button.on_click(lambda _: self._guard.run(ask))
        return W.HBox([button])

    def _ask(self, name: str, file: str, content: bytes, choice: TableChoice) -> None:
        """Ask which column of a list is what, where it holds a table."""
        kind = kind_of(name)

        def read(chosen: dict[str, TableChoice]) -> None:
            self.take({name: (file, content, chosen[kind])})
            which.remember()

        which = WhichColumn(
            file,
            content,
            self.memory,
            {kind: choice},
            lambda chosen: self._guard.run(lambda: read(chosen)),
            {kind: LIST_COLUMNS[kind]},
            tr("Kolom mana? {daftar}").format(daftar=LISTS[name]),
        )
        self._asked.children = [which.widget] if which.useful else []

    def _tell(self, more: str) -> None:
        """Say of every list of the chain what was read, or that it is not there."""
        rows = []
        for name in LISTS:
            if name in self._lines:
                lines = self._lines[name]
                idr = sum(line.cost_idr for line in lines.values())
                said = dict(facts(self._readings[name], lines)).get(tr("Baris yang dilewati"), "–")
                cells = (
                    self.books[name].file,
                    number(len(lines)),
                    rupiah(idr) if idr else "–",
                    said,
                )
            else:
                cells = (tr("tidak ada"), "–", "–", "–")
            rows.append((LISTS[name], *cells))
        heads = (tr("Daftar"), tr("Berkas"), tr("Baris"), tr("Rupiah"), tr("Baris yang dilewati"))
        note = tr(
            "Cocokkan banyaknya baris dan jumlah rupiah dengan berkas Anda sebelum memutuskan."
        )
        table = Table(tr("Daftar dalam rantai ini"), heads, tuple(rows), note, heads[2:4])
        there = sum(name in self._lines for name in LISTS)
        text = tr("{n} dari {m} daftar terbaca.").format(n=there, m=len(LISTS))
        lines_ = "\n".join(filter(None, (text, more)))
        self._told.value = say("benar", lines_, word=tr("Terbaca")) + page(table.html())

    def _lay_board(self) -> None:
        """Lay the lines of the chosen list on the table."""
        if self._busy:
            return
        if PROPOSALS not in self._lines:
            text = tr("Papan tampak sesudah daftar usulan diambil pada langkah di atas.")
            self._board.children = [W.HTML(say("kabar", text))]
            return
        chain = self.chain
        options = [(LISTS[name], name) for name in chain.held]
        if not options:
            text = tr(
                "Ambil juga Renja, RKPD, KUA-PPAS, atau APBD; lalu baris-barisnya diputuskan di sini."
            )
            self._board.children = [W.HTML(say("kabar", text))]
            return
        if options != [*self.which.options]:
            self._busy = True
            shown = self.which.value if self.which.value in chain.held else chain.held[0]
            self.which.options, self.which.value = options, shown
            self._busy = False
        name = str(self.which.value)
        choices = chain.choices(name)
        lines = {name: chain.left(name)}
        left = {name: {n: line_words(n, line) for n, line in lines[name].items()}}
        right = {key: line_words(key, line) for key, line in choices.items()}
        title = tr("Apa baris ini sebelumnya?")
        if name == PLAN:
            title = tr("Program mana dalam rencana lima tahun?")
        self.join = Join(
            _PAIRS,
            title,
            {name: LISTS[name]},
            left,
            right,
            lambda _, line: candidates(chain.partners(name, line)),
            self._decided,
            near_of(choices, lines),
            {name: facets_of(lines[name])},
        )
        self.join.which.layout.display = "none"
        board = Board(PAGE, (self.join,), self._answer, self.progress, wide=True)
        alike = min(len(chain.same(name)), _MOST_SAME)
        button = W.Button(
            description=tr("Terima {n} yang kata dan desanya sama persis").format(n=number(alike)),
            layout={"width": "auto"},
            disabled=not alike,
        )
        button.on_click(lambda _: self._guard.run(self.same))
        row = W.HBox([self.which, button], layout=W.Layout(flex_flow="row wrap"))
        self._board.children = [panel(row), board.widget]

    def _answer(self, values: Values) -> Answered:
        decided = values[_PAIRS]
        assert isinstance(decided, dict)
        chain = Chain(self.chain.given, {name: dict(own) for name, own in decided.items()})
        self._draw(chain)
        still = undecided(chain)
        words = ", ".join(f"{LISTS[name]} {number(n)}" for name, n in still.items())
        text = tr("Belum diperiksa: {daftar}.").format(daftar=words) if still else ""
        return Answered(text or tr("Semua baris sudah diputuskan."))

    def _show(self) -> None:
        """Show what the lists say."""
        if PROPOSALS not in self._lines:
            text = tr("Corong dan indikator tampak sesudah daftar diambil.")
            self._results.children = [W.HTML(say("kabar", text))]
            return
        self._draw(self.chain)
        pictures = W.HBox(
            [picture.widget for picture in self._pictures],
            layout=W.Layout(flex_flow="row wrap", min_width="0"),
        )
        pictures.add_class("p2-side-by-side")
        self._results.children = [
            panel(self.measure),
            pictures,
            self._said,
            panel(self.one),
            self._life,
        ]

    def _draw(self, chain: Chain) -> None:
        drawn = (chain_funnel(chain, str(self.measure.value)), indicator_board(chain))
        for live, picture in zip(self._pictures, drawn, strict=True):
            live.update(picture)
        tables = [document_table(chain), unsaid_table(chain)]
        missing = absences(chain)
        missing_words = say("kabar", "\n".join(missing)) if missing else ""
        self._said.value = missing_words + page(*(table.html() for table in tables if table.rows))
        names = {line_words(n, item.lines[PROPOSALS][0]): n for n, item in chain.proposals.items()}
        self._proposals = names
        if tuple(names) != self.one.options:
            self.one.options = tuple(names)
        self._tell_life(chain)

    def _tell_life(self, chain: Chain | None = None) -> None:
        """Tell the life of the proposal that is asked for: what each list says of it."""
        said = self.one.value.strip()
        if not said:
            self._life.value = ""
            return
        chain = chain or self.chain
        known = {key.casefold(): key for key in chain.proposals}
        words = {text.casefold(): key for text, key in self._proposals.items()}
        wanted = known.get(said.casefold()) or words.get(said.casefold())
        wanted = wanted or next(
            (key for text, key in words.items() if said.casefold() in text), None
        )
        if not wanted:
            raise UnknownName(tr("Usulan"), said, chain.proposals)
        item, life = chain.proposals[wanted], chain.life(chain.proposals[wanted])
        rows = tuple(
            (LISTS[name], text, rupiah_short(item.idr(name)) if item.idr(name) else "–")
            for name, text in life.items()
        )
        heads = (tr("Daftar"), tr("Yang tertulis"), tr("Rupiah"))
        title = line_words(wanted, item.lines[PROPOSALS][0])
        self._life.value = page(Table(title, heads, rows, "", heads[2:]).html())


open_chain = opener(PAGE, ChainPage)


def _list(label: str, options: Mapping[str, str]) -> W.Dropdown:
    return W.Dropdown(
        options=[(words, key) for key, words in options.items()],
        description=label,
        layout=W.Layout(width="340px"),
        style={"description_width": "auto"},
    )
