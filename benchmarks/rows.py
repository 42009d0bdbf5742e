"""The rows of the benchmark: what is run, how it is timed, and the goal it is held against."""

from __future__ import annotations

import gc
import os
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from statistics import median
from unittest.mock import patch

import numpy as np

try:
    import resource
except ImportError:  # Windows
    resource = None

import p2spp_sim as p2
from p2spp_sim import year
from p2spp_sim.base.draws import Draws
from p2spp_sim.model.loading import load_rules
from p2spp_sim.model.meeting import Docket
from p2spp_sim.model.opening import opened
from p2spp_sim.model.training import trained
from p2spp_sim.results.record import Step

SEED = 7
THREADS = 2  # as run_year uses
SHORT = 5  # calls of a few milliseconds that are timed together

Job = Callable[[], object]


class Seconds(float):
    """Seconds on the clock, which know those of the processor: a neighbour takes from the first, not the second."""

    processor: float

    def __new__(cls, wall: float, processor: float) -> Seconds:
        made = super().__new__(cls, wall)
        made.processor = processor
        return made

    @classmethod
    def now(cls) -> Seconds:
        """Read both clocks; the processor's counts this process and those that it started and that have ended."""
        if resource:
            used = resource.getrusage(resource.RUSAGE_CHILDREN)
            return cls(time.perf_counter(), time.process_time() + used.ru_utime + used.ru_stime)
        return cls(time.perf_counter(), time.process_time())

    def since(self, start: Seconds) -> Seconds:
        """Give what has gone by since an earlier reading."""
        return Seconds(self - start, self.processor - start.processor)

    def times(self, factor: float) -> Seconds:
        """Multiply both."""
        return Seconds(self * factor, self.processor * factor)


@dataclass(frozen=True)
class Size:
    """How large and how often; only the full size can be held against the goals."""

    district: int
    nation: int
    runs: int
    long_runs: int
    sweep: int
    rival_sweep: int
    replicates: int
    studies: int
    villages: tuple[int, ...]
    sweeps: tuple[int, ...]


FULL = Size(
    district=300,
    nation=75_000,
    runs=31,
    long_runs=9,
    sweep=10_000,
    rival_sweep=1_000,
    replicates=8,
    studies=200,
    villages=(300, 3_000, 30_000, 300_000),
    sweeps=(10, 100, 1_000, 10_000),
)
TINY = Size(
    district=12,
    nation=60,
    runs=2,
    long_runs=2,
    sweep=24,
    rival_sweep=12,
    replicates=2,
    studies=4,
    villages=(12, 24),
    sweeps=(2, 4),
)


@dataclass(frozen=True)
class Row:
    """One figure; `goal` None where nothing was promised, `at_least` where more is better.

    `processor` is the median by the processor's clock, None for what is no time.
    """

    key: str
    what: str
    unit: str
    goal: float | None
    at_least: bool
    median: float
    min: float
    runs: int
    processor: float | None = None

    @classmethod
    def of(
        cls,
        key: str,
        what: str,
        unit: str,
        values: list[float],
        goal: float | None = None,
        at_least: bool = False,
    ) -> Row:
        processor = [value.processor for value in values if isinstance(value, Seconds)]
        return cls(
            key,
            what,
            unit,
            goal,
            at_least,
            float(median(values)),
            float(min(values)),
            len(values),
            median(processor) if processor else None,
        )

    @property
    def verdict(self) -> str:
        if self.goal is None:
            return ""
        reached = self.median >= self.goal if self.at_least else self.median <= self.goal
        return "reached" if reached else "missed"


def seconds(make: Callable[[], Job], times: int = 1) -> Seconds:
    """Time so many calls at a stretch as a user would run them, on a heap swept of what went before; give one's part.

    Each call is of a job made anew, and making it is not timed.
    """
    jobs = [make() for _ in range(times)]
    gc.collect()
    start = Seconds.now()
    for job in jobs:
        job()
    return Seconds.now().since(start).times(1 / times)


def in_turn(runs: int, *jobs: Callable[[], float]) -> list[list[float]]:
    """Take times A B A B …, after one round to warm up that does not count."""
    rounds = [[job() for job in jobs] for _ in range(runs + 1)]
    return [list(column) for column in zip(*rounds[1:], strict=True)]


def once(job: Job) -> Callable[[], float]:
    """Time a job that needs nothing made anew, one call at a time."""
    return partial(seconds, lambda: job)


def often(make: Callable[[], Job]) -> Callable[[], float]:
    """Time a job of milliseconds, several calls at a stretch."""
    return partial(seconds, make, SHORT)


def as_ms(values: list[float]) -> list[float]:
    return [value.times(1000) if isinstance(value, Seconds) else 1000 * value for value in values]


# ---- one kabupaten


def fresh_docket(opened: Docket, at: np.ndarray) -> Docket:
    """Lay the drawn proposals out again as they were before the first forum."""
    docket = Docket(opened.proposals, opened.felt)
    docket.at[:] = at
    return docket


def decide_all(world: p2.World, scenario: p2.Scenario, docket: Docket) -> list[Step]:
    """Hold every forum of the year over a docket that is already laid out."""
    book = load_rules(scenario.rules)
    return [
        year._hold(world, scenario, book, Draws(SEED), docket, index)
        for index in range(len(book.forum))
    ]


def decisions_of(world: p2.World, scenario: p2.Scenario) -> Callable[[], Job]:
    """Draw once; give what makes a fresh year of decisions."""
    scenario = scenario.in_force()
    world = trained(world, scenario, Draws(SEED))
    docket = opened(world, scenario, load_rules(scenario.rules), Draws(SEED))
    at = docket.at.copy()
    return lambda: partial(decide_all, world, scenario, fresh_docket(docket, at))


def kabupaten(size: Size) -> list[Row]:
    world, scenario = p2.World.synthetic(size.district, seed=1), p2.Scenario.load("2010")
    whole, decided = in_turn(
        size.runs,
        often(lambda: lambda: p2.run_year(world, scenario, seed=SEED)),
        often(decisions_of(world, scenario)),
    )
    count = len(p2.run_year(world, scenario, seed=SEED).parts[0].docket.proposals)
    what = f"one year of one kabupaten, {size.district} villages, {count:,} proposals"
    return [
        Row.of("kabupaten.year", f"{what}, draws included", "ms", as_ms(whole), goal=10),
        Row.of("kabupaten.decisions", f"{what}, decisions only", "ms", as_ms(decided), goal=4),
    ]


# ---- the nation

_PEAK = """
import resource, sys
import p2spp_sim as p2
run = p2.run_year(p2.World.synthetic({villages}, seed=1), p2.Scenario.load("2010"), seed={seed})
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024) / 1e6)
"""


def peak_megabytes(villages: int) -> float:
    """Run a year in a process of its own and ask for the most memory it ever held.

    Linux counts the memory of the process that starts another as the other's until that has more, so this comes
    before a large world is built here.
    """
    code = _PEAK.format(villages=villages, seed=SEED)
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    return float(done.stdout)


Luck = list[tuple[str, np.ndarray]]


def luck_of(block: p2.World, scenario: p2.Scenario) -> Luck:
    """Note what the forums of a year draw: the blur of every score, cuts, delivery, each with the ids it is for."""
    noted: Luck = []
    real = Draws.uniform

    def noting(draws: Draws, purpose: str, ids: np.ndarray) -> np.ndarray:
        noted.append((purpose, ids))
        return real(draws, purpose, ids)

    book, in_force = load_rules(scenario.rules), scenario.in_force()
    docket = opened(block, in_force, book, Draws(SEED))
    with patch.object(Draws, "uniform", noting):
        decide_all(block, in_force, docket)
    return noted


def proposals_alone(blocks: list[p2.World], scenario: p2.Scenario) -> list[Docket]:
    """Draw the proposals of all three channels into one docket, block by block in as many threads as a year uses."""
    book, in_force = load_rules(scenario.rules), scenario.in_force()
    with ThreadPoolExecutor(THREADS) as pool:
        return list(pool.map(lambda block: opened(block, in_force, book, Draws(SEED)), blocks))


def luck_alone(luck: list[Luck]) -> None:
    """Draw again what the forums of a year draw, block by block in as many threads as a year uses."""
    with ThreadPoolExecutor(THREADS) as pool:
        list(
            pool.map(
                lambda noted: [Draws(SEED).uniform(purpose, ids) for purpose, ids in noted], luck
            )
        )


def nasional(size: Size) -> list[Row]:
    peak = [] if os.name == "nt" else [peak_megabytes(size.nation)]
    world, scenario = p2.World.synthetic(size.nation, seed=1), p2.Scenario.load("2010")
    blocks, table = world.blocks(), np.random.default_rng(SEED).random((size.nation, 25))
    luck = [luck_of(block, scenario) for block in blocks]
    whole, drawn, lucky, sorted_ = in_turn(
        size.long_runs,
        once(lambda: p2.run_year(world, scenario, seed=SEED)),
        once(lambda: proposals_alone(blocks, scenario)),
        once(lambda: luck_alone(luck)),
        once(lambda: np.sort(table, axis=1)),
    )
    rounds = list(zip(whole, drawn, lucky, sorted_, strict=True))
    ratio = [year / (proposals + forums + sort) for year, proposals, forums, sort in rounds]
    narrow = [year / (proposals + sort) for year, proposals, _, sort in rounds]
    what = f"one year of {size.nation:,} villages"
    rows = [
        Row.of("nasional.year", f"{what}, {THREADS} threads", "s", whole, goal=0.3),
        Row.of("nasional.proposals", f"{what}: the proposals drawn, nothing decided", "s", drawn),
        Row.of("nasional.luck", f"{what}: what its forums draw, nothing else", "s", lucky),
        Row.of(
            "nasional.sort", f"one sort of {size.nation:,} x 25 numbers along an axis", "s", sorted_
        ),
        Row.of("nasional.ratio", "the year to all its draws and that sort", "x", ratio, goal=3),
        Row.of(
            "nasional.ratio_proposals", "the year to its drawn proposals and that sort", "x", narrow
        ),
    ]
    return rows + [
        Row.of("nasional.peak", f"{what}: most memory held", "MB", peak, goal=500)
    ] * bool(peak)


# ---- agents


def mesa(size: Size) -> list[Row]:
    from mesa_papers import prepare
    from mesa_year import Year

    world, scenario = p2.World.synthetic(size.district, seed=1), p2.Scenario.load("2010")
    papers = prepare(world, scenario, SEED)
    docket, at = papers.docket, papers.docket.at.copy()
    whole, bare, decided = in_turn(
        size.long_runs,
        once(lambda: Year(papers).run()),
        partial(seconds, lambda: Year(papers, keep=False).run),
        often(lambda: lambda: decide_all(papers.world, papers.scenario, fresh_docket(docket, at))),
    )
    what = f"the same year of {size.district} villages as Mesa agents"
    ratio = [a / b for a, b in zip(whole, decided, strict=True)]
    bare_ratio = [a / b for a, b in zip(bare, decided, strict=True)]
    return [
        Row.of(
            "mesa.year", f"{what}: agents made, forums held, decisions noted", "ms", as_ms(whole)
        ),
        Row.of(
            "mesa.ratio",
            "that, to the library's docket, forums and ledger",
            "x",
            ratio,
            goal=75,
            at_least=True,
        ),
        Row.of(
            "mesa.ratio_bare",
            "agents already made and nothing noted, to the same",
            "x",
            bare_ratio,
            at_least=True,
        ),
    ]


# ---- starting, and a board's answer


def _call(*command: str) -> Job:
    return lambda: subprocess.run(command, check=True, stdout=subprocess.DEVNULL)


def start(size: Size) -> list[Row]:
    script = Path(sys.executable).with_name("p2spp.exe" if os.name == "nt" else "p2spp")
    command = [str(script)] if script.exists() else [sys.executable, "-m", "p2spp_sim"]
    package, help_text = in_turn(
        size.long_runs,
        once(_call(sys.executable, "-c", "import p2spp_sim")),
        once(_call(*command, "--help")),
    )
    return [
        Row.of("import.package", "python -c 'import p2spp_sim'", "s", package, goal=0.35),
        Row.of("import.help", "p2spp --help", "s", help_text, goal=0.35),
    ]


def papan(size: Size) -> list[Row]:
    village, district = p2.World.load("tirtamulya"), p2.World.load("wanasari")
    unit03, base = p2.Scenario.load("unit03"), p2.Scenario.load("2010")
    forum, whole = in_turn(
        size.runs,
        often(lambda: lambda: p2.run_forum(village, "musrenbang_kecamatan", unit03)),
        often(lambda: lambda: p2.run_year(district, base)),
    )
    return [
        Row.of("papan.forum", "behind a board: one forum of tirtamulya", "ms", as_ms(forum)),
        Row.of("papan.year", "behind a board: one year of wanasari", "ms", as_ms(whole)),
    ]


GROUPS: dict[str, Callable[[Size], list[Row]]] = {
    "kabupaten": kabupaten,
    "nasional": nasional,
    "mesa": mesa,
    "import": start,
    "papan": papan,
}
