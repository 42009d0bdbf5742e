"""The one mechanism of every stage: an agenda goes in, decisions come out.

Nothing here knows a country, a table or a rule book. Rows are proposals, groups are the meetings that sit at the same
time, units are the places a row comes from, pots are what can be granted. Money is whole rupiah; every order is total,
so the same rows give the same decisions on every processor and in every row order.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from p2spp_sim.base.arrays import Bools, Floats, Ints
from p2spp_sim.forum.agenda import Agenda, Gate, Pot
from p2spp_sim.forum.fill import FILL_RULES, RULES, Ranked, runs

__all__ = [
    "FILL_RULES",
    "PRECISION",
    "Agenda",
    "Decisions",
    "Gate",
    "Pot",
    "decide",
    "ranks",
    "scores",
]

PRECISION = 6  # decimals of a score that count in a ranking


@dataclass(frozen=True, slots=True)
class Decisions:
    """One row a proposal, in the order of the agenda, and the order in which the proposals were ranked.

    `reason` int8, 0 when taken; `pot` int8 index, -1 when refused; `order` the rows that passed the gates, groups
    together, each in the order of rank; `group` and `amount` what was ranked and decided on: the meeting and the
    rupiah; `passed` the rows that passed the gates, None for all, and `points` the score of each in units of its last
    decimal that counts.
    """

    reason: NDArray[np.int8]
    pot: NDArray[np.int8]
    order: Ints
    group: NDArray[np.integer]
    amount: Ints
    passed: Ints | None
    points: Floats
    precision: int = PRECISION

    @property
    def granted(self) -> Ints:
        """Rupiah granted, (n,) int64, 0 when refused."""
        return self.amount * (self.pot >= 0)

    @property
    def rank(self) -> NDArray[np.int32]:
        """Rank from 1 in the row's group, (n,) int32, 0 when stopped at a gate."""
        return ranks(self.order, self.group)

    @property
    def score(self) -> Floats:
        """Score as ranked, (n,) float64, NaN when stopped at a gate."""
        return scores(self.points, self.passed, len(self.reason), self.precision)


def scores(
    points: Floats, passed: NDArray[np.integer] | None, n: int, precision: int = PRECISION
) -> Floats:
    """Turn the points of the rows that passed, None for all, into scores: (n,) float64, NaN for the others."""
    score = np.full(n, np.nan)
    score[slice(None) if passed is None else passed] = points / 10.0**precision
    return score


def ranks(order: NDArray[np.integer], group: NDArray[np.integer]) -> NDArray[np.int32]:
    """Count the rows of `order` from 1 in each of their groups: (n,) int32 for every row, 0 for one not in it."""
    start, size = runs(group[order])
    rank = np.zeros(len(group), np.int32)
    rank[order] = np.arange(1, len(order) + 1) - np.repeat(start, size)
    return rank


def decide(
    agenda: Agenda,
    pots: Sequence[Pot],
    *,
    misfit: int = 4,
    not_its_turn: int = 7,
    precision: int = PRECISION,
) -> Decisions:
    """Take one agenda through its gates, its ranking and its pots.

    Parameters
    ----------
    agenda : the rows and all that is known of them.
    pots : filled in this order; a row is taken by the first pot that has room for it.
    misfit, not_its_turn : reasons given to rows that no pot took.
    precision : decimals of the score that count in the ranking.

    Raises
    ------
    ValueError : an unknown fill rule, or a rule without the columns it needs.
    """
    n = len(agenda.asked)
    amount = agenda.asked if agenda.amended is None else agenda.amended
    reason = _stopped(agenda.gates, n)
    passed = (
        (reason == 0).nonzero()[0] if agenda.gates else None
    )  # None: all, in the order of the agenda
    if agenda.tie is not None and not (agenda.tie[1:] > agenda.tie[:-1]).all():
        by_tie = _some(agenda.tie, passed).argsort(kind="stable")
        passed = by_tie if passed is None else passed.take(by_tie)
    score = agenda.score(passed) if callable(agenda.score) else _some(agenda.score, passed)
    points = as_ranked(score, precision)
    order, group = ranking(_some(agenda.group, passed), points)
    row = order if passed is None else passed.take(order)

    reason += np.int8(misfit) * (reason == 0)
    pot = np.full(n, -1, np.int8)
    waits = _hand_out(Ranked(row, group, amount.take(row), agenda, points, order), pots, pot)
    if waits is not None:
        reason[row.take(waits.nonzero()[0])] = not_its_turn
    reason *= pot < 0
    return Decisions(reason, pot, row, agenda.group, amount, passed, points, precision)


def _hand_out(ranked: Ranked, pots: Sequence[Pot], pot_of: NDArray[np.int8]) -> Bools | None:
    """Note the pot of every row that one takes; give, where a pot rotates, which ranked rows wait for their turn."""
    agenda, row = ranked.agenda, ranked.row
    least = ranked.amount.min(initial=np.iinfo(np.int64).max)
    open_to, waits = _open_to(pots, row), None
    left = np.zeros(agenda.groups, np.int64)
    for number, pot in enumerate(pots):
        if pot.fill not in RULES:
            raise ValueError(f"unknown fill rule {pot.fill!r}; known: {', '.join(RULES)}")
        candidates = (open_to & open_to.dtype.type(1 << number)) != 0
        room = None if pot.ceiling is None else pot.ceiling.astype(np.int64) + left
        slots = None if pot.limit is None else pot.limit.astype(np.int64)
        if pot.fill == "rotation":
            if agenda.turn is None:
                raise ValueError("rotation needs Agenda.turn")
            on_turn = agenda.turn.take(row)
            refused = candidates & ~on_turn
            waits = refused if waits is None else waits | refused
            candidates &= on_turn
        chosen = row[:0]
        if candidates.any() and (
            room is None or room.max(initial=0) >= least
        ):  # otherwise nothing fits
            chosen = RULES[pot.fill](ranked, candidates, room, slots)
            pot_of[row.take(chosen)] = number
            open_to[chosen] = 0
        left = np.zeros(agenda.groups, np.int64)
        if pot.rolls_over and room is not None:
            left = room
            np.subtract.at(left, ranked.group[chosen], ranked.amount[chosen])
    return waits


def _open_to(pots: Sequence[Pot], row: Ints) -> NDArray[np.unsignedinteger]:
    """Note by bits which pots each ranked row may draw on: one gathering of rows for all pots."""
    kind = np.min_scalar_type((1 << len(pots)) - 1)
    everyone = sum(1 << number for number, pot in enumerate(pots) if pot.eligible is None)
    by_row = None
    for number, pot in enumerate(pots):
        if pot.eligible is not None:
            bits = pot.eligible.astype(kind) * kind.type(1 << number)
            by_row = bits if by_row is None else by_row | bits
    return (
        np.full(len(row), everyone, kind)
        if by_row is None
        else by_row.take(row) | kind.type(everyone)
    )


def _stopped(gates: tuple[Gate, ...], n: int) -> NDArray[np.int8]:
    reason = np.zeros(n, np.int8)
    for gate in reversed(gates):
        reason *= gate.passes
        reason += np.int8(gate.reason) * ~gate.passes
    return reason


def _some(values: NDArray[Any], rows: Ints | None) -> NDArray[Any]:
    """Take some rows, None for all as they are."""
    return values if rows is None else values.take(rows)


def as_ranked(score: Floats, precision: int = PRECISION) -> Floats:
    """Turn scores into points: whole numbers, as far as their decimals count in a ranking."""
    points = score * 10.0**precision
    return np.rint(points, out=points)


def ranking(group: NDArray[np.integer], points: Floats) -> tuple[Ints, Ints]:
    """Order rows by group, falling points and place; give their places before and their groups.

    One sort of whole numbers that hold all three: group, points below the best, place, from high bits to low.
    """
    n = len(group)
    behind = np.empty(n, np.int64)
    np.subtract(points.max(initial=0), points, out=behind, casting="unsafe")
    bits_place, bits_behind = n.bit_length(), int(behind.max(initial=0)).bit_length()
    if int(group.max(initial=0)).bit_length() + bits_behind + bits_place > 63:
        order = np.lexsort((behind, group))
        return order, group.take(order).astype(np.int64)
    key = np.left_shift(group, bits_behind, dtype=np.int64)
    key |= behind
    key <<= bits_place
    key |= np.arange(n)
    key.sort()
    order = np.bitwise_and(key, (1 << bits_place) - 1, out=behind)
    key >>= bits_behind + bits_place
    return order, key
