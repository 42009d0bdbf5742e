"""Make the trainer's recap of a class out of a folder of result files, or the class book for what is on paper."""

import argparse
from importlib.util import find_spec
from pathlib import Path

from p2spp_sim.base.errors import P2sppError
from p2spp_sim.base.formats import number
from p2spp_sim.base.language import tr
from p2spp_sim.cli.lab import results_beside, start_page

NEEDED = ("ipywidgets", "xlsxwriter")


def declare(parser: argparse.ArgumentParser) -> None:
    """Declare what may be said to `p2spp rekap`."""
    help_text = tr("folder berkas hasil, dengan isinya (bila tidak disebut: notebooks/hasil)")
    parser.add_argument("folder", metavar="FOLDER", type=Path, nargs="?", help=help_text)
    parser.add_argument(
        "--ke",
        metavar=tr("BERKAS.xlsx"),
        type=Path,
        help=tr("buku Excel yang ditulis (bila tidak disebut: rekap_pelatihan.xlsx di folder itu)"),
    )
    parser.add_argument(
        "--buku",
        metavar=(tr("KELOMPOK"), tr("ORANG")),
        type=int,
        nargs=2,
        help=tr(
            "tulis buku kelas kosong di folder itu: daftar hadir, tes kertas, evaluasi; misalnya --buku 5 5"
        ),
    )


def make(chosen: argparse.Namespace) -> int:
    """Write the recap and say what was found.

    Returns
    -------
    0, or 1 when a file could not be read; the recap of the others is written all the same.

    Raises
    ------
    P2sppError : no folder, no result file, a class book that is there already, or a package is missing.
    """
    missing = [name for name in NEEDED if find_spec(name) is None]
    if missing:
        message = tr(
            "Paket {paket} belum terpasang; pasang dengan: pip install 'p2spp-sim[workbook]'"
        )
        raise P2sppError(message.format(paket=", ".join(missing)))
    folder = chosen.folder or results_beside(start_page().parent)
    if chosen.buku:
        return _write_book(folder, *chosen.buku)
    from p2spp_sim.workbook.classroom.recap import write_summary

    recap, path = write_summary(folder, chosen.ke)
    for note in recap.notes:
        print(note)
    text = tr("{n} kode kelompok atau orang, {m} berkas hasil. Ditulis: {berkas}")
    print(text.format(n=number(recap.codes), m=number(recap.files), berkas=path))
    return int(recap.damaged > 0)


def _write_book(folder: Path, groups: int, members: int) -> int:
    from p2spp_sim.workbook.classroom.book import MOST, NAME, write_class_book

    if not (1 <= groups <= MOST and 1 <= members <= MOST):
        raise P2sppError(
            tr("--buku: diharapkan 1 sampai {n} kelompok dan 1 sampai {n} orang.").format(n=MOST)
        )
    folder.mkdir(parents=True, exist_ok=True)
    path = write_class_book(folder / NAME, groups, members)
    message = tr("Ditulis: {berkas}. Isi dari kertas, lalu jalankan lagi tanpa --buku.")
    print(message.format(berkas=path))
    return 0
