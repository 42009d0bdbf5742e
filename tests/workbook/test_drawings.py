"""Illustrations: sound, small, inside their sheets, with words for who cannot see them."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from p2spp_sim.base import fonts
from p2spp_sim.base.errors import UnknownName
from p2spp_sim.base.language import set_language
from p2spp_sim.workbook import drawings
from p2spp_sim.workbook.drawings import (
    DRAWINGS,
    EVENTS,
    VILLAGES,
    drawing,
    event,
    people_in,
    role,
    row,
    seen,
)
from p2spp_sim.workbook.page.markup import STYLE
from p2spp_sim.workbook.units.u11.game import game
from p2spp_sim.years import events
from tests.workbook.conftest import Opener

SVG = "{http://www.w3.org/2000/svg}"
HEIGHTS = (96, 240, 480)
OUTSIDE = """() => [...document.querySelectorAll('[data-name] svg')].flatMap(svg => {
  const {width, height} = svg.viewBox.baseVal, own = svg.getScreenCTM().inverse(), slack = 0.1;
  return [...svg.querySelectorAll('path, rect, circle')].filter(part => {
    const look = getComputedStyle(part), box = part.getBBox(), at = own.multiply(part.getScreenCTM());
    const rim = look.stroke === 'none' ? 0 : parseFloat(look.strokeWidth) / 2 * Math.hypot(at.a, at.b);
    const xs = [], ys = [];
    for (const x of [box.x, box.x + box.width]) for (const y of [box.y, box.y + box.height]) {
      const point = new DOMPoint(x, y).matrixTransform(at);
      xs.push(point.x); ys.push(point.y);
    }
    return Math.min(...xs) < rim - slack || Math.max(...xs) > width - rim + slack
      || Math.min(...ys) < rim - slack || Math.max(...ys) > height - rim + slack;
  }).map(part => `${svg.parentElement.dataset.name}: ${part.outerHTML}`.slice(0, 90));
})"""


@pytest.mark.parametrize("name", DRAWINGS)
def test_each_is_sound_small_and_asks_for_nothing(name: str) -> None:
    svg = drawing(name)
    root = ET.fromstring(svg)
    assert len(svg) <= 6000
    assert {part.tag for part in root.iter()} <= {
        SVG + tag for tag in ("svg", "g", "path", "rect", "circle")
    }
    assert root.get("role") == "img" and root.get("aria-label") == seen(name)
    assert 'own"' not in svg and "url(" not in svg and " id=" not in svg


def test_each_has_words_of_its_own_in_both_languages() -> None:
    said = {}
    for language in ("id", "en"):
        set_language(language)
        said[language] = [seen(name) for name in DRAWINGS]
        assert all(said[language])
    set_language("id")
    same = [words for words, other in zip(*said.values(), strict=True) if words == other]
    assert all(len(words.split()) <= 3 for words in same), same  # names and offices only
    assert len(set(said["id"])) == len(DRAWINGS)


def test_an_unknown_name_is_told_with_the_nearest() -> None:
    with pytest.raises(UnknownName, match="bu_ratmi"):
        drawing("bu_ratna")


def test_size_follows_height_and_what_is_said_beside_is_not_said_twice() -> None:
    root = ET.fromstring(drawing("tanggul", 96, decorative=True))
    assert (root.get("width"), root.get("height")) == ("144", "96")
    assert root.get("aria-hidden") == "true" and root.get("aria-label") is None


def test_every_village_event_and_group_of_the_library_is_drawn(opened: Opener) -> None:
    assert [name.title() for name in VILLAGES] == list(opened("03").desk.village_names)
    assert set(EVENTS) == {"", *events()}
    for key, name in EVENTS.items():
        assert event(key) == event(name) == drawing(name, 168)
    assert {role(group) for group in game().group} == {
        drawing(name, 48) for name in DRAWINGS if name.startswith("peran_")
    }


@pytest.mark.parametrize("edition", ["participant", "print"])
def test_a_unit_shows_a_place_and_people_by_name_without_a_control(
    opened: Opener, edition: str
) -> None:
    html = opened("03", edition=edition).gambar("pendapa", "bu_lestari", "bu_ratmi").data
    assert html == row("pendapa", "bu_lestari", "bu_ratmi")
    assert html.count("<svg") == html.count("<figcaption>") == 3
    assert "<strong>Bu Ratmi</strong><br>kader Rawaindah" in html and seen("pendapa") in html
    assert html.count('role="img"') == 1  # whoever's name stands below is not read out twice


def test_each_role_card_on_paper_has_the_mark_of_its_group_and_the_faces_of_who_speaks(
    opened: Opener,
) -> None:
    cards = opened("11", edition="print").board("peran").static().split("<h3>")[1:]
    assert len(cards) == len(game().group)
    for card, (key, group) in zip(cards, game().group.items(), strict=True):
        faces = people_in(group.person["id"])
        assert faces and row(f"peran_{key}", *faces) in card


def test_nothing_leaves_its_sheet(browser: Browser, tmp_path: Path) -> None:
    """Draws the whole set in three sizes; the sheet stays in the test's folder, in colour and in grey."""
    page = browser.new_page(viewport={"width": 1366, "height": 900})
    cells = [
        f'<span data-name="{name}">{drawing(name, height)}</span>'
        for height in HEIGHTS
        for name in DRAWINGS
    ]
    page.set_content(
        f'{STYLE}<div style="display: flex; flex-wrap: wrap; gap: 8px">{"".join(cells)}</div>'
    )
    assert page.locator("svg").count() == len(HEIGHTS) * len(drawings.DRAWINGS)
    assert page.evaluate(OUTSIDE) == []
    page.screenshot(path=tmp_path / "colour.png", full_page=True)
    page.add_style_tag(content="body { filter: grayscale(1); }")
    page.screenshot(path=tmp_path / "grey.png", full_page=True)
    people = row("pendapa", "bu_lestari", "pak_wiryo", "bu_sulastri", "bu_ratmi")
    page.set_content(f"<style>{fonts.faces()}</style>{STYLE}{people}")
    page.evaluate("() => document.fonts.ready.then(() => true)")
    strip = page.locator(".p2-row-of-drawings").bounding_box()
    assert strip and strip["height"] <= 84
    page.close()
