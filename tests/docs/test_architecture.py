"""The map of the house shows the house as it is."""

from __future__ import annotations

import ast
import re
from graphlib import TopologicalSorter
from importlib import import_module
from pathlib import Path

import grimp
import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "p2spp_sim"
PAGES = ("arsitektur.md", "arsitektur.id.md")
ROOMS = sorted(path.parent.name for path in PACKAGE.glob("*/__init__.py"))


def page(name: str) -> str:
    return (ROOT / "docs" / name).read_text(encoding="utf-8")


def named(name: str) -> list[str]:
    """List what a page sets in code outside the tree."""
    return re.findall(r"`([^`\n]+)`", page(name).replace(tree(name), ""))


def tree(name: str) -> str:
    return page(name).split("```")[1]


@pytest.mark.parametrize("name", PAGES)
def test_the_tree_shows_every_room_and_no_other(name: str) -> None:
    assert sorted(re.findall(r"^  (\w+)/ ", tree(name), re.MULTILINE)) == ROOMS
    for folder in re.findall(r"^(\w+)/ ", tree(name), re.MULTILINE):
        assert (ROOT / folder).is_dir(), folder


@pytest.mark.parametrize("name", PAGES)
def test_every_module_and_file_on_the_map_is_there(name: str) -> None:
    modules = [
        each for each in named(name) if each.partition(".")[0] in (*ROOMS, "year") and "." in each
    ]
    assert len(modules) > 20
    for each in modules:
        if "/" in each or "(" in each:
            continue
        room, _, last = each.rpartition(".")
        place = PACKAGE.joinpath(*each.split("."))
        there = place.is_dir() or place.with_suffix(".py").exists()
        assert there or hasattr(import_module(f"p2spp_sim.{room}"), last), each
    for each in named(name):
        if "/" in each:
            assert (ROOT / each).exists() or (PACKAGE / each).exists(), each


@pytest.mark.parametrize("name", PAGES)
def test_every_word_of_the_glossary_stands_in_the_code(name: str) -> None:
    code = "".join(path.read_text(encoding="utf-8") for path in PACKAGE.rglob("*.py"))
    glossary = page(name).rpartition("\n## ")[2]
    rows = re.findall(r"^\| [^|`]+ \| (`[^|]+`) \|", glossary, re.MULTILINE)
    words = [word for row in rows for word in re.findall(r"`(\w+)`", row)]
    assert len(words) > 30
    for word in words:
        assert re.search(rf"^(class |def )?{word}\b", code, re.MULTILINE), word


def test_both_languages_name_the_same_things() -> None:
    first, second = ({each for each in named(name) if "." in each or "/" in each} for name in PAGES)
    assert first == second


def test_the_top_of_the_package_is_small_enough_to_read() -> None:
    assert len([path for path in PACKAGE.iterdir() if path.name != "__pycache__"]) <= 22


def test_no_class_and_no_type_has_the_name_of_another() -> None:
    homes: dict[str, list[str]] = {}
    for path in sorted(PACKAGE.rglob("*.py")):
        module = ast.parse(path.read_text(encoding="utf-8"))
        names = [each.name for each in ast.walk(module) if isinstance(each, ast.ClassDef)]
        for each in module.body:
            if isinstance(each, ast.Assign) and isinstance(each.targets[0], ast.Name):
                names += [each.targets[0].id] if _is_type(each.targets[0].id) else []
        for name in names:
            homes.setdefault(name, []).append(str(path.relative_to(PACKAGE)))
    assert {name: where for name, where in homes.items() if len(where) > 1} == {}


def test_no_local_is_called_by_what_says_nothing() -> None:
    """A word such as `found` is everything and nothing: a local says what it holds."""
    vague = {"one", "found", "told", "held"}
    called = []
    for path in sorted(PACKAGE.rglob("*.py")):
        module = ast.parse(path.read_text(encoding="utf-8"))
        fields = {
            id(field.target) for field in ast.walk(module) if isinstance(field, ast.AnnAssign)
        }
        for each in ast.walk(module):
            stored = isinstance(each, ast.Name) and isinstance(each.ctx, ast.Store)
            name = each.id if stored and id(each) not in fields else getattr(each, "arg", None)
            if isinstance(each, ast.Name | ast.arg) and name in vague:
                called.append(f"{path.relative_to(PACKAGE)}:{each.lineno} {name}")
    assert called == []


def _is_type(name: str) -> bool:
    return name[0].isupper() and not name.isupper() and "_" not in name


def test_no_import_leads_back_where_it_came_from() -> None:
    graph = grimp.build_graph("p2spp_sim")
    below = {each: graph.find_modules_directly_imported_by(each) for each in graph.modules}
    assert "p2spp_sim.cli.report" in below["p2spp_sim.cli.commands"], "in functions"
    assert "p2spp_sim.studies.sweep" in below["p2spp_sim"], "under TYPE_CHECKING"
    TopologicalSorter(below).prepare()  # raises CycleError, which names the circle


@pytest.mark.parametrize("room", ROOMS)
def test_every_room_has_a_sign_on_its_door(room: str) -> None:
    assert import_module(f"p2spp_sim.{room}").__doc__
