"""Many notebooks on one kernel: the start of a kernel costs more than most units.

Between two notebooks the names and the widgets of the first are thrown away; what the library has read stays in
memory, as it does for a learner who runs a unit a second time.
"""

from __future__ import annotations

import html
import re
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import nbformat
from jupyter_client.manager import KernelManager
from jupyter_core.utils import run_sync
from nbclient import NotebookClient
from papermill.parameterize import parameterize_notebook

from p2spp_sim.workbook.editions.notebooks import Notebook, as_text

CELL_SECONDS = 120
_CLEAR = "%reset -f\nimport ipywidgets, os\nipywidgets.Widget.close_all()\nos.chdir({place!r})\ndel ipywidgets, os"
# Traits of widgets whose text a learner sees or hears.
_SAID = ("value", "description", "placeholder", "tooltip", "_options_labels", "options", "titles")


@contextmanager
def shared_kernel(environment: Mapping[str, str]) -> Iterator[NotebookClient]:
    """Give a client whose kernel lives until the end of the block."""
    client = NotebookClient(nbformat.v4.new_notebook(), kernel_name="python3", timeout=CELL_SECONDS)
    client.execute(env=dict(environment), stderr=subprocess.DEVNULL, cleanup_kc=False)
    try:
        yield client
    finally:
        client.kc.stop_channels()
        manager: KernelManager = client.km
        run_sync(manager.shutdown_kernel)(now=True)


def parameters_of(notebook: Notebook) -> list[str]:
    """Name the parameters a notebook has."""
    cells = [cell for cell in notebook["cells"] if "parameters" in cell["metadata"].get("tags", [])]
    return [name for cell in cells for name in re.findall(r"^(\w+) =", cell["source"], re.M)]


def run_shared(
    client: NotebookClient, notebook: Notebook, parameters: Mapping[str, Any], place: Path
) -> nbformat.NotebookNode:
    """Run a notebook from top to bottom on a kernel that others use too.

    Parameters
    ----------
    place : working directory of this run.

    Raises
    ------
    ValueError : a parameter that the notebook does not have.
    CellExecutionError : a cell failed.
    """
    known = parameters_of(notebook)
    if unknown := sorted(set(parameters) - set(known)):
        raise ValueError(
            f"the notebook has no parameter {', '.join(unknown)}; it has {', '.join(known)}"
        )
    made = nbformat.reads(as_text(notebook), as_version=4)
    made = parameterize_notebook(
        _with_tags(made), dict(parameters), kernel_name="python3", language="python"
    )
    made.cells.insert(0, nbformat.v4.new_code_cell(_CLEAR.format(place=str(place))))
    client.nb = made
    client.execute(cleanup_kc=False)
    del made.cells[0]
    return made


def _with_tags(notebook: nbformat.NotebookNode) -> nbformat.NotebookNode:
    """Give every cell the metadata that papermill looks into."""
    for cell in notebook.cells:
        cell.metadata.setdefault("tags", [])
    notebook.metadata.setdefault("papermill", {})
    return notebook


def outputs(notebook: nbformat.NotebookNode) -> list[nbformat.NotebookNode]:
    """Give all outputs of all cells."""
    return [
        output for cell in notebook.cells if cell.cell_type == "code" for output in cell.outputs
    ]


def faults(notebook: nbformat.NotebookNode) -> list[str]:
    """List what must not be in a run with nothing answered: errors, warnings, sentences of a guard."""
    errors = [
        str(out)
        for out in outputs(notebook)
        if out.output_type == "error" or out.get("name") == "stderr"
    ]
    return errors + [text for text in raw(notebook) if "p2-say p2-galat" in text]


def raw(notebook: nbformat.NotebookNode) -> list[str]:
    """Give every text that outputs and widgets hold, with its HTML."""
    texts: list[str] = []
    for out in outputs(notebook):
        data = out.get("data", {})
        if out.output_type == "stream":
            texts.append(out.text)
        elif "text/html" in data or "text/markdown" in data:
            texts.append(data.get("text/html") or data["text/markdown"])
        elif "text/plain" in data and len(data) == 1:
            texts.append(data["text/plain"])
    for model in _widgets(notebook):
        for name in _SAID:
            said = model.get(name)
            several = said if isinstance(said, list) else [said]
            texts += [text for text in several if isinstance(text, str)]
    return texts


def _widgets(notebook: nbformat.NotebookNode) -> list[dict[str, Any]]:
    kept = notebook.metadata.get("widgets", {}).get("application/vnd.jupyter.widget-state+json", {})
    return [model["state"] for model in kept.get("state", {}).values()]


def plain(text: str) -> str:
    """Give the words of HTML as a reader sees them, and those of attributes that are read aloud."""
    text = re.sub(r"<(style|script)\b.*?</\1>", " ", text, flags=re.S)
    aloud = " ".join(re.findall(r'(?:aria-label|alt|title)="([^"]*)"', text))
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", text) + " " + aloud).split())


def seen(notebook: nbformat.NotebookNode) -> str:
    """Give all that a reader can see of the outputs, one text a line."""
    return "\n".join(filter(None, map(plain, raw(notebook))))
