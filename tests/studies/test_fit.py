"""A fit says what a ledger can tell, no more: its intervals hold the truth, and bad ledgers are told so."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from scipy.stats import beta

import p2spp_sim as p2
from p2spp_sim.base.errors import BadData, P2sppError, UnknownName
from p2spp_sim.model.rulebook import Reason
from p2spp_sim.studies.fitting import calibration
from p2spp_sim.studies.fitting.estimate import Estimate
from p2spp_sim.studies.fitting.gate_rates import GateCounts, gate_draws
from p2spp_sim.studies.fitting.ledger import COLUMNS, ledger_of, read_ledger

WORLD = p2.World.load("wanasari")
BASE = p2.Scenario.load("2010")
TRUTH = {"land_clear": 0.7, "alignment_weight": 0.6, "open_share": 0.3}
LEDGERS = 8


@pytest.fixture(scope="module")
def ledger() -> pd.DataFrame:
    return ledger_of(p2.run_year(WORLD, BASE.change(**TRUTH), seed=3))


@pytest.fixture(scope="module")
def fitted(ledger: pd.DataFrame) -> p2.Fit:
    return p2.fit(WORLD, ledger)


def of(fit: p2.Fit, what: str, key: str = "") -> list[Estimate]:
    return [each for each in fit.estimates if each.what == what and key in ("", each.key)]


def widths(fit: p2.Fit) -> dict[str, float]:
    return {each.key: each.high - each.low for each in of(fit, "parameter")}


def test_what_made_the_ledger_is_in_the_intervals(fitted: p2.Fit) -> None:
    rows = {each.key: each for each in of(fitted, "parameter")}
    for key, truth in TRUTH.items():
        width = rows[key].high - rows[key].low  # one ledger of many: once more as wide
        assert rows[key].low - width / 2 <= truth <= rows[key].high + width / 2, key
        assert rows[key].high - rows[key].low < 0.8, key
        assert rows[key].rows > 50
    assert set(calibration.drawn_keys(BASE)) == set(fitted.sample)


@pytest.mark.parametrize("missing", [0.0, 0.3])
def test_intervals_hold_the_truth_nine_times_in_ten(missing: float) -> None:
    """`tests/long` does this with 200 ledgers, each kind of estimate by itself."""
    intervals = [
        each
        for seed in range(LEDGERS)
        for each in calibration.of_ledger(WORLD, BASE, seed, missing=missing)
    ]
    table = calibration.table(intervals).set_index("what")
    keys = calibration.drawn_keys(BASE)
    by_parameter = [each for each in intervals if each.what in keys]
    assert 0.82 <= np.mean([each.holds for each in by_parameter]) <= 0.97
    for what in ("gate_agency", "gate_kind"):
        assert 0.85 <= table.loc[what, "holds"] <= 0.95
    money = [each.holds for each in intervals if each.what.startswith(("ceiling", "funding"))]
    assert 0.75 <= np.mean(money) <= 1.0
    halved = [abs(each.place - 0.5) <= 0.25 for each in by_parameter]
    assert np.mean(halved) < 0.75, "intervals of half the width would be called out"


def test_a_year_not_seen_is_foretold_better_than_by_null_models() -> None:
    scores = [calibration.held_out(WORLD, BASE, seed) for seed in range(6)]
    table = calibration.held_out_table(scores).set_index("model")
    for model in ("lottery", "last_year", "biggest"):
        assert table.loc[model, "brier"] > table.loc["fit", "brier"]
        assert table.loc[model, "log"] > table.loc["fit", "log"]
    assert table.loc["fit", "hits"] > table.loc["lottery", "hits"] + 0.1


def test_pooled_rates_hold_what_made_them_also_without_some_reasons() -> None:
    rng = np.random.default_rng(1)
    holds = []
    for _ in range(40):
        mean, size = rng.uniform(0.5, 1.0, (4, 1)), np.exp(rng.uniform(1, 6, (4, 1)))
        rates = rng.beta(np.tile(mean * size, 8), np.tile((1 - mean) * size, 8))
        group = np.repeat(np.arange(8), rng.integers(5, 120, 8))
        passes = rng.random((4, len(group))) < rates[:, group]
        fate = np.where(passes.all(axis=0), 4, (~passes).argmax(axis=0))
        fate[(fate == 4) & (rng.random(len(group)) < 0.7)] = 5
        fate[(fate < 5) & (rng.random(len(group)) < 0.3)] = 6
        draws = gate_draws(GateCounts.of(fate, group, 8, 4), 400, rng).rates
        low, high = np.quantile(draws, [0.05, 0.95], axis=0)
        holds.append(((low <= rates) & (rates <= high)).mean())
    assert 0.86 <= np.mean(holds) <= 0.94


def test_a_ceiling_that_bites_no_channel_of_an_agency_is_not_put_down_for_what_has_no_reason() -> (
    None
):
    """Four agencies alike at the gates; the money of the first alone runs out."""
    rng = np.random.default_rng(2)
    failed = np.tile([[60], [30]], 4)
    counts = GateCounts(
        failed, np.array([30, 0, 0, 0]), np.array([30, 60, 60, 2]), np.full(4, 40), np.zeros((2, 4), int)
    )  # fmt: skip
    by_money = gate_draws(counts, 400, rng).odds[:, -1]
    assert abs(by_money[0] - 30 / 120) < 0.05
    assert by_money[1:3].max() < 0.004
    assert by_money[3] > by_money[2], "two winners say little"
    elsewhere = np.array([[0, 0, 0, 0], [0, 0, 0, 60]])
    beside = gate_draws(replace(counts, beside=elsewhere), 400, rng).odds[:, -1]
    assert beside[3] < by_money[3] / 2, "winners of other channels say the same of the ceiling"


def test_where_nobody_lost_the_share_funded_ends_at_all_of_it(ledger: pd.DataFrame) -> None:
    mine = ledger["skpd"] == "KES"
    rows = ledger[~(mine & (ledger["reason"] == "ceiling"))]
    fit = p2.fit(WORLD, rows, draws=400)
    shares = {each.group: each for each in of(fit, "funding_agency")}
    all_won = shares["Dinas Kesehatan"]
    jeffreys = beta(all_won.rows + 0.5, 0.5)
    assert all_won.high == 1
    assert all_won.low == pytest.approx(jeffreys.ppf(0.1), abs=0.03)
    assert all_won.estimate == pytest.approx(jeffreys.median(), abs=0.01)
    assert any(each.high < 1 for each in shares.values())


def test_an_agency_that_is_strict_is_seen_as_strict(ledger: pd.DataFrame) -> None:
    strict = ledger.copy()
    mine = (strict["skpd"] == "TAN") & (strict["channel"] == "musrenbang")
    chosen = mine & (np.arange(len(strict)) % 3 > 0)
    strict.loc[chosen, ["status", "reason"]] = ["Ditolak", Reason.WRONG_SKPD.key]
    rows = of(p2.fit(WORLD, strict, draws=200), "gate_agency", "wrong_skpd")
    rates = {each.group: each for each in rows if each.channel == "musrenbang"}
    strictest = rates.pop("Dinas Pertanian dan Perikanan")
    assert strictest.high < min(each.estimate for each in rates.values())


def test_the_same_seed_gives_the_same_sample(ledger: pd.DataFrame, fitted: p2.Fit) -> None:
    assert p2.fit(WORLD, ledger).sample.equals(fitted.sample)
    assert not p2.fit(WORLD, ledger, seed=1).sample.equals(fitted.sample)


def test_row_order_does_not_matter_much(ledger: pd.DataFrame, fitted: p2.Fit) -> None:
    other = p2.fit(WORLD, ledger.sample(frac=1, random_state=0))
    for mine, theirs in zip(of(fitted, "parameter"), of(other, "parameter"), strict=True):
        assert abs(mine.estimate - theirs.estimate) < (mine.high - mine.low) / 3


def test_scenario_and_sample_are_what_studies_take(fitted: p2.Fit, tmp_path: Path) -> None:
    fitted.scenario.save(tmp_path / "kami.toml")
    assert p2.Scenario.load(tmp_path / "kami.toml").changed == fitted.scenario.changed
    for key, column in fitted.sample.items():
        lever = BASE.lever(str(key))
        assert column.between(lever.low, lever.high).all(), key
    design = fitted.design(5)
    assert len(design) == 5
    study = p2.Design.cross(p2.Design.listed([{"pik_share": 0.0}, {"pik_share": 0.2}]), design)
    assert len(study) == 10
    assert p2.run_year(WORLD, fitted.scenario, seed=1).check()
    book = fitted.to_excel(tmp_path / "kami.xlsx")
    assert len(pd.read_excel(book, sheet_name=None, engine="calamine")) == 3


def test_more_years_say_more(ledger: pd.DataFrame, fitted: p2.Fit) -> None:
    runs = [p2.run_year(WORLD, BASE.change(**TRUTH), seed=seed) for seed in range(4)]
    years = pd.concat([ledger_of(run, year=2007 + n) for n, run in enumerate(runs)])
    more = p2.fit(WORLD, years)
    ratio = [width / widths(fitted)[key] for key, width in widths(more).items()]
    assert np.median(ratio) < 0.8
    assert {each.year for each in of(more, "ceiling")} == {2007, 2008, 2009, 2010}


def as_office(ledger: pd.DataFrame, path: Path) -> Path:
    headings = {column.name: column.head for column in COLUMNS}
    with pd.ExcelWriter(path, engine="xlsxwriter") as book:
        ledger.rename(columns=headings).to_excel(book, sheet_name="usulan", index=False)
    return path


def test_a_workbook_says_what_the_frame_says(
    ledger: pd.DataFrame, fitted: p2.Fit, tmp_path: Path
) -> None:
    book = as_office(ledger.assign(status=ledger["status"].str.upper()), tmp_path / "daftar.xlsx")
    assert p2.fit(WORLD, book).sample.equals(fitted.sample)


def test_words_of_offices_are_understood(ledger: pd.DataFrame) -> None:
    few = ledger.head(4).assign(
        status=["Disetujui", "TIDAK LAYAK", "ditunda", "Ditolak"],
        reason=["", "Proposal belum lengkap", "keterbatasan anggaran", "kata lain"],
        skpd=["Dinas Pekerjaan Umum", "pu", "DIK", "kes"],
        channel=["Pokir DPRD", "", "Renja OPD", "Musrenbang Kecamatan"],
    )
    rows = read_ledger(few, WORLD)
    assert rows.reason.tolist() == [0, Reason.PAPERS, Reason.CEILING, -1]
    assert rows.channel.tolist() == ["reses", "musrenbang", "skpd", "musrenbang"]
    assert rows.skpd.tolist() == [0, 0, 1, 2]
    assert any("kata lain" in note for note in rows.notes)


def test_without_statuses_nothing_is_fitted(ledger: pd.DataFrame) -> None:
    for bad in (ledger.drop(columns=["status", "reason"]), ledger.assign(status="")):
        with pytest.raises(P2sppError, match=r"berstatus.*masih.*permintaannya"):
            p2.fit(WORLD, bad)


def test_a_status_that_means_nothing_is_told_once_with_its_count(ledger: pd.DataFrame) -> None:
    odd = ledger.copy()
    odd.loc[:9, "status"] = "Zzz"
    with pytest.raises(BadData, match=r"10 baris.*belum dikenal") as error:
        p2.fit(WORLD, odd)
    assert len(error.value.faults) == 1


def test_places_and_agencies_that_are_not_of_this_world_are_told_together(
    ledger: pd.DataFrame,
) -> None:
    odd = ledger.copy()
    odd.loc[0, "skpd"], odd.loc[5, "kecamatan"], odd.loc[7, "channel"] = "Dinas X", "Antah", "bulan"
    with pytest.raises(BadData) as error:
        p2.fit(WORLD, odd)
    assert {fault.column for fault in error.value.faults} == {"skpd", "kecamatan", "channel"}


@pytest.mark.parametrize(
    ("status", "says"), [("Diterima", "Semua .* diterima"), ("Ditolak", "Semua .* ditolak")]
)
def test_one_outcome_only_leaves_weights_as_wide_as_declared(
    ledger: pd.DataFrame, status: str, says: str
) -> None:
    refused = ledger["reason"].where(ledger["reason"] != "", "ceiling")
    same = ledger.assign(status=status, reason=refused if status == "Ditolak" else "")
    fit = p2.fit(WORLD, same, draws=100)
    assert any(pd.Series(fit.notes).str.contains(says))
    rows = {each.key: each for each in of(fit, "parameter")}
    lever = BASE.lever("alignment_weight")
    assert (rows["alignment_weight"].low, rows["alignment_weight"].high) == (lever.low, lever.high)
    assert rows["alignment_weight"].note
    assert "alignment_weight" not in fit.sample
    assert not [each for each in of(fit, "ceiling") if np.isfinite(each.high)]
    land = rows["land_clear"]
    if status == "Diterima":  # a gate that stopped nobody yet may stop some
        assert land.low == pytest.approx(0.05 ** (1 / (land.rows + 1)), abs=0.002)
        assert any("nilainya batas itu" in note for note in fit.notes)
    assert "land_clear" in fit.sample


def test_no_reason_at_all_leaves_only_the_share_accepted(ledger: pd.DataFrame) -> None:
    fit = p2.fit(WORLD, ledger.assign(reason=""), draws=100)
    assert any("Tidak satu pun" in note for note in fit.notes)
    assert fit.sample.empty
    accepted = of(fit, "funding_channel", "accepted")
    assert accepted
    assert all(0 < each.low < each.high < 1 for each in accepted)


def test_fewer_rows_than_parameters_is_told_and_leaves_the_weights_open(
    ledger: pd.DataFrame,
) -> None:
    accepted = ledger[ledger["status"] == "Diterima"].head(4)
    outbid = ledger[ledger["reason"] == "ceiling"].head(2)
    papers = ledger[ledger["reason"] == "papers"].head(2)
    for refused in ([outbid, papers], [papers]):
        fit = p2.fit(WORLD, pd.concat([accepted, *refused]), draws=100)
        assert any("lebih sedikit" in note for note in fit.notes)
        assert "alignment_weight" not in fit.sample
        assert widths(fit)["papers_base"] > 0.2


def test_what_a_list_does_not_say_is_drawn_and_widens(ledger: pd.DataFrame, fitted: p2.Fit) -> None:
    bare = ledger.drop(columns=["priority", "urgency", "households", "poor_households"])
    fit = p2.fit(WORLD, bare)
    assert "alignment_weight" not in fit.sample
    assert {each.key for each in of(fit, "parameter") if each.note} == {"alignment_weight"}
    some = ledger.copy()
    some.loc[::10, ["urgency", "households"]] = 0
    assert set(p2.fit(WORLD, some).sample) == set(fitted.sample)
    alone = p2.fit(WORLD, ledger[ledger["channel"] == "musrenbang"])
    notes = {each.key: each.note for each in of(alone, "parameter") if each.note}
    assert {"agency_bias", "open_share"} <= set(notes)
    assert "bawaan SKPD" in notes["open_share"]


@pytest.mark.parametrize("rules", ["2010", "dana_desa", "sipd"])
def test_the_open_share_is_what_the_rule_book_makes_ceilings_of(rules: str) -> None:
    base = p2.Scenario.load(rules)
    fit = p2.fit(WORLD, ledger_of(p2.run_year(WORLD, base, seed=6)), base, draws=100)
    [share] = [each for each in of(fit, "parameter") if each.key == "open_share"]
    assert share.low - 0.004 <= base.value("open_share") <= share.high + 0.004


def test_an_unknown_forum_is_named(ledger: pd.DataFrame) -> None:
    with pytest.raises(UnknownName, match="forum_skpd"):
        p2.fit(WORLD, ledger, forum="forum_skp")


def test_another_forum_and_another_regime_can_be_fitted() -> None:
    sipd = p2.Scenario.load("sipd")
    run = p2.run_year(WORLD, sipd.change(land_clear=0.7), seed=4)
    fit = p2.fit(WORLD, ledger_of(run), sipd, draws=200)
    [land] = [each for each in of(fit, "parameter") if each.key == "land_clear"]
    assert land.low <= 0.7 <= land.high
    run = p2.run_year(WORLD, sipd.change(kecamatan_list=15), seed=4)
    listed = ledger_of(run, "musrenbang_kecamatan")
    fit = p2.fit(WORLD, listed, sipd, forum="musrenbang_kecamatan", draws=200)
    assert {"weight_poor", "weight_urgency"} <= set(fit.sample)
    places = [each for each in of(fit, "ceiling") if np.isfinite(each.high)]
    assert places and all(each.unit == "usulan" for each in places)
    assert {each.group for each in places} <= set(WORLD.kecamatan["name"])


def test_where_there_are_no_gates_money_alone_refuses() -> None:
    run = p2.run_year(WORLD, BASE.change(rkpd_frame=0.5), seed=4)
    fit = p2.fit(
        WORLD,
        ledger_of(run, "musrenbang_kabupaten").assign(reason=""),
        draws=100,
        forum="musrenbang_kabupaten",
    )
    [ceiling] = of(fit, "ceiling")
    [(_, step)] = run.steps("musrenbang_kabupaten")
    assert ceiling.low <= step.ceilings[-1][0] <= ceiling.high


def test_a_workbook_is_told_by_its_own_rows_and_what_was_left_out_of_it(
    ledger: pd.DataFrame, tmp_path: Path
) -> None:
    odd = ledger.head(40).copy()
    odd.loc[3, "skpd"] = "Dinas X"
    with pytest.raises(BadData) as error:
        read_ledger(as_office(odd, tmp_path / "salah.xlsx"), WORLD)
    assert [(fault.row, fault.value) for fault in error.value.faults] == [(5, "Dinas X")]
    total = pd.DataFrame([{"what": "Jumlah", "cost_idr": int(ledger["cost_idr"].sum())}])
    more = pd.concat([ledger.assign(warna="biru"), total])
    rows = read_ledger(as_office(more, tmp_path / "jumlah.xlsx"), WORLD)
    assert len(rows) == len(ledger)
    assert any(str(len(ledger) + 2) in note for note in rows.notes) and any(
        "warna" in n for n in rows.notes
    )
