"""What the notebook tests share: Indonesian unless a test says otherwise, and kernels cut off from the world."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from nbclient import NotebookClient

from p2spp_sim.base import language
from tests.notebooks.notebooks import closed_environment
from tests.notebooks.shared_kernel import shared_kernel


@pytest.fixture(autouse=True)
def indonesian(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(language, "_current", "id")


@pytest.fixture
def closed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Let every kernel started by this test reach nothing but this machine; give its folder of results."""
    results = tmp_path / "hasil"
    for key, value in closed_environment(results).items():
        monkeypatch.setenv(key, value)
    return results


@pytest.fixture(scope="module")
def kernel(tmp_path_factory: pytest.TempPathFactory) -> Iterator[NotebookClient]:
    """Start one kernel for all the runs of a module."""
    with shared_kernel(closed_environment(tmp_path_factory.mktemp("kernel") / "hasil")) as client:
        yield client
