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
_PLACE = Column("village", "text", heading="kode desa", default="", of="villages.code")
_PARTNER = Column(
    "matches", "text", heading="pasangan", default="", of="proposals.id", also=("partner",)
)

SCHEMA: dict[str, tuple[Column, ...]] = {
    "budget": (
        Column("code", "text", heading="kode kabupaten", unit="kode Kemendagri", unique=True),
        Column("name", "text", heading="nama kabupaten"),
        Column("personnel_idr", "idr", heading="belanja pegawai", unit="rupiah"),
        Column("goods_idr", "idr", heading="belanja barang dan jasa", unit="rupiah"),
        Column("capital_idr", "idr", heading="belanja modal", unit="rupiah"),
        Column("other_idr", "idr", heading="belanja lain", unit="rupiah"),
        Column("add_idr", "idr", heading="Alokasi Dana Desa", unit="rupiah"),
        Column("capacity", "share", heading="kapasitas Bappeda", unit="0..1", default=0.5),
    ),
    "council": (
        Column("dapil", "text", heading="dapil", unique=True),
        Column("kabupaten", "text", heading="kode kabupaten", of="budget.code"),
        Column("seats", "whole", heading="kursi", unit="kursi", low=1, high=120),
        Column("capacity", "share", heading="kapasitas anggota DPRD", unit="0..1", default=0.3),
    ),
    "skpd": (
        Column("code", "text", heading="kode SKPD", unique=True),
        Column("name", "text", heading="nama SKPD"),
        Column("ceiling_share", "share", heading="bagian pagu", unit="0..1"),
        Column("capacity", "share", heading="kapasitas SKPD", unit="0..1", default=0.5),
    ),
    "kecamatan": (
        Column("code", "text", heading="kode kecamatan", unit="kode Kemendagri", unique=True),
        Column("name", "text", heading="nama kecamatan"),
        Column("dapil", "text", heading="dapil", of="council.dapil"),
        Column(
            "disadvantaged",
            "whole",
            heading="desa tertinggal",
            unit="desa tertinggal",
            low=0,
            default=0,
        ),
        Column("cap_bkad", "share", heading="kapasitas BKAD", unit="0..1", default=0.45),
        Column("cap_upk", "share", heading="kapasitas UPK", unit="0..1", default=0.65),
        Column("cap_setrawan", "share", heading="kapasitas setrawan", unit="0..1", default=0.35),
    ),
    "villages": (
        Column("code", "text", heading="kode desa", unit="kode Kemendagri", unique=True),
        Column("name", "text", heading="nama desa"),
        Column("kecamatan", "text", heading="kode kecamatan", of="kecamatan.code"),
        Column("population", "whole", heading="penduduk", unit="jiwa", low=1, high=MOST_PEOPLE),
        Column("households", "whole", heading="KK", unit="KK", low=1, high=MOST_PEOPLE),
        Column("poor_share", "share", heading="bagian KK miskin", unit="0..1 dari KK"),
        Column("remoteness", "share", heading="keterpencilan", unit="0 dekat .. 1 terpencil"),
        Column("hamlets", "whole", heading="dusun", unit="dusun", low=1, default=4),
        Column("rpjm", "flag", heading="RPJM Desa layak", unit="RPJM Desa layak", default=True),
        Column("cap_kades", "share", heading="kapasitas kepala desa", unit="0..1", default=0.5),
        Column("cap_kpmd", "share", heading="kapasitas KPMD", unit="0..1", default=0.35),
        Column("cap_bpd", "share", heading="kapasitas anggota BPD", unit="0..1", default=0.3),
        Column("cap_lpmd", "share", heading="kapasitas pengurus LPMD", unit="0..1", default=0.4),
        Column("org_bpd", "share", heading="tata kelembagaan BPD", unit="0..1", default=0.3),
        Column("org_lpmd", "share", heading="tata kelembagaan LPMD", unit="0..1", default=0.35),
        Column("trust", "share", heading="kepercayaan warga", unit="0..1", default=0.35),
    ),
    "proposals": (
        Column("id", "text", heading="nomor", unique=True),
        Column("village", "text", heading="kode desa", of="villages.code"),
        Column("what", "text", heading="usulan"),
        Column("skpd", "text", heading="kode SKPD", of="skpd.code"),
        Column("cost_idr", "idr", heading="biaya", unit="rupiah"),
        Column(
            "households",
            "whole",
            heading="KK penerima manfaat",
            also=("kk penerima",),
            unit="KK",
            low=0,
            high=MOST_PEOPLE,
        ),
        Column("poor_households", "whole", heading="KK miskin", unit="KK", low=0, high=MOST_PEOPLE),
        Column("women", "flag", heading="usulan perempuan", default=False),
        Column("urgency", "whole", heading="urgensi", unit="1..5", low=1, high=5),
        Column("selfhelp_idr", "idr", heading="swadaya", unit="rupiah", default=0),
        Column("in_rpjm", "flag", heading="tercantum dalam RPJM Desa", default=True),
        Column("authority", "text", heading="kewenangan", also=("wewenang",), choices=AUTHORITIES),
        Column("papers", "flag", heading="berkas lengkap", default=True),
        Column("land", "flag", heading="lahan jelas", default=True),
        Column(
            "origin", "text", heading="asal usulan", default="musrenbang", choices=tuple(CHANNEL_OF)
        ),
        _PARTNER,
    ),
    "renja": (
        Column("id", "text", heading="nomor", unique=True),
        Column("skpd", "text", heading="kode SKPD", of="skpd.code"),
        Column("what", "text", heading="kegiatan"),
        Column("cost_idr", "idr", heading="biaya", unit="rupiah"),
        _PLACE,
        _PARTNER,
    ),
    "reses": (
        Column("id", "text", heading="nomor", unique=True),
        Column("dapil", "text", heading="dapil", of="council.dapil"),
        Column("what", "text", heading="catatan reses"),
        _PARTNER,
        _PLACE,
        Column("skpd", "text", heading="kode SKPD", default="", of="skpd.code"),
        Column("cost_idr", "idr", heading="biaya", unit="rupiah", default=0),
    ),
    "record": (
        Column("forum", "text", heading="forum"),
        Column("id", "text", heading="nomor"),  # of proposals, renja or reses; see `row_names`
        Column("approved_idr", "idr", heading="rupiah disetujui", unit="rupiah"),
        Column("reason", "text", heading="alasan", default=""),
    ),
}
REGIONS = (  # what `[regions]` of a dataset.toml says of a kabupaten of the national list
    Column("kabupaten", "text", heading="kode kabupaten", unit="kode Kemendagri"),
    Column("name", "text", heading="nama kabupaten"),
    Column("population", "whole", heading="penduduk", unit="jiwa", low=1, default=0),
    Column("seed", "whole", heading="benih", low=0),
    Column("apbd_idr", "idr", heading="APBD", unit="rupiah", default=0),
    Column("dapil", "whole", heading="banyak dapil", low=1, high=60, default=0),
    Column("seats", "whole", heading="kursi DPRD", unit="kursi", low=1, high=120, default=0),
    Column("year", "whole", heading="tahun anggaran", unit="tahun", low=2000, high=2100, default=0),
    Column("poor_percent", "real", heading="KK miskin", unit="%", low=0.1, high=90, default=0.0),
    Column(
        "personnel_percent",
        "real",
        heading="belanja pegawai",
        unit="%",
        low=1,
        high=90,
        default=0.0,
    ),
    Column(
        "goods_percent",
        "real",
        heading="belanja barang dan jasa",
        unit="%",
        low=1,
        high=90,
        default=0.0,
    ),
    Column(
        "capital_percent", "real", heading="belanja modal", unit="%", low=1, high=90, default=0.0
    ),
    Column(
        "add_percent", "real", heading="Alokasi Dana Desa", unit="%", low=0.1, high=50, default=0.0
    ),
)
PARTS_OF_APBD = ("personnel_percent", "goods_percent", "capital_percent")  # at most all of it
TABLE_NAMES = {  # what a file of each table may be called besides
    "budget": "apbd",
    "council": "dprd",
    "skpd": "skpd",
    "kecamatan": "kecamatan",
    "villages": "desa",
    "proposals": "usulan",
    "renja": "renja",
    "reses": "reses",
    "record": "putusan",
}
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
