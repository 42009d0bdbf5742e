"""What a sheet of LibreOffice holds that its reader does not give: hidden and merged cells, formulas without result."""

import io
from pathlib import Path
from typing import NamedTuple
from xml.etree import ElementTree

from p2spp_sim.tables.unseen import WIDEST, Unseen, part

_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0"
_FAILED = "#VALUE!"  # stands for the errors that LibreOffice knows by number, as Err:502


class Calc(NamedTuple):
    """What is not shown in a sheet, formula errors and merged ranges, by row and column from 0; ends are included."""

    unseen: Unseen
    errors: dict[tuple[int, int], str]
    merged: list[tuple[tuple[int, int], tuple[int, int]]]


def unseen_ods(path: Path, name: str) -> Calc:
    """Find what is hidden, merged, failed or not worked out in a sheet of .ods."""
    sheet = Calc(Unseen(frozenset(), frozenset(), frozenset()), {}, [])
    rows, columns, unworked = set[int](), set[int](), set[tuple[int, int]]()
    inside, row, column, across = False, 0, 0, 0
    for event, element in ElementTree.iterparse(
        io.BytesIO(part(path, "content.xml")), ("start", "end")
    ):
        space, _, tag = element.tag.rpartition("}")
        if space != _TABLE:
            continue
        times = int(
            element.get(_key(f"number-{'rows' if tag == 'table-row' else 'columns'}-repeated"), 1)
        )
        if event == "start":
            inside = element.get(_key("name")) == name if tag == "table" else inside
            column = 0 if tag == "table-row" else column
        elif tag == "table":
            inside = False
            element.clear()
        elif inside and tag == "table-column":
            behind = min(across + times, WIDEST)
            columns.update(range(across, behind) if _hidden(element) else ())
            across = behind
        elif inside and tag in ("table-cell", "covered-table-cell"):
            _look(element, (row, column), sheet, unworked)
            column += times
        elif inside and tag == "table-row":
            if _hidden(element) and element.find(".//{*}p") is not None:
                rows.update(range(row + 1, row + times + 1))
            row += times
            element.clear()
    return sheet._replace(unseen=Unseen(frozenset(rows), frozenset(columns), frozenset(unworked)))


def _look(
    cell: ElementTree.Element, at: tuple[int, int], sheet: Calc, unworked: set[tuple[int, int]]
) -> None:
    """Note the range that a cell was merged with, and that its formula failed or was not worked out."""
    down, right = (int(cell.get(_key(f"number-{each}-spanned"), 1)) for each in ("rows", "columns"))
    formula = cell.get(_key("formula"))
    if formula is None and down * right == 1:
        return
    text = "".join(sign for words in cell.iterfind("{*}p") for sign in words.itertext())
    if text and down * right > 1:
        sheet.merged.append((at, (at[0] + down - 1, at[1] + right - 1)))
    kinds = {value for key, value in cell.items() if key.endswith("}value-type")}
    if formula is not None and not text and not kinds:
        unworked.add(at)
    elif formula is not None and (text.startswith(("#", "Err:")) or "error" in kinds):
        sheet.errors[at] = text if text.startswith("#") else _FAILED


def _key(name: str) -> str:
    return f"{_TABLE}}}{name}"


def _hidden(element: ElementTree.Element) -> bool:
    return element.get(_key("visibility")) in ("collapse", "filter")
