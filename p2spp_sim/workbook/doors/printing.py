"""Units on paper: a notebook is run in its print edition, exported as one HTML file, and printed by Chromium.

Nothing in the file leads out of the machine: no script, and no font or picture that is not in it.
"""

import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterable
from html import unescape
from pathlib import Path
from typing import Any

from p2spp_sim.base import fonts, text
from p2spp_sim.base.era import THEN
from p2spp_sim.base.errors import P2sppError
from p2spp_sim.base.files import replacing, write_atomically
from p2spp_sim.base.language import tr
from p2spp_sim.workbook.editions.editions import edition, keep_apart
from p2spp_sim.workbook.editions.notebooks import Notebook, as_text, relinked, sources
from p2spp_sim.workbook.pictures import WIDTH
from p2spp_sim.workbook.saving.record import PAGES

TEMPLATES = Path(__file__).resolve().parent / "templates"
BROWSERS = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "chromium-headless-shell",
)
QUIET = (
    "--headless",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-pdf-header-footer",
)
WIDGET = "application/vnd.jupyter.widget-view+json"
WIDGETS = "application/vnd.jupyter.widget-state+json"
GUARD = "p2-say p2-galat"
TEST_UNIT = "00"
CELL_SECONDS = 120
PDF_SECONDS = 180
_VIEW = re.compile(r'viewbox="0 0 ([\d.]+) [\d.]+"(?! width=)', re.I)


class PaperError(P2sppError):
    """A unit that could not be put on paper; the message names its file and the cell."""


def write_paper(
    language: str,
    folder: Path,
    to: Path,
    chosen: Iterable[str] = (),
    *,
    bar: bool = True,
    era: str = THEN,
) -> tuple[list[Path], list[str]]:
    """Print units; each file is whole or not there, and a unit that fails does not stop the others.

    Parameters
    ----------
    language : "id" or "en".
    folder : of the source notebooks.
    to : where HTML and PDF go; made when it is not there.
    chosen : units; all when empty. The start page has nothing to print.
    bar : show how far the work is.
    era : whose rules the units speak of.

    Returns
    -------
    The files, with the papers of the class when the first unit is chosen, and a sentence for every unit that could not
    be printed.
    """
    from tqdm import tqdm

    keep_apart(folder, to)
    units = {unit: source for unit, source in sources(folder, chosen).items() if unit not in PAGES}
    written: list[Path] = []
    faults: list[str] = []
    to.mkdir(parents=True, exist_ok=True)
    browser = find_browser()
    shown = tqdm(
        units.items(), desc=tr("Mencetak"), unit="unit", disable=None if bar else True, leave=False
    )
    for unit, source in shown:
        shown.set_postfix_str(source.stem)
        try:
            written += _print_unit(language, unit, source, to, browser, era)
        except P2sppError as error:
            faults.append(str(error))
    if TEST_UNIT in units:
        written += _print_tests(language, to, browser)
    return written, faults


def find_browser() -> str | None:
    """Find a browser that can print to PDF, or None."""
    return next((path for name in BROWSERS if (path := shutil.which(name))), None)


def executed(notebook: Notebook, name: str) -> Any:
    """Run a notebook in a folder of its own and give it with its outputs.

    Parameters
    ----------
    name : of the file, for messages.

    Raises
    ------
    PaperError : a cell failed, took too long, or shows what paper cannot.
    """
    import nbformat
    from jupyter_client.kernelspec import NoSuchKernel
    from nbclient import NotebookClient
    from nbclient.exceptions import CellControlSignal

    untyped: Any = nbformat
    made = untyped.reads(as_text(notebook), as_version=4)
    at: list[Any] = []
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as place:
        client = NotebookClient(
            made,
            timeout=CELL_SECONDS,
            kernel_name="python3",
            resources={"metadata": {"path": place}},
            on_cell_start=lambda cell, cell_index: at.append(cell),
        )
        try:
            client.execute(
                env=_environment(place), stderr=subprocess.DEVNULL
            )  # what a cell says there is kept
        except (
            CellControlSignal,
            NoSuchKernel,
            RuntimeError,
            OSError,
        ) as error:  # RuntimeError: a kernel that died
            cell = at[-1] if at else made.cells[0]
            raise PaperError(_failed(name, cell, _said(cell) or str(error))) from error
    widgets = made.metadata.get("widgets", {}).get(WIDGETS, {}).get("state", {})
    for cell in made.cells:
        if cell.cell_type == "code" and (fault := _unprintable(cell, widgets)):
            raise PaperError(_failed(name, cell, fault))
    return made


def as_html(executed_notebook: Any, language: str) -> str:
    """Give an executed notebook as one HTML file for A4 paper: code hidden, no link, no script."""
    import nbconvert

    untyped: Any = nbconvert
    first = next(cell.source for cell in executed_notebook.cells if cell.cell_type == "markdown")
    title = first.splitlines()[0].lstrip("# ")
    exporter = untyped.HTMLExporter(
        extra_template_basedirs=[str(TEMPLATES)],
        template_name="paper",
        exclude_anchor_links=True,
        require_js_url="",
        mathjax_url="",
        jquery_url="",
    )
    resources = {
        "title": title,
        "running": _css_string(title),
        "language": language,
        "faces": fonts.faces(),
        "font": fonts.STACK,
    }
    html, _ = exporter.from_notebook_node(executed_notebook, resources=resources)
    return _VIEW.sub(_one_scale, str(html))


def _one_scale(match: re.Match[str]) -> str:
    """Draw all pictures at one scale, so that letters are of one size; a drawing that says its width keeps it."""
    share = min(100.0, 100 * float(match[1]) / WIDTH)
    return f'{match[0]} style="max-width: {share:.0f}%"'


def to_pdf(browser: str, html: Path, pdf: Path) -> None:
    """Print an HTML file to PDF; the PDF is whole or not there.

    Raises
    ------
    PaperError : the browser failed or took too long.
    """
    message = tr(
        "{berkas}: browser tidak berhasil mencetak PDF ({sebab}). Berkas HTML-nya ada dan dapat dicetak."
    )
    with (
        tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile,
        replacing(pdf) as temporary,
    ):
        command = [
            browser,
            *QUIET,
            *_as_root(),
            f"--user-data-dir={profile}",
            f"--print-to-pdf={temporary}",
        ]
        try:
            done = subprocess.run(
                [*command, html.resolve().as_uri()], capture_output=True, timeout=PDF_SECONDS
            )
        except (OSError, subprocess.TimeoutExpired) as error:
            raise PaperError(message.format(berkas=pdf.name, sebab=type(error).__name__)) from error
        if done.returncode or not temporary.is_file():
            raise PaperError(message.format(berkas=pdf.name, sebab=done.returncode))


def _print_unit(
    language: str, unit: str, source: Path, to: Path, browser: str | None, era: str
) -> list[Path]:
    notebook = relinked(edition("cetak", language, unit, source, era), source.parent, None)
    html = to / f"{source.stem}.html"
    write_atomically(html, as_html(executed(notebook, source.name), language).encode())
    if browser is None:
        return [html]
    to_pdf(browser, html, html.with_suffix(".pdf"))
    return [html, html.with_suffix(".pdf")]


def _print_tests(language: str, to: Path, browser: str | None) -> list[Path]:
    """Print both forms of the test, the key for the trainer, the list of who came and the rating of a day."""
    from p2spp_sim.workbook.classroom.book import write_forms
    from p2spp_sim.workbook.quiz.view import write_tests

    spoken = text.language()
    text.set_language(language)
    try:
        sheets = write_tests(to) + write_forms(to)
    finally:
        text.set_language(spoken)
    for html in sheets if browser else ():
        to_pdf(str(browser), html, html.with_suffix(".pdf"))
    return [file for html in sheets for file in (html, html.with_suffix(".pdf")) if file.is_file()]


def _environment(place: str) -> dict[str, str]:
    """Let the kernel find this very package, and keep what it saves in its own folder."""
    package = str(Path(__file__).resolve().parents[3])
    path = os.pathsep.join([package, os.environ.get("PYTHONPATH", "")]).rstrip(os.pathsep)
    return {**os.environ, "PYTHONPATH": path, "P2SPP_HASIL": place, "IPYTHONDIR": place}


def _unprintable(cell: Any, widgets: Any) -> str:
    """Say what in a cell's outputs paper cannot show: a control, or the sentence of a guard."""
    for output in cell.outputs:
        if view := output.get("data", {}).get(WIDGET):
            state = widgets.get(view["model_id"], {}).get("state", {})
            guard = _sentence(str(state.get("value", "")))
            return guard or tr("masih memuat kendali layar, bukan gambar dan tabel")
    return _said(cell)


def _said(cell: Any) -> str:
    """Give the sentence with which a cell of ours says that it failed."""
    for output in cell.get("outputs", ()):
        if output.output_type == "error":
            return f"{output.ename}: {output.evalue}"
        if sentence := _sentence("".join(output.get("data", {}).get("text/html", ""))):
            return sentence
    return ""


def _sentence(html: str) -> str:
    """Give the words of a guard's message; nothing when it is none."""
    words = re.sub(r"<strong>.*?</strong>|<[^>]+>", " ", html)
    return " ".join(unescape(words).split()) if GUARD in html else ""


def _failed(name: str, cell: Any, reason: str) -> str:
    message = tr("{berkas}, sel {sel}: {sebab}. Unit ini tidak dicetak.")
    return message.format(berkas=name, sel=cell.id, sebab=reason.rstrip("."))


def _css_string(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"').replace("<", "\\3c ").replace("\n", " ")


def _as_root() -> list[str]:
    return ["--no-sandbox"] if os.name != "nt" and os.geteuid() == 0 else []
