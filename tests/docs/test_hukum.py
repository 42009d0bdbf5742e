"""Every regulation that is named stands in the list that a lawyer signs, under the unit that names it."""

import pytest

from p2spp_sim.base.files import data_path
from tests.docs.hukum import PAGES, ROOT, laws, named, page, unit_text

UNITS = sorted(path.stem for path in data_path("exercises").glob("[0-9][0-9].toml"))
OTHERS = [
    *data_path("datasets").glob("*.toml"),
    *data_path("datasets").glob("rules/*.toml"),
    *data_path("datasets").glob("*/README.md"),
    data_path("datasets", "glossary.csv"),
    *(path for path in ROOT.glob("docs/*.md") if path not in PAGES.values()),
]
LISTED = {law.name for law in laws()}


@pytest.mark.parametrize("unit", UNITS)
def test_every_law_of_a_unit_stands_in_the_list_under_that_unit(unit: str) -> None:
    here = {law.name for law in laws() if any(unit in said.units for said in law.says)}
    assert named(unit_text(unit)) - here == set()
    assert here - named(unit_text(unit)) == set(), "listed under a unit that does not name it"


def test_every_law_of_data_and_guides_stands_in_the_list() -> None:
    other = [path for path in OTHERS if path.name != "hukum.toml"]
    lost = {
        path.name: found for path in other if (found := named(path.read_text("utf-8")) - LISTED)
    }
    assert lost == {}


def test_a_law_that_is_not_listed_is_found() -> None:
    assert named("menurut UU 99/1999 dan PP 1/2001") - LISTED == {"UU 99/1999", "PP 1/2001"}
    assert named("Permendagri 70/2019 dan 90/2019") == {
        "Permendagri 70/2019",
        "Permendagri 90/2019",
    }


def test_what_was_read_says_where_and_what_was_not_says_so() -> None:
    every = [said for law in laws() for said in law.says]
    assert all(bool(said.where) == (said.checked != "notes") for said in every)
    assert all(set(said.text) == {"id", "en"} and set(said.units) <= set(UNITS) for said in every)
    assert page("id").count("**belum diperiksa**") >= sum(s.checked == "notes" for s in every)


@pytest.mark.parametrize("language", PAGES)
def test_the_page_is_what_the_command_gives(language: str) -> None:
    same = PAGES[language].read_text("utf-8") == page(language)
    assert same, "the list is out of date: python -m tests.docs.hukum renews it"
