"""The time whose rules the screen speaks of: the programme's own, or today's; and the words that change with it."""

import os
from functools import cache

import msgspec

from p2spp_sim.base.files import read_data
from p2spp_sim.base.language import pick, set_words

THEN = "2010"
_current = ""


class Era(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A time of rules.

    Parameters
    ----------
    label : what it is called, by language.
    book : rule book of the kabupaten, by which boards and answers are computed.
    words : what replaces a word of the programme's time in every text that is not written anew.
    """

    label: dict[str, str]
    book: str
    words: dict[str, str] = {}


class Eras(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """All of `datasets/masa.toml`."""

    era: dict[str, Era]


@cache
def eras() -> dict[str, Era]:
    """Read the eras, the programme's own first."""
    return read_data(Eras, "datasets", "masa.toml").era


def fixed_era() -> str:
    """Give the era that was fixed for all with `P2SPP_MASA`, empty where everybody chooses."""
    given = os.environ.get("P2SPP_MASA", "")
    return given if given in eras() else ""


def era() -> str:
    """Tell the era of the screen: as set, else the one fixed for all, else the programme's."""
    return _current or fixed_era() or THEN


def set_era(name: str) -> None:
    """Choose the era of the screen, and its words.

    Raises
    ------
    ValueError : there is no such era.
    """
    global _current
    if name not in eras():
        raise ValueError(f"era {name!r} is not one of {tuple(eras())}")
    _current = name
    set_words(eras()[name].words)


def era_name() -> str:
    """Give what the era of the screen is called, in its language."""
    return pick(eras()[era()].label)
