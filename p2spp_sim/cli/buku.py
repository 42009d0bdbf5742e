"""Write the workbook into a folder of one's own: notebooks, guides, data and exercises, as the package carries them."""

import argparse
import shutil
from pathlib import Path

from p2spp_sim.base.errors import P2sppError
from p2spp_sim.base.files import data_path, whole_folder
from p2spp_sim.base.language import tr
from p2spp_sim.cli.table import paragraph

FOLDERS = ("notebooks", "docs", "datasets", "exercises")
PAGES = (
    "README.md",
    "README.id.md",
    "CHANGELOG.md",
    "CITATION.cff",
    "CONTRIBUTING.md",
    "LICENSE",
    "LICENSE-content",
    "SECURITY.md",
)
# In a checkout: what learners saved, and what builds the site.
LEFT_OUT = shutil.ignore_patterns(".*", "_*", "hasil", "api", "conf.py", "api.rst", "index.md")


def declare(parser: argparse.ArgumentParser) -> None:
    """Declare what may be said to `p2spp buku`."""
    parser.add_argument("folder", metavar="FOLDER", type=Path, help=tr("folder baru atau kosong"))


def make(chosen: argparse.Namespace) -> int:
    """Write the workbook into a folder, whole or not at all.

    Raises
    ------
    P2sppError : the folder holds something already.
    """
    folder = chosen.folder.absolute()
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        text = tr("{folder} sudah berisi; sebut folder baru atau kosong.")
        raise P2sppError(text.format(folder=chosen.folder))
    with whole_folder(folder) as made:
        for name in FOLDERS:
            shutil.copytree(data_path(name), made / name, ignore=LEFT_OUT)
        for name in PAGES:
            shutil.copy(data_path(name), made / name)
    text = tr(
        "Buku kerja ditulis ke {folder}: {n} notebook dengan panduan, data, dan soalnya. Di folder itu jalankan "
        "p2spp baca (browser) atau p2spp lab (JupyterLab). "
        "Bila panduan menulis python3 mulai.py KATA, ketik p2spp KATA."
    )
    notebooks = len(list(folder.glob("notebooks/**/*.ipynb")))
    print(paragraph(text.format(folder=chosen.folder, n=notebooks)))
    return 0
