"""Results as data: every column is in the dictionary, a panel is the runs it is made of, other tools take it."""

import re

import numpy as np
import pandas as pd
import pytest

import p2spp_sim as p2
from p2spp_sim.base.cards import MOST_LETTERS
from p2spp_sim.base.language import set_language
from p2spp_sim.results.columns import UNITS, columns_of, result_tables

BASE = p2.Scenario.load("2010")


@pytest.fixture(autouse=True)
def indonesian():
    set_language("id")
    yield
    set_language("id")


@pytest.fixture(scope="module")
def world():
    return p2.World.load("wanasari")


@pytest.fixture(scope="module")
def run(world):
    return p2.run_year(world, BASE, seed=7)


@pytest.fixture(scope="module")
def compared(world):
    return p2.compare(BASE, BASE.change(pik_share=0.2), world=world, replicates=3, seed=7)


@pytest.fixture(scope="module")
def study(world, tmp_path_factory):
    design = p2.Design.latin_hypercube(BASE.levers("pik_share", "reses_timing"), 12, seed=1)
    outcomes = ["accepted", "built_of_voiced.poorest_fifth", "P1.rupiah"]
    to = tmp_path_factory.mktemp("study")
    return p2.sweep(design, world, replicates=2, outcomes=outcomes, to=to, progress=False)


def test_every_column_of_every_table_is_in_the_dictionary_in_its_order(run, world, compared, study):
    made = {
        "proposals": run.frame(), "decisions": run.decisions(), "funnel": run.funnel(), "money": run.money(),
        "indicators": run.indicators(), "groups": run.indicators(by="women"), "panel": p2.panel(world, BASE),
        "differences": compared.differences(), "stage_differences": compared.funnel_differences(),
        "gained": compared.gained_by_quintile(), "changed": compared.changed(), "runs": study.frame(),
    }  # fmt: skip
    assert set(made) == set(result_tables())
    for name, frame in made.items():
        declared = [column for column, _ in columns_of(name)]
        assert list(frame.columns)[: len(declared)] == declared, name
        assert set(frame.attrs["columns"]) == set(frame.columns), name
        assert frame.attrs["table"] == name
    texts = study.frame().attrs["columns"]
    assert texts["built_of_voiced.poorest_fifth.count"].endswith("seperlima desa termiskin")
    assert "dana terbuka" in texts["pik_share"]


def test_nothing_in_the_dictionary_is_unused_and_all_of_it_is_said_in_both_languages():
    used = {
        key
        for table in result_tables()
        for name, _ in columns_of(table)
        for key in (name, f"{table}.{name}")
    }
    from p2spp_sim.results.columns import _dictionary

    columns = _dictionary().columns
    assert set(columns) <= used
    for key, column in columns.items():
        assert column.unit in UNITS and set(column.label) == {"id", "en"}, key
    with pytest.raises(p2.UnknownName, match="decisions"):
        list(columns_of("decision"))


def test_decisions_are_those_that_a_trace_tells(run):
    table = run.decisions()
    assert len(table) == sum(len(step.rows) for part in run.parts for step in part.steps)
    for name in ("U-0000", table["id"].iloc[300], table["id"].iloc[-1]):
        traced = run.trace(name).frame()
        mine = table[table["id"] == name]
        same = [
            "stage",
            "month",
            "decision",
            "rank",
            "asked_idr",
            "granted_idr",
            "reason",
            "outcome",
        ]
        assert mine[same].to_numpy().tolist() == traced[same].to_numpy().tolist()
    funnel = run.funnel().set_index("stage")
    taken = table[table["pot"] != ""].groupby("stage")["granted_idr"].agg(["size", "sum"])
    assert taken["size"].to_dict() == funnel.loc[taken.index, "count"].to_dict()
    assert taken["sum"].to_dict() == funnel.loc[taken.index, "rupiah"].to_dict()


def test_a_panel_is_the_runs_it_is_made_of(world):
    other = BASE.change(pik_share=0.2)
    table = p2.panel(world, [BASE, other], years=2, replicates=2, seed=7, settle=1)
    names = list(dict.fromkeys(table["scenario"].astype(str)))
    for name, scenario in zip(names, (BASE, other), strict=True):
        lived = p2.run_years(world, scenario, 2, 7, replicate=1, settle=1)
        for year, run in enumerate(lived.runs, 1):
            mine = table[
                (table["scenario"] == name) & (table["replicate"] == 1) & (table["year"] == year)
            ]
            frame = run.frame()
            for column in ("id", "channel", "built", "approved_idr", "women", "reason"):
                assert mine[column].astype(object).tolist() == frame[column].tolist(), column
            last = run.decisions().drop_duplicates("id", keep="last").set_index("id")
            last = last.loc[mine["id"].tolist()]
            assert mine["rank"].tolist() == last["rank"].tolist()
            assert mine["pot"].astype(str).tolist() == last["pot"].tolist()
    needs = table[table["channel"] == "musrenbang"]
    assert (needs["need"] > 0).all() and (
        table.loc[table["channel"] != "musrenbang", "need"] == 0
    ).all()
    asked_again = needs.groupby(["scenario", "replicate", "need"], observed=True)["year"].nunique()
    assert set(asked_again) == {1, 2}
    work = needs.groupby(["scenario", "replicate", "need"], observed=True)["work"].nunique()
    assert (work == 1).all()  # it is the same need


def test_columns_of_ones_own_come_along(world):
    table = {**world.tables["villages"], "zona": np.array(["a", "b"])[np.arange(64) % 2]}
    own = p2.World("own", world.title, {**world.tables, "villages": table})
    rows = p2.panel(own, BASE)
    zone = dict(zip(table["code"].tolist(), table["zona"].tolist(), strict=True))
    assert rows["village_zona"].tolist() == [zone[code] for code in rows["village_code"]]
    assert rows["village_fifth"].max() == 5
    assert rows.attrs["columns"]["village_zona"] == "kolom sendiri di tabel desa"


def test_a_panel_goes_to_a_file_by_replicate_and_says_there_what_its_columns_are(world, tmp_path):
    whole = p2.panel(world, BASE, replicates=2, seed=3)
    path = p2.panel(world, BASE, replicates=2, seed=3, to=tmp_path / "panel.parquet")
    read = pd.read_parquet(path)
    assert read.attrs["columns"] == whole.attrs["columns"]
    for name in whole:
        assert (
            read[name].astype(object).fillna(0).tolist()
            == whole[name].astype(object).fillna(0).tolist()
        )
    with pytest.raises(p2.P2sppError, match=r"\.parquet"):
        p2.panel(world, BASE, to=tmp_path / "panel.csv")
    with pytest.raises(p2.OutOfBounds):
        p2.panel(world, [])
    assert sorted(path.name for path in tmp_path.iterdir()) == ["panel.parquet"]


def test_ema_saves_loads_and_analyses_what_a_study_gives(study, tmp_path):
    import ema_workbench as ema
    from ema_workbench.analysis import prim

    experiments, outcomes = study.to_ema()
    ema.save_results((experiments, outcomes), str(tmp_path / "study.tar.gz"))
    again, loaded = ema.load_results(str(tmp_path / "study.tar.gz"))
    assert list(again.columns) == [
        "pik_share", "reses_timing", "scenario", "policy", "model"
    ]  # fmt: skip
    assert {name: values.tolist() for name, values in loaded.items()} == {
        name: values.tolist() for name, values in outcomes.items()
    }
    assert (
        outcomes["accepted.count"].tolist()
        == p2.sensitivity.means(study.frame(), "accepted").tolist()
    )
    wanted = outcomes["accepted.count"] > np.median(outcomes["accepted.count"])
    assert prim.Prim(experiments, wanted, threshold=0.5).find_box() is not None


def test_a_package_that_is_missing_is_named(study, compared, monkeypatch):
    from p2spp_sim.base import optional

    monkeypatch.setattr(optional, "find_spec", lambda name: None)
    for call, package in (
        (study.to_xarray, "xarray"),
        (compared.to_xarray, "xarray"),
        (study.to_ema, "ema_workbench"),
    ):
        with pytest.raises(p2.P2sppError, match=f"pip install {package}"):
            call()


def test_xarray_holds_every_number(study, compared):
    runs, cube = study.frame(), study.to_xarray()
    assert cube["accepted.count"].to_numpy().ravel().tolist() == runs["accepted.count"].tolist()
    assert cube["pik_share"].dims == ("point",)
    both = compared.to_xarray()
    assert (
        float(
            both["value"].sel(
                scenario=compared.names()[1], replicate=2, indicator="S4", measure="count"
            )
        )
        == (compared.outcome("S4")[2])
    )


def test_what_a_thing_shows_of_itself_is_short_and_in_the_screen_language(
    run, world, compared, study, tmp_path
):
    doubted = {lever.key: lever.high for lever in p2.uncertain(BASE)}
    many = BASE.change(**doubted)
    things = [
        world,
        BASE,
        many,
        run,
        compared,
        study,
        study.design,
        p2.run_years(world, BASE, 1, settle=0),
    ]
    middle = float(p2.sensitivity.means(study.frame(), "accepted").mean())
    boxes = p2.discover(study.design, study.frame(), "accepted", above=middle)
    for thing in (*things, boxes, compared.figure("funnel")):
        assert len(repr(thing)) < MOST_LETTERS, repr(thing)
        assert repr(thing).startswith(type(thing).__name__ + "(") and "\n" not in repr(thing)
    said = {language: [] for language in ("id", "en")}
    for language, texts in said.items():
        set_language(language)
        for thing in things[:-1]:
            html = thing._repr_html_()
            assert html.count("<table>") == html.count("</table>") >= 1
            assert len(html) < 20_000
            texts.append(re.sub("<[^>]+>", " ", html))
    assert all(mine != other for mine, other in zip(*said.values(), strict=True))
    assert len(repr(p2.Sweep(tmp_path))) < MOST_LETTERS  # without a study in it
