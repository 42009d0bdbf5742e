"""Cards in the reading door: dragged, tapped, moved by keys and fingers, and lit by Periksa."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.lab import Lab, Visit, another, open_page, running_class, serious
from tests.browser.learner import card, deck, output, place, put_by_keys

UNIT = "01_tiga_jalur.ipynb"
LANES, YEAR, PRINCIPLES = "Latihan 01-1", "Latihan 01-3", "Latihan 01-4"
EVENTS = {
    "peta_dusun": "participatory",
    "survei_jembatan": "technocratic",
    "janji_bupati": "political",
    "catatan_reses": "political",
    "musyawarah_perempuan": "participatory",
    "standar_minimal": "technocratic",
}
LYING = "all => all.map(e => [e.dataset.card, e.closest('[data-place]').dataset.place])"


@pytest.fixture(scope="module")
def door(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lab]:
    with running_class(tmp_path_factory.mktemp("kartu")) as door:
        yield door


def opened(door: Lab, page: Page, learner: str) -> None:
    open_page(door, page, UNIT, f"?kode={learner}")
    expect(page.get_by_role("button", name="Mulai ulang")).to_be_attached()


def saved(door: Lab, learner: str, key: str, answer: object) -> bool:
    """Wait until an answer stands in the learner's file."""
    path, end = door.results / f"{learner}_unit01.json", time.monotonic() + 30
    while time.monotonic() < end:
        content = json.loads(path.read_text(encoding="utf-8"))["isi"] if path.exists() else {}
        if content.get(key, {}).get("jawaban", content.get(key)) == answer:
            return True
        time.sleep(0.05)
    return False


def lying(cards: Locator) -> dict[str, str]:
    return dict(cards.locator(".p2-deck-card").evaluate_all(LYING))


def middle(at: Locator) -> tuple[float, float]:
    box = at.bounding_box()
    assert box
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def drag(page: Page, what: Locator, to: Locator) -> None:
    to.scroll_into_view_if_needed()
    what.scroll_into_view_if_needed()
    page.mouse.move(*middle(what))
    page.mouse.down()
    page.mouse.move(*middle(to), steps=4)
    expect(to).to_contain_class("p2-aim")
    page.mouse.up()


def test_cards_go_where_mouse_taps_and_keys_put_them(door: Lab, window: Visit) -> None:
    page = window.page
    opened(door, page, "K1-01")
    year = deck(output(page, "Dua belas kartu satu tahun perencanaan"))
    nowhere = {key: {"lane": "", "month": ""} for key in lying(year)}
    drag(page, card(year, "pokir"), place(year, "political|9"))
    expect(place(year, "political|9")).to_have_accessible_name("Politis, September: 1 kartu")
    expect(card(year, "pokir")).to_be_focused()
    september = {"lane": "political", "month": "9"}
    assert saved(door, "K1-01", "kalender", {"kartu": {**nowhere, "pokir": september}})
    card(year, "reses").click()
    expect(card(year, "reses")).to_have_attribute("aria-pressed", "true")
    place(year, "political|8").click()
    card(year, "reses").press("Enter")
    for key in ("ArrowUp", "ArrowLeft", "Enter"):
        page.keyboard.press(key)
    assert lying(year)["reses"] == "technocratic|7"
    year.get_by_role("button", name="Batalkan langkah terakhir").click()
    assert lying(year)["reses"] == "political|8"
    card(year, "reses").press("Enter")
    page.keyboard.press("Escape")
    expect(card(year, "reses")).to_have_attribute("aria-pressed", "false")

    order = deck(output(page, YEAR))
    drag(page, card(order, "rkpd"), place(order, "3"))
    drag(page, card(order, "forum_skpd"), place(order, "3"))  # what lay there makes room
    assert (lying(order)["forum_skpd"], lying(order)["rkpd"]) == ("3", "4")
    drag(page, card(order, "rkpd"), place(order, "1"))
    assert (lying(order)["rkpd"], lying(order)["forum_skpd"]) == ("1", "3")
    expect(order.get_by_role("status")).to_have_text("RKPD ditetapkan: 1. Terisi 2 dari 7.")
    assert saved(door, "K1-01", "01-3", ["rkpd", "", "forum_skpd", "", "", "", ""])

    threads = deck(output(page, PRINCIPLES))
    drag(page, card(threads, "rapat_malam"), place(threads, "P4"))
    expect(threads.locator("path")).to_have_count(1)
    assert saved(door, "K1-01", "01-4", {"rapat_malam": "P4"})
    small = (
        "all => all.filter(e => e.getBoundingClientRect().height < 32 && e.tabIndex >= 0).length"
    )
    assert page.locator(".p2-moving button").evaluate_all(small) == 0
    assert serious(page, "body") == [] and window.outside == []


def test_periksa_lights_each_card_and_wrong_ones_go_back(door: Lab, window: Visit) -> None:
    page = window.page
    opened(door, page, "K1-02")
    exercise = output(page, LANES)
    cards = deck(exercise)
    put_by_keys(page, cards, dict.fromkeys(EVENTS, "participatory"))
    assert saved(door, "K1-02", "01-1", dict.fromkeys(EVENTS, "participatory"))
    exercise.get_by_role("button", name="Periksa").click()
    expect(cards.locator(".p2-right")).to_have_count(2)
    assert set(lying(cards).values()) == {"participatory"}, "lit where they lie"
    wrong = {key for key, lane in EVENTS.items() if lane != "participatory"}
    expect(place(cards, "").locator(".p2-wrong-card")).to_have_count(4)
    assert {key for key, at in lying(cards).items() if at == ""} == wrong
    expect(card(cards, "catatan_reses")).to_contain_text("↻")
    expect(exercise).to_contain_text("Tepat 2 dari 6")
    assert saved(door, "K1-02", "01-1", dict.fromkeys(EVENTS, "participatory")), "what was judged"
    page.reload()
    opened(door, page, "K1-02")
    assert {key for key, at in lying(cards).items() if at == ""} == wrong, (
        "at once, without waiting"
    )
    put_by_keys(page, cards, {key: EVENTS[key] for key in EVENTS if key in wrong})
    assert saved(door, "K1-02", "01-1", EVENTS)
    exercise.get_by_role("button", name="Periksa").press("Enter")
    expect(exercise).to_contain_text("✓ Benar")
    expect(cards.locator(".p2-right")).to_have_count(6)


def test_fingers_tap_and_pull_on_a_telephone_that_wants_no_motion(
    door: Lab, browser: Browser
) -> None:
    context = browser.new_context(
        viewport={"width": 390, "height": 844}, has_touch=True, reduced_motion="reduce"
    )
    page = another(context).page
    opened(door, page, "K1-03")
    exercise = output(page, LANES)
    cards = deck(exercise)
    for key in EVENTS:
        card(cards, key).tap()
        place(cards, "political").locator("button").first.tap()
    exercise.get_by_role("button", name="Periksa").tap()
    expect(place(cards, "").locator(".p2-wrong-card")).to_have_count(4)
    assert page.evaluate("document.getAnimations().length") == 0

    threads = deck(output(page, PRINCIPLES))
    first = card(threads, "daftar_ditolak")
    first.scroll_into_view_if_needed()
    finger, start = context.new_cdp_session(page), middle(first)
    spots = (start, (start[0] + 40, start[1]), middle(place(threads, "P5")))
    for kind, spot in zip(("touchStart", "touchMove", "touchMove"), spots, strict=True):
        touched = {"type": kind, "touchPoints": [{"x": spot[0], "y": spot[1]}]}
        finger.send("Input.dispatchTouchEvent", touched)
    expect(threads.locator(".p2-thread-pulled")).to_have_count(1)
    finger.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    expect(threads.locator(".p2-thread-sure")).to_have_count(1)
    assert saved(door, "K1-03", "01-4", {"daftar_ditolak": "P5"})
    wide = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert page.evaluate(wide) <= 1
    context.close()
