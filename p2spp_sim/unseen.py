"""What an Excel sheet holds that its values do not show: hidden rows and columns, formulas without a result."""

import posixpath
import re
from pathlib import Path
from typing import NamedTuple
from xml.etree import ElementTree
from zipfile import ZipFile

_YES = ("1", "true")
_WIDEST = 16_384  # columns of a sheet


class Unseen(NamedTuple):
    """Numbers of hidden rows (from 1) and columns (from 0), and row and column (from 0) of formulas without result."""

    rows: frozenset[int]
    columns: frozenset[int]
    unworked: frozenset[tuple[int, int]]


SHOWN = Unseen(frozenset(), frozenset(), frozenset())


def sheet_part(path: Path, name: str) -> bytes:
    """Give the XML of one sheet of a workbook."""
    with ZipFile(path) as book:
        sheets = ElementTree.fromstring(book.read("xl/workbook.xml")).iterfind(".//{*}sheet")
        held = next(sheet.attrib for sheet in sheets if sheet.get("name") == name)
        relation = next(value for key, value in held.items() if key.endswith("}id"))  # of two namespaces
        targets = ElementTree.fromstring(book.read("xl/_rels/workbook.xml.rels"))
        target = next(one.attrib["Target"] for one in targets if one.get("Id") == relation)
        return book.read(posixpath.join("/xl", target).lstrip("/"))


def unseen(path: Path, name: str) -> Unseen:
    """Find what is hidden in a sheet, and the formulas that the program that wrote it has not worked out.

    Such a program leaves the result away, or writes 0 for every formula.
    """
    rows, columns = set[int](), set[int]()
    empty, zero, worked = set[tuple[int, int]](), set[tuple[int, int]](), False
    for element in ElementTree.fromstring(sheet_part(path, name)).iter():
        tag = element.tag.rpartition("}")[2]
        if tag == "row" and element.get("hidden") in _YES:
            rows.add(int(element.get("r", "0")))
        elif tag == "col" and element.get("hidden") in _YES:
            last = min(int(element.get("max", "0")), _WIDEST)
            columns.update(range(int(element.get("min", "1")) - 1, last))
        elif tag == "c" and element.find("{*}f") is not None:
            at = re.fullmatch(r"([A-Z]+)(\d+)", element.get("r", ""))
            place = (int(at[2]) - 1, column_number(at[1])) if at else (-1, -1)
            value = element.find("{*}v")
            if value is None or not (value.text or element.get("t") == "str"):
                empty.add(place)
            elif value.text == "0" and element.get("t", "n") == "n":
                zero.add(place)
            else:
                worked = True
    return Unseen(frozenset(rows), frozenset(columns), frozenset(empty if worked else empty | zero))


def column_number(letters: str) -> int:
    """Turn the letters of a column into its number from 0."""
    number = 0
    for letter in letters:
        number = 26 * number + ord(letter) - ord("A") + 1
    return number - 1
