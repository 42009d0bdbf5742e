"""The model as EMA Workbench wants it: a function of levers that gives outcomes by name, one run a call."""

from __future__ import annotations

import io
import warnings
from contextlib import redirect_stderr
from functools import cache, partial

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # it names the executors that are not installed
    import ema_workbench as ema

import p2spp_sim as p2
from p2spp_sim.results.indicators import MEASURES, chosen, definitions, split, values
from p2spp_sim.scenario.levers import Lever

SEED = 7
DATASET = "wanasari"


@cache
def _world() -> p2.World:
    return p2.World.load(DATASET)


@cache
def _base() -> p2.Scenario:
    return p2.Scenario.load("2010")


def outcomes() -> list[str]:
    """Name the columns of outcomes as a sweep does; without those that this regime never measures."""
    measured = values(p2.run_year(_world(), _base(), SEED))
    names = [f"{key}.{column}" for key in definitions() for column in ("count", "rupiah")]
    return [
        name for name, value in zip(names, measured.ravel().tolist(), strict=True) if value == value
    ]


def year_of(asked: tuple[str, ...], replicate: int = 0, **levers: object) -> dict[str, float]:
    """Run one year with some levers changed, and measure what is asked."""
    scenario = _base().change(**levers)  # type: ignore[arg-type]
    run = p2.run_year(_world(), scenario, SEED, replicate=int(replicate))
    wanted = [split(name) for name in asked]
    measured = chosen(run, dict.fromkeys(key for key, _ in wanted))
    return {
        name: measured[key][MEASURES.index(column)]
        for name, (key, column) in zip(asked, wanted, strict=True)
    }


def _parameter(lever: Lever) -> ema.em_framework.parameters.Parameter:
    if lever.kind == "boolean":
        return ema.BooleanParameter(lever.key)
    if lever.choices:
        return ema.CategoricalParameter(lever.key, list(lever.choices))
    kind = ema.RealParameter if lever.kind == "real" else ema.IntegerParameter
    return kind(lever.key, lever.low, lever.high)


def evaluated(
    design: p2.Design, processes: int, replicates: int = 1, asked: tuple[str, ...] = ()
) -> dict[str, object]:
    """Run a design through the workbench's process pool (0 processes: here).

    Its experiments are the points with each replicate; one value each by outcome, in order.
    """
    asked = asked or tuple(outcomes())
    model = ema.Model("p2spp", function=partial(year_of, asked))
    model.uncertainties = [
        *(_parameter(lever) for lever in design.levers),
        ema.IntegerParameter("replicate", 0, max(replicates - 1, 1)),
    ]
    model.outcomes = [ema.ScalarOutcome(name) for name in asked]
    runs = [(point, replicate) for point in design.points for replicate in range(replicates)]
    points = [
        ema.Scenario(str(number), **point, replicate=replicate)
        for number, (point, replicate) in enumerate(runs)
    ]
    quiet = redirect_stderr(io.StringIO())  # its progress bar
    pool = (
        partial(ema.MultiprocessingEvaluator, n_processes=processes)
        if processes
        else ema.SequentialEvaluator
    )
    with quiet, pool(model) as evaluator:
        table, results = evaluator.perform_experiments(points)
    order = table["scenario"].astype(int).argsort().to_numpy()
    return {name: column[order] for name, column in results.items()}
