"""What is right, what a foreseen mistake comes to, and the facts that sentences quote: computed, never typed.

One module a unit. The question bank names these functions; it holds no answer of its own.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from importlib import import_module
from typing import Any, TypeVar

from p2spp_sim.base.errors import P2sppError
from p2spp_sim.base.files import data_path
from p2spp_sim.base.language import tr
from p2spp_sim.workbook.case.desk import Desk

Answer = str | float | frozenset[str] | tuple[str, ...] | dict[str, str] | dict[str, float]
FactParts = Mapping[str, str]
A = TypeVar("A", bound=Answer)
_ANSWERS: dict[str, Callable[[Desk], Answer]] = {}
_FACTS: dict[str, Callable[[Desk], FactParts]] = {}
Family = Callable[[Desk, str], FactParts | None]
_FAMILIES: list[tuple[re.Pattern[str], Family]] = []


def exchanged(order: Sequence[str], one: str, other: str) -> tuple[str, ...]:
    """Give an order with two of its places exchanged: the mistake of putting one thing before another."""
    places = {one: other, other: one}
    return tuple(places.get(key, key) for key in order)


def answer(function: Callable[[Desk], A]) -> Callable[[Desk], A]:
    """Make a function available to every question bank under its own name."""
    _ANSWERS[_new(function.__name__, _ANSWERS)] = function
    return function


def fact(function: Callable[[Desk], FactParts]) -> Callable[[Desk], FactParts]:
    """Let sentences of a bank quote what a function gives, as in `{name[key]}`."""
    _FACTS[_new(function.__name__, _FACTS)] = function
    return function


class Asked(Mapping[str, str]):
    """A fact whose parts are computed one by one, when a sentence quotes them: some take seconds, some nothing.

    Parameters
    ----------
    parts : what gives each part, by its key.
    """

    def __init__(self, parts: Mapping[str, Callable[[], str]]) -> None:
        self._parts = parts

    def __getitem__(self, key: str) -> str:
        """Compute a part."""
        return self._parts[key]()

    def __iter__(self) -> Iterator[str]:
        """Name the parts."""
        return iter(self._parts)

    def __len__(self) -> int:
        """Count the parts."""
        return len(self._parts)


def family(names: str) -> Callable[[Family], Family]:
    """Let sentences quote facts by names that the data give, such as `{U13[biaya]}`.

    Parameters
    ----------
    names : regular expression of the family's names; for any other the function is not asked, so that no unit reads
        the data of another. The function gets the name, or its group when there is one; it gives None for what the
        data do not have.
    """

    def declare(function: Family) -> Family:
        _FAMILIES.append((re.compile(names), function))
        return function

    return declare


def answers() -> Mapping[str, Callable[[Desk], Answer]]:
    """Give every answer function by name."""
    _load()
    return _ANSWERS


def solve(name: str, desk: Desk) -> Answer:
    """Compute the answer of that name."""
    return answers()[name](desk)


class Facts(dict[str, FactParts]):
    """Facts by name, computed when a sentence asks for them.

    Raises
    ------
    P2sppError : a sentence names a fact that this world and scenario do not have.
    """

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk

    def __missing__(self, key: str) -> FactParts:
        """Compute the fact of that name and keep it."""
        _load()
        found: FactParts | None = _FACTS[key](self._desk) if key in _FACTS else None
        for names, of_family in _FAMILIES:
            if found is None and (name := names.fullmatch(key)):
                found = of_family(self._desk, name[name.lastindex or 0])
        if found is None:
            raise P2sppError(
                tr("Data skenario ini tidak memuat {nama}, yang disebut dalam kalimat.").format(
                    nama=key
                )
            )
        self[key] = found
        return found


def facts(desk: Desk) -> Mapping[str, Any]:
    """Give the facts of a desk for `str.format_map`."""
    return Facts(desk)


@cache
def _load() -> None:
    for path in sorted(data_path("exercises").glob("[0-9][0-9].toml")):
        import_module(f"p2spp_sim.workbook.units.u{path.stem}.answers")


def _new(name: str, held: Mapping[str, object]) -> str:
    if name in held:
        raise ValueError(f"{name} is declared twice")
    return name
