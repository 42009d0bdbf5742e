"""A workbook of one's own that a page takes in and keeps: it is chosen on the screen, and lies beside the results."""

import json
from base64 import b64encode
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from functools import partial
from html import escape
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import ipywidgets as W  # noqa: N812

from p2spp_sim.base.errors import BadData, Fault, P2sppError
from p2spp_sim.base.files import write_atomically
from p2spp_sim.base.language import tr
from p2spp_sim.results import excel
from p2spp_sim.tables.choices import TableChoice
from p2spp_sim.tables.layouts import MEMORY, LayoutMemory
from p2spp_sim.tables.lists import ListsAsked
from p2spp_sim.workbook.page.panel import Guard
from p2spp_sim.workbook.saving.progress import Progress

if TYPE_CHECKING:
    import pandas as pd

BOOKS = (".xlsx", ".xlsm", ".xls", ".ods")
_KINDS = {
    ".pdf": "application/pdf",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".zip": "application/zip",
}
LARGEST = 8_000_000  # bytes; lists of a whole kabupaten need less than one million
_BOOK, _FILE, _CHOSEN = "buku", "berkas", "pilihan"  # how the workbook is called and read


class KeptBook:
    """The workbook of one page and learner.

    Parameters
    ----------
    progress : of the learner; the workbook is kept beside its file.
    page : name of the page.
    """

    def __init__(self, progress: Progress, page: str) -> None:
        self._progress, self._page = progress, page
        self.memory = LayoutMemory(progress.path.with_name(f"{progress.learner}_{MEMORY}"))

    @property
    def path(self) -> Path | None:
        """Where it lies; None where none was taken in."""
        return next((path for path in map(self._called, BOOKS) if path.is_file()), None)

    def _called(self, ending: str) -> Path:
        name = f"{self._progress.learner}_{self._page}{ending}"
        return self._progress.path.with_name(name)

    @property
    def asked(self) -> ListsAsked:
        """How it was read when it was taken in."""
        kept = self._progress.part(_BOOK)
        choices = {
            name: TableChoice(said["lembar"], said["judul"], said["kolom"], said["satuan"])
            for name, said in kept.get(_CHOSEN, {}).items()
        }
        return ListsAsked(choices, self.memory, str(kept.get(_FILE, "")))

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
        if not self._progress.put(_BOOK, {_FILE: name, _CHOSEN: chosen}):
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


def choose_book(words: str, take: Callable[[str, bytes], object], guard: Guard) -> W.Widget:
    """Make the button by which a workbook is chosen.

    Parameters
    ----------
    words : on the button.
    take : is given name and content of each file.
    guard : says what goes wrong.
    """
    upload = W.FileUpload(accept=",".join(BOOKS), description=words, button_style="primary")
    upload.add_class("p2-upload")  # its count of files, always 0 here, is not shown
    shown = W.HTML(
        f"<style>.p2-upload::after {{ content: {json.dumps(upload.description)} / ''; }}</style>"
    )

    def chosen(_change: object) -> None:
        given = [(str(file["name"]), bytes(file["content"])) for file in upload.value]
        upload.value = ()  # so that the same file can be chosen again after it was mended
        for name, content in given:
            guard.run(partial(take, name, content))

    upload.observe(chosen, names="value")
    return W.HBox([upload, shown])


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
