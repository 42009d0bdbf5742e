"""The best package is the best: compared with every subset, and once with a solver of integer programmes."""

from __future__ import annotations

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp

from p2spp_sim.forum.decide import Agenda, Pot, decide

INSTANCES = 600
MOST_ROWS = 14


def one_group(cost: np.ndarray, points: np.ndarray) -> Agenda:
    """Put rows with whole points (score * 10**6) into one group."""
    rows = np.arange(cost.size)
    return Agenda(
        group=np.zeros(cost.size, dtype=np.int64),
        groups=1,
        asked=cost,
        score=points / 10**6,
        tie=rows,
    )


def chosen(cost: np.ndarray, points: np.ndarray, ceiling: int) -> np.ndarray:
    """Ask the kernel for the best package."""
    decisions = decide(
        one_group(cost, points), [Pot(ceiling=np.array([ceiling]), fill="best_package")]
    )
    return decisions.pot == 0


def best_by_trying(cost: np.ndarray, points: np.ndarray, ceiling: int) -> tuple[int, int]:
    """Look at every subset: the most points within the ceiling, and the least cost that buys them."""
    costs, sums = np.zeros(1, dtype=np.int64), np.zeros(1, dtype=np.int64)
    for row in range(cost.size):
        costs = np.concatenate([costs, costs + cost[row]])
        sums = np.concatenate([sums, sums + points[row]])
    within = costs <= ceiling
    most = int(sums[within].max())
    return most, int(costs[within & (sums == most)].min())


def random_instance(rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray, int]:
    """Draw costs, points and a ceiling of four kinds."""
    n = int(rng.integers(1, MOST_ROWS + 1))
    step = int(rng.choice([1, 1_000, 2_500_000]))
    cost = rng.integers(1, int(rng.choice([6, 60, 4_000])), n) * step
    kind = rng.integers(4)
    if kind == 0:
        points = rng.integers(0, 1_000_001, n)
    elif kind == 1:
        points = rng.integers(0, 5, n) * 250_000
    elif kind == 2:  # points that follow the cost: the hard ones
        points = 100_000 + 900_000 * cost // cost.max()
    else:  # equal points: the cheapest rows are the package
        points = np.full(n, 500_000)
    return cost, points, int(cost.sum() * rng.uniform(0, 1.1))


def test_best_package_is_the_best_of_all_subsets() -> None:
    full = 0
    for seed in range(INSTANCES):
        cost, points, ceiling = random_instance(np.random.default_rng([14, seed]))
        take = chosen(cost, points, ceiling)
        best = (int(points[take].sum()), int(cost[take].sum()))
        assert best == best_by_trying(cost, points, ceiling), (seed, cost, points, ceiling)
        full += take.all()
    assert full < INSTANCES / 4  # the ceiling binds in most instances


def test_best_package_beats_going_down_the_ranking() -> None:
    cost, points = np.array([6, 5, 5]), np.array([900_000, 800_000, 700_000])
    assert chosen(cost, points, 10).tolist() == [False, True, True]


def test_among_equal_packages_the_cheaper_one() -> None:
    cost, points = np.array([7, 6, 4, 5]), np.array([500_000, 500_000, 250_000, 250_000])
    assert chosen(cost, points, 9).tolist() == [False, True, False, False]


def test_best_package_of_120_rows_equals_integer_programme() -> None:
    rng = np.random.default_rng(120)
    million = rng.integers(15, 900, 120)
    points = rng.integers(50_000, 1_000_001, 120)
    ceiling = int(million.sum()) // 3
    take = chosen(million * 1_000_000, points, ceiling * 1_000_000)
    solved = milp(
        -points.astype(np.float64),
        constraints=LinearConstraint(million[np.newaxis, :].astype(np.float64), ub=ceiling),
        integrality=np.ones(120),
        bounds=Bounds(0, 1),
        options={"mip_rel_gap": 0.0},
    )
    assert solved.status == 0
    package = np.rint(solved.x).astype(np.int64)
    assert package @ million <= ceiling
    assert int(million[take].sum()) <= ceiling
    assert int(points[take].sum()) == int(points @ package)
