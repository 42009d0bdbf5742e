"""Rows of studies: a sweep on two cores, the same through EMA Workbench, and what intervals are worth."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path

from rows import SEED, Row, Seconds, Size, as_ms, in_turn, often, seconds

import p2spp_sim as p2
from p2spp_sim.base.intervals import FEWEST
from p2spp_sim.results.indicators import by_run, split
from p2spp_sim.world.stack import stacked as stacked_world
from p2spp_sim.year import run_stack

WORKERS = 2
OUTCOMES = ("accepted.count", "fair_end.count", "P1.rupiah")
LEVERS = ("pik_share", "reses_timing", "womens_meeting", "papers_help")


def design(points: int) -> p2.Design:
    return p2.Design.latin_hypercube(p2.Scenario.load("2010").levers(*LEVERS), points, seed=SEED)


def swept(
    world: p2.World, runs: int, kind: str, replicates: int, outcomes: Sequence[str] = OUTCOMES
) -> tuple[Seconds, Seconds]:
    """Time a study from nothing to its folder, the start of two workers included; also the reading of its table."""
    from loky import ProcessPoolExecutor as Loky

    points, pools = design(runs // replicates), {"loky": Loky, "pool": ProcessPoolExecutor}
    asked = {"replicates": replicates, "seed": SEED, "outcomes": outcomes, "progress": False}
    with tempfile.TemporaryDirectory() as folder:
        start = Seconds.now()
        with pools[kind](WORKERS) as pool:
            study = p2.sweep(points, world, to=folder, executor=pool, **asked)
        done = Seconds.now()
        if study.failures or len(study.frame()) != runs // replicates * replicates:
            raise RuntimeError(f"the sweep did not end well: {study.failures[:1]}")
        return done.since(start), Seconds.now().since(done)


def sweep(size: Size) -> list[Row]:
    what = (
        f"{size.sweep // size.replicates:,} points x {size.replicates} replicates on {WORKERS} cores, "
        "workers' start, part files and manifest included"
    )
    three = f"{what}; three outcomes"
    district, small = p2.World.synthetic(size.district, seed=1), p2.World.load("wanasari")
    large, _ = swept(district, size.sweep, "loky", size.replicates)
    whole, read = swept(district, size.sweep, "loky", size.replicates, ())
    little, _ = swept(small, size.sweep, "loky", size.replicates)
    points, _ = swept(small, size.sweep, "loky", 1)
    stacked, alone = in_turn(size.runs, *_stacked_and_alone(district, size.replicates))
    ratio = [a.processor / b.processor for a, b in zip(stacked, alone, strict=True)]
    return [
        Row.of("sweep.10000", f"{size.district} villages: {three}", "s", [large], goal=20),
        Row.of("sweep.run", "that, for one run", "ms", as_ms([large.times(1 / size.sweep)])),
        Row.of("sweep.all", f"{size.district} villages: {what}; all outcomes", "s", [whole]),
        Row.of("sweep.wanasari", f"64 villages: {three}", "s", [little]),
        Row.of(
            "sweep.points",
            f"64 villages: {size.sweep:,} points, one replicate each; three outcomes",
            "s",
            [points],
        ),
        Row.of("sweep.frame", "reading the table of all outcomes", "s", [read]),
        Row.of(
            "sweep.stacked",
            f"{size.district} villages: one of {size.replicates} stacked runs and its three outcomes, to one lone "
            "year, processor time",
            "x",
            ratio,
            goal=0.6,
        ),
    ]


def _stacked_and_alone(world: p2.World, runs: int) -> tuple[Callable[[], Seconds], ...]:
    scenario, keys = p2.Scenario.load("2010"), [split(name)[0] for name in OUTCOMES]
    copies = stacked_world(world, runs)

    def stacked() -> Seconds:
        job = partial(run_stack, copies, [scenario] * runs, range(runs), SEED)
        return seconds(lambda: lambda: by_run(job(), keys)).times(1 / runs)

    return stacked, often(lambda: partial(p2.run_year, world, scenario, SEED))


def rivals(runs: int, rounds: int, replicates: int) -> list[list[Seconds]]:
    """Time a sweep and EMA Workbench on the same runs in turn, each with a process pool it starts itself."""
    from ema_model import DATASET, evaluated

    points, world = design(runs // replicates), p2.World.load(DATASET)

    def theirs() -> Seconds:
        start = Seconds.now()
        evaluated(points, WORKERS, replicates, OUTCOMES)
        return Seconds.now().since(start)

    return in_turn(rounds, lambda: swept(world, runs, "pool", replicates)[0], theirs)


def ema(size: Size) -> list[Row]:
    """Ask a process of its own: Mesa, once imported, makes every process pool start its workers in a slower way."""
    arguments = f"{size.rival_sweep}, {min(3, size.long_runs)}, {size.replicates}"
    code = (
        f"import json, study_rows\nfor taken in study_rows.rivals({arguments}): "
        "print(json.dumps([(each, each.processor) for each in taken]))"
    )
    lines = _python(code).splitlines()[-2:]
    mine, other = ([Seconds(*pair) for pair in json.loads(line)] for line in lines)
    what = (
        f"wanasari, {size.rival_sweep // size.replicates:,} points x {size.replicates} replicates, three outcomes, "
        f"{WORKERS} processes"
    )
    ratio = [b.processor / a.processor for a, b in zip(mine, other, strict=True)]
    return [
        Row.of("ema.sweep", f"{what}: sweep with a process pool, files included", "s", mine),
        Row.of(
            "ema.workbench",
            f"{what}: the same runs through EMA Workbench's pool, in memory",
            "s",
            other,
        ),
        Row.of(
            "ema.ratio",
            "EMA Workbench to sweep, processor time",
            "x",
            ratio,
            goal=3,
            at_least=True,
        ),
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
