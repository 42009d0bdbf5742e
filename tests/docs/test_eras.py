"""The page that compares the eras is made from what the units say, and every unit says something there."""

import pytest

from p2spp_sim.base.era import THEN, eras
from p2spp_sim.workbook.exercises.bank import banks
from p2spp_sim.workbook.exercises.variant import variant
from tests.docs.eras import PAGES, TODAY, WORDS, page


@pytest.mark.parametrize("language", PAGES)
def test_the_page_is_what_the_command_gives(language: str) -> None:
    same = PAGES[language].read_text("utf-8") == page(language)
    assert same, "the page is out of date: python -m tests.docs.eras renews it"


def test_every_unit_says_what_differs_or_that_it_has_no_text() -> None:
    made = {bank.unit.code: bank.era for bank in banks(TODAY)}
    assert {code for code, era in made.items() if era == THEN} == {"00", "08", "10", "12"}
    assert page("id").count(WORDS["id"]["lacking"]) == 4
    for code in made:
        changed = variant(code, TODAY)
        assert changed is None or (
            changed.differs and changed.cells and any(row.law for row in changed.differs)
        )


def test_the_eras_are_the_programme_s_own_and_one_of_today() -> None:
    assert list(eras()) == [THEN, TODAY]
