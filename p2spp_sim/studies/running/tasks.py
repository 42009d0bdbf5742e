"""Blocks of runs on any executor: here, in workers of a pool, or one at a time in processes of their own.

A block is a handful of points with some replicates, which share draws; many of its runs are run at once (see
`at_once`).
"""

import os
import platform
from collections.abc import Callable, Generator, Mapping, Sequence
from concurrent.futures import BrokenExecutor, Executor, Future, ThreadPoolExecutor
from functools import partial
from queue import SimpleQueue
from threading import local
from typing import Any

import numpy as np

from p2spp_sim.base import own_parts
from p2spp_sim.base.errors import P2sppError, UnknownName
from p2spp_sim.base.language import tr
from p2spp_sim.results.indicators import MEASURES, definitions, split
from p2spp_sim.scenario.scenario import Scenario
from p2spp_sim.studies.design import Design, Point
from p2spp_sim.studies.kept import provenance
from p2spp_sim.studies.kept.part_files import PartTable
from p2spp_sim.studies.running import at_once, carried
from p2spp_sim.studies.running.blocks import Block
from p2spp_sim.studies.running.workers import end_with_parent, keep_memory, watched
from p2spp_sim.world.world import World

AHEAD = 1000  # most blocks handed over at a time: a scheduler holds the world once for each

Job = tuple[  # what `run_block` is called with
    World, list[Scenario], list[Point], Block, int, tuple[str, ...]
]
JobResults = Generator[
    tuple[int, PartTable | None, BaseException | None], None, None
]  # block, what it gave or why not


def indicators_of(outcomes: Sequence[str]) -> list[str]:
    """Name the indicators of outcomes, each once."""
    return list(dict.fromkeys(split(outcome)[0] for outcome in outcomes))


def outcomes_named(names: Sequence[str]) -> tuple[str, ...]:
    """Name what is measured in full, each once: by indicator and measure; all when nothing is named."""
    if not names:
        return tuple(f"{key}.{measure}" for key in definitions() for measure in MEASURES)
    if isinstance(names, str):
        names = [names]
    if strange := [name for name in names if not isinstance(name, str)]:
        raise UnknownName(tr("Hasil"), str(strange[0]), definitions())
    return tuple(dict.fromkeys(".".join(split(name)) for name in names))


def task_for(model: str, luggage: bytes) -> Callable[..., PartTable]:
    """Give what workers call with a job: it refuses other code than that of this process (see `run_there`)."""
    return partial(run_there, os.getpid(), model, provenance.packages(), luggage)


def job_of(
    world: World,
    scenarios: Sequence[Scenario],
    design: Design,
    block: Block,
    seed: int,
    measured: tuple[str, ...],
) -> Job:
    """Give what `run_block` is called with for a block of a design, whose points are these scenarios."""
    some = slice(block.points.start, block.points.stop)
    return world, list(scenarios[some]), list(design.points[some]), block, seed, measured


def run_block(
    world: World,
    scenarios: Sequence[Scenario],
    points: Sequence[Point],
    block: Block,
    seed: int,
    outcomes: Sequence[str],
) -> PartTable:
    """Run the points of one block, with its replicates; a plain table comes back, so that any executor can carry it.

    Raises
    ------
    P2sppError : a run failed; names its point, replicate and levers.
    """
    asked = [split(outcome) for outcome in outcomes]
    keys = list(dict.fromkeys(key for key, _ in asked))
    first, replicates = block.points.start, block.replicates
    runs = [(scenario, number) for scenario in scenarios for number in replicates]

    def failed(number: int, error: Exception) -> P2sppError:
        at = number // len(replicates)
        message = tr("titik {point}, ulangan {replicate}, {levers}: {error}")
        about = {"point": first + at, "replicate": runs[number][1], "levers": dict(points[at])}
        return P2sppError(message.format(**about, error=f"{type(error).__name__}: {error}"))

    values = at_once.measured(world, runs, seed, keys, tried=True, failed=failed)
    table: PartTable = {
        "point": np.repeat(np.arange(first, first + len(points)), len(replicates)),
        "replicate": np.tile(np.array(replicates), len(points)),
    }
    for key in dict.fromkeys(key for point in points for key in point):
        table[key] = [point.get(key) for point in points for _ in replicates]
    for outcome, (key, measure) in zip(outcomes, asked, strict=True):
        table[outcome] = values[:, keys.index(key), MEASURES.index(measure)]
    return table


def run_there(parent: int, model: str, packages: str, luggage: bytes, *job: Any) -> PartTable:
    """Run a block in a worker of whatever executor, if it runs what the process runs that keeps the study.

    Parameters
    ----------
    luggage : the parts of one's own that the study uses, as `carried.packed` packed them.

    Raises
    ------
    OtherCode : it does not.
    P2sppError : a run failed.
    """
    end_with_parent(of=parent)
    keep_memory()
    scenarios: list[Scenario] = job[1]
    with own_parts.using(known := carried.unpacked(luggage)):
        files = provenance.files(scenarios[0].rules) | carried.hashes(known)
        here = provenance.model(files), provenance.packages()
        if here != (model, packages):
            text = tr(
                "Proses pekerja di {machine} memakai kode, data, atau paket lain ({here} ≠ {there})."
            )
            codes = {"here": ", ".join(here), "there": f"{model}, {packages}"}
            raise provenance.OtherCode(text.format(machine=platform.node(), **codes))
        return run_block(*job)


def done_jobs(
    jobs: Mapping[int, Job], executor: Executor | None, there: Callable[..., PartTable]
) -> JobResults:
    """Give blocks as they end; one that fails, or is lost with its worker, is tried once more.

    Raises
    ------
    OtherCode : a worker runs other code.
    """
    again: dict[int, Job] = {}
    for number, table, error in (
        _here(jobs) if executor is None else _on(watched(executor), there, jobs)
    ):
        if isinstance(error, provenance.OtherCode):
            raise error
        if error is None:
            yield number, table, None
        else:
            again[number] = jobs[number]
    if executor is None:
        yield from _here(again)
    elif again:
        yield from _apart(again, there)


def _here(jobs: Mapping[int, Job]) -> JobResults:
    for number, job in jobs.items():
        try:
            yield number, run_block(*job), None
        except Exception as error:  # the study goes on; the block is tried again or listed
            yield number, None, error


def _on(executor: Executor, task: Callable[..., PartTable], jobs: Mapping[int, Job]) -> JobResults:
    """Hand blocks over, never more than `AHEAD` at a time, and give them as they end."""
    running: dict[Future[PartTable], int] = {}
    ended: SimpleQueue[Future[PartTable]] = SimpleQueue()
    waiting = iter(jobs.items())
    try:
        while True:
            for number, job in waiting:
                try:
                    future = executor.submit(task, *job)
                except Exception as error:  # it broke and takes nothing more
                    yield number, None, error  # what it has finished is still to be read
                    continue
                running[future] = number
                future.add_done_callback(ended.put)
                if len(running) == AHEAD:
                    break
            if not running:
                return
            future = ended.get()
            number = running.pop(future)
            try:
                yield number, future.result(), None
            except Exception as error:
                yield number, None, error
    finally:  # after Ctrl-C or a full disk nobody waits for blocks that nobody will keep
        for future in running:
            future.cancel()


def _apart(jobs: Mapping[int, Job], there: Callable[..., PartTable]) -> JobResults:
    """Run blocks one at a time in processes of their own: one that breaks its process takes no other block along."""
    from loky import ProcessPoolExecutor  # type: ignore[import-untyped]

    mine = local()

    def alone(*job: Any) -> PartTable:
        if not hasattr(mine, "process"):
            mine.process = ProcessPoolExecutor(1, initializer=end_with_parent)
        try:
            table: PartTable = mine.process.submit(there, *job).result()
        except BrokenExecutor:
            del mine.process
            raise
        return table

    with ThreadPoolExecutor(min(len(jobs), os.cpu_count() or 1)) as threads:
        yield from _on(threads, alone, jobs)


def bar_of(total: int, done: int, shown: bool) -> Any:
    """Give a bar that counts blocks, with the time left."""
    from tqdm.auto import tqdm

    return tqdm(total=total, initial=done, unit=tr("blok"), disable=not shown)
