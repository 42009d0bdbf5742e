"""The generated notebooks: the source in English, with the cells that its catalogue holds, and in other eras.

None is edited. Each says in its metadata what it was made from; `check_english` names the entry that has fallen behind.
"""

import hashlib
import json
import re
from collections.abc import Iterable, Iterator
from copy import deepcopy
from pathlib import Path

import polib

from p2spp_sim.base.era import THEN
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
from p2spp_sim.workbook.editions.eras import (
    beside_the_tools,
    every_cell,
    folders,
    has_eras,
    in_era,
    in_words_of,
    other_eras,
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
from p2spp_sim.workbook.exercises.variant import unit_key, variant

ENGLISH = "en"
OURS, MARK = "p2spp", {"runs_when_opened": True}  # as share/jupyter/p2spp asks for it
# Stored numbers are checked in the source, whose language they are in.
_INDONESIAN_PAGE = re.compile(
    r"(\]\([^)]*)\.id\.md\)"
)  # its English stands beside it under the plain name
_CHECKED = {"keep_output", "nbval-check-output"}


def stale(unit: str, source: Path) -> list[Stale]:
    """List every English entry of a unit that does not fit its notebook or its question bank, in any era."""
    catalogue = _catalogue(unit)
    entries = stale_cells(unit, every_cell(unit, source), catalogue)
    if not has_bank(unit):
        return entries
    shared = {entry.msgid: entry.msgstr for entry in polib.pofile(str(po_path(ENGLISH)))}
    keys = dict.fromkeys(unit_key(unit, era) for era in (THEN, *other_eras()))
    bank = [text for key in keys for text in bank_sentences(load_bank(key))]
    return entries + stale_sentences(unit, f"exercises/{unit}.toml", bank, catalogue, shared)


def english(unit: str, source: Path, era: str = THEN) -> Notebook:
    """Give a notebook in English: same cells, same names, links as from the source's own folder.

    Raises
    ------
    P2sppError : every cell that has no English of its present wording, one a line.
    """
    notebook, catalogue = in_era(unit, source, era), _catalogue(unit)
    if faults := _unready(unit, notebook, catalogue):
        raise P2sppError("\n".join(fault.sentence() for fault in faults))
    said, made = translations(catalogue), deepcopy(notebook)
    for cell in made["cells"]:
        if cell["cell_type"] == "markdown":
            text = said[cell["id"]][1] if cell["id"] in said else cell["source"]
            cell["source"] = _INDONESIAN_PAGE.sub(r"\1.md)", text)
        elif cell["id"] in said:
            cell["source"] = said[cell["id"]][1]
    set_parameter(made, source.name, "language", ENGLISH)
    made["metadata"]["generated_from"] = {
        **_made_from(unit, source, era),
        "catalogue": f"p2spp_sim/locale/{ENGLISH}/LC_MESSAGES/{domain(unit)}.po",
        "catalogue_sha256": _hash({key: said[key] for key in cells(notebook)}),
    }
    return in_words_of(_unchecked(made), unit, era)


def indonesian(unit: str, source: Path, era: str = THEN) -> Notebook:
    """Give a notebook in Indonesian: the source itself, or what another era makes of it."""
    if era == THEN:
        return read_notebook(source)
    made = _unchecked(in_era(unit, source, era))
    made["metadata"]["generated_from"] = _made_from(unit, source, era)
    return in_words_of(made, unit, era)


def _made_from(unit: str, source: Path, era: str) -> dict[str, str]:
    """Say which files a notebook was generated from, and in which state."""
    made_of = {
        "source": f"notebooks/{_place(unit, source)}",
        "source_sha256": _hash(read_notebook(source)),
    }
    if era != THEN:
        made_of["era"] = era
    if changed := variant(unit, era) if era != THEN else None:
        made_of |= {
            "variant": f"exercises/{era}/{unit}.toml",
            "variant_sha256": _hash(changed.cells),
        }
    return made_of


def _unchecked(notebook: Notebook) -> Notebook:
    """Take away stored numbers: they are checked in the source, whose language and era they are of."""
    made = deepcopy(notebook)
    for cell in made["cells"]:
        if cell["cell_type"] != "markdown" and _CHECKED & tags(cell):
            cell["outputs"], cell["execution_count"] = [], None
            cell["metadata"]["tags"] = [
                tag for tag in cell["metadata"]["tags"] if tag not in _CHECKED
            ]
    return made


def generated(folder: Path, chosen: Iterable[str] = ()) -> Iterator[tuple[str, Path, str]]:
    """Give unit, file and text of every generated notebook: of other eras, and in English where all is translated."""
    for unit, source in sources(folder, chosen, research=True).items():
        for language, make in (("id", indonesian), (ENGLISH, english)):
            for era, place in folders(folder, language):
                if place == folder or (era != THEN and not has_eras(unit)):
                    continue
                notebook = in_era(unit, source, era)
                if language == ENGLISH and _unready(unit, notebook, _catalogue(unit)):
                    continue
                path = place / _place(unit, source)
                made = relinked(make(unit, source, era), source.parent, path.parent)
                yield unit, path, as_text(beside_the_tools(made, era))


def write_english(folder: Path, chosen: Iterable[str] = ()) -> list[Path]:
    """Write the generated notebooks that can be made and are not there yet, and take away those without a source.

    Units and pages are marked as ours, so that JupyterLab runs them when it opens them; what is made of them takes the
    mark along.

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
        path.parent.mkdir(exist_ok=True, parents=True)
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
    here = {_place(unit, source) for unit, source in sources(folder, research=True).items()}
    places = [place for language in ("id", ENGLISH) for _, place in folders(folder, language)][1:]
    others = [
        path
        for place in places
        for path in sorted([*place.glob("*.ipynb"), *place.glob(f"{RESEARCH}/*.ipynb")])
        if path.relative_to(place).as_posix() not in here
    ]
    return [path for path in others if "generated_from" in read_notebook(path)["metadata"]]


def _name(path: Path) -> str:
    return "/".join(path.parts[-4:] if path.parts[-3] == ENGLISH else path.parts[-3:])


def _hash(content: object) -> str:
    text = json.dumps(content, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()
