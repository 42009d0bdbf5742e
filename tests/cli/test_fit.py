"""`p2spp fit`: a list with outcomes becomes a table on the screen, a scenario, a sample and a book."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

import p2spp_sim as p2
from p2spp_sim.cli import main
from p2spp_sim.studies.fitting.ledger import ledger_of
from tests.studies.test_fit import as_office


@pytest.fixture(scope="module")
def ledger() -> pd.DataFrame:
    run = p2.run_year(p2.World.load("wanasari"), p2.Scenario.load("2010"), seed=3)
    return ledger_of(run, year=2011)


def test_the_table_is_shown_and_the_files_are_what_they_say(
    ledger: pd.DataFrame, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    book = as_office(ledger, tmp_path / "daftar.xlsx")
    assert main(["fit", str(book), "--out", str(tmp_path / "kami")]) == 0
    shown = capsys.readouterr().out
    for words in ("Peluang lahan jelas", "Dinas Pekerjaan Umum", "selang 90 %", "kami.toml"):
        assert words in shown
    scenario = p2.Scenario.load(tmp_path / "kami.toml")
    sample = pd.read_csv(tmp_path / "kami.csv")
    assert set(scenario.changed) <= set(sample)
    assert sample["land_clear"].median() == pytest.approx(scenario.value("land_clear"), abs=1e-6)
    assert (tmp_path / "kami.xlsx").exists()
    assert (tmp_path / "kami-saringan.png").read_bytes()[:4] == b"\x89PNG"
    rates = pd.read_csv(tmp_path / "kami-saringan.csv")
    assert "Dinas Pekerjaan Umum" in set(rates["group"]) and "kami-saringan.svg" in shown


def test_notes_stand_above_the_numbers(
    ledger: pd.DataFrame, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    few = ledger[ledger["status"] == "Diterima"]
    assert main(["fit", str(as_office(few, tmp_path / "semua.xlsx"))]) == 0
    shown = capsys.readouterr().out
    assert shown.index("Perhatikan: Semua") < shown.index("Parameter\n")
    assert "Bobot prioritas kecamatan" in shown


def test_a_list_that_says_nothing_is_refused_and_writes_nothing(
    ledger: pd.DataFrame, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    book = as_office(ledger.drop(columns=["status", "reason"]), tmp_path / "tanpa.xlsx")
    assert main(["fit", str(book), "--out", str(tmp_path / "kami")]) == 2
    said = capsys.readouterr()
    assert "Tidak satu baris pun berstatus" in said.err and not said.out
    assert [path.name for path in tmp_path.iterdir()] == ["tanpa.xlsx"]
