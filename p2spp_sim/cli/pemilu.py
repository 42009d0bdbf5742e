"""Who wins a real election of participatory budgeting, from a file of Pabulib, under four rules beside each other."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from p2spp_sim.base.formats import figure, percent
from p2spp_sim.base.language import tr

if TYPE_CHECKING:
    import pandas as pd

    from p2spp_sim.studies.elections import Election


def declare(parser: argparse.ArgumentParser) -> None:
    """Declare what may be said to `p2spp pemilu`."""
    parser.add_argument(
        "file",
        metavar=tr("BERKAS.pb"),
        type=Path,
        help=tr("berkas pemilihan dalam format Pabulib (pabulib.org)"),
    )
    parser.add_argument(
        "--out",
        metavar=tr("BERKAS.xlsx"),
        type=Path,
        help=tr("tulis hasil dan semua proyek sebagai buku Excel"),
    )


def make(chosen: argparse.Namespace) -> int:
    """Read an election, decide it under every rule, write it if asked, and show it.

    Raises
    ------
    BadData : what is wrong in the file, by line.
    """
    from p2spp_sim.cli import given
    from p2spp_sim.results import excel
    from p2spp_sim.studies.elections import Election

    given.book_beside(
        chosen.out,
        lambda: _decided(Election.read(chosen.file)),
        lambda election, path: excel.write_tables(
            {tr("hasil"): election.results(), tr("proyek"): election.table()}, path
        ),
        _in_words,
    )
    return 0


def _decided(election: "Election") -> "Election":
    """Decide an election under every rule, saying how far the work is: a large one takes its time."""
    from p2spp_sim.cli.studies import tell
    from p2spp_sim.studies.elections import RULES

    for place, rule in enumerate(RULES, 1):
        progress = tr("{place} dari {of}: {rule}, {voters} pemilih …")
        voters = figure(len(election.votes))
        tell(progress.format(place=place, of=len(RULES), rule=RULES[rule], voters=voters))
        election.winners(rule)
    return election


def _in_words(election: "Election") -> str:
    """Set out the rules beside each other, and the projects on which they do not agree."""
    from p2spp_sim.cli.table import PrintedColumn, faint, heading, paragraph, table
    from p2spp_sim.studies.elections import RULES

    said = [election.meta[key] for key in ("unit", "subunit", "instance") if key in election.meta]
    about = tr(
        "{projects} proyek, {voters} pemilih, anggaran {budget}, jenis suara {kind}."
    ).format(
        projects=figure(len(election.projects)),
        voters=figure(len(election.votes)),
        budget=figure(float(election.budget)),
        kind=election.meta["vote_type"],
    )
    columns = (
        PrintedColumn(tr("cara")),
        PrintedColumn(tr("terpakai"), right=True),
        PrintedColumn(tr("dari anggaran"), right=True),
        PrintedColumn(tr("proyek"), right=True),
        PrintedColumn(tr("pemilih terlayani"), right=True),
    )
    rows = [
        (
            RULES[row["rule"]],
            figure(row["spent"]),
            percent(row["spent_share"]),
            figure(row["projects"]),
            percent(row["voters_share"]),
        )
        for row in election.results().to_dict("records")
    ]
    lines = [heading(", ".join(said) or tr("Pemilihan")), faint(paragraph(about)), ""]
    how = tr(
        "Terlayani: paling sedikit satu pilihannya menang. Dana mengikuti suara: setiap pemilih "
        "memegang uang yang sama; "
        "dilengkapi: uang itu ditambah 1 demi 1 sampai anggaran habis, lalu sisanya menurut suara."
    )
    lines += [table(columns, rows), faint(paragraph(how)), ""]
    projects = election.table()
    wins = projects[[*RULES]].sum(axis=1)
    same = tr("Menang menurut semua cara: {names}.")
    names = ", ".join(projects["project_id"][wins == len(RULES)]) or "–"
    lines.append(paragraph(same.format(names=names)))
    if len(differ := projects[(wins > 0) & (wins < len(RULES))]):
        lines += ["", heading(tr("Menang menurut sebagian cara saja")), _disagreed(differ)]
    return "\n".join(lines)


def _disagreed(projects: "pd.DataFrame") -> str:
    """Set out projects that win by some rules only."""
    from p2spp_sim.cli.table import PrintedColumn, table
    from p2spp_sim.studies.elections import RULES

    columns = (
        PrintedColumn(""),
        PrintedColumn(tr("nama")),
        PrintedColumn(tr("biaya"), right=True),
        PrintedColumn(tr("suara"), right=True),
        *(PrintedColumn(RULES[rule]) for rule in RULES),
    )
    rows = [
        (
            row["project_id"],
            row["name"],
            figure(row["cost"]),
            figure(row["score"]),
            *(tr("menang") if row[rule] else "–" for rule in RULES),
        )
        for row in projects.to_dict("records")
    ]
    return table(columns, rows)
