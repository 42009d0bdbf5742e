"""How far an answer stands in the plausible states is measured, stored, and the same when it is measured again."""

import tomllib
from typing import Any

import msgspec
import numpy as np
import pandas as pd
import pytest

import p2spp_sim as p2
from p2spp_sim.studies import standing
from p2spp_sim.studies.design import Point
from p2spp_sim.studies.plausible import stored
from p2spp_sim.studies.standing import Standing, Turn
from p2spp_sim.studies.what_if import questions

NAME = ("W1", "accepted")
rng = np.random.default_rng(5)
POINTS: list[Point] = [
    {"a": float(a), "b": float(b)} for a, b in zip(rng.random(80), rng.random(80), strict=True)
]


def differences(*means: float) -> list[standing.Moved]:
    noise = np.linspace(-1, 1, 20) * 0.01
    return [{NAME: mean + noise} for mean in means]


def test_every_answer_of_every_question_is_measured_with_the_settings_of_the_command() -> None:
    analysis = standing.measured()
    assert {key: set(answers) for key, answers in analysis.answers.items()} == {
        key: set(question.outcome) for key, question in questions().items()
    }
    assert (analysis.dataset, analysis.states) == (standing.DATASET, standing.STATES)
    assert (analysis.replicates, analysis.seed) == (standing.REPLICATES, standing.SEED)
    assert analysis.parameters == len(stored.states()[0]) > 60
    assert standing.outdated() == ""
    for answers in analysis.answers.values():
        for answer in answers.values():
            assert 0 <= answer.rises + answer.falls <= 1.0001 and 0 <= answer.still <= 1
            assert answer.low <= answer.middle <= answer.high
            for turn in answer.turns.values():
                assert turn.parameter in stored.states()[0] and turn.above != turn.below


def test_measuring_the_first_state_again_gives_what_is_stored() -> None:
    moved = standing.moved(p2.World.load(standing.DATASET), standing.joint()[0])
    for key, answers in standing.measured().answers.items():
        for outcome, answer in answers.items():
            mean = moved[key, outcome].mean()
            assert answer.first == pytest.approx(mean, abs=1e-8), (key, outcome)


def test_the_states_are_plausible_ones_each_once() -> None:
    states = standing.joint()
    known = [repr(state) for state in stored.states()]
    assert len({repr(state) for state in states}) == len(states) == standing.STATES
    assert {repr(state) for state in states} <= set(known)


def test_shares_are_of_states_and_a_difference_within_its_interval_is_still() -> None:
    states = differences(0.5, 0.5, -0.5, 0.001)
    answer = standing.standings(states, POINTS[:4])["W1"]["accepted"]
    assert (answer.rises, answer.falls, answer.still) == (0.75, 0.25, 0.25)
    assert answer.first == pytest.approx(0.5)
    assert answer.middle == pytest.approx((0.5 + 0.001) / 2)
    assert -0.5 <= answer.low < answer.middle < answer.high <= 0.5


def test_the_parameter_that_turns_an_answer_is_found_with_its_value() -> None:
    means = [float(point["b"]) - 0.3 for point in POINTS]
    answer = standing.standings(differences(*means), POINTS)["W1"]["accepted"]
    turn = answer.turn(0.1, 0.2)
    assert turn is not None and turn.parameter == "b"
    assert turn.at == pytest.approx(0.3, abs=0.04)
    assert turn.above > 0.97 and turn.below < 0.03 and turn.holds == turn.above
    falls = answer.turn(-0.2, -0.1)
    assert falls is not None and falls.below > 0.97


def test_nothing_turns_what_holds_everywhere_or_goes_with_no_parameter() -> None:
    assert standing.standings(differences(*[0.5] * 80), POINTS)["W1"]["accepted"].turns == {}
    chance = np.random.default_rng(8).choice([-0.5, 0.5], 80)
    assert standing.standings(differences(*chance), POINTS)["W1"]["accepted"].turn(1, 2) is None


@pytest.mark.parametrize(
    ("low", "high", "share", "verdict"),
    [(0.1, 0.2, 0.95, "stands"), (-0.2, -0.1, 0.05, "withdrawn"), (-0.1, 0.1, 0.7, "conditional")],
)
def test_an_answer_is_held_against_the_states_that_say_the_same(
    low: float, high: float, share: float, verdict: str
) -> None:
    answer = Standing(0.95, 0.05, 0.7, 0.1, 0.0, 0.2, 0.0, {"rises": Turn("a", 0.5, 0.9, 0.2)})
    assert answer.share(low, high) == share and answer.verdict(low, high) == verdict
    assert (answer.turn(low, high) is None) == (low < 0)


@pytest.mark.parametrize(
    ("sides", "allowed", "found"),
    [([1, 1, -1], [1, 1, 1], "reproduced"), ([1, 1, -1], [1, 1, 0], "ruled_out"),
     ([1, 0, 1], [1, 1, 1], "gone")],
)  # fmt: skip
def test_a_flip_is_reproduced_ruled_out_or_gone(
    sides: list[int], allowed: list[int], found: str
) -> None:
    table = pd.DataFrame({"value": [0.1, 0.2, 0.3], "side": sides, "allowed": allowed})
    same: Any = np.array([point["a"] > 0.5 for point in POINTS])
    row = standing.flip("a", table, 1, same, POINTS)
    assert row.found == found and row.lowest == 0 and row.highest == 1
    assert row.turned == (() if found == "gone" else (0.3,))


def test_the_six_parameters_that_once_turned_w4_are_measured() -> None:
    rows = standing.measured().flips
    assert tuple(row.parameter for row in rows) == standing.FLIPS
    assert all(set(row.allowed) <= set(row.turned) for row in rows)


def test_what_is_written_is_what_is_read() -> None:
    stored = standing.measured()
    raw = tomllib.loads(standing.written(stored))
    assert msgspec.convert(raw, standing.Measured) == stored


def test_a_measurement_on_other_states_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    standing.outdated.cache_clear()
    monkeypatch.setattr(standing, "set_key", lambda: "another")
    assert "p2spp_sim.studies.standing" in standing.outdated()
    standing.outdated.cache_clear()


def test_a_question_keeps_what_it_sets_itself_in_every_state() -> None:
    world = p2.World.load(standing.DATASET)
    early = standing.moved(world, {"apbd_on_time": 0.3}, 2, ["W14"])["W14", "P3"]
    late = standing.moved(world, {"apbd_on_time": 1.0}, 2, ["W14"])["W14", "P3"]
    assert early.mean() > 0 and np.all(
        late == 0
    )  # W14 sets apbd_on_time: the doubt moves where it starts from alone


@pytest.mark.parametrize(("outcome", "wrong"), [
    ("S8.poorest_fifth", p2.OutOfBounds), ("accepted.kecamatan:0", p2.UnknownName), ("acepted", p2.UnknownName),
])  # fmt: skip
def test_what_cannot_be_measured_in_states_is_refused_before_a_run(
    outcome: str, wrong: type[Exception], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(standing, "replicated", pytest.fail)
    base = p2.Scenario.load("2010")
    with pytest.raises(wrong):
        standing.in_states(base, base, p2.World.load(standing.DATASET), [outcome])
