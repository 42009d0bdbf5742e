"""Read one list of an office and say how it was understood, or what must be answered first."""

import argparse
import sys
from pathlib import Path

from p2spp_sim.base.errors import BadData, P2sppError
from p2spp_sim.base.language import tr
from p2spp_sim.cli import columns_asked, gabung
from p2spp_sim.cli.table import heading, pairs, paragraph

_LISTS = ("usulan", "reses", "renja")


def declare(parser: argparse.ArgumentParser) -> None:
    """Declare what may be said to `p2spp daftar`."""
    parser.add_argument(
        "file",
        metavar=tr("BERKAS"),
        type=Path,
        nargs="+",
        help=tr("daftar: .xlsx, .xls, .ods, atau .csv; beberapa dengan --gabung"),
    )
    parser.add_argument(
        "--sebagai",
        choices=_LISTS,
        default=_LISTS[0],
        help=tr("daftar apa ini (bila tidak disebut: usulan)"),
    )
    columns_asked.declare(parser)
    gabung.declare(parser)


def make(chosen: argparse.Namespace) -> int:
    """Read a list and show rows, sum, what was left out and how its columns were taken; or make one of many.

    Raises
    ------
    P2sppError : no such file, a column that there is not, or several files that are not to become one.
    BadData : all that is wrong or unclear in it, each with the choice that mends it.
    """
    from p2spp_sim.alignment.list_columns import READ_TABLES
    from p2spp_sim.alignment.lists import draft
    from p2spp_sim.alignment.shown import facts

    if chosen.gabung:
        return gabung.make(chosen)
    if len(chosen.file) > 1:
        raise P2sppError(tr("Beberapa berkas dibaca sekaligus dengan --gabung HASIL.xlsx."))
    asked = columns_asked.asked(chosen, chosen.sebagai, READ_TABLES[chosen.sebagai])
    made = draft(chosen.file[0], chosen.sebagai, asked)
    reading = made.draft.reading
    if reading:
        print(heading(reading.place))
        print(pairs(facts(reading, made.lines)))
    if made.draft.faults:
        text = tr(
            "“Kolom mana?” dijawab dengan --kolom JUDUL=KOLOM; begitu juga --lembar, --judul, dan --satuan."
        )
        print(paragraph(text), file=sys.stderr)
        raise BadData(made.draft.faults)
    if chosen.ingat and reading:
        asked.memory.remember(chosen.sebagai, reading.titles, asked.choices[chosen.sebagai])
    print(paragraph(tr("Cocokkan banyaknya baris dan jumlah rupiah dengan berkas Anda.")))
    return 0
