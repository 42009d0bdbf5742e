"""Figures show what they are given, every box apart from the others, and say it in words too."""

from __future__ import annotations

import struct
import warnings
from collections.abc import Iterator
from dataclasses import replace
from importlib.metadata import version
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from matplotlib.colors import to_rgb
from matplotlib.figure import Figure
from matplotlib.font_manager import findfont
from matplotlib.text import Text
from matplotlib.transforms import Bbox, BboxBase

from p2spp_sim import figures
from p2spp_sim.base.errors import OutOfBounds, P2sppError, UnknownName
from p2spp_sim.base.intervals import FEWEST
from p2spp_sim.base.language import set_language
from p2spp_sim.figures.units import unit_of, values_text
from p2spp_sim.model.loading import load_rules
from p2spp_sim.model.rulebook import END, RuleBook
from p2spp_sim.results.indicators import is_main
from p2spp_sim.scenario.scenario import Scenario
from p2spp_sim.studies import evidence, lever_effects
from p2spp_sim.studies.comparing import compare
from p2spp_sim.studies.comparison import Comparison
from p2spp_sim.studies.comparison_figures import KINDS
from p2spp_sim.studies.design import Design
from p2spp_sim.studies.sweep import sweep
from p2spp_sim.world.world import World
from p2spp_sim.years import run_years

REGIMES = ("2010", "dana_desa", "sipd")
regimes = pytest.mark.parametrize("name", REGIMES)


@pytest.fixture(autouse=True)
def indonesian() -> Iterator[None]:
    set_language("id")
    yield
    set_language("id")


@pytest.fixture(scope="module")
def frame() -> pd.DataFrame:
    return evidence.report(replicates=2)


def named(figure: Figure, prefix: str) -> list[str]:
    artists = figure.findobj(lambda artist: str(artist.get_gid() or "").startswith(prefix))
    return sorted(str(artist.get_gid()) for artist in artists)


def words(figure: Figure) -> str:
    return " ".join(
        text.get_text().replace("\n", " ")
        for text in figure.findobj(lambda a: hasattr(a, "get_text"))
    )


def test_one_band_a_fact_and_one_interval_a_measure(frame: pd.DataFrame) -> None:
    drawn = figures.evidence_figure(frame)
    assert named(drawn, "band:") == sorted(f"band:{fact}" for fact in evidence.facts())
    assert named(drawn, "point:") == sorted(
        f"point:{f}:{d}" for f, d in zip(frame["fact"], frame["dataset"], strict=True)
    )


def test_a_lottery_is_a_hollow_mark_of_its_own_beside_the_interval(frame: pd.DataFrame) -> None:
    drawn = figures.evidence_figure(frame)
    ranked = frame[frame["role"] != "input"]
    assert named(drawn, "lottery:") == sorted(
        f"lottery:{f}:{d}" for f, d in zip(ranked["fact"], ranked["dataset"], strict=True)
    )
    for row in ranked.to_dict("records"):
        mark = artist(drawn, f"lottery:{row['fact']}:{row['dataset']}")
        interval = artist(drawn, f"point:{row['fact']}:{row['dataset']}")
        wide = row["band_high"] - row["band_low"]
        assert mark.get_fillstyle() == "none"
        assert mark.get_color() == interval.get_color()
        assert 0.1 < mark.get_ydata()[0] - interval.get_ydata()[0] < 0.2
        if mark.get_marker() == "D":
            assert mark.get_xdata()[0] == pytest.approx((row["lottery"] - row["band_low"]) / wide)
    (legend,) = drawn.legends
    assert legend.get_texts()[-1].get_text() == "undian: setiap forum memeringkat secara acak"
    off = frame.iloc[:2].assign(lottery=[-99.0, 99.0])
    marks = figures.evidence_figure(off).findobj(
        lambda a: str(a.get_gid() or "").startswith("lottery:")
    )
    assert [mark.get_marker() for mark in marks] == ["<", ">"]


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize("datasets", [1, 2])
def test_no_word_of_the_evidence_covers_another(datasets: int, language: str) -> None:
    set_language(language)
    some = evidence.report(evidence.DATASETS[:datasets], replicates=2)
    longest = some.assign(verdict="beyond", verdict_text=evidence.VERDICTS["beyond"])
    ranked = longest["role"] != "input"
    longest.loc[ranked, "lottery_verdict"] = "beyond"
    drawn = figures.evidence_drawing(longest).figure
    texts = seen_texts(drawn)
    assert sum(text.endswith("✗✗") for text, _ in texts) == ranked.sum()
    assert_apart(texts, drawn.bbox)


def test_verdicts_are_words_and_signs_and_not_only_colours(frame: pd.DataFrame) -> None:
    kinds = ["inside", "touching", "outside", "beyond"]
    some = frame.iloc[:4].assign(verdict=kinds, verdict_text=[evidence.VERDICTS[k] for k in kinds])
    text = words(figures.evidence_figure(some))
    for sign, kind in zip(("✓", "~", "✗", "✗✗"), kinds, strict=True):
        assert f"{sign} {evidence.VERDICTS[kind]}" in text


def test_an_interval_far_off_its_band_stays_in_the_picture(frame: pd.DataFrame) -> None:
    far = frame.iloc[:1].assign(low=-99.0, value=50.0, high=99.0)
    axes = figures.evidence_figure(far).axes[0]
    left, right = axes.get_xlim()
    xs = [float(x) for line in axes.lines for x in line.get_xdata()]
    assert left < min(xs) and max(xs) < right
    assert {"<", ">"} <= {line.get_marker() for line in axes.lines}


def test_evidence_is_said_in_words_in_either_language(frame: pd.DataFrame) -> None:
    text = figures.evidence_text(frame)
    assert all(
        f"{fact} pada wanasari" in text and f"{fact} pada sumedang" in text
        for fact in evidence.facts()
    )
    assert "undian juga memenuhi: tidak membuktikan apa pun (0,017)" in text
    set_language("en")
    assert "S7b on wanasari: 0.017 to 0.017, band 0.01 to 0.1" in figures.evidence_text(frame)
    english = figures.evidence_text(evidence.report(["wanasari"], replicates=2))
    assert "within the band, a lottery meets it too: proves nothing (0.017)" in english


@regimes
def test_a_calendar_has_every_source_and_forum_once(name: str) -> None:
    rules = load_rules(name)
    wanted = [f"box:source:{source.key}" for source in rules.source] + [
        f"box:{forum.key}" for forum in rules.forum
    ]
    assert named(figures.calendar_figure(rules), "box:") == sorted(wanted)


@regimes
def test_boxes_stand_in_their_month_and_do_not_cover_each_other(name: str) -> None:
    rules = load_rules(name)
    drawn = figures.calendar_figure(rules)
    boxes = drawn.findobj(lambda artist: str(artist.get_gid() or "").startswith("box:"))
    months = {stop.key: stop.month for stop in figures.stops(rules)}
    places = [(box.get_x(), box.get_y(), box.get_width(), box.get_height()) for box in boxes]
    for box, place in zip(boxes, places, strict=True):
        assert place[0] == months[box.get_gid().removeprefix("box:")]
    for i, (x, y, wide, tall) in enumerate(places):
        for other_x, other_y, other_wide, other_tall in places[i + 1 :]:
            apart = x + wide <= other_x or other_x + other_wide <= x
            assert apart or y + tall <= other_y or other_y + other_tall <= y


@pytest.mark.parametrize("language", ["id", "en"])
@regimes
def test_words_stay_inside_their_boxes(name: str, language: str) -> None:
    set_language(language)
    drawn = figures.calendar_figure(load_rules(name))
    drawn.draw_without_rendering()
    axes = drawn.axes[0]
    boxes = drawn.findobj(lambda artist: str(artist.get_gid() or "").startswith("box:"))
    for box in boxes:
        frame = box.get_window_extent()
        inside = [
            t
            for t in axes.texts
            if frame.contains(*t.get_window_extent().get_points().mean(axis=0))
        ]
        assert len(inside) == 1
        extent = inside[0].get_window_extent()
        assert (
            frame.x0 <= extent.x0
            and extent.x1 <= frame.x1
            and frame.y0 <= extent.y0
            and extent.y1 <= frame.y1
        )


@regimes
def test_there_is_an_arrow_for_every_route(name: str) -> None:
    rules = load_rules(name)
    routes = {(forum.key, pot.to) for forum in rules.forum for pot in forum.pots if pot.to != END}
    routes |= {(source.key, source.to) for source in rules.source}
    arrows = [
        p
        for p in figures.calendar_figure(rules).axes[0].patches
        if type(p).__name__ == "FancyArrowPatch"
    ]
    assert len(arrows) == len(routes)


def entry(name: str) -> figures.PokirMonths:
    months = figures.pokir_entry(load_rules(name))
    assert months is not None
    return months


def test_the_pokir_enters_where_the_regime_says() -> None:
    assert (entry("2010").joins, entry("2010").joins_month, entry("2010").late) == (
        "kua_ppas",
        7,
        4,
    )
    for name in ("dana_desa", "sipd"):
        assert (entry(name).joins, entry(name).joins_month, entry(name).late) == (
            "musrenbang_kabupaten",
            3,
            0,
        )


def test_only_where_the_lanes_miss_each_other_is_a_red_line() -> None:
    assert {name: len(named(figures.calendar_figure(load_rules(name)), "missed")) for name in REGIMES} == {
        "2010": 1, "dana_desa": 0, "sipd": 0
    }  # fmt: skip


def test_calendars_are_said_in_words_and_differ() -> None:
    texts = {name: figures.calendar_text(load_rules(name)) for name in REGIMES}
    assert len(set(texts.values())) == 3
    assert "4 bulan sesudah musrenbang kecamatan (Feb N-1)" in texts["2010"]
    assert "Pokir masuk di KUA-PPAS, Jul N-1." in texts["2010"]
    assert (
        "Verifikasi mitra Bappeda" in texts["sipd"]
        and "Verifikasi mitra Bappeda" not in texts["dana_desa"]
    )
    assert all(
        "Pokir masuk di Musrenbang kabupaten (RKPD), Mar N-1." in texts[name]
        for name in REGIMES[1:]
    )
    set_language("en")
    assert "Political: Mar N-1 Aspirations noted" in figures.calendar_text(load_rules("2010"))


def test_a_regime_without_pokir_has_no_meeting_to_miss() -> None:
    rules: RuleBook = load_rules("kasus_tirtamulya")
    assert figures.pokir_entry(rules) is None or "reses" in [forum.key for forum in rules.forum]
    assert named(figures.calendar_figure(rules), "box:")


@pytest.mark.parametrize(
    "month, name", [(1, "Jan N-1"), (0, "Des N-2"), (-7, "Mei N-2"), (12, "Des N-1"), (18, "Jun N")]
)
def test_months_are_named_with_their_year(month: int, name: str) -> None:
    assert figures.month_name(month) == name


def test_years_have_a_line_for_every_course() -> None:
    world, base = World.load("tirtamulya"), Scenario.load("2010")
    courses = {
        name: run_years(world, base, 2, seed).indicators()
        for seed, name in enumerate(("satu", "dua"))
    }
    drawn = figures.years_figure(courses, ["S1", "accepted"], ended=1)
    assert [len([line for line in axes.lines if len(line.get_xdata()) == 2 and line.get_marker() != "None"])
            for axes in drawn.axes] == [2, 2]  # fmt: skip
    assert {"satu", "dua"} <= set(words(drawn).split())
    with pytest.raises(OutOfBounds, match=r"Desentralisasi.*menurut jumlah"):  # only rupiah tell it
        figures.years_figure(courses, ["S1", "P1"])


def test_a_drawing_is_shown_with_its_words() -> None:
    drawing = figures.Drawing(figures.calendar_figure(load_rules("2010")), 'kata "kata"')
    assert drawing.png()[:4] == b"\x89PNG" and struct.unpack(">I", drawing.png()[16:20])[0] > 800
    assert 'alt="kata &quot;kata&quot;"' in drawing._repr_html_()


# --- studies of two scenarios, of levers and of years

LANGUAGES = ("id", "en")
SOME = [
    "accepted",
    "P1",
    "fair_gini",
    "kept_order",
    "list_reach",
]  # five units: points, two indices, places, households
LEVERS = ("pik_share", "papers_help", "outreach_poor")


@pytest.fixture(scope="module")
def study() -> Comparison:
    base = Scenario.load("2010")
    other = base.change(pik_share=0.2, papers_help=0.5)
    return compare(base, other, world=World.load("wanasari"), replicates=FEWEST, seed=7)


@pytest.fixture(scope="module")
def small(study: Comparison) -> Comparison:
    """The same study, cut off after five replicates."""
    cut = {
        name: tuple(array[:5] for array in getattr(study, name))
        for name in ("values", "funnels", "received")
    }
    return replace(study, **cut)


@pytest.fixture(scope="module")
def moved() -> pd.DataFrame:
    return lever_effects.table(
        World.load("wanasari"), Scenario.load("2010"), replicates=FEWEST, only=LEVERS
    )


@pytest.fixture(scope="module")
def grid() -> pd.DataFrame:
    """A grid of two levers and one more, as a sweep gives it; one cell was never finished."""
    rng = np.random.default_rng(3)
    cells = [(a, b, c) for a in (0.0, 0.25, 0.5) for b in ("after", "before") for c in (0.0, 1.0)]
    rows = [
        (point, replicate, *cell, 0.1 + 0.2 * cell[0] + 0.01 * cell[2] + rng.normal(0, 0.01))
        for point, cell in enumerate(cells)
        for replicate in range(FEWEST)
        if cell[:2] != (0.5, "after")
    ]
    return pd.DataFrame(
        rows, columns=["point", "replicate", "pik_share", "reses_timing", "papers_help", "S4.count"]
    )


@pytest.fixture(scope="module")
def courses() -> dict[str, pd.DataFrame]:
    """Three years of two courses: draws of a known spread, so that bands can be checked."""
    rng = np.random.default_rng(5)
    frames = {}
    for name, level in (("tanpa program", 0.3), ("program berhenti sesudah tahun kedua", 0.5)):
        rows = [
            (
                key,
                f"indikator {key} dengan nama panjang untuk dua baris",
                year,
                replicate,
                rng.normal(level, 0.1),
            )
            for key in ("S1", "accepted", "S8")
            for year in (1, 2, 3)
            for replicate in range(2 * FEWEST)
        ]
        frames[name] = pd.DataFrame(rows, columns=["key", "label", "year", "replicate", "count"])
    return frames


def about(replicates: int = FEWEST) -> figures.About:
    return figures.About("Kabupaten Wanasari (rekaan)", "2010", replicates, 7)


def sobol_frame() -> pd.DataFrame:
    columns = {
        "first": [0.3, 0.5],
        "first_half": [0.1, 0.2],
        "total": [0.4, 0.6],
        "total_half": [0.15, 0.25],
    }
    return pd.DataFrame({"lever": ["papers_help", "pik_share"], **columns})


def convergence_frame() -> pd.DataFrame:
    sizes = (8, 64, 4096)
    parts = [sobol_frame().assign(n=n, points=4 * n, moved=0.1) for n in sizes]
    more = [part.assign(lever=["womens_meeting", "fill_rule"]) for part in parts]
    return pd.concat([*parts, *more])


@pytest.fixture(scope="module")
def every(
    study: Comparison,
    small: Comparison,
    moved: pd.DataFrame,
    grid: pd.DataFrame,
    courses: dict[str, pd.DataFrame],
) -> dict[str, dict[str, figures.Drawing]]:
    """Every figure in both languages, with intervals and without, also with names that are too long for one line."""
    names = (
        "Keadaan awal kabupaten tanpa satu pun perubahan",
        "Pagu kewilayahan 20% dengan bantuan menyusun berkas",
    )
    drawings = {}
    for language in LANGUAGES:
        set_language(language)
        drawn = {kind: study.figure(kind) for kind in KINDS}
        drawn |= {f"{kind} few": small.figure(kind, names=names) for kind in KINDS}
        drawn |= {
            f"{kind} rupiah": study.figure(kind, measure="rupiah", names=names)
            for kind in ("funnel", "forest")
        }
        drawn["forest units"] = study.figure("forest", keys=SOME)
        drawn["tornado"] = figures.tornado_drawing(moved, about=about())
        drawn["tornado few"] = figures.tornado_drawing(
            moved, about=about(5), indicator="S7_apbd.rupiah"
        )
        drawn["sobol"] = figures.sensitivity_drawing(
            sobol_frame(), about=about(), outcome="accepted.count"
        )
        drawn["convergence"] = figures.convergence_drawing(
            convergence_frame(), about=about(), outcome="accepted.count"
        )
        drawn["heat"] = figures.heat_drawing(
            grid, "pik_share", "reses_timing", "S4.count", about=about()
        )
        few = grid[grid["replicate"] < 5]
        drawn["heat few"] = figures.heat_drawing(
            few, "reses_timing", "pik_share", "S4.count", about=about(5)
        )
        drawn["fan"] = figures.fan_drawing(
            courses, ["S1", "accepted", "S8"], about=about(), ended=2
        )
        cut = {name: frame[frame["replicate"] < 5] for name, frame in courses.items()}
        drawn["fan few"] = figures.fan_drawing(cut, ["S1", "accepted"], about=about(5))
        means = {
            n: f.groupby(["key", "label", "year"], as_index=False)["count"].mean()
            for n, f in courses.items()
        }
        drawn["years"] = figures.years_drawing(
            means, ["S1", "accepted", "S8", "S1"], 2, about=about()
        )
        drawings[language] = drawn
    set_language("id")
    return drawings


def artist(figure: Figure, gid: str) -> Any:
    matches = figure.findobj(lambda candidate: candidate.get_gid() == gid)
    assert len(matches) == 1, gid
    return matches[0]


def drawn_interval(figure: Figure, gid: str) -> list[float]:
    line = artist(figure, gid)
    xs, ys = ([float(v) for v in data] for data in (line.get_xdata(), line.get_ydata()))
    return xs if len(set(ys)) == 1 and len(set(xs)) > 1 else (ys if len(set(ys)) > 1 else xs)


def seen_texts(figure: Figure) -> list[tuple[str, Bbox]]:
    """Every text that is really drawn, with its place."""
    figure.draw_without_rendering()
    texts = [*figure.texts, *(text for legend in figure.legends for text in legend.get_texts())]
    for axes in figure.axes:
        if not axes.get_visible():
            continue
        texts += [*axes.texts, axes.title, axes._left_title, axes.xaxis.label, axes.yaxis.label]
        texts += axes.get_legend().get_texts() if axes.get_legend() else []
        for axis in (axes.xaxis, axes.yaxis):
            low, high = sorted(axis.get_view_interval())
            ticks = axis.get_major_ticks()
            inside = [tick for tick in ticks if low - 1e-9 <= tick.get_loc() <= high + 1e-9]
            texts += [tick.label1 for tick in inside]
    return [
        (t.get_text(), t.get_window_extent())
        for t in texts
        if t.get_visible() and t.get_text().strip()
    ]


NAMES = [
    *KINDS, *(f"{kind} few" for kind in KINDS), "funnel rupiah", "forest rupiah", "forest units", "tornado",
    "tornado few", "sobol", "convergence", "heat", "heat few", "fan", "fan few", "years",
]  # fmt: skip
pictures = pytest.mark.parametrize("name", NAMES)
languages = pytest.mark.parametrize("language", LANGUAGES)


@languages
@pictures
def test_no_text_is_cut_or_covers_another(every: dict[str, Any], name: str, language: str) -> None:
    figure = every[language][name].figure
    set_language(language)  # ticks are written when they are drawn
    assert_apart(seen_texts(figure), figure.bbox)


def assert_apart(texts: list[tuple[str, Bbox]], whole: BboxBase) -> None:
    """See to it that no text leaves the picture or covers another."""
    for text, box in texts:
        assert whole.x0 <= box.x0 + 0.5 and box.x1 <= whole.x1 + 0.5, text
        assert whole.y0 <= box.y0 + 0.5 and box.y1 <= whole.y1 + 0.5, text
    for i, (text, box) in enumerate(texts):
        for other, beside in texts[i + 1 :]:
            across = min(box.x1, beside.x1) - max(box.x0, beside.x0)
            down = min(box.y1, beside.y1) - max(box.y0, beside.y0)
            assert across <= 1 or down <= 1, (text, other)


@languages
@pictures
def test_every_word_is_in_the_font_of_the_workbook(
    every: dict[str, Any], name: str, language: str
) -> None:
    drawing = every[language][name]
    set_language(language)
    with warnings.catch_warnings():
        warnings.simplefilter("error")  # matplotlib warns of a sign that no font has
        used = fonts_of(drawing.figure)
        if language == "id":
            assert drawing.png()
        else:
            assert b"<text" not in drawing.svg(), (
                "letters of a saved figure are drawn, whoever opens it"
            )
    assert used <= {"AtkinsonHyperlegible-Regular", "AtkinsonHyperlegible-Bold"}


def test_the_calendar_is_in_the_font_of_the_workbook() -> None:
    drawing = figures.calendar_drawing(load_rules("2010"))
    assert fonts_of(drawing.figure) <= {"AtkinsonHyperlegible-Regular", "AtkinsonHyperlegible-Bold"}


def fonts_of(figure: Figure) -> set[str]:
    """The files from which the words of a figure are drawn, ticks too."""
    figure.draw_without_rendering()
    texts = (
        text for text in figure.findobj(Text) if isinstance(text, Text) and text.get_text().strip()
    )
    return {Path(findfont(text.get_fontproperties())).stem for text in texts}


@pictures
def test_text_is_large_enough_for_a_projector(every: dict[str, Any], name: str) -> None:
    figure = every["id"][name].figure
    sizes = [
        t.get_fontsize()
        for t in figure.findobj(lambda a: hasattr(a, "get_fontsize"))
        if t.get_text().strip()
    ]
    assert figure.get_figwidth() == 12 and min(sizes) >= 10


@languages
@pictures
def test_every_figure_says_where_it_comes_from(
    every: dict[str, Any], name: str, language: str
) -> None:
    drawing = every[language][name]
    footer = artist(drawing.figure, "footer").get_text().replace("\n", " ")
    replicates = 5 if name.endswith("few") else FEWEST
    set_language(language)
    line = figures.About(replicates=replicates).line()
    assert all(part in footer for part in [*line.split(" · "), "2010", "Wanasari"])
    assert drawing.table is not None and len(drawing.table) and drawing.alt.strip().endswith(".")


def test_the_footer_tells_which_levers_were_moved(study: Comparison) -> None:
    footer = artist(study.figure("lorenz").figure, "footer").get_text().replace("\n", " ")
    assert (
        "diubah: Bantuan menyusun berkas usulan = 0,5; Bagian pagu indikatif kewilayahan (PIK) = 0,2"
        in footer
    )


def test_the_footer_tells_version_and_what_the_base_changes(
    study: Comparison, tmp_path: Path
) -> None:
    footer = artist(study.figure("lorenz").figure, "footer").get_text()
    assert f"p2spp-sim versi {version('p2spp-sim')}" in footer and "nilai dasar" not in footer
    base, world = Scenario.load("2010").change(audit=1.0, clause_k2=True), World.load("wanasari")
    wanted = "nilai dasar: " + values_text({"audit": 1.0, "clause_k2": True})
    assert wanted in figures.About.of(world, base, base.change(pik_share=0.2)).line()
    swept = sweep(
        Design.grid(base.levers("pik_share"), 2),
        world,
        base=base,
        seed=5,
        to=tmp_path,
        progress=False,
    )
    line = figures.About.of_sweep(swept).line()
    assert all(part in line for part in (wanted, "benih: 5", f"versi {version('p2spp-sim')}"))


@pytest.mark.parametrize("measure", ["count", "rupiah"])
def test_a_funnel_draws_what_its_table_says(study: Comparison, measure: str) -> None:
    drawing = study.figure("funnel", measure=measure)
    assert drawing.table is not None
    for row in drawing.table.to_dict("records"):
        for side in ("base", "other"):
            assert artist(drawing.figure, f"{side}:{row['stage']}").get_width() == row[side]
        assert artist(drawing.figure, f"point:{row['stage']}").get_xdata()[0] == row["difference"]
        assert drawn_interval(drawing.figure, f"interval:{row['stage']}") == [
            row["low"],
            row["high"],
        ]
    pd.testing.assert_frame_equal(drawing.table, study.funnel_differences(measure=measure))


def test_a_funnel_of_two_regimes_leaves_out_what_one_does_not_have() -> None:
    world, base = World.load("tirtamulya"), Scenario.load("2010")
    drawing = compare(base, Scenario.load("sipd"), world=world, replicates=2).figure("funnel")
    assert drawing.table is not None
    table = drawing.table.set_index("stage")
    assert table.loc["mad", "other"] != table.loc["mad", "other"] and table.loc["mad", "base"] > 0
    assert "other:mad" not in named(drawing.figure, "other:") and "base:mad" in named(
        drawing.figure, "base:"
    )
    assert "point:mad" not in named(drawing.figure, "point:")
    assert "hanya ada pada salah satu skenario" in drawing.alt


def test_a_forest_has_one_panel_for_every_unit_and_its_own_figures(study: Comparison) -> None:
    drawing = study.figure("forest", keys=SOME)
    assert drawing.table is not None
    units = list(dict.fromkeys(unit_of(key).word for key in SOME))
    assert len(drawing.figure.axes) == len(units) == 4
    differences = study.differences()
    for row in drawing.table.to_dict("records"):
        mine = differences[
            (differences["indicator"] == row["indicator"])
            & (differences["measure"] == row["measure"])
        ].iloc[0]
        assert row["difference"] == pytest.approx(
            mine["difference"] * unit_of(row["indicator"]).factor
        )
        point = artist(drawing.figure, f"point:{row['indicator']}")
        assert point.get_xdata()[0] == row["difference"]
        assert row["unit"] in point.axes.get_xlabel()
        assert drawn_interval(drawing.figure, f"interval:{row['indicator']}") == [
            row["low"],
            row["high"],
        ]
        filled = point.get_markerfacecolor() != "white"
        assert filled == (row["low"] * row["high"] > 0)
    assert len(named(drawing.figure, "zero")) == 4


def test_a_forest_takes_the_main_measure_and_names_another(study: Comparison) -> None:
    table = study.figure("forest", keys=["P3", "accepted"]).table
    assert table is not None and dict(zip(table["indicator"], table["measure"], strict=True)) == {
        "P3": "rupiah",
        "accepted": "count",
    }
    by_count = study.figure("forest", keys=["P3", "P1"], measure="count")
    assert by_count.table is not None and list(by_count.table["measure"]) == ["count", "rupiah"]
    assert (
        "rupiah" not in by_count.alt.partition("P1 ")[0]
    )  # P3, told by count, does not speak of rupiah
    with pytest.raises(OutOfBounds, match=r"PIK.*tidak terukur"):
        study.figure("forest", keys=["pik_gini"])


def test_a_forest_says_how_many_moved_beside_those_it_draws(study: Comparison) -> None:
    frame = study.differences()
    moved = (frame[is_main(frame)]["difference"] != 0).sum()
    said = f"Digambar 6 dari {moved} indikator"
    assert said in words(study.figure("forest", most=6).figure)
    assert "Digambar" not in words(study.figure("forest", keys=SOME).figure)


def test_a_forest_takes_first_what_moved_for_certain(study: Comparison) -> None:
    drawing = study.figure("forest", most=6)
    assert drawing.table is not None and len(drawing.table) == 6
    assert (drawing.table["low"] * drawing.table["high"] > 0).all()
    assert "pik_nothing" in set(drawing.table["indicator"])


def test_units_of_indicators_are_told_apart() -> None:
    words = {
        key: unit_of(key).word
        for key in ("accepted", "fair_gini", "fair_end", "list_reach", "list_poor")
    }
    assert (
        len(set(words.values())) == 4 and words["accepted"] == words["list_poor"] == "poin persen"
    )
    assert unit_of("accepted").factor == 100 and unit_of("fair_gini").factor == 1


def test_a_tornado_draws_its_table_from_the_largest_down(moved: pd.DataFrame) -> None:
    drawing = figures.tornado_drawing(moved, about=about())
    assert drawing.table is not None
    wanted = moved[(moved["indicator"] == "accepted") & (moved["mean"] != 0)].set_index("lever")
    assert (
        set(drawing.table["lever"]) == set(wanted.index)
        and drawing.table["mean"].abs().is_monotonic_decreasing
    )
    for y, row in enumerate(drawing.table.to_dict("records")):
        bar = artist(drawing.figure, f"bar:{row['lever']}")
        assert (
            bar.get_width() == row["mean"] == pytest.approx(100 * wanted.loc[row["lever"], "mean"])
        )
        assert bar.get_y() < y < bar.get_y() + bar.get_height()
        assert drawn_interval(drawing.figure, f"interval:{row['lever']}") == [
            row["low"],
            row["high"],
        ]


def test_a_convergence_figure_draws_every_size_with_its_interval() -> None:
    drawing = figures.convergence_drawing(convergence_frame(), about=about(), top=2)
    line = artist(drawing.figure, "total:pik_share")
    assert line.get_ydata().tolist() == [0.6, 0.6, 0.6]
    (axes,) = drawing.figure.axes
    assert [tick.get_text() for tick in axes.get_xticklabels()] == ["8", "64", "4.096"]
    assert "0,60 ± 0,25 pada n = 8" in drawing.alt
    with pytest.raises(OutOfBounds, match="convergence"):
        figures.convergence_drawing(sobol_frame(), about=about())


def test_a_sobol_figure_puts_the_effect_alone_inside_the_total() -> None:
    drawing = figures.sensitivity_drawing(sobol_frame(), about=about(), outcome="accepted.count")
    assert drawing.table is not None and list(drawing.table["lever"]) == [
        "pik_share",
        "papers_help",
    ]
    for row in drawing.table.to_dict("records"):
        whole, alone = (
            artist(drawing.figure, f"{kind}:{row['lever']}") for kind in ("bar", "first")
        )
        assert (whole.get_width(), alone.get_width()) == (row["total"], row["first"])
        ends = [row["total"] - row["total_half"], row["total"] + row["total_half"]]
        assert drawn_interval(drawing.figure, f"interval:{row['lever']}") == ends
    assert "0,600 ± 0,250" in drawing.alt


def test_a_method_without_intervals_gets_none() -> None:
    levers = ["pik_share", "papers_help", "audit", "dummy"]
    frame = pd.DataFrame(
        {"lever": levers, "median": [0.4, 0.2, 0.15, 0.1], "variation": [0.3, 0.5, 0.2, 0.2]}
    )
    drawing = figures.sensitivity_drawing(frame, about=about(), top=2)
    assert (
        not named(drawing.figure, "interval:") and "tidak melewati pembanding acak" in drawing.alt
    )
    assert named(drawing.figure, "bar:") == ["bar:dummy", "bar:papers_help", "bar:pik_share"]
    assert "pembanding: angka acak tanpa pengaruh 0,100" in drawing.alt
    assert artist(drawing.figure, "bar:pik_share").get_width() == 0.4


def test_a_heat_map_averages_within_replicates_and_hatches_what_is_missing(
    grid: pd.DataFrame,
) -> None:
    drawing = figures.heat_drawing(grid, "pik_share", "reses_timing", "S4.count", about=about())
    assert drawing.table is not None
    table = drawing.table.set_index(["reses_timing", "pik_share"])
    here = grid[(grid["reses_timing"] == "before") & (grid["pik_share"] == 0.25)]
    means = here.groupby("replicate")["S4.count"].mean()
    row = table.loc[("before", 0.25)]
    assert row["mean"] == pytest.approx(means.mean()) and row["replicates"] == FEWEST
    assert row["half"] == pytest.approx(2.093 * means.std(ddof=1) / np.sqrt(FEWEST))
    gap = table.loc[("after", 0.5)]
    assert gap["mean"] != gap["mean"]
    assert (
        artist(drawing.figure, "cell:0:2").get_hatch()
        and not artist(drawing.figure, "cell:1:2").get_hatch()
    )
    assert [tick.get_text() for tick in drawing.figure.axes[0].get_yticklabels()] == [
        "sesudah",
        "sebelum",
    ]
    written = {text.get_text() for text in drawing.figure.axes[0].texts}
    assert len(written) == 5 and any(text.startswith("20,") and "\n± " in text for text in written)
    assert (
        "Bantuan menyusun berkas usulan" in artist(drawing.figure, "footer").get_text()
    )  # averaged over


def test_cells_grow_lighter_with_their_value_in_grey_too(grid: pd.DataFrame) -> None:
    drawing = figures.heat_drawing(grid, "pik_share", "reses_timing", "S4.count", about=about())
    assert drawing.table is not None
    grey = [
        grey_of(artist(drawing.figure, f"cell:1:{column}").get_facecolor()) for column in range(3)
    ]
    assert grey[0] < grey[1] < grey[2]


def test_a_fan_shows_draws_and_the_mean_apart(courses: dict[str, pd.DataFrame]) -> None:
    drawing = figures.fan_drawing(courses, ["S1", "S8"], about=about(), ended=2)
    assert drawing.table is not None
    frame = courses["tanpa program"]
    draws = frame.loc[(frame["key"] == "S1") & (frame["year"] == 2), "count"].to_numpy()
    table = drawing.table.set_index(["course", "indicator", "year"])
    row = table.loc[("tanpa program", "S1", 2)]
    columns = ["draws_2.5", "draws_25", "draws_75", "draws_97.5"]
    assert list(row[columns]) == pytest.approx(list(np.percentile(draws, [2.5, 25, 75, 97.5])))
    assert row["high"] - row["mean"] == pytest.approx(
        2.023 * draws.std(ddof=1) / np.sqrt(len(draws)), rel=0.02
    )
    for band, ends in (("wide", ("draws_2.5", "draws_97.5")), ("narrow", ("draws_25", "draws_75"))):
        drawn = artist(drawing.figure, f"{band}:0:S1").get_paths()[0].vertices
        at = drawn[drawn[:, 0] == 2.0, 1]
        assert (at.min(), at.max()) == pytest.approx((row[ends[0]], row[ends[1]]))
    assert list(artist(drawing.figure, "mean:0:S1").get_ydata()) == list(
        drawing.table.query("course == 'tanpa program' and indicator == 'S1'")["mean"]
    )
    assert drawn_interval(drawing.figure, "interval:0:S1:2") == [row["low"], row["high"]]
    assert "bukan selang kepercayaan" in artist(drawing.figure, "footer").get_text()
    assert len(named(drawing.figure, "ended")) == 4


def test_gains_and_their_intervals_are_drawn_by_fifth(study: Comparison) -> None:
    drawing = study.figure("gained")
    assert drawing.table is not None and list(drawing.table["quintile"]) == [1, 2, 3, 4, 5]
    for row in drawing.table.to_dict("records"):
        key = row["quintile"]
        for side in ("base", "other"):
            assert artist(drawing.figure, f"{side}:{key}").get_width() == row[side]
        assert artist(drawing.figure, f"point:{key}").get_xdata()[0] == row["difference"]
        assert drawn_interval(drawing.figure, f"interval:{key}") == [row["low"], row["high"]]
    beside = [text.get_text() for text in drawing.figure.axes[1].texts]
    written = [
        f"{value:+,.0f}".replace("-", "−").replace(",", ".")
        for value in drawing.table["difference"]
    ]
    assert beside == written


def test_lorenz_curves_are_those_of_the_table_and_lie_below_equal_shares(study: Comparison) -> None:
    drawing = study.figure("lorenz")
    assert drawing.table is not None
    for k, (_, curve) in enumerate(drawing.table.groupby("scenario", sort=False)):
        line = artist(drawing.figure, f"curve:{k}")
        assert list(line.get_xdata()) == list(curve["people"]) and list(line.get_ydata()) == list(
            curve["rupiah"]
        )
        assert (curve["rupiah"] <= curve["people"] + 1e-12).all()
    legend = drawing.figure.axes[0].get_legend().get_texts()
    gini = drawing.table["gini"].iloc[0]
    assert f"Gini {gini:.3f}".replace(".", ",") in legend[0].get_text().replace("\n", " ")


@pytest.mark.parametrize("kind", KINDS)
def test_below_the_fewest_replicates_no_interval_is_drawn_and_that_is_said(
    small: Comparison, kind: str
) -> None:
    drawing = small.figure(kind)
    assert not named(drawing.figure, "interval:")
    said = "Hanya 5 ulangan: terlalu sedikit untuk rentang 95%"
    assert said in drawing.alt and said in artist(drawing.figure, "footer").get_text()
    assert "selang 95% " not in drawing.alt.replace("selang 95% (paling sedikit 20)", "")
    assert drawing.table is not None
    ends = [
        column
        for column in drawing.table.columns
        if column in ("low", "high", "gini_low", "gini_high")
    ]
    assert ends and drawing.table[ends].isna().all(axis=None)


@pytest.mark.parametrize("name", ["tornado few", "fan few", "heat few"])
def test_other_studies_give_no_interval_from_few_replicates_either(
    every: dict[str, Any], name: str
) -> None:
    drawing = every["id"][name]
    assert not named(drawing.figure, "interval:") and not named(drawing.figure, "wide:")
    assert "Hanya 5 ulangan" in drawing.alt and "±" not in drawing.alt
    if name == "fan few":
        assert len(named(drawing.figure, "draw:")) == 5 * 2 * 2


@languages
def test_words_hold_the_key_figures_in_either_language(study: Comparison, language: str) -> None:
    set_language(language)
    point = {"id": ",", "en": "."}[language]
    for kind, column, factor, decimals in (
        ("funnel", "difference", 1, 1),
        ("gained", "difference", 1, 0),
    ):
        drawing = study.figure(kind)
        assert drawing.table is not None
        for value in drawing.table[column] / factor:
            text = f"{abs(value):,.{decimals}f}"
            text = text if language == "en" else text.translate(str.maketrans(",.", ".,"))
            assert text in drawing.alt, (kind, text)
    forest = study.figure("forest", keys=["P1"])
    assert forest.table is not None
    row = forest.table.iloc[0]
    for name in ("difference", "low", "high"):
        assert f"+{row[name]:.2f}".replace(".", point) in forest.alt
    gini = study.gini_difference()
    assert f"{abs(gini[0]):.3f}".replace(".", point) in study.figure("lorenz").alt


def grey_of(colour: Any) -> float:
    red, green, blue = to_rgb(colour)
    return 0.299 * red + 0.587 * green + 0.114 * blue


def test_two_scenarios_differ_without_colour(
    study: Comparison, courses: dict[str, pd.DataFrame]
) -> None:
    for kind, key in (("funnel", "apbd"), ("gained", "1")):
        figure = study.figure(kind).figure
        base, other = (artist(figure, f"{side}:{key}") for side in ("base", "other"))
        assert not base.get_hatch() and other.get_hatch()
        assert abs(grey_of(base.get_facecolor()) - grey_of(other.get_facecolor())) > 0.3
    lines = [artist(study.figure("lorenz").figure, f"curve:{k}") for k in (0, 1)]
    assert (
        lines[0].get_linestyle() != lines[1].get_linestyle()
        and lines[0].get_marker() != lines[1].get_marker()
    )
    fan = figures.fan_drawing(courses, ["S1"], about=about()).figure
    wide, narrow = (
        grey_of(artist(fan, f"{band}:0:S1").get_facecolor()[0]) for band in ("wide", "narrow")
    )
    assert wide - narrow > 0.1
    years = figures.years_figure(courses, ["S1"]).axes[0].lines
    assert (
        len(
            {
                (line.get_linestyle(), line.get_marker())
                for line in years
                if line.get_label()[0] != "_"
            }
        )
        == 2
    )


def test_a_drawing_writes_its_files_whole(study: Comparison, tmp_path: Path) -> None:
    drawing = study.figure("gained")
    written = drawing.save(tmp_path / "gambar")
    assert [path.name for path in written] == ["perolehan.svg", "perolehan.png", "perolehan.csv"]
    assert sorted(path.name for path in (tmp_path / "gambar").iterdir()) == sorted(
        path.name for path in written
    )
    back = pd.read_csv(BytesIO(written[2].read_bytes()))
    pd.testing.assert_frame_equal(back, drawing.table)
    assert (
        written[0].read_bytes().rstrip().endswith(b"</svg>")
        and drawing.alt.split(".")[0].encode() in drawing.svg()
    )
    assert written[1].read_bytes()[:4] == b"\x89PNG"
    assert [path.name for path in drawing.save(tmp_path / "satu.PNG")] == [
        "satu.svg",
        "satu.png",
        "satu.csv",
    ]
    with pytest.raises(OutOfBounds, match=r"dua\.docx: diharapkan folder, atau \.svg"):
        drawing.save(tmp_path / "dua.docx")
    assert not (tmp_path / "dua.docx").exists()


def test_an_svg_is_the_same_each_time_and_a_broken_save_leaves_the_old_file(
    study: Comparison, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawing = study.figure("lorenz")
    assert drawing.svg() == study.figure("lorenz").svg()
    drawing.save(tmp_path)
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}

    def broken(self: Path, content: bytes) -> int:
        raise OSError("disk full")

    monkeypatch.setattr(Path, "write_bytes", broken)
    with pytest.raises(OSError, match="disk full"):
        study.figure("lorenz", names=("a", "b")).save(tmp_path)
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before


def test_a_drawing_shows_its_table_folded_with_the_separators_of_the_screen(
    study: Comparison,
) -> None:
    drawing = study.figure("gained")
    bundle = drawing._repr_mimebundle_()
    assert bundle["text/plain"] == drawing.alt
    html = bundle["text/html"]
    assert html.startswith('<img alt="') and "<details><summary>Tabel data</summary>" in html
    assert drawing.table is not None
    row = drawing.table.iloc[0]
    assert (
        f"{row['base']:,.0f}".replace(",", ".") in html and '<th scope="col">penduduk</th>' in html
    )


@pytest.mark.parametrize("name", ["evidence", "calendar"])
def test_older_figures_are_drawings_with_table_and_footer(frame: pd.DataFrame, name: str) -> None:
    drawing = (
        figures.evidence_drawing(frame)
        if name == "evidence"
        else figures.calendar_drawing(load_rules("2010"))
    )
    assert drawing.table is not None and len(drawing.table) == (
        len(frame) if name == "evidence" else 12
    )
    assert f"versi {version('p2spp-sim')} · model ilustratif, bukan ramalan" in words(
        drawing.figure
    )


def test_what_cannot_be_drawn_is_refused_by_name(
    study: Comparison, moved: pd.DataFrame, grid: pd.DataFrame, courses: dict[str, pd.DataFrame]
) -> None:
    with pytest.raises(UnknownName, match="forest"):
        study.figure("forst")
    with pytest.raises(UnknownName, match="accepted"):
        study.figure("forest", keys=["acepted"])
    with pytest.raises(UnknownName):
        study.figure("funnel", measure="rupee")
    with pytest.raises(UnknownName):
        study.figure(other=2)
    with pytest.raises(UnknownName, match="pik_share"):
        figures.heat_drawing(grid, "pik_shares", "reses_timing", "S4.count", about=about())
    with pytest.raises(UnknownName, match="accepted"):
        figures.tornado_drawing(moved, about=about(), indicator="acepted")
    with pytest.raises(OutOfBounds, match="replicate"):
        figures.fan_drawing(
            {"a": courses["tanpa program"].drop(columns="replicate")}, ["S1"], about=about()
        )
    with pytest.raises(OutOfBounds):
        figures.sensitivity_drawing(moved, about=about())
    same = compare(
        study.scenarios[0], study.scenarios[0], world=World.load("tirtamulya"), replicates=2
    )
    with pytest.raises(P2sppError, match="Tidak ada indikator yang berubah"):
        same.figure("forest")
