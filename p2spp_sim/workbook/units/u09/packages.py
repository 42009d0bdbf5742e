"""Unit 09: what clauses of a regulation move, which package is best for a goal, and what a coalition leaves of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import chain, combinations
from typing import Literal

import msgspec
import numpy as np

import p2spp_sim as p2
from p2spp_sim.base.arrays import Bools, Floats
from p2spp_sim.base.files import read_data
from p2spp_sim.results.indicators import definitions
from p2spp_sim.scenario.scenario import LeverValue, Scenario
from p2spp_sim.workbook.case.clauses import CAPITAL, clause_keys, spent_capital
from p2spp_sim.workbook.case.courses import frozen, measured
from p2spp_sim.workbook.case.desk import Desk, world
from p2spp_sim.workbook.units.shared.cockpit import reached

Clauses = tuple[str, ...]
COMPLIANCE, SPEED = "compliance", "compliance_speed"
BESIDE = ("S8", "demand")  # measured too, but no goal: what clauses cost, and what villages ask for
ALL = "semua"  # the group refuses every clause


class ClauseRules(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Draws that are averaged, how packages are screened, and when two count as equal."""

    draws: int
    screened: int
    finalists: int
    near: float
    half_hearted: float
    source: str
    firmness: str


class Goal(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a district wants: the plain mean of some indicators."""

    label: dict[str, str]
    measures: tuple[str, ...]


class ClausePair(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Two clauses to be compared alone and together."""

    label: dict[str, str]
    clauses: tuple[str, str]


class Voter(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A group that votes."""

    label: dict[str, str]


class Coalition(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Who votes, how many must not refuse a clause, and whose refusal ends it."""

    group: dict[str, Voter]
    needed: int
    veto: tuple[str, ...]
    source: str
    firmness: str


class Matter(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A matter to be settled and the instrument that usually does."""

    instrument: Literal["perda", "perbup", "council", "agreement"]
    source: str
    firmness: str


class PerdaRules(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """All of `datasets/perda.toml`."""

    play: ClauseRules
    goal: dict[str, Goal]
    pair: dict[str, ClausePair]
    coalition: Coalition
    matter: dict[str, Matter]


@cache
def rules() -> PerdaRules:
    """Read goals, pairs and the rules of play."""
    return read_data(PerdaRules, "datasets", "perda.toml")


def measures() -> tuple[str, ...]:
    """Name the indicators that clauses are weighed by."""
    return rules().goal["semua"].measures


def measure_labels() -> dict[str, str]:
    """Give what the indicators that clauses are weighed by are called."""
    return {key: definitions()[key].called for key in measures()}


def columns() -> tuple[str, ...]:
    """Name all that is measured, in the order of all arrays here."""
    return (*measures(), *BESIDE)


def yearly_compliance(desk: Desk) -> dict[int, float]:
    """Give compliance in the first years of a regulation, as the library lets it grow, by year."""
    speed = float(desk.scenario.value(SPEED))
    return {year: 1 - (1 - speed) ** year for year in (1, 2)}


def outcomes(desk: Desk, clauses: Sequence[str], compliance: float = 1.0, draws: int = 0) -> Floats:
    """Run a year with some clauses in force; (draws, columns).

    Parameters
    ----------
    compliance : with the clauses, 0..1.
    draws : how many; those of `play` when 0. The same draws for every package.
    """
    count, base = draws or rules().play.draws, desk.scenario
    changed, ordered = frozen(base.changed), tuple(sorted(clauses))
    rows = [
        _year(desk.world.name, base.rules, changed, ordered, compliance, desk.seed, number)
        for number in range(count)
    ]
    return np.array(rows)


@lru_cache(maxsize=16384)
def _year(
    name: str,
    regime: str,
    changed: tuple[tuple[str, LeverValue], ...],
    clauses: Clauses,
    compliance: float,
    seed: int,
    replicate: int,
) -> list[float]:
    return measured(_run(name, regime, changed, clauses, compliance, seed, replicate), columns())


def _run(
    name: str,
    regime: str,
    changed: tuple[tuple[str, LeverValue], ...],
    clauses: Clauses,
    compliance: float,
    seed: int,
    replicate: int,
) -> p2.Run:
    scenario = Scenario("", regime, dict(changed)).change(
        **dict.fromkeys(clauses, True), **{COMPLIANCE: compliance}
    )
    return p2.run_year(world(name), scenario, seed=seed, replicate=replicate)


def villages_reached(desk: Desk, clauses: Sequence[str], compliance: float = 1.0) -> Bools:
    """Tell which villages have a proposal in the APBD, in the first draw with some clauses in force."""
    base, ordered = desk.scenario, tuple(sorted(clauses))
    run = _run(desk.world.name, base.rules, frozen(base.changed), ordered, compliance, desk.seed, 0)
    return reached(run)


def column(values: Floats, key: str) -> Floats:
    """Give one measure of what `outcomes` gives, (draws,)."""
    return values[:, columns().index(key)]


def goal_of(values: Floats, key: str) -> float:
    """Give the value of a goal: the mean of its measures over all draws."""
    return float(np.mean([column(values, measure) for measure in rules().goal[key].measures]))


def moved(desk: Desk, clauses: Sequence[str]) -> dict[str, float]:
    """Give the mean change that clauses bring, by measure, 0..1."""
    change = outcomes(desk, clauses) - outcomes(desk, ())
    return {key: float(column(change, key).mean()) for key in measures()}


def beyond(desk: Desk, pair: Sequence[str]) -> dict[str, Floats]:
    """Give what two clauses bring together beyond the sum of what each brings, by measure, (draws,)."""
    first, second = (outcomes(desk, [clause]) for clause in pair)
    extra = outcomes(desk, pair) - first - second + outcomes(desk, ())
    return {key: column(extra, key) for key in measures()}


@dataclass(frozen=True, slots=True)
class ClausePackage:
    """Clauses that can be paid for, their cost in points, and what they are worth for a goal, 0..1."""

    clauses: Clauses
    cost: int
    worth: float


def affordable(scenario: Scenario, without: str = "") -> list[Clauses]:
    """List every package within the library's political capital.

    Parameters
    ----------
    without : a clause that is out of reach.
    """
    keys = [key for key in clause_keys(scenario) if key != without]
    every = chain.from_iterable(combinations(keys, size) for size in range(len(keys) + 1))
    return [
        package for package in every if spent_capital(scenario, package) <= scenario.value(CAPITAL)
    ]


def ranked(desk: Desk, goal: str, without: str = "") -> list[ClausePackage]:
    """Rank affordable packages by a goal, the best first; of two that are worth the same, the cheaper one first.

    All are screened on few draws that they share; those that lead are then run on all draws, and only they are given.
    """
    play, scenario = rules().play, desk.scenario

    def packages(chosen: Sequence[Clauses], draws: int) -> list[ClausePackage]:
        made = []
        for clauses in chosen:
            worth = goal_of(outcomes(desk, clauses, draws=draws), goal)
            made.append(ClausePackage(clauses, spent_capital(scenario, clauses), worth))
        return sorted(
            made, key=lambda package: (-round(package.worth, 9), package.cost, package.clauses)
        )

    screened = packages(affordable(scenario, without), play.screened)
    return packages([package.clauses for package in screened[: play.finalists]], play.draws)


def passed(clauses: Sequence[str], votes: Mapping[str, str]) -> dict[str, list[str]]:
    """Give for every clause the groups that refuse it.

    Parameters
    ----------
    votes : by group: empty for none, a clause it refuses, or `ALL`.
    """
    return {
        clause: [group for group, vote in votes.items() if vote in (clause, ALL)]
        for clause in clauses
    }


def survives(refusing: Sequence[str]) -> bool:
    """Tell whether a clause outlives those that refuse it."""
    coalition = rules().coalition
    enough = len(coalition.group) - len(refusing) >= coalition.needed
    return enough and not set(refusing) & set(coalition.veto)
