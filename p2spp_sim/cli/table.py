"""Tables of plain text that fit the width of the terminal."""

import os
import shutil
import sys
import textwrap
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

_GAP = "  "
_FIXED = "\N{NO-BREAK SPACE}"
_WIDEST = 132  # longer lines are hard to follow with the eye


@dataclass(frozen=True, slots=True)
class PrintedColumn:
    """One column of a table.

    Parameters
    ----------
    title : words over it.
    right : figures, set to the right and never broken.
    """

    title: str
    right: bool = False


def width() -> int:
    """Tell how many characters a line may have."""
    return min(_WIDEST, shutil.get_terminal_size((100, 24)).columns)


def heading(text: str) -> str:
    """Set a line apart on a terminal."""
    return _styled(text, "1") if _has_styles() else text


def faint(text: str) -> str:
    """Set a line back on a terminal."""
    return _styled(text, "2") if _has_styles() else text


def _styled(text: str, code: str) -> str:
    return f"\x1b[{code}m{text}\x1b[0m"


def _has_styles() -> bool:
    return (
        sys.stdout.isatty()
        and "NO_COLOR" not in os.environ
        and os.environ.get("TERM", "dumb") != "dumb"
        and os.name != "nt"
    )


def can_show(characters: str) -> bool:
    """Tell whether the screen has these characters."""
    try:
        characters.encode(sys.stdout.encoding or "ascii")
    except UnicodeEncodeError:
        return False
    return True


def paragraph(text: str, indent: int = 0) -> str:
    """Break a text into lines."""
    return "\n".join(" " * indent + line for line in _wrapped(text, width() - indent))


def pairs(rows: Iterable[tuple[str, str]]) -> str:
    """Set out names and what they stand for, without a head."""
    rows = [(name, text) for name, text in rows if text]
    margin = max(len(name) for name, _ in rows) + 2 * len(_GAP)
    lines = []
    for name, text in rows:
        first, *more = _wrapped(text, width() - margin)
        lines += [f"{_GAP}{name}".ljust(margin) + first, *(" " * margin + line for line in more)]
    return "\n".join(lines)


def _wrapped(text: str, size: int) -> list[str]:
    """Break a text into lines of a size, never between Rp and its figure."""
    kept = text.replace("Rp ", f"Rp{_FIXED}")
    lines = textwrap.wrap(kept, max(size, 1), break_on_hyphens=False) or [""]
    return [line.replace(_FIXED, " ") for line in lines]


def bar(share: float, size: int) -> str:
    """Draw a share of 0..1 as a bar: solid what stays, light what is lost."""
    if share != share:
        return ""
    solid, light = "█░" if can_show("█░") else "#."
    stays = round(size * share)
    return solid * stays + light * (size - stays)


def table(
    columns: Sequence[PrintedColumn], rows: Iterable[Sequence[str]], notes: Sequence[str] = ()
) -> str:
    """Set out rows under columns; texts are broken into lines where the terminal is too narrow.

    Parameters
    ----------
    columns : titles and directions.
    rows : as many cells as columns.
    notes : for every row a line of text beneath it, over the whole width.
    """
    cells = [list(row) for row in rows]
    sizes = _sizes(columns, cells)
    head = [
        textwrap.wrap(c.title, max(size, 1)) or [""] for c, size in zip(columns, sizes, strict=True)
    ]
    tallest = max(len(cell) for cell in head)
    head = [[""] * (tallest - len(cell)) + cell for cell in head]
    line = ("─" if can_show("─") else "-") * min(width(), sum(sizes) + len(_GAP) * (len(sizes) - 1))
    lines = [*_lines(columns, sizes, head), line]
    for number, row in enumerate(cells):
        lines += _lines(
            columns, sizes, [_wrapped(text, size) for text, size in zip(row, sizes, strict=True)]
        )
        if notes:
            lines += [faint(paragraph(notes[number], 4))]
    return "\n".join(lines)


def _sizes(columns: Sequence[PrintedColumn], rows: list[list[str]]) -> list[int]:
    """Give every column its natural width, then take from the widest texts until the line fits."""
    sizes, least = [], []
    for number, column in enumerate(columns):
        cells = [row[number] for row in rows]
        words = [
            word
            for text in (column.title, *([] if column.right else cells))
            for word in text.split()
        ]
        longest_word = max((len(word) for word in words), default=0)
        longest_cell = max((len(cell) for cell in cells), default=0)
        sizes.append(max(longest_cell, longest_word if column.right else len(column.title)))
        least.append(sizes[-1] if column.right else min(sizes[-1], max(longest_word, 6)))
    room = width() - len(_GAP) * (len(columns) - 1)
    for floor in (
        least,
        [size if column.right else 6 for size, column in zip(sizes, columns, strict=True)],
    ):
        while sum(sizes) > room and (
            wide := [n for n, size in enumerate(sizes) if size > floor[n]]
        ):
            sizes[max(wide, key=lambda n: sizes[n])] -= 1
    return sizes


def _lines(
    columns: Sequence[PrintedColumn], sizes: Sequence[int], cells: Sequence[Sequence[str]]
) -> list[str]:
    lines = []
    for at in range(max(len(cell) for cell in cells)):
        parts = [
            f"{cell[at] if at < len(cell) else '':{'>' if column.right else '<'}{size}}"
            for column, size, cell in zip(columns, sizes, cells, strict=True)
        ]
        lines.append(_GAP.join(parts).rstrip())
    return lines
