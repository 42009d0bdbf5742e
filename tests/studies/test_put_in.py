"""What the questions call put in is what the measurement says: one declared number gives the answer in proportion."""

import pytest

import p2spp_sim as p2
from p2spp_sim.scenario.levers import declared
from p2spp_sim.studies import what_if
from p2spp_sim.studies.put_in import OutcomeMeans, numbers, off, scaled

NAMED = [
    (key, outcome, answer.by)
    for key, asked in what_if.questions().items()
    for outcome, answer in asked.put_in.items()
    if answer.by
]
FOUND = [
    (key, outcome)
    for key, asked in what_if.questions().items()
    for outcome in asked.outcome
    if outcome not in asked.put_in
]


@pytest.fixture(scope="module")
def means() -> OutcomeMeans:
    return OutcomeMeans(p2.World.load(what_if.DATASET))


@pytest.mark.parametrize(("key", "outcome", "by"), NAMED)
def test_what_is_called_put_in_moves_in_proportion_to_the_number_it_names(means, key, outcome, by):
    assert outcome in what_if.question(key).outcome
    assert means.puts_in(key, outcome, by), means.elasticity(key, outcome, by)


@pytest.mark.parametrize(("key", "outcome"), FOUND)
def test_what_is_called_found_is_not_the_size_of_a_weight_that_its_question_moves(
    means, key, outcome
):
    asked = what_if.question(key)
    for number in set(numbers(asked)) & set(asked.change):
        assert not means.puts_in(key, outcome, [number]), number


def test_w1_w8_and_w15_have_answers_that_were_put_in():
    assert {"W1", "W8", "W15"} <= {key for key, _, _ in NAMED}


def test_an_effect_is_scaled_from_where_a_number_does_nothing():
    weight, ceiling = what_if.question("W1"), what_if.question("W8")
    reached, (before, after) = scaled(weight, ["alignment_weight"], 0.5)
    assert before.value("alignment_weight") == 0.1
    assert after.value("alignment_weight") == pytest.approx(0.45)
    assert reached == pytest.approx(0.5)
    reached, _ = scaled(weight, ["alignment_weight"], 2.0)  # the bound of the weight is 1
    assert reached == pytest.approx(0.9 / 0.7)
    assert off("published_demand") == 7.5 and off("satisfaction_rule") == 0
    reached, pair = scaled(ceiling, ["published_demand"], 0.5)
    assert pair[0].value("published_demand") == pair[1].value("published_demand") == 5
    assert reached == pytest.approx(2.5 / 4.5)


def test_a_number_that_does_nothing_or_moves_both_scenarios_puts_nothing_in(means):
    assert not means.puts_in("W6", "satisfaction", ["published_demand"])
    assert not means.puts_in("W2", "accepted", ["needs_mean"])


def test_a_whole_number_that_cannot_be_halved_is_left_out():
    reached, _ = scaled(what_if.question("W10"), ["facilitators_per_kecamatan"], 0.25)
    assert reached == 0  # a quarter of two
    few = OutcomeMeans(p2.World.load(what_if.DATASET), 2)
    assert not few.puts_in("W10", "pik_nothing", ["facilitators_per_kecamatan"])


def test_numbers_are_all_that_can_be_scaled():
    names = numbers(what_if.question("W1"))
    assert {"alignment_weight", "published_demand", "needs_mean"} <= set(names)
    assert not {"plebiscite", "fill_rule", "effort_budget"} & set(names)
    assert "padding" not in names  # is 0
    assert "pik_share" not in numbers(what_if.question("W2"))  # a dose
    assert set(names) <= set(declared())
