"""Whatever fonts a machine has, words are in our own, as wide as was measured, and stay in their boxes."""

from __future__ import annotations

import random
import re
import tempfile
from collections.abc import Iterator
from html import escape
from pathlib import Path
from typing import Any

import fontpkg
import ipywidgets as W  # noqa: N812
import pytest
from playwright.sync_api import Browser, BrowserType, Page

from p2spp_sim.base import fonts
from p2spp_sim.base.files import data_path
from p2spp_sim.base.language import set_language
from p2spp_sim.workbook.classroom.book import write_forms
from p2spp_sim.workbook.core.unit import Unit, open_unit
from p2spp_sim.workbook.doors.printing import to_pdf
from p2spp_sim.workbook.page.markup import STYLE
from p2spp_sim.workbook.pictures.svg import drawing, text_width
from p2spp_sim.workbook.quiz.view import write_tests
from tests.browser.lab import CHROMIUM, FLAGS, Visit
from tests.browser.words import ill_placed, machine_fonts
from tests.fonts.make import dejavu
from tests.notebooks.notebooks import UNIT_FILES
from tests.workbook.test_pictures import SAMPLES

SETS = {  # a machine that has one of these and no other font
    "DejaVu Sans": [dejavu(), dejavu().with_name("DejaVuSans-Bold.ttf")],
    "Noto Sans": [font.path for font in fontpkg.family("Noto Sans").files],
    "Open Sans": [font.path for font in fontpkg.family("Open Sans").files],
}
PICTURE = re.compile(r'<div class="p2 p2-picture".*?</svg></div>', re.DOTALL)
CONFIG = (
    '<?xml version="1.0"?><fontconfig><dir>{fonts}</dir><cachedir>{cache}</cachedir></fontconfig>'
)


@pytest.fixture(scope="module", params=SETS)
def machine_font(request: pytest.FixtureRequest) -> str:
    """The one font that a machine has."""
    return request.param


@pytest.fixture(scope="module")
def machine(machine_font: str, browser: Browser, tmp_path_factory: Any) -> Iterator[Page]:
    """A page of a browser on such a machine."""
    place = tmp_path_factory.mktemp("fonts")
    (place / "fonts").mkdir()
    for file in SETS[machine_font]:
        (place / "fonts" / file.name).write_bytes(file.read_bytes())
    config = place / "fonts.conf"
    config.write_text(CONFIG.format(fonts=place / "fonts", cache=place / "cache"), encoding="utf-8")
    launcher: BrowserType = browser.browser_type
    alone = launcher.launch(
        executable_path=CHROMIUM,
        args=FLAGS,
        env={"FONTCONFIG_FILE": str(config), "HOME": str(place)},
    )
    page = alone.new_page()
    page.set_content("<p style='font-family: sans-serif'>Usulan</p>")
    assert {font.partition(":")[0] for font in machine_fonts(page, "//body")} == {machine_font}
    yield page
    alone.close()


@pytest.fixture(scope="module")
def pictures() -> list[str]:
    """Every picture of every unit, on the screen and on paper, in both languages; and the samples of each kind."""
    drawn = [make().html() for make, _ in SAMPLES.values()]
    for language in ("id", "en"):
        for unit in UNIT_FILES:
            for edition in ("participant", "print"):
                made = open_unit(
                    unit.stem[:2], results=tempfile.mkdtemp(), language=language, edition=edition
                )
                drawn += [each for name in made.parts.boards for each in _drawn(made, name)]
    set_language("id")
    assert len(drawn) > 200
    return drawn


def _drawn(unit: Unit, board: str) -> list[str]:
    shown = unit._on(unit.board(board))
    texts = (
        [shown]
        if isinstance(shown, str)
        else [w.value for w in _widgets(shown) if isinstance(w, W.HTML)]
    )
    return [picture for html in texts for picture in PICTURE.findall(html)]


def _widgets(widget: Any) -> Iterator[Any]:
    yield widget
    for child in getattr(widget, "children", ()):
        yield from _widgets(child)


@pytest.mark.parametrize("own", [True, False], ids=["our font", "font not there yet"])
def test_no_word_leaves_its_box_under_any_fonts(
    machine: Page, machine_font: str, pictures: list[str], own: bool
) -> None:
    # each machine meets screen and paper, one of them without our font: every pair of the three is met
    media: Any = ("screen", "print")[([*SETS].index(machine_font) + own) % 2]
    faces = f"<style>{fonts.faces()}</style>" if own else ""
    machine.set_content(f"<body style='width: 940px'>{faces}{STYLE}{''.join(pictures)}")
    machine.emulate_media(media=media)
    assert ill_placed(machine) == []
    assert not own or machine_fonts(machine, "//body") == set()


def test_words_are_as_wide_as_measured(machine: Page) -> None:
    said = "".join(
        path.read_text(encoding="utf-8") for path in sorted(data_path("exercises").glob("*.toml"))
    )
    lines = random.Random(7).sample(sorted({*re.findall(r'"([^"\n\\]{12,90})', said)}), 300)
    lines = ["".join(run for run in fonts.runs(line) if run not in fonts.signs()) for line in lines]
    looks = [(size, bold) for size in (12, 13.5, 16, 18, 20) for bold in (False, True)]
    tried = [(line, *looks[i % len(looks)]) for i, line in enumerate(lines)]
    drawn = "".join(
        f'<text font-size="{size}" font-weight="{700 if bold else 400}" xml:space="preserve">{escape(line)}</text>'
        for line, size, bold in tried
    )
    machine.set_content(f"<style>{fonts.faces()}</style>{drawing([drawn], 900)}")
    machine.evaluate("document.fonts.ready.then(() => true)")
    seen = machine.evaluate(
        "[...document.querySelectorAll('text')].map(t => t.getComputedTextLength())"
    )
    for (line, size, bold), wide in zip(tried, seen, strict=True):
        assert text_width(line, size, bold=bold) == pytest.approx(wide, rel=0.001, abs=0.02), line


def test_papers_of_the_class_are_in_our_font_and_stand_alone(tmp_path: Path, window: Visit) -> None:
    for file in write_tests(tmp_path) + write_forms(tmp_path):
        window.page.goto(file.as_uri())
        assert machine_fonts(window.page, "//body") == set(), file.name
    assert len(
        {url.partition("?")[0] for url in window.asked if not url.startswith("data:")}
    ) == len([*tmp_path.iterdir()])


def test_a_printed_page_carries_our_font(tmp_path: Path) -> None:
    (sheet, *_) = write_forms(tmp_path)
    to_pdf(CHROMIUM, sheet, tmp_path / "form.pdf")
    named = set(re.findall(rb"/FontName /[A-Z]{6}\+([\w-]+)", (tmp_path / "form.pdf").read_bytes()))
    assert named and all(
        name.startswith((b"AtkinsonHyperlegible", b"P2SPPSigns")) for name in named
    ), named
