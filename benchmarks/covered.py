"""Do the 95 % intervals of `compare` hold the truth 95 times in 100? `python benchmarks/covered.py [--studies 1000]`.

Whole studies are repeated, each with a seed of its own; the truth is the mean over the replicates of all of them. Each
study's interval is the one that `Comparison.differences()` prints.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from functools import partial
from multiprocessing import get_context
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

import p2spp_sim as p2
from p2spp_sim.results.indicators import values

Floats = NDArray[np.float64]
REFORM = {"pik_share": 0.2, "reses_timing": "before"}


def runs_of(
    world: p2.World, scenarios: Sequence[p2.Scenario], replicates: int, seed: int
) -> Floats:
    """Give what `compare` measures with this seed: (scenarios, replicates, indicators, 2)."""
    return np.array(
        [
            [values(p2.run_year(world, s, seed, replicate=r)) for r in range(replicates)]
            for s in scenarios
        ],
        np.float64,
    )


def repeated(
    world: p2.World,
    scenarios: Sequence[p2.Scenario],
    *,
    studies: int,
    replicates: int,
    workers: int = 2,
) -> list[p2.Comparison]:
    """Repeat a study so many times; study number s is `compare(..., seed=s)` without its funnels."""
    runs_of_seed = partial(runs_of, world, scenarios, replicates)
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        outcomes = list(pool.map(runs_of_seed, range(studies), chunksize=max(1, studies // 20)))
    first = p2.compare(*scenarios, world=world, replicates=2)
    return [replace(first, values=tuple(each), seed=seed) for seed, each in enumerate(outcomes)]


def covered(studies: Sequence[p2.Comparison]) -> pd.DataFrame:
    """Tell for every indicator how often the interval of a study holds the mean of all studies.

    Only what differs in every study is counted: an interval of the width 0 says that nothing was seen to move. Beside
    it, how often intervals of half the width would hold it.
    """
    tables = [study.differences() for study in studies]
    every = pd.concat(tables, ignore_index=True).dropna(subset=["low"])
    every["truth"] = every.groupby(["indicator", "measure"])["difference"].transform("mean")
    every["half"] = (every["high"] - every["low"]) / 2
    off = (every["difference"] - every["truth"]).abs()
    every["holds"], every["halved"] = off <= every["half"], off <= every["half"] / 2
    table = every.groupby(["indicator", "measure"], sort=False).agg(
        truth=("truth", "first"),
        half=("half", "mean"),
        least=("half", "min"),
        studies=("half", "size"),
        holds=("holds", "mean"),
        halved=("halved", "mean"),
    )
    return table[(table["least"] > 0) & (table["studies"] == len(studies))].drop(columns="least")


def narrower(study: p2.Comparison, indicator: str, column: str) -> dict[str, float]:
    """Give the half-width with common draws, the one that independent draws would give, and their ratio."""
    base, other = (study.outcome(indicator, column, number) for number in (0, 1))
    scale = float(1.96 / np.sqrt(study.replicates))
    common = scale * float((other - base).std(ddof=1))
    independent = scale * float(np.sqrt(base.var(ddof=1) + other.var(ddof=1)))
    return {"common": common, "independent": independent, "ratio": independent / common}


def main(words: list[str] | None = None) -> pd.DataFrame:
    parser = argparse.ArgumentParser(
        description="Repeat whole studies and count how often their intervals hold."
    )
    parser.add_argument("--studies", type=int, default=1000)
    parser.add_argument("--replicates", type=int, default=50)
    parser.add_argument("--villages", type=int, default=64)
    parser.add_argument("--workers", type=int, default=2)
    chosen = parser.parse_args(words)
    world, base = p2.World.synthetic(chosen.villages, seed=11), p2.Scenario.load("2010")
    how: dict[str, Any] = {
        key: getattr(chosen, key) for key in ("studies", "replicates", "workers")
    }
    table = covered(repeated(world, (base, base.change(**REFORM)), **how))
    print(
        f"{REFORM}; {chosen.studies} studies of {chosen.replicates} replicates, {chosen.villages} villages"
    )
    print(table.to_string(float_format=lambda value: f"{value:.4g}"))
    print(f"mean over {len(table)} measures: {100 * table['holds'].mean():.1f} %")
    return table


if __name__ == "__main__":
    main()
