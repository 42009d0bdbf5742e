"""Write the box of a class: everything that lies on its tables; or certificates of those who were there."""

import argparse
from importlib.util import find_spec
from pathlib import Path

from p2spp_sim.base.era import THEN, eras, set_era
from p2spp_sim.base.errors import P2sppError
from p2spp_sim.base.formats import number
from p2spp_sim.base.language import LANGUAGES, tr
from p2spp_sim.cli.lab import results_beside, start_page

NEEDED = ("ipywidgets", "typst", "xlsxwriter", "polib", "nbformat", "tqdm")


def declare(parser: argparse.ArgumentParser) -> None:
    """Declare what may be said to `p2spp kotak`."""
    parser.add_argument(
        "folder",
        metavar="FOLDER",
        type=Path,
        nargs="?",
        default=Path("kotak"),
        help=tr("folder baru yang ditulis (bila tidak disebut: kotak); --bahasa: satu bahasa saja"),
    )
    parser.add_argument(
        "--hari",
        metavar="N",
        type=int,
        default=2,
        help=tr("rencana kelas berapa hari: 2 (bila tidak disebut) atau 3"),
    )
    parser.add_argument(
        "--masa",
        choices=tuple(eras()),
        default=THEN,
        help=tr("masa aturan semua isinya (bila tidak disebut: 2010)"),
    )
    parser.add_argument(
        "--hadir",
        metavar=tr("BERKAS.xlsx"),
        type=Path,
        help=tr("tulis hanya sertifikat, bagi yang tercatat hadir dalam daftar ini"),
    )


def make(chosen: argparse.Namespace) -> int:
    """Write the box, or certificates, and say what was written.

    Raises
    ------
    P2sppError : no plan has so many days, the folder is there already, a list that cannot be read, nobody to certify,
        or a package is missing.
    """
    missing = [name for name in NEEDED if find_spec(name) is None]
    if missing:
        message = tr(
            "Paket {paket} belum terpasang; pasang dengan: pip install 'p2spp-sim[workbook]'"
        )
        raise P2sppError(message.format(paket=", ".join(missing)))
    from p2spp_sim.workbook.core.timetable import plan_of

    plan = plan_of(chosen.hari)
    if chosen.hadir:
        set_era(chosen.masa)
        return _certify(chosen.hadir, chosen.folder, plan)
    from p2spp_sim.workbook.box.box import FIRST, write_box

    asked = getattr(chosen, "bahasa", None)
    languages = (asked,) if asked else LANGUAGES
    files = write_box(chosen.folder, languages, plan, chosen.masa)
    text = tr("Ditulis: {folder}, {n} berkas. Mulailah dari {berkas}.")
    first = chosen.folder / languages[0] / FIRST
    print(text.format(folder=chosen.folder, n=number(len(files)), berkas=first))
    return 0


def _certify(path: Path, to: Path, plan: str) -> int:
    from p2spp_sim.workbook.box.box import write_certificates
    from p2spp_sim.workbook.box.certificates import read_attendees, told

    results = results_beside(start_page().parent).resolve()
    if results in (to.resolve(), *to.resolve().parents):
        message = tr(
            "{folder} ada di dalam folder hasil, yang tidak memuat nama; pilih folder lain."
        )
        raise P2sppError(message.format(folder=to))
    people = read_attendees(path, plan)
    for line in told(people):
        print(line)
    print(tr("Ditulis: {berkas}").format(berkas=write_certificates(people, to)))
    return 0
