"""Today's edition: one choice, remembered; its own rule book, words and questions; its own file of answers."""

from __future__ import annotations

from pathlib import Path

import pytest

from p2spp_sim.base.era import THEN, era, set_era
from p2spp_sim.base.errors import UnknownName
from p2spp_sim.base.language import set_language, tr, translated
from p2spp_sim.workbook.classroom.recap import newest
from p2spp_sim.workbook.classroom.standing import standing
from p2spp_sim.workbook.core.unit import unit_of
from p2spp_sim.workbook.doors.entrance import in_era
from p2spp_sim.workbook.doors.start import open_start
from p2spp_sim.workbook.exercises.bank import BankError, banks, every_bank, load_bank, parse_bank
from p2spp_sim.workbook.exercises.question import Question
from p2spp_sim.workbook.exercises.variant import Variant, split_key, unit_key
from p2spp_sim.workbook.saving.eras import chosen_era
from p2spp_sim.workbook.saving.progress import Progress
from tests.workbook.conftest import Opener

TODAY = "kini"
SLOW = ("09", "11")  # whole packages and years of years: tests/long
CHANGED = [bank for bank in banks(TODAY) if bank.era == TODAY]
ASKED = [
    (bank.key, question)
    for bank in CHANGED
    if bank.unit.code not in SLOW
    for question in bank.questions
    if question.answer
]


def judged_right(key: str, question: Question, folder: Path) -> None:
    """Answer a question as the library does, and read all that is said of it, in both languages."""
    set_era(TODAY)
    for language in ("id", "en"):
        set_language(language)
        made = unit_of(Progress(key, "K9-9", folder)).exercise(question.id).exercise
        assert made.check(made.solution).state == "benar"
        said = [made.prompt, made.explanation(), made.words(question.otherwise)]
        said += [made.words(text) for text in question.hints]
        said += [made.words(mistake.say) for mistake in question.mistakes]
        assert all(said) and not any("{" in text for text in said)


@pytest.mark.parametrize(
    ("key", "question"), ASKED, ids=[f"{key}-{question.id}" for key, question in ASKED]
)
def test_the_right_answer_is_computed_under_today_s_rules(
    key: str, question: Question, tmp_path: Path
) -> None:
    judged_right(key, question, tmp_path)


def test_boards_and_answers_take_today_s_rule_book(opened: Opener) -> None:
    for bank in CHANGED:
        made = opened(bank.unit.code, era=TODAY)
        assert made.desk.book == "sipd" and made.bank.key == f"{bank.unit.code}{TODAY}"
        assert era() == TODAY and tr("Forum SKPD") == "Forum Perangkat Daerah"
        assert "Dulu dan kini" in made.kartu().value
    assert opened("03").desk.book == THEN and tr("Forum SKPD") == translated("Forum SKPD")


def test_what_is_answered_in_one_era_is_not_told_in_the_other(
    opened: Opener, tmp_path: Path
) -> None:
    opened("03", learner="K1-3").progress.put("03-1", {"tuntas": True, "nilai": 15})
    today = opened("03", learner="K1-3", era=TODAY)
    assert not today.progress.resumed
    today.progress.put("03-7", {"tuntas": True, "nilai": 10})
    results = tmp_path / "hasil"
    names = {path.name for path in results.glob("*.json")}
    assert names == {"K1-03_unit03.json", "K1-03_unit03kini.json"}
    records, notes, damaged = newest(results)
    assert set(records) == {("K1-03", "03"), ("K1-03", "03kini")} and not damaged and not notes
    (row,) = standing(records).rows
    assert "03kini: 1" in " ".join(row) or "03: 1" in " ".join(row)


def test_a_unit_without_a_text_of_today_says_so_and_keeps_its_file(opened: Opener) -> None:
    made = opened("08", learner="K1-3", era=TODAY)
    assert made.progress.unit == "08" and made.desk.book == THEN
    assert "belum punya teksnya" in made.kartu().value
    assert "belum punya teksnya" not in opened("08").kartu().value


def test_the_choice_of_the_start_page_is_remembered_for_the_code(tmp_path: Path) -> None:
    assert chosen_era("K1-3", tmp_path) == THEN
    page = open_start(learner="K1-3", results=tmp_path, era=TODAY)
    assert chosen_era("K1-3", tmp_path) == TODAY and chosen_era("K1-4", tmp_path) == THEN
    assert "](../mulai.ipynb)" in page.masa_aturan().data
    listed = page.unit_tersedia().data
    assert listed.count("isinya masih masa 2010") == 4
    page = open_start(learner="K1-3", results=tmp_path)
    assert chosen_era("K1-3", tmp_path) == THEN
    assert "](kini/mulai.ipynb)" in page.masa_aturan().data
    with pytest.raises(UnknownName, match="Masa aturan"):
        open_start(learner="K1-3", results=tmp_path, era="nanti")


def test_a_class_may_fix_one_for_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("P2SPP_MASA", TODAY)
    page = open_start(learner="K1-3", results=tmp_path, era=TODAY)
    assert chosen_era("K1-9", tmp_path) == TODAY
    said = page.masa_aturan().data
    assert "Pelatih memilihnya" in said and "](" not in said


@pytest.mark.parametrize(
    ("path", "there"),
    [
        ("03_musrenbang_kecamatan.ipynb", "kini/03_musrenbang_kecamatan.ipynb"),
        ("kini/mulai.ipynb", "kini/mulai.ipynb"),
        ("en/mulai.ipynb", "en/kini/mulai.ipynb"),
        ("selaras.ipynb", "selaras.ipynb"),
    ],
)
def test_every_page_has_its_place_in_an_era(path: str, there: str) -> None:
    assert in_era(path, TODAY) == there
    assert in_era(there, THEN) == path.replace("kini/", "")


def test_keys_tell_unit_and_era() -> None:
    assert split_key("03kini") == ("03", TODAY) and split_key("tesawal") == ("tesawal", THEN)
    assert unit_key("03", TODAY) == "03kini" and unit_key("08", TODAY) == "08"
    assert [key for key in every_bank() if len(key) > 2] == [bank.key for bank in CHANGED]
    with pytest.raises(BankError, match="08kini"):
        load_bank("08kini")


def test_a_change_of_a_question_that_is_not_there_is_named() -> None:
    raw = (Path(__file__).resolve().parents[2] / "exercises" / "03.toml").read_bytes()
    changed = Variant(differs=(), cells={}, question={"03-9": {"prompt": "?"}})
    with pytest.raises(BankError, match="no question 03-9"):
        parse_bank(raw, "03.toml", TODAY, changed)
