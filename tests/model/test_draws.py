"""Draws belong to their address, and look like draws."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from p2spp_sim.base.draws import PARTS, Draws, lognormal_permille, threshold

IDS = np.arange(20_000, dtype=np.uint64) * np.uint64(64) + np.uint64(3_211_012_001)


@given(st.integers(0, 2**40), st.integers(0, 99), st.permutations(range(50)))
def test_a_draw_does_not_depend_on_who_else_draws(seed, year, order):
    draws = Draws(seed, year=year)
    whole = draws.uniform("x", IDS[:50])
    shuffled = np.array(order)
    assert np.array_equal(draws.uniform("x", IDS[shuffled]), whole[shuffled])
    assert draws.uniform("x", IDS[17:18])[0] == whole[17]


@pytest.mark.parametrize("other", [Draws(8), Draws(7, replicate=1), Draws(7, year=1)])
def test_every_part_of_the_address_counts(other):
    mine = Draws(7).uniform("x", IDS)
    assert abs(np.corrcoef(mine, other.uniform("x", IDS))[0, 1]) < 4 / np.sqrt(len(IDS))
    assert not np.any(mine == other.uniform("x", IDS))


def test_purposes_are_independent_and_uniform():
    first, second = Draws(7).uniform("a", IDS), Draws(7).uniform("b", IDS)
    assert abs(np.corrcoef(first, second)[0, 1]) < 4 / np.sqrt(len(IDS))
    for drawn in (first, second):
        counts = np.histogram(drawn, 100, (0, 1))[0]
        chi = np.sum((counts - len(IDS) / 100) ** 2 / (len(IDS) / 100))
        assert 50 < chi < 160  # 99 degrees of freedom: beyond four standard deviations


def test_fields_are_four_uniform_parts():
    fields = Draws(3).fields("f", IDS).astype(float)
    assert np.all(np.abs(fields.mean(axis=1) / PARTS - 0.5) < 4 * 0.2887 / np.sqrt(len(IDS)))
    assert np.all(np.abs(np.corrcoef(fields) - np.eye(4)) < 4 / np.sqrt(len(IDS)))


@pytest.mark.parametrize("probability", [0.0, 0.1, 0.5, 1.0])
def test_threshold_gives_the_probability(probability):
    hits = np.mean(Draws(1).fields("t", IDS)[0] < threshold(probability))
    assert (
        abs(hits - probability) <= 4 * np.sqrt(probability * (1 - probability) / len(IDS)) + 1e-12
    )


def test_lognormal_table_has_median_one_and_its_spread():
    table = lognormal_permille(0.7)
    assert abs(np.median(table) - 1000) <= 2
    assert abs(np.std(np.log(table / 1000)) - 0.7) < 0.01
