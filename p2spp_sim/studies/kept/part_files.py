"""What a study is, and its part files: named by that, written whole or not at all, held against their sum."""

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from p2spp_sim.base.errors import P2sppError
from p2spp_sim.base.files import LEFT, replacing, write_atomically
from p2spp_sim.base.language import tr
from p2spp_sim.base.release import VERSION
from p2spp_sim.scenario.levers import LeverValue
from p2spp_sim.scenario.scenario import Scenario
from p2spp_sim.studies.design import Design
from p2spp_sim.studies.kept import provenance
from p2spp_sim.studies.running.blocks import Block
from p2spp_sim.world.world import LASTING, World

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow

PartTable = dict[str, Any]  # columns by name
_FAILED = ".failed"
_SUM = b"blake2b"
DAMAGE = (
    OSError,
    ValueError,
    KeyError,
    MemoryError,
)  # what a damaged file can end in, beside errors of pyarrow


def identity(
    design: Design,
    world: World,
    base: Scenario,
    model: str,
    *,
    replicates: int,
    seed: int,
    outcomes: Sequence[str],
    block_runs: int,
) -> dict[str, LeverValue]:
    """Say what a study is: all that its numbers depend on, what is large as a hash; `model` is that of the code."""
    rules = Path(base.rules).name  # what is in a file of one's own is in the model
    return {
        "design": design.name,
        "world": world_key(world),
        "rules": rules,
        "base": json.dumps(dict(sorted(base.changed.items()))),
        "own": ", ".join(base.parts),
        "model": model,
        "packages": provenance.packages(),
        "replicates": replicates,
        "seed": seed,
        "outcomes": ", ".join(outcomes),
        "block_runs": block_runs,
        "version": VERSION,
    }


def world_key(world: World) -> str:
    """Name a world, with a hash of all that is in it."""
    tables = blake2b(digest_size=8)
    for name, table in sorted(world.tables.items()):
        for column, cells in table.items():
            tables.update(
                f"{name}.{column}".encode() + np.asarray(cells.tolist(), dtype=str).tobytes()
            )
    tables.update(b"complete" if world.complete else b"")
    for name in LASTING:
        column = getattr(world, name)
        tables.update(b"" if column is None else column.tobytes())
    return f"{world.name}-{tables.hexdigest()}"


def names(study: Mapping[str, object], blocks: Sequence[Block], first: int = 0) -> list[str]:
    """Name the part file of every block by its place, from `first` on, and a hash of what it is.

    Parts of another study are therefore never taken for this one's, also where folders are put together.
    """
    digits, what = len(str(len(blocks))), json.dumps(study)
    keys = [
        blake2b(f"{what}|{block.edges}".encode(), digest_size=6).hexdigest() for block in blocks
    ]
    return [f"part-{number:0{digits}}-{key}.parquet" for number, key in enumerate(keys, first)]


def is_whole(path: Path, rows: int) -> bool:
    """Tell whether a part file is there, as long as it should be, as it was written and where it was written."""
    import pyarrow

    try:
        return path.exists() and _checked(path, path.name).num_rows == rows
    except (*DAMAGE, pyarrow.ArrowException):
        return False


def save(
    table: "PartTable | pyarrow.Table", path: Path, more: Mapping[bytes, bytes] | None = None
) -> None:
    """Write a part file, with a sum of what is in it and of its name, which says of which study and block it is.

    Parameters
    ----------
    more : what its head says beside the sum.

    Raises
    ------
    P2sppError : the disk is full or does not allow it; what was written before stays.
    """
    import pyarrow
    from pyarrow import parquet

    made = pyarrow.table(table)
    head = {_SUM: _sum(made, path.name), **(more or {})}
    with writing(path.parent), replacing(path) as temporary, temporary.open("wb") as file:
        parquet.write_table(made.replace_schema_metadata(head), file)
    path.with_suffix(_FAILED).unlink(missing_ok=True)


def tidy(paths: Sequence[Path]) -> None:
    """Delete what a process that was killed had begun to write of part files that are written anew."""
    waiting = {path.name for path in paths}
    for leftover in paths[0].parent.glob(f".part-*{LEFT}") if paths else ():
        if leftover.name[1:].rpartition(".parquet")[0] + ".parquet" in waiting:
            leftover.unlink(missing_ok=True)


def save_failure(reason: str, path: Path) -> None:
    """Write, beside where a part file would be, why it is not there: machines that share a study write apart."""
    with writing(path.parent):
        write_atomically(path.with_suffix(_FAILED), reason.encode())


def told_failures(paths: Sequence[Path]) -> tuple[str, ...]:
    """Say of part files that are not there why they failed, where that was tried."""
    missing = (path.with_suffix(_FAILED) for path in paths if not path.exists())
    return tuple(path.read_text(encoding="utf-8") for path in missing if path.exists())


def read(paths: Sequence[Path], *, placed: bool = True) -> "pd.DataFrame":
    """Read part files behind each other.

    Parameters
    ----------
    placed : their sums hold their names; those that 0.3.0 wrote do not.

    Raises
    ------
    P2sppError : one is damaged; says which and what to do.
    """
    import pyarrow

    tables = [loaded(path, placed=placed) for path in paths]
    return pyarrow.concat_tables(tables, promote_options="permissive").to_pandas()


def loaded(path: Path, *, placed: bool = True) -> "pyarrow.Table":
    """Load one part file as it was written; `placed` as of `read`.

    Raises
    ------
    P2sppError : it is damaged; says what to do.
    """
    import pyarrow

    try:
        return _checked(path, path.name if placed else "")
    except (*DAMAGE, pyarrow.ArrowException) as error:
        raise damaged(path, error) from None


def damaged(path: Path, reason: object) -> P2sppError:
    """Give the error that names a damaged part file."""
    message = tr(
        "Berkas {part} rusak ({error}). Jalankan studi ini sekali lagi; bagian itu dihitung ulang."
    )
    return P2sppError(message.format(part=path, error=reason))


def apart(table: PartTable, stored: "pd.DataFrame") -> float:
    """Tell how far numbers that were run again are from those of a part: 0 where every cell is the same.

    Returns
    -------
    The largest difference of a number; infinite where rows, columns or words differ.
    """
    import pyarrow

    now = pyarrow.table(table).to_pandas()
    if list(now.columns) != list(stored.columns) or len(now) != len(stored):
        return float("inf")
    most = 0.0
    for name in stored.columns:
        old, new = stored[name].to_numpy(), now[name].to_numpy()
        if old.dtype.kind != "f":
            most = max(most, 0.0 if (old == new).all() else float("inf"))
        elif (np.isnan(old) != np.isnan(new)).any():
            most = float("inf")
        else:
            most = max(most, float(np.nanmax(np.abs(old - new), initial=0.0)))
    return most


def _checked(path: Path, place: str) -> Any:
    """Read a part file as it was written, or raise one of `DAMAGE` or an error of pyarrow."""
    from pyarrow import parquet

    table = parquet.read_table(path)
    if (table.schema.metadata or {}).get(_SUM) != _sum(table, place):
        raise ValueError(tr("isinya tidak seperti saat ditulis, atau milik bagian lain"))
    return table.replace_schema_metadata(None)


def _sum(table: Any, place: str) -> bytes:
    """Sum up place, names, types and every cell; the checks of Parquet itself leave its headers out."""
    digest = blake2b(place.encode(), digest_size=16)
    for name, column in zip(table.column_names, table.columns, strict=True):
        cells = column.to_numpy()
        digest.update(f"{name}|{column.type}|{len(cells)}|".encode())
        digest.update(repr(cells.tolist()).encode() if cells.dtype == object else cells.tobytes())
    return digest.hexdigest().encode()


@contextmanager
def writing(folder: Path) -> Iterator[None]:
    """Say in the user's language that a folder cannot be written to."""
    try:
        yield
    except OSError as error:
        message = tr(
            "Hasil tidak dapat ditulis ke {folder} ({error}); yang sudah selesai tetap ada."
        )
        raise P2sppError(message.format(folder=folder, error=error)) from None
