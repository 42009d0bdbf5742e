"""Today's edition, whole: every notebook runs from top to bottom in both languages, every answer is judged right."""

from __future__ import annotations

from pathlib import Path

import pytest

from p2spp_sim.base.era import THEN, set_era
from p2spp_sim.base.language import set_language
from p2spp_sim.workbook.exercises.question import Question
from tests.notebooks.conftest import closed
from tests.notebooks.notebooks import FOLDER
from tests.notebooks.test_runs import runs_without_a_fault
from tests.workbook.test_eras import CHANGED, SLOW, judged_right

__all__ = ["closed"]  # what pytest finds by name
NOTEBOOKS = [
    path for place in ("kini", "en/kini") for path in sorted((FOLDER / place).glob("*.ipynb"))
]
ASKED = [
    (bank.key, question)
    for bank in CHANGED
    if bank.unit.code in SLOW
    for question in bank.questions
    if question.answer
]


@pytest.mark.parametrize(
    "path", NOTEBOOKS, ids=lambda path: path.relative_to(FOLDER).with_suffix("").as_posix()
)
def test_runs_to_the_end_without_errors_or_warnings(
    closed: Path, tmp_path: Path, path: Path
) -> None:
    runs_without_a_fault(path, tmp_path, {})


@pytest.mark.parametrize(
    ("key", "question"), ASKED, ids=[f"{key}-{question.id}" for key, question in ASKED]
)
def test_the_right_answer_is_computed_under_today_s_rules(
    key: str, question: Question, tmp_path: Path
) -> None:
    try:
        judged_right(key, question, tmp_path)
    finally:
        set_language("id")
        set_era(THEN)
