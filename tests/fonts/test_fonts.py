"""The font's files: nothing that is shown is missing in them, and they are what they are made from."""

from __future__ import annotations

import re
from pathlib import Path

import fontpkg
import pytest
from fontTools.ttLib import TTFont

from p2spp_sim.base import fonts
from tests.fonts.make import FACES, cut, dejavu, letters, outlines, used

KEPT = {*map(chr, range(0x20, 0x7F)), *"–×≥∑—…≤≠±−·•“”‘’½²é"}


def tables(path: Path) -> dict[str, object]:
    """What a reader sees of a font: its letters, their room and outlines, and its names."""
    font = TTFont(path, recalcTimestamp=False)
    names = font.getBestCmap()
    glyphs = font["glyf"]
    drawn = {
        chr(code): (font["hmtx"][name], glyphs[name].getCoordinates(glyphs)[0].array)
        for code, name in names.items()
    }
    return {
        "drawn": drawn,
        "names": {(n.nameID, n.toUnicode()) for n in font["name"].names if n.nameID in (1, 4, 6)},
    }


def test_every_sign_on_a_page_or_in_a_picture_is_in_the_font_or_drawn() -> None:
    everywhere = used()
    missing = {
        sign: files[:3]
        for sign, files in everywhere.items()
        if sign not in letters() | fonts.signs().keys()
    }
    assert missing == {}, "run: python -m tests.fonts.make"
    assert {"✓", "↻", "▽", "✕", "☐"} <= everywhere.keys()


@pytest.mark.parametrize("face", FACES)
def test_every_face_has_the_letters_of_our_sentences(face: str) -> None:
    had = {chr(code) for code in TTFont(fonts.SERVED / f"{face}.woff2").getBestCmap()}
    assert had == letters(*FACES[face]) and had >= KEPT
    assert {letter for letter in used() if letter not in fonts.signs()} <= had


def test_the_files_are_what_the_command_makes(tmp_path: Path) -> None:
    for face, (weight, style) in FACES.items():
        cut(fontpkg.path(fonts.FAMILY, weight, style), letters(weight, style), tmp_path / "made")
        assert tables(tmp_path / "made") == tables(fonts.SERVED / f"{face}.woff2"), face
    cut(dejavu(), fonts.signs(), tmp_path / "made", fonts.SIGNS)
    assert tables(tmp_path / "made") == tables(fonts.SERVED / "signs.woff2")
    assert outlines(fonts.signs()) == {
        sign: (s.advance, s.course) for sign, s in fonts.signs().items()
    }


def test_the_style_sheet_names_the_families_and_asks_nothing_from_outside() -> None:
    sheet = fonts.faces()
    assert set(re.findall(r'font-family: "([^"]+)"', sheet)) == {fonts.FAMILY, fonts.SIGNS}
    urls = re.findall(r"url\(([^)]{1,30})", sheet)
    assert len(urls) == 4 and all(url.startswith('"data:font/woff2;base64,') for url in urls)
    assert set(fonts.STACK.split(", ")[:-1]) == {fonts.FAMILY, fonts.SIGNS}


def test_words_are_split_where_a_sign_is_drawn() -> None:
    assert list(fonts.runs("✓ U05 → Renja")) == ["✓", " U05 ", "→", " Renja"]
    assert list(fonts.runs("")) == [] and fonts.width("") == 0
    assert fonts.width("✓✓ a") == pytest.approx(2 * fonts.width("✓") + fonts.width(" a"))
    assert fonts.width("AV") < fonts.width("A") + fonts.width("V"), "kerning"
