"""What may stand behind a command that runs or reads a study: questions, designs, outcomes, folders."""

import argparse
from pathlib import Path

from p2spp_sim.base.language import tr
from p2spp_sim.cli.words import at_least, of_a_year, scenario, seed, settings


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
    settings(
        parser,
        "--set",
        "set",
        tr("tuas sesudahnya, misalnya pik_share=0.2 (daftarnya: p2spp levers)"),
    )
    settings(parser, "--from", "before", tr("tuas sebelumnya, bila bukan nilai bawaan"))
    scenario(parser)
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
    seed(parser)
    parser.set_defaults(seed=None)  # 0, or that of the ready questions
    parser.add_argument(
        "--out",
        metavar="FOLDER",
        type=Path,
        help=tr("tulis CSV, Excel, dan gambar ke folder baru atau kosong"),
    )


def of_sweep(parser: argparse.ArgumentParser) -> None:
    """Declare a design, what is measured of it, and where its results go."""
    of_a_year(parser, named=False)
    _design(parser)
    _measured(parser)
    _folder(parser)


def _design(parser: argparse.ArgumentParser) -> None:
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


def _measured(parser: argparse.ArgumentParser) -> None:
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


def _folder(parser: argparse.ArgumentParser) -> None:
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
