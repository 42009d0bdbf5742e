"""Every kind of pool, killed while its workers start, while they work, and with workers that never had a block."""

from pathlib import Path

import pytest

from tests.studies.test_workers import POOLS, nothing_is_left


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="looks into /proc")
@pytest.mark.parametrize("when", ["while they start", "at work"])
@pytest.mark.parametrize("pool", POOLS)
def test_no_process_outlives_a_killed_sweep(tmp_path: Path, pool: str, when: str) -> None:
    nothing_is_left(tmp_path, pool, when)
