"""The learner's code of a page that Voilà serves comes from its address."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from p2spp_sim.base.errors import P2sppError
from p2spp_sim.workbook.page import visitor
from p2spp_sim.workbook.page.markup import say
from p2spp_sim.workbook.saving.codes import NOBODY, code_of, is_code, is_given, learner_code
from p2spp_sim.workbook.saving.progress import Progress


@pytest.fixture(autouse=True)
def in_voila(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("P2SPP_KODE", raising=False)
    monkeypatch.delenv("VOILA_PREHEAT", raising=False)
    monkeypatch.setenv("SERVER_SOFTWARE", "voila/0.5.13")
    monkeypatch.setenv("QUERY_STRING", "proyektor&kode=K1-03")


def test_the_address_comes_before_the_environment(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    assert learner_code() == "K1-03"
    monkeypatch.setenv("P2SPP_KODE", "K9-09")
    assert Progress("03", folder=tmp_path).path.name == "K1-03_unit03.json"
    monkeypatch.setenv("QUERY_STRING", "")
    assert learner_code() == "K9-09"


def test_outside_voila_a_query_means_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SERVER_SOFTWARE", "apache/2")
    assert learner_code() == "peserta"
    monkeypatch.delenv("SERVER_SOFTWARE")
    assert learner_code() == "peserta"


def test_an_address_cannot_lead_out_of_the_folder(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("QUERY_STRING", "kode=../../K1")
    with pytest.raises(P2sppError, match="bukan nama atau NIK"):
        Progress("03", folder=tmp_path)


def test_a_kernel_that_waits_asks_once(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []

    class Utils:
        @staticmethod
        def wait_for_request() -> None:
            asked.append(1)
            monkeypatch.setenv("QUERY_STRING", "kode=K2-01")

    monkeypatch.setenv("VOILA_PREHEAT", "True")
    monkeypatch.setattr(visitor, "import_module", lambda _name: Utils)
    assert (learner_code(), learner_code()) == ("K2-01", "K2-01") and asked == [1]


@pytest.mark.parametrize(
    ("text", "right"),
    [("K1-03", True), ("peserta", True), ("k1 03", True), ("", False), ("K1/03", False)],
)
def test_what_a_code_is(text: str, right: bool) -> None:
    assert is_code(text) is right


@pytest.mark.parametrize("text", ["pe\u017ferta", "\uff50eserta", "K\u0131-03"])
def test_letters_of_other_scripts_become_none_of_ours(text: str) -> None:
    assert code_of(text) != NOBODY and not is_code(text)


def test_a_code_that_is_given_out_has_a_number() -> None:
    assert is_given("K1-03") and not is_given("peserta") and not is_given("SITI")


def test_a_visitor_reads_no_folder_of_the_laptop(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    results = tmp_path / "Bu Aminah" / "notebooks" / "hasil"
    monkeypatch.setenv("P2SPP_HASIL", str(results))
    monkeypatch.chdir(tmp_path)
    text = f"Tersimpan di {results / 'K1-03_unit03.json'}, {results}: ~{Path.home() / 'x.xlsx'}"
    shown = say("benar", text)
    assert "hasil/K1-03_unit03.json, hasil: ~x.xlsx".replace("/", os.sep) in shown
    assert str(tmp_path) not in shown and "Aminah" not in shown and str(Path.home()) not in shown
    monkeypatch.delenv("SERVER_SOFTWARE")
    assert str(results) in say("benar", text), "who sits at the laptop reads where it is"
