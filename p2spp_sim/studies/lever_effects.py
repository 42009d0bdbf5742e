"""What every lever moves: paired runs from its low to its high value, with 95 % intervals."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from p2spp_sim.base.arrays import Floats
from p2spp_sim.base.intervals import half_width, moves
from p2spp_sim.base.language import pick
from p2spp_sim.base.renamed import renamed
from p2spp_sim.results.indicators import definitions
from p2spp_sim.scenario.levers import Lever
from p2spp_sim.scenario.scenario import Scenario
from p2spp_sim.studies.running.at_once import replicated
from p2spp_sim.world.world import World

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class Effect:
    """The change of one indicator when one lever goes from low to high.

    `mean`, `low`, `high` are of the paired differences.
    """

    lever: str
    indicator: str
    meant: int
    mean: float
    low: float
    high: float

    @property
    def moves(self) -> int:
        """Tell the sign of the change, 0 when the interval holds zero."""
        return moves(self.low, self.high)


def ends(lever: Lever) -> tuple[Any, Any]:
    """Give the low and the high end of a lever: its bounds, its first and last choice, or no and yes."""
    if lever.kind == "boolean":
        return False, True
    if lever.choices:
        return lever.choices[0], lever.choices[-1]
    low, high = lever.low or 0, lever.high or 0
    return (low, high) if lever.kind == "real" else (int(low), int(high))


def names() -> list[str]:
    """Name the indicators as effects know them: by count under their own key, by rupiah with `.rupiah` behind it."""
    return [name for key in definitions() for name in (key, f"{key}.rupiah")]


@renamed("seeds", "replicates")
def effects(world: World, base: Scenario, lever: Lever, replicates: int = 40) -> list[Effect]:
    """Measure what one lever moves, others as in `base` and in the lever's own context.

    Parameters
    ----------
    replicates : how many pairs; intervals are Student's, 95 %.

    Returns
    -------
    One effect an indicator that could be measured at both ends.
    """
    around = base.change(**lever.context)
    low, high = (
        _values(world, around.change(**{lever.key: end}), replicates) for end in ends(lever)
    )
    difference = high - low
    mean = difference.mean(axis=0)
    half = half_width(difference)
    return [
        Effect(lever.key, key, lever.meant.get(key, 0), float(m), float(m - h), float(m + h))
        for key, m, h in zip(names(), mean, half, strict=True)
        if m == m
    ]


def _values(world: World, scenario: Scenario, replicates: int) -> Floats:
    return np.column_stack(list(replicated(world, scenario, replicates, 1, names()).values()))


@renamed("seeds", "replicates")
def table(
    world: World, base: Scenario, replicates: int = 40, only: Sequence[str] = ()
) -> "pd.DataFrame":
    """Give levers x indicators: sign of the change where the interval excludes zero, and its mean.

    Parameters
    ----------
    only : keys of levers; all that the rule book knows when empty.

    Returns
    -------
    One row a lever and indicator: lever, label, indicator, meant, mean, low, high, moves.
    """
    import pandas as pd

    rows = []
    for lever in base.levers(*only):
        if not base.knows(lever.key):
            continue
        for effect in effects(world, base, lever, replicates):
            about = effect.lever, pick(lever.label), effect.indicator, effect.meant
            rows.append((*about, effect.mean, effect.low, effect.high, effect.moves))
    return pd.DataFrame(
        rows, columns=["lever", "label", "indicator", "meant", "mean", "low", "high", "moves"]
    )
