"""The class board at the projector: what groups saved a moment ago stands side by side, in both doors."""

from __future__ import annotations

import json
import urllib.request
from pathlib import Path

from playwright.sync_api import expect

from p2spp_sim.workbook import open_unit
from p2spp_sim.workbook.core.board import Board
from tests.browser.lab import Lab, Visit, open_notebook, open_page, run_all, running_class, serious

NOTEBOOK = "papan_kelas.ipynb"


def decide(results: Path, code: str, rule: str) -> None:
    unit = open_unit("03", learner=code, results=results)
    board = unit.board("papan")
    assert isinstance(board, Board)
    board["fill_rule"].value = rule
    unit.progress.put("papan", board.values)


def lock(door: Lab, code: str, choice: int) -> int:
    """Lock an answer as a group's page does; give what is locked."""
    place = f"{door.address}/kelas?kode={code}"
    with urllib.request.urlopen(place) as answer:
        key = json.load(answer)["soal"]["kunci"]
    body = json.dumps({"soal": key, "jawaban": choice}).encode()
    with urllib.request.urlopen(place, body) as answer:
        said: int = json.load(answer)["jawaban"]
    return said


def test_a_trainer_sees_groups_side_by_side_and_renews(lab: Lab, window: Visit) -> None:
    page = window.page
    decide(lab.results, "K8", "skip")
    open_notebook(lab, page, NOTEBOOK, "papan")
    run_all(page)
    expect(page.get_by_role("heading", name="Kelompok K8", exact=True)).to_be_attached()
    decide(lab.results, "K9", "best_package")
    page.get_by_role("button", name="Perbarui").last.press("Enter")
    card = page.locator(
        ".p2-group", has=page.get_by_role("heading", name="Kelompok K9", exact=True)
    )
    expect(card).to_contain_text("Rp 1.375 juta")
    left, right = (page.locator(".p2-group", has_text=code).bounding_box() for code in ("K8", "K9"))
    assert left and right and left["y"] == right["y"] and right["x"] >= left["x"] + left["width"]
    assert serious(page, ".jp-OutputArea-output") == []
    assert window.asked and window.outside == []


def test_the_door_shows_it_to_the_trainer_and_at_the_projector_a_heavy_board_comes_in_seconds(
    window: Visit, tmp_path: Path
) -> None:
    for code in ("K1", "K2", "K3", "K4", "K5"):
        decide(tmp_path / "hasil", code, "stop")
        unit = open_unit("11", learner=code, results=tmp_path / "hasil")
        board = unit.board("banding")
        assert isinstance(board, Board)
        unit.progress.put("banding", board.values)
    page = window.page
    with running_class(tmp_path) as door:
        open_page(door, page, NOTEBOOK)
        expect(page.get_by_role("heading", name="Kelompok K3", exact=True)).to_be_attached()
        page.get_by_role("button", name="Ajukan yang siap").click()
        expect(page.locator(".lc-bars")).to_be_attached()
        for code, choice in (("K1", 2), ("K2", 0), ("k1", 1)):
            assert lock(door, code, choice) == (2 if code.upper() == "K1" else 0)
        expect(page.locator(".lc-count")).to_have_text("2 dari 2 kelompok sudah mengunci")
        assert page.locator(".lc-blocks i").count() == 0
        page.get_by_role("button", name="Buka bersama").click()
        expect(page.locator(".lc-votes")).to_have_text(["1", "0", "1", "0"])
        assert serious(page, "body") == []
        page.get_by_role("button", name="Mode proyektor").click()
        left, right = (
            page.locator(".p2-group", has_text=code).bounding_box()
            for code in ("Kelompok K1", "Kelompok K2")
        )
        assert left and right
        assert left["y"] == right["y"] and right["x"] >= left["x"] + left["width"]
        page.get_by_label("Unit", exact=True).select_option(
            label="11 Kabupaten kita: simulasi lima tahun"
        )
        expect(page.get_by_text("Belum ada yang memutuskan")).to_be_attached()
        page.get_by_label("Papan", exact=True).select_option(
            label="Dua putaran berdampingan, lalu program pergi"
        )
        expect(page.locator(".p2-group")).to_have_count(5, timeout=15_000)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
