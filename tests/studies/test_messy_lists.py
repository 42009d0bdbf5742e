"""Lists as offices keep them: read rightly, or asked about with place and way out; nothing is wrong in silence."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from p2spp_sim.alignment.lists import Lists, read_lists
from p2spp_sim.base.errors import BadData
from p2spp_sim.base.language import set_language
from p2spp_sim.tables.choices import TableChoice
from p2spp_sim.tables.lists import ListsAsked
from tests.studies.messy import ASKED, READ, Case, Rows, as_it_is, write

NOTES: Rows = [["No", "Aspirasi"], ["R1", "Jalan Krajan rusak"]]


@pytest.fixture(autouse=True)
def indonesian() -> Iterator[None]:
    yield set_language("id")
    set_language("id")


def read(case: Case, path: Path, times: int = 0) -> Lists:
    asked = ListsAsked({"usulan": TableChoice(times=times)})
    return read_lists(write(path, {"usulan": case.rows, "reses": NOTES}, case.change), asked)


@pytest.mark.parametrize(
    ("case", "ending"),
    [
        (case, ending)
        for case in READ
        for ending in ("xlsx", "ods")
        if ending == "xlsx" or case.change is as_it_is
    ],
    ids=str,
)
def test_what_has_one_meaning_is_read(tmp_path: Path, case: Case, ending: str) -> None:
    lists = read(case, tmp_path / f"daftar.{ending}", case.times)
    assert (len(lists.proposals), sum(line.cost_idr for line in lists.proposals.values())) == (
        case.lines,
        case.idr,
    )
    eligible = case.lines if case.eligible is None else case.eligible
    assert sum(line.eligible for line in lists.proposals.values()) == eligible
    assert len(lists.readings["usulan"].left) == case.left


@pytest.mark.parametrize("case", [case for case in READ if case.times], ids=str)
def test_a_unit_in_a_heading_is_confirmed(tmp_path: Path, case: Case) -> None:
    with pytest.raises(BadData, match=r"dikalikan .*--satuan"):
        read(case, tmp_path / "daftar.xlsx")


@pytest.mark.parametrize("case", ASKED, ids=lambda case: case.name)
def test_what_has_two_meanings_is_asked_about(tmp_path: Path, case: Case) -> None:
    with pytest.raises(BadData) as caught:
        read(case, tmp_path / "daftar.xlsx")
    assert all(word in str(caught.value) for word in ("daftar.xlsx, lembar usulan", *case.asks)), (
        str(caught.value)
    )
