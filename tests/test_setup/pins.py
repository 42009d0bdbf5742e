"""Renew the pins: `python -m tests.test_setup.pins [--upgrade]`; needs uv (`pip install uv`), which nobody else does.

It writes `constraints.txt`, the versions alone, and `pins/`: one file for what builds the package and one an extra,
each with the hashes of all files of a version, so that no system and no Python is left out. None holds an address.
"""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

from .project import ROOT

PINS = ROOT / "pins"
CONSTRAINTS = ROOT / "constraints.txt"
EXTRAS = ("workbook", "study", "docs", "test")  # each file holds what it adds to those before it
BUILD = "pip\nhatchling>=1.27\neditables\n"  # pip itself, and what an editable installation is built with
COMPILE = ["uv", "pip", "compile", "--universal", "--python-version", "3.11"]
QUIET = ["--no-emit-index-url", "--no-header", "--no-annotate", "--quiet"]


def compiled(source: str, *options: str, given: str | None = None) -> str:
    """Resolve a source of requirements to pins."""
    command = [*COMPILE, *QUIET, *options, source]
    return subprocess.run(
        command, cwd=ROOT, input=given, check=True, capture_output=True, text=True
    ).stdout


def entries(text: str) -> list[str]:
    """Take a file of pins apart, one pin with its hashes each."""
    return [each.strip() for each in re.split(r"\n(?=[A-Za-z])", text) if each.strip()]


def renew(upgrade: bool) -> None:
    """Write all files anew, at the versions that stand in `constraints.txt` unless told to upgrade."""
    constraint = [] if upgrade else ["-c", str(CONSTRAINTS)]
    CONSTRAINTS.write_text(compiled("pyproject.toml", "--all-extras", *constraint), "utf-8")
    hashed = ["--generate-hashes", "-c", str(CONSTRAINTS)]
    PINS.mkdir(exist_ok=True)
    (PINS / "build.txt").write_text(compiled("-", *hashed, given=BUILD), "utf-8")
    before: set[str] = set()
    wanted: list[str] = []
    for extra in EXTRAS:
        wanted += ["--extra", extra]
        added = [
            each
            for each in entries(compiled("pyproject.toml", *wanted, *hashed))
            if each not in before
        ]
        (PINS / f"{extra}.txt").write_text("\n".join(added) + "\n", "utf-8")
        before.update(added)


if __name__ == "__main__":
    renew("--upgrade" in sys.argv[1:])
    sys.stdout.writelines(
        f"{path.relative_to(ROOT)}\n" for path in [CONSTRAINTS, *sorted(Path(PINS).iterdir())]
    )
