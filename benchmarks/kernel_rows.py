"""Rows of the kernel: the same ranking and filling written with pandas, and where the time of a run goes."""

from __future__ import annotations

import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any
from unittest.mock import patch

import numpy as np
import pandas as pd
from rows import SEED, Row, Size, as_ms, in_turn, once

import p2spp_sim as p2
from p2spp_sim import year
from p2spp_sim.forum import decide
from p2spp_sim.forum.decide import Agenda, Decisions, Pot
from p2spp_sim.model import opening
from p2spp_sim.results.indicators import values
from p2spp_sim.studies import sweep
from p2spp_sim.studies.kept import part_files
from p2spp_sim.studies.running import tasks
from p2spp_sim.studies.running.blocks import Block

# ---- pandas


def agenda(groups: int, each: int = 25) -> tuple[Agenda, np.ndarray]:
    """Lay `each` proposals before every meeting; the money is for about a third of them."""
    rng, n = np.random.default_rng(SEED), groups * each
    asked = rng.integers(5, 300, n) * 1_000_000
    laid_out = Agenda(
        group=np.repeat(np.arange(groups), each),
        groups=groups,
        asked=asked,
        score=rng.random(n).round(2),
        tie=np.arange(n),
    )
    return laid_out, rng.integers(500, 2_000, groups) * 1_000_000


def by_kernel(laid_out: Agenda, ceiling: np.ndarray, rule: str) -> Decisions:
    return decide.decide(laid_out, [Pot(ceiling=ceiling, fill=rule)])


def by_pandas(laid_out: Agenda, ceiling: np.ndarray, rule: str) -> pd.DataFrame:
    """Rank by falling score and rising number and give out the money: as it is written with `groupby`."""
    table = pd.DataFrame({"group": laid_out.group, "asked": laid_out.asked, "tie": laid_out.tie})
    table["points"] = np.rint(laid_out.score * 1e6)
    table = table.sort_values(["group", "points", "tie"], ascending=[True, False, True])
    groups = table.groupby("group")
    table["rank"] = groups.cumcount() + 1
    if rule == "stop":
        table["taken"] = groups["asked"].cumsum() <= ceiling[table["group"].to_numpy()]
    else:
        table["taken"] = groups["asked"].transform(
            lambda asked: _greedy(asked, int(ceiling[asked.name]))
        )
    table["granted"] = table["asked"].where(table["taken"], 0)
    return table.sort_index()


def _greedy(asked: pd.Series, left: int) -> list[bool]:
    """Go down one list, passing over what does not fit."""
    taken = []
    for amount in asked.tolist():
        taken.append(amount <= left)
        left -= amount if taken[-1] else 0
    return taken


def pandas(size: Size) -> list[Row]:
    rows = []
    for key, groups, rule in (("district", size.district, "skip"), ("nation", size.nation, "stop")):
        laid_out, ceiling = agenda(groups)
        kernel, table = in_turn(
            min(5, size.long_runs),
            once(
                lambda laid_out=laid_out, ceiling=ceiling, rule=rule: by_kernel(
                    laid_out, ceiling, rule
                )
            ),
            once(
                lambda laid_out=laid_out, ceiling=ceiling, rule=rule: by_pandas(
                    laid_out, ceiling, rule
                )
            ),
        )
        what = f"rank and fill ({rule}) of {groups:,} lists of 25"
        rows.append(Row.of(f"pandas.{key}.kernel", f"{what}: forum.decide", "ms", as_ms(kernel)))
        rows.append(Row.of(f"pandas.{key}.groupby", f"{what}: pandas groupby", "ms", as_ms(table)))
        ratio = [b / a for a, b in zip(kernel, table, strict=True)]
        rows.append(
            Row.of(f"pandas.{key}.ratio", "pandas to the kernel", "x", ratio, at_least=True)
        )
    return rows


# ---- where the time goes


@contextmanager
def clocked(clocks: dict[str, float]) -> Iterator[None]:
    """Put a clock around the drawing of proposals and around every forum."""

    def around(real: Callable[..., Any], name: Callable[..., str]) -> Callable[..., Any]:
        def timed(*words: Any) -> Any:
            start = time.perf_counter()
            try:
                return real(*words)
            finally:
                clocks[name(*words)] += time.perf_counter() - start

        return timed

    with ExitStack() as stack:
        stack.enter_context(
            patch.object(year, "trained", around(year.trained, lambda *_: "training"))
        )
        stack.enter_context(
            patch.object(opening, "opened", around(opening.opened, lambda *_: "draws"))
        )
        hold = around(
            year._hold,
            lambda world, scenario, book, draws, docket, index, *_: (
                f"forum.{book.forum[index].key}"
            ),
        )
        stack.enter_context(patch.object(year, "_hold", hold))
        yield


def profile(world: p2.World, scenario: p2.Scenario, replicate: int) -> dict[str, float]:
    """Give the seconds of every stage of one run of a sweep, and of the tables that a person asks of it."""
    clocks: dict[str, float] = defaultdict(float)

    def timed(name: str, job: Callable[[], Any]) -> Any:
        start = time.perf_counter()
        result = job()
        clocks[name] += time.perf_counter() - start
        return result

    with clocked(clocks):
        run = timed("run", lambda: p2.run_year(world, scenario, seed=SEED, replicate=replicate))
    clocks["rest"] = clocks.pop("run") - sum(clocks[name] for name in clocks if name != "run")
    timed("indicators", lambda: values(run))
    timed("table.indicators", run.indicators)
    timed("table.funnel", run.funnel)
    timed("table.proposals", run.frame)
    return dict(clocks)


def part_file(world: p2.World, scenario: p2.Scenario, runs: int) -> float:
    """Give the seconds it takes to write one part file."""
    outcomes = tasks.outcomes_named(())
    block = tasks.run_block(
        world, [scenario], [{"pik_share": 0.0}], Block(range(1), range(runs)), SEED, outcomes
    )
    with tempfile.TemporaryDirectory() as folder:
        part_files.save(block, Path(folder, "warm.parquet"))
        start = time.perf_counter()
        part_files.save(block, Path(folder, "part.parquet"))
        return time.perf_counter() - start


def stages(size: Size) -> list[Row]:
    world, scenario = p2.World.synthetic(size.district, seed=1), p2.Scenario.load("2010")
    profile(world, scenario, 0)
    profiles = [profile(world, scenario, replicate) for replicate in range(size.runs)]
    runs = min(sweep.BLOCK_RUNS, 10 * size.runs)
    profiles[0]["part_file"] = part_file(world, scenario, runs) / runs
    columns = {
        name: [clocks[name] for clocks in profiles if name in clocks] for name in profiles[0]
    }
    middle = {name: float(np.median(column)) for name, column in columns.items()}
    whole = sum(seconds for name, seconds in middle.items() if not name.startswith("table."))
    rows = []
    for name, column in columns.items():
        share = (
            "beside a sweep"
            if name.startswith("table.")
            else f"{100 * middle[name] / whole:.0f} % of a run of a sweep"
        )
        rows.append(
            Row.of(
                f"stages.{name}",
                f"{size.district} villages, {_WHAT.get(name, name)}: {share}",
                "ms",
                as_ms(column),
            )
        )
    return rows


_WHAT = {
    "training": "the world after this year's training",
    "draws": "drawing the proposals of three channels",
    "rest": "everything else in run_year",
    "indicators": "measuring all indicators",
    "part_file": "one run's part of writing its part file",
    "table.indicators": "run.indicators(), a frame",
    "table.funnel": "run.funnel(), a frame",
    "table.proposals": "run.frame(), one row a proposal",
}

GROUPS = {"pandas": pandas, "stages": stages}
