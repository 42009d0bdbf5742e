"""Make one list of many files and sheets, and say what became of each."""

import argparse
import sys
from pathlib import Path

from p2spp_sim.base.errors import BadData, Fault
from p2spp_sim.base.language import tr
from p2spp_sim.cli import columns_asked
from p2spp_sim.cli.table import PrintedColumn, paragraph, table


def declare(parser: argparse.ArgumentParser) -> None:
    """Declare the options of making one list."""
    parser.add_argument(
        "--gabung",
        metavar=tr("HASIL.xlsx"),
        type=Path,
        help=tr("satukan semua berkas dan lembar menjadi satu daftar di berkas ini"),
    )
    parser.add_argument(
        "--tanpa",
        metavar=tr("NAMA"),
        action="append",
        default=[],
        help=tr("berkas atau lembar yang tidak ikut digabung; boleh berulang"),
    )
    parser.add_argument(
        "--lembar-kecamatan",
        action="store_true",
        help=tr("nama lembar adalah nama kecamatan, bila daftarnya tidak menyebut"),
    )


def make(chosen: argparse.Namespace) -> int:
    """Gather the lists, show rows and rupiah of each and of all, and write one list.

    Raises
    ------
    BadData : a file cannot be read, or one has questions left; nothing is written.
    """
    from p2spp_sim.alignment.gathered import ListSource, as_table, gather, read_sources, sources
    from p2spp_sim.alignment.gathered_shown import sayings, source_heads, source_rows
    from p2spp_sim.alignment.list_columns import READ_TABLES
    from p2spp_sim.results.excel import can_become_a_book, write_tables

    can_become_a_book(chosen.gabung)
    kind = chosen.sebagai
    asked = columns_asked.asked(chosen, kind, READ_TABLES[kind])
    faults: list[Fault] = []
    wanted: list[ListSource] = []
    for path in chosen.file:
        if path.name in chosen.tanpa:
            continue
        try:
            wanted += sources(path, path.name)
        except BadData as error:
            faults += error.faults
    wanted = [
        source
        for source in wanted
        if source.sheet.strip() not in chosen.tanpa
        and chosen.lembar in ("", source.sheet, source.sheet.strip())
    ]
    reads = read_sources(wanted, kind, asked)
    right = (tr("Baris"), tr("Rupiah"))
    columns = [PrintedColumn(head, right=head in right) for head in source_heads()]
    print(table(columns, source_rows(reads)))
    parts = [read for read in reads if read.state != "none"]
    faults += [fault for read in parts for fault in read.faults]
    if faults:
        text = tr(
            "Tidak ada yang ditulis. Jawab dengan --kolom, --judul, --satuan, atau keluarkan dengan --tanpa NAMA."
        )
        print(paragraph(text), file=sys.stderr)
        raise BadData(faults)
    gathered = gather(parts, kecamatan_in_sheets=chosen.lembar_kecamatan)
    for line in sayings(gathered):
        print(paragraph(line))
    if chosen.ingat:
        for read in parts:
            if read.reading and kind in asked.choices:
                asked.memory.remember(kind, read.reading.titles, asked.choices[kind])
    path = write_tables({kind: as_table(kind, gathered.lines)}, chosen.gabung)
    print(paragraph(tr("Tersimpan di {berkas}.").format(berkas=path)))
    return 0
