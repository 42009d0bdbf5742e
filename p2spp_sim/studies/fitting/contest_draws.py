"""What a ledger says of weights, imprecision and ceilings, drawn by holding contests and keeping those that are near.

No likelihood is written down for a contest: which proposals win depends on every other one, on ceilings that are only
seen through what was granted, and on the rule that fills a pot. Contests are held with parameters drawn from their
declared bounds; of each, and of the one in the ledger, the same summary is taken (a penalised logistic regression of
winning on the criteria), and the draws whose summary is near the ledger's are moved by a local linear regression
(approximate Bayesian computation with regression adjustment: Beaumont, Zhang and Balding 2002, Genetics 162; the
summary as in indirect inference: Gourieroux, Monfort and Renault 1993, J. Appl. Econometrics 8). Two waves: the second
draws from the part of the bounds that the first left.
"""

from dataclasses import dataclass

import numpy as np

from p2spp_sim.base.arrays import Bools, Floats, Ints
from p2spp_sim.studies.fitting.contest import (
    TOP,
    Rivals,
    Scoring,
    ceiling_draws,
    granted_in,
    hold,
    room_left,
    scores_of,
)
from p2spp_sim.studies.fitting.ledger import Ledger
from p2spp_sim.studies.fitting.ledger_agenda import LedgerAgenda

_WAVE = 800  # contests held in each wave
_NEAR = 0.4  # part of the second wave that is near enough
_RIDGE, _NEWTON = 1.0, 6  # penalty of the regression of the summary, and its steps
PLENTY = TOP // 4  # a ceiling that nobody feels
_WIDER = 0.5  # spans of what the first wave left by which the second looks beyond it


def _summaries(won: Bools, counted: Bools, design: Floats, penalty: Floats) -> Floats:
    """Regress winning on the columns of a design in many contests at once: coefficients and what they leave open.

    Parameters
    ----------
    won, counted : (draws, n) bool, the latter who is known to have stood.
    design : (n, columns).
    penalty : (columns,) of squares.
    """
    draws, columns = len(won), design.shape[1]
    outer = (design[:, :, None] * design[:, None, :]).reshape(len(design), -1)
    beta = np.zeros((draws, columns))
    y, w = won.astype(np.float64), counted.astype(np.float64)
    ridge = np.diag(penalty)
    chance = np.full(w.shape, 0.5)
    for _ in range(_NEWTON):
        slope = (w * (y - chance)) @ design - beta * penalty
        curve = ((w * chance * (1 - chance)) @ outer).reshape(draws, columns, columns) + ridge
        beta = beta + np.linalg.solve(curve, slope[..., None])[..., 0]
        chance = 1 / (1 + np.exp(-np.clip(beta @ design.T, -30, 30)))
    open_ = (w * (y - chance) ** 2).sum(axis=1) / np.maximum(w.sum(axis=1), 1)
    return np.column_stack([beta, open_])


def _design(agenda: LedgerAgenda, cost: Ints, rows: Bools) -> tuple[Floats, Floats]:
    """Give the columns of the summary, an intercept of every group behind them, and their penalties."""
    columns = [agenda.terms[:, :, place].mean(axis=0) for place in np.flatnonzero(agenda.seen)]
    columns.append(np.log(np.maximum(cost, 1).astype(np.float64)))
    values = np.stack(columns, axis=1)
    spread = values[rows].std(axis=0)
    values = (values - values[rows].mean(axis=0)) / np.where(spread > 0, spread, 1.0)
    groups = (agenda.group[:, None] == np.arange(agenda.groups)).astype(np.float64)
    penalty = np.concatenate([np.full(values.shape[1], _RIDGE), np.full(agenda.groups, 0.1)])
    return np.hstack([values, groups]), penalty


@dataclass(frozen=True)
class ContestDraws:
    """What the contest leaves open.

    Parameters
    ----------
    values : (draws, keys).
    ceilings : (draws, groups) int64 rupiah; where not `bounded`, only the least it can have been.
    bounded : (draws, groups) bool, whether somebody was turned away.
    supposed : (draws, groups) int64, ceilings to go on with; `PLENTY` where nothing bounds them.
    """

    values: Floats
    ceilings: Ints
    bounded: Bools
    supposed: Ints


def contest_draws(
    ledger: Ledger,
    agenda: LedgerAgenda,
    scoring: Scoring,
    rivals: Rivals,
    fill: str,
    draws: int,
    rng: np.random.Generator,
) -> ContestDraws:
    """Draw weights, imprecision and ceilings from what the ledger leaves open."""
    may = np.flatnonzero(rivals.won | rivals.lost | (rivals.perhaps > 0))
    cost, agenda, rivals = ledger.cost[may], agenda.some(may), rivals.some(may)
    bounds = scoring.bounds()
    low, high = bounds[:, 0], bounds[:, 1]
    sure = rivals.won | rivals.lost
    design, penalty = _design(agenda, cost, sure)
    keep = np.r_[: design.shape[1] - agenda.groups, design.shape[1]]  # not the intercepts
    seen = _summaries(rivals.won[None], sure[None], design, penalty)[:, keep]

    def wave(inside: Floats, size: int) -> tuple[Floats, Floats, Floats]:
        values = inside[:, 0] + rng.random((size, len(scoring.keys))) * np.ptp(inside, axis=1)
        stood, amount = rivals.stood(size, rng), rivals.amounts(cost, size, rng)
        even = rng.random((size, agenda.groups))
        ceilings, bounded = ceiling_draws(agenda, rivals, stood, amount, even)
        plenty = np.where(bounded, ceilings, PLENTY)
        scores = scores_of(scoring, agenda, values, rng)
        won = hold(scores, agenda, stood, amount, plenty, fill)
        known = won | (rng.random(won.shape) < rivals.told)
        spent = granted_in(agenda, won, amount)
        part = (plenty - spent) / np.maximum(room_left(agenda, stood & ~won, amount, spent), 1)
        return values, _summaries(won, stood & known, design, penalty)[:, keep], part

    values, inside = np.empty((draws, len(scoring.keys))), bounds
    if scoring.keys:
        first, summary, _ = wave(bounds, _WAVE)
        near = _adjusted(first, summary, seen[0], bounds, 0.5)[0]
        left = np.quantile(near, [0.001, 0.999], axis=0).T
        room = _WIDER * np.ptp(left, axis=1)
        inside = np.stack(
            [np.maximum(low, left[:, 0] - room), np.minimum(high, left[:, 1] + room)], axis=1
        )
    second, summary, part = wave(inside, _WAVE)
    if scoring.keys:
        near, weight = _adjusted(second, summary, seen[0], inside, _NEAR)
        values = near[rng.choice(len(near), draws, p=weight / weight.sum())]
    # what a contest leaves over of its ceiling, as a part of the cheapest that did not fit, is as in those held
    part = rng.permuted(np.clip(part, 0.0, 1.0), axis=0)[rng.integers(len(part), size=draws)]
    stood, amount = rivals.stood(draws, rng), rivals.amounts(cost, draws, rng)
    ceilings, bounded = ceiling_draws(agenda, rivals, stood, amount, part)
    return ContestDraws(values, ceilings, bounded, np.where(bounded, ceilings, PLENTY))


def _adjusted(
    values: Floats, summary: Floats, seen: Floats, bounds: Floats, near: float
) -> tuple[Floats, Floats]:
    """Keep the draws whose summary is near the one seen, moved by a weighted linear regression within their bounds."""
    spread = summary.std(axis=0)
    used = spread > 1e-9
    away = (summary[:, used] - seen[used]) / spread[used]
    low, high = bounds[:, 0], np.maximum(bounds[:, 1], bounds[:, 0] + 1e-12)
    share = np.clip((values - low) / (high - low), 1e-6, 1 - 1e-6)
    logit = np.log(share / (1 - share))
    # distance in what explains the parameters, not in what only varies (Fearnhead and Prangle 2012)
    centred = np.column_stack([np.ones(len(away)), away])
    slope = np.linalg.lstsq(centred, logit, rcond=None)[0][1:]
    step = away @ slope
    step /= np.maximum(step.std(axis=0), 1e-12)
    distance = np.sqrt((step**2).sum(axis=1))
    at = np.argsort(distance)[: max(int(near * len(values)), 2 * centred.shape[1])]
    reach = max(distance[at].max(), 1e-12)
    weight = np.maximum(1 - (distance[at] / reach) ** 2, 1e-3)
    root = np.sqrt(weight)[:, None]
    local = np.linalg.lstsq(root * centred[at], root * logit[at], rcond=None)[0][1:]
    moved = 1 / (1 + np.exp(-np.clip(logit[at] - away[at] @ local, -12, 12)))
    return low + moved * (high - low), weight
