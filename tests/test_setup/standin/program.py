"""What stands in for p2spp, ruff, mypy, lint-imports and pytest: print the words, fail when told to."""

import os
import sys
from pathlib import Path


def main() -> None:
    name = Path(sys.argv[0]).stem
    print(name, *sys.argv[1:], flush=True)
    sys.exit(name == os.environ.get("FAILING"))
