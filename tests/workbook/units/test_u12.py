"""Unit 12: what is not applied gains nothing, days move what the data say, and a task moves with its forum."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from p2spp_sim.base.errors import P2sppError
from p2spp_sim.base.language import pick
from p2spp_sim.scenario.scenario import Scenario
from p2spp_sim.workbook.case.competences import STEPS, JobTask, competences, read_rating
from p2spp_sim.workbook.core.board import Board
from p2spp_sim.workbook.units.shared.tried_board import TriedBoard
from p2spp_sim.workbook.units.u12.boards import EDITIONS, job_year, rated
from p2spp_sim.workbook.units.u12.coached import (
    APPLIED,
    coaching,
    idle,
    left,
    lived,
    planned,
    share,
    taught,
    year_of,
)
from tests.workbook.conftest import Opener

SEED = 7


def days_of(board: Board) -> dict[str, object]:
    return {key: board[key].value for key in coaching().day}


def test_capacity_follows_the_equation_by_hand_and_what_is_not_applied_gains_nothing() -> None:
    base, play = Scenario.load("2010"), coaching().play
    days = planned("kelas")
    effort = days[0] * coaching().day["kelas"].values["train_kpmd"]
    rate, turnover = base.value("training_rate"), base.value("staff_turnover")
    start = capacity = lived(idle(), SEED).applied
    for _ in range(play.years):
        capacity += rate * play.applied * effort * (1 - capacity)
        capacity -= turnover * (capacity - start)
    assert lived(days, SEED).applied == pytest.approx(capacity)
    assert lived(planned("damping"), SEED).applied == pytest.approx(start), "nothing was taught"
    assert taught(days, SEED) > lived(days, SEED).applied > start


def test_coaching_makes_the_same_class_worth_more_and_follow_up_keeps_it() -> None:
    alone, both = planned("kelas"), planned("pasang")
    assert taught(alone, SEED) == taught(both, SEED) and share(both) > share(alone)
    assert lived(both, SEED).whole.sum() > 2 * lived(alone, SEED).whole.sum()
    kept, lost = (4, 4, 4), (4, 5, 0)
    assert share(kept) == pytest.approx(share(lost))
    gained = lived(kept, SEED).applied - left(kept, SEED)
    assert gained < lived(lost, SEED).applied - left(lost, SEED)


def test_days_never_push_a_lever_over_its_bounds_and_only_what_lasts_holds_afterwards() -> None:
    base, most = Scenario.load("2010"), (coaching().play.most,) * len(coaching().day)
    spent, gone = year_of(base, most), year_of(base, most, gone=True)
    assert 0 <= spent.value(APPLIED) <= 1 and spent.value("train_kpmd") <= 1
    assert gone.value("train_kpmd") == 0
    assert gone.value("staff_turnover") == spent.value("staff_turnover")
    assert base.value(APPLIED) == 1, "elsewhere training is applied in full"


def test_the_board_spends_no_more_than_the_purse_and_finds_its_days_again(opened: Opener) -> None:
    board = opened("12").board("papan")
    assert isinstance(board, TriedBoard)
    for key in coaching().day:
        board[key].value = coaching().play.most
    board.run()
    assert "Koin melebihi" in board.cockpit.message and len(board.cockpit.frames) == 1
    board["lanjut"].value = 0
    board.run()
    now = board.cockpit.frames[-1]
    assert now["now"] == lived(planned("pasang"), SEED).whole.sum() and "dipakai" in now["why"]
    again = opened("12").board("papan")
    assert isinstance(again, TriedBoard) and days_of(again) == days_of(board)
    assert again.cockpit.frames[-1]["now"] == now["now"]
    with pytest.raises(P2sppError, match="Pembagian hari"):
        board["kelas"].value = "enam"


def test_a_self_assessment_names_units_and_never_more_than_a_feeling() -> None:
    keys = list(competences().competence)
    assert "kolom Sebelum" in rated({}).text
    half = rated({key: {"sebelum": 2} for key in keys})
    assert "unit 02, 03, 04" in half.text and not half.pictures[0].svg
    whole = rated({key: {"sebelum": 2, "sesudah": 3} for key in keys})
    assert "dari 2,0 menjadi 3,0" in whole.text and "bukan bukti" in whole.text
    assert len(whole.pictures[0].table.rows) == len(keys)


@pytest.mark.parametrize("raw", [None, 3, {"reses": 4}, {"reses": {"sebelum": "9"}}])
def test_a_self_assessment_that_cannot_be_read_is_a_sentence(raw: object) -> None:
    with pytest.raises(P2sppError, match="Nilai diri"):
        read_rating(raw)


def test_what_is_no_competence_any_more_is_left_out() -> None:
    row = {"sebelum": next(iter(STEPS)), "sesudah": ""}
    assert read_rating({"reses": row, "lama": row}) == {"reses": {"sebelum": 1}}


def known() -> Mapping[str, JobTask]:
    return competences().task


@pytest.mark.parametrize("job", competences().job)
def test_a_task_moves_with_its_forum(job: str) -> None:
    then, now = (job_year(job, edition).pictures[0].table.rows for edition in EDITIONS)
    assert len(then) == len(now) >= 5
    assert {row[1] for row in then} == {row[1] for row in now}
    month = {row[1]: row[0] for row in then}
    moved = {row[1] for row in now if row[0] != month[row[1]]}
    village = {pick(task.label) for task in known().values() if task.forum == "musrenbang_desa"}
    assert moved >= village & set(month), "the village clock is another one today"


def test_every_unit_and_competence_that_is_named_is_there() -> None:
    declared = competences()
    for job in declared.job.values():
        assert set(job.need) <= set(declared.competence) and "12" in job.units
    assert {job for task in known().values() for job in task.jobs} == set(declared.job)
