"""Stacks over many worlds, scenarios, rule books, fill rules and years."""

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.studies.stacked_runs import same_as_alone, scenarios, worlds


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
    same_as_alone(world, scenario, seed, first, runs, year)
