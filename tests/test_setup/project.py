"""Start mulai.py in a folder of its own, with the stand-in project or with this one's pins."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
STANDIN = Path(__file__).parent / "standin"
PINS = [f"pins/{name}.txt" for name in ("build", "workbook", "study", "docs", "test")]


def make_standin(folder: Path) -> Path:
    """Lay the stand-in out with this repository's mulai.py, empty pins, and an empty wheels/."""
    shutil.copytree(STANDIN, folder, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "mulai.py", folder)
    for name in PINS:
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).touch()
    (folder / "wheels").mkdir()
    return folder


def copy_pins(folder: Path) -> Path:
    """Copy what mulai.py reads of the real project."""
    (folder / "pins").mkdir()
    for name in ("mulai.py", "pyproject.toml", *PINS):
        shutil.copy(ROOT / name, folder / name)
    return folder


def start(
    folder: Path, *words: str, before: str = "", **environment: str
) -> subprocess.CompletedProcess[str]:
    """Run mulai.py; `before` is Python to run first in the same process."""
    command = [sys.executable, str(folder / "mulai.py"), *words]
    if before:
        run = "sys.argv = sys.argv[1:]; runpy.run_path(sys.argv[0], run_name='__main__')"
        command[1:1] = ["-c", f"import runpy, sys\n{before}\n{run}"]
    return subprocess.run(
        command,
        env=os.environ | environment,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
