"""What may stand behind a command: worlds, scenarios, draws, paths, and where a class comes in."""

import argparse
from collections.abc import Callable
from pathlib import Path

from p2spp_sim.base.era import eras
from p2spp_sim.base.language import tr


def of_a_year(parser: argparse.ArgumentParser, *, named: bool = True) -> None:
    """Declare what a year is run with; `named` where the district must be."""
    parser.add_argument(
        "data",
        metavar="DATA",
        nargs=None if named else "?",
        help=tr("nama himpunan data (p2spp data), atau folder berisi CSV atau Excel"),
    )
    scenario(parser)
    settings(
        parser,
        "--set",
        "set",
        tr("ubah tuas, misalnya pik_share=0.2; boleh lebih dari satu (p2spp levers)"),
    )
    seed(parser)


def of_run(parser: argparse.ArgumentParser) -> None:
    """Declare what one year is run and written with."""
    of_a_year(parser)
    parser.add_argument(
        "--out",
        metavar=tr("BERKAS.xlsx"),
        type=Path,
        help=tr("tulis seluruh hasil sebagai buku Excel"),
    )
    of_outcomes(parser)


def of_trace(parser: argparse.ArgumentParser) -> None:
    """Declare whose life is told, in which year."""
    of_a_year(parser)
    parser.add_argument(
        "id", metavar="ID", help=tr("nomor usulan seperti pada p2spp run, misalnya U-0113")
    )
    of_outcomes(parser)


def of_levers(parser: argparse.ArgumentParser) -> None:
    """Declare which levers are listed, and whether what they move is measured."""
    parser.add_argument("key", metavar=tr("TUAS"), nargs="?", help=tr("satu tuas saja"))
    parser.add_argument("--all", action="store_true", help=tr("juga parameter model"))
    parser.add_argument(
        "--effects",
        metavar="DATA",
        nargs="?",
        const="wanasari",
        help=tr(
            "ukur apa yang digerakkan setiap tuas, sekitar satu menit (bila tidak disebut: wanasari)"
        ),
    )
    of_replicates(parser)


def of_evidence(parser: argparse.ArgumentParser) -> None:
    """Declare on which districts the baseline is held against facts."""
    parser.add_argument(
        "data",
        metavar="DATA",
        nargs="*",
        help=tr("himpunan data (bila tidak disebut: wanasari dan sumedang)"),
    )
    parser.add_argument(
        "--out", metavar=tr("BERKAS.xlsx"), type=Path, help=tr("tulis tabelnya sebagai buku Excel")
    )
    of_replicates(parser)


def of_data(parser: argparse.ArgumentParser) -> None:
    """Declare which dataset, or that the words of rules files, are listed."""
    parser.add_argument(
        "name", metavar="DATA", nargs="?", help=tr("satu himpunan data, atau folder")
    )
    parser.add_argument(
        "--istilah", action="store_true", help=tr("istilah yang dapat dipakai berkas aturan")
    )


def of_a_scenario(parser: argparse.ArgumentParser) -> None:
    """Declare rule book, scenario and seed alone."""
    scenario(parser)
    seed(parser)


def scenario(parser: argparse.ArgumentParser) -> None:
    """Declare the rule book and the scenario of a year."""
    parser.add_argument(
        "--rules",
        metavar=tr("ATURAN"),
        help=tr("nama atau berkas aturan, misalnya 2010 (menurut skenario)"),
    )
    parser.add_argument(
        "--scenario",
        metavar=tr("SKENARIO"),
        default="2010",
        help=tr("nama skenario atau berkas .toml (bila tidak disebut: 2010)"),
    )


def settings(parser: argparse.ArgumentParser, option: str, into: str, text: str) -> None:
    """Declare an option that takes levers with their values."""
    parser.add_argument(
        option,
        dest=into,
        metavar=tr("TUAS=NILAI"),
        nargs="+",
        action="extend",
        default=[],
        help=text,
    )


def seed(parser: argparse.ArgumentParser) -> None:
    """Declare the seed of the draws."""
    parser.add_argument(
        "--seed",
        metavar="N",
        type=at_least(0),
        default=0,
        help=tr("benih undian; benih yang sama memberi hasil yang sama (bila tidak disebut: 0)"),
    )


def of_outcomes(parser: argparse.ArgumentParser) -> None:
    """Declare what becomes of recorded decisions."""
    parser.add_argument(
        "--outcomes",
        "--putusan",
        choices=("simulated", "recorded"),
        default="simulated",
        help=tr(
            "keputusan tercatat: recorded mempertahankannya, simulated menghitung ulang (bila "
            "tidak disebut: simulated)"
        ),
    )


def whole(text: str) -> int:
    """Take a whole number."""
    try:
        return int(text)
    except ValueError:
        message = tr("diharapkan bilangan bulat, bukan “{given}”").format(given=text)
        raise argparse.ArgumentTypeError(message) from None


def path(text: str) -> Path:
    """Take the name of a file or folder; an empty one would be the folder where Python was begun."""
    if not text.strip():
        raise argparse.ArgumentTypeError(
            tr("diharapkan nama berkas atau folder; yang diberikan kosong")
        )
    return Path(text)


def at_least(least: int) -> Callable[[str], int]:
    """Take whole numbers from a least one on."""

    def enough(text: str) -> int:
        if (given := whole(text)) < least:
            message = tr("diharapkan paling sedikit {least}, bukan {given}")
            raise argparse.ArgumentTypeError(message.format(least=least, given=given))
        return given

    return enough


def of_a_class(kelas: argparse.ArgumentParser) -> None:
    """Declare how a class is opened."""
    kelas.add_argument(
        "--lan",
        metavar=tr("ALAMAT"),
        nargs="?",
        const="",
        help=tr(
            "juga untuk laptop lain di jaringan yang sama; alamat laptop ini bila ada beberapa"
        ),
    )
    kelas.add_argument(
        "--siap",
        metavar=(tr("UNIT"), "N"),
        nargs=2,
        help=tr("siapkan lebih dahulu unit ini bagi N pengunjung pertama, misalnya --siap 03 5"),
    )
    kelas.add_argument(
        "--bentuk",
        choices=("kelas", "penuh"),
        default="kelas",
        help=tr(
            "bentuk unit: kelas (rencana dua hari; latihan lain dilipat untuk belajar sendiri) atau penuh (tiga hari)"
        ),
    )
    kelas.add_argument(
        "--masa",
        choices=tuple(eras()),
        help=tr("masa aturan bagi semua; bila tidak disebut, setiap orang memilih di halaman awal"),
    )
    of_a_door(kelas)


def of_own_worlds(parser: argparse.ArgumentParser) -> None:
    """Declare the worlds of one's own that boards offer."""
    parser.add_argument(
        "--dunia",
        metavar="FOLDER",
        type=Path,
        action="append",
        default=[],
        help=tr(
            "kabupaten sendiri yang ikut ditawarkan papan, dari halaman Kabupaten saya; boleh berulang"
        ),
    )


def of_a_door(parser: argparse.ArgumentParser) -> None:
    """Declare where browsers come in."""
    of_own_worlds(parser)
    parser.add_argument(
        "--port",
        metavar="N",
        type=whole,
        help=tr("nomor port (bila tidak disebut: 8866 atau sesudahnya)"),
    )
    parser.add_argument(
        "--no-browser", action="store_true", help=tr("jangan buka browser di laptop ini")
    )


def of_replicates(parser: argparse.ArgumentParser) -> None:
    """Declare how many replicates are run, by the word of older versions too."""
    parser.add_argument(
        "--replicates",
        metavar="N",
        type=at_least(2),  # an interval needs a spread
        default=40,
        help=tr("banyak ulangan (bila tidak disebut: 40)"),
    )
    parser.add_argument(
        "--seeds",
        dest="replicates",
        type=at_least(2),
        default=argparse.SUPPRESS,
        help=argparse.SUPPRESS,
    )
