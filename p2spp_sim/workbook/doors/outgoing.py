"""The papers that go out, on the page of own lists: a few fields, one button, and files to take along."""

from base64 import b64encode
from collections.abc import Callable
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

import ipywidgets as W  # noqa: N812

from p2spp_sim.alignment.lists import Alignment
from p2spp_sim.alignment.note import sheets
from p2spp_sim.alignment.office_columns import left_out
from p2spp_sim.base.errors import P2sppError
from p2spp_sim.base.formats import number
from p2spp_sim.base.language import Labels, tr
from p2spp_sim.papers import as_pdf, project, writing
from p2spp_sim.papers.occasion import Occasion, long_date, occasion, read_date
from p2spp_sim.papers.paper import Paper
from p2spp_sim.papers.paper_lists import PaperLists, lists_for
from p2spp_sim.workbook.doors.earlier_years import EarlierYears
from p2spp_sim.workbook.page.markup import page, say
from p2spp_sim.workbook.page.panel import Guard, panel
from p2spp_sim.workbook.saving.codes import NOBODY
from p2spp_sim.workbook.saving.progress import Progress

if TYPE_CHECKING:
    import pandas as pd

PART = "surat"  # name of the fields in the learner's file
FIELDS = Labels(
    kabupaten="Kabupaten atau kota",
    kecamatan="Kecamatan",
    year="Tahun rencana",
    place="Tempat",
    day="Tanggal",
    signer="Jabatan penanda tangan",
)
EXAMPLES = Labels(
    kabupaten="misalnya Wanasari",
    kecamatan="kosong: semua kecamatan dalam daftar",
    year="misalnya 2027",
    place="misalnya Sukamaju",
    day="misalnya 9 Februari 2026",
    signer="misalnya Camat Sukamaju, tanpa nama",
)
_ALL = "zip"
_PREVIEW_PPI = 80
_KINDS = {
    ".pdf": "application/pdf",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".zip": "application/zip",
}


class Outgoing:
    """Fields, last year and papers of one page.

    Parameters
    ----------
    progress : the learner's file; projects lie beside it, in a class in a folder of the code.
    alignment : gives the lists and pairs as they stand, or refuses with a sentence.
    take : takes a workbook in, as if it had been chosen on the page.
    """

    def __init__(
        self,
        progress: Progress,
        alignment: Callable[[], Alignment],
        take: Callable[[str, bytes], None],
    ) -> None:
        self.progress, self._alignment, self._take = progress, alignment, take
        saved = progress.part(PART)
        self._guard, self._told = Guard(), W.HTML()
        self.fields = {key: _field(key, str(saved.get(key) or "")) for key in FIELDS}
        for field in self.fields.values():
            field.observe(lambda _: self._guard.run(self._remember), names="value")
        self.earlier = EarlierYears(progress, alignment, lambda: self.occasion.year)
        self._folders = W.Dropdown(
            description=tr("Proyek tersimpan"), style={"description_width": "auto"}
        )
        self._files: dict[str, bytes] = {}
        self._made: dict[str, Paper] = {}
        self.which = W.Dropdown(description=tr("Lihat"), style={"description_width": "auto"})
        self.which.layout.display = "none"
        self._shown = W.HTML()

    @property
    def occasion(self) -> Occasion:
        """What the fields say.

        Raises
        ------
        P2sppError : a year or a date that cannot be.
        """
        return occasion(**{key: str(field.value) for key, field in self.fields.items()})

    def place_and_year(self) -> W.Widget:
        """Ask where, for which year and when, and offer the projects that were saved before."""
        layout = W.Layout(grid_template_columns="repeat(auto-fit, minmax(min(100%, 420px), 1fr))")
        grid = W.GridBox([*self.fields.values()], layout=layout)
        button = W.Button(description=tr("Buka proyek"), layout={"width": "auto"})
        button.on_click(lambda _: self._guard.run(self._open))
        folders = W.HBox([self._folders, button], layout=W.Layout(flex_flow="row wrap"))
        self._list_projects(folders)
        return panel(grid, folders, self._told, self._guard.widget)

    def letters(self) -> W.Widget:
        """Offer to write all papers, and show them: first page, and files to take along."""
        guard, message = Guard(), W.HTML()
        button = W.Button(
            description=tr("Tulis surat dan daftar"),
            button_style="primary",
            layout={"width": "auto"},
        )

        def write() -> None:
            message.value, self._shown.value = "", ""
            message.value = say("benar", "\n".join(self._write()), word=tr("Tersimpan"))
            self._show()

        button.on_click(lambda _: guard.run(write))
        self.which.observe(lambda _: guard.run(self._show), names="value")
        row = W.HBox([button, self.which], layout=W.Layout(flex_flow="row wrap", grid_gap="0 16px"))
        return W.VBox([panel(row, message, guard.widget), self._shown])

    def note(self) -> "dict[str, pd.DataFrame]":
        """Give the note sheet by sheet, with the lives over the years where the year is known."""
        alignment, about = self._alignment(), self.occasion
        return sheets(alignment, self.earlier.years if about.year else None)

    def lists_changed(self) -> None:
        """Lay last year's note beside other lists."""
        self._guard.run(self.earlier.lay)

    @property
    def home(self) -> Path:
        """Where projects lie: among the results, but groups of one class do not write into each other's."""
        results, code = self.progress.path.parent, self.progress.learner
        return results if code == NOBODY else results / code

    def _remember(self) -> None:
        about = self.occasion
        if not self.progress.put(PART, about.kept()):
            raise P2sppError("\n".join(self.progress.notes))

    def _write(self) -> list[str]:
        """Write project, note and papers; give sentences on it."""
        about, alignment = self.occasion, self._alignment()
        last, decided = self.earlier.last, self.earlier.decided
        lists = lists_for(alignment, about, last, decided)
        folder = project.save(self.home, about, alignment, last, decided)
        self._files, self._made = {}, {}
        for paper, files in writing.made(lists):
            writing.write(folder / project.LETTERS, files)
            self._files |= files
            self._made[paper.key] = paper
        options = [(paper.title, key) for key, paper in self._made.items()]
        self.which.options = [*options, (tr("Semua dalam satu ZIP"), _ALL)]
        self.which.value = options[0][1] if options else _ALL
        self.which.layout.display = None
        return _told(lists, folder, len(self._files))

    def _show(self) -> None:
        """Show the first page of the chosen paper and its files, or the ZIP with all."""
        key = str(self.which.value or "")
        if key == _ALL:
            links = _link(tr("Unduh semua (ZIP)"), "surat.zip", writing.zipped(self._files))
            self._shown.value = page(f"<p>{links}</p>")
        elif key in self._made:
            self._shown.value = page(*_preview(self._made[key], self._files))

    def _list_projects(self, row: W.HBox) -> None:
        folders = project.projects(self.home)
        self._folders.options = [(folder.name, str(folder)) for folder in folders]
        if folders:
            self._folders.value = str(folders[0])
        row.layout.display = None if folders else "none"

    def _open(self) -> None:
        """Go on with a project: its fields, lists and pairs, and last year's note."""
        folder = Path(str(self._folders.value))
        opened = project.open_project(folder)
        self._take(project.NOTE, (folder / project.NOTE).read_bytes())
        for key, value in opened.occasion.kept().items():
            self.fields[key].value = _shown(key, str(value or ""))
        if opened.last:
            self.earlier.take((folder / project.LAST).read_bytes(), opened.decided)
        text = tr("Proyek {nama} dibuka: daftar, pasangan, dan isian di atas diambil dari sana.")
        self._told.value = say("benar", text.format(nama=folder.name), word=tr("Terbaca"))


def _shown(key: str, value: str) -> str:
    """Give a saved value as it is typed."""
    day = read_date(value) if key == "day" else None
    return long_date(day) if day else "" if value == "0" else value


def _field(key: str, value: str) -> W.Text:
    return W.Text(
        value=_shown(key, value),
        description=FIELDS[key],
        placeholder=EXAMPLES[key],
        continuous_update=False,
        layout=W.Layout(width="auto", max_width="520px"),
        style={"description_width": "175px"},
    )


def _told(lists: PaperLists, folder: Path, count: int) -> list[str]:
    """Say where the files are, what they leave out, and what is open."""
    said = [
        tr("{n} berkas tersimpan di {folder}.").format(
            n=number(count), folder=folder / project.LETTERS
        )
    ]
    if lists.unchecked:
        said.append(lists.unchecked)
    if without := [key for key, line in lists.proposals.items() if not line.village]:
        text = tr("{n} usulan tanpa desa tidak mendapat surat, mulai nomor {nomor}.")
        said.append(text.format(n=number(len(without)), nomor=without[0]))
    lacking = sum(answer.lacks_reason for answer in lists.answers.values())
    if lacking:
        text = tr(
            "{n} usulan yang tidak masuk tanpa alasan tercatat: di surat ada garis untuk diisi."
        )
        said.append(text.format(n=number(lacking)))
    if lists.covered:
        text = tr("{n} teks ditutup dengan […] karena tampak memuat data orang.")
        said.append(text.format(n=number(lists.covered)))
    if heads := left_out(lists.proposals):
        text = tr("Kolom tentang orang tidak ikut: {kolom}.")
        said.append(text.format(kolom=", ".join(heads)))
    return said


def _preview(paper: Paper, files: dict[str, bytes]) -> list[str]:
    names = [name for name in files if name.startswith(f"{paper.key}.")]
    words = {".xlsx": tr("Unduh Excel"), ".pdf": tr("Unduh PDF")}
    links = " · ".join(_link(words[Path(name).suffix], name, files[name]) for name in names)
    picture = b64encode(as_pdf.first_page(paper, _PREVIEW_PPI)).decode()
    alt = escape(tr("Halaman pertama: {judul}").format(judul=paper.title), quote=True)
    image = (
        f'<img alt="{alt}" src="data:image/png;base64,{picture}" '
        'style="max-width:100%;border:1px solid #8c8c8c">'
    )
    return [f"<p>{links}</p>", image]


def _link(words: str, name: str, content: bytes) -> str:
    """Give a link that holds a file itself, so that it can be taken along from any door."""
    data = b64encode(content).decode()
    kind = _KINDS[Path(name).suffix]
    return (
        f'<a class="p2-link" download="{escape(name, quote=True)}" '
        f'href="data:{kind};base64,{data}">{escape(words)}</a>'
    )
