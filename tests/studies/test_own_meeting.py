"""A kecamatan's own list before its meeting: what it can be judged by, and that the board decides as the case does."""

from __future__ import annotations

from pathlib import Path

import pytest

from p2spp_sim.alignment.own_meeting import (
    NEEDS,
    example,
    meeting_world,
    read_meeting_list,
    scoring_sheet,
)
from p2spp_sim.base.errors import BadData
from p2spp_sim.results.excel import write_tables
from p2spp_sim.scenario.scenario import Scenario
from p2spp_sim.workbook.case.desk import Desk, world
from tests.studies.messy import HEAD, ROADS, write


def own(tmp_path: Path, *head: str, rows: list[list[object]]) -> Path:
    return write(tmp_path / "usulan.xlsx", {"usulan": [[*HEAD, *head], *rows]})


def decided(desk: Desk) -> list[tuple[str, str, float]]:
    return [
        (row.paper.id, row.decision, round(row.score, 12) if row.rank else 0.0)
        for row in desk.meeting().rows
    ]


def test_the_example_is_decided_as_the_case_it_comes_from(tmp_path: Path) -> None:
    sheets, picks = example()
    made = read_meeting_list(write_tables(sheets, tmp_path / "contoh.xlsx", picks))
    assert made.measurable == tuple(NEEDS) and len(made.lines) == 15
    scenario = Scenario.load("unit03")
    ours = Desk(meeting_world(made, 7), scenario, scenario)
    assert decided(ours) == decided(Desk(world("tirtamulya"), scenario, scenario))


def test_an_office_list_lacks_what_judges_it_until_the_sheet_is_filled(tmp_path: Path) -> None:
    made = read_meeting_list(own(tmp_path, "Volume", rows=[[*row, "1 paket"] for row in ROADS]))
    assert made.measurable == ()
    sheets, picks = scoring_sheet(made)
    table = sheets["usulan"]
    assert table["volume"].tolist() == ["1 paket"] * len(ROADS)  # the office's own columns stay
    assert table["KK penerima manfaat"].isna().all() and picks["urgensi"] == [
        "1",
        "2",
        "3",
        "4",
        "5",
    ]
    table["urgensi"], table["KK penerima manfaat"] = 3, 40
    filled = read_meeting_list(write_tables(sheets, tmp_path / "penilaian.xlsx", picks))
    assert filled.measurable == ("weight_reach", "weight_urgency")
    assert [*filled.lines] == [*made.lines]


def test_each_kecamatan_sits_alone(tmp_path: Path) -> None:
    rows = [
        [*row, place, 30]
        for row, place in zip(ROADS, ("Baru", "Lama", "Baru", "Lama"), strict=True)
    ]
    made = read_meeting_list(own(tmp_path, "Kecamatan", "KK penerima manfaat", rows=rows))
    assert made.kecamatan == ("Baru", "Lama")
    part = made.part("Lama")
    assert [*part.lines] == [str(ROADS[1][0]), str(ROADS[3][0])]
    assert part.judged["households"].tolist() == [30, 30]
    assert len({*meeting_world(part, 7).villages["kecamatan"].tolist()}) == 1


@pytest.mark.parametrize(
    ("head", "cell", "words"),
    [
        (("urgensi",), ["9"], ("kolom urgensi", "“9”", "antara 1 dan 5")),
        (
            ("KK penerima manfaat", "KK miskin"),
            ["10", "12"],
            ("KK miskin", "lebih banyak daripada"),
        ),
        (("wewenang",), ["pusat"], ("kolom wewenang", "“pusat”", "desa, kabupaten, provinsi")),
        (("swadaya",), ["banyak"], ("kolom swadaya", "“banyak”")),
    ],
)
def test_what_cannot_be_judged_is_told_with_its_place(
    tmp_path: Path, head: tuple[str, ...], cell: list[str], words: tuple[str, ...]
) -> None:
    rows = [[*row, *(cell if at == 1 else ["" for _ in cell])] for at, row in enumerate(ROADS)]
    with pytest.raises(BadData) as caught:
        read_meeting_list(own(tmp_path, *head, rows=rows))
    assert all(word in str(caught.value) for word in ("baris 3", *words)), str(caught.value)
