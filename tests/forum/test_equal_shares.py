"""Equal shares look ahead in floating point, and decide as fractions do."""

from fractions import Fraction

import numpy as np
import pytest

from p2spp_sim.forum import whole_sets
from p2spp_sim.forum.whole_sets import (
    _buy,
    _Purses,
    _RoughPurses,
    _TooCloseError,
    method_of_equal_shares,
)


def election(seed, most_voters=150, most_projects=20):
    rng = np.random.default_rng(seed)
    voters, projects = rng.integers(1, most_voters), rng.integers(1, most_projects)
    cost = rng.integers(0, rng.choice([10, 1_000, 10_000_000]), projects)
    approvals = rng.random((voters, projects)) < rng.uniform(0.05, 0.6)
    return cost, approvals, int(cost.sum() * rng.uniform(0.1, 1.1))


def parts(cost, approvals, room):
    ballots, times = np.unique(approvals, axis=0, return_counts=True)
    wanted = {row: np.flatnonzero(ballots[:, row]) for row in range(len(cost)) if cost[row]}
    wanted = {row: who for row, who in wanted.items() if len(who)}
    return cost.tolist(), wanted, times, Fraction(room, len(approvals))


def only_fractions(monkeypatch):
    def fail(*_):
        raise _TooCloseError

    monkeypatch.setattr(_RoughPurses, "ask", fail)


@pytest.mark.parametrize("completion", [0, 1])
def test_the_same_is_bought_as_by_fractions_alone(monkeypatch, completion):
    elections = [election(seed) for seed in range(150)]
    quick = [
        method_of_equal_shares(*e, completion and 1 + e[2] // 5000).tolist() for e in elections
    ]
    only_fractions(monkeypatch)
    exact = [
        method_of_equal_shares(*e, completion and 1 + e[2] // 5000).tolist() for e in elections
    ]
    assert quick == exact


def test_what_floating_point_is_sure_of_is_nearly_all_and_never_wrong():
    sure = 0
    for seed in range(300):
        price, wanted, times, purse = parts(*election(seed))
        exact, alike = _buy(price, wanted, _Purses(purse, times))
        try:
            rough, rough_alike = _buy(price, wanted, _RoughPurses(purse, times))
        except _TooCloseError:
            continue
        sure += 1
        assert rough == exact
        assert rough_alike <= alike * (1 + 1e-9)  # never further ahead
    assert 200 < sure < 300


def test_shares_that_only_fractions_tell_apart_are_left_to_them():
    """Two projects ask for nearly the same: of 10**9 and 10**9 + 1 by as many voters, poor ones among them."""
    cost = np.array([3, 10**9 + 1, 10**9])
    approvals = np.array([[1, 1, 0], [0, 1, 0], [1, 0, 1], [0, 0, 1]], np.bool_)
    room = 2 * 10**9 + 7
    price, wanted, times, purse = parts(cost, approvals, room)
    with pytest.raises(_TooCloseError):
        _buy(price, wanted, _RoughPurses(purse, times))
    assert (
        whole_sets._bought(price, wanted, times, purse)[0]
        == _buy(price, wanted, _Purses(purse, times))[0]
    )


def test_a_large_election_is_bought_without_fractions(monkeypatch):
    rng = np.random.default_rng(5)
    approvals = rng.random((3000, 30)) < rng.dirichlet(np.ones(30)) * 3
    cost = rng.integers(1_000, 900_000, 30)
    exact = []
    buy = whole_sets._buy

    def watched(price, wanted, purses):
        exact.append(isinstance(purses, _Purses))
        return buy(price, wanted, purses)

    monkeypatch.setattr(whole_sets, "_buy", watched)
    method_of_equal_shares(cost, approvals, int(cost.sum() * 0.3), 1)
    assert len(exact) > 10 and sum(exact) < len(exact) / 10
