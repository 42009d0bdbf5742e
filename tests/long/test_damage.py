"""20,000 damaged result files: none stops a unit, the recap or the class board."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path

import pytest

from p2spp_sim.base.language import set_language
from tests.workbook.damage import originals
from tests.workbook.test_damage import check_damage

FILES, CLASSES = 20_000, 50


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> list[bytes]:
    set_language("id")
    return originals(tmp_path_factory.mktemp("asal"))


@pytest.mark.parametrize("seed", range(CLASSES))
def test_damaged_files_stop_no_class(
    tmp_path: Path, whole: list[bytes], seed: int, record_property: Callable[[str, object], None]
) -> None:
    files = FILES // CLASSES
    aside = check_damage(tmp_path, random.Random(1000 + seed), whole, files, units=2)
    record_property(f"class {seed:02}: damaged files set aside", f"{aside} of {files}")
    assert aside > files // 4, "most kinds of damage are seen"
