"""Workers end with the process that started them: nothing is left ten seconds after it was killed."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
POOLS = {
    "loky": "from loky import get_reusable_executor; pool = get_reusable_executor(3)",
    "loky without a time-out": "from loky import ProcessPoolExecutor; pool = ProcessPoolExecutor(3)",
    "loky, warm": "from loky import get_reusable_executor; pool = get_reusable_executor(3); pool.submit(pow, 2, 3)",
    "spawn": "from multiprocessing import get_context; from concurrent.futures import ProcessPoolExecutor\n"
    "pool = ProcessPoolExecutor(3, mp_context=get_context('spawn'))",
    "fork": "from multiprocessing import get_context; from concurrent.futures import ProcessPoolExecutor\n"
    "pool = ProcessPoolExecutor(3, mp_context=get_context('fork'))",
    "forkserver": "from multiprocessing import get_context; from concurrent.futures import ProcessPoolExecutor\n"
    "pool = ProcessPoolExecutor(3, mp_context=get_context('forkserver'))",
    "its own": "pool = None",  # blocks that fail are tried again in processes of their own
}
SCRIPT = """
import sys
import p2spp_sim as p2
from p2spp_sim.studies import sweep
from p2spp_sim.studies.running import tasks
from p2spp_sim.studies.running.blocks import Block
from p2spp_sim.studies.design import Design

if __name__ == "__main__":
    {pool}
    sweep._block_runs = lambda _: 6
    design = Design.latin_hypercube(p2.Scenario.load("2010").levers("pik_share", "womens_meeting"), 900, seed=5)
    world, base = p2.World.load("wanasari"), p2.Scenario.load("2010")
    block = Block(range(300), range(1))
    jobs = {{n: (world, [base] * 300, [{{}}] * 300, block, 3, ["S1.count"]) for n in range(3)}}
    if pool is None:
        from functools import partial
        from p2spp_sim.studies.kept import provenance
        import os
        of = os.getpid(), provenance.model(provenance.files("2010")), provenance.packages(), b""
        list(tasks._apart(jobs, partial(tasks.run_there, *of)))
    p2.sweep(design, p2.World.load("wanasari"), replicates=2, seed=3, to=sys.argv[1], executor=pool, progress=False)
"""


def group(of: int) -> list[int]:
    """Give the processes of a group that are not dead yet."""
    alive = []
    for at in Path("/proc").iterdir():
        try:
            state = (
                (at / "stat").read_text().rpartition(")")[2].split() if at.name.isdigit() else ["Z"]
            )
        except OSError:
            continue
        if state[0] != "Z" and int(state[2]) == of:
            alive.append(int(at.name))
    return alive


def nothing_is_left(tmp_path: Path, pool: str, when: str) -> None:
    """Kill a sweep and see that nothing is left of it."""
    script = tmp_path / "study.py"
    script.write_text(SCRIPT.format(pool=POOLS[pool].replace("\n", "\n    ")))
    env = os.environ | {"PYTHONPATH": str(ROOT)}
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    child = subprocess.Popen(
        [sys.executable, script, tmp_path / "to"], env=env, start_new_session=True, **quiet
    )
    try:
        end = time.monotonic() + 60
        while len(group(child.pid)) < 3 and time.monotonic() < end:
            time.sleep(0.01)
        if when == "at work" or "warm" in pool:  # these workers were there before the sweep
            while (
                pool != "its own"
                and len(list(tmp_path.glob("to/part-*"))) < 3
                and time.monotonic() < end
            ):
                time.sleep(0.01)
        if when == "at work":
            time.sleep(2)
        assert len(group(child.pid)) >= 3
        child.kill()
        child.wait()
        end = time.monotonic() + 10
        while group(child.pid) and time.monotonic() < end:
            time.sleep(0.1)
        assert not group(child.pid)
    finally:
        if group(child.pid):
            os.killpg(child.pid, signal.SIGKILL)


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="looks into /proc")
@pytest.mark.parametrize("pool", ["loky", "fork"])
def test_no_process_outlives_a_killed_sweep(tmp_path: Path, pool: str) -> None:
    nothing_is_left(tmp_path, pool, "at work")
