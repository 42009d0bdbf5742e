"""Notebooks as files: which there are, what they hold, and what their links and parameters say."""

import json
import os
import re
from collections.abc import Iterable
from copy import deepcopy
from functools import partial
from pathlib import Path
from typing import Any

from p2spp_sim.base.errors import P2sppError, UnknownName
from p2spp_sim.base.files import data_path, in_checkout
from p2spp_sim.base.language import tr
from p2spp_sim.workbook.saving.record import PAGES

Notebook = dict[str, Any]
RESEARCH = "riset"  # the folder of the notebooks of studies, which have a name each, no number and no editions
_BOARD = re.compile(r"\.papan\((?:\"(\w+)\")?")
_LINK = re.compile(r"(!?)\[([^\]]*)\]\(([^)\s]+)\)")


def folder_of_notebooks() -> Path:
    """Find the source notebooks: in a checkout, where the command is run, or as a wheel carries them.

    Raises
    ------
    P2sppError : they are not there.
    """
    ours, here = data_path("notebooks"), Path("notebooks").absolute()
    for folder in (ours, here) if in_checkout() else (here, ours):
        if any(folder.glob("[0-9][0-9]_*.ipynb")):
            return folder
    raise P2sppError(tr("Folder notebooks tidak ada di sini; jalankan dari folder buku kerja."))


def sources(folder: Path, chosen: Iterable[str] = (), *, research: bool = False) -> dict[str, Path]:
    """Give the source notebooks by unit, the pages last.

    Parameters
    ----------
    chosen : units or pages wanted, such as "03" or "mulai"; all when empty.
    research : also those of studies, such as "riset_what_if".

    Raises
    ------
    UnknownName : a unit that has no notebook.
    """
    paths = {path.stem[:2]: path for path in sorted(folder.glob("[0-9][0-9]_*.ipynb"))}
    paths |= {name: path for name in PAGES if (path := folder / f"{name}.ipynb").exists()}
    if research:
        studies = sorted(folder.glob(f"{RESEARCH}/*.ipynb"))
        paths |= {f"{RESEARCH}_{path.stem}": path for path in studies}
    wanted = list(chosen)
    for unit in wanted:
        if unit not in paths:
            raise UnknownName(tr("Unit"), unit, list(paths))
    return {unit: path for unit, path in paths.items() if not wanted or unit in wanted}


def read_notebook(path: Path) -> Notebook:
    """Read a notebook as it stands in its file, with every source as one text.

    Raises
    ------
    P2sppError : the file is no notebook, or a cell has no name.
    """
    try:
        notebook: Notebook = json.loads(path.read_text(encoding="utf-8"))
        for cell in notebook["cells"]:
            cell["source"] = "".join(cell["source"])
            cell["id"], cell["cell_type"] = str(cell["id"]), str(cell["cell_type"])
            cell.setdefault("metadata", {})
        notebook.setdefault("metadata", {})
    except (ValueError, KeyError, TypeError) as error:
        message = tr("{berkas}: bukan berkas notebook yang utuh ({sebab}).")
        raise P2sppError(message.format(berkas=path.name, sebab=error)) from error
    return notebook


def board_titles(unit: str, language: str) -> dict[str, str]:
    """Give the heading above each board of a unit by the board's name; none where its notebook is not there.

    Parameters
    ----------
    language : of the notebook, "id" or "en".
    """
    try:
        folder = folder_of_notebooks()
        notebook = read_notebook(
            sources(folder / "en" if language == "en" else folder, [unit])[unit]
        )
    except (P2sppError, OSError):
        return {}
    titles: dict[str, str] = {}
    heading = ""
    for cell in notebook["cells"]:
        if cell["cell_type"] == "markdown":
            heading = next(
                reversed(re.findall(r"^#+ +(.+)", cell["source"], re.MULTILINE)), heading
            )
        else:
            titles |= {
                name or "papan": heading for name in _BOARD.findall(cell["source"]) if heading
            }
    return titles


def as_text(notebook: Notebook) -> str:
    """Give the text of a notebook's file."""
    made = deepcopy(notebook)
    for cell in made["cells"]:
        cell["source"] = cell["source"].splitlines(keepends=True)
    return json.dumps(made, ensure_ascii=False, indent=1) + "\n"


def tags(cell: Notebook) -> set[str]:
    """Give the tags of a cell."""
    return set(cell["metadata"].get("tags", ()))


def set_parameter(notebook: Notebook, file: str, name: str, value: str) -> None:
    """Set a parameter in the cell that declares it.

    Parameters
    ----------
    file : name of the notebook, for the message.

    Raises
    ------
    P2sppError : there is no such cell, or the cell does not have the parameter.
    """
    for cell in notebook["cells"]:
        if "parameters" in tags(cell):
            cell["source"], times = re.subn(
                rf'^{name} = "\w*"$', f'{name} = "{value}"', cell["source"], flags=re.M
            )
            if times == 1:
                return
    raise P2sppError(
        tr("{berkas}: sel parameter tidak memuat {nama}.").format(berkas=file, nama=name)
    )


def relinked(notebook: Notebook, folder: Path, place: Path | None) -> Notebook:
    """Let the links of a notebook lead on from where it will lie.

    Parameters
    ----------
    folder : of the source notebooks; links among them stay as they are.
    place : where the notebook will lie; on paper (None) a link becomes words, as does one that would lead out of a
        place outside the workbook.
    """
    made = deepcopy(notebook)
    for cell in made["cells"]:
        if cell["cell_type"] == "markdown":
            cell["source"] = _LINK.sub(partial(_link, folder=folder, place=place), cell["source"])
    return made


def _link(match: re.Match[str], folder: Path, place: Path | None) -> str:
    mark, words, target = match.groups()
    path, sharp, anchor = target.partition("#")
    if "://" in target or not path:
        return words if place is None else match[0]
    root, among = folder.resolve().parent, path.endswith(".ipynb") and "/" not in path
    if among and place is not None:
        return match[0]
    if place is not None and place.resolve().is_relative_to(root):
        new = Path(os.path.relpath(folder / path, place)).as_posix()
        return f"{mark}[{words}]({new}{sharp}{anchor})"
    return words if among else f"{words} ({Path(os.path.relpath(folder / path, root)).as_posix()})"
