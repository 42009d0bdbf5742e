"""The rules by which a pot is filled, each for all groups at once, over rows in the order of their rank.

A rule takes the ranked rows, the numbers of those that may still be taken, the rupiah and the places every group has
left, and gives the numbers of the rows it takes. What belongs to a group is handed to its rows by `take`, which lets
other threads run; `numpy.repeat` does not.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from p2spp_sim import packages
from p2spp_sim.agenda import Agenda, Bools, Floats, Ints


@dataclass(frozen=True, slots=True)
class Ranked:
    """The rows that passed the gates, in the order of their rank (groups lie together)."""

    row: Ints
    group: Ints
    amount: Ints
    agenda: Agenda
    points: Floats  # whole numbers, in the order of the agenda

    def units(self) -> Ints:
        """Give every (group, unit) pair a number from 0."""
        if self.agenda.unit is None:
            raise ValueError("this fill rule needs Agenda.unit")
        if not len(self.row):
            return self.row
        unit = self.agenda.unit[self.row].astype(np.int64)
        unit -= unit.min()
        return np.unique(self.group * (unit.max() + 1) + unit, return_inverse=True)[1].astype(np.int64)


def heads(group: NDArray[np.integer]) -> Ints:
    """Tell where each group begins, in rows that lie together by group."""
    new = np.ones(len(group), np.bool_)
    np.not_equal(group[1:], group[:-1], out=new[1:])
    return new.nonzero()[0]


def runs(group: NDArray[np.integer]) -> tuple[Ints, Ints]:
    """Tell where each group begins and how many rows it has, in rows that lie together by group."""
    start = heads(group)
    return start, np.diff(start, append=len(group))


def _take(ranked: Ranked, live: Ints, room: Ints | None, slots: Ints | None, by: Ints) -> Ints:
    """Take the rows that fit as long as everything above them in their group is taken, and spend what they take.

    Limits of a group are compared with sums over all rows, so they are raised by what lies above its first row. As
    the last row taken of a group is written last, what it leaves remains.
    """
    group = by.take(live)
    start = heads(group)
    who = group.take(start)
    fits = np.ones(len(live), np.bool_)
    if room is not None:
        amount = ranked.amount.take(live)
        total = amount.cumsum()
        money = room.copy()
        money[who] += total.take(start) - amount.take(start)
        fits &= total <= money.take(group)
    if slots is not None:
        end = slots.copy()
        end[who] += start
        fits &= np.arange(len(live)) < end.take(group)
    taken = fits.nonzero()[0]
    whose = group.take(taken)
    if room is not None:
        room[whose] = money.take(whose) - total.take(taken)
    if slots is not None:
        slots[whose] = end.take(whose) - taken - 1
    return live.take(taken)


def _first(ranked: Ranked, live: Ints, slots: Ints) -> Ints:
    """Take the first rows of every group, as many as it has places."""
    group = ranked.group.take(live)
    start, size = runs(group)
    most = np.minimum(size, slots.take(group.take(start)))
    end = most.cumsum()
    at = np.repeat(start - end + most, most)
    at += np.arange(len(at))
    return live.take(at)


def _still_fit(ranked: Ranked, live: Ints, room: Ints | None, slots: Ints | None, by: Ints) -> Ints:
    """Keep the rows that a group can still take."""
    group = by.take(live)
    keep = np.ones(len(live), np.bool_) if room is None else ranked.amount.take(live) <= room.take(group)
    if slots is not None:
        keep &= (slots > 0).take(group)
    return live.take(keep.nonzero()[0])


def _copies(room: Ints | None, slots: Ints | None) -> tuple[Ints | None, Ints | None]:
    return (None if room is None else room.copy()), (None if slots is None else slots.copy())


def _without(live: Ints, taken: Ints, marks: Bools) -> Ints:
    """Drop the rows that were taken; `marks` has an element for every ranked row."""
    marks[taken] = True
    return live.take((~marks.take(live)).nonzero()[0])


def _stop(ranked: Ranked, live: Ints, room: Ints | None, slots: Ints | None) -> Ints:
    if room is None:
        return live if slots is None else _first(ranked, live, slots)
    return _take(ranked, live, *_copies(room, slots), ranked.group)


def _skip(ranked: Ranked, live: Ints, room: Ints | None, slots: Ints | None, by: Ints | None = None) -> Ints:
    """Go down the list, passing over what does not fit.

    Room only shrinks, so each round takes everything above the first misfit of a group and drops, for good, every row
    that is larger than what is left: a handful of rounds, whatever the length of the list.
    """
    if room is None:
        return _stop(ranked, live, room, slots)
    room, slots = _copies(room, slots)
    by = ranked.group if by is None else by
    gone, rounds = np.zeros(len(ranked.row), np.bool_), [live[:0]]
    live = _still_fit(ranked, live, room, slots, by)
    while len(live):
        rounds.append(_take(ranked, live, room, slots, by))
        live = _still_fit(ranked, _without(live, rounds[-1], gone), room, slots, by)
    return np.concatenate(rounds)


def _village_first(ranked: Ranked, live: Ints, room: Ints | None, slots: Ints | None) -> Ints:
    """Serve every unit once, in rank order, before anyone is served twice."""
    room, slots = _copies(room, slots)
    pair = ranked.units()
    served = np.zeros(int(pair.max(initial=0)) + 1, np.bool_)
    head = np.zeros(len(served), np.int64)
    first = [live[:0]]
    waiting = _still_fit(ranked, live, room, slots, ranked.group)
    while len(waiting):
        head[pair[waiting[::-1]]] = waiting[::-1]
        ahead = waiting[head[pair[waiting]] == waiting]
        first.append(_take(ranked, ahead, room, slots, ranked.group))
        served[pair[first[-1]]] = True
        waiting = _still_fit(ranked, waiting[~served[pair[waiting]]], room, slots, ranked.group)
    once = np.concatenate(first)
    return np.concatenate([once, _skip(ranked, np.setdiff1d(live, once), room, slots)])


def _equal_split(ranked: Ranked, live: Ints, room: Ints | None, slots: Ints | None) -> Ints:
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


def _by_group(solve: Callable[[Ranked, Ints, int], Ints]) -> Callable[..., Ints]:
    """Turn a rule for one group into one for all groups."""

    def rule(ranked: Ranked, live: Ints, room: Ints | None, slots: Ints | None) -> Ints:
        if room is None or slots is not None:
            raise ValueError("best_package and equal_shares need a ceiling of money and take no limit of rows")
        edges = np.flatnonzero(np.diff(ranked.group[live])) + 1
        parts = [solve(ranked, part, int(room[ranked.group[part[0]]])) for part in np.split(live, edges)]
        return np.concatenate(parts)

    return rule


def _best_package(ranked: Ranked, live: Ints, room: int) -> Ints:
    return live[packages.best(ranked.amount[live], ranked.points[ranked.row[live]].astype(np.int64), room)]


def _equal_shares(ranked: Ranked, live: Ints, room: int) -> Ints:
    ballots, voter_group = ranked.agenda.ballots, ranked.agenda.voter_group
    if ballots is None or voter_group is None:
        raise ValueError("equal_shares needs Agenda.ballots and Agenda.voter_group")
    approvals = ballots[voter_group == ranked.group[live[0]]][:, ranked.row[live]]
    return live[packages.equal_shares(ranked.amount[live], approvals, room)]


RULES: dict[str, Callable[..., Ints]] = {
    "stop": _stop,
    "skip": _skip,
    "village_first": _village_first,
    "rotation": _skip,
    "equal_split": _equal_split,
    "best_package": _by_group(_best_package),
    "equal_shares": _by_group(_equal_shares),
}
FILL_RULES = tuple(RULES)
