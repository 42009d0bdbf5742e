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
from p2spp_sim.fill import FILL_RULES, RULES, Ranked, stretches

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
    passed = passes.nonzero()[0]
    some = slice(None) if len(passed) == n else passed
    points = np.rint(agenda.score * 10.0**precision)
    order, group, place = _ranking(agenda.group[some], agenda.tie[some], points[some].astype(np.int64))
    row = passed[order]
    ranked = Ranked(row, group.astype(np.int64, copy=False), amount[row], agenda, points)

    reason += np.int8(misfit) * passes
    pot_of = np.full(len(row), -1, np.int8)
    left = np.zeros(agenda.groups, np.int64)
    for number, pot in enumerate(pots):
        if pot.fill not in RULES:
            raise ValueError(f"unknown fill rule {pot.fill!r}; known: {', '.join(FILL_RULES)}")
        candidates = pot_of < 0
        if pot.eligible is not None:
            candidates &= pot.eligible[row]
        room = None if pot.ceiling is None else pot.ceiling.astype(np.int64) + left
        slots = None if pot.limit is None else pot.limit.astype(np.int64)
        if pot.fill == "rotation":
            if agenda.turn is None:
                raise ValueError("rotation needs Agenda.turn")
            on_turn = agenda.turn[row]
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
    by_row[row], rank[row] = pot_of, place.astype(np.int32)
    taken = by_row >= 0
    reason *= ~taken
    score = points / 10.0**precision
    score[(~passes).nonzero()[0]] = np.nan
    return Decisions(reason, rank, amount * taken, by_row, score)


def _stopped(gates: tuple[Gate, ...], n: int) -> NDArray[np.int8]:
    reason = np.zeros(n, np.int8)
    for gate in reversed(gates):
        reason *= gate.passes
        reason += np.int8(gate.reason) * ~gate.passes
    return reason


def _ranking(group: NDArray[np.integer], tie: Ints, points: Ints) -> tuple[Ints, NDArray[np.integer], Ints]:
    """Order rows by group, falling points, rising tie; also give group and place, from 1, in that order.

    Groups become the rows of one matrix that is sorted at once, as many short sorts are far cheaper than a long one.
    Its keys are points below the best, then the place in the group before sorting.
    """
    n = len(group)
    if not n:
        return (np.zeros(0, np.int64),) * 3
    same = group[1:] == group[:-1]
    if not ((group[1:] > group[:-1]) | (same & (tie[1:] > tie[:-1]))).all():
        in_tie_order = bool((tie[1:] > tie[:-1]).all())
        small = group.astype(np.uint16) if int(group.max()) < 1 << 16 else group  # which numpy sorts by counting
        together = small.argsort(kind="stable") if in_tie_order else np.lexsort((tie, group))
        order, group, place = _ranking(group[together], tie[together], points[together])
        return together[order], group, place
    start, size = stretches(group)
    first = np.repeat(start, size)
    place = np.arange(n) - first
    behind = points.max() - points
    widest = int(size.max())
    bits_place, bits_behind = widest.bit_length(), int(behind.max()).bit_length()
    if len(size) * widest > 16 * n or bits_behind + bits_place > 63:
        return np.lexsort((tie, behind, group)), group, place + 1
    kind = np.uint32 if bits_behind + bits_place < 32 else np.uint64
    cell = place + np.repeat(np.arange(len(size)) * widest, size)
    matrix = np.full((len(size), widest), ~kind(0), kind)
    matrix.ravel()[cell] = (behind << bits_place | place).astype(kind)
    matrix.sort(axis=1)
    came = (matrix.ravel()[cell] & kind((1 << bits_place) - 1)).astype(np.int64)
    return came + first, group, place + 1
