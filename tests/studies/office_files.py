"""Whole files as offices send them, made by hand in the styles they use: what each must give or ask."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from tests.studies.messy import HEAD, JT, ROADS, SUM, Rows

WORKS = [row[:2] + row[4:] for row in ROADS]  # number, work, rupiah
NAMES = [row[1] for row in ROADS]
VILLAGES = [row[2] for row in ROADS]


class OfficeFile(NamedTuple):
    """A file of an office.

    Parameters
    ----------
    name : what is special in it.
    sheets : rows of each sheet by its name.
    file : its name; the ending says its kind.
    table : the list that it is read as.
    lines, idr, eligible : what must be read, where nothing is asked.
    places : the villages of its lines in order; None where they are as in `VILLAGES`, or not looked at.
    kecamatan : of all lines.
    layout : words in the name of the layout by which it must be known.
    asks : words that the question must hold, with its place; empty where it must be read.
    change : further work on the book of XlsxWriter.
    choice : what a person chose: heading to column; "lembar", "judul" and "satuan" for the rest.
    """

    name: str
    sheets: Mapping[str, Rows]
    file: str = "daftar.xlsx"
    table: str = "usulan"
    lines: int = 4
    idr: int = SUM
    eligible: int | None = None
    places: list[str] | None = None
    kecamatan: str | None = None
    layout: str = ""
    asks: tuple[str, ...] = ()
    change: Callable[[Any], object] = lambda book: None
    choice: Mapping[str, Any] = {}

    def __str__(self) -> str:
        """Give the name."""
        return self.name


def sheet(*rows: list[Any], name: str = "Sheet1") -> dict[str, Rows]:
    """Give a book of one sheet."""
    return {name: list(rows)}


def without(*columns: int) -> Rows:
    """Give the good list without some columns."""
    return [[cell for at, cell in enumerate(row) if at not in columns] for row in [HEAD, *ROADS]]


SIPD_HEAD = [
    "No", "ID Usulan", "Tanggal Usul", "Pengusul", "Profil", "Usulan", "Masalah", "Alamat", "Kabupaten",
    "Kecamatan", "Kelurahan", "Usulan Ke", "OPD Tujuan Awal", "OPD Tujuan Akhir", "Status", "Catatan",
    "Rekomendasi Mitra", "Rekomendasi Kelurahan/Desa", "Rekomendasi Kecamatan", "Rekomendasi SKPD",
    "Rekomendasi TAPD", "Volume", "Satuan", "Anggaran", "Jenis Belanja", "Sub Kegiatan",
]  # fmt: skip


def sipd(status: tuple[str, ...] = ("Diterima",) * 4) -> Rows:
    """Give an export of proposals of SIPD."""
    lines = []
    for row, said in zip(ROADS, status, strict=True):
        number, what, village, agency, cost = row
        lines.append([
            number, 88_100 + number, "2025-02-03", "Kepala Desa", "Desa", what, "Rusak", "Dusun 1", "Tirtamulya",
            "Sukamaju", village, "1", "Bappeda", agency, said, "", "", "Sesuai", "Sesuai", "", "",
            "1", "paket", cost, "Modal", "",
        ])  # fmt: skip
    return [SIPD_HEAD, *lines]


RENJA_HEAD: Rows = [
    ["Kode", "Urusan/Bidang Urusan Pemerintahan Daerah dan Program/Kegiatan", "Indikator Kinerja Program/Kegiatan",
     "Rencana Tahun 2026", "", "", "", "Catatan Penting", "Prakiraan Maju Rencana Tahun 2027", ""],
    ["", "", "", "Lokasi", "Target Capaian Kinerja", "Kebutuhan Dana/Pagu Indikatif", "Sumber Dana", "",
     "Target Capaian Kinerja", "Kebutuhan Dana/Pagu Indikatif"],
]  # fmt: skip


def renja(top: int = SUM, leaf: int = 350 * JT) -> Rows:
    """Give a table of a Renja, coded, with the year after beside it."""
    lines: Rows = [
        ["1.03", "PEKERJAAN UMUM", "", "", "", top, "", "", "", top + JT],
        ["1.03.10", "Program Jalan", "", "", "", top, "", "", "", top + JT],
    ]
    costs = [leaf, *(row[4] for row in ROADS[1:])]
    for row, cost in zip(ROADS, costs, strict=True):
        lines.append(
            [
                f"1.03.10.2.0{row[0]}",
                row[1],
                "",
                row[2],
                "1 paket",
                cost,
                "DAU",
                "",
                "1 paket",
                cost,
            ]
        )
    return [*RENJA_HEAD, *lines]


GROUPED = [
    ["No", "Uraian", "Pagu (Rp)"],
    ["A", "DESA KARANGJATI", ""],
    *([n, *row[1:]] for n, row in enumerate(WORKS[:2], 1)),
    ["", "Jumlah Desa Karangjati", 475 * JT],
    ["B", "DESA MEKARSARI", ""],
    *([n, *row[1:]] for n, row in enumerate(WORKS[2:], 1)),
    ["", "Jumlah Desa Mekarsari", 300 * JT],
    ["", "JUMLAH TOTAL", SUM],
]
ONCE = [
    HEAD,
    ROADS[0],
    [*ROADS[1][:2], "", *ROADS[1][3:]],
    ROADS[2],
    [*ROADS[3][:2], "", *ROADS[3][3:]],
]
TITLES = [[f"PEMERINTAH KABUPATEN {n}"] for n in range(23)]


def hide_column(at: int) -> Callable[[Any], object]:
    """Hide a column of the first sheet."""
    return lambda book: book.worksheets()[0].set_column(at, at, None, None, {"hidden": True})


READ_FILES = [
    OfficeFile("a sheet called otherwise", sheet(HEAD, *ROADS)),
    OfficeFile(
        "a list among other sheets",
        {"Sampul": [["LAPORAN"]], "Data": [HEAD, *ROADS], "Grafik": [["x"]]},
    ),
    OfficeFile("a CSV", sheet(HEAD, *ROADS), file="usulan.csv"),
    OfficeFile("a sheet of LibreOffice", sheet(HEAD, *ROADS), file="usulan.ods"),
    OfficeFile("a heading in row 24", sheet(*TITLES, HEAD, *ROADS)),
    OfficeFile("a heading in row 40", sheet(*([[""]] * 39), HEAD, *ROADS)),
    OfficeFile("no numbers", sheet(*without(0))),
    OfficeFile(
        "numbers that begin anew in every village",
        sheet(HEAD, ROADS[0], ROADS[1], *([n, *row[1:]] for n, row in enumerate(ROADS[2:], 1))),
    ),
    OfficeFile("villages as titles, no column of them", sheet(*GROUPED)),
    OfficeFile(
        "villages as titles below kecamatan",
        sheet(["No", "Uraian", "Pagu (Rp)"], ["I", "KECAMATAN SUKAMAJU", ""], *GROUPED[1:]),
        kecamatan="Sukamaju",
    ),
    OfficeFile("a village once a group", sheet(*ONCE)),
    OfficeFile(
        "a village in a row of its own",
        sheet(
            HEAD,
            ["", "", "Karangjati", "", ""],
            *([*r[:2], "", *r[3:]] for r in ROADS[:2]),
            ["", "", "Mekarsari", "", ""],
            *([*r[:2], "", *r[3:]] for r in ROADS[2:]),
        ),
    ),
    OfficeFile(
        "villages merged over their lines",
        sheet(HEAD, *ROADS),
        change=lambda book: [
            book.worksheets()[0].merge_range(area, name)
            for area, name in (("C2:C3", "Karangjati"), ("C4:C5", "Mekarsari"))
        ],
    ),
    OfficeFile(
        "a kecamatan above the table",
        sheet(["DAFTAR USULAN MUSRENBANG KECAMATAN SUKAMAJU TAHUN 2026"], [], HEAD, *ROADS),
        kecamatan="Sukamaju",
    ),
    OfficeFile(
        "a kecamatan in two cells above",
        sheet(["Kecamatan", ": Sukamaju"], ["Kabupaten", ": Tirtamulya"], HEAD, *ROADS),
        kecamatan="Sukamaju",
    ),
    OfficeFile(
        "a kecamatan in the sheet's name",
        sheet(HEAD, *ROADS, name="Kec. Sukamaju"),
        kecamatan="Sukamaju",
    ),
    OfficeFile(
        "a kecamatan in the file's name",
        sheet(HEAD, *ROADS),
        file="Usulan_Kecamatan_Sukamaju_2026.xlsx",
        kecamatan="Sukamaju",
    ),
    OfficeFile(
        "a village above the table",
        sheet(["USULAN DESA KARANGJATI"], *without(2)),
        places=["Karangjati"] * 4,
    ),
    OfficeFile(
        "a column of kecamatan",
        sheet([*HEAD, "Kecamatan"], *([*row, "Sukamaju"] for row in ROADS)),
        kecamatan="Sukamaju",
    ),
    OfficeFile(
        "an export of SIPD", sheet(*sipd(), name="Worksheet"), layout="SIPD", kecamatan="Sukamaju"
    ),
    OfficeFile(
        "an export of SIPD with refusals",
        sheet(*sipd(("Diterima", "Ditolak SKPD", "Dikembalikan", "Disetujui"))),
        layout="SIPD",
        eligible=2,
    ),
    OfficeFile(
        "an export of SIPD for grants",
        sheet(
            ["No", "ID Usulan", "Nama Lembaga", "Kelompok", "Usulan", "SKPD", "Desa", "Anggaran"],
            *([r[0], 700 + r[0], "Yayasan Rekaan", "Hibah", r[1], r[3], r[2], r[4]] for r in ROADS),
        ),
        layout="hibah",
    ),
    OfficeFile(
        "pokir of SIPD",
        sheet(
            [
                "No",
                "ID Usulan",
                "Pengusul",
                "Fraksi",
                "Usulan",
                "Masalah",
                "Kecamatan",
                "Kelurahan",
                "Volume",
                "Satuan",
                "Anggaran",
            ],
            *(
                [
                    r[0],
                    900 + r[0],
                    "Anggota A",
                    "Fraksi Rekaan",
                    r[1],
                    "Rusak",
                    "Sukamaju",
                    r[2],
                    1,
                    "paket",
                    r[4],
                ]
                for r in ROADS
            ),
        ),
        table="reses",
        idr=0,
        layout="pokir",
        kecamatan="Sukamaju",
    ),
    OfficeFile(
        "a recap of e-planning",
        sheet(
            [
                "No",
                "Alamat Usulan",
                "Nama Usulan",
                "Jumlah/vol",
                "Biaya (Rp)",
                "Detail Lokasi",
                "Desa",
                "Penerimaan",
            ],
            *([r[0], "RT 1", r[1], "350 x 3 m", r[4], "RT 1", r[2], "Diterima"] for r in ROADS),
        ),
        layout="e-planning",
    ),
    OfficeFile(
        "a recap of reses",
        sheet(
            [
                "No",
                "NAMA DEWAN",
                "NAMA FRAKSI",
                "KAMUS USULAN",
                "VOLUME USULAN",
                "ANGGARAN",
                "ALAMAT USULAN",
                "PERANGKAT DAERAH",
                "KEGIATAN",
                "STATUS",
                "ALASAN",
            ],
            *(
                [r[0], "Anggota A", "Fraksi Rekaan", r[1], "1 paket", r[4], r[2], r[3], "", "", ""]
                for r in ROADS
            ),
        ),
        table="reses",
        idr=0,
        places=[""] * 4,
        layout="reses",
    ),
    OfficeFile(
        "a Renja with the year after",
        sheet(*renja()),
        table="renja",
        layout="Renja",
        places=[""] * 4,
    ),
    OfficeFile(
        "a DPA with codes in five columns",
        sheet(
            [
                "Urusan",
                "Bidang Urusan",
                "Program",
                "Kegiatan",
                "Sub Kegiatan",
                "Uraian",
                "Sumber Dana",
                "Lokasi",
                "Jumlah",
            ],
            ["1", "", "", "", "", "URUSAN WAJIB", "", "", SUM],
            ["1", "03", "", "", "", "PEKERJAAN UMUM", "", "", SUM],
            ["1", "03", "10", "", "", "Program Jalan", "", "", SUM],
            ["1", "03", "10", "2.01", "", "Kegiatan Jalan", "", "", SUM],
            *(["1", "03", "10", "2.01", f"000{r[0]}", r[1], "DAU", r[2], r[4]] for r in ROADS),
        ),
        table="renja",
        layout="DPA",
        places=[""] * 4,
    ),
    OfficeFile(
        "a DPA with codes in one column",
        sheet(
            ["Kode", "Uraian", "Sumber Dana", "Jumlah (Rp)"],
            ["1.03", "PEKERJAAN UMUM", "", SUM],
            ["1.03.10", "Program Jalan", "", SUM],
            *([f"1.03.10.000{r[0]}", r[1], "DAU", r[4]] for r in ROADS),
        ),
        table="renja",
        layout="DPA",
        places=[""] * 4,
    ),
    OfficeFile(
        "proposals of a village upwards",
        sheet(
            ["DAFTAR USULAN RKP DESA KARANGJATI"],
            [
                "No",
                "Bidang",
                "Jenis Kegiatan",
                "Lokasi",
                "Volume",
                "Sasaran/Manfaat",
                "Waktu",
                "Biaya",
                "",
                "Pola Pelaksanaan",
                "",
                "",
                "Rencana Pelaksana Kegiatan",
            ],
            [
                "",
                "",
                "",
                "",
                "",
                "",
                "",
                "Jumlah",
                "Sumber",
                "Swakelola",
                "Kerja Sama Antar Desa",
                "Kerja Sama Pihak Ketiga",
                "",
            ],
            *(
                [
                    r[0],
                    "Pembangunan",
                    r[1],
                    "Dusun 1",
                    "350 x 3 m",
                    "120 KK",
                    "2026",
                    r[4],
                    "APBD Kab",
                    "",
                    "",
                    "v",
                    "",
                ]
                for r in ROADS
            ),
            ["", "Jumlah Per Bidang", "", "", "", "", "", SUM, "", "", "", "", ""],
        ),
        layout="RKP Desa",
        places=["Karangjati"] * 4,
    ),
    OfficeFile(
        "money in words and signs",
        sheet(
            HEAD,
            [*ROADS[0][:4], "Rp 350 juta"],
            [*ROADS[1][:4], "125 jt"],
            [*ROADS[2][:4], "0,21 M"],
            [*ROADS[3][:4], "Rp. 90.000.000,-"],
        ),
    ),
    OfficeFile(
        "money with other signs behind",
        sheet(
            HEAD,
            [*ROADS[0][:4], "350.000.000.-"],
            [*ROADS[1][:4], "Rp125.000.000"],
            [*ROADS[2][:4], "0,21 miliar"],
            [*ROADS[3][:4], "90.000.000,00"],
        ),
    ),
    OfficeFile(
        "volumes of any kind",
        sheet(
            [*HEAD, "Volume", "Satuan"],
            *(
                [*row, volume, unit]
                for row, volume, unit in zip(
                    ROADS,
                    ("1 paket", "350 x 3 m", 2, "25 orang"),
                    ("", "", "unit", ""),
                    strict=True,
                )
            ),
        ),
    ),
    OfficeFile(
        "status words of a table",
        sheet(
            [*HEAD, "Status Usulan"],
            *(
                [*row, word]
                for row, word in zip(
                    ROADS, ("Diakomodir", "Tidak layak", "Ditunda", "LAYAK"), strict=True
                )
            ),
        ),
        eligible=2,
    ),
    OfficeFile(
        "a number, a code and a work",
        sheet(["No", "Kode", *HEAD[1:]], *([row[0], f"5.2.{row[0]}", *row[1:]] for row in ROADS)),
    ),
    OfficeFile(
        "a code instead of a number",
        sheet(["Kode", *HEAD[1:]], *([f"U-{row[0]}", *row[1:]] for row in ROADS)),
    ),
    OfficeFile(
        "two columns of remarks",
        sheet([*HEAD, "Keterangan", "Catatan"], *([*row, "segera", "lihat foto"] for row in ROADS)),
    ),
    OfficeFile(
        "hidden sheets with the same heading",
        {"Data": [HEAD, *ROADS], "Lama": [HEAD, *ROADS[:2]]},
        change=lambda book: book.worksheets()[1].hide(),
    ),
    OfficeFile(
        "subtotals by formulas with results",
        sheet(HEAD, *ROADS[:2], ["", "Sub total", "", "", ""], *ROADS[2:]),
        change=lambda book: book.worksheets()[0].write_formula("E4", "=SUM(E2:E3)", None, 475 * JT),
    ),
    OfficeFile(
        "chosen: no heading that is known",
        sheet(
            ["Urut", "Yang Diminta", "Letak", "Besarnya"], *([*row[:3], row[4]] for row in ROADS)
        ),
        choice={"Urut": "nomor", "Yang Diminta": "usulan", "Letak": "desa", "Besarnya": "biaya"},
    ),
    OfficeFile(
        "chosen: one of two columns of money",
        sheet([*HEAD, "Anggaran"], *([*row, 5 * JT] for row in ROADS)),
        choice={"Pagu (Rp)": "biaya"},
    ),
    OfficeFile(
        "chosen: the other of two columns of money",
        sheet([*HEAD, "Anggaran"], *([*row, 5 * JT] for row in ROADS)),
        choice={"Anggaran": "biaya"},
        idr=20 * JT,
    ),
    OfficeFile(
        "chosen: thousands that nothing tells",
        sheet([*HEAD[:4], "Pagu"], *([*row[:4], row[4] // 1000] for row in ROADS)),
        choice={"satuan": 1000},
    ),
    OfficeFile(
        "chosen: one of two sheets",
        {"Kec. A": [HEAD, *ROADS], "Kec. B": [HEAD, *ROADS[:1]]},
        choice={"lembar": "Kec. A"},
        kecamatan="A",
    ),
    OfficeFile(
        "chosen: a hidden column",
        sheet(HEAD, *ROADS),
        change=hide_column(4),
        choice={"Pagu (Rp)": "biaya"},
    ),
    OfficeFile(
        "chosen: the row of the heading",
        sheet(
            ["No", "Uraian", "Desa", "OPD", "Pagu (Rp)"],
            ["lama", "lama", "lama", "lama", "1"],
            HEAD,
            *ROADS,
        ),
        choice={"judul": 3},
    ),
    OfficeFile(
        "chosen: a column by its letter",
        sheet(["", "Uraian", "Desa", "OPD", "Pagu (Rp)"], *ROADS),
        choice={"A": "nomor"},
    ),
]
ASKED_FILES = [
    OfficeFile(
        "a layout that is known, and money twice",
        sheet([*SIPD_HEAD, "Pagu"], *([*row, JT] for row in sipd()[1:])),
        asks=("kolom Anggaran / Pagu", "semuanya dapat berarti kolom biaya"),
    ),
    OfficeFile(
        "no heading that is known",
        sheet(
            ["Urut", "Yang Diminta", "Letak", "Besarnya"], *([*row[:3], row[4]] for row in ROADS)
        ),
        asks=("daftar.xlsx", "usulan"),
    ),
    OfficeFile(
        "two sheets with the list",
        {"Kec. A": [HEAD, *ROADS], "Kec. B": [HEAD, *ROADS]},
        asks=("Kec. A, Kec. B",),
    ),
    OfficeFile(
        "a hidden column",
        sheet(HEAD, *ROADS),
        change=hide_column(4),
        asks=("lembar Sheet1", "kolom Pagu (Rp)", "tersembunyi"),
    ),
    OfficeFile(
        "two columns of money",
        sheet([*HEAD, "Anggaran"], *([*row, 5 * JT] for row in ROADS)),
        asks=("Pagu (Rp) / Anggaran",),
    ),
    OfficeFile(
        "money of two years",
        sheet(
            ["No", "Uraian", "Desa", "Rencana 2026", "", "Rencana 2027", ""],
            ["", "", "", "Target", "Pagu", "Target", "Pagu"],
            *([*row[:3], 1, row[4], 1, row[4]] for row in ROADS),
        ),
        asks=("Rencana 2026 – Pagu", "Rencana 2027 – Pagu"),
    ),
    OfficeFile(
        "mixed separators",
        sheet(HEAD, [*ROADS[0][:4], "175.000,000"], *ROADS[1:]),
        asks=("baris 2", "kolom Pagu (Rp)", "175.000,000"),
    ),
    OfficeFile(
        "formulas without results",
        sheet(HEAD, *ROADS),
        change=lambda book: book.worksheets()[0].write_formula("E2", "=A2*1000"),
        asks=("baris 2", "rumus tanpa hasil"),
    ),
    OfficeFile(
        "a status nobody knows",
        sheet(*sipd(("Diterima", "Verifikasi Mitra", "Diterima", "Diterima"))),
        asks=("baris 3", "kolom Status", "Verifikasi Mitra"),
    ),
    OfficeFile(
        "a Renja whose sums are others",
        sheet(*renja(top=9 * JT)),
        table="renja",
        asks=("1.03", "rincian"),
    ),
    OfficeFile(
        "a number twice in one village",
        sheet(HEAD, ROADS[0], [1, *ROADS[1][1:]], *ROADS[2:]),
        asks=("baris 3", "kolom No", "sudah dipakai di baris 2"),
    ),
    OfficeFile(
        "thousands that nothing tells",
        sheet([*HEAD[:4], "Pagu"], *([*row[:4], row[4] // 1000] for row in ROADS)),
        asks=("kolom Pagu", "ribuan atau jutaan"),
    ),
    OfficeFile(
        "a heading near a known one",
        sheet([*HEAD[:4], "Pagu Indikatip"], *ROADS),
        asks=("bila Pagu Indikatip maksudnya, pilih di “Kolom mana?”",),
    ),
    OfficeFile(
        "lines without a work",
        sheet(HEAD, *ROADS[:3], ["4", "", "Mekarsari", "", 90 * JT]),
        asks=("baris 5", "Uraian tidak boleh kosong"),
    ),
    OfficeFile(
        "a chosen column that is not there",
        sheet(HEAD, *ROADS),
        choice={"Pagu Besar": "biaya"},
        asks=("Pagu Besar",),
    ),
]
