"""Worlds, scenarios and rule books drawn at random, and the proof that runs of a stack are what they are alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields
from functools import cache

import numpy as np
from hypothesis import strategies as st

import p2spp_sim as p2
from p2spp_sim.base.draws import MOST_STACKED
from p2spp_sim.forum.decide import FILL_RULES
from p2spp_sim.model.loading import load_rules
from p2spp_sim.results.indicators import by_run, definitions, values
from p2spp_sim.studies.design import value_at
from p2spp_sim.world.stack import stacked
from p2spp_sim.year import run_stack, run_year

BOOKS = ("2010", "dana_desa", "sipd")
OF_A_ROW = ("at", "idr", "reason", "pot", "priority", "backed")


@cache
def world(villages: int, seed: int, size: int) -> p2.World:
    """Invent a world of several kabupaten of about `size` villages."""
    return p2.World.synthetic(villages, seed=seed, kabupaten_size=size)


worlds = st.builds(world, st.integers(1, 40), st.integers(0, 5), st.sampled_from([9, 300]))


@st.composite
def scenarios(draw: st.DrawFn) -> p2.Scenario:
    """Move some levers and parameters of a rule book, and choose a fill rule."""
    base = p2.Scenario.load(draw(st.sampled_from(BOOKS)))
    known = [
        key
        for key, lever in base.declared.items()
        if base.knows(key) and not lever.budget and lever.role != "coefficient"
    ]
    moved = draw(st.lists(st.sampled_from(known), max_size=8, unique=True))
    places = {key: draw(st.floats(0, 1, exclude_max=True)) for key in moved}
    changes = {key: value_at(base.lever(key), place) for key, place in places.items()}
    return base.change(**{**changes, "fill_rule": draw(st.sampled_from(FILL_RULES))})


@st.composite
def different(draw: st.DrawFn) -> list[p2.Scenario]:
    """Draw a scenario for each run of a stack: others in some levers and parameters, of one or several points."""
    base = draw(scenarios())
    known = [key for key, lever in base.declared.items() if base.knows(key) and not lever.budget]
    moved = draw(st.lists(st.sampled_from(known), min_size=1, max_size=4, unique=True))
    places = st.lists(st.floats(0, 1, exclude_max=True), min_size=len(moved), max_size=len(moved))
    points = [
        base.change(
            **{
                key: value_at(base.lever(key), place)
                for key, place in zip(moved, draw(places), strict=True)
            }
        )
        for _ in range(draw(st.integers(2, 6)))
    ]
    return [point for point in points for _ in range(draw(st.integers(1, 3)))][:MOST_STACKED]


def same_as_alone(
    world: p2.World,
    scenarios: Sequence[p2.Scenario],
    replicates: Sequence[int],
    seed: int,
    year: int = 0,
) -> None:
    """See that every decision and every bit of every indicator of a stack is that of its run alone."""
    stack = run_stack(stacked(world, len(scenarios)), scenarios, replicates, seed, year=year)
    measured = by_run(stack, definitions())
    docket = stack.parts[0].docket
    run_of = docket.proposals.village // world.size("village")
    for number, (scenario, replicate) in enumerate(zip(scenarios, replicates, strict=True)):
        alone = run_year(world, scenario, seed, replicate=replicate, year=year)
        mine, other = np.flatnonzero(run_of == number), alone.parts[0].docket
        for name in OF_A_ROW:
            assert np.array_equal(getattr(docket, name)[mine], getattr(other, name)), name
        for column in fields(docket.proposals):
            if column.name not in ("key", "village", "matches"):  # these name the run, or its rows
                theirs = getattr(other.proposals, column.name)
                assert np.array_equal(getattr(docket.proposals, column.name)[mine], theirs)
        assert measured[number].tobytes() == values(alone).tobytes()


def fills_by_lever() -> int:
    """Count the pots that the fill rule of a scenario fills, over all rule books."""
    pots = [pot for book in BOOKS for spec in load_rules(book).forum for pot in spec.pots]
    return sum(pot.fill not in FILL_RULES for pot in pots)
