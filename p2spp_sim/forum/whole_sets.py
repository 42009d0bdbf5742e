"""Choosing a set of proposals as a whole: the 0/1 knapsack and the method of equal shares, for one group.

Both are exact: scores and rupiah are whole numbers, shares of voters are fractions.
"""

from fractions import Fraction

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


def method_of_equal_shares(cost: Ints, approvals: Bools, room: int) -> Ints:
    """Buy projects with the equal shares of those who want them (Peters, Pierczynski and Skowron 2021).

    Every voter holds room / voters. Again and again the project is bought whose supporters can pay for it with the
    smallest largest payment; ties go to the earlier row. Satisfaction counts projects; nothing is bought with what is
    left over.

    Parameters
    ----------
    cost : (n,) int64 rupiah, in rank order.
    approvals : (voters, n) bool.
    room : rupiah.

    Returns
    -------
    (k,) int64, increasing row numbers.
    """
    voters = len(approvals)
    purse = [Fraction(int(room), voters)] * voters if voters else []
    supporters = [np.flatnonzero(approvals[:, i]).tolist() for i in range(len(cost))]
    waiting = list(range(len(cost)))
    bought = [i for i in waiting if cost[i] == 0]
    waiting = [i for i in waiting if cost[i] > 0]
    while waiting:
        offers = [(_payment(int(cost[i]), [purse[v] for v in supporters[i]]), i) for i in waiting]
        possible = [(price, i) for price, i in offers if price is not None]
        if not possible:
            break
        price, best_row = min(possible)
        for v in supporters[best_row]:
            purse[v] -= min(purse[v], price)
        bought.append(best_row)
        still = {i for _, i in possible}
        waiting = [i for i in waiting if i in still and i != best_row]
    return np.array(sorted(bought), np.int64)


def _payment(cost: int, purses: list[Fraction]) -> Fraction | None:
    """Find the payment r for which the sum of min(purse, r) is the cost; None when the purses are too small."""
    if sum(purses) < cost:
        return None
    owed = Fraction(cost)
    for already, purse in enumerate(sorted(purses)):
        share = owed / (len(purses) - already)
        if share <= purse:
            return share
        owed -= purse
    return None
