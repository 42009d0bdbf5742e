"""Indicators of a run, by count and by rupiah; their definitions are data (`datasets/indicators.toml`)."""

import tomllib
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import msgspec
import numpy as np
from numpy.typing import NDArray

from p2spp_sim import proposals as P  # noqa: N812
from p2spp_sim.errors import BadData, Fault, UnknownName
from p2spp_sim.frames import CHANNELS
from p2spp_sim.meeting import DONE
from p2spp_sim.text import data_path, pick, stamp, tr

if TYPE_CHECKING:
    import pandas as pd

    from p2spp_sim.ledger import Part, Run

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
_WORDS = ("priority", "matched", "women", "built", "voiced", "felt")


class Counted(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A set of proposals: conditions that must all hold, and whose rupiah is counted."""

    where: tuple[str, ...]
    rupiah: str


class Indicator(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One definition; `kind` says how the sets become a number."""

    label: dict[str, str]
    kind: Literal["share", "poor_ratio", "nothing", "gini"]
    numerator: Counted
    denominator: Counted | None = None
    seed_code: str = ""


def definitions(path: Path | None = None) -> dict[str, Indicator]:
    """Read indicator definitions, those of the package or a trainer's own file.

    Raises
    ------
    BadData : a file that is not one, or a condition that does not exist.
    """
    path = path or data_path("datasets", "indicators.toml")
    return _read(path, stamp(path))


@cache
def _read(path: Path, _stamp: tuple[int, int]) -> dict[str, Indicator]:
    try:
        found = msgspec.convert(tomllib.loads(path.read_text(encoding="utf-8")), dict[str, Indicator])
    except (OSError, tomllib.TOMLDecodeError, msgspec.ValidationError) as error:
        raise BadData([Fault(path.name, 0, "", "", str(error))]) from None
    faults = [
        Fault(path.name, 0, key, word, tr("syarat ini tidak dikenal"))
        for key, one in found.items()
        for word in (*one.numerator.where, *(one.denominator.where if one.denominator else ()))
        if word not in _WORDS and word.partition(":")[0] not in ("origin", "entered", "taken")
    ]
    if faults:
        raise BadData(faults)
    return found


def measure(run: "Run", path: Path | None = None) -> "pd.DataFrame":
    """Measure every indicator of a run.

    Parameters
    ----------
    run : a year.
    path : a file of definitions; None takes those of the package.

    Returns
    -------
    One row an indicator: key, label, seed code, value by count and by rupiah (NaN where the regime lacks the stage).
    """
    import pandas as pd

    sets = [_Sets(run, part) for part in run.parts]
    rows = []
    for key, one in definitions(path).items():
        count, rupiah = _KINDS[one.kind](sets, one)
        rows.append((key, pick(one.label), one.seed_code, count, rupiah))
    return pd.DataFrame(rows, columns=["key", "label", "seed_code", "count", "rupiah"])


class _Sets:
    """The sets of one block, summed by village and remembered."""

    def __init__(self, run: "Run", part: "Part") -> None:
        self.run, self.part = run, part
        self.villages = part.world.size("village")
        self._granted: dict[str, Ints] = {}

    def granted(self, forum: str) -> Ints:
        """Rupiah a forum granted, -1 where a proposal was refused or never came before it."""
        if forum not in self._granted:
            granted = np.full(len(self.part.docket.proposals), -1, np.int64)
            for part, step in self.run.steps(forum):
                if part is self.part:
                    granted[step.rows] = np.where(step.pot >= 0, step.granted, -1)
            self._granted[forum] = granted
        return self._granted[forum]

    def _holds(self, word: str) -> NDArray[np.bool_]:
        table, docket = self.part.docket.proposals, self.part.docket
        name, _, rest = word.partition(":")
        if name == "origin":
            origins = [code for channel in rest.split("|") for code in CHANNELS[channel]]
            return np.isin(table.origin, origins)
        if name == "taken":
            return self.granted(rest) >= 0
        if name == "entered":
            entered = np.zeros(len(table), np.bool_)
            for part, step in self.run.steps(rest):
                if part is self.part:
                    entered[step.rows] = True
            return entered
        match name:
            case "priority":
                return docket.priority > 0
            case "matched":
                return table.matches >= 0
            case "women":
                return table.has(P.WOMEN)
            case "built":
                return docket.at == DONE
        return table.origin <= P.Origin.WOMEN

    def by_village(self, counted: Counted) -> tuple[Floats, Floats]:
        """Count proposals and rupiah of a set in every village, (villages,) each."""
        if counted.where == ("felt",):
            felt = self.part.docket.felt.astype(np.float64)
            return felt, np.full(len(felt), np.nan)
        held = np.ones(len(self.part.docket.proposals), np.bool_)
        for word in counted.where:
            held &= self._holds(word)
        village = self.part.docket.proposals.village[held]
        amount = self.part.docket.proposals.cost if counted.rupiah == "cost" else self.granted(counted.rupiah)
        count = np.bincount(village, minlength=self.villages).astype(np.float64)
        idr = np.bincount(village, np.maximum(amount[held], 0), minlength=self.villages)
        return count, idr.astype(np.float64)


def _by_village(sets: list[_Sets], counted: Counted) -> tuple[Floats, Floats]:
    try:
        parts = [one.by_village(counted) for one in sets]
    except UnknownName:  # the regime has no such forum
        nothing = np.full(sum(one.villages for one in sets), np.nan)
        return nothing, nothing
    return np.concatenate([count for count, _ in parts]), np.concatenate([idr for _, idr in parts])


def _ratio(above: float, below: float) -> float:
    return float(above / below) if below else float("nan")


def _share(sets: list[_Sets], one: Indicator) -> tuple[float, float]:
    above, below = _by_village(sets, one.numerator), _by_village(sets, one.denominator or one.numerator)
    return _ratio(above[0].sum(), below[0].sum()), _ratio(above[1].sum(), below[1].sum())


def poorest(world: Any) -> NDArray[np.bool_]:
    """Mark the fifth of the villages of every kabupaten with the largest share of poor households."""
    poor, kabupaten = world.villages["poor_share"], world.kabupaten_of
    order = np.lexsort((-poor, kabupaten))
    size = np.bincount(kabupaten)
    first = np.cumsum(size) - size
    place = np.empty(len(order), np.int64)
    place[order] = np.arange(len(order)) - first[kabupaten[order]]
    return np.asarray(place * 5 < size[kabupaten])


def _poor_ratio(sets: list[_Sets], one: Indicator) -> tuple[float, float]:
    above, below = _by_village(sets, one.numerator), _by_village(sets, one.denominator or one.numerator)
    poor = np.concatenate([poorest(s.part.world) for s in sets])

    def ratio(column: int) -> float:
        rates = [_ratio(above[column][who].sum(), below[column][who].sum()) for who in (poor, ~poor)]
        return _ratio(rates[0], rates[1]) if rates[1] == rates[1] else float("nan")

    return ratio(0), ratio(1)


def _nothing(sets: list[_Sets], one: Indicator) -> tuple[float, float]:
    count, idr = _by_village(sets, one.numerator)
    return float(np.mean(np.where(np.isnan(count), np.nan, count == 0))), float(
        np.mean(np.where(np.isnan(idr), np.nan, idr == 0))
    )


def gini(values: Floats, weight: Floats) -> float:
    """Gini coefficient of values that `weight` people have each; (n,) both; 0 when all are equal.

    Source: area between the Lorenz curve and the diagonal, by trapezoids.
    """
    order = np.argsort(values, kind="stable")
    people = np.concatenate([[0.0], np.cumsum(weight[order])])
    owned = np.concatenate([[0.0], np.cumsum((values * weight)[order])])
    if not owned[-1] > 0:
        return float("nan")
    people, owned = people / people[-1], owned / owned[-1]
    return float(1.0 - np.sum((owned[1:] + owned[:-1]) * np.diff(people)))


def _gini(sets: list[_Sets], one: Indicator) -> tuple[float, float]:
    count, idr = _by_village(sets, one.numerator)
    population = np.concatenate([s.part.world.villages["population"] for s in sets]).astype(np.float64)
    return gini(count / population, population), gini(idr / population, population)


_KINDS = {"share": _share, "poor_ratio": _poor_ratio, "nothing": _nothing, "gini": _gini}
