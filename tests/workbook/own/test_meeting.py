"""The page of a kecamatan's own musrenbang: taken in, ranked, compared, minuted; kept for the next time."""

from __future__ import annotations

from pathlib import Path

import pytest

from p2spp_sim.alignment.own_meeting import example
from p2spp_sim.base.errors import BadData, P2sppError
from p2spp_sim.papers.meeting import make
from p2spp_sim.papers.occasion import occasion
from p2spp_sim.papers.paper import PaperTable, PaperText
from p2spp_sim.workbook import open_own_meeting
from p2spp_sim.workbook.own.kept_book import book_bytes
from p2spp_sim.workbook.own.meeting import OwnMeeting
from tests.studies.messy import HEAD, ROADS, write


def opened(tmp_path: Path) -> OwnMeeting:
    return open_own_meeting(learner="K1-04", results=tmp_path / "hasil")


def test_the_board_and_the_minutes_say_the_same(tmp_path: Path) -> None:
    page = opened(tmp_path)
    page.berkas(), page.papan(), page.cara()
    with pytest.raises(P2sppError, match="sesudah daftar usulan dipilih"):
        _ = page.meeting
    page.take("usulan.xlsx", book_bytes(*example()))
    assert page.board and {control.key for control in page.board.controls} == {
        "weights",
        "ceiling",
        "fill_rule",
    }
    page.board.controls[1].value = 900
    meeting, record = page.meeting, page.record
    paid = [made for made in record.decisions if made.approved_idr]
    assert [made.number for made in paid] == [row.paper.id for row in meeting.chosen]
    assert sum(made.approved_idr for made in paid) == meeting.spent_idr <= 900_000_000
    paper = make(record, occasion("Wanasari", "Tirtamulya", "2027"))
    texts = [b.words for part in paper.parts for b in part.blocks if isinstance(b, PaperText)]
    assert any("KK miskin 30%" in text and "Rp 900.000.000" in text for text in texts)
    tables = [b for part in paper.parts for b in part.blocks if isinstance(b, PaperTable)]
    assert [len(table.rows) - 1 for table in tables[:3]] == [
        len(paid),
        len(meeting.eligible) - len(paid),
        len(meeting.returned),
    ]
    again = opened(tmp_path)
    assert again.board and again.board.values["ceiling"] == 900
    assert [row.paper.id for row in again.meeting.chosen] == [r.paper.id for r in meeting.chosen]


def test_a_list_that_judges_nothing_asks_for_the_sheet(tmp_path: Path) -> None:
    page = opened(tmp_path)
    book = write(tmp_path / "u.xlsx", {"Sheet1": [HEAD, *ROADS]}).read_bytes()
    page.take("u.xlsx", book)
    assert page.board is None and "lembar_penilaian.xlsx" in page._told.value
    unit = [[*HEAD[:4], "Pagu (juta)"], *([*row[:4], row[4] // 1_000_000] for row in ROADS)]
    with pytest.raises(BadData, match="dikalikan"):
        page.take("v.xlsx", write(tmp_path / "v.xlsx", {"Sheet1": unit}).read_bytes())
    assert page.which and page.made and len(page.made.lines) == len(ROADS), "the old list stays"
    page.which.button.click()
    assert sum(line.cost_idr for line in page.made.lines.values()) == sum(r[4] for r in ROADS)
