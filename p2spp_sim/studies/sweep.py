"""Many runs of one study, in blocks that can be cut off and taken up again, on any executor.

A block is a handful of points with all their replicates, which share draws. The replicates of a point are run at once,
as copies of the district in one world (see `world.stack`); each gets the same numbers as alone. Each block writes one
part file named by what it is; a rerun skips what is there. A manifest pins what the study is, so that two studies never
mix in one folder, and the design lies beside it, so that the folder alone is enough to read the study.
"""

import json
import os
import platform
from collections.abc import Callable, Generator, Mapping, Sequence
from concurrent.futures import BrokenExecutor, Executor, Future, ThreadPoolExecutor, as_completed
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from threading import local
from typing import TYPE_CHECKING, Any

import numpy as np

from p2spp_sim.base import own_parts
from p2spp_sim.base.arrays import Floats
from p2spp_sim.base.errors import OutOfBounds, P2sppError
from p2spp_sim.base.files import write_atomically
from p2spp_sim.base.language import tr
from p2spp_sim.base.numerals import whole_number
from p2spp_sim.results.indicators import MEASURES, by_run, definitions, split
from p2spp_sim.scenario.scenario import Scenario
from p2spp_sim.studies import carried, provenance
from p2spp_sim.studies.blocks import Block
from p2spp_sim.studies.design import Design, Point
from p2spp_sim.studies.manifest import FILES, GROWN, MANIFEST, manifest, read_design
from p2spp_sim.studies.origin import keep_origin
from p2spp_sim.studies.part_files import (
    PartTable,
    is_whole,
    read,
    save,
    save_failure,
    told_failures,
    writing,
)
from p2spp_sim.studies.plan import NewStudy, pin, planned
from p2spp_sim.studies.workers import end_with_parent, keep_memory, watched
from p2spp_sim.world.stack import StackedWorld, stacked, stacks
from p2spp_sim.world.world import World
from p2spp_sim.year import run_stack, run_year

if TYPE_CHECKING:
    import pandas as pd

    from p2spp_sim.studies.rerun import Rerun

BLOCK_RUNS = 100  # most runs of one block: 0.1 to 0.5 seconds of one kabupaten
_FEWEST_RUNS = 10  # fewer would not be worth a file
_BLOCKS = 50  # at least so many, where they are large enough: two workers then end nearly together
TEN = 10  # parts that `rerun` takes

Job = tuple[  # what `run_block` is called with
    World, list[Scenario], list[Point], Block, int, tuple[str, ...]
]
JobResults = Generator[
    tuple[int, PartTable | None, BaseException | None], None, None
]  # block, what it gave or why not


@dataclass(frozen=True)
class Sweep:
    """A study on disk.

    Parameters
    ----------
    folder : manifest, design and part files.
    """

    folder: Path

    @classmethod
    def open(cls, folder: str | Path) -> "Sweep":
        """Take a study from its folder, finished or not.

        Raises
        ------
        P2sppError : no study lies there, or its manifest is damaged.
        """
        manifest(Path(folder))
        return cls(Path(folder))

    def frame(self) -> "pd.DataFrame":
        """Give all finished runs: one row a point and replicate, in their order; lever values and indicators.

        Raises
        ------
        P2sppError : nothing is finished yet, or a part file is damaged; says which.
        """
        parts = [path for path in self._parts() if path.exists()]
        if not parts:
            raise P2sppError(tr("Folder {folder} belum berisi hasil.").format(folder=self.folder))
        record = self.manifest
        runs = read(parts, placed=FILES in record)
        if record.get(GROWN):  # parts that came later hold other replicates of the same points
            runs = runs.sort_values(["point", "replicate"], ignore_index=True)
        return runs

    @property
    def missing(self) -> int:
        """Count the blocks that have no part file yet."""
        return sum(not path.exists() for path in self._parts())

    @property
    def failures(self) -> tuple[str, ...]:
        """Say which blocks failed twice: which run with which levers, or which points, and what was said."""
        return told_failures(self._parts())

    @property
    def manifest(self) -> dict[str, Any]:
        """Give what the study is and where it was run."""
        return manifest(self.folder)

    @property
    def design(self) -> Design:
        """Give the design, as it was when the study was begun."""
        return read_design(self.folder)

    def rerun(
        self,
        parts: int = TEN,
        *,
        trust: bool = False,
        executor: Executor | None = None,
        progress: bool = False,
    ) -> "Rerun":
        """Run parts of the study again from its folder alone, and compare every cell.

        Parameters
        ----------
        parts : how many of those that are there, evenly from the first to the last.
        trust : run the code of parts of somebody's own that lies in the folder (read `origin/own_parts.py.txt` first).
        executor, progress : as for `sweep`.

        Raises
        ------
        P2sppError : the folder does not hold what it takes, or code of somebody's own that is not trusted.
        """
        from p2spp_sim.studies.rerun import rerun

        return rerun(self, parts, trust=trust, executor=executor, progress=progress)

    def _parts(self) -> list[Path]:
        return [self.folder / name for name in self.manifest["parts"]]


def sweep(
    design: Design,
    world: World,
    *,
    base: Scenario | None = None,
    replicates: int = 1,
    seed: int = 0,
    outcomes: Sequence[str] = (),
    to: str | Path,
    executor: Executor | None = None,
    share: tuple[int, int] = (0, 1),
    grow: bool = False,
    progress: bool = True,
) -> Sweep:
    """Run every point of a design, with replicates that share draws between points.

    Parameters
    ----------
    design : the points.
    base : what the points change; the 2010 baseline when None.
    outcomes : what is measured, such as `accepted` (by count) or `P1.rupiah`: of very many runs that costs less than
        all indicators by count and by rupiah, which are measured when it is empty.
    to : folder of the study; one that holds the same study is taken up where it was left.
    executor : any `concurrent.futures.Executor` (process pool, loky, `Client.get_executor()` of dask); None runs here.
    grow : the folder holds a smaller study, whose points are the first of this design (a Sobol design of half the n)
        or whose replicates are fewer: what it has is kept, what is new is run.
    share : (k, n) runs only every n-th block from block k on: for n machines that divide a study between them.
    progress : show a bar with the time left.

    Raises
    ------
    OutOfBounds, UnknownName : a point the levers do not allow, no such outcome, or nothing to run; nothing is run.
    P2sppError : a part of one's own that the study uses is not what it has to be, or cannot be carried to a worker.
    P2sppError : the folder holds another study, or the same under other code, and says what differs; it cannot be
        written to; the code was edited since Python began, or a worker runs other code.
    """
    replicates, seed = whole_number("replicates", replicates), whole_number("seed", seed)
    base = base or Scenario.load("2010")
    measured = outcomes_named(outcomes)
    scenarios = [
        base.change(**point) for point in design.points
    ]  # all are checked before anything runs
    if not scenarios or replicates < 1 or not 0 <= share[0] < share[1]:
        message = tr(
            "Studi dengan {points} titik, {replicates} ulangan, dan pembagian {share} tidak dapat dijalankan."
        )
        raise OutOfBounds([message.format(points=len(design), replicates=replicates, share=share)])
    folder, keys = Path(to), indicators_of(measured)
    with own_parts.using(known := carried.used([base, *scenarios], keys)):
        carried.try_them(known, world, scenarios, seed, keys)
        luggage = carried.packed(known)
        provenance.refuse_edited()
        files = provenance.files(base.rules) | carried.hashes(known)
        model = provenance.model(files)
        new = NewStudy(design, world, base, model, replicates, seed, measured if outcomes else ())
        plan = planned(folder, new, files, grow=grow, block_runs=_block_runs)
        with writing(folder):
            folder.mkdir(parents=True, exist_ok=True)
            keep_origin(folder, world, base.rules, known, luggage)
        pin(folder, plan, design, files, known)
        mine = range(share[0], len(plan.parts), share[1])
        jobs: dict[int, Job] = {
            n: job_of(world, scenarios, design, plan.blocks[n], seed, measured)
            for n in mine
            if not is_whole(folder / plan.parts[n], plan.blocks[n].runs)
        }
        there = partial(_run_there, os.getpid(), model, provenance.packages(), luggage)
        with (
            _bar(len(mine), len(mine) - len(jobs), progress) as bar,
            closing(done_jobs(jobs, executor, there)) as done,
        ):
            for number, table, error in done:
                path = folder / plan.parts[number]
                if table is None:
                    save_failure(_failure_text(design, plan.blocks[number].points, error), path)
                else:
                    save(table, path)
                bar.update(1)
    _finish(folder)
    return Sweep(folder)


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


def indicators_of(outcomes: Sequence[str]) -> list[str]:
    """Name the indicators of outcomes, each once."""
    return list(dict.fromkeys(split(outcome)[0] for outcome in outcomes))


def outcomes_named(names: Sequence[str]) -> tuple[str, ...]:
    """Name what is measured in full, each once: by indicator and measure; all when nothing is named."""
    if not names:
        return tuple(f"{key}.{measure}" for key in definitions() for measure in MEASURES)
    if isinstance(names, str):
        names = [names]
    return tuple(dict.fromkeys(".".join(split(name)) for name in names))


def _block_runs(runs: int) -> int:
    """Tell how many runs make a block of a study of so many: part files are the same on every number of workers."""
    return min(BLOCK_RUNS, max(_FEWEST_RUNS, runs // _BLOCKS))


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
    measured = np.empty((len(points), len(replicates), len(keys), len(MEASURES)))
    divided = stacks(world, len(replicates))
    if not carried.can_be_stacked():
        divided = [range(number, number + 1) for number in range(len(replicates))]
    worlds = {runs: stacked(world, runs) if runs > 1 else world for runs in {1, *map(len, divided)}}
    for at, (scenario, point) in enumerate(zip(scenarios, points, strict=True)):
        waiting = list(divided)
        while waiting:
            stack = waiting.pop()
            try:
                run_world = worlds[len(stack)]
                begin = replicates[stack.start]
                measured[at, stack] = _measured(run_world, scenario, seed, begin, keys)
            except Exception as error:
                if len(stack) > 1:  # which of them?
                    waiting += [range(number, number + 1) for number in stack]
                    continue
                message = tr("titik {point}, ulangan {replicate}, {levers}: {error}")
                said = f"{type(error).__name__}: {error}"
                raise P2sppError(
                    message.format(
                        point=first + at, replicate=begin, levers=dict(point), error=said
                    )
                ) from error
    table: PartTable = {
        "point": np.repeat(np.arange(first, first + len(points)), len(replicates)),
        "replicate": np.tile(np.array(replicates), len(points)),
    }
    for key in dict.fromkeys(key for point in points for key in point):
        table[key] = [point.get(key) for point in points for _ in replicates]
    for outcome, (key, measure) in zip(outcomes, asked, strict=True):
        column = measured[:, :, keys.index(key), MEASURES.index(measure)]
        table[outcome] = column.ravel()
    return table


def _measured(
    world: World, scenario: Scenario, seed: int, first: int, keys: Sequence[str]
) -> Floats:
    """Run a replicate, or as many from it on as a world is stacked for; by count and by rupiah, (runs, keys, 2)."""
    if isinstance(world, StackedWorld):
        return by_run(run_stack(world, scenario, seed, first=first), keys)
    return by_run(run_year(world, scenario, seed, replicate=first), keys)


def _run_there(parent: int, model: str, packages: str, luggage: bytes, *job: Any) -> PartTable:
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
            told = {"here": ", ".join(here), "there": f"{model}, {packages}"}
            raise provenance.OtherCode(text.format(machine=platform.node(), **told))
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
    running: dict[Future[PartTable], int] = {}
    try:
        for number, job in jobs.items():
            try:
                running[executor.submit(task, *job)] = number
            except (
                Exception
            ) as error:  # it broke and takes nothing more; what it has finished is still to be read
                yield number, None, error
        for future in as_completed(running):
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


def _failure_text(design: Design, block: range, error: BaseException | None) -> str:
    if isinstance(error, P2sppError):  # says itself which run it was
        return str(error)
    points = "; ".join(str(dict(design.points[i])) for i in list(block)[:3])
    return tr("titik {first}-{last} gagal ({error}): {points}").format(
        first=block.start,
        last=block.stop - 1,
        error=f"{type(error).__name__}: {error}",
        points=points,
    )


def _finish(folder: Path) -> None:
    record = manifest(folder) | {"ended": datetime.now(UTC).isoformat(timespec="seconds")}
    with writing(folder):
        write_atomically(
            folder / MANIFEST, json.dumps(record, indent=1, ensure_ascii=False).encode()
        )


def _bar(total: int, done: int, shown: bool) -> Any:
    from tqdm.auto import tqdm

    return tqdm(total=total, initial=done, unit=tr("blok"), disable=not shown)
