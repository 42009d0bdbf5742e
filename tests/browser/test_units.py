"""A unit in JupyterLab as a learner meets it: boards by keyboard, feedback, power cut, small screen, offline.

Two units stand here for all; `tests/long/test_units.py` opens the others in JupyterLab too.
"""

from __future__ import annotations

import json
import statistics
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.lab import (
    Lab,
    Visit,
    kill_kernels,
    open_notebook,
    run_all,
    serious,
    slider_to_picture,
)
from tests.browser.learner import Task, first_control, output, press, task
from tests.browser.words import ill_placed, machine_fonts
from tests.notebooks.notebooks import UNIT_FILES

READ = "//*[contains(@class, 'jp-OutputArea-output') or contains(@class, 'jp-RenderedMarkdown')]"
UNITS = UNIT_FILES[6::6]


def ready(lab: Lab, page: Page, unit: Path, workspace: str) -> None:
    open_notebook(lab, page, unit.name, workspace)
    run_all(page)
    expect(page.get_by_role("button", name="Mulai ulang")).to_be_attached()


def after_a_power_cut(lab: Lab, window: Visit, unit: Path) -> Page:
    """Kill the kernel, leave the page, and open the unit on a new one."""
    assert kill_kernels(lab) >= 1
    window.page.close()
    window.page = page = window.context.new_page()
    page.set_default_timeout(60_000)
    page.on("request", lambda request: window.asked.append(request.url))
    ready(lab, page, unit, f"b{unit.stem[:2]}")
    return page


def saved(lab: Lab, asked: Task) -> dict[str, Any]:
    path = lab.results / f"peserta_unit{asked.unit}.json"
    return json.loads(path.read_text(encoding="utf-8"))["isi"] if path.exists() else {}


def answer(page: Page, asked: Task) -> None:
    """Answer an exercise wrongly by keyboard, read what is said, then answer it rightly."""
    exercise = output(page, f"Latihan {asked.exercise}")
    exercise.get_by_label(asked.wrong, exact=True).focus()
    page.keyboard.press("Space")
    exercise.get_by_role("button", name="Periksa").press("Enter")
    expect(exercise).to_contain_text("↻ Coba lagi")
    expect(exercise).to_contain_text(asked.feedback)
    exercise.get_by_label(asked.right, exact=True).check()
    exercise.get_by_role("button", name="Periksa").click()
    expect(exercise).to_contain_text("✓ Benar")


WIDER = """() => [...document.querySelectorAll('.jp-OutputArea-output .p2, .jp-OutputArea-output .p2-panel')]
  .filter(e => e.offsetParent && e.scrollWidth > e.clientWidth + 1).map(e => e.outerHTML.slice(0, 120))"""
CUT = """() => [...document.querySelectorAll('.p2-panel .widget-label, .p2-panel label')]
  .filter(e => e.offsetParent && e.scrollWidth > e.clientWidth + 1).map(e => e.textContent)"""


def works_is_cut_off_and_goes_on(
    lab: Lab, window: Visit, unit: Path, note: Callable[[str, object], None]
) -> None:
    """Do in a unit what a learner does, across a power cut; note how quickly its picture follows a key."""
    asked, page = task(unit.stem[:2]), window.page
    ready(lab, page, unit, f"a{asked.unit}")
    press(page, first_control(page))
    end = time.monotonic() + 30
    while asked.board not in saved(lab, asked) and time.monotonic() < end:
        time.sleep(0.1)
    assert asked.board in saved(lab, asked), "a key moved the main board"
    name = asked.slider(page)
    took = slider_to_picture(page, name, 7) if name else []
    assert not took or max(took) < 10_000, "every key changed the picture"

    answer(page, asked)
    page.get_by_role("button", name="Simpan berkas keputusan").click()
    expect(output(page, "Hasil latihan")).to_contain_text("Tersimpan pukul")
    assert saved(lab, asked)[asked.exercise]["tuntas"] is True
    # The kernel keeps the order: once the button is answered, the last key is on the disk too.
    moved = saved(lab, asked)[asked.board]

    assert page.locator(".noUi-handle:not([aria-label])").count() == 0
    assert serious(page, ".jp-OutputArea-output") == []
    assert page.evaluate(WIDER) == [], "something is wider than the screen"
    assert page.evaluate(CUT) == [], "a label is cut off"
    assert ill_placed(page) == [], "words run out of a picture or its boxes"
    assert machine_fonts(page, READ) == set(), "the font of the machine shows"

    page = after_a_power_cut(lab, window, unit)
    assert saved(lab, asked)[asked.board] == moved, "opening again changes nothing"
    exercise = output(page, f"Latihan {asked.exercise}")
    expect(exercise).to_contain_text("✓ Benar")
    expect(exercise.get_by_label(asked.right, exact=True)).to_be_checked()
    expect(output(page, "Rencana sesi")).to_contain_text("dibuka kembali")
    assert window.asked and window.outside == []
    assert window.to_subshells == [], "keys and clicks are answered in their order"
    if took:
        measured = f"{statistics.median(took):.0f} ms median"
        note(f"slider to picture, JupyterLab, unit {asked.unit}", measured)


@pytest.mark.parametrize("unit", UNITS, ids=lambda path: path.stem[:2])
def test_a_learner_works_is_cut_off_and_goes_on(
    lab: Lab, window: Visit, unit: Path, record_property: Callable[[str, object], None]
) -> None:
    works_is_cut_off_and_goes_on(lab, window, unit, record_property)


def test_the_start_page_leads_to_a_unit(lab: Lab, window: Visit) -> None:
    page = window.page
    open_notebook(lab, page, "mulai.ipynb", "mulai")
    run_all(page)
    expect(output(page, "Pemeriksaan pemasangan")).to_contain_text("Semua bagian siap")
    assert serious(page, ".jp-OutputArea-output") == []
    page.locator(".jp-OutputArea-output a", has_text="06 Dari rencana ke anggaran").first.click()
    expect(page.locator(".jp-Notebook h1", has_text="06 Dari rencana ke anggaran")).to_be_visible()
    assert window.outside == []
