"""Several years of one world: decisions change capacities, trust and needs, and these the next year."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np

from p2spp_sim.base.cards import brief
from p2spp_sim.base.draws import Draws
from p2spp_sim.base.errors import OutOfBounds, UnknownName
from p2spp_sim.base.files import data_path
from p2spp_sim.base.language import tr
from p2spp_sim.base.numerals import whole_number
from p2spp_sim.model.training import with_tables
from p2spp_sim.results.run import Run
from p2spp_sim.scenario.inputs import check_inputs
from p2spp_sim.scenario.scenario import Scenario
from p2spp_sim.state import State, served
from p2spp_sim.world.world import World
from p2spp_sim.year import run_year

if TYPE_CHECKING:
    import pandas as pd


SETTLE = 5  # years after which nothing drifts any more (see tests/model/test_years.py)


@cache
def events() -> dict[str, dict[str, Any]]:
    """Read the event cards: what changes in the year in which a card is drawn."""
    return tomllib.loads(data_path("datasets", "events.toml").read_text(encoding="utf-8"))


@dataclass(frozen=True)
class YearsRun:
    """Several years that were run.

    Parameters
    ----------
    runs : one a year.
    states : at the start of every year, and one after the last.
    """

    runs: list[Run]
    states: list[State]

    def __repr__(self) -> str:
        """Say in a line what was run."""
        first = self.runs[0]
        years = tr("{n} tahun").format(n=len(self.runs))
        about = f"{first.world.name}, {first.scenario.name}, {years}, seed={first.seed}"
        return brief("YearsRun", about)

    def indicators(self) -> "pd.DataFrame":
        """Give the indicators of every year, one row a year and indicator."""
        import pandas as pd

        frames = [run.indicators().assign(year=number) for number, run in enumerate(self.runs, 1)]
        return pd.concat(frames, ignore_index=True)

    def state(self) -> "pd.DataFrame":
        """Give the means of what lives on at the start of every year, one row a year."""
        import pandas as pd

        return pd.DataFrame(
            [_summary(state, number) for number, state in enumerate(self.states, 1)]
        )

    def check(self) -> "YearsRun":
        """Prove that no year lost anything.

        Raises
        ------
        LedgerError : names the forum and the rupiah.
        """
        for run in self.runs:
            run.check()
        return self


def run_years(
    world: World,
    scenario: Scenario | Sequence[Scenario],
    years: int = 5,
    seed: int = 0,
    *,
    programme_ends: int | None = None,
    events: Mapping[int, str | Sequence[str]] | None = None,
    replicate: int = 0,
    settle: int = SETTLE,
) -> YearsRun:
    """Run several years, each from where the last one left the district.

    Equation: election_year = true in every year whose number election_cycle divides; cards of a year by name.

    Parameters
    ----------
    world : a district.
    scenario : one for all years, or one a year.
    years : how many.
    programme_ends : last year of the programme; after it every lever goes back to its default, but for enacted clauses
        and what they lock. None: it goes on.
    events : cards by year (1 is the first), see `datasets/events.toml`.
    settle : years run unseen before the first, without a programme, until the needs that were never met have piled up
        as they do; with 0 the first year is that of `run_year`, whose needs are all fresh.

    Raises
    ------
    OutOfBounds : years that do not fit together; nothing was run.
    UnknownName : an event that does not exist.
    """
    years, settle = whole_number("years", years, 1), whole_number("settle", settle)
    seed = Draws(seed, replicate).seed  # refused before anything is run
    check_inputs(world, *([scenario] if isinstance(scenario, Scenario | str) else scenario))
    plan = _plan(scenario, years, programme_ends)
    cards = _cards(events or {}, years)
    for year, drawn in cards.items():
        for card in drawn:
            plan[year - 1].change(**card.get("values", {}))  # refused here, before anything is run
    state, runs, states = _settled(world, plan[0], settle, seed, replicate), [], []
    for year, chosen in enumerate(plan):
        states.append(state)
        now = chosen.change(compliance=state.complied(chosen))
        if (year + 1) % now.value("election_cycle") == 0:
            now = now.change(election_year=True)
        for card in cards.get(year + 1, ()):
            now = now.change(**card.get("values", {}))
        in_force = now.in_force()
        start = _reset(
            state, [column for card in cards.get(year + 1, ()) for column in card.get("reset", ())]
        )
        run = run_year(start, now, seed, replicate=replicate, year=settle + year)
        runs.append(run)
        state = state.after(run, in_force, Draws(seed, replicate, settle + year))
    return YearsRun(runs, [*states, state])


def _settled(world: World, first: Scenario, settle: int, seed: int, replicate: int) -> State:
    """Let a district live through some years without a programme, so that what is shown starts in its stride."""
    state, calm = State.begin(world), without_programme(first, clauses=False)
    for year in range(settle):
        run = run_year(state.world, calm, seed, replicate=replicate, year=year)
        state = state.after(run, calm, Draws(seed, replicate, year))
    return state


def _plan(
    scenario: Scenario | Sequence[Scenario], years: int, programme_ends: int | None
) -> list[Scenario]:
    plan = [scenario] * years if isinstance(scenario, Scenario) else list(scenario)
    if len(plan) != years:
        raise OutOfBounds(
            [tr("{count} skenario untuk {years} tahun.").format(count=len(plan), years=years)]
        )
    if programme_ends is None:
        return plan
    if programme_ends < 0 or programme_ends > years:
        message = tr("programme_ends = {end}: diharapkan antara 0 dan {years}.")
        raise OutOfBounds([message.format(end=programme_ends, years=years)])
    return [
        planned if number < programme_ends else without_programme(planned)
        for number, planned in enumerate(plan)
    ]


def without_programme(scenario: Scenario, *, clauses: bool = True) -> Scenario:
    """Give what remains when the programme is gone: doubted parameters and enacted clauses, no other lever."""
    kept = {
        key: value
        for key, value in scenario.changed.items()
        if (clauses and scenario.lever(key).locks) or scenario.lever(key).role != "lever"
    }
    return replace(scenario, changed=kept)


def _cards(drawn: Mapping[int, str | Sequence[str]], years: int) -> dict[int, list[dict[str, Any]]]:
    known = events()
    cards: dict[int, list[dict[str, Any]]] = {}
    for year, names in drawn.items():
        if not 1 <= year <= years:
            raise OutOfBounds(
                [
                    tr("kejadian tahun {year}: diharapkan antara 1 dan {years}.").format(
                        year=year, years=years
                    )
                ]
            )
        for name in [names] if isinstance(names, str) else names:
            if name not in known:
                raise UnknownName(tr("Kejadian"), name, known)
            cards.setdefault(year, []).append(known[name])
    return cards


def _reset(state: State, columns: Sequence[str]) -> World:
    """Put capacities back to where they started: those who had learnt were transferred."""
    world = state.world
    for column in columns:
        for table in ("villages", "kecamatan"):
            if column in world.tables[table]:
                begun = state.start.tables[table][column]
                world = with_tables(world, {table: {**world.tables[table], column: begun}})
    return world


def _summary(state: State, number: int) -> dict[str, float]:
    row: dict[str, float] = {"year": number}
    for table, columns in (
        (
            "villages",
            (
                "cap_kpmd",
                "cap_kades",
                "cap_bpd",
                "cap_lpmd",
                "org_bpd",
                "org_lpmd",
                "trust",
                "rpjm",
            ),
        ),
        ("kecamatan", ("cap_bkad", "cap_upk", "cap_setrawan")),
    ):
        row |= {column: float(np.mean(state.world.tables[table][column])) for column in columns}
    for table in ("budget", "skpd", "council"):
        row[f"cap_{table}"] = float(np.mean(state.world.tables[table]["capacity"]))
    row["compliance"] = state.compliance
    return row


__all__ = ["YearsRun", "events", "run_years", "served", "without_programme"]
