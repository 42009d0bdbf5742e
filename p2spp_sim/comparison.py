"""Scenarios of one world on the same draws: paired differences with 95 % intervals, and whose fate changed."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from p2spp_sim.errors import OutOfBounds, UnknownName
from p2spp_sim.indicators import definitions, measure, poorest
from p2spp_sim.intervals import half_width
from p2spp_sim.ledger import Run
from p2spp_sim.scenario import Scenario
from p2spp_sim.text import pick, tr
from p2spp_sim.world import World
from p2spp_sim.year import run_year

if TYPE_CHECKING:
    import pandas as pd

Floats = NDArray[np.float64]
FEWEST = 20  # replicates before a wanted half-width may end a study, and below which no interval is given


@dataclass(frozen=True)
class Comparison:
    """A finished comparison.

    Parameters
    ----------
    world : the district.
    scenarios : the base first.
    values : (replicates, indicators, 2) by count and rupiah for every scenario, in the same order.
    seed : of the draws that all scenarios share.
    """

    world: World
    scenarios: tuple[Scenario, ...]
    values: tuple[Floats, ...]
    funnels: tuple[Floats, ...]
    seed: int

    @property
    def replicates(self) -> int:
        """Count the replicates that were run."""
        return len(self.values[0])

    def outcome(self, indicator: str, column: str = "count", scenario: int = 1) -> Floats:
        """Give one indicator of one scenario, (replicates,) float64."""
        return self.values[scenario][:, list(definitions()).index(indicator), ("count", "rupiah").index(column)]

    def differences(self) -> "pd.DataFrame":
        """Give paired differences to the base.

        Returns
        -------
        One row a scenario, indicator and measure: means, difference, 95 % interval, number of replicates. Below
        `FEWEST` replicates the interval is missing and says so (NaN), as it is for what the regime does not have.
        """
        import pandas as pd

        rows = []
        for name, values in zip(self._names()[1:], self.values[1:], strict=True):
            for i, (key, one) in enumerate(definitions().items()):
                for j, column in enumerate(("count", "rupiah")):
                    paired = values[:, i, j] - self.values[0][:, i, j]
                    mean, half = _interval(paired)
                    base, other = self.values[0][:, i, j].mean(), values[:, i, j].mean()
                    rows.append(
                        (name, key, pick(one.label), column, base, other, mean, mean - half, mean + half, len(paired))
                    )
        columns = [
            "scenario",
            "indicator",
            "label",
            "measure",
            "base",
            "other",
            "difference",
            "low",
            "high",
            "replicates",
        ]
        return pd.DataFrame(rows, columns=columns).dropna(subset=["base", "other"], ignore_index=True)

    def funnel(self) -> "pd.DataFrame":
        """Give the mean funnels side by side: one row a stage, proposals and rupiah of every scenario."""
        import pandas as pd

        first = run_year(self.world, self.scenarios[0], self.seed).funnel()
        table = first[["stage", "label"]].copy()
        for name, values in zip(self._names(), self.funnels, strict=True):
            if values.shape[1] != len(table):
                raise OutOfBounds([tr("Skenario dengan rezim lain tidak mempunyai tahap yang sama.")])
            table[f"{name}: count"], table[f"{name}: rupiah"] = values.mean(axis=0).T
        return pd.DataFrame(table)

    def changed(self, other: int = 1, replicate: int = 0) -> "pd.DataFrame":
        """Give the proposals whose fate differs between the base and another scenario, in one replicate.

        Returns
        -------
        One row a proposal: where and why it ended in each, rupiah gained or lost, and whether its village is among the
        poorest fifth of its kabupaten and how remote it is.
        """
        runs = [self._run(self.scenarios[number], replicate) for number in (0, other)]
        columns = ["id", "village", "village_code", "what", "stage_label", "reason_text", "built", "approved_idr"]
        ends = [run.frame()[columns].set_index("id") for run in runs]
        both = ends[0].add_suffix("_base").join(ends[1].add_suffix("_other"), how="outer")
        for side in ("base", "other"):
            both[f"approved_idr_{side}"] = both[f"approved_idr_{side}"].fillna(0).astype("int64")
            both[f"stage_label_{side}"] = both[f"stage_label_{side}"].fillna(tr("tidak disuarakan"))
        differs = (both["stage_label_base"] != both["stage_label_other"]) | (
            both["approved_idr_base"] != both["approved_idr_other"]
        )
        both = both[differs].copy()
        for column in ("village", "village_code", "what"):
            both[column] = both[f"{column}_base"].fillna(both[f"{column}_other"])
        both["gained_idr"] = both["approved_idr_other"] - both["approved_idr_base"]
        poor = dict(zip(self.world.villages["code"].tolist(), poorest(self.world).tolist(), strict=True))
        far = dict(zip(self.world.villages["code"].tolist(), self.world.villages["remoteness"].tolist(), strict=True))
        both["poorest_village"], both["remoteness"] = both["village_code"].map(poor), both["village_code"].map(far)
        kept = ["village", "what", "stage_label_base", "reason_text_base", "stage_label_other", "reason_text_other"]
        return both[[*kept, "gained_idr", "poorest_village", "remoteness"]].reset_index()

    def _run(self, scenario: Scenario, replicate: int) -> Run:
        return run_year(self.world, scenario, self.seed, replicate=replicate)

    def _names(self) -> list[str]:
        names = [scenario.name for scenario in self.scenarios]
        if len(set(names)) == len(names):
            return names
        return [str(scenario) for scenario in self.scenarios]


def _interval(paired: Floats) -> tuple[float, float]:
    if len(paired) < FEWEST:
        return float(paired.mean()), float("nan")
    return float(paired.mean()), float(half_width(paired))


def compare(
    base: Scenario,
    *others: Scenario,
    world: World,
    replicates: int = 200,
    until: Mapping[str, float] | None = None,
    seed: int = 0,
) -> Comparison:
    """Compare scenarios on common random numbers.

    Parameters
    ----------
    base, others : scenarios; differences are to the base.
    world : the district.
    replicates : how many, or at most how many when `until` is given.
    until : wanted half-width of the 95 % interval of the difference, by indicator (by count); the study ends when all
        are reached.
    seed : of the draws that all share.

    Raises
    ------
    OutOfBounds : nothing to compare, or fewer than two replicates.
    UnknownName : an indicator that does not exist.
    """
    if not others or replicates < 2:
        raise OutOfBounds([tr("Perbandingan memerlukan paling sedikit dua skenario dan dua ulangan.")])
    keys = list(definitions())
    for key in until or {}:
        if key not in keys:
            raise UnknownName(tr("Indikator"), key, keys)
    scenarios = (base, *others)
    values: list[list[Floats]] = [[] for _ in scenarios]
    funnels: list[list[Floats]] = [[] for _ in scenarios]
    for replicate in range(replicates):
        for number, scenario in enumerate(scenarios):
            run = run_year(world, scenario, seed, replicate=replicate)
            values[number].append(measure(run)[["count", "rupiah"]].to_numpy(np.float64))
            funnels[number].append(run.funnel()[["count", "rupiah"]].to_numpy(np.float64))
        if until and replicate + 1 >= FEWEST and _precise(values, keys, until):
            break
    stack = tuple(np.stack(found) for found in values)
    return Comparison(world, scenarios, stack, tuple(np.stack(found) for found in funnels), seed)


def _precise(values: list[list[Floats]], keys: list[str], until: Mapping[str, float]) -> bool:
    base = np.stack(values[0])
    for other in values[1:]:
        paired = np.stack(other)[:, :, 0] - base[:, :, 0]
        for key, wanted in until.items():
            half = _interval(paired[:, keys.index(key)])[1]
            if not half <= wanted:
                return False
    return True
