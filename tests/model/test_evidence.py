"""Published facts are held against the baseline, and the calibration can be repeated."""

import tomllib

import numpy as np
import pytest

from p2spp_sim.base.files import data_path
from p2spp_sim.base.language import set_language
from p2spp_sim.model.loading import load_rules
from p2spp_sim.scenario.levers import lever
from p2spp_sim.scenario.scenario import Scenario
from p2spp_sim.studies import calibration
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
from p2spp_sim.studies.null_models import NULL_MODELS, null_model
from p2spp_sim.world.world import World

STORED = tomllib.loads(data_path("datasets", "calibration.toml").read_text(encoding="utf-8"))
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
    assert {*LISTED, "S11", "S12", "S13", "S15a", "S15b", "S15c"} <= set(table.index)
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
        book = null_model(load_rules("2010"), name)
        measured = observe(world, base, ["S1", "S6b"], 40, book)
        for key in ("S1", "S6b"):
            value, *ends = interval(measured[key])
            assert table.loc[key, name] == value
            assert table.loc[key, f"{name}_verdict"] == verdict(facts()[key], *ends)
    assert table.loc["S1", "biggest"] < table.loc["S1", "value"] < table.loc["S1", "smallest"]
    assert table.loc["S7b", "lottery"] == table.loc["S7b", "value"]  # a ceiling, whoever gets it


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


def test_the_calibration_reruns_to_the_same_result():
    laid = calibration.points()
    assert [calibration.implausibility(point) for point in laid[:3]] == STORED["first"][:3]
    assert STORED["best"] in laid
    assert (STORED["seed"], STORED["samples"]) == (calibration.SEED, calibration.SAMPLES)


def test_the_defaults_are_the_calibrated_values():
    assert {key: lever(key).value for key in STORED["best"]} == STORED["best"]
    assert {lever(key).firmness for key in STORED["best"]} <= {"assumed", "indicative"}


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
