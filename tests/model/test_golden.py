"""Counts and rupiah stay what they were, unless a person renews them (see golden.py)."""

import json

from tests.model.golden import FILE, measured


def test_counts_and_rupiah_are_what_they_were():
    assert measured() == json.loads(FILE.read_text())
