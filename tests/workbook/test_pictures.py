"""Pictures: what they say to eyes, to screen readers and on a projector."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Callable
from itertools import combinations, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from p2spp_sim.base.formats import percent
from p2spp_sim.workbook import pictures
from p2spp_sim.workbook.page import markup
from p2spp_sim.workbook.page.markup import MILLION, Table
from p2spp_sim.workbook.pictures import (
    Bar,
    Category,
    CourseLine,
    Dumbbell,
    Event,
    Handover,
    Lamp,
    LaneCard,
    Link,
    Picture,
    SidePart,
    Stage,
    Tile,
    balance,
    bars,
    colour_of,
    dumbbells,
    funnel,
    grouped,
    lamps,
    lanes,
    lines,
    pairs,
    show,
    village_map,
    weakest_row,
)
from p2spp_sim.workbook.pictures.arrows import passes, route
from p2spp_sim.workbook.pictures.svg import spread, text_width, wrap

SVG = "{http://www.w3.org/2000/svg}"
TABLE = Table(
    "Judul",
    ("Nama", "Nilai"),
    (("a", "1"), ("b", "2")),
    "Satuan: KK. Sumber: uji, 2010.",
    ("Nilai",),
)


def shapes(picture: Picture, tag: str) -> list[ET.Element]:
    """Shapes of a kind, without the signs among words."""
    root = ET.fromstring(picture.svg)
    signs = {shape for group in root.iter(f"{SVG}g") for shape in group.iter(f"{SVG}path")}
    return [shape for shape in root.iter(SVG + tag) if shape not in signs]


def lines_of(picture: Picture) -> list[str]:
    """All words as they were written, with the signs that are drawn."""
    root = ET.fromstring(picture.svg)
    return [
        shape.attrib.get("data-words") or shape.text or ""
        for shape in root
        if shape.tag in (f"{SVG}g", f"{SVG}text")
    ]


def words(picture: Picture) -> str:
    return " ".join(lines_of(picture))


def luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(colour: str, other: str) -> float:
    light, dark = sorted((luminance(colour), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.fixture
def ranked() -> Picture:
    rows = [
        Bar("U05 Pipa", 0.731, "0,731 Rp 180 juta", "on"),
        Bar("U01 Jembatan", 0.663, "0,663", "off"),
    ]
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
    mark, _in_legend = shapes(picture, "path")
    start = float(re.match(r"M([\d.]+)", mark.attrib["d"]).group(1))  # type: ignore[union-attr]
    assert start == pytest.approx(4 + 0.5 * lengths[0], abs=0.2)
    assert "Renja: 40 (hilang 60)" in picture.alt and "sebelum" in words(picture)


@pytest.mark.parametrize("stacked", [False, True])
def test_series_are_named_at_every_bar(stacked: bool) -> None:
    series = [("urut", [1.0, 2.0], ["1 KK", "2 KK"]), ("paket", [3.0, 0.0], ["3 KK", ""])]
    picture = grouped("T", ["A", "B"], series, TABLE, stacked=stacked)
    assert picture.alt == "T. A: urut 1 KK, paket 3 KK; B: urut 2 KK."
    assert words(picture).count("urut") == 2


def test_stacked_parts_lie_end_to_end_and_their_names_stand_beside_the_same_fill() -> None:
    series = [("isi", [3.0], ["3"]), ("sisa", [1.0], ["1"]), ("bawaan", [2.0], ["2"])]
    boxes = shapes(grouped("T", ["A"], series, TABLE, stacked=True), "rect")[1:]
    parts, samples = boxes[::2], boxes[1::2]
    for left, right in pairwise(parts):
        end = float(left.attrib["x"]) + float(left.attrib["width"])
        assert float(right.attrib["x"]) == pytest.approx(end, abs=0.2)
    fills = [part.attrib["fill"] for part in parts]
    assert fills == [sample.attrib["fill"] for sample in samples] and len(set(fills)) == 3


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
    assert root.findtext("div/table/caption") == "Judul"
    assert [th.attrib["scope"] for th in root.iter("th")] == ["col", "col"]
    assert [td.attrib.get("class") for td in root.iter("td")] == ["s", "n", "s", "n"]
    long = Table("Judul", ("a", "b"), (("kata " * 4, "kata " * 20),)).html()
    assert [td.attrib["class"] for td in ET.fromstring(long).iter("td")] == ["m", "l"]
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
    assert (
        '<details><summary>Tabel data</summary><div class="p2-table"><table>'
        in ranked._repr_html_()
    )


Box = tuple[float, float, float, float]
CATEGORIES = [
    Category("dapat", "mendapat kegiatan", "D"),
    Category("tidak", "tidak mengusulkan", "–"),
    Category("renja", "hilang di Renja", "R"),
    Category("ppas", "hilang di PPAS", "P"),
    Category("apbd", "hilang di APBD", "A"),
    Category("lain", "belum dijawab", "B"),
]


def villages(count: int, kecamatan: int) -> list[Tile]:
    syllables = ("Karang", "Mekar", "Sumber", "Batu", "Rawa", "Wana", "Giri")
    ends = ("jati", "sari", "agung", "putih", "indah", "makmur", "laksana wetan")
    return [
        Tile(
            syllables[i % 7] + ends[i // 7 % 7],
            f"Kecamatan {i * kecamatan // count + 1}",
            CATEGORIES[i * i % 6].key,
        )
        for i in range(count)
    ]


def year() -> Picture:
    cards = [
        LaneCard("rpjm", "RPJM Desa", "participatory", 1),
        LaneCard("md", "Musrenbang desa", "participatory", 1),
        LaneCard("mk", "Musrenbang kecamatan", "participatory", 2),
        LaneCard("fs", "Forum SKPD", "technocratic", 3),
        LaneCard("renja", "Renja SKPD", "technocratic", 3, 5),
        LaneCard("rkpd", "RKPD ditetapkan", "technocratic", 5),
        LaneCard("reses", "Reses III DPRD", "political", 3),
        LaneCard("kua", "KUA/PPAS", "political", 6, 7),
        LaneCard("apbd", "Persetujuan APBD", "political", 11, 12),
    ]
    links = [
        Handover("md", "mk"),
        Handover("mk", "fs"),
        Handover("renja", "rkpd"),
        Handover("rkpd", "kua"),
        Handover("kua", "apbd"),
        Handover(
            "reses", "mk", broken=True, words="Hasil reses datang sesudah musrenbang kecamatan"
        ),
        Handover("reses", "gone"),
    ]
    return lanes("Setahun", cards, links, TABLE)


def capacity() -> Picture:
    starts = {
        "KPMD": 0.36,
        "Kepala Desa": 0.5,
        "BPD": 0.3,
        "LPMD yang namanya panjang sekali di desa ini": 0.4,
    }
    rows = [Dumbbell(name, start, start + 0.3 * (1 - start), 0.7) for name, start in starts.items()]
    return dumbbells("Kapasitas", rows, TABLE)


def dashboard() -> Picture:
    shares = (0.846, 0.556, 0.5, 0.455, 0.6, 0.224, 0.833, 0.333)
    rows = [
        Lamp(f"S{i} Sasaran yang ke-{i} dengan nama yang panjang", s)
        for i, s in enumerate(shares, 1)
    ]
    return lamps("Papan kendali", rows, TABLE)


def years(wide: int = 900) -> Picture:
    courses = [
        CourseLine("mutu", [0.37, 0.41, 0.48, 0.55, 0.572]),
        CourseLine("reses", [0.26, 0.31, 0.38, 0.45, 0.517]),
        CourseLine("dana", [0.14, 0.21, 0.32, 0.44, 0.447]),
        CourseLine("percaya", [None, 0.2, 0.32, 0.44, 0.446]),
    ]
    events = [
        Event(1, "pilkada"),
        Event(1, "banjir"),
        Event(3, "program berhenti dan fasilitator pulang ke rumah " * 3),
    ]
    return lines(
        "Lima tahun", [str(y) for y in range(2010, 2015)], courses, TABLE, events=events, wide=wide
    )


def matched() -> Picture:
    left = {
        "R01": "R01 Jembatan Kali Bening rusak",
        "R03": "R03 Lapangan voli",
        "R08": "R08 Ketinting",
        "R09": "R09 Posko",
    }
    right = {
        "U01": "U01 Perbaikan jembatan dusun Kali Bening yang sudah lama rusak",
        "U08": "U08 Rabat",
        "U14": "U14 Mesin",
    }
    links = [Link("R01", "U01"), Link("R03", "U08", "wrong"), Link("R08", "U14", "unsure")]
    return pairs("Pasangan", left, right, links, TABLE)


def two_sides(spending: int = 330) -> Picture:
    names = (
        "PADes",
        "ADD",
        "Bagi hasil pajak dan retribusi daerah kabupaten",
        "Bantuan",
        "BLM PNPM",
        "Hibah",
        "Swadaya",
    )
    income = [
        SidePart(name, n * MILLION)
        for name, n in zip(names, (36, 240, 18, 60, 150, 0, 26), strict=True)
    ]
    parts = [
        SidePart(f"Belanja {i}", n * MILLION) for i, n in enumerate((52, 34, 14, spending, 70, 10))
    ]
    return balance("APB Desa", income, parts, TABLE)


def leaking() -> Picture:
    names = (
        "Musyawarah dusun dan musyawarah perempuan",
        "Musrenbang kecamatan",
        "Pembahasan dan penetapan APBD",
    )
    kept = (60, 40, 10)
    stages = [
        Stage(name, 100, left, f"{left} usulan", "hilang 40")
        for name, left in zip(names, kept, strict=True)
    ]
    return funnel("Corong", stages, TABLE, before="tahun lalu")


def two_courses() -> Picture:
    names = [
        "Dengan pagu kewilayahan yang terkunci sampai di rancangan APBD dan bantuan menyusun berkas "
        * 2,
        "Tanpa",
    ]
    return grouped(
        "Dua jalan",
        names,
        [("ada", [3.0, 1.0], ["3", "1"]), ("sisa", [1.0, 1.0], ["1", "1"])],
        TABLE,
    )


SAMPLES: dict[str, tuple[Callable[[], Picture], tuple[str, ...]]] = {
    "lanes": (
        year,
        (
            "Renja SKPD (Mar–Mei)",
            "KUA/PPAS (Jun–Jul)",
            "Titik putus dari Reses III DPRD",
            "sesudah musrenbang",
        ),
    ),
    "map 5": (
        lambda: village_map("Desa", villages(5, 1), CATEGORIES, TABLE),
        ("mendapat kegiatan: 1 dari 5 desa",),
    ),
    "map 64": (
        lambda: village_map("Desa", villages(64, 7), CATEGORIES, TABLE),
        ("dari 64 desa", "Kecamatan 7: D"),
    ),
    "map 277": (
        lambda: village_map("Desa", villages(277, 26), CATEGORIES, TABLE),
        ("dari 277 desa", "Kecamatan 26: "),
    ),
    "dumbbells": (
        capacity,
        ("KPMD: dari 36% menjadi 55%, sasaran 70%", "BPD: dari 30% menjadi 51%", "Terlemah: BPD"),
    ),
    "lamps": (
        dashboard,
        (
            "hijau, 84,6%",
            "kuning, 55,6%",
            "kuning, 50,0%",
            "merah, 45,5%",
            "merah, 22,4%",
            "hijau, 83,3%",
        ),
    ),
    "lines": (years, ("mutu: 2010 37%, 2011 41%", "percaya: 2011 20%", "2014 52%", "2011: banjir")),
    "lines narrow": (lambda: years(560), ("dana: 2010 14%",)),
    "pairs": (
        matched,
        (
            "R01 Jembatan Kali Bening rusak berpasangan dengan U01",
            "R03 Lapangan voli keliru dipasangkan dengan U08 Rabat",
            "R08 Ketinting mungkin berpasangan dengan U14 Mesin",
            "Tanpa pasangan: R09 Posko.",
        ),
    ),
    "balance": (
        two_sides,
        (
            "Selisih Rp 20 juta: Pendapatan lebih besar daripada Belanja.",
            "Hibah Rp 0 juta",
            "Rp 530 juta",
        ),
    ),
    "funnel": (leaking, ("Musyawarah dusun dan musyawarah perempuan: 60 usulan (hilang 40)",)),
    "grouped": (two_courses, ("Tanpa: ada 1, sisa 1",)),
    "balance even": (lambda: two_sides(350), ("Seimbang: Pendapatan dan Belanja sama besar.",)),
}
every = pytest.mark.parametrize("name", SAMPLES)


def boxes(picture: Picture) -> list[tuple[Box, str]]:
    """Where words stand, by their measured widths: from the top of capitals to below the line."""
    placed = []
    for text in shapes(picture, "text"):
        words_here, size = text.text or "", float(text.attrib.get("font-size", pictures.FONT))
        width = text_width(words_here, size, bold=text.attrib.get("font-weight") == "700")
        x = float(text.attrib["x"]) - width * {"end": 1.0, "middle": 0.5}.get(
            text.attrib.get("text-anchor", ""), 0.0
        )
        y = float(text.attrib["y"])
        placed.append(((x, y - 0.74 * size, x + width, y + 0.2 * size), words_here))
    return placed


@every
def test_words_lie_inside_the_picture_and_never_on_each_other(name: str) -> None:
    picture = SAMPLES[name][0]()
    _, _, wide, high = map(float, ET.fromstring(picture.svg).attrib["viewBox"].split())
    placed = boxes(picture)
    assert len(placed) > 5
    for (x1, y1, x2, y2), said in placed:
        assert x1 >= 0 and x2 <= wide + 1 and y1 >= 0 and y2 <= high, said
    for (box, said), (other, also) in combinations(placed, 2):
        apart = (
            box[2] <= other[0] + 1
            or other[2] <= box[0] + 1
            or box[3] <= other[1] + 1
            or other[3] <= box[1] + 1
        )
        assert apart, (said, also)


@every
def test_type_is_never_small_and_words_stand_out_from_what_is_under_them(name: str) -> None:
    picture = SAMPLES[name][0]()
    ground: list[tuple[Box, str]] = []
    for shape in ET.fromstring(picture.svg).iter():
        tag, attrib = shape.tag.removeprefix(SVG), shape.attrib
        if tag == "rect":
            x, y = float(attrib.get("x", 0)), float(attrib.get("y", 0))
            ground.append(
                ((x, y, x + float(attrib["width"]), y + float(attrib["height"])), attrib["fill"])
            )
        elif tag == "path" and attrib["fill"] != "none":
            tiles = re.findall(r"M([\d.]+) ([\d.]+)h(\d+)v(\d+)h-", attrib["d"])
            for x, y, w, h in ([float(part) for part in tile] for tile in tiles):
                ground.append(((x, y, x + w, y + h), attrib["fill"]))
        elif tag == "text":
            assert float(attrib.get("font-size", pictures.FONT)) >= 18
            ((x1, y1, x2, y2), said) = boxes(
                Picture(f'<svg xmlns="{SVG[1:-1]}">{ET.tostring(shape).decode()}</svg>', "", TABLE)
            )[0]
            middle = ((x1 + x2) / 2, (y1 + y2) / 2)
            under = [
                fill
                for box, fill in ground
                if box[0] <= middle[0] <= box[2] and box[1] <= middle[1] <= box[3]
            ]
            assert contrast(attrib["fill"], under[-1]) >= 4.5, (said, attrib["fill"], under[-1])


@every
def test_alternative_text_has_every_figure_and_is_sentences(name: str) -> None:
    make, expected = SAMPLES[name]
    picture = make()
    for words_expected in expected:
        assert words_expected in picture.alt
    assert picture.alt.endswith(".") and ".." not in picture.alt and "nan" not in picture.alt
    drawn = set(re.findall(r"\d+(?:,\d+)?%|Rp [\d.]+ juta|\d+ dari \d+", words(picture)))
    scale = {"0%", "50%", "100%"}
    assert all(figure in picture.alt for figure in drawn - scale)
    assert picture.table is TABLE
    assert ET.fromstring(picture.html()).attrib["aria-label"] == picture.alt


def test_pictures_of_nothing_are_still_pictures() -> None:
    none = [
        lanes("T", [], [], TABLE),
        village_map("T", [], CATEGORIES, TABLE),
        dumbbells("T", [], TABLE),
        lamps("T", [], TABLE),
        lines("T", [], [], TABLE),
        lines("T", ["2010"], [CourseLine("a", [None])], TABLE),
        pairs("T", {}, {}, [], TABLE),
        balance("T", [], [], TABLE),
    ]
    for picture in none:
        assert ET.fromstring(picture.svg).tag == f"{SVG}svg" and "nan" not in picture.svg
        assert picture.alt.startswith("T.")


def test_cards_stand_at_their_months_and_never_on_each_other() -> None:
    picture = year()
    cards = [r for r in shapes(picture, "rect") if r.attrib["height"] == "28.0"]
    assert len(cards) == 9
    at = {text.text: float(text.attrib["x"]) for text in shapes(picture, "text")}
    assert (
        at["Musrenbang desa"]
        < at["Musrenbang kecamatan"]
        < at["Forum SKPD"]
        < at["RKPD ditetapkan"]
        < at["KUA/PPAS"]
    )
    for card, other in combinations(cards, 2):
        a, b = (
            {k: float(r.attrib[k]) for k in ("x", "y", "width", "height")} for r in (card, other)
        )
        beside = a["x"] + a["width"] <= b["x"] or b["x"] + b["width"] <= a["x"]
        assert beside or a["y"] + a["height"] <= b["y"] or b["y"] + b["height"] <= a["y"]


def test_a_broken_joint_is_dashed_crossed_and_told() -> None:
    picture = year()
    dashed = [p for p in shapes(picture, "path") if p.attrib.get("stroke-dasharray") == "8 5"]
    assert len(dashed) == 1
    said = lines_of(picture)
    assert "✕1" in said and any(line.startswith("✕1 Hasil reses") for line in said)
    assert "gone" not in picture.alt


def test_an_arrow_goes_around_a_box_that_stands_in_between() -> None:
    above = (100.0, 0.0, 200.0, 28.0)
    below = (100.0, 200.0, 200.0, 28.0)
    between = (150.0, 90.0, 90.0, 28.0)
    line = route(above, below, [above, below, between], [])
    assert not passes(line, between)
    assert line[1] == pytest.approx(31) and line[3] == 200
    assert abs(route(above, below, [], [line])[0] - line[0]) > 10, "a second arrow leaves elsewhere"


@pytest.mark.parametrize(("count", "kecamatan"), [(5, 1), (64, 7), (277, 26)])
def test_every_village_has_a_tile_and_every_kind_its_own_letter_and_pattern(
    count: int, kecamatan: int
) -> None:
    tiles = villages(count, kecamatan)
    picture = village_map("Desa", tiles, CATEGORIES, TABLE)
    letters = [t.text for t in shapes(picture, "text") if t.attrib.get("text-anchor") == "middle"]
    for category in CATEGORIES:
        assert letters.count(category.letter) == 1 + sum(
            tile.category == category.key for tile in tiles
        )
    drawn = [(p.attrib["fill"], p.attrib["stroke"]) for p in shapes(picture, "path")]
    strokes = {re.sub(r"M[\d.]+ [\d.]+", "", p.attrib["d"])[:12] for p in shapes(picture, "path")}
    assert len({d for d in drawn if d[0] != "none"}) == 6 and len(strokes) >= 5
    named = lines_of(picture)
    assert all((tile.label in named) == (count < 90) for tile in tiles)
    assert len(picture.svg) < 60_000, "a redraw stays light"


def test_a_village_of_an_unknown_kind_is_not_lost_in_silence() -> None:
    with pytest.raises(KeyError):
        village_map("Desa", [Tile("A", "K", "entah")], CATEGORIES, TABLE)


def test_the_weakest_row_is_the_one_asked_for() -> None:
    rows = [
        Dumbbell("S6", 0.15, 0.206, 0.40),
        Dumbbell("S8", 0.20, 0.40, 0.80),
        Dumbbell("S1", 0.1, 0.2),
    ]
    assert [weakest_row(rows, by) for by in ("now", "gap", "reached", "")] == [2, 1, 0, None]  # type: ignore[arg-type]
    assert weakest_row([rows[2]], "gap") is None and weakest_row([], "now") is None
    picture = dumbbells("T", rows, TABLE, weakest="reached")
    bold = [t.text for t in shapes(picture, "text") if t.attrib.get("font-weight") == "700"]
    assert (
        " S6" in bold
        and "▶ S6" in lines_of(picture)
        and "▶ Terlemah: S6" in lines_of(picture)
        and "▶ S8" not in words(picture)
    )


def test_marks_of_a_row_stand_where_their_values_are() -> None:
    picture = dumbbells("T", [Dumbbell("A", 0.0, 0.5, 1.0)], TABLE, weakest="")
    start, now = (float(c.attrib["cx"]) for c in shapes(picture, "circle")[-2:])
    target = float(re.match(r"M([\d.]+)", shapes(picture, "path")[-1].attrib["d"]).group(1))  # type: ignore[union-attr]
    assert now == pytest.approx((start + target) / 2, abs=0.2) and start < target


@pytest.mark.parametrize(
    ("share", "colour"),
    [
        (0.75, "green"),
        (0.7496, "green"),
        (0.7494, "yellow"),
        (0.5, "yellow"),
        (0.499, "red"),
        (float("nan"), "red"),
    ],
)
def test_a_lamp_agrees_with_the_figure_beside_it(share: float, colour: str) -> None:
    assert colour_of(share) == colour
    picture = lamps("T", [Lamp("S", share)], TABLE)
    assert percent(share) in words(picture)
    tags = {"green": ("circle", 1), "yellow": ("path", 1), "red": ("rect", 3)}[colour]
    assert len(shapes(picture, tags[0])) == tags[1], "each colour has a shape of its own"


def test_courses_differ_by_dashes_and_marks_and_events_are_numbered() -> None:
    picture = years()
    thick = [
        p.attrib.get("stroke-dasharray", "")
        for p in shapes(picture, "path")
        if p.attrib["stroke-width"] == "3"
    ]
    assert len(thick) == 4 == len(set(thick))
    said = lines_of(picture)
    assert {"▼1", "▼2", "▼3"} <= set(said) and "percaya 45%" in said and "mutu 57%" in said


def test_a_course_rises_with_its_values() -> None:
    picture = lines("T", ["a", "b", "c"], [CourseLine("x", [0.0, 0.5, 1.0])], TABLE)
    heights = [float(c.attrib["cy"]) for c in shapes(picture, "circle")]
    assert (
        heights[0] - heights[1] == pytest.approx(heights[1] - heights[2], abs=0.2)
        and heights[0] > heights[2]
    )


def test_links_differ_without_colour_and_what_stands_alone_is_dashed() -> None:
    picture = matched()
    assert {p.attrib.get("stroke-dasharray") for p in shapes(picture, "path")} == {
        None,
        "3 5",
        "10 6",
    }
    assert words(picture).split().count("✕") == 2 and words(picture).split().count("?") == 2
    alone = [r for r in shapes(picture, "rect") if "stroke-dasharray" in r.attrib]
    assert len(alone) == 2, "one item and its sample below"


@pytest.mark.parametrize(("spending", "side"), [(330, 1), (450, 0)])
def test_the_gap_stands_on_the_lower_side(spending: int, side: int) -> None:
    picture = two_sides(spending)
    rects = [
        {k: float(v) for k, v in r.attrib.items() if k in ("x", "width", "height")}
        | {"dash": "stroke-dasharray" in r.attrib}
        for r in shapes(picture, "rect")[1:]
    ]
    (gap,) = [r for r in rects if r["dash"]]
    lefts = sorted({r["x"] for r in rects})
    assert gap["x"] == lefts[side]
    heights = [sum(r["height"] for r in rects if r["x"] == x) for x in lefts]
    assert heights[0] == pytest.approx(heights[1], abs=1.5)
    unit = heights[0] / max(530, 180 + spending)
    assert gap["height"] == pytest.approx(abs(530 - 180 - spending) * unit, abs=0.5)


def test_long_names_beside_the_columns_are_broken_not_cut() -> None:
    assert "…" not in words(two_sides())
    assert "kabupaten Rp 18 juta" in words(two_sides())


@given(st.lists(st.floats(0, 300), max_size=12), st.floats(1, 40))
def test_places_are_spread_in_order_and_inside(wished: list[float], gap: float) -> None:
    placed = spread(wished, gap, 0, 300)
    ordered = [p for _, p in sorted(zip(wished, placed, strict=True))]
    room = min(gap, 300 / max(len(wished) - 1, 1))
    assert all(b - a >= room - 1e-6 for a, b in pairwise(ordered))
    assert all(-1e-6 <= p <= 300 + 1e-6 for p in placed)
    if all(b - a >= gap for a, b in pairwise(sorted(wished))):
        assert placed == pytest.approx(wished)


@given(st.lists(st.text("abcdeimW ", min_size=1, max_size=12), max_size=12), st.integers(120, 400))
def test_wrapped_words_are_all_there_and_fit(parts: list[str], width: int) -> None:
    said = " ".join(" ".join(parts).split())
    broken = wrap(said, width)
    if all(text_width(word) <= width for word in said.split()):
        assert " ".join(broken) == said
    assert all(text_width(line) <= width for line in broken)


def test_widths_follow_the_letters() -> None:
    assert text_width("mmm", 18) > text_width("iii", 18) * 3
    assert text_width("AV", 18) < text_width("A", 18) + text_width("V", 18), "kerning"
    assert text_width("abc", 20, bold=True) > text_width("abc", 20)
