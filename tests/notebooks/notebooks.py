"""Reading notebooks and running them strictly: only parameters that exist, nothing from outside."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import nbformat
import papermill

from p2spp_sim.workbook.saving.record import PAGES

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "notebooks"
CLOSED = Path(__file__).parent / "closed"
UNIT_FILES = sorted(FOLDER.glob("[0-9][0-9]_*.ipynb"))
ALL_FILES = [*UNIT_FILES, *(FOLDER / f"{name}.ipynb" for name in PAGES)]


def closed_environment(results: Path) -> dict[str, str]:
    """Give the environment of a kernel that can reach nothing but this machine."""
    path = os.pathsep.join([str(CLOSED), str(ROOT), os.environ.get("PYTHONPATH", "")]).rstrip(
        os.pathsep
    )
    return {**os.environ, "PYTHONPATH": path, "P2SPP_HASIL": str(results)}


def run_strictly(path: Path, out: Path, parameters: Mapping[str, Any]) -> nbformat.NotebookNode:
    """Run a notebook from top to bottom.

    Raises
    ------
    ValueError : a parameter that the notebook does not have.
    """
    known = papermill.inspect_notebook(str(path))
    unknown = sorted(set(parameters) - set(known))
    if unknown:
        raise ValueError(
            f"{path.name} has no parameter {', '.join(unknown)}; it has {', '.join(known)}"
        )
    papermill.execute_notebook(
        str(path), str(out), parameters=dict(parameters), progress_bar=False, cwd=str(out.parent)
    )
    return nbformat.read(out, as_version=4)


def tags(cell: nbformat.NotebookNode) -> list[str]:
    """Give the tags of a cell."""
    return list(cell.metadata.get("tags", []))


def prose(text: str) -> str:
    """Give the running words of markdown: no tables, no link targets, no marks."""
    lines = [line for line in text.splitlines() if not line.startswith("|")]
    return re.sub(r"\]\([^)]*\)|[*_`#>\[\]]", " ", "\n".join(lines))


def stretches(cells: list[nbformat.NotebookNode]) -> Iterator[str]:
    """Give stretches of prose that no heading, list, table or code cell breaks."""
    stretch: list[str] = []
    for cell in cells:
        lines = cell.source.splitlines() if cell.cell_type == "markdown" else ["#"]
        for line in lines:
            if re.match(r"#|\||- |\d+\. ", line):
                yield prose("\n".join(stretch))
                stretch = []
            else:
                stretch.append(line)
    yield prose("\n".join(stretch))
