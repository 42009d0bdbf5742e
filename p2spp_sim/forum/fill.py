"""The rules by which a pot is filled, each for all groups at once, over rows in the order of their rank.

A rule takes the ranked rows, which of them may be taken, the rupiah and the places every group has left, and gives the
numbers of the rows it takes. What belongs to a group is handed to its rows by `take`, which lets other threads run;
`numpy.repeat` does not.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from p2spp_sim.base.arrays import Bools, Floats, Ints
from p2spp_sim.base.own_parts import Extended
from p2spp_sim.forum.agenda import Agenda
from p2spp_sim.forum.whole_sets import knapsack, method_of_equal_shares


@dataclass(frozen=True)
class Ranked:
    """The rows that passed the gates, in the order of their rank (groups lie together)."""

    row: Ints
    group: Ints
    amount: Ints
    agenda: Agenda
    points: Floats  # whole numbers, in the order of the agenda
    place: Ints  # of every ranked row among those points

    @cached_property
    def start(self) -> Ints:
        """Tell where each group begins."""
        return heads(self.group)

    def units(self) -> Ints:
        """Give every (group, unit) pair a number from 0."""
        if self.agenda.unit is None:
            raise ValueError("this fill rule needs Agenda.unit")
        if not len(self.row):
            return self.row
        unit = self.agenda.unit[self.row].astype(np.int64)
        unit -= unit.min()
        return np.unique(self.group * (unit.max() + 1) + unit, return_inverse=True)[1].astype(
            np.int64
        )


@dataclass(frozen=True, slots=True)
class Waiting:
    """Rows that may still be taken, groups together: their numbers among the ranked rows, their groups and rupiah."""

    number: Ints
    group: Ints
    amount: Ints

    def some(self, which: Bools) -> "Waiting":
        """Keep some of them."""
        at = which.nonzero()[0]
        return Waiting(self.number.take(at), self.group.take(at), self.amount.take(at))

    def fit(self, room: Ints | None, slots: Ints | None) -> Bools:
        """Tell which of them their group can still take."""
        return _fit(self.group, self.amount, room, slots)


def heads(group: NDArray[np.integer]) -> Ints:
    """Tell where each group begins, in rows that lie together by group."""
    new = np.empty(len(group), np.bool_)
    new[:1] = True
    np.not_equal(group[1:], group[:-1], out=new[1:])
    return new.nonzero()[0]


def runs(group: NDArray[np.integer]) -> tuple[Ints, Ints]:
    """Tell where each group begins and how many rows it has, in rows that lie together by group."""
    start = heads(group)
    return start, np.diff(start, append=len(group))


def _fit(group: Ints, amount: Ints, room: Ints | None, slots: Ints | None) -> Bools:
    fits = np.ones(len(group), np.bool_) if room is None else amount <= room.take(group)
    if slots is not None:
        fits &= (slots > 0).take(group)
    return fits


def _waiting(ranked: Ranked, candidates: Bools, room: Ints | None, slots: Ints | None) -> Waiting:
    """Gather the candidates that their group can take when nothing has been taken yet."""
    at = (_fit(ranked.group, ranked.amount, room, slots) & candidates).nonzero()[0]
    return Waiting(at, ranked.group.take(at), ranked.amount.take(at))


def _take(waiting: Waiting, room: Ints | None, slots: Ints | None) -> Ints:
    """Take the rows that fit as long as everything above them in their group is taken, spend what they take.

    Give their places among those waiting. Limits of a group are compared with sums over all rows, so they are raised
    by what lies above its first row. As the last row taken of a group is written last, what it leaves remains.
    """
    group, amount = waiting.group, waiting.amount
    start = heads(group)
    who = group.take(start)
    fits = np.ones(len(group), np.bool_)
    if room is not None:
        total = amount.cumsum()
        money = room.copy()
        money[who] += total.take(start) - amount.take(start)
        fits &= total <= money.take(group)
    if slots is not None:
        end = slots.copy()
        end[who] += start
        fits &= np.arange(len(group)) < end.take(group)
    taken = fits.nonzero()[0]
    whose = group.take(taken)
    if room is not None:
        room[whose] = money.take(whose) - total.take(taken)
    if slots is not None:
        slots[whose] = end.take(whose) - taken - 1
    return taken


def _first(ranked: Ranked, candidates: Bools, slots: Ints) -> Ints:
    """Take the first candidates of every group, as many as it has places."""
    number = candidates.nonzero()[0]
    if not len(number):
        return number
    size = np.add.reduceat(candidates, ranked.start, dtype=np.int64)
    most = np.minimum(size, slots.take(ranked.group.take(ranked.start)))
    end = most.cumsum()
    at = np.repeat(size.cumsum() - size - end + most, most)
    at += np.arange(len(at))
    return number.take(at)


def _copies(room: Ints | None, slots: Ints | None) -> tuple[Ints | None, Ints | None]:
    return (None if room is None else room.copy()), (None if slots is None else slots.copy())


def _stop(ranked: Ranked, candidates: Bools, room: Ints | None, slots: Ints | None) -> Ints:
    """Go down the list to the first that does not fit.

    Equation: the longest head of the ranking with sum(amount) <= room and count <= slots.
    """
    if room is None:
        return candidates.nonzero()[0] if slots is None else _first(ranked, candidates, slots)
    waiting = _waiting(ranked, candidates, None, None)
    return waiting.number.take(_take(waiting, *_copies(room, slots)))


def _greedy(ranked: Ranked, candidates: Bools, room: Ints | None, slots: Ints | None) -> Ints:
    """Go down the list, passing over what does not fit: the greedy utilitarian rule of participatory budgeting.

    Where the score is satisfaction per rupiah, it is `greedy_utilitarian_welfare` of pabutools.

    Equation: in rank order, take a row if amount <= room - what is taken, and count < slots.
    """
    if room is None:
        return _stop(ranked, candidates, room, slots)
    room, slots = _copies(room, slots)
    return _down_the_list(_waiting(ranked, candidates, room, slots), room, slots)


def _down_the_list(waiting: Waiting, room: Ints | None, slots: Ints | None) -> Ints:
    """Take round by round what fits of rows that would fit alone, and spend it.

    Room only shrinks, so each round takes everything above the first misfit of a group and drops, for good, every row
    that is larger than what is left: a handful of rounds, whatever the length of the list.
    """
    rounds = [waiting.number[:0]]
    while len(waiting.number):
        taken = _take(waiting, room, slots)
        rounds.append(waiting.number.take(taken))
        still = waiting.fit(room, slots)
        still[taken] = False
        waiting = waiting.some(still)
    return np.concatenate(rounds)


def _village_first(
    ranked: Ranked, candidates: Bools, room: Ints | None, slots: Ints | None
) -> Ints:
    """Serve every unit once, in rank order, before anyone is served twice.

    Equation: in rank order, rows of units not yet served that fit; then skip.
    """
    room, slots = _copies(room, slots)
    pair = ranked.units()
    served = np.zeros(len(pair), np.bool_)  # there are no more pairs than rows
    head = np.zeros(len(pair), np.int64)
    once = np.zeros(len(ranked.row), np.bool_)
    waiting = _waiting(ranked, candidates, room, slots)
    while len(waiting.number):
        number = waiting.number
        head[pair[number[::-1]]] = number[::-1]
        ahead = waiting.some(head[pair[number]] == number)
        first = ahead.number[_take(ahead, room, slots)]
        once[first] = served[pair[first]] = True
        waiting = waiting.some(waiting.fit(room, slots) & ~served[pair[number]])
    return np.concatenate([once.nonzero()[0], _greedy(ranked, candidates & ~once, room, slots)])


def _equal_split(ranked: Ranked, candidates: Bools, room: Ints | None, slots: Ints | None) -> Ints:
    """Give every unit that has a candidate the same part of its group's ceiling; a part not used stays unused.

    Equation: room of a unit = room / units with a candidate; skip within each.
    """
    if room is not None:
        pair, number = ranked.units(), candidates.nonzero()[0]
        present, at = np.unique(pair[number], return_index=True)
        group = ranked.group[number][at]
        parts = np.zeros(len(pair), np.int64)
        parts[present] = room[group] // np.bincount(group, minlength=len(room))[group]
        number = number[np.argsort(pair[number], kind="stable")]
        waiting = Waiting(number, pair[number], ranked.amount[number])
        candidates = np.zeros(len(ranked.row), np.bool_)
        candidates[_down_the_list(waiting.some(waiting.fit(parts, None)), parts, None)] = True
    return _stop(ranked, candidates, None, slots)


def groups_of(ranked: Ranked, candidates: Bools) -> Iterator[tuple[int, Ints]]:
    """Give every group that has candidates, and their numbers among the ranked rows, best first."""
    number = candidates.nonzero()[0]
    for part in np.split(number, np.flatnonzero(np.diff(ranked.group[number])) + 1):
        if len(part):
            yield int(ranked.group[part[0]]), part


def _by_group(solve: Callable[[Ranked, Ints, int], Ints]) -> Callable[..., Ints]:
    """Turn a rule for one group into one for all groups."""

    def rule(ranked: Ranked, candidates: Bools, room: Ints | None, slots: Ints | None) -> Ints:
        if room is None or slots is not None:
            raise ValueError(
                f"{' and '.join(WHOLE_SETS)} need a ceiling of money and take no limit of rows"
            )
        parts = [
            solve(ranked, number, int(room[group]))
            for group, number in groups_of(ranked, candidates)
        ]
        return np.concatenate([ranked.row[:0], *parts])

    return rule


def _knapsack(ranked: Ranked, number: Ints, room: int) -> Ints:
    """Choose the best package of one group.

    Equation: max sum(score) over all sets with sum(amount) <= room.
    """
    points = ranked.points[ranked.place[number]].astype(np.int64)
    return number[knapsack(ranked.amount[number], points, room)]


def _method_of_equal_shares(ranked: Ranked, number: Ints, room: int) -> Ints:
    """Let the voters of one group buy.

    Equation: purse = room / voters; again and again buy the row with the least rho for which
        sum over its voters of min(purse, rho) = amount; each pays min(purse, rho).
    """
    if ranked.agenda.ballots is None:
        raise ValueError("equal_shares needs Agenda.ballots")
    approvals = ranked.agenda.ballots(int(ranked.group[number[0]]), ranked.row[number])
    completion = ranked.agenda.completion
    return number[method_of_equal_shares(ranked.amount[number], approvals, room, completion)]


RULES: Mapping[str, Callable[..., Ints]] = Extended(
    "fill_rule",
    {
        "stop": _stop,
        "skip": _greedy,
        "village_first": _village_first,
        "rotation": _greedy,
        "equal_split": _equal_split,
        "best_package": _by_group(_knapsack),
        "equal_shares": _by_group(_method_of_equal_shares),
    },
)
FILL_RULES = tuple(RULES)  # of the package
WHOLE_SETS = (
    "best_package",
    "equal_shares",
)  # rules that need a ceiling of money and take no limit of rows
