"""Funnels of several scenarios on the same draws, stage beside stage, also where regimes have other stages."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from p2spp_sim.base.arrays import Floats
from p2spp_sim.base.intervals import honest_half
from p2spp_sim.base.language import pick
from p2spp_sim.model.loading import load_rules
from p2spp_sim.results.conditions import Conditions
from p2spp_sim.results.definitions import Counted
from p2spp_sim.results.record import RunRecord
from p2spp_sim.scenario.scenario import Scenario

if TYPE_CHECKING:
    import pandas as pd


def taken(run: RunRecord) -> tuple[tuple[str, ...], Floats]:
    """Count proposals and rupiah that every stage took: its stages, and of each run (runs, stages, 2)."""
    blocks = [Conditions(run, part) for part in run.parts]
    counted = {forum.key: Counted((f"taken:{forum.key}",), forum.key) for forum in run.rules.forum}
    if any(part.docket.felt.any() for part in run.parts):
        counted = {"needs": Counted(("voiced",), "cost")} | counted
    totals = [np.sum([block.total(each) for block in blocks], axis=0) for each in counted.values()]
    return tuple(counted), np.array(totals).transpose(2, 0, 1)


def in_order(scenarios: Sequence[Scenario], stages: Sequence[tuple[str, ...]]) -> dict[str, str]:
    """Name the stages of some scenarios in the order of the year, each once: key and label in the screen language."""
    order: list[str] = []
    labels: dict[str, str] = {}
    for scenario, mine in zip(scenarios, stages, strict=True):
        rules = load_rules(scenario.rules)
        labels = {source.key: pick(source.label) for source in rules.source} | labels
        labels = {forum.key: pick(forum.label) for forum in rules.forum} | labels
        for at, stage in enumerate(mine):
            if stage not in order:
                order.insert(order.index(mine[at - 1]) + 1 if at else 0, stage)
    return {stage: labels[stage] for stage in order}


def placed(funnel: Floats, mine: tuple[str, ...], order: Sequence[str]) -> Floats:
    """Give a funnel in an order of stages, (replicates, stages, 2); NaN where it does not have one."""
    wide = np.full((len(funnel), len(order), 2), np.nan)
    wide[:, [order.index(stage) for stage in mine]] = funnel
    return wide


def paired(order: dict[str, str], base: Floats, other: Floats) -> "pd.DataFrame":
    """Give means and paired differences, (replicates, stages) both (see `Comparison.funnel_differences`)."""
    import pandas as pd

    mean, half = (other - base).mean(axis=0), honest_half(other - base)
    columns = {"stage": list(order), "label": list(order.values()), "base": base.mean(axis=0)}
    columns |= {
        "other": other.mean(axis=0),
        "difference": mean,
        "low": mean - half,
        "high": mean + half,
    }
    return pd.DataFrame(columns).assign(replicates=len(base))
