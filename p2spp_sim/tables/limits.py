"""How large a file may be that somebody brings, and what is said of a larger one: what was found, what is allowed.

A file on disk says little: a workbook is packed, a cell may stand anywhere, a row may be said to come a million times.
What is looked at here costs time and memory in proportion to what is there, never to what it claims to be.
"""

import re
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo, is_zipfile

from p2spp_sim.base.errors import P2sppError
from p2spp_sim.base.formats import number
from p2spp_sim.base.language import tr

# What offices bring stays far below: the proposals of a whole kabupaten are 12,000 rows of 20 columns, 2 million bytes.
CEILINGS = {
    "bytes": 64_000_000,  # of the file
    "parts": 5_000,  # of a packed workbook
    "unpacked": 250_000_000,  # bytes of all of them
    "sheets": 300,
    "name": 255,  # letters of the name of a sheet; Excel allows 31
    "far": 16_000_000,  # cells from the first to the farthest that is filled, both ways: 500 MB in the reader
    "rows": 50_000,  # of a sheet that hold anything
    "cells": 2_000_000,  # of a sheet that hold anything
    "merged": 500_000,  # cells of a sheet that were merged into others
    "letters": 32_767,  # of a cell, as Excel allows
    "line": 1_000_000,  # letters of a line of a CSV file
    "csv": 4_000_000,  # cells of a CSV file
}
UPLOAD = 32_000_000  # bytes of the files that a browser may hand over at once
_SAID = {
    "bytes": "besarnya {found} byte; paling besar {most} byte",
    "parts": "berisi {found} bagian terkemas; paling banyak {most}",
    "unpacked": "isinya lebih dari {most} byte sesudah dibuka; simpan hanya lembar yang perlu",
    "sheets": "berisi {found} lembar; paling banyak {most}",
    "name": "nama lembarnya {found} huruf; paling panjang {most}",
    "far": "lembar {where}: sel terisi sampai {found}, terlalu jauh; hapus yang di luar tabel, lalu simpan lagi",
    "rows": "lembar {where}: lebih dari {most} baris terisi; bagi menjadi beberapa berkas",
    "cells": "lembar {where}: lebih dari {most} sel terisi; simpan hanya kolom dan baris yang perlu",
    "merged": "lembar {where}: lebih dari {most} sel gabungan; pisahkan (Unmerge) dahulu",
    "letters": "lembar {where}: ada sel berisi {found} huruf; paling panjang {most}",
    "line": "baris {where}: {found} huruf dalam satu baris; paling panjang {most}; simpan lagi sebagai CSV UTF-8",
    "csv": "lebih dari {most} sel; bagi menjadi beberapa berkas",
}
_PIECE = 1 << 20
_FILLED = re.compile(
    rb"<(?:\w+:)?c\s([^<>]*[^<>/])>\s*<(?!/)"
)  # a cell that holds something; each part ends at < or >
_AT = re.compile(rb"\br=[\"']([A-Z]{1,3})(\d{1,7})[\"']")
# a sheet, a row or a cell of .ods, its attributes, and whether anything stands in it
_ODS = re.compile(
    rb"<(?:\w+:)?(table|table-row|table-cell|covered-table-cell)(?:\s([^<>]*))?>(?=(\s*<(?!/))?)"
)
_NAMED = re.compile(rb"\bname=[\"']([^\"']{1,99})")
_TIMES = re.compile(rb"number-(?:rows|columns)-repeated=[\"'](\d{1,12})[\"']")


def hold(what: str, count: int, where: object = "", shown: object = None) -> None:
    """See that a number is not above its ceiling.

    Parameters
    ----------
    shown : what is said to have been found; the number itself when None.

    Raises
    ------
    P2sppError : it is; says what was found and what is allowed.
    """
    if count > (most := CEILINGS[what]):
        text = tr(_SAID[what])
        raise P2sppError(
            text.format(
                found=number(count) if shown is None else shown, most=number(most), where=where
            )
        )


def hold_file(path: Path) -> None:
    """See that a workbook is none too large, before a reader opens it.

    Raises
    ------
    P2sppError : it is; or it is packed in a way that no office packs.
    """
    hold("bytes", path.stat().st_size)
    if not is_zipfile(path):
        return
    with ZipFile(path) as book:
        parts = book.infolist()
        hold("parts", len(parts))
        unpacked = 0
        for part in parts:
            if part.compress_type not in (ZIP_STORED, ZIP_DEFLATED) or part.flag_bits & 1:
                raise P2sppError(_strange())
            before = b""
            for piece in _pieces(
                book, part
            ):  # what the list of parts says of their sizes may be false
                unpacked += len(piece)
                hold("unpacked", unpacked)
                if b"<!DOCTYPE" in before + piece or b"<!ENTITY" in before + piece:
                    raise P2sppError(_strange())
                before = piece[-16:]


def _strange() -> str:
    return tr(
        "dikemas dengan cara yang tidak dipakai Excel; buka di Excel, lalu simpan lagi sebagai .xlsx"
    )


def _pieces(book: ZipFile, part: ZipInfo) -> Iterator[bytes]:
    try:
        with book.open(part) as file:
            while piece := file.read(_PIECE):
                yield piece
    except (zlib.error, EOFError):
        raise P2sppError(_strange()) from None


def hold_cells(part: bytes, sheet: str) -> None:
    """See that the filled cells of a sheet of .xlsx are not too many and not too far apart.

    Cells that have a look and nothing in them, as one in the last row of all often has, do not count.

    Raises
    ------
    P2sppError : they are.
    """
    filled, down, across, begin = 0, 0, 0, 0
    while begin < len(
        part
    ):  # in pieces that begin with a cell, so that what is found needs little memory
        end = part.find(b"<c", begin + _PIECE)
        end = len(part) if end < 0 else end
        cells = _FILLED.findall(part, begin, end)
        places = _AT.findall(b" ".join(cells))
        filled, begin = filled + len(cells), end
        down = max(down, *(int(row) for row in {row for _, row in places}), 0)
        across = max(
            across,
            *(column_number(letters.decode()) for letters in {letters for letters, _ in places}),
            0,
        )
        hold("cells", filled, sheet)
        hold("far", down * (across + 1), sheet, f"{column_letters(across)}{down}")


def hold_repeats(content: bytes) -> None:
    """See that the filled cells of the sheets of .ods are none too many or far apart, where one may come many times.

    Raises
    ------
    P2sppError : they are.
    """
    name, rows, at, filled, down, across = "", 1, 0, 0, 0, 0
    top = 0  # rows up to this one
    for kind, attributes, inside in _ODS.findall(content):
        if kind == b"table":
            named = _NAMED.search(attributes)
            name = named[1].decode(errors="replace") if named else ""
            top = filled = down = across = 0
        elif kind == b"table-row":
            rows, at = _times(attributes), 0
            top += rows
        else:
            times = _times(attributes)
            at += times
            if b"value" in attributes or (inside and not attributes.endswith(b"/")):
                filled, down, across = filled + rows * times, top, max(across, at)
                hold("cells", filled, name)
                hold("far", down * across, name, f"{column_letters(across - 1)}{down}")


def _times(attributes: bytes) -> int:
    said = _TIMES.search(attributes)
    return int(said[1]) if said else 1


def hold_names(names: Iterable[str]) -> None:
    """See that a workbook has not too many sheets, and none with a name that nobody can read.

    Raises
    ------
    P2sppError : it has.
    """
    names = list(names)
    hold("sheets", len(names))
    hold("name", max(map(len, names), default=0))


def column_number(letters: str) -> int:
    """Turn the letters of a column into its number from 0."""
    number = 0
    for letter in letters:
        number = 26 * number + ord(letter) - ord("A") + 1
    return number - 1


def column_letters(number: int) -> str:
    """Turn the number of a column from 0 into its letters."""
    letters = ""
    number += 1
    while number:
        number, last = divmod(number - 1, 26)
        letters = chr(ord("A") + last) + letters
    return letters
