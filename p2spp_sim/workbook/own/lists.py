"""The page for a group's own lists: a workbook is taken in, pairs are decided on the screen, the note goes to Excel."""

import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

import ipywidgets as W  # noqa: N812

from p2spp_sim.alignment.aligned import Alignment
from p2spp_sim.alignment.gathered import GatheredList, as_table
from p2spp_sim.alignment.list_columns import KINDS, PairDecisions
from p2spp_sim.alignment.listed_year import listed_world
from p2spp_sim.alignment.lists import ListLine, Lists, read_lists
from p2spp_sim.alignment.note import example, index, sheets, villages
from p2spp_sim.base.errors import BadData, P2sppError
from p2spp_sim.base.formats import number, percent
from p2spp_sim.base.language import pick, tr
from p2spp_sim.results import excel
from p2spp_sim.tables.choices import TableChoice
from p2spp_sim.tables.lists import ListsAsked
from p2spp_sim.workbook.case.desk import own_districts, world
from p2spp_sim.workbook.controls.join import Join
from p2spp_sim.workbook.controls.join_row import Candidate
from p2spp_sim.workbook.core.board import Answered, Board, Values
from p2spp_sim.workbook.own.gathering import Gathering
from p2spp_sim.workbook.own.joined_lines import candidates, facets_of, line_words, near_of
from p2spp_sim.workbook.own.kept_book import (
    KeptBook,
    aside,
    book_bytes,
    checked_name,
    choose_files,
    file_link,
)
from p2spp_sim.workbook.own.opening import opener
from p2spp_sim.workbook.own.outgoing import Outgoing
from p2spp_sim.workbook.own.taken_in import inside, reading_table
from p2spp_sim.workbook.own.which_column import WhichColumn
from p2spp_sim.workbook.page.markup import Table, in_millions, page, say
from p2spp_sim.workbook.page.panel import Guard, panel
from p2spp_sim.workbook.pictures import Bar, Picture, bars
from p2spp_sim.workbook.saving.progress import Progress
from p2spp_sim.workbook.units.shared.follow_board import Followable, FollowBoard

PAGE = "selaras"  # name of the notebook, and of what it saves
_PAIRS = "pasangan"
_QUICK_S = (
    1.0  # a refused file that was read in this time is read again at once, to ask about its columns
)
_SEED = 7  # of what is invented around the lists, and of their year
_MOST = 20  # proposals, and villages, shown below the board; the note has all


class OwnLists:
    """The lists of one group.

    Parameters
    ----------
    progress : the file that keeps the pairs; the workbook is kept beside it.
    """

    def __init__(self, progress: Progress) -> None:
        self.progress = progress
        self._place, self._followed = W.VBox([]), W.VBox([])
        self._told, self._guard = W.HTML(), Guard()
        self._asked = W.VBox([])
        self._gathered: dict[str, Mapping[str, ListLine]] = {}
        self._lists: Lists | None = None
        self.join: Join | None = None
        self.which: WhichColumn | None = None
        self.book = KeptBook(progress, PAGE)
        self.gathering = Gathering(self.book.memory, self._gather)
        self.outgoing = Outgoing(progress, lambda: self.alignment, self.take)
        if kept := self.book.path:
            self._guard.run(lambda: self._lay(read_lists(kept, self.book.asked)))

    def contoh(self) -> W.Widget:
        """Offer the example to download: how to fill it in, and three invented lists to replace."""
        link = file_link(
            book_bytes(example()), tr("contoh_daftar.xlsx"), tr("Unduh contoh buku Excel")
        )
        return W.HTML(page(f"<p>{link}</p>"))

    def berkas(self) -> W.Widget:
        """Ask for the workbook with the lists, and say what is in it or everything that is wrong."""
        button = choose_files(
            tr("Pilih buku Excel"), lambda given: self.take(*given[0]), self._guard
        )
        trial = W.Button(description=tr("Coba dengan contoh"), layout={"width": "auto"})
        trial.on_click(
            lambda _: self._guard.run(
                lambda: self.take(tr("contoh_daftar.xlsx"), book_bytes(example()))
            )
        )
        buttons = W.HBox([button, trial], layout=W.Layout(flex_flow="row wrap"))
        book = panel(buttons, self._told, self._guard.widget, self._asked)
        return W.VBox([book, self.gathering.widget])

    def papan(self) -> W.Widget:
        """Show the board of the pairs, or that the lists come first."""
        if self._lists is None:
            text = tr("Papan tampak sesudah buku Excel dipilih pada langkah di atas.")
            self._place.children = [W.HTML(say("kabar", text))]
        return self._place

    def ikuti(self) -> W.Widget:
        """Offer to let the lists live through a year, and to follow one of their proposals through its gates."""
        guard = Guard()
        button = W.Button(
            description=tr("Jalankan daftar ini setahun"),
            button_style="primary",
            layout={"width": "auto"},
        )
        own = {pick(world(name).title): name for name in own_districts(self.progress.learner)}
        where = W.Dropdown(
            options=[(tr("kabupaten rekaan"), ""), *own.items()],
            description=tr("Di mana"),
            layout={"width": "420px"},
            style={"description_width": "auto"},
        )

        def follow() -> None:
            alignment = self.alignment
            district = world(where.value) if where.value else None
            listed = listed_world(alignment.lists, alignment.decided, _SEED, district)
            places = (Followable(listed.name, "2010", made=listed),)
            text = tr(
                "Nomor, desa, biaya, dan pasangan diambil dari daftar Anda; KK, urgensi, dan uang kabupaten rekaan. "
                "Hasilnya latihan, bukan ramalan."
            )
            if district:
                text = tr(
                    "Nomor, desa, biaya, dan pasangan diambil dari daftar Anda; KK dan urgensi rekaan. Usulan "
                    "kecamatan yang tidak ada dalam daftar ditarik dan bernomor D. Hasilnya latihan, bukan ramalan."
                )
            board = FollowBoard(self.progress, places, _SEED)
            self._followed.children = [W.HTML(say("kabar", text)), board.widget]

        button.on_click(lambda _: guard.run(follow))
        return W.VBox(
            [panel(W.HBox([where, button] if own else [button]), guard.widget), self._followed]
        )

    def nota(self) -> W.Widget:
        """Offer the note as a workbook: written beside the results, and to download."""
        message, guard = W.HTML(), Guard()
        button = W.Button(
            description=tr("Tulis nota penyelarasan"),
            button_style="primary",
            layout={"width": "auto"},
        )

        def write() -> None:
            message.value = ""
            alignment = self.alignment
            path = self.progress.path.with_name(f"{self.progress.code}_nota_penyelarasan.xlsx")
            path.parent.mkdir(parents=True, exist_ok=True)
            excel.write_tables(self.outgoing.note(), path)
            lines = [tr("Nota tersimpan di {berkas}.").format(berkas=path), *_unchecked(alignment)]
            link = file_link(path.read_bytes(), path.name, tr("Unduh nota"))
            message.value = say("benar", "\n".join(lines), word=tr("Tersimpan")) + page(
                f"<p>{link}</p>"
            )

        button.on_click(lambda _: guard.run(write))
        return panel(W.HBox([button]), message, guard.widget)

    def tahun(self) -> W.Widget:
        """Ask for kabupaten, year and date, offer saved projects, and take last year's note."""
        return W.VBox([self.outgoing.place_and_year(), self.outgoing.earlier.widget()])

    def surat(self) -> W.Widget:
        """Offer to write the papers that go out."""
        return self.outgoing.letters()

    @property
    def alignment(self) -> Alignment:
        """What the pairs say as they stand.

        Raises
        ------
        P2sppError : no lists yet.
        """
        if self._lists is None:
            raise P2sppError(tr("Pilih dahulu buku Excel dengan daftar Anda."))
        return Alignment(self._lists, self.join.value if self.join else {})

    def take(
        self, name: str, content: bytes, choices: Mapping[str, TableChoice] | None = None
    ) -> None:
        """Take a workbook in: read it, keep it for the next time, and show its lists; a bad one changes nothing.

        Parameters
        ----------
        choices : what was chosen on "Kolom mana?", by list.

        Raises
        ------
        BadData : everything that is wrong in it; where choosing may help, the page asks which column is what.
        """
        bare = checked_name(name, content)
        folder = self.progress.path.parent
        folder.mkdir(parents=True, exist_ok=True)
        with TemporaryDirectory(dir=folder, prefix=".") as trial:
            tried = Path(trial) / bare
            tried.write_bytes(content)
            asked = ListsAsked(choices or {}, self.book.memory, bare)
            begun = time.monotonic()
            try:
                lists = read_lists(tried, asked)
            except BadData:
                again = partial(self._ask, bare, content, choices or {})
                if time.monotonic() - begun < _QUICK_S:
                    again()
                else:  # a file that is slow, or wants to be, is read again only when somebody asks for it
                    self._offer(again)
                raise
            saved = self._saved()
            kept = lists.kept(saved, self._lists)
            beside = (
                self._set_aside(saved)
                if any(saved.get(kind) and kind not in kept for kind in KINDS)
                else ""
            )
        pairs = {kind: {**kept.get(kind, {}), **lists.written.get(kind, {})} for kind in KINDS}
        self.book.keep(bare, content, asked.choices)
        if not self.progress.put(PAGE, {_PAIRS: pairs}):
            raise P2sppError("\n".join(self.progress.notes))
        if choices and self.which:
            self.which.remember()
        self.which = None
        self._offer(partial(self._ask, bare, content, choices or {}))
        self._lay(lists, beside)

    def _gather(self, kind: str, gathered: GatheredList) -> tuple[str, str]:
        """Put a list that was made of many beside the others, as soon as there is one to hold it against."""
        self._gathered[kind] = gathered.lines
        path = self.progress.path.with_name(f"{self.progress.code}_gabungan_{kind}.xlsx")
        path.parent.mkdir(parents=True, exist_ok=True)
        excel.write_tables({kind: as_table(kind, gathered.lines)}, path)
        have = (self._lists.by_kind if self._lists else {}) | self._gathered
        text = tr("Tersimpan sebagai {berkas}.").format(berkas=path.name)
        link = file_link(path.read_bytes(), path.name, tr("Unduh daftar gabungan"))
        if "usulan" not in have:
            more = tr("Papan memerlukan juga daftar usulan.")
            return f"{text} {more}", link
        book = {name: as_table(name, have[name]) for name in ("usulan", *KINDS) if name in have}
        self.take(tr("daftar gabungan.xlsx"), book_bytes(book))
        assert self._lists is not None
        now = self._lists.by_kind[kind]
        sums = [
            (len(own), sum(line.cost_idr for line in own.values())) for own in (now, gathered.lines)
        ]
        if sums[0] != sums[1]:
            raise P2sppError(
                tr("Daftar gabungan terbaca lain dari bagian-bagiannya; jangan dipakai.")
            )
        return f"{text} {tr('Papan di bawah sudah memakainya.')}", link

    def _offer(self, ask: Callable[[], None]) -> None:
        """Offer to say which column of the file is what."""
        again = W.Button(description=tr("Kolom mana? Ubah cara membaca"), layout={"width": "auto"})
        again.on_click(lambda _: self._guard.run(ask))
        self._asked.children = [W.HBox([again])]

    def _ask(self, name: str, content: bytes, choices: Mapping[str, TableChoice]) -> None:
        """Ask which column of a file is what, where it holds a table."""
        which = WhichColumn(
            name,
            content,
            self.book.memory,
            choices,
            lambda chosen: self._guard.run(lambda: self.take(name, content, chosen)),
        )
        self.which = which if which.useful else None
        self._asked.children = [which.widget] if self.which else []

    def _saved(self) -> PairDecisions:
        """Give the pairs as they are in the file now: another page may have decided meanwhile."""
        with suppress(P2sppError):  # the next writing tells it
            self.progress.refresh()
        pairs: PairDecisions = self.progress.part(PAGE).get(_PAIRS, {})
        return pairs

    def _set_aside(self, decided: PairDecisions) -> str:
        """Keep lists that others take the place of as a note that can be taken in again; give a sentence on it."""
        assert self._lists is not None
        path = aside(self.progress, "nota_lama")
        excel.write_tables(sheets(Alignment(self._lists, decided)), path)
        text = tr(
            "Daftar ini lain dari yang sebelumnya. Yang lama tersimpan dengan keputusannya sebagai {berkas}."
        )
        return text.format(berkas=path.name)

    def _lay(self, lists: Lists, *more: str) -> None:
        """Lay lists on the table: what is in them, what more to say, and a board with the pairs as they were saved."""
        self._lists = lists
        self._followed.children = []
        self.join = self._joining(lists) if lists.others else None
        if self.join:
            board = Board(PAGE, (self.join,), self._answer, self.progress, wide=True)
            self._place.children = [board.widget]
        else:
            alone = tr(
                "Belum ada yang dipasangkan: ambil juga catatan reses atau Renja. "
                "Surat dan daftar dapat ditulis sekarang."
            )
            self._place.children = [W.HTML(say("kabar", alone))]
        text = "\n".join(filter(None, (*inside(lists), *more)))
        self._told.value = say("benar", text, word=tr("Terbaca")) + page(
            reading_table(lists).html()
        )
        self.outgoing.lists_changed()

    def _joining(self, lists: Lists) -> Join:
        """Make the control by which lines are joined."""
        names = {"reses": tr("Catatan reses"), "renja": tr("Kegiatan Renja")}
        others = {str(kind): lines for kind, lines in lists.others.items()}
        left = {
            kind: {key: line_words(key, line) for key, line in lines.items()}
            for kind, lines in others.items()
        }
        right = {key: line_words(key, line) for key, line in lists.proposals.items()}

        def likely(kind: str, line: str) -> list[Candidate]:
            return candidates(lists.partners(kind, line))  # type: ignore[arg-type]

        return Join(
            _PAIRS,
            tr("Pasangan setiap baris"),
            names,
            left,
            right,
            likely,
            self._saved,
            near_of(lists.proposals, others),
            {kind: facets_of(lines) for kind, lines in others.items()},
        )

    def _answer(self, values: Values) -> Answered:
        pairs = values[_PAIRS]
        assert self._lists is not None and isinstance(pairs, dict)
        alignment = Alignment(self._lists, pairs)
        lines = [*_unchecked(alignment), *_twice(alignment)]
        tables = (_villages(alignment), *_nowhere(alignment))
        return Answered("\n".join(lines), (_shares(alignment),), tables)


open_own_lists = opener(PAGE, OwnLists)


def _twice(alignment: Alignment) -> list[str]:
    """Say which proposal more than one line of a list was joined to: right, or a slip."""
    text = tr("{usulan} berpasangan {n} kali: {baris}. Periksa apakah memang pekerjaan yang sama.")
    repeated = [
        (number_, lines)
        for kind in KINDS
        for number_, lines in alignment.holders(kind).items()
        if len(lines) > 1
    ]
    return [
        text.format(
            usulan=line_words(key, alignment.lists.proposals[key]),
            n=number(len(lines)),
            baris=", ".join(lines),
        )
        for key, lines in repeated[:5]
    ]


def _unchecked(alignment: Alignment) -> list[str]:
    """Say how many lines nobody has decided on, and for how many rupiah."""
    lists = {"reses": tr("{n} catatan reses"), "renja": tr("{n} kegiatan Renja")}
    said = []
    for kind in KINDS:
        if still := alignment.open(kind):
            idr = sum(alignment.lists.others[kind][line].cost_idr for line in still)
            said.append(
                lists[kind].format(n=number(len(still))) + (f" ({in_millions(idr)})" if idr else "")
            )
    text = tr(
        "Belum diperiksa: {daftar}. Yang belum berpasangan karena itu bukan berarti tidak ada."
    )
    return [text.format(daftar=", ".join(said))] if said else []


def _shares(alignment: Alignment) -> Picture:
    """Draw the index: each share with its parts, by lines and, where there are costs, by rupiah."""
    rows, cells = [], []
    for words, share in index(alignment).items():
        least = share.part / share.whole if share.whole else 0.0
        most = (share.part + share.open) / share.whole if share.whole else 0.0
        of = tr("{a} dari {b}").format(a=number(share.part), b=number(share.whole))
        between = (
            percent(least, 0) if not share.open else f"{number(100 * least, 0)}–{percent(most, 0)}"
        )
        still = tr("; {n} belum diperiksa").format(n=number(share.open)) if share.open else ""
        money, open_idr = "–", "–"
        if share.whole_idr:
            money = f"{in_millions(share.part_idr)} / {in_millions(share.whole_idr)}"
            open_idr = in_millions(share.open_idr)
        rows.append(Bar(words, least, f"{of}{still}" if share.open else f"{between} ({of})"))
        cells.append((words, of, number(share.open), between, money, open_idr))
    counts = (tr("Hal"), tr("Banyaknya"), tr("Belum diperiksa"), tr("Bagian"))
    columns = (*counts, tr("Rupiah"), tr("Rupiah belum diperiksa"))
    table = Table(tr("Indeks keselarasan daftar Anda"), columns, tuple(cells), _note(), columns[1:])
    return bars(tr("Indeks keselarasan daftar Anda"), rows, table, top=1.0)


def _nowhere(alignment: Alignment) -> tuple[Table, ...]:
    """Give the first eligible proposals that no other list has, or none so far; nothing when there is none."""
    numbers = alignment.nowhere or alignment.unchecked
    lines = [(key, alignment.lists.proposals[key]) for key in numbers[:_MOST]]
    rows = [
        (f"{key} {line.what}", line.village or "–", in_millions(line.cost_idr))
        for key, line in lines
    ]
    if left := len(numbers) - len(lines):
        rows.append(
            (
                tr("… dan {n} usulan lagi; semuanya tertulis dalam nota").format(n=number(left)),
                "",
                "",
            )
        )
    title, head = tr("Yang perlu dikawal"), tr("Usulan layak yang belum ada di daftar lain")
    if alignment.unchecked:
        title, head = tr("Belum diperiksa"), tr("Usulan layak yang sampai kini tanpa pasangan")
    columns = (head, tr("Desa"), tr("Biaya"))
    return (Table(title, columns, tuple(rows), _note(), columns[2:]),) if rows else ()


def _villages(alignment: Alignment) -> Table:
    made = villages(alignment)
    idr = [title.startswith(tr("rupiah")) for title in made.columns]
    rows = [
        (
            name,
            *(
                in_millions(n) if money else number(n)
                for n, money in zip(counts, idr[1:], strict=True)
            ),
        )
        for name, *counts in made.head(_MOST).to_numpy().tolist()
    ]
    if (left := len(made) - len(rows)) > 0:
        text = tr("… dan {n} desa lagi; semuanya tertulis dalam nota").format(n=number(left))
        rows.append((text, *[""] * (len(idr) - 1)))
    columns = tuple(title[0].upper() + title[1:] for title in made.columns)
    return Table(tr("Menurut desa"), columns, tuple(rows), _note(), columns[1:])


def _note() -> str:
    return tr(
        "Dihitung dari daftar dan keputusan Anda sendiri; indikator ilustratif, bukan indikator resmi."
    )
