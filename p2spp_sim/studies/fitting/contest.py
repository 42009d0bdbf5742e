"""The contest for money behind the gates: who stands in it, how rows are scored, and who wins under which ceilings.

It is the forum itself that is held, on the ledger's own rows (`forum.decide`), many contests at once.
"""

from dataclasses import dataclass

import numpy as np

from p2spp_sim.base.arrays import Bools, Floats, Ints
from p2spp_sim.forum.decide import Agenda, Pot, decide
from p2spp_sim.model.ceilings import people_share
from p2spp_sim.model.criteria import beyond
from p2spp_sim.model.rulebook import ForumSpec
from p2spp_sim.scenario.scenario import Scenario
from p2spp_sim.studies.fitting.ledger_agenda import LedgerAgenda, weight_of

TOP = np.iinfo(np.int64).max


@dataclass(frozen=True)
class Scoring:
    """How a forum makes a score of its criteria, with the parameters that a ledger may inform.

    Parameters
    ----------
    spec, scenario : the forum, and the values of what is not informed.
    keys : declared parameters that are drawn.
    """

    spec: ForumSpec
    scenario: Scenario
    keys: tuple[str, ...]

    def bounds(self) -> Floats:
        """Give the declared bounds, (keys, 2)."""
        levers = [self.scenario.lever(key) for key in self.keys]
        return np.array([(lever.low, lever.high) for lever in levers], np.float64).reshape(-1, 2)

    def _column(self, weight: float | str, values: Floats) -> Floats:
        if isinstance(weight, str) and weight in self.keys:
            return values[:, self.keys.index(weight)]
        return np.full(len(values), weight_of(self.scenario, weight))

    def weights(self, values: Floats) -> Floats:
        """Give the weight of every criterion, (draws, criteria), for values (draws, keys)."""
        criteria = self.spec.criteria
        columns = np.stack([self._column(each.weight, values) for each in criteria], axis=1)
        part = np.array([each.part for each in criteria])
        whole = columns[:, part].sum(axis=1, keepdims=True)
        columns[:, part] /= np.where(whole == 0, 1.0, whole)
        return columns

    def noise(self, values: Floats) -> Floats:
        """Give the weight of the imprecision, (draws,)."""
        if self.spec.noise is None:
            return np.zeros(len(values))
        return self._column(self.spec.noise.weight, values)


def informed_keys(
    spec: ForumSpec, scenario: Scenario, agenda: LedgerAgenda, rows: Bools
) -> Scoring:
    """Name the weights that the ledger can inform: declared, real, of a criterion that it says and that differs."""
    keys = []
    for place, criterion in enumerate(spec.criteria):
        values = agenda.terms[:, :, place].mean(axis=0)
        if isinstance(criterion.weight, str) and agenda.seen[place] and rows.any():
            lows = np.full(agenda.groups, np.inf)
            highs = np.full(agenda.groups, -np.inf)
            np.minimum.at(lows, agenda.group[rows], values[rows])
            np.maximum.at(highs, agenda.group[rows], values[rows])
            if (highs > lows + 1e-9).any():
                keys.append(criterion.weight)
    if spec.noise and isinstance(spec.noise.weight, str):
        keys.append(spec.noise.weight)
    declared = [
        key
        for key in dict.fromkeys(keys)
        if scenario.lever(key).kind == "real"
        and scenario.lever(key).high != scenario.lever(key).low
    ]
    return Scoring(spec, scenario, tuple(declared))


@dataclass(frozen=True)
class Rivals:
    """Who stood in the contest, as far as the ledger says.

    Parameters
    ----------
    won, lost : (n,) bool, accepted; refused for the money.
    perhaps : (n,) chance that a row refused without a reason stood in it, 0 for all others.
    told : part of the refusals whose reason is known.
    amount : (n,) int64 rupiah as granted, as asked where nothing was.
    """

    won: Bools
    lost: Bools
    perhaps: Floats
    told: float
    amount: Ints

    def some(self, rows: Ints) -> "Rivals":
        """Give some of the rows."""
        return Rivals(
            self.won[rows], self.lost[rows], self.perhaps[rows], self.told, self.amount[rows]
        )

    def stood(self, draws: int, rng: np.random.Generator) -> Bools:
        """Draw who stood in it, (draws, n)."""
        sure = self.won | self.lost
        if not self.perhaps.any():
            return np.broadcast_to(sure, (draws, len(sure)))
        return sure | (rng.random((draws, len(sure))) < self.perhaps)

    def amounts(self, cost: Ints, draws: int, rng: np.random.Generator) -> Ints:
        """Draw what each would have been granted, (draws, n): of those that lost, cut as winners were."""
        amount = np.broadcast_to(self.amount, (draws, len(self.amount)))
        cut = (self.amount / np.maximum(cost, 1))[self.won]
        if not len(cut) or (cut >= 1).all():
            return amount
        drawn = np.floor(cost * rng.choice(cut, amount.shape)).astype(np.int64)
        return np.where(self.won, amount, drawn)


def room_left(agenda: LedgerAgenda, beaten: Bools, amount: Ints, spent: Ints) -> Ints:
    """Give the rupiah that can have been left over at most, (draws, groups); `TOP` where nobody was turned away.

    Less than the cheapest that did not fit needed; or so little that it was too large to be looked at.
    """
    draw, row = np.nonzero(beaten)
    at = draw * agenda.groups + agenda.group[row]
    needed = amount[draw, row]
    if agenda.most:
        before = np.broadcast_to(spent, (len(beaten), agenda.groups)).ravel()[at]
        large = np.ceil(agenda.cost[row] / agenda.most).astype(np.int64) - before
        needed = np.maximum(needed, large)
    room = np.full(len(beaten) * agenda.groups, TOP)
    np.minimum.at(room, at, needed)
    return room.reshape(len(beaten), agenda.groups)


def granted_in(agenda: LedgerAgenda, won: Bools, amount: Ints) -> Ints:
    """Add up what winners were granted, (draws, groups)."""
    at = (np.arange(len(won))[:, None] * agenda.groups + agenda.group)[won]
    total = np.bincount(at, amount[won].astype(np.float64), len(won) * agenda.groups)
    return np.rint(total).astype(np.int64).reshape(len(won), agenda.groups)


def ceiling_draws(
    agenda: LedgerAgenda, rivals: Rivals, stood: Bools, amount: Ints, part: Floats
) -> tuple[Ints, Bools]:
    """Draw the ceiling of every group: what was granted, and a part of what the cheapest that did not fit needed.

    Parameters
    ----------
    part : (draws, groups) in [0, 1).

    Returns
    -------
    ceilings : (draws, groups) int64 rupiah; where nobody was turned away, only the least it can have been.
    bounded : (draws, groups) bool, whether somebody was.
    """
    granted = granted_in(agenda, rivals.won[None], rivals.amount[None])
    room = room_left(agenda, stood & ~rivals.won, amount, granted)
    bounded = room < TOP
    left = np.floor(part * np.where(bounded, room, 0)).astype(np.int64)
    return granted + left, bounded


def hold(
    scores: Floats, agenda: LedgerAgenda, stood: Bools, amount: Ints, ceilings: Ints, fill: str
) -> Bools:
    """Hold many contests at once: who wins, (draws, n) bool.

    Parameters
    ----------
    scores, stood, amount : (draws, n).
    ceilings : (draws, groups) int64 rupiah.
    fill : rule by which the money is handed out.
    """
    draw, row = np.nonzero(stood)
    won = np.zeros(stood.shape, np.bool_)
    won[draw, row] = hold_rows(
        scores[draw, row], agenda, draw, row, amount[draw, row], ceilings, fill
    )
    return won


def hold_rows(
    scores: Floats,
    agenda: LedgerAgenda,
    draw: Ints,
    row: Ints,
    amount: Ints,
    ceilings: Ints,
    fill: str,
) -> Bools:
    """Hold many contests whose rows lie one behind the other: who wins, (m,) bool.

    Parameters
    ----------
    scores, amount : (m,) before what a forum takes off for territorial balance; rupiah.
    draw, row : (m,) int64, contest and row of the agenda.
    ceilings : (draws, groups) int64 rupiah.
    """
    group, flat = draw * agenda.groups + agenda.group[row], ceilings.ravel()
    small = np.flatnonzero(~agenda.too_large(row, flat[group]))
    group, row, scores = group[small], row[small], scores[small]
    if agenda.balance:
        people = people_share(agenda.world)
        kecamatan = agenda.kecamatan[row]
        over = beyond(scores, agenda.cost[row], group, kecamatan, people, flat)
        scores = scores - agenda.balance * over
    looked_at = Agenda(group=group, groups=len(flat), asked=amount[small], score=scores)
    won = np.zeros(len(draw), np.bool_)
    won[small] = decide(looked_at, [Pot(ceiling=flat, fill=fill)]).pot >= 0
    return won


def scores_of(
    scoring: Scoring,
    agenda: LedgerAgenda,
    values: Floats,
    rng: np.random.Generator,
    *,
    noise: bool = True,
) -> Floats:
    """Draw the scores of every row, (draws, n), for values (draws, keys); without `noise`, as they would be exactly."""
    draws, n = len(values), agenda.terms.shape[1]
    scores = np.empty((draws, n))
    weights = scoring.weights(values)
    for borrowing, some in enumerate(np.array_split(np.arange(draws), len(agenda.terms))):
        scores[some] = weights[some] @ agenda.terms[borrowing].T
    if noise:
        spread = scoring.noise(values)[:, None] * agenda.imprecise
        scores += spread * (rng.random((draws, n)) - 0.5)
    return scores
