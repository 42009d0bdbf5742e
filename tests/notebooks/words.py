"""Telling Indonesian from English in what a reader sees; names out of the data may be either."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable
from functools import cache

import p2spp_sim as p2
from p2spp_sim.base.files import data_path
from tests.locale.test_catalogue import INDONESIAN

# Words that no Indonesian sentence of ours has; names of menus and files stay as they are on the screen.
ENGLISH = re.compile(
    r"\b(the|and|with|from|your|you|are|which|when|what|this|that|these|were|was|have|has|not|into|each|every|"
    r"there|their|than|then|will|would|should|because|between|nothing|village|villages|proposals|"
    r"year|households)\b"
)
# What stands in both languages: a menu of JupyterLab, a file of the workbook.
_BOTH = ("Menjalakan Semua Sel", "Run All Cells")


@cache
def _of_the_data() -> re.Pattern[str]:
    """Match the names that data bring: what is proposed, where, and who would build it."""
    names: set[str] = set()
    for place in p2.datasets():
        for path in data_path("datasets", place).rglob("*.csv"):
            with path.open(encoding="utf-8", newline="") as file:
                names |= {
                    cell for row in csv.reader(file) for cell in row if INDONESIAN.search(cell)
                }
    with data_path("datasets", "activities.csv").open(encoding="utf-8", newline="") as file:
        names |= {cell for row in csv.reader(file) for cell in row if INDONESIAN.search(cell)}
    longest_first = sorted([*names, *_BOTH], key=len, reverse=True)
    return re.compile("|".join(map(re.escape, longest_first)), re.I)


def leftovers(text: str, language: str) -> list[str]:
    """List the lines that are not in their language, with what gives them away."""
    odd = ENGLISH if language == "id" else INDONESIAN
    lines = (_of_the_data().sub(" ", line) for line in text.splitlines())
    return [f"{match[0]}: {line.strip()[:200]}" for line in lines if (match := odd.search(line))]


def any_of(parts: Iterable[str], text: str) -> list[str]:
    """List the parts that a text has."""
    return [part for part in parts if part and part in text]
