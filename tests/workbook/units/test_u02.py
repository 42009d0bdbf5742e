"""Unit 02: the answers of the curriculum, boards that answer, and a text that says what the papers have."""

from __future__ import annotations

import re
from typing import Any

import nbformat
import pytest

from p2spp_sim import village_plan as vp
from p2spp_sim.base.files import data_path
from p2spp_sim.village_plan.instrument import FIT, ITEMS, MEND
from p2spp_sim.village_plan.regimes import checks
from p2spp_sim.workbook.case.village_papers import pack
from p2spp_sim.workbook.core.board import Board
from p2spp_sim.workbook.core.unit import Unit
from p2spp_sim.workbook.units.u02.answers import items_of
from p2spp_sim.workbook.units.u02.boards import NO, YES
from p2spp_sim.workbook.units.u02.instrument_board import MARKS
from tests.notebooks.notebooks import FOLDER
from tests.workbook.conftest import Opener
from tests.workbook.test_exercises import BY_ID, exercise

# Worked out by hand in the curriculum (domain/curriculum.md, NB02).
BY_HAND: dict[str, Any] = {
    "02-2": 75.0,
    "02-3": 58.3,
    "02-4": "find_the_way",
    "02-5": ["date_first", "no_selfhelp", "district_work"],
}


def board(unit: Unit, name: str) -> Board:
    made = unit.board(name)
    assert isinstance(made, Board)
    return made


def text_of(name: str) -> str:
    cells = nbformat.read(FOLDER / name, as_version=4).cells
    return "\n".join(cell.source for cell in cells if cell.cell_type == "markdown")


def true_rows(unit: Unit) -> dict[str, dict[str, str]]:
    village = pack(unit.desk)
    planned, timely = vp.in_plan(village), vp.in_year(village)
    return {
        work.id: {
            "rpjm": YES if planned[work.id] else NO,
            "year": YES if timely[work.id] else NO,
            "authority": YES if work.authority == "desa" else NO,
        }
        for work in village.works
    }


@pytest.mark.parametrize("key", BY_HAND)
def test_the_library_agrees_with_the_answers_worked_out_by_hand(key: str) -> None:
    assert exercise(BY_ID[key]).check(BY_HAND[key]).state == "benar"


def test_the_lines_say_how_many_agree_and_only_then_which_come_back(opened: Opener) -> None:
    made = board(opened("02"), "kegiatan")
    assert "RPJM Desa 0 dari 12" in made.answered.text and len(made.answered.tables) == 1
    rows = true_rows(opened("02"))
    half = {
        key: row if i < 6 else dict.fromkeys(row, "") for i, (key, row) in enumerate(rows.items())
    }
    made["kegiatan"].value = half
    assert "RPJM Desa 6 dari 12, tahun 6 dari 12, kewenangan 6 dari 12" in made.answered.text
    assert not made.answered.pictures[0].svg, "no index of half a plan"
    made["kegiatan"].value = rows
    assert "Tebakan Anda" not in made.answered.text, "nothing was guessed yet"
    made["tebakan"].value = "2"
    answered = made.answered
    assert "4 kegiatan akan kembali dari atas.\nTebakan Anda: 2 kegiatan." in answered.text
    assert "Semua isian sama dengan dokumen" in answered.text
    back, _ = answered.tables
    assert [row[0][:3] for row in back.rows] == ["K06", "K08", "K10", "K11"]
    assert (
        "9 dari 12 = 75,0%" in answered.pictures[0].alt
        and "7 dari 12 = 58,3%" in answered.pictures[0].alt
    )


def test_a_wrong_answer_moves_the_group_and_not_the_papers(opened: Opener) -> None:
    unit = opened("02")
    made = board(unit, "kegiatan")
    rows = true_rows(unit)
    rows["K06"]["rpjm"] = YES
    made["kegiatan"].value = rows
    answered = made.answered
    assert "RPJM Desa 11 dari 12" in answered.text and "Masih ada isian" in answered.text
    assert (
        "10 dari 12 = 83,3%" in answered.pictures[0].alt
        and "9 dari 12 = 75,0%" in answered.pictures[0].alt
    )
    assert [row[0][:3] for row in answered.tables[0].rows] == ["K08", "K10", "K11"]


def test_the_plan_can_be_searched_by_place(opened: Opener) -> None:
    unit = opened("02")
    made = board(unit, "kegiatan")
    assert len(made.answered.tables[-1].rows) == len(pack(unit.desk).plan)
    made["cari"].value = "Dusun Wetan"
    assert {row[2] for row in made.answered.tables[-1].rows} == {"Dusun Wetan"}


def test_the_instrument_scores_the_group_and_shows_the_papers_when_asked(opened: Opener) -> None:
    unit = opened("02")
    made = board(unit, "instrumen")
    assert "Dinilai 0 dari 12" in made.answered.text and not made.answered.tables
    keys = {value: key for key, value in MARKS.items()}
    items = items_of(unit.desk)
    made["butir"].value = {key: {"mark": keys[item.mark]} for key, item in items.items()}
    assert "Skor kelompok: 15 dari 24 = 62,5%. Kategori: perlu perbaikan" in made.answered.text
    made["buka"].value = True
    beside, note = made.answered.tables
    assert not [row for row in beside.rows if "≠" in row[2]]
    assert len(beside.rows) == 12 and {row[0] for row in note.rows} == {"■ merah", "▲ kuning"}
    assert not [row for row in note.rows if "APB Desa" in row[2]], (
        "the budget is the matter of unit 07"
    )


@pytest.mark.parametrize("edition", ["participant", "trainer", "solved"])
def test_learners_open_the_reading_only_after_marking_every_item(
    opened: Opener, edition: str
) -> None:
    made = board(opened("02", edition=edition), "instrumen")
    made["buka"].value = True
    *most, last = ITEMS
    shut = edition == "participant"
    for marked in ([], most):
        made["butir"].value = {key: {"mark": "full"} for key in marked}
        assert ("sesudah semua butir dinilai" in made.answered.text) is shut
        assert (
            bool(made.answered.tables) is not shut
            and ("Bacaan papan menurut" in made.answered.text) is not shut
        )
    made["butir"].value = {last: {"mark": "none"}}
    assert len(made.answered.tables) == 2 and "Bacaan papan menurut" in made.answered.text


def test_the_picture_shows_where_women_were_too_few(opened: Opener) -> None:
    _, women = board(opened("02"), "instrumen").answered.pictures
    assert (
        "Musrenbang desa, Balai desa: 11 dari 48" in women.alt
        and "30% di 5 dari 6 rapat" in women.alt
    )
    assert women.svg.count('data-words="✓ ') == 5, "all meetings but the one that decides"
    assert "Di setiap dusun yang bermusyawarah perempuan cukup banyak" in text_of(
        "02_rpjm_rkp_desa.ipynb"
    )


def test_the_regime_moves_the_reading_and_never_the_group(opened: Opener) -> None:
    unit = opened("02")
    made = board(unit, "instrumen")
    made["butir"].value = {key: {"mark": "full"} for key in ITEMS}
    made["buka"].value = True
    before = made.answered
    board(unit, "rezim")["rezim"].value = "dana_desa"
    after = made.answered
    assert before.text.splitlines()[0] == after.text.splitlines()[0] and "50,0%" in after.text
    changed = [
        a[0] for a, b in zip(before.tables[0].rows, after.tables[0].rows, strict=True) if a != b
    ]
    assert changed == [checks()[key].label["id"] for key in ("rpjm_form", "rkp_form")]
    assert "UU 6/2014" in made._tables.value, "the board below follows the switch above"


def test_the_switch_names_one_regime_first(opened: Opener) -> None:
    made = board(opened("02"), "rezim")
    for key in vp.REGIMES:
        made["rezim"].value = key
        (table,) = made.answered.tables
        assert table.columns[1] in made.answered.text and len(table.columns) == 1 + len(vp.REGIMES)
    assert board(opened("02", scenario="dana_desa"), "rezim")._first == {"rezim": "dana_desa"}


def test_what_the_text_says_of_the_papers_is_so(opened: Opener) -> None:
    unit, text = opened("02"), text_of("02_rpjm_rkp_desa.ipynb")
    village = pack(unit.desk)
    assert f"Skor {FIT:.0%} ke atas berarti layak, {MEND:.0%} ke atas perlu perbaikan" in text
    assert len(ITEMS) == 12 and "dua belas butir" in text.lower()
    assert "pagar lapangan dan pagar kantor" in text
    assert {"Pagar lapangan desa", "Pelatihan linmas siaga bencana"} <= {
        line.what for line in village.plan
    }
    assert {"Pagar kantor desa", "Seragam linmas desa"} <= {work.what for work in village.works}
    krajan = next(
        work for work in village.works if work.place == "Dusun Krajan" and work.pledged_idr
    )
    assert krajan.selfhelp_idr == 0, "the residents of Krajan pledged and the column is empty"
    paper = village.paper("rkp_desa")
    assert paper and paper.date < village.held("musrenbang_desa")[0].date
    assert data_path("datasets", "aturan_desa.toml").is_file() and "aturan_desa.toml" in text
    returned = {row.paper.what for row in unit.desk.meeting().returned}
    assert "Seragam linmas desa" in returned and "nasib usulan seragam linmas" in text


def test_the_list_of_authority_decides_every_line(opened: Opener) -> None:
    text = text_of("02_rpjm_rkp_desa.ipynb")
    rows = re.findall(r"^\| ([^|]+) \| ([^|]+) \|$", text, re.M)
    ours, theirs = (" ".join(column).lower() for column in zip(*rows[:5], strict=True))
    words = {
        "K01": "jalan lingkungan", "K02": "talud", "K03": "sumur", "K04": "jembatan", "K05": "irigasi", "K06": "kantor",
        "K07": "posyandu", "K08": "sekolah dasar", "K09": "pelatihan", "K10": "linmas", "K11": "kegiatan desa",
        "K12": "simpan pinjam",
    }  # fmt: skip
    for work in pack(opened("02").desk).works:
        assert (words[work.id] in ours) == (work.authority == "desa"), work
        assert (words[work.id] in theirs) == (work.authority != "desa"), work


def test_paper_has_the_boards_as_forms_with_an_example(opened: Opener) -> None:
    unit = opened("02", edition="print")
    lines, instrument = unit.papan("kegiatan").data, unit.papan("instrumen").data
    assert lines.count("☒") == 9 and lines.count("☐") == 3 * 12 * 2 - 9, "three lines are filled in"
    assert instrument.count("☐") == 12 * 3 and "☒" not in instrument
    assert "Semua isian" not in lines and "kuning" not in instrument
