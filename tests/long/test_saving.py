"""What was told as saved is there: after a thousand kills, two writers on a slow disk, and twenty power cuts."""

from __future__ import annotations

import json
import os
import random
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from p2spp_sim.workbook.saving.progress import Progress

KILLS, CUTS, SLOW_S = 1000, 20, 2.5
SAVER = """
import random, sys
from p2spp_sim.workbook.saving.progress import Progress
made = Progress("03", "K1-03", sys.argv[1])
n = max((part.get("n", 0) for part in made.state.values()), default=0)
while True:
    n += 1
    told = made.put(f"bagian{n % 7}", {"n": n, "teks": "x" * random.randrange(4000)})
    print(n if told else f"refused {made.notes}", flush=True)
"""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="kills forked processes")
@pytest.mark.parametrize("rows", range(10))
def test_a_hundred_kills_lose_nothing_that_was_told_as_saved(
    tmp_path: Path, rows: int, record_property: Callable[[str, object], None]
) -> None:
    chance, told, slowest = random.Random(rows), 0, 0.0
    for _ in range(KILLS // 10):
        reads, writes = os.pipe()
        before = time.monotonic()
        pid = os.fork()
        if not pid:
            os.dup2(writes, 1)
            sys.argv = ["", str(tmp_path)]
            sys.stdout = os.fdopen(1, "w")
            try:
                exec(SAVER, {})
            finally:
                os._exit(1)
        os.close(writes)
        with os.fdopen(reads, "rb") as said:
            lines = [said.readline()]
            slowest = max(slowest, time.monotonic() - before)
            time.sleep(chance.uniform(0, 0.12))
            os.kill(pid, 9)
            os.waitpid(pid, 0)
            lines += said.read().split(b"\n")
        numbers = [int(line) for line in lines if line.strip().isdigit()]
        assert numbers and not any(b"refused" in line for line in lines)
        told += len(numbers)
        opened = Progress("03", "K1-03", tmp_path)
        assert not opened.notes, "never damaged"
        assert max(part["n"] for part in opened.state.values()) >= numbers[-1]
    assert [path.name for path in tmp_path.iterdir() if path.suffix == ".tmp"] == []
    record_property(
        f"kills, row {rows}",
        f"{told} told as saved, first saving after a kill at most {slowest:.2f} s",
    )


def test_two_processes_on_a_slow_disk_lose_nothing(tmp_path: Path) -> None:
    work = (
        "import os, sys, time; from p2spp_sim.workbook.saving.progress import Progress\n"
        "real = os.replace\n"
        f"def slow(old, new): time.sleep({SLOW_S}); real(old, new)\n"
        "os.replace = slow\n"
        "made = Progress('03', 'K1-03', sys.argv[1])\n"
        "assert all([made.put(sys.argv[2] + str(n), {'n': n}) for n in range(6)])"
    )
    pages = [subprocess.Popen([sys.executable, "-c", work, tmp_path, name]) for name in "ab"]
    assert [page.wait() for page in pages] == [0, 0]
    assert len(Progress("03", "K1-03", tmp_path).state) == 12


def sh(*words: object) -> bool:
    return subprocess.run([*map(str, words)], capture_output=True).returncode == 0


@pytest.fixture(params=["ext4", "vfat", "exfat"])
def disk(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[Path, Path]]:
    """Make a disk in a file and mount it; give the file and the folder."""
    image, folder = tmp_path / "disk.img", tmp_path / "disk"
    image.write_bytes(bytes(32 << 20))
    folder.mkdir()
    if not shutil.which(f"mkfs.{request.param}") or not sh(f"mkfs.{request.param}", image):
        pytest.skip(f"no {request.param} can be made here")
    if not sh("mount", "-o", "loop", image, folder):
        pytest.skip(f"no {request.param} can be mounted here (needs root and loop devices)")
    yield image, folder
    sh("umount", folder)


def test_power_cuts_take_nothing_that_was_told_as_saved(
    disk: tuple[Path, Path], tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    """The file behind the disk is copied while decisions are made, as the power would leave it, and mounted again."""
    image, folder = disk
    chance, again, told = random.Random(1), tmp_path / "lagi", 0
    again.mkdir()
    for cut in range(CUTS):
        made, n, end = (
            Progress("03", f"K{cut}-01", folder),
            0,
            time.monotonic() + chance.uniform(0.1, 3),
        )
        while time.monotonic() < end or not n:
            n += 1
            assert made.put("a", {"n": n, "teks": "x" * 3000})
            time.sleep(chance.uniform(0, 0.3))
        told += n
        shutil.copyfile(image, tmp_path / "cut.img")
        assert sh("mount", "-o", "loop", tmp_path / "cut.img", again), "the disk can be mounted"
        try:
            held = json.loads((again / f"K{cut}-01_unit03.json").read_bytes())
        finally:
            sh("umount", again)
        assert held["isi"]["a"]["n"] == n
    record_property(f"power cuts on {folder}", f"{CUTS}, {told} decisions told as saved, 0 lost")
