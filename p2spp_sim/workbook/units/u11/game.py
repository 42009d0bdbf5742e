"""Unit 11: who holds which lever, the rules of play, the fixed strategies, and what a year's decision may cost."""

import random
from collections.abc import Mapping
from functools import cache

import msgspec

from p2spp_sim.base.errors import OutOfBounds
from p2spp_sim.base.files import read_data
from p2spp_sim.base.formats import figure
from p2spp_sim.base.language import pick, tr
from p2spp_sim.results.indicators import definitions
from p2spp_sim.scenario.scenario import LeverValue, Scenario
from p2spp_sim.workbook.case.clauses import CAPITAL, clause_keys, spent_capital
from p2spp_sim.workbook.case.courses import Frozen, LeverStep, course_of, frozen
from p2spp_sim.years import events

EFFORT = "effort_budget"
ELECTION = "election"


class GameRules(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The rules of play: years with and after the programme, full effort in a point, new policies a year, cards."""

    years: int
    after: int
    point: float
    new_policies: int
    draws: int
    cards: tuple[str, ...]
    source: str
    firmness: str


class ActorGroup(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A group of actors: its levers of effort, its dial, whether it enacts clauses, and what it wishes for itself.

    Its role card says which `person` speaks for it, what `duty` the public may expect, and what it would `hope` for,
    which nobody is told and an indicator (`wish`) measures.
    """

    label: dict[str, str]
    person: dict[str, str]
    duty: dict[str, str]
    hope: dict[str, str]
    effort: tuple[str, ...]
    wish: str
    wish_label: dict[str, str]
    dial: str = ""
    clauses: bool = False


class Policy(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A policy that a group may open, and the levers it moves."""

    label: dict[str, str]
    group: str
    values: dict[str, LeverValue]


class Strategy(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A fixed course of decisions."""

    label: dict[str, str]
    step: tuple[LeverStep, ...]

    def plan(self, years: int) -> tuple[Frozen, ...]:
        """Give the levers of every year."""
        return course_of(self.step, years)


class DrawnMeasure(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A measure that courses are drawn by: its indicator's label where it has none; `short` if drawn year by year."""

    label: dict[str, str] = {}
    short: dict[str, str] = {}


class Trace(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One lever alone, and where its mark is seen."""

    values: dict[str, LeverValue]
    measure: str


class FirstYearDesign(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A design for a first year, in points, clauses and a share of PIK."""

    points: dict[str, int]
    clauses: tuple[str, ...]
    pik: float = 0.0


class Game(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """All of `datasets/lima_tahun.toml`."""

    play: GameRules
    group: dict[str, ActorGroup]
    policy: dict[str, Policy]
    strategy: dict[str, Strategy]
    measure: dict[str, DrawnMeasure]
    trace: dict[str, Trace]
    package: dict[str, FirstYearDesign]


@cache
def game() -> Game:
    """Read who holds what, the rules of play and the fixed strategies."""
    return read_data(Game, "datasets", "lima_tahun.toml")


def points(values: Mapping[str, int]) -> Frozen:
    """Give points as the effort they are."""
    return frozen({key: count * game().play.point for key, count in values.items() if count})


def budget(scenario: Scenario) -> int:
    """Give the points that the library's budget of effort allows in a year."""
    return int(scenario.value(EFFORT) / game().play.point + 1e-9)


def known_here(scenario: Scenario, levers: Mapping[str, LeverValue]) -> bool:
    """Tell whether the rule book knows all of some levers."""
    return all(scenario.knows(key) for key in levers)


def refused(scenario: Scenario, levers: Frozen) -> list[str]:
    """Say in words why the library refuses a year; nothing when it does not."""
    try:
        scenario.change(**dict(levers))
    except OutOfBounds as error:
        values = dict(levers)
        clauses = [key for key in clause_keys(scenario) if values.get(key)]
        spent = (
            sum(float(values[key]) for key in values if scenario.lever(key).budget == EFFORT)
            / game().play.point
        )
        capital = spent_capital(scenario, clauses)
        reasons = []
        if spent > budget(scenario):
            text = tr(
                "Upaya yang diminta {n} koin, padahal anggaran upaya setahun {m} koin: kurangi {d} koin."
            )
            reasons.append(
                text.format(n=figure(spent), m=budget(scenario), d=figure(spent - budget(scenario)))
            )
        if capital > scenario.value(CAPITAL):
            text = tr(
                "Pasal yang dipilih berharga {n} koin, padahal modal politik {m} koin: lepas pasal."
            )
            reasons.append(text.format(n=capital, m=figure(scenario.value(CAPITAL))))
        return reasons or list(error.faults)
    return []


def deck(scenario: Scenario, seed: int | None) -> tuple[str, ...]:
    """Give the event card of every year; the years of an election are the calendar's.

    Parameters
    ----------
    seed : of the shuffling of the cards over the other years; None leaves those years calm.
    """
    play = game().play
    cycle = int(scenario.value("election_cycle"))
    free = [year for year in range(1, play.years + 1) if year % cycle]
    drawn = [*play.cards, *[""] * len(free)][: len(free)] if seed is not None else [""] * len(free)
    random.Random(seed).shuffle(drawn)
    by_year = dict(zip(free, drawn, strict=False))
    return tuple(by_year.get(year, ELECTION) for year in range(1, play.years + 1))


def measure_labels() -> dict[str, str]:
    """Give the measures that courses are drawn by."""
    return {
        key: pick(measure.label) if measure.label else definitions()[key].called
        for key, measure in game().measure.items()
    }


def card_labels() -> dict[str, str]:
    """Give the event cards in the words of the screen language."""
    return {"": tr("Tahun tenang"), **{key: pick(card["label"]) for key, card in events().items()}}
