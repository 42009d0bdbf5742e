"""The search for the plausible set: states of all parameters in doubt that meet the published facts, all at once.

History matching in waves (Craig and others 1997; Vernon, Goldstein and Bower 2010). Wave by wave, states are drawn
evenly from what is left of the doubt, and run once on the datasets of `evidence`; a regression on them tells, for any
other state, the chance that it lies in the bands of all calibrated facts; what has next to none is left out. The states
of the last wave are judged by `REPLICATES` runs, and those that meet every fact are kept: an even draw from the doubt,
given the facts. Run `python -m p2spp_sim.studies.plausible` to make it again; it writes `datasets/plausible.csv` and
its diagnosis `datasets/plausible.toml`, and goes on where it was cut.
"""

import argparse
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from itertools import combinations
from pathlib import Path
from typing import Any

import numpy as np

from p2spp_sim.base.arrays import Floats
from p2spp_sim.base.errors import P2sppError
from p2spp_sim.base.files import data_path, write_atomically
from p2spp_sim.base.language import tr
from p2spp_sim.base.toml import as_toml
from p2spp_sim.scenario.levers import Lever
from p2spp_sim.scenario.scenario import Scenario
from p2spp_sim.studies.design import Design, uncertain
from p2spp_sim.studies.evidence import DATASETS, facts
from p2spp_sim.studies.kept.part_files import PartTable
from p2spp_sim.studies.plausible.emulator import POOL, SEED, Emulator, drawn, fitted, narrowed
from p2spp_sim.studies.plausible.judgement import (
    REPLICATES,
    bands,
    calibrated,
    doubted,
    in_bands,
    judge,
    run_once,
    state_at,
)
from p2spp_sim.studies.plausible.stored import DIAGNOSIS, STATES, WorldState, model_of
from p2spp_sim.studies.running.jobs import blocks, done

WAVES = (1500, 1500, 1500)  # states that are run once, wave by wave
HOLD = (0.97, 0.97, 0.90)  # share of the chance to be plausible that a wave holds, as it has it
KEPT, MOST = 200, 7200  # states to keep, and to try in the last wave at most
ROUND, BLOCK = 480, 24  # states tried before it is seen whether enough are kept; states a job
BEFORE = 240  # states of the doubt as it is declared that are judged like those of the last wave


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
    regions, waves = _searched(levers, folder, progress)
    kept, places, worst, last = _kept(levers, regions, folder, progress)
    before = _judged_whole(
        [state_at(levers, row) for row in Design.latin_hypercube(levers, BEFORE, SEED + 1).places],
        folder,
        "before",
        progress,
        0,
    )
    after = _judged_whole(kept, folder, "after", progress, REPLICATES)
    declared = judge([{}], 0, True)
    diagnosis = {
        "model": model_of(kept[0]),
        "seed": SEED,
        "replicates": REPLICATES,
        "states": len(kept),
        "parameters_in_doubt": len(levers),
        "waves": [*waves, last],
        "before": _shares(before),
        "after": _shares(after),
        "implausibility": {
            "largest": max(worst),
            "least": min(worst),
            "best": int(np.argmin(worst)),
            "declared": declared["implausibility"][0],
            **_farthest(declared),
        },
        **_coverage(levers, places),
    }
    return kept, diagnosis


def _searched(
    levers: Sequence[Lever], folder: Path, progress: bool
) -> tuple[list[Emulator], list[dict[str, float]]]:
    """Search wave by wave: the regressions that say what is left, and what is told of each wave."""
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
    return regions, waves


def _kept(
    levers: Sequence[Lever], regions: Sequence[Emulator], folder: Path, progress: bool
) -> tuple[list[WorldState], Floats, list[float], dict[str, float]]:
    """Judge states of what the waves have left until enough are kept.

    Returns
    -------
    The kept states, their places (states, parameters), their implausibility, and what is told of this last wave.

    Raises
    ------
    P2sppError : no state meets all facts.
    """
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
    last = {"tried": count, "kept": met_all, "met": round(met_all / count, 4)}
    return kept_states[:KEPT], np.array(kept_places[:KEPT]), worst[:KEPT], last


def _judged_whole(
    states: Sequence[WorldState], folder: Path, name: str, progress: bool, first: int
) -> Any:
    """Judge all facts of states, also of those that are ruled out."""
    return _done(judge, states, folder, name, progress, first, True)


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
    for place, text in zip((STATES, DIAGNOSIS), written(states, diagnosis), strict=True):
        write_atomically(data_path(*place), text.encode())
    summary = {k: diagnosis[k] for k in ("waves", "before", "after", "implausibility")}
    sys.stdout.write("".join(f"{key}: {value}\n" for key, value in summary.items()))
    sys.stdout.write(f"{len(states)} states, {time.monotonic() - begun:.0f} s\n")
