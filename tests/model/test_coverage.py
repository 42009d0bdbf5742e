"""Every code of the programme can be moved, is answered, and is trained: asked in a unit that also teaches it."""

import copy
import json
import tomllib
from typing import Any

import msgspec
import pytest

from p2spp_sim.base.files import data_path
from p2spp_sim.base.toml import regimes
from p2spp_sim.model.loading import load_rules
from p2spp_sim.results.indicators import definitions
from p2spp_sim.scenario.levers import declared
from p2spp_sim.workbook.exercises.bank import banks

CODES = (
    *(f"L{n}" for n in range(1, 5)),
    *(f"O{n}" for n in range(7)), *(f"P{n}" for n in range(1, 7)), *(f"F{n}" for n in range(1, 4)),
    "T1", "T2", "T3", "T3a", "T3b", "T3c", "T4", *(f"S{n}" for n in range(1, 9)),
)  # fmt: skip
BACKGROUND = {code for code in CODES if code[0] == "L"}  # trained, not moved
BANKS = {bank.unit.code: bank for bank in banks()}
FIELDS = ("levers", "indicators", "forums")
OUTSIDE_THE_YEAR = {"musyawarah_dusun", "pelatihan", "perda"}
LEVERS = {key: lever for key, lever in declared().items() if lever.role == "lever"}
FORUMS = {forum.key for name in regimes() for forum in load_rules(name).forum} | OUTSIDE_THE_YEAR
KNOWN = {"levers": set(LEVERS), "indicators": set(definitions()), "forums": FORUMS}
TEXTS = {
    code: "\n".join(
        "".join(cell["source"])
        for cell in json.loads(data_path("notebooks", bank.unit.notebook).read_text("utf-8"))[
            "cells"
        ]
        if cell["cell_type"] == "markdown"
    )
    for code, bank in BANKS.items()
}
ASKED = {(code, unit) for unit, bank in BANKS.items() for code in bank.covers}
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
        needed = ("meaning",) if code in BACKGROUND else ("meaning", *FIELDS)
        lacking += [f"{code}: no {name}" for name in needed if not entry.get(name)]
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


def untaught(
    matrix: dict[str, Any], texts: dict[str, str], asked: set[tuple[str, str]]
) -> list[str]:
    """Tell what is asked and not taught, or taught and not asked; T3 is taught and asked by its parts."""
    said = {
        (code, unit): words
        for code in matrix
        for unit, words in matrix[code].get("said", {}).items()
    }
    lacking = [
        f"{code}: unit {unit} asks and does not say it" for code, unit in asked - said.keys()
    ]
    lacking += [
        f"{code}: unit {unit} says and does not ask it" for code, unit in said.keys() - asked
    ]
    lacking += [
        f"{code}: unit {unit} no longer says “{words}”"
        for (code, unit), words in said.items()
        if words not in texts.get(unit, "")
    ]
    return lacking + [
        f"{code}: no unit" for code in matrix if code != "T3" and not matrix[code].get("said")
    ]


def test_every_code_has_levers_indicators_and_forums():
    assert faults(MATRIX) == []


def test_every_code_is_asked_in_units_that_say_it():
    assert untaught(MATRIX, TEXTS, ASKED) == []


def test_every_question_names_codes_of_the_programme():
    for bank in BANKS.values():
        for question in bank.questions:
            assert question.covers and set(question.covers) <= {*CODES} - {"T3"}, question.id


@pytest.mark.parametrize(("code", "unit"), sorted(ASKED))
def test_a_code_taken_out_of_the_text_or_the_questions_of_a_unit_is_missed(code, unit):
    words = MATRIX[code]["said"][unit]
    without = {**TEXTS, unit: TEXTS[unit].replace(words, "")}
    assert untaught(MATRIX, without, ASKED) == [f"{code}: unit {unit} no longer says “{words}”"]
    left = untaught(MATRIX, TEXTS, ASKED - {(code, unit)})
    assert left == [f"{code}: unit {unit} says and does not ask it"]


def test_the_meaning_is_one_sentence_of_its_own():
    meanings = [entry["meaning"] for entry in MATRIX.values()]
    assert len(set(meanings)) == len(meanings)
    assert all(text.endswith(".") and ". " not in text for text in meanings)


@pytest.mark.parametrize("code", CODES)
def test_a_code_that_is_taken_out_is_missed(code):
    rest = {key: entry for key, entry in MATRIX.items() if key != code}
    assert f"{code}: missing" in faults(rest)


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize("name", ["levers", "indicators"])
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
