"""Which rows of a list add up others: by their rupiah, where their words or numbers leave it open."""

import re
from collections.abc import Iterator, Sequence
from itertools import accumulate

from p2spp_sim.base.formats import rupiah
from p2spp_sim.base.language import tr
from p2spp_sim.tables.rows import ListRow

_FEW = 3  # lines whose sum another one is, so that it may add them up
_DEEPEST, _LONGEST = 3, 200  # levels above each other, and rows of one head, that are looked for
_STYLES = ("[IVX]+", "[A-Z]", "[a-z]", "[0-9]+", r"[0-9]+[a-z]", r"[0-9]+(\.[0-9]+)+")


class _Sums:
    """Sums of the lines between any two edges, which are titles, totals and the ends of the list."""

    def __init__(self, rows: Sequence[ListRow]) -> None:
        lines = [row.sort == "line" and "look" not in row.marks for row in rows]
        self.before = [
            0,
            *accumulate(row.idr or 0 if line else 0 for row, line in zip(rows, lines, strict=True)),
        ]
        self._count = [
            0,
            *accumulate(int(line and bool(row.idr)) for row, line in zip(rows, lines, strict=True)),
        ]
        edges = [0, *(n for n, line in enumerate(lines) if not line), len(rows)]
        self._first: dict[int, int] = {}
        self._last: dict[int, int] = {}
        for edge in edges:
            self._first.setdefault(self.before[edge], edge)
            self._last[self.before[edge]] = edge

    def lines(self, n: int, idr: int | None) -> int:
        """Count the lines right above or below a row that add up to an amount; 0 where none do."""
        if not idr:
            return 0
        above = self._first.get(self.before[n] - idr, n)
        below = self._last.get(self.before[n] + idr, n)
        return max(
            self._count[n] - self._count[min(above, n)], self._count[max(below, n)] - self._count[n]
        )


def hold_against_lines(rows: list[ListRow]) -> None:
    """Decide on totals and titles by the lines above and below them, and tell of totals that are others than these."""
    sums = _Sums(rows)
    for n, row in enumerate(rows):
        count = sums.lines(n, row.idr)
        if "beside" in row.marks and not count:
            row.sort = "line"  # a word in another column, as in a remark on a size
        elif "look" in row.marks and count and _certain(row, count):
            row.sort = "title"
        elif "look" in row.marks and count:
            row.ask(
                tr(
                    "judul atau isi daftar? bila judul, hapus barisnya; bila isi daftar, ubah kata pertamanya"
                )
            )
    for row in rows:
        row.marks.discard("look")
    sums, last = _Sums(rows), 0
    for n, row in enumerate(rows):
        count = sums.lines(n, row.idr)
        if row.sort == "total":
            if row.idr and not count:
                row.lines_idr = sums.before[n] - sums.before[last]
            if "sure" not in row.marks and not count:
                row.ask(
                    tr(
                        "diawali kata untuk jumlah: jumlah atau isi daftar? bila jumlah, hapus barisnya; "
                        "bila isi daftar, ubah kata pertamanya"
                    )
                )
            last = n
        elif "check" in row.marks and row.idr and not count:
            text = tr(
                "tampak seperti judul, tetapi isinya {isi} bukan jumlah baris di bawahnya; "
                "bila judul, kosongkan biayanya; bila isi daftar, beri nomor dan uraian seperti baris lain"
            )
            row.ask(text.format(isi=rupiah(row.idr)))
        elif "check" in row.marks and not row.idr and row.details and row.marks & {"sign", "place"}:
            row.ask(
                tr(
                    "tampak seperti judul, tetapi kolom lain juga terisi; bila judul, kosongkan kolom lain; "
                    "bila isi daftar, beri nomor dan uraian seperti baris lain"
                )
            )
    _outline(rows)
    _ask_for_sums(rows)


def _certain(row: ListRow, count: int) -> bool:
    """Tell whether a row that adds up so many lines, and may be called a title, is one."""
    if count > 1:
        return "word" in row.marks or not row.details
    return not row.details and "details" in row.marks


def _outline(rows: list[ListRow]) -> None:
    """Find upper levels by the way they are numbered, as A above 1 and 2, where they add up what is below them."""
    lines = [row for row in rows if row.sort == "line" and row.idr]
    styles = [_style(row.number) for row in lines]
    for n, row in enumerate(lines[:-1]):
        if not (styles[n] and styles[n + 1] and styles[n] != styles[n + 1]):
            continue
        parts_idr = 0
        for other, style in zip(lines[n + 1 :], styles[n + 1 :], strict=True):
            if style == styles[n] or parts_idr > (row.idr or 0):
                break
            parts_idr += (other.idr or 0) if style == styles[n + 1] else 0
        if parts_idr == row.idr:
            row.sort = "level"


def _style(number: str) -> str:
    bare = number.strip("().")
    return next((style for style in _STYLES if re.fullmatch(style, bare)), "")


def _ask_for_sums(rows: list[ListRow]) -> None:
    """Ask about lines whose rupiah are those of others in their group: a total, or a title, without a word for it."""
    for group in _groups(rows):
        paid = [row for row in group if row.idr]
        amounts = [row.idr or 0 for row in paid]
        last = len(paid) - 1
        places = {n for deep in (1, _DEEPEST) for n in _heads(amounts, deep)}
        places |= {last - n for deep in (1, _DEEPEST) for n in _heads(amounts[::-1], deep)}
        if len(paid) > _FEW:
            places |= {n for n in (0, last) if 2 * amounts[n] == sum(amounts)}
        elif (
            len(paid) == _FEW
        ):  # so few may add up by chance; a row with less in it than the others does not
            bare = [
                n
                for n in (0, last)
                if not paid[n].details and sum(not row.details for row in paid) == 1
            ]
            places |= {n for n in bare if 2 * amounts[n] == sum(amounts)}
        for n in sorted(places):
            text = tr(
                "isinya {isi} sama dengan jumlah baris di dekatnya; bila jumlah atau judul, hapus barisnya; "
                "bila isi daftar, pindahkan barisnya ke tempat lain dalam daftar"
            )
            paid[n].ask(text.format(isi=rupiah(amounts[n])))


def _groups(rows: list[ListRow]) -> Iterator[list[ListRow]]:
    """Give the lines between totals, titles and levels."""
    group: list[ListRow] = []
    for row in rows:
        if row.sort == "line":
            group.append(row)
        elif group:
            yield group
            group = []
    if group:
        yield group


def _heads(amounts: list[int], deep: int) -> list[int]:
    """Give the places of heads where the amounts fall, without rest, into heads and parts, so many levels deep."""
    heads: list[int] = []
    at, many = 0, False
    while at < len(amounts):
        end, within = _block(amounts, at, deep)
        if not within:
            return []
        many |= end - at - len(within) > 1
        heads += within
        at = end
    return heads if many and len(amounts) >= 2 * _FEW - 1 else []


def _block(amounts: list[int], at: int, depth: int) -> tuple[int, list[int]]:
    """Give the end of the block that begins at a place, and the heads in it; none where the place is no head."""
    if depth:
        parts_idr, end, heads = 0, at + 1, [at]
        while end < len(amounts) and parts_idr < amounts[at] and end - at < _LONGEST:
            parts_idr += amounts[end]
            end, within = _block(amounts, end, depth - 1)
            heads += within
        if parts_idr == amounts[at]:
            return end, heads
    return at + 1, []
