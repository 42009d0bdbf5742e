"""Pictures: what they say to eyes, to screen readers and on a projector."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET

import pytest

from p2spp_sim.workbook import markup, pictures
from p2spp_sim.workbook.markup import Table
from p2spp_sim.workbook.pictures import Bar, Picture, Stage, bars, funnel, grouped, show

SVG = "{http://www.w3.org/2000/svg}"
TABLE = Table("Judul", ("Nama", "Nilai"), (("a", "1"), ("b", "2")), "Satuan: KK. Sumber: uji, 2010.", ("Nilai",))


def shapes(picture: Picture, tag: str) -> list[ET.Element]:
    return ET.fromstring(picture.svg).findall(f".//{SVG}{tag}")


def words(picture: Picture) -> str:
    return " ".join(text.text or "" for text in shapes(picture, "text"))


def luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.fixture
def ranked() -> Picture:
    rows = [Bar("U05 Pipa", 0.731, "0,731 Rp 180 juta", "on"), Bar("U01 Jembatan", 0.663, "0,663", "off")]
    return bars("Peringkat", rows, TABLE, top=1.0)


def test_alternative_text_tells_every_bar(ranked: Picture) -> None:
    assert ranked.alt == "Peringkat. U05 Pipa: 0,731 Rp 180 juta; U01 Jembatan: 0,663."
    assert 'role="img"' in ranked.html() and f'aria-label="{ranked.alt}"' in ranked.html()


def test_lengths_follow_values() -> None:
    rows = [Bar("a", 50, "50"), Bar("b", 100, "100"), Bar("c", 0, "0")]
    a, b, c = (float(r.attrib["width"]) for r in shapes(bars("T", rows, TABLE), "rect")[1:])
    assert b == pytest.approx(2 * a, abs=0.2)
    assert c == 0


def test_taken_and_left_out_differ_without_colour(ranked: Picture) -> None:
    taken, left = shapes(ranked, "rect")[1:]
    assert "stroke-dasharray" in left.attrib and "stroke-dasharray" not in taken.attrib
    assert "✓ U05" in words(ranked) and "– U01" in words(ranked)


def test_what_villages_write_cannot_break_the_picture() -> None:
    picture = bars('A "B" <C>', [Bar("<script>&", 1, '"x"')], Table("t", ("<b>",), (("<i>",),)))
    assert "<script>" in words(picture)
    assert "<script>" not in picture.html() and "<i>" not in picture.table.html()
    assert ET.fromstring(picture.html()).attrib["aria-label"].startswith('A "B" <C>')


def test_funnel_shows_what_came_in_what_is_left_and_what_was_before() -> None:
    stages = [Stage("Usulan", 100, 100, "100"), Stage("Renja", 100, 40, "40", "hilang 60", 50)]
    picture = funnel("Corong", stages, TABLE, before="sebelum")
    lengths = [float(r.attrib["width"]) for r in shapes(picture, "rect")[1:]]
    assert lengths[0] == lengths[1] and lengths[2] == pytest.approx(0.4 * lengths[0], abs=0.2)
    (mark,) = shapes(picture, "path")
    start = float(re.match(r"M([\d.]+)", mark.attrib["d"]).group(1))  # type: ignore[union-attr]
    assert start == pytest.approx(215 + 0.5 * lengths[0], abs=0.2)
    assert "Renja: 40 (hilang 60)" in picture.alt and "sebelum" in words(picture)


@pytest.mark.parametrize("stacked", [False, True])
def test_series_are_named_at_every_bar(stacked: bool) -> None:
    series = [("urut", [1.0, 2.0], ["1 KK", "2 KK"]), ("paket", [3.0, 0.0], ["3 KK", ""])]
    picture = grouped("T", ["A", "B"], series, TABLE, stacked=stacked)
    assert picture.alt == "T. A: urut 1 KK, paket 3 KK; B: urut 2 KK."
    assert words(picture).count("urut") == 2


def test_stacked_parts_lie_end_to_end() -> None:
    series = [("isi", [3.0], ["3"]), ("sisa", [1.0], ["1"])]
    first, second = shapes(grouped("T", ["A"], series, TABLE, stacked=True), "rect")[1:]
    end = float(first.attrib["x"]) + float(first.attrib["width"])
    assert float(second.attrib["x"]) == pytest.approx(end, abs=0.2)


def test_text_stays_inside_the_picture(ranked: Picture) -> None:
    long = bars("J" * 300, [Bar("L" * 200, 1.0, "0,731  Rp 180 juta", "on")], TABLE, top=1.0)
    for picture in (ranked, long):
        for text in shapes(picture, "text"):
            size = float(text.attrib.get("font-size", pictures.FONT))
            assert float(text.attrib["x"]) + 0.5 * size * len(text.text or "") <= pictures.WIDTH


def test_type_is_large_and_contrast_sufficient() -> None:
    assert pictures.FONT >= 18
    for ink in (markup.INK, markup.GREY, markup.BLUE, markup.AMBER):
        assert contrast(ink, markup.PAPER) >= 4.5
    for ink, paper in re.findall(r"color: (#\w{6});\s*background: (#\w{6})", markup.STYLE):
        assert contrast(ink, paper) >= 4.5, (ink, paper)
    assert contrast(markup.INK, markup.PALE) >= 4.5


def test_table_has_caption_headings_note_and_sets_numbers_right() -> None:
    root = ET.fromstring(f"<div>{TABLE.html()}</div>")
    assert root.findtext("table/caption") == "Judul"
    assert [th.attrib["scope"] for th in root.iter("th")] == ["col", "col"]
    assert [td.attrib.get("class") for td in root.iter("td")] == [None, "n", None, "n"]
    assert "Sumber" in (root.findtext("p") or "")


def test_table_below_a_live_picture_opens_and_follows(ranked: Picture) -> None:
    shown = show(ranked)
    assert shown.table.layout.display == "none"
    shown.tick.value = True
    assert shown.table.layout.display is None
    shown.update(bars("Lain", [Bar("z", 1, "9")], Table("Lain", ("x",), (("sembilan",),))))
    assert "sembilan" in shown.table.value and shown.table.layout.display is None
    assert 'aria-label="Lain' in shown.widget.children[0].value


def test_picture_outside_a_board_carries_its_table(ranked: Picture) -> None:
    assert "<details><summary>Tabel data</summary><table>" in ranked._repr_html_()
