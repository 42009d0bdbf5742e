"""Many runs of one study, in blocks that can be cut off and taken up again, on any executor.

Each block (see `studies.running`) writes one part file named by what it is; a rerun skips what is there. A manifest
pins what the study is, so that two studies never mix in one folder, and the design lies beside it, so that the folder
alone is enough to read the study.
"""

import json
import os
from collections.abc import Mapping, Sequence
from concurrent.futures import Executor
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from p2spp_sim.base import formats, own_parts
from p2spp_sim.base.arrays import Floats
from p2spp_sim.base.cards import brief, card
from p2spp_sim.base.errors import OutOfBounds, P2sppError, UnknownName
from p2spp_sim.base.files import write_atomically
from p2spp_sim.base.language import pick, tr
from p2spp_sim.base.numerals import whole_number
from p2spp_sim.results.columns import described
from p2spp_sim.results.indicators import check_outcomes, definitions, outcome_text
from p2spp_sim.scenario.inputs import check_inputs
from p2spp_sim.scenario.levers import declared
from p2spp_sim.scenario.scenario import Scenario
from p2spp_sim.studies.design import Design
from p2spp_sim.studies.kept import packs, provenance
from p2spp_sim.studies.kept.manifest import FILES, GROWN, MANIFEST, manifest, read_design
from p2spp_sim.studies.kept.origin import keep_origin
from p2spp_sim.studies.kept.part_files import (
    is_whole,
    save,
    save_failure,
    tidy,
    told_failures,
    writing,
)
from p2spp_sim.studies.kept.plan import NewStudy, pin, planned
from p2spp_sim.studies.kept.rerun import TEN, Rerun, rerun
from p2spp_sim.studies.running import carried
from p2spp_sim.studies.running.tasks import (
    Job,
    bar_of,
    done_jobs,
    indicators_of,
    job_of,
    outcomes_named,
    task_for,
)
from p2spp_sim.studies.running.workers import check_executor
from p2spp_sim.world.world import World

if TYPE_CHECKING:
    import pandas as pd

    from p2spp_sim.figures import Drawing

KINDS = ("sensitivity", "convergence", "heat")  # of figures
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

    def __repr__(self) -> str:
        """Say in a line what the study is and how far it has come; a damaged one by its folder alone."""
        try:
            study, parts = self.manifest["study"], self._parts()
        except P2sppError:
            return brief("Sweep", str(self.folder))
        runs = tr("{n} ulangan").format(n=study["replicates"])
        done = tr("{done} dari {all} blok selesai").format(
            done=formats.number(len(self._finished())), all=formats.number(len(parts))
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
            ): f"{formats.number(len(self._finished()))} / {formats.number(len(parts))}",
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
        record = self.manifest
        runs = packs.read(parts, placed=FILES in record)
        if record.get(GROWN):  # parts that came later hold other replicates of the same points
            runs = runs.sort_values(["point", "replicate"], ignore_index=True)
        return described(runs, "runs", **_column_texts(runs, own_parts.kept_labels(record)))

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
        kind : sensitivity (which levers explain it), convergence (whether Sobol indices have settled as the sample
            grew) or heat (its mean over two levers of a grid).
        levers : of heat: the two, the first two of the design when not given.
        method : of sensitivity: sobol, morris or pawn; that of the design when not given.

        Raises
        ------
        UnknownName, OutOfBounds : no such outcome, figure, method or lever, or a design that gives none.
        """
        from p2spp_sim import figures
        from p2spp_sim.studies.sensitivity import convergence, means, sensitivity, usual

        about, design, runs = figures.About.of_sweep(self), self.design, self.frame()
        if kind == "heat":
            moved = [lever.key for lever in design.levers]
            two = list(levers or moved)[:2]
            if len(two) < 2:
                raise OutOfBounds([tr("Peta memerlukan dua tuas.")])
            drawn = [
                key
                for key, places in zip(moved, design.places.T, strict=True)
                if any(places == places)
            ]
            if any(key in drawn for key in two):
                text = tr(
                    "Peta memerlukan rancangan grid, bukan {kind}: setiap titiknya mempunyai nilai sendiri."
                )
                raise OutOfBounds([text.format(kind=design.kind)])
            return figures.heat_drawing(runs, two[0], two[1], outcome, about=about)
        if kind not in KINDS:
            raise UnknownName(tr("Gambar"), kind, KINDS)
        seed = int(self.manifest["study"]["seed"])
        if kind == "convergence":
            settled = convergence(design, means(runs, outcome), seed)
            return figures.convergence_drawing(settled, about=about, outcome=outcome)
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

    def _finished(self) -> list[Path]:
        packed = packs.places(self.folder)
        return [path for path in self._parts() if path.exists() or path.name in packed]


def _column_texts(runs: "pd.DataFrame", own: Mapping[str, Mapping[str, str]]) -> dict[str, str]:
    """Say what levers and outcomes of a study are; nothing of those that neither this version nor its folder knows.

    Parameters
    ----------
    own : labels of parts of somebody's own, as the manifest names them.
    """
    texts, called = {}, {own_parts.key_of(name): pick(label) for name, label in own.items()}
    for name in runs.columns:
        if name in declared():
            texts[name] = f"{pick(declared()[name].label)} ({tr(declared()[name].unit)})"
        elif name.endswith((".count", ".rupiah")) and name.partition(".")[0] in definitions():
            texts[name] = outcome_text(name)
        elif name.partition(".")[0] in called:
            key, _, rest = name.partition(".")
            texts[name] = " · ".join(filter(None, (called[key], rest)))
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
    grow: bool = False,
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
    base = base or Scenario.load("2010")
    check_inputs(world, base)
    if not isinstance(design, Design):
        text = tr("design: diharapkan p2.Design, misalnya {example}; yang diberikan {given}.")
        example = 'p2.Design.sobol(base.levers("pik_share"), n=64)'
        raise OutOfBounds([text.format(example=example, given=type(design).__name__)])
    replicates, seed = whole_number("replicates", replicates, 1), whole_number("seed", seed)
    if not isinstance(to, str | os.PathLike) or not str(to):
        message = tr("to = {value}: diharapkan folder tempat studi ini disimpan.")
        raise OutOfBounds([message.format(value=repr(to))])
    check_executor(executor)
    share = _pair(share)
    if not isinstance(outcomes, str):
        outcomes = () if outcomes is None else tuple(outcomes)
    measured = outcomes_named(outcomes)
    check_outcomes(measured if outcomes else (), world)
    scenarios = [
        base.change(**point) for point in design.points
    ]  # all are checked before anything runs
    if not scenarios:
        raise OutOfBounds([tr("Rancangan ini tidak mempunyai titik.")])
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
        packed = packs.whole_places(folder)
        jobs: dict[int, Job] = {
            n: job_of(world, scenarios, design, plan.blocks[n], seed, measured)
            for n in mine
            if not _is_kept(folder / plan.parts[n], plan.blocks[n].runs, packed)
        }
        tidy([folder / plan.parts[n] for n in jobs])
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


def _pair(share: Sequence[int]) -> tuple[int, int]:
    """Read which part of a study is run here.

    Raises
    ------
    OutOfBounds : no such pair.
    """
    text = tr("share = {value}: diharapkan sepasang bilangan bulat (k, n), k dari 0 sampai n - 1.")
    try:
        part, of = share
    except (TypeError, ValueError):
        raise OutOfBounds([text.format(value=repr(share))]) from None
    part, of = whole_number("share", part), whole_number("share", of)
    if part >= of:
        raise OutOfBounds([text.format(value=repr(share))])
    return part, of


def _is_kept(path: Path, rows: int, packed: Mapping[str, packs.PackedPart]) -> bool:
    """Tell whether a part is there in a whole file of its own; or in a pack, when it has none."""
    if path.exists() or path.name not in packed:
        return is_whole(path, rows)
    return packed[path.name].rows == rows


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
