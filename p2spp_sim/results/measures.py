"""How sets of proposals become indicators: every kind of measure that `datasets/indicators.toml` can name."""

from collections.abc import Callable
from typing import Any

import numpy as np

from p2spp_sim.base.arrays import Floats
from p2spp_sim.base.errors import UnknownName
from p2spp_sim.results.conditions import Conditions
from p2spp_sim.results.definitions import Counted, Indicator

CountAndRupiah = tuple[float, float]  # by count, by rupiah
NAN = float("nan")


def _by_village(blocks: list[Conditions], counted: Counted) -> tuple[Floats, Floats]:
    try:
        parts = [block.by_village(counted) for block in blocks]
    except UnknownName:  # the regime has no such forum
        nothing = np.full(sum(block.villages for block in blocks), np.nan)
        return nothing, nothing
    return np.concatenate([count for count, _ in parts]), np.concatenate([idr for _, idr in parts])


def _ratio(above: float, below: float) -> float:
    return float(above / below) if below else float("nan")


def _total(blocks: list[Conditions], counted: Counted) -> CountAndRupiah:
    try:
        parts = [block.total(counted) for block in blocks]
    except UnknownName:  # the regime has no such forum
        return NAN, NAN
    return sum(count for count, _ in parts), sum(idr for _, idr in parts)


def _share(blocks: list[Conditions], indicator: Indicator) -> CountAndRupiah:
    above = _total(blocks, indicator.numerator)
    below = _total(blocks, indicator.denominator or indicator.numerator)
    return _ratio(above[0], below[0]), _ratio(above[1], below[1])


def _poor_ratio(blocks: list[Conditions], indicator: Indicator) -> CountAndRupiah:
    above = _by_village(blocks, indicator.numerator)
    below = _by_village(blocks, indicator.denominator or indicator.numerator)
    poor = np.concatenate([block.poorest for block in blocks])

    def ratio(column: int) -> float:
        rates = [
            _ratio(above[column][who].sum(), below[column][who].sum()) for who in (poor, ~poor)
        ]
        return _ratio(rates[0], rates[1]) if rates[1] == rates[1] else float("nan")

    return ratio(0), ratio(1)


def _nothing(blocks: list[Conditions], indicator: Indicator) -> CountAndRupiah:
    count, idr = _by_village(blocks, indicator.numerator)
    return float(np.mean(np.where(np.isnan(count), np.nan, count == 0))), float(
        np.mean(np.where(np.isnan(idr), np.nan, idr == 0))
    )


def gini(values: Floats, weight: Floats) -> float:
    """Gini coefficient of values that `weight` people have each; (n,) both; 0 when all are equal.

    Source: area between the Lorenz curve and the diagonal, by trapezoids.
    """
    order = np.argsort(values, kind="stable")
    people = np.concatenate([[0.0], np.cumsum(weight[order])])
    owned = np.concatenate([[0.0], np.cumsum((values * weight)[order])])
    if not owned[-1] > 0:
        return float("nan")
    people, owned = people / people[-1], owned / owned[-1]
    return float(1.0 - np.sum((owned[1:] + owned[:-1]) * np.diff(people)))


def _gini(blocks: list[Conditions], indicator: Indicator) -> CountAndRupiah:
    count, idr = _by_village(blocks, indicator.numerator)
    people = [block.part.world.villages["population"] for block in blocks]
    population = np.concatenate(people).astype(np.float64)
    return gini(count / population, population), gini(idr / population, population)


def _average(blocks: list[Conditions], indicator: Indicator) -> CountAndRupiah:
    """Average of a property over a set, every proposal and every rupiah counting the same."""
    values, weights = [], []
    for block in blocks:
        rows = np.flatnonzero(block.all_of(indicator.numerator.where))
        values.append(block.property(indicator.column)[rows])
        weights.append(block.part.docket.proposals.cost[rows].astype(np.float64))
    value, weight = np.concatenate(values), np.concatenate(weights)
    if not len(value):
        return NAN, NAN
    return float(value.mean()), float((value * weight).sum() / weight.sum())


def _mean(blocks: list[Conditions], indicator: Indicator) -> CountAndRupiah:
    """Mean of columns of the world, each column counting the same."""
    means = []
    for name in indicator.columns:
        table, _, column = name.partition(".")
        parts = [block.part.world.tables[table][column] for block in blocks]
        means.append(np.mean(np.concatenate(parts)))
    return float(np.mean(means)), NAN


def _pot_money(blocks: list[Conditions], pots: tuple[str, ...], *, ceiling: bool) -> float:
    total = 0
    for name in pots:
        forum, _, key = name.partition(".")
        run = blocks[0].run
        if forum not in [spec.key for spec in run.rules.forum]:
            continue
        numbers = [
            n
            for n, pot in enumerate(run.rules.forum[run.rules.index(forum)].pots)
            if pot.key == key
        ]
        for _, step in run.steps(forum):
            for n in numbers:
                limit = step.ceilings[n]
                total += (
                    int(limit.sum())
                    if ceiling and limit is not None
                    else int(step.granted[step.pot == n].sum())
                )
    return float(total)


def _gini_ceiling(blocks: list[Conditions], indicator: Indicator) -> CountAndRupiah:
    """Gini of a kecamatan pot's ceiling per poor household between kecamatan."""
    forum, _, key = indicator.pots[0].partition(".")
    money, poor = [], []
    for block in blocks:
        spec = block.run.rules.forum[block.run.rules.index(forum)]
        keys = [pot.key for pot in spec.pots]
        if key not in keys:
            return NAN, NAN
        world = block.part.world
        homes = np.rint(world.villages["poor_share"] * world.villages["households"])
        poor.append(np.bincount(world.kecamatan_of, homes, minlength=world.size("kecamatan")))
        steps = block.run.steps(forum)
        mine = [step.ceilings[keys.index(key)] for part, step in steps if part is block.part]
        money += [ceiling for ceiling in mine if ceiling is not None]
    each = np.maximum(np.concatenate(poor), 1)
    return NAN, gini(np.concatenate(money) / each, each)


def _money_share(blocks: list[Conditions], indicator: Indicator) -> CountAndRupiah:
    """Rupiah granted by some pots as a share of what these and others granted."""
    mine = _pot_money(blocks, indicator.pots, ceiling=False)
    return NAN, _ratio(mine, mine + _pot_money(blocks, indicator.other_pots, ceiling=False))


def _demand(blocks: list[Conditions], indicator: Indicator) -> CountAndRupiah:
    """Rupiah asked by a set, divided by the ceilings of pots."""
    asked = _total(blocks, indicator.numerator)[1]
    return NAN, _ratio(asked, _pot_money(blocks, indicator.pots, ceiling=True))


def _council(blocks: list[Conditions], indicator: Indicator) -> CountAndRupiah:
    """Council role: mean of its capacity, of reses before musrenbang (0 or 1), and of the share of pokir that match.

    Equation: council = mean(council.capacity, [reses_timing = before], matched / pokir).
    """
    capacity = np.mean(np.concatenate([block.part.world.council["capacity"] for block in blocks]))
    before = float(blocks[0].run.scenario.value("reses_timing") == "before")
    count, idr = _share(blocks, indicator)
    return float(np.mean([capacity, before, count])), float(np.mean([capacity, before, idr]))


def _regulation(blocks: list[Conditions], indicator: Indicator) -> CountAndRupiah:
    """Clauses in force, weighted by their political cost, times compliance.

    Equation: regulation = compliance * sum(cost of clauses in force) / sum(cost of all clauses).
    """
    scenario = blocks[0].run.scenario
    clauses = [lever for lever in scenario.levers() if lever.locks]
    enacted = sum(lever.cost for lever in clauses if scenario.value(lever.key))
    return enacted / sum(lever.cost for lever in clauses) * scenario.value("compliance"), NAN


def _locked(blocks: list[Conditions], indicator: Indicator) -> CountAndRupiah:
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
    return (len(moved & locked) / len(moved) if moved else 0.0), NAN


def _satisfaction(blocks: list[Conditions], indicator: Indicator) -> CountAndRupiah:
    """Satisfied residents: from voting themselves and from works that came to their village.

    Equation: satisfied = mean(satisfaction_base + satisfaction_rule * plebiscite + satisfaction_work *
        ([something was built] - 0.5)).
    """
    value = blocks[0].run.scenario.value
    got = _by_village(blocks, indicator.numerator)[0] > 0
    satisfied = value("satisfaction_base") + value("satisfaction_rule") * bool(value("plebiscite"))
    return float(np.mean(satisfied + value("satisfaction_work") * (got - 0.5))), NAN


KINDS: dict[str, Callable[[list[Conditions], Any], CountAndRupiah]] = {
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
