"""What a run can be asked: lives, frames, Excel, indicators."""

from zipfile import ZipFile

import numpy as np
import pandas as pd
import pytest
from python_calamine import CalamineWorkbook

import p2spp_sim as p2
from p2spp_sim.base.files import data_path
from p2spp_sim.base.language import set_language
from p2spp_sim.model.rulebook import Reason
from p2spp_sim.results import excel
from p2spp_sim.results.frames import ids
from p2spp_sim.results.indicators import attainment, composite, definitions, gini, measure


@pytest.fixture(scope="module")
def run():
    set_language("id")
    return p2.run_year(p2.World.load("wanasari"), p2.Scenario.load("2010"), seed=7)


def life_of(run, rows):
    return run.trace(rows["id"].iloc[0])


def test_life_of_a_funded_a_rejected_a_reduced_and_a_matched_proposal(run):
    frame = run.frame()
    musrenbang = frame[frame["origin"] == "hamlet"]
    reached = musrenbang[(musrenbang["stage"] == "pelaksanaan") & musrenbang["built"]]
    district = reached[reached["cost_idr"] > 60_000_000]
    lives = {
        "built": life_of(run, district),
        "rejected": life_of(run, musrenbang[musrenbang["stage"] == "forum_skpd"]),
        "reduced": life_of(run, reached[reached["approved_idr"] < reached["cost_idr"]]),
    }
    for life in lives.values():
        gates = life.frame()
        assert gates["stage"].iloc[0] == "musrenbang_desa"
        assert (
            gates["granted_idr"].iloc[:-1].to_numpy() == gates["asked_idr"].iloc[1:].to_numpy()
        ).all()
        assert {"stage", "rank", "asked_idr", "granted_idr", "reason"} <= set(gates)
    assert lives["built"].frame()["decision"].iloc[-1] == "built"
    assert lives["rejected"].frame()["reason"].iloc[-1] != ""
    assert "reduced" in set(lives["reduced"].frame()["decision"])
    matched = frame[(frame["origin"] == "reses") & (frame["matches"] != "")]
    life = life_of(run, matched)
    twin = run.trace(matched["matches"].iloc[0])
    assert matched["matches"].iloc[0] in str(life)
    assert matched["id"].iloc[0] in str(twin)
    assert life.frame()["stage"].iloc[0] == "reses"


def test_an_unknown_id_names_the_nearest(run):
    known = run.frame()["id"].iloc[0]
    with pytest.raises(p2.UnknownName, match=known):
        run.trace(known.lower())


def test_ids_are_unique_and_the_frame_agrees_with_the_funnel(run):
    frame, funnel = run.frame(), run.funnel().set_index("stage")
    assert frame["id"].is_unique
    assert len(frame) == sum(len(part.docket.proposals) for part in run.parts)
    assert frame["built"].sum() == funnel.loc["pelaksanaan", "count"]
    stopped = frame[frame["reason"] != ""]
    assert stopped.groupby("stage").size()["forum_skpd"] == funnel.loc["forum_skpd", "lost_count"]
    assert frame.loc[frame["built"], "approved_idr"].sum() == funnel.loc["pelaksanaan", "rupiah"]


def test_channels_add_up_to_the_whole(run):
    whole = run.funnel().set_index("stage").drop("needs")
    parts = [
        run.funnel(origin).set_index("stage").drop("needs", errors="ignore")
        for origin in ("musrenbang", "skpd", "reses")
    ]
    for column in ("entered", "count", "rupiah", "lost_count", "lost_rupiah"):
        assert (sum(part[column] for part in parts) == whole[column]).all()
    with pytest.raises(p2.UnknownName, match="musrenbang"):
        run.funnel("musrenban")


def test_no_pot_grants_more_than_its_ceiling_with_what_rolled_over(run):
    money = run.money().set_index(["stage", "pot"])
    kua = money.loc["kua_ppas"]
    assert kua["granted_idr"].sum() <= kua["ceiling_idr"].sum()
    assert money.loc[("apbd", "apbd"), "granted_idr"] <= kua["granted_idr"].sum()


def test_reasons_are_the_fourteen_and_one():
    assert [reason.value for reason in Reason] == list(range(16))
    assert all(reason.text and reason.key for reason in Reason if reason)
    assert Reason.NONE.text == Reason.NONE.key == ""


def test_excel_can_be_read_back(run, tmp_path):
    path = run.to_excel(tmp_path / "buku.xlsx")
    book = CalamineWorkbook.from_path(str(path))
    assert book.sheet_names == ["corong", "uang", "indikator", "usulan", "skenario"]
    rows = book.get_sheet_by_name("usulan").to_python()
    assert len(rows) == len(run.frame()) + 1
    assert rows[0][0] == "id"


def test_an_interrupted_excel_leaves_the_old_file(run, tmp_path, monkeypatch):
    path = tmp_path / "buku.xlsx"
    path.write_bytes(b"old")
    monkeypatch.setattr("os.replace", lambda *_: (_ for _ in ()).throw(OSError("no power")))
    with pytest.raises(p2.P2sppError, match=r"no power.*Isi lama tetap ada"):
        run.to_excel(path)
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("text", ["=1+1", "{=A1}", "https://example.org", "mailto:a@b.c", "-1"])
def test_a_text_stays_a_text_in_excel(text, tmp_path):
    path = excel.write_tables({"isi": pd.DataFrame({"kolom": [text]})}, tmp_path / "buku.xlsx")
    assert CalamineWorkbook.from_path(str(path)).get_sheet_by_name("isi").to_python() == [
        ["kolom"],
        [text],
    ]
    sheet = ZipFile(path).read("xl/worksheets/sheet1.xml")
    assert b"<f>" not in sheet and b"hyperlink" not in sheet


@pytest.mark.parametrize("name", ["", "buku", "tidak/ada.xlsx"])
def test_a_book_that_cannot_be_written_is_refused_by_name(run, name, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(p2.P2sppError, match=r"xlsx"):
        run.to_excel(name)
    assert not list(tmp_path.iterdir())


def test_rows_that_excel_cannot_hold_are_told(tmp_path):
    long = pd.DataFrame(index=range(1_048_576))
    with pytest.raises(
        p2.P2sppError, match=r"lembar isi memerlukan 1\.048\.576 baris, Excel memuat 1\.048\.575"
    ):
        excel.write_tables({"isi": long}, tmp_path / "buku.xlsx")
    assert not list(tmp_path.iterdir())


def test_indicators_by_hand_on_the_recorded_case():
    run = p2.run_year(p2.World.load("tirtamulya"), p2.Scenario.load("unit06"))
    table = run.indicators().set_index("key")
    assert table.loc["S6", ["count", "rupiah"]].tolist() == [3 / 6, 610 / 1230]
    assert table.loc["S6_rkpd", ["count", "rupiah"]].tolist() == [5 / 6, 960 / 1230]
    assert table.loc["fair_nothing", "count"] == 2 / 5  # Batuputih and Rawaindah
    assert np.isnan(table.loc["S7", "count"])  # this case has no reses forum


def test_indicators_by_hand_on_a_drawn_year(run):
    frame, table = run.frame(), run.indicators().set_index("key")
    pokir = frame[frame["id"].isin(_taken(run, "reses"))]  # what was verified
    assert table.loc["S7", "count"] == pytest.approx((pokir["matches"] != "").mean())
    assert table.loc["S7", "rupiah"] == pytest.approx(
        pokir.loc[pokir["matches"] != "", "cost_idr"].sum() / pokir["cost_idr"].sum()
    )
    funnel = run.funnel("musrenbang").set_index("stage")
    assert table.loc["S4", "count"] == pytest.approx(funnel.loc["forum_skpd", "share_count"])
    raw = frame[frame["id"].isin(set(_entered(run, "musrenbang_kecamatan")))]
    budget = set(_taken(run, "apbd"))
    twins = set(frame.loc[frame["id"].isin(budget) & (frame["matches"] != ""), "matches"])
    assert table.loc["accepted", "count"] == pytest.approx(raw["id"].isin(budget | twins).mean())


def _entered(run, forum):
    return [name for part, step in run.steps(forum) for name in ids(part, step.rows)]


def _taken(run, forum):
    return [name for part, step in run.steps(forum) for name in ids(part, step.rows[step.pot >= 0])]


@pytest.mark.parametrize(("values", "weight", "expected"), [
    ([1, 1, 1], [1, 2, 3], 0.0), ([0, 0, 0, 1], [1, 1, 1, 1], 0.75), ([0, 1], [3, 1], 0.75),
])  # fmt: skip
def test_gini(values, weight, expected):
    assert gini(np.array(values, float), np.array(weight, float)) == pytest.approx(expected)


def test_a_trainer_can_replace_the_definitions(run, tmp_path):
    text = data_path("datasets", "indicators.toml").read_text(encoding="utf-8")
    mine = tmp_path / "kpi.toml"
    mine.write_text(
        text.replace(
            '"taken:forum_skpd"], rupiah = "forum_skpd"', '"taken:apbd"], rupiah = "apbd"', 1
        )
    )
    assert measure(run, mine)["count"].iloc[0] < run.indicators()["count"].iloc[0]
    mine.write_text(text.replace('"priority"', '"prioritas"', 1))
    with pytest.raises(p2.BadData, match="prioritas"):
        measure(run, mine)
    mine.write_text(text.replace("target = 0.45", 'target = "separuh"', 1))
    with pytest.raises(p2.BadData, match=r"kolom S8\.target: diharapkan angka"):
        measure(run, mine)
    assert set(definitions()) == set(run.indicators()["key"])


def test_the_composite_never_stands_without_its_parts(run):
    table = composite(run.indicators())
    assert list(table["key"]) == [*(f"S{n}" for n in (4, 6, 7, 1, 2, 3, 5, 8)), "composite"]
    parts = table["value"].iloc[:-1].clip(lower=0.01)
    assert table["value"].iloc[-1] == pytest.approx(np.exp(np.log(parts).mean()))


def test_attainment_is_the_way_gone_to_the_target(run):
    world, base = p2.World.load("wanasari"), p2.Scenario.load("2010")
    later = p2.run_year(world, base.change(train_kpmd=1.0, train_kades=1.0, train_bpd=1.0), seed=7)
    table = attainment(later.indicators(), run.indicators()).set_index("key")
    row = table.loc["S1"]
    assert row["attained"] == pytest.approx(
        (row["count"] - row["count_start"]) / (row["target"] - row["count_start"])
    )
    assert 0 < row["attained"] < 1
    assert table.loc["S8", "attained"] == 0
