"""Unit 06: a year of a kabupaten is tried on one screen; its numbers are the run's own, and old files come back."""

from __future__ import annotations

from typing import Any

import pytest

import p2spp_sim as p2
from p2spp_sim.base.errors import P2sppError
from p2spp_sim.base.formats import number
from p2spp_sim.model.proposals import CHANNELS
from p2spp_sim.scenario.scenario import Scenario
from p2spp_sim.workbook.case.desk import world
from p2spp_sim.workbook.classroom.board import decisions
from p2spp_sim.workbook.classroom.recap import newest
from p2spp_sim.workbook.units.shared.cockpit import signs_of
from p2spp_sim.workbook.units.shared.tried_board import TriedBoard
from p2spp_sim.workbook.units.u06.district_board import DOCUMENTS, coin_game
from tests.workbook.conftest import Opener

BASE = Scenario.load("2010")
LEVERS: dict[str, Any] = {
    "papers_help": 0.5,
    "delegates_in_forum_skpd": 2,
    "alignment_weight": 0.5,
    "pik_share": 0.2,
    "integrated_mad": True,
    "pokir_envelope": 0.01,
}
ON_SCREEN = {
    "papers_help": 50,
    "delegates_in_forum_skpd": 2,
    "alignment_weight": 50,
    "pik_share": 20,
    "integrated_mad": True,
    "pokir_envelope": 10,
}


def tried(opened: Opener) -> TriedBoard:
    made = opened("06").board("kabupaten")
    assert isinstance(made, TriedBoard)
    return made


def ask(board: TriedBoard, what: str, **standing: Any) -> None:
    """Ask as the browser does: what it shows comes along."""
    decision = {**board.cockpit.decision, **standing}
    board.cockpit._handle_custom_msg({"do": what, "decision": decision}, [])


def arrived(run: p2.Run) -> set[str]:
    """Name the villages of which the APBD takes a proposal of their own meetings, from what its forum decided."""
    [(part, step)] = run.steps("apbd")
    proposals, codes = part.docket.proposals, part.world.villages["code"]
    taken = [row for row, pot in zip(step.rows, step.pot, strict=True) if pot >= 0]
    own = [row for row in taken if proposals.origin[row] in CHANNELS["musrenbang"]]
    return {str(codes[proposals.village[row]]) for row in own}


@pytest.mark.parametrize("name", ["wanasari", "sumedang"])
def test_the_screen_counts_what_the_run_does(name: str, opened: Opener) -> None:
    board = tried(opened)
    board["dataset"].value = name
    for key, shown in ON_SCREEN.items():
        board[key].value = shown
    assert board.cockpit.stale and len(board.cockpit.frames) == 1, "nothing runs by itself"
    ask(board, "run")
    before, now = board.cockpit.frames
    runs = [p2.run_year(world(name), BASE.change(**levers), seed=7) for levers in ({}, LEVERS)]
    funnels = [run.funnel("musrenbang").set_index("stage") for run in runs]
    ghost, last = (int(funnel["rupiah"]["apbd"]) for funnel in funnels)
    assert (before["now"], now["ghost"], now["now"]) == (
        round(ghost / 1e8),
        round(ghost / 1e8),
        round(last / 1e8),
    )
    assert [line["text"] for line in now["lines"]] == [
        number(int(funnels[1]["rupiah"][stage]) / 1e9, 1) for stage in DOCUMENTS
    ]
    codes = [village["code"] for village in board.cockpit.plan["villages"]]
    got = [[code in arrived(run) for code in codes] for run in (runs[1], runs[0])]
    assert now["tiles"] == signs_of(*got)  # type: ignore[arg-type]
    assert not board.cockpit.stale and not board.cockpit.message
    assert f"{funnels[1]['count']['apbd']} usulan" in board.cockpit.answer["text"]


def test_a_village_that_lost_says_where_its_proposal_stopped_now(opened: Opener) -> None:
    board = tried(opened)
    ask(board, "run", upaya={"papers_help": 4})
    frame = board.cockpit.frames[-1]
    run = p2.run_year(world("wanasari"), BASE.change(papers_help=1.0), seed=7)
    for at, sign in enumerate(frame["tiles"]):
        assert bool(frame["stops"][at]) == (sign in "mn")
        if sign == "m":
            name, _, rest = frame["stops"][at].partition(" kini berhenti di ")
            last = run.trace(name).gates[-1]
            assert rest.endswith(f": {last['reason_text']}.")
    assert "uangnya tetap" in frame["why"] and "−0,0" not in str(frame["lines"])


def test_a_try_is_put_back_and_nothing_new_runs_twice(opened: Opener) -> None:
    board = tried(opened)
    ask(board, "run")
    assert "Belum ada yang berubah" in board.cockpit.message and len(board.cockpit.frames) == 1
    ask(board, "run", upaya={"pik_share": 2})
    ask(board, "run", upaya={"pik_share": 3})
    assert [frame["number"] for frame in board.cockpit.frames] == [0, 2]
    ask(board, "run")
    assert board.cockpit.frames[-1]["number"] == 2
    ask(board, "undo")
    assert board["pik_share"].value == 0 and len(board.cockpit.frames) == 1
    too_many = dict.fromkeys(("pik_share", "papers_help", "alignment_weight"), 4)
    ask(board, "run", upaya=too_many)
    assert "Koin melebihi isi pundi" in board.cockpit.message and len(board.cockpit.frames) == 1


def test_a_file_of_the_old_sliders_comes_back_on_the_nearest_coins(opened: Opener) -> None:
    old = {"dataset": "sumedang", "measure": "count", **ON_SCREEN, "pik_share": 17}
    opened("06").progress.put("kabupaten", old)
    board = tried(opened)
    assert not board.lost and len(board.cockpit.frames) == 2 and not board.cockpit.stale
    assert board.cockpit.message.count("Nilai lama") == 1
    assert "17%, menjadi 20%: koin terdekat" in board.cockpit.message
    shown = {key: value for key, value in board.values.items() if key in ON_SCREEN}
    assert shown == {**ON_SCREEN, "pik_share": 20}
    board["pik_share"].value = 30
    assert "Nilai lama" not in tried(opened).cockpit.message, "it is said once"
    for key, junk in (("pik_share", "x"), ("pokir_envelope", None), ("dijalankan", {"a": 1})):
        with pytest.raises(P2sppError):
            board[key].value = junk  # type: ignore[assignment]


def test_the_class_board_says_which_levers_were_moved(opened: Opener) -> None:
    unit = opened("06", learner="K1")
    board = unit.board("kabupaten")
    assert isinstance(board, TriedBoard)
    board["pik_share"].value = 20
    decided = decisions(newest(unit.progress.path.parent)[0], "06", "kabupaten")["K1"]
    assert decided.chosen == (
        "Kabupaten Wanasari (rekaan)",
        "Bagian pagu indikatif kewilayahan (PIK): 20%",
    )
    assert decided.answered == board.answered


def test_every_coin_stays_within_the_bounds_of_its_lever() -> None:
    game = coin_game()
    for group in game.group.values():
        for key, coin in group.coin.items():
            lever = BASE.lever(key)
            most = float(BASE.value(key)) + game.play.most * coin
            assert lever.low is not None and lever.high is not None and most <= lever.high, key
