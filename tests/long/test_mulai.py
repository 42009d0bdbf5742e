"""mulai.py after a move and after power cuts: each makes whole environments."""

import shutil
from pathlib import Path

from tests.test_setup.project import start
from tests.test_setup.test_mulai import changed, project, ready

__all__ = ["changed", "project", "ready"]  # what pytest finds by name


def test_half_made_and_moved_environments_are_made_anew(project: Path, tmp_path: Path) -> None:
    leftover = project / ".venv" / "half.txt"
    leftover.parent.mkdir()
    leftover.touch()
    assert start(project, "a").stdout.endswith("p2spp a\n")
    assert not leftover.exists()
    moved = shutil.move(project, tmp_path / "elsewhere")
    run = start(Path(moved), "b")
    assert "Menyiapkan" in run.stdout
    assert run.stdout.endswith("p2spp b\n")


def test_a_start_that_the_power_cut_off_leaves_the_earlier_environment_to_be_found(
    changed: Path,
) -> None:
    (changed / ".venv").rename(changed / ".venv.lama")
    (changed / ".venv").mkdir()
    shutil.move(changed / "backend.py", changed / "kept.py")
    assert start(changed, "b").returncode == 1
    assert start(changed, "c").stdout == "p2spp c\n"
    (changed / ".venv").rename(changed / ".venv.lama")
    shutil.move(changed / "kept.py", changed / "backend.py")
    assert start(changed, "d").stdout.endswith("p2spp d\n")
    assert not (changed / ".venv.lama").exists()
