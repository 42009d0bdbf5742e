"""Run a sweep of ten thousand blocks on a dask cluster of this machine, kill two workers, and pack what it leaves.

`python benchmarks/cluster.py [--blocks 10000] [--runs 100] [--villages 64] [--replicates 20] [--to FOLDER]`

Two workers of one thread each; the first is killed by `kill -9` at a fifth of the blocks, another at half. Afterwards
fifty blocks, drawn at random, are run again here and compared cell by cell. Printed: the machine, then times, memory
and files: what a sweep of a million runs takes is worked out from them in `docs/klaster.md`.
"""

from __future__ import annotations

import argparse
import os
import resource
import signal
import sys
import tempfile
import threading
import time
from pathlib import Path

import numpy as np
from run import machine

import p2spp_sim as p2
from p2spp_sim.studies import sweep
from p2spp_sim.studies.running import tasks
from p2spp_sim.studies.running.blocks import Block

SEED = 7
KILLED_AT = (0.2, 0.5)  # shares of the blocks that are finished when a worker is killed
CHECKED = 50  # blocks that are run again here
LEVERS = ("pik_share", "reses_timing", "womens_meeting", "papers_help")
OUTCOMES = ("accepted.count", "P1.rupiah", "fair_end.count")


def files(folder: Path) -> tuple[int, float]:
    """Count the files of results, and their megabytes."""
    sizes = [path.stat().st_size for path in folder.glob("pa[rc]*-*.parquet")]
    return len(sizes), sum(sizes) / 1e6


def peak_mb() -> float:
    """Tell the most memory that this process held: client and scheduler are in it."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def timed(what: str, begun: float) -> None:
    print(f"{what:34}{time.perf_counter() - begun:10.1f} s{peak_mb():10.0f} MB", flush=True)


def killer(client: object, folder: Path, blocks: int, killed: list[int]) -> None:
    """Kill a worker, which the cluster then replaces, each time so many blocks are there."""
    for share in KILLED_AT:
        while len(os.listdir(folder)) < share * blocks:
            time.sleep(0.2)
        pid = next(iter(client.run(os.getpid).values()))  # type: ignore[attr-defined]
        os.kill(pid, signal.SIGKILL)
        killed.append(pid)


def main(words: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    for name, value in (("blocks", 10_000), ("runs", 100), ("villages", 64), ("replicates", 20)):
        parser.add_argument(f"--{name}", type=int, default=value)
    parser.add_argument("--to", type=Path)
    chosen = parser.parse_args(words)
    from distributed import Client, LocalCluster

    with tempfile.TemporaryDirectory() as trial:
        folder = chosen.to or Path(trial) / "study"
        sweep._block_runs = lambda _: chosen.runs
        per_block = max(1, chosen.runs // chosen.replicates)
        world, base = p2.World.synthetic(chosen.villages, seed=1), p2.Scenario.load("2010")
        points = chosen.blocks * per_block
        runs = points * chosen.replicates
        print(machine(), f"{runs:,} runs in {chosen.blocks:,} blocks", sep="\n", flush=True)
        begun = time.perf_counter()
        design = p2.Design.latin_hypercube(base.levers(*LEVERS), points, seed=SEED)
        timed("design", begun)
        begun, before, killed = time.perf_counter(), time.process_time(), list[int]()
        how = {"replicates": chosen.replicates, "seed": SEED, "outcomes": OUTCOMES, "to": folder}
        folder.mkdir(parents=True, exist_ok=True)
        with (
            LocalCluster(2, threads_per_worker=1, host="127.0.0.1", dashboard_address=None) as here,
            Client(here) as client,
        ):
            watching = (client, folder, chosen.blocks, killed)
            threading.Thread(target=killer, args=watching, daemon=True).start()
            study = p2.sweep(design, world, executor=client.get_executor(), progress=False, **how)
        timed("sweep", begun)
        own = time.process_time() - before
        print(f"{'client and scheduler, processor':34}{own:10.1f} s", flush=True)
        assert len(killed) == len(KILLED_AT), killed
        assert study.missing == 0 and study.failures == ()
        count, megabytes = files(folder)
        begun = time.perf_counter()
        frame = study.frame()
        timed(f"read {count:,} files, {megabytes:.0f} MB", begun)
        assert len(frame) == runs and not frame.duplicated(["point", "replicate"]).any()
        begun = time.perf_counter()
        study.compact()
        timed("compact", begun)
        count, megabytes = files(folder)
        begun = time.perf_counter()
        packed = study.frame()
        timed(f"read {count:,} files, {megabytes:.0f} MB", begun)
        assert packed.equals(frame)
        begun = time.perf_counter()
        again = p2.sweep(design, world, progress=False, **how)
        timed("the same sweep once more", begun)
        assert again.missing == 0
        rng = np.random.default_rng(SEED)
        for block in rng.choice(chosen.blocks, min(CHECKED, chosen.blocks), replace=False):
            first = int(block) * per_block
            mine = design.points[first : first + per_block]
            scenarios = [base.change(**point) for point in mine]
            block_of = Block(range(first, first + len(mine)), range(chosen.replicates))
            table = tasks.run_block(world, scenarios, mine, block_of, SEED, OUTCOMES)
            there = frame[frame["point"].between(first, first + per_block - 1)]
            for name in OUTCOMES:
                assert np.array_equal(there[name].to_numpy(), table[name], equal_nan=True), block
        print(
            f"{len(killed)} workers killed; {CHECKED} blocks run again here: the same", flush=True
        )
    return 0


if __name__ == "__main__":
    sys.exit(main())
