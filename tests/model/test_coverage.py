"""Every code of the programme can be moved, is answered, and is trained somewhere."""

import copy
import tomllib
from typing import Any

import msgspec
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
UNITS = {path.stem for path in data_path("exercises").glob("[0-9][0-9].toml")}
FIELDS = ("levers", "indicators", "units", "forums")
OUTSIDE_THE_YEAR = {"musyawarah_dusun", "pelatihan", "perda"}
LEVERS = {key: lever for key, lever in declared().items() if lever.role == "lever"}
FORUMS = {forum.key for name in regimes() for forum in load_rules(name).forum} | OUTSIDE_THE_YEAR
KNOWN = {"levers": set(LEVERS), "indicators": set(definitions()), "units": UNITS, "forums": FORUMS}
MATRIX = tomllib.loads(data_path("exercises", "coverage.toml").read_text(encoding="utf-8"))


def whole(matrix: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Add what levers and indicators say of themselves, and the forums in which the levers act."""
    added = copy.deepcopy(matrix)
    for code, entry in added.items():
        parts = {part for part in CODES if part[:2] == code == "T3"} | {code}  # T3a-c are its parts
        levers = [key for key, lever in LEVERS.items() if parts & {*lever.seed_codes}]
        indicators = [key for key, each in definitions().items() if each.seed_code == code]
        entry["levers"] = levers + entry.get("levers", [])
        entry["indicators"] = indicators + entry.get("indicators", [])
        entry["forums"] = sorted({LEVERS[k].acts_in for k in entry["levers"] if k in LEVERS})
    return added


def faults(matrix: dict[str, Any]) -> list[str]:
    """Tell all that is missing in a coverage matrix."""
    lacking = [f"{code}: missing" for code in CODES if code not in matrix]
    lacking += [f"{code}: no such code" for code in matrix if code not in CODES]
    for code, entry in whole(matrix).items():
        lacking += [f"{code}: no {name}" for name in ("meaning", *FIELDS) if not entry.get(name)]
        for name in FIELDS:
            listed = entry.get(name, [])
            lacking += [f"{code}: {name} has no {key}" for key in listed if key not in KNOWN[name]]
            lacking += [
                f"{code}: {name} has {key} twice" for key in set(listed) if listed.count(key) > 1
            ]
    served = {code for lever in LEVERS.values() for code in lever.seed_codes}
    lacking += [f"{code}: no such code" for code in served - set(CODES)]
    reached = {key for entry in whole(matrix).values() for key in entry["levers"]}
    return lacking + [f"{key}: no code reaches it" for key in LEVERS if key not in reached]


def test_every_code_has_levers_indicators_units_and_forums():
    assert faults(MATRIX) == []


def test_the_three_directions_of_the_third_strategy_are_its_parts():
    parts = [MATRIX[code] for code in ("T3a", "T3b", "T3c")]
    assert set(MATRIX["T3"]["units"]) == {unit for part in parts for unit in part["units"]}


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
def test_a_mapping_that_is_taken_out_is_missed(code):
    without = copy.deepcopy(MATRIX)
    without[code]["units"] = []
    assert f"{code}: no units" in faults(without)


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize("name", ["levers", "indicators", "units"])
def test_a_name_that_does_not_exist_is_told(code, name):
    wrong = copy.deepcopy(MATRIX)
    wrong[code][name] = [*wrong[code].get(name, []), "tidak_ada"]
    assert f"{code}: {name} has no tidak_ada" in faults(wrong)


@pytest.mark.parametrize("code", CODES)
def test_a_lever_that_serves_a_code_is_not_listed_again(code):
    own = next((key for key, lever in LEVERS.items() if code in lever.seed_codes), None)
    twice = copy.deepcopy(MATRIX)
    twice[code]["levers"] = [*twice[code].get("levers", []), *([own] if own else [])]
    assert own is None or f"{code}: levers has {own} twice" in faults(twice)


def test_a_lever_that_no_code_reaches_is_told(monkeypatch):
    key, lever = next((k, lever) for k, lever in LEVERS.items() if lever.seed_codes)
    alone = {**LEVERS, key: msgspec.structs.replace(lever, seed_codes=())}
    monkeypatch.setitem(globals(), "LEVERS", alone)
    rest = {code: {**entry, "levers": []} for code, entry in MATRIX.items()}
    assert f"{key}: no code reaches it" in faults(rest)
