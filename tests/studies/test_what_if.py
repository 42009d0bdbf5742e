"""The ready questions run, and say what the model finds where it was not told the answer."""

import pytest

import p2spp_sim as p2
from p2spp_sim.results.indicators import definitions
from p2spp_sim.studies.what_if import answer, questions


@pytest.fixture(scope="module")
def world():
    return p2.World.load("wanasari")


@pytest.fixture(scope="module")
def answers(world):
    return {
        key: answer(key, world, replicates=20, seed=1).set_index("outcome") for key in questions()
    }


def test_every_question_is_answered_with_an_interval(answers):
    assert {f"W{n}" for n in (*range(1, 13), 14, 15)} == set(answers)
    for key, table in answers.items():
        assert set(questions()[key].outcome) == set(table.index)
        assert (table["low"] <= table["difference"]).all(), key
        assert (table["difference"] <= table["high"]).all(), key
        assert table["published"].str.len().min() > 10


def test_questions_name_what_exists():
    for key, question in questions().items():
        assert {name.partition(".")[0] for name in question.outcome} <= set(definitions()), key
        before, after = question.scenarios()
        assert (before.rules, before.changed) != (after.rules, after.changed), key


@pytest.mark.parametrize(("key", "outcome", "sign"), [
    ("W1", "kept_order", 1), ("W2", "accepted", 1), ("W3", "S7", 1), ("W4", "S7_apbd", -1), ("W5", "fair_voice", 1),
    ("W6", "satisfaction", 1), ("W7", "fair_women_list", 1), ("W8", "P5", 1), ("W9", "P3.rupiah", 1),
    ("W12", "P1.rupiah", 1),
])  # fmt: skip
def test_signs(answers, key, outcome, sign):
    row = answers[key].loc[outcome]
    assert sign * row["low"] > 0 or sign * row["high"] > 0
    assert sign * row["difference"] > 0


def test_the_plebiscite_moves_satisfaction_and_hardly_the_choice(answers):
    table = answers["W6"]
    assert table.loc["satisfaction", "difference"] > 0.1
    assert abs(table.loc["list_urgency", "difference"]) < 0.1


def test_audit_gives_the_published_size(answers):
    assert answers["W9"].loc["P3.rupiah", "difference"] == pytest.approx(0.08 * 0.8, abs=0.02)


def test_more_facilitators_alone_leave_regular_acceptance_as_it_was(answers):
    row = answers["W11"].loc["accepted"]
    assert -0.02 < row["low"] <= row["high"] < 0.02


def test_bad_input(world):
    with pytest.raises(p2.UnknownName, match="W1"):
        answer("W16", world)
    with pytest.raises(p2.OutOfBounds, match="20"):
        answer("W1", world, replicates=5)


def test_every_indicator_is_shown_by_a_measure_that_it_has(world):
    run = p2.run_year(world, p2.Scenario.load("2010").change(pik_share=0.2), seed=1)
    table = run.indicators().set_index("key")
    assert [
        key
        for key, definition in definitions().items()
        if table.loc[key, definition.main] != table.loc[key, definition.main]
    ] == []
    by_count = {key for key in definitions() if table.loc[key, "count"] == table.loc[key, "count"]}
    for key in by_count:  # a label that says rupiah or money fits no count
        assert not {"rupiah", "pagu"} & set(definitions()[key].label["id"].lower().split()), key
