"""What a unit says otherwise in another era: cells, questions, and what differs; `exercises/kini/NN.toml`."""

from functools import lru_cache
from typing import Any

import msgspec

from p2spp_sim.base.era import THEN, era, eras
from p2spp_sim.base.files import data_path, read_data


class Difference(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One thing that is otherwise than in the programme's time.

    Parameters
    ----------
    topic, then, now : what it is about, how it was and how it is.
    law : where it stands today; empty where it is only computed.
    """

    topic: str
    then: str
    now: str
    law: str = ""


class Variant(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """All of one file.

    Parameters
    ----------
    differs : what differs, for the head of the unit and the page that compares the eras.
    cells : text cells of the notebook by their name, written anew.
    unit, question : what the bank says otherwise: fields of its card, and of questions by their number.
    """

    differs: tuple[Difference, ...]
    cells: dict[str, str]
    unit: dict[str, Any] = {}
    question: dict[str, dict[str, Any]] = {}


@lru_cache(maxsize=32)
def variant(code: str, name: str) -> Variant | None:
    """Read what a unit says otherwise in an era; None where it says the same.

    Parameters
    ----------
    code : two digits, such as "03".
    name : of the era.
    """
    if not data_path("exercises", name, f"{code}.toml").exists():
        return None
    return read_data(Variant, "exercises", name, f"{code}.toml")


def unit_key(code: str, name: str = "") -> str:
    """Give the key under which a unit is kept in an era: `03`, or `03kini` where it says otherwise than in 2010.

    Parameters
    ----------
    name : of the era; the screen's when empty.
    """
    name = name or era()
    return code if name == THEN or variant(code, name) is None else f"{code}{name}"


def split_key(key: str) -> tuple[str, str]:
    """Give the unit's code and the era that a key stands for."""
    code, name = key[:2], key[2:]
    return (code, name) if name in eras() else (key, THEN)
