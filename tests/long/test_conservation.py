"""Twenty thousand worlds that nobody made, under values that nobody chose: no proposal and no rupiah is lost in any."""

from __future__ import annotations

from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

import numpy as np

import p2spp_sim as p2
from p2spp_sim.scenario.levers import Lever, declared
from p2spp_sim.studies.design import Design

RUNS, AT_ONCE = 20_000, 200
RULES = ("2010", "dana_desa", "sipd")
SIZES = (1, 2, 3, 7, 16, 40)  # villages


def known(regime: str) -> list[Lever]:
    """Give what a regime's rules know: levers, parameters and coefficients, but for efforts that share one budget."""
    return [
        lever
        for lever in declared().values()
        if not lever.budget and (not lever.regimes or regime in lever.regimes)
    ]


def some(first: int) -> tuple[int, list[str]]:
    """Run some worlds, each under values of many levers at once; count the runs and list what is amiss."""
    rules = RULES[first // AT_ONCE % len(RULES)]
    rng, ran, amiss = np.random.default_rng(first), 0, list[str]()
    points = Design.latin_hypercube(known(rules), AT_ONCE, seed=first).points
    for number, point in enumerate(points, first):
        kept = {key: value for key, value in point.items() if rng.random() < rng.random()}
        size = int(rng.choice(SIZES))
        world = p2.World.synthetic(size, seed=number, kabupaten_size=int(rng.integers(1, 30)))
        try:
            scenario = p2.Scenario.load(rules).change(**kept)
        except p2.OutOfBounds:  # values that do not fit together
            continue
        try:
            p2.run_year(world, scenario, seed=number).check()
            ran += 1
        except Exception as error:  # a fault of any kind is what is looked for
            amiss.append(f"{rules}, {size} villages, seed {number}: {error!r} under {kept}")
    return ran, amiss


def test_nothing_is_lost_in_any_of_many_worlds() -> None:
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as pool:
        counts, faults = zip(*pool.map(some, range(0, RUNS, AT_ONCE)), strict=True)
    assert [fault for of_some in faults for fault in of_some] == []
    assert sum(counts) > 0.9 * RUNS
