"""A district's own lists as a world, so that they can live through a year: what is not written in them is invented."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

import numpy as np

from p2spp_sim.alignment.lists import Lists, PairDecisions
from p2spp_sim.base.draws import Draws
from p2spp_sim.base.errors import P2sppError
from p2spp_sim.base.language import tr
from p2spp_sim.tables.table import ColumnArrays
from p2spp_sim.world.world import World

_FEWEST, _MOST = 20, 0.5  # households a work serves: at least so many, at most this share (assumed)
_URGENCIES = 5


def listed_world(lists: Lists, decided: PairDecisions, seed: int) -> World:
    """Invent a kabupaten around lists: its villages propose, agencies and council bring what their own lists hold.

    Numbers, words, villages, agencies, costs and pairs are those of the lists; households, urgency and the money of the
    kabupaten are invented, and what no list says of a proposal (RPJM Desa, papers, land) is in order.

    Parameters
    ----------
    decided : the pairs as they stand.
    seed : of the inventing.

    Raises
    ------
    P2sppError : no eligible proposal has a cost.
    """
    lines = {key: line for key, line in lists.proposals.items() if line.eligible and line.cost_idr}
    if not lines:
        raise P2sppError(tr("Belum ada usulan layak dengan biaya dalam daftar ini."))
    names = list(dict.fromkeys(line.village for line in lines.values()))
    invented = World.synthetic(len(names), seed, kabupaten_size=len(names) + 1)
    villages = {
        **invented.villages,
        "name": _texts(name or tr("desa tidak disebut") for name in names),
    }
    code_of = dict(zip(names, villages["code"].tolist(), strict=True))
    agencies = _agencies(invented)
    first = str(invented.skpd["code"][0])
    tables = {**invented.tables, "villages": villages}
    at = np.array([names.index(line.village) for line in lines.values()])
    tables["proposals"] = {
        "id": _texts(lines),
        "village": villages["code"][at],
        "what": _texts(line.what for line in lines.values()),
        "skpd": _texts(agencies.get(line.skpd.casefold(), first) for line in lines.values()),
        "cost_idr": np.array([line.cost_idr for line in lines.values()], np.int64),
        **_invented(at, villages, seed),
    }
    partners = {
        kind: {line: partner for line, partner in pairs.items() if partner in lines}
        for kind, pairs in decided.items()
    }
    for kind, others in lists.others.items():
        rows = {key: row for key, row in others.items() if kind == "reses" or row.cost_idr}
        table = {
            "id": _texts(rows),
            "what": _texts(row.what for row in rows.values()),
            "village": _texts(code_of.get(row.village, "") for row in rows.values()),
            "matches": _texts(partners.get(kind, {}).get(key, "") for key in rows),
            "skpd": _texts(agencies.get(row.skpd.casefold(), "") for row in rows.values()),
            "cost_idr": np.array([row.cost_idr for row in rows.values()], np.int64),
        }
        if kind == "renja":
            table["skpd"] = _texts(code or first for code in table["skpd"])
        else:
            table["dapil"] = _texts([str(invented.council["dapil"][0])] * len(rows))
        tables[kind] = table
    title = {"id": "Daftar Anda di kabupaten rekaan", "en": "Your lists in an invented kabupaten"}
    return replace(invented, name="daftar", title=title, tables=tables, complete=True)


def _invented(at: np.ndarray[Any, Any], villages: ColumnArrays, seed: int) -> ColumnArrays:
    """Invent what a list does not say of its proposals, which lie in the villages of the rows `at`."""
    draws, numbers, count = Draws(seed), np.arange(len(at)).astype(np.uint64), len(at)
    room = np.maximum(0.0, villages["households"][at] * _MOST - _FEWEST)
    households = np.rint(_FEWEST + draws.uniform("listed.households", numbers) * room).astype(int)
    yes = np.ones(count, np.bool_)
    return {
        "households": households,
        "poor_households": np.rint(households * villages["poor_share"][at]).astype(int),
        "women": ~yes,
        "urgency": 1 + (draws.uniform("listed.urgency", numbers) * _URGENCIES).astype(int),
        "selfhelp_idr": np.zeros(count, np.int64),
        "in_rpjm": yes,
        "authority": _texts(["kabupaten"] * count),
        "papers": yes,
        "land": yes,
        "origin": _texts(["musrenbang"] * count),
        "matches": _texts([""] * count),
    }


def _agencies(world: World) -> dict[str, str]:
    """Give the code of each agency by its code and its name in small letters; an office may write either."""
    codes = world.skpd["code"].tolist()
    return {
        str(word).casefold(): code
        for words in (world.skpd["name"].tolist(), codes)
        for word, code in zip(words, codes, strict=True)
    }


def _texts(words: Iterable[str]) -> np.ndarray[Any, Any]:
    return np.array(list(words), object)
