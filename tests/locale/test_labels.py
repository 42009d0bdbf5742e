"""A key and what it is called are declared together, and read in the screen language."""

import ast
from typing import get_args

import pytest

from p2spp_sim.base.language import Labels, labels_of, set_language
from p2spp_sim.forum.fill import FILL_RULES
from p2spp_sim.model.rulebook import FILL_LABELS, FILL_MEANINGS, LANES, Lane
from p2spp_sim.village_plan.findings import LAMPS, LampColour
from p2spp_sim.workbook.units.u11.game import game

from .catalogue import PACKAGE

WEATHER = Labels(red="merah", none="tidak ada")


def test_labels_follow_the_language_of_the_screen() -> None:
    set_language("id")
    assert dict(WEATHER) == {"red": "merah", "none": "tidak ada"}
    assert labels_of(game().strategy)["tanpa"] == "Tanpa program"
    set_language("en")
    assert list(WEATHER.items()) == [("red", "red"), ("none", "none")]
    assert labels_of(game().strategy)["tanpa"] == "No programme"


def test_a_key_that_is_not_declared_is_told_with_those_that_are() -> None:
    with pytest.raises(KeyError, match="'blue' is none of: red, none"):
        WEATHER["blue"]
    assert "blue" not in WEATHER and WEATHER.get("blue", "–") == "–"


def test_joined_labels_keep_their_order() -> None:
    assert list(WEATHER | Labels(blue="biru")) == ["red", "none", "blue"]


def test_every_key_of_a_declared_type_has_its_label() -> None:
    assert tuple(FILL_LABELS) == tuple(FILL_MEANINGS) == FILL_RULES
    assert set(LANES) == set(get_args(Lane)) and set(LAMPS) == set(get_args(LampColour))


def test_no_function_keeps_words_away_from_their_keys() -> None:
    """Words by key are `Labels` beside the keys, or stand in the data file that declares them."""
    kept = [
        f"{path.relative_to(PACKAGE)}: {function.name}"
        for path in PACKAGE.rglob("*.py")
        for function in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(function, ast.FunctionDef) and not function.args.args
        if any(isinstance(part, ast.Return) and _words(part.value) for part in function.body)
    ]
    assert kept == []


def _words(value: ast.expr | None) -> bool:
    """Tell whether an expression is a dictionary of nothing but sentences to translate."""
    return isinstance(value, ast.Dict) and all(
        isinstance(said, ast.Call) and ast.unparse(said.func) == "tr" for said in value.values
    )
