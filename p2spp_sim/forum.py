"""The one mechanism of every stage: an agenda goes in, decisions come out.

Nothing here knows a country, a table or a rule book. Rows are proposals, groups are the meetings that sit at the same
time, units are the places a row comes from, pots are what can be granted. Money is whole rupiah; every order is total,
so the same rows give the same decisions on every processor and in every row order.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from p2spp_sim.agenda import Agenda, Floats, Gate, Ints, Pot
from p2spp_sim.fill import FILL_RULES, RULES, Ranked, heads

__all__ = ["FILL_RULES", "Agenda", "Decisions", "Gate", "Pot", "decide"]


@dataclass(frozen=True, slots=True)
class Decisions:
    """One row a proposal, in the order of the agenda.

    `reason` int8, 0 when taken; `rank` int32 from 1 in its group, 0 when stopped at a gate; `granted` int64 rupiah, 0
    when refused; `pot` int8 index, -1 when refused; `score` float64 as ranked, NaN when stopped at a gate.
    """

    reason: NDArray[np.int8]
    rank: NDArray[np.int32]
    granted: Ints
    pot: NDArray[np.int8]
    score: Floats


def decide(
    agenda: Agenda, pots: Sequence[Pot], *, misfit: int = 4, not_its_turn: int = 7, precision: int = 6
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
    passes = reason == 0
    points = agenda.score * 10.0**precision
    np.rint(points, out=points)
    row, group = _ranking(agenda.group, agenda.tie, points, passes)
    ranked = Ranked(row, group, amount.take(row), agenda, points)

    reason += np.int8(misfit) * passes
    pot_of = np.full(len(row), -1, np.int8)
    left = np.zeros(agenda.groups, np.int64)
    for number, pot in enumerate(pots):
        if pot.fill not in RULES:
            raise ValueError(f"unknown fill rule {pot.fill!r}; known: {', '.join(FILL_RULES)}")
        candidates = pot_of < 0
        if pot.eligible is not None:
            candidates &= pot.eligible.take(row)
        room = None if pot.ceiling is None else pot.ceiling.astype(np.int64) + left
        slots = None if pot.limit is None else pot.limit.astype(np.int64)
        if pot.fill == "rotation":
            if agenda.turn is None:
                raise ValueError("rotation needs Agenda.turn")
            on_turn = agenda.turn.take(row)
            reason[row[candidates & ~on_turn]] = not_its_turn
            candidates &= on_turn
        chosen = candidates.nonzero()[0]
        if len(chosen):
            chosen = RULES[pot.fill](ranked, chosen, room, slots)
        pot_of[chosen] = number
        left = np.zeros(agenda.groups, np.int64)
        if pot.rolls_over and room is not None:
            left = room
            np.subtract.at(left, ranked.group[chosen], ranked.amount[chosen])

    by_row, rank = np.full(n, -1, np.int8), np.zeros(n, np.int32)
    by_row[row], rank[row] = pot_of, _places(group, agenda.groups)
    taken = by_row >= 0
    reason *= ~taken
    score = points / 10.0**precision
    if len(row) < n:
        score[(~passes).nonzero()[0]] = np.nan
    return Decisions(reason, rank, amount * taken, by_row, score)


def _stopped(gates: tuple[Gate, ...], n: int) -> NDArray[np.int8]:
    reason = np.zeros(n, np.int8)
    for gate in reversed(gates):
        reason *= gate.passes
        reason += np.int8(gate.reason) * ~gate.passes
    return reason


def _ranking(group: NDArray[np.integer], tie: Ints, points: Floats, passes: NDArray[np.bool_]) -> tuple[Ints, Ints]:
    """Order the rows that passed by group, falling points, rising tie; give their numbers and their groups.

    One sort of whole numbers that hold all four: group, points below the best, place by tie, from high bits to low.
    """
    n = len(group)
    if not (tie[1:] > tie[:-1]).all():
        by_tie = tie.argsort(kind="stable")
        row, ranked_group = _ranking(group[by_tie], np.arange(n), points[by_tie], passes[by_tie])
        return by_tie[row], ranked_group
    row = passes.nonzero()[0]
    if len(row) < n:
        group, points = group.take(row), points.take(row)
    behind = points.max(initial=0) - points
    bits_row, bits_behind = n.bit_length(), int(behind.max(initial=0)).bit_length()
    if int(group.max(initial=0)).bit_length() + bits_behind + bits_row > 63:
        order = np.lexsort((-points, group))
        return row[order], group[order].astype(np.int64)
    key = np.left_shift(group, bits_behind, dtype=np.int64)
    key |= behind.astype(np.int64)
    key <<= bits_row
    key |= row
    key.sort()
    return key & ((1 << bits_row) - 1), key >> (bits_behind + bits_row)


def _places(group: Ints, groups: int) -> NDArray[np.int32]:
    """Count from 1 in every group, in rows that lie together by group."""
    start = heads(group)
    before = np.zeros(groups, np.int32)
    before[group.take(start)] = start
    return np.arange(1, len(group) + 1, dtype=np.int32) - before.take(group)
