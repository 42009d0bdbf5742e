"""How far the answers of the ready questions stand when the parameters in doubt are really moved.

Every question is asked again in `STATES` states of the world, a Latin hypercube over all that `uncertain` gives, and
once more with each parameter alone at either end of its doubt, always on the same draws. Run
`python -m p2spp_sim.studies.standing` to measure again; it writes `datasets/what_if/standing.toml`.
"""

import json
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import Literal

import msgspec
import numpy as np

from p2spp_sim.base.arrays import Floats
from p2spp_sim.base.files import data_path, read_data, write_atomically
from p2spp_sim.base.intervals import half_width
from p2spp_sim.results.indicators import MEASURES, chosen, split
from p2spp_sim.scenario.scenario import Scenario
from p2spp_sim.studies.design import Design, Point, uncertain
from p2spp_sim.studies.what_if import questions
from p2spp_sim.world.world import World
from p2spp_sim.year import run_year

Verdict = Literal["stands", "conditional", "withdrawn"]
OutcomeRanges = Mapping[str, tuple[float, float]]  # by indicator: by count and by rupiah
Moved = dict[tuple[str, str], Floats]  # by question and outcome: (replicates,) paired differences
DATASET, STATES, REPLICATES, SEED = "wanasari", 96, 20, 14
FIRM, HALF = 0.90, 0.60  # shares of states below which an answer is conditional, and withdrawn
SURE = 2.0  # half-widths from zero that count as a turn: over a hundred ends are looked at, some pass one by chance
FILE = ("datasets", "what_if", "standing.toml")


class Standing(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What the doubt does to one outcome of one question.

    Parameters
    ----------
    rises, falls : share of states in which the mean difference lies above, and below, zero.
    still : share of states whose 95 % interval holds zero.
    first : mean difference in the first state, by which a stored measurement is known to be of this model.
    raised_by, lowered_by : parameters that alone bring the difference above, or below, zero, where it does not lie with
        all of them as declared; the strongest first.
    """

    rises: float
    falls: float
    still: float
    first: float
    raised_by: tuple[str, ...] = ()
    lowered_by: tuple[str, ...] = ()

    def share(self, low: float, high: float) -> float:
        """Give the share of states that say what an answer with this interval says: up, down, or no move."""
        return self.rises if low > 0 else self.falls if high < 0 else self.still

    def turned_by(self, low: float, high: float) -> tuple[str, ...]:
        """Name the parameters that alone turn an answer with this interval; those that move one that does not."""
        if low > 0:
            return self.lowered_by
        return (
            self.raised_by
            if high < 0
            else tuple(dict.fromkeys((*self.raised_by, *self.lowered_by)))
        )

    def verdict(self, low: float, high: float) -> Verdict:
        """Say whether an answer with this interval stands, is conditional, or is withdrawn."""
        share = self.share(low, high)
        return "withdrawn" if share < HALF else "conditional" if share < FIRM else "stands"


class Measured(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The stored measurement: what was run, and what was found by question and outcome."""

    dataset: str
    states: int
    replicates: int
    seed: int
    parameters: int
    answers: dict[str, dict[str, Standing]]


@cache
def measured() -> Measured:
    """Read the stored measurement."""
    return read_data(Measured, *FILE)


def joint(n: int = STATES) -> tuple[Point, ...]:
    """Lay out the states of the world: all parameters in doubt at once."""
    return Design.latin_hypercube(uncertain(Scenario.load("2010")), n, SEED).points


def alone() -> Iterator[tuple[str, Point]]:
    """Give each parameter in doubt at either end of its doubt, all others as they are."""
    for parameter in uncertain(Scenario.load("2010")):
        for end in (parameter.low, parameter.high):  # what is in doubt is a number
            yield parameter.key, {parameter.key: end}  # type: ignore[dict-item]


def moved(world: World, state: Point, replicates: int = REPLICATES) -> Moved:
    """Ask every question in one state of the world, on draws that all states and questions share.

    What a question itself sets stays as it sets it.
    """
    differences: dict[tuple[str, str], list[float]] = {}
    for replicate in range(replicates):
        ran: dict[str, OutcomeRanges] = {}  # many questions start from one scenario: it runs once
        for key, question in questions().items():
            settings = question.base, question.change
            before, after = (
                _run(
                    world,
                    scenario,
                    {k: v for k, v in state.items() if k not in asked},
                    replicate,
                    ran,
                )
                for scenario, asked in zip(question.scenarios(), settings, strict=True)
            )
            for outcome in question.outcome:
                indicator, column = split(outcome)
                at = MEASURES.index(column)
                differences.setdefault((key, outcome), []).append(
                    after[indicator][at] - before[indicator][at]
                )
    return {name: np.array(paired) for name, paired in differences.items()}


def _run(
    world: World, scenario: Scenario, state: Point, replicate: int, ran: dict[str, OutcomeRanges]
) -> OutcomeRanges:
    changed = scenario.change(**{key: value for key, value in state.items() if scenario.knows(key)})
    name = f"{changed.rules} {sorted(changed.changed.items())}"
    if name not in ran:
        asked = {split(key)[0] for question in questions().values() for key in question.outcome}
        ran[name] = chosen(run_year(world, changed, SEED, replicate=replicate), asked)
    return ran[name]


def standings(
    base: Moved, states: Sequence[Moved], ends: Iterable[tuple[str, Moved]]
) -> dict[str, dict[str, Standing]]:
    """Count what states and single parameters say of every answer.

    Parameters
    ----------
    base : the differences with all parameters as they are declared.
    states : the differences in every joint state.
    ends : a parameter, and the differences with it alone at one end of its doubt.
    """
    turns: dict[tuple[str, str], dict[str, list[float]]] = {}
    for parameter, there in ends:
        for name, paired in there.items():
            if (side := _side(paired)) and side != _side(base[name]):
                turns.setdefault(name, {}).setdefault(parameter, []).append(float(paired.mean()))
    answers: dict[str, dict[str, Standing]] = {}
    for key, outcome in states[0]:
        paired = np.stack([state[key, outcome] for state in states], axis=1)
        mean, half = paired.mean(axis=0), half_width(paired)
        turned = turns.get((key, outcome), {})
        answers.setdefault(key, {})[outcome] = Standing(
            rises=round(float((mean > 0).mean()), 4),
            falls=round(float((mean < 0).mean()), 4),
            still=round(float((np.abs(mean) <= half).mean()), 4),
            first=round(float(mean[0]), 9),
            raised_by=_strongest({name: max(ends) for name, ends in turned.items()}),
            lowered_by=_strongest({name: -min(ends) for name, ends in turned.items()}),
        )
    return answers


def _side(paired: Floats) -> int:
    """Tell on which side of zero paired differences surely lie: 1, -1, or 0 when neither is sure."""
    mean = float(paired.mean())
    return int(np.sign(mean)) if abs(mean) > SURE * float(half_width(paired)) else 0


def _strongest(reached: Mapping[str, float]) -> tuple[str, ...]:
    return tuple(
        sorted(
            (name for name, value in reached.items() if value > 0), key=lambda name: -reached[name]
        )
    )


def main() -> None:
    """Measure, and write what was found."""
    world = World.load(DATASET)
    states = [moved(world, state) for state in joint()]
    answers = standings(
        moved(world, {}), states, ((key, moved(world, state)) for key, state in alone())
    )
    parameters = len(uncertain(Scenario.load("2010")))
    lines = [
        "# Seberapa jauh jawaban W1-W15 bertahan; dibuat oleh python -m p2spp_sim.studies.standing; kolomnya di sana",
        f'dataset = "{DATASET}"',
        f"states = {STATES}",
        f"replicates = {REPLICATES}",
        f"seed = {SEED}",
        f"parameters = {parameters}",
    ]
    for key, outcomes in answers.items():
        for outcome, standing in outcomes.items():
            # numbers and lists of words are written alike in JSON and TOML
            lines += ["", f'[answers.{key}."{outcome}"]']
            lines += [
                f"{name} = {json.dumps(value)}"
                for name, value in msgspec.structs.asdict(standing).items()
            ]
    write_atomically(data_path(*FILE), ("\n".join(lines) + "\n").encode())
    sys.stdout.write(f"{data_path(*FILE)}\n")


if __name__ == "__main__":
    main()
