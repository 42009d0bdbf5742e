"""States of the parameters in doubt, held against the published facts: how far each fact lies from its band.

A fact rules a state out when its mean lies further from the middle of its band than half the band and half the interval
of that mean put together (root of squares). Bands are `low` to `high` of calibrated facts and `outer` of facts that
only have to be consistent; of the latter those without `outer` bind nobody.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import numpy as np

from p2spp_sim.base.arrays import Floats
from p2spp_sim.scenario.levers import Lever, LeverValue
from p2spp_sim.scenario.scenario import Scenario
from p2spp_sim.studies.design import uncertain, value_at
from p2spp_sim.studies.evidence import DATASETS, facts, interval, observe
from p2spp_sim.studies.kept.part_files import PartTable
from p2spp_sim.studies.plausible import stored
from p2spp_sim.studies.plausible.stored import RULES, WorldState
from p2spp_sim.world.world import World

DIGITS = 4  # significant digits that are kept of a parameter
REPLICATES = 4  # of a state that is judged
PROMISING = 1.2  # implausibility of the calibrated facts by one run that is worth more runs
NEVER = 99.0  # implausibility of a fact that cannot be measured


def doubted() -> list[Lever]:
    """Give the parameters in doubt of all rule books, each narrowed as `uncertain` does."""
    levers: dict[str, Lever] = {}
    for rules in RULES:
        for lever in uncertain(Scenario.load(rules)):
            levers.setdefault(lever.key, lever)
    return list(levers.values())


def bands() -> dict[str, tuple[float, float]]:
    """Give the band of every fact that can rule a state out; calibrated facts first."""
    calibrated = {key: (f.low, f.high) for key, f in facts().items() if f.role == "calibrated"}
    bound = {key: f.outer for key, f in facts().items() if f.role == "consistency" and f.outer}
    return {**calibrated, **bound}


def calibrated() -> list[str]:
    """Name the calibrated facts."""
    return [key for key in bands() if facts()[key].role == "calibrated"]


def implausibility(fact: str, measured: Floats) -> float:
    """Tell how far a fact lies from the middle of its band; 1 is the edge.

    Parameters
    ----------
    measured : as `observe` gives it.
    """
    low, high = bands()[fact]
    mean, noise = float(measured.mean()), 0.0
    if measured.shape[-1] > 1:
        mean, lower, upper = interval(measured)
        noise = (upper - lower) / 2
    far = abs(mean - (low + high) / 2) / float(np.hypot((high - low) / 2, noise))
    return NEVER if np.isnan(far) else min(round(far, 6), NEVER)


def state_at(levers: Sequence[Lever], places: Floats) -> WorldState:
    """Give the state at places in [0, 1), one a lever, with as many digits as are kept."""
    state: dict[str, LeverValue] = {}
    for lever, place in zip(levers, places, strict=True):
        value = float(f"{value_at(lever, float(place)):.{DIGITS}g}")
        state[lever.key] = value if lever.kind == "real" else int(value)
    return state


def run_once(states: Sequence[WorldState]) -> PartTable:
    """Run every state once on every dataset: a column a fact and dataset."""
    return _columns([_seen(state, calibrated(), 1) for state in states])


def judge(states: Sequence[WorldState], first: int = 0, whole: bool = False) -> PartTable:
    """Judge states by `REPLICATES` runs on every dataset; what is ruled out on the way is run no further.

    Parameters
    ----------
    first : seed of the first run.
    whole : all facts of all states, also of those that are ruled out.

    Returns
    -------
    `implausibility` and a column a fact and dataset with its mean, NaN where it was not measured.
    """
    return _columns([_judged(state, first, whole) for state in states])


def _judged(state: WorldState, first: int, whole: bool) -> dict[str, float]:
    bound = [key for key in bands() if key not in calibrated()]
    seen: dict[str, Floats] = {}
    for names, replicates, most in (
        (calibrated(), 1, PROMISING),
        (calibrated(), REPLICATES, 1.0),
        (bound, REPLICATES, 1.0),
    ):
        seen |= _values(state, names, replicates, first)
        worst = max(implausibility(name.split()[0], values) for name, values in seen.items())
        if worst > most and not whole:
            break
    means = {name: interval(values)[0] for name, values in seen.items() if values.shape[-1] > 1}
    return {"implausibility": worst, **means}


def _seen(state: WorldState, names: Iterable[str], replicates: int) -> dict[str, float]:
    return {name: float(v.mean()) for name, v in _values(state, names, replicates).items()}


def _values(
    state: WorldState, names: Iterable[str], replicates: int, first: int = 0
) -> dict[str, Floats]:
    base = stored.put(state, Scenario.load("2010"))
    wanted = list(names)
    with np.errstate(invalid="ignore", divide="ignore"):  # where nothing is taken there is no share
        return {
            f"{fact} {dataset}": values
            for dataset in DATASETS
            for fact, values in observe(
                World.load(dataset), base, wanted, replicates, first=first
            ).items()
        }


def _columns(rows: Sequence[Mapping[str, float]]) -> PartTable:
    names = ["implausibility"] if "implausibility" in rows[0] else []
    wanted = bands() if names else calibrated()
    names += [f"{fact} {dataset}" for dataset in DATASETS for fact in wanted]
    return {name: [row.get(name, float("nan")) for row in rows] for name in names}


def in_bands(table: Any) -> Floats:
    """Give where facts lie in their bands, (states, datasets times facts): -1 and 1 are the edges.

    On a scale of logarithms, since shares multiply along the chain; what lies far outside is as bad as four half-bands.
    """
    columns = []
    for dataset in DATASETS:
        for fact in calibrated():
            low, high = bands()[fact]
            values = table[f"{fact} {dataset}"].to_numpy(np.float64)
            scale: Callable[[Any], Any] = _logarithm if low > 0 else lambda value: value
            ends = scale(low), scale(high)
            place = (scale(values) - (ends[0] + ends[1]) / 2) / ((ends[1] - ends[0]) / 2)
            columns.append(np.clip(np.nan_to_num(place, nan=4.0), -4, 4))
    return np.stack(columns, axis=1)


def _logarithm(value: Any) -> Any:
    """Give the logarithm; of nothing, or less, that of the smallest number there is."""
    return np.log(np.maximum(value, np.finfo(np.float64).tiny))
