"""Rows of studies: a sweep on two cores, the same through EMA Workbench, and what intervals are worth."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from rows import SEED, Row, Size, as_ms, in_turn

import p2spp_sim as p2
from p2spp_sim.base.intervals import FEWEST

WORKERS = 2
LEVERS = ("pik_share", "reses_timing", "womens_meeting", "papers_help")


def design(runs: int) -> p2.Design:
    return p2.Design.latin_hypercube(p2.Scenario.load("2010").levers(*LEVERS), runs, seed=SEED)


def swept(world: p2.World, runs: int, kind: str) -> tuple[float, float]:
    """Time a study from nothing to its folder, the start of two workers included; also the reading of its table."""
    from loky import ProcessPoolExecutor as Loky

    points, pools = design(runs), {"loky": Loky, "pool": ProcessPoolExecutor}
    with tempfile.TemporaryDirectory() as folder:
        start = time.perf_counter()
        with pools[kind](WORKERS) as pool:
            study = p2.sweep(points, world, seed=SEED, to=folder, executor=pool, progress=False)
        done = time.perf_counter()
        if study.failures or len(study.frame()) != runs:
            raise RuntimeError(f"the sweep did not end well: {study.failures[:1]}")
        return done - start, time.perf_counter() - done


def sweep(size: Size) -> list[Row]:
    what = (
        f"{size.sweep:,} runs on {WORKERS} cores, workers' start, part files and manifest included"
    )
    district, small = p2.World.synthetic(size.district, seed=1), p2.World.load("wanasari")
    large, read = swept(district, size.sweep, "loky")
    little, _ = swept(small, size.sweep, "loky")
    return [
        Row.of("sweep.10000", f"{size.district} villages: {what}", "s", [large], goal=60),
        Row.of("sweep.run", "that, for one run", "ms", [1000 * large / size.sweep]),
        Row.of("sweep.wanasari", f"64 villages: {what}", "s", [little]),
        Row.of("sweep.frame", "reading the table of one of them", "s", [read]),
    ]


def rivals(runs: int, rounds: int) -> list[list[float]]:
    """Time a sweep and EMA Workbench on the same points in turn, each with a process pool it starts itself."""
    from ema_model import DATASET, evaluated

    points, world = design(runs), p2.World.load(DATASET)

    def theirs() -> float:
        start = time.perf_counter()
        evaluated(points, WORKERS)
        return time.perf_counter() - start

    return in_turn(rounds, lambda: swept(world, runs, "pool")[0], theirs)


def ema(size: Size) -> list[Row]:
    """Ask a process of its own: Mesa, once imported, makes every process pool start its workers in a slower way."""
    rivals = f"study_rows.rivals({size.rival_sweep}, {min(3, size.long_runs)})"
    code = f"import json, study_rows; print(json.dumps({rivals}))"
    done = _python(code)
    mine, other = json.loads(done.splitlines()[-1])
    what = f"{size.rival_sweep:,} runs of wanasari, {WORKERS} processes"
    ratio = [b / a for a, b in zip(mine, other, strict=True)]
    return [
        Row.of("ema.sweep", f"{what}: sweep with a process pool, files included", "s", mine),
        Row.of(
            "ema.workbench",
            f"{what}: the same points through EMA Workbench's pool, in memory",
            "s",
            other,
        ),
        Row.of("ema.ratio", "EMA Workbench to sweep", "x", ratio, at_least=True),
    ]


def _python(code: str) -> str:
    """Run code in a fresh process that finds this package and these scripts; give what it printed."""
    here = [str(Path(p2.__file__).resolve().parents[1]), str(Path(__file__).resolve().parent)]
    env = os.environ | {"PYTHONPATH": os.pathsep.join([*here, os.environ.get("PYTHONPATH", "")])}
    return subprocess.run(
        [sys.executable, "-c", code], check=True, stdout=subprocess.PIPE, text=True, env=env
    ).stdout


def compare(size: Size) -> list[Row]:
    from covered import REFORM, covered, narrower, repeated

    base, small = p2.Scenario.load("2010"), p2.World.synthetic(22, seed=11)
    wanasari = p2.World.load("wanasari")
    pair = p2.compare(
        base,
        base.change(pik_share=0.2),
        world=wanasari,
        replicates=FEWEST + 2 * size.long_runs,
        seed=SEED,
    )
    halves = narrower(pair, "P1", "rupiah")
    text = "half-widths {common:.3g} and {independent:.3g}".format(**halves)
    studies = repeated(
        small, (base, base.change(**REFORM)), studies=size.studies, replicates=FEWEST
    )
    holds = covered(studies)["holds"]
    return [
        Row.of(
            "compare.narrower",
            f"independent to common draws, PIK 0.2 on wanasari, {pair.replicates} replicates, P1 by rupiah: {text}",
            "x",
            [halves["ratio"]],
            goal=3,
            at_least=True,
        ),
        Row.of(
            "compare.covered",
            f"of {size.studies} studies of {FEWEST} replicates hold the truth, mean over {len(holds)} measures",
            "%",
            [100 * float(holds.mean())],
            goal=92,
            at_least=True,
        ),
    ]


# ---- growth: every point in a process of its own, which tells the most memory it held

# what `ru_maxrss` says of a process itself includes what started it; Linux has a mark of its own that does not
_TOLD = """
import resource, sys
unit = (1 if sys.platform == "darwin" else 1024) / 1e6
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit
if sys.platform == "linux":
    peak = next(int(line.split()[1]) for line in open("/proc/self/status") if line.startswith("VmHWM")) * unit
print(seconds, count, peak, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * unit)
"""
_VILLAGES = """
import time
import p2spp_sim as p2
world, scenario = p2.World.synthetic({n}, seed=1), p2.Scenario.load("2010")
p2.run_year(world, scenario, seed=1)
start = time.perf_counter()
run = p2.run_year(world, scenario, seed={seed})
seconds, count = time.perf_counter() - start, sum(len(part.docket.proposals) for part in run.parts)
"""
_RUNS = """
import tempfile, time
from loky import ProcessPoolExecutor
import p2spp_sim as p2
levers = p2.Scenario.load("2010").levers(*{levers})
points, world = p2.Design.latin_hypercube(levers, {n}, seed={seed}), p2.World.load("wanasari")
with tempfile.TemporaryDirectory() as folder, ProcessPoolExecutor({workers}) as pool:
    start = time.perf_counter()
    p2.sweep(points, world, seed={seed}, to=folder, executor=pool, progress=False).frame()
    seconds, count = time.perf_counter() - start, {n}
"""


def _grown(code: str, n: int) -> tuple[float, int, float, float]:
    """Give seconds, what they are divided by, and the most megabytes held by the process and by one of its workers."""
    whole = code.format(n=n, seed=SEED, levers=LEVERS, workers=WORKERS) + _TOLD
    seconds, count, peak, worker = _python(whole).split()
    return float(seconds), int(count), float(peak), float(worker)


def growth(size: Size) -> list[Row]:
    rows = []
    for n in size.villages if os.name != "nt" else ():
        seconds, count, peak, _ = _grown(_VILLAGES, n)
        what = f"{n:,} villages, {count:,} proposals in {1000 * seconds:,.1f} ms"
        rows.append(
            Row.of(f"growth.villages.{n}", f"{what}: one proposal", "us", [1e6 * seconds / count])
        )
        rows.append(
            Row.of(f"growth.villages.{n}.peak", f"{n:,} villages: most memory held", "MB", [peak])
        )
    for n in size.sweeps if os.name != "nt" else ():
        seconds, _, peak, worker = _grown(_RUNS, n)
        what = f"{n:,} runs of wanasari in {seconds:,.2f} s, workers' start and table included"
        rows.append(Row.of(f"growth.runs.{n}", f"{what}: one run", "ms", as_ms([seconds / n])))
        memory = f"{n:,} runs: most memory held where the sweep was called ({worker:,.0f} MB by the larger worker)"
        rows.append(Row.of(f"growth.runs.{n}.peak", memory, "MB", [peak]))
    return rows


GROUPS = {"sweep": sweep, "ema": ema, "compare": compare, "growth": growth}
