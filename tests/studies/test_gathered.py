"""One list from many files and sheets: numbers, origins, totals, villages of one name, questions and doubles."""

from __future__ import annotations

from pathlib import Path

import pytest

from p2spp_sim.alignment.doubles import maybe_same
from p2spp_sim.alignment.gathered import SourceRead, as_table, gather, read_sources, sources
from p2spp_sim.alignment.gathered_shown import sayings, source_rows
from p2spp_sim.alignment.lists import ListLine, read_one_list
from p2spp_sim.base.errors import BadData
from p2spp_sim.results.excel import write_tables
from p2spp_sim.tables.choices import TableChoice
from p2spp_sim.tables.layouts import LayoutMemory
from p2spp_sim.tables.lists import ListsAsked
from tests.studies.messy import HEAD, ROADS, write

SUM = 775_000_000
OTHER = ["No", "Nama Paket", "Desa", "SKPD", "Anggaran Final"]


def read(folder: Path, memory: LayoutMemory | None = None) -> list[SourceRead]:
    wanted = [
        source
        for path in sorted(folder.iterdir())
        if path.suffix in (".xlsx", ".csv")
        for source in sources(path, path.name)
    ]
    return read_sources(wanted, "usulan", ListsAsked(memory=memory) if memory else ListsAsked())


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    sheet = [[], [], HEAD, *ROADS, ["", "JUMLAH", "", "", SUM]]
    sheets = {
        name: [[f"DAFTAR USULAN KECAMATAN {name.upper()}"], *sheet[1:]]
        for name in ("Cibiru", "Sukajadi")
    }
    write(tmp_path / "a.xlsx", {"Sampul": [["REKAP"]], **sheets, "Catatan": [["dari Bappeda"]]})
    rows = "\n".join(";".join(str(cell) for cell in row) for row in [HEAD, *ROADS])
    (tmp_path / "b.csv").write_text(rows, encoding="utf-8")
    return tmp_path


def test_many_lists_become_one_with_origins_and_numbers_of_their_own(folder: Path) -> None:
    reads = read(folder)
    assert [part.state for part in reads] == ["none", "list", "list", "none", "list"]
    assert "tidak ada judul kolom" in str(reads[0].faults[0])
    parts = [part for part in reads if part.state == "list"]
    whole = gather(parts)
    assert len(whole.lines) == 3 * len(ROADS) and whole.idr == 3 * SUM
    assert source_rows(reads)[-1][2:4] == ("12", "Rp 2.325.000.000")
    number = next(iter(whole.lines))
    first = whole.lines[number]
    assert first.given and number.endswith(f"/{first.given}")
    assert first.origin == "a.xlsx, lembar Cibiru, baris 4"
    assert {line.kecamatan for line in whole.lines.values()} == {"Cibiru", "Sukajadi", ""}
    villages = {line.village for line in whole.lines.values()}
    assert {"Karangjati (Kec. Cibiru)", "Karangjati (Kec. Sukajadi)", "Karangjati"} <= villages
    assert "Desa bernama sama" in " ".join(sayings(whole))
    book = write_tables({"usulan": as_table("usulan", whole.lines)}, folder / "satu.xlsx")
    again, _ = read_one_list(book, "usulan")
    assert {n: (line.cost_idr, line.origin, line.given) for n, line in again.items()} == {
        n: (line.cost_idr, line.origin, line.given) for n, line in whole.lines.items()
    }


def test_one_answer_holds_for_all_lists_with_the_same_headings(tmp_path: Path) -> None:
    for name in "ab":
        write(tmp_path / f"{name}.xlsx", {"S": [OTHER, *ROADS]})
    memory = LayoutMemory(tmp_path / "ingat.json")
    reads = read(tmp_path, memory)
    assert [part.state for part in reads] == ["asked", "asked"]
    with pytest.raises(BadData, match="Anggaran Final"):
        gather(reads)
    reading = reads[0].reading
    assert reading is not None
    memory.remember("usulan", reading.titles, TableChoice(columns={"Anggaran Final": "cost_idr"}))
    assert gather(read(tmp_path, memory)).idr == 2 * SUM


def test_a_sheet_may_be_called_as_its_kecamatan(tmp_path: Path) -> None:
    write(tmp_path / "a.xlsx", {name: [HEAD, *ROADS] for name in ("Cibiru", "Sukajadi")})
    reads = read(tmp_path)
    assert {line.kecamatan for line in gather(reads).lines.values()} == {""}
    whole = gather(reads, kecamatan_in_sheets=True)
    assert {line.kecamatan for line in whole.lines.values()} == {"Cibiru", "Sukajadi"}


def test_what_may_be_the_same_is_shown_and_nothing_else() -> None:
    lines = {
        "1": ListLine("Pembangunan PJU Dusun Krajan", "Ayu", 100_000_000),
        "2": ListLine("Penerangan jalan umum dusun krajan", "Ayu", 105_000_000),
        "3": ListLine("PJU Dusun Krajan", "Ayu", 300_000_000),
        "4": ListLine("PJU Dusun Krajan", "Bening", 100_000_000),
        "5": ListLine("PJU Dusun Krajan RT 02", "Ayu", 100_000_000),
    }
    assert maybe_same(lines) == [("1", "2")]
