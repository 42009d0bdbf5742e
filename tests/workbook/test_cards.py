"""Cards and places: whatever the value is made of, moves come from the browser as where each card lies."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from p2spp_sim.workbook.controls import Cards, Checklist, Classes, Classify, Match, Order
from p2spp_sim.workbook.core.unit import Unit
from tests.notebooks.notebooks import UNIT_FILES
from tests.workbook.conftest import Opener

YES_NO = {"ya": "Ya", "tidak": "Tidak"}
LANES = {"p": "partisipatif", "t": "teknokratis"}


def moved(cards: Cards, **where: str) -> None:
    """Let the browser tell that cards lie elsewhere; what went back to the tray lies there."""
    widget = cards.widget
    wrong = [card for card, mark in widget.marks.items() if widget.back and not mark["right"]]
    placed = {**widget.placed, **dict.fromkeys(wrong, ""), **where}
    marks = {card: mark for card, mark in widget.marks.items() if card not in where}
    widget.set_state({"placed": placed, "marks": marks, "back": False})


def test_a_move_changes_the_value_and_is_told_once() -> None:
    made, heard = Match("m", "", {"R1": "Air", "R2": "Jalan"}, {"U1": "Pipa"}), list[Any]()
    made.watch(lambda: heard.append(made.value))
    moved(made, R1="U1")
    assert heard == [{"R1": "U1", "R2": ""}] and not made.complete
    moved(made, R2="none")
    assert made.value == {"R1": "U1", "R2": "none"} and made.complete and len(heard) == 2


def test_what_a_hand_gives_is_taken_at_once_and_not_sent_back(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    made, sent = Match("m", "", {"R1": "Air", "R2": "Jalan"}, {"U1": "Pipa"}), list[Any]()
    monkeypatch.setattr(made.widget, "_send", lambda message, **_: sent.append(message))
    placed = {"R1": "U1", "R2": ""}
    content = {"state": {"placed": placed, "marks": {}, "back": False}}
    made.widget._handle_msg(
        {"content": {"data": {"method": "custom", "content": content}}, "buffers": []}
    )
    assert made.value == placed and sent == []


def test_an_order_is_all_cards_from_the_top() -> None:
    made = Order("o", "", {"a": "A", "b": "B", "c": "C"}, ["c", "a", "b"])
    moved(made, b="1", c="2", a="3")
    assert made.value == ["b", "c", "a"] and made.widget.deck["tray"] is False


def test_a_cell_of_a_grid_says_both_and_what_was_saved_half_stays_until_the_card_is_put() -> None:
    columns = {"lane": Classes("Jalur", LANES), "month": Classes("Bulan", {"1": "Jan", "2": "Feb"})}
    made = Classify("c", "", {"md": "Musrenbang", "fs": "Forum"}, columns)
    made.value = {"md": {"lane": "p", "month": ""}, "fs": {"lane": "t", "month": "2"}}
    assert made.placed == {"md": "", "fs": "t|2"} and not made.complete
    moved(made, fs="p|1")
    assert made.value == {"md": {"lane": "p", "month": ""}, "fs": {"lane": "p", "month": "1"}}
    moved(made, md="t|1")
    moved(made, md="")
    assert made.value["md"] == {"lane": "", "month": ""} and made.column("lane") == {"fs": "p"}


def test_a_second_option_may_be_left_out() -> None:
    columns = {"fate": Classes("Putusan", YES_NO), "code": Classes("Kode", {"A": "a"}, True)}
    made = Classify("c", "", {"U1": "Jalan"}, columns)
    moved(made, U1="tidak|")
    assert made.complete and made.value == {"U1": {"fate": "tidak", "code": ""}}


def test_a_checklist_gives_the_option_of_each_row_in_each_column() -> None:
    made, heard = Checklist("c", "", {"k1": "Talud"}, {"a": Classes("Ada?", YES_NO)}), list[Any]()
    made.watch(lambda: heard.append(made.value))
    made.widget.set_state({"chosen": {"k1": {"a": "ya"}}})
    assert heard == [{"k1": {"a": "ya"}}]


def test_wrong_cards_go_back_on_the_screen_and_stay_in_the_value_until_the_next_move() -> None:
    made = Cards("c", "", {"x": "X", "y": "Y", "z": "Z"}, LANES)
    made.value = {"x": "p", "y": "t", "z": "t"}
    made.light({"x": None, "y": "Lihat lagi.", "z": ""}, back=True)
    assert made.widget.back and made.value == {"x": "p", "y": "t", "z": "t"}
    assert made.widget.marks["y"] == {"right": False, "say": "Lihat lagi.", "at": "t"}
    moved(made, y="p")
    assert made.value == {"x": "p", "y": "p", "z": ""} and set(made.widget.marks) == {"x", "z"}
    made.value = {"x": "p"}
    assert made.widget.marks == {} and not made.widget.back


def wrongly(unit: Unit, key: str) -> dict[str, str]:
    """Put every card of an exercise where another belongs."""
    cards, solution = unit.exercise(key).field.cards, unit.exercise(key).exercise.solution
    assert cards is not None
    places = [place["key"] for place in cards.widget.deck["places"]]
    if isinstance(solution, list):
        return dict(zip(solution, [*places[1:], places[0]], strict=False))
    assert isinstance(solution, dict)
    return {card: next(p for p in places if p != at) for card, at in solution.items()}


CARDS = {"classify", "match", "rank"}


@pytest.mark.parametrize("code", [path.stem[:2] for path in UNIT_FILES])
def test_cards_of_every_exercise_are_lit_saved_as_judged_and_lit_again(
    opened: Opener, tmp_path: Path, code: str
) -> None:
    unit = opened(code)
    for question in unit.bank.questions:
        view = unit.exercise(question.id)
        assert (view.field.cards is not None) == (question.type in CARDS)
        if view.field.cards is None:
            continue
        view.field.cards.value = where = wrongly(unit, question.id)
        judged = view.field.read()
        view.check()
        marks = view.field.cards.widget.marks
        if question.by_model:
            assert not marks and view.exercise.solved and "Menurut model" in view.feedback.value
            continue
        assert view.exercise.state in ("coba_lagi", "hampir") and view.field.cards.widget.back
        assert set(marks) == set(where) and not any(mark["right"] for mark in marks.values())
        assert f"Tepat 0 dari {len(where)}" in view.feedback.value
        (path,) = tmp_path.glob("hasil/*.json")
        content = json.loads(path.read_text(encoding="utf-8"))["isi"]
        assert content[question.id]["jawaban"] == judged == view.field.read()
        again = opened(code).exercise(question.id)
        assert again.field.cards is not None and again.field.cards.widget.marks == marks
        view.solve()
        assert all(mark["right"] for mark in view.field.cards.widget.marks.values())
        assert view.exercise.solved


def test_a_card_goes_back_with_what_the_bank_says_of_it(opened: Opener) -> None:
    unit = opened("03")
    view, question = unit.exercise("03-1"), unit.bank.question("03-1")
    mistake = next(m for m in question.mistakes if m.item and m.under)
    given = {**view.exercise.solution, mistake.item: mistake.under}  # type: ignore[dict-item]
    view.field.write(given)
    view.check()
    assert view.field.cards is not None
    said = view.field.cards.widget.marks[mistake.item]["say"]
    assert said == view.exercise.words(mistake.say) and said not in view.feedback.value


def test_a_card_saved_at_two_places_stays_at_the_first_and_that_is_told(
    opened: Opener, tmp_path: Path
) -> None:
    opened("03").exercise("03-3").solve()
    (path,) = tmp_path.glob("hasil/*.json")
    saved = json.loads(path.read_text(encoding="utf-8"))
    saved["isi"]["03-3"] |= {"jawaban": ["U13", "U05", "U13", "U01", "U07"], "status": "coba_lagi"}
    path.write_text(json.dumps(saved), encoding="utf-8")
    view = opened("03").exercise("03-3")
    assert view.field.read() == ["U13", "U05", "", "U01", "U07"]
    assert "Soal ini berubah" in view.feedback.value
