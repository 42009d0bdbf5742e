"""A slow forum in plain Python, written from the text of the contract and not from the kernel.

Every rule is spelled out with lists, dictionaries and fractions, one group and one pot at a time, so that a
reader can check it against the text. It shares no code with `p2spp_sim.forum.decide` and reads an agenda only by its
attributes.

Where the text leaves a choice open, the reading taken here is:

- a row of no cost fits any pot's money, but not a full limit; `stop` never comes to a row below its stop, and
  `rotation` refuses it when it is not its village's turn;
- `best_package` and `equal_shares` take every row of no cost, whatever its score and supporters;
- two packages equal in score and in cost are both right, so `preferred` (the rows a kernel took) may choose
  between them, and only between them;
- approvals given by voters of another group do not count;
- the reason is "not its turn" when the last rotation pot that the row may draw on refused it for that; a pot
  that it may not draw on does not refuse it.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations
from typing import Any


@dataclass
class Row:
    """One row of the agenda and, filled in later, what became of it."""

    number: int
    group: int
    amount: int
    points: int  # the rounded score as a whole number: score * 10**precision
    tie: int
    unit: int | None
    turn: bool | None
    supporters: list[int]
    reason: int = 0
    rank: int = 0
    granted: int = 0
    pot: int = -1


@dataclass(frozen=True)
class Outcome:
    """What the forum says of one row; `score` is None where a gate stopped it."""

    reason: int
    rank: int
    granted: int
    pot: int
    score: float | None


def decide(
    agenda: Any,
    pots: Any,
    *,
    misfit: int = 4,
    not_its_turn: int = 7,
    precision: int = 6,
    preferred: list[int] | None = None,
) -> list[Outcome]:
    """Decide every row; `preferred` names, row by row, the pot a kernel chose (see the head of this file)."""
    rows = read_rows(agenda, precision)
    stop_at_gates(rows, agenda.gates)
    passed = [row for row in rows if row.reason == 0]
    voters = read_voters(agenda)
    preferred = [-1] * len(rows) if preferred is None else preferred
    for group in range(agenda.groups):
        ranking = [row for row in passed if row.group == group]
        ranking.sort(key=lambda row: (-row.points, row.tie))
        for place, row in enumerate(ranking, start=1):
            row.rank = place
        fill_pots(ranking, group, pots, voters.get(group, []), preferred)
    for row in passed:
        if row.pot == -1:
            row.reason = not_its_turn if refused_for_turn(row, pots) else misfit
    scale = 10**precision
    return [
        Outcome(
            row.reason, row.rank, row.granted, row.pot, row.points / scale if row.rank else None
        )
        for row in rows
    ]


def read_rows(agenda: Any, precision: int) -> list[Row]:
    """Turn the columns into rows."""
    amounts = (agenda.asked if agenda.amended is None else agenda.amended).tolist()
    scores, ties, groups = agenda.score.tolist(), agenda.tie.tolist(), agenda.group.tolist()
    units = [None] * len(amounts) if agenda.unit is None else agenda.unit.tolist()
    turns = [None] * len(amounts) if agenda.turn is None else agenda.turn.tolist()
    ballots = [] if agenda.ballots is None else agenda.ballots.cast.tolist()
    return [
        Row(
            number=number,
            group=groups[number],
            amount=amounts[number],
            points=round(Fraction(scores[number]) * 10**precision),
            tie=ties[number],
            unit=units[number],
            turn=turns[number],
            supporters=[voter for voter, ballot in enumerate(ballots) if ballot[number]],
        )
        for number in range(len(amounts))
    ]


def read_voters(agenda: Any) -> dict[int, list[int]]:
    """List the voters of each group."""
    voters: dict[int, list[int]] = {}
    if agenda.ballots is not None:
        for voter, group in enumerate(agenda.ballots.group.tolist()):
            voters.setdefault(group, []).append(voter)
    return voters


def stop_at_gates(rows: list[Row], gates: Any) -> None:
    """Give a row the reason of the first gate that it does not pass."""
    for row in rows:
        for gate in gates:
            if not gate.passes[row.number]:
                row.reason = gate.reason
                break


def refused_for_turn(row: Row, pots: Any) -> bool:
    """Say whether a rotation pot refused the row because it is not its village's turn.

    A row has one turn for all rotation pots that it may draw on: when the last of them refused it for that,
    all of them did.
    """
    return not row.turn and any(pot.fill == "rotation" and may_draw(row, pot) for pot in pots)


def may_draw(row: Row, pot: Any) -> bool:
    """Say whether the row is eligible for the pot."""
    return pot.eligible is None or bool(pot.eligible[row.number])


class Purse:
    """What one group may still take from one pot: money and places; None means no bound."""

    def __init__(self, money: int | None, places: int | None) -> None:
        self.money = money
        self.places = places

    def fits(self, row: Row) -> bool:
        """Say whether the row can be funded now."""
        enough = row.amount == 0 or self.money is None or row.amount <= self.money
        return enough and (self.places is None or self.places > 0)

    def take(self, row: Row, pot: int) -> None:
        """Fund the row."""
        row.pot, row.granted = pot, row.amount
        if self.money is not None:
            self.money -= row.amount
        if self.places is not None:
            self.places -= 1


def fill_pots(
    ranking: list[Row], group: int, pots: Any, voters: list[int], preferred: list[int]
) -> None:
    """Fill the pots of one group in their order; what a pot rolls over, the next one has more."""
    carried = 0
    for index, pot in enumerate(pots):
        money = None if pot.ceiling is None else int(pot.ceiling[group]) + carried
        places = None if pot.limit is None else int(pot.limit[group])
        candidates = [row for row in ranking if row.pot == -1 and may_draw(row, pot)]
        purse = Purse(money, places)
        if pot.fill == "stop":
            fill_stop(candidates, purse, index)
        elif pot.fill == "skip":
            fill_skip(candidates, purse, index)
        elif pot.fill == "village_first":
            fill_village_first(candidates, purse, index)
        elif pot.fill == "rotation":
            fill_skip([row for row in candidates if row.turn], purse, index)
        elif pot.fill == "equal_split":
            fill_equal_split(candidates, purse, index)
        elif pot.fill == "best_package":
            wanted = [
                row.number
                for row in candidates
                if row.amount > 0 and preferred[row.number] == index
            ]
            fill_best_package(candidates, purse, index, wanted)
        elif pot.fill == "equal_shares":
            fill_equal_shares(candidates, purse, index, voters)
        else:
            raise ValueError(pot.fill)
        carried = purse.money if pot.rolls_over and purse.money is not None else 0


def fill_stop(candidates: list[Row], purse: Purse, pot: int) -> None:
    """Go down the ranking and end at the first row that does not fit."""
    for row in candidates:
        if not purse.fits(row):
            return
        purse.take(row, pot)


def fill_skip(candidates: list[Row], purse: Purse, pot: int) -> None:
    """Go down the ranking and pass over rows that do not fit."""
    for row in candidates:
        if purse.fits(row):
            purse.take(row, pot)


def fill_village_first(candidates: list[Row], purse: Purse, pot: int) -> None:
    """Give each unit one row first, then go down the rest."""
    served = set()
    for row in candidates:
        if row.unit not in served and purse.fits(row):
            purse.take(row, pot)
            served.add(row.unit)
    fill_skip([row for row in candidates if row.pot == -1], purse, pot)


def fill_equal_split(candidates: list[Row], purse: Purse, pot: int) -> None:
    """Give each unit that has a candidate the same part of the ceiling; the limit counts over the group."""
    units = {row.unit for row in candidates}
    parts = {unit: purse.money // len(units) for unit in units}
    for row in candidates:
        if row.amount <= parts[row.unit] and purse.fits(row):
            purse.take(row, pot)
            parts[row.unit] -= row.amount


def fill_best_package(candidates: list[Row], purse: Purse, pot: int, wanted: list[int]) -> None:
    """Try every subset of the rows that cost something; most points first, then least cost."""
    best_value, best = (0, 0), [()]
    paid = [row for row in candidates if row.amount > 0]
    for size in range(1, len(paid) + 1):
        for package in combinations(paid, size):
            cost = sum(row.amount for row in package)
            if cost > purse.money:
                continue
            value = (sum(row.points for row in package), -cost)
            if value > best_value:
                best_value, best = value, [package]
            elif value == best_value:
                best.append(package)
    wishes = [package for package in best if [row.number for row in package] == wanted]
    chosen = wishes[0] if wishes else best[0]
    for row in candidates:
        if row.amount == 0 or row in chosen:
            purse.take(row, pot)


def fill_equal_shares(candidates: list[Row], purse: Purse, pot: int, voters: list[int]) -> None:
    """Share the ceiling equally among the voters; buy, each time, what asks least of any one supporter."""
    left = {voter: Fraction(purse.money, len(voters)) for voter in voters}
    waiting = list(candidates)
    while waiting:
        offers = []
        for row in waiting:
            payment = largest_payment(
                row.amount, [left[voter] for voter in row.supporters if voter in left]
            )
            if payment is not None:
                offers.append((payment, row.rank, row))
        if not offers:
            return
        payment, _, row = min(offers, key=lambda offer: offer[:2])
        for voter in row.supporters:
            if voter in left:
                left[voter] -= min(left[voter], payment)
        purse.take(row, pot)
        waiting.remove(row)


def largest_payment(cost: int, budgets: list[Fraction]) -> Fraction | None:
    """Return the least `rho` with sum(min(budget, rho)) = cost, None when the supporters cannot pay."""
    if cost == 0:
        return Fraction(0)
    if sum(budgets) < cost:
        return None
    rest = Fraction(cost)
    ordered = sorted(budgets)
    for place, budget in enumerate(ordered):
        each = rest / (len(ordered) - place)
        if each <= budget:
            return each
        rest -= budget
    raise AssertionError("supporters who can pay the cost always find a payment")
