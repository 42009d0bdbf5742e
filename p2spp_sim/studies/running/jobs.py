"""Jobs of a scripted study on all cores: each leaves a part file, so that a study that was cut goes on where it was."""

import os
from collections.abc import Callable, Sequence
from functools import cache
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING, Any

from p2spp_sim.base.files import data_path
from p2spp_sim.studies.kept import provenance
from p2spp_sim.studies.kept.part_files import PartTable, is_whole, read, save
from p2spp_sim.studies.plausible.stored import RULES
from p2spp_sim.studies.running.workers import end_with_parent

if TYPE_CHECKING:
    import pandas as pd


def done(
    task: Callable[..., PartTable],
    jobs: Sequence[tuple[Any, ...]],
    rows: Sequence[int],
    folder: Path,
    name: str,
    progress: bool = False,
) -> "pd.DataFrame":
    """Do jobs that are not done yet, on all cores, and give the tables of all of them behind each other.

    Parameters
    ----------
    task, jobs, rows : a function of a module, what it is called with, and how many rows each table has.
    folder, name : where part files lie, and how their names begin; a hash of the job and of all that its numbers hang
        on follows, so that what was done under another model is never taken for this.
    progress : show a bar with the time left.

    Raises
    ------
    P2sppError : the folder cannot be written to. What a task raises comes through; finished jobs stay.
    """
    from loky import get_reusable_executor  # type: ignore[import-untyped]
    from tqdm.auto import tqdm

    folder.mkdir(parents=True, exist_ok=True)
    paths = [
        folder / f"{name}-{number:03}-{_hash(_here(), task.__name__, job)}.parquet"
        for number, job in enumerate(jobs)
    ]
    waiting = [number for number, path in enumerate(paths) if not is_whole(path, rows[number])]
    pool = get_reusable_executor(os.cpu_count(), initializer=end_with_parent)
    running = {number: pool.submit(task, *jobs[number]) for number in waiting}
    left = sum(rows[number] for number in waiting)
    try:
        with tqdm(
            total=sum(rows), initial=sum(rows) - left, desc=name, disable=not progress
        ) as bar:
            for number, future in running.items():
                save(future.result(), paths[number])
                bar.update(rows[number])
    except BaseException:  # Ctrl-C too: nobody waits for jobs that nobody will keep
        pool.shutdown(wait=False, kill_workers=True)
        raise
    return read(paths)


def blocks(count: int, size: int) -> list[slice]:
    """Cut as many things into blocks of a size; the last may be shorter."""
    return [slice(first, min(first + size, count)) for first in range(0, count, size)]


@cache  # once a process, which reads each file once
def _here() -> str:
    """Hash the model under every rule book, all studies and all tables of data: rather too much than too little."""
    model = [sorted(provenance.files(rules).items()) for rules in RULES]
    paths = [*Path(__file__).parents[1].glob("**/*.py"), *data_path("datasets").glob("**/*.toml")]
    own = {
        data_path("datasets", "plausible.toml"),
        data_path("datasets", "what_if", "standing.toml"),
    }
    return _hash(model, [path.read_bytes() for path in sorted({*paths} - own)])


def _hash(*parts: object) -> str:
    return blake2b(repr(parts).encode(), digest_size=8).hexdigest()
