"""Figures for a journal: in the width of a column, words as words, several scenarios told apart without colour."""

import re
import struct

import pandas as pd
import pytest
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle
from matplotlib.text import Text

import p2spp_sim as p2
from p2spp_sim import figures
from p2spp_sim.base.intervals import FEWEST
from p2spp_sim.base.language import LANGUAGES, set_language
from p2spp_sim.figures import several
from p2spp_sim.figures.page import COLUMNS_MM
from p2spp_sim.model.loading import load_rules
from p2spp_sim.studies import evidence
from p2spp_sim.studies.comparison_figures import KINDS
from tests.studies.test_figures import artist, assert_apart, grey_of, named, seen_texts

BASE = p2.Scenario.load("2010")
NAMES = ("2010", "PIK 20 %", "reses dulu", "Dana Desa")
KEYS = ("accepted", "built_of_voiced.poorest_fifth", "fair_gini", "fair_end")
COLUMNS = pytest.mark.parametrize("width", COLUMNS_MM)


@pytest.fixture(autouse=True)
def indonesian():
    set_language("id")
    yield
    set_language("id")


@pytest.fixture(scope="module")
def compared():
    others = (
        BASE.change(pik_share=0.2),
        BASE.change(reses_timing="before"),
        p2.Scenario.load("dana_desa"),
    )
    world = p2.World.load("wanasari")
    return p2.compare(BASE, *others, world=world, replicates=FEWEST, seed=7, by="poorest_fifth")


@pytest.fixture(scope="module")
def drawings(compared):
    set_language("id")
    drawn = {kind: compared.figure(kind) for kind in KINDS}
    for kind in KINDS:
        keys = KEYS if kind == "forest" else ()
        drawn[f"all {kind}"] = compared.figure(kind, other="all", names=NAMES, keys=keys)
    drawn["all forest, usual keys"] = compared.figure("forest", other="all", names=NAMES)
    size = {"n": [8, 8, 16, 16], "points": 0, "lever": ["pik_share", "outreach_poor"] * 2}
    settled = pd.DataFrame(size).assign(total=[0.9, 0.2, 0.8, 0.3], total_half=0.2)
    drawn["convergence"] = figures.convergence_drawing(settled, about=figures.About())
    return drawn


def inches(png):
    """The width and height of a PNG, by its dots and its dots a metre."""
    wide, high = struct.unpack(">II", png[16:24])
    metre = struct.unpack(">I", png[png.index(b"pHYs") + 4 :][:4])[0]
    return wide / metre / 0.0254, high / metre / 0.0254


@COLUMNS
def test_a_figure_is_as_wide_as_the_column_with_type_to_be_read_and_no_word_cut(drawings, width):
    for name, drawing in drawings.items():
        printed = drawing.for_print(width, dpi=110)
        assert_apart(seen_texts(printed.figure), printed.figure.bbox)
        sizes = [
            float(text.get_fontsize())
            for text in printed.figure.findobj(Text)
            if text.get_visible() and text.get_text().strip()
        ]
        assert 6 <= min(sizes) <= max(sizes) <= 9, name
        assert printed.figure.get_figwidth() * 25.4 == pytest.approx(COLUMNS_MM[width]), name
        assert printed.figure.get_figheight() * 25.4 < 240, name  # of a page of a journal
        assert not artist(printed.figure, "title").get_visible()


def test_words_are_words_in_pdf_and_svg_and_the_files_are_the_same_each_time(compared, tmp_path):
    written = compared.figure("forest").save(tmp_path / "gambar.pdf", width="single", dpi=110)
    assert [path.suffix for path in written] == [".svg", ".png", ".csv", ".pdf"]
    again = compared.figure("forest").for_print("single", dpi=110)
    svg, png, _, pdf = (path.read_bytes() for path in written)
    assert (svg, png, pdf) == (again.svg(), again.png(), again.pdf())
    assert b"<text" in svg and b">Desa tanpa kegiatan PIK<" in svg
    assert inches(png)[0] * 25.4 == pytest.approx(84, abs=0.3)
    assert b"/FontFile2" in pdf and b"AtkinsonHyperlegible" in pdf
    (box,) = set(re.findall(rb"/MediaBox \[ ([\d. ]+) \]", pdf))
    assert float(box.split()[2]) / 72 * 25.4 == pytest.approx(84, abs=0.3)
    assert b"<text" not in compared.figure("forest").svg()  # on the screen nobody needs the font


def test_the_caption_says_what_the_picture_leaves_out(drawings):
    caption = drawings["all forest"].caption
    assert caption == drawings["all forest"].for_print().caption
    for part in (
        "Perubahan indikator dibanding 2010. ",
        "kejadian acak yang sama",
        "Wanasari",
        "benih: 7",
        "bukan ramalan.",
    ):
        assert part in caption
    assert "\n" not in caption


def test_all_scenarios_are_drawn_with_what_their_tables_say(compared, drawings):
    forest = drawings["all forest"]
    differences = compared.differences()
    assert forest.table["indicator"].tolist() == list(KEYS) * 3
    for row in forest.table.to_dict("records"):
        number = NAMES.index(row["scenario"]) - 1
        point = artist(forest.figure, f"point:{row['indicator']}:{number}")
        assert point.get_xdata()[0] == row["difference"]
        mine = differences[
            (differences["scenario"] == compared.names()[number + 1])
            & (differences["indicator"] == row["indicator"])
            & (differences["measure"] == row["measure"])
        ]
        factor = figures.units.unit_of(row["indicator"]).factor
        assert row["difference"] == pytest.approx(factor * mine["difference"].iloc[0])
    funnel = drawings["all funnel"]
    for place, row in enumerate(funnel.table.to_dict("records")):
        for number, name in enumerate(NAMES):
            if row[name] == row[name]:
                assert artist(funnel.figure, f"bar:{place}:{number}").get_width() == row[name]
    assert "bar:2:3" not in named(funnel.figure, "bar:")  # Dana Desa holds no MAD
    assert named(drawings["all lorenz"].figure, "curve:") == [f"curve:{n}" for n in range(4)]


def test_scenarios_are_told_apart_by_shape_and_in_grey(drawings):
    marks = [
        mark
        for mark in drawings["all forest"].figure.findobj(Line2D)
        if str(mark.get_gid()).startswith("point:")
    ]
    assert len({mark.get_marker() for mark in marks}) == 3
    fills = [
        (bar.get_hatch(), grey_of(bar.get_facecolor()))
        for number in range(4)
        for bar in drawings["all gained"].figure.findobj(Rectangle)
        if bar.get_gid() == f"bar:0:{number}"
    ]
    for at, (hatch, grey) in enumerate(fills):
        for other, beside in fills[at + 1 :]:
            assert hatch != other or abs(grey - beside) > 0.2


def test_what_cannot_be_drawn_is_said(compared):
    drawing = compared.figure("lorenz")
    for width in ("wide", 20, 900):
        with pytest.raises(p2.OutOfBounds, match="single \\(84 mm\\)"):
            drawing.for_print(width)
    with pytest.raises(p2.OutOfBounds, match="satu lebar"):
        figures.calendar_drawing(load_rules("2010")).for_print()
    with pytest.raises(p2.OutOfBounds, match="4 nama"):
        compared.figure("forest", other="all", names=NAMES[:2])
    with pytest.raises(p2.OutOfBounds, match="paling banyak 4"):
        several._few_enough(5)
    with pytest.raises(p2.UnknownName, match="all"):
        compared.figure("forest", other="semua")


@pytest.mark.parametrize("language", LANGUAGES)
def test_evidence_fits_a_double_column(language):
    set_language(language)
    printed = figures.evidence_drawing(evidence.report(["wanasari"], replicates=2)).for_print(
        "double"
    )
    assert_apart(seen_texts(printed.figure), printed.figure.bbox)
