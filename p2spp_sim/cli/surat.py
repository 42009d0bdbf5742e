"""Write the papers that go out of an office's lists: Excel and PDF in the folder of a project."""

import argparse
from pathlib import Path

from p2spp_sim.base.errors import P2sppError
from p2spp_sim.base.language import tr
from p2spp_sim.cli.table import paragraph


def declare(parser: argparse.ArgumentParser) -> None:
    """Declare what may be said to `p2spp surat`."""
    parser.add_argument(
        "file",
        metavar=tr("BERKAS"),
        type=Path,
        help=tr("buku Excel dengan lembar usulan, dan reses atau renja; nota penyelarasan juga"),
    )
    name = tr("NAMA")
    said = {
        "--kabupaten": (name, tr("nama kabupaten, atau kota dengan katanya")),
        "--kecamatan": (name, tr("nama kecamatan (bila tidak disebut: semua dalam daftar)")),
        "--tahun": (tr("TAHUN"), tr("tahun rencana, misalnya 2027")),
        "--tempat": (name, tr("tempat penandatanganan")),
        "--tanggal": (tr("TANGGAL"), tr("tanggal, misalnya “9 Februari 2026”")),
        "--jabatan": (tr("JABATAN"), tr("jabatan penanda tangan, tanpa nama")),
    }
    for option, (word, words) in said.items():
        parser.add_argument(option, metavar=word, default="", help=words)
    parser.add_argument(
        "--lalu",
        metavar=tr("NOTA.xlsx"),
        type=Path,
        help=tr("nota tahun lalu; yang belum diputuskan di layar tertulis belum diperiksa"),
    )
    parser.add_argument(
        "--ke",
        metavar="FOLDER",
        type=Path,
        default=Path("hasil"),
        help=tr("tempat folder proyek (bila tidak disebut: hasil)"),
    )


def make(chosen: argparse.Namespace) -> int:
    """Write the project with its papers, and tell where they are.

    Raises
    ------
    P2sppError : no such file, bad cells, a year or a date that cannot be, or a file that cannot be written.
    """
    from p2spp_sim.alignment.aligned import Alignment
    from p2spp_sim.alignment.earlier import read_last_year
    from p2spp_sim.alignment.lists import read_lists
    from p2spp_sim.papers import project, writing
    from p2spp_sim.papers.occasion import occasion
    from p2spp_sim.papers.paper_lists import lists_for

    about = occasion(
        chosen.kabupaten,
        chosen.kecamatan,
        chosen.tahun,
        chosen.tempat,
        chosen.tanggal,
        chosen.jabatan,
    )
    before = chosen.ke / project.folder_name(about)
    lists = read_lists(chosen.file)
    if chosen.lalu and not about.year:
        raise P2sppError(tr("Dengan --lalu sebutkan juga --tahun."))
    last = read_last_year(chosen.lalu, about.year) if chosen.lalu else None
    decided = {}
    if last and (before / project.FILE).exists():
        decided = project.open_project(before).decided
    alignment = Alignment(lists, lists.written)
    outgoing = lists_for(alignment, about, last, decided)
    folder = project.save(chosen.ke, about, alignment, last, decided)
    paths = [
        path
        for _, files in writing.made(outgoing)
        for path in writing.write(folder / project.LETTERS, files)
    ]
    if not paths:
        raise P2sppError(tr("Tidak ada usulan untuk ditulis."))
    for path in paths:
        print(path)
    if outgoing.unchecked:
        print("\n" + paragraph(outgoing.unchecked))
    return 0
