"""Options of every command that takes a list: which column is what, on which sheet, below which row, in which unit."""

import argparse
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from p2spp_sim.base.errors import UnknownName
from p2spp_sim.base.language import tr

if TYPE_CHECKING:
    from p2spp_sim.tables.columns import Column
    from p2spp_sim.tables.lists import ListsAsked

SIZES = {"rupiah": 1, "ribu": 1_000, "juta": 1_000_000, "miliar": 1_000_000_000}


def declare(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument(
        "--kolom",
        metavar=tr("JUDUL=KOLOM"),
        action="append",
        default=[],
        help=tr(
            "kolom mana yang dimaksud, misalnya “Pagu Indikatif=biaya” atau “F=abaikan”; boleh berulang"
        ),
    )
    parser.add_argument("--lembar", metavar=tr("LEMBAR"), default="", help=tr("nama lembarnya"))
    parser.add_argument(
        "--judul", metavar=tr("BARIS"), type=int, default=0, help=tr("baris tempat judul kolom")
    )
    parser.add_argument(
        "--satuan", choices=SIZES, help=tr("satuan rupiah di berkas, bila judulnya tidak berkata")
    )
    parser.add_argument(
        "--ingat",
        metavar="FOLDER",
        type=Path,
        help=tr("ingat pilihan ini di FOLDER untuk daftar berikutnya dengan judul yang sama"),
    )


def of_tables(said: Sequence[str], tables: "Mapping[str, Sequence[Column]]") -> "ListsAsked":
    """Give what was chosen for several tables, each as TABLE.HEADING=COLUMN.

    Raises
    ------
    P2sppError : no such table or column.
    """
    from p2spp_sim.tables.choices import NOTHING, TableChoice, parse_choice
    from p2spp_sim.tables.lists import ListsAsked

    choices: dict[str, TableChoice] = {}
    for text in said:
        table, _, rest = text.partition(".")
        if table not in tables:
            raise UnknownName(tr("Tabel"), table, tables)
        choices[table] = parse_choice([rest], tables[table], choices.get(table, NOTHING))
    return ListsAsked(choices)


def asked(chosen: argparse.Namespace, table: str, columns: Sequence["Column"]) -> "ListsAsked":
    """Give what was chosen on the line.

    Raises
    ------
    P2sppError : a column is named that there is not.
    """
    from p2spp_sim.tables.choices import TableChoice, parse_choice
    from p2spp_sim.tables.layouts import MEMORY, LayoutMemory
    from p2spp_sim.tables.lists import ListsAsked

    base = TableChoice(chosen.lembar, chosen.judul, {}, SIZES.get(chosen.satuan, 0))
    memory = LayoutMemory(chosen.ingat / MEMORY if chosen.ingat else None)
    return ListsAsked({table: parse_choice(chosen.kolom, columns, base)}, memory)
