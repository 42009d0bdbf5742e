"""Random elections as pabutools sees them, and who wins them by its rules.

Ties go to the smaller id as text on both sides: `lexico_tie_breaking`, which is pabutools' own when none is named.
"""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import numpy as np
from gmpy2 import mpq
from pabutools.election import (
    AbstractCardinalProfile,
    Additive_Cardinal_Sat,
    ApprovalBallot,
    ApprovalProfile,
    CardinalBallot,
    Cardinality_Sat,
    CardinalProfile,
    Cost_Sat,
    CumulativeBallot,
    CumulativeProfile,
    Instance,
    OrdinalBallot,
    OrdinalProfile,
    Profile,
    Project,
    write_pabulib,
)
from pabutools.election.satisfaction import AdditiveSatisfaction
from pabutools.rules import (
    completion_by_rule_combination,
    greedy_utilitarian_welfare,
    method_of_equal_shares,
)

KINDS = ("approval", "scoring", "cumulative", "ordinal")


class PointsCostSat(AdditiveSatisfaction):
    """Points times cost: per rupiah they are the points, by which cities that give points go down the list."""

    def __init__(self, instance: Instance, profile: Profile, ballot: CardinalBallot) -> None:
        super().__init__(
            instance,
            profile,
            ballot,
            lambda _instance, _profile, given, project, _kept: given.get(project, 0) * project.cost,
        )


def drawn(
    rng: np.random.Generator, kind: str, most_projects: int = 10, most_voters: int = 14
) -> tuple[Instance, Profile]:
    """Draw an election: ids whose order as text is not that of numbers, costs also nothing or with halves, thirds."""
    n, voters = int(rng.integers(1, most_projects + 1)), int(rng.integers(1, most_voters + 1))
    ids = rng.permutation(3 * n)[:n]
    cost = rng.integers(rng.integers(2), int(rng.choice([6, 60])), n)
    parts = int(rng.choice([1, 1, 1, 2, 3]))
    projects = [
        Project(str(name), mpq(int(price), parts) if parts > 1 else int(price))
        for name, price in zip(ids, cost, strict=True)
    ]
    limit = int(cost.sum() * rng.uniform(0, 1.1)) // parts
    instance = Instance(projects, budget_limit=limit)
    instance.meta = {"description": "undian", "unit": "Desa", "rule": "greedy", "kept": "as it is"}
    instance.project_meta = {
        each: {"name": f"Jalan {each.name}", "votes": "0"} for each in projects
    }
    likes = rng.random((voters, n)) < rng.choice([0.2, 0.4, 0.7])
    if kind == "approval":
        return instance, ApprovalProfile(
            ApprovalBallot(p for p, yes in zip(projects, row, strict=True) if yes) for row in likes
        )
    likes[np.arange(voters), rng.integers(0, n, voters)] = True
    chosen = [[p for p, yes in zip(projects, row, strict=True) if yes] for row in likes]
    if kind == "ordinal":
        return instance, OrdinalProfile(
            OrdinalBallot([some[at] for at in rng.permutation(len(some))]) for some in chosen
        )
    ballot, profile = {
        "scoring": (CardinalBallot, CardinalProfile),
        "cumulative": (CumulativeBallot, CumulativeProfile),
    }[kind]
    return instance, profile(
        ballot({p: mpq(int(rng.integers(1, 9)), 2) for p in some}) for some in chosen
    )


def written(instance: Instance, profile: Profile, path: Path) -> Path:
    """Let pabutools write a file."""
    write_pabulib(instance, profile, str(path))
    return path


def winners(
    instance: Instance, profile: Profile, increment: Fraction | int = 1
) -> dict[str, set[str]]:
    """Let pabutools decide by each of the four rules."""
    pointed = isinstance(profile, AbstractCardinalProfile)
    votes, per_cost = (
        (PointsCostSat, Additive_Cardinal_Sat) if pointed else (Cost_Sat, Cardinality_Sat)
    )
    equal = {"sat_class": Cardinality_Sat}
    outcomes = {
        "greedy": greedy_utilitarian_welfare(instance, profile, sat_class=votes),
        "greedy_per_cost": greedy_utilitarian_welfare(instance, profile, sat_class=per_cost),
        "equal_shares": method_of_equal_shares(instance, profile, **equal),
        "equal_shares_completed": completion_by_rule_combination(
            instance,
            profile,
            [method_of_equal_shares, greedy_utilitarian_welfare],
            [equal | {"voter_budget_increment": increment}, {"sat_class": Cost_Sat}],
        ),
    }
    return {rule: {project.name for project in outcome} for rule, outcome in outcomes.items()}
