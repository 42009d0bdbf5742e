"""The picture of a fit draws every rate of its table, beside what the scenario gives, and says it in words."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd
import pytest
from matplotlib.text import Text

import p2spp_sim as p2
from p2spp_sim.base.errors import OutOfBounds, UnknownName
from p2spp_sim.base.language import set_language
from p2spp_sim.studies.fitting.ledger import ledger_of
from tests.studies.test_figures import (
    artist,
    assert_apart,
    drawn_interval,
    fonts_of,
    named,
    seen_texts,
)

WORLD, BASE = p2.World.load("wanasari"), p2.Scenario.load("2010")


@pytest.fixture(autouse=True)
def indonesian() -> Iterator[None]:
    set_language("id")
    yield
    set_language("id")


@pytest.fixture(scope="module")
def ledger() -> pd.DataFrame:
    return ledger_of(p2.run_year(WORLD, BASE.change(land_clear=0.7), seed=3))


@pytest.fixture(scope="module")
def fitted(ledger: pd.DataFrame) -> p2.Fit:
    return p2.fit(WORLD, ledger, draws=200)


def test_every_rate_of_the_table_is_drawn_where_it_is(fitted: p2.Fit) -> None:
    figure = fitted.figure().figure
    table = fitted.table().query("channel == 'musrenbang' and what in ['gate_agency', 'gate_kind']")
    assert len(named(figure, "point:")) == len(table) + table["key"].nunique()
    for row in table.to_dict("records"):
        place = f"{row['key']}:{row['group']}"
        assert artist(figure, f"point:{place}").get_xdata()[0] == row["estimate"]
        assert drawn_interval(figure, f"interval:{place}") == [row["low"], row["high"]]


def test_the_line_is_what_the_scenario_lets_pass(fitted: p2.Fit) -> None:
    figure = fitted.figure().figure
    value = BASE.value("land_clear")
    assert artist(figure, "supposed:land").get_xdata()[0] == value
    whole = artist(figure, "point:land:semua")
    low, high = drawn_interval(figure, "interval:land:semua")
    assert low < 0.7 < high < value and whole.get_markerfacecolor() != "white"
    papers = artist(figure, "supposed:papers").get_xdata()[0]
    assert papers != BASE.value("papers_base"), "villages and help move it"
    assert artist(figure, "point:papers:semua").get_xdata()[0] == pytest.approx(papers, abs=0.08)
    assert not named(figure, "supposed:duplicate")
    assert artist(figure, "point:duplicate:semua").get_marker() == "D"


@pytest.mark.parametrize("language", ["id", "en"])
def test_it_is_read_and_heard(fitted: p2.Fit, language: str) -> None:
    set_language(language)
    drawing = fitted.figure()
    assert_apart(seen_texts(drawing.figure), drawing.figure.bbox)
    assert fonts_of(drawing.figure) <= {"AtkinsonHyperlegible-Regular"}
    texts = drawing.figure.findobj(Text)
    assert min(text.get_fontsize() for text in texts if isinstance(text, Text)) >= 10
    assert drawing.table is not None and set(drawing.table["group"]) > set(WORLD.skpd["name"])
    whole = drawing.table.iloc[0]
    point = {"id": ",", "en": "."}[language]
    assert f"{100 * whole['mean']:.1f}".replace(".", point) in drawing.alt
    assert drawing.alt.count("Dinas") == 2 * drawing.table["label"].nunique()


def test_another_channel_has_no_line_of_the_scenario(fitted: p2.Fit) -> None:
    figure = fitted.figure("skpd").figure
    assert named(figure, "point:") and not named(figure, "supposed:")
    with pytest.raises(UnknownName, match="skpd"):
        fitted.figure("skdp")


def test_without_gates_there_is_nothing_to_draw(ledger: pd.DataFrame) -> None:
    blind = p2.fit(WORLD, ledger.assign(reason=""), draws=40)
    with pytest.raises(OutOfBounds, match="saringan"):
        blind.figure()
