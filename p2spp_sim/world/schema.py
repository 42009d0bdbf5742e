"""The columns of every table of a world: the data dictionary that readers, docs and invented worlds share."""

import re
from collections.abc import Iterable
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

from p2spp_sim.base.language import Labels
from p2spp_sim.tables.columns import Column

SLOTS = 64  # ids per village: a need is village * SLOTS + slot, the same in every scenario
MOST_PEOPLE = 1_000_000  # more in one village or for one proposal is rupiah in the wrong column
AUTHORITY_LABELS = Labels(desa="desa", kabupaten="kabupaten", provinsi="provinsi")
AUTHORITIES = tuple(AUTHORITY_LABELS)
CHANNEL_OF = {  # the channel that a recorded proposal comes by, under every name its origin goes by
    "musrenbang": "musrenbang",
    "hamlet": "musrenbang",
    "women": "musrenbang",
    "skpd": "skpd",
    "renja": "skpd",
    "reses": "reses",
    "pokir": "reses",
}
_PLACE = Column("village", "text", default="", of="villages.code")
_PARTNER = Column("matches", "text", default="", of="proposals.id", also=("partner", "pasangan"))

SCHEMA: dict[str, tuple[Column, ...]] = {
    "budget": (
        Column("code", "text", unit="kode Kemendagri", unique=True),
        Column("name", "text"),
        Column("personnel_idr", "idr", unit="rupiah"),
        Column("goods_idr", "idr", unit="rupiah"),
        Column("capital_idr", "idr", unit="rupiah"),
        Column("other_idr", "idr", unit="rupiah"),
        Column("add_idr", "idr", unit="rupiah"),
        Column("capacity", "share", unit="0..1", default=0.5),
    ),
    "council": (
        Column("dapil", "text", unique=True),
        Column("kabupaten", "text", of="budget.code"),
        Column("seats", "whole", unit="kursi", low=1, high=120),
        Column("capacity", "share", unit="0..1", default=0.3),
    ),
    "skpd": (
        Column("code", "text", unique=True),
        Column("name", "text"),
        Column("ceiling_share", "share", unit="0..1"),
        Column("capacity", "share", unit="0..1", default=0.5),
    ),
    "kecamatan": (
        Column("code", "text", unit="kode Kemendagri", unique=True),
        Column("name", "text"),
        Column("dapil", "text", of="council.dapil"),
        Column("disadvantaged", "whole", unit="desa tertinggal", low=0, default=0),
        Column("cap_bkad", "share", unit="0..1", default=0.45),
        Column("cap_upk", "share", unit="0..1", default=0.65),
        Column("cap_setrawan", "share", unit="0..1", default=0.35),
    ),
    "villages": (
        Column("code", "text", unit="kode Kemendagri", unique=True),
        Column("name", "text"),
        Column("kecamatan", "text", of="kecamatan.code"),
        Column("population", "whole", unit="jiwa", low=1, high=MOST_PEOPLE),
        Column("households", "whole", unit="KK", low=1, high=MOST_PEOPLE),
        Column("poor_share", "share", unit="0..1 dari KK"),
        Column("remoteness", "share", unit="0 dekat .. 1 terpencil"),
        Column("hamlets", "whole", unit="dusun", low=1, default=4),
        Column("rpjm", "flag", unit="RPJM Desa layak", default=True),
        Column("cap_kades", "share", unit="0..1", default=0.5),
        Column("cap_kpmd", "share", unit="0..1", default=0.35),
        Column("cap_bpd", "share", unit="0..1", default=0.3),
        Column("cap_lpmd", "share", unit="0..1", default=0.4),
        Column("org_bpd", "share", unit="0..1", default=0.3),
        Column("org_lpmd", "share", unit="0..1", default=0.35),
        Column("trust", "share", unit="0..1", default=0.35),
    ),
    "proposals": (
        Column("id", "text", unique=True),
        Column("village", "text", of="villages.code"),
        Column("what", "text"),
        Column("skpd", "text", of="skpd.code"),
        Column("cost_idr", "idr", unit="rupiah"),
        Column("households", "whole", unit="KK", low=0, high=MOST_PEOPLE),
        Column("poor_households", "whole", unit="KK", low=0, high=MOST_PEOPLE),
        Column("women", "flag", default=False),
        Column("urgency", "whole", unit="1..5", low=1, high=5),
        Column("selfhelp_idr", "idr", unit="rupiah", default=0),
        Column("in_rpjm", "flag", default=True),
        Column("authority", "text", choices=AUTHORITIES),
        Column("papers", "flag", default=True),
        Column("land", "flag", default=True),
        Column("origin", "text", default="musrenbang", choices=tuple(CHANNEL_OF)),
        _PARTNER,
    ),
    "renja": (
        Column("id", "text", unique=True),
        Column("skpd", "text", of="skpd.code"),
        Column("what", "text"),
        Column("cost_idr", "idr", unit="rupiah"),
        _PLACE,
        _PARTNER,
    ),
    "reses": (
        Column("id", "text", unique=True),
        Column("dapil", "text", of="council.dapil"),
        Column("what", "text"),
        _PARTNER,
        _PLACE,
        Column("skpd", "text", default="", of="skpd.code"),
        Column("cost_idr", "idr", unit="rupiah", default=0),
    ),
    "record": (
        Column("forum", "text"),
        Column("id", "text"),  # of proposals, renja or reses; see `row_names`
        Column("approved_idr", "idr", unit="rupiah"),
        Column("reason", "text", default=""),
    ),
}
REGIONS = (  # what `[regions]` of a dataset.toml says of a kabupaten of the national list
    Column("kabupaten", "text", unit="kode Kemendagri"),
    Column("name", "text"),
    Column("population", "whole", unit="jiwa", low=1),
    Column("seed", "whole", low=0),
    Column("apbd_idr", "idr", unit="rupiah", default=0),
    Column("dapil", "whole", low=1, high=60, default=0),
    Column("seats", "whole", unit="kursi", low=1, high=120, default=45),
)
LISTS = ("proposals", "renja", "reses")  # what a district wrote down of its channels
OPTIONAL = frozenset({*LISTS, "record"})


_KEMENDAGRI = re.compile(r"[0-9]{1,10}|[0-9]{2}(\.[0-9]{2}){0,2}|[0-9]{2}(\.[0-9]{2}){2}\.[0-9]{4}")


def village_number(code: str) -> int:
    """Give the number that all draws of a village are addressed by; it depends on its code alone.

    A code as Kemendagri writes it, with or without points, is its own number; any other is hashed.
    """
    if _KEMENDAGRI.fullmatch(code):
        return int(code.replace(".", ""))
    return int.from_bytes(blake2b(code.encode(), digest_size=5).digest(), "little")


def numbers_of(codes: Iterable[str]) -> NDArray[np.uint64]:
    """Give the `village_number` of every code, (codes,) uint64."""
    return np.array([village_number(code) for code in codes], np.uint64)
