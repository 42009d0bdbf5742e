"""Part files of a study packed into few: found by name, and let go only when their pack is whole on the disk."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING, Any

from p2spp_sim.studies.kept.part_files import DAMAGE, damaged, is_whole, loaded, save

if TYPE_CHECKING:
    import pandas as pd

PACKED = 1000  # most part files in a pack: 100,000 runs, which fit a small machine's memory
_PARTS = b"parts"  # of a pack: the names of its parts, each with its number of rows


@dataclass(frozen=True)
class PackedPart:
    """Where the rows of a part lie in a pack."""

    pack: Path
    first: int
    rows: int


def places(folder: Path) -> dict[str, PackedPart]:
    """Find every part that lies in a pack of a folder, by its name; a pack whose head cannot be read holds none."""
    import pyarrow
    from pyarrow import parquet

    there: dict[str, PackedPart] = {}
    for pack in sorted(folder.glob("pack-*.parquet")):
        try:
            counts = json.loads(parquet.read_metadata(pack).metadata[_PARTS])
        except (*DAMAGE, pyarrow.ArrowException):
            continue
        first = 0
        for name, rows in counts:
            there[name] = PackedPart(pack, first, rows)
            first += rows
    return there


def whole_places(folder: Path) -> dict[str, PackedPart]:
    """Find the parts in packs that are as they were written."""
    there = places(folder)
    rows: dict[Path, int] = {}
    for place in there.values():
        rows[place.pack] = rows.get(place.pack, 0) + place.rows
    whole = {pack for pack, count in rows.items() if is_whole(pack, count)}
    return {name: place for name, place in there.items() if place.pack in whole}


class StoredParts:
    """The parts of a folder, from files of their own and from packs, each of which is loaded once.

    Parameters
    ----------
    placed : as of `part_files.read`.
    """

    def __init__(self, folder: Path, *, placed: bool = True) -> None:
        self.placed, self.packed = placed, places(folder)
        self._loaded: dict[Path, Any] = {}

    def table(self, path: Path) -> Any:
        """Load one part.

        Raises
        ------
        P2sppError : it, or its pack, is damaged or not there; says which and what to do.
        """
        if path.exists():
            return loaded(path, placed=self.placed)
        if path.name not in self.packed:
            raise damaged(path, FileNotFoundError(path.name))
        place = self.packed[path.name]
        if place.pack not in self._loaded:
            self._loaded[place.pack] = loaded(place.pack)
        return self._loaded[place.pack].slice(place.first, place.rows)


def read(paths: Sequence[Path], *, placed: bool = True) -> "pd.DataFrame":
    """Read parts behind each other, each from its own file or, where it has none, from its pack.

    Parameters
    ----------
    placed : as of `part_files.read`.

    Raises
    ------
    P2sppError : a file is damaged; says which and what to do.
    """
    import pyarrow

    stored = StoredParts(paths[0].parent, placed=placed)
    tables = [stored.table(path) for path in paths]
    return pyarrow.concat_tables(tables, promote_options="permissive").to_pandas()


def compact(paths: Sequence[Path], *, placed: bool = True) -> int:
    """Pack the part files that are there, in their order, and let each go when its pack is whole on the disk.

    Cut off at any moment, every part is still in its own file, in a pack, or in both; the next call tidies up.

    Parameters
    ----------
    paths : of all parts of the study, in order.
    placed : as of `part_files.read`.

    Returns
    -------
    How many part files there are no more.

    Raises
    ------
    P2sppError : a part file is damaged, or the disk is full; says which. Nothing is lost.
    """
    loose = [path for path in paths if path.exists()]
    if not loose:
        return 0
    packed = whole_places(loose[0].parent)
    waiting = [path for path in loose if path.name not in packed]
    for first in range(0, len(waiting), PACKED):
        batch = waiting[first : first + PACKED]
        if len(batch) > 1:
            packed |= _packed(batch, placed)
    gone = [path for path in loose if path.name in packed]
    for path in gone:
        let_go(path)
    return len(gone)


def let_go(path: Path) -> None:
    """Delete a part file whose rows a pack holds."""
    path.unlink()


def _packed(batch: Sequence[Path], placed: bool) -> Mapping[str, PackedPart]:
    import pyarrow

    tables = [loaded(path, placed=placed) for path in batch]
    counts = [(path.name, int(table.num_rows)) for path, table in zip(batch, tables, strict=True)]
    record = json.dumps(counts).encode()
    pack = batch[0].with_name(f"pack-{blake2b(record, digest_size=6).hexdigest()}.parquet")
    for leftover in pack.parent.glob(".pack-*.tmp"):  # of one that was killed
        leftover.unlink(missing_ok=True)
    save(pyarrow.concat_tables(tables, promote_options="permissive"), pack, {_PARTS: record})
    return {name: place for name, place in whole_places(pack.parent).items() if place.pack == pack}
