"""The papers of one village as checked data, read from a folder of CSV or Excel files."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from p2spp_sim.base.files import read_data
from p2spp_sim.base.language import Labels, tr
from p2spp_sim.tables.columns import Column
from p2spp_sim.tables.lists import NOTHING_ASKED, ListsAsked
from p2spp_sim.tables.reader import read_papers
from p2spp_sim.tables.reading import ListReading
from p2spp_sim.tables.table import ColumnArrays, Odd, by_row
from p2spp_sim.village_plan.days import DateColumn
from p2spp_sim.world.schema import AUTHORITY_LABELS

SIDES = Labels(
    income="Pendapatan",
    spending="Belanja",
    receipt="Penerimaan pembiayaan",
    outlay="Pengeluaran pembiayaan",
)
# payers whose money stands in the APB Desa, and those who must be asked
FROM_VILLAGE = Labels(apb_desa="APB Desa", pnpm="BLM PNPM", swadaya="Swadaya")
FROM_ABOVE = Labels(kabupaten="APBD kabupaten", provinsi="APBD provinsi", pusat="APBN")
PAYERS = FROM_VILLAGE | FROM_ABOVE
INCOME = Labels(
    pades="Pendapatan asli desa (PADes)",
    dana_desa="Dana Desa",
    add="Alokasi Dana Desa (ADD)",
    bagi_hasil="Bagi hasil pajak dan retribusi",
    bantuan="Bantuan keuangan",
    blm="BLM PNPM",
    hibah="Hibah",
    swadaya="Swadaya",
    lain="Pendapatan lain",
)
GOVERNING = Labels(
    pay="Penghasilan dan tunjangan",
    operations="Operasional pemerintah desa",
    bpd="Tunjangan dan operasional BPD",
    rt_rw="Insentif RT dan RW",
)
# spending that must come out of the RKP Desa
WORKS = Labels(development="Pembangunan", empowerment="Pemberdayaan")
SPENDING = GOVERNING | WORKS | Labels(unforeseen="Tak terduga")
FINANCING = Labels(
    silpa="SiLPA tahun lalu", reserve="Dana cadangan", equity="Penyertaan modal", loan="Pinjaman"
)
GROUPS = INCOME | SPENDING | FINANCING
_GROUPS_OF = {"income": INCOME, "spending": SPENDING, "receipt": FINANCING, "outlay": FINANCING}
MEETINGS = Labels(
    dusun="Musyawarah di dusun",
    perempuan="Musyawarah khusus perempuan",
    musyawarah_desa="Musyawarah desa",
    musrenbang_desa="Musrenbang desa",
    bpd="Rapat BPD",
)
PAPERS = Labels(
    rpjm_desa="RPJM Desa",
    tim_penyusun="Tim penyusun",
    data_miskin="Data keluarga miskin",
    peta_desa="Peta desa",
    # and the steps towards a Perdes on the APB Desa
    rkp_desa="RKP Desa ditetapkan",
    raperdes_apb="Raperdes APB Desa disusun",
    kesepakatan_bpd="Kesepakatan dengan BPD",
    evaluasi="Evaluasi oleh Bupati atau Camat",
    perdes_apb="Perdes APB Desa ditetapkan",
    pengumuman="APB Desa diumumkan kepada warga",
)


_CALLED = read_data(dict[str, dict[str, tuple[str, ...]]], "datasets", "village_words.toml")


def _text(name: str, heading: str, meaning: str, **kept: Any) -> Column:
    called = _CALLED.get(name, {})
    return Column(name, "text", heading=heading, meaning=meaning, called=called, **kept)


def _idr(name: str, heading: str, meaning: str, **kept: Any) -> Column:
    return Column(name, "idr", unit="rupiah", heading=heading, meaning=meaning, **kept)


def _year(name: str, heading: str, meaning: str) -> Column:
    return Column(
        name, "whole", unit="tahun", low=1990, high=2100, heading=heading, meaning=meaning
    )


def _people(name: str, heading: str, meaning: str) -> Column:
    return Column(name, "whole", unit="orang", low=0, default=0, heading=heading, meaning=meaning)


def _flag(name: str, heading: str, meaning: str, *, default: bool) -> Column:
    return Column(name, "flag", default=default, heading=heading, meaning=meaning)


def _day(meaning: str, **kept: Any) -> Column:
    return DateColumn("date", "text", unit="tanggal", heading="tanggal", meaning=meaning, **kept)


VILLAGE_TABLES: dict[str, tuple[Column, ...]] = {
    "rpjm_desa": (
        _text("id", "nomor", "Nomor baris RPJM Desa, misalnya M01", unique=True),
        _text("field", "bidang", "Bidang kegiatan", default=""),
        _text("what", "kegiatan", "Kegiatan, seperti tertulis dalam RPJM Desa"),
        _text("place", "tempat", "Lokasi, misalnya nama dusun", default=""),
        _year("first_year", "tahun pertama", "Tahun pertama yang direncanakan"),
        _year("last_year", "tahun terakhir", "Tahun terakhir yang direncanakan"),
    ),
    "rkp_desa": (
        _text("id", "nomor", "Nomor baris RKP Desa, misalnya K01", unique=True),
        _text("field", "bidang", "Bidang kegiatan", default=""),
        _text("what", "kegiatan", "Kegiatan, seperti tertulis dalam RKP Desa"),
        _text("place", "tempat", "Lokasi, misalnya nama dusun", default=""),
        _text("volume", "volume", "Volume dengan satuannya, misalnya 350 m", default=""),
        _year("year", "tahun", "Tahun RKP Desa"),
        _idr("cost_idr", "biaya", "Perkiraan biaya", default=0),
        _text("payer", "pembayar", "Siapa yang direncanakan membayar", choices=PAYERS),
        _text(
            "authority",
            "kewenangan",
            "Kewenangan siapa kegiatan itu",
            also=("wewenang",),
            choices=AUTHORITY_LABELS,
        ),
        _text(
            "rpjm",
            "nomor RPJM Desa",
            "Nomor baris RPJM Desa yang dijabarkan",
            default="",
            of="rpjm_desa.id",
        ),
        _idr("selfhelp_idr", "swadaya", "Swadaya yang tertulis dalam RKP Desa", default=0),
        _idr(
            "pledged_idr",
            "ikrar swadaya",
            "Swadaya yang diikrarkan warga menurut berita acara",
            default=0,
        ),
        _text("proposal", "nomor usulan", "Nomor usulan ke kecamatan, bila diusulkan", default=""),
    ),
    "rapat": (
        _text("kind", "rapat", "Jenis musyawarah", choices=MEETINGS),
        _text("place", "tempat", "Tempat; untuk musyawarah dusun nama dusunnya", default=""),
        _day("Tanggal; kosong bila tidak diadakan", default=""),
        _people("present", "hadir", "Banyak yang hadir"),
        _people("women", "perempuan", "Banyak perempuan yang hadir"),
        _flag(
            "signed",
            "ditandatangani",
            "Berita acara dan daftar hadir ditandatangani",
            default=False,
        ),
    ),
    "naskah": (
        _text(
            "key", "dokumen", "Dokumen yang dimaksud", also=("naskah",), choices=PAPERS, unique=True
        ),
        _text("form", "bentuk", "Bentuk hukum, misalnya Peraturan Desa", default=""),
        _text("number", "nomor dokumen", "Nomor dokumen", also=("nomor naskah",), default=""),
        _day("Tanggal penetapan"),
        _flag("complete", "lengkap", "Lengkap, dengan lampirannya", default=True),
        _people("people", "anggota tim", "Untuk tim penyusun: banyak anggota"),
        _people("women", "perempuan", "Untuk tim penyusun: banyak anggota perempuan"),
    ),
    "apb_desa": (
        _text("id", "nomor", "Nomor baris APB Desa, misalnya P01", unique=True),
        _text("side", "sisi anggaran", "Pendapatan, belanja, atau pembiayaan", choices=SIDES),
        _text("group", "kelompok", "Kelompok pos", choices=GROUPS),
        _text("what", "uraian", "Uraian pos, seperti tertulis dalam APB Desa"),
        _idr("amount_idr", "jumlah", "Jumlah yang dianggarkan"),
        _text(
            "rkp",
            "nomor RKP Desa",
            "Nomor baris RKP Desa yang dibiayai",
            default="",
            of="rkp_desa.id",
        ),
        _text(
            "letter", "surat keputusan", "Untuk pendapatan: surat keputusan dasarnya", default=""
        ),
        _idr(
            "letter_idr",
            "jumlah menurut surat",
            "Untuk pendapatan: jumlah menurut surat itu",
            default=0,
        ),
        _idr("add_idr", "dari ADD", "Untuk belanja: bagian yang dibayar dari ADD", default=0),
        _idr("selfhelp_idr", "dari swadaya", "Untuk belanja: bagian swadaya warga", default=0),
    ),
}
MAY_LACK = frozenset({"rapat", "naskah", "apb_desa"})


@dataclass(frozen=True, slots=True)
class PlanLine:
    """One line of the RPJM Desa and the years it is meant for."""

    id: str
    field: str
    what: str
    place: str
    first_year: int
    last_year: int


@dataclass(frozen=True, slots=True)
class WorkLine:
    """One line of the RKP Desa.

    Parameters
    ----------
    payer : who is to pay, of `FROM_VILLAGE` or `FROM_ABOVE`.
    authority : whose matter it is: desa, kabupaten, provinsi.
    rpjm : the line of the RPJM Desa it comes from; empty when there is none.
    selfhelp_idr, pledged_idr : self-help as the RKP Desa has it, and as residents pledged it in the minutes.
    proposal : its number among the proposals that went up; empty when it did not.
    """

    id: str
    field: str
    what: str
    place: str
    volume: str
    year: int
    cost_idr: int
    payer: str
    authority: str
    rpjm: str
    selfhelp_idr: int
    pledged_idr: int
    proposal: str

    @property
    def by_village(self) -> bool:
        """Whether its money is to stand in the APB Desa."""
        return self.payer in FROM_VILLAGE


@dataclass(frozen=True, slots=True)
class MeetingRecord:
    """One meeting and who came; without a date it was not held."""

    kind: str
    place: str
    date: str
    present: int
    women: int
    signed: bool


@dataclass(frozen=True, slots=True)
class Document:
    """One document: legal form, number, date, whether it is complete, and for a team how many people."""

    key: str
    form: str
    number: str
    date: str
    complete: bool
    people: int
    women: int


@dataclass(frozen=True, slots=True)
class BudgetLine:
    """One line of the APB Desa.

    Parameters
    ----------
    rkp : the line of the RKP Desa it pays for.
    letter, letter_idr : for income, the deciding letter and what it grants; for the rest empty.
    add_idr, selfhelp_idr : for spending, the parts charged to the ADD and brought by residents.
    """

    id: str
    side: str
    group: str
    what: str
    amount_idr: int
    rkp: str
    letter: str
    letter_idr: int
    add_idr: int
    selfhelp_idr: int


@dataclass(frozen=True)
class Village:
    """The papers of one village; what it did not hand in is empty.

    Parameters
    ----------
    readings : how the papers were read that lie in an official layout.
    """

    name: str
    plan: tuple[PlanLine, ...]
    works: tuple[WorkLine, ...]
    meetings: tuple[MeetingRecord, ...]
    papers: tuple[Document, ...]
    budget: tuple[BudgetLine, ...]
    readings: Mapping[str, ListReading] = field(default_factory=dict, compare=False)

    @property
    def year(self) -> int:
        """The year that the RKP Desa plans for."""
        return self.works[0].year

    def paper(self, key: str) -> Document | None:
        """Give a document by its key; None when it was not handed in."""
        return next((paper for paper in self.papers if paper.key == key), None)

    def held(self, kind: str) -> tuple[MeetingRecord, ...]:
        """Give the meetings of one kind that were held."""
        return tuple(meeting for meeting in self.meetings if meeting.kind == kind and meeting.date)

    def work(self, key: str) -> WorkLine | None:
        """Give a line of the RKP Desa by its id; None when there is none."""
        return next((work for work in self.works if work.id == key), None)


def read_village(folder: str | Path, name: str = "", asked: ListsAsked = NOTHING_ASKED) -> Village:
    """Read the papers of a village, checking every cell and every reference.

    Parameters
    ----------
    folder : with `rpjm_desa` and `rkp_desa`, and if at hand `rapat`, `naskah`, `apb_desa`, each as CSV or Excel.
    name : of the village; the folder's name when empty.
    asked : which column of which table is what, where a person chose it.

    Raises
    ------
    BadData : every fault with file, row, column, value and what is expected.
    """
    folder = Path(folder)
    tables, readings = read_papers(folder, VILLAGE_TABLES, MAY_LACK, _odd, asked)
    return Village(
        name or folder.name,
        tuple(PlanLine(**row) for row in by_row(tables["rpjm_desa"])),
        tuple(WorkLine(**row) for row in by_row(tables["rkp_desa"])),
        tuple(MeetingRecord(**row) for row in by_row(tables["rapat"])),
        tuple(Document(**row) for row in by_row(tables["naskah"])),
        tuple(BudgetLine(**row) for row in by_row(tables["apb_desa"])),
        readings,
    )


def _odd(tables: dict[str, ColumnArrays]) -> Iterator[Odd]:
    """List what no single cell can see."""
    for row, line in enumerate(by_row(tables["rpjm_desa"])):
        if line["last_year"] < line["first_year"]:
            expected = tr("diharapkan tidak sebelum tahun pertama")
            yield Odd("rpjm_desa", row, "last_year", line["last_year"], expected)
    works = list(by_row(tables["rkp_desa"]))
    for row, line in enumerate(works):
        if line["year"] != works[0]["year"]:
            yield Odd(
                "rkp_desa",
                row,
                "year",
                line["year"],
                tr("diharapkan satu tahun untuk seluruh RKP Desa"),
            )
    for table, whole in (("rapat", "present"), ("naskah", "people")):
        for row, line in enumerate(by_row(tables[table])):
            if line["women"] > line[whole]:
                yield Odd(
                    table,
                    row,
                    "women",
                    line["women"],
                    tr("diharapkan tidak lebih dari jumlah orang"),
                )
    for row, line in enumerate(by_row(tables["rapat"])):
        if line["present"] and not line["date"]:
            yield Odd("rapat", row, "date", "", tr("tidak boleh kosong bila ada yang hadir"))
    for row, line in enumerate(by_row(tables["apb_desa"])):
        if line["group"] not in (groups := _GROUPS_OF[line["side"]]):
            expected = tr("untuk {side} diharapkan salah satu dari {choices}")
            expected = expected.format(side=line["side"], choices=", ".join(groups))
            yield Odd("apb_desa", row, "group", line["group"], expected)
        for part in ("add_idr", "selfhelp_idr"):
            if line[part] > line["amount_idr"]:
                expected = tr("diharapkan tidak lebih besar daripada jumlah barisnya")
                yield Odd("apb_desa", row, part, line[part], expected)
