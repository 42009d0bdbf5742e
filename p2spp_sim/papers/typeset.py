"""Runs by itself, in a process of its own: what typst remembers of a long paper is given back when it ends.

Reads one JSON object (template, fonts, format, ppi, paper) and writes the files that typst makes, in base64.
"""

import json
import sys
from base64 import b64encode
from pathlib import Path
from typing import Any


def main() -> None:
    """Set the paper that is read from standard input."""
    import typst

    asked = json.load(sys.stdin)
    untyped: Any = typst
    made = untyped.compile(
        asked["template"],
        root=str(Path(asked["template"]).parent),
        format=asked["format"],
        ppi=asked["ppi"],
        font_paths=[asked["fonts"]],
        ignore_system_fonts=True,
        sys_inputs={"paper": asked["paper"]},
    )
    files = [made] if isinstance(made, bytes) else made
    json.dump([b64encode(file).decode("ascii") for file in files], sys.stdout)


if __name__ == "__main__":
    main()
