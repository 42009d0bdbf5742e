"""Paired comparison: narrower than with independent draws, honest in its coverage, exact in whose fate changed."""

import shutil

import numpy as np
import pytest

import p2spp_sim as p2
from p2spp_sim.base.files import data_path
from p2spp_sim.base.intervals import FEWEST, student
from p2spp_sim.results.indicators import definitions, poorest
from p2spp_sim.studies.comparing import compare

KEYS = list(definitions())


@pytest.fixture(scope="module")
def world():
    return p2.World.load("wanasari")


@pytest.fixture(scope="module")
def study(world):
    base = p2.Scenario.load("2010")
    return compare(base, base.change(pik_share=0.2), world=world, replicates=60, seed=7)


def test_common_draws_make_the_interval_at_least_twice_as_narrow(study):
    at = KEYS.index("P1")  # a budget share, by rupiah
    base, other = (values[:, at, 1] for values in study.values)
    paired = (other - base).std(ddof=1)
    independent = np.sqrt(base.var(ddof=1) + other.var(ddof=1))
    print(
        f"half-width paired {paired:.5f}, independent {independent:.5f}, {independent / paired:.1f} times narrower"
    )
    assert independent > 2 * paired


def test_differences_of_a_scenario_with_itself_are_zero(world):
    base = p2.Scenario.load("2010")
    same = compare(base, base.change(pik_share=0.0), world=world, replicates=FEWEST).differences()
    assert (same["difference"] == 0).all()
    assert (same["low"] == 0).all()


def test_a_table_of_differences_agrees_with_the_values(study):
    table = study.differences().set_index(["indicator", "measure"])
    at = KEYS.index("accepted")
    base, other = (values[:, at, 0] for values in study.values)
    row = table.loc[("accepted", "count")]
    assert row["difference"] == pytest.approx((other - base).mean())
    half = student(59) * (other - base).std(ddof=1) / np.sqrt(60)
    assert (row["low"], row["high"]) == pytest.approx(
        (row["difference"] - half, row["difference"] + half)
    )
    assert row["replicates"] == 60


def test_few_replicates_give_no_interval(world):
    base = p2.Scenario.load("2010")
    table = compare(base, base.change(pik_share=0.2), world=world, replicates=3).differences()
    assert table["low"].isna().all()


def test_a_study_ends_when_the_interval_is_narrow_enough(world):
    base = p2.Scenario.load("2010")
    wide = compare(
        base, base.change(pik_share=0.2), world=world, replicates=200, until={"accepted": 0.05}
    )
    narrow = compare(
        base, base.change(pik_share=0.2), world=world, replicates=60, until={"accepted": 0.0001}
    )
    assert wide.replicates == FEWEST
    assert narrow.replicates == 60


def test_the_funnels_stand_side_by_side(study):
    funnel = study.funnel()
    assert len(funnel) == len(p2.run_year(study.world, study.scenarios[0], 7).funnel())
    assert len(funnel.columns) == 6


def test_funnels_need_no_further_run_and_meet_by_stage(study, world, monkeypatch):
    first = p2.run_year(study.world, study.scenarios[0], 7).funnel()
    monkeypatch.setattr(
        "p2spp_sim.studies.paired_runs.run_year", lambda *_, **__: pytest.fail("a year was run")
    )
    assert list(study.funnel()["stage"]) == list(first["stage"])
    assert list(study.funnel()["label"]) == list(first["label"])


def test_regimes_with_other_stages_stand_beside_each_other_in_the_order_of_the_base(world):
    regimes = [p2.Scenario.load(name) for name in ("2010", "sipd")]
    both = compare(*regimes, world=world, replicates=2)
    funnel = both.funnel().set_index("stage")
    assert list(funnel["2010: count"].dropna().index) == list(both.stages[0])
    assert sorted(funnel["sipd: count"].dropna().index) == sorted(both.stages[1])
    assert (
        list(funnel.index)[funnel.index.get_loc("musrenbang_kecamatan") + 1] == "verifikasi_mitra"
    )
    at = both.stages[1].index("apbd")
    assert funnel.loc["apbd", "sipd: count"] == both.funnels[1][:, at, 0].mean()
    assert funnel["sipd: count"].isna()["mad"]


def test_differences_of_a_funnel_are_paired(study):
    table = study.funnel_differences(measure="rupiah").set_index("stage")
    at = study.stages[0].index("apbd")
    base, other = (funnel[:, at, 1] for funnel in study.funnels)
    half = student(59) * (other - base).std(ddof=1) / np.sqrt(60)
    assert table.loc["apbd", "difference"] == pytest.approx((other - base).mean())
    assert table.loc["apbd", "high"] - table.loc["apbd", "low"] == pytest.approx(2 * half)
    assert table.loc["apbd", "base"] == pytest.approx(base.mean())


def test_gains_by_fifth_add_up_to_what_the_budget_granted(study):
    table = study.gained_by_quintile()
    assert list(table["quintile"]) == [1, 2, 3, 4, 5]
    assert table["poor_share"].is_monotonic_increasing
    assert table["villages"].sum() == study.world.size("village")
    assert table["villages"].iloc[-1] == poorest(study.world).sum()
    for column, idr in zip(("base", "other"), study.received, strict=True):
        assert (table[column] * table["population"]).sum() == pytest.approx(idr.sum(axis=1).mean())
    run = p2.run_year(study.world, study.scenarios[1], 7, replicate=3)
    granted = sum(
        int(np.maximum(step.granted[step.pot >= 0], 0).sum()) for _, step in run.steps("apbd")
    )
    assert study.received[1][3].sum() == granted
    assert study.received[1].dtype == np.int64


def test_the_poorest_fifth_gained_what_its_villages_gained(study):
    row = study.gained_by_quintile().set_index("quintile").loc[5]
    poor = poorest(study.world)
    people = study.world.villages["population"][poor].sum()
    moved = (study.received[1] - study.received[0])[:, poor].sum(axis=1) / people
    half = student(59) * moved.std(ddof=1) / np.sqrt(60)
    assert row["difference"] == pytest.approx(moved.mean())
    assert (row["low"], row["high"]) == pytest.approx((moved.mean() - half, moved.mean() + half))


def test_lorenz_curves_hold_the_gini_of_the_indicator(study):
    table = study.lorenz()
    at = KEYS.index("fair_gini")
    for values, (_, curve) in zip(study.values, table.groupby("scenario", sort=False), strict=True):
        assert curve["gini"].iloc[0] == pytest.approx(values[:, at, 1].mean())
        area = np.sum(
            (curve["rupiah"].to_numpy()[1:] + curve["rupiah"].to_numpy()[:-1])
            / 2
            * np.diff(curve["people"])
        )
        assert 1 - 2 * area == pytest.approx(curve["gini"].iloc[0], abs=0.01)
        assert curve["rupiah"].is_monotonic_increasing
        assert (curve["rupiah"].iloc[0], curve["rupiah"].iloc[-1]) == (0.0, 1.0)
    mean, low, high = study.gini_difference()
    paired = study.values[1][:, at, 1] - study.values[0][:, at, 1]
    assert (mean, high - mean) == pytest.approx(
        (paired.mean(), student(59) * paired.std(ddof=1) / np.sqrt(60))
    )
    assert low < mean < high


def test_a_rule_book_without_an_apbd_has_no_gains(tmp_path):
    own, folder = tmp_path / "tanpa_apbd.toml", tmp_path / "tirtamulya"
    text = data_path("datasets", "rules", "kasus_tirtamulya.toml").read_text(encoding="utf-8")
    own.write_text(text.replace('"apbd"', '"anggaran"'), encoding="utf-8")
    shutil.copytree(data_path("datasets", "tirtamulya"), folder)
    record = folder / "record.csv"
    record.write_text(
        record.read_text(encoding="utf-8").replace("apbd,", "anggaran,"), encoding="utf-8"
    )
    case = p2.Scenario("kasus", str(own))
    alone = compare(case, case.change(score_noise=0.0), world=p2.World.read(folder), replicates=2)
    assert alone.received[0].shape == (2, 0)
    for asked in (alone.gained_by_quintile, alone.lorenz, alone.gini_difference):
        with pytest.raises(p2.OutOfBounds, match="tidak mempunyai APBD"):
            asked()


def test_a_bar_shows_the_replicates_and_the_study_is_the_same(world, capsys):
    base = p2.Scenario.load("2010")
    shown = compare(base, base.change(pik_share=0.1), world=world, replicates=2, progress=True)
    assert "2/2" in capsys.readouterr().err
    quiet = compare(base, base.change(pik_share=0.1), world=world, replicates=2)
    assert capsys.readouterr().err == ""
    assert (shown.received[1] == quiet.received[1]).all()


def test_changed_names_exactly_those_whose_end_differs(study):
    changed = study.changed()
    a, b = (
        p2.run_year(study.world, scenario, 7).frame().set_index("id")
        for scenario in study.scenarios
    )
    common = a.index.intersection(b.index)
    differs = (a.loc[common, "stage"] != b.loc[common, "stage"]) | (
        a.loc[common, "approved_idr"] != b.loc[common, "approved_idr"]
    )
    assert set(changed["id"]) >= set(common[differs])
    assert changed["gained_idr"].sum() == b["approved_idr"].sum() - a["approved_idr"].sum()
    assert changed["poorest_village"].notna().all()


def test_the_interval_covers_as_often_as_it_says():
    # two hundred studies of a paired difference with a known mean, of the size and skewness met here
    rng = np.random.default_rng(11)
    hits = 0
    for _ in range(200):
        sample = 0.02 + 0.01 * (rng.gamma(4.0, 0.5, FEWEST) - 2.0)
        half = student(FEWEST - 1) * sample.std(ddof=1) / np.sqrt(FEWEST)
        hits += abs(sample.mean() - 0.02) <= half
    assert 0.92 <= hits / 200 <= 0.98


@pytest.mark.parametrize("bad", [{"replicates": 1}, {"until": {"acepted": 0.1}}])
def test_bad_input_is_refused(world, bad):
    base = p2.Scenario.load("2010")
    with pytest.raises(p2.P2sppError):
        compare(base, base.change(pik_share=0.1), world=world, **bad)
    with pytest.raises(p2.OutOfBounds):
        compare(base, world=world)


def test_scenarios_that_read_the_same_are_told_apart(world):
    """Two that differ beyond what is shown were one name with the rows of both."""
    base = p2.Scenario.load("2010")
    near = [base.change(pik_share=share) for share in (0.2, 0.2 + 1e-9, 0.3)]
    study = compare(base, *near, world=world, replicates=2)
    assert len({*study.names()}) == 4
    assert study.differences().groupby("scenario").size().nunique() == 1
    assert len(study.lorenz(2)["scenario"].unique()) == 2


def test_another_scenario_or_measure_than_there_is_is_refused(study):
    for other in (-1, 0, 2, "1", None):
        with pytest.raises(p2.UnknownName, match="Skenario"):
            study.changed(other)
        with pytest.raises(p2.UnknownName, match="Skenario"):
            study.lorenz(other)
    with pytest.raises(p2.UnknownName, match="Skenario"):
        study.outcome("accepted", scenario=-1)
    for wrong in (lambda: study.outcome("accepted", "x"), lambda: study.figure(measure="x")):
        with pytest.raises(p2.UnknownName, match="Ukuran"):
            wrong()


@pytest.mark.parametrize("half", ["0.1", None, float("nan"), 0, -1, True])
def test_a_width_that_is_never_reached_is_not_waited_for(world, half):
    base = p2.Scenario.load("2010")
    with pytest.raises(p2.OutOfBounds, match="until, accepted"):
        compare(base, base, world=world, replicates=2, until={"accepted": half})


def test_names_are_not_taken_for_scenarios_and_worlds(world):
    base = p2.Scenario.load("2010")
    for wrong in (
        lambda: compare("2010", base, world=world),
        lambda: compare(base, [base], world=world),
        lambda: compare(base, base, world="wanasari"),
        lambda: p2.panel(world, "2010"),
    ):
        with pytest.raises(p2.OutOfBounds, match=r"diharapkan (World|Scenario)"):
            wrong()
