"""A district's own lists as a world, so that they can live through a year; what is not written in them is invented."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from difflib import get_close_matches
from typing import Any

import numpy as np

from p2spp_sim.alignment.list_columns import PairDecisions
from p2spp_sim.alignment.lists import ListLine, Lists
from p2spp_sim.alignment.reasons import folded
from p2spp_sim.base.draws import Draws
from p2spp_sim.base.errors import P2sppError
from p2spp_sim.base.language import pick, tr
from p2spp_sim.scenario.scenario import Scenario
from p2spp_sim.tables.table import ColumnArrays
from p2spp_sim.world.world import World
from p2spp_sim.year import run_year

_FEWEST, _MOST = 20, 0.5  # households a work serves: at least so many, at most this share (assumed)
_URGENCIES = 5
_NEAR, _SHOWN = 3, 10  # names that are offered; villages that are told
DRAWN = "D"  # begins the numbers of proposals that are on no list


def listed_world(
    lists: Lists, decided: PairDecisions, seed: int, district: World | None = None
) -> World:
    """Put lists into a kabupaten: its villages propose, agencies and council bring what their own lists hold.

    Numbers, words, villages, agencies, costs and pairs are those of the lists; households and urgency are invented, and
    what no list says of a proposal (RPJM Desa, papers, land) is in order.

    Parameters
    ----------
    decided : the pairs as they stand.
    seed : of the inventing, and of the proposals of kecamatan that are on no list.
    district : a kabupaten that has the villages of the lists; None invents one around them.

    Raises
    ------
    P2sppError : no eligible proposal has a cost, or villages that the kabupaten does not have, with the nearest.
    """
    lines = {key: line for key, line in lists.proposals.items() if line.eligible and line.cost_idr}
    if not lines:
        raise P2sppError(tr("Belum ada usulan layak dengan biaya dalam daftar ini."))
    if district:
        world, code_of = district, _codes(district, lines)
    else:
        world, code_of = _around(lines, seed)
    villages = world.villages
    row_of = {code: row for row, code in enumerate(villages["code"].tolist())}
    agencies = _agencies(world)
    first = str(world.skpd["code"][0])
    at = np.array([row_of[code_of[_place(line)]] for line in lines.values()])
    own = {
        "id": _texts(lines),
        "village": villages["code"][at],
        "what": _texts(line.what for line in lines.values()),
        "skpd": _texts(agencies.get(line.skpd.casefold(), first) for line in lines.values()),
        "cost_idr": np.array([line.cost_idr for line in lines.values()], np.int64),
        **_invented(at, villages, seed),
    }
    tables = {**world.tables, "proposals": own}
    if district:
        tables["proposals"] = _with_others(district, own, seed)
    partners = {
        kind: {line: partner for line, partner in pairs.items() if partner in lines}
        for kind, pairs in decided.items()
    }
    for kind, others in lists.others.items():
        rows = {key: row for key, row in others.items() if kind == "reses" or row.cost_idr}
        places = [code_of.get(_place(row), "") for row in rows.values()]
        table = {
            "id": _texts(rows),
            "what": _texts(row.what for row in rows.values()),
            "village": _texts(places),
            "matches": _texts(partners.get(kind, {}).get(key, "") for key in rows),
            "skpd": _texts(agencies.get(row.skpd.casefold(), "") for row in rows.values()),
            "cost_idr": np.array([row.cost_idr for row in rows.values()], np.int64),
        }
        if kind == "renja":
            table["skpd"] = _texts(code or first for code in table["skpd"])
        else:
            home = int(at[0])  # whoever notes no village is of the dapil of the first
            dapil = world.council["dapil"][world.dapil_of[world.kecamatan_of]]
            table["dapil"] = _texts(str(dapil[row_of.get(place, home)]) for place in places)
        tables[kind] = table
    title = {"id": "Daftar Anda di kabupaten rekaan", "en": "Your lists in an invented kabupaten"}
    if district:
        title = {
            "id": f"Daftar Anda di {district.title['id']}",
            "en": f"Your lists in {pick(district.title)}",
        }
    return replace(world, name="daftar", title=title, tables=tables, complete=not district)


def _place(line: ListLine) -> tuple[str, str]:
    """Give village and kecamatan of a line in small letters."""
    return folded(line.village), folded(line.kecamatan)


def _around(lines: Mapping[str, ListLine], seed: int) -> tuple[World, dict[tuple[str, str], str]]:
    """Invent a kabupaten with the villages of some lines; give it and the codes of their places."""
    names = {_place(line): line.village for line in lines.values()}
    invented = World.synthetic(len(names), seed, kabupaten_size=len(names) + 1)
    called = _texts(name or tr("desa tidak disebut") for name in names.values())
    villages = {**invented.villages, "name": called}
    world = replace(invented, tables={**invented.tables, "villages": villages})
    return world, dict(zip(names, villages["code"].tolist(), strict=True))


def _codes(world: World, lines: Mapping[str, ListLine]) -> dict[tuple[str, str], str]:
    """Find the village of every line in a kabupaten, by its name, and by its kecamatan where two are called so.

    Raises
    ------
    P2sppError : villages that it does not have, or has twice, with the nearest; nothing is placed.
    """
    kecamatan = world.kecamatan["name"][world.kecamatan_of].tolist()
    known: dict[str, list[tuple[str, str]]] = {}
    table = zip(world.villages["name"], world.villages["code"], kecamatan, strict=True)
    for name, code, lies_in in table:
        known.setdefault(folded(str(name)), []).append((str(code), folded(str(lies_in))))
    codes: dict[tuple[str, str], str] = {}
    faults = []
    for key, line in lines.items():
        name, lies_in = _place(line)
        here = [code for code, its in known.get(name, ()) if its == lies_in or not lies_in]
        if len(here) == 1:
            codes[name, lies_in] = here[0]
        elif (name, lies_in) not in codes:
            near = ", ".join(get_close_matches(name, known, _NEAR)) or "–"
            text = tr(
                "nomor {nomor}: desa “{desa}” tidak ada di {kabupaten}; yang terdekat: {dekat}"
            )
            if here:
                text = tr(
                    "nomor {nomor}: ada {n} desa bernama “{desa}” di {kabupaten}; isi kecamatannya"
                )
            about = {"nomor": key, "desa": line.village, "n": len(here), "dekat": near.title()}
            faults.append(text.format(kabupaten=pick(world.title), **about))
            codes[name, lies_in] = ""
    if faults:
        more = [tr("… dan {n} desa lagi.").format(n=len(faults) - _SHOWN)]
        shown = faults[:_SHOWN] + (more if len(faults) > _SHOWN else [])
        raise P2sppError("\n".join([tr("Daftar ini belum dapat masuk ke kabupaten itu:"), *shown]))
    return codes


def _with_others(world: World, own: ColumnArrays, seed: int) -> ColumnArrays:
    """Put beside own proposals those drawn for kecamatan that are on no list: they ask for the same money."""
    lies_in = dict(zip(world.villages["code"].tolist(), world.kecamatan_of.tolist(), strict=True))
    listed = {lies_in[code] for code in own["village"].tolist()}
    frame = run_year(world, Scenario.load("2010"), seed=seed).frame()
    elsewhere = ~frame["village_code"].map(lies_in).isin(listed)
    frame = frame[frame["origin"].isin(["hamlet", "women"]) & elsewhere]
    drawn: dict[str, Any] = {
        "id": [f"{DRAWN}{number}" for number in frame["id"]],
        "village": frame["village_code"],
        "women": frame["origin"] == "women",
        "land": np.ones(len(frame), np.bool_),
        "matches": [""] * len(frame),
        "origin": ["musrenbang"] * len(frame),
    }
    columns = {name: drawn.get(name, frame.get(name)) for name in own}
    return {name: np.concatenate([own[name], np.asarray(columns[name])]) for name in own}


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
