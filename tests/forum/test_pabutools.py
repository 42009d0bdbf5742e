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

Completed equal shares are pabutools' with `voter_budget_increment`, followed by its greedy with `Cost_Sat`.
"""

from __future__ import annotations

from dataclasses import replace

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
from pabutools.rules import (
    completion_by_rule_combination,
    greedy_utilitarian_welfare,
    method_of_equal_shares,
)
from pabutools.tiebreaking import TieBreakingRule

from p2spp_sim.forum import whole_sets
from p2spp_sim.forum.decide import Agenda, Pot, decide

from .agendas import Ballots

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


def one_group(
    cost: np.ndarray,
    score: np.ndarray,
    tie: np.ndarray,
    ballots: np.ndarray,
    completion: int = 0,
) -> Agenda:
    """Put all rows and voters into one group."""
    return Agenda(
        group=np.zeros(cost.size, dtype=np.int64),
        groups=1,
        asked=cost,
        score=score,
        tie=tie,
        ballots=Ballots(ballots, np.zeros(len(ballots), dtype=np.int64)),
        completion=completion,
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


def test_completed_equal_shares_equal_pabutools() -> None:
    grown = added = 0
    for seed in range(INSTANCES // 2):
        rng = np.random.default_rng([3, seed])
        n, voters = int(rng.integers(1, 11)), int(rng.integers(1, 13))
        ballots = rng.random((voters, n)) < rng.choice([0.15, 0.3, 0.5, 0.8])
        cost = rng.integers(1, int(rng.choice([5, 40, 300])), n)
        tie, step = rng.permutation(n), int(rng.choice([1, 1, 4]))
        ceiling = int(cost.sum() * rng.uniform(0, 1.2))
        agenda = one_group(cost, np.zeros(n), tie, ballots, step)
        instance, profile = election(tie, cost, ballots, ceiling)
        equal = {"sat_class": Cardinality_Sat, "tie_breaking": BY_NAME}
        theirs = completion_by_rule_combination(
            instance,
            profile,
            [method_of_equal_shares, greedy_utilitarian_welfare],
            [
                equal | {"voter_budget_increment": step},
                {"sat_class": Cost_Sat, "tie_breaking": BY_NAME},
            ],
        )
        mine = funded(agenda, tie, "equal_shares", ceiling)
        assert mine == {project.name for project in theirs}, seed
        alone = funded(replace(agenda, completion=0), tie, "equal_shares", ceiling)
        only = method_of_equal_shares(instance, profile, voter_budget_increment=step, **equal)
        grown += {project.name for project in only} != alone
        added += {project.name for project in only} != mine
    assert min(grown, added) > INSTANCES / 10


def test_purses_that_leap_leave_out_no_step() -> None:
    far = 0
    for seed in range(60):
        rng = np.random.default_rng([4, seed])
        n, voters = int(rng.integers(2, 7)), int(rng.integers(1, 6))
        ballots = rng.random((voters, n)) < 0.5
        cost = rng.integers(1, 400, n)
        room = int(cost.sum() * rng.uniform(0.1, 0.9))
        more, kept = 0, np.array([], np.int64)
        while True:
            bought = whole_sets.method_of_equal_shares(cost, ballots, room + more * voters)
            left = room - cost[bought].sum()
            if left < 0:
                break
            kept = bought
            wanted = ballots.any(axis=0)
            wanted[bought] = False
            if not (cost[wanted] <= left).any():
                break
            more += 1
        expected, left = kept.tolist(), room - cost[kept].sum()
        for row in np.argsort(-ballots.sum(axis=0), kind="stable").tolist():
            if row not in expected and cost[row] <= left:
                expected.append(row)
                left -= cost[row]
        assert whole_sets.method_of_equal_shares(cost, ballots, room, 1).tolist() == sorted(
            expected
        ), seed
        rupiah = cost * 1_000_000, ballots, room * 1_000_000, 1_000_000
        assert whole_sets.method_of_equal_shares(*rupiah).tolist() == sorted(expected), seed
        far = max(far, more)
    assert far > 50
