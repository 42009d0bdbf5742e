"""A rules file is read by people: what is wrong in it is said with file, line and what is allowed."""

from types import SimpleNamespace

import numpy as np
import pytest

import p2spp_sim as p2
from p2spp_sim import year
from p2spp_sim.base.files import data_path
from p2spp_sim.model.amendments import AMENDMENTS, EFFECTS
from p2spp_sim.model.ceilings import AMOUNTS
from p2spp_sim.model.criteria import CRITERIA
from p2spp_sim.model.gates import TESTS
from p2spp_sim.model.loading import load_rules
from p2spp_sim.scenario.levers import declared

TEXT = data_path("datasets", "rules", "2010.toml").read_text(encoding="utf-8")


@pytest.fixture
def written(tmp_path):
    def write(old, new):
        assert old in TEXT
        path = tmp_path / "saya.toml"
        path.write_text(TEXT.replace(old, new, 1), encoding="utf-8")
        return path

    return write


@pytest.mark.parametrize(("old", "new", "allowed"), [
    ('test = "in_rpjm"', 'test = "in_rpjmd"', "in_rpjm"),
    ('reason = "land"', 'reason = "tanah"', "land"),
    ('term = "reach"', 'term = "jangkauan"', "reach"),
    ('weight = "weight_poor"', 'weight = "weight_por"', "weight_poor"),
    ('ceiling = "blm"', 'ceiling = "bantuan"', "blm"),
    ('fill = "fill_rule"', 'fill = "first"', "village_first"),
    ('who = "pokir"', 'who = "dewan"', "pokir"),
    ('to = "mad"', 'to = "musyawarah"', "mad"),
    ('effect = "priority"\nto = "forum_skpd"', 'effect = "priority"\nto = "musrenbang_desa"', "forum_skpd"),  # a cycle
    ('capacity = "bkad"', 'capacity = "upk"', "bkad"),
    ('"unit_price"', '"harga"', "unit_price"),
])  # fmt: skip
def test_a_name_that_does_not_exist(written, old, new, allowed):
    path = written(old, new)
    with pytest.raises(p2.BadData) as caught:
        load_rules(str(path))
    (fault,) = caught.value.faults
    assert fault.file == "saya.toml"
    line = path.read_text(encoding="utf-8").splitlines()[fault.row - 1]
    assert fault.value in line
    assert allowed in fault.expected


@pytest.mark.parametrize(("old", "new", "column", "expected"), [
    ('amendments = ["unit_price"]', 'amendments = ["unit_price", "review"]', "amendments", "satu perubahan"),
    ('ceiling = "selfhelp"', 'ceiling = "blm"', "pots.ceiling", "menurut village; di sini dapat dipakai: selfhelp"),
    ('ceiling = "blm"', 'ceiling = "proposal_cap"', "pots.ceiling", "menurut kecamatan; di sini dapat dipakai: blm"),
    ('ceiling = "skpd" }', 'ceiling = "pik" }', "balance.ceiling", "dapat dipakai: skpd"),
    ('weight = "territorial_balance"', 'weight = "territorial"', "balance.weight", "territorial_balance"),
    ('limit = "kecamatan_list"', 'limit = "proposal_cap"', "pots.limit", "dapat dipakai: kecamatan_list"),
    ('ceiling = "pik"\n', "", "pots.fill", "pagu rupiah yang selalu ada"),
    ('limit = "blm_nominees"\nfill = "stop"', 'fill = "best_package"', "pots.fill", "pagu rupiah yang selalu ada"),
    ('fill = "fill_rule"', 'fill = "reses_timing"', "pots.fill", "village_first"),
    ('fill = "fill_rule"', 'fill = "weight_poor"', "pots.fill", "village_first"),
    ('weight = "elite_advantage"', 'weight = "fill_rule"', "criteria.weight", "weight_poor"),
    ('weight = "elite_advantage"', 'weight = "integrated_mad"', "criteria.weight", "weight_poor"),
    ("weight = 0.45", "weight = nan", "criteria.weight", "diharapkan angka"),
    ("weight = 0.4, ", "weight = inf, ", "noise.weight", "diharapkan angka"),
    ('label = { id = "Musyawarah antar', 'label = { jv = "Musyawarah antar', "forum.label", "id = ..."),
    ('title = { id', 'title = { jv', "title", "id = ..."),
    ('label = { id = "Swadaya', 'label = { jv = "Swadaya', "pots.label", "id = ..."),
    ('key = "needs"', 'key = "renja"', "source", 'key = "needs"'),
    ('key = "calon_blm"', 'key = "apb_desa"', "pots.key", "lebih dari satu kali"),
    ('regime = "2010"', 'regime = "2009"', "regime", "sipd"),
    ('sources = [', 'sources = []\nsumber = [', "sumber", "tidak dikenal"),
])  # fmt: skip
def test_parts_that_cannot_work_together_are_found_at_load(written, old, new, column, expected):
    with pytest.raises(p2.BadData) as caught:
        load_rules(str(written(old, new)))
    assert any(
        fault.column == column and expected in fault.expected for fault in caught.value.faults
    )


def test_a_forum_without_pots_and_a_book_without_forums_or_sources_are_found(tmp_path):
    path = tmp_path / "saya.toml"
    head, _, rest = TEXT.partition("\n[[forum]]")
    sources = head[head.index("sources") : head.index("[[source]]")]
    for text, column in (
        (f"{head}\n[[forum]]{rest[: rest.index('[[forum.pots]]')]}pots = []", "pots"),
        (head.replace("sources", "forum = []\nsources"), "forum"),
        (TEXT.replace(sources, ""), "sources"),
        (TEXT.replace(sources, "sources = []\n"), "sources"),
    ):
        path.write_text(text, encoding="utf-8")
        with pytest.raises(p2.BadData) as caught:
            load_rules(str(path))
        assert column in [fault.column for fault in caught.value.faults]


@pytest.mark.parametrize("head", ["[[source]]", "[[source]] # kebutuhan warga", "[[ source ]]"])
def test_a_source_is_checked_however_its_heading_is_written(tmp_path, head):
    path, right, wrong = tmp_path / "saya.toml", 'to = "musrenbang_desa"', 'to = "musrenbang_dsa"'
    path.write_text(TEXT.replace("[[source]]", head).replace(right, wrong, 1), encoding="utf-8")
    with pytest.raises(p2.BadData, match=r"kolom source\.to berisi “musrenbang_dsa”") as caught:
        load_rules(str(path))
    assert wrong in path.read_text(encoding="utf-8").splitlines()[caught.value.faults[0].row - 1]


def test_a_fault_names_the_line_of_its_own_forum(written):
    path = written(  # right in the first forum, wrong in this one
        'ceiling = "skpd"\nfill', 'ceiling = "selfhelp"\nfill'
    )
    with pytest.raises(p2.BadData) as caught:
        load_rules(str(path))
    lines = path.read_text(encoding="utf-8").splitlines()
    assert lines[caught.value.faults[0].row - 1] == 'ceiling = "selfhelp"'
    assert 'key = "renja"' in lines[caught.value.faults[0].row - 3]


def test_a_village_votes_in_every_meeting_it_has_proposals_in():
    village, agency = np.array([0, 0, 1, 2]), np.array([0, 1, 1, 1])
    meeting = SimpleNamespace(
        village=village, group=agency, groups=2, rows=np.arange(4), value={"approvals": 3}.get
    )
    approvals = year._ballots(meeting, np.zeros(4))
    assert approvals(0, np.array([0])).tolist() == [[True]]
    assert approvals(1, np.array([1, 2, 3])).tolist() == [[True, True, True]] * 3


@pytest.mark.parametrize(
    "text", ["", "title = 1", TEXT.replace("group =", "kelompok =", 1), TEXT[:900]]
)
def test_a_file_that_is_no_rule_book(tmp_path, text):
    path = tmp_path / "saya.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(p2.BadData, match=r"saya\.toml"):
        load_rules(str(path))


def test_a_weight_changed_in_the_file_changes_the_ranking(written):
    path = written('{ term = "urgency", weight = 0.45 }', '{ term = "urgency", weight = 0.0 }')
    world, base = p2.World.load("wanasari"), p2.Scenario.load("2010")
    mine = p2.Scenario("saya", str(path))
    original, changed = (p2.run_year(world, s, 7).check() for s in (base, mine))
    assert original.totals() != changed.totals()


@pytest.mark.parametrize("regime", ["2010", "dana_desa", "sipd"])
def test_a_copy_under_another_name_acts_as_the_original(tmp_path, regime):
    copy = tmp_path / "perda_kami.toml"
    copy.write_text(
        data_path("datasets", "rules", f"{regime}.toml").read_text(encoding="utf-8"),
        encoding="utf-8",
    )
    world = p2.World.load("wanasari")
    ours, theirs = (
        base.change(**{
            key: lever.high if lever.kind == "real" else True
            for key, lever in declared().items()
            if lever.regimes and base.knows(key) and lever.kind in ("real", "boolean")
        })
        for base in (p2.Scenario("kami", str(copy)), p2.Scenario(regime, regime))
    )  # fmt: skip
    assert ours.changed == theirs.changed
    assert p2.run_year(world, ours, 3).frame().equals(p2.run_year(world, theirs, 3).frame())


def test_an_unknown_regime_and_forum_name_the_nearest():
    with pytest.raises(p2.UnknownName, match="2010"):
        load_rules("2011")
    with pytest.raises(p2.UnknownName, match="musrenbang_kecamatan"):
        p2.run_forum(p2.World.load("tirtamulya"), "musrenbang_kec", p2.Scenario.load("unit03"))


def test_every_word_of_the_vocabulary_is_explained_in_a_sentence():
    for words in (TESTS, CRITERIA, AMOUNTS, AMENDMENTS, EFFECTS):
        for name, function in words.items():
            assert (function.__doc__ or "").strip().endswith("."), name
