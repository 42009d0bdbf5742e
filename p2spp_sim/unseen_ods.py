"""What a sheet of LibreOffice holds that its reader does not give: hidden and merged cells, formulas without result."""

import io
from pathlib import Path
from typing import NamedTuple
from xml.etree import ElementTree

from p2spp_sim.unseen import WIDEST, Unseen, part

_FAILED = "#VALUE!"  # stands for the errors that LibreOffice knows by number, as Err:502


class Calc(NamedTuple):
    """What is not shown in a sheet, formula errors and merged ranges, by row and column from 0; ends are included."""

    unseen: Unseen
    errors: dict[tuple[int, int], str]
    merged: list[tuple[tuple[int, int], tuple[int, int]]]


def unseen_ods(path: Path, name: str) -> Calc:
    """Find what is hidden, merged, failed or not worked out in a sheet of .ods."""
    found = Calc(Unseen(frozenset(), frozenset(), frozenset()), {}, [])
    rows, columns, unworked = set[int](), set[int](), set[tuple[int, int]]()
    inside, row, column, across = False, 0, 0, 0
    for event, element in ElementTree.iterparse(io.BytesIO(part(path, "content.xml")), ("start", "end")):
        tag = element.tag.rpartition("}")[2]
        held = {key.rpartition("}")[2]: value for key, value in element.attrib.items()}
        if event == "start":
            if tag == "table":
                inside = held.get("name") == name
            elif tag == "table-row":
                column = 0
        elif tag == "table":
            inside = False
            element.clear()
        elif inside and tag == "table-column":
            times = min(int(held.get("number-columns-repeated", 1)), WIDEST)
            if _hidden(held):
                columns.update(range(across, across + times))
            across += times
        elif inside and tag in ("table-cell", "covered-table-cell"):
            times = min(int(held.get("number-columns-repeated", 1)), WIDEST)
            text = "".join(sign for words in element.iterfind("{*}p") for sign in words.itertext())
            if "formula" in held and not text and "value-type" not in held:
                unworked.add((row, column))
            elif "formula" in held and (text.startswith(("#", "Err:")) or held.get("value-type") == "error"):
                found.errors[row, column] = text if text.startswith("#") else _FAILED
            down, right = (int(held.get(f"number-{each}-spanned", 1)) for each in ("rows", "columns"))
            if text and down * right > 1:
                found.merged.append(((row, column), (row + down - 1, column + right - 1)))
            column += times
        elif inside and tag == "table-row":
            times = int(held.get("number-rows-repeated", 1))
            if _hidden(held) and element.find(".//{*}p") is not None:
                rows.update(range(row + 1, row + times + 1))
            row += times
            element.clear()
    return found._replace(unseen=Unseen(frozenset(rows), frozenset(columns), frozenset(unworked)))


def _hidden(held: dict[str, str]) -> bool:
    return held.get("visibility") in ("collapse", "filter")
