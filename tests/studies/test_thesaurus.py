"""Words of the trade meet, names of hamlets do not; and on pairs nobody tuned with the desk beats both other ways."""

from __future__ import annotations

from collections import Counter

import pytest

from p2spp_sim.alignment.thesaurus import ADDRESS, NEAR, QUANTITY, meant
from tests.studies.matching import desk, figures, pairs, tf_idf, token_set


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("RTLH", {"rumah tidak layak huni": 1.0}),
        ("SD Negeri 02", {"sdn": 1.0, "2": 1.0}),
        ("SDN IV", {"sdn": 1.0, "4": 1.0}),
        ("Dusun Jati", {"dusun": 1.0, "jati": 1.0}),
        ("RT 03/01", {"rt 3": ADDRESS, "rw 1": ADDRESS}),
        ("12 unit", {"12": QUANTITY, "unit": QUANTITY}),
        ("sumur bor", {"sumur bor": 1.0, "air bersih": NEAR}),
    ],
)
def test_a_text_gives_its_terms(text: str, words: dict[str, float]) -> None:
    assert words.items() <= meant(text).items()


def test_the_desk_finds_more_of_the_blind_pairs_than_either_other_way() -> None:
    made, few = pairs()
    count = Counter(pair.half for pair in made)
    assert count["held"] + count["blind"] >= 150
    shares = {way: figures(way, few, "blind")[:2] for way in (desk, token_set, tf_idf)}
    first, in_three = shares.pop(desk)
    assert all(first > other and in_three > three for other, three in shares.values())
