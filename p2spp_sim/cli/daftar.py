"""Read one list of an office and say how it was understood, or what must be answered first."""

import argparse
import sys
from pathlib import Path

from p2spp_sim.base.errors import BadData
from p2spp_sim.base.language import tr
from p2spp_sim.cli import columns_asked
from p2spp_sim.cli.table import heading, pairs, paragraph

_LISTS = ("usulan", "reses", "renja")


def declare(parser: argparse.ArgumentParser) -> None:
    """Declare what may be said to `p2spp daftar`."""
    parser.add_argument(
        "file", metavar=tr("BERKAS"), type=Path, help=tr("daftar: .xlsx, .xls, .ods, atau .csv")
    )
    parser.add_argument(
        "--sebagai",
        choices=_LISTS,
        default=_LISTS[0],
        help=tr("daftar apa ini (bila tidak disebut: usulan)"),
    )
    columns_asked.declare(parser)


def make(chosen: argparse.Namespace) -> int:
    """Read a list and show rows, sum, what was left out and how its columns were taken.

    Raises
    ------
    P2sppError : no such file, or a column that there is not.
    BadData : all that is wrong or unclear in it, each with the choice that mends it.
    """
    from p2spp_sim.alignment.lists import READ_TABLES, draft
    from p2spp_sim.alignment.shown import facts

    asked = columns_asked.asked(chosen, chosen.sebagai, READ_TABLES[chosen.sebagai])
    made = draft(chosen.file, chosen.sebagai, asked)
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
