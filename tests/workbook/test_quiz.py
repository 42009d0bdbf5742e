"""The test before and after: forms, figures, answers on disk, and what the trainer reads from a class."""

from __future__ import annotations

import json
import math
import re
from collections import Counter
from collections.abc import Iterator
from html import escape
from pathlib import Path

import numpy as np
import pytest

from p2spp_sim.base.errors import P2sppError, UnknownName
from p2spp_sim.base.files import data_path
from p2spp_sim.base.language import set_language
from p2spp_sim.workbook.exercises.bank import banks
from p2spp_sim.workbook.quiz.measures import error_of_score, kr20, separates_too_little, separation
from p2spp_sim.workbook.quiz.quiz import (
    AFTER,
    BEFORE,
    FORMS,
    LETTERS,
    MOMENTS,
    PAIR,
    QuizTask,
    TakenTest,
    drawn_form,
    form,
    form_of,
    form_of_record,
    load_test,
    progress_of,
    score,
)
from p2spp_sim.workbook.quiz.recap import n_gain, recap
from p2spp_sim.workbook.quiz.simulation import report, simulate
from p2spp_sim.workbook.quiz.sums import SUMS
from p2spp_sim.workbook.quiz.view import QuizView, paper, show_test, write_tests
from p2spp_sim.workbook.saving.record import TEST, QuizRecord, read
from tests.workbook.test_exercises import exercise

TASKS = load_test().tasks
RIGHT = {task.key: task.right for task in TASKS}
BLUEPRINT = {"C2": 1, "C3": 3, "C4": 7, "C5": 9}


@pytest.fixture(autouse=True)
def language() -> Iterator[None]:
    set_language("id")
    yield
    set_language("id")


def task_of(key: str) -> QuizTask:
    return next(task for task in TASKS if task.key == key)


def wrong(task: QuizTask) -> str:
    return next(iter(task.mistakes))


def took(folder: Path, learner: str, moment: str, right: set[str]) -> None:
    answers = {task.key: task.right if task.key in right else wrong(task) for task in TASKS}
    record = QuizRecord(answers=answers, form=form_of(moment, learner, folder))
    assert progress_of(moment, learner, folder).put(TEST, record)


def taken(folder: Path) -> dict[tuple[str, str], TakenTest]:
    """Give the answers that lie in a folder of tests, by code and moment."""
    found = {}
    for record in map(read, folder.glob("*_unittes*.json")):
        moment = record.unit.removeprefix(TEST)
        answers = TakenTest(form_of_record(record, moment), record.test.answers)
        found[record.learner, moment] = answers
    return found


# ---- the items and the forms


def test_sixty_items_follow_the_blueprint_and_a_form_is_worth_a_hundred() -> None:
    assert Counter(task.level for task in TASKS) == BLUEPRINT
    assert sum(len(task.twins) for task in TASKS) == 60
    assert 2 * sum(task.case for task in TASKS) >= len(TASKS), "half are situations to be judged"
    assert score(RIGHT) == 100 and score({}) == 0


def test_every_task_checks_an_objective_of_a_unit_and_every_unit_is_checked() -> None:
    objectives = {
        f"{bank.unit.code}.{objective.key}" for bank in banks() for objective in bank.objectives
    }
    assert {task.objective for task in TASKS} <= objectives
    assert {task.unit for task in TASKS} == {f"{n:02}" for n in range(1, 12)}


def test_no_option_is_thrown_away_and_none_names_the_right_one_in_its_key() -> None:
    for task in TASKS:
        assert len(task.mistakes) == len(LETTERS) - 1 and "benar" not in RIGHT[task.key]
        assert all(said["id"] and said["en"] for said in task.mistakes.values())


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize("name", FORMS)
def test_the_right_option_is_not_given_away_by_its_length(name: str, language: str) -> None:
    for most in (max, min):
        outstanding = [
            most(place.twin.options, key=lambda option: len(getattr(option, language))).key
            == place.task.right
            for place in form(name)
        ]
        assert sum(outstanding) <= 2 * len(TASKS) / len(LETTERS)


def test_forms_ask_other_things_of_the_same_objectives_with_keys_spread_evenly() -> None:
    forms = {name: form(name) for name in FORMS}
    for places in forms.values():
        assert {place.task.key for place in places} == set(RIGHT)
        assert Counter(place.letter for place in places) == dict.fromkeys(LETTERS, 5)
        assert not re.search(r"(.)\1\1\1", "".join(place.letter for place in places)), (
            "a run of four gives a pattern"
        )
    prompts = [place.prompt for places in forms.values() for place in places]
    assert len(set(prompts)) == 60
    for task in TASKS:
        numbers = [tuple(twin.numbers.values()) for twin in task.twins.values() if twin.numbers]
        assert len(set(numbers)) == len(numbers), task.key
    with pytest.raises(UnknownName, match="Bentuk tes"):
        form("Z")


def test_a_form_is_the_same_on_every_day_and_every_computer() -> None:
    before = [(place.task.key, place.letter) for place in form("A")]
    form.cache_clear()
    assert before == [(place.task.key, place.letter) for place in form("A")]
    assert before[0] == ("cacat_proses", "B"), "papers already printed must keep their key"


@pytest.mark.parametrize("code", ["K1-01", "K1-02", "K3-10", "peserta", "PEL-1"])
def test_a_code_takes_another_form_after_than_before_and_the_third_on_day_90(code: str) -> None:
    drawn = [drawn_form(moment, code) for moment in MOMENTS]
    assert sorted(drawn) == list(FORMS) and drawn[-1] not in PAIR
    assert drawn_form(BEFORE, "K1-01") != drawn_form(BEFORE, "K1-02")
    with pytest.raises(UnknownName, match="Saat tes"):
        drawn_form("besok", code)


def test_who_began_with_the_other_form_is_given_the_one_that_is_left(tmp_path: Path) -> None:
    progress_of(BEFORE, "K1-03", tmp_path).put(TEST, QuizRecord(answers=RIGHT, form="B"))
    assert form_of(BEFORE, "K1-03", tmp_path) == "B" and form_of(AFTER, "K1-03", tmp_path) == "A"


# ---- figures: of the items' own sums, and of no unit


@pytest.mark.parametrize(
    ("key", "right"),
    [
        ("cocok_layak", "52%"),
        ("jumlah_nilai", "64,3% menurut jumlah, 44,0% menurut nilai"),
        ("gerbang", "PPAS"),
        ("capaian", "36%"),
    ],
)
def test_the_right_value_is_the_one_computed_by_hand(key: str, right: str) -> None:
    assert answer(key) == right


def answer(key: str, name: str = "A") -> str:
    place = next(place for place in form(name) if place.task.key == key)
    return place.said(place.options[LETTERS.index(place.letter)])


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize("name", FORMS)
def test_every_sentence_is_complete_and_no_two_options_say_the_same(
    name: str, language: str
) -> None:
    set_language(language)
    for place in form(name):
        options = [place.said(option) for option in place.options]
        for text in [place.prompt, place.explanation, *options]:
            assert text and "{" not in text and "}" not in text, place.task.key
        assert len(set(options)) == len(LETTERS), place.task.key


def test_no_item_shares_its_figures_with_a_unit() -> None:
    """Whoever only remembers the class's sums finds none of them here."""
    pages = unit_pages()
    for name in FORMS:
        for place in form(name):
            numbers = {number_of(value) for value in place.twin.numbers.values()}
            big = {said for said in numbers if len(said) > 2}
            for page in pages if numbers else ():
                assert not numbers <= page, (place.task.key, name, sorted(numbers))
                assert not big & page, (place.task.key, name, sorted(big & page))


def number_of(value: int) -> str:
    return f"{value:,}".replace(",", ".")


def unit_pages() -> list[set[str]]:
    """Give the numbers of every text cell, exercise and case that a class works with."""
    texts = [
        "".join(cell["source"])
        for path in sorted(Path("notebooks").glob("[0-9][0-9]_*.ipynb"))
        for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]
        if cell["cell_type"] == "markdown"
    ]
    computed = {task.unit for task in TASKS if task.key in SUMS}
    for question in (question for bank in banks() for question in bank.questions):
        if question.id[:2] in computed:
            made = exercise(question)
            texts.append(f"{made.words(question.prompt)} {made.explanation}")
    return [set(re.findall(r"\d[\d.,]*\d|\d", text)) for text in texts]


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ('kunci = "hilang"', 'kunci = "lain"', "bahan_rencana A: options"),
        ('key = "titik_putus"', 'key = "bahan_rencana"', "bahan_rencana is there twice"),
        ('level = "C4"', 'level = "C9"', "C9"),
        ('{ key = "pertama"', '{ key = "hilang"', "bahan_rencana A: options"),
    ],
)
def test_a_broken_file_is_told(tmp_path: Path, old: str, new: str, sentence: str) -> None:
    text = data_path("exercises", "tes.toml").read_text(encoding="utf-8")
    path = tmp_path / "tes.toml"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(P2sppError, match=sentence):
        load_test(path)


# ---- on the screen


def test_every_answer_is_on_disk_at_once_and_the_test_resumes(tmp_path: Path) -> None:
    view = QuizView("A", progress_of(BEFORE, "K1-03", tmp_path))
    first = view.places[0]
    view.choice.value = first.options[2].key
    record = json.loads((tmp_path / "K1-03_unittesawal.json").read_text(encoding="utf-8"))
    assert record["isi"]["tes"]["jawaban"] == {first.task.key: first.options[2].key}
    view.next.click()
    view.choice.value = view.places[1].options[0].key
    again = QuizView("A", progress_of(BEFORE, "K1-03", tmp_path))
    assert (
        again.at == 1
        and again.choice.value == view.places[1].options[0].key
        and len(again.answers) == 2
    )
    again.back.click()
    assert again.choice.value == first.options[2].key, "turning pages keeps answers"
    assert "Soal 1 dari 20" in again.head.value and "2 dari 20 soal dijawab" in again.told.value


def test_nothing_on_the_screen_tells_right_from_wrong(tmp_path: Path) -> None:
    messages = []
    for learner, choose in (("K1-01", lambda task: task.right), ("K1-02", wrong)):
        view = QuizView("A", progress_of(BEFORE, learner, tmp_path))
        while True:
            view.choice.value = choose(view.places[view.at].task)
            messages.append(re.sub(r"pukul \d\d\.\d\d", "", view.told.value))
            if view.next.disabled:
                break
            view.next.click()
        assert (
            view.unanswered == []
            and view.open.layout.display == "none"
            and "Selesai" in view.told.value
        )
    assert messages[:20] == messages[20:]


def test_turning_pages_does_not_answer_and_the_open_item_is_found(tmp_path: Path) -> None:
    view = QuizView("B", progress_of(AFTER, "K1-03", tmp_path))
    for _ in range(25):
        view.next.click()
    assert view.answers == {} and view.at == 19 and view.next.disabled
    view.choice.value = view.places[19].options[0].key
    view.open.click()
    assert view.at == 0


def test_a_damaged_or_foreign_answer_is_left_out(tmp_path: Path) -> None:
    progress_of(BEFORE, "K1-03", tmp_path).put(
        TEST, QuizRecord(at=99, answers={"tidak_ada": "x", TASKS[0].key: "bukan"})
    )
    view = QuizView("A", progress_of(BEFORE, "K1-03", tmp_path))
    assert view.answers == {} and view.at == 19


def test_a_test_that_is_open_on_two_pages_keeps_the_answers_of_both(tmp_path: Path) -> None:
    first, second = (QuizView("A", progress_of(BEFORE, "K1-03", tmp_path)) for _ in range(2))
    first.choice.value = first.places[0].options[0].key
    second.go(1)
    second.choice.value = second.places[1].options[1].key
    first.go(2)
    assert (
        len(first.answers)
        == len(QuizView("A", progress_of(BEFORE, "K1-03", tmp_path)).answers)
        == 2
    )


def test_an_answer_that_could_not_be_saved_is_told_until_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    view = QuizView("A", progress_of(BEFORE, "K1-03", tmp_path))

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.replace", full)
    view.choice.value = view.places[0].options[0].key
    view.go(1)
    assert "belum tersimpan" in view.told.value and len(view.answers) == 1
    monkeypatch.undo()
    view.go(0)
    assert "belum tersimpan" not in view.told.value
    assert len(QuizView("A", progress_of(BEFORE, "K1-03", tmp_path)).answers) == 1


def test_a_wrong_form_or_code_is_a_sentence(tmp_path: Path) -> None:
    assert "Saat tes" in show_test("besok", "K1-03", tmp_path).value
    assert "bukan nama" in show_test(BEFORE, "Siti Aminah", tmp_path).value


def test_late_answers_are_taken(tmp_path: Path) -> None:
    progress_of(BEFORE, "K1-03", tmp_path).put(
        "tes", {"mulai": "2020-01-01T08:00:00", "jawaban": {}}
    )
    view = QuizView("A", progress_of(BEFORE, "K1-03", tmp_path))
    assert "sudah lewat" in view.told.value
    view.choice.value = view.places[0].options[0].key
    assert len(QuizView("A", progress_of(BEFORE, "K1-03", tmp_path)).answers) == 1


# ---- on paper


def test_paper_has_every_item_and_no_key(tmp_path: Path) -> None:
    *sheets, key = (path.read_text(encoding="utf-8") for path in write_tests(tmp_path))
    for sheet in sheets:
        assert sheet.count("<li>") == 80 and sheet.count("class='soal'") == 20
        assert not re.search(r"https?://|<script|<link", sheet)
        assert not any(task.explanation["id"][:30] in sheet for task in TASKS)
        assert not any(said["id"] in sheet for task in TASKS for said in task.mistakes.values())
    assert "hari ke-90" in sheets[2] and "hari ke-90" not in sheets[0] + sheets[1]
    for name in FORMS:
        letters = " · ".join(f"{place.number}&nbsp;{place.letter}" for place in form(name))
        assert letters in key
    assert all(escape(said["id"]) in key for task in TASKS for said in task.mistakes.values())
    shown = re.findall(r"<li>(.*?)</li>", paper("A"))
    first = form("A")[0]
    assert shown[LETTERS.index(first.letter)] == escape(answer(first.task.key))


# ---- the class


def test_n_gain_is_the_share_of_what_was_left_to_gain() -> None:
    assert n_gain(40, 70) == pytest.approx(0.5) and n_gain(50, 40) == pytest.approx(-0.2)
    assert math.isnan(n_gain(100, 100))


def test_recap_of_a_class(tmp_path: Path) -> None:
    keys = [task.key for task in TASKS]
    for n in range(
        10
    ):  # K1-01 answers 2 items, K1-10 answers 20; after the course everybody four more
        took(tmp_path, f"K1-{n + 1:02}", BEFORE, set(keys[: 2 * n + 2]))
        took(tmp_path, f"K1-{n + 1:02}", AFTER, set(keys[: 2 * n + 6]))
    took(tmp_path, "K1-99", BEFORE, set(keys))
    class_recap = recap(taken(tmp_path))
    scores = class_recap.scores
    assert scores[BEFORE]["K1-01"] == 10 and scores[BEFORE]["K1-10"] == 100
    assert len(class_recap.with_both()) == 10 and "K1-99" not in class_recap.with_both()
    before = sum(range(10, 101, 10)) / 10
    after = sum(min(100, 10 * n + 30) for n in range(10)) / 10
    assert class_recap.gain == pytest.approx((after - before) / (100 - before))
    first, last = class_recap.tasks[0], class_recap.tasks[-1]
    assert first.before == 1 and "ganti soal" in first.look and math.isnan(first.separates)
    assert last.before == pytest.approx(2 / 11) and last.after == pytest.approx(3 / 10)
    assert class_recap.tasks[9].separates > 0.5, "those who answered more items answered this one"
    assert any("Kelas kecil: 11" in note for note in class_recap.notes)
    said = class_recap.conclusions().set_index("ukuran")
    rise = said.loc["kenaikan rata-rata, poin (rentang 95%)"]
    assert rise.iloc[0].startswith(f"{(after - before):.1f}".replace(".", ",") + " (")
    assert "Tanpa kelas pembanding" in rise.iloc[1]
    assert "Belum diisi" in said.iloc[-1].iloc[1]


def test_a_task_against_the_rest_separates_negatively(tmp_path: Path) -> None:
    keys = [task.key for task in TASKS]
    for n in range(18):
        right = set(keys[1 : n + 2]) | ({keys[0]} if n < 9 else set())
        took(tmp_path, f"K1-{n + 1:02}", BEFORE, right)
    first = recap(taken(tmp_path)).tasks[0]
    assert first.separates < -0.5 and first.look == "kurang membedakan"


def test_who_answered_nothing_took_no_test(tmp_path: Path) -> None:
    took(tmp_path, "K1-01", BEFORE, set())
    tests = {**taken(tmp_path), ("K1-03", BEFORE): TakenTest("A", {})}
    assert list(recap(tests).scores[BEFORE]) == ["K1-01"]


def test_a_test_left_half_way_and_a_form_taken_twice_are_told_and_not_compared() -> None:
    half = {task.key: task.right for task in TASKS[:9]}
    tests = {
        ("K1-01", BEFORE): TakenTest("A", RIGHT),
        ("K1-01", AFTER): TakenTest("B", half),
        ("K1-02", BEFORE): TakenTest("A", half | RIGHT),
        ("K1-02", AFTER): TakenTest("A", RIGHT),
        ("K1-03", BEFORE): TakenTest("A", half | RIGHT),
        ("K1-03", AFTER): TakenTest("B", RIGHT),
    }
    class_recap = recap(tests)
    assert class_recap.with_both() == ["K1-03"] and class_recap.scores[AFTER]["K1-01"] == 45
    assert any("K1-01: Tes akhir berhenti pada 9 dari 20" in note for note in class_recap.notes)
    assert any("K1-02 mengisi bentuk A dua kali" in note for note in class_recap.notes)


def test_a_test_that_was_handed_in_is_closed_and_not_overwritten(tmp_path: Path) -> None:
    took(tmp_path, "K1-03", BEFORE, set(RIGHT))
    path = tmp_path / "K1-03_unittesawal.json"
    before = json.loads(path.read_text(encoding="utf-8"))["isi"]
    view = QuizView("A", progress_of(BEFORE, "K1-03", tmp_path))
    assert view.choice.disabled and "tidak diisi dua kali" in view.told.value
    view.answer(view.places[0].options[0].key)
    view.go(3)
    after = json.loads(path.read_text(encoding="utf-8"))["isi"]
    assert after["tes"]["jawaban"] == before["tes"]["jawaban"]


def test_an_empty_class_has_no_figures_and_no_errors(tmp_path: Path) -> None:
    class_recap = recap(taken(tmp_path))
    assert math.isnan(class_recap.gain) and class_recap.with_both() == []
    assert all(
        math.isnan(entry.before) and math.isnan(entry.separates) and entry.look == ""
        for entry in class_recap.tasks
    )
    assert len(class_recap.conclusions()) > 5 and class_recap.by_task().empty


def test_mistakes_are_counted_over_forms_with_the_most_frequent_first() -> None:
    task = TASKS[2]
    chosen = list(task.mistakes)[1]
    wrong = RIGHT | {task.key: chosen}
    tests = {
        ("K1-01", BEFORE): TakenTest("A", wrong),
        ("K1-02", BEFORE): TakenTest("B", wrong),
        ("K1-01", AFTER): TakenTest("B", RIGHT),
    }
    rows = recap(tests).by_mistake().values.tolist()
    assert rows[0][0] == task.objective and rows[0][2] == task.mistakes[chosen]["id"]
    assert rows[0][3:] == [2, 0, 0] and not any(sum(row[3:]) for row in rows[1:])
    assert len(rows) == sum(len(task.mistakes) for task in TASKS)


def test_a_large_class_gets_no_warning(tmp_path: Path) -> None:
    for n in range(30):
        took(tmp_path, f"K1-{n + 1:02}", BEFORE, {task.key for task in TASKS[: n % 20]})
    assert recap(taken(tmp_path)).notes == ()


# ---- what the test can show


def test_kr20_is_that_of_a_table_worked_by_hand() -> None:
    right = np.array([[1, 1, 1], [1, 1, 0], [1, 0, 0], [0, 0, 0]], dtype=float)
    assert kr20(right) == pytest.approx(0.75)
    assert error_of_score(right) == pytest.approx(math.sqrt(5 / 3) * 0.5)
    assert separation(right)[1] == pytest.approx(1 / math.sqrt(2), abs=0.01)


def test_a_sound_task_is_flagged_by_chance_less_often_than_a_bad_one() -> None:
    separates = np.array([0.35, 0.15, -0.4, np.nan])
    assert separates_too_little(separates, 25).tolist() == [False, False, True, False]


def test_invented_classes_show_what_the_report_says() -> None:
    found = simulate(classes=200)
    assert 0.6 < np.nanmean(found.reliability) < 0.9
    assert found.weak_beyond_chance.mean() < 0.05 < found.weak_by_value.mean()
    assert found.bias_in_turn.std() < found.bias_one_order.std() / 3, "why forms go in turn"
    assert abs(found.forms.mean()) < 3 * found.forms.std() / math.sqrt(200)
    lines = report(found, load_test().response_model, 25)
    assert lines[0].startswith("ASUMSI") and len(lines) == 14
