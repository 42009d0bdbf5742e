"""The ODD description is whole, is what its command gives, and names every number that acts."""

import re
from fnmatch import fnmatch

import pytest

import p2spp_sim as p2
from p2spp_sim.base.toml import regimes
from p2spp_sim.cli.listing import documented
from p2spp_sim.forum.fill import FILL_RULES
from p2spp_sim.model.loading import load_rules
from p2spp_sim.model.training import TRAINS
from p2spp_sim.scenario.levers import WEIGHTS, declared
from p2spp_sim.studies.evidence import facts
from p2spp_sim.world.schema import SCHEMA
from tests.docs.odd import (
    BLOCK,
    BLOCKS,
    BOOKS,
    CONCEPTS,
    EQUATION,
    PAGES,
    PARTS,
    equation,
    parameters,
    renewed,
    submodels,
)


def page(language):
    return PAGES[language].read_text(encoding="utf-8")


@pytest.mark.parametrize("language", PAGES)
def test_the_page_is_what_the_command_gives(language):
    same = renewed(page(language), language) == page(language)
    assert same, "the description is out of date: python -m tests.docs.odd renews it"


@pytest.mark.parametrize("language", PAGES)
def test_every_part_of_the_protocol_has_its_section_in_its_order(language):
    names = [PARTS, CONCEPTS] if language == "en" else [PARTS.values(), CONCEPTS.values()]
    parts = [f"## {number}. {name}" for number, name in enumerate(names[0], 1)]
    heads = re.findall(r"^## .*", page(language), re.MULTILINE)
    assert heads == parts
    concepts = page(language).split(parts[3])[1].split(parts[4])[0]
    assert re.findall(r"^### (.*)", concepts, re.MULTILINE) == list(names[1])
    for section in re.split(r"^#{2,3} .*", page(language), flags=re.MULTILINE)[2:]:
        assert len(section.split()) > 15 or section.strip() == ""
    assert {block[1] for block in BLOCK.finditer(page(language))} == set(BLOCKS)


@pytest.mark.parametrize("language", PAGES)
def test_every_number_fact_table_and_submodel_stands_on_the_page(language):
    text = page(language)
    weights = {
        key for name in BOOKS for key in p2.Scenario(name, name).declared if key.startswith(WEIGHTS)
    }
    for name in (*declared(), *weights, *facts(), *FILL_RULES):
        assert f"`{name}`" in text
    for name in SCHEMA:
        assert f"`{name}.csv`" in text
    for group in documented():
        assert all(f"| `{name}` |" in text for name in group)


@pytest.mark.parametrize("language", PAGES)
def test_the_initial_districts_are_as_large_as_it_says(language):
    start = page(language).split("\n## 5. ")[1].split("\n## 6. ")[0]
    for name in ("wanasari", "sumedang"):
        world = p2.World.load(name)
        counts = [world.size("village"), world.size("kecamatan"), world.size("dapil")]
        counts += [int(world.council["seats"].sum()), len(world.skpd["name"])]
        said = re.findall(r"\d+", start.split(name.title())[1].split(";")[0])
        assert [int(number) for number in said] == counts


def test_every_submodel_has_an_equation_that_names_what_it_asks_for():
    lacking = {}
    for group in submodels().values():
        for name, function in group.items():
            text = equation(function)
            assert text and "\n" not in text, name
            if EQUATION.search(function.__doc__ or ""):
                words = set(
                    re.findall(r"\w+", text)
                )  # x_v_idr stands for all of x_4_idr .. x_12_idr
                stems = {re.sub(r"_[vy](?=_|$)", "_*", word) for word in words}
                lacking[name] = {
                    key
                    for key in parameters(function) - words
                    if not any("*" in stem and fnmatch(key, stem) for stem in stems)
                }
    assert not {name: keys for name, keys in lacking.items() if keys}


def test_every_declared_value_is_asked_for_somewhere():
    """By a submodel, a rule book, a clause or training; one stands for a fact that is only put in."""
    asked = {key for group in submodels().values() for f in group.values() for key in parameters(f)}
    for forum in (forum for name in regimes() for forum in load_rules(name).forum):
        asked |= {str(criterion.weight) for criterion in forum.criteria}
        asked |= {str(forum.noise.weight)} if forum.noise else set()
        asked |= {pot.fill for pot in forum.pots}
        asked |= {str(forum.balance.weight)} if forum.balance else set()
    for lever in declared().values():
        asked |= {lever.budget} | ({lever.key} if lever.locks else set())
    assert set(declared()) - asked - set(TRAINS) == {"absorption_midyear"}
