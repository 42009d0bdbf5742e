"""The whole box in both languages: every file, every page's size, and no page more than its contents ask for."""

from __future__ import annotations

import math
import re
from pathlib import Path

import pytest

from p2spp_sim.workbook.box.box import FIRST, LIST, page_count, write_box
from p2spp_sim.workbook.box.contents import contents
from p2spp_sim.workbook.core.timetable import timetables

POINTS = {"A4": (595, 842), "A4 across": (842, 595), "A1": (1684, 2384), "slide": (720, 405)}
ONE_PAGE = {"surat_jawaban", "rumusan_pasal", "undangan", "rab", "laporan"}
SLIDES = (90, 160)  # fewer or more: the reading of notebooks has changed


@pytest.mark.parametrize("plan", timetables().plan)
def test_the_box_holds_everything_on_paper_of_the_right_size(plan: str, tmp_path: Path) -> None:
    files = write_box(tmp_path / "kotak", ["id", "en"], plan, bar=False)
    names = {path.parent.name: set() for path in files}
    for path in files:
        names[path.parent.name].add(path.name)
    assert names["id"] == names["en"]
    assert {FIRST, LIST} <= names["id"]
    for path in files:
        if path.suffix == ".pdf":
            _looks_right(path)


def _looks_right(path: Path) -> None:
    content = path.read_bytes()
    pages = page_count(content)
    boxes = set(re.findall(rb"/MediaBox\[0 0 ([\d.]+) ([\d.]+)\]", content))
    sizes = {(round(float(wide)), round(float(high))) for wide, high in boxes}
    key = path.stem[3:].removesuffix("_A1")
    item = next((item for item in contents().item if item.key == key), None)
    kind = item.kind if item else "paper"
    if path.stem.endswith("_A1"):
        assert (pages, sizes) == (1, {POINTS["A1"]}), path
    elif kind == "slides":
        assert sizes == {POINTS["slide"]}
        assert SLIDES[0] < pages < SLIDES[1], path
    elif kind == "poster":
        assert (pages, sizes) == (8, {POINTS["A4 across"]}), path
    else:
        assert sizes <= {POINTS["A4"], POINTS["A4 across"]}, path
        assert pages == 1 if key in ONE_PAGE else pages > 0, path
    if item and kind == "cards":
        assert pages % 2 == 0, path
        assert pages <= 2 * math.ceil(60 * item.sets / contents().size[item.size].a_page), path
