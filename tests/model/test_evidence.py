"""Published facts are held against the baseline."""

import numpy as np
import pytest

from p2spp_sim.base.language import set_language
from p2spp_sim.model.activities import activities
from p2spp_sim.scenario.scenario import Scenario
from p2spp_sim.studies.evidence import (
    MEANINGS,
    MEASURES,
    Fact,
    facts,
    interval,
    meaning,
    observe,
    report,
    verdict,
)
from p2spp_sim.studies.null_models import NULL_MODELS
from p2spp_sim.world.world import World

LISTED = (
    "S1",
    "S3a",
    "S3b",
    "S3c",
    "S4",
    "S6a",
    "S6b",
    "S6c",
    "S7a",
    "S7b",
    "S8",
    "S9a",
    "S9b",
    "S10a",
    "S10b",
    "S10c",
)


@pytest.fixture(scope="module")
def table():
    return report(datasets=["wanasari"]).set_index("fact")


def test_every_listed_fact_is_measured_with_an_interval_and_a_verdict(table):
    assert {*LISTED, "S11", "S12", "S13", "S15a", "S15b", "S15c", "G6"} <= set(table.index)
    assert (table["low"] <= table["value"]).all()
    assert (table["value"] <= table["high"]).all()
    assert set(table["verdict"]) <= {"inside", "touching", "outside", "beyond"}
    assert {fact.measure for fact in facts().values()} - {"early_gap"} == set(MEASURES)


def test_calibrated_facts_and_inputs_lie_in_their_bands(table):
    calibrated = table[table["role"] == "calibrated"]
    assert (calibrated["verdict"] != "beyond").all()
    assert (calibrated["verdict"] == "inside").mean() > 0.8
    assert (table.loc[table["role"] == "input", "verdict"].isin(["inside", "touching"])).all()


def test_pnpm_facilitation_alone_leaves_regular_acceptance_as_it_was(table):
    assert -0.02 <= table.loc["S12", "low"] <= table.loc["S12", "high"] <= 0.02


def test_changing_the_rule_moves_satisfaction_much_more_than_the_mix(table):
    assert table.loc["S11s", "low"] > 2 * table.loc["S11", "high"]


def test_the_figure_of_a_null_model_is_measured_on_the_model_s_own_replicates(table):
    world, base = World.load("wanasari"), Scenario.load("2010")
    for name in NULL_MODELS:
        measured = observe(world, base, ["S1", "S6b"], 40, name)
        for key in ("S1", "S6b"):
            value, *ends = interval(measured[key])
            assert table.loc[key, name] == value
            assert table.loc[key, f"{name}_verdict"] == verdict(facts()[key], *ends)
    assert table.loc["S1", "biggest"] < table.loc["S1", "value"] < table.loc["S1", "smallest"]
    assert table.loc["S7b", "lottery"] == table.loc["S7b", "value"]  # a ceiling, whoever gets it


def test_physical_works_are_those_not_counted_in_packages(monkeypatch):
    world, base = World.load("wanasari"), Scenario.load("2010")
    (share,) = observe(world, base, ["G6"], 5).values()
    assert (facts()["G6"].low < share).all() and (share < facts()["G6"].high).all()
    units = activities()["unit"]
    monkeypatch.setitem(activities(), "unit", np.where(units == "m", "paket", units))
    (fewer,) = observe(world, base, ["G6"], 5).values()
    assert (fewer < share).all()


def test_what_is_put_in_has_no_null_model(table):
    put_in = table[table["role"] == "input"]
    assert len(put_in) > 8 and not put_in["informative"].any()
    for name in NULL_MODELS:
        assert put_in[name].isna().all() and (put_in[f"{name}_verdict"] == "").all()
        assert table.loc[table["role"] != "input", name].notna().all()
    assert (put_in["meaning"] == MEANINGS["input"]).all()


def test_a_fact_that_a_lottery_meets_is_marked_as_telling_nothing(table):
    met = table["lottery_verdict"] == "inside"
    assert met.any() and not table.loc[met, "informative"].any()
    also = met & (table["verdict"] == "inside")
    assert set(table.loc[also, "meaning"]) == {"undian juga memenuhi: tidak membuktikan apa pun"}
    missed = table["lottery_verdict"].isin(["outside", "beyond"])
    assert (table["informative"] == (missed & (table["verdict"] == "inside"))).all()


@pytest.mark.parametrize(("model", "lottery", "tells", "said"), [
    ("inside", "outside", "informative", "carries information"),
    ("inside", "beyond", "informative", "carries information"),
    ("inside", "touching", "undecided", "proves nothing yet"),
    ("inside", "inside", "no_evidence", "proves nothing"),
    ("touching", "inside", "no_better", "no better than a lottery"),
    ("beyond", "inside", "no_better", "no better than a lottery"),
    ("outside", "outside", "neither", "does not wholly meet it either"),
    ("touching", "touching", "neither", "does not wholly meet it either"),
    ("inside", "", "input", "put in"),
])  # fmt: skip
def test_what_a_fact_tells_beside_a_lottery(model, lottery, tells, said):
    assert meaning(model, lottery) == tells
    indonesian = MEANINGS[tells]
    set_language("en")
    try:
        assert said in MEANINGS[tells] != indonesian
    finally:
        set_language("id")


def test_replicates_begin_where_they_are_told_to():
    world, base = World.load("wanasari"), Scenario.load("2010")
    both = observe(world, base, ["S1"], 3)["S1"]
    assert (observe(world, base, ["S1"], 2, first=1)["S1"] == both[1:]).all()


@pytest.mark.parametrize(("low", "high", "said"), [
    (0.2, 0.3, "inside"), (0.05, 0.2, "touching"), (0.02, 0.08, "outside"), (0.001, 0.002, "beyond"),
])  # fmt: skip
def test_verdicts(low, high, said):
    fact = Fact({"id": ""}, "", 0.1, 0.5, "calibrated", "indicative", "", outer=(0.01, 0.9))
    assert verdict(fact, low, high) == said


def test_interval_of_a_gap_is_the_ratio_of_means():
    rng = np.random.default_rng(1)
    whole = -0.4 + 0.1 * rng.standard_normal(400)
    early = 0.5 * whole + 0.01 * rng.standard_normal(400)
    value, low, high = interval(np.array([early, whole]))
    assert low < 0.5 < high
    assert high - low < 0.02
    assert value == pytest.approx(0.5, abs=0.01)
