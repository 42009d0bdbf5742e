"""What stands in for p2spp, ruff, mypy, lint-imports, sphinx-build and pytest: print the words, fail when told to."""

import os
import sys
import time
from pathlib import Path


def met(name: str, place: Path) -> bool:
    """Tell whether mypy finds pytest at work beside it."""
    if name == "pytest":
        place.touch()
    end = time.monotonic() + 60
    while name == "mypy" and not place.exists() and time.monotonic() < end:
        time.sleep(0.02)
    return name != "mypy" or place.exists()


def main() -> None:
    name = Path(sys.argv[0]).stem
    print(name, *sys.argv[1:], flush=True)
    alone = "MEETING" in os.environ and not met(name, Path(os.environ["MEETING"]))
    sys.exit(name == os.environ.get("FAILING") or alone)
