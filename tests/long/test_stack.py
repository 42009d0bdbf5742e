"""Stacks over many worlds, scenarios, rule books, fill rules and years."""

from hypothesis import given, settings
from hypothesis import strategies as st

import p2spp_sim as p2
from p2spp_sim.scenario.stacked import DiffersError
from p2spp_sim.studies.design import value_at
from tests.studies.stacked_runs import BOOKS, different, same_as_alone, scenarios, world, worlds

# what a stack does not hold in two values: how a pot is filled, words that choose a formula, what switches a limit on,
# and the training of agencies, whose table serves all runs
APART = {
    "fill_rule",
    "pik_formula",
    "dd_year",
    "publish_ceilings",
    "kecamatan_ceiling_idr",
    "train_skpd",
}


@settings(max_examples=600, deadline=None)
@given(
    worlds,
    scenarios(),
    st.integers(0, 2**40),
    st.integers(0, 999),
    st.integers(1, 16),
    st.integers(0, 30),
)
def test_every_bit_of_a_stack_is_that_of_the_runs_alone(world, scenario, seed, first, runs, year):
    same_as_alone(world, [scenario] * runs, range(first, first + runs), seed, year)


@settings(max_examples=600, deadline=None)
@given(worlds, different(), st.integers(0, 2**40), st.integers(0, 999), st.integers(0, 30))
def test_every_bit_of_points_that_are_run_at_once(world, points, seed, first, year):
    try:
        same_as_alone(world, points, range(first, first + len(points)), seed, year)
    except DiffersError as error:
        assert len({point.in_force().value(error.key) for point in points}) > 1


def test_points_may_differ_in_nearly_every_lever():
    apart = set()
    for book in BOOKS:
        base = p2.Scenario.load(book).change(pik_share=0.15)
        for key, lever in base.declared.items():
            if not base.knows(key):
                continue
            points = [base.change(**{key: value_at(lever, place)}) for place in (0.1, 0.5, 0.9)]
            try:
                same_as_alone(world(30, 3, 9), points, [3, 3, 5], 7)
            except DiffersError as error:
                apart |= {error.key} if base.lever(error.key).role == "lever" else set()
    assert apart == APART
