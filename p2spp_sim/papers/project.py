"""One folder a kabupaten and year: its lists with their pairs, last year's note, and the papers; nothing about persons.

Every file is written whole; the small file that says what the folder is comes last, so that a folder that was broken
off is still the one before. A folder that a newer version wrote is refused, an older one is read.
"""

import re
from collections.abc import Mapping
from pathlib import Path

import msgspec

from p2spp_sim.alignment.aligned import Alignment
from p2spp_sim.alignment.earlier import LIVES, LastYear, Years, lives_frame, read_last_year
from p2spp_sim.alignment.lists import Lists, read_lists
from p2spp_sim.alignment.note import sheets
from p2spp_sim.base.errors import P2sppError
from p2spp_sim.base.files import write_atomically
from p2spp_sim.base.language import tr
from p2spp_sim.papers.occasion import Occasion, occasion
from p2spp_sim.papers.paper_lists import impersonal
from p2spp_sim.results.excel import write_tables

FORMAT, VERSION = "p2spp-proyek", 1
FILE, NOTE, LAST, LETTERS = "proyek.json", "nota.xlsx", "tahun_lalu.xlsx", "surat"
_LARGEST = 4_000_000  # bytes of the small file
_NAME_LONGEST = 60  # letters of the name of a kabupaten


class ProjectFile(msgspec.Struct, frozen=True):
    """What the small file says; what an older version did not write has its default.

    Parameters
    ----------
    kabupaten, kecamatan, year, place, day, signer : as `Occasion.kept`.
    decided : by number of this year's proposal that of last year's.
    last_year : of the note beside it, 0 for none.
    """

    format: str = ""
    version: int = 0
    kabupaten: str = ""
    kecamatan: str = ""
    year: int = 0
    place: str = ""
    day: str = ""
    signer: str = ""
    decided: dict[str, str] = msgspec.field(default_factory=dict)
    last_year: int = 0


class Project(msgspec.Struct, frozen=True):
    """A folder that was opened."""

    folder: Path
    occasion: Occasion
    lists: Lists
    last: LastYear | None
    decided: dict[str, str]


def folder_name(about: Occasion) -> str:
    """Give the name of the folder, also where kabupaten or year is not said."""
    plain = re.sub(r"[^\w]+", "_", about.kabupaten.casefold()).strip("_")
    return f"{plain[:_NAME_LONGEST] or tr('kabupaten')}_{about.year or tr('tanpa_tahun')}"


def save(
    results: Path,
    about: Occasion,
    alignment: Alignment,
    last: LastYear | None = None,
    decided: Mapping[str, str] | None = None,
) -> Path:
    """Write lists, pairs and last year's note into the folder of a project; give the folder.

    Raises
    ------
    P2sppError : the folder is of a newer version, or a file cannot be written.
    """
    folder = results / folder_name(about)
    if (folder / FILE).exists():
        _read_file(folder)
    folder.mkdir(parents=True, exist_ok=True)
    plain = impersonal(alignment)
    years = Years(about.year, plain, last, decided) if about.year else None
    write_tables(sheets(plain, years), folder / NOTE)
    if last:
        kept = sheets(impersonal(last.alignment)) | {LIVES: lives_frame(last.lives)}
        write_tables(kept, folder / LAST)
    links = dict(decided or {})
    year = last.year if last else 0
    file = ProjectFile(FORMAT, VERSION, **about.kept(), decided=links, last_year=year)
    write_atomically(folder / FILE, msgspec.json.format(msgspec.json.encode(file), indent=1))
    return folder


def open_project(folder: Path) -> Project:
    """Read the folder of a project again, to go on with it.

    Raises
    ------
    P2sppError : it is none, it is of a newer version, or a file in it cannot be read.
    """
    file = _read_file(folder)
    about = occasion(file.kabupaten, file.kecamatan, file.year, file.place, file.day, file.signer)
    lists = read_lists(folder / NOTE)
    last = read_last_year(folder / LAST, about.year) if file.last_year else None
    return Project(folder, about, lists, last, file.decided)


def projects(results: Path) -> list[Path]:
    """Name the folders of projects among the results, the newest first."""
    found_in = [path.parent for path in results.glob(f"*/{FILE}")]
    return sorted(found_in, key=lambda folder: (folder / FILE).stat().st_mtime, reverse=True)


def _read_file(folder: Path) -> ProjectFile:
    path = folder / FILE
    broken = tr("{folder} bukan folder proyek, atau {berkas} di dalamnya rusak.")
    try:
        if path.stat().st_size > _LARGEST:
            raise ValueError
        file = msgspec.json.decode(path.read_bytes(), type=ProjectFile)
    except (OSError, ValueError, msgspec.MsgspecError):
        raise P2sppError(broken.format(folder=folder, berkas=FILE)) from None
    if file.format != FORMAT:
        raise P2sppError(broken.format(folder=folder, berkas=FILE))
    if file.version > VERSION:
        text = tr(
            "Proyek {folder} ditulis versi yang lebih baru ({baru}; di sini {ini}). Perbarui buku kerja dahulu."
        )
        raise P2sppError(text.format(folder=folder.name, baru=file.version, ini=VERSION))
    return file
