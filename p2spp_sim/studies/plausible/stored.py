"""The stored joint sample of all parameters in doubt, and whether it is of the model that runs here.

`p2spp_sim.studies.plausible` makes it; here it is read. It knows its model by what the first of its states gives: whole
numbers of one year under every rule book, so that a mended sentence is no other model and a moved decision is.
"""

import csv
from collections.abc import Collection, Mapping
from functools import cache
from hashlib import blake2b
from typing import Any
from warnings import warn

import msgspec
import numpy as np

from p2spp_sim.base.errors import OutOfBounds
from p2spp_sim.base.files import data_path, read_data
from p2spp_sim.base.language import tr
from p2spp_sim.base.numerals import whole_number
from p2spp_sim.scenario.levers import LeverValue
from p2spp_sim.scenario.levers import lever as lever_of
from p2spp_sim.scenario.scenario import Scenario
from p2spp_sim.world.world import World
from p2spp_sim.year import run_year

STATES, DIAGNOSIS = ("datasets", "plausible.csv"), ("datasets", "plausible.toml")
RULES = ("2010", "dana_desa", "sipd")  # rule books whose parameters the set holds
_PROBE = "wanasari"
WorldState = Mapping[str, LeverValue]


class OtherModel(UserWarning):
    """What is stored was measured on a model that decides otherwise."""


class Diagnosis(msgspec.Struct, frozen=True):
    """How the set was made and what it is worth; columns as `p2spp_sim.studies.plausible` writes them."""

    model: str
    seed: int
    replicates: int
    waves: list[dict[str, float]]
    before: dict[str, float]
    after: dict[str, float]
    implausibility: dict[str, Any]
    correlations: list[dict[str, Any]]
    parameters: dict[str, dict[str, Any]]


@cache
def diagnosis() -> Diagnosis:
    """Read how the stored set was made."""
    return read_data(Diagnosis, *DIAGNOSIS)


@cache
def states() -> tuple[WorldState, ...]:
    """Read the stored states, one mapping of all parameters in doubt each."""
    with data_path(*STATES).open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return tuple({key: _number(key, text) for key, text in row.items()} for row in rows)


def states_drawn(n: int | None = None, seed: int = 0) -> tuple[WorldState, ...]:
    """Draw states without replacement; all of them, in their order, where it is not said how many.

    Raises
    ------
    OutOfBounds : fewer than one, or more than there are.
    """
    stored = states()
    n, seed = len(stored) if n is None else whole_number("n", n, 1), whole_number("seed", seed)
    if n > len(stored):
        text = tr("n = {n}: himpunan yang masuk akal memuat {most} keadaan.")
        raise OutOfBounds([text.format(n=n, most=len(stored))])
    if n == len(stored):
        return stored
    return tuple(stored[at] for at in np.random.default_rng(seed).permutation(len(stored))[:n])


def _number(key: str, text: str) -> LeverValue:
    return float(text) if lever_of(key).kind == "real" else int(text)


def known(state: WorldState, scenario: Scenario) -> dict[str, LeverValue]:
    """Give the part of a state that a rule book knows."""
    return {key: value for key, value in state.items() if scenario.knows(key)}


def put(state: WorldState, scenario: Scenario, besides: Collection[str] = ()) -> Scenario:
    """Give a scenario in a state of the world; what it sets itself (`besides`) stays."""
    values = known(state, scenario).items()
    return scenario.change(**{key: value for key, value in values if key not in besides})


def model_of(state: WorldState) -> str:
    """Name the model by what it decides in one state of the world: rows, takers and rupiah of every forum."""
    decided = []
    for rules in RULES:
        run = run_year(World.load(_PROBE), put(state, Scenario.load(rules)))
        decided += [
            (len(step.rows), int((step.pot >= 0).sum()), int(step.after.sum()))
            for part in run.parts
            for step in part.steps
        ]
    return blake2b(repr(decided).encode(), digest_size=8).hexdigest()


@cache  # once a process
def outdated() -> str:
    """Say that the stored set is of another model than runs here; "" where it is of this one."""
    if model_of(states()[0]) == diagnosis().model:
        return ""
    text = tr(
        "Himpunan keadaan yang masuk akal dibuat dengan model lain; buat lagi dengan "
        "python -m p2spp_sim.studies.plausible."
    )
    return text


def tell_outdated() -> None:
    """Warn where the stored set is of another model."""
    if text := outdated():
        warn(text, OtherModel, stacklevel=3)
