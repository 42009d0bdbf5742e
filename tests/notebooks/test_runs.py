"""Notebooks run from top to bottom with nothing answered, with other parameters, cut off from the world."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import nbformat
import pytest
from papermill.exceptions import PapermillExecutionError

from p2spp_sim.workbook.editions.editions import edition
from p2spp_sim.workbook.editions.notebooks import as_text
from p2spp_sim.workbook.saving.record import PAGES
from tests.notebooks.notebooks import FOLDER, UNIT_FILES, closed_environment, run_strictly, tags

THREE = FOLDER / "03_musrenbang_kecamatan.ipynb"
SIX = FOLDER / "06_rencana_ke_anggaran.ipynb"
START, *OTHERS = (FOLDER / f"{name}.ipynb" for name in PAGES)
# What a learner opens, on a kernel of its own; `test_matrix` runs languages, editions and scenarios of every unit on
# one kernel, `test_voila` opens every unit on its own, `tests/long` runs every unit with papermill.
RUNS: list[tuple[Path, dict[str, Any]]] = [
    *((path, {}) for path in UNIT_FILES[2::4]),
    (SIX, {"district": "sumedang", "seed": 11}),
    (START, {"learner": "K2-01"}),
    (FOLDER / "kini" / THREE.name, {}),
    (FOLDER / "en" / START.name, {}),
    *((folder / path.name, {}) for path in OTHERS for folder in (FOLDER, FOLDER / "en")),
]
IDS = [f"{path.parent.name}-{path.stem}-{n}" for n, (path, _) in enumerate(RUNS)]


def said(notebook: nbformat.NotebookNode) -> str:
    return "\n".join(
        str(output)
        for cell in notebook.cells
        if cell.cell_type == "code"
        for output in cell.outputs
    )


@pytest.mark.parametrize(
    ("path", "parameters"),
    RUNS,
    ids=[f"{p.parent.name}-{p.stem}-{i}" for i, (p, _) in enumerate(RUNS)],
)
def test_runs_to_the_end_without_errors_or_warnings(
    closed: Path, tmp_path: Path, path: Path, parameters: dict[str, Any]
) -> None:
    runs_without_a_fault(path, tmp_path, parameters)


def runs_without_a_fault(path: Path, tmp_path: Path, parameters: dict[str, Any]) -> None:
    """Run a notebook with papermill, nothing answered, and read what it shows."""
    ran = run_strictly(path, tmp_path / "out.ipynb", parameters)
    outputs = [output for cell in ran.cells if cell.cell_type == "code" for output in cell.outputs]
    assert not [
        output
        for output in outputs
        if output.output_type == "error" or output.get("name") == "stderr"
    ]
    shown = sum(output.output_type in ("execute_result", "display_data") for output in outputs)
    assert shown >= (4 if path.stem in PAGES else 12)
    state = str(ran.metadata.get("widgets", ""))
    assert "p2-say p2-galat" not in state + said(ran), (
        "a guard caught an error while nothing was touched"
    )
    assert path.stem in PAGES or "<svg" in state


def test_an_unknown_parameter_fails(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="has no parameter ceiling"):
        run_strictly(THREE, tmp_path / "out.ipynb", {"ceiling": 900})


def test_a_wrong_value_fails_with_a_sentence_and_no_traceback(closed: Path, tmp_path: Path) -> None:
    with pytest.raises(PapermillExecutionError):
        run_strictly(THREE, tmp_path / "out.ipynb", {"scenario": "unit33"})
    shown = said(nbformat.read(tmp_path / "out.ipynb", as_version=4))
    assert (
        "Skenario “unit33” tidak dikenal. Yang paling mirip: unit03" in shown
        and "Traceback" not in shown
    )


def test_a_kernel_cannot_leave_this_machine(closed: Path) -> None:
    code = "import socket; socket.create_connection(('192.0.2.1', 80), timeout=1)"
    done = subprocess.run(
        [sys.executable, "-c", code], env={**os.environ}, capture_output=True, text=True
    )
    assert done.returncode and "may not leave this machine" in done.stderr


def stored_numbers(paths: Sequence[Path], to: Path) -> Path:
    """Put the cells that open a unit, for a trainer, and those that store a number into one notebook."""
    made = nbformat.v4.new_notebook(metadata=nbformat.read(paths[0], as_version=4).metadata)
    for path in paths:
        for cell in nbformat.reads(as_text(edition("pelatih", "id", path.stem[:2], path)), 4).cells:
            opens = cell.cell_type == "code" and (
                "parameters" in tags(cell) or "open_unit" in cell.source
            )
            if opens or "nbval-check-output" in tags(cell):
                made.cells.append(cell)
    nbformat.write(made, to)
    return to


def check_numbers(closed: Path, path: Path) -> subprocess.CompletedProcess[str]:
    command = [
        sys.executable,
        "-m",
        "pytest",
        "--nbval-lax",
        "--nbval-current-env",
        "--nbval-cell-timeout=120",
        "-q",
    ]
    command += [
        "-p",
        "no:cacheprovider",
        "--rootdir",
        str(path.parent),
        "-c",
        os.devnull,
        str(path),
    ]
    return subprocess.run(
        command, env=closed_environment(closed), cwd=path.parent, capture_output=True, text=True
    )


def test_the_stored_numbers_are_what_the_library_says_now(closed: Path, tmp_path: Path) -> None:
    path = stored_numbers(UNIT_FILES, tmp_path / "angka.ipynb")
    done = check_numbers(closed, path)
    assert done.returncode == 0, done.stdout[-3000:]
    checked = [
        cell
        for cell in nbformat.read(path, as_version=4).cells
        if "nbval-check-output" in tags(cell)
    ]
    assert len(checked) == 2 * len(UNIT_FILES) and f"{4 * len(UNIT_FILES)} passed" in done.stdout


def test_a_stored_number_that_is_no_longer_true_fails(closed: Path, tmp_path: Path) -> None:
    path = stored_numbers([THREE], tmp_path / "palsu.ipynb")
    notebook = nbformat.read(path, as_version=4)
    kept = next(cell for cell in notebook.cells if cell.id == "u03-kunci")
    kept.outputs[0].text = kept.outputs[0].text.replace("0,706", "0,707")
    nbformat.write(notebook, path)
    done = check_numbers(closed, path)
    assert done.returncode == 1 and "0,707" in done.stdout, done.stdout[-3000:]
