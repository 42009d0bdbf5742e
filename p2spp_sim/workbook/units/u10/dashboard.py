"""Unit 10: the declared data of the dashboard, and where each sasaran stands by source."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache

import msgspec
import numpy as np

from p2spp_sim.base.files import read_data
from p2spp_sim.results.indicators import SASARAN, reached
from p2spp_sim.scenario.scenario import LeverValue
from p2spp_sim.workbook.case.courses import LeverStep, course_of, lived
from p2spp_sim.workbook.case.desk import Desk
from p2spp_sim.workbook.case.sasaran import DECLARED, Targets, targets
from p2spp_sim.workbook.pictures import colour_of

SAMPLE, OWN = "contoh", "sendiri"  # sources of figures beside the programmes
YEARS = 3


class Limits(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """From which attainment a lamp is green or yellow."""

    green: float
    yellow: float
    source: str
    firmness: str


class Sample(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A sasaran of the invented sample."""

    start: float
    now: float
    target: float
    source: str


class Time(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Working days that a setrawan has, and over how many days of the calendar."""

    days: int
    length: int
    source: str
    firmness: str


class Action(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What can be done: its working days, the sasaran it is meant for, its levers, and if the DPRD must agree."""

    label: dict[str, str]
    days: int
    aims: tuple[str, ...]
    values: dict[str, LeverValue]
    council: bool = False


class Programme(LeverStep, frozen=True, forbid_unknown_fields=True):
    """A programme that Wanasari can live through; `short` is for the end of a line in a picture."""

    label: dict[str, str]
    short: dict[str, str]


class SampleRow(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A row of a follow-up plan in an exercise."""

    what: dict[str, str]
    evidence: dict[str, str]
    day: int
    position: str


class Data(Targets, frozen=True, forbid_unknown_fields=True):
    """All of `datasets/papan_kendali.toml`."""

    lamp: Limits
    sample: dict[str, Sample]
    later: dict[str, float]
    programme: dict[str, Programme]
    owner: dict[str, tuple[str, ...]]
    time: Time
    action: dict[str, Action]
    position: dict[str, dict[str, str]]
    row: dict[str, SampleRow]


@cache
def data() -> Data:
    """Read the declared data of the unit."""
    return read_data(Data, *DECLARED)


@dataclass(frozen=True, slots=True)
class SasaranStanding:
    """Where a sasaran began, stands and is to go, 0..1."""

    start: float
    now: float
    target: float

    @property
    def attained(self) -> float:
        """The part of the way that lies behind; below 0 where it went back, above 1 beyond the target."""
        return reached(self.start, self.now, self.target)

    @property
    def gap(self) -> float:
        """How far the target still is."""
        return self.target - self.now

    @property
    def lamp(self) -> str:
        """The colour of its lamp: green, yellow or red."""
        return colour_of(self.attained, data().lamp.green, data().lamp.yellow)


def sample() -> dict[str, SasaranStanding]:
    """Give the invented sample."""
    return {
        code: SasaranStanding(row.start, row.now, row.target) for code, row in data().sample.items()
    }


def later() -> dict[str, SasaranStanding]:
    """Give the invented sample as it stands three months on, for exercises: the board does not show it."""
    moved = data().later
    return {code: replace(row, now=moved.get(code, row.now)) for code, row in sample().items()}


@dataclass(frozen=True)
class Programmed:
    """What the library finds of a programme: the eight sasaran of every year, and the proposals that got through."""

    years: Mapping[str, tuple[float, ...]]
    accepted: tuple[float, ...]


def board(desk: Desk, programme: str) -> Programmed:
    """Let Wanasari live through the years of a programme; the years before it stand for the start."""
    course = lived(desk, course_of([data().programme[programme]], YEARS))
    values = {code: tuple(map(float, np.asarray(course.measure(code)))) for code in SASARAN}
    return Programmed(values, tuple(map(float, course.measure("accepted"))))


def standings(desk: Desk, source: str) -> dict[str, SasaranStanding]:
    """Give the eight sasaran of a source that is not typed: the sample, or a programme in Wanasari."""
    if source == SAMPLE:
        return sample()
    aims = targets()
    return {
        code: SasaranStanding(values[0], values[-1], aims[code])
        for code, values in board(desk, source).years.items()
    }
