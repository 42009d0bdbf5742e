"""Scenarios of several runs as one, so that a year of all of them is one pass (see `world.stack`)."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from p2spp_sim.scenario.levers import LeverValue
from p2spp_sim.scenario.scenario import Scenario

T = TypeVar("T")


class DiffersError(BaseException):
    """One number was asked for where runs differ: they cannot be decided on at once.

    No `Exception`: a part of one's own that goes on when something fails would go on with one number for all.
    """

    def __init__(self, key: str) -> None:
        super().__init__(key)
        self.key = key


class ChangedInRuns(Mapping[str, LeverValue]):
    """What scenarios of several runs change, as far as it is the same in all.

    Parameters
    ----------
    same : what the first of them changes.
    differing : levers in which they differ, and their value in each run.
    """

    def __init__(
        self, same: Mapping[str, LeverValue], differing: Mapping[str, NDArray[Any]]
    ) -> None:
        self.differing = differing
        self._same = same

    def __getitem__(self, key: str) -> LeverValue:
        """Give a value that all of them have.

        Raises
        ------
        DiffersError : they do not.
        """
        if key in self.differing:
            raise DiffersError(key)
        return self._same[key]

    def __iter__(self) -> Iterator[str]:
        """Refuse to go through them: no two runs change the same."""
        raise DiffersError(next(iter(self.differing)))

    def __len__(self) -> int:
        """Refuse to count them."""
        raise DiffersError(next(iter(self.differing)))


@dataclass(frozen=True)
class StackedScenario(Scenario):
    """Scenarios with one rule book and the same parts of one's own, run by run.

    Parameters
    ----------
    scenarios : of each run; all else is that of the first, but for `changed` (see `ChangedInRuns`).
    groups : how many of a kind a run has.
    """

    scenarios: tuple[Scenario, ...] = ()
    groups: Mapping[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Check nothing: each scenario has been."""

    @property
    def of_runs(self) -> tuple[Scenario, ...]:
        """The scenario of each run."""
        return self.scenarios

    def value(self, key: str, per: str = "") -> Any:
        """Give the value of a lever or parameter; where runs differ in it that of each group (see `Scenario.value`).

        Raises
        ------
        DiffersError : one number is asked for, and there is none.
        """
        assert isinstance(self.changed, ChangedInRuns)
        each = self.changed.differing.get(key)
        if each is None:
            return self.scenarios[0].value(key)
        if not per:
            raise DiffersError(key)
        return each.repeat(self.groups[per])


def of_each(ask: Callable[[Scenario], T], scenarios: Sequence[Scenario]) -> list[T]:
    """Ask scenarios of runs, one that several runs share once: replicates of a point do."""
    points = {id(scenario): scenario for scenario in scenarios}
    answers = {number: ask(scenario) for number, scenario in points.items()}
    return [answers[id(scenario)] for scenario in scenarios]


def together(scenarios: Sequence[Scenario], groups: Mapping[str, int]) -> Scenario:
    """Give the scenarios of several runs as one: the scenario itself where it is the same in all."""
    first = scenarios[0]
    if all(scenario == first for scenario in scenarios[1:]):
        return first
    keys = {key for scenario in scenarios for key in scenario.changed}
    values = {key: [scenario.value(key) for scenario in scenarios] for key in sorted(keys)}
    differing = {key: np.array(each) for key, each in values.items() if len({*each}) > 1}
    changed = ChangedInRuns(first.changed, differing)
    return StackedScenario(first.name, first.rules, changed, first.parts, tuple(scenarios), groups)
