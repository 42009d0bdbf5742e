"""The benchmark is a folder of scripts beside the package: read them from there."""

import gc
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

BENCHMARKS = Path(__file__).resolve().parents[2] / "benchmarks"
sys.path.insert(0, str(BENCHMARKS))


@pytest.fixture(scope="module", autouse=True)
def small_heap() -> Iterator[None]:
    """Let the sweep before each timing pass over what other tests left: it takes a second there."""
    gc.freeze()
    yield
    gc.unfreeze()
