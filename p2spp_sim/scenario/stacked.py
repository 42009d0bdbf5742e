"""Scenarios of several runs as one, so that a year of all of them is one pass (see `world.stack`)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from p2spp_sim.scenario.scenario import Scenario


class DiffersError(Exception):
    """One number was asked for where runs differ: they cannot be decided on at once."""

    def __init__(self, key: str) -> None:
        super().__init__(key)
        self.key = key


@dataclass(frozen=True)
class StackedScenario(Scenario):
    """Scenarios with one rule book and the same parts of one's own, run by run.

    Parameters
    ----------
    scenarios : of each run; all else is that of the first.
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

    @cached_property
    def _differing(self) -> dict[str, NDArray[Any]]:
        """Give the levers in which runs differ, and their value in each run."""
        changed = {key for scenario in self.scenarios for key in scenario.changed}
        values = {key: [scenario.value(key) for scenario in self.scenarios] for key in changed}
        return {key: np.array(each) for key, each in values.items() if len({*each}) > 1}

    def value(self, key: str, per: str = "") -> Any:
        """Give the value of a lever or parameter; where runs differ in it that of each group (see `Scenario.value`).

        Raises
        ------
        DiffersError : one number is asked for, and there is none.
        """
        each = self._differing.get(key)
        if each is None:
            return super().value(key)
        if not per:
            raise DiffersError(key)
        return each.repeat(self.groups[per])


def together(scenarios: Sequence[Scenario], groups: Mapping[str, int]) -> Scenario:
    """Give the scenarios of several runs as one: the scenario itself where it is the same in all."""
    first = scenarios[0]
    if all(scenario == first for scenario in scenarios[1:]):
        return first
    same = first.name, first.rules, first.changed, first.parts
    return StackedScenario(*same, tuple(scenarios), groups)
