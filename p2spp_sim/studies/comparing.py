"""Scenarios of one world run on the same draws, until the intervals of their differences are narrow enough."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import NamedTuple

import numpy as np

from p2spp_sim.base.arrays import Floats, Ints
from p2spp_sim.base.errors import OutOfBounds
from p2spp_sim.base.intervals import honest_half
from p2spp_sim.base.language import tr
from p2spp_sim.base.numerals import is_number, whole_number
from p2spp_sim.results import groups, indicators
from p2spp_sim.results.indicators import MEASURES, definition_of, definitions, split
from p2spp_sim.results.record import RunRecord
from p2spp_sim.scenario.inputs import check_inputs
from p2spp_sim.scenario.scenario import Scenario
from p2spp_sim.studies.comparison import Comparison
from p2spp_sim.studies.funnels import taken
from p2spp_sim.studies.gains import received
from p2spp_sim.studies.running.at_once import asked_of
from p2spp_sim.world.stack import stacks
from p2spp_sim.world.world import World


def compare(
    base: Scenario,
    *others: Scenario,
    world: World,
    replicates: int = 200,
    until: Mapping[str, float] | None = None,
    seed: int = 0,
    by: str | Sequence[str] = (),
    progress: bool = False,
) -> Comparison:
    """Compare scenarios on common random numbers.

    Parameters
    ----------
    base, others : scenarios; differences are to the base.
    world : the district.
    replicates : how many, or at most how many when `until` is given.
    until : wanted half-width of the 95 % interval of the difference, by outcome (by count; with `.rupiah` behind it by
        rupiah); the study ends when all are reached.
    seed : of the draws that all share.
    by : groups in which every indicator is measured too, as for `Run.indicators`; they stand behind the others as
        `built_of_voiced.poorest_fifth`.
    progress : show a bar with the time left.

    Raises
    ------
    OutOfBounds : nothing to compare, fewer than two replicates, or no value of what `until` waits for.
    UnknownName : an outcome or a grouping that does not exist.
    """
    check_inputs(world, base, *others)
    replicates, seed = whole_number("replicates", replicates), whole_number("seed", seed)
    for outcome, half in (until or {}).items():
        if not (is_number(half) and half > 0):
            text = tr("until, {outcome} = {value}: diharapkan angka di atas 0.")
            raise OutOfBounds([text.format(outcome=outcome, value=repr(half))])
    if not others or replicates < 2:
        raise OutOfBounds(
            [tr("Perbandingan memerlukan paling sedikit dua skenario dan dua ulangan.")]
        )
    indicators.check_outcomes(until or (), world)
    waited = {name: split(name) for name in until or {}}
    keys = _keys(by, [key for key, _ in waited.values()], world)
    scenarios = (base, *others)

    answers: list[list[_Answer]] = [[] for _ in scenarios]
    for stack in _counted(stacks(world, replicates), progress):
        for mine, scenario in zip(answers, scenarios, strict=True):
            runs = [(scenario, replicate) for replicate in stack]
            asked = asked_of(world, runs, seed, partial(_Answer.of, keys=keys))
            mine += [answer for _, answer in asked]
        if until:
            values = [np.concatenate([answer.values for answer in mine]) for mine in answers]
            for enough in range(stack.start + 1, stack.stop + 1):
                if _precise([each[:enough] for each in values], keys, waited, until):
                    return _compared(world, scenarios, answers, enough, seed, keys)
    return _compared(world, scenarios, answers, replicates, seed, keys)


class _Answer(NamedTuple):
    """What some runs of a scenario say: its stages, and of each run all else."""

    stages: tuple[str, ...]
    funnel: Floats
    values: Floats
    received: Ints

    @classmethod
    def of(cls, record: RunRecord, keys: tuple[str, ...]) -> "_Answer":
        return cls(*taken(record), indicators.by_run(record, keys), received(record))


def _compared(
    world: World,
    scenarios: tuple[Scenario, ...],
    answers: list[list[_Answer]],
    replicates: int,
    seed: int,
    keys: tuple[str, ...],
) -> Comparison:
    """Lay what runs say of every scenario behind each other, as far as replicates are wanted."""
    funnels, values, granted = (
        tuple(
            np.concatenate([getattr(answer, name) for answer in mine])[:replicates]
            for mine in answers
        )
        for name in ("funnel", "values", "received")
    )
    stages = tuple(mine[0].stages for mine in answers)
    return Comparison(world, scenarios, values, funnels, stages, granted, seed, keys)


def _keys(by: str | Sequence[str], waited: Sequence[str], world: World) -> tuple[str, ...]:
    """Name what is measured: every indicator, then in every group that it divides by, and what is waited for."""
    grouped = [
        f"{key}.{group.key}"
        for group in groups.groups_of(by, world)
        for key in definitions()
        if groups.divides(definition_of(key), group)
    ]
    return tuple(dict.fromkeys([*definitions(), *grouped, *waited]))


def _counted(stacks: Iterable[range], shown: bool) -> Iterator[range]:
    if not shown:
        yield from stacks
        return
    from tqdm.auto import tqdm

    waiting = list(stacks)
    with tqdm(total=sum(map(len, waiting)), unit=tr("ulangan")) as bar:
        for stack in waiting:
            yield stack
            bar.update(len(stack))


def _precise(
    values: Sequence[Floats],
    keys: tuple[str, ...],
    waited: Mapping[str, tuple[str, str]],
    until: Mapping[str, float],
) -> bool:
    base, *others = values
    at = {
        name: (keys.index(indicator), MEASURES.index(column))
        for name, (indicator, column) in waited.items()
    }
    for name, (i, j) in at.items():
        if any(np.isnan(outcomes[-1, i, j]) for outcomes in (base, *others)):
            message = tr(
                "{outcome} tidak terukur pada ulangan {n}: selangnya tidak dapat ditunggu."
            )
            raise OutOfBounds([message.format(outcome=name, n=len(base))])
    moves = [other - base for other in others]
    return all(
        honest_half(move[:, i, j]) <= until[name] for move in moves for name, (i, j) in at.items()
    )
