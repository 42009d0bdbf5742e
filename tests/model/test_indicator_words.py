"""Every word of a file of indicators is known, or told with its line: none is quietly taken for another."""

import numpy as np
import pytest

import p2spp_sim as p2
from p2spp_sim.base.files import data_path
from p2spp_sim.base.language import set_language
from p2spp_sim.results.conditions import FELT, LISTS, PREFIXES, PROPERTIES, WORDS, Conditions
from p2spp_sim.results.indicators import definitions, measure

GOOD = """
[ours]
label = { id = "Milik kami", en = "Our own" }
kind = "share"
numerator = { where = ["voiced"], rupiah = "cost" }

[mine]
label = { id = "Milik saya", en = "Mine" }
kind = "share"
numerator = { where = ["origin:musrenbang|reses", "taken:mad.blm", "women"], rupiah = "apbd" }
denominator = { where = ["entered:apbd"], rupiah = "cost" }
"""


@pytest.fixture(autouse=True)
def indonesian():
    set_language("id")


@pytest.fixture(scope="module")
def runs():
    world = p2.World.load("wanasari")
    return {name: p2.run_year(world, p2.Scenario.load(name), seed=7) for name in ("2010", "sipd")}


@pytest.fixture
def file(tmp_path):
    def write(old="", new=""):
        assert old in GOOD
        path = tmp_path / "kpi.toml"
        path.write_text(GOOD.replace(old, new) if old else GOOD, encoding="utf-8")
        return path

    return write


def test_a_stage_of_another_regime_is_missing_and_no_fault(runs, file):
    tables = {name: measure(run, file()).set_index("key") for name, run in runs.items()}
    assert tables["2010"].loc["mine", "count"] >= 0
    assert np.isnan(tables["sipd"].loc["mine", "count"])  # without a MAD
    assert tables["sipd"].loc["ours", "count"] == 1


@pytest.mark.parametrize(("old", "new", "word"), [
    ('"women"', '"wanita"', "wanita"), ('"women"', '"Women"', "Women"), ('"women"', '"orgin:reses"', "orgin:reses"),
    ('"women"', '"origin"', "origin"), ("musrenbang|reses", "musrenbang|pokir", "origin:musrenbang|pokir"),
    ('"women"', '"reason:mahal"', "reason:mahal"), ('"women"', '"reason:"', "reason:"), ('"women"', '"felt"', "felt"),
    ('"women"', '""', ""), ("taken:mad.blm", "taken:mda", "taken:mda"),
    ("taken:mad.blm", "taken:mad.bml", "taken:mad.bml"),
    ("entered:apbd", "entered:apbdd", "entered:apbdd"), ('rupiah = "apbd"', 'rupiah = "rupiah"', "rupiah"),
])  # fmt: skip
def test_a_word_nobody_knows_is_told_with_file_and_line(runs, file, old, new, word):
    path = file(old, new)
    with pytest.raises(p2.BadData, match=r"kpi\.toml") as caught:
        measure(runs["2010"], path)
    fault = next(fault for fault in caught.value.faults if fault.value == word)
    lines = path.read_text(encoding="utf-8").splitlines()
    assert fault.column == "mine" and lines.index("[mine]") <= fault.row - 1
    assert word in lines[fault.row - 1] or not word
    assert "diharapkan salah satu dari" in fault.expected or "berdiri sendiri" in fault.expected


@pytest.mark.parametrize(("kind", "rest", "wrong"), [
    ("average", 'column = "miskin"', "miskin"), ("mean", 'columns = ["villages.cap_kpm"]', "villages.cap_kpm"),
    ("mean", 'columns = ["villages.name"]', "villages.name"), ("demand", 'pots = ["apbd.apdb"]', "apbd.apdb"),
    ("bagian", "", "bagian"),
])  # fmt: skip
def test_kinds_columns_and_pots_are_held_to_what_there_is(runs, tmp_path, kind, rest, wrong):
    path = tmp_path / "kpi.toml"
    path.write_text(f'[x]\nlabel = {{ id = "x" }}\nkind = "{kind}"\n{rest}\n', encoding="utf-8")
    with pytest.raises(p2.BadData, match=f"berisi “{wrong}”"):
        measure(runs["2010"], path)


def test_the_package_s_own_file_holds_nothing_that_no_regime_has(runs):
    path = data_path("datasets", "indicators.toml")
    for run in runs.values():
        assert len(measure(run, path)) == len(definitions())


def test_every_word_is_its_own_condition(runs):
    block = Conditions(runs["2010"], runs["2010"].parts[0])
    masks = {word: block.mask(word).tobytes() for word in WORDS}
    assert len(set(masks.values())) == len(masks)
    rows = block.rows(("voiced",))
    assert all(len(block.property(name, rows)) == len(rows) for name in PROPERTIES)
    for word in ("suara", "felt", "origin2:x", FELT):
        with pytest.raises(p2.UnknownName, match=r"voiced|felt|origin"):
            block.mask(word)
    assert [*PREFIXES, *LISTS] == ["origin", "reason", "entered", "taken"]
