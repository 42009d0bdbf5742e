"""Unit 09: what clauses move is what the library says, the search misses nothing, and the coalition counts right."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

import p2spp_sim as p2
from p2spp_sim.base.errors import P2sppError
from p2spp_sim.results.indicators import definitions
from p2spp_sim.scenario.scenario import Scenario
from p2spp_sim.workbook.case.clauses import clause_keys, spent_capital
from p2spp_sim.workbook.case.desk import Desk, world
from p2spp_sim.workbook.core.board import Board
from p2spp_sim.workbook.core.unit import Unit
from p2spp_sim.workbook.units.shared.cockpit import reached, signs_of
from p2spp_sim.workbook.units.shared.tried_board import TriedBoard
from p2spp_sim.workbook.units.u09.answers import points, weight_without_duty
from p2spp_sim.workbook.units.u09.packages import (
    ALL,
    affordable,
    beyond,
    column,
    columns,
    goal_of,
    measures,
    moved,
    outcomes,
    passed,
    ranked,
    rules,
    survives,
    yearly_compliance,
)
from p2spp_sim.workbook.units.u09.pairs_board import around
from tests.workbook.conftest import Opener

SCENARIO = Scenario.load("2010")
KEYS = [f"clause_k{n}" for n in range(1, 9)]


@pytest.fixture(scope="module")
def desk() -> Desk:
    return Desk(world("wanasari"), SCENARIO, Scenario.load("unit03"), 7)


def board(unit: Unit, name: str) -> Board:
    made = unit.board(name)
    assert isinstance(made, Board)
    return made


def test_costs_and_budget_are_those_of_the_curriculum() -> None:
    assert clause_keys(SCENARIO) == KEYS
    assert [spent_capital(SCENARIO, [key]) for key in KEYS] == [4, 2, 3, 2, 2, 1, 2, 5]
    assert SCENARIO.value("political_capital") == 10
    assert spent_capital(SCENARIO, ["clause_k1", "clause_k3", "clause_k5"]) == 9
    assert SCENARIO.lever("clause_k8").needs == ("clause_k2",)


def test_every_clause_is_weighed_by_what_it_is_meant_to_move() -> None:
    meant = {
        key: {
            name.partition(".")[0]
            for lever in SCENARIO.lever(key).locks
            for name in SCENARIO.lever(lever).meant
        }
        for key in KEYS
    }
    assert all(names & set(measures()) for names in meant.values())
    assert set(measures()) - set.union(*meant.values()) == {"S5"}, (
        "S5 is what K3 serves by its seed code"
    )
    assert "S5" in SCENARIO.lever("clause_k3").seed_codes


def test_words_stand_for_all_that_is_declared() -> None:
    declared = rules()
    assert all(definitions()[key].short for key in measures())
    assert set(declared.coalition.group) > set(declared.coalition.veto)
    assert {key for goal in declared.goal.values() for key in goal.measures} == set(measures())


def test_a_year_is_measured_as_the_library_measures_it(desk: Desk) -> None:
    clauses = ["clause_k2", "clause_k6"]
    scenario = SCENARIO.change(clause_k2=True, clause_k6=True, compliance=0.6)
    known = definitions()
    table = p2.run_year(desk.world, scenario, seed=7, replicate=3).indicators().set_index("key")
    wanted = [table[known[key].main][key] for key in columns()]
    assert outcomes(desk, clauses, 0.6, draws=4)[3] == pytest.approx(wanted)


def test_every_affordable_package_is_looked_at() -> None:
    packages = affordable(SCENARIO)
    every = [tuple(key for i, key in enumerate(KEYS) if n >> i & 1) for n in range(256)]
    payable = [clauses for clauses in every if spent_capital(SCENARIO, clauses) <= 10]
    assert sorted(packages) == sorted(payable)
    without = affordable(SCENARIO, "clause_k3")
    assert sorted(without) == sorted(clauses for clauses in packages if "clause_k3" not in clauses)


def test_screening_loses_no_better_package(desk: Desk) -> None:
    best, draws = ranked(desk, "semua")[0], 6
    worth = {
        clauses: goal_of(outcomes(desk, clauses, draws=draws), "semua")
        for clauses in affordable(SCENARIO)
    }
    assert max(worth, key=lambda clauses: worth[clauses]) == best.clauses
    assert best.worth == pytest.approx(goal_of(outcomes(desk, best.clauses), "semua"))


@pytest.mark.parametrize("goal", ["semua", "selaras", "uang", "adil", "terbuka"])
def test_ranking_goes_down_and_the_cheaper_of_two_equals_comes_first(desk: Desk, goal: str) -> None:
    packages = ranked(desk, goal)
    for first, second in pairwise(packages):
        assert first.worth >= second.worth - 1e-9
        assert first.cost <= second.cost or first.worth > second.worth + 1e-9
    assert packages[0].worth > goal_of(outcomes(desk, ()), goal)


def test_goals_choose_different_packages(desk: Desk) -> None:
    assert ranked(desk, "adil")[0].clauses == ("clause_k4",)
    assert "clause_k1" in ranked(desk, "uang")[0].clauses
    assert not {"clause_k1", "clause_k8"} & set(ranked(desk, "semua")[0].clauses)
    assert {"clause_k3", "clause_k7"} <= set(ranked(desk, "selaras")[0].clauses)


def test_what_the_text_says_of_single_clauses_is_so(desk: Desk) -> None:
    change = {key: moved(desk, [key]) for key in KEYS}
    for key in ("clause_k5", "clause_k8"):
        assert max(map(abs, change[key].values())) < 0.02, "they shift little"
    assert np.allclose(
        outcomes(desk, ["clause_k5"])[:, : len(measures())],
        outcomes(desk, ["clause_k8"])[:, : len(measures())],
    )
    assert abs(change["clause_k1"]["S4_renja"]) < 0.01, "its works are in the Renja too"
    assert 0 < change["clause_k1"]["accepted"] < 0.02 < 0.05 < change["clause_k1"]["P1"]
    assert change["clause_k6"]["accepted"] > 0.05
    asked = [
        float(column(outcomes(desk, clauses), "demand").mean()) for clauses in ((), ("clause_k6",))
    ]
    assert asked[1] < 0.6 * asked[0], "the share rises because less is asked for"
    for key in ("clause_k1", "clause_k6"):
        assert min(change[key].values()) < -0.01, "it also lowers something"


def test_most_priorities_fall_for_their_papers_and_for_money(desk: Desk) -> None:
    why: dict[str, int] = {}
    for replicate in range(5):
        frame = p2.run_year(desk.world, SCENARIO, seed=7, replicate=replicate).frame()
        for reason in frame.loc[frame["stage"] == "forum_skpd", "reason"]:
            why[reason] = why.get(reason, 0) + 1
    assert why["papers"] + why["ceiling"] > 0.5 * sum(why.values())


@pytest.mark.parametrize(
    ("pair", "measure", "sign"),
    [
        ("k2_k8", "S4_renja", 1),
        ("k3_k7", "S7", 0),
        ("k1_k5", "S4_renja", 0),
        ("k4_k6", "fair_women_list", -1),
    ],
)
def test_pairs_are_what_the_library_finds(desk: Desk, pair: str, measure: str, sign: int) -> None:
    extra = beyond(desk, rules().pair[pair].clauses)
    low, high = around(extra[measure])
    assert (low > 0) - (high < 0) == sign
    clauses = rules().pair[pair].clauses
    by_hand = moved(desk, clauses)[measure] - sum(moved(desk, [key])[measure] for key in clauses)
    assert float(extra[measure].mean()) == pytest.approx(by_hand)


def test_the_sanction_alone_goes_part_of_the_way_by_hand(desk: Desk) -> None:
    assert weight_without_duty(desk) == pytest.approx(0.1 + 0.3 * (0.6 - 0.1))
    assert yearly_compliance(desk) == pytest.approx({1: 0.6, 2: 0.84})
    assert (points(0.0281), points(-0.0674), points(0.0001)) == ("+2,8", "−6,7", "0,0")


def test_a_clause_falls_by_a_veto_or_by_three_refusals() -> None:
    groups = tuple(rules().coalition.group)
    assert survives([]) and survives(["skpd", "desa"])
    assert (
        not survives(["skpd", "desa", "warga"])
        and not survives(["dprd"])
        and not survives(["bupati"])
    )
    votes = dict.fromkeys(groups, "") | {"dprd": "clause_k3", "skpd": ALL}
    refusing = passed(["clause_k2", "clause_k3"], votes)
    assert refusing == {"clause_k2": ["skpd"], "clause_k3": ["dprd", "skpd"]}


def test_the_first_board_tells_what_rises_falls_and_is_missing(opened: Opener) -> None:
    made = board(opened("09"), "papan")
    assert "Belum ada pasal" in made.answered.text
    made["pasal"].value = ["clause_k8"]
    shown = made.answered
    assert "K8: harga 5 dari 10 koin" in shown.text
    assert "K8 tanpa K2: hanya 30% jalannya ditempuh" in shown.text
    assert "Sasaran 8 (dukungan Perda) menjadi 24%" in shown.text
    made["pasal"].value = ["clause_k2", "clause_k8"]
    assert (
        "tanpa K2" not in made.answered.text
        and "Naik: Usulan tak lolos yang dijawab +80," in made.answered.text
    )
    made["pasal"].value = ["clause_k3", "clause_k6"]
    full = made.answered
    assert "desa meminta lebih sedikit" in full.text and "Turun:" in full.text
    made["kepatuhan"].value = "setengah"
    half = made.answered
    assert (
        half != full
        and "baru bekerja bila separuh lebih dipatuhi" in half.text
        and "Peran DPRD" not in half.text
    )
    assert len(full.pictures[0].table.rows) == len(measures()) and not made.lost


def test_over_the_budget_nothing_is_picked(opened: Opener) -> None:
    made = board(opened("09"), "papan")
    made["pasal"].value = ["clause_k8", "clause_k1"]
    with pytest.raises(P2sppError, match="bernilai 11 koin, padahal modal 10"):
        made["pasal"].value = ["clause_k1", "clause_k2", "clause_k8"]
    assert made["pasal"].value == ["clause_k1", "clause_k8"]
    assert "K1+K8: harga 9 dari 10" in made.answered.text


def test_the_screen_counts_what_the_library_runs(desk: Desk, opened: Opener) -> None:
    made = board(opened("09"), "papan")
    assert isinstance(made, TriedBoard)
    screen, clauses = made.cockpit, ["clause_k1", "clause_k7"]
    standing = {**screen.decision, "pasal": clauses, "kepatuhan": "1"}
    screen._handle_custom_msg({"do": "run", "decision": standing}, [])
    before, now = screen.frames
    known, seconds = definitions(), {}
    for part in (0.0, 0.6):
        scenario = SCENARIO.change(
            clause_k1=part > 0, clause_k7=part > 0, compliance=part or SCENARIO.value("compliance")
        )
        runs = [p2.run_year(desk.world, scenario, seed=7, replicate=n) for n in range(20)]
        tables = [run.indicators().set_index("key") for run in runs]
        means = [np.mean([t[known[key].main][key] for t in tables]) for key in measures()]
        seconds[part] = (means, runs[0])
    (means_before, first), (means, last) = seconds[0.0], seconds[0.6]
    assert (now["number"], now["now"], now["ghost"]) == (
        1,
        round(1000 * np.mean(means)),
        round(1000 * np.mean(means_before)),
    )
    assert [line["now"] for line in now["lines"]] == pytest.approx(means)
    assert [line["ghost"] for line in now["lines"]] == pytest.approx(means_before)
    assert now["tiles"] == signs_of(reached(last), reached(first)) and before["now"] == now["ghost"]
    assert not screen.stale and not screen.message


@pytest.mark.parametrize("saved", [{"pasal": ["clause_k2"], "kepatuhan": "penuh"}, {}])
def test_what_was_ticked_on_the_old_board_is_shown_as_run(
    saved: dict[str, object], opened: Opener
) -> None:
    opened("09").progress.put("papan", saved)
    made = board(opened("09"), "papan")
    assert isinstance(made, TriedBoard) and not made.lost
    assert made["pasal"].value == saved.get("pasal", [])
    assert len(made.cockpit.frames) == 1 + bool(saved) and not made.cockpit.stale


def test_pairs_board_gives_figures_and_leaves_the_verdict_to_the_group(opened: Opener) -> None:
    made = board(opened("09"), "pasangan")
    shown = {}
    for key in rules().pair:
        made["pasangan"].value = key
        shown[key] = made.answered
        assert (
            shown[key].text.count("rentang 95%") == len(shown[key].text.splitlines())
            and shown[key].pictures[0].svg
        )
        assert not any(word in shown[key].text for word in ("menguatkan", "tumpang", "berdiri"))
    assert next(iter(shown)) != "k2_k8" and not made.guard.widget.value, (
        "the board does not open on the answer"
    )


def test_the_search_opens_when_asked_and_places_the_groups_own_package(opened: Opener) -> None:
    unit = opened("09")
    made = board(unit, "terbaik")
    assert not made.answered.pictures[0].svg
    made["buka"].value = True
    assert (
        "127 paket muat dalam 10 koin" in made.answered.text
        and "Paket kelompok" not in made.answered.text
    )
    board(unit, "papan")["pasal"].value = ["clause_k1", "clause_k3", "clause_k5"]
    shown = made.answered
    assert "Paket kelompok Anda, K1+K3+K5" in shown.text and "(paket Anda)" in shown.pictures[0].svg
    made["tanpa"].value = "clause_k3"
    without = made.answered
    assert without.text != shown.text and "koin. Terbaik: " in without.text
    best = without.text.split("Terbaik: ")[1].split(",")[0]
    assert "K3" not in best and "K7" in best


def test_the_coalition_takes_clauses_out_and_gives_capital_back(opened: Opener) -> None:
    unit = opened("09")
    made = board(unit, "koalisi")
    assert "contoh K2+K3+K7" in made.answered.text and "Semua pasal bertahan" in made.answered.text
    board(unit, "papan")["pasal"].value = ["clause_k3", "clause_k7"]
    made["dprd"].value = "clause_k3"
    shown = made.answered
    assert "K3 jatuh, ditolak: DPRD." in shown.text
    assert "Tersisa K7. 3 koin modal bebas" in shown.text
    assert [row[3] for row in shown.pictures[0].table.rows] == ["jatuh", "bertahan"]
    council = next(row for row in shown.pictures[1].table.rows if row[0] == "Peran DPRD")
    assert council[3].startswith("−")
    made["bupati"].value = ALL
    assert "Tersisa tanpa pasal. 5 koin" in made.answered.text and not made.guard.widget.value


def test_a_foreseen_mistake_is_not_called_a_matter_of_rounding(opened: Opener) -> None:
    exercise = opened("09").exercise("09-6").exercise
    for mistake in exercise.question.mistakes:
        assert mistake.answer
        reply = exercise.check(float(exercise.answers.solve(mistake.answer, exercise.desk)))  # type: ignore[arg-type]
        assert reply.word == "Menurut model" and "pembulatannya" not in reply.text
