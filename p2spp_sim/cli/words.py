"""What may stand behind a command that runs the model: worlds, levers, draws, designs."""

import argparse
from collections.abc import Callable
from pathlib import Path

from p2spp_sim.base.era import eras
from p2spp_sim.base.language import tr


def of_a_year(*, named: bool = True) -> argparse.ArgumentParser:
    """Declare what a year is run with; `named` where the district must be."""
    year = argparse.ArgumentParser(add_help=False)
    year.add_argument(
        "data",
        metavar="DATA",
        nargs=None if named else "?",
        help=tr("nama himpunan data (p2spp data), atau folder berisi CSV atau Excel"),
    )
    _scenario(year)
    _settings(
        year,
        "--set",
        "set",
        tr("ubah tuas, misalnya pik_share=0.2; boleh lebih dari satu (p2spp levers)"),
    )
    _seed(year)
    return year


def of_a_scenario(parser: argparse.ArgumentParser) -> None:
    """Declare rule book, scenario and seed alone."""
    _scenario(parser)
    _seed(parser)


def _scenario(parser: argparse.ArgumentParser) -> None:
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


def _settings(parser: argparse.ArgumentParser, option: str, into: str, text: str) -> None:
    parser.add_argument(
        option,
        dest=into,
        metavar=tr("TUAS=NILAI"),
        nargs="+",
        action="extend",
        default=[],
        help=text,
    )


def _seed(parser: argparse.ArgumentParser) -> None:
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


def of_what_if(parser: argparse.ArgumentParser) -> None:
    """Declare what a question or a comparison of one's own is asked with."""
    parser.add_argument(
        "subject",
        metavar="W|DATA",
        nargs="?",
        help=tr(
            "nomor pertanyaan, misalnya W2, atau himpunan data untuk perbandingan sendiri; kosong: daftarnya"
        ),
    )
    parser.add_argument(
        "data",
        metavar="DATA",
        nargs="?",
        help=tr("himpunan data bagi nomor pertanyaan (bila tidak disebut: wanasari)"),
    )
    _settings(
        parser,
        "--set",
        "set",
        tr("tuas sesudahnya, misalnya pik_share=0.2 (daftarnya: p2spp levers)"),
    )
    _settings(parser, "--from", "before", tr("tuas sebelumnya, bila bukan nilai bawaan"))
    _scenario(parser)
    parser.add_argument(
        "--replicates",
        metavar="N",
        type=at_least(2),
        help=tr(
            "banyak ulangan berpasangan (bila tidak disebut: 100, pertanyaan siap pakai 40 dengan benih 7 seperti "
            "halamannya); dengan --until: paling banyak (1000)"
        ),
    )
    parser.add_argument(
        "--until",
        metavar=tr("HASIL=LEBAR"),
        nargs="+",
        action="extend",
        default=[],
        help=tr(
            "berhenti bila setengah lebar selang 95 persen sudah sekecil ini, misalnya S4=0.01 atau P1.rupiah=0.01"
        ),
    )
    parser.add_argument(
        "--states",
        metavar="N",
        type=at_least(10),
        help=tr(
            "perbandingan sendiri: ulangi di sebanyak ini keadaan yang masuk akal, katakan seberapa jauh ia bertahan"
        ),
    )
    _seed(parser)
    parser.set_defaults(seed=None)  # 0, or that of the ready questions
    parser.add_argument(
        "--out",
        metavar="FOLDER",
        type=Path,
        help=tr("tulis CSV, Excel, dan gambar ke folder baru atau kosong"),
    )


def of_sweep(parser: argparse.ArgumentParser) -> None:
    """Declare a design and where its results go."""
    parser.add_argument(
        "--levers",
        metavar=tr("TUAS,TUAS"),
        nargs="+",
        default=[],
        help=tr("tuas yang digerakkan, dipisah koma atau spasi"),
    )
    designs = parser.add_mutually_exclusive_group()
    designs.add_argument(
        "--grid",
        metavar="N",
        nargs="?",
        const=5,
        type=at_least(2),
        help=tr("silangkan semua nilai, N langkah setiap angka (bawaan: 5 langkah)"),
    )
    for name, text in (
        (
            "--lhs",
            tr(
                "hiperkubus Latin dengan N titik; untuk melihat sebaran, dan untuk PAWN mulai 200 titik"
            ),
        ),
        (
            "--sobol",
            tr("rancangan Sobol, N pangkat dua: N x (banyak tuas + 2) titik; untuk indeks Sobol"),
        ),
        (
            "--morris",
            tr("N lintasan Morris: N x (banyak tuas + 1) titik; untuk menyaring banyak tuas"),
        ),
    ):
        designs.add_argument(name, metavar="N", type=at_least(2), help=text)
    parser.add_argument(
        "--second-order",
        action="store_true",
        help=tr("bersama --sobol: juga titik bagi indeks sepasang tuas, kira-kira dua kali lipat"),
    )
    parser.add_argument(
        "--replicates",
        metavar="N",
        type=at_least(1),
        default=4,
        help=tr("banyak ulangan setiap titik (bila tidak disebut: 4)"),
    )
    parser.add_argument(
        "--outcomes",
        metavar=tr("HASIL,HASIL"),
        nargs="+",
        default=[],
        help=tr(
            "hanya hasil ini yang diukur, mis. accepted,P1.rupiah: lebih cepat daripada semuanya"
        ),
    )
    parser.add_argument(
        "--to",
        metavar="FOLDER",
        type=Path,
        help=tr("folder hasil; studi yang terputus dilanjutkan"),
    )
    parser.add_argument(
        "--compact",
        metavar="FOLDER",
        type=Path,
        help=tr("tanpa yang lain: padatkan berkas bagian sebuah studi menjadi beberapa saja"),
    )
    parser.add_argument(
        "--grow",
        action="store_true",
        help=tr("tumbuhkan studi di folder itu: n Sobol dua kali lipat, atau ulangan lebih banyak"),
    )
    parser.add_argument(
        "--rerun",
        metavar="FOLDER",
        type=Path,
        help=tr("hitung ulang sebagian studi dari foldernya saja, dan bandingkan setiap sel"),
    )
    parser.add_argument(
        "--count",
        metavar="N",
        type=at_least(1),
        default=10,
        help=tr("bersama --rerun: banyak bagian yang dihitung ulang (bila tidak disebut: 10)"),
    )
    parser.add_argument(
        "--trust",
        action="store_true",
        help=tr("bersama --rerun: jalankan bagian buatan orang yang tersimpan di folder itu"),
    )
    parser.add_argument(
        "--workers",
        metavar="N",
        type=at_least(1),
        default=1,
        help=tr("banyak proses (bila tidak disebut: 1)"),
    )


def of_sensitivity(parser: argparse.ArgumentParser) -> None:
    """Declare which outcome of which study is explained, and how."""
    parser.add_argument("folder", metavar="FOLDER", type=Path, help=tr("folder hasil p2spp sweep"))
    parser.add_argument(
        "--outcome",
        metavar=tr("HASIL"),
        required=True,
        help=tr("indikator menurut jumlah atau rupiah, misalnya S4.count atau P1.rupiah"),
    )
    parser.add_argument(
        "--method",
        metavar=tr("CARA"),
        help=tr("sobol, morris, atau pawn (bila tidak disebut: menurut rancangannya)"),
    )
    parser.add_argument(
        "--second-order",
        action="store_true",
        help=tr("indeks sepasang tuas, dari studi yang dibuat dengan --second-order"),
    )
    parser.add_argument(
        "--convergence",
        action="store_true",
        help=tr("indeks Sobol pada sampel yang berlipat dua: sudah mantap atau belum"),
    )


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


def of_replicates(*studies: argparse.ArgumentParser) -> None:
    """Let studies be told how many replicates to run, by the word of older versions too."""
    for study in studies:
        study.add_argument(
            "--replicates",
            metavar="N",
            type=at_least(2),  # an interval needs a spread
            default=40,
            help=tr("banyak ulangan (bila tidak disebut: 40)"),
        )
        study.add_argument(
            "--seeds",
            dest="replicates",
            type=at_least(2),
            default=argparse.SUPPRESS,
            help=argparse.SUPPRESS,
        )
