"""Make the trainer's recap of a class out of a folder of result files."""

import argparse
from importlib.util import find_spec
from pathlib import Path

from p2spp_sim.cli.lab import results_beside, start_page
from p2spp_sim.errors import P2sppError
from p2spp_sim.text import number, tr

NEEDED = ("ipywidgets", "xlsxwriter")


def declare(parser: argparse.ArgumentParser) -> None:
    """Declare what may be said to `p2spp rekap`."""
    told = tr("folder berkas hasil, dengan isinya (bila tidak disebut: notebooks/hasil)")
    parser.add_argument("folder", metavar="FOLDER", type=Path, nargs="?", help=told)
    parser.add_argument(
        "--ke",
        metavar=tr("BERKAS.xlsx"),
        type=Path,
        help=tr("buku Excel yang ditulis (bila tidak disebut: rekap_pelatihan.xlsx di folder itu)"),
    )


def make(chosen: argparse.Namespace) -> int:
    """Write the recap and say what was found.

    Returns
    -------
    0, or 1 when a file could not be read; the recap of the others is written all the same.

    Raises
    ------
    P2sppError : no folder, no result file, or a package is missing.
    """
    missing = [name for name in NEEDED if find_spec(name) is None]
    if missing:
        message = tr("Paket {paket} belum terpasang; pasang dengan: pip install 'p2spp-sim[workbook]'")
        raise P2sppError(message.format(paket=", ".join(missing)))
    from p2spp_sim.workbook.summary import write_summary

    found, path = write_summary(chosen.folder or results_beside(start_page().parent), chosen.ke)
    for note in found.notes:
        print(note)
    text = tr("{n} kode kelompok atau orang, {m} berkas hasil. Ditulis: {berkas}")
    print(text.format(n=number(found.codes), m=number(found.files), berkas=path))
    return int(found.damaged > 0)
