"""Many runs of one study, in blocks that can be cut off and taken up again, on any executor.

Each block (see `studies.running`) writes one part file named by what it is; a rerun skips what is there. A manifest
pins what the study is, so that two studies never mix in one folder, and the design lies beside it, so that the folder
alone is enough to read the study.
"""

import json
from collections.abc import Sequence
from concurrent.futures import Executor
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from p2spp_sim.base import own_parts
from p2spp_sim.base.errors import OutOfBounds, P2sppError
from p2spp_sim.base.files import write_atomically
from p2spp_sim.base.language import tr
from p2spp_sim.base.numerals import whole_number
from p2spp_sim.scenario.scenario import Scenario
from p2spp_sim.studies import carried, provenance
from p2spp_sim.studies.design import Design
from p2spp_sim.studies.manifest import FILES, GROWN, MANIFEST, manifest, read_design
from p2spp_sim.studies.origin import keep_origin
from p2spp_sim.studies.part_files import (
    is_whole,
    read,
    save,
    save_failure,
    told_failures,
    writing,
)
from p2spp_sim.studies.plan import NewStudy, pin, planned
from p2spp_sim.studies.rerun import TEN, Rerun, rerun
from p2spp_sim.studies.running import (
    Job,
    bar_of,
    done_jobs,
    indicators_of,
    job_of,
    outcomes_named,
    task_for,
)
from p2spp_sim.world.world import World

if TYPE_CHECKING:
    import pandas as pd

BLOCK_RUNS = 100  # most runs of one block: 0.1 to 0.5 seconds of one kabupaten
_FEWEST_RUNS = 10  # fewer would not be worth a file
_BLOCKS = 50  # at least so many, where they are large enough: two workers then end nearly together


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
    ) -> Rerun:
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
        return rerun(
            self.folder, self.design, parts, trust=trust, executor=executor, progress=progress
        )

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
        with (
            bar_of(len(mine), len(mine) - len(jobs), progress) as bar,
            closing(done_jobs(jobs, executor, task_for(model, luggage))) as done,
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


def _block_runs(runs: int) -> int:
    """Tell how many runs make a block of a study of so many: part files are the same on every number of workers."""
    return min(BLOCK_RUNS, max(_FEWEST_RUNS, runs // _BLOCKS))


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
