"""The recipes of CONTRIBUTING are followed in a scratch copy, and what they say is there."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PARTS = ("p2spp_sim", "datasets", "exercises", "notebooks", "docs", "tests", "share")
FILES = ("pyproject.toml", "CONTRIBUTING.md", "README.md", "README.id.md", "mulai.py")
LINT = "import sys; from importlinter.cli import lint_imports_command as run; sys.exit(run())"
PROGRAMS = {"python": [], "p2spp": ["-m", "p2spp_sim"], "lint-imports": ["-c", LINT]}
BLOCK = re.compile(r"^```(\w+) ?(\S*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
RECIPES = {
    title: [*BLOCK.findall(text)]
    for title, _, text in (
        part.partition("\n")
        for part in (ROOT / "CONTRIBUTING.md").read_text("utf-8").split("\n## ")[1:]
    )
    if BLOCK.search(text)
}
# What each recipe must come to, beside the checks that it runs itself: a piece of what its commands say.
SAID = {
    "A lever": "Bobot usulan perempuan",
    "A rules file": "Perda Kabupaten Contoh 7/2012",
    "A dataset": "Sumedang dengan enam dapil",
    "An indicator": "Usulan berswadaya yang masuk APBD",
    "A figure": "svg",
    "A reader of a list": "Contracts: ",
    "A unit": "13_kawal_usulan.ipynb",
    "An exercise kind": "9 passed",
    "A language": "tuduhna nomer versi banjur rampung",
}


@pytest.fixture
def scratch(tmp_path: Path) -> Path:
    """Give a copy of all that a recipe may touch."""
    away = shutil.ignore_patterns("__pycache__", "node_modules", "*.ipynb_checkpoints")
    for name in PARTS:
        shutil.copytree(ROOT / name, tmp_path / name, ignore=away)
    for name in FILES:
        shutil.copy(ROOT / name, tmp_path / name)
    return tmp_path


def write(folder: Path, kind: str, name: str, text: str) -> None:
    """Do what a block says: change lines of a file, add to its end, or make it."""
    path = folder / name
    if kind != "diff":
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("a", encoding="utf-8") as file:
            file.write(text)
        return
    for hunk in filter(None, re.split(r"^@@\n", text, flags=re.MULTILINE)):
        lines = hunk.splitlines(keepends=True)
        before = "".join(line[1:] for line in lines if line[0] in " -")
        after = "".join(line[1:] for line in lines if line[0] in " +")
        content = path.read_text("utf-8")
        assert content.count(before) == 1, f"{name} has these lines {content.count(before)} times"
        path.write_text(content.replace(before, after), "utf-8")


def run(folder: Path, line: str) -> str:
    """Run a command of a recipe and give what it says."""
    name, *words = shlex.split(line)
    if name == "cp":
        copy = shutil.copytree if (folder / words[0]).is_dir() else shutil.copy
        copy(folder / words[0], folder / words[1])
        return ""
    may_fail = words[-2:] == ["||", "true"]
    env = {**os.environ, "PYTHONPATH": str(folder), "PYTHONIOENCODING": "utf-8", "COLUMNS": "200"}
    command = [sys.executable, *PROGRAMS[name], *(words[:-2] if may_fail else words)]
    done = subprocess.run(
        command, cwd=folder, env=env, capture_output=True, encoding="utf-8", check=False
    )
    assert may_fail or done.returncode == 0, f"{line}\n{done.stdout[-3000:]}\n{done.stderr[-3000:]}"
    return done.stdout


@pytest.mark.parametrize("title", RECIPES)
def test_a_recipe_does_what_it_says(scratch: Path, title: str) -> None:
    said = ""
    for kind, name, text in RECIPES[title]:
        if kind == "sh":
            said += "".join(run(scratch, line) for line in text.splitlines())
        else:
            write(scratch, kind, name, text)
    assert SAID[title] in said


def test_everything_that_can_be_added_has_a_recipe() -> None:
    assert set(RECIPES) == set(SAID)
