"""Filled sheets of follow-up plans and self-assessments: read back, half ones told, no names, no person alone."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from p2spp_sim.base.errors import P2sppError
from p2spp_sim.results.excel import write_tables
from p2spp_sim.workbook.case.competences import BOARD, competences
from p2spp_sim.workbook.classroom.follow_up import follow_up_of
from p2spp_sim.workbook.classroom.ratings import FEWEST_PERSONS, class_ratings
from p2spp_sim.workbook.classroom.recap import summarise
from p2spp_sim.workbook.saving.record import Record
from p2spp_sim.workbook.units.u10.follow_up_plan import PlanRow
from p2spp_sim.workbook.units.u10.rktl_board import write_plan

START = date(2026, 11, 30)
HAPPENED, SEEN, CAUSE, STEP = (
    "Terjadi",
    "Bukti yang dilihat",
    "Sebab bila belum",
    "Langkah",
)


def plan(folder: Path, code: str = "K1-03") -> Path:
    """Write a plan of three actions, due on days 10, 40 and 70."""
    rows = [
        PlanRow(
            f"Camat menempel pagu di desa {n}", "Foto", START + timedelta(days=day), "camat", "S4"
        )
        for n, day in enumerate((10, 40, 70), 1)
    ]
    return write_plan(folder, code, START, rows)[1]


def fill(path: Path, cells: dict[tuple[str, int], dict[str, str]]) -> None:
    """Write into cells, by sheet and number of the row."""
    sheets = pd.read_excel(path, sheet_name=None, dtype=str, engine="calamine", na_filter=False)
    for (sheet, number), words in cells.items():
        for column, text in words.items():
            sheets[sheet].loc[sheets[sheet]["Nomor"] == str(number), column] = text
    write_tables(sheets, path)


def test_what_happened_after_30_60_90_days_is_counted_and_half_sheets_are_told(
    tmp_path: Path,
) -> None:
    path = plan(tmp_path)
    assert follow_up_of(tmp_path).checks == {}, "an empty sheet says nothing"
    fill(
        path,
        {
            ("hari ke-30", 1): {HAPPENED: "Ya", SEEN: "Foto dari Bu Siti Aminah", "Paraf": "Siti"},
            ("hari ke-60", 2): {HAPPENED: "belum", CAUSE: "Camat pindah"},
            ("hari ke-90", 2): {HAPPENED: "v"},
        },
    )
    read = follow_up_of(tmp_path)
    assert read.by_day().to_numpy().tolist() == [
        [30, 1, 1, 1, 1, 0],
        [60, 2, 2, 1, 1, 0],
        [90, 3, 2, 2, 1, 1],
    ]
    told = "\n".join(read.notes)
    assert "K1-03, hari ke-60, nomor 2: belum terjadi, tetapi sebab atau langkahnya" in told
    assert "K1-03, hari ke-90, nomor 2: terjadi, tetapi bukti" in told
    assert "K1-03, hari ke-90: 1 dari 3 baris belum diisi" in told
    first = read.by_action().iloc[0]
    assert list(first[["hari ke-30", "hari ke-60", "hari ke-90"]]) == ["ya", "", ""]
    assert "Siti" not in str(read.by_action().to_dict()) and "…" in first["bukti dilihat"]


def test_a_recap_of_sheets_alone_is_written_and_a_filled_sheet_is_not_overwritten(
    tmp_path: Path,
) -> None:
    path = plan(tmp_path)
    fill(path, {("hari ke-30", 1): {HAPPENED: "ya", SEEN: "Foto"}})
    found = summarise(tmp_path)
    assert found.sheets["RKTL hari 30 60 90"].iloc[0]["terjadi"] == 1
    before = path.read_bytes()
    with pytest.raises(P2sppError, match="tidak ditimpa"):
        plan(tmp_path)
    assert path.read_bytes() == before


def test_what_cannot_be_read_is_told_with_its_place_and_the_others_are_read(tmp_path: Path) -> None:
    good, bad = plan(tmp_path), plan(tmp_path, "K2")
    fill(good, {("hari ke-30", 1): {HAPPENED: "ya", SEEN: "Foto"}})
    fill(bad, {("hari ke-30", 1): {HAPPENED: "barangkali"}})
    (tmp_path / "K3_rktl.xlsx").write_bytes(b"bukan Excel")
    plan(tmp_path / "lain").rename(tmp_path / "Siti Aminah_rktl.xlsx")
    read = follow_up_of(tmp_path)
    told = "\n".join(read.notes)
    assert list(read.checks) == ["K1-03"] and read.damaged == 3
    assert "barangkali" in told and "tulis ya atau belum" in told and "K3_rktl.xlsx" in told


def record(code: str, before: int, after: int | None) -> Record:
    row = {"sebelum": str(before), "sesudah": str(after or "")}
    rows: dict[str, Any] = dict.fromkeys(competences().competence, row)
    return Record(unit="12", learner=code, edition="participant", content={BOARD: {BOARD: rows}})


def test_a_class_sees_a_mean_with_its_interval_and_what_may_be_concluded() -> None:
    records = {(f"K1-{n:02}", "12"): record(f"K1-{n:02}", 2, 2 + n % 2) for n in range(10)}
    records["K1-10", "12"] = record("K1-10", 1, None)
    records["K1-11", "03"] = record("K1-11", 1, 4)
    ratings = class_ratings(records)
    told = " ".join(ratings.notes)
    assert "10 kode berubah rata-rata +0,5 langkah" in told and "merasa lebih mampu" in told
    assert "Tidak boleh disimpulkan" in told and "baru satu kolom: K1-10" in told
    assert {row[1:5] for row in ratings.table().rows} == {("10", "2,0", "2,5", "+0,5")}


def test_of_too_few_nothing_is_shown_and_a_change_that_may_be_chance_is_none() -> None:
    few = {(f"K1-{n}", "12"): record("K1", 1, 4) for n in range(FEWEST_PERSONS - 1)}
    ratings = class_ratings(few)
    assert "terlalu sedikit" in ratings.conclusion
    assert {row[2:] for row in ratings.table().rows} == {("–", "–", "–", "–")}
    steps = [(2, 3), (3, 2), (2, 2), (3, 3), (2, 3), (3, 2)]
    still = {(f"K1-{n}", "12"): record("K1", *pair) for n, pair in enumerate(steps)}
    assert "Belum dapat disimpulkan" in class_ratings(still).conclusion
    broken = Record(unit="12", learner="K9", edition="participant", content={BOARD: {BOARD: 3}})
    assert any("K9: Nilai diri" in note for note in class_ratings({("K9", "12"): broken}).notes)
