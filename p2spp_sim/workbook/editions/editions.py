"""Editions: the cells of a source notebook that one kind of reader gets, in either language.

Paper is an edition too; `printing` runs it and makes HTML and PDF of it.
"""

from collections.abc import Iterable
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path

from p2spp_sim.base.era import THEN
from p2spp_sim.base.errors import P2sppError
from p2spp_sim.base.files import write_atomically
from p2spp_sim.base.language import tr
from p2spp_sim.workbook.editions.english import ENGLISH, english, indonesian
from p2spp_sim.workbook.editions.eras import has_eras
from p2spp_sim.workbook.editions.notebooks import (
    Notebook,
    as_text,
    relinked,
    set_parameter,
    sources,
    tags,
)
from p2spp_sim.workbook.saving.record import PAGES


@dataclass(frozen=True, slots=True)
class Edition:
    """One edition.

    Parameters
    ----------
    parameter : what its notebooks say of themselves, in their cell of parameters.
    without : tags of the cells its reader does not get.
    """

    parameter: str
    without: frozenset[str]


EDITIONS = {
    "peserta": Edition("participant", frozenset({"pelatih", "kunci", "cetak"})),
    "pelatih": Edition("trainer", frozenset({"cetak"})),
    "kunci": Edition("solved", frozenset({"pelatih", "kunci", "cetak"})),
    "cetak": Edition("print", frozenset({"pelatih", "kunci", "layar"})),
}


def cut(name: str, notebook: Notebook, file: str) -> Notebook:
    """Give the cells of a notebook that the reader of an edition gets.

    Parameters
    ----------
    name : one of `EDITIONS`.
    file : name of the notebook; a page that is no unit is the same in every edition.

    Raises
    ------
    P2sppError : the notebook's parameters do not say which edition it is.
    """
    made = deepcopy(notebook)
    made["cells"] = [cell for cell in made["cells"] if not EDITIONS[name].without & tags(cell)]
    if not file.startswith(PAGES):
        set_parameter(made, file, "edition", EDITIONS[name].parameter)
    return made


def edition(name: str, language: str, unit: str, source: Path, era: str = THEN) -> Notebook:
    """Give one notebook in one edition and language, with links as from the source's own folder.

    Parameters
    ----------
    name : one of `EDITIONS`.
    language : "id" or "en".
    era : whose rules it speaks of; a page that has no other speaks of the programme's.

    Raises
    ------
    P2sppError : cells without English, or a notebook that does not know editions.
    """
    spoken_of = era if has_eras(unit) else THEN
    made = english if language == ENGLISH else indonesian
    notebook = made(unit, source, spoken_of)
    return cut(name, notebook, source.name)


def write_edition(
    name: str,
    language: str,
    folder: Path,
    to: Path,
    chosen: Iterable[str] = (),
    era: str = THEN,
) -> list[Path]:
    """Write one edition of the notebooks into a folder; all are made before any is written.

    Parameters
    ----------
    name : "peserta", "pelatih" or "kunci".
    folder : of the source notebooks.
    to : where the edition goes; made when it is not there.

    Raises
    ------
    P2sppError : as `edition`, or `to` is where the sources lie.
    """
    keep_apart(folder, to)
    made = {
        to / source.name: as_text(relinked(edition(name, language, unit, source, era), folder, to))
        for unit, source in sources(folder, chosen).items()
    }
    to.mkdir(parents=True, exist_ok=True)
    for path, text in made.items():
        write_atomically(path, text.encode())
    return list(made)


def keep_apart(folder: Path, to: Path) -> None:
    """Refuse to write an edition over the sources or the English notebooks.

    Raises
    ------
    P2sppError : it would be.
    """
    if to.resolve() in (folder.resolve(), (folder / ENGLISH).resolve()):
        raise P2sppError(
            tr("{folder} berisi sumber buku kerja; pilih folder lain dengan --ke.").format(
                folder=to
            )
        )
