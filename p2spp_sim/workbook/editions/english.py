"""The English notebooks: the source, with the cells that its catalogue holds; generated, never edited.

Each says in its metadata what it was made from, and `check_english` names the entry that has fallen behind.
"""

import hashlib
import json
import re
from collections.abc import Iterable, Iterator
from copy import deepcopy
from pathlib import Path

import polib

from p2spp_sim.base.errors import P2sppError
from p2spp_sim.base.files import write_atomically
from p2spp_sim.base.language import tr
from p2spp_sim.workbook.editions.catalogues import (
    Stale,
    bank_sentences,
    cells,
    domain,
    has_bank,
    po_path,
    stale_cells,
    stale_sentences,
    translations,
)
from p2spp_sim.workbook.editions.notebooks import (
    RESEARCH,
    Notebook,
    as_text,
    read_notebook,
    relinked,
    set_parameter,
    sources,
    tags,
)
from p2spp_sim.workbook.exercises.bank import load_bank

ENGLISH = "en"
OURS, MARK = "p2spp", {"runs_when_opened": True}  # as share/jupyter/p2spp asks for it
# Stored numbers are checked in the source, whose language they are in.
_INDONESIAN_PAGE = re.compile(
    r"(\]\([^)]*)\.id\.md\)"
)  # its English stands beside it under the plain name
_CHECKED = {"keep_output", "nbval-check-output"}


def stale(unit: str, source: Path) -> list[Stale]:
    """List every English entry of a unit that does not fit its notebook or its question bank."""
    catalogue = _catalogue(unit)
    entries = stale_cells(unit, read_notebook(source), catalogue)
    if not has_bank(unit):
        return entries
    shared = {entry.msgid: entry.msgstr for entry in polib.pofile(str(po_path(ENGLISH)))}
    bank = bank_sentences(load_bank(unit))
    return entries + stale_sentences(unit, f"exercises/{unit}.toml", bank, catalogue, shared)


def english(unit: str, source: Path) -> Notebook:
    """Give a notebook in English: same cells, same names, links as from the source's own folder.

    Raises
    ------
    P2sppError : every cell that has no English of its present wording, one a line.
    """
    notebook, catalogue = read_notebook(source), _catalogue(unit)
    if faults := _unready(unit, notebook, catalogue):
        raise P2sppError("\n".join(fault.sentence() for fault in faults))
    said, made = translations(catalogue), deepcopy(notebook)
    for cell in made["cells"]:
        if cell["cell_type"] == "markdown":
            text = said[cell["id"]][1] if cell["id"] in said else cell["source"]
            cell["source"] = _INDONESIAN_PAGE.sub(r"\1.md)", text)
        elif cell["id"] in said:
            cell["source"] = said[cell["id"]][1]
        elif _CHECKED & tags(cell):
            cell["outputs"], cell["execution_count"] = [], None
            cell["metadata"]["tags"] = [
                tag for tag in cell["metadata"]["tags"] if tag not in _CHECKED
            ]
    set_parameter(made, source.name, "language", ENGLISH)
    made["metadata"]["generated_from"] = {
        "source": f"notebooks/{_place(unit, source)}",
        "source_sha256": _hash(notebook),
        "catalogue": f"p2spp_sim/locale/{ENGLISH}/LC_MESSAGES/{domain(unit)}.po",
        "catalogue_sha256": _hash({key: said[key] for key in cells(notebook)}),
    }
    return made


def generated(folder: Path, chosen: Iterable[str] = ()) -> Iterator[tuple[str, Path, str]]:
    """Give unit, file and text of every English notebook whose cells are all translated."""
    for unit, source in sources(folder, chosen, research=True).items():
        if not _unready(unit, read_notebook(source), _catalogue(unit)):
            path = folder / ENGLISH / _place(unit, source)
            yield unit, path, as_text(relinked(english(unit, source), source.parent, path.parent))


def write_english(folder: Path, chosen: Iterable[str] = ()) -> list[Path]:
    """Write the English notebooks that can be made and are not there yet, and take away those without a source.

    Units and pages are marked as ours, so that JupyterLab runs them when it opens them; their English takes the mark.

    Returns
    -------
    The files that were written.
    """
    chosen, written = list(chosen), []
    for source in sources(folder, chosen).values():
        notebook = read_notebook(source)
        if notebook["metadata"].get(OURS) != MARK:
            notebook["metadata"][OURS] = dict(MARK)
            write_atomically(source, as_text(notebook).encode())
            written.append(source)
    for _, path, text in generated(folder, chosen):
        path.parent.mkdir(parents=True, exist_ok=True)
        if not _is(path, text):
            write_atomically(path, text.encode())
            written.append(path)
    for path in [] if chosen else _orphans(folder):
        path.unlink()
    return written


def check_english(folder: Path, chosen: Iterable[str] = ()) -> list[str]:
    """Say, in one sentence each, which English entry is stale and which file is not what its source gives."""
    chosen = list(chosen)
    entries = [
        entry
        for unit, source in sources(folder, chosen, research=True).items()
        for entry in stale(unit, source)
    ]
    said, named = [entry.sentence() for entry in entries], {entry.unit for entry in entries}
    unmarked = tr("{berkas} belum bertanda milik buku kerja ini; jalankan p2spp build.")
    for source in sources(folder, chosen).values():
        if read_notebook(source)["metadata"].get(OURS) != MARK:
            said.append(unmarked.format(berkas=source.name))
    for unit, path, text in generated(folder, chosen):
        if not path.exists():
            said.append(
                tr("{berkas} belum dibuat; jalankan p2spp build.").format(berkas=_name(path))
            )
        elif unit not in named and not _is(path, text):
            message = tr("{berkas} tidak sama dengan hasil dari sumbernya; jalankan p2spp build.")
            said.append(message.format(berkas=_name(path)))
    for path in [] if chosen else _orphans(folder):
        said.append(
            tr("{berkas} tidak mempunyai sumber lagi; jalankan p2spp build.").format(
                berkas=_name(path)
            )
        )
    return said


def _place(unit: str, source: Path) -> str:
    """Tell where a notebook lies below the folder of the sources."""
    return source.name if unit in (source.stem, source.stem[:2]) else f"{RESEARCH}/{source.name}"


def _unready(unit: str, notebook: Notebook, catalogue: polib.POFile) -> list[Stale]:
    return [cell for cell in stale_cells(unit, notebook, catalogue) if cell.kind != "superfluous"]


def _is(path: Path, text: str) -> bool:
    """Tell whether a file holds a text; line ends that git changed on Windows are no difference."""
    return path.exists() and path.read_text(encoding="utf-8") == text


def _catalogue(unit: str) -> polib.POFile:
    path = po_path(ENGLISH, domain(unit))
    return polib.pofile(str(path)) if path.exists() else polib.POFile()


def _orphans(folder: Path) -> list[Path]:
    """List generated notebooks whose source is gone; a notebook that somebody put there stays."""
    place = folder / ENGLISH
    here = {place / _place(unit, source) for unit, source in sources(folder, research=True).items()}
    files = sorted([*place.glob("*.ipynb"), *place.glob(f"{RESEARCH}/*.ipynb")])
    others = [path for path in files if path not in here]
    return [path for path in others if "generated_from" in read_notebook(path)["metadata"]]


def _name(path: Path) -> str:
    return "/".join(path.parts[-3:])


def _hash(content: object) -> str:
    text = json.dumps(content, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()
