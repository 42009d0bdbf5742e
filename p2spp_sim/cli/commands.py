"""What each command does; imported only when one runs."""

import argparse
import json
import os
from collections.abc import Callable, Iterable
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from p2spp_sim.errors import OutOfBounds, P2sppError
from p2spp_sim.levers import Value, parse_value, schema
from p2spp_sim.scenario import Scenario
from p2spp_sim.text import tr
from p2spp_sim.world import World, datasets

if TYPE_CHECKING:
    from collections.abc import Iterator

    from p2spp_sim.ledger import Run


def run(chosen: argparse.Namespace) -> None:
    """Run a year, prove it, write it if asked, and show it."""
    from p2spp_sim.cli import report

    if chosen.out:
        _can_become_a_book(chosen.out)
    year = _year(chosen).check()
    if chosen.out:
        with _writing(chosen.out):
            year.to_excel(chosen.out)
    print(report.of_run(year))
    if chosen.out:
        print("\n" + tr("Buku Excel ditulis: {path}").format(path=chosen.out))


def trace(chosen: argparse.Namespace) -> None:
    """Tell one proposal's life."""
    from p2spp_sim.cli import report

    print(report.of_life(_year(chosen).trace(chosen.id)))


def levers(chosen: argparse.Namespace) -> None:
    """List levers, describe one, or measure what they move."""
    if chosen.effects:
        from p2spp_sim.cli import studies

        frame = studies.moved(chosen.effects, studies.enough(chosen.seeds), chosen.key or "")
        print(studies.of_effects(frame, chosen.seeds))
        return
    from p2spp_sim.cli import listing

    print(listing.lever(chosen.key) if chosen.key else listing.levers(everything=chosen.all))


def evidence(chosen: argparse.Namespace) -> None:
    """Hold the baseline against published facts, write the table if asked, and show it."""
    from p2spp_sim import excel
    from p2spp_sim.cli import studies

    if chosen.out:
        _can_become_a_book(chosen.out)
    frame = studies.measured(chosen.data, studies.enough(chosen.seeds))
    if chosen.out:
        with _writing(chosen.out):
            excel.write_tables({tr("fakta"): frame}, chosen.out)
    print(studies.of_evidence(frame, chosen.seeds))
    if chosen.out:
        print("\n" + tr("Buku Excel ditulis: {path}").format(path=chosen.out))


def data(chosen: argparse.Namespace) -> None:
    """List datasets, describe one, or list the words of rules files."""
    from p2spp_sim.cli import listing

    if chosen.istilah:
        print(listing.words())
    elif chosen.name:
        print(listing.dataset(_world(chosen.name)))
    else:
        print(listing.datasets([World.load(name) for name in datasets()]))


def show_schema(chosen: argparse.Namespace) -> None:
    """Print the JSON Schema of a scenario file."""
    print(json.dumps(schema(), ensure_ascii=False, indent=2))


COMMANDS: dict[str, Callable[[argparse.Namespace], None]] = {
    "run": run,
    "trace": trace,
    "levers": levers,
    "evidence": evidence,
    "data": data,
    "schema": show_schema,
}


def _year(chosen: argparse.Namespace) -> "Run":
    from p2spp_sim import rules
    from p2spp_sim.year import run_year

    scenario = Scenario.load(chosen.scenario)
    if chosen.rules:
        rules.load(chosen.rules)  # says which rules there are before any lever is looked at under them
        scenario = Scenario(scenario.name, chosen.rules).change(**scenario.changed)
    return run_year(_world(chosen.data), _changed(scenario, chosen.set), seed=chosen.seed)


def _world(name: str) -> World:
    """Load a dataset by name, or read a folder."""
    if name not in datasets() and (Path(name).is_dir() or Path(name).name != name):
        return World.read(name)
    return World.load(name)


def _changed(scenario: Scenario, settings: Iterable[str]) -> Scenario:
    """Set levers as typed; every value that is not allowed is told at once."""
    values: dict[str, Value] = {}
    faults: list[str] = []
    for setting in settings:
        key, equals, text = (part.strip() for part in setting.partition("="))
        if not equals:
            message = tr("--set {setting}: diharapkan TUAS=NILAI, misalnya pik_share=0.2.")
            raise P2sppError(message.format(setting=setting))
        try:
            values[key] = parse_value(key, text)
        except OutOfBounds as error:
            faults += error.faults
            continue
        if fault := scenario.lever(key).fault(values[key]):
            faults.append(fault)
    if faults:
        raise OutOfBounds(faults)
    return scenario.change(**values)


def _can_become_a_book(path: Path) -> None:
    """Refuse, before the work, a name that no Excel file can be written under."""
    if path.suffix.lower() != ".xlsx":
        raise P2sppError(tr("{path}: nama buku Excel harus berakhir .xlsx.").format(path=path))
    if not path.parent.is_dir():
        raise P2sppError(tr("{path}: folder {folder} tidak ada.").format(path=path, folder=path.parent))
    if path.is_dir():
        raise P2sppError(tr("{path} adalah folder, bukan berkas.").format(path=path))


@contextmanager
def _writing(path: Path) -> "Iterator[None]":
    """Say in words why a file could not be written; what was there before stays."""
    try:
        yield
    except (PermissionError, FileExistsError):
        message = tr("{path} tidak dapat ditulisi. Tutup dahulu bila sedang terbuka di Excel. Isi lama tetap ada.")
        raise P2sppError(message.format(path=path)) from None
    except Exception as error:
        if not isinstance(error, OSError) and type(error).__module__.partition(".")[0] != "xlsxwriter":
            raise
        reason = os.strerror(error.errno) if isinstance(error, OSError) and error.errno else str(error)
        message = tr("{path} gagal ditulis ({reason}). Isi lama tetap ada.")
        raise P2sppError(message.format(path=path, reason=reason)) from None
