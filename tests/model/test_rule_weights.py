"""Every number that a rule book weighs with can be changed by its key, doubted and swept like any declared value."""

import tomllib

import jsonschema
import numpy as np
import pytest

import p2spp_sim as p2
from p2spp_sim.base.files import data_path
from p2spp_sim.base.toml import regimes
from p2spp_sim.cli.program import main
from p2spp_sim.model.loading import load_rules
from p2spp_sim.scenario.levers import WEIGHTS, schema
from p2spp_sim.studies.null_models import null_model

BASE = p2.Scenario.load("2010")
WANASARI = p2.World.load("wanasari")
KEY = "rules.kua_ppas.urgency"


def numbers(entry, *path):
    """Walk everything in a rules file; give the way to each number."""
    if isinstance(entry, dict):
        for key, value in entry.items():
            yield from numbers(value, *path, key)
    elif isinstance(entry, list):
        for value in entry:
            name = value.get("key", value.get("term", "")) if isinstance(value, dict) else ""
            yield from numbers(value, *path, name)
    elif isinstance(entry, int | float) and not isinstance(entry, bool):
        yield path, entry


@pytest.mark.parametrize("name", regimes())
def test_every_number_of_a_rule_book_is_a_month_a_declared_value_or_a_weight_with_a_key(name):
    raw = tomllib.loads(data_path("datasets", "rules", f"{name}.toml").read_text(encoding="utf-8"))
    scenario = p2.Scenario(name, name)
    reached = set()
    for path, value in numbers(raw):
        match path:
            case ("values", key):
                assert scenario.value(key) == value
            case ("forum" | "source", _, "month"):
                pass
            case ("forum", forum, "criteria", term, "weight"):
                reached.add(f"{WEIGHTS}{forum}.{term}")
                assert scenario.value(f"{WEIGHTS}{forum}.{term}") == value
            case ("forum", forum, "noise", "weight"):
                reached.add(f"{WEIGHTS}{forum}.noise")
                assert scenario.value(f"{WEIGHTS}{forum}.noise") == value
            case _:
                pytest.fail(f"{path} = {value}: no sweep can reach this number")
    weights = {key for key in scenario.declared if key.startswith(WEIGHTS)}
    assert weights == reached
    for key in weights:
        lever = scenario.lever(key)
        assert lever.low <= lever.value <= lever.high and lever.firmness == "assumed"
        assert lever.acts_in in {forum.key for forum in load_rules(name).forum}


@pytest.mark.parametrize("name", ["2010", "dana_desa", "sipd"])
def test_each_weight_is_felt_by_the_forum_that_it_stands_in(name):
    """Each of them alone, moved to the other end, changes the scores of its forum and of none before it."""
    scenario = p2.Scenario.load(name).change(
        delegates_in_forum_skpd=3, women_delegates=0.5, reses_timing="before"
    )
    world = p2.World.synthetic(villages=60, seed=2)
    before = p2.run_year(world, scenario, 3)
    for key, lever in scenario.declared.items():
        if not key.startswith(WEIGHTS):
            continue
        changed = scenario.change(**{key: 0.0 if lever.value > 0.05 else 0.9})
        after = p2.run_year(world, changed, 3).check()
        forum = key.split(".")[1]
        index = after.rules.index(forum)
        for old, new in zip(before.parts[0].steps[:index], after.parts[0].steps, strict=False):
            assert np.array_equal(old.points, new.points)
        pair = (run.parts[0].steps[index] for run in (before, after))
        old, new = (step.points for step in pair)
        alone = len(load_rules(name).forum[index].criteria) == 1  # nothing to weigh it against
        assert not np.array_equal(old, new) or alone, key


def test_a_weight_is_changed_kept_in_a_file_and_read_back(tmp_path):
    changed = BASE.change(**{KEY: 0.1, "pik_share": 0.2})
    changed.save(tmp_path / "mine.toml")
    assert "rules.kua_ppas.urgency = 0.1\n" in (tmp_path / "mine.toml").read_text(encoding="utf-8")
    again = p2.Scenario.load(tmp_path / "mine.toml")
    assert again.changed == changed.changed == {KEY: 0.1, "pik_share": 0.2}
    quoted = tmp_path / "quoted.toml"
    quoted.write_text(f'rules = "2010"\n[values]\n"{KEY}" = 0.1\n', encoding="utf-8")
    assert p2.Scenario.load(quoted).changed == {KEY: 0.1}
    for path in (tmp_path / "mine.toml", quoted):
        jsonschema.validate(tomllib.loads(path.read_text(encoding="utf-8")), schema())
    assert BASE.change(**{KEY: BASE.value(KEY)}) == BASE
    assert "KUA-PPAS = 0,1" in str(changed)


def test_a_weight_that_does_not_exist_or_is_not_allowed_changes_nothing():
    with pytest.raises(p2.UnknownName, match=r"rules\.kua_ppas\.urgency"):
        BASE.change(**{"rules.kua_ppas.urgensi": 0.1})
    with pytest.raises(p2.UnknownName):
        p2.Scenario.load("sipd").change(**{"rules.mad.poor": 0.1})
    with pytest.raises(p2.OutOfBounds, match="0 sampai 1"):
        BASE.change(**{KEY: 1.5})


def test_weights_are_doubted_only_by_name_and_swept_like_others(tmp_path):
    assert not any(lever.key.startswith(WEIGHTS) for lever in p2.uncertain(BASE))
    levers = p2.uncertain(BASE, KEY, "rules.reses.noise", "refile")
    assert [(lever.low, lever.high) for lever in levers[:2]] == [(0.0, 1.0)] * 2
    design = p2.Design.latin_hypercube(levers, 4, seed=1)
    p2.sweep(design, p2.World.synthetic(40), to=tmp_path / "s", progress=False)
    frame = p2.Sweep.open(tmp_path / "s").frame()
    assert frame.groupby("point")[KEY].nunique().eq(1).all() and frame[KEY].nunique() == 4
    listed = p2.Design.listed([{KEY: 0.0}, {KEY: 1.0}])
    done = p2.sweep(listed, p2.World.synthetic(40), to=tmp_path / "l", progress=False)
    assert done.frame()[KEY].unique().tolist() == [0.0, 1.0]


def test_a_null_model_has_none_of_the_weights():
    book = null_model(load_rules("2010"), "lottery")
    runs = [p2.run_year(WANASARI, s, 3, book=book) for s in (BASE, BASE.change(**{KEY: 0.0}))]
    assert runs[0].frame().equals(runs[1].frame())


def test_the_command_knows_weights(capsys):
    p2.set_language("id")
    assert main(["levers", KEY]) == 0
    told = capsys.readouterr().out
    assert "(2010)" in told and "(sipd)" in told
    assert main(["run", "tirtamulya", "--set", f"{KEY}=0.1"]) == 0
    assert f"{KEY} = 0,1" in " ".join(capsys.readouterr().out.split())
    assert main(["levers", "rules.kua_ppas.urgensi"]) == 2
    assert KEY in capsys.readouterr().err
