"""The columns of people's own lists: what each list must have, what offices have besides, and how both are headed."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Literal

from p2spp_sim.alignment.scores import NO_PAIR
from p2spp_sim.tables.columns import Column
from p2spp_sim.tables.list_words import status

ListKind = Literal["reses", "renja"]
OWN_SHEETS = (
    "petunjuk",
    "nota",
    "desa",
    "riwayat",
    "tahun lalu",
)  # of our own workbooks, besides the lists
KINDS: tuple[ListKind, ...] = ("reses", "renja")
NO_PARTNER = NO_PAIR  # decided: nothing on the list of proposals is the same
PairDecisions = Mapping[
    str, Mapping[str, str]
]  # by kind and number: a proposal, NO_PARTNER, or absent while open
_NUMBER = Column(
    "id",
    "text",
    unique=True,
    heading="nomor",
    also=("no", "no.", "no urut", "no. urut", "nomor urut", "nomor usulan"),
    instead=("kode", "kode rekening", "id usulan", "kode usulan"),
)
_VILLAGE = Column(
    "village",
    "text",
    default="",
    heading="desa",
    also=(
        "desa/kelurahan",
        "desa / kelurahan",
        "desa/kel",
        "desa/kel.",
        "kelurahan/desa",
        "nama desa",
        "nama desa/kelurahan",
        "desa pengusul",
        "asal desa",
        "desa atau kelurahan",
        "kelurahan",
    ),
)
_AGENCY = Column(
    "skpd", "text", default="", heading="SKPD", also=("OPD", "perangkat daerah", "dinas")
)
_COST = Column(
    "cost_idr",
    "idr",
    unit="rupiah",
    default=0,
    heading="biaya",
    also=(
        "pagu indikatif",
        "pagu",
        "pagu anggaran",
        "anggaran",
        "perkiraan biaya",
        "estimasi biaya",
        "rencana biaya",
        "jumlah biaya",
        "total biaya",
        "harga total",
        "jumlah harga",
        "nilai usulan",
    ),
)
_PARTNER = Column("partner", "text", default="", heading="pasangan")
_STATUS = (
    "status",
    "status usulan",
    "status kelayakan",
    "status verifikasi",
    "kelayakan",
    "layak/tidak",
    "layak/tidak layak",
    "hasil",
    "hasil verifikasi",
    "hasil pembahasan",
    "keputusan",
    "rekomendasi",
)
_WORKS = (
    "uraian",
    "kegiatan",
    "pekerjaan",
    "uraian usulan",
    "uraian kegiatan",
    "uraian pekerjaan",
    "usulan kegiatan",
    "nama usulan",
    "nama kegiatan",
    "nama pekerjaan",
    "nama paket",
    "jenis kegiatan",
)
_PROGRAMS = ("program/kegiatan", "program dan kegiatan", "program/kegiatan/sub kegiatan")
ALIGNMENT_TABLES: dict[str, tuple[Column, ...]] = {
    "usulan": (
        _NUMBER,
        Column("what", "text", heading="usulan", also=_WORKS),
        _VILLAGE,
        _AGENCY,
        _COST,
        Column("eligible", "flag", default=True, heading="layak", also=_STATUS, words=status),
    ),
    "reses": (
        _NUMBER,
        Column(
            "what",
            "text",
            heading="catatan reses",
            also=("aspirasi", "catatan", "usulan", "uraian"),
        ),
        _VILLAGE,
        _PARTNER,
    ),
    "renja": (
        _NUMBER,
        Column(
            "what",
            "text",
            heading="kegiatan",
            also=(*_WORKS, *_PROGRAMS, "sub kegiatan", "nama sub kegiatan"),
        ),
        _VILLAGE,
        _AGENCY,
        _COST,
        _PARTNER,
    ),
}


# what offices have besides; kept where it is, never asked for
def _extra(name: str, heading: str, *also: str) -> Column:
    return Column(name, "text", default="", heading=heading, also=also, extra=True)


EXTRAS: tuple[Column, ...] = (
    _extra("kecamatan", "kecamatan", "nama kecamatan", "kec.", "kec", "kecamatan pengusul"),
    _extra("problem", "masalah", "permasalahan", "uraian masalah", "latar belakang"),
    _extra("volume", "volume", "vol", "vol.", "volume usulan", "jumlah/volume", "besaran"),
    _extra("measure", "satuan", "sat", "sat.", "satuan usulan"),
    _extra("code", "kode", "kode rekening", "kode kegiatan", "kode sub kegiatan", "kode usulan"),
    _extra("note", "keterangan", "ket", "ket.", "catatan", "alasan", "catatan verifikasi"),
    _extra("origin", "asal baris"),
    _extra("given", "nomor asli"),
)


def _read(kind: str, columns: tuple[Column, ...]) -> tuple[Column, ...]:
    """Give the columns of a list with what offices have besides, and its status as it is spelled."""
    return (
        *columns,
        *(extra for extra in EXTRAS if kind != "reses" or extra.name != "note"),
        *(
            replace(column, name="status", kind="text", default="", words=None, beside=column.name)
            for column in columns
            if column.words
        ),
    )


READ_TABLES: dict[str, tuple[Column, ...]] = {
    kind: _read(kind, columns) for kind, columns in ALIGNMENT_TABLES.items()
}
DOCUMENT = "dokumen"  # any list behind the Renja: its columns, and a status
LIST_COLUMNS = READ_TABLES | {
    DOCUMENT: _read(DOCUMENT, (*ALIGNMENT_TABLES["renja"], ALIGNMENT_TABLES["usulan"][-1]))
}
