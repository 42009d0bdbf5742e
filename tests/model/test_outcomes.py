"""Recorded outcomes are kept or decided anew: what is kept, what follows from it, and what the others share."""

import numpy as np
import pandas as pd
import pytest

import p2spp_sim as p2
from p2spp_sim.base.language import set_language
from p2spp_sim.cli.program import main
from p2spp_sim.model.loading import load_rules
from p2spp_sim.model.outcomes import OUTCOMES
from p2spp_sim.model.rulebook import Reason
from tests.model.test_recorded import REGIMES, district, kept, mine

BASE = p2.Scenario.load("2010")
CASE = p2.World.load("tirtamulya")


@pytest.fixture(autouse=True)
def indonesian():
    set_language("id")


@pytest.fixture
def folder(tmp_path):
    return district(tmp_path)


def recorded(folder, rows):
    columns = ["forum", "id", "approved_idr", "reason"]
    return kept(folder, pd.DataFrame(rows, columns=columns), "record")


def steps(run, proposal):
    return run.trace(proposal).frame().set_index("stage")


def in_pik(run):
    """Name recorded proposals that the territorial ceiling took."""
    ((part, step),) = run.steps("musrenbang_kecamatan")
    rows = step.rows[step.pot == 0].tolist()
    return {part.docket.ids[row] for row in rows if row < len(part.docket.ids)}


def some_record(own, book, seed, share=0.4):
    """Write down the lives of some proposals: from any forum that they can come to on, with or without gaps."""
    rng = np.random.default_rng(seed)
    start = book.beyond(next(source.to for source in book.source if source.key == "needs"))
    rows = []
    for row in own.sample(frac=share, random_state=seed).itertuples():
        asked, reached = row.cost_idr, start
        while forums := sorted(n for n in reached if n < len(book.forum)):
            forum = int(rng.choice(forums))
            spec = book.forum[forum]
            approved = int(asked * rng.choice([0, 0.7, 1.0, 1.0]))
            rows.append((spec.key, row.id, approved, "" if approved else "papers"))
            if not approved or rng.random() < 0.3:
                break
            asked = approved
            reached = frozenset().union(*(book.beyond(pot.to) for pot in spec.pots))
    return rows


@pytest.mark.parametrize("regime", REGIMES)
@pytest.mark.parametrize(
    "fill", ["skip", "village_first", "rotation", "equal_split", "best_package"]
)
def test_whatever_is_recorded_stands_and_nothing_is_lost(folder, regime, fill):
    own, scenario = mine(folder, 3), p2.Scenario.load(regime).change(pik_share=0.2, fill_rule=fill)
    book = load_rules(regime)
    for seed in range(3):
        rows = some_record(own, book, seed)
        kept(folder, own)
        run = p2.run_year(recorded(folder, rows), scenario, seed, outcomes="recorded").check()
        decided = {(forum, row_id): (idr, reason) for forum, row_id, idr, reason in rows}
        (part,) = run.parts
        for step in part.steps:
            key = book.forum[step.forum].key
            for at, row in enumerate(step.rows.tolist()):
                row_id = part.docket.ids[row] if row < len(part.docket.ids) else ""
                if (key, row_id) in decided:
                    idr, reason = decided.pop((key, row_id))
                    assert step.by[at] == 1 and step.granted[at] == idr
                    assert Reason(int(step.reason[at])).key == reason
                elif step.by[at]:
                    assert step.by[at] == 2 and step.granted[at] == step.asked[at]
        assert not decided


def test_a_later_record_says_that_a_proposal_passed_before(folder):
    kept(folder, mine(folder))
    alone = p2.run_year(kept(folder, mine(folder)), BASE, 7)
    frame = alone.frame().set_index("id")
    lost = frame.query("stage == 'forum_skpd' and recorded").index[0]
    asked = int(frame.loc[lost, "cost_idr"])
    world = recorded(folder, [("apbd", lost, asked // 2, "")])
    life = steps(p2.run_year(world, BASE, 7, outcomes="recorded").check(), lost)
    assert life.loc["forum_skpd", "outcome"] == "implied"
    assert life.loc["apbd", ["outcome", "decision", "granted_idr"]].tolist() == [
        "recorded",
        "reduced",
        asked // 2,
    ]
    assert life.loc["pelaksanaan", "outcome"] == "simulated"


def test_the_others_share_what_the_record_left_of_the_money(folder):
    own = mine(folder)
    scenario = BASE.change(pik_share=0.3)
    before = p2.run_year(kept(folder, own), scenario, 7)
    ceiling = before.money().set_index(["stage", "pot"]).loc[("musrenbang_kecamatan", "pik")]
    world = p2.World.read(folder)
    row_of = dict(zip(world.villages["code"].tolist(), world.kecamatan_of.tolist(), strict=True))
    first = own[own["village"].map(row_of) == 0]["id"].iloc[-12:].tolist()
    cost = own.set_index("id")["cost_idr"]
    rows = [("musrenbang_kecamatan", name, int(cost[name]), "") for name in first]
    run = p2.run_year(recorded(folder, rows), scenario, 7, outcomes="recorded").check()
    after = run.money().set_index(["stage", "pot"]).loc[("musrenbang_kecamatan", "pik")]
    assert after["ceiling_idr"] == ceiling["ceiling_idr"]
    one_pot, other_pot = (in_pik(year) for year in (before, run))
    assert 0 < len(other_pot & {*first}) < 12  # the others come on the list
    assert one_pot - other_pot - {*first}  # and what they drew is no longer there for those before


def test_a_record_beyond_a_ceiling_raises_it_and_the_run_says_so(folder):
    own = mine(folder).assign(cost_idr=40_000_000_000)
    kept(folder, own)
    rows = [("apbd", name, 40_000_000_000, "") for name in own["id"].iloc[:20]]
    run = p2.run_year(recorded(folder, rows), BASE, 7, outcomes="recorded").check()
    assert "Keputusan tercatat dipertahankan: 20, tersirat: " in repr(run)
    assert "Yang tercatat melebihi pagu, jadi pagunya dinaikkan: " in repr(run)
    money = run.money().set_index(["stage", "pot"]).loc[("apbd", "apbd")]
    assert money["granted_idr"] == money["ceiling_idr"] == 20 * 40_000_000_000


def test_without_being_asked_nothing_is_kept(folder):
    plain = p2.run_year(kept(folder, mine(folder)), BASE, 7)
    world = recorded(folder, [("apbd", "M000", 1, ""), ("forum_skpd", "M001", 0, "land")])
    again = p2.run_year(world, BASE, 7)
    assert again.frame().equals(plain.frame())
    assert set(steps(again, "M000")["outcome"]) == {"simulated"}
    assert "dipertahankan" not in repr(again) and "[" not in str(again.trace("M000"))


def test_a_rule_book_of_recorded_decisions_says_so_either_way():
    for outcomes in OUTCOMES:
        run = p2.run_year(CASE, p2.Scenario.load("unit06"), outcomes=outcomes).check()
        life = run.trace("U05")
        assert life.frame().set_index("stage").loc["kua_ppas", "outcome"] == "recorded"
        assert "[tercatat]" in str(life)
        assert run.frame()["approved_idr"].sum() == 610_000_000


def test_the_case_keeps_its_record_under_another_rule_book():
    run = p2.run_year(CASE, BASE, 3, outcomes="recorded").check()
    life = steps(run, "U05")
    assert life.loc["musrenbang_desa":"musrenbang_kecamatan", "outcome"].eq("implied").all()
    assert life.loc["kua_ppas", "granted_idr"] == 150_000_000
    assert steps(run, "U13").iloc[-1][["outcome", "reason"]].tolist() == [
        "recorded",
        "outside_money",
    ]


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        ([("forum_skdp", "M000", 1, "")], ["baris 2, kolom forum", "forum_skpd"]),
        ([("apbd", "M000", 1, "land")], ["baris 2, kolom reason", "kosongkan"]),
        ([("apbd", "M000", 0, "lahan")], ["baris 2, kolom reason", "land"]),
        ([("apbd", "M000", 10**12, "")], ["baris 2, kolom approved_idr", "paling banyak"]),
        (
            [("forum_skpd", "M000", 60, ""), ("apbd", "M000", 61, "")],
            ["baris 3, kolom approved_idr", "Rp 60"],
        ),
        (
            [("apbd", "M000", 1, ""), ("forum_skpd", "M000", 0, "land")],
            ["baris 2, kolom forum", "sudah ditolak oleh forum_skpd"],
        ),
        ([("reses", "M000", 1, "")], ["baris 2, kolom forum", "tidak dapat sampai"]),
        (
            [("mad", "M001", 1, ""), ("forum_x", "M000", 1, ""), ("apbd", "M002", 10**12, "")],
            ["baris 3", "baris 4"],
        ),
    ],
)
def test_a_record_that_contradicts_the_rules_is_told_with_its_row(folder, rows, told):
    kept(folder, mine(folder))
    world = recorded(folder, rows)
    with pytest.raises(p2.BadData) as error:
        p2.run_year(world, BASE, 7, outcomes="recorded")
    assert all(words in str(error.value) for words in told)
    p2.run_year(world, BASE, 7).check()


def test_a_record_of_a_channel_that_the_rules_do_not_know_is_told(folder):
    own = mine(folder)
    own["origin"] = np.where(own["id"] == "M000", "pokir", "musrenbang")
    kept(folder, own)
    world = recorded(folder, [("apbd", "M000", 1, "")])
    with pytest.raises(p2.BadData, match=r"baris 2, kolom id.*jalur usulan ini tidak ada"):
        p2.run_year(world, p2.Scenario.load("unit06"), outcomes="recorded")
    p2.run_year(world, BASE, outcomes="recorded").check()


def test_items_of_agencies_and_notes_of_the_council_keep_their_record_too(folder):
    world = kept(folder, mine(folder))
    renja = pd.DataFrame(
        {"id": ["R1", "M001"], "skpd": "PU", "what": "Jembatan", "cost_idr": 500_000_000}
    )
    reses = pd.DataFrame(
        {
            "id": ["P1", "P2"],
            "dapil": world.council["dapil"][0],
            "what": "Jalan",
            "cost_idr": [7, 0],
        }
    )
    kept(folder, renja, "renja")
    kept(folder, reses, "reses")
    rows = [
        ("forum_skpd", "renja:R1", 0, "plan_mismatch"),
        ("apbd", "RENJA:M001", 400_000_000, ""),
        ("kua_ppas", "P1", 6, ""),
    ]
    run = p2.run_year(recorded(folder, rows), BASE, 7, outcomes="recorded").check()
    assert steps(run, "renja:R1").iloc[-1]["reason"] == "plan_mismatch"
    assert steps(run, "renja:M001").loc["apbd", "granted_idr"] == 400_000_000
    assert steps(run, "P1").loc["kua_ppas", "granted_idr"] == 6
    world = recorded(folder, [*rows, ("kua_ppas", "P2", 6, "")])
    with pytest.raises(p2.BadData, match=r"baris 5, kolom id.*tulis cost_idr"):
        p2.run_year(world, BASE, outcomes="recorded")
    with pytest.raises(p2.BadData, match="tidak ada di tabel proposals, renja, reses"):
        recorded(folder, [("apbd", "R9", 1, "")])


def test_outcomes_have_two_words_and_need_a_record(folder):
    with pytest.raises(p2.UnknownName, match="recorded"):
        p2.run_year(CASE, BASE, outcomes="record")
    with pytest.raises(p2.P2sppError, match="tidak mencatat satu pun"):
        p2.run_year(kept(folder, mine(folder)), BASE, outcomes="recorded")


def test_the_command_keeps_a_record_and_its_trace_says_so(capsys):
    assert main(["run", "tirtamulya", "--outcomes", "recorded"]) == 0
    assert "Keputusan tercatat dipertahankan: 26" in " ".join(capsys.readouterr().out.split())
    assert main(["trace", "tirtamulya", "U05", "--putusan", "recorded"]) == 0
    told = capsys.readouterr().out
    assert "Menurut" in told and "tercatat" in told and "tersirat" in told
    assert main(["trace", "tirtamulya", "U05"]) == 0
    assert "Menurut" not in capsys.readouterr().out
