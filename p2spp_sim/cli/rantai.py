"""Take a folder of a district's own lists through the whole chain: funnel, indicators, and each proposal's life."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from p2spp_sim.base.errors import P2sppError, UnknownName
from p2spp_sim.base.formats import number
from p2spp_sim.base.language import tr
from p2spp_sim.cli import columns_asked
from p2spp_sim.cli.table import PrintedColumn, heading, pairs, paragraph, table

if TYPE_CHECKING:
    from p2spp_sim.alignment.chain import Chain


def declare(parser: argparse.ArgumentParser) -> None:
    """Declare what may be said to `p2spp rantai`."""
    parser.add_argument(
        "folder",
        metavar="FOLDER",
        type=Path,
        help=tr("folder berisi usulan, reses, renstra, renja, rkpd, ppas, apbd; Excel atau CSV"),
    )
    parser.add_argument(
        "--out", metavar=tr("BERKAS.xlsx"), type=Path, help=tr("tulis semuanya sebagai buku Excel")
    )
    parser.add_argument(
        "--usulan",
        metavar=tr("NOMOR"),
        default="",
        help=tr("ceritakan satu usulan di semua daftar"),
    )
    parser.add_argument(
        "--sama-persis",
        action="store_true",
        help=tr(
            "pasangkan juga baris yang kata dan desanya sama persis dengan satu baris sebelumnya"
        ),
    )
    parser.add_argument(
        "--kolom",
        metavar=tr("DAFTAR.JUDUL=KOLOM"),
        action="append",
        default=[],
        help=tr("kolom mana yang dimaksud, misalnya “apbd.Jumlah=biaya”; boleh berulang"),
    )
    parser.add_argument(
        "--contoh", action="store_true", help=tr("tulis daftar contoh yang direka ke FOLDER")
    )


def make(chosen: argparse.Namespace) -> int:
    """Read the lists of a folder and show what became of the proposals, or write the example there.

    Raises
    ------
    P2sppError : no lists, no such proposal, or a folder that holds something already.
    BadData : everything that is wrong or unclear in the lists; nothing is written.
    """
    from p2spp_sim.alignment.chain import Chain
    from p2spp_sim.alignment.chain_book import sheets
    from p2spp_sim.alignment.documents import LISTS, kind_of, read_chain
    from p2spp_sim.alignment.list_columns import LIST_COLUMNS
    from p2spp_sim.cli import given
    from p2spp_sim.results import excel

    if chosen.contoh:
        return _write_example(chosen.folder)
    tables = {name: LIST_COLUMNS[kind_of(name)] for name in LISTS}
    asked = columns_asked.of_tables(chosen.kolom, tables)

    def read() -> Chain:
        lists = read_chain(chosen.folder, asked)
        chain = Chain(lists, lists.written)
        for name in chain.held if chosen.sama_persis else ():
            own = {**chain.decided.get(name, {}), **chain.same(name)}
            chain = Chain(lists, {**chain.decided, name: own})
        return chain

    def in_words(chain: Chain) -> str:
        return _life(chain, chosen.usulan) if chosen.usulan else _overview(chain)

    given.book_beside(
        chosen.out, read, lambda chain, path: excel.write_tables(sheets(chain), path), in_words
    )
    return 0


def _write_example(folder: Path) -> int:
    from p2spp_sim.alignment.chain_book import write_example

    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        text = tr("{folder} sudah berisi; sebut folder baru atau kosong.")
        raise P2sppError(text.format(folder=folder))
    names = ", ".join(path.name for path in write_example(folder))
    print(tr("Daftar contoh ditulis ke {folder}: {nama}.").format(folder=folder, nama=names))
    return 0


def _overview(chain: "Chain") -> str:
    from p2spp_sim.alignment.chain_book import absences, undecided
    from p2spp_sim.alignment.documents import LISTS

    there = ", ".join(f"{LISTS[name]} ({number(len(own))})" for name, own in chain.lines.items())
    lines = [
        paragraph(tr("Daftar yang terbaca: {daftar}.").format(daftar=there)),
        *map(paragraph, absences(chain)),
    ]
    if still := undecided(chain):
        words = ", ".join(f"{LISTS[name]} {number(count)}" for name, count in still.items())
        text = tr(
            "Belum diperiksa: {daftar}. Angka karena itu ditulis dari paling sedikit sampai paling banyak."
        )
        lines.append(paragraph(text.format(daftar=words)))
    parts = [
        "\n".join(lines),
        heading(tr("Corong usulan warga (rupiah dalam juta)")) + "\n" + _funnel(chain),
        heading(tr("Indikator dari daftar Anda")) + "\n" + _indicators(chain),
    ]
    return "\n\n".join(parts)


def _funnel(chain: "Chain") -> str:
    from p2spp_sim.alignment.documents import LISTS
    from p2spp_sim.cli.report import millions

    columns = [
        PrintedColumn(tr("Daftar")),
        PrintedColumn(tr("datang"), right=True),
        PrintedColumn(tr("ada"), right=True),
        PrintedColumn(tr("belum diperiksa"), right=True),
        PrintedColumn(tr("hilang"), right=True),
        PrintedColumn(tr("Rp ada"), right=True),
        PrintedColumn(tr("sebab terbanyak")),
    ]
    rows = [
        (
            LISTS[gate.name],
            number(gate.entered),
            number(gate.count),
            number(gate.open),
            number(gate.lost),
            millions(gate.idr),
            next(iter(gate.reasons), ""),
        )
        for gate in chain.gates
    ]
    return table(columns, rows)


def _indicators(chain: "Chain") -> str:
    from p2spp_sim.alignment.chain_book import shares
    from p2spp_sim.alignment.chain_record import ChainRecord

    columns = [
        PrintedColumn(tr("Indikator")),
        PrintedColumn(tr("jumlah"), right=True),
        PrintedColumn(tr("rupiah"), right=True),
        PrintedColumn(tr("tidak dapat dikatakan")),
    ]
    rows = [
        (m.label, shares(m.count), shares(m.rupiah), m.why_not)
        for m in ChainRecord(chain).indicators()
    ]
    return table(columns, rows)


def _life(chain: "Chain", wanted: str) -> str:
    from p2spp_sim.alignment.documents import LISTS, PROPOSALS
    from p2spp_sim.base.formats import rupiah

    known = {key.casefold(): key for key in chain.proposals}
    if wanted.casefold() not in known:
        raise UnknownName(tr("Usulan"), wanted, chain.proposals)
    item = chain.proposals[known[wanted.casefold()]]
    line, life = item.lines[PROPOSALS][0], chain.life(item)
    rows = [
        (LISTS[name], said + (f", {rupiah(item.idr(name))}" if item.idr(name) else ""))
        for name, said in life.items()
    ]
    return heading(f"{item.key} {line.what} ({line.village})") + "\n" + pairs(rows)
