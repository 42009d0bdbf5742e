"""The units on a telephone in the class: nothing is cut off at the edge, and what is chosen can be read."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.lab import Lab, open_page, running_class, visit
from tests.notebooks.notebooks import UNIT_FILES

# Controls whose words or whose own edge leave the board they stand in, and lists too narrow to read a choice in.
CUT = """() => [...document.querySelectorAll('.p2-panel')].flatMap(panel => {
  const edge = e => e.closest('.widget-vbox, .p2-panel').getBoundingClientRect().right + 1;
  const seen = [...panel.querySelectorAll('label, .widget-label, input, select, textarea, button, .p2-grid .p2')]
    .filter(e => e.checkVisibility() && e.getBoundingClientRect().width > 0 && getComputedStyle(e).fontSize !== '0px');
  const named = e => e.tagName + ' ' + (e.textContent || e.getAttribute('aria-label') || e.placeholder).slice(0, 50);
  return [
    ...seen.filter(e => e.getBoundingClientRect().right > edge(e)).map(e => 'over the edge: ' + named(e)),
    ...seen.filter(e => !/INPUT|SELECT|TEXTAREA/.test(e.tagName) && e.scrollWidth > e.clientWidth + 1 && e.clientWidth)
      .map(e => 'cut: ' + named(e)),
    ...seen.filter(e => e.tagName === 'SELECT' && e.getBoundingClientRect().width < 80).map(e => 'narrow: ' + named(e)),
  ];
})"""


@pytest.fixture(scope="module")
def door(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lab]:
    with running_class(tmp_path_factory.mktemp("kelas")) as door:
        yield door


@pytest.mark.parametrize("unit", UNIT_FILES, ids=lambda path: path.stem[:2])
def test_boards_and_exercises_fit_a_telephone(door: Lab, browser: Browser, unit: Path) -> None:
    window = visit(browser, 390, 844)
    open_page(door, window.page, unit.name, f"?kode=K1-{unit.stem[:2]}")
    expect(window.page.get_by_role("button", name="Mulai ulang")).to_be_attached()
    assert window.page.evaluate(CUT) == []
    wide = window.page.evaluate(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )
    assert wide <= 1, "a telephone scrolls up and down only"
    window.context.close()
