"""What an Excel sheet holds that its values do not show: hidden rows and columns, formulas without a result."""

import io
import posixpath
import re
from pathlib import Path
from typing import NamedTuple
from xml.etree import ElementTree
from zipfile import ZipFile

from p2spp_sim.tables.limits import column_number

_YES = ("1", "true")
WIDEST = 16_384  # columns of a sheet


class Unseen(NamedTuple):
    """Numbers of hidden rows (from 1) and columns (from 0), and row and column (from 0) of formulas without result."""

    rows: frozenset[int]
    columns: frozenset[int]
    unworked: frozenset[tuple[int, int]]


SHOWN = Unseen(frozenset(), frozenset(), frozenset())


def part(path: Path, name: str) -> bytes:
    """Give one file inside a workbook."""
    with ZipFile(path) as book:
        return book.read(name)


def sheet_part(path: Path, name: str) -> bytes:
    """Give the XML of one sheet of a workbook."""
    sheets = ElementTree.fromstring(part(path, "xl/workbook.xml")).iterfind(".//{*}sheet")
    attributes = next(sheet.attrib for sheet in sheets if sheet.get("name") == name)
    relation = next(
        value for key, value in attributes.items() if key.endswith("}id")
    )  # of two namespaces
    targets = ElementTree.fromstring(part(path, "xl/_rels/workbook.xml.rels"))
    target = next(each.attrib["Target"] for each in targets if each.get("Id") == relation)
    return part(path, posixpath.join("/xl", target).lstrip("/"))


def unseen(xml: bytes) -> Unseen:
    """Find in the XML of a sheet what is hidden, and the formulas that the program that wrote it has not worked out.

    Such a program leaves the result away, or writes 0 for every formula.
    """
    rows, columns = set[int](), set[int]()
    empty, zero, worked = set[tuple[int, int]](), set[tuple[int, int]](), False
    for _, element in ElementTree.iterparse(io.BytesIO(xml)):
        tag = element.tag.rpartition("}")[2]
        if tag == "row":
            if element.get("hidden") in _YES:
                rows.add(int(element.get("r", "0")))
            element.clear()  # a long sheet is never held whole
        elif tag == "col" and element.get("hidden") in _YES:
            last = min(int(element.get("max", "0")), WIDEST)
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
