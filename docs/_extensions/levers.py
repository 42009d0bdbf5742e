"""The directive `levers`: all declarations of one role as a table, from `datasets/levers.toml`."""

import tomllib
from pathlib import Path
from typing import Any

from docutils.nodes import Node
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

LEVERS = Path(__file__).resolve().parents[2] / "datasets" / "levers.toml"
HEAD = ["tuas / lever|nilai / value|di / in|sumber / source", "---|---|---|---"]


class Levers(SphinxDirective):
    """The declarations of one role, lever, parameter or coefficient, as a table."""

    required_arguments = 1

    def run(self) -> list[Node]:
        """Write the table in Markdown and have it read."""
        self.env.note_dependency(LEVERS)
        declared = tomllib.loads(LEVERS.read_text("utf-8")).items()
        rows = [row(key, lever) for key, lever in declared if lever["role"] == self.arguments[0]]
        return self.parse_text_to_nodes("\n".join([*HEAD, *rows]))


def row(key: str, lever: dict[str, Any]) -> str:
    """Tell one declaration."""
    label = lever["label"]
    bounds = ", ".join(lever.get("choices", [])) or "–".join(
        str(lever[end]) for end in ("low", "high") if end in lever
    )
    cells = [
        f"`{key}`<br>{label['id']}<br>*{label['en']}*",
        f"`{lever['value']}` {lever['unit']}<br>{bounds}",
        f"`{lever['acts_in']}`",
        f"{lever['firmness']}: {lever['source']}",
    ]
    return "|".join(cell.replace("|", r"\|") for cell in cells)


def setup(app: Sphinx) -> dict[str, bool]:
    """Connect the above."""
    app.add_directive("levers", Levers)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
