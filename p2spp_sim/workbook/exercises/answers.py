"""What is right, what a foreseen mistake comes to, and the facts that sentences quote: computed, never typed.

Each unit has its own, in its folder: its question bank names these functions and holds no answer of its own.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from importlib import import_module
from typing import Any, TypeVar

from p2spp_sim.base.errors import P2sppError
from p2spp_sim.base.language import tr
from p2spp_sim.workbook.case.desk import Desk

Answer = str | float | frozenset[str] | tuple[str, ...] | dict[str, str] | dict[str, float]
FactParts = Mapping[str, str]
NamedFact = Callable[[Desk, str], FactParts | None]
A = TypeVar("A", bound=Answer)


def exchanged(order: Sequence[str], first: str, second: str) -> tuple[str, ...]:
    """Give an order with two of its places exchanged: the mistake of putting one thing before another."""
    places = {first: second, second: first}
    return tuple(places.get(key, key) for key in order)


def by_kind(**functions: NamedFact) -> NamedFact:
    """Give facts by what stands before the first `_` of their name, as `pelaku` in `{pelaku_bpd[awal]}`."""

    def of_kind(desk: Desk, name: str) -> FactParts | None:
        kind, _, key = name.partition("_")
        return functions[kind](desk, key) if kind in functions else None

    return of_kind


class Answers:
    """The answers and facts of one unit, by name; no other unit's bank can name them."""

    def __init__(self) -> None:
        self.functions: dict[str, Callable[[Desk], Answer]] = {}
        self._facts: dict[str, Callable[[Desk], FactParts]] = {}
        self._named: NamedFact = lambda desk, name: None

    def add(self, function: Callable[[Desk], A]) -> Callable[[Desk], A]:
        """Let the unit's bank name a function that computes what is right, or what a foreseen mistake comes to."""
        self.functions[function.__name__] = function
        return function

    def fact(self, function: Callable[[Desk], FactParts]) -> Callable[[Desk], FactParts]:
        """Let sentences of the unit quote what a function gives, as in `{name[key]}`."""
        self._facts[function.__name__] = function
        return function

    def named_fact(self, function: NamedFact) -> NamedFact:
        """Let sentences quote facts by names that the data give, such as `{U13[biaya]}`; None for what they lack."""
        self._named = function
        return function

    def solve(self, name: str, desk: Desk) -> Answer:
        """Compute the answer of that name."""
        return self.functions[name](desk)

    def facts(self, desk: Desk) -> Mapping[str, Any]:
        """Give the facts of a desk for `str.format_map`."""
        return _Facts(lambda name: self._fact(name, desk))

    def _fact(self, name: str, desk: Desk) -> FactParts:
        parts = self._facts[name](desk) if name in self._facts else self._named(desk, name)
        if parts is None:
            text = tr("Data skenario ini tidak memuat {nama}, yang disebut dalam kalimat.")
            raise P2sppError(text.format(nama=name))
        return parts


def answers_of(unit: str) -> Answers:
    """Give the answers of a unit by its code, such as "03"."""
    answers: Answers = import_module(f"p2spp_sim.workbook.units.u{unit}.answers").answers
    return answers


class _Facts(dict[str, FactParts]):
    """Facts by name, each computed when a sentence first asks for it."""

    def __init__(self, compute: Callable[[str], FactParts]) -> None:
        super().__init__()
        self._compute = compute

    def __missing__(self, name: str) -> FactParts:
        """Compute the fact of that name and keep it."""
        self[name] = parts = self._compute(name)
        return parts


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
