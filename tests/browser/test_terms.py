"""Terms in a notebook: the first use of each is a button whose pop-up says what it means (Voilà: test_voila)."""

from __future__ import annotations

import re
from collections import Counter

from playwright.sync_api import Page, expect

from tests.browser.lab import Lab, Visit, open_notebook, run_all, serious

UNIT = "03_musrenbang_kecamatan.ipynb"
MARKED = "() => [...document.querySelectorAll('.p2-term')].map(e => e.dataset.istilah)"
# Terms that stand before their button in running text: the button is then not at the first use.
EARLIER = """() => {
  const not = 'a, .p2-term, code, pre, h1, h2, h3, h4, h5, h6', late = [];
  for (const term of document.querySelectorAll('.p2-term')) {
    const word = term.textContent.toLowerCase();
    for (const part of document.querySelectorAll('.jp-RenderedMarkdown')) {
      const walk = document.createTreeWalker(part, NodeFilter.SHOW_TEXT);
      while (walk.nextNode()) {
        const node = walk.currentNode;
        if (node.parentElement.closest(not) || !(node.compareDocumentPosition(term) & 4)) continue;
        const alone = new RegExp(`(?<![\\\\p{L}\\\\p{N}])${word}(?![\\\\p{L}\\\\p{N} ])`, 'u');
        if (alone.test(node.data.toLowerCase())) late.push(word);
      }
    }
  }
  return late;
}"""

# Marks such as a comma that stand on another line than the term before them, also where there is hardly any room.
APART = """() => [...document.querySelectorAll('.p2-term')].filter(term => {
  const behind = term.nextSibling, holder = term.closest('p, li, td');
  if (!holder || behind?.nodeType !== 3 || !/^[,.;:)?!]/.test(behind.data)) return false;
  const range = document.createRange(), whole = holder.style.cssText;
  holder.style.cssText = 'display: block; width: 1px';
  range.setStart(behind, 0);
  range.setEnd(behind, 1);
  const apart = range.getBoundingClientRect().top > [...term.getClientRects()].at(-1).bottom;
  holder.style.cssText = whole;
  return apart;
}).map(term => term.textContent)"""


def check_by_keyboard_and_pointer(page: Page) -> None:
    popup = page.locator("#p2-istilah")
    term = page.locator(".p2-term[data-istilah=pagu_kewilayahan]")
    term.scroll_into_view_if_needed()
    term.focus()
    expect(popup).to_be_hidden()
    page.keyboard.press("Space")
    expect(popup).to_be_visible()
    page.keyboard.press("Enter")
    expect(popup).to_be_hidden()
    page.keyboard.press("Enter")
    expect(popup).to_contain_text("Territorial ceiling")
    expect(popup).to_contain_text("Batas rupiah bagi prioritas kecamatan")
    expect(term).to_have_attribute("aria-expanded", "true")
    expect(term).to_have_accessible_description(
        "PIK (Pagu indikatif kewilayahan): Batas rupiah bagi prioritas kecamatan; kegiatannya tetap tercatat menurut "
        "SKPD di Renja, RKPD, PPAS, dan APBD."
    )
    page.keyboard.press("Escape")
    expect(popup).to_be_hidden()
    expect(term).to_be_focused()
    term.hover()
    expect(popup).to_be_visible()
    popup.hover()  # stays while the pointer is on it
    page.wait_for_timeout(500)
    expect(popup).to_be_visible()
    page.mouse.move(2, 2)
    expect(popup).to_be_hidden()


def check_every_term_once(page: Page) -> None:
    page.wait_for_selector(".p2-term")
    marked = page.evaluate(MARKED)
    assert len(marked) > 15 and max(Counter(marked).values()) == 1
    assert page.evaluate(EARLIER) == []
    assert page.evaluate(APART) == []
    assert page.locator(":is(a, h1, h2, h3, code, pre) .p2-term").count() == 0


def test_in_jupyterlab_cells_that_come_late_are_marked_and_enter_does_not_edit(
    lab: Lab, window: Visit
) -> None:
    page = window.page
    open_notebook(lab, page, UNIT, "istilah")
    run_all(page)
    page.wait_for_selector(".p2-term")
    check_by_keyboard_and_pointer(page)
    assert page.locator(".jp-MarkdownCell:not(.jp-mod-rendered)").count() == 0
    page.locator(".jp-Cell").last.scroll_into_view_if_needed()
    page.wait_for_timeout(1000)
    marked = page.evaluate(MARKED)
    assert marked and max(Counter(marked).values()) == 1
    cell = page.locator(".jp-MarkdownCell", has_text="Camat Lestari membuka rapat")
    cell.scroll_into_view_if_needed()
    text = cell.locator(".jp-RenderedMarkdown")
    expect(text.locator(".p2-term")).not_to_have_count(0)
    before = text.text_content()
    cell.locator("p").first.dblclick()
    expect(cell).not_to_have_class(re.compile("jp-mod-rendered"))
    page.keyboard.press("Control+Enter")
    expect(text.locator(".p2-term")).not_to_have_count(0)
    assert text.text_content() == before, (
        "an edited cell gets its terms back, and its words are the same"
    )
    assert serious(page, ".jp-RenderedMarkdown") == []
