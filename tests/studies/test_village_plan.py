"""A village's papers are read whole, its indices are those worked out by hand, each planted fault is found alone."""

from __future__ import annotations

import random
import re
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import p2spp_sim as p2
from p2spp_sim import village_plan as vp
from p2spp_sim.base.errors import BadData, UnknownName
from p2spp_sim.base.files import data_path
from p2spp_sim.base.language import set_language
from p2spp_sim.scenario.scenario import Scenario
from p2spp_sim.village_plan import regimes
from p2spp_sim.village_plan.findings import BUDGET_CHECKS
from p2spp_sim.village_plan.instrument import ITEMS
from p2spp_sim.village_plan.papers import PAPERS
from p2spp_sim.village_plan.planning import may_be_budgeted
from p2spp_sim.world.world import World

FOLDER = data_path("datasets", "tirtamulya")
MILLION = 1_000_000
CHECKS = ("balance", "link", "letters", "add_limit", "selfhelp", "dates")
LAW = ("rkp_desa", "raperdes_apb", "kesepakatan_bpd", "evaluasi", "perdes_apb", "pengumuman")


@pytest.fixture(autouse=True)
def indonesian() -> None:
    set_language("id")


@pytest.fixture
def village() -> vp.Village:
    return vp.read_village(FOLDER, "Karangjati")


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    for name in vp.VILLAGE_TABLES:
        shutil.copy(FOLDER / f"{name}.csv", tmp_path)
    return tmp_path


def lines(village: vp.Village, change: Callable[[vp.BudgetLine], vp.BudgetLine]) -> vp.Village:
    return replace(village, budget=tuple(change(line) for line in village.budget))


def amounts(village: vp.Village, **millions: int) -> vp.Village:
    return lines(
        village,
        lambda line: (
            replace(line, amount_idr=millions[line.id] * MILLION) if line.id in millions else line
        ),
    )


def parts(village: vp.Village, name: str, **millions: int) -> vp.Village:
    return lines(
        village,
        lambda line: (
            replace(line, **{name: millions[line.id] * MILLION}) if line.id in millions else line
        ),
    )


def dated(village: vp.Village, **days: str) -> vp.Village:
    papers = (replace(paper, date=days.get(paper.key, paper.date)) for paper in village.papers)
    return replace(village, papers=tuple(papers))


def findings_of(village: vp.Village, *checks: str) -> list[vp.Finding]:
    findings = vp.findings(village, vp.regime("2010"))
    return [finding for finding in findings if finding.check in checks]


# What puts each planted fault of the draft right, and nothing else.
MENDED: dict[str, Callable[[vp.Village], vp.Village]] = {
    "balance": lambda v: amounts(v, T02=20),
    "link": lambda v: amounts(v, B06=60, B08=0),
    "letters": lambda v: amounts(v, P03=12, P06=6),
    "add_limit": lambda v: parts(v, "add_idr", B02=20, B03=0),
    "selfhelp": lambda v: parts(v, "selfhelp_idr", B04=26),
    "dates": lambda v: dated(v, perdes_apb="2010-12-28"),
}


def test_the_indices_are_those_worked_out_by_hand(village: vp.Village) -> None:
    assert len(village.plan) == 20 and len(village.works) == 12
    assert vp.consistency(village) == 9 / 12 and vp.timing(village) == 7 / 12
    assert vp.women_share(village) == 11 / 48
    assert vp.turned_back(village) == {
        "K06": "plan_mismatch",
        "K08": "not_village_authority",
        "K10": "village_authority",
        "K11": "plan_mismatch",
    }
    total = vp.score(
        {key: item.mark for key, item in vp.instrument(village, vp.regime("2010")).items()}
    )
    assert total == 15 / 24 and vp.category(total) == "mend"


def test_the_budget_is_the_one_worked_out_by_hand(village: vp.Village) -> None:
    income = [line.amount_idr // MILLION for line in village.budget if line.side == "income"]
    spending: dict[str, int] = {}
    for line in village.budget:
        if line.side == "spending":
            spending[line.group] = spending.get(line.group, 0) + line.amount_idr // MILLION
    assert income == [36, 240, 18, 60, 150, 0, 26]
    assert list(spending.values()) == [52, 34, 14, 330, 70, 10]
    assert vp.balance(village.budget) == vp.Balance(530 * MILLION, 510 * MILLION, 0)
    assert vp.balance(village.budget).gap_idr == 20 * MILLION
    split = vp.add_split(village.budget, vp.regime("2010"))
    assert [
        idr // MILLION
        for idr in (split.limit_idr, split.rest_idr, split.charged_idr, split.over_idr)
    ] == [
        72,
        168,
        100,
        28,
    ]


def test_the_limit_of_later_regimes_counts_from_all_spending(village: vp.Village) -> None:
    of_2014 = vp.add_split(village.budget, vp.regime("dana_desa"))
    assert (of_2014.base_idr, of_2014.limit_idr, of_2014.charged_idr) == (
        510 * MILLION,
        153 * MILLION,
        100 * MILLION,
    )
    assert of_2014.over_idr == 0
    since_2019 = vp.add_split(village.budget, vp.regime("sipd"))
    assert since_2019.charged_idr == 66 * MILLION, (
        "operations count among the seventy per cent since PP 11/2019"
    )


def test_governing_off_the_add_needs_free_income(village: vp.Village) -> None:
    rules = vp.regime("2010")
    fine = parts(village, "add_idr", B01=46, B02=0, B03=0)  # 54 elsewhere, 36 + 18 free
    assert vp.add_split(fine.budget, rules).uncovered_idr == 0
    short = parts(village, "add_idr", B01=40, B02=0, B03=0)
    assert vp.add_split(short.budget, rules).uncovered_idr == 6 * MILLION
    assert vp.shares(short, rules)["add_limit"] < 1


def test_the_plan_agrees_with_the_proposals_that_went_up(village: vp.Village) -> None:
    world = World.load("tirtamulya")
    code = dict(zip(world.villages["name"], world.villages["code"], strict=True))["Karangjati"]
    table = world.proposals
    own = {table["id"][i]: i for i in range(len(table["id"])) if table["village"][i] == code}
    sent = {work.proposal: work for work in village.works if work.proposal}
    assert set(sent) == set(own) and all(not work.by_village for work in sent.values())
    for key, row in own.items():
        work = sent[key]
        assert (
            work.cost_idr == table["cost_idr"][row]
            and work.pledged_idr == table["selfhelp_idr"][row]
        )
        assert (
            bool(work.rpjm) == bool(table["in_rpjm"][row])
            and work.authority == table["authority"][row]
        )
    hamlets = sum(meeting.kind == "dusun" for meeting in village.meetings)
    assert (
        hamlets
        == dict(zip(world.villages["name"], world.villages["hamlets"], strict=True))["Karangjati"]
    )


def test_what_musrenbang_kecamatan_sends_back_was_foretold(village: vp.Village) -> None:
    frame = p2.run_forum(
        World.load("tirtamulya"), "musrenbang_kecamatan", Scenario.load("unit03"), seed=7
    ).frame()
    reasons = dict(zip(frame["id"], frame["reason"], strict=True))
    stopped = {
        key for key, reason in reasons.items() if reason in ("village_authority", "plan_mismatch")
    }
    sent = {work.proposal: work.id for work in village.works if work.proposal}
    assert {sent[key] for key in stopped & set(sent)} == {
        k for k in vp.turned_back(village) if k in sent.values()
    }
    assert {vp.turned_back(village)[sent[key]] for key in stopped & set(sent)} == {reasons["U02"]}


@pytest.mark.parametrize("check", CHECKS)
def test_each_planted_fault_is_red_alone_and_green_when_mended(
    village: vp.Village, check: str
) -> None:
    rules = vp.regime("2010")
    before, after = vp.shares(village, rules), vp.shares(MENDED[check](village), rules)
    assert before[check] < 1 and after[check] == 1
    assert {key: after[key] for key in CHECKS if key != check} == {
        key: before[key] for key in CHECKS if key != check
    }


def test_mended_in_all_six_the_budget_has_no_finding(village: vp.Village) -> None:
    for mend in MENDED.values():
        village = mend(village)
    findings = findings_of(village, *CHECKS, "money")
    assert {finding.lamp for finding in findings} == {"green"} and len(findings) == len(CHECKS) + 1
    assert vp.balance(village.budget).gap_idr == 0


def test_three_faults_are_planted_in_the_plan(village: vp.Village) -> None:
    findings = vp.findings(village, vp.regime("2010"))
    red = {finding.check for finding in findings if finding.lamp == "red"}
    assert {"rkp_date", "rkp_selfhelp", "authority"} <= red
    authority = findings_of(village, "authority")
    paying = [finding.where for finding in authority if "APB Desa" in finding.what]
    assert paying == ["rkp_desa K08"]


def test_the_table_says_lamp_what_where_rule_and_what_to_do() -> None:
    table = vp.check_village(FOLDER)
    assert list(table.columns) == ["check", "lamp", "what", "where", "rule", "do"]
    assert list(table["lamp"]) == sorted(table["lamp"], key=["red", "yellow", "green"].index)
    assert set(table["check"]) == set(regimes.checks())
    open_ones = table[table["lamp"] != "green"]
    assert (open_ones["do"].str.len() > 20).all() and (table["rule"].str.len() > 10).all()
    assert (open_ones["where"].str.len() > 3).all() and (
        table.loc[table["lamp"] == "green", "do"] == ""
    ).all()
    near = table.loc[table["where"] == "rkp_desa K06", "what"].iloc[0]
    assert "M08 Pagar lapangan desa" in near, "the nearest wording is named for a person to judge"


def test_the_regime_changes_what_is_found() -> None:
    then = vp.check_village(FOLDER, "2010").groupby("check")["lamp"].agg(set)
    later = vp.check_village(FOLDER, "dana_desa").groupby("check")["lamp"].agg(set)
    changed = {check for check in then.index if then[check] != later[check]}
    assert changed == {"rkp_form", "rpjm_form", "add_limit", "money"}


def test_every_regime_has_a_dated_rule_for_every_check() -> None:
    assert set(regimes.titles()) == set(vp.REGIMES)
    for key in vp.REGIMES:
        rules = vp.regime(key).rules
        assert set(rules) == set(regimes.checks())
        for name, rule in rules.items():
            assert re.search(r"\d{4}", rule.source["id"]) and set(rule.source) == {"id", "en"}, name
        assert rules["dates"].accepted == LAW and set(LAW) < set(PAPERS)
        assert {report.to for report in regimes.reports(key)} == {"bupati", "bpd", "residents"}
        assert all(said[key] for said in regimes.terms().values())
    assert {*ITEMS, *BUDGET_CHECKS} < set(regimes.checks()) and len(ITEMS) == 12
    for check in regimes.checks().values():
        assert set(check.label) == set(check.remedy) == {"id", "en"}
    with pytest.raises(UnknownName, match="dana_desa"):
        vp.regime("danadesa")


@given(st.permutations(LAW))
def test_steps_are_in_order_only_as_the_law_has_them(steps: list[str]) -> None:
    assert (vp.out_of_order(steps, vp.regime("2010")) == ()) == (tuple(steps) == LAW)


def test_a_step_without_paper_is_told(village: vp.Village) -> None:
    less = replace(
        village, papers=tuple(paper for paper in village.papers if paper.key != "pengumuman")
    )
    findings = findings_of(less, "dates")
    assert {finding.lamp for finding in findings} == {"red", "yellow"}
    assert any("pengumuman" in finding.where for finding in findings)
    assert (
        vp.shares(less, vp.regime("2010"))["dates"] < vp.shares(village, vp.regime("2010"))["dates"]
    )


@pytest.mark.parametrize(
    ("day", "mark"), [("2010-09-30", 1.0), ("2010-10-01", 0.0), ("2010-01-20", 0.0)]
)
def test_since_2014_the_annual_plan_is_due_in_september_and_after_the_meeting(
    village: vp.Village, day: str, mark: float
) -> None:
    late = dated(village, rkp_desa=day)
    assert vp.instrument(late, vp.regime("dana_desa"))["rkp_date"].mark == mark
    assert vp.instrument(late, vp.regime("2010"))["rkp_date"].mark == (day >= "2010-01-21")


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 2**32 - 1))
def test_the_order_of_rows_changes_nothing(seed: int) -> None:
    village, shuffle = vp.read_village(FOLDER), random.Random(seed)
    mixed = replace(
        village,
        plan=tuple(shuffle.sample(village.plan, len(village.plan))),
        works=tuple(shuffle.sample(village.works, len(village.works))),
        papers=tuple(shuffle.sample(village.papers, len(village.papers))),
        budget=tuple(shuffle.sample(village.budget, len(village.budget))),
    )
    rules = vp.regime(shuffle.choice(vp.REGIMES))
    assert sorted(map(str, vp.findings(mixed, rules))) == sorted(
        map(str, vp.findings(village, rules))
    )
    assert vp.shares(mixed, rules) == vp.shares(village, rules)


@settings(max_examples=80, deadline=None)
@given(st.lists(st.integers(0, 500), min_size=21, max_size=21), st.sampled_from(vp.REGIMES))
def test_any_budget_is_answered_within_bounds(millions: list[int], key: str) -> None:
    village = vp.read_village(FOLDER)
    ids = [line.id for line in village.budget]
    made = amounts(village, **dict(zip(ids, millions, strict=True)))
    shares = vp.shares(made, vp.regime(key))
    assert all(0 <= share <= 1 for share in shares.values())
    red = {
        finding.check for finding in vp.findings(made, vp.regime(key)) if finding.lamp != "green"
    }
    assert {check for check in CHECKS if shares[check] < 1} == red & set(CHECKS)
    sums = vp.balance(made.budget)
    assert sums.gap_idr == sums.income_idr - sums.spending_idr + sums.financing_idr


def test_a_line_without_root_lowers_the_indices(village: vp.Village) -> None:
    more = replace(village, works=(*village.works, replace(village.works[0], id="K99", rpjm="")))
    assert vp.consistency(more) == 9 / 13 and vp.timing(more) == 7 / 13
    assert "K99" in vp.turned_back(more) and not may_be_budgeted(more.works[-1])


def test_papers_are_read_from_excel_too(copied: Path) -> None:
    import pandas as pd

    expected = vp.check_village(copied)
    for name in vp.VILLAGE_TABLES:
        frame = pd.read_csv(copied / f"{name}.csv", dtype=str, keep_default_na=False)
        if "date" in frame:
            frame["date"] = pd.to_datetime(frame["date"].where(frame["date"] != ""))
        frame.to_excel(copied / f"{name}.xlsx", index=False)
        (copied / f"{name}.csv").unlink()
    assert vp.check_village(copied).equals(expected)


@pytest.mark.parametrize(
    "written",
    [
        *(
            "21-1-2010",
            "21/01/2010",
            "21.1.2010",
            "2010-01-21",
            "2010-1-21 00:00:00",
            "21/01/2010 0:00",
        ),
        *("21 Januari 2010", "21 JAN 2010", "21-Jan-2010"),
    ],
)
def test_days_are_read_as_people_write_them(copied: Path, written: str) -> None:
    text = (copied / "rapat.csv").read_text("utf-8")
    (copied / "rapat.csv").write_text(text.replace("2010-01-21", written), "utf-8")
    assert vp.read_village(copied).held("musrenbang_desa")[0].date == "2010-01-21"


@pytest.mark.parametrize(
    "written",
    [
        "21-1-10",
        "21-Jan-10",
        "01/21/2010",
        "21 Smarch 2010",
        "0010-01-21",
        "21 Januari",
        "40199",
        "Kamis",
    ],
)
def test_a_day_that_may_be_read_two_ways_is_asked_back(copied: Path, written: str) -> None:
    text = (copied / "rapat.csv").read_text("utf-8")
    (copied / "rapat.csv").write_text(text.replace("2010-01-21", written), "utf-8")
    with pytest.raises(BadData, match=r"rapat\.csv, baris 8, kolom date.*tahun empat angka"):
        vp.read_village(copied)


def test_what_was_not_handed_in_is_told_and_the_rest_is_checked(copied: Path) -> None:
    for name in ("rapat", "naskah", "apb_desa"):
        (copied / f"{name}.csv").unlink()
    table = vp.check_village(copied)
    assert "berkas apb_desa tidak ada" in " ".join(table["what"])
    from_them = [key for key in ITEMS if key not in ("costed", "rkp_selfhelp")]
    assert set(table.loc[table["check"].isin(from_them), "lamp"]) == {"yellow"}, (
        "not judged, so not red"
    )
    rest = vp.check_village(FOLDER)
    assert "red" in set(rest.loc[rest["check"].isin(from_them), "lamp"])
    assert (
        vp.read_village(copied).name == copied.name
        and vp.consistency(vp.read_village(copied)) == 0.75
    )


def test_every_bad_cell_is_told_at_once_with_its_place(copied: Path) -> None:
    def edit(name: str, old: str, new: str) -> None:
        text = (copied / f"{name}.csv").read_text("utf-8")
        assert old in text
        (copied / f"{name}.csv").write_text(text.replace(old, new, 1), "utf-8")

    edit("rkp_desa", "110000000,apb_desa", "seratus,bupati")
    edit("rkp_desa", "desa,M03", "desa,M33")
    edit("naskah", "2010-12-20", "31-2-2010")
    edit("apb_desa", "P02,income", "P01,income")
    edit("rpjm_desa", "2012,2013", "2012,20013")
    with pytest.raises(BadData) as caught:
        vp.check_village(copied)
    places = {(fault.file, fault.row, fault.column) for fault in caught.value.faults}
    assert places == {
        ("rkp_desa.csv", 2, "cost_idr"),
        ("rkp_desa.csv", 2, "payer"),
        ("rkp_desa.csv", 3, "rpjm"),
        ("naskah.csv", 10, "date"),
        ("apb_desa.csv", 3, "id"),
        ("rpjm_desa.csv", 6, "last_year"),
    }
    assert "diharapkan tanggal seperti 2010-01-21" in str(caught.value)


@pytest.mark.parametrize(
    ("name", "old", "new", "column"),
    [
        ("rpjm_desa", "2012,2013", "2012,2011", "last_year"),
        ("rkp_desa", "350 m,2011", "350 m,2012", "year"),
        ("rapat", "48,11", "48,49", "women"),
        ("naskah", "7,0", "7,8", "women"),
        ("apb_desa", "0,52000000", "0,53000000", "add_idr"),
        ("apb_desa", "income,pades", "income,pay", "group"),
        ("apb_desa", "spending,pay", "spending,add", "group"),
        ("rapat", "2009-12-05,41", ",41", "date"),
    ],
)
def test_what_makes_no_sense_is_told(
    copied: Path, name: str, old: str, new: str, column: str
) -> None:
    path = copied / f"{name}.csv"
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")
    with pytest.raises(BadData) as caught:
        vp.read_village(copied)
    assert {fault.column for fault in caught.value.faults} == {column}


def test_an_empty_plan_and_a_missing_folder_are_told(copied: Path) -> None:
    header = (copied / "rkp_desa.csv").read_text("utf-8").splitlines()[0]
    (copied / "rkp_desa.csv").write_text(header + "\n", "utf-8")
    (copied / "apb_desa.csv").unlink()
    with pytest.raises(BadData, match="tidak berisi satu baris pun"):
        vp.read_village(copied)
    with pytest.raises(BadData, match="folder ini tidak ada"):
        vp.read_village(copied / "lain")


def test_two_lines_for_one_work_are_compared_with_it_together(village: vp.Village) -> None:
    rules = vp.regime("2010")
    fine = parts(MENDED["link"](village), "selfhelp_idr", B04=26)
    split = []
    for line in fine.budget:
        if line.id == "B04":
            half = replace(
                line, amount_idr=line.amount_idr // 2, selfhelp_idr=line.selfhelp_idr // 2
            )
            split += [half, replace(half, id="B04b")]
        else:
            split.append(replace(line, rkp="K01") if line.group == "swadaya" else line)
    twice = replace(fine, budget=tuple(split))
    assert vp.shares(twice, rules) == vp.shares(fine, rules)
    assert vp.self_help(twice) == vp.self_help(fine)
    short = replace(twice, budget=tuple(line for line in twice.budget if line.id != "B04b"))
    (red,) = (finding for finding in findings_of(short, "link") if finding.lamp == "red")
    assert red.where == "apb_desa B04" and "Rp 55.000.000" in red.what
    bare = replace(short, budget=tuple(line for line in short.budget if line.id != "B04"))
    waiting = {finding.where for finding in findings_of(bare, "link") if finding.lamp == "yellow"}
    assert "rkp_desa K01" in waiting, "income that names a work does not pay for it"


def test_the_lamp_of_the_years_is_green_only_when_their_share_is_whole(village: vp.Village) -> None:
    years = {line.id: line.first_year for line in village.plan}
    timely = tuple(replace(work, year=years.get(work.rpjm, 2011)) for work in village.works)
    for works in (timely, tuple(work for work in timely if work.rpjm)):
        made = replace(village, works=works)
        lamps = [finding.lamp for finding in findings_of(made, "in_year")]
        assert (lamps == ["green"]) == (vp.timing(made) == 1)


def test_a_hamlet_that_met_twice_is_one_hamlet(village: vp.Village) -> None:
    rules = vp.regime("2010")
    again = replace(village.meetings[0], date="2010-01-10")
    twice = replace(village, meetings=(*village.meetings, again))
    assert vp.instrument(twice, rules)["hamlets"] == vp.instrument(village, rules)["hamlets"]
    assert vp.instrument(village, rules)["hamlets"].seen == "4 dari 5 dusun"
