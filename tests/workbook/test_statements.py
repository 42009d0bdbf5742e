"""What is said of law and of the model: in units, exercises, data and guides, in both languages."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from p2spp_sim.workbook.board import Board
from tests.workbook.conftest import Opener

ROOT = Path(__file__).resolve().parents[2]
PLACES = ("notebooks/*.ipynb", "notebooks/*/*.ipynb", "exercises/*.toml", "datasets/**/*.toml", "datasets/**/*.csv")
MORE = ("datasets/**/*.md", "docs/*.md", "README*.md", "p2spp_sim/**/*.py", "p2spp_sim/locale/*/LC_MESSAGES/*.po")


@cache
def texts() -> dict[str, str]:
    """Give all that is read on a screen or on paper, each text on one line, by file."""
    found = {}
    for path in (path for place in PLACES + MORE for path in sorted(ROOT.glob(place))):
        told = path.read_text(encoding="utf-8")
        if path.suffix == ".ipynb":
            told = " ".join("".join(cell["source"]) for cell in json.loads(told)["cells"])
        found[str(path.relative_to(ROOT))] = re.sub(r'"\s*\n\s*"|\s+', lambda m: "" if '"' in m[0] else " ", told)
    return found


def said(pattern: str) -> Iterator[str]:
    """Give every place where a pattern is said, with what stands around it."""
    for name, text in texts().items():
        yield from (f"{name}: …{text[max(0, m.start() - 60) : m.end() + 60]}…" for m in re.finditer(pattern, text))


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
    assert {"notebooks/06_rencana_ke_anggaran.ipynb", "notebooks/en/06_rencana_ke_anggaran.ipynb"} <= told
    assert {"notebooks/09_perda_partisipatif.ipynb", "exercises/06.toml", "datasets/glossary.csv"} <= told


def test_a_board_that_counts_the_ceiling_says_that_the_model_is_simpler(opened: Opener) -> None:
    moves = {
        ("06", "pagu"): {},
        ("06", "kabupaten"): {"pik_share": 20},
        ("09", "papan"): {"pasal": ["clause_k1"]},
        ("10", "tindakan"): {"tindakan": ["pik"]},
    }
    for (code, name), values in moves.items():
        board = opened(code).board(name)
        assert isinstance(board, Board)
        for key, value in values.items():
            assert "menyederhanakan" not in board.answered.text, f"{code} {name} says it before it matters"
            board[key].value = value
        assert "Model ini menyederhanakan" in board.answered.text, f"{code} {name}"


def test_no_exercise_is_graded_on_how_the_model_counts_the_ceiling(opened: Opener) -> None:
    exercise = opened("10").exercise("10-7").exercise
    assert "pik" not in {option.key for option in exercise.question.options}
    explained = exercise.question.explanation
    assert "kewilayahan" not in explained and "{aksi_pik" not in explained
