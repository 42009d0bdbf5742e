"""What is said of law and of the model: in units, exercises, data and guides, in both languages."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from p2spp_sim.base.language import pick
from p2spp_sim.scenario.scenario import Scenario
from p2spp_sim.village_plan import regimes
from p2spp_sim.workbook.case.clauses import clause_keys
from p2spp_sim.workbook.case.village_papers import pack
from p2spp_sim.workbook.core.board import Board
from p2spp_sim.workbook.units.u09.answers import instrument_of_matter
from p2spp_sim.workbook.units.u09.packages import rules
from tests.workbook.conftest import Opener

ROOT = Path(__file__).resolve().parents[2]
PLACES = (
    "notebooks/*.ipynb",
    "notebooks/*/*.ipynb",
    "exercises/*.toml",
    "datasets/**/*.toml",
    "datasets/**/*.csv",
)
MORE = (
    "datasets/**/*.md",
    "docs/*.md",
    "README*.md",
    "p2spp_sim/**/*.py",
    "p2spp_sim/locale/*/LC_MESSAGES/*.po",
)


@cache
def texts() -> dict[str, str]:
    """Give all that is read on a screen or on paper, each text on one line, by file."""
    found = {}
    for path in (path for place in PLACES + MORE for path in sorted(ROOT.glob(place))):
        told = path.read_text(encoding="utf-8")
        if path.suffix == ".ipynb":
            told = " ".join("".join(cell["source"]) for cell in json.loads(told)["cells"])
        found[str(path.relative_to(ROOT))] = re.sub(
            r'"\s*\n\s*"|\s+', lambda m: "" if '"' in m[0] else " ", told
        )
    return found


def said(pattern: str) -> Iterator[str]:
    """Give every place where a pattern is said, with what stands around it."""
    for name, text in texts().items():
        yield from (
            f"{name}: …{text[max(0, m.start() - 60) : m.end() + 60]}…"
            for m in re.finditer(pattern, text)
        )


def test_all_texts_are_read() -> None:
    assert len(texts()) > 120 and {"exercises/06.toml", "datasets/perda.toml"} <= texts().keys()
    assert list(said("Tekan \\*\\*Periksa\\*\\* kapan saja")), "the sources of notebooks"
    assert list(said("you can press|[Pp]ress \\*\\*")), "and what is generated from them"


# --- the ceiling of the kecamatan (PIK) ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    "pattern",
    [
        r"tidak melewati (ke)?empat gerbang",
        r"pasti cair",
        r"dibiayai langsung",
        r"(uang|Uang) (kecamatan|K1) (tidak (lagi )?lewat|keluar dari)",
        r"tidak lagi lewat Renja",
        r"nilai sebuah kepastian",
        r"(does|do) not (pass|go) (through )?(those|these|the) (four )?gates",
        r"(certain|sure|bound) to be paid",
        r"no longer (goes|go|pass|passes) (through|by way of) the Renja",
        r"funded directly",
    ],
)
def test_no_text_says_that_a_ceiling_skips_the_gates(pattern: str) -> None:
    assert not list(said(pattern))


def test_the_ceiling_stands_in_all_papers_of_plan_and_budget() -> None:
    gates = "Renja, RKPD, PPAS, (RKA, )?(dan|and) APBD"
    told = {place.partition(":")[0] for place in said(gates)}
    assert {
        "notebooks/06_rencana_ke_anggaran.ipynb",
        "notebooks/en/06_rencana_ke_anggaran.ipynb",
    } <= told
    assert {
        "notebooks/09_perda_partisipatif.ipynb",
        "exercises/06.toml",
        "datasets/glossary.csv",
    } <= told


def test_only_the_board_of_one_meeting_counts_the_ceiling_without_the_gates(opened: Opener) -> None:
    board = opened("06").board("pagu")
    assert isinstance(board, Board) and "Papan ini menyederhanakan" in board.answered.text
    assert not list(said("Model ini menyederhanakan"))


def test_no_exercise_is_graded_on_how_the_model_counts_the_ceiling(opened: Opener) -> None:
    exercise = opened("10").exercise("10-7").exercise
    assert "pik" not in {option.key for option in exercise.question.options}
    explained = exercise.question.explanation
    assert "kewilayahan" not in explained and "{aksi_pik" not in explained


# --- instruments --------------------------------------------------------------------------------------------------


def test_the_calendar_of_the_reses_is_settled_by_the_council_itself(opened: Opener) -> None:
    exercise = opened("09").exercise("09-1").exercise
    key = instrument_of_matter(exercise.desk)
    assert key["reses_dahulu"] == rules().matter["reses_dahulu"].instrument == "council"
    assert {option.key for option in exercise.question.options} == {
        "perda",
        "perbup",
        "council",
        "agreement",
    }
    assert exercise.check(key).state == "benar"
    wrong = exercise.check({**key, "reses_dahulu": "perda"})
    assert wrong.state != "benar" and "Badan Musyawarah" in wrong.text
    assert "PP 16/2010" in rules().matter["reses_dahulu"].source


def test_no_text_asks_a_perda_for_the_calendar_of_the_reses() -> None:
    assert not list(said(r"Jadwal reses dan pagu bertahun-tahun"))
    assert not list(said(r"\*\*mengunci jadwal\*\*"))
    assert list(said(r"Permendagri 86/2017 pasal 78"))
    clause = Scenario.load("2010").lever("clause_k3")
    assert "tata tertib DPRD" in pick(clause.label) and "tata tertib" in clause.called


LOCKED = {  # a word of the card for everything that the card locks
    "pik_share": "ewilayahan",
    "answer_rejections": "jawab",
    "reses_timing": "eses",
    "women_delegates": "perempuan",
    "outreach_poor": "didatangi",
    "delegates_in_forum_skpd": "di Forum SKPD",
    "publish_ceilings": "agu diumumkan",
    "audit": "diperiksa",
    "shared_list": "daftar",
    "pokir_match_share": "berpasangan",
    "alignment_weight": "obot prioritas kecamatan",
}


@pytest.mark.parametrize("key", clause_keys(Scenario.load("2010")))
def test_a_clause_card_says_what_it_locks_and_nothing_else(key: str) -> None:
    lever = Scenario.load("2010").lever(key)
    for card in (pick(lever.label), lever.called):
        held = {lock for lock, word in LOCKED.items() if word in card}
        assert held == set(lever.locks), card


def test_a_perbup_lasts_until_it_is_revoked() -> None:
    assert not list(
        said(
            r"selama Bupatinya belum berganti|as long as the (Bupati|same regent|regent)|until the Bupati"
        )
    )
    places = [place for place in said("sampai dicabut") if "09_perda" in place]
    assert len(places) == 2, "in both eras"


# --- articles -----------------------------------------------------------------------------------------------------


def test_article_55_of_gr_16_2010_is_cited_by_its_letter() -> None:
    assert not list(said(r"(pasal|article) 55\s?a\b"))
    cited, by_letter = (
        "16/2010,? (pasal|article) 55",
        "16/2010,? (pasal 55 huruf a|article 55 letter a)",
    )
    assert len(list(said(cited))) == len(list(said(by_letter))) > 6


@pytest.mark.parametrize(
    ("place", "wanted"),
    [
        ("notebooks/01_tiga_jalur.ipynb", "Penjelasan Umum UU 25/2004"),
        ("notebooks/06_rencana_ke_anggaran.ipynb", "Peraturan Bupati"),
        ("notebooks/06_rencana_ke_anggaran.ipynb", "Gubernur"),
        ("notebooks/en/06_rencana_ke_anggaran.ipynb", "Governor"),
        ("notebooks/07_apb_desa.ipynb", "di luar APB Desa"),
        ("notebooks/07_apb_desa.ipynb", "paling lambat tiga hari"),
        ("exercises/07.toml", "Sejak UU 6/2014 dan PP 43/2014 LKPJ bernama LKPPD"),
        ("notebooks/09_perda_partisipatif.ipynb", "PP 12/2018"),
    ],
)
def test_a_regulation_is_named_where_its_matter_is_taught(place: str, wanted: str) -> None:
    assert wanted in texts()[place]


def test_the_account_to_the_bpd_is_named_by_the_law_not_by_the_form() -> None:
    assert not list(said(r"Sejak Permendagri 46/2016|[Ss]ince\s+Permendagri 46/2016"))
    for place in said(r"LKPPD: laporan keterangan penyelenggaraan pemerintahan desa"):
        assert "UU 6/2014" in place


def test_in_2010_too_the_camat_may_evaluate(opened: Opener) -> None:
    (evaluation,) = regimes.terms("evaluation").values()
    told = evaluation["2010"]
    assert "Camat" in told and "20 hari" in told and "PP 72/2005" in told
    paper = pack(opened("07").desk).paper("evaluasi")
    assert paper is not None and paper.form == "Surat Camat"


# --- within the workbook ------------------------------------------------------------------------------------------


def test_units_agree_on_the_seat_of_delegates(opened: Opener) -> None:
    explained = opened("06").exercise("06-3").exercise.question.explanation
    assert "kursi" not in explained and "bobot" in explained and "berkas" in explained


def test_commands_are_given_as_a_trainer_types_them() -> None:
    screen = ("notebooks/", "exercises/", "p2spp_sim/workbook/", "docs/pelatih", "docs/fasilitator")
    typed = [place for place in said(r"\bp2spp rekap\b") if place.startswith(screen)]
    assert not typed
