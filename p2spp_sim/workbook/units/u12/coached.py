"""Unit 12: what days of class, coaching and follow-up make of Wanasari, by the library's own training and years."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Literal

import msgspec
import numpy as np

import p2spp_sim as p2
from p2spp_sim.base.arrays import Bools
from p2spp_sim.base.files import read_data
from p2spp_sim.results.conditions import Conditions
from p2spp_sim.scenario.scenario import Scenario
from p2spp_sim.workbook.case.courses import measured
from p2spp_sim.workbook.case.desk import KABUPATEN, world

APPLIED, TRAINED = "training_applied", "cap_kpmd"
MEASURES = ("lost_papers", "accepted")


class CoachingRules(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The purse, the most days on one kind of work, years with and after the coach, and what is applied without one."""

    purse: int
    most: int
    years: int
    after: int
    applied: float
    draws: int
    source: str
    firmness: str


class CoachingDay(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What one day moves, by lever; `lasts` where it still holds once the coach has gone."""

    label: dict[str, str]
    values: dict[str, float]
    lasts: bool


class DayPlan(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Days on each kind of work, in their order."""

    label: dict[str, str]
    days: tuple[int, ...]


class AssessedGap(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A finding of an assessment, and what would answer it."""

    cure: Literal["train", "coach", "other"]
    source: str


class SessionNeed(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A gap and the unit that trains it."""

    unit: str
    source: str


class CoachSaying(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a coach said, and how."""

    manner: Literal["ask", "give", "judge"]
    source: str


class ObserverNote(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A note of an observer: whether it was seen or heard."""

    seen: bool
    source: str


class TrainersDay(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The parts of a day on which trainers are trained, in order."""

    session: tuple[str, ...]
    source: str


class RatingReading(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What is said of self-assessments that rose, and whether it holds."""

    holds: bool
    source: str


class Coaching(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """All of `datasets/mendampingi.toml`."""

    play: CoachingRules
    day: dict[str, CoachingDay]
    plan: dict[str, DayPlan]
    gap: dict[str, AssessedGap]
    need: dict[str, SessionNeed]
    saying: dict[str, CoachSaying]
    note: dict[str, ObserverNote]
    tot: TrainersDay
    reading: dict[str, RatingReading]


@cache
def coaching() -> Coaching:
    """Read the purse, the days and the examples."""
    return read_data(Coaching, "datasets", "mendampingi.toml")


Days = tuple[int, ...]  # on each kind of work, in the order of `coaching().day`


def planned(key: str) -> Days:
    """Give the days of a plan of the exercises."""
    return coaching().plan[key].days


def idle() -> Days:
    """Give a year in which no day is spent."""
    return (0,) * len(coaching().day)


def year_of(base: Scenario, days: Days, *, gone: bool = False) -> Scenario:
    """Give the scenario of a year in which these days are spent.

    Parameters
    ----------
    gone : the coach has left, and only what lasts still holds.
    """
    values = {APPLIED: coaching().play.applied}
    for kind, count in zip(coaching().day.values(), days, strict=True):
        for key, step in kind.values.items():
            if kind.lasts or not gone:
                values[key] = values.get(key, float(base.value(key))) + count * step
    levers = {key: base.lever(key) for key in values}
    return base.change(
        **{
            key: min(max(value, float(levers[key].low or 0)), float(levers[key].high or 1))
            for key, value in values.items()
        }
    )


@dataclass(frozen=True)
class CoachedYears:
    """What the coached years leave in Wanasari.

    Parameters
    ----------
    applied : mean capacity of the cadres in the last of these years, 0..1.
    whole : (villages,) whether none of a village's priorities was lost for its papers in that year.
    measures : of that year, by name of `MEASURES`.
    """

    applied: float
    whole: Bools
    measures: Mapping[str, float]


@lru_cache(maxsize=256)
def lived(days: Days, seed: int, replicate: int = 0) -> CoachedYears:
    """Let Wanasari live through the coached years."""
    run = _run([_spent(days)] * coaching().play.years, seed, replicate)
    last = run.runs[-1]
    measures = dict(zip(MEASURES, measured(last, MEASURES), strict=True))
    return CoachedYears(_capacity(run), whole_papers(last), measures)


@lru_cache(maxsize=256)
def taught(days: Days, seed: int) -> float:
    """Give the capacity that the coached years would leave had all been applied that was taught, 0..1."""
    full = _spent(days).change(**{APPLIED: 1.0})
    return _capacity(_run([full] * coaching().play.years, seed))


@lru_cache(maxsize=256)
def left(days: Days, seed: int) -> float:
    """Give the capacity that is left some years after the coach has gone, 0..1."""
    play, gone = coaching().play, year_of(Scenario.load("2010"), days, gone=True)
    return _capacity(_run([*[_spent(days)] * play.years, *[gone] * play.after], seed))


def share(days: Days) -> float:
    """Give the share of the training that is applied."""
    return float(_spent(days).value(APPLIED))


def _spent(days: Days) -> Scenario:
    return year_of(Scenario.load("2010"), days)


def _run(plan: list[Scenario], seed: int, replicate: int = 0) -> p2.YearsRun:
    return p2.run_years(
        world(KABUPATEN), plan, len(plan), seed, replicate=replicate, settle=0
    ).check()


def _capacity(run: p2.YearsRun) -> float:
    return float(run.states[-1].world.villages[TRAINED].mean())


def whole_papers(run: p2.Run) -> Bools:
    """Tell which villages have a priority of the kecamatan and lost none for its papers, (villages,) bool."""
    whole = []
    for part in run.parts:
        block, village = Conditions(run, part), part.docket.proposals.village
        priority = block.mask("priority")
        listed, lost = (
            np.bincount(village[rows], minlength=block.villages) > 0
            for rows in (priority, priority & block.mask("reason:papers"))
        )
        whole.append(listed & ~lost)
    return np.concatenate(whole)
