"""Unit 11: run_years is played year by year, refuses in words, comes back after a cut; what the texts say is so."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import ipywidgets as W  # noqa: N812
import numpy as np
import pytest

import p2spp_sim as p2
from p2spp_sim.base.errors import OutOfBounds, P2sppError
from p2spp_sim.base.files import data_path
from p2spp_sim.results import indicators
from p2spp_sim.scenario.scenario import Scenario
from p2spp_sim.workbook.case.clauses import CAPITAL, clause_keys
from p2spp_sim.workbook.case.courses import lived
from p2spp_sim.workbook.case.crowding import lived_gates, why_less
from p2spp_sim.workbook.case.desk import Desk, world
from p2spp_sim.workbook.case.sasaran import targets
from p2spp_sim.workbook.classroom.live import LiveClassBoard
from p2spp_sim.workbook.core.board import Board
from p2spp_sim.workbook.core.unit import Unit
from p2spp_sim.workbook.exercises.bank import load_bank
from p2spp_sim.workbook.saving.ballots import Guess, read_ballot
from p2spp_sim.workbook.units.u11 import answers
from p2spp_sim.workbook.units.u11.decision import YearDecision, read_decision
from p2spp_sim.workbook.units.u11.game import (
    EFFORT,
    budget,
    card_labels,
    deck,
    game,
    measure_labels,
    refused,
)
from p2spp_sim.workbook.units.u11.lights_out import Against, lamps, scene_of
from p2spp_sim.workbook.units.u11.pictures import sasaran, seen_in_strategies, strategies_table
from p2spp_sim.workbook.units.u11.rounds_control import Rounds
from p2spp_sim.workbook.units.u11.years import averaged, calm, strategy
from p2spp_sim.years import served
from tests.workbook.conftest import Opener

BASE = Scenario.load("2010")
SPREAD = {
    "train_kpmd": 3,
    "train_kades": 3,
    "train_setrawan": 2,
    "train_skpd": 2,
    "council_workshop": 2,
}
CLAUSES = ("clause_k2", "clause_k3", "clause_k5", "clause_k6", "clause_k7")
SEEDS = (7, 11, 23)
PAPERS = (("papers_help", 1.0),)


def desk(seed: int = 7) -> Desk:
    return Desk(world("wanasari"), BASE, Scenario.load("unit03"), seed)


def board_of(unit: Unit, name: str) -> Any:
    board = unit.board(name)
    assert isinstance(board, Board)
    return board


def rounds_of(unit: Unit, name: str = "putaran1") -> Rounds:
    control = board_of(unit, name)["putaran"]
    assert isinstance(control, Rounds)
    return control


def put(rounds: Rounds, effort: Mapping[str, int] = SPREAD, clauses: tuple[str, ...] = ()) -> None:
    rounds.decision = YearDecision(dict(effort), clauses=clauses)


def ask(rounds: Rounds, what: str, **standing: Any) -> None:
    """Ask as the browser does: what it shows comes along."""
    rounds.widget._handle_custom_msg(
        {"do": what, "decision": {**rounds.widget.decision, **standing}}, []
    )


# What is declared


def test_every_lever_of_effort_has_one_owner_and_every_name_a_word() -> None:
    efforts = [lever for group in game().group.values() for lever in group.effort]
    declared = [lever.key for lever in BASE.levers() if lever.budget == EFFORT]
    assert sorted(efforts) == sorted(declared)
    assert all(BASE.lever(key).short for key in (*efforts, *clause_keys(BASE)))
    assert all(measure_labels().values()) and len(game().group) == 6
    assert sum(group.clauses for group in game().group.values()) == 1


def test_every_group_has_policies_that_change_something_and_not_by_training() -> None:
    for key in game().group:
        assert sum(policy.group == key for policy in game().policy.values()) == 2, key
    for name, policy in game().policy.items():
        assert BASE.change(**policy.values).changed == policy.values, name
        assert not any(BASE.lever(lever).budget for lever in policy.values), name


def test_what_the_circulars_say_is_what_the_clauses_lock() -> None:
    locked: dict[str, Any] = {}
    for clause in CLAUSES:
        locked |= BASE.lever(clause).locks
    (circulars,) = game().strategy["edaran"].step
    assert circulars.values == locked
    (regulation,) = game().strategy["perda"].step
    assert regulation.values == dict.fromkeys(CLAUSES, True)


def test_strategies_fit_both_budgets_and_both_orders_end_alike() -> None:
    for key, declared in game().strategy.items():
        for year in declared.plan(game().play.years):
            assert refused(BASE, year) == [], key
    first, second = (game().strategy[key].plan(5) for key in ("aturan_dulu", "uang_dulu"))
    assert first[-1] == second[-1] and first[0] != second[0]


# The library is the judge and the only model


@pytest.mark.parametrize(
    ("decision", "words"),
    [
        (YearDecision({**SPREAD, "train_bpd": 1}), "kurangi 1 koin"),
        (YearDecision(clauses=("clause_k1", "clause_k3", "clause_k8")), "modal politik 10 koin"),
        (YearDecision(policies=("reses", "daftar")), "DPRD membuka 2 kebijakan baru"),
    ],
)
def test_what_is_too_much_is_refused_in_words(decision: YearDecision, words: str) -> None:
    (reason,) = decision.faults(BASE, None)
    assert words in reason
    if "kebijakan" not in words:
        with pytest.raises(OutOfBounds):
            BASE.change(**dict(decision.levers(BASE)))


def test_a_policy_that_already_holds_is_not_new() -> None:
    before = YearDecision(policies=("reses",))
    assert YearDecision(policies=("reses", "daftar")).faults(BASE, before) == []


def test_points_are_the_librarys_own_budget() -> None:
    most = budget(BASE)
    assert most * game().play.point == BASE.value(EFFORT)
    full = YearDecision({"train_kpmd": 4, "train_kades": 4, "train_bpd": most - 8})
    assert full.faults(BASE, None) == []
    assert sum(value for _, value in full.levers(BASE)) == pytest.approx(BASE.value(EFFORT))


def test_a_played_run_is_run_years_and_nothing_else() -> None:
    decisions = [
        YearDecision(SPREAD, ("reses",), 0, CLAUSES[:1]),
        YearDecision(SPREAD, ("reses", "klinik"), 20, CLAUSES[:2], "flood"),
    ]
    plan = [decision.levers(BASE) for decision in decisions]
    course = lived(desk(), plan, cards=[decision.card for decision in decisions], after=2)
    scenarios = [BASE.change(**dict(levers)) for levers in (*plan, plan[-1], plan[-1])]
    run = p2.run_years(world("wanasari"), scenarios, 4, 7, programme_ends=2, events={2: "flood"})
    keys = list(indicators.definitions())
    for year, frame in run.indicators().groupby("year"):
        by_key = frame.set_index("key")
        for key in ("accepted", "S6", "fair_nothing"):
            assert course.values[int(year) - 1, keys.index(key), 0] == by_key.loc[key, "count"]
    assert course.trust.tolist() == run.state()["trust"].tolist()[1:]
    assert (
        course.composite(2)
        .set_index("key")["value"]
        .equals(indicators.composite(run.runs[1].indicators()).set_index("key")["value"])
    )


def test_years_that_were_lived_do_not_change_when_more_follow() -> None:
    plan = [YearDecision(SPREAD, (), 20, CLAUSES).levers(BASE)] * 5
    short, long = lived(desk(), plan[:3]), lived(desk(), plan)
    assert np.array_equal(short.values, long.values[:3], equal_nan=True)
    assert np.array_equal(short.got, long.got[:3])


# The board


def test_a_year_is_lived_locked_saved_and_comes_back(opened: Opener, tmp_path: Path) -> None:
    unit = opened("11")
    rounds, board = rounds_of(unit), board_of(unit, "putaran1")
    put(rounds, clauses=CLAUSES)
    assert "Belum ada tahun" in board.answered.text
    for year in (1, 2):
        ask(rounds, "run")
        assert f"Tahun ke-{year} selesai" in board.screen.answer["text"]
        assert len(rounds.widget.frames) == year + 1
    before = board.answered
    put(rounds, {})
    assert board.answered.pictures[:2] == before.pictures[:2], (
        "what was lived stays, whatever the screen shows"
    )
    saved = json.loads((tmp_path / "hasil" / "peserta_unit11.json").read_text(encoding="utf-8"))[
        "isi"
    ]["putaran1"]
    assert [year["pasal"] for year in saved["putaran"]["tahun"]] == [list(CLAUSES)] * 2
    again = opened("11")
    assert board_of(again, "putaran1").answered.text == before.text
    assert rounds_of(again).widget.frames == rounds.widget.frames
    assert rounds_of(again).decision.effort == {}


def test_what_the_screen_shows_is_what_the_library_runs(opened: Opener) -> None:
    unit = opened("11")
    rounds = rounds_of(unit, "putaran2")
    for year in range(3):
        put(rounds, SPREAD, CLAUSES[: year + 1])
        rounds.run()
    scenarios = [BASE.change(**dict(decision.levers(BASE))) for decision in rounds.locked]
    events = {year: card for year, card in enumerate(rounds.deck[:3], 1) if card}
    run = p2.run_years(world("wanasari"), scenarios, 3, 7, events=events)
    still = p2.run_years(world("wanasari"), BASE, 3, 7, events=events)
    before, *frames = rounds.widget.frames
    first = p2.run_years(world("wanasari"), BASE, 1, 7).runs[0]
    assert before["now"] == before["ghost"] == indicators.counted(first, "accepted")
    times = np.zeros(len(rounds.widget.plan["villages"]), int)
    for frame, lived_year, still_year in zip(frames, run.runs, still.runs, strict=True):
        assert frame["now"] == indicators.counted(lived_year, "accepted")
        assert frame["ghost"] == indicators.counted(still_year, "accepted")
        got, without = served(lived_year), served(still_year)
        assert [sign in "bp" for sign in frame["tiles"]] == got.tolist()
        assert [sign in "bm" for sign in frame["tiles"]] == without.tolist()
        times += got
        assert frame["times"] == times.tolist()
    names = [village["name"] for village in rounds.widget.plan["villages"]]
    assert names == world("wanasari").villages["name"].tolist()


def test_what_the_first_round_decided_is_taken_over_year_by_year(opened: Opener) -> None:
    unit = opened("11")
    first, second = rounds_of(unit), rounds_of(unit, "putaran2")
    ask(second, "repeat")
    assert "belum dijalankan" in second.widget.news and second.decision.effort == {}
    put(first)
    ask(first, "run")
    ask(second, "repeat", tebakan={"semua": 60})
    assert second.decision.effort == SPREAD and second.decision.guesses == {"semua": 60}
    assert "repeat" not in first.widget.words


def test_a_year_that_comes_to_no_more_says_which_gate_took_it(opened: Opener) -> None:
    now, ghost = (lived_gates(desk(), [levers], ("",)) for levers in (PAPERS, ()))
    gate, was = (years[0].own["kua_ppas"] for years in (now, ghost))
    said = why_less(now[0], ghost[0])
    assert f"KUA-PPAS: masuk {gate.entered} usulan, lolos {gate.count}" in said
    assert gate.entered > was.entered and "uangnya tetap" in said
    assert why_less(ghost[0], ghost[0]) == ""
    rounds = rounds_of(opened("11"))
    rounds.run()
    assert rounds.widget.frames[-1]["why"] == "", "nothing was decided"


def test_the_last_year_can_be_opened_again(opened: Opener) -> None:
    rounds = rounds_of(opened("11"))
    put(rounds)
    ask(rounds, "run")
    put(rounds, {})
    ask(rounds, "undo")
    assert rounds.locked == [] and rounds.decision.effort == SPREAD
    assert "dibuka kembali" in rounds.widget.news
    ask(rounds, "undo")
    assert rounds.locked == [], "nothing is left to be opened"


def test_too_much_is_told_and_nothing_is_lost(opened: Opener) -> None:
    rounds = rounds_of(opened("11"))
    put(rounds)
    ask(rounds, "run", upaya={**SPREAD, "train_bpd": 4})
    assert "kurangi 4 koin" in rounds.widget.news and "semua keputusan tetap" in rounds.widget.news
    assert rounds.locked == [] and rounds.decision.effort["train_bpd"] == 4
    put(rounds)
    assert not rounds.widget.news
    rounds.run()
    assert len(rounds.locked) == 1 and not rounds.widget.news


def test_after_five_years_nothing_more_runs_and_beginning_afresh_empties(opened: Opener) -> None:
    unit = opened("11")
    rounds, board = rounds_of(unit), board_of(unit, "putaran1")
    for _ in range(6):
        rounds.run()
    assert len(rounds.locked) == 5 and len(rounds.widget.frames) == 6
    assert "Kejadian: Menjelang pemilu" in board.answered.text
    board.reset()
    assert rounds.locked == [] and len(rounds.widget.frames) == 1


def test_cards_are_drawn_by_the_seed_or_picked_by_hand(opened: Opener) -> None:
    cards = deck(BASE, 7)
    assert deck(BASE, 7) == cards and sorted(cards) == sorted([*game().play.cards, "", "election"])
    assert cards[-1] == "election" and deck(BASE, None) == ("", "", "", "", "election")
    assert len({deck(BASE, seed) for seed in range(20)}) > 5
    rounds = rounds_of(opened("11"), "putaran2")
    rounds.run()
    ask(rounds, "run", kartu="dau_cut")
    assert [decision.card for decision in rounds.locked] == [cards[0], "dau_cut"]
    assert rounds.card == "kocok"
    faces = {key: card["art"] for key, card in rounds.widget.plan["cards"].items()}
    assert set(faces) == set(card_labels()) and len({*faces.values()}) == len(faces)


def test_undoing_a_year_keeps_the_card_that_was_taken_from_paper(opened: Opener) -> None:
    rounds = rounds_of(opened("11"), "putaran2")
    taken = next(card for card in game().play.cards if card != rounds.deck[0])
    rounds.card = taken
    rounds.run()
    rounds.undo()
    assert rounds.card == taken
    rounds.run()
    assert rounds.locked[0].card == taken


def test_a_guess_is_kept_with_its_year_and_asked_for_anew(opened: Opener, tmp_path: Path) -> None:
    rounds = rounds_of(opened("11"), "putaran2")
    ask(rounds, "run", tebakan={"semua": 70})
    assert rounds.locked[0].guesses == {"semua": 70} and rounds.decision.guesses == {}
    assert rounds.widget.frames[-1]["guesses"] == {"semua": 70}
    again = rounds_of(opened("11"), "putaran2")
    assert again.locked == rounds.locked
    ask(rounds, "undo")
    assert rounds.decision.guesses == {"semua": 70}, "it comes back with its year"
    ask(rounds, "run", tebakan={"nobody": 3})
    assert "tidak ada lagi" in rounds.widget.news and rounds.locked == []


def test_a_village_is_followed_and_found_again(opened: Opener) -> None:
    rounds = rounds_of(opened("11"))
    assert rounds._codes[rounds.village] == "Rawaindah"
    other = rounds.widget.plan["villages"][0]["code"]
    rounds.widget.decision = {**rounds.widget.decision, "desa": other}
    assert rounds_of(opened("11")).village == other


def test_a_group_guesses_for_itself_and_one_who_plays_alone_for_all(opened: Opener) -> None:
    unit = opened("11")
    rounds = rounds_of(unit, "putaran2")
    assert rounds.widget.seat == "semua"
    board_of(unit, "peran")["kelompok"].value = "dprd"
    assert rounds.widget.seat == "dprd"


def test_a_file_of_before_there_were_guesses_opens_and_one_of_now_opens_there(
    opened: Opener,
) -> None:
    old = {
        "tahun": [
            {
                "upaya": {"train_kpmd": 4},
                "kebijakan": ["reses"],
                "pik": 20,
                "pasal": [],
                "kartu": "",
            }
        ],
        "putusan": {"upaya": {}, "kebijakan": ["reses"], "pik": 20, "pasal": [], "kartu": ""},
        "kartu": "kocok",
    }
    opened("11").progress.put("putaran1", {"putaran": old})
    opened("11").progress.put("banding", {"ukuran": "arrived", "sesudah": True})
    unit = opened("11")
    rounds = rounds_of(unit)
    assert not board_of(unit, "putaran1").lost and not board_of(unit, "banding").lost
    assert rounds.locked[0].effort == {"train_kpmd": 4} and rounds.value["tahun"] == old["tahun"]
    assert rounds.value["putusan"] == old["putusan"], "no key that an older reader does not know"
    assert board_of(unit, "banding")["sesudah"].value is True


@pytest.mark.parametrize(
    "broken",
    [
        {"tahun": 3},
        {"tahun": [{"upaya": {"train_kpmd": 4}}], "putusan": YearDecision().saved()},
        {"tahun": [], "putusan": {**YearDecision().saved(), "pasal": ["clause_k9"]}},
        {"tahun": [], "putusan": {**YearDecision().saved(), "upaya": {"train_kpmd": 40}}},
        {
            "tahun": [YearDecision({**SPREAD, "train_bpd": 4}).saved()],
            "putusan": YearDecision().saved(),
        },
        {"tahun": [YearDecision().saved()] * 6, "putusan": YearDecision().saved()},
    ],
)
def test_a_damaged_run_is_told_and_starts_empty(
    opened: Opener, tmp_path: Path, broken: dict[str, Any]
) -> None:
    opened("11").progress.put("putaran1", {"putaran": broken})
    board = board_of(opened("11"), "putaran1")
    rounds = board["putaran"]
    assert isinstance(rounds, Rounds) and rounds.locked == []
    assert "tersimpan" in board.screen.message
    rounds.run()
    assert len(rounds.locked) == 1


def test_groups_are_gathered_from_their_files(opened: Opener, tmp_path: Path) -> None:
    for learner, seat, effort, clauses in (
        ("K1-01", "desa", {"train_kades": 4, "train_kpmd": 4}, ()),
        ("K5-01", "dprd", {"council_workshop": 2}, ("clause_k2",)),
    ):
        unit = opened("11", learner=learner)
        board_of(unit, "peran")["kelompok"].value = seat
        put(rounds_of(unit, "putaran2"), effort, clauses)
        ask(rounds_of(unit, "putaran2"), "collect", tebakan={seat: 61, "semua": 9})
    (tmp_path / "hasil" / "K9-09_unit11.json").write_text("{", encoding="utf-8")
    rounds = rounds_of(opened("11", learner="K0-01"), "putaran2")
    put(rounds, {"train_kpmd": 1})
    ask(rounds, "collect")
    assert rounds.decision.guesses == {"desa": 61, "dprd": 61}, "each its own, and no other"
    assert rounds.decision.effort == {"train_kades": 4, "train_kpmd": 1, "council_workshop": 2}
    assert rounds.decision.clauses == ("clause_k2",)
    for words in (
        "Desa dan BKAD (K1-01)",
        "DPRD (K5-01)",
        "K9-09_unit11.json dilewati",
        "Tetap seperti di layar ini",
    ):
        assert words in rounds.widget.news
    assert "Masyarakat sipil" in rounds.widget.news.partition("Tetap")[2]


def test_both_runs_stand_side_by_side_and_the_mean_never_alone(opened: Opener) -> None:
    unit = opened("11")
    compared = board_of(unit, "banding")
    assert "Putaran 1: 0 dari 5" in compared.screen.answer["text"]
    first, second = rounds_of(unit), rounds_of(unit, "putaran2")
    put(second, clauses=CLAUSES)
    for rounds in (first, second):
        for _ in range(5):
            rounds.run()
    compared["ukuran"].value, compared["sesudah"].value = "arrived", True
    (table,) = compared.answered.tables
    assert [row[0][:2] for row in table.rows[:8]] == list(indicators.SASARAN) and len(
        table.rows
    ) == 9
    assert "Putaran 2, tahun 10" in table.columns
    levers = [decision.levers(BASE) for decision in second.locked]
    course = lived(unit.desk, levers, cards=[decision.card for decision in second.locked], after=5)
    ending = round(float(course.measure("arrived")[-1]))
    assert f"Lima tahun sesudah program berhenti: {ending}" in compared.screen.answer["text"]
    mapped = board_of(unit, "peta")
    assert "64" in mapped.answered.pictures[0].alt
    mapped["putaran"].value = "putaran2"
    assert "Putaran 2" in mapped.answered.pictures[0].svg


def test_the_years_after_are_not_told_before_they_are_drawn(opened: Opener) -> None:
    unit = opened("11")
    compared, rounds = board_of(unit, "banding"), rounds_of(unit)
    assert (
        compared.screen.scene["followed"] == "" and "0 dari 5" in compared.screen.scene["waiting"]
    )
    policies = ("jawab", "klinik")
    for year in range(5):
        rounds.decision = YearDecision(SPREAD, policies[: year + 1], 20, CLAUSES)
        rounds.run()
    scene = compared.screen.scene
    assert scene["followed"] == "Putaran 1" and scene["closing"] == ""
    assert {len(line["values"]) for line in scene["lines"]} == {5}
    drawn = {"ukuran": "trust", "garis": [0.5, 0.4, 0.4, 0.3, 0.3]}
    compared.screen.decision = {"ukuran": "trust", "sesudah": True, "tebakan": drawn}
    scene = compared.screen.scene
    plan = [decision.levers(BASE) for decision in rounds.locked]
    scenarios = [BASE.change(**dict(levers)) for levers in (*plan, *[plan[-1]] * 5)]
    cards = {5: "election"}
    run = p2.run_years(world("wanasari"), scenarios, 10, 7, programme_ends=5, events=cards)
    values = {line["name"]: line["values"] for line in scene["lines"]}
    assert values["Putaran 1"] == [round(value, 4) for value in run.state()["trust"].tolist()[1:]]
    still = p2.run_years(world("wanasari"), BASE, 10, 7, programme_ends=5, events=cards)
    ghost = still.state()["trust"].tolist()[1:]
    assert values["Tanpa Anda"] == [round(value, 4) for value in ghost]
    for year in (5, 10):
        now, without = (round(100 * course[year - 1]) for course in (values["Putaran 1"], ghost))
        assert f"tahun ke-{year}: {now}%, tanpa Anda {without}%" in scene["closing"]
    again = board_of(opened("11"), "banding")
    assert again["tebakan"].value == drawn and again.screen.scene == scene
    ended = round(100 * values["Putaran 1"][-1])
    folder, learner = unit.progress.path.parent, unit.progress.learner
    guessed = read_ballot(folder, learner).guesses
    assert guessed == {"lampu_putaran1_trust": {"10": Guess(30, ended)}}
    compared.screen.decision = {
        "ukuran": "trust",
        "sesudah": True,
        "tebakan": {**drawn, "garis": [0.1] * 5},
    }
    assert read_ballot(folder, learner).guesses == guessed, "the first line stays"
    live = LiveClassBoard(folder)
    live.screen._handle_custom_msg({"do": "open", "key": "lampu_putaran1_trust.10"}, [])
    item = live.screen.state["item"]
    assert item["unit"] == "%" and item["high"] == 100 and "tahun ke-10" in item["title"]


def test_a_difference_is_said_as_its_two_figures_are_read_and_beyond_chance_on_one_side_only() -> (
    None
):
    for seed in range(300):
        draw = np.random.default_rng(seed)
        now, ghost = (
            draw.normal(0.5, 0.02, 6) + draw.choice([-0.06, 0, 0.06]),
            draw.normal(0.5, 0.02, 6),
        )
        against = Against("trust", now, ghost)
        figures = re.match(r"(\d+)%, tanpa Anda (\d+)% \((.)(\d+) poin\)", against.text)
        assert figures
        shown = int(figures[1]) - int(figures[2])
        assert (figures[3], int(figures[4])) == (
            "±" if not shown else "+-"[shown < 0].replace("-", "−"),
            abs(shown),
        )
        low, high = (int(end.split()[0].replace("−", "-").strip("±")) for end in against.span)
        assert low <= shown <= high
        assert against.side == (1 if low > 0 else -1 if high < 0 else 0)


def test_the_sentence_of_the_lights_says_what_is_drawn_and_blames_no_missing_clause() -> None:
    cards = ("flood", "dau_cut", "", "transfer", "election")
    locked = [YearDecision(SPREAD, ("jawab",), 20, (), card) for card in cards]
    for measure in ("arrived", "trust", "reached"):
        scene = scene_of(desk(), {"Putaran 1": locked}, measure, later=True)
        values = {line["name"]: line["values"] for line in scene["lines"]}
        scale = 1 if measure == "arrived" else 100
        for year in (5, 10):
            now, ghost = (round(scale * values[n][year - 1]) for n in ("Putaran 1", "Tanpa Anda"))
            sign = "±" if now == ghost else "+" if now > ghost else "−"
            said = scene["closing"].partition(f"tahun ke-{year}: ")[2]
            figures = re.match(r"(\d+)%?, tanpa Anda (\d+)%? \((.)(\d+) ", said)
            assert figures and figures.groups() == (
                str(now),
                str(ghost),
                sign,
                str(abs(now - ghost)),
            )
        assert not re.search(r"K\d", scene["closing"])
        chance = "dalam batas kebetulan:" in scene["closing"]
        assert chance != ("Bukan kebetulan" in scene["closing"])
        if not chance:
            assert "menjaganya" not in scene["closing"], (
                "what stayed is blamed on no missing clause"
            )


def test_what_a_clause_holds_stays_lit(opened: Opener) -> None:
    last = YearDecision({"train_kpmd": 2}, ("jawab", "klinik"), 20, ("clause_k2",))
    by_label = {lamp["label"]: lamp["by"] for lamp in lamps(desk(), last)}
    assert by_label == {
        "Melatih KPMD ●●": "",
        "Usulan yang ditolak dijawab tertulis": "K2",
        "Klinik berkas usulan di kantor kecamatan": "",
        "PIK 20%": "",
        "K2 Usulan ditolak wajib dijawab": "K2",
    }


@pytest.mark.parametrize(
    "broken",
    [{"tebakan": {"ukuran": "trust", "garis": [1, 2]}}, {"tebakan": 7}, {"ukuran": "tinggi"}],
)
def test_a_damaged_line_is_told_and_the_board_opens(opened: Opener, broken: dict[str, Any]) -> None:
    opened("11").progress.put("banding", broken)
    board = board_of(opened("11"), "banding")
    assert "tersimpan" in board.screen.message and board["tebakan"].value == {}


def test_the_boards_of_the_game_are_one_model_each(opened: Opener) -> None:
    unit, made = opened("11"), list[object]()
    unit.board("peran")
    W.Widget.on_widget_constructed(made.append)
    try:
        for name in ("putaran1", "putaran2", "banding"):
            made.clear()
            unit.board(name)
            kinds = [type(widget).__name__ for widget in made]
            assert sorted(kinds) in (["Cockpit", "Layout"], ["Layout", "LightsOut"]), name
    finally:
        W.Widget.on_widget_constructed(None)


def test_wishes_and_strategies_stay_shut_until_asked_for(opened: Opener) -> None:
    unit = opened("11")
    for name, key in (("pribadi", "keluar"), ("strategi", "buka")):
        board = board_of(unit, name)
        assert board.answered.pictures[0].svg == "" and not board.answered.tables
        board[key].value = True
        assert "<svg" in board.answered.pictures[0].svg and not board.guard.widget.value
    assert all(
        group.hope["id"] in board_of(unit, "pribadi").answered.text
        for group in game().group.values()
    )


def test_strategies_are_judged_by_one_measure_and_chance_is_named() -> None:
    asked, years = desk(), game().play.years
    chosen = {key: strategy(asked, key) for key in ("perda", "tanpa")}
    said = seen_in_strategies("arrived", chosen, "tanpa")
    rows = strategies_table("arrived", "", dict(reversed(chosen.items())), "tanpa").rows
    assert [row[2] for row in rows] == [
        str(round(chosen[row[0]].later("arrived", years).mean())) for row in rows
    ]
    assert rows[1][-1] == "dalam batas kebetulan"
    for key, mean in chosen.items():
        assert f"{key} {round(mean.later('arrived', years).mean())}" in said
    assert "dalam batas kebetulan" in said and "Lebih" not in said
    assert "Lebih tinggi daripada tanpa, melebihi kebetulan: perda" in seen_in_strategies(
        "trust", chosen, "tanpa"
    )
    first = {key: chosen[key] for key in ("tanpa", "perda")}
    assert "daripada tanpa" in seen_in_strategies("trust", first, "tanpa"), "wherever it stands"


def test_a_role_card_tells_its_own_wish_and_no_other(opened: Opener) -> None:
    board = board_of(opened("11"), "peran")
    assert not any(group.hope["id"] in board.answered.text for group in game().group.values())
    board["kelompok"].value = "dprd"
    text = board.answered.text
    hopes = {key: group.hope["id"] for key, group in game().group.items()}
    assert hopes["dprd"] in text and hopes["skpd"] not in text


def test_another_regime_leaves_out_what_it_does_not_know(opened: Opener) -> None:
    unit = opened("11", scenario="dana_desa")
    rounds = rounds_of(unit)
    offered = [policy["key"] for tab in rounds.widget.plan["tabs"] for policy in tab["policies"]]
    assert "mad" not in offered and "jawab" in offered
    rounds.run()
    assert "Tahun ke-1 selesai" in board_of(unit, "putaran1").screen.answer["text"]


def test_reading_what_was_written_gives_the_same() -> None:
    decision = YearDecision(SPREAD, ("mad", "reses"), 35, CLAUSES, "flood")
    assert read_decision(decision.saved(), BASE) == decision
    with pytest.raises(P2sppError, match="tidak terbaca"):
        read_decision(None, BASE)


# What the texts say is so


def test_the_rules_of_play_in_the_notebook_are_those_declared() -> None:
    text = Path(data_path("notebooks", load_bank("11").unit.notebook)).read_text(encoding="utf-8")
    play = game().play
    assert play.point == 1 / 4 and "seperempat upaya penuh" in text
    assert play.new_policies == 1 and "satu kebijakan baru setahun" in text
    assert len(game().strategy) == 8 and "Delapan strategi dijalankan" in text
    assert (play.years, play.after) == (5, 5) and "tahun keenam sampai kesepuluh" in " ".join(
        map(str, load_bank("11").steps)
    )
    for card in ("banjir", "pemotongan DAU", "mutasi setrawan", "tahun tenang"):
        assert card in text
    assert set(play.cards) == {"flood", "dau_cut", "transfer"}


@pytest.mark.parametrize("seed", SEEDS)
def test_answers_do_not_hang_on_the_draw(seed: int) -> None:
    asked = desk(seed)
    assert answers.training_alone(asked) == "berkas"
    assert answers.trusted_most(asked) == "pasal_jawab"
    assert answers.most_nearby_first(asked) == ("uang_dulu", "aturan_dulu", "perda", "tanpa")
    assert answers.after_the_programme(asked) == {
        "pik": "hilang",
        "klinik": "hilang",
        "daftar": "hilang",
        "kader": "memudar",
        "jawab": "memudar",
        "pasal_daftar": "bertahan",
        "pasal_jawab": "bertahan",
    }


def test_what_is_left_of_a_capacity_is_turnover_compounded() -> None:
    turnover = BASE.value("staff_turnover")
    assert answers.capacity_left(desk()) == pytest.approx(100 * (1 - turnover) ** 5)
    assert answers.capacity_left_of_the_first(desk()) == pytest.approx(100 * (1 - 5 * turnover))


def test_designs_are_judged_by_both_budgets() -> None:
    right = answers.designs_that_run(desk())
    assert right == {"merata", "tanpa_latihan", "sanksi"}
    for key, package in game().package.items():
        points = sum(package.points.values())
        capital = sum(BASE.lever(clause).cost for clause in package.clauses)
        assert (key in right) == (points <= budget(BASE) and capital <= BASE.value(CAPITAL)), key


def means(measure: str, key: str, years: slice = slice(4, 5)) -> np.ndarray:
    """Give a measure of a strategy by seed, each a mean over draws and years."""
    return np.array([strategy(desk(seed), key).measure(measure)[years].mean() for seed in SEEDS])


def test_circulars_and_regulation_are_alike_until_the_programme_ends() -> None:
    during, after = slice(0, 5), slice(5, 10)
    together = means("accepted", "perda", during) - means("accepted", "edaran", during)
    assert np.abs(together).max() < 0.02
    assert (means("accepted", "perda", after) - means("accepted", "edaran", after)).min() > 0.05
    assert (
        np.abs(means("accepted", "edaran", after) - means("accepted", "tanpa", after)).max() < 0.02
    )


def test_both_orders_meet_in_the_fifth_year_and_differ_before() -> None:
    assert np.abs(means("accepted", "aturan_dulu") - means("accepted", "uang_dulu")).max() < 0.03
    assert np.abs(means("P1", "aturan_dulu") - means("P1", "uang_dulu")).max() < 0.02
    years = slice(0, 5)
    assert (
        means("accepted", "aturan_dulu", years) - means("accepted", "uang_dulu", years)
    ).min() > 0.03


def test_training_villages_alone_moves_papers_and_the_next_gate_but_not_the_end() -> None:
    assert (means("lost_papers", "desa") < 0.5 * means("lost_papers", "tanpa")).all()
    assert np.abs(means("arrived", "desa") / means("arrived", "tanpa") - 1).max() < 0.15
    assert (means("S6", "desa") < means("S6", "tanpa")).all(), (
        "more good papers are lost at the next gate"
    )
    assert np.abs(means("trust", "desa") - means("trust", "tanpa")).max() < 0.02


def test_money_near_the_villages_is_the_same_money() -> None:
    assert (means("P1", "uang") > means("P1", "tanpa") + 0.05).all()
    assert np.abs(means("reached", "uang") - means("reached", "tanpa")).max() < 0.12


def test_those_who_are_answered_trust_and_speak() -> None:
    for measure in ("trust", "P4"):
        assert (means(measure, "perda") > means(measure, "tanpa")).all()


def test_the_fifth_year_is_the_year_before_an_election() -> None:
    assert BASE.value("election_cycle") == game().play.years
    run = p2.run_years(world("wanasari"), BASE, 5, 7)
    assert [year.scenario.value("election_year") for year in run.runs] == [
        False,
        False,
        False,
        False,
        True,
    ]


def test_averages_are_over_the_declared_draws() -> None:
    plan = game().strategy["uang"].plan(5)
    mean = averaged(desk(), plan)
    assert len(mean.courses) == game().play.draws
    single = [
        lived(desk(), plan, after=5, replicate=n).measure("accepted")
        for n in range(game().play.draws)
    ]
    assert mean.measure("accepted") == pytest.approx(np.mean(single, axis=0))
    assert calm(desk(), 5).measure("S8").tolist() == [0.0] * 5


def test_the_target_of_regulation_can_be_reached_with_the_political_capital_there_is() -> None:
    paid = sum(BASE.lever(key).cost for key in CLAUSES)
    assert paid <= BASE.value(CAPITAL)
    course = lived(desk(), [tuple((key, True) for key in CLAUSES)] * game().play.years)
    aim = targets()["S8"]
    assert sasaran(course, 1)["S8"] < aim <= sasaran(course, game().play.years)["S8"]
