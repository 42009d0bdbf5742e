"""What must hold for every agenda, whatever the rule."""

from __future__ import annotations

from dataclasses import replace
from random import Random

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from p2spp_sim.forum.decide import Decisions, decide

from .agendas import Ballots, Case, cases, take_rows

COLUMNS = ("reason", "rank", "granted", "pot", "score")
MISFIT, NOT_ITS_TURN = 4, 7


def amounts(case: Case) -> np.ndarray:
    """Return the rupiah each row comes with."""
    agenda = case[0]
    return agenda.asked if agenda.amended is None else agenda.amended


def spent(case: Case, decisions: Decisions, pot: int) -> np.ndarray:
    """Add up what each group took from a pot."""
    agenda = case[0]
    total = np.zeros(agenda.groups, dtype=np.int64)
    np.add.at(total, agenda.group[decisions.pot == pot], decisions.granted[decisions.pot == pot])
    return total


def same(mine: Decisions, theirs: Decisions, rows: np.ndarray | slice = slice(None)) -> None:
    """Assert that two decisions are equal, those of `theirs` taken in the order `rows`."""
    for name in COLUMNS:
        np.testing.assert_array_equal(
            getattr(mine, name), getattr(theirs, name)[rows], err_msg=name
        )


@given(cases())
def test_no_pot_is_overspent(case: Case) -> None:
    decisions = decide(*case)
    carried = np.zeros(case[0].groups, dtype=np.int64)
    for index, pot in enumerate(case[1]):
        if pot.ceiling is None:
            carried[:] = 0
            continue
        left = pot.ceiling + carried - spent(case, decisions, index)
        assert (left >= 0).all()
        carried = left if pot.rolls_over else np.zeros_like(left)


@given(cases())
def test_every_row_is_in_exactly_one_place(case: Case) -> None:
    decisions = decide(*case)
    reasons = [gate.reason for gate in case[0].gates]
    passes = np.all([gate.passes for gate in case[0].gates], axis=0)
    stopped = (
        (decisions.rank == 0)
        & (decisions.pot == -1)
        & (decisions.granted == 0)
        & np.isnan(decisions.score)
    )
    stopped &= np.isin(decisions.reason, reasons) & ~passes
    heard = (decisions.rank > 0) & ~np.isnan(decisions.score) & passes
    funded = (
        heard
        & (decisions.reason == 0)
        & (decisions.pot >= 0)
        & (decisions.granted == amounts(case))
    )
    refused = (
        heard
        & np.isin(decisions.reason, [MISFIT, NOT_ITS_TURN])
        & (decisions.pot == -1)
        & (decisions.granted == 0)
    )
    assert (stopped.astype(int) + funded + refused == 1).all()
    for index, pot in enumerate(case[1]):
        if pot.eligible is not None:
            assert pot.eligible[decisions.pot == index].all()


@given(cases())
def test_money_is_conserved(case: Case) -> None:
    decisions = decide(*case)
    asked, taken = case[0].asked, decisions.pot >= 0
    cut = int((asked - decisions.granted)[taken].sum())
    assert int(asked.sum()) == int(decisions.granted.sum()) + cut + int(asked[~taken].sum())
    assert (decisions.granted <= asked).all()


@given(cases())
def test_ranks_count_from_one_and_follow_the_score(case: Case) -> None:
    decisions, agenda = decide(*case), case[0]
    for group in range(agenda.groups):
        rows = np.flatnonzero((agenda.group == group) & (decisions.rank > 0))
        rows = rows[np.argsort(decisions.rank[rows])]
        assert decisions.rank[rows].tolist() == list(range(1, rows.size + 1))
        order = list(zip((-decisions.score[rows]).tolist(), agenda.tie[rows].tolist(), strict=True))
        assert order == sorted(order)


@settings(max_examples=200)
@given(cases(), st.randoms(use_true_random=False))
def test_order_of_rows_changes_nothing(case: Case, random: Random) -> None:
    order = list(range(case[0].asked.size))
    random.shuffle(order)
    rows = np.array(order, dtype=np.int64)
    same(decide(*take_rows(case, rows)), decide(*case), rows)


@given(cases(), st.permutations(range(3)))
def test_names_of_groups_change_nothing(case: Case, new: list[int]) -> None:
    agenda, pots = case
    name = np.array([label for label in new if label < agenda.groups])
    old = np.argsort(name)
    ballots = replace(agenda.ballots, group=name[agenda.ballots.group])
    renamed = replace(agenda, group=name[agenda.group], ballots=ballots)
    moved = [
        replace(
            pot,
            ceiling=None if pot.ceiling is None else pot.ceiling[old],
            limit=None if pot.limit is None else pot.limit[old],
        )
        for pot in pots
    ]
    same(decide(renamed, moved), decide(agenda, pots))


def four_names(low: int, high: int) -> st.SearchStrategy[list[int]]:
    """Draw names for the four units."""
    return st.lists(st.integers(low, high), min_size=4, max_size=4, unique=True)


@settings(max_examples=150)
@given(
    cases(fills=["village_first", "equal_split"], pots=2),
    four_names(-4, 4) | four_names(-(2**40), 2**40),
)
def test_names_of_units_change_nothing(case: Case, names: list[int]) -> None:
    renamed = replace(case[0], unit=np.array(names, dtype=np.int64)[case[0].unit])
    same(decide(renamed, case[1]), decide(*case))


@given(cases(fills=["equal_shares"]), st.permutations(range(5)))
def test_order_of_voters_changes_nothing(case: Case, order: list[int]) -> None:
    agenda = case[0]
    cast, group = agenda.ballots.cast[order], agenda.ballots.group[order]
    moved = replace(agenda, ballots=Ballots(cast, group))
    same(decide(moved, case[1]), decide(*case))


@given(cases(), st.integers(0, 2))
def test_groups_do_not_touch_each_other(case: Case, group: int) -> None:
    rows = np.flatnonzero(case[0].group == group)
    same(decide(*take_rows(case, rows)), decide(*case), rows)


@given(cases())
def test_limits_are_kept(case: Case) -> None:
    decisions, agenda = decide(*case), case[0]
    for index, pot in enumerate(case[1]):
        if pot.limit is not None:
            assert (
                np.bincount(agenda.group[decisions.pot == index], minlength=agenda.groups)
                <= pot.limit
            ).all()


@given(cases())
def test_a_later_pot_changes_nothing_in_the_earlier_ones(case: Case) -> None:
    both, first = decide(*case), decide(case[0], case[1][:-1])
    kept = both.pot < len(case[1]) - 1
    np.testing.assert_array_equal(np.where(kept, both.pot, -1), first.pot)
    np.testing.assert_array_equal(both.rank, first.rank)


@given(cases())
def test_rows_may_be_scored_after_the_gates(case: Case) -> None:
    agenda, pots = case
    asked_for = []

    def score(rows: np.ndarray | None) -> np.ndarray:
        asked_for.append(rows)
        return agenda.score if rows is None else agenda.score[rows]

    same(decide(replace(agenda, score=score), pots), decide(agenda, pots))
    passes = np.all([gate.passes for gate in agenda.gates], axis=0)
    assert sorted(asked_for[0].tolist()) == np.flatnonzero(passes).tolist()


@given(cases())
def test_without_a_tie_the_order_of_the_rows_decides(case: Case) -> None:
    agenda, pots = case
    in_order = replace(agenda, tie=np.arange(len(agenda.asked)))
    same(decide(replace(agenda, tie=None), pots), decide(in_order, pots))
    same(
        decide(replace(agenda, tie=None, gates=()), pots), decide(replace(in_order, gates=()), pots)
    )


@given(cases())
def test_order_holds_the_rows_that_passed_group_by_group(case: Case) -> None:
    decisions, agenda = decide(*case), case[0]
    assert sorted(decisions.order.tolist()) == np.flatnonzero(decisions.rank).tolist()
    parts = (
        np.split(decisions.order, np.flatnonzero(np.diff(agenda.group[decisions.order])) + 1)
        if len(decisions.order)
        else []
    )
    assert [set(agenda.group[part].tolist()) for part in parts] == [
        {g} for g in np.unique(agenda.group[decisions.order])
    ]
    for part in parts:
        assert decisions.rank[part].tolist() == list(range(1, len(part) + 1))


def raised(case: Case, more: int) -> Case:
    """Put more money into every pot that has a ceiling."""
    pots = tuple(
        replace(pot, ceiling=None if pot.ceiling is None else pot.ceiling + more) for pot in case[1]
    )
    return case[0], pots


@given(cases(fills=["stop"], pots=1), st.integers(0, 30))
def test_stop_with_more_money_takes_no_row_back(case: Case, more: int) -> None:
    before, after = decide(*case), decide(*raised(case, more))
    assert (after.pot >= before.pot).all()
    assert after.granted.sum() >= before.granted.sum()


@given(cases(fills=["stop"], pots=1))
def test_stop_takes_the_head_of_the_ranking_and_skip_no_less(case: Case) -> None:
    stop = decide(*case)
    skip = decide(case[0], [replace(case[1][0], fill="skip")])
    assert (skip.pot >= stop.pot).all()
    eligible = (
        np.ones(stop.pot.size, dtype=np.bool_)
        if case[1][0].eligible is None
        else case[1][0].eligible
    )
    for group in range(case[0].groups):
        rows = np.flatnonzero((case[0].group == group) & (stop.rank > 0) & eligible)
        taken = (stop.pot[rows[np.argsort(stop.rank[rows])]] == 0).tolist()
        assert taken == sorted(taken, reverse=True)


@given(cases(fills=["skip", "village_first", "rotation"], pots=1))
def test_skipping_leaves_no_row_that_would_still_fit(case: Case) -> None:
    decisions, agenda, pot = decide(*case), case[0], case[1][0]
    count = np.bincount(agenda.group[decisions.pot == 0], minlength=agenda.groups)
    room = np.ones(agenda.groups, dtype=np.bool_) if pot.limit is None else count < pot.limit
    waiting = (decisions.rank > 0) & (decisions.pot == -1) & room[agenda.group]
    if pot.eligible is not None:
        waiting &= pot.eligible
    if pot.fill == "rotation":
        waiting &= agenda.turn
    if pot.ceiling is None:
        assert not waiting.any()
    else:
        left = pot.ceiling - spent(case, decisions, 0)
        assert (amounts(case) > left[agenda.group])[waiting].all()


@given(cases(fills=["rotation"]))
def test_rotation_takes_only_rows_whose_turn_it_is(case: Case) -> None:
    decisions = decide(*case)
    assert case[0].turn[decisions.pot >= 0].all()
    assert not case[0].turn[(decisions.reason == NOT_ITS_TURN) & (decisions.rank > 0)].any()


@given(cases(fills=["village_first"], pots=1))
def test_village_first_gives_a_second_row_only_when_no_first_one_fits(case: Case) -> None:
    decisions, agenda, pot = decide(*case), case[0], case[1][0]
    eligible = np.ones(decisions.pot.size, dtype=np.bool_) if pot.eligible is None else pot.eligible
    for group in range(agenda.groups):
        rows = (agenda.group == group) & (decisions.rank > 0) & eligible
        units, served = np.unique(agenda.unit[rows & (decisions.pot == 0)], return_counts=True)
        if (served > 1).any() and pot.ceiling is not None:
            unserved = rows & ~np.isin(agenda.unit, units)
            taken = np.flatnonzero(rows & (decisions.pot == 0))
            taken = taken[np.argsort(decisions.rank[taken])]
            _, firsts = np.unique(agenda.unit[taken], return_index=True)
            left = int(pot.ceiling[group]) - int(decisions.granted[taken[firsts]].sum())
            assert (amounts(case)[unserved] > left).all()


@given(cases(fills=["equal_split"], pots=1))
def test_equal_split_gives_no_unit_more_than_its_part(case: Case) -> None:
    decisions, agenda, pot = decide(*case), case[0], case[1][0]
    eligible = np.ones(decisions.pot.size, dtype=np.bool_) if pot.eligible is None else pot.eligible
    for group in range(agenda.groups):
        rows = (agenda.group == group) & (decisions.rank > 0) & eligible
        units = np.unique(agenda.unit[rows])
        for unit in units:
            part = int(pot.ceiling[group]) // units.size
            assert decisions.granted[rows & (agenda.unit == unit)].sum() <= part


def points(decisions: Decisions) -> int:
    """Add up the rounded scores of the funded rows as whole numbers."""
    return int(np.rint(decisions.score[decisions.pot >= 0] * 10**6).sum())


@given(cases(fills=["best_package"], pots=1), st.integers(0, 30))
def test_best_package_beats_skip_and_grows_with_the_money(case: Case, more: int) -> None:
    best = decide(*case)
    skip = decide(case[0], [replace(case[1][0], fill="skip")])
    assert points(best) >= points(skip)
    assert points(decide(*raised(case, more))) >= points(best)


@given(cases(fills=["equal_shares"], pots=1))
def test_equal_shares_buys_only_what_voters_of_the_group_approve(case: Case) -> None:
    decisions, agenda = decide(*case), case[0]
    friends = (agenda.ballots.cast & (agenda.ballots.group[:, np.newaxis] == agenda.group)).any(
        axis=0
    )
    assert friends[(decisions.pot == 0) & (decisions.granted > 0)].all()
