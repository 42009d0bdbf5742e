"""What is written once for many lines: a village in the first row of its group or in a title, the kecamatan above."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import NamedTuple

from p2spp_sim.tables.cells import MERGED, UNWORKED, TextTable
from p2spp_sim.tables.columns import DASHES, Column
from p2spp_sim.tables.list_words import called_total, list_words, words_of
from p2spp_sim.tables.sifting import Left

# by field: the words before the name of one
_KINDS = {
    "village": ("desa", "ds", "kelurahan", "kel"),
    "kecamatan": ("kecamatan", "kec"),
    "skpd": ("dinas", "badan", "kantor", "sekretariat", "skpd", "opd"),
}
_KEPT = ("skpd",)  # whose word belongs to the name
_ABOVE = ("village", "kecamatan")  # fields that a table has as a whole
_SIGN = re.compile(r"^\W*(?:[IVXLC]{1,5}|[A-Z]|\d{1,3})[.)]\s*")
_STOP = re.compile(
    r"\b(tahun|thn|ta|kabupaten|kab|provinsi|prov|kecamatan|kec|desa|hasil|musrenbang|usulan|yang|dan|untuk|dari|di|ke|per|se|menurut|prioritas|dalam)\b.*|[\d_(,;/].*|\s-\s.*",
    re.IGNORECASE,
)


class Whole(NamedTuple):
    """What holds for all lines of a list: the value, and what says so (`above`, `sheet` or `file`)."""

    value: str
    where: str


class Carried(NamedTuple):
    """A list with every line's place written into it; by field how many lines it was carried to, and what all have."""

    grid: TextTable
    lines: dict[str, int]
    whole: dict[str, Whole]


def carry(
    grid: TextTable,
    columns: Sequence[Column],
    left: Sequence[Left],
    rows: Mapping[int, Sequence[str]],
    names: tuple[str, str],
) -> Carried:
    """Write places into the lines that lack them.

    Parameters
    ----------
    grid : the lines; its heading in names of columns.
    left : the rows that are no lines.
    rows : cells of all rows by number, of lines and others.
    names : of the sheet and of the file.
    """
    fields = [column.name for column in columns if column.name in _KINDS]
    titles = {row.row: row.words for row in left if row.sort in ("title", "level")}
    lines, whole = dict[str, int](), dict[str, Whole]()
    for field in fields:
        at = grid.heading.index(field) if field in grid.heading else len(grid.heading)
        own = {number: _cell(row, at) for number, row in grid.body}
        filled = _from_titles(
            field, own, titles, {n: _cell(cells, at) for n, cells in rows.items()}
        )
        if not any(filled.values()) and _once_a_group(list(own.values())):
            filled = _downwards(own)
        whole_place = _of_whole(field, grid.above, names) if field in _ABOVE else None
        if whole_place and not any({**own, **{n: v for n, v in filled.items() if v}}.values()):
            whole[field], filled = whole_place, dict.fromkeys(own, whole_place.value)
        elif count := sum(bool(value) for value in filled.values()):
            lines[field] = count
        if any(filled.values()):
            grid = _with(grid, field, at, {n: own[n] or filled.get(n, "") for n in own})
    return Carried(grid, lines, whole)


def _cell(row: Sequence[str], at: int) -> str:
    cell = row[at] if at < len(row) else ""
    return "" if cell in (MERGED, UNWORKED, *DASHES) else cell


def _with(grid: TextTable, field: str, at: int, values: Mapping[int, str]) -> TextTable:
    """Put values into a column, a new one where there is none."""
    new = at == len(grid.heading)
    body = [
        (n, [*row[:at], *[""] * (at - len(row)), values[n], *row[at + 1 :]]) for n, row in grid.body
    ]
    return replace(
        grid,
        heading=[*grid.heading, field] if new else grid.heading,
        titles=[*grid.titles, ""] if new else grid.titles,
        body=body,
    )


def _from_titles(
    field: str, own: Mapping[int, str], titles: Mapping[int, str], cells: Mapping[int, str]
) -> dict[int, str]:
    """Give lines without a place the one in the title above them; a kecamatan ends the village before it."""
    value, filled = "", {}
    for number in sorted([*own, *titles]):
        if number in own:
            filled[number] = "" if own[number] else value
            continue
        kind, name = place_named(titles[number])
        if kind == field:
            value = name
        elif kind == "kecamatan" and field == "village":
            value = ""
        elif not kind and cells.get(number) and cells[number] == titles[number]:
            value = cells[number]  # the village alone in its own column
    return filled


def place_named(text: str) -> tuple[str, str]:
    """Tell what a title names, as village and Karangjati of "A. DESA KARANGJATI"; nothing where it names no place."""
    bare = _SIGN.sub("", text).strip()
    words = words_of(bare)
    kind = next((field for field, known in _KINDS.items() if words and words[0] in known), "")
    if not kind or called_total(bare) or len(words) > 1 + _longest(kind):
        return "", ""
    name = bare if kind in _KEPT else re.sub(r"^\w+[\s.:]*", "", bare)
    name = name.strip(" :.")
    return (
        (kind, name.title() if name.isupper() and kind not in _KEPT else name) if name else ("", "")
    )


def _longest(kind: str) -> int:
    return 8 if kind in _KEPT else 4


def _once_a_group(values: list[str]) -> bool:
    """Tell whether a column is written in the first row of each group only: never twice in a row, and half left out."""
    said = [value.casefold() for value in values if value]
    twice = any(a and a == b for a, b in pairwise(values))
    gaps = sum(bool(a) and not b for a, b in pairwise(values))  # groups of several lines
    return bool(said) and bool(values[0]) and not twice and 2 * gaps >= len(said)


def _downwards(own: Mapping[int, str]) -> dict[int, str]:
    value, filled = "", {}
    for number in sorted(own):
        filled[number] = "" if own[number] else value
        value = own[number] or value
    return filled


def _of_whole(field: str, above: Sequence[Sequence[str]], names: tuple[str, str]) -> Whole | None:
    """Give the only village or kecamatan above a table; a kecamatan also from the name of the sheet or file."""
    cells = [cell for row in above for cell in row if cell not in ("", MERGED)]
    joined = [
        f"{a} {b}" for row in above for a, b in pairwise(row) if a and b
    ]  # Kecamatan | : Sukamaju
    for where, texts in (("above", [*cells, *joined]), ("sheet", names[:1]), ("file", names[1:])):
        if where != "above" and field == "village":
            break
        places = {name.casefold(): name for text in texts if (name := _named_in(field, text))}
        if len(places) == 1:
            return Whole(next(iter(places.values())), where)
        if places:
            break
    return None


def _named_in(field: str, text: str) -> str:
    """Give the name behind the word for a field in a longer text: Sukamaju of "USULAN KEC. SUKAMAJU TAHUN 2026"."""
    said = re.sub(r"[_\s]+", " ", text)
    match = re.search(rf"\b(?:{'|'.join(_KINDS[field])})\b[\s.:]*(.+)", said, re.IGNORECASE)
    name = _STOP.sub("", match[1]).strip(" .:-") if match else ""
    words = words_of(name)
    known = list_words()
    if not words or len(words) > 3 or {*words} & (known.total | known.title | known.maybe_title):
        return ""
    return name.title() if name.isupper() or name.islower() else name
