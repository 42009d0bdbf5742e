"""The joint plausible set is of this model, meets the published facts, and is what its command makes."""

import warnings
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

import p2spp_sim as p2
from p2spp_sim.studies.design import Design, uncertain
from p2spp_sim.studies.plausible import emulator, judgement, search, stored
from p2spp_sim.studies.plausible.emulator import fitted
from p2spp_sim.studies.plausible.judgement import (
    bands,
    calibrated,
    doubted,
    implausibility,
    in_bands,
    judge,
)
from p2spp_sim.studies.sensitivity import sensitivity

STATES, DIAGNOSIS = stored.states(), stored.diagnosis()


def test_the_stored_set_is_of_this_model_and_holds_all_that_is_in_doubt() -> None:
    assert stored.outdated() == ""
    levers = doubted()
    assert [lever.key for lever in levers] == list(STATES[0]) == list(DIAGNOSIS.parameters)
    assert {lever.key for lever in uncertain(p2.Scenario.load("2010"))} < set(STATES[0])
    for lever in levers:
        values = [state[lever.key] for state in STATES]
        assert lever.low <= min(values) <= max(values) <= lever.high


def test_stored_states_meet_all_facts_and_the_first_of_the_doubt_do_not() -> None:
    assert max(judge(STATES[:2])["implausibility"]) <= DIAGNOSIS.implausibility["largest"] <= 1
    places = Design.latin_hypercube(doubted(), search.BEFORE, search.SEED + 1).places
    loose = [search.state_at(doubted(), row) for row in places[:6]]
    assert min(judge(loose)["implausibility"]) > 1


def test_the_diagnosis_says_that_the_facts_cut_and_hold_on_fresh_draws() -> None:
    before, after = DIAGNOSIS.before, DIAGNOSIS.after
    assert before["outside_outer"] > 0.4 and after["outside_outer"] < 0.02
    assert before["meet_all"] < 0.05 and after["meet_all"] > 0.4
    assert DIAGNOSIS.implausibility["declared"] <= 1  # what is declared is itself plausible
    assert DIAGNOSIS.waves[-1]["kept"] >= len(STATES) >= 60
    moved = [row["moved"] for row in DIAGNOSIS.parameters.values()]
    assert max(moved) > 0.2 and all(row["covered"] > 0.3 for row in DIAGNOSIS.parameters.values())


def test_the_set_is_joint() -> None:
    """States that take each value from another state, so that all ranges are as they were, miss the facts far more."""
    rng = np.random.default_rng(5)
    others = {key: rng.permutation(len(STATES)) for key in STATES[0]}
    mixed = [
        {key: STATES[int(others[key][number])][key] for key in STATES[0]} for number in range(30)
    ]
    met = np.mean(np.array(judge(mixed)["implausibility"]) <= 1)
    assert met < DIAGNOSIS.after["meet_all"] / 2


def test_states_are_drawn_from_it_without_repeating_and_by_seed() -> None:
    design = Design.plausible(40, seed=3)
    assert design.kind == "plausible" and len(design) == 40
    assert len({repr(sorted(point.items())) for point in design.points}) == 40
    assert design.key == Design.plausible(40, seed=3).key != Design.plausible(40, seed=4).key
    assert len(Design.plausible()) == len(STATES)
    assert ((design.places >= 0) & (design.places < 1)).all()
    base = p2.Scenario.load("2010")
    for point in design.points[:5]:
        base.change(**point)
    village = Design.plausible(3, scenario=p2.Scenario.load("dana_desa"))
    assert "dd_scope_idr" in village.points[0] and "blm_base_idr" not in village.points[0]
    for n in (0, len(STATES) + 1):
        with pytest.raises(p2.OutOfBounds):
            Design.plausible(n)


def test_studies_take_it(tmp_path: Path) -> None:
    policies = Design.listed([{"pik_share": 0.0}, {"pik_share": 0.3}])
    states = Design.plausible(4, seed=1)
    crossed = Design.cross(policies, states)
    world = p2.World.load("wanasari")
    frame = p2.sweep(crossed, world, to=tmp_path / "x", replicates=2, progress=False).frame()
    chosen = p2.regret(frame, policies.levers, states.levers, "accepted.count")
    assert chosen.values.shape == (2, 4, 2)
    whole = Design.plausible()
    with pytest.raises(p2.OutOfBounds, match="200"):  # PAWN on so few is noise, and says so
        sensitivity(whole, whole.places[:, 0], "pawn")
    boxes = p2.discover(
        whole,
        pd.DataFrame({"point": range(len(whole)), "replicate": 0, "x.count": whole.places[:, 0]}),
        "x.count",
        above=0.7,
    )
    (edge,) = boxes.found[0].limits
    assert edge[0] == whole.levers[0].key


def test_a_changed_model_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    stored.outdated.cache_clear()
    monkeypatch.setattr(stored, "model_of", lambda _: "another")
    try:
        with pytest.warns(stored.OtherModel, match=r"p2spp_sim\.studies\.plausible"):
            Design.plausible(2)
    finally:
        stored.outdated.cache_clear()


def test_the_model_is_known_by_what_it_decides() -> None:
    state = STATES[0]
    assert stored.model_of(state) == stored.model_of(dict(state))
    other = {**state, "commission_drop": 0.5 - float(state["commission_drop"])}
    assert stored.model_of(other) != stored.model_of(state)


def test_implausibility_is_in_half_bands_and_forgives_noise() -> None:
    low, high = bands()["S1"]
    middle, half = (low + high) / 2, (high - low) / 2
    assert implausibility("S1", np.array([middle])) == 0
    assert implausibility("S1", np.array([high])) == pytest.approx(1)
    wide = np.array([-1, 1, -1, 1]) * half
    assert 1 < implausibility("S1", np.full(4, middle + 1.1 * half)) == pytest.approx(1.1)
    assert implausibility("S1", middle + 1.1 * half + wide) < 1
    assert implausibility("S1", np.array([np.nan])) == judgement.NEVER


def test_what_is_nothing_lies_below_its_band_and_what_is_not_measured_above() -> None:
    names = [f"{fact} {dataset}" for dataset in judgement.DATASETS for fact in calibrated()]
    middles = [sum(bands()[name.split()[0]]) / 2 for name in names]
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        places = in_bands(pd.DataFrame([middles, [0.0] * len(names), [-1.0] * len(names),
                                        [np.nan] * len(names)], columns=names))  # fmt: skip
    positive = np.array([bands()[name.split()[0]][0] > 0 for name in names])
    assert positive.any()
    assert (np.abs(places[0]) < 1).all() and (places[1:3, positive] == -4).all()
    assert (places[3] == 4).all()


def test_a_few_parameters_can_be_tuned_with_the_others_as_declared() -> None:
    state, far = search.tuned(["open_share", "commission_drop"], 6)
    assert set(state) == {"open_share", "commission_drop"}
    assert judge([state])["implausibility"] == [far]


def test_a_regression_finds_what_it_is_told() -> None:
    rng = np.random.default_rng(1)
    places = rng.random((400, 6))
    x = 2 * places - 1
    outcomes = len(judgement.DATASETS) * len(calibrated())
    truth = np.repeat((x[:, 0] + 0.5 * x[:, 1] ** 2 + 2 * x[:, 2] * x[:, 3])[:, None], outcomes, 1)
    emulator = fitted(places, truth + 0.05 * rng.standard_normal(truth.shape))
    assert emulator.explained.min() > 0.98
    assert (2, 3) in set(zip(*emulator.pairs.tolist(), strict=True))
    inside = np.abs(truth[:, 0]) < 0.5
    chance = emulator.chance(places)
    assert chance[inside].mean() > 0.9 and chance[np.abs(truth[:, 0]) > 1.5].max() < 0.1


def test_the_search_keeps_what_meets_the_facts_and_is_the_same_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Small sizes, all in this process; a fake measurement stands in for the model."""

    def at_once(task: Any, jobs: Any, rows: Any, folder: Path, name: str, progress: bool) -> Any:
        return pd.concat([pd.DataFrame(task(*job)) for job in jobs], ignore_index=True)

    def values(state: Any, names: Any, replicates: int, first: int = 0) -> Any:
        near = float(state["turnout"])
        return {
            f"{fact} {dataset}": np.full(
                replicates, sum(bands()[fact]) / 2 + (near - 0.475) * 16 * np.ptp(bands()[fact]) / 2
            )
            for fact in names
            for dataset in judgement.DATASETS
        }

    monkeypatch.setattr(search, "done", at_once)
    monkeypatch.setattr(judgement, "_values", values)
    for name, size in (("WAVES", (150, 60)), ("KEPT", 20), ("MOST", 80), ("ROUND", 40),
                       ("BEFORE", 20), ("POOL", 2000)):  # fmt: skip
        monkeypatch.setattr(search, name, size)
    monkeypatch.setattr(emulator, "POOL", 2000)
    monkeypatch.setattr(search, "judge", lambda *given: (
        judge(*given) if given[0] != [{}] else judge([STATES[0]], *given[1:])))  # fmt: skip
    states, diagnosis = search.make(tmp_path)
    again, _ = search.make(tmp_path)
    assert states == again and len(states) == 20
    assert all(abs(float(state["turnout"]) - 0.475) <= 1 / 16 + 1e-9 for state in states)
    assert diagnosis["after"]["meet_all"] == 1 > diagnosis["before"]["meet_all"]
    csv, toml = search.written(states, diagnosis)
    assert len(csv.splitlines()) == 21 and "[parameters]" in toml
