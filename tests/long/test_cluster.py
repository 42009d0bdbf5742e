"""A sweep of ten thousand blocks on a dask cluster that loses two of its workers; packed, it is the same study."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def test_ten_thousand_blocks_and_two_killed_workers() -> None:
    words = ["--blocks", "10000", "--runs", "10", "--villages", "8", "--replicates", "10"]
    ran = subprocess.run(
        [sys.executable, str(ROOT / "benchmarks" / "cluster.py"), *words],
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    assert "100,000 runs in 10,000 blocks" in ran.stdout
    assert "read 10 files" in ran.stdout
    assert ran.stdout.endswith("2 workers killed; 50 blocks run again here: the same\n")
