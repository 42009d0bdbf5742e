"""How sets of proposals become indicators: every kind of measure that `datasets/indicators.toml` can name.

Each is worked out for all runs of a stack at once, along the last axis of arrays with a row for every run; a run alone
is a stack of one. Along that axis numpy adds in the order in which it adds a run alone, so that no bit differs.
"""

from collections.abc import Callable, Iterable
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from p2spp_sim.base.arrays import Floats
from p2spp_sim.base.errors import UnknownName
from p2spp_sim.results.conditions import FELT, Conditions
from p2spp_sim.results.definitions import Counted, Indicator
from p2spp_sim.scenario.scenario import Scenario
from p2spp_sim.scenario.stacked import of_each

# by count and by rupiah: (2, runs), or two (runs,), or a number where all runs have the same
CountAndRupiah = Floats | tuple[Floats | float, Floats | float]
Blocks = list[Conditions]  # of a run, or of all runs of a stack
NAN = float("nan")


def _beside(parts: Iterable[NDArray[Any]]) -> NDArray[Any]:
    """Put what blocks give, (..., runs, n) each, beside each other."""
    arrays = list(parts)
    return arrays[0] if len(arrays) == 1 else np.concatenate(arrays, axis=-1)


def _mean_of(*columns: Floats | float) -> Floats:
    """Average several numbers of every run, (runs,)."""
    return np.column_stack(np.broadcast_arrays(*columns)).mean(axis=1)


def _by_village(blocks: Blocks, counted: Counted) -> Floats:
    """Count proposals and rupiah of a set in every village, (2, runs, villages)."""
    runs = blocks[0].runs
    try:
        return _beside(block.by_run(block.by_village(counted)) for block in blocks)
    except UnknownName:  # the regime has no such forum
        return np.full((2, runs, sum(block.villages for block in blocks) // runs), NAN)


def _column(blocks: Blocks, name: str) -> Floats:
    return _beside(block.column(name) for block in blocks)


def _ratio(above: Floats, below: Floats) -> Floats:
    """Divide, NaN where there is nothing to divide by."""
    return above / np.where(below == 0, NAN, below)


def _total(blocks: Blocks, counted: Counted) -> Floats:
    """Count proposals and rupiah of a set, (2, runs)."""
    try:
        total = blocks[0].total(counted)
        for block in blocks[1:]:
            total = total + block.total(counted)
    except UnknownName:  # the regime has no such forum
        return np.full((2, blocks[0].runs), NAN)
    return total


def _share(blocks: Blocks, indicator: Indicator) -> Floats:
    above = _total(blocks, indicator.numerator)
    return _ratio(above, _total(blocks, indicator.denominator or indicator.numerator))


def _poor_ratio(blocks: Blocks, indicator: Indicator) -> Floats:
    above = _by_village(blocks, indicator.numerator)
    below = _by_village(blocks, indicator.denominator or indicator.numerator)
    poor = _beside(block.by_run(block.poorest) for block in blocks)
    poor_rate, other_rate = (
        _ratio(above.sum(axis=-1, where=who), below.sum(axis=-1, where=who))
        for who in (poor, ~poor)
    )
    return _ratio(poor_rate, other_rate)


def _nothing(blocks: Blocks, indicator: Indicator) -> Floats:
    values = _by_village(blocks, indicator.numerator)
    return np.where(np.isnan(values), NAN, values == 0).mean(axis=-1)


def gini(values: Floats, weight: Floats) -> Floats:
    """Gini coefficient of values that `weight` people have each; 0 when all are equal.

    Source: area between the Lorenz curve and the diagonal, by trapezoids.

    Parameters
    ----------
    values : (..., n), each row measured by itself.
    weight : (n,), or such rows.
    """
    order = np.argsort(values, axis=-1, kind="stable")
    both = np.array([np.broadcast_to(weight, values.shape), values * weight])
    sums = np.zeros((*both.shape[:-1], both.shape[-1] + 1))
    np.cumsum(np.take_along_axis(both, order[None], axis=-1), axis=-1, out=sums[..., 1:])
    people, owned = sums / np.where(sums[1, ..., -1:] > 0, sums[..., -1:], NAN)
    below = (owned[..., 1:] + owned[..., :-1]) * (people[..., 1:] - people[..., :-1])
    return 1.0 - below.sum(axis=-1)


def _gini(blocks: Blocks, indicator: Indicator) -> Floats:
    population = _column(blocks, "villages.population").astype(np.float64)
    return gini(_by_village(blocks, indicator.numerator) / population, population)


def _average(blocks: Blocks, indicator: Indicator) -> CountAndRupiah:
    """Average of a property over a set, every proposal and every rupiah counting the same."""
    columns = []
    for block in blocks:
        rows = block.rows(indicator.numerator.where)
        value, weight = block.property(indicator.column, rows), block.received("cost", rows)
        columns.append((block.run_of.take(rows), value, weight))
    run, value, weight = (_beside(each) for each in zip(*columns, strict=True))
    order = run.argsort(kind="stable")
    value, weight = value.take(order), weight.take(order).astype(np.float64)
    weighted = value * weight
    count, idr = np.full((2, blocks[0].runs), NAN)
    ends = np.bincount(run, minlength=len(count)).cumsum().tolist()
    for number, mine in enumerate(map(slice, [0, *ends], ends)):
        if len(value[mine]):
            count[number] = value[mine].mean()
            idr[number] = weighted[mine].sum() / weight[mine].sum()
    return count, idr


def _mean(blocks: Blocks, indicator: Indicator) -> CountAndRupiah:
    """Mean of columns of the world, each column counting the same."""
    return _mean_of(*(_column(blocks, name).mean(axis=1) for name in indicator.columns)), NAN


def _pot_money(blocks: Blocks, pots: tuple[str, ...], *, ceiling: bool) -> Floats:
    """Add up what pots granted, or what they had where they have a ceiling, (runs,)."""
    total = np.zeros(blocks[0].runs)
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
                    total += block.added(*block.in_pot(step, n))[1]
    return total


def _gini_ceiling(blocks: Blocks, indicator: Indicator) -> CountAndRupiah:
    """Gini of a kecamatan pot's ceiling per poor household between kecamatan."""
    forum, _, key = indicator.pots[0].partition(".")
    money, poor = [], []
    for block in blocks:
        spec = block.run.rules.forum[block.run.rules.index(forum)]
        keys = [pot.key for pot in spec.pots]
        if key not in keys:
            return NAN, NAN
        world, step = block.part.world, block.step(forum)
        homes = np.rint(world.villages["poor_share"] * world.villages["households"])
        homes = np.bincount(world.kecamatan_of, homes, minlength=world.size("kecamatan"))
        poor.append(homes.reshape(block.runs, -1))
        ceiling = step.ceilings[keys.index(key)] if step else None
        if ceiling is not None:
            money.append(ceiling.reshape(block.runs, -1))
    each = np.maximum(_beside(poor), 1)
    return NAN, gini(_beside(money) / each, each)


def _money_share(blocks: Blocks, indicator: Indicator) -> CountAndRupiah:
    """Rupiah granted by some pots as a share of what these and others granted."""
    mine = _pot_money(blocks, indicator.pots, ceiling=False)
    others = _pot_money(blocks, indicator.other_pots, ceiling=False)
    return NAN, _ratio(mine, mine + others)


def _demand(blocks: Blocks, indicator: Indicator) -> CountAndRupiah:
    """Rupiah asked by a set, divided by the ceilings of pots."""
    asked = _total(blocks, indicator.numerator)[1]
    return NAN, _ratio(asked, _pot_money(blocks, indicator.pots, ceiling=True))


def _council(blocks: Blocks, indicator: Indicator) -> CountAndRupiah:
    """Council role: mean of its capacity, of reses before musrenbang (0 or 1), and of the share of pokir that match.

    Equation: council = mean(council.capacity, [reses_timing = before], matched / pokir).
    """
    capacity = _column(blocks, "council.capacity").mean(axis=1)
    timing = blocks[0].run.scenario.value("reses_timing", "run")
    before = np.asarray(timing == "before", np.float64)
    count, idr = _share(blocks, indicator)
    return _mean_of(capacity, before, count), _mean_of(capacity, before, idr)


def _regulation(blocks: Blocks, indicator: Indicator) -> CountAndRupiah:
    """Clauses in force, weighted by their political cost, times compliance.

    Equation: regulation = compliance * sum(cost of clauses in force) / sum(cost of all clauses).
    """
    value = partial(blocks[0].run.scenario.value, per="run")
    clauses = [lever for lever in blocks[0].run.scenario.levers() if lever.locks]
    enacted = sum(lever.cost * value(lever.key) for lever in clauses)
    return enacted / sum(lever.cost for lever in clauses) * value("compliance"), NAN


def _locked(blocks: Blocks, indicator: Indicator) -> CountAndRupiah:
    """Of the levers that differ from their default, the share that an enacted clause holds in place.

    Equation: locked = levers moved and held by a clause / levers moved; election_year is none of them.
    """
    return np.array(of_each(_held, blocks[0].run.scenario.of_runs)), NAN


def _held(scenario: Scenario) -> float:
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
    return len(moved & locked) / len(moved) if moved else 0.0


def _satisfaction(blocks: Blocks, indicator: Indicator) -> CountAndRupiah:
    """Satisfied residents: from voting themselves and from works that came to their village.

    Equation: satisfied = mean(satisfaction_base + satisfaction_rule * plebiscite + satisfaction_work *
        ([something was built] - 0.5)).
    """
    value = partial(blocks[0].run.scenario.value, per="run")
    got = _by_village(blocks, indicator.numerator)[0] > 0
    satisfied = value("satisfaction_base") + value("satisfaction_rule") * value("plebiscite")
    by_work = np.reshape(value("satisfaction_work"), (-1, 1)) * (got - 0.5)
    return (np.reshape(satisfied, (-1, 1)) + by_work).mean(axis=1), NAN


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
# kinds that have one measure, and which
_ONE_MEASURE = {
    **dict.fromkeys(("mean", "regulation", "locked", "satisfaction"), "count"),
    **dict.fromkeys(("money_share", "gini_ceiling", "demand"), "rupiah"),
}


def only_measure(indicator: Indicator) -> str:
    """Name the measure of an indicator that has one only, count or rupiah; empty where it may have both."""
    sets = (indicator.numerator, indicator.denominator or indicator.numerator)
    if indicator.kind in ("share", "poor_ratio") and any(FELT in each.where for each in sets):
        return "count"  # needs have no cost
    return _ONE_MEASURE.get(indicator.kind, "")
