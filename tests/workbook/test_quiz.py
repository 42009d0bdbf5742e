"""The test before and after: forms, figures, answers on disk, and what the trainer reads from a class."""

from __future__ import annotations

import json
import math
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from p2spp_sim.base.errors import P2sppError, UnknownName
from p2spp_sim.base.files import data_path
from p2spp_sim.base.language import set_language
from p2spp_sim.workbook.quiz.quiz import (
    LETTERS,
    QuizItem,
    figures,
    form,
    load_test,
    progress_of,
    score,
    words,
)
from p2spp_sim.workbook.quiz.recap import n_gain, recap
from p2spp_sim.workbook.quiz.view import QuizView, paper, show_test, write_tests
from p2spp_sim.workbook.saving.record import TEST, QuizRecord, read

ITEMS = load_test().items
RIGHT = {item.key: item.right for item in ITEMS}
BLUEPRINT = {"C1": 2, "C2": 5, "C3": 4, "C4": 4, "C5": 5}


@pytest.fixture(autouse=True)
def language() -> Iterator[None]:
    set_language("id")
    yield
    set_language("id")


def item_of(key: str) -> QuizItem:
    return next(item for item in ITEMS if item.key == key)


def wrong(item: QuizItem) -> str:
    return next(option.key for option in item.options if option.key != item.right)


def took(folder: Path, learner: str, name: str, right: set[str]) -> None:
    answers = {item.key: item.right if item.key in right else wrong(item) for item in ITEMS}
    assert progress_of(name, learner, folder).put(TEST, QuizRecord(answers=answers))


def taken(folder: Path) -> dict[tuple[str, str], dict[str, str]]:
    """Give the answers that lie in a folder of tests, by code and form."""
    records = map(read, folder.glob("*_unittes?.json"))
    return {
        (record.learner, record.unit.removeprefix(TEST)): record.test.answers for record in records
    }


# ---- the items and the forms


def test_twenty_items_follow_the_blueprint_and_are_worth_a_hundred() -> None:
    assert Counter(item.level for item in ITEMS) == BLUEPRINT
    assert score(RIGHT) == 100 and score({}) == 0
    assert {unit for item in ITEMS for unit in item.units} == {f"{n:02}" for n in range(1, 12)}


@pytest.mark.parametrize("language", ["id", "en"])
def test_the_right_option_is_not_given_away_by_its_length(language: str) -> None:
    longest = [
        max(item.options, key=lambda option: len(getattr(option, language))).key == item.right
        for item in ITEMS
    ]
    assert sum(longest) <= 2 * len(ITEMS) / len(LETTERS)


def test_forms_hold_the_same_items_in_another_order_with_keys_spread_evenly() -> None:
    a, b = form("A"), form("B")
    assert {place.item.key for place in a} == {place.item.key for place in b} == set(RIGHT)
    assert [place.item.key for place in a] != [place.item.key for place in b]
    for places in (a, b):
        assert Counter(place.letter for place in places) == dict.fromkeys(LETTERS, 5)
        assert not re.search(r"(.)\1\1\1", "".join(place.letter for place in places)), (
            "a run of four gives a pattern"
        )
    moved = {place.item.key: place.letter for place in a}
    assert sum(moved[place.item.key] != place.letter for place in b) > 10
    with pytest.raises(UnknownName, match="Bentuk tes"):
        form("C")


def test_a_form_is_the_same_on_every_day_and_every_computer() -> None:
    before = [(place.item.key, place.letter) for place in form("A")]
    form.cache_clear()
    assert before == [(place.item.key, place.letter) for place in form("A")]
    assert before[0] == ("tempel_alasan", "B"), "papers already printed must keep their key"


# ---- figures: the library's, and those of the curriculum


def test_figures_are_those_the_curriculum_computed_by_hand() -> None:
    assert "5 usulan dari 3 desa" in words(item_of("dua_cara").prompt)
    assert "7 usulan dengan 1.375 juta" in words(item_of("dua_cara").prompt)
    assert words(item_of("dua_cara").prompt).startswith("Dengan pagu 1.500 juta")
    assert "Dari 10 catatan reses, 7 berpasangan" in words(item_of("cocok_layak").prompt)
    assert answer(item_of("cocok_layak")) == "60%" and answer(item_of("konsistensi")) == "75%"
    assert "11 usulan layak bernilai 2.955 juta; 6 di antaranya" in words(
        item_of("jumlah_nilai").prompt
    )
    assert answer(item_of("jumlah_nilai")) == "Menurut jumlah 54,5%, menurut nilai 41,6%"
    gates = words(item_of("gerbang_bocor").prompt)
    assert "semula 2.955, Renja 1.230, RKPD 960, PPAS 690, APBD 610" in gates
    assert "Renja meloloskan 41,6%" in words(item_of("gerbang_bocor").explanation)
    assert "20 juta" in answer(item_of("selisih_apbdes"))


def answer(item: QuizItem) -> str:
    return words(next(option for option in item.options if option.key == item.right))


def test_the_leakiest_gate_is_the_key() -> None:
    passed = {
        key: float(figures()[key]["lolos"].rstrip("%").replace(",", "."))
        for key in ("renja", "rkpd", "ppas", "apbd")
    }
    assert min(passed, key=lambda key: passed[key]) == item_of("gerbang_bocor").right


@pytest.mark.parametrize("language", ["id", "en"])
def test_every_sentence_is_complete_and_no_two_options_say_the_same(language: str) -> None:
    set_language(language)
    for item in ITEMS:
        said = [words(item.prompt), words(item.explanation), *map(words, item.options)]
        assert not any("{" in text or "}" in text or not text for text in said), item.key
        assert len({words(option) for option in item.options}) == len(LETTERS), item.key
    if language == "en":
        assert "2,955 million" in words(item_of("jumlah_nilai").prompt)


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ('kunci = "bertemu"', 'kunci = "lain"', "sumber_rencana: lain is no option"),
        ('key = "dua_agenda"', 'key = "sumber_rencana"', "sumber_rencana is there twice"),
        ('level = "C1"', 'level = "C9"', "C9"),
        ('{ key = "warga"', '{ key = "bertemu"', "4 different options"),
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
    view = QuizView("A", progress_of("A", "K1-03", tmp_path))
    first = view.places[0]
    view.choice.value = first.options[2].key
    record = json.loads((tmp_path / "K1-03_unittesA.json").read_text(encoding="utf-8"))
    assert record["isi"]["tes"]["jawaban"] == {first.item.key: first.options[2].key}
    view.next.click()
    view.choice.value = view.places[1].options[0].key
    again = QuizView("A", progress_of("A", "K1-03", tmp_path))
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
    for learner, choose in (("K1-01", lambda item: item.right), ("K1-02", wrong)):
        view = QuizView("A", progress_of("A", learner, tmp_path))
        while True:
            view.choice.value = choose(view.places[view.at].item)
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
    view = QuizView("B", progress_of("B", "K1-03", tmp_path))
    for _ in range(25):
        view.next.click()
    assert view.answers == {} and view.at == 19 and view.next.disabled
    view.choice.value = view.places[19].options[0].key
    view.open.click()
    assert view.at == 0


def test_a_damaged_or_foreign_answer_is_left_out(tmp_path: Path) -> None:
    progress_of("A", "K1-03", tmp_path).put(
        TEST, QuizRecord(at=99, answers={"tidak_ada": "x", ITEMS[0].key: "bukan"})
    )
    view = QuizView("A", progress_of("A", "K1-03", tmp_path))
    assert view.answers == {} and view.at == 19


def test_a_test_that_is_open_on_two_pages_keeps_the_answers_of_both(tmp_path: Path) -> None:
    first, second = (QuizView("A", progress_of("A", "K1-03", tmp_path)) for _ in range(2))
    first.choice.value = first.places[0].options[0].key
    second.go(1)
    second.choice.value = second.places[1].options[1].key
    first.go(2)
    assert (
        len(first.answers) == len(QuizView("A", progress_of("A", "K1-03", tmp_path)).answers) == 2
    )


def test_an_answer_that_could_not_be_saved_is_told_until_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    view = QuizView("A", progress_of("A", "K1-03", tmp_path))

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.replace", full)
    view.choice.value = view.places[0].options[0].key
    view.go(1)
    assert "belum tersimpan" in view.told.value and len(view.answers) == 1
    monkeypatch.undo()
    view.go(0)
    assert "belum tersimpan" not in view.told.value
    assert len(QuizView("A", progress_of("A", "K1-03", tmp_path)).answers) == 1


def test_a_wrong_form_or_code_is_a_sentence(tmp_path: Path) -> None:
    assert "Bentuk tes" in show_test("Z", "K1-03", tmp_path).value
    assert "bukan nama" in show_test("A", "Siti Aminah", tmp_path).value


def test_late_answers_are_taken(tmp_path: Path) -> None:
    progress_of("A", "K1-03", tmp_path).put("tes", {"mulai": "2020-01-01T08:00:00", "jawaban": {}})
    view = QuizView("A", progress_of("A", "K1-03", tmp_path))
    assert "sudah lewat" in view.told.value
    view.choice.value = view.places[0].options[0].key
    assert len(QuizView("A", progress_of("A", "K1-03", tmp_path)).answers) == 1


# ---- on paper


def test_paper_has_every_item_and_no_key(tmp_path: Path) -> None:
    a, b, key = (path.read_text(encoding="utf-8") for path in write_tests(tmp_path))
    for sheet in (a, b):
        assert sheet.count("<li>") == 80 and sheet.count("class='soal'") == 20
        assert not re.search(r"https?://|<script|<link", sheet)
        assert not any(item.explanation["id"][:30] in sheet for item in ITEMS)
    places = form("A")
    assert " · ".join(f"{place.number}&nbsp;{place.letter}" for place in places) in key
    shown = re.findall(r"<li>(.*?)</li>", paper("A"))
    letter = places[0].letter
    assert shown[LETTERS.index(letter)] == answer(places[0].item)


# ---- the class


def test_n_gain_is_the_share_of_what_was_left_to_gain() -> None:
    assert n_gain(40, 70) == pytest.approx(0.5) and n_gain(50, 40) == pytest.approx(-0.2)
    assert math.isnan(n_gain(100, 100))


def test_recap_of_a_class(tmp_path: Path) -> None:
    keys = [item.key for item in ITEMS]
    for n in range(
        10
    ):  # K1-01 answers 2 items, K1-10 answers 20; after the course everybody four more
        took(tmp_path, f"K1-{n + 1:02}", "A", set(keys[: 2 * n + 2]))
        took(tmp_path, f"K1-{n + 1:02}", "B", set(keys[: 2 * n + 6]))
    took(tmp_path, "K1-99", "A", set(keys))
    class_recap = recap(taken(tmp_path))
    assert class_recap.scores["A"]["K1-01"] == 10 and class_recap.scores["A"]["K1-10"] == 100
    assert len(class_recap.both) == 10 and "K1-99" not in class_recap.both
    before = sum(range(10, 101, 10)) / 10
    after = sum(min(100, 10 * n + 30) for n in range(10)) / 10
    assert class_recap.gain == pytest.approx((after - before) / (100 - before))
    first, last = class_recap.items[0], class_recap.items[-1]
    assert first.before == 1 and "ganti soal" in first.look and math.isnan(first.separates)
    assert last.before == pytest.approx(2 / 11) and last.after == pytest.approx(3 / 10)
    assert class_recap.items[9].separates > 0.5, "those who answered more items answered this one"
    assert any("Kelas kecil: 11" in note for note in class_recap.notes)


def test_an_item_against_the_rest_separates_negatively(tmp_path: Path) -> None:
    keys = [item.key for item in ITEMS]
    for n in range(8):
        right = set(keys[1 : 2 * n + 2]) | ({keys[0]} if n < 4 else set())
        took(tmp_path, f"K1-{n + 1:02}", "A", right)
    first = recap(taken(tmp_path)).items[0]
    assert first.separates < -0.5 and first.look == "kurang membedakan"


def test_who_answered_nothing_took_no_test(tmp_path: Path) -> None:
    took(tmp_path, "K1-01", "A", set())
    assert list(recap({**taken(tmp_path), ("K1-03", "A"): {}}).scores["A"]) == ["K1-01"]


def test_an_empty_class_has_no_figures_and_no_errors(tmp_path: Path) -> None:
    class_recap = recap(taken(tmp_path))
    assert math.isnan(class_recap.gain) and class_recap.both == []
    assert all(
        math.isnan(entry.before) and math.isnan(entry.separates) and entry.look == ""
        for entry in class_recap.items
    )


def test_a_large_class_gets_no_warning(tmp_path: Path) -> None:
    for n in range(30):
        took(tmp_path, f"K1-{n + 1:02}", "A", {item.key for item in ITEMS[: n % 20]})
    assert recap(taken(tmp_path)).notes == ()
