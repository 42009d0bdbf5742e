"""Pictures of a whole unit as it stands in JupyterLab, to be looked at: `python -m tests.browser.pages 03 --to FOLDER`.

Each page is 1366 pixels wide; the notebook is scrolled from top to bottom.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
from pathlib import Path

import nbformat
from playwright.sync_api import Page, sync_playwright

from tests.browser.lab import CHROMIUM, FLAGS, Lab, open_notebook, run_all, running_lab, visit

WIDE, TALL = 1366, 1200
SCROLL = """top => {
  const outer = document.querySelector('.jp-NotebookPanel .jp-WindowedPanel-outer');
  outer.scrollTop = top;
  return [outer.scrollTop, outer.clientHeight, outer.scrollHeight];
}"""


def shoot(lab: Lab, page: Page, name: str, stem: str, to: Path) -> list[Path]:
    """Open a notebook, run it, and write its picture in pieces from top to bottom."""
    open_notebook(lab, page, name, stem)
    run_all(page)
    page.keyboard.press("Control+b")  # closes the list of files
    page.wait_for_timeout(3000)
    made: list[Path] = []
    top, last = 0.0, -1.0
    while top != last:
        last = top
        page.evaluate(SCROLL, top)
        page.wait_for_timeout(700)
        path = to / f"{stem}_{len(made):02}.png"
        page.screenshot(path=path)
        made.append(path)
        _, tall, _ = page.evaluate(SCROLL, top)
        top = page.evaluate(SCROLL, top + tall - 40)[0]
    return made


def main() -> int:
    """Take the pictures that were asked for."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("unit", nargs="+", help="codes such as 03, or mulai")
    asked.add_argument("--to", type=Path, required=True)
    asked.add_argument("--language", default="id", choices=("id", "en"))
    asked.add_argument("--edition", default="participant")
    said = asked.parse_args()
    said.to.mkdir(parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp())
    try:
        with running_lab(folder) as lab, sync_playwright() as playwright:
            chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
            for unit in said.unit:
                place = (
                    "en/"
                    if said.language == "en" and any((lab.folder / "en").glob(f"{unit}*.ipynb"))
                    else ""
                )
                path = next((lab.folder / place).glob(f"{unit}*.ipynb"))
                _set(path, language=said.language, edition=said.edition)
                window = visit(chromium, WIDE, TALL)
                for made in shoot(
                    lab, window.page, f"{place}{path.name}", f"{unit}_{said.language}", said.to
                ):
                    print(made)
                window.context.close()
            chromium.close()
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return 0


def _set(path: Path, **values: str) -> None:
    notebook = nbformat.read(path, as_version=4)
    (cell,) = [cell for cell in notebook.cells if "parameters" in cell.metadata.get("tags", [])]
    lines = dict(line.split(" = ", 1) for line in cell.source.splitlines())
    cell.source = "\n".join(
        f"{key} = {repr(values[key]) if key in values else old}" for key, old in lines.items()
    )
    nbformat.write(notebook, path)


if __name__ == "__main__":
    sys.exit(main())
