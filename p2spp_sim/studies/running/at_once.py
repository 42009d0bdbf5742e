"""Many runs at once: copies of the district in one world, which a year takes in one pass (see `world.stack`).

Each run gives what it gives alone. What the model takes as one value for all of a stack, the runs of a stack must have
in common: where they differ in such a lever, they go to stacks of their own.
"""

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache, partial
from typing import TypeVar

import numpy as np

from p2spp_sim.base import own_parts
from p2spp_sim.base.arrays import Floats
from p2spp_sim.results.indicators import MEASURES, by_run, split
from p2spp_sim.results.record import RunRecord
from p2spp_sim.scenario.levers import LeverValue
from p2spp_sim.scenario.scenario import Scenario
from p2spp_sim.scenario.stacked import DiffersError
from p2spp_sim.studies.running.carried import can_be_stacked
from p2spp_sim.world.stack import stacked, stacks
from p2spp_sim.world.world import World
from p2spp_sim.year import run_stack, run_year

T = TypeVar("T")
PlannedRun = tuple[Scenario, int]  # a scenario, and the replicate of its draws
_APART: set[str] = set()  # what a stack has in common, as far as this process has met it


def asked_of(
    world: World,
    runs: Sequence[PlannedRun],
    seed: int,
    ask: Callable[[RunRecord], T],
    *,
    tried: bool = False,
    failed: Callable[[int, Exception], Exception] | None = None,
) -> Iterator[tuple[list[int], T]]:
    """Run years of a world, with one rule book, and ask something of each stack of them.

    Parameters
    ----------
    tried : parts of one's own that decide row by row have shown it (see `carried.try_them`); else runs with any part
        of one's own stand alone.
    failed : makes an error of the number of a run that failed, and why; without it that error is raised.

    Returns
    -------
    The numbers of the runs of a stack, and what was said of them; stacks in the order of their first run.
    """
    stackable = can_be_stacked() if tried else not own_parts.known().parts
    divided, world_of = partial(_divided, world, runs, stackable), cache(partial(stacked, world))
    waiting = divided(range(len(runs)))
    while waiting:
        stack = waiting.popleft()
        scenarios, replicates = zip(*(runs[number] for number in stack), strict=True)
        try:
            if len(stack) > 1:
                answer = ask(run_stack(world_of(len(stack)), scenarios, replicates, seed))
            else:
                answer = ask(run_year(world, scenarios[0], seed, replicate=replicates[0]))
        except (Exception, DiffersError) as error:
            if isinstance(error, DiffersError) and error.key not in _APART:
                _APART.add(error.key)
                waiting = divided(sorted(sum(waiting, stack)))
            elif len(stack) > 1:  # which of them?
                waiting.extendleft([number] for number in reversed(stack))
            elif failed and isinstance(error, Exception):
                raise failed(stack[0], error) from error
            else:
                raise
        else:
            yield stack, answer


def measured(
    world: World,
    runs: Sequence[PlannedRun],
    seed: int,
    keys: Sequence[str],
    *,
    tried: bool = False,
    failed: Callable[[int, Exception], Exception] | None = None,
) -> Floats:
    """Measure indicators of runs (see `asked_of`), (runs, keys, 2) by count and by rupiah; NaN as `by_run`."""
    values, ask = np.empty((len(runs), len(keys), 2)), lambda run: by_run(run, keys)
    for numbers, each in asked_of(world, runs, seed, ask, tried=tried, failed=failed):
        values[numbers] = each
    return values


def replicated(
    world: World, scenario: Scenario, replicates: int, seed: int, outcomes: Iterable[str]
) -> dict[str, Floats]:
    """Measure outcomes of one scenario, such as `accepted` or `P1.rupiah`, in replicates from 0 on: (replicates,) each.

    Raises
    ------
    UnknownName : no such outcome; names the nearest.
    """
    named = {outcome: split(outcome) for outcome in outcomes}
    keys = list(dict.fromkeys(key for key, _ in named.values()))
    values = measured(world, [(scenario, number) for number in range(replicates)], seed, keys)
    return {
        outcome: values[:, keys.index(key), MEASURES.index(measure)]
        for outcome, (key, measure) in named.items()
    }


def _divided(
    world: World, runs: Sequence[PlannedRun], stackable: bool, numbers: Iterable[int]
) -> deque[list[int]]:
    """Divide runs into stacks, in the order of their first."""
    if not stackable:
        return deque([number] for number in numbers)
    alike: dict[tuple[LeverValue, ...], list[int]] = {}
    for number in numbers:
        alike.setdefault(_in_common(runs[number][0]), []).append(number)
    divided = [
        mine[part.start : part.stop] for mine in alike.values() for part in stacks(world, len(mine))
    ]
    return deque(sorted(divided))


def _in_common(scenario: Scenario) -> tuple[LeverValue, ...]:
    """Give what a run must have in common with the others of its stack."""
    if not _APART:
        return ()
    in_force = scenario.in_force()
    known = in_force.declared  # other rules, or parts of one's own that are gone, had more
    return tuple(in_force.value(key) for key in sorted(_APART) if key in known)
