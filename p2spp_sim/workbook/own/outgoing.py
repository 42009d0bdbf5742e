"""The papers that go out, on the page of own lists: a few fields, one button, and files to take along."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import ipywidgets as W  # noqa: N812

from p2spp_sim.alignment.aligned import Alignment
from p2spp_sim.alignment.note import sheets
from p2spp_sim.alignment.office_columns import left_out
from p2spp_sim.base.formats import number
from p2spp_sim.base.language import tr
from p2spp_sim.papers import project, writing
from p2spp_sim.papers.occasion import Occasion
from p2spp_sim.papers.paper import Paper
from p2spp_sim.papers.paper_lists import PaperLists, lists_for
from p2spp_sim.workbook.own.earlier_years import EarlierYears
from p2spp_sim.workbook.own.kept_book import file_link
from p2spp_sim.workbook.own.occasion_fields import OccasionFields
from p2spp_sim.workbook.own.papers_shown import first_page
from p2spp_sim.workbook.page.markup import page, say
from p2spp_sim.workbook.page.panel import Guard, panel
from p2spp_sim.workbook.saving.codes import NOBODY
from p2spp_sim.workbook.saving.progress import Progress

if TYPE_CHECKING:
    import pandas as pd

PART = "surat"  # name of the fields in the learner's file
_ALL = "zip"


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
        self._guard, self._told = Guard(), W.HTML()
        self.asked = OccasionFields(progress, PART, self._guard)
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
        """What the fields say; raises P2sppError for a year or a date that cannot be."""
        return self.asked.occasion

    def place_and_year(self) -> W.Widget:
        """Ask where, for which year and when, and offer the projects that were saved before."""
        button = W.Button(description=tr("Buka proyek"), layout={"width": "auto"})
        button.on_click(lambda _: self._guard.run(self._open))
        folders = W.HBox([self._folders, button], layout=W.Layout(flex_flow="row wrap"))
        self._list_projects(folders)
        return panel(self.asked.widget, folders, self._told, self._guard.widget)

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
            links = file_link(writing.zipped(self._files), "surat.zip", tr("Unduh semua (ZIP)"))
            self._shown.value = page(f"<p>{links}</p>")
        elif key in self._made:
            self._shown.value = page(*first_page(self._made[key], self._files))

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
        self.asked.fill(opened.occasion)
        if opened.last:
            self.earlier.take((folder / project.LAST).read_bytes(), opened.decided)
        text = tr("Proyek {nama} dibuka: daftar, pasangan, dan isian di atas diambil dari sana.")
        self._told.value = say("benar", text.format(nama=folder.name), word=tr("Terbaca"))


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
