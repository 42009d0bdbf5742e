"""Columns that an official layout does not have and other things in it say: its codes, its title, another column."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from p2spp_sim.tables.cells import MERGED, TextTable
from p2spp_sim.tables.columns import DASHES, Column
from p2spp_sim.tables.list_words import words_of

if TYPE_CHECKING:
    from p2spp_sim.tables.layouts import Derived

_TICKS = re.compile(
    r"(?:.*– )?(?:tahun )?(?:ke[ -]*)?([1-8]|(?:19|20)\d\d)", re.IGNORECASE
)  # a year's column
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")


def derive(
    grid: TextTable, derived: Mapping[str, "Derived"], columns: Sequence[Column], file: str
) -> TextTable:
    """Add the columns to the lines; one that is there already is left as it is.

    Parameters
    ----------
    derived : by name of the column what says it.
    columns : of the table; the one of codes is unique.
    file : the file's name, which may bear the year.
    """
    for name, how in derived.items():
        if name in grid.heading:
            continue
        values = [_value(row, grid, how, columns, file) for _, row in grid.body]
        if not any(values):
            continue  # told as a column that lacks
        width = len(grid.heading)
        body = [
            (n, [*row, *[""] * (width - len(row)), value])
            for (n, row), value in zip(grid.body, values, strict=True)
        ]
        grid = replace(grid, heading=[*grid.heading, name], titles=[*grid.titles, ""], body=body)
    return grid


def _value(
    row: Sequence[str], grid: TextTable, how: "Derived", columns: Sequence[Column], file: str
) -> str:
    if how.by in ("first_tick", "last_tick"):
        return _ticked(row, grid, file, last=how.by == "last_tick")
    if how.by in ("year", "last_year"):
        years = _years([*(cell for line in grid.above for cell in line), file])
        return years[0 if how.by == "year" else -1] if years else ""
    number = next(column.name for column in columns if column.unique)
    name = number if how.by == "code" else how.by
    at = grid.heading.index(name) if name in grid.heading else len(row)
    text = row[at] if at < len(row) and row[at] != MERGED else ""
    if how.by == "code":
        return _by_code(text, how.values)
    words = f" {' '.join(words_of(text))} "
    said = (value for phrase, value in how.values.items() if phrase and f" {phrase} " in words)
    return next(said, how.values.get("", ""))


def _ticked(row: Sequence[str], grid: TextTable, file: str, *, last: bool) -> str:
    """Give the first or the last year in whose column something stands, in a period that the title names."""
    years = _years([*(cell for line in grid.above for cell in line), file])
    ticked = []
    for at, title in enumerate(grid.titles[: len(row)]):
        match = _TICKS.fullmatch(title.strip())
        if match and row[at] not in ("", MERGED, *DASHES):
            year = int(match[1])
            ticked += [year] if year > 1000 else [int(years[0]) + year - 1] if years else []
    return str((max if last else min)(ticked)) if ticked else ""


def _by_code(code: str, values: Mapping[str, str]) -> str:
    """Give the value of the longest beginning of a code, or of the code of accounts in it, that has one."""
    account = code[code.index("R") :] if "R" in code else ""
    for start in (account, code):
        parts = start.split(".")
        for n in range(len(parts), 0, -1):
            if (begins := ".".join(parts[:n])) in values:
                return values[begins]
    return values.get("", "")


def _years(texts: Sequence[str]) -> list[str]:
    """Give the years that the first text with any names: one, or the first and the last of a period."""
    for text in texts:
        if years := _YEAR.findall(re.sub(r"(?i)nomor\s*:?\s*\d+\D{0,9}(?:19|20)\d\d", "", text)):
            return [years[0], years[-1]]
    return []
