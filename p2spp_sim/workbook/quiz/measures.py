"""How far a test of a class can be trusted: reliability, error of a score, how an item separates, what can be seen.

A table of answers has one row a person and one column a task: 1 right, 0 wrong.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from p2spp_sim.base.arrays import Floats
from p2spp_sim.base.intervals import student

WEAK = 0.2  # an item that separates less than this is to be looked at; Ebel (1954)
SURE = 1.28  # standard errors below it before that is said of an item: nine times out of ten
POWER = 0.84  # standard errors that make a difference seen in four classes out of five
DRAWS, SEED = 2000, 2010  # of the bootstrap over persons


@dataclass(frozen=True, slots=True)
class Spread:
    """A figure with its 95 % interval; nan where there is too little to say."""

    value: float
    low: float
    high: float


NOTHING = Spread(float("nan"), float("nan"), float("nan"))


def kr20(right: Floats) -> float:
    """Give the reliability of a test of right and wrong: KR-20, which is Cronbach's alpha of such items.

    Kuder and Richardson (1937). Also of a stack of classes, along the last two axes.
    """
    items = right.shape[-1]
    of_items = right.var(axis=-2, ddof=1).sum(axis=-1)
    of_scores = right.sum(axis=-1).var(axis=-1, ddof=1)
    with np.errstate(divide="ignore", invalid="ignore"):
        reliability = items / (items - 1) * (1 - of_items / of_scores)
    return np.where(of_scores > 0, reliability, np.nan)  # type: ignore[return-value]


def error_of_score(right: Floats) -> float:
    """Give the standard error of one person's score, in items: what the score would move by itself."""
    spread = right.sum(axis=-1).std(axis=-1, ddof=1)
    error: float = spread * np.sqrt(1 - np.clip(kr20(right), 0, 1))
    return error


def over_people(figure: Callable[[Floats], float], right: Floats) -> Spread:
    """Give a figure with the 95 % interval of a bootstrap over persons; none for fewer than five."""
    people = len(right)
    if people < 5:
        return NOTHING
    chance = np.random.default_rng(SEED)
    drawn = figure(right[chance.integers(people, size=(DRAWS, people))])
    low, high = np.nanquantile(np.asarray(drawn), [0.025, 0.975])
    return Spread(float(figure(right)), float(low), float(high))


def separation(right: Floats) -> Floats:
    """Give for each item its correlation with the score of the other items; nan where all answered alike."""
    rest = right.sum(axis=-1, keepdims=True) - right
    item = right - right.mean(axis=-2, keepdims=True)
    rest = rest - rest.mean(axis=-2, keepdims=True)
    with np.errstate(divide="ignore", invalid="ignore"):
        correlation: Floats = (item * rest).sum(axis=-2) / np.sqrt(
            (item**2).sum(axis=-2) * (rest**2).sum(axis=-2)
        )
    return correlation


def separates_too_little(correlation: Floats, people: int) -> Floats:
    """Tell which items separate less than `WEAK` beyond what chance does in so small a class (Fisher's z)."""
    if people < 4:
        return np.zeros_like(correlation, dtype=bool)
    with np.errstate(divide="ignore", invalid="ignore"):
        upper = np.tanh(np.arctanh(correlation) + SURE / np.sqrt(people - 3))
    return upper < WEAK


def mean_of(values: Floats) -> Spread:
    """Give a mean with its 95 % interval."""
    if len(values) < 2:
        return NOTHING
    mean, half = float(values.mean()), student(len(values) - 1) * error_of_mean(values)
    return Spread(mean, mean - half, mean + half)


def difference_of(first: Floats, second: Floats) -> Spread:
    """Give how much higher the mean of the first group is, with its 95 % interval (variances unequal)."""
    if min(len(first), len(second)) < 2:
        return NOTHING
    difference = float(first.mean() - second.mean())
    error = np.hypot(error_of_mean(first), error_of_mean(second))
    half = student(min(len(first), len(second)) - 1) * float(error)
    return Spread(difference, difference - half, difference + half)


def smallest_seen(values: Floats) -> float:
    """Give the smallest mean that four classes out of five like this one would tell from zero."""
    if len(values) < 2:
        return float("nan")
    return (student(len(values) - 1) + POWER) * error_of_mean(values)


def error_of_mean(values: Floats) -> float:
    """Give the standard error of a mean."""
    return float(values.std(ddof=1) / np.sqrt(len(values)))
