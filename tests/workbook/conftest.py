"""What the workbook tests share: a unit opened on a folder of its own, in Indonesian."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from p2spp_sim.base.era import THEN, set_era
from p2spp_sim.base.files import data_path
from p2spp_sim.base.language import set_language
from p2spp_sim.workbook.core.unit import Unit, open_unit

UNITS = tuple(sorted(path.stem for path in data_path("exercises").glob("[0-9][0-9].toml")))
Opener = Callable[..., Unit]


@pytest.fixture(autouse=True)
def indonesian() -> None:
    set_language("id")
    set_era(THEN)


@pytest.fixture
def opened(tmp_path: Path) -> Opener:
    """Open units on one folder of results, as often as asked."""

    def open_here(code: str, **more: object) -> Unit:
        return open_unit(code, results=tmp_path / "hasil", **more)

    return open_here
