"""How sets of proposals become indicators: every kind of measure that `datasets/indicators.toml` can name.

Each is worked out for all runs of a stack at once, along the last axis of arrays with a row for every run; a run alone
is a stack of one. Along that axis numpy adds in the order in which it adds a run alone, so that no bit differs.
"""

from collections.abc import Callable, Iterable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from p2spp_sim.base.arrays import Floats
from p2spp_sim.base.errors import UnknownName
from p2spp_sim.results.conditions import Conditions
from p2spp_sim.results.definitions import Counted, Indicator

CountAndRupiah = tuple[Floats, Floats]  # by count, by rupiah: (runs,) each
Blocks = list[Conditions]  # of a run, or of all runs of a stack


def _every(blocks: Blocks, value: float = np.nan) -> Floats:
    """Give a number that is the same in every run."""
    return np.full(blocks[0].runs, value)


def _beside(arrays: Iterable[NDArray[Any]]) -> NDArray[Any]:
    """Put (runs,) or (runs, n) arrays beside each other."""
    return np.column_stack(list(arrays))


def _by_village(blocks: Blocks, counted: Counted) -> tuple[Floats, Floats]:
    """Count proposals and rupiah of a set in every village, (runs, villages) each."""
    runs = blocks[0].runs
    try:
        parts = [block.by_village(counted) for block in blocks]
    except UnknownName:  # the regime has no such forum
        nothing = np.full((runs, sum(block.villages for block in blocks) // runs), np.nan)
        return nothing, nothing
    count, idr = (
        _beside(values.reshape(runs, -1) for values in column)
        for column in zip(*parts, strict=True)
    )
    return count, idr


def _column(blocks: Blocks, name: str) -> Floats:
    return _beside(block.column(name) for block in blocks)


def _ratio(above: Floats, below: Floats) -> Floats:
    """Divide, NaN where there is nothing to divide by."""
    return np.divide(above, below, out=np.full(len(below), np.nan), where=below != 0)


def _total(blocks: Blocks, counted: Counted) -> CountAndRupiah:
    try:
        parts = [block.total(counted) for block in blocks]
    except UnknownName:  # the regime has no such forum
        return _every(blocks), _every(blocks)
    count, idr = (_beside(column).sum(axis=1) for column in zip(*parts, strict=True))
    return count, idr


def _share(blocks: Blocks, indicator: Indicator) -> CountAndRupiah:
    above = _total(blocks, indicator.numerator)
    below = _total(blocks, indicator.denominator or indicator.numerator)
    return _ratio(above[0], below[0]), _ratio(above[1], below[1])


def _poor_ratio(blocks: Blocks, indicator: Indicator) -> CountAndRupiah:
    above = _by_village(blocks, indicator.numerator)
    below = _by_village(blocks, indicator.denominator or indicator.numerator)
    runs = blocks[0].runs
    poor = _beside(block.poorest.reshape(runs, -1) for block in blocks)

    def ratio(column: int) -> Floats:
        poor_rate, other_rate = (
            _ratio(*(np.where(who, values[column], 0.0).sum(axis=1) for values in (above, below)))
            for who in (poor, ~poor)
        )
        return _ratio(poor_rate, other_rate)

    return ratio(0), ratio(1)


def _nothing(blocks: Blocks, indicator: Indicator) -> CountAndRupiah:
    count, idr = (
        np.where(np.isnan(values), np.nan, values == 0).mean(axis=1)
        for values in _by_village(blocks, indicator.numerator)
    )
    return count, idr


def gini(values: Floats, weight: Floats) -> Floats:
    """Gini coefficient of values that `weight` people have each; 0 when all are equal.

    Parameters
    ----------
    values, weight : (..., n), of which each row is measured by itself.

    Source: area between the Lorenz curve and the diagonal, by trapezoids.
    """
    order = np.argsort(values, axis=-1, kind="stable")
    people, owned = (
        np.cumsum(np.take_along_axis(column, order, axis=-1), axis=-1)
        for column in (weight, values * weight)
    )
    has = owned[..., -1] > 0
    start = np.zeros((*has.shape, 1))
    people, owned = (
        np.concatenate([start, column / np.where(has, column[..., -1], np.nan)[..., None]], axis=-1)
        for column in (people, owned)
    )
    below = (owned[..., 1:] + owned[..., :-1]) * np.diff(people, axis=-1)
    return 1.0 - np.sum(below, axis=-1)


def _gini(blocks: Blocks, indicator: Indicator) -> CountAndRupiah:
    count, idr = _by_village(blocks, indicator.numerator)
    population = _column(blocks, "villages.population").astype(np.float64)
    return gini(count / population, population), gini(idr / population, population)


def _average(blocks: Blocks, indicator: Indicator) -> CountAndRupiah:
    """Average of a property over a set, every proposal and every rupiah counting the same."""
    values, weights = [], []
    for block in blocks:
        rows = block.apart(np.flatnonzero(block.all_of(indicator.numerator.where)))
        column, cost = block.property(indicator.column), block.part.docket.proposals.cost
        values.append([column.take(mine) for mine in rows])
        weights.append([cost.take(mine).astype(np.float64) for mine in rows])
    count, idr = _every(blocks), _every(blocks)
    for run in range(blocks[0].runs):
        value, weight = (
            np.concatenate([block[run] for block in columns]) for columns in (values, weights)
        )
        if len(value):
            count[run], idr[run] = value.mean(), (value * weight).sum() / weight.sum()
    return count, idr


def _mean(blocks: Blocks, indicator: Indicator) -> CountAndRupiah:
    """Mean of columns of the world, each column counting the same."""
    means = [_column(blocks, name).mean(axis=1) for name in indicator.columns]
    return _beside(means).mean(axis=1), _every(blocks)


def _pot_money(blocks: Blocks, pots: tuple[str, ...], *, ceiling: bool) -> Floats:
    """Add up what pots granted, or what they had where they have a ceiling, (runs,)."""
    total = _every(blocks, 0.0)
    rules = blocks[0].run.rules
    for name in pots:
        forum, _, key = name.partition(".")
        if forum not in [spec.key for spec in rules.forum]:
            continue
        numbers = [
            n for n, pot in enumerate(rules.forum[rules.index(forum)].pots) if pot.key == key
        ]
        for block in blocks:
            if not (step := block.step(forum)):
                continue
            for n in numbers:
                limit = step.ceilings[n]
                if ceiling and limit is not None:
                    total += limit.reshape(block.runs, -1).sum(axis=1)
                else:
                    taken = np.flatnonzero(step.pot == n)
                    total += block.added(step.rows.take(taken), step.granted.take(taken))
    return total


def _gini_ceiling(blocks: Blocks, indicator: Indicator) -> CountAndRupiah:
    """Gini of a kecamatan pot's ceiling per poor household between kecamatan."""
    forum, _, key = indicator.pots[0].partition(".")
    money, poor = [], []
    for block in blocks:
        spec = block.run.rules.forum[block.run.rules.index(forum)]
        keys = [pot.key for pot in spec.pots]
        if key not in keys:
            return _every(blocks), _every(blocks)
        world, step = block.part.world, block.step(forum)
        homes = np.rint(world.villages["poor_share"] * world.villages["households"])
        homes = np.bincount(world.kecamatan_of, homes, minlength=world.size("kecamatan"))
        poor.append(homes.reshape(block.runs, -1))
        ceiling = step.ceilings[keys.index(key)] if step else None
        if ceiling is not None:
            money.append(ceiling.reshape(block.runs, -1))
    each = np.maximum(_beside(poor), 1)
    return _every(blocks), gini(_beside(money) / each, each)


def _money_share(blocks: Blocks, indicator: Indicator) -> CountAndRupiah:
    """Rupiah granted by some pots as a share of what these and others granted."""
    mine = _pot_money(blocks, indicator.pots, ceiling=False)
    others = _pot_money(blocks, indicator.other_pots, ceiling=False)
    return _every(blocks), _ratio(mine, mine + others)


def _demand(blocks: Blocks, indicator: Indicator) -> CountAndRupiah:
    """Rupiah asked by a set, divided by the ceilings of pots."""
    asked = _total(blocks, indicator.numerator)[1]
    return _every(blocks), _ratio(asked, _pot_money(blocks, indicator.pots, ceiling=True))


def _council(blocks: Blocks, indicator: Indicator) -> CountAndRupiah:
    """Council role: mean of its capacity, of reses before musrenbang (0 or 1), and of the share of pokir that match.

    Equation: council = mean(council.capacity, [reses_timing = before], matched / pokir).
    """
    capacity = _column(blocks, "council.capacity").mean(axis=1)
    before = _every(blocks, blocks[0].run.scenario.value("reses_timing") == "before")
    count, idr = (
        _beside([capacity, before, matched]).mean(axis=1) for matched in _share(blocks, indicator)
    )
    return count, idr


def _regulation(blocks: Blocks, indicator: Indicator) -> CountAndRupiah:
    """Clauses in force, weighted by their political cost, times compliance.

    Equation: regulation = compliance * sum(cost of clauses in force) / sum(cost of all clauses).
    """
    scenario = blocks[0].run.scenario
    clauses = [lever for lever in scenario.levers() if lever.locks]
    enacted = sum(lever.cost for lever in clauses if scenario.value(lever.key))
    weighed = enacted / sum(lever.cost for lever in clauses) * scenario.value("compliance")
    return _every(blocks, weighed), _every(blocks)


def _locked(blocks: Blocks, indicator: Indicator) -> CountAndRupiah:
    """Of the levers that differ from their default, the share that an enacted clause holds in place.

    Equation: locked = levers moved and held by a clause / levers moved; election_year is none of them.
    """
    scenario = blocks[0].run.scenario
    locked = {
        target
        for lever in scenario.levers()
        if lever.locks and scenario.value(lever.key)
        for target in lever.locks
    }
    moved = {
        lever.key
        for lever in scenario.levers()
        if not lever.locks
        and lever.key != "election_year"  # the calendar's doing, not the programme's
        and scenario.value(lever.key) != scenario.default(lever.key)
    }
    held_share = len(moved & locked) / len(moved) if moved else 0.0
    return _every(blocks, held_share), _every(blocks)


def _satisfaction(blocks: Blocks, indicator: Indicator) -> CountAndRupiah:
    """Satisfied residents: from voting themselves and from works that came to their village.

    Equation: satisfied = mean(satisfaction_base + satisfaction_rule * plebiscite + satisfaction_work *
        ([something was built] - 0.5)).
    """
    value = blocks[0].run.scenario.value
    got = _by_village(blocks, indicator.numerator)[0] > 0
    satisfied = value("satisfaction_base") + value("satisfaction_rule") * bool(value("plebiscite"))
    return (satisfied + value("satisfaction_work") * (got - 0.5)).mean(axis=1), _every(blocks)


KINDS: dict[str, Callable[[Blocks, Any], CountAndRupiah]] = {
    "share": _share,
    "poor_ratio": _poor_ratio,
    "nothing": _nothing,
    "gini": _gini,
    "average": _average,
    "mean": _mean,
    "money_share": _money_share,
    "gini_ceiling": _gini_ceiling,
    "demand": _demand,
    "council": _council,
    "regulation": _regulation,
    "locked": _locked,
    "satisfaction": _satisfaction,
}
