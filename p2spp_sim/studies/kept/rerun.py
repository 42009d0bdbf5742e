"""Parts of a study, run again from its folder alone and compared cell by cell."""

import json
from collections.abc import Mapping
from concurrent.futures import Executor
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from p2spp_sim.base import own_parts
from p2spp_sim.base.errors import P2sppError
from p2spp_sim.base.language import tr
from p2spp_sim.base.numerals import whole_number
from p2spp_sim.base.own_parts import KnownParts
from p2spp_sim.parts import renewed
from p2spp_sim.scenario.scenario import Scenario
from p2spp_sim.studies.design import Design
from p2spp_sim.studies.kept import packs, provenance
from p2spp_sim.studies.kept.manifest import FILES, OWN, blocks_of, manifest
from p2spp_sim.studies.kept.origin import ORIGIN, PARTS, SOURCE, kept_rules, read_world
from p2spp_sim.studies.kept.part_files import apart
from p2spp_sim.studies.running import carried
from p2spp_sim.studies.running.blocks import Block
from p2spp_sim.studies.running.tasks import bar_of, done_jobs, job_of, outcomes_named, task_for
from p2spp_sim.studies.running.workers import check_executor

if TYPE_CHECKING:
    import pandas as pd

TEN = 10  # parts that are run again where nothing else is said
SAME, DIFFERS, FAILED = "same", "differs", "failed"


@dataclass(frozen=True)
class Rerun:
    """What came of running parts again.

    Parameters
    ----------
    table : one row a part: file, points and replicates (first and last), runs, verdict (same: every cell; differs;
        failed), the largest difference of a number, and what was said where it failed.
    other : files of the model, and packages, that are not those the study was begun with.
    """

    table: "pd.DataFrame"
    other: tuple[str, ...]

    @property
    def same(self) -> bool:
        """Tell whether every cell of every part is the same."""
        return bool((self.table["verdict"] == SAME).all())

    def __str__(self) -> str:
        """Say it in a few sentences."""
        same = int((self.table["verdict"] == SAME).sum())
        text = tr("{same} dari {all} bagian sama di setiap sel ({runs} tahun dihitung ulang).")
        lines = [text.format(same=same, all=len(self.table), runs=self.table["runs"].sum())]
        for row in self.table[self.table["verdict"] != SAME].to_dict("records"):
            said = row["said"] or tr("berbeda paling jauh {by}").format(by=f"{row['difference']:g}")
            lines.append(f"  {row['part']}: {said}")
        if self.other:
            text = tr("Kode, data, atau paket yang lain daripada saat studi dimulai: {names}.")
            lines.append(text.format(names=", ".join(self.other)))
        return "\n".join(lines)


def rerun(
    folder: Path,
    design: Design,
    parts: int = TEN,
    *,
    trust: bool = False,
    executor: Executor | None = None,
    progress: bool = False,
) -> Rerun:
    """Run parts of a study again; see `Sweep.rerun`."""
    import pandas as pd

    check_executor(executor)
    parts = whole_number("parts", parts, 1)
    record = manifest(folder)
    asked: Mapping[str, Any] = record["study"]
    world = read_world(folder, str(asked["world"]))
    rules = str(asked["rules"])
    book = kept_rules(folder, rules)
    stored = packs.StoredParts(folder)
    there = [
        n
        for n, name in enumerate(record["parts"])
        if (folder / name).exists() or name in stored.packed
    ]
    if not there:
        raise P2sppError(tr("Folder {folder} belum berisi hasil.").format(folder=folder))
    chosen = sorted({there[at] for at in np.linspace(0, len(there) - 1, parts).round().astype(int)})
    every = blocks_of(folder, record)
    blocks = {n: every[n] for n in chosen}
    with own_parts.using(_own(folder, record, {rules: book}, trust=trust)):
        base = Scenario(
            Path(rules).stem,
            rules,
            json.loads(asked["base"]),
            tuple(filter(None, str(asked.get("own", "")).split(", "))),
        )
        scenarios = [base.change(**point) for point in design.points]
        outcomes = outcomes_named(list(filter(None, str(asked.get("outcomes", "")).split(", "))))
        known = own_parts.known()
        files = provenance.files(base.rules) | carried.hashes(known)
        task = task_for(provenance.model(files), carried.packed(known))
        jobs = {
            n: job_of(world, scenarios, design, block, int(asked["seed"]), outcomes)
            for n, block in blocks.items()
        }
        rows = {}
        with (
            bar_of(len(jobs), 0, progress) as bar,
            closing(done_jobs(jobs, executor, task)) as done,
        ):
            for number, table, error in done:
                path = folder / record["parts"][number]
                rows[number] = _row(stored, path, blocks[number], table, error)
                bar.update(1)
    frame = pd.DataFrame([rows[number] for number in chosen])
    return Rerun(frame, _other(record, files))


def _row(
    stored: packs.StoredParts, path: Path, block: Block, table: Any, error: BaseException | None
) -> dict[str, Any]:
    difference, said = float("nan"), "" if error is None else str(error)
    if table is not None:
        try:
            difference = apart(table, stored.table(path).to_pandas())
        except P2sppError as damage:
            said = str(damage)
    verdict = FAILED if said else SAME if difference == 0 else DIFFERS
    first_point, behind_point, first, behind = block.edges
    return {
        "part": path.name,
        "first_point": first_point,
        "last_point": behind_point - 1,
        "first_replicate": first,
        "last_replicate": behind - 1,
        "runs": block.runs,
        "verdict": verdict,
        "difference": difference,
        "said": said,
    }


def _own(
    folder: Path, record: Mapping[str, Any], files: Mapping[str, Path], *, trust: bool
) -> KnownParts:
    """Find the parts of one's own that a study uses: as they are known here, else as they lie in its folder.

    Raises
    ------
    P2sppError : they lie in the folder alone, and that is not trusted.
    """
    wanted = {part["name"]: part["code"] for part in record.get(OWN, [])}
    known = own_parts.known().parts.values()
    here = {part.name: renewed(part) for part in known if part.name in wanted}
    if all(name in here and here[name].code == code for name, code in wanted.items()):
        parts = [here[name] for name in wanted]
    elif not trust:
        text = tr(
            "Studi ini memakai bagian buatan orang: {names}. Menghitungnya ulang menjalankan kode dari {path}. "
            "Baca dahulu {source}, lalu tambahkan trust=True (p2spp sweep --trust); atau muat berkas aslinya dengan "
            "p2.parts.load."
        )
        place = folder / ORIGIN
        raise P2sppError(
            text.format(names=", ".join(wanted), path=place / PARTS, source=place / SOURCE)
        )
    else:
        path = folder / ORIGIN / PARTS
        try:
            parts = [*carried.unpacked(path.read_bytes()).parts.values()]
        except Exception as error:  # another Python may not read it
            text = tr(
                "{path} tidak dapat dibaca ({error}); muat berkas aslinya dengan p2.parts.load."
            )
            raise P2sppError(text.format(path=path, error=error)) from None
    return KnownParts({(part.kind, part.key): part for part in parts}, files)


def _other(record: Mapping[str, Any], files: Mapping[str, str]) -> tuple[str, ...]:
    was = record[FILES]
    other = sorted(name for name in {*was, *files} if was.get(name) != files.get(name))
    if (packages := record["study"].get("packages")) != provenance.packages():
        other.append(f"{provenance.packages()} (≠ {packages})")
    return tuple(other)


__all__ = ["DIFFERS", "FAILED", "SAME", "Rerun", "rerun"]
