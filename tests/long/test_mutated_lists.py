"""One cell of a list changed at a time, through the real readers: no traceback, and no sum that changes in silence."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import pytest

from p2spp_sim.alignment.lists import Lists, read_lists
from p2spp_sim.base.errors import P2sppError
from p2spp_sim.base.language import set_language
from tests.studies.messy import HEAD, JT, READ, ROADS, SUM, Rows, write

TIMES = 3_000
NOTES: Rows = [["No", "Aspirasi"], ["R1", "Jalan Krajan rusak"]]
LIST: Rows = [
    ["DAFTAR USULAN KECAMATAN SUKAMAJU"],
    [*HEAD, "Status"],
    ["A", "DESA KARANGJATI", "", "", "", ""],
    *([*row, "Layak"] for row in ROADS[:2]),
    ["", "Sub total", "", "", 475 * JT, ""],
    ["B", "DESA MEKARSARI", "", "", "", ""],
    *([*row, "Layak"] for row in ROADS[2:]),
    ["", "JUMLAH", "", "", SUM, ""],
]
WIDE_350 = "\uff13\uff15\uff10"  # 350 in the wide digits of East Asia
WORDS = [
    *(
        "",
        "-",
        "Jumlah",
        "TOTAL",
        "Sub total Ayu",
        "Jumlah Kec. Sukamaju",
        "DESA AYU",
        "Bidang Fisik",
        "I",
        "A",
        "1.03",
    ),
    *(
        "1.03.02",
        "x",
        "Rp",
        "Rp 175 jt",
        "1,5 M",
        "175.000,000",
        "350.000.000",
        "350,000,000",
        "350.000.000,00",
    ),
    *(
        "350000",
        "350",
        "0",
        "-5",
        "1e9",
        "nan",
        "inf",
        "#REF!",
        "Ditolak",
        "Tidak layak",
        "ditunda",
        "dalam verifikasi",
    ),
    *(
        "(juta)",
        "Pagu (ribu rupiah)",
        "Anggaran",
        "Usulan",
        "No",
        "Desa",
        "(dalam jutaan rupiah)",
        "\u200b",
        "\u0663",
    ),
    *(WIDE_350, "=1+1", "TRUE", "2026-01-01", "🙂", "'1", "1 000"),
]
NUMBERS = [0, 1, 5 * JT, 350 * JT, SUM, 475 * JT, 1.5, 350.125, -3, 10**15, 10**16, 1e300, True]


def sums(found: Lists) -> tuple[int, int, int]:
    """Give lines, rupiah and eligible lines."""
    lines = found.proposals.values()
    return len(lines), sum(line.cost_idr for line in lines), sum(line.eligible for line in lines)


def shown(found: Lists) -> tuple[Any, ...]:
    """Give what the page shows of how the list was read, beyond lines and rupiah."""
    one = found.readings["usulan"]
    left = [(row.sort, row.idr, row.lines_idr) for row in one.left]
    return one.used, one.ignored, left, one.units, one.said


@pytest.mark.parametrize("seed", range(3))
def test_no_cell_changes_a_sum_in_silence(tmp_path: Path, seed: int) -> None:
    set_language("id")
    draw = random.Random(seed)
    path = tmp_path / "daftar.xlsx"
    good = read_lists(write(path, {"usulan": LIST, "reses": NOTES}))
    asked = read = 0
    for _ in range(TIMES // 3):
        rows = [list(row) for row in LIST]
        row = draw.randrange(len(rows))
        column = draw.randrange(len(HEAD) + 2)
        rows[row] += [""] * (column + 1 - len(rows[row]))
        old, new = rows[row][column], draw.choice(WORDS if draw.random() < 0.7 else NUMBERS)
        rows[row][column] = new
        write(path, {"usulan": rows, "reses": NOTES})
        try:
            found = read_lists(path)
        except P2sppError:
            asked += 1
            continue
        read += 1
        lines, idr, eligible = sums(found)
        before = sums(good)
        if (lines, idr, eligible) == before:
            continue
        place = (row, column, old, new)
        of_line = row in (3, 4, 7, 8)
        whole = idr - before[1] == _meant(new) - (old if isinstance(old, int) else 0)
        if of_line and column == HEAD.index("Pagu (Rp)") and lines == before[0]:
            assert whole, place  # another amount was written, and it was read as it is
            continue
        assert shown(found) != shown(good), (
            place
        )  # what is left out, or how a status was read, is seen
    assert asked > 100 and read > 100, (asked, read)


def _meant(new: Any) -> int:
    """Give the rupiah that a person reads in what was written."""
    meant = {
        "Rp 175 jt": 175 * JT,
        "1,5 M": 1500 * JT,
        "350,000,000": 350 * JT,
        "350.000.000": 350 * JT,
    }
    meant |= {"350.000.000,00": 350 * JT, "350000": 350_000, WIDE_350: 350}
    return int(new) if isinstance(new, int | float) else meant.get(new, 0)


def test_mutations_of_every_messy_list_give_a_sentence_or_a_list(tmp_path: Path) -> None:
    set_language("id")
    draw = random.Random(7)
    for n in range(TIMES):
        case = READ[n % len(READ)]
        rows = [list(row) for row in case.rows]
        row = draw.choice([row for row in rows if row])
        row[draw.randrange(len(row))] = draw.choice(WORDS + NUMBERS)
        path = write(tmp_path / "daftar.xlsx", {"usulan": rows, "reses": NOTES})
        try:
            found = read_lists(path)
        except P2sppError as told:
            assert "daftar.xlsx" in str(told)
        else:
            assert found.proposals and found.readings["usulan"].used
