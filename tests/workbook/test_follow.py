"""One proposal is followed: what its board shows is what the run says, it is kept, and paper has its last frame."""

from __future__ import annotations

from pathlib import Path

import pytest

import p2spp_sim as p2
from p2spp_sim.base.language import set_language
from p2spp_sim.workbook.case.followed import FollowedRun, changed_gate, compared
from p2spp_sim.workbook.saving.progress import Progress
from p2spp_sim.workbook.units.shared.follow_board import (
    SUMEDANG,
    TIRTAMULYA,
    WANASARI,
    Followable,
    FollowBoard,
)


@pytest.fixture(autouse=True)
def _indonesian() -> None:
    set_language("id")


def board(folder: Path, *places: Followable) -> FollowBoard:
    return FollowBoard(Progress("06", "K1", folder), places or (WANASARI, TIRTAMULYA), 7)


@pytest.mark.parametrize("place", [WANASARI, TIRTAMULYA, SUMEDANG], ids=lambda place: place.dataset)
def test_the_state_of_the_lane_is_the_funnel_of_the_run(tmp_path: Path, place: Followable) -> None:
    shown = board(tmp_path, place)
    run = shown.followed.run
    for change in dict(shown.lane.changes) if place is WANASARI else [""]:
        shown.lane.change = change
        run, state = shown.followed.run, shown.lane.lane
        funnel = run.funnel()
        came = funnel[funnel["entered"] > 0]
        assert [gate["in"] for gate in state["gates"]] == came["entered"].tolist()
        assert [gate["out"] for gate in state["gates"]] == came["count"].tolist()
        assert [gate["label"] for gate in state["gates"]] == came["label"].tolist()
        assert sum(state["counts"]) == len(state["of"]) == len(run.frame())
        ends = [state["ways"][way]["bin"] for way in state["of"]]
        assert ends.count(-1) == state["arrived"] == run.frame()["built"].sum()
        lost = [sum(gate["lost"].values()) for gate in state["gates"]]
        assert sum(lost) == len(ends) - ends.count(-1) + state["silent"]


def test_every_gate_says_the_words_of_the_trace(tmp_path: Path) -> None:
    shown = board(tmp_path)
    run, labels = shown.followed.run, [gate["label"] for gate in shown.lane.lane["gates"]]
    for proposal in shown.followed.ids[::97]:
        shown.lane.tagged = proposal
        life, gates = shown.lane.life, run.trace(proposal).gates
        assert shown.followed.ids[life["place"]] == life["id"] == proposal
        verdicts = life["verdicts"][len(life["verdicts"]) - len(gates) :]
        for verdict, gate in zip(verdicts, gates, strict=True):
            assert labels[verdict["gate"]] == gate["label"]
            assert (gate["pot"] or gate["reason_text"]) in verdict["decided"]
            assert verdict["passed"] == bool(gate["pot"])
            if "Peringkat" in verdict["asked"]:
                assert f"Peringkat {gate['rank']} dari {gate['of']};" in verdict["asked"]


def test_one_lever_changes_one_gate_on_the_same_draws(tmp_path: Path) -> None:
    shown = board(tmp_path)
    assert shown.lane.ghost == {} and shown.lane.life["end"].endswith(
        "berkas pendukung belum lengkap"
    )
    shown.lane.change = "papers_help"
    said = shown.lane.ghost["said"]
    assert "semula berhenti di Forum SKPD" in said and "kini sampai ke ujung" in said
    assert "Gerbang yang berubah: Forum SKPD (rancangan Renja)." in said
    entered = [
        run.run.funnel().set_index("stage")["entered"]["kua_ppas"]
        for run in (shown.followed, shown._run(shown.lane.world, ""))
    ]
    assert "uangnya tetap, jadi lebih banyak usulan berebut" in said and entered[0] > entered[1]
    assert f"KUA-PPAS: masuk {entered[0]} usulan" in said
    assert shown.lane.ghost["reason"] == "berkas pendukung belum lengkap"
    course = [shown.lane.lane["gates"][gate]["label"] for gate in shown.lane.ghost["course"]]
    assert course[-1] == "Forum SKPD (rancangan Renja)"
    shown.lane.change = "alignment_weight"
    assert "tidak berubah" in shown.lane.ghost["said"]


def test_a_table_that_only_one_rule_book_knows_is_not_what_changed(tmp_path: Path) -> None:
    world = p2.World.load("wanasari")
    old, new = (
        FollowedRun(p2.run_year(world, p2.Scenario.load(name), seed=7)) for name in ("2010", "sipd")
    )
    labels = {gate.label for gate in new.gates} | {gate.label for gate in old.gates}
    fates = set()
    for proposal in [name for name in old.ids if name in new.places][::41]:
        was, life = old.life_of(proposal), new.life_of(proposal)
        gate = changed_gate(old, new, was, life)
        fates.add(gate)
        assert gate in labels | {""}
        assert (was.end in compared(old, new, life, was)) or was.verdicts[-1].passed
        assert "berubah: ." not in compared(old, new, life, was)
        if gate == "Musrenbang kecamatan":  # passed on to a table that 2010 has not is no change
            assert {
                v.passed
                for life in (was, life)
                for v in life.verdicts
                if v.gate == "musrenbang_kecamatan"
            } != {True}
    assert len(fates) > 3
    gone = compared(old, new, None, old.life_of(old.ids[0]))
    assert gone.startswith(f"{old.ids[0]} tidak ada dengan")


def test_what_is_followed_is_kept_and_what_is_unknown_is_said(tmp_path: Path) -> None:
    shown = board(tmp_path)
    first = shown.values
    assert shown.progress.part("ikuti") == {}
    shown.lane.asked = shown.lane.tagged = "karangjati"
    assert shown.followed.villages[shown.lane.life["place"]] == "Karangjati"
    shown.lane.tapped = 5
    shown.lane.change = "sipd"
    assert shown.values["usulan"] == shown.followed.ids[5]
    assert board(tmp_path).values == shown.values == shown.progress.part("ikuti")
    shown.lane.asked = shown.lane.tagged = "Negeri di awan"
    assert "“Negeri di awan” tidak ada di antara usulan" in shown.lane.note
    assert shown.values["usulan"] == shown.followed.ids[5]
    shown.lane.query = "rawa"
    assert all("Rawa" in about for _, about in shown.lane.offers) and len(shown.lane.offers) == 8
    shown.lane.world = "tirtamulya"
    assert shown.values == {"kabupaten": "tirtamulya", "ubah": "", "usulan": "U13"}
    shown.reset()
    assert shown.values == first


def test_what_is_proposed_is_found_by_its_words(tmp_path: Path) -> None:
    shown = board(tmp_path)
    shown._offer("tanggulnya")
    assert not shown.lane.offers, "Wanasari has no dike"
    shown.lane.world = "tirtamulya"
    shown.lane.asked = shown.lane.tagged = "tanggulnya"
    assert shown.values["usulan"] == "U13" and not shown.lane.note


@pytest.mark.parametrize(
    "saved", [{"kabupaten": "Atlantis"}, {"kabupaten": "wanasari", "ubah": "x"}, {"usulan": 3}]
)
def test_a_saved_value_that_no_longer_fits_is_told(
    tmp_path: Path, saved: dict[str, object]
) -> None:
    Progress("06", "K1", tmp_path).put("ikuti", {"kabupaten": "wanasari", **saved})
    shown = board(tmp_path)
    assert shown.lost and shown.values["kabupaten"] == "wanasari" and shown.lane.lane["gates"]
    assert shown.lost[0] in shown.widget.children[1].value


def test_paper_has_the_last_frame_and_its_table_in_black_and_white(tmp_path: Path) -> None:
    shown = board(tmp_path)
    html = shown.static()
    funnel = shown.followed.run.funnel()
    table = shown.lane.table
    for row in funnel.itertuples():
        assert row.label in html and f"{row.entered:,}".replace(",", ".") in table
    assert "U-0304" in html and "<table" in html and html.count("<circle") == 1
    drawn = html[html.index("<svg") : html.index("</svg>")]
    assert not {"#0b4f8a", "#8a4b00", "#f2a900"} & {word for word in drawn.split('"')}
