"""Long lists at the desk: search, filters, many decisions at once and their undo; and one list from many files."""

from __future__ import annotations

from pathlib import Path

import pytest

from p2spp_sim.workbook import open_own_lists
from p2spp_sim.workbook.controls.join import Join
from p2spp_sim.workbook.controls.join_row import MOST, Candidate
from tests.studies.messy import HEAD, ROADS, write

LEFT = {"a": {f"A{n:02}": f"A{n:02} jalan {n}" for n in range(40)}}
RIGHT = {f"U{n:03}": f"U{n:03} usulan {n}" for n in range(300)}


def long_join() -> Join:
    def likely(kind: str, line: str) -> list[Candidate]:
        n = int(line[1:])
        return [Candidate(f"U{n:03}", "mirip", score=0.5 + n / 100, weak=n % 10 == 9)]

    facets = {"a": {"Desa": {line: "Ayu" if line < "A10" else "Bening" for line in LEFT["a"]}}}
    near = ("U100", "U101")
    return Join(
        "k", "", {"a": "Satu"}, LEFT, RIGHT, likely, near=lambda k, line: near, facets=facets
    )


def test_lines_are_searched_and_filtered_and_partners_beyond_the_short_list_are_found() -> None:
    join = long_join()
    join.filter.search.value = "jalan 3"
    assert list(join.lists) == ["A03", "A13", "A23", "A30", "A31", "A32", "A33", "A34"]
    join.filter.facets["Desa"].value = "Ayu"
    assert list(join.lists) == ["A03"]
    keys = [key for _, key in join.lists["A03"].options]
    assert keys == ["", "U003", "-", "U100", "U101"] and len(keys) < MOST
    row = join._table.children[1]
    row.children[2].value = "usulan 29"
    assert [key for _, key in join.lists["A03"].options][1:3] == ["U029", "U129"]
    join.lists["A03"].value = "U290"
    assert join.value == {"a": {"A03": "U290"}}
    join.filter.search.value = ""
    join.shows.value = "all"
    assert join.lists["A03"].value == "U290", "what is decided is offered without a search"


def test_many_are_taken_at_once_after_their_count_was_said_and_opened_again() -> None:
    join = long_join()
    join.lists["A01"].value = "-"
    join.many.level.value = "0.8"
    join.many.count.click()
    assert "Dari 39 baris" in join.many._said.value and "9 punya calon" in join.many._said.value
    assert len(join.value["a"]) == 1, "nothing is done before it is said"
    join.many.accept.click()
    taken = {f"A{n}": f"U0{n}" for n in range(30, 39)}
    assert join.value["a"] == {"A01": "-", **taken}
    join.shows.value = "joined"
    join.lists["A30"].value = "U100"
    join.many.back.click()
    assert join.value["a"] == {"A01": "-", "A30": "U100"}, "what was changed since stays"


def test_many_files_become_one_list_of_the_board_and_a_bad_one_is_left_out(
    tmp_path: Path,
) -> None:
    desk = open_own_lists(learner="K1-03", results=tmp_path / "hasil")
    gathering = desk.gathering
    sheets = {name: [HEAD, *ROADS] for name in ("Cibiru", "Sukajadi")}
    book = write(tmp_path / "a.xlsx", {**sheets, "Catatan": [["dari Bappeda"]]}).read_bytes()
    gathering.add([("a.xlsx", book), ("rusak.xlsx", b"bukan buku"), ("c.exe", b"")])
    assert [tick.split(",")[-1] for tick in gathering.ticks] == [
        *(" lembar Cibiru", " lembar Sukajadi"),
        *("c.exe", "rusak.xlsx"),
    ]
    assert gathering.make.disabled and "bukan buku kerja yang utuh" in gathering._told.value
    assert "lembar Catatan: tidak ada judul kolom" in gathering._told.value
    for name in ("rusak.xlsx", "c.exe"):
        gathering.ticks[name].value = False
    gathering.make.click()
    assert "Papan di bawah sudah memakainya." in gathering._told.value
    gathering.empty.click()
    gathering.kind.value = "renja"
    works = write(tmp_path / "r.xlsx", {"S": [["No", "Sub Kegiatan", "Pagu"], [1, "Jalan", 10**8]]})
    gathering.add([("r.xlsx", works.read_bytes())])
    gathering.make.click()
    lists = desk.alignment.lists
    assert len(lists.proposals) == 2 * len(ROADS) and list(lists.others) == ["renja"]
    assert {line.origin for line in lists.proposals.values()} >= {"a.xlsx, lembar Cibiru, baris 2"}


def test_what_waited_for_a_slow_file_is_read_once_that_is_left_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    gathering = open_own_lists(learner="K1-03", results=tmp_path / "hasil").gathering
    book = write(tmp_path / "a.xlsx", {"S": [HEAD, *ROADS]}).read_bytes()
    monkeypatch.setattr("p2spp_sim.workbook.own.gathering.PATIENCE", 0.0)
    gathering.add([("a.xlsx", b"bukan buku"), ("b.xlsx", book)])
    assert "b.xlsx: belum dibaca" in gathering._told.value and gathering.make.disabled
    gathering.ticks["a.xlsx"].value = False
    gathering.again.click()
    assert "4 baris" in gathering.ticks["b.xlsx, lembar S"].description
    assert not gathering.make.disabled and gathering.again.layout.display == "none"
