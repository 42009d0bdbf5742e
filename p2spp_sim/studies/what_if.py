"""Ready policy questions W1 to W15: scenario pairs with what was published beside them (`datasets/what_if/`)."""

from collections.abc import Iterable
from functools import cache
from typing import TYPE_CHECKING, Literal

import msgspec

from p2spp_sim.base.arrays import Floats
from p2spp_sim.base.errors import OutOfBounds, UnknownName
from p2spp_sim.base.files import read_data
from p2spp_sim.base.intervals import FEWEST, half_width
from p2spp_sim.base.language import pick, tr
from p2spp_sim.results.indicators import outcome_text, split
from p2spp_sim.scenario.levers import LeverValue
from p2spp_sim.scenario.scenario import Scenario
from p2spp_sim.studies.comparing import compare
from p2spp_sim.studies.comparison import Comparison
from p2spp_sim.studies.running.at_once import replicated
from p2spp_sim.world.world import World

if TYPE_CHECKING:
    import pandas as pd

# of the page of questions and, where nothing else is said, of `p2spp what-if`: one yardstick for both
DATASET, REPLICATES, SEED = "wanasari", 40, 7
COMPARABLE = {
    "yes": "dapat: tanda dan besarnya",
    "sign": "tandanya saja",
    "level": "tingkatnya, bukan pengaruhnya",
    "null": "hanya terhadap pengaruh nol",
    "theory": "dengan teori, bukan dengan ukuran",
    "no": "tidak: bidangnya lain",
}


class PutIn(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Through what an answer was put in.

    `by` are the declared numbers whose effect is the answer, as `put_in` measures; none where a rule is, or where no
    way leads there. `off` is the value at which they do nothing, and `how` says it in words.
    """

    by: tuple[str, ...]
    how: dict[str, str]
    off: float = 0.0


class PolicyQuestion(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One question: levers before and after, outcomes, the published effect, and how far it compares.

    `put_in` names the outcomes whose answer the model was told, and through what; the others are findings.
    """

    question: dict[str, str]
    change: dict[str, LeverValue]
    outcome: tuple[str, ...]
    published: dict[str, str]
    comparable: Literal["yes", "sign", "level", "null", "theory", "no"]
    base: dict[str, LeverValue] = {}
    rules: tuple[str, str] = ("2010", "2010")
    put_in: dict[str, PutIn] = {}

    def scenarios(self) -> tuple[Scenario, Scenario]:
        """Give the scenario before and after."""
        before, after = (Scenario.load(name) for name in self.rules)
        return before.change(**self.base), after.change(**self.change)

    def moves(self) -> list[tuple[str, LeverValue, LeverValue]]:
        """Give every lever that differs, with its value before and after."""
        before, after = self.scenarios()
        keys = [key for key in self.change if before.value(key) != after.value(key)]
        return [(key, before.value(key), after.value(key)) for key in keys]


@cache
def questions() -> dict[str, PolicyQuestion]:
    """Read the questions."""
    return read_data(dict[str, PolicyQuestion], "datasets", "what_if", "questions.toml")


def question(key: str) -> PolicyQuestion:
    """Give one question.

    Raises
    ------
    UnknownName : no such question; names the nearest.
    """
    if key not in questions():
        raise UnknownName(tr("Pertanyaan"), key, questions())
    return questions()[key]


class QuestionRuns:
    """Outcomes of the ready questions under scenarios of one world; each scenario is run once.

    Parameters
    ----------
    replicates, seed : of the draws that all scenarios share.
    """

    def __init__(self, world: World, replicates: int, seed: int) -> None:
        self.world, self.replicates, self.seed = world, replicates, seed
        self.outcomes = tuple(
            dict.fromkeys(name for asked in questions().values() for name in asked.outcome)
        )
        self._known: dict[object, dict[str, Floats]] = {}

    def of(self, scenario: Scenario) -> dict[str, Floats]:
        """Give every outcome under a scenario, (replicates,) float64 each."""
        same = (scenario.rules, scenario.parts, *sorted(scenario.changed.items()))
        if same not in self._known:
            self._known[same] = replicated(
                self.world, scenario, self.replicates, self.seed, self.outcomes
            )
        return self._known[same]


def enough(replicates: int) -> int:
    """Refuse a number of replicates from which no interval is given.

    Raises
    ------
    OutOfBounds : too few.
    """
    if replicates < FEWEST:
        message = tr("replicates = {n}: diharapkan paling sedikit {least}.")
        raise OutOfBounds([message.format(n=replicates, least=FEWEST)])
    return replicates


def study(key: str, world: World, replicates: int = REPLICATES, seed: int = SEED) -> Comparison:
    """Run the two scenarios of a question on paired draws.

    Raises
    ------
    UnknownName, OutOfBounds : as `question` and `enough`; nothing was run.
    """
    return compare(
        *question(key).scenarios(), world=world, replicates=enough(replicates), seed=seed
    )


def answer(
    key: str, world: World, replicates: int = REPLICATES, seed: int = SEED
) -> "pd.DataFrame":
    """Answer one question on paired draws.

    Returns
    -------
    As `answered`.

    Raises
    ------
    UnknownName : no such question; names the nearest.
    OutOfBounds : too few replicates for an interval.
    """
    return answered(key, study(key, world, replicates, seed))


def answered(key: str, ran: Comparison) -> "pd.DataFrame":
    """Read the answer of a question from its study.

    Returns
    -------
    One row an outcome: before, after, difference, 95 % interval, published effect, how far it compares, whether the
    answer was put in, by which declared numbers, and how.
    """
    asked = question(key)
    table = outcomes(ran, asked.outcome)
    table.insert(0, "question", pick(asked.question))
    table.insert(0, "key", key)
    table["published"], table["comparable"] = pick(asked.published), asked.comparable
    put_in = [asked.put_in.get(name) for name in asked.outcome]
    table["put_in"] = [answer is not None for answer in put_in]
    table["by"] = [", ".join(answer.by) if answer else "" for answer in put_in]
    table["told"] = [pick(answer.how) if answer else "" for answer in put_in]
    return table


def outcomes(ran: Comparison, names: Iterable[str], scenario: int = 1) -> "pd.DataFrame":
    """Give chosen outcomes of a comparison.

    Parameters
    ----------
    names : indicators, by count; with `.rupiah` behind them by rupiah.
    scenario : number of the scenario that is held against the first.

    Returns
    -------
    One row an outcome: name, label, before, after, difference and its 95 % interval.

    Raises
    ------
    UnknownName : no such outcome; names the nearest.
    """
    import pandas as pd

    rows = []
    for name in names:
        indicator, column = split(name)
        before, after = (ran.outcome(indicator, column, number) for number in (0, scenario))
        paired = after - before
        mean, half = float(paired.mean()), float(half_width(paired))
        rows.append(
            (name, outcome_text(name), before.mean(), after.mean(), mean, mean - half, mean + half)
        )
    return pd.DataFrame(
        rows, columns=["outcome", "label", "before", "after", "difference", "low", "high"]
    )
