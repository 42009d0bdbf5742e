"""Several runs of one world as one larger world, so that a year of all of them is one pass.

Kabupaten do not touch each other, so a copy of the world is to another what kabupaten are. Each copy keeps the codes of
the world, and the numbers that draws are addressed by name the run beside them (see `base.draws.marked`).
"""

from dataclasses import dataclass, fields
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from p2spp_sim.base.arrays import Ints
from p2spp_sim.base.draws import MOST_STACKED, marked
from p2spp_sim.world.schema import SLOTS
from p2spp_sim.world.world import LASTING, World

VILLAGES = 4_800  # of a stack: with fewer, calls cost as much as rows
COPIED = {  # what the rows of a table are; agencies and lists serve all runs
    "villages": "village",
    "kecamatan": "kecamatan",
    "council": "dapil",
    "budget": "kabupaten",
}
# by what the ids of proposals multiply the number of the place they belong to
_FACTOR = {"uid": SLOTS, "dapil_uid": 1 << 16, "kabupaten_uid": 1 << 8, "kecamatan_uid": SLOTS}


@dataclass(frozen=True)
class StackedWorld(World):
    """Copies of a world, one for each run, and how many."""

    runs: int = 1

    @property
    def groups(self) -> dict[str, int]:
        """Count the groups of each kind that a run has."""
        return {"run": 1} | {
            kind: self.size(kind) // self.runs for kind in (*COPIED.values(), "skpd")
        }


def stacks(world: World, replicates: int) -> list[range]:
    """Divide replicates into stacks of even size; each stands alone where a world is large, or has recorded rows."""
    most = min(MOST_STACKED, VILLAGES // world.size("village"))
    if most < 1 or any(world.recorded.values()) or len(world.record["id"]):
        most = 1
    count = -(-replicates // most)
    edges = [number * replicates // count for number in range(count + 1)]
    return [range(*pair) for pair in pairwise(edges)]


def stacked(world: World, runs: int) -> StackedWorld:
    """Lay copies of a world behind each other, one for each run."""
    tables = {
        name: {column: np.tile(cells, runs) for column, cells in table.items()}
        if name in COPIED
        else table
        for name, table in world.tables.items()
    }
    same: dict[str, Any] = {field.name: getattr(world, field.name) for field in fields(world)}
    lasting = {name: _repeated(same[name], runs) for name in LASTING}
    stack = StackedWorld(**{**same, **lasting, "tables": tables, "runs": runs})
    stack.__dict__.update(
        kecamatan_of=_renumbered(world.kecamatan_of, world.size("kecamatan"), runs),
        dapil_of=_renumbered(world.dapil_of, world.size("dapil"), runs),
        kabupaten_of_dapil=_renumbered(world.kabupaten_of_dapil, world.size("kabupaten"), runs),
        **{name: marked(getattr(world, name), runs, factor) for name, factor in _FACTOR.items()},
    )
    return stack


def _repeated(column: NDArray[Any] | None, runs: int) -> NDArray[Any] | None:
    return None if column is None else np.concatenate([column] * runs)


def _renumbered(rows: Ints, count: int, runs: int) -> Ints:
    """Repeat row numbers of a table of `count` rows, each time those of the next copy."""
    return np.add.outer(np.arange(runs) * count, rows).ravel()
