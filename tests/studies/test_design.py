"""Designs: every kind of lever, in its bounds, evenly."""

import re

import msgspec
import numpy as np
import pytest

import p2spp_sim as p2
from p2spp_sim.studies.design import Design, uncertain, value_at
from p2spp_sim.studies.sensitivity import sensitivity

BASE = p2.Scenario.load("2010")
MIXED = BASE.levers("pik_share", "proposal_cap", "womens_meeting", "fill_rule")


@pytest.mark.parametrize("design", [
    Design.grid(MIXED, 4), Design.latin_hypercube(MIXED, 40, seed=1), Design.sobol(MIXED, 16, seed=1),
    Design.morris(MIXED, 6, seed=1),
], ids=lambda design: design.kind)  # fmt: skip
def test_every_point_is_allowed(design):
    for point in design.points:
        assert set(point) == {lever.key for lever in MIXED}
        BASE.change(**point)


def test_sizes():
    rules = len(BASE.lever("fill_rule").choices)
    assert len(Design.grid(MIXED, 4)) == 4 * 4 * 2 * rules
    assert len(Design.sobol(MIXED, 16)) == 16 * (4 + 2)
    assert len(Design.morris(MIXED, 6)) == 6 * (4 + 1)


@pytest.mark.parametrize(("levers", "said"), [
    ([], "levers: diharapkan tuas"), (["pik_share"], 'scenario.levers("pik_share"); yang diberikan'),
    (BASE.levers("pik_share", "pik_share"), "pik_share: tuas ini disebut lebih dari satu kali"),
])  # fmt: skip
@pytest.mark.parametrize(
    "lay_out", [Design.grid, Design.latin_hypercube, Design.sobol, Design.morris]
)
def test_what_is_no_list_of_levers_is_told(lay_out, levers, said):
    with pytest.raises(p2.OutOfBounds, match=re.escape(said)):
        lay_out(levers, n=4)


def test_what_cannot_be_run_is_told_with_how_to_get_what_is_expected(tmp_path):
    world, design = p2.World.load("wanasari"), Design.grid(BASE.levers("pik_share"), 2)
    wrong = {
        "world: diharapkan World": lambda: p2.run_year("wanasari", BASE),
        "scenario: diharapkan Scenario": lambda: p2.run_years(world, "2010", years=2),
        "yang diberikan World": lambda: p2.compare(BASE, world, world=world),
        "'2010'": lambda: p2.panel(world, "2010"),
        "yang diberikan Design": lambda: p2.sweep(world, design, to=tmp_path),
        "design: diharapkan p2.Design": lambda: p2.sweep(BASE.levers("pik_share"), world, to=tmp_path),
        "replicates = 0": lambda: p2.sweep(design, world, replicates=0, to=tmp_path),
        "executor = 'loky'": lambda: p2.sweep(design, world, executor="loky", to=tmp_path),
        "share = (2, 2)": lambda: p2.sweep(design, world, share=(2, 2), to=tmp_path),
        "tulis P1.rupiah": lambda: p2.sweep(design, world, outcomes=["P1"], to=tmp_path),
        "tulis fair_end.count": lambda: p2.sweep(design, world, outcomes=["fair_end.rupiah"], to=tmp_path),
    }  # fmt: skip
    for said, run in wrong.items():
        with pytest.raises(p2.OutOfBounds, match=re.escape(said)) as told:
            run()
        assert "diubah" not in str(told.value), "nothing was to be changed"
    assert not any(tmp_path.iterdir())


def test_a_latin_hypercube_takes_every_slice_once():
    design = Design.latin_hypercube(MIXED, 50, seed=3)
    for column in design.places.T:
        assert sorted((column * 50).astype(int)) == list(range(50))
    rules = [point["fill_rule"] for point in design.points]
    assert {rules.count(rule) for rule in set(rules)} <= {7, 8}


def test_ends_of_the_way():
    cap = BASE.lever("proposal_cap")
    assert [value_at(cap, place) for place in (0.0, 0.9999999)] == [1, 40]
    assert value_at(BASE.lever("pik_share"), 0.5) == pytest.approx(0.3)
    assert [value_at(BASE.lever("womens_meeting"), place) for place in (0.49, 0.5)] == [False, True]


def test_the_same_seed_gives_the_same_design_and_key():
    first, again, other = (Design.latin_hypercube(MIXED, 20, seed=seed) for seed in (1, 1, 2))
    assert first.points == again.points
    assert first.key == again.key != other.key


def test_a_condition_keeps_only_what_meets_it():
    shares = BASE.levers("pik_share", "alignment_weight")
    design = Design.latin_hypercube(shares, 60).where(
        lambda point: point["pik_share"] + point["alignment_weight"] <= 1
    )
    assert 20 < len(design) < 60
    assert all(point["pik_share"] + point["alignment_weight"] <= 1 for point in design.points)
    assert (design.kind, design.places.shape) == ("listed", (len(design), 2))
    for method, whole in (
        ("sobol", Design.sobol(shares, 64)),
        ("pawn", Design.latin_hypercube(shares, 600)),
    ):
        rest = whole.where(lambda point: point["pik_share"] < 0.3)
        with pytest.raises(
            p2.OutOfBounds, match="listed"
        ):  # every method would take it for what it no longer is
            sensitivity(rest, np.arange(float(len(rest))), method)


def test_a_sobol_sample_that_is_no_power_of_two_is_refused():
    with pytest.raises(p2.OutOfBounds, match="100"):
        Design.sobol(MIXED, 100)


def test_uncertain_parameters_stay_in_bounds_around_their_value():
    base = p2.Scenario.load("2010").change(meeting_size=60, turnout=0.3)
    doubted = uncertain(base)
    assert len(doubted) > 50
    for lever in doubted:
        declared = base.lever(lever.key)
        assert declared.role == "parameter"
        assert declared.low <= lever.low <= base.value(lever.key) <= lever.high <= declared.high
        assert lever.low < lever.high
        if declared.kind != "real":
            assert isinstance(lever.low, int) and isinstance(lever.high, int)
    for point in Design.latin_hypercube(doubted, 30, seed=1).points:
        base.change(**point)


@pytest.mark.parametrize(("key", "low", "high"), [
    ("blm_base_idr", 950_000_000, 1_200_000_000),  # firm: a tenth of the way to 500 million and to 3 billion
    ("turnout", 0.3625, 0.5875),  # moderate: a quarter of the way from 0.45 to 0.1 and to 1
    ("women_share", 0.2, 0.4),  # indicative: half
    ("score_noise", 0.0, 1.0),  # assumed: all the way
    ("delivery_rate", 0.6108, 0.9108),  # indicative, whatever the facts say of it
])  # fmt: skip
def test_the_firmer_the_narrower(key, low, high):
    (lever,) = uncertain(BASE, key)
    assert (lever.low, lever.high) == pytest.approx((low, high))


def test_firmness_chooses_and_the_rule_book_limits():
    firm = {lever.key for lever in uncertain(BASE, firmness="firm")}
    assert {"meeting_size", "blm_base_idr"} <= firm
    assert {BASE.lever(key).firmness for key in firm} == {"firm"}
    both = {lever.key for lever in uncertain(BASE, firmness=("firm", "assumed"))}
    assert both == firm | {lever.key for lever in uncertain(BASE, firmness="assumed")}
    village = {lever.key for lever in uncertain(p2.Scenario.load("dana_desa"))}
    assert "blm_base_idr" not in village and "dd_scope_idr" in village
    assert not {"effort_budget", "political_capital"} & (
        both | village
    )  # limits that policies keep to
    with pytest.raises(p2.UnknownName, match="firm"):
        uncertain(BASE, firmness="frm")
    with pytest.raises(p2.UnknownName, match="2010"):
        uncertain(BASE, "dd_scope_idr")
    with pytest.raises(p2.UnknownName, match="papers_base"):
        uncertain(BASE, "papers_bse")


def test_levers_and_uncertain_parameters_make_one_design():
    levers = BASE.levers("pik_share", "fill_rule") + uncertain(BASE, firmness="firm")
    design = Design.latin_hypercube(levers, 40, seed=2)
    assert set(design.points[0]) == {lever.key for lever in levers}
    sizes = [point["meeting_size"] for point in design.points]
    assert 46 <= min(sizes) < max(sizes) <= 53


def test_every_policy_meets_every_state():
    policies = Design.listed(
        [{"pik_share": 0.0, "fill_rule": "skip"}, {"fill_rule": "stop", "pik_share": 0.4}]
    )
    states = Design.latin_hypercube(uncertain(BASE, "score_noise", "turnout"), 5, seed=3)
    design = Design.cross(policies, states)
    assert len(design) == 10
    assert [lever.key for lever in design.levers] == [
        "pik_share",
        "fill_rule",
        "score_noise",
        "turnout",
    ]
    assert design.points[7] == {**policies.points[1], **states.points[2]}
    assert design.places.shape == (10, 4)
    assert (design.places[7, 2:] == states.places[2]).all()
    with pytest.raises(p2.OutOfBounds, match="turnout"):
        Design.cross(Design.listed([{"turnout": 0.5}]), states)
    with pytest.raises(
        p2.OutOfBounds
    ):  # listed points have no places from which distances could be measured
        sensitivity(design, np.zeros(10), "pawn")


@pytest.mark.parametrize(("points", "said"), [
    ([], "tuas yang sama"), ([{}], "tuas yang sama"), ([{"pik_share": 0.1}, {"turnout": 0.5}], "tuas yang sama"),
    ([{"pik_share": 0.1}, {"pik_share": 7.0}], "pik_share = 7: "),
])  # fmt: skip
def test_points_that_cannot_be_listed_are_refused(points, said):
    with pytest.raises(p2.OutOfBounds, match=said):
        Design.listed(points)


@pytest.mark.parametrize(("regime", "key", "home"), [
    ("dana_desa", "integrated_mad", "2010"), ("2010", "dictionary_strictness", "sipd"),
    ("sipd", "blm_base_idr", "2010"),
])  # fmt: skip
def test_a_design_over_what_the_rule_book_lacks_runs_nothing_and_names_it(
    regime, key, home, tmp_path
):
    base = p2.Scenario.load(regime)
    design = Design.latin_hypercube(base.levers("pik_share", key), 8, seed=1)
    with pytest.raises(p2.OutOfBounds, match=rf"{key}: .*{home}, bukan {regime}"):
        p2.sweep(design, p2.World.load("wanasari"), base=base, to=tmp_path / "no", progress=False)
    assert not (tmp_path / "no").exists()


def test_points_of_numpy_are_kept_as_they_are_read_back():
    """Written as np.float64(0.1) a study could not be opened any more."""
    values = (np.float64(0.1), np.bool_(True), np.int64(3), np.str_("skip"))
    keys = ("pik_share", "womens_meeting", "proposal_cap", "fill_rule")
    design = Design.listed([dict(zip(keys, values, strict=True))])
    assert [type(value) for value in design.points[0].values()] == [float, bool, int, str]
    assert design.name == Design.listed([dict(zip(keys, (0.1, True, 3, "skip"), strict=True))]).name
    narrow = msgspec.structs.replace(BASE.lever("pik_share"), low=np.float64(0.1))
    assert type(value_at(narrow, 0.5)) is float
    assert type(Design.latin_hypercube([narrow], 2).levers[0].low) is float


@pytest.mark.parametrize("kind", ["grid", "latin_hypercube", "sobol", "morris"])
def test_levers_of_a_design_are_some_and_each_once(kind):
    make = getattr(Design, kind)
    assert len(make(iter(MIXED), n=2).levers) == len(MIXED)
    for levers in ([], [MIXED[0], MIXED[0]], ["pik_share"]):
        with pytest.raises(p2.OutOfBounds, match=r"levers: diharapkan|satu kali"):
            make(levers, n=2)
    for n in (0, "4", 4.0, True):
        with pytest.raises(p2.OutOfBounds, match="n ="):
            make(MIXED, n=n)
