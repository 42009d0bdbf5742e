"""What was given on the line, turned into what the library takes: a world, a scenario, a place for results."""

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TypeVar

from p2spp_sim.base.errors import OutOfBounds, P2sppError
from p2spp_sim.base.language import tr
from p2spp_sim.model.loading import load_rules
from p2spp_sim.results import excel
from p2spp_sim.scenario.levers import LeverValue, parse_value
from p2spp_sim.scenario.scenario import Scenario
from p2spp_sim.world.world import World, datasets

T = TypeVar("T")


def base(name: str, rule_book: str | None) -> Scenario:
    """Load a scenario, under other rules if wanted.

    Raises
    ------
    UnknownName, BadData : no such scenario or rules.
    """
    scenario = Scenario.load(name)
    if not rule_book:
        return scenario
    load_rules(rule_book)  # says which rules there are before any lever is looked at under them
    return Scenario(scenario.name, rule_book, parts=scenario.parts).change(**scenario.changed)


def world(name: str) -> World:
    """Load a dataset by name, or read a folder."""
    if name not in datasets() and (Path(name).is_dir() or Path(name).name != name):
        return World.read(name)
    return World.load(name)


def changed(scenario: Scenario, settings: Iterable[str], option: str = "--set") -> Scenario:
    """Set levers as typed; every value that is not allowed is told at once."""
    values: dict[str, LeverValue] = {}
    faults: list[str] = []
    for setting in settings:
        key, equals, text = (part.strip() for part in setting.partition("="))
        if not equals:
            message = tr("{option} {setting}: diharapkan TUAS=NILAI, misalnya pik_share=0.2.")
            raise P2sppError(message.format(option=option, setting=setting))
        try:
            values[key] = parse_value(key, text)
        except OutOfBounds as error:
            faults += error.faults
            continue
        if fault := scenario.lever(key).fault(values[key]):
            faults.append(fault)
    if faults:
        raise OutOfBounds(faults, kept=True)
    return scenario.change(**values)


def book_beside(
    out: Path | None,
    work: Callable[[], T],
    write: Callable[[T, Path], object],
    describe: Callable[[T], str],
) -> None:
    """Do some work and tell it; where an Excel book is asked for, refuse a wrong name first and write it before."""
    if out:
        excel.can_become_a_book(out)
    result = work()
    if out:
        write(result, out)
    print(describe(result))
    if out:
        print("\n" + tr("Buku Excel ditulis: {path}").format(path=out))
