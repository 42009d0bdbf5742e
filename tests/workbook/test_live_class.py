"""What is live in a class lies in files: who locked what, what the trainer opened, and the PIN of a code."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from p2spp_sim.base.errors import P2sppError
from p2spp_sim.workbook import open_unit
from p2spp_sim.workbook.classroom.live import LiveClassBoard
from p2spp_sim.workbook.classroom.questions import own, put, questions, truth
from p2spp_sim.workbook.core.board import Board
from p2spp_sim.workbook.saving import pins
from p2spp_sim.workbook.saving.ballots import (
    LIVE,
    Guess,
    cast,
    hear,
    read_asking,
    read_ballot,
    read_ballots,
)
from p2spp_sim.workbook.units.u11.rounds_control import Rounds

GROUPS = ("K1", "K2", "K3", "K4", "K5")


def rounds(folder: Path, code: str) -> Rounds:
    board = open_unit("11", learner=code, results=folder).board("putaran2")
    assert isinstance(board, Board)
    control = board["putaran"]
    assert isinstance(control, Rounds)
    return control


def guess(control: Rounds, number: int) -> None:
    seat = control.widget.seat
    control.widget.decision = {**control.widget.decision, "tebakan": {seat: number}}


def test_many_write_at_once_and_the_first_answer_of_each_stays(tmp_path: Path) -> None:
    key = put(tmp_path, own("Siapa memimpin pleno?", "Kades\nBPD\nKPMD")).current
    with ThreadPoolExecutor(10) as pool:
        said = [pool.submit(cast, tmp_path, code, key, n) for n in range(3) for code in GROUPS]
        first = {code: {vote.result().said for vote in said[i::5]} for i, code in enumerate(GROUPS)}
    kept = {code: ballot.votes[key].said for code, ballot in read_ballots(tmp_path).items()}
    assert first == {code: {kept[code]} for code in GROUPS}, "everybody is told what is locked"


def test_the_board_shows_who_has_answered_and_what_only_when_it_is_opened(tmp_path: Path) -> None:
    for code in GROUPS:
        hear(tmp_path, code)
    live = LiveClassBoard(tmp_path)
    key = put(tmp_path, own("Siapa memimpin pleno?", "Kades\nBPD")).current
    for code in GROUPS[:3]:
        cast(tmp_path, code, key, 1)
    live.look()
    state = live.screen.state
    assert [group["done"] for group in state["groups"]] == [True] * 3 + [False] * 2
    assert state["item"]["answers"] == {} and not state["item"]["opened"]
    live.screen._handle_custom_msg({"do": "open", "key": key}, [])
    assert live.screen.state["item"]["answers"] == dict.fromkeys(GROUPS[:3], 1)
    assert LiveClassBoard(tmp_path).screen.state == live.screen.state, "a restart loses nothing"


def test_a_damaged_file_is_set_aside_and_no_question_takes_what_it_cannot(tmp_path: Path) -> None:
    asked = own("Apa dulu?", "Uang\nAturan")
    assert [asked.takes(said) for said in (0, 1, 2, -1, True, "0", None)] == [True] * 2 + [
        False
    ] * 5
    hear(tmp_path, "K1")
    (tmp_path / LIVE / "K1.json").write_text("{broken")
    assert read_ballot(tmp_path, "K1").votes == {}
    cast(tmp_path, "K1", "a.1", 1)
    assert read_ballot(tmp_path, "K1").votes["a.1"].said == 1
    assert (tmp_path / LIVE / "K1.rusak").read_text() == "{broken"
    for text, choices in (("", "a\nb"), ("Apa?", "a"), ("Apa?", "a\n" * 9), ("x" * 300, "a\nb")):
        with pytest.raises(P2sppError):
            own(text, choices)
    assert "0812" not in str(own("Telepon 081234567890?", "ya\ntidak"))


@pytest.mark.parametrize(
    "name", [name for name, each in questions().items() if each.kind == "angka"]
)
def test_what_a_guess_is_held_against_lies_on_its_scale(name: str) -> None:
    question = questions()[name]
    known = truth(question)
    assert known is not None and question.low < known < question.high
    assert question.amount and not question.choices


def test_a_guess_of_unit_11_reaches_the_class_and_the_front_laptop_gives_the_number(
    tmp_path: Path,
) -> None:
    group, front = rounds(tmp_path, "K1"), rounds(tmp_path, "PEL-1")
    guess(group, 70)
    assert read_ballot(tmp_path, "K1").guesses == {"putaran2": {"1": Guess(70)}}
    guess(front, 60)
    front.run()
    came = front.widget.frames[1]["now"]
    live = LiveClassBoard(tmp_path)
    assert [item["key"] for item in live.screen.state["items"]] == ["putaran2.1"]
    assert [each["code"] for each in live.screen.state["groups"]] == ["K1"]
    live.screen._handle_custom_msg({"do": "open", "key": "putaran2.1"}, [])
    item = live.screen.state["item"]
    assert item["answers"] == {"K1": 70} and item["truth"] == came and item["came"] == {}
    group.collect()
    assert len(group.locked) == 1 and group.guesses == {"1": Guess(70, came)}
    guess(group, 75)
    assert read_ballot(tmp_path, "K1").guesses["putaran2"] == {"1": Guess(70, came), "2": Guess(75)}


def test_years_that_a_group_lived_by_itself_are_not_taken_from_it(tmp_path: Path) -> None:
    group, front = rounds(tmp_path, "K1"), rounds(tmp_path, "PEL-1")
    group.widget.decision = {**group.widget.decision, "pik": 10}
    group.run()
    for _ in range(2):
        front.run()
    group.collect()
    assert len(group.locked) == 1 and group.locked[0].pik == 10


def test_a_pin_holds_its_code_to_a_laptop_until_the_trainer_takes_it_away(tmp_path: Path) -> None:
    token = pins.enter(tmp_path, "K1", "47")
    assert token and pins.knows(tmp_path, "K1", token)
    assert not pins.knows(tmp_path, "K1", "") and not pins.knows(tmp_path, "K2", token)
    assert pins.enter(tmp_path, "K1", "48") == ""
    other = pins.enter(tmp_path, "K1", "47")
    assert other and pins.knows(tmp_path, "K1", token) and pins.knows(tmp_path, "K1", other)
    kept = (tmp_path / LIVE / "K1.pin").read_text()
    assert "47" not in kept.replace(pins.KeptPin.__name__, "") or token not in kept
    for _ in range(pins.TRIES):
        assert pins.enter(tmp_path, "K1", "00") == ""
    assert pins.rests(tmp_path, "K1") and pins.enter(tmp_path, "K1", "47") == ""
    assert pins.with_pin(tmp_path) == ["K1"]
    pins.forget(tmp_path, "K1")
    assert not pins.knows(tmp_path, "K1", token) and pins.enter(tmp_path, "K1", "11")


def test_nothing_asked_leaves_the_board_with_words(tmp_path: Path) -> None:
    live = LiveClassBoard(tmp_path)
    assert live.screen.state == {"groups": [], "items": [], "item": None}
    assert read_asking(tmp_path).questions == [] and not (tmp_path / LIVE).exists()
