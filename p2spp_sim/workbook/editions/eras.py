"""The notebooks of another era: the source, with the cells that the unit's variant writes anew, in the era's words.

They are generated, never edited, and lie in a folder of the era's name, in each language.
"""

import re
from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path

from p2spp_sim.base.era import THEN, eras
from p2spp_sim.base.errors import P2sppError
from p2spp_sim.base.language import reworded, tr
from p2spp_sim.workbook.editions.catalogues import has_bank
from p2spp_sim.workbook.editions.notebooks import Notebook, read_notebook, set_parameter
from p2spp_sim.workbook.exercises.variant import variant
from p2spp_sim.workbook.saving.record import PAGES, START

_PAGE = re.compile(rf"\]\((?=(?:{'|'.join(set(PAGES) - {START})})\.ipynb)")


def other_eras() -> list[str]:
    """Name the eras whose notebooks are generated."""
    return [name for name in eras() if name != THEN]


def has_eras(unit: str) -> bool:
    """Tell whether there is a notebook of each era: of the units and the start page, not of the tools."""
    return unit == START or has_bank(unit)


def in_era(unit: str, source: Path, era: str) -> Notebook:
    """Give a source notebook with the cells of an era in the place of those they replace, each under its own name.

    Raises
    ------
    P2sppError : a variant of a cell that the notebook does not have.
    """
    notebook = read_notebook(source)
    if era == THEN:
        return notebook
    changed = variant(unit, era)
    texts = dict(changed.cells) if changed else {}
    for cell in notebook["cells"]:
        if cell["id"] in texts:
            cell["source"] = texts.pop(cell["id"]).strip("\n")
            cell["id"] = f"{cell['id']}-{era}"
    if texts:
        text = tr("{berkas}: tidak ada sel {nama} untuk masa {masa}.")
        raise P2sppError(text.format(berkas=source.name, nama=", ".join(texts), masa=era))
    set_parameter(notebook, source.name, "era", era)
    return notebook


def every_cell(unit: str, source: Path) -> Notebook:
    """Give a source notebook with the cells that other eras write anew behind its own: all there is to translate."""
    notebook = read_notebook(source)
    if has_eras(unit):
        for era in other_eras():
            notebook["cells"] += [
                cell for cell in in_era(unit, source, era)["cells"] if _anew(cell, era)
            ]
    return notebook


def in_words_of(notebook: Notebook, unit: str, era: str) -> Notebook:
    """Say the cells that were not written anew in the era's words."""
    made = deepcopy(notebook)
    words = eras()[era].words if variant(unit, era) else {}
    for cell in made["cells"]:
        if cell["cell_type"] == "markdown" and not _anew(cell, era):
            cell["source"] = reworded(cell["source"], words)
    return made


def beside_the_tools(notebook: Notebook, era: str) -> Notebook:
    """Let links to the tools lead out of the folder of an era, which has none of its own."""
    made = deepcopy(notebook)
    for cell in made["cells"] if era != THEN else ():
        if cell["cell_type"] == "markdown":
            cell["source"] = _PAGE.sub("](../", cell["source"])
    return made


def folders(folder: Path, language: str) -> Iterator[tuple[str, Path]]:
    """Give each era and the folder of its notebooks in a language, the programme's own first."""
    place = folder if language == "id" else folder / language
    for era in eras():
        yield era, place if era == THEN else place / era


def _anew(cell: Notebook, era: str) -> bool:
    return bool(cell["id"].endswith(f"-{era}"))
