"""Designs: every kind of lever, in its bounds, evenly."""

import numpy as np
import pytest

import p2spp_sim as p2
from p2spp_sim.design import Design, value_at

BASE = p2.Scenario.load("2010")
MIXED = BASE.levers("pik_share", "proposal_cap", "womens_meeting", "fill_rule")


@pytest.mark.parametrize("design", [
    Design.grid(MIXED, 4), Design.latin_hypercube(MIXED, 40, seed=1), Design.sobol(MIXED, 16, seed=1),
    Design.morris(MIXED, 6, seed=1),
], ids=lambda design: design.kind)  # fmt: skip
def test_every_point_is_allowed(design):
    for point in design.points:
        assert set(point) == {lever.key for lever in MIXED}
        BASE.change(**point)


def test_sizes():
    rules = len(BASE.lever("fill_rule").choices)
    assert len(Design.grid(MIXED, 4)) == 4 * 4 * 2 * rules
    assert len(Design.sobol(MIXED, 16)) == 16 * (4 + 2)
    assert len(Design.morris(MIXED, 6)) == 6 * (4 + 1)


def test_a_latin_hypercube_takes_every_slice_once():
    design = Design.latin_hypercube(MIXED, 50, seed=3)
    for column in design.places.T:
        assert sorted((column * 50).astype(int)) == list(range(50))
    rules = [point["fill_rule"] for point in design.points]
    assert {rules.count(rule) for rule in set(rules)} <= {7, 8}


def test_ends_of_the_way():
    cap = BASE.lever("proposal_cap")
    assert [value_at(cap, place) for place in (0.0, 0.9999999)] == [1, 40]
    assert value_at(BASE.lever("pik_share"), 0.5) == pytest.approx(0.3)
    assert [value_at(BASE.lever("womens_meeting"), place) for place in (0.49, 0.5)] == [False, True]


def test_the_same_seed_gives_the_same_design_and_key():
    one, two, other = (Design.latin_hypercube(MIXED, 20, seed=seed) for seed in (1, 1, 2))
    assert one.points == two.points
    assert one.key == two.key != other.key


def test_a_condition_keeps_only_what_meets_it():
    shares = BASE.levers("pik_share", "alignment_weight")
    design = Design.latin_hypercube(shares, 60).where(lambda point: point["pik_share"] + point["alignment_weight"] <= 1)
    assert 20 < len(design) < 60
    assert all(point["pik_share"] + point["alignment_weight"] <= 1 for point in design.points)
    assert np.all(design.places.shape == (len(design), 2))


def test_a_sobol_sample_that_is_no_power_of_two_is_refused():
    with pytest.raises(p2.OutOfBounds, match="100"):
        Design.sobol(MIXED, 100)
