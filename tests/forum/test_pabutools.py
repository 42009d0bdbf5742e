"""Greedy and equal shares against pabutools, which knows nothing of this project.

pabutools' greedy goes down the projects by satisfaction *per rupiah*; our `skip` goes down by score. The two
orders are made equal in two ways:

- with `Cost_Sat` a voter's satisfaction with a project is its cost, so satisfaction per rupiah is the number
  of approvals, and that number is our score;
- with `Cardinality_Sat` it is approvals / cost; our score is that quotient, and costs are powers of two up to
  64, so that it has at most six decimals and rounding to six changes nothing.

Projects with equal satisfaction are told apart by the same tie on both sides: pabutools gets it as the
project's name, and `BY_NAME` orders by that. For equal shares the name is our rank. There every project costs
something: pabutools leaves out a project of no cost that nobody approves, our forum takes it.
"""

from __future__ import annotations

import numpy as np
import pytest
from pabutools.election import (
    ApprovalBallot,
    ApprovalProfile,
    Cardinality_Sat,
    Cost_Sat,
    Instance,
    Project,
)
from pabutools.rules import greedy_utilitarian_welfare, method_of_equal_shares
from pabutools.tiebreaking import TieBreakingRule

from p2spp_sim.forum.decide import Agenda, Pot, decide

INSTANCES = 400
BY_NAME = TieBreakingRule(lambda instance, profile, project: int(project.name))


def election(
    name: np.ndarray, cost: np.ndarray, ballots: np.ndarray, ceiling: int
) -> tuple[Instance, ApprovalProfile]:
    """Tell pabutools about projects, voters and money."""
    projects = [Project(str(label), int(price)) for label, price in zip(name, cost, strict=True)]
    approvals = [
        ApprovalBallot(p for p, yes in zip(projects, ballot, strict=True) if yes)
        for ballot in ballots
    ]
    return Instance(projects, budget_limit=ceiling), ApprovalProfile(approvals)


def funded(agenda: Agenda, name: np.ndarray, fill: str, ceiling: int) -> set[str]:
    """Name what the kernel funds."""
    decisions = decide(agenda, [Pot(ceiling=np.array([ceiling]), fill=fill)])
    return {str(label) for label in name[decisions.pot == 0]}


def one_group(cost: np.ndarray, score: np.ndarray, tie: np.ndarray, ballots: np.ndarray) -> Agenda:
    """Put all rows and voters into one group."""
    return Agenda(
        group=np.zeros(cost.size, dtype=np.int64),
        groups=1,
        asked=cost,
        score=score,
        tie=tie,
        ballots=ballots,
        voter_group=np.zeros(len(ballots), dtype=np.int64),
    )


@pytest.mark.parametrize("satisfaction", [Cost_Sat, Cardinality_Sat])
def test_skip_equals_greedy(satisfaction: type) -> None:
    partly = 0
    for seed in range(INSTANCES):
        rng = np.random.default_rng([1, seed])
        n, voters = int(rng.integers(1, 11)), int(rng.integers(1, 9))
        ballots = rng.random((voters, n)) < 0.5
        approvals = ballots.sum(axis=0)
        if satisfaction is Cost_Sat:
            cost = rng.integers(0, 12, n) * int(rng.choice([1, 5_000_000]))
            score = approvals.astype(np.float64)
        else:
            cost = 2 ** rng.integers(0, 7, n)
            score = approvals / cost
        tie = rng.permutation(n)
        ceiling = int(cost.sum() * rng.uniform(0, 1.1))
        instance, profile = election(tie, cost, ballots, ceiling)
        theirs = greedy_utilitarian_welfare(
            instance, profile, sat_class=satisfaction, tie_breaking=BY_NAME
        )
        mine = funded(one_group(cost, score, tie, ballots), tie, "skip", ceiling)
        assert mine == {project.name for project in theirs}, seed
        partly += 0 < len(mine) < n
    assert partly > INSTANCES / 2


def test_equal_shares_equals_pabutools() -> None:
    partly = unlike_greedy = 0
    for seed in range(INSTANCES):
        rng = np.random.default_rng([2, seed])
        n, voters = int(rng.integers(1, 11)), int(rng.integers(1, 13))
        ballots = rng.random((voters, n)) < rng.choice([0.3, 0.5, 0.8])
        cost = rng.integers(1, int(rng.choice([5, 40])), n) * int(rng.choice([1, 7_500_000]))
        tie = rng.permutation(n)
        ceiling = int(cost.sum() * rng.uniform(0, 1.2))
        score = rng.integers(0, 4, n) / 4
        agenda = one_group(cost, score, tie, ballots)
        rank = decide(agenda, []).rank
        instance, profile = election(rank, cost, ballots, ceiling)
        theirs = method_of_equal_shares(
            instance, profile, sat_class=Cardinality_Sat, tie_breaking=BY_NAME
        )
        mine = funded(agenda, rank, "equal_shares", ceiling)
        assert mine == {project.name for project in theirs}, seed
        partly += 0 < len(mine) < n
        unlike_greedy += mine != funded(agenda, rank, "skip", ceiling)
    assert partly > INSTANCES / 2
    assert unlike_greedy > INSTANCES / 4
