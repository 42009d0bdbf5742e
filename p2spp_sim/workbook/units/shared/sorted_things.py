"""What exercises ask to be sorted, where the answer follows from rules and ways of working: `datasets/pilahan.toml`."""

from collections.abc import Callable
from functools import cache
from typing import Literal

import msgspec

from p2spp_sim.base.files import read_data
from p2spp_sim.workbook.case.desk import Desk


class SortedThing(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One thing to be sorted: the key of its place, and why it belongs there."""

    under: str
    source: str
    firmness: Literal["moderate", "assumed"]


@cache
def sorted_things() -> dict[str, dict[str, SortedThing]]:
    """Read all that is to be sorted, by exercise."""
    return read_data(dict[str, dict[str, SortedThing]], "datasets", "pilahan.toml")


def places_of(name: str) -> Callable[[Desk], dict[str, str]]:
    """Give the answer function of an exercise: the place of each thing."""

    def answer(desk: Desk) -> dict[str, str]:
        return {key: thing.under for key, thing in sorted_things()[name].items()}

    answer.__name__ = name
    return answer
