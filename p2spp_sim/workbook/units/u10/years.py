"""Unit 10: what an action and a lever move in Wanasari, on paired draws of one year."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

import numpy as np

import p2spp_sim as p2
from p2spp_sim.base.intervals import half_width, moves
from p2spp_sim.results import indicators
from p2spp_sim.results.indicators import SASARAN, definitions
from p2spp_sim.scenario.levers import Lever
from p2spp_sim.scenario.scenario import LeverValue, Scenario
from p2spp_sim.studies import lever_effects as effects
from p2spp_sim.workbook.case.courses import Frozen, frozen
from p2spp_sim.workbook.case.desk import DRAWS, KABUPATEN, world
from p2spp_sim.workbook.units.u10.dashboard import data

RULES = "2010"
ARRIVED = "arrived"  # proposals of the kecamatan in the APBD, counted
WATCHED = (*SASARAN, ARRIVED)


@dataclass(frozen=True, slots=True)
class Change:
    """Mean of paired differences with its 95 % interval; shares, or proposals for `arrived`."""

    mean: float
    low: float
    high: float

    @property
    def moves(self) -> int:
        """The sign of the change; 0 when the interval holds zero."""
        return moves(self.low, self.high)


@lru_cache(maxsize=256)
def _values(seed: int, levers: Frozen) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
    """(draws, watched) of one year under some levers: shares by count, and proposals for `arrived`."""
    scenario = Scenario.load(RULES).change(**dict(levers))
    places = [list(definitions()).index(key) for key in SASARAN]
    runs = (
        p2.run_year(world(KABUPATEN), scenario, seed=seed, replicate=number)
        for number in range(DRAWS)
    )
    return np.array(
        [[*indicators.values(run)[places, 0], indicators.counted(run, "accepted")] for run in runs]
    )


@lru_cache(maxsize=256)
def _changes(seed: int, levers: Frozen) -> dict[str, Change]:
    difference = _values(seed, levers) - _values(seed, ())
    mean, half = difference.mean(axis=0), half_width(difference)
    return {
        key: Change(float(m), float(m - h), float(m + h))
        for key, m, h in zip(WATCHED, mean, half, strict=True)
    }


def _levers(actions: Sequence[str]) -> Frozen:
    """Give the levers that some actions move together."""
    values: dict[str, LeverValue] = {}
    for key in actions:
        values |= data().action[key].values
    return frozen(values)


def change(seed: int, *actions: str) -> dict[str, Change]:
    """Give what some actions together move, by sasaran and `arrived`, against a year without them."""
    return _changes(seed, _levers(actions))


def means(seed: int, actions: Sequence[str]) -> tuple[dict[str, float], dict[str, float]]:
    """Give the mean of each sasaran and of `arrived` without and with some actions."""
    rows = [_values(seed, levers).mean(axis=0) for levers in ((), _levers(actions))]
    before, now = (dict(zip(WATCHED, map(float, row), strict=True)) for row in rows)
    return before, now


def levers_of(code: str) -> list[Lever]:
    """Give the levers that serve a sasaran: by their own declaration, or meant to move an indicator of it."""
    known, scenario = definitions(), Scenario.load(RULES)
    measuring = {key for key, indicator in known.items() if indicator.seed_code == code}
    serving = []
    for lever in scenario.levers():
        if lever.regimes and RULES not in lever.regimes:
            continue
        meant = {key.partition(".")[0] for key in lever.meant} & measuring
        if meant or code in lever.seed_codes:
            serving.append(lever)
    return serving


def meant(lever: Lever, code: str) -> int:
    """Give the declared direction in which a lever moves an indicator of a sasaran; 0 where none is declared."""
    known = definitions()
    signs = [
        sign for key, sign in lever.meant.items() if known[key.partition(".")[0]].seed_code == code
    ]
    return signs[0] if signs else 0


def direction(key: str, code: str) -> Change:
    """Give how a sasaran moves when a lever goes from its low to its high end, as the library's effects find it."""
    nowhere = Change(
        float("nan"), float("nan"), float("nan")
    )  # where one end leaves nothing to measure
    return _effects(key).get(code, nowhere)


@cache
def _effects(key: str) -> dict[str, Change]:
    base = Scenario.load(RULES)
    rows = effects.effects(world(KABUPATEN), base, base.lever(key), DRAWS)
    return {row.indicator: Change(row.mean, row.low, row.high) for row in rows}
