"""Boxes: planted ones are found, noise is called noise, and EMA Workbench and scikit-learn find the same."""

from itertools import combinations
from warnings import catch_warnings, simplefilter

import numpy as np
import pandas as pd
import pytest
from scipy.stats import beta, binomtest

import p2spp_sim as p2
from p2spp_sim.base.intervals import FEWEST
from p2spp_sim.studies.design import Design
from p2spp_sim.studies.discovery import discover
from p2spp_sim.studies.sensitivity import experiments

BASE = p2.Scenario.load("2010")
LEVERS = BASE.levers(
    "pik_share", "proposal_cap", "womens_meeting", "pik_formula", "alignment_weight"
)
DESIGN = Design.latin_hypercube(LEVERS, 600, seed=1)
METHODS = ("prim", "cart")
PLANTED = {
    "real, yes-or-no, choice": lambda p: (
        p["pik_share"] > 0.3 and p["womens_meeting"] and p["pik_formula"] in ("poor", "mixed")
    ),
    "whole number between two ends": lambda p: (
        12 <= p["proposal_cap"] <= 30 and p["womens_meeting"]
    ),
    "three kinds": lambda p: (
        p["proposal_cap"] >= 12 and p["pik_share"] > 0.2 and p["pik_formula"] != "equal"
    ),
}


def results(hit, noise=0.0, seed=0, design=DESIGN):
    """Make a sweep's table: two replicates whose mean passes 0.5 where the rule holds, but for a share of noise."""
    rng = np.random.default_rng(seed)
    values = np.array([bool(hit(point)) for point in design.points]) ^ (
        rng.random(len(design)) < noise
    )
    rows = [
        {"point": i, "replicate": r, **point, "y.count": value + (0.3, -0.3)[r]}
        for i, (point, value) in enumerate(zip(design.points, values.astype(float), strict=True))
        for r in (0, 1)
    ]
    return pd.DataFrame(rows)


def ema(frame, alpha=0.05):
    points, outcomes = experiments(DESIGN, frame)
    with (
        catch_warnings()
    ):  # it tells of other packages that it could use, and uses pandas as it was
        simplefilter("ignore")
        from ema_workbench.analysis import prim

        search = prim.Prim(
            points, (outcomes["y.count"] > 0.5).astype(int), threshold=0.1, peel_alpha=alpha
        )
        return points, search.find_box()


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("name", PLANTED)
def test_planted_boxes_are_found(name, method):
    hit = PLANTED[name]
    boxes = discover(DESIGN, results(hit), "y.count", above=0.5, method=method)
    first = boxes.found[0]
    assert first.confirmed
    assert first.density.value >= 0.97
    assert first.coverage.value >= 0.9
    assert max(first.quasi_p) < 1e-6
    named = {lever.key for lever in LEVERS if lever.key in str(hit.__code__.co_consts)}
    assert {key for key, _ in first.limits} == named
    assert all(first.stability[key] == 1 for key in named)
    inside = sum(hit(DESIGN.points[i]) for i in first.points) / len(first.points)
    assert inside == first.density.value


@pytest.mark.parametrize("name", PLANTED)
def test_ema_workbench_reads_experiments_and_finds_the_same_box(name):
    frame = results(PLANTED[name])
    points, theirs = ema(frame)
    mine = discover(DESIGN, frame, "y.count", above=0.5)
    first, steps = mine.found[0], mine.trajectory
    peeled = steps[steps["phase"].eq("peel") & steps["box"].eq(1)]
    path = theirs.peeling_trajectory.iloc[: len(peeled)]
    for column in ("coverage", "density", "mass"):
        assert peeled[column].to_numpy() == pytest.approx(path[column].to_numpy(float))
    assert (first.coverage.value, first.density.value) == pytest.approx(
        (theirs.coverage, theirs.density)
    )
    limits, whole = theirs.box_lim, theirs.prim.box_init
    assert {key for key, _ in first.limits} == {
        k for k in points if list(limits[k]) != list(whole[k])
    }
    for (key, side), limit in first.limits.items():
        if side == "choices":
            assert limit == limits.loc[0, key]
            continue
        other = limits.loc[0 if side == "low" else 1, key]
        between = points[key].between(min(limit, other), max(limit, other), inclusive="neither")
        assert between.sum() <= 0.05 * len(points)
        assert abs(limit - other) < (1 if key == "proposal_cap" else 1e-9)


@pytest.mark.parametrize("name", PLANTED)
def test_with_noise_the_way_is_that_of_ema_workbench_while_half_is_covered(name):
    frame = results(PLANTED[name], noise=0.1)
    mine = discover(DESIGN, frame, "y.count", above=0.5, most=1).trajectory
    theirs = ema(frame)[1].peeling_trajectory
    ways = [
        way.loc[way["coverage"] >= 0.5, ["coverage", "density", "mass"]].to_numpy(float)
        for way in (mine, theirs)
    ]
    assert len(ways[1]) > 8
    assert ways[0][: len(ways[1])] == pytest.approx(ways[1])


def test_quasi_p_values_are_those_of_ema_workbench():
    frame = results(PLANTED["whole number between two ends"], noise=0.1)
    points, _ = experiments(DESIGN, frame)
    mine = discover(DESIGN, frame, "y.count", above=0.5)
    first, wanted = mine.found[0], experiments(DESIGN, frame)[1]["y.count"] > 0.5
    in_box = np.isin(np.arange(len(points)), first.points)
    hits, n = int(wanted[in_box].sum()), int(in_box.sum())
    for (key, side), p in zip(first.limits, first.quasi_p, strict=True):
        without = np.ones(len(points), bool)
        for (other, way), limit in first.limits.items():
            if (other, way) != (key, side):
                column = points[other]
                without &= (
                    column.isin(limit)
                    if way == "choices"
                    else column >= limit
                    if way == "low"
                    else column <= limit
                )
        expected = binomtest(hits, n, wanted[without].mean(), alternative="greater").pvalue
        assert p == pytest.approx(expected, rel=1e-9)
    exact = results(PLANTED["real, yes-or-no, choice"])
    expected = {key: values[0] for key, values in ema(exact)[1].qp[-1].items()}
    quasi_p = discover(DESIGN, exact, "y.count", above=0.5).frame().set_index("lever")["quasi_p"]
    assert quasi_p.to_dict() == pytest.approx(expected, rel=1e-9)


@pytest.mark.parametrize("seed", [0, 1, 2, 4])  # no two splits of a node are equally good here
def test_the_tree_has_the_leaves_of_scikit_learn(seed):
    from sklearn.tree import DecisionTreeClassifier

    rng = np.random.default_rng(seed)
    points = pd.DataFrame(rng.random((500, 3)), columns=list("abc")).assign(d=rng.random(500) < 0.5)
    wanted = (points["a"] > 0.4) & (points["b"] < 0.7) ^ (rng.random(500) < 0.15)
    outcomes = {"y": wanted.to_numpy(float)}
    steps = discover(
        points, outcomes, "y", above=0.5, method="cart", mass_min=0.05, most=1
    ).trajectory
    leaves = steps[steps["phase"] == "leaf"]
    tree = DecisionTreeClassifier(min_samples_leaf=25, random_state=0).fit(points, wanted)
    inside = tree.apply(points)
    expected = [
        (int((inside == leaf).sum()), int(wanted[inside == leaf].sum()))
        for leaf in np.unique(inside)
    ]
    assert sorted(zip(leaves["points"], leaves["wanted"], strict=True)) == sorted(expected)
    assert len(expected) > 8


def test_choices_are_split_as_well_as_any_subset_would():
    rng = np.random.default_rng(5)
    shares = {"a": 0.2, "b": 0.7, "c": 0.1, "d": 0.6, "e": 0.4}
    letters = rng.choice(list(shares), 400)
    wanted = rng.random(400) < [shares[letter] for letter in letters]
    points = pd.DataFrame({"x": pd.Categorical(letters)})
    steps = discover(
        points, {"y": wanted.astype(float)}, "y", above=0.5, method="cart", most=1
    ).trajectory

    def gini(mask):
        return mask.sum() * wanted[mask].mean() * (1 - wanted[mask].mean())

    splits = [np.isin(letters, some) for n in range(1, 5) for some in combinations(shares, n)]
    best = min(splits, key=lambda subset: gini(subset) + gini(~subset))
    assert set(steps["points"][1:3]) == {best.sum(), (~best).sum()}


@pytest.mark.parametrize("method", METHODS)
def test_noise_is_called_noise(method):
    frame = results(lambda point: False)
    confirmed = 0
    for seed in range(20):
        values = np.random.default_rng(seed).random(len(DESIGN)) < 0.3
        boxes = discover(DESIGN, frame.assign(y=np.repeat(values.astype(float), 2)).rename(
            columns={"y.count": "old", "y": "y.count"}
        ), "y.count", above=0.5, method=method)  # fmt: skip
        confirmed += any(box.confirmed for box in boxes.found)
        for box in boxes.found:
            assert box.density.value > box.base  # what the same points seem to say
            assert box.confirmed or box.held_out.low <= box.base
            assert box.confirmed or "Jangan dipakai" in boxes.text()
    assert confirmed <= 1


@pytest.mark.parametrize("method", METHODS)
def test_numbers_and_order_of_points_mean_nothing(method):
    frame = results(PLANTED["three kinds"], noise=0.1)
    mixed = np.random.default_rng(8).permutation(len(DESIGN))
    other = Design(
        DESIGN.kind, DESIGN.levers, tuple(DESIGN.points[i] for i in mixed), DESIGN.places[mixed]
    )
    renamed = frame.assign(point=np.argsort(mixed)[frame["point"]]).sample(frac=1, random_state=1)
    first, second = (
        discover(design, table, "y.count", above=0.5, method=method)
        for design, table in ((DESIGN, frame), (other, renamed))
    )
    pd.testing.assert_frame_equal(first.frame(), second.frame())
    pd.testing.assert_frame_equal(first.trajectory, second.trajectory)
    assert [set(box.points) for box in first.found] == [
        {int(mixed[i]) for i in box.points} for box in second.found
    ]


def test_a_design_and_its_experiments_say_the_same_and_below_mirrors_above():
    frame = results(PLANTED["three kinds"], noise=0.05)
    boxes = discover(DESIGN, frame, "y.count", above=0.5)
    points, outcomes = experiments(DESIGN, frame)
    assert discover(points, outcomes, "y.count", above=0.5).frame().equals(boxes.frame())
    turned = discover(points, {"y.count": -outcomes["y.count"]}, "y.count", below=-0.5)
    assert turned.frame().equals(boxes.frame())
    assert "di bawah -0,5" in turned.text()


def test_a_second_box_is_looked_for_outside_the_first():
    def corners(point):
        return (point["pik_share"] > 0.3 and point["womens_meeting"]) or (
            point["pik_share"] < 0.12 and not point["womens_meeting"]
        )

    boxes = discover(DESIGN, results(corners), "y.count", above=0.5, coverage=0.5)
    assert len(boxes.found) >= 2
    first, second = boxes.found[:2]
    assert not set(first.points) & set(second.points)
    sides = {box.limits["womens_meeting", "choices"] for box in (first, second)}
    assert sides == {frozenset({True}), frozenset({False})}
    assert first.coverage.value + second.coverage.value > 0.85
    assert second.base == pytest.approx(
        sum(corners(p) for i, p in enumerate(DESIGN.points) if i not in first.points)
        / (600 - len(first.points))
    )
    assert boxes.text().count("\n") == len(boxes.found) - 1


def test_the_chosen_step_is_the_densest_with_the_coverage_asked_for():
    frame = results(PLANTED["three kinds"], noise=0.2)
    shares = []
    for coverage in (0.3, 0.6, 0.9):
        boxes = discover(DESIGN, frame, "y.count", above=0.5, coverage=coverage, weak=0.999, most=1)
        steps = boxes.trajectory
        chosen = steps[steps["chosen"]].iloc[0]
        assert steps["chosen"].sum() == 1
        assert chosen["density"] == steps.loc[steps["coverage"] >= coverage, "density"].max()
        shares.append(chosen["density"])
    assert shares == sorted(shares, reverse=True)
    assert shares[0] > shares[-1]


def test_intervals_are_right_or_missing_with_the_reason():
    boxes = discover(DESIGN, results(PLANTED["three kinds"], noise=0.1), "y.count", above=0.5)
    density, n = boxes.found[0].density, len(boxes.found[0].points)
    hits = round(density.value * n)
    expected = beta.ppf([0.025, 0.975], hits + 0.5, n - hits + 0.5)
    assert (density.low, density.high) == pytest.approx(tuple(expected), abs=0.006)
    few = Design.latin_hypercube(LEVERS, 50, seed=2)
    small = discover(
        few, results(PLANTED["three kinds"], design=few), "y.count", above=0.5, mass_min=0.1
    )
    first = small.found[0]
    assert len(first.points) < FEWEST
    assert np.isnan([first.density.low, first.density.high]).all()
    assert f"tanpa selang: kurang dari {FEWEST} titik" in small.text()


def test_the_table_and_the_sentence_name_levers_limits_and_shares():
    boxes = discover(DESIGN, results(PLANTED["real, yes-or-no, choice"]), "y.count", above=0.5)
    table = boxes.frame().set_index("lever")
    assert table.loc["pik_share", "low"] == pytest.approx(0.3, abs=0.03)
    assert np.isnan(table.loc["pik_share", "high"])
    assert table.loc["womens_meeting", "choices"] == (True,)
    assert table.loc["pik_formula", "choices"] == ("mixed", "poor")
    said = boxes.text()
    for part in (
        "PIK",
        "paling sedikit 0,3",
        "perempuan: ya",
        "gabungan ketiganya, menurut KK miskin",
        "100,0%",
        "95,1%",
        "77 dari 600 titik",
    ):
        assert part in said


def test_a_real_sweep_finds_the_envelope_that_reaches_villages(tmp_path):
    levers = BASE.levers("pik_share", "womens_meeting", "fill_rule", "alignment_weight")
    design = Design.latin_hypercube(levers, 160, seed=6)
    frame = p2.sweep(design, p2.World.load("wanasari"), seed=2, to=tmp_path, progress=False).frame()
    boxes = discover(design, frame, "pik_nothing.count", below=0.5)
    first = boxes.found[0]
    assert first.confirmed
    assert first.limits["pik_share", "low"] > 0.05
    assert first.held_out.value > first.base + 0.2
    assert "di bawah 0,5" in boxes.text()


@pytest.mark.parametrize(("change", "said"), [
    ({"above": None}, "satu ambang"), ({"below": 0.1}, "satu ambang"), ({"above": 7.0}, "0 dari 600"),
    ({"above": -7.0}, "600 dari 600"), ({"method": "tree"}, "prim atau cart"), ({"alpha": 0.0}, "alpha = 0.0"),
    ({"mass_min": 1.5}, "mass_min = 1.5"),
])  # fmt: skip
def test_what_cannot_be_searched_is_refused(change, said):
    with pytest.raises(p2.OutOfBounds, match=said):
        discover(DESIGN, results(PLANTED["three kinds"]), "y.count", **{"above": 0.5, **change})


def test_missing_outcomes_are_refused():
    frame = results(PLANTED["three kinds"])
    with pytest.raises(p2.UnknownName, match=r"y\.count"):
        discover(DESIGN, frame, "y.cuont", above=0.5)
    frame.loc[frame["point"] < 3, "y.count"] = np.nan
    with pytest.raises(p2.OutOfBounds, match="3 dari 600"):
        discover(DESIGN, frame, "y.count", above=0.5)
