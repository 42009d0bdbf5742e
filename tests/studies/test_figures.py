"""Figures show what they are given, every box apart from the others, and say it in words too."""

from __future__ import annotations

import struct
from collections.abc import Iterator

import pandas as pd
import pytest
from matplotlib.figure import Figure

from p2spp_sim import evidence, figures
from p2spp_sim.rules import END, Rules, load
from p2spp_sim.scenario import Scenario
from p2spp_sim.text import set_language
from p2spp_sim.world import World
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
    return evidence.report(seeds=2)


def named(figure: Figure, prefix: str) -> list[str]:
    found = figure.findobj(lambda artist: str(artist.get_gid() or "").startswith(prefix))
    return sorted(str(artist.get_gid()) for artist in found)


def words(figure: Figure) -> str:
    return " ".join(text.get_text().replace("\n", " ") for text in figure.findobj(lambda a: hasattr(a, "get_text")))


def test_one_band_a_fact_and_one_interval_a_measure(frame: pd.DataFrame) -> None:
    drawn = figures.evidence_figure(frame)
    assert named(drawn, "band:") == sorted(f"band:{fact}" for fact in evidence.facts())
    assert named(drawn, "point:") == sorted(
        f"point:{f}:{d}" for f, d in zip(frame["fact"], frame["dataset"], strict=True)
    )


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
    assert all(f"{fact} pada wanasari" in text and f"{fact} pada sumedang" in text for fact in evidence.facts())
    set_language("en")
    assert "S7b on wanasari: 0.017 to 0.017, band 0.01 to 0.1" in figures.evidence_text(frame)


@regimes
def test_a_calendar_has_every_source_and_forum_once(name: str) -> None:
    rules = load(name)
    wanted = [f"box:source:{source.key}" for source in rules.source] + [f"box:{forum.key}" for forum in rules.forum]
    assert named(figures.calendar_figure(rules), "box:") == sorted(wanted)


@regimes
def test_boxes_stand_in_their_month_and_do_not_cover_each_other(name: str) -> None:
    rules = load(name)
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


@regimes
def test_words_stay_inside_their_boxes(name: str) -> None:
    drawn = figures.calendar_figure(load(name))
    drawn.canvas.draw()
    axes = drawn.axes[0]
    boxes = drawn.findobj(lambda artist: str(artist.get_gid() or "").startswith("box:"))
    for box in boxes:
        frame = box.get_window_extent()
        inside = [t for t in axes.texts if frame.contains(*t.get_window_extent().get_points().mean(axis=0))]
        assert len(inside) == 1
        extent = inside[0].get_window_extent()
        assert frame.x0 <= extent.x0 and extent.x1 <= frame.x1 and frame.y0 <= extent.y0 and extent.y1 <= frame.y1


@regimes
def test_there_is_an_arrow_for_every_route(name: str) -> None:
    rules = load(name)
    routes = {(forum.key, pot.to) for forum in rules.forum for pot in forum.pots if pot.to != END}
    routes |= {(source.key, source.to) for source in rules.source}
    arrows = [p for p in figures.calendar_figure(rules).axes[0].patches if type(p).__name__ == "FancyArrowPatch"]
    assert len(arrows) == len(routes)


def entry(name: str) -> figures.Entry:
    found = figures.pokir_entry(load(name))
    assert found is not None
    return found


def test_the_pokir_enters_where_the_regime_says() -> None:
    assert (entry("2010").joins, entry("2010").joins_month, entry("2010").late) == ("kua_ppas", 7, 4)
    for name in ("dana_desa", "sipd"):
        assert (entry(name).joins, entry(name).joins_month, entry(name).late) == ("musrenbang_kabupaten", 3, 0)


def test_only_where_the_lanes_miss_each_other_is_a_red_line() -> None:
    assert {name: len(named(figures.calendar_figure(load(name)), "missed")) for name in REGIMES} == {
        "2010": 1, "dana_desa": 0, "sipd": 0
    }  # fmt: skip


def test_calendars_are_said_in_words_and_differ() -> None:
    texts = {name: figures.calendar_text(load(name)) for name in REGIMES}
    assert len(set(texts.values())) == 3
    assert "4 bulan sesudah musrenbang kecamatan (Feb N-1)" in texts["2010"]
    assert "Pokir masuk di KUA-PPAS, Jul N-1." in texts["2010"]
    assert "Verifikasi mitra Bappeda" in texts["sipd"] and "Verifikasi mitra Bappeda" not in texts["dana_desa"]
    assert all("Pokir masuk di Musrenbang kabupaten (RKPD), Mar N-1." in texts[name] for name in REGIMES[1:])
    set_language("en")
    assert "Political: Mar N-1 Aspirations noted" in figures.calendar_text(load("2010"))


def test_a_regime_without_pokir_has_no_meeting_to_miss() -> None:
    rules: Rules = load("kasus_tirtamulya")
    assert figures.pokir_entry(rules) is None or "reses" in [forum.key for forum in rules.forum]
    assert named(figures.calendar_figure(rules), "box:")


@pytest.mark.parametrize(
    "month, name", [(1, "Jan N-1"), (0, "Des N-2"), (-7, "Mei N-2"), (12, "Des N-1"), (18, "Jun N")]
)
def test_months_are_named_with_their_year(month: int, name: str) -> None:
    assert figures.month_name(month) == name


def test_years_have_a_line_for_every_course() -> None:
    world, base = World.load("tirtamulya"), Scenario.load("2010")
    courses = {name: run_years(world, base, 2, seed).indicators() for seed, name in enumerate(("satu", "dua"))}
    drawn = figures.years_figure(courses, ["S1", "accepted"], ended=1)
    assert [len([line for line in axes.lines if len(line.get_xdata()) == 2 and line.get_marker() != "None"])
            for axes in drawn.axes] == [2, 2]  # fmt: skip
    assert {"satu", "dua"} <= set(words(drawn).split())


def test_a_drawing_is_shown_with_its_words() -> None:
    drawing = figures.Drawing(figures.calendar_figure(load("2010")), 'kata "kata"')
    assert drawing.png()[:4] == b"\x89PNG" and struct.unpack(">I", drawing.png()[16:20])[0] > 800
    assert 'alt="kata &quot;kata&quot;"' in drawing._repr_html_()
