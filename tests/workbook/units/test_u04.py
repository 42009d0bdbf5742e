"""Unit 04: figures worked out by hand, what both boards say, and that the text says no more than data and model do."""

from __future__ import annotations

import sys
from typing import Any

import numpy as np
import pytest

from p2spp_sim.alignment.scores import ListEntry, scores, suggest
from p2spp_sim.model.loading import load_rules
from p2spp_sim.scenario.scenario import Scenario
from p2spp_sim.workbook.case.desk import DRAWS
from p2spp_sim.workbook.controls import NO_PAIR
from p2spp_sim.workbook.core.board import Board
from p2spp_sim.workbook.core.unit import Unit
from p2spp_sim.workbook.units.shared.paired import PairedMeasure, how_many, in_words
from p2spp_sim.workbook.units.u04.answers import ADVICE, NONE, gold, notes, selaras, sheet, voices
from p2spp_sim.workbook.units.u04.boards import measured, proposal_names
from tests.notebooks.notebooks import FOLDER
from tests.workbook.conftest import Opener


def board_of(unit: Unit, name: str = "papan") -> Board:
    board = unit.board(name)
    assert isinstance(board, Board)
    return board


def key_of(unit: Unit) -> dict[str, str]:
    return {note: gold(unit.desk).get(note, NO_PAIR) for note in notes(unit.desk)}


def right(unit: Unit, key: str) -> Any:
    return unit.exercise(key).exercise.solution


def test_the_library_agrees_with_the_curriculum(opened: Opener) -> None:
    """Check NB04: 7 of 10, 6 of 10, 6 of 11, and 4 of the 7 of the package."""
    unit = opened("04")
    facts = selaras(unit.desk)
    assert (facts["catatan"], facts["cocok"], facts["cocok_layak"], facts["luar"]) == (
        "10",
        "7",
        "6",
        "3",
    )
    assert facts["bagian_cocok"] == "70,0%" and facts["bagian_cocok_layak"] == "60,0%"
    assert unit.exercise("04-3").exercise.check(54.5).state == "benar"
    assert facts["bagian_dukung"] == "54,5%" and facts["layak"] == "11"
    assert (
        sorted(right(unit, "04-4")) == ["U01", "U03", "U05", "U10"] and facts["paket_banyak"] == "7"
    )
    assert right(unit, "04-2") == {
        "R03": "outside",
        "R04": "fits",
        "R06": "outside",
        "R07": "fits",
        "R08": "returned",
        "R10": "fits",
    }


def test_the_other_groups_sheet_tells_precision_from_recall(opened: Opener) -> None:
    desk = opened("04").desk
    assert (round(sheet(desk).precision, 3), round(sheet(desk).recall, 3)) == (0.75, 0.857)
    curriculum = scores({**gold(desk), "R03": "U08", "R04": "U07", "R08": ""}, gold(desk))
    assert (
        round(curriculum.precision, 3)
        == round(curriculum.recall, 3)
        == round(curriculum.f1, 3)
        == 0.714
    )


def test_the_board_keeps_the_key_shut_until_it_is_asked_for(opened: Opener) -> None:
    unit = opened("04")
    board = board_of(unit)
    assert "cocok 0 dari 10" in board.answered.text and "Dibanding kunci" not in board.answered.text
    board["pasangan"].value = {**key_of(unit), "R04": "U07"}
    shut = board.answered
    assert "cocok 7 dari 10 catatan (70%)" in shut.text and "Keliru" not in shut.text
    assert "✕" not in shut.pictures[0].svg and "keliru" not in shut.pictures[0].alt
    board["kunci"].value = True
    board["pasangan"].value = {**key_of(unit), "R04": "U07", "R10": ""}
    still = board.answered
    assert (
        "Kunci terbuka sesudah semua catatan diputuskan" in still.text
        and "✕" not in still.pictures[0].svg
    )
    assert "Keliru" not in still.text and "Dibanding kunci" not in still.text
    board["pasangan"].value = {**key_of(unit), "R04": "U07"}
    open_ = board.answered
    assert "tepat 6, keliru 1, terlewat 1" in open_.text and "Ketepatan (presisi) 86%" in open_.text
    assert (
        "Keliru: R04 Bidan belum ada di Batuputih dengan U07" in open_.text
        and "✕" in open_.pictures[0].svg
    )
    marks = board["pasangan"].widget.marks  # type: ignore[attr-defined]
    assert {note for note, mark in marks.items() if not mark["right"]} == {"R04"}
    board["pasangan"].value = {**key_of(unit), "R08": NO_PAIR}
    assert "Terlewat: R08 Ketinting nelayan Rawaindah; lihat U14" in board.answered.text
    board["pasangan"].value = key_of(unit)
    assert (
        "Semua pasangan sama dengan kunci" in board.answered.text
        and "mengapa 3 catatan" in board.answered.text
    )
    assert "cocok sekaligus layak 6 dari 10 (60%)" in board.answered.text


def test_a_proposal_used_twice_is_doubtful(opened: Opener) -> None:
    board = board_of(opened("04"))
    board["pasangan"].value = {"R01": "U01", "R09": "U01"}
    assert board.answered.pictures[0].alt.count("mungkin berpasangan") == 2


def test_the_machine_answers_and_says_what_it_is(
    opened: Opener, monkeypatch: pytest.MonkeyPatch
) -> None:
    unit = opened("04")
    board = board_of(unit)
    board["petunjuk"].value = "R04"
    assert f"{proposal_names(unit.desk)['U10']}, mirip 100%" in board.answered.text
    assert "bukan arti" in board.answered.text and "bidan" in board.answered.text
    board["petunjuk"].value = "R09"
    assert "U07 Poskesdes" in board.answered.text and "kata sama: tidak ada" in board.answered.text
    board["petunjuk"].value = "R06"
    assert "tidak ada kalimat yang mirip" in board.answered.text
    monkeypatch.setitem(sys.modules, "rapidfuzz", None)
    board["petunjuk"].value = "R01"
    assert "memerlukan paket rapidfuzz" in board.answered.text and not board.guard.widget.value


def test_the_machine_is_of_little_help_with_citizens_words(opened: Opener) -> None:
    unit = opened("04")
    left = {item.key: ListEntry(item.text) for item in unit.bank.question("04-1").items}
    papers = {key: ListEntry(paper.what, paper.village) for key, paper in unit.desk.papers.items()}
    best = {key: near[0].key if near else NONE for key, near in suggest(left, papers).items()}
    meant = {key: voice.matches for key, voice in voices().items() if voice.matches}
    assert set(left) == set(voices()) and len(meant) == len(left) - 1
    assert sum(best[key] == partner for key, partner in meant.items()) <= 1


def shares(unit: Unit, *levers: tuple[str, Any]) -> dict[str, PairedMeasure]:
    names = ("matched", "reached", "money", "supported", "citizens")
    return dict(zip(names, measured(unit.desk.seed, levers, DRAWS), strict=True))


def sure(measure: PairedMeasure) -> float:
    """Give the difference where its interval lies on one side of zero, otherwise 0."""
    mean, half = measure.difference
    return mean if abs(mean) > half else 0.0


@pytest.mark.parametrize("seed", [7, 11])
def test_what_the_text_says_of_calendar_and_list_is_so(opened: Opener, seed: int) -> None:
    unit = opened("04", seed=seed)
    early, listed = ("reses_timing", "before"), ("shared_list", True)
    first, second, both = shares(unit, early), shares(unit, listed), shares(unit, early, listed)
    must = shares(unit, early, listed, ("pokir_match_share", 1.0))
    for measures in (first, second, both, must):
        assert all(sure(measures[key]) > 0 for key in ("matched", "money", "supported"))
    assert both["matched"].now.mean() > max(
        first["matched"].now.mean(), second["matched"].now.mean()
    )
    grown = {key: sure(first[key]) / first[key].before.mean() for key in ("supported", "citizens")}
    assert grown["supported"] > 2.5 * grown["citizens"] > 0, (
        "an earlier recess helps what is supported, and little of it is added to all proposals"
    )
    assert sure(second["citizens"]) > 0 and sure(must["citizens"]) > 0
    assert both["supported"].now.mean() > 2 * both["supported"].before.mean()
    assert both["reached"].difference[0] < 0.06, (
        "the share stands nearly still while the number doubles"
    )
    assert must["matched"].now.min() == 1.0


def test_the_envelope_hardly_changes_with_alignment(opened: Opener) -> None:
    from p2spp_sim.workbook.units.u04.answers import drawn

    seed = opened("04").desk.seed
    before, now = (
        np.mean([drawn(seed, number, ADVICE[key]).pokir_idr for number in range(DRAWS)])
        for key in ("biarkan", "keduanya")
    )
    assert abs(now / before - 1) < 0.03


def test_the_calendar_board_answers_honestly(opened: Opener) -> None:
    board = board_of(opened("04"), "jadwal")
    assert (
        "Belum ada yang diubah" in board.answered.text
        and "Dalam satu kali hitung" in board.answered.text
    )
    board["shared_list"].value = True
    text = board.answered.text
    assert text.count("Rentang 95%") == 5 and "Rata-rata 20 ulangan" in text
    board["shared_list"].value = False
    board["reses_timing"].value = "before"
    assert "Rentang 95%" in board.answered.text.splitlines()[-1]
    board["undian"].value = "1"
    assert "Satu tahun bukan bukti" in board.answered.text and "Selang" not in board.answered.text
    table = board.answered.pictures[0].table
    assert len(table.rows) == 5 and all(row[4] == "–" for row in table.rows)


def test_an_interval_is_told_only_where_there_is_one() -> None:
    base = np.linspace(0.2, 0.4, DRAWS)
    still, sure_, unsure = base.copy(), base + 0.1, base + np.tile([0.1, -0.1], DRAWS // 2)
    assert "tidak berubah" in in_words(PairedMeasure("X", base, still))
    clear = in_words(PairedMeasure("X", base, sure_))
    assert "+10,0 poin" in clear and "kebetulan" not in clear
    assert "belum dapat dibedakan dari kebetulan" in in_words(PairedMeasure("X", base, unsure))
    assert "Selang" not in in_words(PairedMeasure("X", base[:5], sure_[:5]))
    assert "terlalu sedikit" in how_many(5)
    count = in_words(PairedMeasure("X", 100 * base, 100 * base - 3, share=False))
    assert "(−3,0)" in count and "poin" not in count and "menjadi 27,0 usulan" in count


def test_what_the_text_says_of_data_and_rules_is_so(opened: Opener) -> None:
    unit = opened("04")
    text = (FOLDER / unit.bank.unit.notebook).read_text(encoding="utf-8")
    assert (
        len(notes(unit.desk)) == 10
        and "sepuluh catatan" in text
        and "sembilan catatan lainnya" in text
    )
    assert len(unit.desk.papers) == 15 and "lima belas usulan" in text
    by_key = {forum.key: forum for forum in load_rules("2010").forum}
    assert by_key["reses"].month > by_key["musrenbang_kecamatan"].month, (
        "in 2010 pokir may come after musrenbang"
    )
    assert Scenario.load("2010").value("reses_timing") == "after"
    for regime in ("dana_desa", "sipd"):
        assert Scenario.load(regime).value("reses_timing") == "before", regime
