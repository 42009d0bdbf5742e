"""Unit 07: the answers of the curriculum, a budget locked until it balances, and a text that says what is so."""

from __future__ import annotations

from typing import Any

import pytest

from p2spp_sim import village_plan as vp
from p2spp_sim.base.errors import P2sppError
from p2spp_sim.base.files import data_path
from p2spp_sim.village_plan.days import day
from p2spp_sim.village_plan.papers import PAPERS
from p2spp_sim.workbook.case.village_papers import pack
from p2spp_sim.workbook.core.unit import Unit
from p2spp_sim.workbook.page.markup import MILLION
from p2spp_sim.workbook.units.u07.answers import (
    CHECKS,
    in_steps,
    put_right,
    steps_as_dated,
    steps_of_law,
    with_budget,
)
from p2spp_sim.workbook.units.u07.own_papers import OwnPapers
from tests.workbook.conftest import Opener
from tests.workbook.test_exercises import BY_ID, desk, exercise
from tests.workbook.units.test_u02 import board, text_of

# Worked out by hand in the curriculum (domain/curriculum.md, NB07).
BY_HAND: dict[str, Any] = {
    "07-1": 530 - 510,
    "07-2": 100 - 72,
    "07-5": ["rkp_desa", "raperdes_apb", "kesepakatan_bpd", "evaluasi", "perdes_apb", "pengumuman"],
    "07-6": {"lppd": "bupati", "lkpj": "bpd", "summary": "residents"},
}
RIGHT = {"P03": 12, "P06": 6, "B06": 60, "B08": 0}


@pytest.mark.parametrize("key", BY_HAND)
def test_the_library_agrees_with_the_answers_worked_out_by_hand(key: str) -> None:
    assert exercise(BY_ID[key]).check(BY_HAND[key]).state == "benar"


def put(unit: Unit, **millions: int) -> None:
    grid = board(unit, "anggaran")["pos"]
    grid.value = {**grid.value, **millions}


def mend(unit: Unit) -> None:
    made = board(unit, "anggaran")
    put(unit, **RIGHT, T02=20)
    made["dari_add"].value = 72
    made["swadaya"].value = "B04"
    board(unit, "perdes")["langkah"].value = list(steps_of_law(unit.desk))


def test_the_board_begins_with_the_draft_and_six_lamps_that_are_not_green(opened: Opener) -> None:
    unit = opened("07")
    made = board(unit, "anggaran")
    assert made["pos"].rupiah == {line.id: line.amount_idr for line in pack(unit.desk).budget}
    assert "Lampu hijau: 0 dari 6" in made.answered.text and "sisa Rp 20 juta" in made.answered.text
    assert "paling banyak Rp 72 juta, dalam rancangan Rp 100 juta" in made.answered.text
    lamps, sides = made.answered.pictures
    assert lamps.alt.count("merah") == 6 and "Rp 530 juta" in sides.alt


def test_a_deficit_is_told_as_one(opened: Opener) -> None:
    made = board(opened("07"), "anggaran")
    made["pos"].value = {**made["pos"].value, "T02": 70}
    assert (
        "belanja kekurangan Rp 50 juta" in made.answered.text and "sisa" not in made.answered.text
    )


def test_the_days_follow_the_order_of_the_steps(opened: Opener) -> None:
    """What is told of dates on one board is what the lamp of the other reads."""
    unit = opened("07")
    made = board(unit, "perdes")
    dated = [row[2] for row in made.answered.tables[0].rows]
    made["langkah"].value = list(steps_of_law(unit.desk))
    assert [row[2] for row in made.answered.tables[0].rows] == dated, (
        "the same days, in the new order"
    )
    moved = in_steps(pack(unit.desk), steps_of_law(unit.desk))
    paper = moved.paper("evaluasi")
    assert (
        paper
        and day(paper.date)
        == dict(row[1:3] for row in made.answered.tables[0].rows)[PAPERS["evaluasi"]]
    )


def test_sending_is_locked_until_the_budget_balances(opened: Opener) -> None:
    unit = opened("07")
    made = board(unit, "anggaran")
    assert made["kirim"].widget.disabled and not made.answered.tables
    put(unit, T02=20)
    assert (
        not made["kirim"].widget.disabled and "kotak Kirim ke Camat terbuka" in made.answered.text
    )
    made["kirim"].value = True
    assert "catatan pada 5 lampu" in made.answered.text
    (note,) = made.answered.tables
    assert {row[0] for row in note.rows} == {"■ merah"}
    put(unit, T02=19)
    assert (
        made["kirim"].widget.disabled and made["kirim"].value is False and not made.answered.tables
    )
    put(unit, T02=0, T03=20)
    assert not made["kirim"].widget.disabled, "any place in financing will do"


def test_a_sent_budget_comes_back_sent(opened: Opener) -> None:
    unit = opened("07")
    put(unit, T02=20)
    board(unit, "anggaran")["kirim"].value = True
    again = board(opened("07"), "anggaran")
    assert again["kirim"].value is True and not again["kirim"].widget.disabled
    assert "catatan pada 5 lampu" in again.answered.text


def test_each_mending_lights_one_lamp(opened: Opener) -> None:
    unit = opened("07")
    made = board(unit, "anggaran")

    def green() -> int:
        return made.answered.pictures[0].alt.count(": hijau")

    steps = [
        lambda: put(unit, T02=20),
        lambda: put(unit, P03=12, P06=6),
        lambda: put(unit, B06=60, B08=0),
        lambda: setattr(made["dari_add"], "value", 72),
        lambda: setattr(made["swadaya"], "value", "B04"),
        lambda: setattr(board(unit, "perdes")["langkah"], "value", list(steps_of_law(unit.desk))),
    ]
    for count, step in enumerate(steps, 1):
        step()
        assert green() == count
    assert "Keenam lampu hijau" in made.answered.text
    made["kirim"].value = True
    assert (
        "Camat tidak mempunyai catatan" in made.answered.text and made.answered.tables[0].rows == ()
    )


def test_self_help_belongs_to_the_work_it_was_pledged_for(opened: Opener) -> None:
    unit = opened("07")
    mend(unit)
    made = board(unit, "anggaran")
    assert "6 dari 6" in made.answered.text
    made["swadaya"].value = "B05"
    assert "5 dari 6" in made.answered.text


def test_the_regime_changes_one_lamp_and_no_other(opened: Opener) -> None:
    unit = opened("07")
    made = board(unit, "anggaran")

    def cells() -> dict[str, str]:
        return {row[0]: row[1] for row in made.answered.pictures[0].table.rows}

    before = cells()
    board(unit, "rezim")["rezim"].value = "dana_desa"
    after = cells()
    assert [name for name in before if before[name] != after[name]] == [
        "Batas aparatur dan operasional"
    ]
    assert after["Batas aparatur dan operasional"] == "100,0%"
    assert "dihitung dari seluruh belanja desa Rp 510 juta" in made.answered.text
    assert "lampu batas berubah, lima yang lain tidak" in text_of("07_apb_desa.ipynb")
    board(unit, "rezim")["rezim"].value = "sipd"
    assert "Batas aparatur" in cells(), "operations no longer count, so its name leaves them out"


def test_the_steps_begin_as_dated_and_count_what_is_reversed(opened: Opener) -> None:
    unit = opened("07")
    made = board(unit, "perdes")
    assert (
        made["langkah"].value == list(steps_as_dated(unit.desk))
        and "1 dari 5 sambungan" in made.answered.text
    )
    made["langkah"].value = list(reversed(steps_of_law(unit.desk)))
    assert "5 dari 5 sambungan" in made.answered.text
    made["langkah"].value = list(steps_of_law(unit.desk))
    assert "Tidak ada yang terbalik" in made.answered.text


def test_the_reports_are_counted_and_named_as_the_regime_does(opened: Opener) -> None:
    unit = opened("07")
    made = board(unit, "laporan")
    assert made.answered.text == ""
    made["laporan"].value = {"lppd": "bupati", "lkpj": "dprd", "summary": "residents"}
    assert "Tepat: 2 dari 3" in made.answered.text
    assert "LKPJ Kepala Desa" in str(made.answered.tables[0].rows)
    board(unit, "rezim")["rezim"].value = "sipd"
    assert "LKPPD Kepala Desa" in str(made.answered.tables[0].rows)


def test_what_the_key_calls_right_is_what_lights_the_lamps() -> None:
    village, rules = pack(desk("07")), vp.regime("2010")
    right = {key: round(million * MILLION) for key, million in put_right(desk("07")).items()}
    mended = in_steps(
        with_budget(
            village, {**right, "T02": 20 * MILLION}, charged_idr=72 * MILLION, selfhelp_at="B04"
        ),
        steps_of_law(desk("07")),
    )
    assert (
        set(vp.shares(mended, rules).values()) == {1.0}
        and tuple(vp.shares(mended, rules)) == CHECKS
    )
    assert {key: right[key] // MILLION for key in RIGHT} == RIGHT


def test_what_the_text_says_of_the_budget_is_so(opened: Opener) -> None:
    unit, text = opened("07"), text_of("07_apb_desa.ipynb")
    expected = exercise(BY_ID["07-3"]).expected
    assert isinstance(expected, dict)
    assert list(expected.values()).count("sums") == 2 and "hanya dua yang melihat angka" in text
    assert len(set(expected.values()) - {"sums"}) == 4, "four more papers, each shows one"
    village = pack(unit.desk)
    own = next(line.amount_idr for line in village.budget if line.group == "add")
    mean = unit.desk.world.budget["add_idr"].sum() / 64
    assert own > 3 * mean and "jauh di atas rata-rata kabupaten" in text
    split = vp.add_split(village.budget, vp.regime("2010"))
    free = sum(line.amount_idr for line in village.budget if line.group == "pades")
    assert split.over_idr <= free and "PADes masih cukup menutupnya" in text
    agreed, enacted = village.paper("kesepakatan_bpd"), village.paper("perdes_apb")
    assert agreed and enacted and agreed.date[:7] == "2010-11" and enacted.date[:7] == "2010-12"


def test_own_papers_are_checked_as_the_command_checks_them(opened: Opener) -> None:
    papers = opened("07").board("periksa")
    assert isinstance(papers, OwnPapers)
    folder = data_path("datasets", "tirtamulya")
    files = [(f"{name}.csv", (folder / f"{name}.csv").read_bytes()) for name in vp.VILLAGE_TABLES]
    papers.take(files)
    findings = vp.check_village(folder)
    red = int((findings["lamp"] == "red").sum())
    assert red and f"{red} merah" in papers.found.value
    assert papers.found.value.count("■ merah") == red
    with pytest.raises(P2sppError, match="rpjm_desa"):
        papers.take(files[1:])
