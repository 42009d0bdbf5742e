"""No number hidden in the model: what a result hangs on is declared, and each declared coefficient moves something."""

import ast
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

import p2spp_sim as p2
from p2spp_sim.base.files import data_path
from p2spp_sim.base.toml import read_toml
from p2spp_sim.scenario.levers import declared
from p2spp_sim.studies.design import DOUBT, Design, uncertain
from p2spp_sim.world import synthetic
from p2spp_sim.years import without_programme
from tests.model.golden import fingerprint

PACKAGE = Path(p2.__file__).parent
MODEL = [
    *sorted(PACKAGE.glob("model/*.py")),
    *(PACKAGE / name for name in ("state.py", "year.py", "years.py", "world/synthetic.py")),
]
COEFFICIENTS = {key: lever for key, lever in declared().items() if lever.role == "coefficient"}
SHAPES = read_toml(data_path("datasets", "synthetic.toml"))
CONVERSIONS = {
    1000: "thousandths, in which draws are tabulated",
    1_000_000: "millionths, or millions of rupiah that are rounded to",
    1024: "cells of a table of draws",
    1e-300: "keeps from dividing by nothing",
}
STAY = {  # module: what a number stands in, and why it stays
    "model/activities.py": {
        "_ROUND_TO = 100000": "rupiah that costs are rounded to",
        "np.arange(1024) + 0.5": "the middle of a cell",
        "load / 2": "the middle of a load",
    },
    "model/ceilings.py": {
        "range(4, 13)": "the rows of an official table, whose values are declared",
        "villages['remoteness'] + 1e-09": "lets a kabupaten without remote villages be divided",
    },
    "model/criteria.py": {
        "m.column('urgency') / 5.0": "urgency is scored 1..5",
        "(villages['cap_kades'] + villages['cap_lpmd'] + villages['cap_bpd'] + "
        "villages['org_lpmd']) / 4": "a mean of four",
    },
    "model/agency_and_pokir.py": {
        "_MOST_ITEMS = 128": "room of an address",
        "PARTS // 2": "half way round",
    },
    "model/gates.py": {
        "-2": "no number of a pot",
        "np.uint64(8)": "bits of an address",
        "drawn -= 0.5": "the middle of a draw",
    },
    "model/meeting.py": {"(-1, 126)": "no numbers of a forum"},
    "model/scoring_presets.py": {
        "5 - step": "measures are scored 1..5",
        "(1, 2, 3, 4, 5)": "measures are scored 1..5",
        "count >= 2": "the two members of a published rule, whose points are data",
        "np.round(np.sum(weighted, axis=0), 6)": "takes off what a computer adds to a sum",
    },
    "model/village_needs.py": {
        "np.uint64(42)": "bits of an address",
        "2 * (women_draw < threshold_of(value('womens_needs'), village)).view(np.int8)": "a bit: women",
        "who >= 2": "a bit: women",
        "4 * village": "two bits: the poor, women",
    },
    "year.py": {
        "_WORKERS = 2": "threads, on which no result hangs",
        "drawn -= 0.5": "the middle of a draw",
    },
    "years.py": {
        "SETTLE = 5": "default of an argument",
        "years: int=5": "default of an argument",
    },
    "model/outcomes.py": {"_FIRST_ROW = 2": "row of a file below its headings"},
    "world/synthetic.py": {
        "10 * regions.percent.get('add_percent', 0)": "thousandths in a per cent",
        "percent / 100": "per cent as a share",
        "80 + k // 99": "codes that no province has",
        "k // 99": "a code of two digits",
        "k % 99": "a code of two digits",
        "2001 + d": "desa have codes from 2001 on",
        "percent * 10": "per cent, in thousandths",
        "drawn - 0.5": "the middle of a draw",
        "range(25, 55, 5)": "the steps of a law, whose values are declared",
        "people * 10": "a household in tenths of a person",
        "10 * shapes()['household_size']": "a household in tenths of a person",
    },
}
SEED = 3  # with a village that feels fewer needs than `needs_least`
Around = tuple[ast.AST, ...]


def numbers(tree: ast.AST, around: Around = ()) -> Iterator[tuple[ast.Constant, Around]]:
    """Give each number of a module, and what it stands in from the outside to the inside."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.Constant) and type(node.value) in (int, float):
            yield node, (*around, tree)
        yield from numbers(node, (*around, tree))


def no_coefficient(number: ast.Constant, around: Around) -> bool:
    """Tell whether no result hangs on a number, wherever it stands: 0 and 1, indices, exponents, bits, codes."""
    match around[-1]:
        case ast.keyword(arg="axis" | "maxsize"):
            return True
        case ast.Subscript(slice=inside) | ast.BinOp(op=ast.Pow() | ast.LShift(), right=inside) if (
            inside is number
        ):
            return True
    classes = [node for node in around if isinstance(node, ast.ClassDef)]
    enum = any("IntEnum" in map(ast.unparse, node.bases) for node in classes)
    return enum or number.value in (0, 1) or number.value in CONVERSIONS


def undeclared(module: str, text: str) -> Iterator[str]:
    """Tell each number of a module that would have to be declared."""
    stay = STAY.get(module, {})
    for number, around in numbers(ast.parse(text)):
        code, default = ast.unparse(around[-1]), isinstance(around[-1], ast.arguments)
        stays = any(piece == code or (default and piece in code) for piece in stay)
        if not stays and not no_coefficient(number, around):
            yield f"{module}:{number.lineno}: {code}"


def test_no_coefficient_stands_in_the_code():
    assert [
        fault
        for path in MODEL
        for fault in undeclared(path.relative_to(PACKAGE).as_posix(), path.read_text("utf-8"))
    ] == []


def test_what_stays_is_still_there():
    for module, pieces in STAY.items():
        text = ast.unparse(ast.parse((PACKAGE / module).read_text("utf-8")))
        assert [piece for piece in pieces if piece not in text] == []


@pytest.mark.parametrize(
    "code", ["0.45 + able", "m.value('x') * 3", "cost <= 350000000", "-0.2", "round(able, 3)"]
)
def test_a_coefficient_in_the_code_is_told(code):
    assert list(undeclared("model/training.py", f"now = {code}")) == [
        f"model/training.py:1: {code}"
    ]


@pytest.fixture(scope="module")
def world() -> p2.World:
    """A small district with a kecamatan for each row of the table of the block grant."""
    drawn = p2.World.synthetic(villages=150, seed=14)
    kecamatan = {**drawn.kecamatan, "disadvantaged": np.arange(4, 13)}
    return replace(drawn, tables={**drawn.tables, "kecamatan": kecamatan})


def figures(world: p2.World, scenario: p2.Scenario) -> list[str]:
    """Two years as they are recorded."""
    return [
        fingerprint(run) for run in p2.run_years(world, scenario, years=2, seed=SEED, settle=0).runs
    ]


def base_of(key: str) -> p2.Scenario:
    lever = COEFFICIENTS[key]
    return p2.Scenario.load(lever.regimes[0] if lever.regimes else "2010").change(**lever.context)


@pytest.mark.parametrize("key", COEFFICIENTS)
def test_a_coefficient_moves_something_at_each_end(world, key):
    base, lever = base_of(key), COEFFICIENTS[key]
    before = figures(world, base)
    for end in {lever.low, lever.high} - {lever.value}:
        moved = lever.plain(end)
        assert figures(world, base.change(**{key: moved})) != before, end


def test_a_design_reaches_every_coefficient_and_studies_doubt_only_those_they_name():
    base = p2.Scenario.load("2010")
    known = [key for key in COEFFICIENTS if base.knows(key)]
    reached = Design.latin_hypercube(uncertain(base, *known), 5, seed=1)
    assert [set(point) for point in reached.points] == [set(known)] * 5
    for point in reached.points:
        base.change(**point)
    assert not {lever.key for lever in uncertain(base)} & set(known)
    assert not {lever.key for lever in uncertain(base, firmness="assumed")} & set(known)


def test_a_coefficient_stays_when_the_programme_ends():
    base = p2.Scenario.load("2010").change(turnout_trust=0.2, audit=0.5)
    assert without_programme(base).changed == {"turnout_trust": 0.2}


@pytest.mark.parametrize("key", SHAPES)
def test_a_shape_is_declared_whole_and_moves_something_at_each_end(key, monkeypatch):
    entry, real = SHAPES[key], synthetic.shapes()
    assert set(entry) == {"label", "value", "unit", "low", "high", "source", "firmness"}
    assert set(entry["label"]) == {"id", "en"} and entry["firmness"] in DOUBT
    assert entry["low"] <= entry["value"] <= entry["high"]
    before = tables()
    for end in {entry["low"], entry["high"]} - {entry["value"]}:
        monkeypatch.setattr(synthetic, "shapes", lambda value=end: {**real, key: value})
        assert tables() != before, end


def tables() -> str:
    """An invented district whole, and the councils of districts of all sizes."""
    world = p2.World.synthetic(villages=300, seed=5)
    whole = [world.frame(name).to_dict("list") for name in world.tables]
    councils = [
        p2.World.synthetic(villages=20 * size, seed=2, kabupaten_size=size).council["seats"]
        for size in (20, 60, 120, 250)
    ]
    return repr([*whole, *(seats.tolist() for seats in councils)])
