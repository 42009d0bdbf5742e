"""The units that the short tests do not open in a door or run with papermill: as a learner meets them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.browser.conftest import lab, laptop, server, window
from tests.browser.lab import Lab, Visit
from tests.browser.test_units import UNITS as IN_LAB
from tests.browser.test_units import works_is_cut_off_and_goes_on
from tests.browser.test_voila import UNITS as IN_VOILA
from tests.browser.test_voila import door, works_and_finds_it_again
from tests.notebooks.conftest import closed
from tests.notebooks.notebooks import UNIT_FILES
from tests.notebooks.test_runs import runs_without_a_fault

__all__ = ["closed", "door", "lab", "laptop", "server", "window"]  # what pytest finds by name


@pytest.mark.parametrize(
    "unit", [path for path in UNIT_FILES if path not in IN_LAB], ids=lambda path: path.stem[:2]
)
def test_a_learner_works_is_cut_off_and_goes_on(
    lab: Lab, window: Visit, unit: Path, record_property: Callable[[str, object], None]
) -> None:
    works_is_cut_off_and_goes_on(lab, window, unit, record_property)


@pytest.mark.parametrize(
    "unit", [path for path in UNIT_FILES if path not in IN_VOILA], ids=lambda path: path.stem[:2]
)
def test_a_learner_works_by_keyboard_and_finds_it_again_on_a_telephone(
    door: Lab, window: Visit, unit: Path
) -> None:
    works_and_finds_it_again(door, window, unit)


@pytest.mark.parametrize("unit", UNIT_FILES, ids=lambda path: path.stem[:2])
def test_runs_to_the_end_without_errors_or_warnings(
    closed: Path, tmp_path: Path, unit: Path
) -> None:
    runs_without_a_fault(unit, tmp_path, {})
