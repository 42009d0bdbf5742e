"""The recordings that the docs show are there, the same in both languages, and small."""

import re

import pytest

from tests.docs.pictures import FOLDER
from tests.docs.recordings import LANGUAGES, TITLES, pictures

MOST = 1_500_000  # bytes of all pictures


@pytest.mark.parametrize(("code", "ending"), [("id", ".id.md"), ("en", ".md")])
def test_a_page_shows_its_own_pictures_in_order_with_clicks_and_seconds(
    code: str, ending: str
) -> None:
    text = (FOLDER / f"rekaman{ending}").read_text(encoding="utf-8")
    shown = re.findall(r"\]\((\w+\.png)\)", text)
    assert shown == [path.name for path in pictures() if f"_{code}_" in path.name]
    words = {"id": "klik, ", "en": "seconds: "}[code]
    assert text.count(f" {words}") == len(shown)
    assert all(f"## {title[code]}\n" in text for title in TITLES.values())


def test_pictures_are_there_and_small() -> None:
    kept = {path.name: path.stat().st_size for path in pictures()}
    assert kept.keys() == {path.name for path in FOLDER.glob("rekaman_*")}
    assert sum(kept.values()) < MOST and len(kept) % len(LANGUAGES) == 0
