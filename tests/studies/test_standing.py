"""How far an answer stands over the declared doubt is measured, stored, and the same when it is measured again."""

import numpy as np
import pytest

import p2spp_sim as p2
from p2spp_sim.studies import standing
from p2spp_sim.studies.design import uncertain
from p2spp_sim.studies.standing import Standing
from p2spp_sim.studies.what_if import questions

NAME = ("W1", "accepted")


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
    assert analysis.parameters == len(uncertain(p2.Scenario.load("2010"))) > 60
    for answers in analysis.answers.values():
        for answer in answers.values():
            assert 0 <= answer.rises + answer.falls <= 1.0001 and 0 <= answer.still <= 1


def test_measuring_the_first_state_again_gives_what_is_stored() -> None:
    moved = standing.moved(p2.World.load(standing.DATASET), standing.joint()[0])
    for key, answers in standing.measured().answers.items():
        for outcome, answer in answers.items():
            mean = moved[key, outcome].mean()
            assert answer.first == pytest.approx(mean, abs=1e-8), (key, outcome)


def test_shares_are_of_states_and_a_difference_within_its_interval_is_still() -> None:
    states = differences(0.5, 0.5, -0.5, 0.001)
    answer = standing.standings(differences(0)[0], states, [])["W1"]["accepted"]
    assert (answer.rises, answer.falls, answer.still) == (0.75, 0.25, 0.25)
    assert answer.first == pytest.approx(0.5)


def test_a_parameter_turns_an_answer_only_when_it_brings_it_well_beyond_zero_alone() -> None:
    ends = zip(("a", "a", "b", "c"), differences(0.5, -0.2, -0.4, -0.003), strict=True)
    answer = standing.standings(differences(0)[0], differences(0.5), ends)["W1"]["accepted"]
    assert answer.raised_by == ("a",) and answer.lowered_by == ("b", "a")
    assert answer.turned_by(0.1, 0.2) == ("b", "a") and answer.turned_by(-0.2, -0.1) == ("a",)
    assert answer.turned_by(-0.1, 0.1) == ("a", "b")


def test_what_lies_on_a_side_anyhow_is_not_turned_to_it() -> None:
    ends = zip(("a", "b"), differences(0.5, -0.2), strict=True)
    answer = standing.standings(differences(0.3)[0], differences(0.5), ends)["W1"]["accepted"]
    assert answer.raised_by == () and answer.lowered_by == ("b",)


@pytest.mark.parametrize(
    ("low", "high", "share", "verdict"),
    [(0.1, 0.2, 0.95, "stands"), (-0.2, -0.1, 0.05, "withdrawn"), (-0.1, 0.1, 0.7, "conditional")],
)
def test_an_answer_is_held_against_the_states_that_say_the_same(
    low: float, high: float, share: float, verdict: str
) -> None:
    answer = Standing(rises=0.95, falls=0.05, still=0.7, first=0.0)
    assert answer.share(low, high) == share and answer.verdict(low, high) == verdict


def test_a_question_keeps_what_it_sets_itself_in_every_state() -> None:
    world = p2.World.load(standing.DATASET)
    early = standing.moved(world, {"apbd_on_time": 0.3}, 2)["W14", "P3"]
    late = standing.moved(world, {"apbd_on_time": 1.0}, 2)["W14", "P3"]
    assert early.mean() > 0 and np.all(
        late == 0
    )  # W14 sets apbd_on_time: the doubt moves where it starts from alone
