"""A joint plausible set: states of all parameters in doubt that meet the published facts, all at once.

History matching in waves (Craig and others 1997; Vernon, Goldstein and Bower 2010). Wave by wave, states are drawn
evenly from what is left of the doubt, and run once on the datasets of `evidence`; a regression on them tells, for any
other state, the chance that it lies in the bands of all calibrated facts; what has next to none is left out. The states
of the last wave are judged by `REPLICATES` runs, and those that meet every fact are kept: an even draw from the doubt,
given the facts. Run `python -m p2spp_sim.studies.plausible` to make it again; it writes `datasets/plausible.csv` and
its diagnosis `datasets/plausible.toml`, and goes on where it was cut.

A fact rules a state out when its mean lies further from the middle of its band than half the band and half the interval
of that mean put together (root of squares). Bands are `low` to `high` of calibrated facts and `outer` of facts that
only have to be consistent; of the latter those without `outer` bind nobody.
"""

import argparse
import sys
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from importlib import import_module
from itertools import combinations
from pathlib import Path
from typing import Any

import numpy as np

from p2spp_sim.base.arrays import Floats
from p2spp_sim.base.errors import P2sppError
from p2spp_sim.base.files import data_path, write_atomically
from p2spp_sim.base.language import tr
from p2spp_sim.base.toml import as_toml
from p2spp_sim.scenario.levers import Lever, LeverValue
from p2spp_sim.scenario.scenario import Scenario
from p2spp_sim.studies import plausible_set
from p2spp_sim.studies.design import Design, Point, along, uncertain, value_at
from p2spp_sim.studies.evidence import DATASETS, facts, interval, observe
from p2spp_sim.studies.jobs import blocks, done
from p2spp_sim.studies.part_files import PartTable
from p2spp_sim.studies.plausible_set import RULES, WorldState, model_of
from p2spp_sim.world.world import World

SEED, DIGITS = 2010, 4  # of the draws of states; significant digits that are kept of a parameter
WAVES = (1500, 1500, 1500)  # states that are run once, wave by wave
HOLD = (0.97, 0.97, 0.90)  # share of the chance to be plausible that a wave holds, as it has it
REPLICATES = 4  # of a state of the last wave
KEPT, MOST = 200, 7200  # states to keep, and to try in the last wave at most
PROMISING = 1.2  # implausibility of the calibrated facts by one run that is worth more runs
ROUND, BLOCK = 480, 24  # states tried before it is seen whether enough are kept; states a job
BEFORE = 240  # states of the doubt as it is declared that are judged like those of the last wave
INTERACTIONS = 40  # products of two parameters in a regression, those that explain most of the rest
PENALTY = 0.01  # of the ridge, a state
POOL = 100_000  # states that are drawn at a time to be held against the regressions
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


# ---- what is run, in workers --------------------------------------------------------------------------------------


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
    base = plausible_set.put(state, Scenario.load("2010"))
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


# ---- regressions --------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Emulator:
    """A regression of where every calibrated fact lies in its band on where the parameters lie in their doubt.

    Parameters
    ----------
    pairs : (2, interactions) the parameters that are multiplied with each other.
    coefficients, spread : (terms, outcomes) and (outcomes,); what is left over has that standard deviation.
    explained : (outcomes,) share of the variance, each state told by the others.
    least : the chance below which a state is left out.
    """

    pairs: Any
    coefficients: Floats
    spread: Floats
    explained: Floats
    least: float = 0.0

    def chance(self, places: Floats) -> Floats:
        """Give the chance of states (states, parameters) to lie in all bands.

        A fact lies in its band on one dataset when it does on the other: the smaller chance counts.
        """
        middle = _terms(places, self.pairs) @ self.coefficients
        # 1.7 times a logistic is within a hundredth of a normal distribution
        ends = [np.tanh(0.85 * (end - middle) / self.spread) / 2 for end in (1, -1)]
        by_dataset = (ends[0] - ends[1]).reshape(len(places), len(DATASETS), -1)
        product: Floats = by_dataset.min(axis=1).prod(axis=1)
        return np.round(product, 12)


def fitted(places: Floats, measured: Floats) -> Emulator:
    """Fit the regressions: lines, squares and the products that explain most of what these do not (ridge).

    Parameters
    ----------
    places : (states, parameters).
    measured : (states, outcomes) as `in_bands` gives it.
    """
    none = np.zeros((2, 0), int)
    rest = measured - _left_out(_terms(places, none), measured)[0]
    scaled = rest / np.maximum(rest.std(axis=0), 1e-9)
    centred = 2 * places - 1
    first, second = np.triu_indices(places.shape[1], 1)
    products = centred[:, first] * centred[:, second]
    strength = np.abs(products.T @ scaled).max(axis=1)
    best = np.sort(np.argsort(-np.round(strength, 6), kind="stable")[:INTERACTIONS])
    pairs = np.stack([first[best], second[best]])
    predicted, coefficients = _left_out(_terms(places, pairs), measured)
    spread = (measured - predicted).std(axis=0)
    explained = 1 - (spread / np.maximum(measured.std(axis=0), 1e-9)) ** 2
    return Emulator(pairs, np.round(coefficients, 9), np.maximum(spread, 0.01), explained)


def _terms(places: Floats, pairs: Any) -> Floats:
    centred = 2 * places - 1
    products = centred[:, pairs[0]] * centred[:, pairs[1]]
    return np.hstack([np.ones((len(places), 1)), centred, centred**2, products])


def _left_out(terms: Floats, measured: Floats) -> tuple[Floats, Floats]:
    """Give what the ridge tells of each state when that state is left out, and its coefficients."""
    penalty = np.diag([0.0] + [PENALTY * len(terms)] * (terms.shape[1] - 1))
    square = terms.T @ terms + penalty
    coefficients = np.asarray(np.linalg.solve(square, terms.T @ measured), np.float64)
    pull = np.einsum("ij,ji->i", terms, np.linalg.solve(square, terms.T))
    rest: Floats = (measured - terms @ coefficients) / (1 - pull)[:, None]
    return measured - rest, coefficients


def in_bands(table: Any) -> Floats:
    """Give where facts lie in their bands, (states, datasets times facts): -1 and 1 are the edges.

    On a scale of logarithms, since shares multiply along the chain; what lies far outside is as bad as four half-bands.
    """
    columns = []
    for dataset in DATASETS:
        for fact in calibrated():
            low, high = bands()[fact]
            values = table[f"{fact} {dataset}"].to_numpy(np.float64)
            scale: Callable[[Any], Any] = np.log if low > 0 else lambda value: value
            ends = scale(low), scale(high)
            with np.errstate(divide="ignore"):
                place = (scale(values) - (ends[0] + ends[1]) / 2) / ((ends[1] - ends[0]) / 2)
            columns.append(np.clip(np.nan_to_num(place, nan=4.0), -4, 4))
    return np.stack(columns, axis=1)


def drawn(regions: Sequence[Emulator], n: int, parameters: int, *seed: int) -> Floats:
    """Draw states evenly from what earlier waves have left, (n, parameters) places."""
    rng = np.random.default_rng([SEED, *seed])
    parts, count = [np.empty((0, parameters))], 0
    while count < n:
        places = rng.random((POOL, parameters))
        for region in regions:
            places = places[region.chance(places) >= region.least]
        parts.append(places)
        count += len(places)
    return np.vstack(parts)[:n]


def narrowed(emulator: Emulator, left: Floats, hold: float) -> Emulator:
    """Say below which chance states are left out, so that a share of all chance is held among states that are left."""
    chance = np.sort(emulator.chance(left))[::-1]
    share = np.cumsum(chance) / chance.sum()
    least = float(chance[min(int(np.searchsorted(share, hold)), len(chance) - 1)])
    return replace(emulator, least=least)


# ---- the study ----------------------------------------------------------------------------------------------------


def make(folder: Path, progress: bool = False) -> tuple[list[WorldState], dict[str, Any]]:
    """Search in waves, and judge what is found.

    Returns
    -------
    The kept states in the order in which they were drawn, and the diagnosis.

    Raises
    ------
    P2sppError : no state meets all facts.
    """
    levers = doubted()
    regions: list[Emulator] = []
    waves: list[dict[str, float]] = []
    places = Design.latin_hypercube(levers, WAVES[0], SEED).places
    tried, seen = np.empty((0, len(levers))), np.empty((0, len(DATASETS) * len(calibrated())))
    for number, size in enumerate(WAVES):
        if number:
            places = drawn(regions, size, len(levers), number)
        states = [state_at(levers, row) for row in places]
        table = _done(run_once, states, folder, f"wave{number + 1}", progress)
        measured = in_bands(table)
        tried, seen = np.vstack([tried, places]), np.vstack([seen, measured])
        inside = np.ones(len(tried), bool)
        for region in regions:
            inside &= region.chance(tried) >= region.least
        left = drawn(regions, POOL // 5, len(levers), number, 1)
        regions.append(narrowed(fitted(tried[inside], seen[inside]), left, HOLD[number]))
        kept = float((regions[-1].chance(left) >= regions[-1].least).mean())
        met = (np.abs(measured) <= 1).all(axis=1)
        waves.append(
            {
                "tried": size,
                "met_by_one_run": round(float(met.mean()), 4),
                "left": round(kept * (waves[-1]["left"] if waves else 1.0), 5),
                "explained_least": round(float(regions[-1].explained.min()), 3),
                "explained_median": round(float(np.median(regions[-1].explained)), 3),
            }
        )
    candidates = drawn(regions, MOST, len(levers), len(WAVES))
    kept_states: list[WorldState] = []
    kept_places: list[Floats] = []
    worst: list[float] = []
    count = 0
    for span in blocks(len(candidates), ROUND):
        round_ = candidates[span]
        states = [state_at(levers, row) for row in round_]
        table = _done(judge, states, folder, f"wave{len(WAVES) + 1}-{count:05}", progress)
        far = table["implausibility"].to_numpy(np.float64)
        count += len(states)
        for at in np.flatnonzero(far <= 1.0).tolist():
            kept_states.append(states[at])
            kept_places.append(round_[at])
            worst.append(float(far[at]))
        if len(kept_states) >= KEPT:
            break
    if not kept_states:
        text = tr("Tidak satu pun dari {n} keadaan memenuhi semua fakta terbit.")
        raise P2sppError(text.format(n=count))
    met_all = len(kept_states)
    waves.append({"tried": count, "kept": met_all, "met": round(met_all / count, 4)})
    kept_states, worst = kept_states[:KEPT], worst[:KEPT]
    before = _done(
        judge, [state_at(levers, row) for row in Design.latin_hypercube(levers, BEFORE, SEED + 1).places],
        folder, "before", progress, 0, True,
    )  # fmt: skip
    after = _done(judge, kept_states, folder, "after", progress, REPLICATES, True)
    declared = judge([{}], 0, True)
    diagnosis = {
        "model": model_of(kept_states[0]),
        "seed": SEED,
        "replicates": REPLICATES,
        "states": len(kept_states),
        "parameters_in_doubt": len(levers),
        "waves": waves,
        "before": _shares(before),
        "after": _shares(after),
        "implausibility": {
            "largest": max(worst),
            "least": min(worst),
            "best": int(np.argmin(worst)),
            "declared": declared["implausibility"][0],
            **_farthest(declared),
        },
        **_coverage(levers, np.array(kept_places[:KEPT])),
    }
    return kept_states, diagnosis


def tuned(keys: Sequence[str], samples: int = 160) -> tuple[WorldState, float]:
    """Search values of a few parameters, all others as declared, that meet the published facts best.

    For whoever changed the model so that what is declared does not meet them any more. Asked by `--tune KEY KEY`.

    Parameters
    ----------
    keys : parameters in doubt.
    samples : points of a Latin hypercube over their doubt.

    Returns
    -------
    The least implausible point, and its implausibility.
    """
    levers = uncertain(Scenario.load("2010"), *keys)
    places = Design.latin_hypercube(levers, samples, SEED).places
    states = [state_at(levers, row) for row in places]
    far = judge(states)["implausibility"]
    best = int(np.argmin(far))
    return states[best], far[best]


def _done(
    task: Callable[..., PartTable], states: Sequence[WorldState], folder: Path, name: str, progress: bool,
    *more: Any,
) -> Any:  # fmt: skip
    cut = [states[span] for span in blocks(len(states), BLOCK)]
    jobs = [(block, *more) for block in cut]
    return done(task, jobs, [len(block) for block in cut], folder, name, progress)


def _shares(table: Any) -> dict[str, float]:
    """Give the share of states that lie outside the outer band of any calibrated fact, that meet all, and by fact."""
    outside = np.zeros(len(table), bool)
    by_fact: dict[str, float] = {}
    for fact, (low, high) in bands().items():
        values = table[[f"{fact} {dataset}" for dataset in DATASETS]].to_numpy(np.float64)
        by_fact[fact] = round(float(_beyond(values, low, high).mean()), 4)
        if (outer := facts()[fact].outer) and fact in calibrated():
            outside |= _beyond(values, *outer)
    met = float((table["implausibility"] <= 1).mean())
    return {"outside_outer": round(float(outside.mean()), 4), "meet_all": round(met, 4), **by_fact}


def _beyond(values: Floats, low: float, high: float) -> Any:
    return (~((values >= low) & (values <= high))).any(axis=1)


def _farthest(declared: PartTable) -> dict[str, str]:
    """Name the fact that lies farthest from the middle of its band with all parameters as declared."""
    ends = bands()
    far = {
        name: abs(values[0] - sum(ends[name.split()[0]]) / 2) / np.ptp(ends[name.split()[0]])
        for name, values in declared.items()
        if name != "implausibility"
    }
    return {"declared_by": max(far, key=lambda name: far[name])}


def _coverage(levers: Sequence[Lever], places: Floats) -> dict[str, Any]:
    """Say what the facts leave of the doubt about each parameter, and which go together.

    Columns of `parameters`: `doubt` the range as declared; `kept` where the middle nine tenths of the states lie;
    `covered` the share of the doubt that the states reach over; `moved` the largest distance of their distribution
    from the even one (Kolmogorov-Smirnov).
    """
    n = len(places)
    ranks = places.argsort(axis=0).argsort(axis=0)
    together = np.array(np.corrcoef(ranks.T))
    pairs = [
        (abs(round(float(together[i, j]), 3)), i, j) for i, j in combinations(range(len(levers)), 2)
    ]
    noise = 4 / np.sqrt(n)  # of 2,000 pairs one in ten such sets has one that is larger by chance
    rising = np.sort(places, axis=0)
    steps = np.arange(1, n + 1)[:, None] / n
    moved = np.maximum(np.abs(steps - rising), np.abs(steps - 1 / n - rising)).max(axis=0)
    parameters = {}
    for lever, column, far in zip(levers, rising.T, moved, strict=True):
        ends = [
            state_at([lever], np.array([p]))[lever.key] for p in np.quantile(column, [0.05, 0.95])
        ]
        parameters[lever.key] = {
            "doubt": [lever.low, lever.high],
            "kept": ends,
            "covered": round(float(np.ptp(column)), 3),
            "moved": round(float(far), 3),
        }
    return {
        "correlations": [
            {
                "first": levers[i].key,
                "second": levers[j].key,
                "rank": round(float(together[i, j]), 3),
            }
            for size, i, j in sorted(pairs, key=lambda pair: -pair[0])
            if size > noise
        ],
        "parameters": parameters,
    }


def place_of(levers: Sequence[Lever], point: Point) -> Floats:
    """Give where a state lies in the doubt, (levers,) from 0 to 1."""
    return np.array([along(lever, point[lever.key]) for lever in levers])


# ---- what is written ----------------------------------------------------------------------------------------------


def written(states: Sequence[WorldState], diagnosis: Mapping[str, Any]) -> tuple[str, str]:
    """Write the states as CSV and the diagnosis as TOML."""
    keys = list(states[0])
    rows = [",".join(keys), *(",".join(f"{state[key]}" for key in keys) for state in states)]
    lines = [
        "# Himpunan keadaan yang masuk akal: bagaimana dibuat dan seberapa baik; dibuat oleh",
        "# python -m p2spp_sim.studies.plausible, yang menjelaskan isinya; keadaannya dalam plausible.csv",
    ]
    lines += [f"{k} = {as_toml(v)}" for k, v in diagnosis.items() if not isinstance(v, dict | list)]
    for name in ("waves", "correlations"):
        lines += ["", f"{name} = ["]
        lines += [f"  {as_toml(row)}," for row in diagnosis[name]]
        lines += ["]"]
    for name in ("before", "after", "implausibility"):
        lines += ["", f"[{name}]", *(f"{k} = {as_toml(v)}" for k, v in diagnosis[name].items())]
    lines += ["", "[parameters]"]
    lines += [f"{key} = {as_toml(row)}" for key, row in diagnosis["parameters"].items()]
    return "\n".join(rows) + "\n", "\n".join(lines) + "\n"


def main(words: Sequence[str] | None = None) -> None:
    """Make the set, and write it with its diagnosis."""
    parser = argparse.ArgumentParser(prog="python -m p2spp_sim.studies.plausible")
    parser.add_argument("--to", type=Path, default=Path("runs", "plausible"), metavar="FOLDER")
    parser.add_argument("--tune", nargs="+", default=[], metavar="KEY", help="only print values")
    chosen = parser.parse_args(words)
    if chosen.tune:
        sys.stdout.write(f"{tuned(chosen.tune)}\n")
        return
    begun = time.monotonic()
    states, diagnosis = make(chosen.to, progress=True)
    for place, text in zip(
        (plausible_set.STATES, plausible_set.DIAGNOSIS), written(states, diagnosis), strict=True
    ):
        write_atomically(data_path(*place), text.encode())
    summary = {k: diagnosis[k] for k in ("waves", "before", "after", "implausibility")}
    sys.stdout.write("".join(f"{key}: {value}\n" for key, value in summary.items()))
    sys.stdout.write(f"{len(states)} states, {time.monotonic() - begun:.0f} s\n")


if __name__ == "__main__":
    # by its name, so that workers find what they are to do
    import_module("p2spp_sim.studies.plausible").main()
