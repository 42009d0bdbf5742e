"""Run Python as it would run where only some extras of the project are installed."""

from __future__ import annotations

import os
import subprocess
import sys
from functools import cache
from importlib.metadata import packages_distributions, requires
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[2]
HIDING = """
import sys
paths = next(finder for finder in sys.meta_path if getattr(finder, "__name__", "") == "PathFinder")
class Hiding:
    @staticmethod
    def find_distributions(*context):
        return (each for each in paths.find_distributions(*context) if each.name.lower().replace("_", "-") in {there})
    @staticmethod
    def find_spec(name, path=None, target=None):
        return None if name.partition(".")[0] in {hidden} else paths.find_spec(name, path, target)
sys.meta_path[sys.meta_path.index(paths)] = Hiding
"""


def brought(extras: tuple[str, ...]) -> set[str]:
    """Give the distributions that the project with these extras needs, and all that those need."""
    needed: set[str] = set()
    waiting = [Requirement(f"p2spp-sim[{','.join(extras)}]")]
    while waiting:
        wanted = waiting.pop()
        name = canonicalize_name(wanted.name)
        known = {name, *(f"{name}[{extra}]" for extra in wanted.extras)}
        if known <= needed:
            continue
        needed |= known
        for line in requires(name) or []:
            more = Requirement(line)
            if more.marker is None or any(
                more.marker.evaluate({"extra": each}) for each in ("", *wanted.extras)
            ):
                waiting.append(more)
    return needed


@cache
def hiding(*extras: str) -> str:
    """Give Python that hides every module which these extras do not bring."""
    there = brought(extras) | {"pip", "setuptools"}
    owners = packages_distributions().items()
    hidden = {
        module
        for module, names in owners
        if not {canonicalize_name(name) for name in names} & there
    }
    return HIDING.replace("{hidden}", repr(hidden)).replace("{there}", repr(there))


def run(
    code: str, *extras: str, folder: Path, words: tuple[str, ...] = ()
) -> subprocess.CompletedProcess[str]:
    """Run Python code in a process of its own where only these extras are."""
    return subprocess.run(
        [sys.executable, "-c", hiding(*extras) + code, *words],
        capture_output=True,
        text=True,
        cwd=folder,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        check=False,
    )


def run_command(
    *words: str, extras: tuple[str, ...], folder: Path
) -> subprocess.CompletedProcess[str]:
    """Run the command `p2spp` likewise."""
    code = "\nimport runpy\nrunpy.run_module('p2spp_sim', run_name='__main__', alter_sys=True)"
    return run(code, *extras, folder=folder, words=words)
