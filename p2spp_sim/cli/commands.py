"""What each command does; imported only when one runs."""

import argparse
import json
from collections.abc import Callable
from typing import TYPE_CHECKING

from p2spp_sim.base.language import tr
from p2spp_sim.cli import given
from p2spp_sim.scenario.levers import schema
from p2spp_sim.world.world import World, datasets

if TYPE_CHECKING:
    from p2spp_sim.results.run import Run


def run(chosen: argparse.Namespace) -> None:
    """Run a year, prove it, write it if asked, and show it."""
    from p2spp_sim.cli import report

    given.book_beside(
        chosen.out,
        lambda: _year(chosen).check(),
        lambda year, path: year.to_excel(path),
        report.of_run,
    )


def trace(chosen: argparse.Namespace) -> None:
    """Tell one proposal's life."""
    from p2spp_sim.cli import report

    print(report.of_trace(_year(chosen).trace(chosen.id)))


def levers(chosen: argparse.Namespace) -> None:
    """List levers, describe one, or measure what they move."""
    if chosen.effects:
        from p2spp_sim.cli import studies

        frame = studies.moved(chosen.effects, chosen.replicates, chosen.key or "")
        print(studies.of_effects(frame, chosen.replicates))
        return
    from p2spp_sim.cli import listing

    print(listing.of_lever(chosen.key) if chosen.key else listing.levers(everything=chosen.all))


def evidence(chosen: argparse.Namespace) -> None:
    """Hold the baseline against published facts, write the table if asked, and show it."""
    from p2spp_sim.cli import studies
    from p2spp_sim.results import excel

    given.book_beside(
        chosen.out,
        lambda: studies.measured(chosen.data, chosen.replicates),
        lambda frame, path: excel.write_tables({tr("fakta"): frame}, path),
        lambda frame: studies.of_evidence(frame, chosen.replicates),
    )


def data(chosen: argparse.Namespace) -> None:
    """List datasets, describe one, or list the words of rules files."""
    from p2spp_sim.cli import listing

    if chosen.istilah:
        print(listing.words())
    elif chosen.name:
        print(listing.dataset(given.world(chosen.name)))
    else:
        print(listing.datasets([World.load(name) for name in datasets()]))


def show_schema(chosen: argparse.Namespace) -> None:
    """Print the JSON Schema of a scenario file."""
    print(json.dumps(schema(), ensure_ascii=False, indent=2))


def ask(chosen: argparse.Namespace) -> None:
    """List the ready questions, answer one, or compare two scenarios of one's own."""
    from p2spp_sim.cli.asked import answer

    answer(chosen)


def sweep(chosen: argparse.Namespace) -> int:
    """Run a design; a status other than 0 when a part of it is missing."""
    from p2spp_sim.cli.sweeping import run

    return run(chosen)


def sensitivity(chosen: argparse.Namespace) -> None:
    """Read a finished sweep."""
    from p2spp_sim.cli.sweeping import read

    read(chosen)


def lab(chosen: argparse.Namespace) -> int:
    """Open JupyterLab."""
    from p2spp_sim.cli.lab import open_lab

    return open_lab(chosen.jupyter)


def read(chosen: argparse.Namespace) -> int:
    """Open the workbook to who sits here."""
    from p2spp_sim.cli.kelas import open_workbook

    return open_workbook(chosen.port, not chosen.no_browser)


def teach(chosen: argparse.Namespace) -> int:
    """Open the workbook to a class."""
    from p2spp_sim.cli.kelas import open_class

    return open_class(
        chosen.lan,
        chosen.port,
        chosen.siap,
        not chosen.no_browser,
        chosen.bentuk,
        chosen.masa,
    )


COMMANDS: dict[str, Callable[[argparse.Namespace], int | None]] = {
    "run": run,
    "trace": trace,
    "levers": levers,
    "evidence": evidence,
    "what-if": ask,
    "sweep": sweep,
    "sensitivity": sensitivity,
    "data": data,
    "schema": show_schema,
    "lab": lab,
    "baca": read,
    "kelas": teach,
}


def _year(chosen: argparse.Namespace) -> "Run":
    from p2spp_sim.year import run_year

    scenario = given.changed(given.base(chosen.scenario, chosen.rules), chosen.set)
    world = given.world(chosen.data)
    return run_year(world, scenario, seed=chosen.seed, outcomes=chosen.outcomes)
