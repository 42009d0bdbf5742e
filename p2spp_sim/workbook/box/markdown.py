"""Cells of a notebook as paragraphs, lists and tables, without the marks of markdown."""

import re
from dataclasses import dataclass
from typing import Literal

_LINK = re.compile(r"!?\[([^\]]*)\]\([^)]*\)")
_MARKS = re.compile(r"\*\*|(?<!\*)\*(?!\*)|`|</?(?:details|summary|br)[^>]*>")
_RULE = re.compile(r"^\|[\s|:-]*-[\s|:-]*\|$")
_SUMMARY = re.compile(r"<summary>(.*?)</summary>")


@dataclass(frozen=True, slots=True)
class MarkdownBlock:
    """A heading, a paragraph, an item of a list, or a table whose first row is its head."""

    kind: Literal["heading", "body", "item", "table"]
    words: str = ""
    level: int = 0
    rows: tuple[tuple[str, ...], ...] = ()


def plain(words: str) -> str:
    """Give words without links and emphasis."""
    return _MARKS.sub("", _LINK.sub(r"\1", words)).strip()


def blocks(source: str) -> list[MarkdownBlock]:
    """Read a cell."""
    made: list[MarkdownBlock] = []
    table: list[tuple[str, ...]] = []
    for line in [*source.splitlines(), ""]:
        if line.startswith("|"):
            if not _RULE.match(line):
                table.append(tuple(plain(cell) for cell in line.strip().strip("|").split("|")))
            continue
        if table:
            made.append(MarkdownBlock("table", rows=tuple(table)))
            table = []
        if block := _line(line):
            made.append(block)
    return made


def _line(line: str) -> MarkdownBlock | None:
    if summary := _SUMMARY.search(line):
        return MarkdownBlock("heading", plain(summary[1]), 3)
    if match := re.match(r"(#+) +(.+)", line):
        return MarkdownBlock("heading", plain(match[2]), len(match[1]))
    if match := re.match(r"(?:[-*]|(\d+\.)) +(.+)", line):
        return MarkdownBlock("item", plain(f"{match[1]} {match[2]}" if match[1] else match[2]))
    words = plain(line)
    return MarkdownBlock("body", words) if words else None


def tables(source: str) -> list[tuple[tuple[str, ...], ...]]:
    """Give the tables of a cell, each with its head first."""
    return [block.rows for block in blocks(source) if block.kind == "table"]
