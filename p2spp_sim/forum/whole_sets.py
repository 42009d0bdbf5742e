"""Choosing a set of proposals as a whole: the 0/1 knapsack and the method of equal shares, for one group.

Both are exact: scores and rupiah are whole numbers, shares of voters are fractions. Floating point only looks ahead:
what it cannot tell apart is decided by fractions.
"""

from fractions import Fraction
from heapq import heapify, heappop, heappush
from math import ceil, inf, lcm
from typing import NamedTuple

import numpy as np

from p2spp_sim.base.arrays import Bools, Ints


def knapsack(cost: Ints, points: Ints, room: int) -> Ints:
    """Solve the 0/1 knapsack: most points within the room, among equals the cheapest. What costs nothing is always in.

    Keeps the list of packages that no other beats on cost and points at once (Nemhauser and Ullmann 1969), dropping
    those whose fractional bound cannot reach the best package known.

    Parameters
    ----------
    cost, points : (n,) int64.
    room : rupiah.

    Returns
    -------
    (k,) int64, increasing row numbers.
    """
    useful = np.flatnonzero((points > 0) & (cost > 0) & (cost <= room))
    useful = useful[np.lexsort((useful, -(points[useful] / cost[useful])))]
    c, p = cost[useful], points[useful]
    floor = _greedy_points(c, p, room)
    costs, values = np.zeros(1, np.int64), np.zeros(1, np.int64)
    history: list[tuple[Ints, Bools]] = []
    for i in range(len(useful)):
        fits = np.flatnonzero(costs + c[i] <= room)
        parent = np.concatenate([np.arange(len(costs)), fits])
        added = np.arange(len(parent)) >= len(costs)
        all_costs = np.concatenate([costs, costs[fits] + c[i]])
        all_values = np.concatenate([values, values[fits] + p[i]])
        order = np.lexsort((added, -all_values, all_costs))
        ahead = np.maximum.accumulate(all_values[order])
        keep = np.concatenate([[True], all_values[order][1:] > ahead[:-1]])
        order = order[keep]
        bound = all_values[order] + _fractional(c[i + 1 :], p[i + 1 :], room - all_costs[order])
        order = order[bound >= floor]
        costs, values = all_costs[order], all_values[order]
        history.append((parent[order], added[order]))
    at = int(np.argmax(values)) if len(values) else 0
    chosen = np.flatnonzero(cost == 0).tolist()
    for i in range(len(useful) - 1, -1, -1):
        parent, added = history[i]
        if added[at]:
            chosen.append(useful[i])
        at = int(parent[at])
    return np.sort(np.array(chosen, np.int64))


def _greedy_points(cost: Ints, points: Ints, room: int) -> int:
    total = 0
    for c, p in zip(cost.tolist(), points.tolist(), strict=True):
        if c <= room:
            room -= c
            total += p
    return total


def _fractional(cost: Ints, points: Ints, room: Ints) -> Ints:
    """Bound from above what the remaining rows, in falling points per rupiah, can add (rounded up)."""
    spent = np.concatenate([[0], np.cumsum(cost)])
    gained = np.concatenate([[0], np.cumsum(points)])
    whole = np.searchsorted(spent, room, side="right") - 1
    rest = room - spent[whole]
    padded_cost = np.concatenate([cost, [1]])
    padded_points = np.concatenate([points, [0]])
    part = np.ceil(padded_points[whole] * (rest / np.maximum(padded_cost[whole], 1))).astype(
        np.int64
    )
    return gained[whole] + part + 1


def method_of_equal_shares(cost: Ints, approvals: Bools, room: int, completion: int = 0) -> Ints:
    """Buy projects with the equal shares of those who want them (Peters, Pierczynski and Skowron 2021).

    Every voter holds room / voters. Again and again the project is bought whose supporters can pay for it with the
    smallest largest payment; ties go to the earlier row. Satisfaction counts projects.

    So money may be left over. A completion begins anew, with that much more for every voter, until no wanted project
    fits into what is left of the room; or until more than the room would be spent, then the set before stands. What
    still fits is added by votes. With 1 it is Add1 and utilitarian completion (Faliszewski et al. 2023).

    Parameters
    ----------
    cost : (n,) int64 rupiah, in rank order.
    approvals : (voters, n) bool.
    room : rupiah.
    completion : rupiah; 0 leaves over what is left.

    Returns
    -------
    (k,) int64, increasing row numbers.
    """
    price = cost.tolist()
    bought = np.flatnonzero(cost == 0).tolist()
    if approvals.size:
        bought += _shared(price, approvals, int(room), completion)
    if completion:
        left = room - sum(price[row] for row in bought)
        for row in np.argsort(-approvals.sum(axis=0), kind="stable").tolist():
            if price[row] and row not in bought and price[row] <= left:
                bought.append(row)
                left -= price[row]
    return np.array(sorted(bought), np.int64)


def _shared(price: list[int], approvals: Bools, room: int, completion: int) -> list[int]:
    """Buy with equal purses, which grow as long as money is left over."""
    ballots, times = np.unique(approvals, axis=0, return_counts=True)
    wanted = {row: np.flatnonzero(ballots[:, row]) for row in range(len(price)) if price[row]}
    wanted = {row: who for row, who in wanted.items() if len(who)}
    purse = Fraction(room, len(approvals))
    bought, alike = _bought(price, wanted, times, purse)
    while completion:
        left = room - sum(price[row] for row in bought)
        if all(price[row] > left for row in wanted if row not in bought):
            break
        purse += completion * max(1, ceil(alike / completion))
        more, alike = _bought(price, wanted, times, purse)
        if sum(price[row] for row in more) > room:
            break
        bought = more
    return bought


class _Offer(NamedTuple):
    """What a project asks of each rich supporter, when the poor ones give all they hold."""

    payment: Fraction | float
    row: int
    slope: Fraction | float
    turn: int  # how many projects were bought before
    rich: Ints
    poor: Ints


class _TooCloseError(Exception):
    """Floating point cannot tell two amounts apart."""


def _bought(
    price: list[int], wanted: dict[int, Ints], times: Ints, purse: Fraction
) -> tuple[list[int], float]:
    """Buy with one purse for every voter; tell how much larger it can be, at least, with nothing else being bought.

    Parameters
    ----------
    price : rupiah of every row.
    wanted : kinds of ballots that approve a row, for every row that can be bought.
    times : (kinds,) voters who cast a ballot of that kind.
    """
    try:
        return _buy(price, wanted, _RoughPurses(purse, times))
    except _TooCloseError:
        return _buy(price, wanted, _Purses(purse, times))


def _buy(
    price: list[int], wanted: dict[int, Ints], purses: "_Purses | _RoughPurses"
) -> tuple[list[int], float]:
    """Buy as `_bought` does.

    While purses empty a project only asks for more, and what it asks for is convex in the first purse: an offer bounds
    all that follow from below, and is renewed only when it may be the smallest.
    """
    bought: list[int] = []
    alike = float(sum(price))  # with that much more everything is bought
    offers = [
        _Offer(purses.over(price[row], int(purses.times[who].sum())), row, 0.0, -1, who, who[:0])
        for row, who in wanted.items()
    ]
    heapify(offers)
    while offers:
        best = heappop(offers)
        if best.turn == len(bought) and offers and purses.near(best, offers[0]):
            rivals = [offer for offer in offers if purses.near(best, offer)]
            if old := [offer for offer in rivals if offer.turn < len(bought)]:
                offers = [best, *(offer for offer in offers if offer is not old[0])]
                heapify(offers)
                best = old[0]  # it may ask for more by now
            elif not all(purses.told_apart(offer, price) for offer in (best, *rivals)):
                raise _TooCloseError
        if best.turn < len(bought):
            offer = purses.ask(price[best.row], best.row, len(bought), wanted[best.row])
            if offer is None:
                alike = min(alike, purses.lacking(price[best.row], wanted[best.row]))
            else:
                heappush(offers, offer)
            continue
        for offer in offers:
            if offer.slope < best.slope:
                ahead = (offer.payment - best.payment) / (best.slope - offer.slope)
                alike = min(alike, float(ahead))
        alike = min(alike, purses.pay(best))
        bought.append(best.row)
    return bought, alike * purses.certain


class _Purses:
    """What voters of each kind hold, and how much that grows with the first purse: whole numbers over one scale."""

    certain = 1 - 1e-12

    def __init__(self, purse: Fraction, times: Ints) -> None:
        self.scale = purse.denominator
        self.held = np.full(len(times), purse.numerator, np.object_)
        self.slope = np.full(len(times), purse.denominator, np.object_)
        self.times = times.astype(np.object_)

    def over(self, price: int, payers: int) -> Fraction:
        """Share a price."""
        return Fraction(price, payers)

    def near(self, offer: _Offer, other: _Offer) -> bool:
        """Tell whether two payments could be in the other order: fractions never."""
        return False

    def told_apart(self, offer: _Offer, price: list[int]) -> bool:
        """Tell whether a payment is as exact as a fraction."""
        return True

    def ask(self, price: int, row: int, turn: int, who: Ints) -> _Offer | None:
        """Find the payment at which the sum of min(purse, payment) is the price; None when purses are too small."""
        owed, rich, poor = price * self.scale, who, who[:0]
        while len(rich):
            payers = self.times[rich].sum()
            short = self.held[rich] * payers < owed
            if not short.any():
                slope = -(self.times[poor] * self.slope[poor]).sum()
                scale = payers * self.scale
                return _Offer(Fraction(owed, scale), row, Fraction(slope, scale), turn, rich, poor)
            owed -= (self.times[rich] * self.held[rich])[short].sum()
            poor, rich = np.concatenate([poor, rich[short]]), rich[~short]
        return None

    def lacking(self, price: int, who: Ints) -> float:
        """Tell how much larger the first purse must be for them to pay this price."""
        slope = (self.times[who] * self.slope[who]).sum()
        lacks = price * self.scale - (self.times[who] * self.held[who]).sum()
        return lacks / slope if slope else inf

    def pay(self, offer: _Offer) -> float:
        """Take what is asked; tell how much larger the first purse must be for a poor supporter to be a rich one."""
        payment, slope = Fraction(offer.payment), Fraction(offer.slope)
        scale = lcm(self.scale, payment.denominator, slope.denominator)
        self.held *= scale // self.scale
        self.slope *= scale // self.scale
        self.scale = scale
        asked, less = int(payment * scale), int(slope * scale)
        poor = offer.poor[self.slope[offer.poor] > less]
        alike = ((asked - self.held[poor]) / (self.slope[poor] - less)).min(initial=inf)
        self.held[offer.poor] = self.slope[offer.poor] = 0
        self.held[offer.rich] -= asked
        self.slope[offer.rich] -= less
        return float(alike)


class _RoughPurses:
    """The same in floating point, as long as that is certain; what is empty is exactly 0."""

    certain = 1 - 1e-5
    close = 1e-9  # part of an amount; rounding errors are a thousand times smaller

    def __init__(self, purse: Fraction, times: Ints) -> None:
        self.held = np.full(len(times), float(purse))
        self.blur = float(purse) * 1e-11
        self.slope = np.ones(len(times))
        self.times = times

    def over(self, price: int, payers: int) -> float:
        """Share a price; equal shares are equal, being rounded alike."""
        return price / payers

    def near(self, offer: _Offer, other: _Offer) -> bool:
        """Tell whether two payments, the first not the larger one, could be in the other order."""
        return other.payment - offer.payment <= self.close * offer.payment + self.blur

    def told_apart(self, offer: _Offer, price: list[int]) -> bool:
        """Tell whether a payment is a price over whole voters, which floating point keeps in order."""
        return not len(offer.poor) and price[offer.row] <= 1e8

    def ask(self, price: int, row: int, turn: int, who: Ints) -> _Offer | None:
        """Find the payment at which the sum of min(purse, payment) is the price; None when purses are too small."""
        rich = who[self.held[who] > 0]
        owed, poor = float(price), rich[:0]
        while len(rich):
            payers = int(self.times[rich].sum())
            payment, purses = owed / payers, self.held[rich]
            if (np.abs(purses - payment) <= self.close * payment + self.blur).any():
                raise _TooCloseError
            short = purses < payment
            if not short.any():
                slope = -float((self.times[poor] * self.slope[poor]).sum()) / payers
                return _Offer(payment, row, slope, turn, rich, poor)
            owed -= float((self.times[rich] * purses)[short].sum())
            if abs(owed) <= self.close * price:
                raise _TooCloseError
            poor, rich = np.concatenate([poor, rich[short]]), rich[~short]
        return None

    def lacking(self, price: int, who: Ints) -> float:
        """Tell how much larger the first purse must be for them to pay this price."""
        slope = float((self.times[who] * self.slope[who]).sum())
        lacks = price - float((self.times[who] * self.held[who]).sum())
        return lacks / slope if slope > 0 else inf

    def pay(self, offer: _Offer) -> float:
        """Take what is asked; tell how much larger the first purse must be for a poor supporter to be a rich one."""
        payment, less = float(offer.payment), float(offer.slope)
        poor = offer.poor[self.slope[offer.poor] > less]
        alike = ((payment - self.held[poor]) / (self.slope[poor] - less)).min(initial=inf)
        self.held[offer.poor] = self.slope[offer.poor] = 0
        self.held[offer.rich] -= payment
        self.slope[offer.rich] -= less
        return float(alike)
