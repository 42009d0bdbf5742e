"""Make what is generated from the source notebooks: English, and editions for one kind of reader."""

import argparse
import sys
from importlib.util import find_spec
from pathlib import Path

from p2spp_sim.base.era import THEN, eras
from p2spp_sim.base.errors import P2sppError
from p2spp_sim.base.language import tr

EDITIONS = ("peserta", "pelatih", "kunci", "cetak")
NEEDED = ("ipywidgets", "polib", "nbformat", "nbclient", "nbconvert", "tqdm")


def declare(parser: argparse.ArgumentParser) -> None:
    """Declare what may be said to `p2spp build`."""
    parser.add_argument(
        "--check", action="store_true", help=tr("periksa notebook Inggris tanpa menulis apa pun")
    )
    parser.add_argument(
        "--edisi",
        choices=EDITIONS,
        help=tr("buat edisi untuk satu pembaca, dalam --bahasa; cetak: HTML dan PDF A4"),
    )
    parser.add_argument(
        "--unit",
        metavar="03",
        nargs="+",
        action="extend",
        default=[],
        help=tr("unit ini saja; boleh lebih dari satu"),
    )
    parser.add_argument(
        "--masa",
        choices=tuple(eras()),
        default=THEN,
        help=tr("masa aturan edisi itu (bila tidak disebut: 2010)"),
    )
    parser.add_argument("--ke", metavar="FOLDER", type=Path, help=tr("folder untuk edisi"))


def make(chosen: argparse.Namespace) -> int:
    """Build or check the English notebooks, or write an edition.

    Returns
    -------
    0, or 1 when something is stale or could not be made.

    Raises
    ------
    P2sppError : words that do not go together, or a package is missing.
    """
    missing = [name for name in NEEDED if find_spec(name) is None]
    if missing:
        message = tr(
            "Paket {paket} belum terpasang; pasang dengan: pip install 'p2spp-sim[workbook]'"
        )
        raise P2sppError(message.format(paket=", ".join(missing)))
    if chosen.edisi and chosen.check:
        raise P2sppError(tr("--check memeriksa notebook Inggris; tidak dipakai bersama --edisi."))
    if bool(chosen.edisi) != bool(chosen.ke):
        raise P2sppError(tr("--edisi dan --ke dipakai bersama: edisi apa, ke folder mana."))
    if chosen.edisi:
        return _edition(chosen)
    return _check(chosen) if chosen.check else _english(chosen)


def _english(chosen: argparse.Namespace) -> int:
    from p2spp_sim.workbook.editions.english import check_english, write_english
    from p2spp_sim.workbook.editions.notebooks import folder_of_notebooks

    folder = folder_of_notebooks()
    written = write_english(folder, chosen.unit)
    for path in written:
        print(tr("Ditulis: {berkas}").format(berkas=path))
    faults = check_english(folder, chosen.unit)
    if not written and not faults:
        print(tr("Semua notebook Inggris sudah sesuai dengan sumbernya."))
    return _report(faults)


def _check(chosen: argparse.Namespace) -> int:
    from p2spp_sim.workbook.editions.english import check_english
    from p2spp_sim.workbook.editions.notebooks import folder_of_notebooks

    faults = check_english(folder_of_notebooks(), chosen.unit)
    if not faults:
        print(tr("Semua notebook Inggris sudah sesuai dengan sumbernya."))
    return _report(faults)


def _edition(chosen: argparse.Namespace) -> int:
    from p2spp_sim.workbook.doors.printing import find_browser, write_paper
    from p2spp_sim.workbook.editions.editions import write_edition
    from p2spp_sim.workbook.editions.notebooks import folder_of_notebooks

    folder, language = folder_of_notebooks(), getattr(chosen, "bahasa", "id")
    faults: list[str] = []
    if chosen.edisi == "cetak":
        written, faults = write_paper(language, folder, chosen.ke, chosen.unit, era=chosen.masa)
        if find_browser() is None:
            print(
                tr(
                    "Chromium tidak ada, jadi hanya HTML yang ditulis; cetak dari browser mana pun, kertas A4."
                )
            )
    else:
        written = write_edition(chosen.edisi, language, folder, chosen.ke, chosen.unit, chosen.masa)
    for path in written:
        print(tr("Ditulis: {berkas}").format(berkas=path))
    return _report(faults)


def _report(faults: list[str]) -> int:
    for fault in faults:
        print(fault, file=sys.stderr)
    return int(bool(faults))
