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
from p2spp_sim.results.indicators import definitions, values
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


def year_of(**levers: object) -> dict[str, float]:
    """Run one year with some levers changed."""
    measured = values(p2.run_year(_world(), _base().change(**levers), SEED))  # type: ignore[arg-type]
    names = (f"{key}.{column}" for key in definitions() for column in ("count", "rupiah"))
    return dict(zip(names, measured.ravel().tolist(), strict=True))


def _parameter(lever: Lever) -> ema.em_framework.parameters.Parameter:
    if lever.kind == "boolean":
        return ema.BooleanParameter(lever.key)
    if lever.choices:
        return ema.CategoricalParameter(lever.key, list(lever.choices))
    kind = ema.RealParameter if lever.kind == "real" else ema.IntegerParameter
    return kind(lever.key, lever.low, lever.high)


def evaluated(design: p2.Design, processes: int) -> dict[str, object]:
    """Run a design through the workbench's process pool (0 processes: here); one value a point by outcome, in order."""
    model = ema.Model("p2spp", function=year_of)
    model.uncertainties = [_parameter(lever) for lever in design.levers]
    model.outcomes = [ema.ScalarOutcome(name) for name in outcomes()]
    points = [ema.Scenario(str(number), **point) for number, point in enumerate(design.points)]
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
