"""An indicator of a group is that of a run in which only the group were there; small groups and odd words say so."""

import numpy as np
import pytest

import p2spp_sim as p2
from p2spp_sim.base.language import set_language
from p2spp_sim.results import groups, indicators
from p2spp_sim.results.indicators import MEASURES, by_run, definitions, outcome_text, split
from p2spp_sim.world.stack import stacked
from p2spp_sim.year import run_stack

BASE = p2.Scenario.load("2010")
ALL = ("poorest_fifth", "fifth", "kecamatan", "women", "channel", "skpd", "work")


@pytest.fixture(autouse=True)
def indonesian():
    set_language("id")


@pytest.fixture(scope="module")
def world():
    return p2.World.load("wanasari")


@pytest.fixture(scope="module")
def run(world):
    return p2.run_year(world, BASE, seed=7)


def value(run, outcome):
    key, measure = split(outcome)
    return by_run(run, [key])[0, 0, MEASURES.index(measure)]


@pytest.fixture(scope="module")
def counted(run, world):
    """Each proposal with what tells its groups, as the frame says it; no code of indicators in between."""
    frame = run.frame()
    poor = dict(
        zip(world.villages["code"].tolist(), indicators.poorest(world).tolist(), strict=True)
    )
    frame["poor"] = frame["village_code"].map(poor)
    equal = set(frame.loc[frame["built"] & (frame["matches"] != ""), "matches"])
    frame["realised"] = frame["built"] | frame["id"].isin(equal)
    return frame[frame["origin"].isin(["hamlet", "women"])]


def test_a_share_of_a_group_is_what_its_proposals_say(run, counted):
    for group, mine in (
        ("poorest_fifth", counted["poor"]),
        ("other_villages", ~counted["poor"]),
        ("skpd:PU", counted["skpd"] == "PU"),
        ("kecamatan:88.01.03", counted["kecamatan"] == "Giripura"),
    ):
        chosen = counted[mine]
        assert value(run, f"built_of_voiced.{group}") == pytest.approx(chosen["realised"].mean())
        rupiah = chosen["cost_idr"][chosen["realised"]].sum() / chosen["cost_idr"].sum()
        assert value(run, f"built_of_voiced.{group}.rupiah") == pytest.approx(rupiah)


def test_dana_desa_is_seen_where_accepted_shows_nothing(world):
    moved = {}
    for key in ("accepted", "built_of_voiced.poorest_fifth"):
        old, new = (
            np.mean([value(p2.run_year(world, p2.Scenario.load(name), 7, replicate=n), key)
                     for n in range(4)])
            for name in ("2010", "dana_desa")
        )  # fmt: skip
        moved[key] = new - old
    assert abs(moved["accepted"]) < 0.02
    assert moved["built_of_voiced.poorest_fifth"] > 0.25


@pytest.mark.parametrize("by", ALL)
def test_the_groups_of_a_grouping_are_everybody(run, by):
    table = run.indicators(by=by)
    assert list(dict.fromkeys(table["group"])) == [g.key for g in groups.groups_of(by, run.world)]
    of_all = table.drop_duplicates("group")["members"].sum()
    villages = groups.groups_of(by, run.world)[0].of_villages
    assert of_all == (run.world.size("village") if villages else len(run.frame()))
    assert (table["note"] == "").eq(table[["count", "rupiah"]].notna().any(axis=1)).all()


def test_of_every_village_of_a_kecamatan_that_is_the_whole_world_nothing_differs():
    whole = p2.World.synthetic(60, seed=3)
    table = whole.tables["villages"]
    whole = p2.World(
        whole.name,
        whole.title,
        {**whole.tables, "villages": {**table, "zona": np.full(60, "satu")}},
    )
    run = p2.run_year(whole, BASE, 2)
    asked = [key for key, each in definitions().items()
             if groups.divides(each, groups.group_of("villages.zona:satu"))]  # fmt: skip
    grouped = by_run(run, [f"{key}.villages.zona:satu" for key in asked])
    assert len(asked) > 30
    assert grouped.tobytes() == by_run(run, asked).tobytes()


def test_stacked_runs_measure_groups_as_each_alone(world):
    keys = [
        f"{key}.{group.key}"
        for group in groups.groups_of(["poorest_fifth", "kecamatan", "women", "skpd"], world)
        for key in definitions()
    ]
    stack = by_run(run_stack(stacked(world, 3), [BASE] * 3, [1, 2, 3], 5), keys)
    for number in range(3):
        alone = by_run(p2.run_year(world, BASE, 5, replicate=1 + number), keys)
        assert stack[number].tobytes() == alone[0].tobytes()


def test_a_column_of_ones_own_divides_villages_and_one_that_does_not_says_so(world):
    zones = np.array(["gunung", "pesisir", ""])[np.arange(64) % 3]
    table = {**world.tables["villages"], "zona": zones, "kelas": np.arange(64) % 2 + 1.0}
    own = p2.World("own", world.title, {**world.tables, "villages": table})
    run = p2.run_year(own, BASE, 7)
    rows = run.indicators(by=["villages.zona", "villages.kelas"]).drop_duplicates("group")
    assert rows["group"].tolist() == [
        "villages.zona:gunung", "villages.zona:pesisir", "villages.kelas:1", "villages.kelas:2"
    ]  # fmt: skip
    assert rows["members"].tolist() == [22, 21, 32, 32]
    with pytest.raises(p2.OutOfBounds, match="64 nilai yang berlainan untuk 64 desa"):
        run.indicators(by="villages.name")
    with pytest.raises(p2.UnknownName, match="zona"):
        run.indicators(by="villages.zone")


def test_a_small_group_has_no_value_and_says_why():
    small = p2.World.load("tirtamulya")
    run = p2.run_year(small, BASE, 1)
    table = run.indicators(by="fifth")
    few = table[table["key"] == "fair_nothing"]
    assert few["count"].isna().all()
    assert few["note"].str.contains("kurang dari 5").all()
    whole = table[table["key"] == "S8"]
    assert whole["note"].str.contains("tidak terbagi").all()
    assert run.indicators(by="villages.rpjm").groupby("group").size().max() == len(definitions())


@pytest.mark.parametrize(("outcome", "near"), [
    ("accepted.poorest", "poorest_fifth"), ("accepted.womn", "women"), ("acepted.women", "accepted"),
    ("accepted.fifth", "fifth:…"), ("accepted.kecamatan:", "kecamatan:…"),
])  # fmt: skip
def test_an_outcome_that_is_none_names_the_nearest(outcome, near):
    with pytest.raises(p2.UnknownName, match=near):
        split(outcome)


def test_what_a_world_does_not_have_is_refused_before_anything_runs(world, tmp_path):
    design = p2.Design.grid(BASE.levers("womens_meeting"))
    with pytest.raises(p2.UnknownName, match=r"kecamatan:88\.01\.01"):
        p2.sweep(
            design, world, outcomes=["accepted.kecamatan:88.01.1"], to=tmp_path, progress=False
        )
    with pytest.raises(p2.UnknownName, match="fifth:5"):
        p2.compare(BASE, BASE, world=world, until={"accepted.fifth:9": 0.1}, replicates=2)


def test_a_sweep_and_a_comparison_measure_groups(world, tmp_path):
    asked = "built_of_voiced.poorest_fifth"
    design = p2.Design.grid(BASE.levers("womens_meeting"))
    study = p2.sweep(
        design, world, outcomes=[asked, "accepted.women.rupiah"], to=tmp_path, progress=False
    )
    frame = study.frame()
    assert frame[f"{asked}.count"].iloc[0] == value(
        p2.run_year(world, BASE.change(**design.points[0]), 0), asked
    )
    assert p2.sensitivity.means(frame, asked).shape == (2,)
    ran = p2.compare(BASE, BASE.change(pik_share=0.2), world=world, replicates=3, by="women")
    table = ran.differences().set_index(["indicator", "measure"])
    assert "accepted.other_proposals" in table.index
    assert table.loc[("accepted.women", "count"), "label"].endswith(": usulan perempuan")
    drawn = ran.figure("forest", keys=["accepted", "accepted.women"])
    assert drawn.table["indicator"].tolist() == ["accepted", "accepted.women"]
    assert not ran.figure("forest").table["indicator"].str.contains(".", regex=False).any()


def test_fifths_follow_shares_that_are_written_anew():
    world = p2.World.synthetic(10, seed=1)
    before = world.fifth_of
    shares = world.villages["poor_share"]
    shares[:] = shares.max() + shares.min() - shares  # the poorest become the least poor
    assert np.array_equal(world.fifth_of == 5, before == 1)


def test_names_are_said_in_words(world):
    assert outcome_text("accepted.kecamatan:88.01.03", world).endswith("kecamatan Giripura")
    assert outcome_text("accepted.work:mck").endswith("MCK umum")
    assert outcome_text("accepted.fifth:5").endswith("kelompok desa 5 (paling miskin)")
