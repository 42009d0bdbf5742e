"""Unit 05: the recorded Renja by hand, the forum under its ceilings, and that the text says no more than the model."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from p2spp_sim.model.rulebook import Reason
from p2spp_sim.workbook.controls import Classify
from p2spp_sim.workbook.core.board import Board
from p2spp_sim.workbook.core.unit import Unit
from p2spp_sim.workbook.page.markup import MILLION
from p2spp_sim.workbook.units.shared.paired import PairedMeasure
from p2spp_sim.workbook.units.u05.answers import code_of, replies, tercatat
from p2spp_sim.workbook.units.u05.decided import LATER, decided
from p2spp_sim.workbook.units.u05.draft_renja import (
    agencies,
    ceilings,
    items,
    laid,
    on_record,
    recorded,
)
from p2spp_sim.workbook.units.u05.years_board import STOPS, YEARS, _seat_measures, calm_share, lived
from tests.notebooks.notebooks import FOLDER
from tests.workbook.conftest import Opener

RECORD = {"U01": "full", "U04": "full", "U05": "full", "U07": "full", "U10": "part", "U13": "part"}
CODES = {"U03": "D", "U06": "B", "U09": "D", "U11": "C", "U15": "D"}


def board_of(unit: Unit, name: str = "forum") -> Board:
    board = unit.board(name)
    assert isinstance(board, Board)
    return board


def decide(board: Board, fates: dict[str, str], codes: dict[str, str]) -> None:
    control = board["putusan"]
    assert isinstance(control, Classify)
    control.value = {
        key: {"fate": fates.get(key, ""), "code": codes.get(key, "")} for key in control.value
    }


def as_recorded(board: Board) -> None:
    control = board["putusan"]
    assert isinstance(control, Classify)
    decide(board, {key: RECORD.get(key, "out") for key in control.value}, CODES)


def test_the_library_agrees_with_the_curriculum(opened: Opener) -> None:
    """Check NB05: 6 of 11, 1,230 of 2,955, 48.5 % of 2,535, and the counts by agency."""
    desk = opened("05").desk
    plan = on_record(desk)
    assert (len(plan.granted), len(plan.papers)) == (6, 11)
    assert (plan.granted_idr // MILLION, plan.asked_idr // MILLION, plan.whole_idr // MILLION) == (
        1230,
        2955,
        2535,
    )
    assert (
        sum(item.cost_idr for item in items(desk).values()) == 1305 * MILLION
        and len(items(desk)) == 6
    )
    assert {key: round(100 * share, 1) for key, share in plan.shares.items()} == {
        "jumlah": 54.5,
        "nilai": 41.6,
        "isi": 48.5,
    }
    counts = {
        name: (len(plan.of(name).granted), len(plan.of(name).papers)) for name in agencies(desk)
    }
    assert list(counts.values()) == [(3, 4), (1, 2), (2, 2), (0, 2), (0, 1)]
    assert [name.split()[-1] for name in counts] == [
        "Umum",
        "Pendidikan",
        "Kesehatan",
        "Pertanian",
        "Koperasi",
    ]
    assert (
        items(desk)["R06"].cost_idr == 75 * MILLION and desk.papers["U03"].cost_idr == 210 * MILLION
    )


def test_the_exercises_worked_out_by_hand(opened: Opener) -> None:
    unit = opened("05")
    by_hand: dict[str, Any] = {
        "05-2": 51.5,  # (1,230 + 75) / 2,535
        "05-3": {
            "PU": 46.8,
            "DIK": 54.0,
            "KES": 78.6,
            "TAN": 0,
            "KOP": 0,
        },  # 740 / 1,580, 270 / 500, 220 / 280
        "05-4": {"kepala_dinas": "jumlah", "bkad": "nilai"},
        "05-6": "sebagian",  # 105 of 210 fits under 140, 210 does not
    }
    for key, given in by_hand.items():
        assert unit.exercise(key).exercise.check(given).state == "benar", key


def test_the_forum_tells_shares_ceilings_and_missing_reasons(opened: Opener) -> None:
    unit = opened("05")
    board = board_of(unit)
    assert (
        "Diputuskan 0 dari 11" in board.answered.text
        and "sisa Rp 1.230 juta" in board.answered.text
    )
    as_recorded(board)
    text = board.answered.text
    assert "6 usulan (54,5%), Rp 1.230 juta dari Rp 2.955 juta (41,6%); 48,5% isi Renja" in text
    assert "sisa Rp 0 juta" in text and "Di atas pagu" not in text
    assert "dengan alasan (kode A sampai E): 5 dari 7" in text and "Tanpa alasan: U10, U13." in text
    assert isinstance(board["putusan"], Classify) and board["putusan"].complete, (
        "no code is asked of what is granted in full"
    )
    control = board["putusan"]
    assert isinstance(control, Classify)
    decide(board, dict.fromkeys(control.value, "full"), {"U01": "A"})
    text = board.answered.text
    assert (
        "Melebihi pagu bersama Rp 2.535 juta sebesar Rp 1.725 juta" in text
        and "Dinas Koperasi Rp 35 juta" in text
    )
    assert (
        "berkode penolakan: U01" in text and "lebih Rp 840 juta" in board.answered.pictures[1].svg
    )
    decide(board, dict.fromkeys(control.value, "out"), {"U01": "F", "U03": "-", "U04": "A"})
    assert "dengan alasan (kode A sampai E): 1 dari 11" in board.answered.text


def test_postponing_an_item_makes_room_but_not_across_agencies(opened: Opener) -> None:
    unit = opened("05")
    board = board_of(unit)
    control = board["putusan"]
    assert isinstance(control, Classify)
    decide(board, {**{key: RECORD.get(key, "out") for key in control.value}, "U03": "part"}, CODES)
    board[f"{LATER}R06"].value = True
    assert (
        "sebesar Rp 30 juta" in board.answered.text
        and "Dinas Pertanian Rp 105 juta" in board.answered.text
    )
    board[f"{LATER}R04"].value = True
    assert "sisa Rp 110 juta" in board.answered.text and "Di atas pagu" not in board.answered.text
    table = laid(unit.desk)
    plan = decided(table, board.values).plan
    assert plan.whole_idr == sum(plan.of(name).whole_idr for name in agencies(unit.desk))
    assert sum(table.rooms.values()) - plan.whole_idr == 110 * MILLION


def test_the_record_opens_only_when_asked_and_follows_the_forum(opened: Opener) -> None:
    unit = opened("05")
    forum, record = board_of(unit), board_of(unit, "rekaman")
    assert not record.answered.text and not record.answered.pictures[0].svg
    record["buka"].value = True
    as_recorded(forum)
    assert "6 dari 11 usulan, Rp 1.230 juta" in record.answered.text
    assert "tanpa alasan tercatat: U10, U13" in record.answered.text
    agency, table = record.answered.tables
    assert (
        [row[1] for row in agency.rows]
        == [row[2] for row in agency.rows]
        == ["3 dari 4", "1 dari 2", "2 dari 2", "0 dari 2", "0 dari 1"]
    )
    for row in table.rows:
        key, _, mine, code, theirs, their_code, _ = row
        assert mine == theirs, key
        assert their_code == (replies().code["F"].label["id"] if key in ("U10", "U13") else code), (
            key
        )


@pytest.mark.parametrize("edition", ["participant", "trainer", "solved"])
def test_learners_open_the_record_only_after_deciding_every_proposal(
    opened: Opener, edition: str
) -> None:
    unit = opened("05", edition=edition)
    forum, record = board_of(unit), board_of(unit, "rekaman")
    record["buka"].value = True
    keys, shut = list(forum["putusan"].value), edition == "participant"  # type: ignore[arg-type]
    for decided_on in ([], keys[:-1]):
        decide(forum, dict.fromkeys(decided_on, "full"), {})
        assert ("sesudah semua usulan diputuskan" in record.summary.value) is shut
        assert (
            bool(record.answered.tables) is not shut
            and bool(record.answered.pictures[0].svg) is not shut
        )
    decide(forum, dict.fromkeys(keys, "out"), {})
    assert "Renja tercatat: " in record.summary.value and record.answered.tables, (
        "reasons may come later"
    )


def test_codes_are_the_librarys_reasons() -> None:
    named = {code.reason for code in replies().code.values() if code.reason}
    assert named <= {reason.key for reason in Reason} and len(replies().code) == 6
    assert sorted(reply.code for reply in replies().reply.values()) == list("ABCDEF")
    assert code_of("ceiling") == "D" and code_of("") == "F" and code_of("land") == "F"


def test_every_recorded_refusal_has_a_code(opened: Opener) -> None:
    refused = {key: reason for key, (idr, reason) in recorded(opened("05").desk).items() if not idr}
    assert {key: code_of(reason) for key, reason in refused.items()} == CODES


@pytest.mark.parametrize("seed", [7, 11, 23])
def test_what_the_text_says_of_replies_is_so(seed: int) -> None:
    before = lived(seed, calm_share())
    none, all_, stopped = lived(seed, 0.0), lived(seed, 1.0), lived(seed, 1.0, True)
    assert all_.trust[-1] > before.trust[-1] + 0.1 and none.trust[-1] < before.trust[-1]
    assert (all_.voiced - before.voiced).mean() > 0.01, "more is voiced"
    assert abs((all_.accepted - before.accepted).mean()) < 0.01, "but no more reaches the budget"
    assert np.array_equal(stopped.trust[:STOPS], all_.trust[:STOPS])
    assert stopped.trust[STOPS - 1] - stopped.trust[-1] > 0.08, "trust falls back"
    assert abs(stopped.trust[-1] - before.trust[-1]) < 0.03
    assert len(before.trust) == YEARS == 8 and STOPS == 3


def sure(measure: PairedMeasure) -> float:
    mean, half = measure.difference
    return mean if abs(mean) > half else 0.0


@pytest.mark.parametrize("seed", [7, 11])
def test_what_the_text_says_of_seats_and_weight_is_so(seed: int) -> None:
    names = ("from_musrenbang", "priorities", "order", "citizens")
    seats = dict(zip(names, _seat_measures(seed, (("delegates_in_forum_skpd", 5),)), strict=True))
    weight = dict(zip(names, _seat_measures(seed, (("alignment_weight", 1.0),)), strict=True))
    assert sure(seats["order"]) > 0 and sure(weight["order"]) > 0, "they change which"
    assert sure(weight["from_musrenbang"]) > 2 * seats["from_musrenbang"].difference[0] > 0
    assert weight["citizens"].difference[0] > seats["citizens"].difference[0], "weight shifts more"
    assert weight["priorities"].now.mean() < 0.5, "documents, land and ceilings go on filtering"


def test_the_boards_of_years_and_seats_answer(opened: Opener) -> None:
    unit = opened("05")
    forum, years, seats = board_of(unit), board_of(unit, "jawaban"), board_of(unit, "kursi")
    still = years.answered
    assert "kelompok Anda" not in still.text
    as_recorded(forum)
    assert "memberi alasan pada 5 dari 5 penolakan (100%)" in years.summary.value, (
        "it follows the forum"
    )
    years["answer_rejections"].value = 100
    moved = years.answered
    assert moved.pictures[0].svg != still.pictures[0].svg and "▼1" not in moved.pictures[0].svg
    years["berhenti"].value = True
    assert "tahun terakhir dijawab" in years.answered.pictures[0].alt
    assert seats.answered.text.count("tidak berubah") == 4
    seats["alignment_weight"].value = "100"
    assert "Rentang 95%" in seats.answered.text and not seats.guard.widget.value


def test_what_the_text_says_of_the_data_is_so(opened: Opener) -> None:
    unit = opened("05")
    desk = unit.desk
    text = (FOLDER / unit.bank.unit.notebook).read_text(encoding="utf-8")
    assert len(on_record(desk).papers) == 11 and "sebelas usulan layak" in text
    works = [item for item in items(desk).values() if item.skpd == "Dinas Pekerjaan Umum"]
    assert len(works) == 2 and "dua kegiatan dinasnya sendiri" in text
    assert [item.what for item in items(desk).values() if item.skpd == "Dinas Pertanian"] == [
        "Pameran hasil pertanian"
    ]
    fates = {key: idr for key, (idr, _) in recorded(desk).items()}
    assert fates["U01"] == desk.papers["U01"].cost_idr and not fates["U03"], (
        "his bridge is there, his irrigation not"
    )
    assert 2 * fates["U13"] == desk.papers["U13"].cost_idr and not recorded(desk)["U13"][1], (
        "half, without a word"
    )
    shares = [
        len(on_record(desk).of(name).granted) / len(on_record(desk).of(name).papers)
        for name in agencies(desk)
    ]
    assert 1.0 in shares and 0.0 in shares, "one agency takes all, another none"
    assert ceilings(desk) == {name: on_record(desk).of(name).whole_idr for name in agencies(desk)}
    assert tercatat(desk)["sebagian"] == "U10, U13"
