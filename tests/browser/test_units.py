"""Both units in JupyterLab as a learner meets them: boards, keyboard, feedback, power cut, no internet."""

from __future__ import annotations

import json
import statistics
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.lab import (
    Lab,
    Visit,
    kill_kernels,
    open_notebook,
    run_all,
    serious,
    slider_to_picture,
    visit,
)


@dataclass(frozen=True)
class Case:
    """What is done in one unit."""

    notebook: str
    slider: str
    exercise: str
    wrong: str
    feedback: str
    right: str
    file: str
    part: str


CASES = (
    Case(
        "03_musrenbang_kecamatan.ipynb",
        "Pagu (juta rupiah)",
        "03-5",
        "Skor tanggul terlalu rendah",
        "Warga Rawaindah dapat membantah",
        "tidak termuat dalam paket",
        "peserta_unit03.json",
        "papan",
    ),
    Case(
        "06_rencana_ke_anggaran.ipynb",
        "Pagu terkunci (juta rupiah)",
        "06-3",
        "APBD",
        "karena letaknya terakhir",
        "Renja SKPD",
        "peserta_unit06.json",
        "pagu",
    ),
)
STEP = 50  # million rupiah that a key moves the ceiling
units = pytest.mark.parametrize("case", CASES, ids=lambda case: case.notebook[:2])


@pytest.fixture
def window(browser: Browser, tmp_path: Path) -> Iterator[Visit]:
    """A window of a learner's laptop; what it showed last stays as a picture in the test's folder."""
    made = visit(browser)
    yield made
    made.page.screenshot(path=tmp_path / "last.png")
    made.context.close()


def output(page: Page, inside: str):  # type: ignore[no-untyped-def]
    return page.locator(".jp-OutputArea-output", has_text=inside).first


def ready(lab: Lab, page: Page, case: Case, workspace: str) -> None:
    open_notebook(lab, page, case.notebook, workspace)
    run_all(page)
    expect(page.get_by_role("button", name="Mulai ulang")).to_be_attached()


@units
def test_a_learner_works_is_cut_off_and_goes_on(lab: Lab, window: Visit, case: Case, tmp_path: Path) -> None:
    page, file = window.page, lab.results / case.file
    ready(lab, page, case, f"a{case.exercise[:2]}")

    handle = page.get_by_role("slider", name=case.slider)
    handle.scroll_into_view_if_needed()
    picture = page.locator(".jp-OutputArea-output", has=handle).get_by_role("img").first
    before, told = picture.inner_html(), picture.get_attribute("aria-label")
    box = page.get_by_label(case.slider).first
    moved = str(int(box.input_value()) - 4 * STEP)
    handle.focus()
    for _ in range(4):
        page.keyboard.press("ArrowLeft")
    expect(box).to_have_value(moved)
    expect(picture).not_to_have_attribute("aria-label", told or "")
    assert picture.inner_html() != before

    exercise = output(page, f"Latihan {case.exercise}")
    exercise.get_by_label(case.wrong).focus()
    page.keyboard.press("Space")
    exercise.get_by_role("button", name="Periksa").press("Enter")
    expect(exercise).to_contain_text("↻ Coba lagi")
    expect(exercise).to_contain_text(case.feedback)
    exercise.get_by_label(case.right).check()
    exercise.get_by_role("button", name="Periksa").click()
    expect(exercise).to_contain_text("✓ Benar")
    page.get_by_role("button", name="Simpan berkas putusan").click()
    expect(output(page, "Hasil latihan")).to_contain_text("Tersimpan pukul")
    saved = json.loads(file.read_text(encoding="utf-8"))["isi"]
    assert str(saved[case.part]["ceiling"]) == moved and saved[case.exercise]["tuntas"] is True

    assert kill_kernels(lab) >= 1
    page.close()
    window.page = page = window.context.new_page()
    page.set_default_timeout(60_000)
    page.on("request", lambda request: window.asked.append(request.url))
    ready(lab, page, case, f"b{case.exercise[:2]}")
    expect(page.get_by_label(case.slider).first).to_have_value(moved)
    exercise = output(page, f"Latihan {case.exercise}")
    expect(exercise).to_contain_text("✓ Benar")
    expect(exercise.get_by_label(case.right)).to_be_checked()
    expect(output(page, "Rencana sesi")).to_contain_text("dibuka kembali")
    assert window.asked and window.outside == []


@units
def test_nothing_serious_for_those_who_see_or_hear_differently(lab: Lab, window: Visit, case: Case) -> None:
    page = window.page
    ready(lab, page, case, f"c{case.exercise[:2]}")
    page.wait_for_function("() => document.querySelector('.noUi-handle[aria-label]')")
    assert page.locator(".noUi-handle:not([aria-label])").count() == 0
    assert serious(page, ".jp-OutputArea-output") == []


@units
def test_pictures_and_controls_fit_a_small_laptop_screen(
    lab: Lab, browser: Browser, case: Case, tmp_path: Path
) -> None:
    window = visit(browser, 1366, 9000)
    page = window.page
    ready(lab, page, case, f"d{case.exercise[:2]}")
    page.keyboard.press("Control+b")
    page.wait_for_timeout(500)
    page.screenshot(path=tmp_path / f"{case.exercise[:2]}.png")
    wide = page.evaluate(
        """() => [...document.querySelectorAll('.jp-OutputArea-output .p2, .jp-OutputArea-output .p2-panel')]
        .filter(e => e.offsetParent && e.scrollWidth > e.clientWidth + 1).map(e => e.outerHTML.slice(0, 120))"""
    )
    assert wide == [], "something is wider than the screen"
    cut = page.evaluate(
        """() => [...document.querySelectorAll('.p2-panel .widget-label, .p2-panel label')]
        .filter(e => e.offsetParent && e.scrollWidth > e.clientWidth + 1).map(e => e.textContent)"""
    )
    assert cut == [], "a label is cut off"
    svg = page.evaluate(
        """() => [...document.querySelectorAll('.p2-picture svg')].filter(e => e.checkVisibility()).flatMap(s =>
        [...s.querySelectorAll('text')].filter(t => {const b = t.getBBox(), v = s.viewBox.baseVal;
          return b.x + b.width > v.width + 1 || b.y + b.height > v.height + 6}).map(t => t.textContent))"""
    )
    assert svg == [], "words run out of a picture"
    window.context.close()


@units
def test_a_move_answers_and_is_timed(lab: Lab, window: Visit, case: Case, capsys: pytest.CaptureFixture[str]) -> None:
    page = window.page
    ready(lab, page, case, f"e{case.exercise[:2]}")
    page.get_by_role("slider", name=case.slider).scroll_into_view_if_needed()
    took = slider_to_picture(page, case.slider)
    assert len(took) == 15 and max(took) < 10_000, "every key changed the picture"
    with capsys.disabled():
        print(f" [{case.notebook[:2]} slider to picture: median {statistics.median(took):.0f} ms]", end="")


def test_the_start_page_leads_to_a_unit(lab: Lab, window: Visit) -> None:
    page = window.page
    open_notebook(lab, page, "mulai.ipynb", "mulai")
    run_all(page)
    expect(output(page, "Pemeriksaan pemasangan")).to_contain_text("Semua bagian siap")
    assert serious(page, ".jp-OutputArea-output") == []
    page.locator(".jp-OutputArea-output a", has_text="06 Dari rencana ke anggaran").first.click()
    expect(page.locator(".jp-Notebook h1", has_text="06 Dari rencana ke anggaran")).to_be_visible()
    assert window.outside == []
