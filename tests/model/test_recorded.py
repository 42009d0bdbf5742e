"""Recorded rows of any channel enter a year; the channels that nobody recorded are drawn, and the run says which."""

import shutil
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

import p2spp_sim as p2
from p2spp_sim.base.files import data_path
from p2spp_sim.base.language import set_language
from p2spp_sim.results.frames import ids, what
from p2spp_sim.world.schema import AUTHORITIES

BASE = p2.Scenario.load("2010")
REGIMES = ("2010", "dana_desa", "sipd")
OWN = (
    "id",
    "village",
    "what",
    "skpd",
    "cost_idr",
    "households",
    "poor_households",
    "urgency",
    "authority",
)


@pytest.fixture(autouse=True)
def indonesian():
    set_language("id")


def district(folder):
    """Write a district of 40 villages in files, without a single proposal."""
    world = p2.World.synthetic(villages=40, seed=3)
    for name in ("budget", "council", "skpd", "kecamatan", "villages"):
        world.frame(name).to_csv(folder / f"{name}.csv", index=False)
    return folder


@pytest.fixture
def folder(tmp_path):
    return district(tmp_path)


def mine(folder, per_village=6):
    """Make a list of so many proposals a village, as a district office would."""
    world = p2.World.read(folder)
    n = per_village * world.size("village")
    rng = np.random.default_rng(1)
    people = rng.integers(20, 200, n)
    return pd.DataFrame(
        {
            "id": [f"M{k:03}" for k in range(n)],
            "village": np.repeat(world.villages["code"], per_village),
            "what": [f"Usulan nomor {k}" for k in range(n)],
            "skpd": rng.choice(world.skpd["code"], n),
            "cost_idr": rng.integers(50, 400, n) * 1_000_000,
            "households": people,
            "poor_households": people // 3,
            "urgency": rng.integers(1, 6, n),
            "authority": "kabupaten",
        }
    )


def kept(folder, frame, name="proposals"):
    frame.to_csv(folder / f"{name}.csv", index=False)
    return p2.World.read(folder)


def counts(run):
    return {
        row.channel: (row.recorded, row.drawn, row.left_out) for row in run.sources.itertuples()
    }


def accepted(run):
    return run.indicators().set_index("key").loc["accepted", "count"]


@pytest.mark.parametrize("regime", REGIMES)
def test_an_own_list_meets_the_drawn_items_of_agencies_and_council(folder, regime):
    world, scenario = kept(folder, mine(folder)), p2.Scenario.load(regime)
    run = p2.run_year(world, scenario, seed=7).check()
    drawn = p2.run_year(p2.World.synthetic(villages=40, seed=3), scenario, seed=7)
    assert counts(run)["musrenbang"] == (240, 0, 0)
    for channel in ("skpd", "reses"):
        recorded, here, _ = counts(run)[channel]
        assert (recorded, here) == (0, counts(drawn)[channel][1]) and here > 0
    assert set(run.frame()["origin"]) == {"hamlet", "skpd", "reses"}


def test_rivals_make_an_own_list_harder_to_fund(folder):
    world = kept(folder, mine(folder))
    alone = replace(world, complete=True)
    shares = [
        [accepted(p2.run_year(variant, BASE, seed)) for seed in range(6)]
        for variant in (world, alone)
    ]
    assert np.mean(shares[0]) < 0.8 * np.mean(shares[1])


def test_a_complete_record_gets_no_draws_and_says_so_in_its_own_file(folder):
    own = mine(folder)
    (folder / "dataset.toml").write_text("complete = true\n", encoding="utf-8")
    run = p2.run_year(kept(folder, own), BASE, seed=7).check()
    assert counts(run) == {"musrenbang": (240, 0, 0), "skpd": (0, 0, 0), "reses": (0, 0, 0)}


def test_a_complete_record_of_nothing_is_refused(folder):
    (folder / "dataset.toml").write_text("complete = true\n", encoding="utf-8")
    with pytest.raises(p2.BadData, match=r"dataset\.toml, kolom complete .*tidak satu usulan pun"):
        p2.World.read(folder)


def test_renja_and_reses_of_the_folder_take_the_place_of_the_draws(folder):
    own = mine(folder)
    world = p2.World.read(folder)
    dapil, code = world.council["dapil"][0], world.villages["code"][0]
    renja = [
        ("R1", "PU", "Jalan", 900_000_000, "", ""),
        ("R2", "PU", "Talud", 100_000_000, code, "M000"),
    ]
    pd.DataFrame(renja, columns=["id", "skpd", "what", "cost_idr", "village", "matches"]).to_csv(
        folder / "renja.csv", index=False
    )
    reses = [
        ("P1", dapil, "Sama dengan M001", "M001", "", 0),
        ("P2", dapil, "Lain", "", "KES", 77_000_000),
    ]
    pd.DataFrame(reses, columns=["id", "dapil", "what", "pasangan", "skpd", "cost_idr"]).to_csv(
        folder / "reses.csv", index=False
    )
    run = p2.run_year(kept(folder, own), BASE, seed=7).check()
    assert counts(run) == {"musrenbang": (240, 0, 0), "skpd": (2, 0, 0), "reses": (2, 0, 0)}
    frame = run.frame().set_index("id")
    assert frame.loc[["R1", "R2"], "cost_idr"].tolist() == [900_000_000, 100_000_000]
    assert frame.loc["R2", ["village_code", "matches"]].tolist() == [code, "M000"]
    like = ["village_code", "skpd", "cost_idr", "households", "urgency"]
    assert frame.loc["P1", like].tolist() == frame.loc["M001", like].tolist()
    assert frame.loc["P1", "matches"] == "M001"
    assert frame.loc["P2", ["skpd", "cost_idr", "matches"]].tolist() == ["KES", 77_000_000, ""]
    assert frame["recorded"].all()
    assert (
        "(tercatat)" in str(run.trace("P1"))
        and "P1" in str(run.trace("M001"))
        and "R2" in str(run.trace("M000"))
    )


@pytest.mark.parametrize(
    "name", ["skpd", "renja", "SKPD", "reses", "pokir", "hamlet", "women", "musrenbang", ""]
)
def test_one_list_may_hold_every_channel(folder, name):
    own = mine(folder).assign(origin="musrenbang")
    own.loc[own.index[:30], "origin"] = name
    run = p2.run_year(kept(folder, own), BASE, seed=7).check()
    channel = {"renja": "skpd", "pokir": "reses", "reses": "reses"}.get(name.lower(), name.lower())
    channel = channel if channel in ("skpd", "reses") else "musrenbang"
    assert counts(run)[channel][0] == (240 if channel == "musrenbang" else 30)
    others = {"skpd", "reses"} - {channel}
    assert all(counts(run)[other][0] == 0 < counts(run)[other][1] for other in others)
    if name == "women":
        assert (run.frame()["origin"] == "women").sum() == 30


def test_pokir_of_the_list_alone_meet_a_drawn_musrenbang(folder):
    run = p2.run_year(kept(folder, mine(folder, 1).assign(origin="pokir")), BASE, seed=7).check()
    drawn = p2.run_year(p2.World.synthetic(villages=40, seed=3), BASE, seed=7)
    assert counts(run)["reses"] == (40, 0, 0)
    assert counts(run)["musrenbang"] == (0, counts(drawn)["musrenbang"][1], 0)
    assert run.funnel().loc[0, "stage"] == "needs"


@pytest.mark.parametrize(("partner", "of", "expected"), [
    ("M999", "skpd", "tidak ada di tabel proposals"), ("M001", "skpd", "diharapkan usulan musrenbang"),
    ("M100", "musrenbang", "hanya usulan SKPD dan reses"),
])  # fmt: skip
def test_a_partner_that_can_be_none_is_told_with_its_row(folder, partner, of, expected):
    own = mine(folder).assign(origin="musrenbang", matches="")
    own.loc[[0, 1], "origin"] = of
    own.loc[0, "matches"] = partner
    with pytest.raises(
        p2.BadData, match=rf"proposals\.csv, baris 2, kolom matches berisi “{partner}”: {expected}"
    ):
        kept(folder, own)


def test_a_recess_note_lies_in_its_dapil(folder):
    world = p2.World.read(folder)
    (folder / "council.csv").write_text(
        (folder / "council.csv").read_text(encoding="utf-8") + "LUAR,80.01,0.3,3\n",
        encoding="utf-8",
    )
    kept(folder, mine(folder))
    (folder / "reses.csv").write_text(
        f"id,dapil,what,village\nP1,LUAR,Jalan,\nP2,LUAR,Jalan,{world.villages['code'][0]}\n",
        encoding="utf-8",
    )
    with pytest.raises(p2.BadData) as caught:
        p2.World.read(folder)
    assert [(f.row, f.column) for f in caught.value.faults] == [(2, "dapil"), (3, "village")]


def test_an_origin_nobody_knows_is_told(folder):
    with pytest.raises(
        p2.BadData,
        match="kolom origin berisi “musrenbangdes”: diharapkan salah satu dari musrenbang",
    ):
        kept(folder, mine(folder).assign(origin="musrenbangdes"))


def test_numbers_that_two_tables_share_are_told_apart():
    run = p2.run_year(p2.World.load("tirtamulya"), BASE, seed=7).check()
    names = run.frame()["id"].tolist()
    assert len(set(names)) == len(names) == 31
    assert {"U01", "renja:R01", "reses:R01", "reses:R10"} <= set(names)
    assert str(run.trace("renja:R01")).startswith("renja:R01  Rehabilitasi kantor dinas")
    with pytest.raises(p2.UnknownName, match="renja:R01"):
        run.trace("R01")


def test_a_drawn_pokir_goes_by_the_words_of_its_recorded_partner(folder):
    run = p2.run_year(
        kept(folder, mine(folder)), BASE.change(shared_list=True, reses_timing="before"), seed=7
    )
    frame = run.frame().set_index("id")
    twins = frame[(frame["origin"] == "reses") & (frame["matches"] != "")]
    assert len(twins) > 20 and not twins["recorded"].any()
    assert twins["what"].tolist() == frame.loc[twins["matches"], "what"].tolist()
    part = run.parts[0]
    rows = np.arange(len(frame))[::-7]
    assert (
        ids(part, rows) == frame.index[rows].tolist()
        and what(part, rows) == frame["what"].iloc[rows].tolist()
    )


def test_rows_in_another_order_are_decided_alike(folder):
    own = mine(folder)
    listed = p2.run_year(kept(folder, own), BASE, seed=7).frame().set_index("id")
    mixed = (
        p2.run_year(kept(folder, own.sample(frac=1, random_state=2)), BASE, seed=7)
        .frame()
        .set_index("id")
    )
    rows = listed.index[listed["recorded"]]
    assert listed.loc[rows, "papers"].equals(mixed.loc[rows, "papers"])
    assert listed.loc[rows, ["stage", "reason"]].equals(mixed.loc[rows, ["stage", "reason"]])


def test_agencies_with_codes_of_their_own_share_the_drawn_items_as_their_ceilings(folder):
    skpd = pd.read_csv(folder / "skpd.csv").assign(code=lambda t: "DINAS " + t["code"])
    skpd.to_csv(folder / "skpd.csv", index=False)
    own = mine_with(folder, skpd)
    run = p2.run_year(kept(folder, own), BASE.change(agency_items=2.0), seed=7).check()
    items = run.frame().query("origin == 'skpd'")["skpd"].value_counts(normalize=True)
    assert len(items) >= 4 and items.max() < 0.75


def mine_with(folder, skpd):
    """Make the list before the district can be read: drawn proposals know other codes."""
    villages = pd.read_csv(folder / "villages.csv", dtype={"code": str})["code"]
    n = len(villages)
    return pd.DataFrame(
        dict(zip(OWN, ([f"M{k}" for k in range(n)], villages, "Jalan", skpd["code"].iloc[0], 10**8, 50, 10, 3,
                       AUTHORITIES[1]), strict=True))
    )  # fmt: skip


def test_a_large_world_with_recorded_proposals_stays_whole():
    world = p2.World.synthetic(villages=400, seed=3, kabupaten_size=50)
    codes = world.villages["code"]
    cells = dict(zip(OWN, (["A", "B"], codes[[0, 399]], ["x", "y"], ["PU", "PU"], [10**8] * 2, [9, 9], [1, 1], [3, 3],
                           ["kabupaten"] * 2), strict=True))  # fmt: skip
    rest = {"women": [False] * 2, "selfhelp_idr": [0, 0], "in_rpjm": [True] * 2, "papers": [True] * 2,
            "land": [True] * 2, "origin": ["musrenbang"] * 2, "matches": ["", ""]}  # fmt: skip
    table = {key: np.array(column, object if isinstance(column[0], str) else None) for key, column in
             (cells | rest).items()}  # fmt: skip
    own = replace(world, tables={**world.tables, "proposals": table})
    assert len(world.blocks(100)) > 1 and own.blocks(100) == [own]
    assert counts(p2.run_year(own, BASE, 7).check())["musrenbang"] == (2, 0, 0)


def test_a_forum_held_alone_sees_what_can_come_to_it_and_nothing_else():
    world = p2.World.load("tirtamulya")
    kecamatan = p2.run_forum(world, "musrenbang_kecamatan", p2.Scenario.load("unit03"), seed=7)
    assert sorted(kecamatan.frame()["id"]) == sorted(world.proposals["id"])
    skpd = p2.run_forum(world, "forum_skpd", BASE, seed=7)
    skpd.run.check()
    assert set(skpd.frame()["id"]) == {
        *world.proposals["id"],
        *(f"renja:{item}" for item in world.renja["id"]),
    }
    reses = p2.run_forum(world, "reses", BASE, seed=7)
    assert set(reses.frame()["id"]) == {f"reses:{note}" for note in world.reses["id"]}


def test_run_funnel_and_trace_say_what_is_recorded_and_what_drawn(folder):
    run = p2.run_year(kept(folder, mine(folder)), BASE, seed=7)
    sentence = "Tercatat: 240 usulan musrenbang. Diundi: "
    assert sentence in repr(run) and "reses (pokir)" in repr(run) and len(repr(run)) < 300
    assert sentence in run.funnel().attrs["sources"]
    drawn = run.frame().query("origin == 'skpd'")["id"].iloc[0]
    assert "(tercatat)" in str(run.trace("M000")) and "(diundi)" in str(run.trace(drawn))
    case = p2.run_year(p2.World.load("tirtamulya"), p2.Scenario.load("unit06"), seed=7)
    assert "Diundi: tidak ada. Tercatat tetapi tidak ikut" in repr(case)
    assert counts(case) == {"musrenbang": (15, 0, 0), "skpd": (0, 0, 6), "reses": (0, 0, 10)}


def test_years_comparisons_and_sweeps_of_an_own_list_hold_too(folder, tmp_path):
    world = kept(folder, mine(folder))
    years = p2.run_years(world, BASE, 3, seed=7, settle=0).check()
    assert [counts(run)["musrenbang"] for run in years.runs] == [(240, 0, 0)] * 3
    comparison = p2.compare(BASE, BASE.change(pik_share=0.2), world=world, replicates=2)
    assert len(comparison.changed()) > 0
    design = p2.Design.listed([{"pik_share": 0.0}, {"pik_share": 0.2}])
    done = p2.sweep(design, world, to=tmp_path / "studi", progress=False)
    other = p2.sweep(design, replace(world, complete=True), to=tmp_path / "lain", progress=False)
    assert done.manifest["study"]["world"] != other.manifest["study"]["world"]
    assert not np.allclose(done.frame()["accepted.count"], other.frame()["accepted.count"])


@pytest.mark.parametrize("lacking", ["musrenbang_kabupaten", "kua_ppas", "apbd"])
def test_a_forum_without_recorded_decisions_is_named(tmp_path, lacking):
    shutil.copytree(data_path("datasets", "tirtamulya"), tmp_path / "kami")
    path = tmp_path / "kami" / "record.csv"
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    path.write_text(
        "".join(line for line in lines if not line.startswith(lacking)), encoding="utf-8"
    )
    world = p2.World.read(tmp_path / "kami")
    with pytest.raises(
        p2.P2sppError, match=rf"tidak memuat satu keputusan pun dari {lacking}, padahal \d+ usulan"
    ):
        p2.run_year(world, p2.Scenario.load("unit06"))
    assert len(p2.run_forum(world, "forum_skpd", p2.Scenario.load("unit06")).frame())


def test_a_record_that_refuses_all_needs_no_rows_of_later_forums(tmp_path):
    shutil.copytree(data_path("datasets", "tirtamulya"), tmp_path / "kami")
    path = tmp_path / "kami" / "record.csv"
    lines = path.read_text(encoding="utf-8").splitlines()
    refused = [
        f"forum_skpd,{line.split(',')[1]},0,ceiling"
        for line in lines
        if line.startswith("forum_skpd")
    ]
    path.write_text("\n".join([lines[0], *refused]) + "\n", encoding="utf-8")
    run = p2.run_year(p2.World.read(tmp_path / "kami"), p2.Scenario.load("unit06")).check()
    assert not run.frame()["built"].any()


def test_drawn_rivals_before_recorded_decisions_are_refused_by_name(tmp_path):
    shutil.copytree(data_path("datasets", "tirtamulya"), tmp_path / "kami")
    (tmp_path / "kami" / "renja.csv").unlink()
    book = data_path("datasets", "rules", "kasus_tirtamulya.toml").read_text(encoding="utf-8")
    source = book[book.index("[[source]]") : book.index("[[forum]]")]
    source = source.replace('key = "needs"', 'key = "renja"').replace(
        "musrenbang_kecamatan", "forum_skpd"
    )
    rules = tmp_path / "kasus.toml"
    rules.write_text(book.replace("[[forum]]", f"{source}[[forum]]", 1), encoding="utf-8")
    scenario = p2.Scenario("kasus", str(rules))
    with pytest.raises(p2.P2sppError, match=r"yang diundi sampai di forum_skpd.*complete = true"):
        p2.run_year(p2.World.read(tmp_path / "kami"), scenario, seed=7)
    toml = tmp_path / "kami" / "dataset.toml"
    toml.write_text("complete = true\n" + toml.read_text(encoding="utf-8"), encoding="utf-8")
    assert (
        p2.run_year(p2.World.read(tmp_path / "kami"), scenario, seed=7)
        .check()
        .frame()["recorded"]
        .all()
    )
