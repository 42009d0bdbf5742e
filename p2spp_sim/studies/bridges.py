"""Results for other tools: xarray, and the pair that EMA Workbench reads, analyses and saves."""

import warnings
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from p2spp_sim.base.arrays import Floats
from p2spp_sim.base.language import pick
from p2spp_sim.base.optional import needs
from p2spp_sim.results.indicators import MEASURES
from p2spp_sim.studies.design import Design
from p2spp_sim.studies.sensitivity import experiments

if TYPE_CHECKING:
    import pandas as pd


def comparison_to_xarray(
    values: Mapping[str, Floats],
    taken: Mapping[str, tuple[tuple[str, ...], Floats]],
    labels: Mapping[str, str],
    about: Mapping[str, Any],
) -> Any:
    """Give a comparison as an xarray Dataset (see `Comparison.to_xarray`).

    Parameters
    ----------
    values : (replicates, indicators, 2) by name of the scenario.
    taken : the stages that a scenario has, and (replicates, stages, 2) what they took, by name of the scenario.
    labels : of the indicators, by key, in the order of `values`.
    """
    needs("xarray", "to_xarray()")
    import xarray

    stages = list(dict.fromkeys(stage for mine, _ in taken.values() for stage in mine))
    shared, replicates = ("scenario", "replicate"), len(next(iter(values.values())))
    funnels = np.full((len(taken), replicates, len(stages), len(MEASURES)), np.nan)
    for number, (mine, funnel) in enumerate(taken.values()):
        funnels[number][:, [stages.index(stage) for stage in mine]] = funnel
    return xarray.Dataset(
        {
            "value": ((*shared, "indicator", "measure"), np.stack([*values.values()])),
            "taken": ((*shared, "stage", "measure"), funnels),
        },
        {
            "scenario": list(values),
            "replicate": np.arange(replicates),
            "indicator": list(labels),
            "label": ("indicator", list(labels.values())),
            "measure": list(MEASURES),
            "stage": stages,
        },
        about,
    )


def sweep_to_xarray(design: Design, frame: "pd.DataFrame", about: dict[str, Any]) -> Any:
    """Give the runs of a study as an xarray Dataset (see `Sweep.to_xarray`)."""
    needs("xarray", "to_xarray()")
    import xarray

    levers = {lever.key: lever for lever in design.levers}
    runs = frame.set_index(["point", "replicate"])
    made = xarray.Dataset.from_dataframe(runs.drop(columns=list(levers)))
    points = [design.points[point] for point in made["point"].to_numpy().tolist()]
    made = made.assign_coords({key: ("point", [point[key] for point in points]) for key in levers})
    for key, lever in levers.items():
        made[key].attrs = {"label": pick(lever.label), "unit": lever.unit, "source": lever.source}
    return made.assign_attrs(about)


def ema_pair(
    design: Design, frame: "pd.DataFrame", world: str
) -> "tuple[pd.DataFrame, dict[str, Floats]]":
    """Give a study as EMA Workbench gives its own: experiments and outcomes (see `Sweep.to_ema`)."""
    needs("ema_workbench", "to_ema()")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it names the executors that are not installed
        from ema_workbench import ScalarOutcome

    points, outcomes = experiments(design, frame)
    for name in outcomes:
        ScalarOutcome(name)  # makes it known to EMA's register, without which it saves nothing
    numbers = np.unique(frame["point"].to_numpy())
    return points.assign(scenario=numbers, policy="none", model=world), outcomes
