"""The papers by name, and how they are written: each as Excel and PDF, whole or not at all, and all as one ZIP."""

from collections.abc import Callable, Collection, Iterator
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

from p2spp_sim.base.errors import P2sppError
from p2spp_sim.base.files import write_atomically
from p2spp_sim.base.language import tr
from p2spp_sim.papers import (
    agencies,
    as_excel,
    as_pdf,
    matrix,
    minutes,
    priorities,
    village_letters,
)
from p2spp_sim.papers.paper import Paper
from p2spp_sim.papers.paper_lists import PaperLists

PAPERS: dict[str, Callable[[PaperLists], Paper]] = {
    "daftar_prioritas": priorities.make,
    "rekap_skpd": agencies.make,
    "matriks_penyelarasan": matrix.make,
    "berita_acara": minutes.make,
    "jawaban_desa": village_letters.make,
}


def made(
    lists: PaperLists, chosen: Collection[str] = ()
) -> Iterator[tuple[Paper, dict[str, bytes]]]:
    """Make papers one after another; each with its files by name.

    Parameters
    ----------
    chosen : keys of `PAPERS`; all when empty.
    """
    for key, make in PAPERS.items():
        if chosen and key not in chosen:
            continue
        paper = make(lists)
        if paper.parts:
            yield paper, files_of(paper)


def files_of(paper: Paper) -> dict[str, bytes]:
    """Give a paper as Excel and PDF, by name of the file."""
    return {f"{paper.key}.xlsx": as_excel.book(paper), f"{paper.key}.pdf": as_pdf.pdf(paper)}


def write(folder: Path, files: dict[str, bytes]) -> list[Path]:
    """Write files into a folder, each whole or not at all.

    Raises
    ------
    P2sppError : one cannot be written, as when it is open in Excel; what was there stays.
    """
    paths = []
    for name, content in files.items():
        path = folder / name
        try:
            folder.mkdir(parents=True, exist_ok=True)
            write_atomically(path, content)
        except OSError as error:
            text = tr(
                "{path} tidak dapat ditulisi. Tutup dahulu bila sedang terbuka. Isi lama tetap ada."
            )
            raise P2sppError(text.format(path=path)) from error
        paths.append(path)
    return paths


def zipped(files: dict[str, bytes]) -> bytes:
    """Give files as one ZIP."""
    content = BytesIO()
    with ZipFile(content, "w", ZIP_DEFLATED) as archive:
        for name, file in files.items():
            archive.writestr(name, file)
    return content.getvalue()
