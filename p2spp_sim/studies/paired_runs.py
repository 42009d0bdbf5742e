"""Runs of scenarios on the same draws: paired differences with 95 % intervals, funnels, and whose fate changed."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from p2spp_sim.base.arrays import Floats, Ints
from p2spp_sim.base.errors import OutOfBounds, UnknownName
from p2spp_sim.base.intervals import honest_half
from p2spp_sim.base.language import tr
from p2spp_sim.results.columns import described
from p2spp_sim.results.indicators import (
    MEASURES,
    definitions,
    outcome_text,
)
from p2spp_sim.scenario.scenario import Scenario
from p2spp_sim.studies.funnels import in_order, paired, placed
from p2spp_sim.studies.gains import by_fifth, fates, ginis, lorenz
from p2spp_sim.world.world import World
from p2spp_sim.year import run_year

if TYPE_CHECKING:
    import pandas as pd

ALL = "all"  # other scenarios, in one figure


@dataclass(frozen=True)
class PairedRuns:
    """Runs of scenarios of one world, replicate by replicate on the same draws.

    Parameters
    ----------
    world : the district.
    scenarios : the base first.
    values : (replicates, indicators, 2) by count and rupiah for every scenario, in the same order.
    funnels : (replicates, stages, 2) proposals and rupiah taken.
    stages : keys of these stages.
    received : (replicates, villages) int64 rupiah that the APBD grants; (replicates, 0) where a regime has none.
    seed : of the draws that all scenarios share.
    keys : of the indicators in `values`, in their order; those of groups behind the others.
    """

    world: World
    scenarios: tuple[Scenario, ...]
    values: tuple[Floats, ...]
    funnels: tuple[Floats, ...]
    stages: tuple[tuple[str, ...], ...]
    received: tuple[Ints, ...]
    seed: int
    keys: tuple[str, ...] = field(default_factory=lambda: tuple(definitions()))

    @property
    def replicates(self) -> int:
        """Count the replicates that were run."""
        return len(self.values[0])

    def outcome(self, indicator: str, column: str = "count", scenario: int = 1) -> Floats:
        """Give one indicator of one scenario, (replicates,) float64.

        Parameters
        ----------
        indicator : its key, with a group behind it where the comparison measured that (`compare(..., by=)`).

        Raises
        ------
        UnknownName : nothing of the kind was measured; names the nearest.
        """
        if indicator not in self.keys:
            raise UnknownName(tr("Hasil"), indicator, self.keys)
        if column not in MEASURES:
            raise UnknownName(tr("Ukuran"), column, MEASURES)
        scenario = self.number_of(scenario, first=0)
        return self.values[scenario][:, self.keys.index(indicator), MEASURES.index(column)]

    def differences(self) -> "pd.DataFrame":
        """Give paired differences to the base.

        Returns
        -------
        One row a scenario, indicator and measure: means, difference, 95 % interval, number of replicates. Below
        `FEWEST` replicates the interval is missing and says so (NaN). What a regime does not have has no row, nor has
        a group that was too small in some replicate.
        """
        import pandas as pd

        rows = []
        for name, values in zip(self.names()[1:], self.values[1:], strict=True):
            for i, key in enumerate(self.keys):
                label = outcome_text(key, self.world)
                for j, column in enumerate(MEASURES):
                    moved = values[:, i, j] - self.values[0][:, i, j]
                    mean, half = moved.mean(), float(honest_half(moved))
                    base, other = self.values[0][:, i, j].mean(), values[:, i, j].mean()
                    about = (name, key, label, column)
                    rows.append((*about, base, other, mean, mean - half, mean + half, len(moved)))
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
        table = pd.DataFrame(rows, columns=columns)
        return described(table.dropna(subset=["base", "other"], ignore_index=True), "differences")

    def funnel(self) -> "pd.DataFrame":
        """Give the mean funnels side by side: one row a stage, proposals and rupiah of every scenario.

        A stage that a regime does not have is missing there (NaN).
        """
        import pandas as pd

        order = in_order(self.scenarios, self.stages)
        table = pd.DataFrame({"stage": list(order), "label": list(order.values())})
        for name, funnel, mine in zip(self.names(), self.funnels, self.stages, strict=True):
            means = placed(funnel, mine, list(order)).mean(axis=0)
            table[f"{name}: count"], table[f"{name}: rupiah"] = means.T
        return table

    def funnel_differences(self, other: int = 1, measure: str = "count") -> "pd.DataFrame":
        """Give the paired difference to the base at every stage.

        Parameters
        ----------
        measure : count (proposals) or rupiah.

        Returns
        -------
        One row a stage: stage, label, means of base and other, difference with its 95 % interval (NaN below `FEWEST`
        replicates), replicates. What a regime does not have is NaN.
        """
        if measure not in MEASURES:
            raise UnknownName(tr("Ukuran"), measure, MEASURES)
        two, at = (0, self.number_of(other)), MEASURES.index(measure)
        order = in_order([self.scenarios[n] for n in two], [self.stages[n] for n in two])
        base, changed = (
            placed(self.funnels[n], self.stages[n], list(order))[:, :, at] for n in two
        )
        return described(paired(order, base, changed), "stage_differences")

    def granted(self, other: int = 1) -> tuple[Ints, Ints]:
        """Give what the APBD grants every village under the base and another scenario, (replicates, villages) each.

        Raises
        ------
        OutOfBounds : a regime without an APBD.
        """
        granted = self.received[0], self.received[self.number_of(other)]
        for number, idr in zip((0, other), granted, strict=True):
            if not idr.shape[1]:
                raise OutOfBounds(
                    [
                        tr("Aturan {rules} tidak mempunyai APBD.").format(
                            rules=self.scenarios[number].rules
                        )
                    ]
                )
        return granted

    def gained_by_quintile(self, other: int = 1) -> "pd.DataFrame":
        """Give the rupiah of the APBD per head, by fifths of villages from the least poor (1) to the poorest (5).

        Returns
        -------
        One row a fifth: see `gains.by_fifth`.

        Raises
        ------
        OutOfBounds : a regime without an APBD.
        """
        return described(by_fifth(self.world, *self.granted(other)), "gained")

    def lorenz(self, other: int = 1) -> "pd.DataFrame":
        """Give the Lorenz curves of APBD rupiah per head over villages, averaged over replicates.

        Returns
        -------
        One row a scenario and point: scenario, people and rupiah (shares), and on every row the mean Gini of the
        scenario with its 95 % interval (NaN below `FEWEST` replicates), replicates.

        Raises
        ------
        OutOfBounds : a regime without an APBD.
        """
        granted = self.granted(other)
        names = self.names()
        return lorenz(self.world, dict(zip((names[0], names[other]), granted, strict=True)))

    def gini_difference(self, other: int = 1) -> tuple[float, float, float]:
        """Give the paired difference of the Gini of rupiah per head, and its 95 % interval (NaN below `FEWEST`)."""
        base, changed = (ginis(self.world, idr) for idr in self.granted(other))
        mean, half = float((changed - base).mean()), float(honest_half(changed - base))
        return mean, mean - half, mean + half

    def changed(self, other: int = 1, replicate: int = 0) -> "pd.DataFrame":
        """Give the proposals whose fate differs between the base and another scenario, in one replicate.

        Returns
        -------
        One row a proposal: where and why it ended in each, rupiah gained or lost, and whether its village is among the
        poorest fifth of its kabupaten and how remote it is.
        """
        two = (
            run_year(self.world, self.scenarios[n], self.seed, replicate=replicate)
            for n in (0, self.number_of(other))
        )
        return described(fates(self.world, *two), "changed")

    def number_of(self, other: int | str, first: int = 1) -> int:
        """Give the number of another scenario than the base, or of any with `first` 0.

        Raises
        ------
        UnknownName : there is none.
        """
        known = range(first, len(self.scenarios))
        if other not in known:
            raise UnknownName(tr("Skenario"), str(other), [*map(str, known), ALL])
        return int(other)

    def names(self) -> list[str]:
        """Name the scenarios as frames do: by their names, or by what they change where names are the same."""
        return named_apart(self.scenarios)


def named_apart(scenarios: Sequence[Scenario]) -> list[str]:
    """Name scenarios by their names, by what they change where names are the same, and by number where that is too."""
    names = [scenario.name for scenario in scenarios]
    if len({*names}) == len(names):
        return names
    names = [str(scenario) for scenario in scenarios]
    return [
        f"{name} #{names[:number].count(name) + 1}" if names.count(name) > 1 else name
        for number, name in enumerate(names)
    ]
