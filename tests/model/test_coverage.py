"""Every code of the programme can be moved, is answered, and is trained somewhere."""

import copy
import tomllib
from typing import Any

import pytest

from p2spp_sim.base.files import data_path
from p2spp_sim.base.toml import regimes
from p2spp_sim.model.loading import load_rules
from p2spp_sim.results.indicators import definitions
from p2spp_sim.scenario.levers import declared

CODES = (
    *(f"O{n}" for n in range(7)), *(f"P{n}" for n in range(1, 7)), *(f"F{n}" for n in range(1, 4)),
    "T1", "T2", "T3", "T3a", "T3b", "T3c", "T4", *(f"S{n}" for n in range(1, 9)),
)  # fmt: skip
UNITS = {f"{n:02d}" for n in range(12)}
FIELDS = ("levers", "indicators", "units", "forums")
OUTSIDE_THE_YEAR = {"musyawarah_dusun", "pelatihan", "perda"}
LEVERS = {key: lever for key, lever in declared().items() if lever.role == "lever"}
FORUMS = {forum.key for name in regimes() for forum in load_rules(name).forum} | OUTSIDE_THE_YEAR
KNOWN = {"levers": set(LEVERS), "indicators": set(definitions()), "units": UNITS, "forums": FORUMS}
MATRIX = tomllib.loads(data_path("exercises", "coverage.toml").read_text(encoding="utf-8"))


def faults(matrix: dict[str, Any]) -> list[str]:
    """Tell all that is missing in a coverage matrix."""
    found = [f"{code}: missing" for code in CODES if code not in matrix]
    found += [f"{code}: no such code" for code in matrix if code not in CODES]
    for code, entry in matrix.items():
        found += [f"{code}: no {name}" for name in ("meaning", *FIELDS) if not entry.get(name)]
        for name in FIELDS:
            listed = entry.get(name, [])
            found += [f"{code}: {name} has no {key}" for key in listed if key not in KNOWN[name]]
            found += [
                f"{code}: {name} has {key} twice" for key in set(listed) if listed.count(key) > 1
            ]
        acts = {LEVERS[key].acts_in for key in entry.get("levers", []) if key in LEVERS}
        found += [f"{code}: levers act in {forum}" for forum in acts ^ set(entry.get("forums", []))]
    for key, lever in LEVERS.items():
        found += [
            f"{code}: {key} serves it"
            for code in lever.seed_codes
            if key not in matrix.get(code, {}).get("levers", [])
        ]
        if not any(key in entry.get("levers", []) for entry in matrix.values()):
            found.append(f"{key}: no code reaches it")
    for key, one in definitions().items():
        if one.seed_code and key not in matrix.get(one.seed_code, {}).get("indicators", []):
            found.append(f"{one.seed_code}: {key} measures it")
    return found


def test_every_code_has_levers_indicators_units_and_forums():
    assert faults(MATRIX) == []


def test_the_three_directions_of_the_third_strategy_are_its_parts():
    parts = [MATRIX[code] for code in ("T3a", "T3b", "T3c")]
    for name in ("levers", "units"):
        assert set(MATRIX["T3"][name]) == {key for part in parts for key in part[name]}


def test_every_unit_trains_something_and_the_last_unit_everything():
    assert {unit for entry in MATRIX.values() for unit in entry["units"]} == UNITS
    assert all("11" in entry["units"] for entry in MATRIX.values())


def test_the_meaning_is_one_sentence_of_its_own():
    meanings = [entry["meaning"] for entry in MATRIX.values()]
    assert len(set(meanings)) == len(meanings)
    assert all(text.endswith(".") and ". " not in text for text in meanings)


@pytest.mark.parametrize("code", CODES)
def test_a_code_that_is_taken_out_is_missed(code):
    rest = {key: entry for key, entry in MATRIX.items() if key != code}
    assert f"{code}: missing" in faults(rest)


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize("name", FIELDS)
def test_a_mapping_that_is_taken_out_is_missed(code, name):
    without = copy.deepcopy(MATRIX)
    without[code][name] = []
    assert f"{code}: no {name}" in faults(without)


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize("name", FIELDS)
def test_a_name_that_does_not_exist_is_told(code, name):
    wrong = copy.deepcopy(MATRIX)
    wrong[code][name].append("tidak_ada")
    assert f"{code}: {name} has no tidak_ada" in faults(wrong)


@pytest.mark.parametrize(
    ("key", "code"), [(key, code) for key, lever in LEVERS.items() for code in lever.seed_codes]
)
def test_a_lever_that_leaves_the_code_it_serves_is_told(key, code):
    without = copy.deepcopy(MATRIX)
    without[code]["levers"].remove(key)
    assert f"{code}: {key} serves it" in faults(without)
