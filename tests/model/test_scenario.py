"""Levers: declared once, changed whole, saved and read back."""

import json
import tomllib

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import p2spp_sim as p2
from p2spp_sim.model.loading import load_rules
from p2spp_sim.scenario.scenario import declared, parse_value, schema

BASE = p2.Scenario.load("2010")


def test_every_declaration_is_whole_and_its_default_allowed():
    forums = {forum.key for name in ("2010", "sipd") for forum in load_rules(name).forum} | {
        "musyawarah_dusun",
        "pelatihan",
        "perda",
    }
    for key, lever in declared().items():
        assert lever.fault(lever.value) == "", key
        assert lever.source and lever.unit and set(lever.label) == {"id", "en"}, key
        assert lever.acts_in in forums, key
        assert bool(lever.seed_codes) == (lever.role == "lever"), key
        assert lever.choices or lever.kind == "boolean" or lever.low < lever.high, key
        assert {*lever.choice_labels} == {*lever.choices}, key
        assert all({*label} == {"id", "en"} for label in lever.choice_labels.values()), key


@pytest.mark.parametrize(("key", "value"), [
    ("pik_share", 0.61), ("pik_share", -0.01), ("pik_share", True), ("pik_share", "0.2"), ("proposal_cap", 2.5),
    ("integrated_mad", 1), ("fill_rule", "greedy"), ("kecamatan_ceiling_idr", -1), ("score_noise", float("nan")),
])  # fmt: skip
def test_a_value_out_of_bounds_says_value_and_bounds_and_changes_nothing(key, value):
    before = dict(BASE.changed)
    with pytest.raises(p2.OutOfBounds) as caught:
        BASE.change(alignment_weight=0.5, **{key: value})
    assert f"{key} = {value}" in str(caught.value)
    lever = BASE.lever(key)
    for bound in lever.choices or ([] if lever.low is None else [f"{lever.low:g}"]):
        assert bound in str(caught.value)
    assert BASE.changed == before
    assert BASE.value("alignment_weight") == declared()["alignment_weight"].value


def test_a_whole_number_out_of_bounds_is_told_as_it_was_typed():
    with pytest.raises(p2.OutOfBounds, match="pik_share = 20:"):
        BASE.change(pik_share=parse_value("pik_share", "20"))


def test_all_faults_are_told_at_once():
    with pytest.raises(p2.OutOfBounds) as caught:
        BASE.change(pik_share=2.0, proposal_cap=0, womens_meeting="ya")
    assert len(caught.value.faults) == 3


def test_an_unknown_lever_names_the_nearest():
    with pytest.raises(p2.UnknownName, match="pik_share"):
        BASE.change(pik_shares=0.2)


@given(st.floats(0, 0.6), st.booleans(), st.integers(1, 40))
def test_saved_and_loaded_is_the_same(tmp_path_factory, share, integrated, cap):
    path = tmp_path_factory.mktemp("s") / "mine.toml"
    scenario = BASE.change(
        pik_share=share, integrated_mad=integrated, proposal_cap=cap, fill_rule="rotation"
    )
    scenario.save(path)
    again = p2.Scenario.load(path)
    assert (again.rules, again.changed) == (scenario.rules, scenario.changed)


def test_an_interrupted_save_leaves_the_old_file(tmp_path, monkeypatch):
    path = tmp_path / "mine.toml"
    BASE.change(pik_share=0.2).save(path)
    before = path.read_bytes()

    def power_cut(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr("os.replace", power_cut)
    with pytest.raises(KeyboardInterrupt):
        BASE.change(pik_share=0.5).save(path)
    assert path.read_bytes() == before
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize(("text", "what"), [
    (b"\nrules = ", "baris 2 berisi “rules =”: bukan TOML yang sah"),
    (b"[values]\npik_share = 0.1", "rules: kunci ini tidak"),
    (b"rules = 5", "rules: diharapkan tulisan"), (b"rules = '2010'\nvalues = 3", "values: diharapkan kelompok"),
    (b"rules = '2010'\n[value]\npik_share = 0.1", "baris 2, kolom value: kunci ini tidak dikenal"),
    (b"pik_share = 0.1\nrules = '2010'", "baris 1, kolom pik_share: kunci ini tidak dikenal"),
    (b"rules = '2010'\n[values]\npik_shar = 0.1", "pik_share"), (b"rules = '2010'\n[values]\nself = 1", "Tuas “self”"),
    (b"rules = '2010'\n[values]\npik_share = 9", "pik_share = 9"),
    (b"rules = '2010'\n[values]\npik_share = [1]", r"pik_share = \[1\]: diharapkan angka"),
    (b"\xff\xfer", "bukan teks UTF-8"), (b"rules = '2011'", "Yang paling mirip: 2010"),
    (b"rules = 'C:/kami/saya.toml'", "saya.toml: berkas ini tidak ada"),
    (b'rules = "C:\\kami\\saya.toml"', "tulis jalur folder dengan /"),
])  # fmt: skip
def test_a_bad_scenario_file_says_what_is_wrong(tmp_path, text, what):
    path = tmp_path / "bad.toml"
    path.write_bytes(text)
    with pytest.raises(p2.P2sppError, match=what):
        p2.Scenario.load(path)


@pytest.mark.parametrize("text", [b"\xff\xfer", b"values = 3", b"title = {", b"values = ["])
def test_a_rules_file_that_cannot_be_read_is_a_message(tmp_path, text):
    (tmp_path / "saya.toml").write_bytes(text)
    with pytest.raises(p2.BadData, match=r"saya\.toml"):
        p2.Scenario("saya", str(tmp_path / "saya.toml")).change(pik_share=0.2)


def test_what_a_study_puts_in_and_a_folder_of_windows_are_saved_and_read_back(tmp_path):
    rules_file = tmp_path / 'aturan \\kami "baru".toml'
    rules_file.write_text(p2.text.data_path("datasets", "rules", "2010.toml").read_text())
    scenario = p2.Scenario("saya", str(rules_file)).change(
        pik_share=np.float64(0.2),
        proposal_cap=np.int64(7),
        womens_meeting=np.bool_(True),
        delegates_in_forum_skpd=2,
    )
    scenario.save(tmp_path / "mine.toml")
    again = p2.Scenario.load(tmp_path / "mine.toml")
    assert (again.rules, again.changed) == (scenario.rules, scenario.changed)
    assert {type(value) for value in scenario.changed.values()} <= {float, int, bool}


def test_a_missing_scenario_names_the_nearest():
    with pytest.raises(p2.UnknownName, match="unit03"):
        p2.Scenario.load("unit3")


def test_schema_covers_every_lever_with_bounds():
    values = schema()["properties"]["values"]["properties"]
    assert set(values) == {*declared(), "rules"}
    assert values["pik_share"]["maximum"] == 0.6
    assert values["fill_rule"]["enum"] == list(declared()["fill_rule"].choices)
    json.dumps(schema())


@pytest.mark.parametrize(("key", "text", "value"), [
    ("pik_share", "0,2", 0.2), ("integrated_mad", "ya", True), ("proposal_cap", "5", 5), ("fill_rule", "stop", "stop"),
])  # fmt: skip
def test_what_is_typed_becomes_a_value(key, text, value):
    assert parse_value(key, text) == value


@pytest.mark.parametrize(
    ("key", "text"),
    [("pik_share", "banyak"), ("integrated_mad", "mungkin"), ("proposal_cap", "inf")],
)
def test_what_is_mistyped_is_said(key, text):
    with pytest.raises(p2.OutOfBounds, match=key):
        parse_value(key, text)


def test_the_files_of_the_package_change_only_what_exists():
    for name in p2.scenarios():
        path = p2.text.data_path("datasets", "scenarios", f"{name}.toml")
        assert set(tomllib.loads(path.read_text()).get("values", {})) <= set(declared())


def test_a_lever_of_another_regime_names_the_regime_it_lives_in():
    with pytest.raises(p2.OutOfBounds, match=r"dictionary_strictness.*sipd.*2010"):
        BASE.change(dictionary_strictness=0.5)
    with pytest.raises(p2.OutOfBounds, match=r"integrated_mad.*2010.*dana_desa"):
        p2.Scenario.load("dana_desa").change(integrated_mad=True)


def test_more_training_than_the_budget_of_effort_is_refused_whole():
    with pytest.raises(p2.OutOfBounds, match="effort_budget"):
        BASE.change(train_kpmd=1.0, train_kades=1.0, train_bpd=1.0, train_lpmd=0.5)
    assert BASE.change(train_kpmd=1.0, train_kades=1.0, train_bpd=1.0).value("train_bpd") == 1.0


def test_more_clauses_than_political_capital_are_refused():
    with pytest.raises(p2.OutOfBounds, match="political_capital"):
        BASE.change(clause_k1=True, clause_k8=True, clause_k3=True)


def test_clauses_lock_levers_and_pairs_matter():
    best = BASE.change(**{f"clause_k{n}": True for n in (2, 3, 5, 6, 7)}).in_force()
    assert (best.value("reses_timing"), best.value("delegates_in_forum_skpd")) == ("before", 3)
    assert best.value("answer_rejections") == 0.9
    alone = BASE.change(clause_k8=True).in_force().value("alignment_weight")
    backed = BASE.change(clause_k8=True, clause_k2=True).in_force().value("alignment_weight")
    assert BASE.value("alignment_weight") < alone < backed == 0.6
    stronger = BASE.change(clause_k5=True, delegates_in_forum_skpd=5).in_force()
    assert stronger.value("delegates_in_forum_skpd") == 5


@pytest.mark.parametrize("zero", [0, 0.0, np.int64(0), np.float64(0)])
def test_a_zero_of_any_type_is_moved_by_a_clause_and_kept_as_its_lever_keeps_it(zero):
    changed = BASE.change(clause_k8=True, clause_k2=True, alignment_weight=zero)
    assert type(changed.value("alignment_weight")) is float
    assert changed.in_force().value("alignment_weight") == 0.6
    direct = p2.Scenario("langsung", "2010", {"clause_k4": True, "women_delegates": 0}).in_force()
    assert direct.value("women_delegates") == 0.5


def test_a_rule_book_sets_its_own_values():
    village = p2.Scenario.load("dana_desa")
    assert village.value("reses_timing") == "before"
    assert village.change(reses_timing="after").value("reses_timing") == "after"
    assert village.changed == {}


@pytest.mark.parametrize(("changed", "fault"), [
    ({"pik_share": 99}, "pik_share = 99: diharapkan"), ({"pik_share": float("nan")}, "pik_share = nan"),
    ({"womens_meeting": "ya"}, "womens_meeting = ya: diharapkan benar"), ({"typo": 1}, "Tuas “typo” tidak dikenal"),
    ({"pik_shares": 0.2}, "pik_share"), ({"pik_share": 2, "proposal_cap": 0}, "proposal_cap = 0"),
    ({"dd_year": 2019}, "dd_year: tuas ini hanya ada pada masa aturan"),
    ({f"clause_k{n}": True for n in (1, 3, 8)}, "political_capital"),
])  # fmt: skip
def test_a_scenario_made_by_hand_is_checked_as_a_changed_one(changed, fault):
    for make in (
        lambda: p2.Scenario("saya", "2010", changed),
        lambda: p2.Scenario("saya", "2010").change(**changed),
    ):
        with pytest.raises(p2.P2sppError) as caught:
            make()
        assert fault in str(caught.value)


@pytest.mark.parametrize(
    ("words", "fault"),
    [
        ((None, "2010"), "name = None: diharapkan teks"),
        (("saya", None), "rules = None: diharapkan teks"),
        (("saya", ["2010"]), r"rules = \['2010'\]: diharapkan teks"),
        (("saya", "2010", None), "changed = None: diharapkan tuas"),
        (("saya", "2010", ["pik_share"]), "changed = .*: diharapkan tuas"),
    ],
)
def test_a_scenario_made_by_hand_of_other_kinds_is_told(words, fault):
    with pytest.raises(p2.OutOfBounds, match=fault):
        p2.Scenario(*words)


def test_a_scenario_made_by_hand_needs_a_rule_book_that_exists():
    with pytest.raises(p2.UnknownName, match="2010"):
        p2.Scenario("saya", "201")


def test_a_scenario_made_by_hand_keeps_what_differs_as_its_levers_keep_it():
    made = p2.Scenario(
        "saya",
        "2010",
        {"pik_share": np.float64(0.2), "proposal_cap": np.int64(5), "score_noise": 0.2},
    )
    default = declared()["score_noise"].value
    assert made.changed == BASE.change(pik_share=0.2, proposal_cap=5, score_noise=0.2).changed
    assert {type(value) for value in made.changed.values()} <= {float, int}
    assert p2.Scenario("saya", "2010", {"score_noise": default}).changed == {}
