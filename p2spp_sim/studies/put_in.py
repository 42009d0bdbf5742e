"""Which answers of the ready questions were put in: those that a declared number gives, and not the model.

The effect of a number is halved and doubled, or quartered where a bound leaves no room: its way from where it does
nothing, which is the value before for a lever that the question moves, else 0 or the `off` of a question's `put_in`. It
put an answer in when

- one of the two scenarios stays where it is, so that it acts through what is asked alone, and
- the answer moves with it in proportion, or more steeply up to its square: the elasticity of the difference, the
  logarithm of D(more) / D(less) over that of more / less, lies between 0.6 and 2. Halved, the effect leaves a quarter
  to two thirds of the answer.

A dose that a question itself moves, such as a share of money, may move its answer in proportion and tell it nothing; a
weight in a score has no measure outside the model. So of the levers that a question moves only weights are tried, and
where `put_in` names a dose, the outcome is that dose by another name: measured as well, but said by a person.

`python -m p2spp_sim.studies.put_in W1 W8` tries each declared number alone on these questions (without a name on all:
some twenty minutes) and prints those that meet both, for a person to judge. The questions name them (`put_in` in
`datasets/what_if/questions.toml`), and tests hold these names against this measurement.
"""

import sys
from collections.abc import Iterable, Sequence

import numpy as np

from p2spp_sim.scenario.levers import declared
from p2spp_sim.scenario.scenario import Scenario
from p2spp_sim.studies.what_if import (
    DATASET,
    REPLICATES,
    SEED,
    PolicyQuestion,
    QuestionRuns,
    question,
    questions,
)
from p2spp_sim.world.world import World

PROPORTION = (0.6, 2.0)  # elasticities of an answer that was put in
STILL = 0.1  # of the effect, up to which a scenario stays where it is
ROOM = 1.25  # times an effect must be able to grow, else it is quartered
Pair = tuple[Scenario, Scenario]


def scaled(asked: PolicyQuestion, keys: Iterable[str], factor: float) -> tuple[float, Pair]:
    """Give the scenarios of a question with the effect of some numbers at a factor of what it is, and what it came to.

    A bound stops a number, and a whole one is rounded; of several the factor nearest to 1 is given.
    """
    before, after = asked.scenarios()
    moved = {name for name, *_ in asked.moves()}
    reached = []
    for key in keys:
        lever = declared()[key]
        begin = before.value(key) if key in moved else off(key)
        size = after.value(key) - begin
        value = min(max(begin + factor * size, lever.low or 0), lever.high or 0)
        value = value if lever.kind == "real" else round(value)
        reached.append((value - begin) / size)
        before, after = (
            scenario.change(**{key: value})
            if scenario.knows(key) and not (key in moved and scenario is before)
            else scenario
            for scenario in (before, after)
        )
    return min(reached, key=lambda there: abs(there - 1)), (before, after)


def off(key: str) -> float:
    """Give the value at which a number that no question moves does nothing."""
    said = [
        answer.off
        for asked in questions().values()
        for answer in asked.put_in.values()
        if key in answer.by
    ]
    return max(said, default=0.0)


class OutcomeMeans:
    """Means of what the ready questions ask, on a world, and how they move with declared numbers."""

    def __init__(self, world: World, replicates: int = REPLICATES) -> None:
        self._runs = QuestionRuns(world, replicates, SEED)

    def mean(self, scenario: Scenario, outcome: str) -> float:
        """Give the mean of an outcome under a scenario."""
        return float(self._runs.of(scenario)[outcome].mean())

    def elasticity(self, name: str, outcome: str, keys: Sequence[str]) -> float:
        """Tell how the answer of a question moves with some numbers, all scaled at once: 1 in proportion.

        NaN where they do nothing, where both scenarios move, or where the answer changes its sign.
        """
        asked = question(name)
        usual = [self.mean(scenario, outcome) for scenario in asked.scenarios()]
        effect = usual[1] - usual[0]
        reached, differences = [1.0], [effect]
        moves = np.zeros(2, np.bool_)
        for factor in (0.5, 2.0, 0.25):
            there, pair = scaled(asked, keys, factor)
            if (factor == 0.25 and max(reached) >= ROOM) or (factor == 2.0 and there < ROOM):
                continue
            if there <= 0:  # a whole number that cannot be halved
                continue
            now = [self.mean(scenario, outcome) for scenario in pair]
            moves |= np.abs(np.subtract(now, usual)) > STILL * abs(effect)
            reached.append(there)
            differences.append(now[1] - now[0])
        same_sign = min(np.multiply(differences, np.sign(effect))) > 0
        if moves.sum() != 1 or not same_sign or max(reached) == min(reached):
            return float("nan")
        least, most = int(np.argmin(reached)), int(np.argmax(reached))
        ratio = differences[most] / differences[least]
        return float(np.log(ratio) / np.log(reached[most] / reached[least]))

    def puts_in(self, name: str, outcome: str, keys: Sequence[str]) -> bool:
        """Tell whether some numbers put the answer of a question for an outcome in."""
        least, most = PROPORTION
        return least <= self.elasticity(name, outcome, keys) <= most


def numbers(asked: PolicyQuestion) -> list[str]:
    """Give the declared numbers whose effect on a question can be scaled, without the doses it asks about."""
    before, after = asked.scenarios()
    moved = {name for name, *_ in asked.moves()}
    return [
        key
        for key, lever in declared().items()
        if lever.kind in ("real", "integer", "idr")
        and (key not in moved or lever.unit == "bobot")
        and (before.knows(key) or after.knows(key))
        and after.value(key) != (before.value(key) if key in moved else off(key))
        and key not in {lever.budget for lever in declared().values()}
    ]


def main() -> None:
    """Measure, and print what was put in and by what."""
    answers = OutcomeMeans(World.load(DATASET))
    for name in sys.argv[1:] or questions():
        for outcome in question(name).outcome:
            keys = [key for key in numbers(question(name)) if answers.puts_in(name, outcome, [key])]
            sys.stdout.write(f"{name} {outcome}: {', '.join(keys) or '-'}\n")
            sys.stdout.flush()


if __name__ == "__main__":
    main()
