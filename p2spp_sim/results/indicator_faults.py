"""What is wrong in a file of indicators that reads well: words, stages, pots and columns that do not exist."""

import math
import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path

import numpy as np

from p2spp_sim.base.errors import Fault
from p2spp_sim.base.language import tr
from p2spp_sim.base.toml import read_text, regimes, row_of
from p2spp_sim.model.loading import load_rules
from p2spp_sim.model.proposals import ORIGINS
from p2spp_sim.model.rulebook import Reason, RuleBook
from p2spp_sim.results.conditions import FELT, LISTS, PREFIXES, PROPERTIES, RUPIAH, WORDS
from p2spp_sim.results.definitions import Counted, Indicator
from p2spp_sim.results.measures import KINDS
from p2spp_sim.results.record import RunRecord

# how many columns or pots kinds of measures take, at least and at most
_NEEDS: dict[str, list[tuple[str, int, float]]] = {
    "mean": [("columns", 1, math.inf)],
    "gini_ceiling": [("pots", 1, 1)],
    "money_share": [("pots", 1, math.inf)],
    "demand": [("pots", 1, math.inf)],
}


def unknown_words(definitions: Mapping[str, Indicator], path: Path) -> Iterator[Fault]:
    """Give every word that no run could know."""
    for key, indicator in definitions.items():
        yield from _unknown(path, key, indicator.kind, KINDS)
        if indicator.kind == "average":
            yield from _unknown(path, key, indicator.column, PROPERTIES)
        for name, least, most in _NEEDS.get(indicator.kind, ()):
            if not least <= len(getattr(indicator, name)) <= most:
                expected = tr("diharapkan {n}").format(n=least if least == most else f"≥ {least}")
                yield _fault(path, f"{key}.{name}", "", expected)
        for counted in _counted(indicator):
            for word in counted.where:
                yield from _condition(path, key, word)
            alone = len(counted.where) == 1 and indicator.kind != "average"
            if FELT in counted.where and not alone:
                yield _fault(
                    path,
                    key,
                    FELT,
                    tr("kebutuhan bukan usulan: syarat ini hanya dapat berdiri sendiri"),
                )


def beyond(definitions: Mapping[str, Indicator], path: Path, run: RunRecord) -> Iterator[Fault]:
    """Give stages and pots that neither the rule book of a run nor any of ours has, and columns that are no figures.

    A stage that another regime has is no fault: the indicator is then missing (NaN).
    """
    forums, pots = (
        set(ours) | set(own) for ours, own in zip(_ours(), _places(run.rules), strict=True)
    )
    for key, indicator in definitions.items():
        for counted in _counted(indicator):
            if counted.rupiah not in RUPIAH:
                yield from _unknown(path, key, counted.rupiah, [*RUPIAH, *sorted(forums)])
            for word in counted.where:
                name, _, place = word.partition(":")
                if name in ("entered", "taken"):
                    forum, _, pot = place.partition(".")
                    yield from _unknown(path, key, forum, sorted(forums), word)
                    for some in pot.split("|") if pot and forum in forums else ():
                        yield from _unknown(path, key, f"{forum}.{some}", sorted(pots), word)
        for pot in (*indicator.pots, *indicator.other_pots):
            yield from _unknown(path, key, pot, sorted(pots))
        figures = [
            f"{name}.{column}"
            for name, table in run.world.tables.items()
            for column, cells in table.items()
            if np.issubdtype(cells.dtype, np.number) or cells.dtype == np.bool_
        ]
        for column in indicator.columns:
            yield from _unknown(path, key, column, figures)


def _counted(indicator: Indicator) -> list[Counted]:
    return [indicator.numerator, *([indicator.denominator] if indicator.denominator else [])]


def _condition(path: Path, key: str, word: str) -> Iterator[Fault]:
    name, colon, rest = word.partition(":")
    if word == FELT or word in WORDS:
        return
    prefixes = (*PREFIXES, *LISTS)
    if not colon or name not in prefixes:
        yield from _unknown(
            path, key, word, [*WORDS, FELT, *(f"{prefix}:…" for prefix in prefixes)]
        )
    elif name == "origin":
        for channel in rest.split("|"):
            yield from _unknown(path, key, channel, ORIGINS, word)
    elif name == "reason":
        yield from _unknown(path, key, rest, [reason.key for reason in Reason if reason], word)


def _unknown(
    path: Path, key: str, name: str, known: Iterable[str], stands: str = ""
) -> Iterator[Fault]:
    """Find a name that does not exist; in the file it may stand within a longer word."""
    choices = list(known)
    if name not in choices:
        expected = tr("diharapkan salah satu dari {choices}").format(choices=", ".join(choices))
        yield _fault(path, key, stands or name, expected)


def _fault(path: Path, key: str, value: str, expected: str) -> Fault:
    """Place a fault at the next line below the indicator's head that holds its value."""
    lines = read_text(path).splitlines() if path.is_file() else []
    head = re.compile(rf"\s*\[\s*[\"']?{re.escape(key)}[\"']?\s*\]")
    start = next((row for row, line in enumerate(lines, 1) if head.match(line)), 0)
    return Fault(path.name, row_of(lines, value, start), key, value, expected)


@cache
def _ours() -> tuple[tuple[str, ...], tuple[str, ...]]:
    both = [_places(load_rules(name)) for name in regimes()]
    return tuple(f for forums, _ in both for f in forums), tuple(
        p for _, pots in both for p in pots
    )


def _places(book: RuleBook) -> tuple[tuple[str, ...], tuple[str, ...]]:
    forums = tuple(forum.key for forum in book.forum)
    return forums, tuple(f"{forum.key}.{pot.key}" for forum in book.forum for pot in forum.pots)
