"""Write tables to fill in: those of an invented kabupaten, or of any world, under Indonesian headings."""

import argparse
from pathlib import Path

from p2spp_sim.base.errors import P2sppError
from p2spp_sim.base.files import write_atomically
from p2spp_sim.base.language import tr
from p2spp_sim.cli.table import paragraph

GUIDE = "BACA-SAYA.md"
_EXAMPLE = "wanasari"


def declare(parser: argparse.ArgumentParser) -> None:
    """Declare what may be said to `p2spp contoh-dunia`."""
    parser.add_argument("folder", metavar="FOLDER", type=Path, help=tr("folder baru atau kosong"))
    parser.add_argument(
        "--dunia",
        dest="source",
        metavar="DATA",
        default=_EXAMPLE,
        help=tr("himpunan data atau folder yang tabelnya ditulis (bila tidak disebut: wanasari)"),
    )
    parser.add_argument(
        "--kabupaten",
        metavar=tr("KODE"),
        default="",
        help=tr("kode Kemendagri, misalnya 32.11: kecamatan dan desa yang nyata, sisanya ditarik"),
    )
    parser.add_argument("--csv", action="store_true", help=tr("tulis CSV, bukan Excel"))


def make(chosen: argparse.Namespace) -> int:
    """Write the tables of a world and a guide into a folder, whole or not at all.

    Raises
    ------
    P2sppError : the folder holds something already, or there is no such world or kabupaten.
    """
    from tempfile import TemporaryDirectory

    from p2spp_sim.cli import given
    from p2spp_sim.results import excel
    from p2spp_sim.world.own import described, guide, tables_to_fill, write_world
    from p2spp_sim.world.world import World

    folder = chosen.folder
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        text = tr("{folder} sudah berisi; sebut folder baru atau kosong.")
        raise P2sppError(text.format(folder=folder))
    with TemporaryDirectory() as trial:
        place = Path(trial) / "dunia"
        world = (
            write_world(described(chosen.kabupaten, {}), place)
            if chosen.kabupaten
            else given.world(chosen.source)
        )
        made = Path(trial) / "tabel"
        made.mkdir()
        for name, table in tables_to_fill(world).items():
            if chosen.csv:
                table.to_csv(made / f"{name}.csv", index=False, encoding="utf-8-sig")
            else:
                excel.write_tables({name: table}, made / f"{name}.xlsx")
        World.read(made)  # what is written can be read
        folder.mkdir(parents=True, exist_ok=True)
        for path in sorted(made.iterdir()):
            write_atomically(folder / path.name, path.read_bytes())
        write_atomically(folder / GUIDE, guide(world).encode())
    text = tr("{n} tabel dan {panduan} ditulis ke {folder}. Isi, lalu jalankan: p2spp run {folder}")
    print(paragraph(text.format(n=len(list(folder.iterdir())) - 1, panduan=GUIDE, folder=folder)))
    return 0
