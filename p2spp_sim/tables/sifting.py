"""Which rows of an office's list are its lines, and which are totals, titles or upper levels of a coded hierarchy.

What leaves no doubt is left out and told; where a row can be read in two ways it is asked about.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from typing import NamedTuple

from p2spp_sim.base.errors import Fault
from p2spp_sim.base.formats import rupiah
from p2spp_sim.base.language import tr
from p2spp_sim.tables.adding_up import hold_against_lines
from p2spp_sim.tables.cells import MERGED, UNWORKED, TextTable, in_sheet
from p2spp_sim.tables.columns import DASHES, Column
from p2spp_sim.tables.list_words import (
    Sureness,
    called_foot,
    called_title,
    called_total,
    counts_columns,
    is_sign,
    says_nothing,
    says_refused,
    words_of,
)
from p2spp_sim.tables.rows import ListRow, Sort

_CODE = re.compile(r"\w{1,6}(\.\w{1,8})*")
_CODED = re.compile(r"\b(kode|rekening|no|nomor|nomer)\b")  # headings above codes
_PRICED = re.compile(r"\W*(rp\b\W*|idr\b\W*)?\d", re.IGNORECASE)
_COUNTED = 3  # cells of a row that counts the columns: (1), (2), (3)
_LONG = 4  # words of a note that begins with the word for a total and is none


class Left(NamedTuple):
    """A row that is no line: its number, what it is, its words, its rupiah, and the lines' sum where that differs."""

    row: int
    sort: Sort
    words: str
    idr: int
    lines_idr: int | None = None


class Sifted(NamedTuple):
    """The rows that are lines, those left out, and what must be asked."""

    grid: TextTable
    left: list[Left]
    faults: list[Fault]


def sift(
    grid: TextTable, columns: Sequence[Column], label: str, sums: Sequence[str] = ()
) -> Sifted:
    """Part the lines of a list from what is none.

    Parameters
    ----------
    grid : as it was read, its heading in names of the columns.
    columns : of the list, with the unit of money of this file.
    label : file and sheet as faults name them.
    sums : words of rows that add up others in the layout of the file.
    """
    at = {
        column.name: grid.heading.index(column.name)
        for column in columns
        if column.name in grid.heading
    }
    number = next(
        (at[column.name] for column in columns if column.unique and column.name in at), -1
    )
    texts = [
        column
        for column in columns
        if column.kind == "text" and column.default is None and not column.unique
    ]
    what = next((at[column.name] for column in texts if column.name in at), -1)
    money = next((column for column in columns if column.kind == "idr" and column.name in at), None)
    paid = at[money.name] if money else -1
    rows = [
        ListRow(n, cells, *_parts(cells, number, what, paid, money, grid)) for n, cells in grid.body
    ]
    village = next(
        (at[column.name] for column in columns if column.name == "village" and column.name in at),
        -1,
    )
    places = {
        " ".join(words_of(row.cells[village])) for row in rows if 0 <= village < len(row.cells)
    } - {""}
    _headings(rows, grid.titles, paid)
    for row, below in pairwise(rows):  # the village alone, above lines that do not say theirs
        alone = row.sort == "line" and row.texts and row.texts == row.cells[village : village + 1]
        if (
            alone
            and village >= 0
            and below.what
            and not "".join(below.cells[village : village + 1])
        ):
            row.sort = "title"
    _levels(
        rows,
        [
            n
            for n, title in enumerate(grid.titles)
            if n == number or _CODED.search(title.casefold())
        ],
    )
    known_sums = {" ".join(words_of(text)) for text in sums}
    for row in rows:
        if row.sort == "line" and " ".join(words_of(row.what)) in known_sums:
            row.marks.add("sure")
            row.sort = "total"
    _totals(rows, places, money is not None)
    _mark_titles(rows, places)
    _titles(rows)
    _feet(rows, places, village, paid)
    hold_against_lines(rows)
    _ask_for_refused(rows)
    lines = {row.at for row in rows if row.sort == "line"}
    return Sifted(
        replace(grid, body=[(n, cells) for n, cells in grid.body if n in lines]),
        [
            Left(row.at, row.sort, row.words, row.idr or 0, row.lines_idr)
            for row in rows
            if row.sort not in ("line", "asked")
        ],
        [
            Fault(label, row.at, _heading_of(row, what, grid.titles), row.words, row.expected)
            for row in rows
            if row.sort == "asked"
        ],
    )


def _heading_of(row: ListRow, what: int, titles: Sequence[str]) -> str:
    """Give the heading above the words of a row, which may stand in another column than `what`."""
    at = (
        what if row.what else next((n for n, cell in enumerate(row.cells) if cell == row.words), -1)
    )
    return titles[at].strip(MERGED) if 0 <= at < len(titles) else ""


def _parts(
    cells: list[str], number: int, what: int, paid: int, money: Column | None, grid: TextTable
) -> tuple[str, str, int | None, int]:
    """Give number, words, rupiah and how many other columns are filled."""

    def text_at(at: int) -> str:
        cell = cells[at] if 0 <= at < len(cells) else ""
        return "" if cell in (MERGED, UNWORKED, "-", "–") else in_sheet(cell)

    idr = None
    if money and text_at(paid):
        try:
            idr = int(money.parse(cells[paid])) or None
        except ValueError:
            idr = None
    details = sum(
        bool(text_at(at))
        for at, head in enumerate(grid.heading)
        if head and at not in (number, what, paid)
    )
    return text_at(number), text_at(what), idr, details


def _amount(cells: list[str], paid: int) -> bool:
    """Tell whether an amount stands in the column of money, one that cannot be read too."""
    return 0 <= paid < len(cells) and (
        cells[paid] in (MERGED, UNWORKED) or _PRICED.match(cells[paid]) is not None
    )


def _headings(rows: list[ListRow], titles: list[str], paid: int) -> None:
    """Find the heading again, as at the top of a page, rows that count the columns, and numbers without a work."""
    heads = [title.casefold() for title in titles]
    for row in rows:
        again = [cell.casefold() for cell in row.cells[: len(heads)]] == heads[: len(row.cells)]
        counts = len(row.texts) >= _COUNTED and counts_columns(row.texts)
        said = [cell for cell in row.cells if cell not in ("", *DASHES)]
        bare = bool(row.number) and len(said) == 1
        if again or counts or bare or (says_nothing(row.what) and not _amount(row.cells, paid)):
            row.sort = "title"


def _levels(rows: list[ListRow], coded: list[int]) -> None:
    """Find the rows whose code others go on from: 1.03 where there is 1.03.02."""
    for column in coded:
        codes: dict[str, ListRow] = {}
        for row in (row for row in rows if row.sort == "line"):
            code = (
                re.sub(r"\s", "", in_sheet(row.cells[column])).strip(".")
                if column < len(row.cells)
                else ""
            )
            if _CODE.fullmatch(code) and re.search(r"\d|X", code):
                codes.setdefault(code, row)
        below: dict[str, list[str]] = {}
        for code in codes:
            parts = code.split(".")
            for n in range(1, len(parts)):
                if (above := ".".join(parts[:n])) in codes:
                    below.setdefault(above, []).append(code)
        for code, under in below.items():
            heads = tuple(f"{lower}." for lower in under)
            nearest = [lower for lower in under if not lower.startswith(heads)]
            leaves = [lower for lower in under if lower not in below]
            sums = {sum(codes[lower].idr or 0 for lower in group) for group in (nearest, leaves)}
            row = codes[code]
            row.sort = "level"
            if row.idr is not None and row.idr not in sums:
                text = tr(
                    "kode {code} punya rincian di bawahnya yang berjumlah {jumlah}, lain dari isinya {isi}; "
                    "samakan, atau kosongkan biaya di baris ini"
                )
                sum_ = sum(codes[lower].idr or 0 for lower in leaves)
                row.ask(text.format(code=code, jumlah=rupiah(sum_), isi=rupiah(row.idr)))


def _totals(rows: list[ListRow], places: set[str], paid: bool) -> None:
    """Mark the rows that call themselves a total."""
    for row in rows:
        if row.sort != "line":
            continue
        said: Sureness = called_total(row.what, places)
        others = [called_total(cell, places) for cell in row.texts if cell != row.what]
        if not row.what:
            said = "sure" if "sure" in others else "unsure" if "unsure" in others else ""
        elif not said and "sure" in others:
            said = "sure" if called_total(row.number, places) == "sure" else "unsure"
            row.marks.add("beside")
        if said == "unsure" and not paid and len(words_of(row.what)) >= _LONG:
            said = ""  # a note on how many there are of something
        if (
            said == "sure"
            and not paid
            and row.number
            and row.details
            and len(words_of(row.what)) >= _LONG
        ):
            said = "unsure"
        if said:
            row.marks.add(said)
            row.sort = "total"


def _mark_titles(rows: list[ListRow], places: set[str]) -> None:
    """Mark what speaks for a row being a title."""
    lines = [row for row in rows if row.sort == "line"]
    signs = sum(is_sign(row.number) for row in lines)
    small = sum(row.what != row.what.upper() for row in lines)
    for row in lines:
        texts = row.texts
        if said := called_title(row.what or (texts[0] if len(texts) == 1 else "")):
            row.marks.add("word" if said == "sure" else "maybe")
        if is_sign(row.number) and 2 * signs <= sum(bool(other.number) for other in lines):
            row.marks.add("sign")
        if row.what and " ".join(words_of(row.what)) in places:
            row.marks.add("place")
        if len(texts) == 1 and MERGED in row.cells:
            row.marks.add("merged")
        if row.what and row.what == row.what.upper() and 2 * small > len(lines):
            row.marks.add("capitals")


def _titles(rows: list[ListRow]) -> None:
    """Decide on the rows that may be titles."""
    lines = [row for row in rows if row.sort == "line"]
    plain = [row for row in lines if not row.marks] or lines
    filled = 2 * sum(bool(row.details or row.idr) for row in plain) > len(plain)
    detailed = 2 * sum(bool(row.details) for row in plain) > len(plain)
    for row in lines:
        strong = row.marks & {"word", "sign", "place", "merged"}
        if row.idr is None and not row.details:
            numbered = bool(row.number and row.what)
            if (
                (strong and (filled or not numbered))
                or strong - {"word"}
                or (row.marks and not numbered and row.what)
            ):
                row.sort = "title"
            elif numbered and not filled and strong:
                text = tr(
                    "judul atau isi daftar? bila judul, hapus barisnya; bila isi daftar, ubah kata pertamanya"
                )
                row.ask(text)
            elif numbered and filled and UNWORKED not in row.cells:
                row.ask(
                    tr(
                        "hanya nomor dan uraian yang terisi: judul atau isi daftar? bila judul, hapus barisnya; "
                        "bila isi daftar, isi juga desa atau biayanya"
                    )
                )
        elif strong - {"word"} or (strong and (not row.details or not detailed)):
            row.sort = "title"
            row.marks.add("check")
        elif row.idr and (row.marks & {"word", "maybe"} or (row.marks and not row.details)):
            row.marks |= {"look", *(["details"] if detailed else [])}


def _feet(rows: list[ListRow], places: set[str], village: int, paid: int) -> None:
    """Leave out what stands below the table: signatures and remarks, without number and rupiah; and page numbers."""
    for row in rows:
        if (
            row.sort == "line"
            and len(row.texts) == 1
            and not row.what
            and row.idr is None
            and called_foot(row.texts[0])
        ):
            row.sort = "title"
    last = next(
        (n for n in range(len(rows) - 1, -1, -1) if not _footed(rows[n], places, village, paid)), -1
    )
    foot = rows[last + 1 :]
    if last >= 0 and any(called_foot(cell) for row in foot for cell in row.texts):
        for row in foot:
            row.sort = "title"


def _footed(row: ListRow, places: set[str], village: int, paid: int) -> bool:
    """Tell whether a row may stand below the table: no number beside words, no rupiah, no village that proposes."""
    at = row.cells[village] if 0 <= village < len(row.cells) else ""
    known = bool(row.what) and " ".join(words_of(at)) in places and bool(at)
    return (
        row.sort in ("line", "title")
        and not _amount(row.cells, paid)
        and not (row.number and row.what)
        and not known
    )


def _ask_for_refused(rows: list[ListRow]) -> None:
    """Ask about a title that says that what stands below it is refused."""
    for row in rows:
        if row.sort == "title" and says_refused(row.words):
            row.ask(
                tr(
                    "judul ini tampak di atas baris yang ditolak atau ditunda; hapus judulnya, "
                    "dan tulis N di kolom layak pada setiap barisnya"
                )
            )
