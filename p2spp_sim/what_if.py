"""Ready policy questions W1 to W15: scenario pairs with what was published beside them (`datasets/what_if/`)."""

import tomllib
from functools import cache
from typing import TYPE_CHECKING, Literal

import msgspec

from p2spp_sim.comparison import FEWEST, compare
from p2spp_sim.errors import OutOfBounds, UnknownName
from p2spp_sim.intervals import half_width
from p2spp_sim.levers import Value
from p2spp_sim.scenario import Scenario
from p2spp_sim.text import data_path, pick, tr
from p2spp_sim.world import World

if TYPE_CHECKING:
    import pandas as pd


class Question(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One question: levers before and after, outcomes, the published effect, and how far it compares.

    `built_in` says that the model was told the answer through a parameter of the same source.
    """

    question: dict[str, str]
    change: dict[str, Value]
    outcome: tuple[str, ...]
    published: str
    comparable: Literal["yes", "sign", "level", "null", "theory", "no"]
    base: dict[str, Value] = {}
    rules: tuple[str, str] = ("2010", "2010")
    built_in: bool = False

    def scenarios(self) -> tuple[Scenario, Scenario]:
        """Give the scenario before and after."""
        before, after = (Scenario.load(name) for name in self.rules)
        return before.change(**self.base), after.change(**self.change)


@cache
def questions() -> dict[str, Question]:
    """Read the questions."""
    text = data_path("datasets", "what_if", "questions.toml").read_text(encoding="utf-8")
    return msgspec.convert(tomllib.loads(text), dict[str, Question])


def answer(key: str, world: World, replicates: int = 40, seed: int = 0) -> "pd.DataFrame":
    """Answer one question on paired draws.

    Returns
    -------
    One row an outcome: before, after, difference, 95 % interval, published effect, how far it compares, built in.

    Raises
    ------
    UnknownName : no such question; names the nearest.
    OutOfBounds : too few replicates for an interval.
    """
    import pandas as pd

    if key not in questions():
        raise UnknownName(tr("Pertanyaan"), key, questions())
    if replicates < FEWEST:
        raise OutOfBounds(
            [tr("replicates = {n}: diharapkan paling sedikit {least}.").format(n=replicates, least=FEWEST)]
        )
    one = questions()[key]
    study = compare(*one.scenarios(), world=world, replicates=replicates, seed=seed)
    rows = []
    for name in one.outcome:
        indicator, _, column = name.partition(".")
        before, after = (study.outcome(indicator, column or "count", number) for number in (0, 1))
        paired = after - before
        half = float(half_width(paired))
        mean = float(paired.mean())
        told = (one.published, one.comparable, one.built_in)
        rows.append((key, pick(one.question), name, before.mean(), after.mean(), mean, mean - half, mean + half, *told))
    columns = ["key", "question", "outcome", "before", "after", "difference", "low", "high"]
    return pd.DataFrame(rows, columns=[*columns, "published", "comparable", "built_in"])
