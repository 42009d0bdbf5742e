"""The rules by which a pot is filled, each for all groups at once, over rows in the order of their rank.

A rule takes the ranked rows, the numbers of those that may still be taken, the rupiah and the places every group has
left, and gives the numbers of the rows it takes.
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


def stretches(group: NDArray[np.integer]) -> tuple[Ints, Ints]:
    """Tell where each group begins and how long it is, in rows that lie together by group."""
    new = np.ones(len(group) + 1, np.bool_)
    np.not_equal(group[1:], group[:-1], out=new[1:-1])
    edge = new.nonzero()[0]
    return edge[:-1], edge[1:] - edge[:-1]


def _take(amount: Ints, group: Ints, room: Ints | None, slots: Ints | None) -> Bools:
    """Mark the rows that fit as long as everything above them in their group is taken, and spend what they take."""
    start, size = stretches(group)
    who = group[start]
    if room is None:
        fits = np.ones(len(group), np.bool_)
    else:
        total = amount.cumsum()
        fits = total <= np.repeat(room[who] + total[start] - amount[start], size)
    if slots is not None:
        fits &= np.arange(len(group)) < np.repeat(start + slots[who], size)
        slots[who] -= np.add.reduceat(fits, start, dtype=np.int64)
    if room is not None:
        room[who] -= np.add.reduceat(amount * fits, start)
    return fits


def _still_fit(amount: Ints, group: Ints, room: Ints | None, slots: Ints | None) -> Bools:
    keep = np.ones(len(group), np.bool_) if room is None else amount <= room[group]
    if slots is not None:
        keep &= slots[group] > 0
    return keep


def _copies(room: Ints | None, slots: Ints | None) -> tuple[Ints | None, Ints | None]:
    return (None if room is None else room.copy()), (None if slots is None else slots.copy())


def _stop(ranked: Ranked, live: Ints, room: Ints | None, slots: Ints | None) -> Ints:
    return live[_take(ranked.amount[live], ranked.group[live], *_copies(room, slots)).nonzero()[0]]


def _skip(ranked: Ranked, live: Ints, room: Ints | None, slots: Ints | None, by: Ints | None = None) -> Ints:
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


def _village_first(ranked: Ranked, live: Ints, room: Ints | None, slots: Ints | None) -> Ints:
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
