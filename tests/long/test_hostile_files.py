"""Every hostile file through every door: answered in ten seconds and one gigabyte, in words, and odd ones are read."""

import importlib
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.model import hostile
from tests.model.hostile import READ, TOLD

ROOT = Path(__file__).resolve().parents[2]
SECONDS, MEMORY = 10, 1_000_000_000
LARGEST = 8_000_000  # of what the desk takes
SHEETS = {
    "periksa": ("isian",),
    "rekap": ("hadir", "tes_awal", "evaluasi"),
    "the desk": ("usulan", "reses", "renja"),
    "the desk, many files": ("usulan", "reses", "renja"),
}
DOORS = {
    "periksa": (
        "rkp_desa",
        "from p2spp_sim.cli import main; import sys; sys.exit(main(['periksa', sys.argv[1]]))",
    ),
    "rekap": (
        "buku_kelas",
        "from p2spp_sim.cli import main; import sys; sys.exit(main(['rekap', sys.argv[1]]))",
    ),
    "the desk": (
        "daftar",
        "import sys; from pathlib import Path\n"
        "from p2spp_sim.workbook.own.lists import OwnLists\n"
        "from p2spp_sim.workbook.saving.progress import Progress\n"
        "from p2spp_sim.base.errors import P2sppError\n"
        "given = next(Path(sys.argv[1]).glob('daftar.*'))\n"
        "lists = OwnLists(Progress('selaras', 'K1-01', Path(sys.argv[1])))\n"
        "try:\n    lists.take(given.name, given.read_bytes())\n"
        "except P2sppError as error:\n    print(error)\n",
    ),
    "the desk, many files": (
        "daftar",
        "import sys; from pathlib import Path\n"
        "from p2spp_sim.tables.layouts import NO_MEMORY\n"
        "from p2spp_sim.workbook.own.gathering import Gathering\n"
        "given = next(Path(sys.argv[1]).glob('daftar.*'))\n"
        "good = b'nomor,usulan,desa,biaya\\n1,Jalan,Ayu,100000000\\n'\n"
        "gathering = Gathering(NO_MEMORY, lambda kind, gathered: ('', ''))\n"
        "gathering.add([('baik.csv', good), (given.name, given.read_bytes())])\n"
        "print(gathering._told.value, gathering._guard.widget.value)\n",
    ),
}


def memory(group: int) -> int:
    """Give the memory that the processes of a group hold now, in bytes."""
    held = 0
    for at in Path("/proc").iterdir():
        try:
            if at.name.isdigit() and os.getpgid(int(at.name)) == group:
                held += int((at / "statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
        except (OSError, IndexError):
            continue
    return held


def answered(door: str, folder: Path) -> tuple[str, float, int]:
    """Give what a door says of the files in a folder, how long it took and the most memory that it held."""
    env = os.environ | {"PYTHONPATH": str(ROOT), "P2SPP_BAHASA": "id"}
    words = [sys.executable, "-c", DOORS[door][1], str(folder)]
    with (folder / "said.txt").open("w+", encoding="utf-8") as said:
        begun, most = time.monotonic(), 0
        child = subprocess.Popen(
            words, env=env, stdout=said, stderr=subprocess.STDOUT, start_new_session=True
        )
        while child.poll() is None and time.monotonic() - begun < 60:
            most = max(most, memory(child.pid))
            time.sleep(0.05)
        took = time.monotonic() - begun
        child.kill()
        said.seek(0)
        return said.read(), took, most


@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="looks into /proc")
@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize("name", [*TOLD, *READ])
def test_a_hostile_file_is_answered_in_words(
    name: str, door: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    importlib.reload(hostile)  # what it makes, it makes once
    monkeypatch.setattr(hostile, "NAMES", SHEETS[door])
    table, _ = DOORS[door]
    save, _ = (hostile.TOLD | hostile.READ)[name]
    path = tmp_path / f"{table}{Path(name).suffix}"
    save(path)
    takes_csv = door in ("periksa", "the desk, many files")
    if (path.suffix == ".csv" and not takes_csv) or (
        door != "periksa" and path.stat().st_size > LARGEST
    ):
        pytest.skip("not taken here")
    said, took, most = answered(door, tmp_path)
    print(f"{name}: {took:.1f} s, {most // 1_000_000} MB")
    assert "Traceback" not in said and "panicked" not in said and said.strip()
    assert took < SECONDS and most < MEMORY
