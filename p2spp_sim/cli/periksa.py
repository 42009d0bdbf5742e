"""Check the papers of one's own village, or lay out an example of them in Excel to fill in."""

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from p2spp_sim.base.errors import P2sppError
from p2spp_sim.base.formats import number
from p2spp_sim.base.language import Labels, tr
from p2spp_sim.cli.table import paragraph

if TYPE_CHECKING:
    import pandas as pd

EXAMPLE = "tirtamulya"


def declare(parser: argparse.ArgumentParser) -> None:
    """Declare what may be said to `p2spp periksa`."""
    parser.add_argument(
        "folder", metavar="FOLDER", type=Path, help=tr("folder berkas desa, Excel atau CSV")
    )
    parser.add_argument(
        "--rules",
        metavar=tr("ATURAN"),
        default="2010",
        help=tr("masa aturan: 2010, dana_desa, atau sipd (bila tidak disebut: 2010)"),
    )
    parser.add_argument(
        "--out",
        metavar=tr("BERKAS.xlsx"),
        type=Path,
        help=tr("tulis semua temuan sebagai buku Excel"),
    )
    parser.add_argument(
        "--kolom",
        metavar=tr("TABEL.JUDUL=KOLOM"),
        action="append",
        default=[],
        help=tr("kolom mana yang dimaksud, misalnya “rkp_desa.Anggaran=biaya”; boleh berulang"),
    )
    parser.add_argument(
        "--contoh",
        action="store_true",
        help=tr(
            "tulis contoh berkas Excel ke FOLDER yang baru atau kosong, untuk diganti dengan isi desa Anda"
        ),
    )


def make(chosen: argparse.Namespace) -> int:
    """Check a village and tell every finding, or write the example.

    Raises
    ------
    P2sppError : no such folder or rules, bad cells, or a file that cannot be written or is one of the village's.
    """
    if chosen.contoh:
        return _write_example(chosen.folder)
    from p2spp_sim.cli import columns_asked, given
    from p2spp_sim.results import excel
    from p2spp_sim.village_plan import VILLAGE_TABLES, check_village

    folder, out = chosen.folder, chosen.out
    asked = columns_asked.of_tables(chosen.kolom, VILLAGE_TABLES)
    if out and out.stem.casefold() in VILLAGE_TABLES and out.resolve().parent == folder.resolve():
        text = tr(
            "{path} adalah nama berkas desa yang diperiksa; sebut nama lain, misalnya temuan.xlsx."
        )
        raise P2sppError(text.format(path=out))
    try:
        given.book_beside(
            out,
            lambda: check_village(folder, chosen.rules, asked),
            lambda findings, path: excel.write_tables({tr("temuan"): _in_words(findings)}, path),
            _overview,
        )
    finally:
        _tell_unread(folder, out)
    return 0


def _tell_unread(folder: Path, out: Path | None) -> None:
    """Name the tables in the folder that were not read, so that a misnamed one is found."""
    from p2spp_sim.tables.reader import SHEETS, find
    from p2spp_sim.village_plan import VILLAGE_TABLES

    known = {find(folder, name) for name in VILLAGE_TABLES} | {out and folder / out.name}
    lying = sorted(folder.iterdir()) if folder.is_dir() else []
    names = [path.name for path in lying if path.suffix.lower() in SHEETS and path not in known]
    names = [
        name for name in names if not name.startswith("~")
    ]  # of Excel, while it has a file open
    if names:
        text = tr("Berkas yang tidak dibaca: {berkas}. Yang dibaca hanya yang bernama {nama}.")
        message = text.format(berkas=", ".join(names), nama=", ".join(VILLAGE_TABLES))
        print("\n" + paragraph(message), file=sys.stderr)


def _in_words(findings: "pd.DataFrame") -> "pd.DataFrame":
    """Give the findings under headings of the screen language."""
    from p2spp_sim.village_plan.findings import LAMPS

    heads = {
        "lamp": tr("lampu"),
        "what": tr("temuan"),
        "where": tr("tempat"),
        "do": tr("tindakan"),
        "rule": tr("dasar"),
    }
    lamps = findings["lamp"].map(dict(LAMPS))
    return findings.assign(lamp=lamps)[list(heads)].rename(columns=heads)


def _overview(findings: "pd.DataFrame") -> str:
    """Set out what must be mended and what needs a reason, each with what to do, and count what is in order."""
    from p2spp_sim.cli.table import PrintedColumn, heading, table
    from p2spp_sim.village_plan.findings import LAMPS

    merah, kuning, hijau = (number(int((findings["lamp"] == lamp).sum())) for lamp in LAMPS)
    text = tr(
        "{merah} merah (harus dibetulkan), {kuning} kuning (perlu alasan atau dilengkapi), {hijau} hijau."
    )
    lines = [heading(paragraph(text.format(merah=merah, kuning=kuning, hijau=hijau)))]
    waiting = findings[findings["lamp"] != "green"]
    if len(waiting):
        lamp, what, where, do = (waiting[name].tolist() for name in ("lamp", "what", "where", "do"))
        columns = [
            PrintedColumn(tr("Lampu")),
            PrintedColumn(tr("Temuan")),
            PrintedColumn(tr("Tempat")),
        ]
        lines += [
            "",
            table(
                columns, list(zip([LAMPS[colour] for colour in lamp], what, where, strict=True)), do
            ),
        ]
    return "\n".join(lines)


def _write_example(folder: Path) -> int:
    """Write the example village as Excel files, each with a sheet that says what belongs into its columns."""
    import pandas as pd

    from p2spp_sim.base.files import data_path
    from p2spp_sim.results import excel
    from p2spp_sim.tables.reader import read
    from p2spp_sim.village_plan import VILLAGE_TABLES

    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise P2sppError(
            tr("{folder} sudah ada dan tidak kosong; sebut folder lain.").format(folder=folder)
        )
    folder.mkdir(parents=True, exist_ok=True)
    example = read(data_path("datasets", EXAMPLE), VILLAGE_TABLES)
    for name, columns in VILLAGE_TABLES.items():
        rows = {c.head: example[name][c.name].tolist() for c in columns}
        picks = {c.head: list(c.choices.values()) for c in columns if isinstance(c.choices, Labels)}
        picks |= {c.head: ["Y", "N"] for c in columns if c.kind == "flag"}
        for c in columns:
            if isinstance(c.choices, Labels):
                rows[c.head] = [c.choices[value] if value else "" for value in rows[c.head]]
            elif c.kind == "flag":
                rows[c.head] = [c.in_file(value) for value in rows[c.head]]
        path = folder / f"{name}.xlsx"
        sheets = {tr("isian"): pd.DataFrame(rows), tr("petunjuk"): _guide(name)}
        excel.write_tables(sheets, path, picks)
    print(
        tr("Contoh ditulis ke {folder}: {berkas}.").format(
            folder=folder, berkas=", ".join(VILLAGE_TABLES)
        )
    )
    print(
        tr(
            "Isinya desa rekaan. Ganti dengan isi desa Anda, tanpa nama orang; lembar petunjuk menerangkan kolomnya."
        )
    )
    return 0


def _of(place: str) -> str:
    """Say which column of which table: rpjm_desa, nomor."""
    from p2spp_sim.village_plan import VILLAGE_TABLES

    table, name = place.split(".")
    return (
        f"{table}, {next(column.title for column in VILLAGE_TABLES[table] if column.name == name)}"
    )


def _guide(name: str) -> "pd.DataFrame":
    """Say of every column what belongs into it, in which unit, among which words, and whether it may be empty."""
    import pandas as pd

    from p2spp_sim.cli.listing import kind_name
    from p2spp_sim.village_plan import VILLAGE_TABLES

    rows = []
    for column in VILLAGE_TABLES[name]:
        labels = column.choices.items() if isinstance(column.choices, Labels) else ()
        choices = "; ".join(label for _, label in labels)
        choices = choices or (
            tr("salah satu dari {kolom}").format(kolom=_of(column.of)) if column.of else ""
        )
        unit = tr(column.unit) if column.unit else ""
        needed = tr("wajib") if column.default is None else tr("boleh kosong")
        rows.append(
            (column.head, tr(column.meaning), kind_name(column.kind), unit, choices, needed)
        )
    heads = [tr("kolom"), tr("arti"), tr("jenis"), tr("satuan"), tr("pilihan"), tr("bila kosong")]
    return pd.DataFrame(rows, columns=heads)
