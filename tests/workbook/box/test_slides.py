"""Cells of notebooks as blocks, and slides of them."""

from __future__ import annotations

from pathlib import Path

from p2spp_sim.workbook.box.case import BoxCase
from p2spp_sim.workbook.box.markdown import blocks, tables
from p2spp_sim.workbook.box.slides import SlidePage, of_unit, type_mm


def test_a_cell_is_read_without_its_marks_and_keeps_empty_rows() -> None:
    words = "## Judul\n\nKata **tebal** dan [tautan](x.md#y).\n\n- satu\n1. dua\n\n"
    source = words + "| a | b |\n| --- | --- |\n| 1 | |\n| | |"
    heading, body, *items = blocks(source)[:4]
    assert (heading.words, heading.level) == ("Judul", 2)
    assert body.words == "Kata tebal dan tautan."
    assert [item.words for item in items] == ["satu", "1. dua"]
    assert tables(source) == [(("a", "b"), ("1", ""), ("", ""))]


def test_a_picture_stands_where_its_type_is_largest() -> None:
    tall, wide = ('<svg viewBox="0 0 540 640">', '<svg viewBox="0 0 900 250">')
    assert SlidePage("", "", pictures=[tall]).layout == "beside"
    assert SlidePage("", "", pictures=[wide]).layout == "below"
    assert type_mm(wide, "below") > type_mm(wide, "beside")


def test_a_unit_has_a_title_a_guess_and_no_page_for_exercises_or_for_trainers(
    tmp_path: Path,
) -> None:
    made = of_unit(BoxCase("id", tmp_path, "two_days"), "07")
    assert [slide.kind for slide in made][:2] == ["title", "guess"]
    assert made[0].pictures
    said = " ".join(slide.heading for slide in made)
    assert "Raperdes yang angkanya cocok semua" in said
    assert "Catatan pelatih" not in said
    assert "Simpan" not in said
    closing = next(slide for slide in made if slide.heading.startswith("Refleksi"))
    assert sum(kind == "item" for kind, _ in closing.words) == 5
