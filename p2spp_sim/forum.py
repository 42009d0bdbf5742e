"""The one mechanism of every stage: an agenda goes in, decisions come out.

Nothing here knows a country, a table or a rule book. Rows are proposals, groups are the meetings that sit at the same
time, units are the places a row comes from, pots are what can be granted. Money is whole rupiah; every order is total,
so the same rows give the same decisions on every processor and in every row order.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from p2spp_sim import packages

Bools = NDArray[np.bool_]
Ints = NDArray[np.int64]
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Gate:
    """A yes-or-no condition; the first one a row fails gives its reason."""

    passes: Bools
    reason: int


@dataclass(frozen=True, slots=True)
class Pot:
    """Something to hand out: money under a ceiling per group, places on a list, or both.

    Parameters
    ----------
    ceiling : (groups,) int64 rupiah, or None for a list without a ceiling of money.
    fill : one of `FILL_RULES`.
    eligible : (n,) bool, the rows that may draw on it; None means all.
    limit : (groups,) int64, the most rows a group may take; None means no limit.
    rolls_over : hand what is left to the next pot.
    """

    ceiling: Ints | None = None
    fill: str = "skip"
    eligible: Bools | None = None
    limit: Ints | None = None
    rolls_over: bool = False


@dataclass(frozen=True, slots=True)
class Agenda:
    """What lies before the meetings of one stage.

    Parameters
    ----------
    group : (n,) int, the meeting of each row, 0 to `groups` - 1.
    asked : (n,) int64 rupiah.
    score : (n,) float64 before rounding.
    tie : (n,) int64, unique; among equal rounded scores the smaller goes first.
    gates : conditions in the order they are tested.
    amended : (n,) int64 rupiah after the meeting's own cut, at most `asked`; None means as asked.
    unit : (n,) int, the place of each row (needed by `village_first` and `equal_split`).
    turn : (n,) bool, whether it is the turn of the row's place (needed by `rotation`).
    ballots : (voters, n) bool approvals and `voter_group` (voters,) int (needed by `equal_shares`).
    """

    group: NDArray[np.integer]
    groups: int
    asked: Ints
    score: Floats
    tie: Ints
    gates: tuple[Gate, ...] = ()
    amended: Ints | None = None
    unit: NDArray[np.integer] | None = None
    turn: Bools | None = None
    ballots: Bools | None = None
    voter_group: NDArray[np.integer] | None = None


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


@dataclass(frozen=True, slots=True)
class _Ranked:
    """The rows that passed the gates, in the order of their rank (groups lie together)."""

    row: Ints
    group: Ints
    amount: Ints
    agenda: Agenda
    points: Floats  # whole numbers, in the order of the agenda

    def units(self) -> Ints:
        """Number the (group, unit) pairs from 0."""
        if self.agenda.unit is None:
            raise ValueError("this fill rule needs Agenda.unit")
        if not len(self.row):
            return self.row
        unit = self.agenda.unit[self.row].astype(np.int64)
        unit -= unit.min()
        return np.unique(self.group * (unit.max() + 1) + unit, return_inverse=True)[1].astype(np.int64)


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
    ranked = _Ranked(row, group.astype(np.int64), amount[row], agenda, points)

    reason += np.int8(misfit) * passes
    pot_of = np.full(len(row), -1, np.int8)
    left = np.zeros(agenda.groups, np.int64)
    for number, pot in enumerate(pots):
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
            chosen = _rule(pot)(ranked, chosen, room, slots)
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


def _ranking(
    group: NDArray[np.integer], tie: Ints, points: Ints
) -> tuple[Ints, NDArray[np.integer], Ints]:
    """Order rows by group, falling points, rising tie; also give group and place, from 1, in that order.

    Groups become the rows of one matrix that is sorted at once, as many short sorts are far cheaper than a long one.
    Its keys are points below the best, then the place in the group before sorting.
    """
    n = len(group)
    if not n:
        return (np.zeros(0, np.int64),) * 3
    same = group[1:] == group[:-1]
    if not np.all((group[1:] > group[:-1]) | (same & (tie[1:] > tie[:-1]))):
        together = np.lexsort((tie, group))
        order, group, place = _ranking(group[together], tie[together], points[together])
        return together[order], group, place
    start, size = _stretches(group)
    first = np.repeat(start, size)
    place = np.arange(n) - first
    behind = points.max() - points
    widest = int(size.max())
    bits_place, bits_behind = widest.bit_length(), int(behind.max()).bit_length()
    if len(size) * widest > 16 * n or bits_behind + bits_place > 63:
        return np.lexsort((tie, behind, group)), group, place + 1
    kind = np.uint32 if bits_behind + bits_place < 32 else np.uint64
    cell = place + np.repeat(np.arange(len(size)) * widest, size)
    matrix = np.full((len(size), widest), np.iinfo(kind).max, kind)
    matrix.ravel()[cell] = (behind << bits_place | place).astype(kind)
    matrix.sort(axis=1)
    came = (matrix.ravel()[cell] & kind((1 << bits_place) - 1)).astype(np.int64)
    return came + first, group, place + 1


def _stretches(group: NDArray[np.integer]) -> tuple[Ints, Ints]:
    """Tell where each group begins and how long it is, in rows that lie together by group."""
    new = np.ones(len(group) + 1, np.bool_)
    np.not_equal(group[1:], group[:-1], out=new[1:-1])
    edge = new.nonzero()[0]
    return edge[:-1], edge[1:] - edge[:-1]


def _take(amount: Ints, group: Ints, room: Ints | None, slots: Ints | None) -> Bools:
    """Mark the rows that fit as long as everything above them in their group is taken, and spend what they take."""
    start, size = _stretches(group)
    who = group[start]
    fits = np.ones(len(group), np.bool_)
    if room is not None:
        total = np.cumsum(amount)
        fits = total <= np.repeat(room[who] + total[start] - amount[start], size)
    if slots is not None:
        fits &= np.arange(len(group)) < np.repeat(start + slots[who], size)
        slots[who] -= np.add.reduceat(fits, start, dtype=np.int64)
    if room is not None:
        room[who] -= np.add.reduceat(amount * fits, start)
    return fits


def _still_fit(amount: Ints, group: Ints, room: Ints | None, slots: Ints | None) -> Bools:
    keep = np.ones(len(group), np.bool_)
    if room is not None:
        keep = amount <= room[group]
    if slots is not None:
        keep &= slots[group] > 0
    return keep


def _copies(room: Ints | None, slots: Ints | None) -> tuple[Ints | None, Ints | None]:
    return (None if room is None else room.copy()), (None if slots is None else slots.copy())


def _stop(ranked: _Ranked, live: Ints, room: Ints | None, slots: Ints | None) -> Ints:
    return live[_take(ranked.amount[live], ranked.group[live], *_copies(room, slots)).nonzero()[0]]


def _skip(ranked: _Ranked, live: Ints, room: Ints | None, slots: Ints | None, by: Ints | None = None) -> Ints:
    """Go down the list, passing over what does not fit.

    Room only shrinks, so each round takes everything above the first misfit of a group and drops, for good, every row
    that is larger than what is left: a handful of rounds, whatever the length of the list.
    """
    room, slots = _copies(room, slots)
    group, amount = (ranked.group if by is None else by)[live], ranked.amount[live]
    taken = [live[:0]]
    on = _still_fit(amount, group, room, slots).nonzero()[0]
    while len(on):
        live, group, amount = live[on], group[on], amount[on]
        fits = _take(amount, group, room, slots)
        taken.append(live[fits.nonzero()[0]])
        on = (~fits & _still_fit(amount, group, room, slots)).nonzero()[0]
    return np.concatenate(taken)


def _village_first(ranked: _Ranked, live: Ints, room: Ints | None, slots: Ints | None) -> Ints:
    """Serve every unit once, in rank order, before anyone is served twice."""
    room, slots = _copies(room, slots)
    pair = ranked.units()
    served = np.zeros(int(pair.max(initial=0)) + 1, np.bool_)
    head = np.zeros(len(served), np.int64)
    first = [live[:0]]
    waiting = live[_still_fit(ranked.amount[live], ranked.group[live], room, slots)]
    while len(waiting):
        head[pair[waiting[::-1]]] = waiting[::-1]
        heads = waiting[head[pair[waiting]] == waiting]
        heads = heads[_take(ranked.amount[heads], ranked.group[heads], room, slots)]
        first.append(heads)
        served[pair[heads]] = True
        waiting = waiting[~served[pair[waiting]]]
        waiting = waiting[_still_fit(ranked.amount[waiting], ranked.group[waiting], room, slots)]
    once = np.concatenate(first)
    return np.concatenate([once, _skip(ranked, np.setdiff1d(live, once), room, slots)])


def _equal_split(ranked: _Ranked, live: Ints, room: Ints | None, slots: Ints | None) -> Ints:
    """Give every unit that has a candidate the same part of its group's ceiling; a part not used stays unused."""
    pair = ranked.units()
    if room is not None:
        present, at = np.unique(pair[live], return_index=True)
        group = ranked.group[live][at]
        parts = np.zeros(int(pair.max(initial=0)) + 1, np.int64)
        parts[present] = room[group] // np.bincount(group, minlength=len(room))[group]
        by_pair = live[np.argsort(pair[live], kind="stable")]
        live = np.sort(_skip(ranked, by_pair, parts, None, by=pair))
    return live if slots is None else _stop(ranked, live, None, slots)


def _by_group(solve: Callable[[_Ranked, Ints, int], Ints]) -> Callable[..., Ints]:
    """Turn a rule for one group into one for all groups."""

    def rule(ranked: _Ranked, live: Ints, room: Ints | None, slots: Ints | None) -> Ints:
        if room is None or slots is not None:
            raise ValueError(
                "best_package and equal_shares need a ceiling of money and take no limit of rows"
            )
        edges = np.flatnonzero(np.diff(ranked.group[live])) + 1
        parts = [solve(ranked, part, int(room[ranked.group[part[0]]])) for part in np.split(live, edges)]
        return np.concatenate(parts)

    return rule


def _best_package(ranked: _Ranked, live: Ints, room: int) -> Ints:
    return live[packages.best(ranked.amount[live], ranked.points[ranked.row[live]].astype(np.int64), room)]


def _equal_shares(ranked: _Ranked, live: Ints, room: int) -> Ints:
    ballots, voter_group = ranked.agenda.ballots, ranked.agenda.voter_group
    if ballots is None or voter_group is None:
        raise ValueError("equal_shares needs Agenda.ballots and Agenda.voter_group")
    approvals = ballots[voter_group == ranked.group[live[0]]][:, ranked.row[live]]
    return live[packages.equal_shares(ranked.amount[live], approvals, room)]


_RULES: dict[str, Callable[..., Ints]] = {
    "stop": _stop,
    "skip": _skip,
    "village_first": _village_first,
    "rotation": _skip,
    "equal_split": _equal_split,
    "best_package": _by_group(_best_package),
    "equal_shares": _by_group(_equal_shares),
}
FILL_RULES = tuple(_RULES)


def _rule(pot: Pot) -> Callable[..., Ints]:
    if pot.fill not in _RULES:
        raise ValueError(f"unknown fill rule {pot.fill!r}; known: {', '.join(FILL_RULES)}")
    return _RULES[pot.fill]
