"""The kernel decides every row as the slow forum written from the text does.

The mass of cases comes from numpy seeds, which is much quicker than drawing agendas with hypothesis; a case
that fails is made as small as it gets before it is shown. Hypothesis draws a smaller number of its own.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings

from p2spp_sim.forum.decide import FILL_RULES, Agenda, Pot, decide

from . import oracle
from .agendas import Ballots, Case, cases, random_case, take_rows

CASES = 2_000


def kernel_rows(case: Case, **options: int) -> list[oracle.Outcome]:
    """Read the kernel's decisions row by row."""
    decisions = decide(case[0], case[1], **options)
    columns = (decisions.reason, decisions.rank, decisions.granted, decisions.pot, decisions.score)
    return [
        oracle.Outcome(reason, rank, granted, pot, None if math.isnan(score) else score)
        for reason, rank, granted, pot, score in zip(
            *(column.tolist() for column in columns), strict=True
        )
    ]


def agree(case: Case, **options: int) -> bool:
    """Say whether kernel and oracle decide every row alike."""
    mine = kernel_rows(case, **options)
    return mine == oracle.decide(*case, **options, preferred=[row.pot for row in mine])


def smallest(case: Case, **options: int) -> Case:
    """Take rows and pots out of a case as long as the two still disagree."""
    agenda, pots = case
    rows = np.arange(agenda.asked.size)
    smaller = [take_rows(case, np.delete(rows, row)) for row in rows]
    smaller += [(agenda, pots[:pot] + pots[pot + 1 :]) for pot in range(len(pots))]
    for candidate in smaller:
        if not agree(candidate, **options):
            return smallest(candidate, **options)
    return case


def complaint(case: Case, **options: int) -> str:
    """Describe a disagreement by the smallest case that shows it."""
    case = smallest(case, **options)
    mine = kernel_rows(case, **options)
    theirs = oracle.decide(*case, **options, preferred=[row.pot for row in mine])
    rows = [
        f"  row {row}: kernel {a}, oracle {b}"
        for row, (a, b) in enumerate(zip(mine, theirs, strict=True))
    ]
    return "\n".join([repr(case[0]), *map(repr, case[1]), repr(options), *rows])


@pytest.mark.parametrize("fill", FILL_RULES)
def test_kernel_equals_oracle(fill: str) -> None:
    taken = refused = 0
    for seed in range(CASES):
        rng = np.random.default_rng([FILL_RULES.index(fill), seed])
        case = random_case(rng, fill)
        options = {
            "precision": int(rng.choice([6, 6, 6, 2, 0])),
            "misfit": 4,
            "not_its_turn": int(rng.choice([7, 11])),
        }
        if not agree(case, **options):
            pytest.fail(f"seed {seed}\n{complaint(case, **options)}")
        pots = [pot.fill for pot in case[1]]
        decisions = decide(*case, **options)
        taken += int(
            np.isin(decisions.pot, [i for i, name in enumerate(pots) if name == fill]).sum()
        )
        refused += int(((decisions.rank > 0) & (decisions.pot < 0)).sum())
    # The cases mean something only when the rule often takes rows and rows are often refused.
    assert taken > CASES
    assert refused > CASES


@pytest.mark.parametrize("fill", [name for name in FILL_RULES if name != "best_package"])
def test_kernel_equals_oracle_on_groups_of_unlike_size(fill: str) -> None:
    for seed in range(30):
        case = random_case(
            np.random.default_rng([FILL_RULES.index(fill), 99, seed]), fill, uneven=True
        )
        assert agree(case), f"seed {seed}\n{complaint(case)}"


@settings(max_examples=200)
@given(cases())
def test_kernel_equals_oracle_on_drawn_cases(case: Case) -> None:
    mine = kernel_rows(case)
    assert mine == oracle.decide(*case, preferred=[row.pot for row in mine])


def test_columns_have_the_declared_types() -> None:
    decisions = decide(*random_case(np.random.default_rng(5), "skip"))
    kinds = [
        column.dtype
        for column in (
            decisions.reason,
            decisions.rank,
            decisions.granted,
            decisions.pot,
            decisions.score,
        )
    ]
    assert kinds == [np.int8, np.int32, np.int64, np.int8, np.float64]


def tiny(**columns: Any) -> Agenda:
    """Make an agenda of two rows."""
    given_columns = {"asked": np.array([3, 2]), "score": np.array([0.5, 0.25]), "tie": np.arange(2)}
    return Agenda(group=np.zeros(2, dtype=np.int64), groups=1, **{**given_columns, **columns})


@pytest.mark.parametrize("fill", ["best_package", "equal_shares"])
def test_a_limit_is_refused_where_it_has_no_meaning(fill: str) -> None:
    agenda = tiny(ballots=Ballots(np.ones((1, 2), np.bool_), np.zeros(1, np.int64)))
    with pytest.raises(ValueError):
        decide(agenda, [Pot(ceiling=np.array([5]), fill=fill, limit=np.array([1]))])


def test_without_a_pot_every_row_is_a_misfit() -> None:
    decisions = decide(tiny(), [])
    assert decisions.reason.tolist() == [4, 4]
    assert decisions.rank.tolist() == [1, 2]
    assert decisions.pot.tolist() == [-1, -1]


def test_no_rows_no_decisions() -> None:
    agenda = Agenda(
        group=np.zeros(0, dtype=np.int64),
        groups=2,
        asked=np.zeros(0, dtype=np.int64),
        score=np.zeros(0),
        tie=np.zeros(0, dtype=np.int64),
    )
    assert decide(agenda, [Pot(ceiling=np.array([5, 5]))]).granted.size == 0
