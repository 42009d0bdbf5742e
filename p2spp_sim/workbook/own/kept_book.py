"""A workbook of one's own that a page takes in and keeps: it is chosen on the screen, and lies beside the results."""

from base64 import b64encode
from collections.abc import Mapping, Sequence
from contextlib import suppress
from html import escape
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from p2spp_sim.base.errors import BadData, Fault, P2sppError
from p2spp_sim.base.files import write_atomically
from p2spp_sim.base.language import tr
from p2spp_sim.results import excel
from p2spp_sim.tables.choices import TableChoice
from p2spp_sim.tables.layouts import MEMORY, LayoutMemory
from p2spp_sim.tables.lists import ListsAsked
from p2spp_sim.workbook.page.choosing import BOOKS
from p2spp_sim.workbook.page.choosing import choose_files as choose_files
from p2spp_sim.workbook.saving.progress import Progress

if TYPE_CHECKING:
    import pandas as pd

_KINDS = {
    ".pdf": "application/pdf",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".zip": "application/zip",
}
LARGEST = 8_000_000  # bytes; lists of a whole kabupaten need less than one million
_BOOK, _FILE, _CHOSEN = "buku", "berkas", "pilihan"  # how the workbook is called and read


class KeptBook:
    """A workbook of one page and learner.

    Parameters
    ----------
    progress : of the learner; the workbook is kept beside its file.
    page : name of the page.
    name : of the workbook, where the page keeps several.
    endings : of files that it may be.
    """

    def __init__(
        self, progress: Progress, page: str, name: str = "", endings: Sequence[str] = BOOKS
    ) -> None:
        self._progress, self._endings = progress, endings
        behind = f"_{name}" if name else ""
        self._stem, self._part = f"{progress.learner}_{page}{behind}", f"{_BOOK}{behind}"
        self.memory = LayoutMemory(progress.path.with_name(f"{progress.learner}_{MEMORY}"))

    @property
    def path(self) -> Path | None:
        """Where it lies; None where none was taken in."""
        return next((path for path in map(self._called, self._endings) if path.is_file()), None)

    def _called(self, ending: str) -> Path:
        return self._progress.path.with_name(f"{self._stem}{ending}")

    @property
    def file(self) -> str:
        """What it was called by who brought it."""
        return str(self._progress.part(self._part).get(_FILE, ""))

    @property
    def asked(self) -> ListsAsked:
        """How it was read when it was taken in."""
        choices = {
            name: TableChoice(said["lembar"], said["judul"], said["kolom"], said["satuan"])
            for name, said in self._progress.part(self._part).get(_CHOSEN, {}).items()
        }
        return ListsAsked(choices, self.memory, self.file)

    def keep(self, name: str, content: bytes, choices: Mapping[str, TableChoice]) -> None:
        """Keep a workbook in place of the one before.

        Parameters
        ----------
        name, content : of the file.
        choices : how it was read, by list.

        Raises
        ------
        P2sppError : the learner's file cannot be written.
        """
        old, new = self.path, self._called(Path(name).suffix.casefold())
        new.parent.mkdir(parents=True, exist_ok=True)
        write_atomically(new, content)
        if old and old != new:
            with suppress(OSError):
                old.unlink()
        chosen = {
            name: {
                "lembar": choice.sheet,
                "judul": choice.top,
                "kolom": dict(choice.columns),
                "satuan": choice.times,
            }
            for name, choice in choices.items()
        }
        if not self._progress.put(self._part, {_FILE: name, _CHOSEN: chosen}):
            raise P2sppError("\n".join(self._progress.notes))


def checked_name(name: str, content: bytes) -> str:
    """Give the bare name of a file that was chosen.

    Raises
    ------
    BadData : it is no workbook, or too large.
    """
    bare = Path(name.replace("\\", "/")).name
    if Path(bare).suffix.casefold() not in BOOKS or len(content) > LARGEST:
        expected = tr("diharapkan buku Excel (.xlsx, .xls, .ods), paling besar {n} juta byte")
        raise BadData([Fault(bare, 0, "", "", expected.format(n=LARGEST // 1_000_000))])
    return bare


def aside(progress: Progress, name: str) -> Path:
    """Give where what others take the place of can be kept, beside the results: the first number that is free."""
    places = (progress.path.with_name(f"{progress.code}_{name}_{n}.xlsx") for n in count(1))
    return next(path for path in places if not path.exists())


def file_link(content: bytes, name: str, words: str) -> str:
    """Give a link that holds a file itself, so that it can be taken along from any door."""
    data = b64encode(content).decode()
    return (
        f'<a class="p2-link" download="{escape(name, quote=True)}" '
        f'href="data:{_KINDS[Path(name).suffix]};base64,{data}">{escape(words)}</a>'
    )


def book_bytes(
    sheets: "dict[str, pd.DataFrame]", picks: Mapping[str, Sequence[str]] | None = None
) -> bytes:
    """Give tables as the bytes of a workbook; `picks` as for `results.excel.write_tables`."""
    with TemporaryDirectory() as folder:
        return excel.write_tables(sheets, Path(folder) / "buku.xlsx", picks).read_bytes()
