"""The years that follow from decisions, as the library's own `run_years` gives them, for boards of several units."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import msgspec
import numpy as np

import p2spp_sim as p2
from p2spp_sim.base.arrays import Bools, Floats
from p2spp_sim.base.language import pick
from p2spp_sim.results import indicators
from p2spp_sim.scenario.scenario import LeverValue, Scenario
from p2spp_sim.workbook.case.desk import Desk, world
from p2spp_sim.years import served

if TYPE_CHECKING:
    import pandas as pd

Frozen = tuple[tuple[str, LeverValue], ...]


def frozen(values: Mapping[str, LeverValue]) -> Frozen:
    """Give values as something that can be looked up by."""
    return tuple(sorted(values.items()))


def measured(run: p2.Run, keys: Iterable[str]) -> list[float]:
    """Measure only some indicators of a run, each by its main measure: a board cannot wait for all."""
    known, wanted = indicators.definitions(), list(keys)
    mains = [indicators.MEASURES.index(known[key].main) for key in wanted]
    return [
        pair[main]
        for pair, main in zip(indicators.chosen(run, wanted).values(), mains, strict=True)
    ]


class LeverStep(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Levers that hold from a year on."""

    since: int
    values: dict[str, LeverValue]


def course_of(steps: Sequence[LeverStep], years: int) -> tuple[Frozen, ...]:
    """Give the levers of every year; what a later step says replaces what an earlier one said."""
    plan = []
    for year in range(1, years + 1):
        levers: dict[str, LeverValue] = {}
        for step in steps:
            levers |= step.values if step.since <= year else {}
        plan.append(frozen(levers))
    return tuple(plan)


@dataclass(frozen=True)
class Course:
    """What became of a kabupaten, year by year.

    Parameters
    ----------
    values : (years, indicators, 2) by count and by rupiah, in the order of `indicators.definitions`.
    trust : (years,) mean trust of the villages after each year, 0..1.
    got : (years, villages) whether others paid for works there.
    arrived : (years,) proposals of musrenbang kecamatan that reach the APBD, counted.
    """

    values: Floats
    trust: Floats
    got: Bools
    arrived: Floats

    def measure(self, key: str) -> Floats:
        """Give one measure for every year: an indicator, by its main measure, or trust, arrived, reached, own_items."""
        if key == "trust":
            return self.trust
        if key == "arrived":
            return self.arrived
        if key == "reached":
            return 1 - self.measure("fair_nothing")
        if key == "own_items":
            return 1 - self.measure("S4_renja")
        known = indicators.definitions()
        measure = indicators.MEASURES.index(known[key].main)
        return np.asarray(self.values[:, list(known).index(key), measure])

    def composite(self, year: int) -> "pd.DataFrame":
        """Give the eight sasaran of a year (1 is the first) with, below them, their geometric mean."""
        import pandas as pd

        known = indicators.definitions()
        table = pd.DataFrame(
            {"key": list(known), "label": [pick(indicator.label) for indicator in known.values()]}
        )
        return indicators.composite(
            table.assign(count=self.values[year - 1, :, 0], rupiah=self.values[year - 1, :, 1])
        )


def lived(
    desk: Desk,
    plan: Sequence[Frozen],
    *,
    cards: Sequence[str] = (),
    after: int = 0,
    replicate: int = 0,
) -> Course:
    """Let a kabupaten live through the decided years, and some more without the programme.

    Parameters
    ----------
    plan : the levers of every year, on top of the desk's scenario.
    cards : the event card of every year; empty where there is none.
    after : years after the programme.
    """
    base = desk.scenario
    return _lived(
        desk.world.name,
        base.rules,
        frozen(base.changed),
        tuple(plan),
        desk.seed,
        tuple(cards),
        after,
        replicate,
    )


@lru_cache(maxsize=1024)
def _lived(
    name: str,
    rules: str,
    changed: Frozen,
    plan: tuple[Frozen, ...],
    seed: int,
    cards: tuple[str, ...],
    after: int,
    replicate: int,
) -> Course:
    run = lived_years(name, rules, changed, plan, seed, cards, after, replicate)
    return Course(
        np.array([indicators.values(year_run) for year_run in run.runs]),
        np.array([state.world.villages["trust"].mean() for state in run.states[1:]]),
        np.array([served(year_run) for year_run in run.runs]),
        np.array([indicators.counted(year_run, "accepted") for year_run in run.runs], np.float64),
    )


@lru_cache(maxsize=4)  # a course and its gates are asked for one after the other, with and without
def lived_years(
    name: str,
    rules: str,
    changed: Frozen,
    plan: tuple[Frozen, ...],
    seed: int,
    cards: tuple[str, ...],
    after: int = 0,
    replicate: int = 0,
) -> p2.YearsRun:
    """Run and check the years that `lived` measures; the dataset and the scenario by name and values."""
    base, count = Scenario("", rules, dict(changed)), len(plan)
    scenarios = [base.change(**dict(values)) for values in (*plan, *[plan[-1]] * after)]
    drawn = {year: card for year, card in enumerate(cards, 1) if card}
    return p2.run_years(
        world(name),
        scenarios,
        count + after,
        seed,
        programme_ends=count if after else None,
        events=drawn,
        replicate=replicate,
    ).check()
