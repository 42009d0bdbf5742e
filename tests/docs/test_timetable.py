"""The plans of a class in the trainer's guide are what the command gives."""

import pytest

from tests.docs.timetable import PAGES, renewed


@pytest.mark.parametrize("language", PAGES)
def test_the_guide_holds_the_plans_as_they_are_computed(language: str) -> None:
    page = PAGES[language].read_text(encoding="utf-8")
    same = renewed(page, language) == page
    assert same, "the plans are out of date: python -m tests.docs.timetable renews them"
