"""Unit 08: who is trained, what a session does by the library's own equation, and what the years make of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Literal

import msgspec
import numpy as np

import p2spp_sim as p2
from p2spp_sim.base.arrays import Floats
from p2spp_sim.base.draws import Draws
from p2spp_sim.base.files import read_data
from p2spp_sim.base.language import Labels
from p2spp_sim.model.training import TRAINS, trained, with_tables
from p2spp_sim.results import indicators
from p2spp_sim.scenario.scenario import LeverValue, Scenario
from p2spp_sim.workbook.case.courses import Frozen, frozen, measured
from p2spp_sim.workbook.case.desk import KABUPATEN, Desk, world

BUDGET, RATE, TURNOVER = "effort_budget", "training_rate", "staff_turnover"
MEASURES = Labels(
    S1="S1 Kapasitas pelaku desa",
    S2="S2 Kapasitas lembaga",
    P4="Kebutuhan yang disuarakan",
    lost_papers="Prioritas gugur karena berkas (rendah lebih baik)",
    rpjm="Desa dengan RPJM Desa layak",
    blm_built="Kegiatan BLM yang selesai",
    accepted="Bagian usulan yang sampai APBD",
)


@dataclass(frozen=True, slots=True)
class CapacityPlace:
    """Where a capacity stands in a world, and the lever that trains it."""

    lever: str
    table: str
    column: str


_AT = {
    column: CapacityPlace(lever, table, column)
    for lever, columns in TRAINS.items()
    for table, column in columns
}
ACTOR_LABELS = Labels(
    kpmd="KPMD",
    kades="Kepala Desa",
    bpd="Pengurus BPD",
    lpmd="Pengurus LPMD",
    bkad="BKAD",
    upk="UPK",
)
ACTORS = {name: _AT[f"cap_{name}"] for name in ACTOR_LABELS}
BODY_LABELS = Labels(bpd="BPD", lpmd="LPMD", bkad="BKAD", upk="UPK")
BODIES = {name: _AT.get(f"org_{name}") or _AT[f"cap_{name}"] for name in BODY_LABELS}


class TrainingRules(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The rules of play: sessions to share out, years with and after them, draws that are averaged."""

    sessions: int
    years: int
    after: int
    draws: int
    source: str
    firmness: str


class SessionPlan(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Who gets a session, in order."""

    label: dict[str, str]
    sessions: tuple[str, ...]


class Strengthening(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An action and what it strengthens."""

    strengthens: Literal["person", "body"]
    source: str


class Saying(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What somebody said and which awareness it shows."""

    awareness: Literal["resigned", "naive", "critical"]
    source: str


class Reasoning(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A reason for a plan, and whether it stands though the rate of training is only assumed."""

    sound: bool
    source: str


class Case(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """All of `datasets/kapasitas.toml`."""

    play: TrainingRules
    plan: dict[str, SessionPlan]
    action: dict[str, Strengthening]
    saying: dict[str, Saying]
    reasoning: dict[str, dict[str, Reasoning]]


@cache
def case() -> Case:
    """Read the rules of play, the plans and the examples."""
    return read_data(Case, "datasets", "kapasitas.toml")


def starts(desk: Desk, places: Mapping[str, CapacityPlace] = ACTORS) -> dict[str, float]:
    """Give the mean capacity of each actor in the dataset, 0..1."""
    tables = desk.world.tables
    return {
        name: float(np.mean(tables[place.table][place.column])) for name, place in places.items()
    }


def target(place: CapacityPlace) -> float:
    """Give the illustrative target of the indicator that counts a capacity, 0..1."""
    name = f"{place.table}.{place.column}"
    return next(
        indicator.target
        for indicator in indicators.definitions().values()
        if name in indicator.columns and indicator.target is not None
    )


def raised(
    desk: Desk,
    place: CapacityPlace,
    capacity: float,
    effort: float = 1.0,
    rate: float | None = None,
) -> float:
    """Give a capacity after a year of effort, as the library trains it.

    Parameters
    ----------
    capacity : before, 0..1.
    effort : of full effort, 0..1; a session is one full effort.
    rate : share of the gap that full effort closes; the library's own when None.
    """
    table = desk.world.tables[place.table]
    columns = {**table, place.column: np.full(len(table[place.column]), capacity)}
    scenario = desk.scenario.change(**{place.lever: effort})
    if rate is not None:
        scenario = scenario.change(**{RATE: rate})
    after = trained(with_tables(desk.world, {place.table: columns}), scenario, Draws(desk.seed))
    return float(after.tables[place.table][place.column].mean())


def practised(
    desk: Desk,
    sessions: Sequence[str],
    start: Mapping[str, float] | None = None,
    rate: float | None = None,
) -> dict[str, float]:
    """Give the capacity of every actor after sessions given in order.

    Parameters
    ----------
    start : capacities before; those of the dataset when None.
    rate : as in `raised`.
    """
    capacities = dict(start or starts(desk))
    for actor in sessions:
        capacities[actor] = raised(desk, ACTORS[actor], capacities[actor], rate=rate)
    return capacities


def plan(desk: Desk, key: str) -> tuple[str, ...]:
    """Give a plan by name; `terlemah` gives each session to who is weakest when it comes."""
    if key != "terlemah":
        return case().plan[key].sessions
    given: list[str] = []
    capacities = starts(desk)
    while len(given) < case().play.sessions:
        given.append(weakest(capacities))
        capacities = practised(desk, given[-1:], capacities)
    return tuple(given)


def weakest(capacities: Mapping[str, float]) -> str:
    """Name the weakest link."""
    return min(capacities, key=lambda actor: capacities[actor])


def calendar(sessions: Sequence[str], scenario: Scenario) -> tuple[list[Frozen], list[str]]:
    """Put sessions into years: one full effort a lever and year, within the library's budget of effort.

    Returns
    -------
    The levers of every year, and the sessions for which no year had room.
    """
    play, room = case().play, int(scenario.value(BUDGET))
    years: list[dict[str, LeverValue]] = [{} for _ in range(play.years)]
    left = []
    for actor in sessions:
        lever = ACTORS[actor].lever
        free = next((year for year in years if lever not in year and len(year) < room), None)
        if free is None:
            left.append(actor)
        else:
            free[lever] = 1.0
    return [frozen(year) for year in years], left


def lived(desk: Desk, years: Sequence[Frozen]) -> Floats:
    """Let Wanasari live through years of training; (draws, years, measures), in the order of `MEASURES`."""
    base, draws = frozen(desk.scenario.changed), range(case().play.draws)
    return np.array(
        [_lived(desk.scenario.rules, base, tuple(years), desk.seed, draw) for draw in draws]
    )


def faded(desk: Desk, years: Sequence[Frozen], turnover: float) -> Floats:
    """Let Wanasari live on after the last session; (years, measures) of one draw, which chance does not touch.

    Parameters
    ----------
    turnover : share of what was gained that leaves with its people each year.
    """
    plan = (*years, *[()] * case().play.after)
    base = (*frozen(desk.scenario.changed), (TURNOVER, turnover))
    return _lived(desk.scenario.rules, base, plan, desk.seed, 0)


@lru_cache(maxsize=512)
def _lived(
    rules: str, changed: Frozen, plan: tuple[Frozen, ...], seed: int, replicate: int
) -> Floats:
    base = Scenario("", rules).change(**dict(changed))
    scenarios = [base.change(**dict(year)) for year in plan]
    run = p2.run_years(
        world(KABUPATEN), scenarios, len(plan), seed, replicate=replicate, settle=0
    ).check()
    return np.array([measured(each, MEASURES) for each in run.runs])
