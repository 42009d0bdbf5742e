"""Kill a sweep of 10,000 runs twice and compare it, byte for byte, with one that was left alone.

`python benchmarks/killed.py [--runs 10000] [--villages 300] [--executors none pool loky dask]`

Every line is a study in processes of their own. `killed` is ended by `kill -9`, with all its workers, after a third and
after two thirds of its parts, and then taken up; `dask` loses one of its two workers in mid-run.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
from concurrent.futures import Executor, ProcessPoolExecutor
from contextlib import ExitStack
from pathlib import Path

from run import machine

import p2spp_sim as p2
from p2spp_sim.studies import sweep

SEED = 7
EXECUTORS = ("none", "pool", "loky", "dask")
LEVERS = ("pik_share", "reses_timing", "womens_meeting", "papers_help")


def design(runs: int) -> p2.Design:
    return p2.Design.latin_hypercube(p2.Scenario.load("2010").levers(*LEVERS), runs, seed=SEED)


def world(villages: int) -> p2.World:
    return p2.World.synthetic(villages, seed=1)


def parts(folder: Path) -> list[Path]:
    return sorted(folder.glob("part-*.parquet"))


def executor(kind: str, stack: ExitStack, folder: Path, wanted: int) -> Executor | None:
    """Open an executor with two workers that is closed with the stack; one of dask's is killed after so many parts."""
    if kind == "none":
        return None
    if kind == "pool":
        return stack.enter_context(ProcessPoolExecutor(2))
    if kind == "loky":
        from loky import ProcessPoolExecutor as Loky

        return stack.enter_context(Loky(2))
    from distributed import Client, LocalCluster

    cluster = stack.enter_context(
        LocalCluster(2, threads_per_worker=1, host="127.0.0.1", dashboard_address=None)
    )
    client = stack.enter_context(Client(cluster))
    pid = next(iter(client.run(os.getpid).values()))

    def kill() -> None:
        while len(parts(folder)) < wanted:
            time.sleep(0.01)
        os.kill(pid, signal.SIGKILL)

    threading.Thread(target=kill, daemon=True).start()
    return client.get_executor()


def run_here(runs: int, villages: int, kind: str, folder: Path) -> p2.Sweep:
    """Run the study in this process."""
    sweep.BLOCK_RUNS = min(sweep.BLOCK_RUNS, max(1, runs // 20))
    with ExitStack() as stack:
        workers = executor(kind, stack, folder, wanted=runs // sweep.BLOCK_RUNS // 3)
        return p2.sweep(
            design(runs), world(villages), seed=SEED, to=folder, executor=workers, progress=False
        )


def started(runs: int, villages: int, kind: str, folder: Path) -> subprocess.Popen[bytes]:
    """Run the study in a process of its own, in a group that can be killed whole."""
    command = [sys.executable, __file__, "--runs", str(runs), "--villages", str(villages)]
    command += ["--executors", kind, "--into", str(folder)]
    return subprocess.Popen(command, start_new_session=True, stderr=subprocess.DEVNULL)


def undisturbed(runs: int, villages: int, kind: str, folder: Path) -> None:
    child = started(runs, villages, kind, folder)
    try:
        if child.wait():
            raise SystemExit(f"the study with executor {kind} failed")
    except KeyboardInterrupt:  # it is in a group of its own, which Ctrl-C does not reach
        os.killpg(child.pid, signal.SIGKILL)
        raise


def killed(runs: int, villages: int, kind: str, folder: Path) -> list[int]:
    """Kill the study twice and let it end; give how many parts were there at each kill."""
    blocks = -(-runs // min(sweep.BLOCK_RUNS, max(1, runs // 20)))
    had = []
    for wanted in (blocks // 3, 2 * blocks // 3):
        child = started(runs, villages, kind, folder)
        while len(parts(folder)) < wanted and child.poll() is None:
            time.sleep(0.002)
        os.killpg(child.pid, signal.SIGKILL)
        if child.wait() != -signal.SIGKILL:
            raise SystemExit("the study ended before it could be killed: take more runs")
        had.append(len(parts(folder)))
    undisturbed(runs, villages, kind, folder)
    return had


def fingerprint(folder: Path) -> str:
    """Give a hash of the names and bytes of all parts and of the table they make."""
    digest = hashlib.sha256()
    for path in parts(folder):
        digest.update(path.name.encode() + path.read_bytes())
    digest.update(p2.Sweep.open(folder).frame().to_csv().encode())
    return digest.hexdigest()


def prove(runs: int, villages: int, kinds: list[str]) -> list[tuple[str, float, bool]]:
    """Give name, seconds and whether all bytes are those of the first, undisturbed study."""
    results: list[tuple[str, float, bool]] = []
    with tempfile.TemporaryDirectory() as scratch:
        first = ""
        for kind in kinds:
            for name in (kind, f"{kind}, killed twice") if kind == kinds[0] else (kind,):
                folder = Path(scratch, name.replace(", ", "-").replace(" ", "-"))
                start = time.perf_counter()
                note = name
                if name == kind:
                    undisturbed(runs, villages, kind, folder)
                else:
                    note += f" (after {' and '.join(str(n) for n in killed(runs, villages, kind, folder))} parts)"
                seconds = time.perf_counter() - start
                mine = fingerprint(folder)
                first = first or mine
                results.append((note, seconds, mine == first))
                print(
                    f"{note:45} {seconds:8.1f} s   {'equal' if mine == first else 'DIFFERENT'}",
                    flush=True,
                )
    return results


def main(words: list[str] | None = None) -> list[tuple[str, float, bool]]:
    parser = argparse.ArgumentParser(description="Kill a sweep twice and compare it byte for byte.")
    parser.add_argument("--runs", type=int, default=10_000)
    parser.add_argument("--villages", type=int, default=300)
    parser.add_argument(
        "--executors", nargs="+", choices=EXECUTORS, default=["loky", "none", "pool", "dask"]
    )
    parser.add_argument("--into", type=Path, help=argparse.SUPPRESS)
    chosen = parser.parse_args(words)
    if chosen.into:
        run_here(chosen.runs, chosen.villages, chosen.executors[0], chosen.into)
        return []
    print(", ".join(f"{name} {value}" for name, value in machine().items()))
    print(
        f"{chosen.runs:,} runs of one kabupaten of {chosen.villages} villages, processes and their start included"
    )
    return prove(chosen.runs, chosen.villages, chosen.executors)


if __name__ == "__main__":
    if not all(equal for _, _, equal in main()):
        raise SystemExit(1)
