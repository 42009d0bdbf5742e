"""Elections as large as those of cities, decided as pabutools decides."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from pabutools.election import ApprovalBallot, ApprovalProfile, Instance, Project

from p2spp_sim.studies.elections import RULES, Election
from tests.studies.elections_of_pabutools import KINDS, drawn, winners, written

SIZES = [(25, 400), (40, 1_500), (60, 3_000), (80, 6_000), (100, 10_000)]


@pytest.mark.parametrize(("projects", "voters"), SIZES)
@pytest.mark.parametrize("seed", range(2))
def test_cities_are_decided_as_pabutools_decides(
    tmp_path: Path, projects: int, voters: int, seed: int
) -> None:
    rng = np.random.default_rng([projects, seed])
    cost = rng.integers(5, 300, projects) * 50  # pabutools takes every step of one
    known = [Project(str(name), int(price)) for name, price in enumerate(cost, 1)]
    likes = rng.random((voters, projects)) < rng.beta(1, 7, projects)
    profile = ApprovalProfile(
        ApprovalBallot(project for project, yes in zip(known, row, strict=True) if yes)
        for row in likes
    )
    instance = Instance(known, budget_limit=int(cost.sum() * rng.uniform(0.1, 0.4)))
    election = Election.read(written(instance, profile, tmp_path / "city.pb"))
    theirs = winners(instance, profile)
    assert {rule: set(election.winners(rule)) for rule in RULES} == theirs
    assert Election.read(election.write(tmp_path / "again.pb")) == election


@pytest.mark.parametrize("kind", KINDS)
def test_villages_are_decided_as_pabutools_decides(tmp_path: Path, kind: str) -> None:
    for seed in range(250):
        instance, profile = drawn(np.random.default_rng([15, seed]), kind, 16, 40)
        election = Election.read(written(instance, profile, tmp_path / "village.pb"))
        theirs = winners(instance, profile)
        assert {rule: set(election.winners(rule)) for rule in RULES} == theirs, seed
