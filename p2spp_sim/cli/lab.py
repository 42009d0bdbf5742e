"""Open the workbook in JupyterLab, on this machine only."""

import os
import subprocess
import sys
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path

from p2spp_sim.base.era import THEN
from p2spp_sim.base.errors import P2sppError
from p2spp_sim.base.files import data_path, in_checkout
from p2spp_sim.base.language import language, tr
from p2spp_sim.tables.limits import UPLOAD

START = Path("notebooks", "mulai.ipynb")
START_OF = {"id": START, "en": Path("notebooks", "en", "mulai.ipynb")}
SETTINGS = (
    "--ServerApp.ip=127.0.0.1",
    f"--ServerApp.tornado_settings={{'websocket_max_message_size': {UPLOAD}}}",
    "--LabApp.news_url=None",
    "--LabApp.extension_manager=readonly",
    "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
)


def open_lab(words: Sequence[str]) -> int:
    """Hand over to JupyterLab on the start page.

    Parameters
    ----------
    words : what else JupyterLab is told, such as `--no-browser`.

    Raises
    ------
    P2sppError : JupyterLab or the start page is missing.
    """
    if find_spec("jupyterlab") is None:
        raise P2sppError(
            tr("JupyterLab belum terpasang; pasang dengan: pip install 'p2spp-sim[workbook]'")
        )
    from p2spp_sim.workbook.saving.eras import chosen_era

    page = start_page()
    era = chosen_era(None, results_beside(page.parent))
    start = START_OF[language()]
    opened = start if era == THEN else start.parent / era / start.name
    place = (  # the root is the whole workbook, so that links from the notebooks to the data hold
        f"--ServerApp.root_dir={page.parent.parent}",
        f"--LabApp.default_url=/lab/tree/{opened.as_posix()}",
    )
    more = [*place, *ours(), *_as_root(), *words]
    command = [sys.executable, "-m", "jupyterlab", *SETTINGS, *more]
    return hand_over(command, page.parent)


def ours() -> list[str]:
    """Let JupyterLab find what runs our units when it opens them; no other JupyterLab does, nor does Voilà."""
    root = data_path() if in_checkout() else Path(sys.prefix)  # where a wheel puts what is shared
    place = root / "share" / "jupyter" / "p2spp"
    return [f"--{app}.extra_labextensions_path={place}" for app in ("LabApp", "LabServerApp")]


def hand_over(command: list[str], notebooks: Path) -> int:
    """Become another program, whose end and Ctrl-C are its own; on Windows wait for it.

    Parameters
    ----------
    notebooks : their folder, where results go in every language unless `P2SPP_HASIL` says otherwise.
    """
    env = {**os.environ, "P2SPP_HASIL": str(results_beside(notebooks))}
    share = data_path("share", "jupyter")
    if share.is_dir():  # a checkout: its template and settings also where they were not installed
        places = [str(share), os.environ.get("JUPYTER_PATH", "")]
        env["JUPYTER_PATH"] = os.pathsep.join(filter(None, places))
    if os.name == "nt":
        return subprocess.call(command, env=env)
    os.execve(command[0], command, env)
    return 0


def results_beside(notebooks: Path) -> Path:
    """Give the folder where results go: `P2SPP_HASIL`, else `hasil` in the folder of the notebooks."""
    return Path(os.environ.get("P2SPP_HASIL") or notebooks.resolve() / "hasil")


def start_page() -> Path:
    """Find the start page of the workbook: of the checkout, or in the folder where the command is run.

    Raises
    ------
    P2sppError : it is not here.
    """
    places = [START.absolute()]
    if in_checkout():  # what a wheel carries is read, never worked in
        places.insert(0, data_path(*START.parts))
    page = next((path for path in places if path.is_file()), None)
    if page is None:
        message = tr(
            "Halaman awal {page} tidak ada di sini; jalankan dari folder buku kerja. "
            "Belum punya? Tulis dahulu dengan: p2spp buku FOLDER"
        )
        raise P2sppError(message.format(page=START))
    return page


def _as_root() -> list[str]:
    return ["--ServerApp.allow_root=True"] if os.name != "nt" and os.geteuid() == 0 else []
