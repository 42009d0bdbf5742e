"""What a district's own list of proposals says of the model: gate rates, weights, ceilings and shares funded."""

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from p2spp_sim.base.files import write_atomically
from p2spp_sim.base.formats import figure, percent, rupiah_short
from p2spp_sim.base.language import tr

if TYPE_CHECKING:
    from p2spp_sim.studies.fitting.estimate import Estimate
    from p2spp_sim.studies.fitting.fit import Fit

_STEPS = 4


def declare(parser: argparse.ArgumentParser) -> None:
    """Declare what may be said to `p2spp fit`."""
    from p2spp_sim.cli import columns_asked, words

    parser.add_argument(
        "ledger",
        metavar=tr("DAFTAR.xlsx"),
        type=Path,
        help=tr("daftar usulan dengan hasilnya, di lembar bernama usulan"),
    )
    parser.add_argument(
        "data",
        metavar="DATA",
        nargs="?",
        default="wanasari",
        help=tr("daerah daftar itu: himpunan data atau folder (bila tidak disebut: wanasari)"),
    )
    columns_asked.declare(parser)
    words.of_a_scenario(parser)
    parser.add_argument(
        "--forum",
        metavar="FORUM",
        default="forum_skpd",
        help=tr("meja yang memutuskan status itu (bila tidak disebut: forum_skpd)"),
    )
    parser.add_argument(
        "--out",
        metavar=tr("NAMA"),
        type=Path,
        help=tr(
            "tulis NAMA.toml (skenario), NAMA.csv (sampel bersama), NAMA.xlsx (semuanya), dan gambar NAMA-saringan"
        ),
    )


def make(chosen: argparse.Namespace) -> int:
    """Fit a ledger, write scenario and sample if asked, and show what it says.

    Raises
    ------
    BadData, P2sppError : what the list lacks.
    """
    from tqdm import tqdm

    from p2spp_sim.cli import columns_asked, given
    from p2spp_sim.results import excel
    from p2spp_sim.studies.fitting.estimation import fit
    from p2spp_sim.studies.fitting.ledger import COLUMNS, read_ledger

    books = (
        [chosen.out.with_name(chosen.out.name + end) for end in (".toml", ".csv", ".xlsx")]
        if (chosen.out)
        else []
    )
    if books:
        excel.can_become_a_book(books[-1])
    base = given.base(chosen.scenario, chosen.rules)
    world = given.world(chosen.data)
    with tqdm(total=_STEPS, leave=False, disable=not sys.stderr.isatty()) as bar:

        def shown(step: str) -> None:
            bar.set_description(step)
            bar.update()

        ledger = read_ledger(chosen.ledger, world, columns_asked.asked(chosen, "usulan", COLUMNS))
        fitted = fit(world, ledger, base, forum=chosen.forum, seed=chosen.seed, progress=shown)
    if books:
        fitted.scenario.save(books[0])
        write_atomically(books[1], excel.as_csv(fitted.sample))
        fitted.to_excel(books[2])
        if any(each.what == "gate" for each in fitted.estimates):
            books += fitted.figure().save(chosen.out.with_name(f"{chosen.out.name}-saringan.png"))
    print(_in_words(fitted))
    if books:
        print("\n" + tr("Ditulis: {files}").format(files=", ".join(map(str, books))))
    return 0


def _in_words(fitted: "Fit") -> str:
    """Set out notes, parameters, gates, ceilings and shares funded."""
    from p2spp_sim.cli.table import faint, heading, paragraph
    from p2spp_sim.studies.fitting.estimate import ESTIMATES

    ledger = fitted.ledger
    about = tr("{n} baris, {accepted} diterima, {refused} ditolak; {forum}, {world}.").format(
        n=figure(len(ledger)),
        accepted=figure(int(ledger.accepted.sum())),
        refused=figure(int((~ledger.accepted).sum())),
        forum=fitted.forum,
        world=fitted.world.name,
    )
    lines = [
        heading(tr("Apa yang dikatakan daftar ini tentang model")),
        faint(paragraph(about)),
        "",
    ]
    for note in fitted.notes:
        lines.append(paragraph(tr("Perhatikan: {note}").format(note=note)))
    if fitted.notes:
        lines.append("")
    for what in ("parameter", "gate", "ceiling", "funding_channel", "funding_agency"):
        rows = [each for each in fitted.estimates if each.what == what]
        if rows:
            lines += [heading(_capital(ESTIMATES[what])), _table(rows), ""]
    how = tr(
        "Selang memuat 90 persen dari yang masih mungkin menurut daftar ini. Per SKPD dan per jenis ada dalam buku "
        "Excel (--out). Tanpa baris: daftar tidak dapat menaksirnya, dan selangnya batas yang dinyatakan."
    )
    lines.append(faint(paragraph(how)))
    return "\n".join(lines)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _table(rows: "list[Estimate]") -> str:
    from p2spp_sim.cli.table import PrintedColumn, table
    from p2spp_sim.studies.fitting.ledger import CHANNEL_LABELS

    columns = (
        PrintedColumn(""),
        PrintedColumn(tr("taksiran"), right=True),
        PrintedColumn(tr("selang 90 %"), right=True),
        PrintedColumn(tr("banyak baris"), right=True),
        PrintedColumn(tr("sebab")),
    )
    cells = []
    for row in rows:
        whose = [CHANNEL_LABELS[row.channel]] if row.channel else []
        whose += [row.group] if row.group else []
        whose += [str(row.year)] if row.year else []
        label = row.label if row.what in ("parameter", "gate") or not whose else ""
        between = f"{_figure(row, row.low)} – {_figure(row, row.high)}"
        if row.high == float("inf"):
            between = f"≥ {_figure(row, row.low)}"
        cells.append(
            (
                ": ".join(filter(None, [label, ", ".join(whose)])),
                _figure(row, row.estimate),
                between,
                figure(row.rows) if row.rows else "–",
                row.note,
            )
        )
    return table(columns, cells)


def _figure(row: "Estimate", value: float) -> str:
    if row.unit == tr("rupiah"):
        return rupiah_short(value)
    if row.unit == tr("bagian"):
        return percent(value)
    return figure(round(value, 3))
