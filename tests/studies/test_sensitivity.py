"""Sensitivity on models whose indices are known, a categorical lever among them."""

import numpy as np
import pandas as pd
import pytest

import p2spp_sim as p2
from p2spp_sim.scenario.levers import YARDSTICK
from p2spp_sim.studies.design import Design
from p2spp_sim.studies.sensitivity import experiments, interactions, means, pareto, sensitivity

BASE = p2.Scenario.load("2010")
SMALL = BASE.levers("pik_share", "womens_meeting", "proposal_cap")
LEVERS = BASE.levers("pik_share", "womens_meeting", "pik_formula", "alignment_weight")
STEP = {"equal": 0.0, "population": 1.0, "mixed": 2.0, "poor": 3.0}


def known(point):
    """A sum: variances (3 * 0.6)^2 / 12, 1/4, 5/4 * 0.5^2 and none for the last lever."""
    return 3 * point["pik_share"] + point["womens_meeting"] + 0.5 * STEP[point["pik_formula"]]


VARIANCES = np.array([1.8**2 / 12, 0.25, 0.25 * 1.25, 0.0])


def test_sobol_indices_are_right_within_their_intervals():
    design = Design.sobol(LEVERS, 1024, seed=2)
    table = sensitivity(design, np.array([known(point) for point in design.points]), "sobol")
    expected = VARIANCES / VARIANCES.sum()
    assert list(table["lever"]) == [lever.key for lever in LEVERS]
    for name in ("first", "total"):
        off = np.abs(table[name] - expected)
        assert (off <= table[f"{name}_half"] + 0.01).all(), table
        assert off.max() < 0.05


def test_morris_divides_by_the_step_a_lever_really_took():
    levers = (*LEVERS, BASE.lever("fill_rule"), BASE.lever("proposal_cap"))
    rules = BASE.lever("fill_rule").choices
    design = Design.morris(levers, 30, seed=2)
    assert {point["fill_rule"] for point in design.points} == set(rules) and len(rules) > 4
    values = [
        known(p) + 6 * rules.index(p["fill_rule"]) + 2 * p["proposal_cap"] for p in design.points
    ]
    table = sensitivity(design, np.array(values), "morris")
    assert table["mu_star"].to_numpy() == pytest.approx(
        [1.8, 1, 1.5, 0, 6 * (len(rules) - 1), 2 * 39]
    )
    assert table["sigma"].to_numpy() == pytest.approx(0, abs=1e-12)
    assert table["mu_star_half"].to_numpy() == pytest.approx(0, abs=1e-12)


def test_pawn_holds_levers_against_what_chance_reaches():
    sample = Design.latin_hypercube(LEVERS, 400, seed=2)
    table = sensitivity(sample, np.array([known(point) for point in sample.points]), "pawn")
    ranked = list(table.sort_values("median", ascending=False)["lever"])
    assert list(table["lever"]) == [*(lever.key for lever in LEVERS), YARDSTICK]
    assert set(ranked[: ranked.index(YARDSTICK)]) == {"pik_share", "womens_meeting", "pik_formula"}


def test_few_points_are_no_ground_for_distances():
    sample = Design.latin_hypercube(LEVERS, 199, seed=2)
    with pytest.raises(p2.OutOfBounds, match=r"199 .* 200"):
        sensitivity(sample, np.array([known(point) for point in sample.points]), "pawn")


@pytest.mark.parametrize("method", ["sobol", "morris", "pawn"])
def test_an_outcome_that_never_moves_says_so(method):
    make = {"sobol": Design.sobol, "morris": Design.morris, "pawn": Design.latin_hypercube}[method]
    design = make(LEVERS, 256, seed=2)
    with pytest.raises(p2.OutOfBounds, match=r"sama di semua titik \(0,25\)"):
        sensitivity(design, np.full(len(design), 0.25), method)


def test_morris_and_pawn_put_the_levers_in_the_right_order():
    design = Design.morris(LEVERS, 200, seed=2)
    morris = sensitivity(
        design, np.array([known(point) for point in design.points]), "morris"
    ).set_index("lever")
    assert morris.loc["alignment_weight", "mu_star"] == 0
    assert morris["mu_star"].drop("alignment_weight").min() > 0.5
    sample = Design.latin_hypercube(LEVERS, 2000, seed=2)
    pawn = sensitivity(
        sample, np.array([known(point) for point in sample.points]), "pawn"
    ).set_index("lever")
    assert pawn["median"].drop(YARDSTICK).idxmin() == "alignment_weight"


@pytest.mark.parametrize(("design", "method"), [
    (Design.grid(LEVERS[:2]), "pawn"), (Design.latin_hypercube(LEVERS, 8), "sobol"),
    (Design.sobol(LEVERS, 8), "morris"), (Design.latin_hypercube(LEVERS, 8), "delta"),
])  # fmt: skip
def test_a_design_that_does_not_fit_the_method_is_refused(design, method):
    with pytest.raises(p2.OutOfBounds):
        sensitivity(design, np.zeros(len(design)), method)


def test_missing_points_are_refused():
    design = Design.sobol(LEVERS, 8)
    with pytest.raises(p2.OutOfBounds, match=f"{len(design) - 1} "):
        sensitivity(design, np.zeros(len(design) - 1), "sobol")
    with pytest.raises(p2.OutOfBounds, match=f"{len(design) - 2} dari {len(design)} "):
        sensitivity(design, np.array([np.nan, np.nan, *range(2, len(design))]), "sobol")


@pytest.mark.parametrize("seed", [0, 1])
def test_intervals_are_the_same_again(seed):
    design = Design.sobol(SMALL, 8, second_order=True)
    values = design.places.sum(axis=1)
    first, again = (sensitivity(design, values, "sobol", seed) for _ in range(2))
    assert first.equals(again)
    assert interactions(design, values, seed).equals(interactions(design, values, seed))


def test_a_design_that_was_cut_in_the_middle_is_refused():
    for design, method in ((Design.sobol(SMALL, 8), "sobol"), (Design.morris(SMALL, 4), "morris")):
        part = design.first(design.step + 1)
        with pytest.raises(p2.OutOfBounds, match="terpotong"):
            sensitivity(part, np.arange(len(part)), method)
        values = list(range(len(design)))
        assert sensitivity(design, values, method).equals(
            sensitivity(design, np.array(values, np.float64), method)
        )


def test_a_point_that_lacks_a_replicate_has_no_mean():
    """Its mean would be of fewer draws than that of the others."""
    rows = {"point": [0, 0, 1], "replicate": [0, 1, 0], "accepted.count": [1.0, 2.0, 3.0]}
    assert means(pd.DataFrame(rows), "accepted").tolist() == pytest.approx(
        [1.5, np.nan], nan_ok=True
    )


@pytest.fixture(scope="module")
def swept(tmp_path_factory):
    design = Design.latin_hypercube(
        BASE.levers("pik_share", "pik_formula", "womens_meeting"), 30, seed=4
    )
    world = p2.World.load("wanasari")
    return design, p2.sweep(
        design, world, replicates=2, seed=1, to=tmp_path_factory.mktemp("s"), progress=False
    ).frame()


def test_experiments_have_one_row_a_point_and_categories(swept):
    design, frame = swept
    points, outcomes = experiments(design, frame)
    assert len(points) == len(design) == len(outcomes["accepted.count"])
    assert isinstance(points["pik_formula"].dtype, pd.CategoricalDtype)
    assert points["womens_meeting"].dtype == bool
    assert outcomes["accepted.count"] == pytest.approx(means(frame, "accepted.count"))


def test_pareto_keeps_exactly_what_nothing_beats(swept):
    _, frame = swept
    goals = {"accepted.count": 1, "fair_gini.rupiah": -1}
    kept = pareto(frame, goals, ["pik_share"])
    table = np.stack([means(frame, "accepted.count"), -means(frame, "fair_gini.rupiah")], axis=1)
    for point, row in enumerate(table):
        beaten = any((other >= row).all() and (other > row).any() for other in table)
        assert beaten != (point in set(kept["point"]))
    assert kept["accepted.count ±"].isna().all()  # two replicates give no interval
    with pytest.raises(p2.UnknownName, match=r"accepted\.count"):
        pareto(frame, {"acepted.count": 1})
    with pytest.raises(p2.UnknownName, match="pik_share"):
        pareto(frame, goals, ["pik_shre"])


def test_pareto_gives_the_interval_of_the_mean():
    rng = np.random.default_rng(1)
    columns = {"point": np.repeat([0, 1], 20), "y.count": rng.normal(np.repeat([0.0, 5.0], 20))}
    (row,) = pareto(pd.DataFrame(columns), {"y.count": 1}).to_dict("records")
    mine = columns["y.count"][20:]
    assert (row["point"], row["y.count"]) == (1, pytest.approx(mine.mean()))
    assert row["y.count ±"] == pytest.approx(2.093 * mine.std(ddof=1) / np.sqrt(20))


@pytest.mark.parametrize(
    "goals", [{}, {"accepted.count": 0}, {"accepted.count": 2, "fair_gini.rupiah": -1}]
)
def test_pareto_wants_goals_with_a_direction(swept, goals):
    with pytest.raises(p2.OutOfBounds, match="arah 1"):
        pareto(swept[1], goals)


def test_pareto_refuses_points_without_an_outcome(swept):
    frame = swept[1].copy()
    frame.loc[[0, 4, 5], "accepted.count"] = (
        np.nan
    )  # one of the two replicates of point 0, both of point 2
    with pytest.raises(p2.OutOfBounds, match=r"accepted\.count: 2 dari 30"):
        pareto(frame, {"accepted.count": 1})
