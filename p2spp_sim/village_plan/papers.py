"""The papers of one village as checked data, read from a folder of CSV or Excel files."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from p2spp_sim.base.language import tr
from p2spp_sim.tables.columns import Column
from p2spp_sim.tables.reader import ColumnArrays, Odd, by_row, read
from p2spp_sim.village_plan import words
from p2spp_sim.village_plan.days import DateColumn
from p2spp_sim.world.schema import AUTHORITIES

Side = Literal["income", "spending", "receipt", "outlay"]
SIDES = ("income", "spending", "receipt", "outlay")
FROM_VILLAGE = ("apb_desa", "pnpm", "swadaya")  # payers whose money stands in the APB Desa
FROM_ABOVE = ("kabupaten", "provinsi", "pusat")  # payers who must be asked
INCOME = ("pades", "dana_desa", "add", "bagi_hasil", "bantuan", "blm", "hibah", "swadaya", "lain")
GOVERNING = ("pay", "operations", "bpd", "rt_rw")
WORKS = ("development", "empowerment")  # spending that must come out of the RKP Desa
FINANCING = ("silpa", "reserve", "equity", "loan")
SPENDING = (*GOVERNING, *WORKS, "unforeseen")
GROUPS = (*INCOME, *SPENDING, *FINANCING)
_GROUPS_OF = {"income": INCOME, "spending": SPENDING, "receipt": FINANCING, "outlay": FINANCING}
MEETINGS = ("dusun", "perempuan", "musyawarah_desa", "musrenbang_desa", "bpd")
PAPERS = (
    "rpjm_desa",
    "tim_penyusun",
    "data_miskin",
    "peta_desa",
    "rkp_desa",
    "raperdes_apb",
    "kesepakatan_bpd",
    "evaluasi",
    "perdes_apb",
    "pengumuman",
)


def _year(name: str, heading: str) -> Column:
    return Column(name, "whole", unit="tahun", low=1990, high=2100, heading=heading)


VILLAGE_TABLES: dict[str, tuple[Column, ...]] = {
    "rpjm_desa": (
        Column("id", "text", unique=True, heading="nomor"),
        Column("field", "text", default="", heading="bidang"),
        Column("what", "text", heading="kegiatan"),
        Column("place", "text", default="", heading="tempat"),
        _year("first_year", "tahun pertama"),
        _year("last_year", "tahun terakhir"),
    ),
    "rkp_desa": (
        Column("id", "text", unique=True, heading="nomor"),
        Column("field", "text", default="", heading="bidang"),
        Column("what", "text", heading="kegiatan"),
        Column("place", "text", default="", heading="tempat"),
        Column("volume", "text", default="", heading="volume"),
        _year("year", "tahun"),
        Column("cost_idr", "idr", unit="rupiah", default=0, heading="biaya"),
        Column(
            "payer",
            "text",
            choices=(*FROM_VILLAGE, *FROM_ABOVE),
            names=words.payer_names,
            heading="pembayar",
        ),
        Column(
            "authority",
            "text",
            choices=AUTHORITIES,
            names=words.authority_names,
            heading="wewenang",
        ),
        Column("rpjm", "text", default="", of="rpjm_desa.id", heading="nomor RPJM Desa"),
        Column("selfhelp_idr", "idr", unit="rupiah", default=0, heading="swadaya"),
        Column("pledged_idr", "idr", unit="rupiah", default=0, heading="ikrar swadaya"),
        Column("proposal", "text", default="", heading="nomor usulan"),
    ),
    "rapat": (
        Column("kind", "text", choices=MEETINGS, names=words.meeting_names, heading="rapat"),
        Column("place", "text", default="", heading="tempat"),
        DateColumn("date", "text", unit="tanggal", default="", heading="tanggal"),
        Column("present", "whole", unit="orang", low=0, default=0, heading="hadir"),
        Column("women", "whole", unit="orang", low=0, default=0, heading="perempuan"),
        Column("signed", "flag", default=False, heading="ditandatangani"),
    ),
    "naskah": (
        Column(
            "key", "text", choices=PAPERS, names=words.paper_names, unique=True, heading="naskah"
        ),
        Column("form", "text", default="", heading="bentuk"),
        Column("number", "text", default="", heading="nomor naskah"),
        DateColumn("date", "text", unit="tanggal", heading="tanggal"),
        Column("complete", "flag", default=True, heading="lengkap"),
        Column("people", "whole", unit="orang", low=0, default=0, heading="anggota tim"),
        Column("women", "whole", unit="orang", low=0, default=0, heading="perempuan"),
    ),
    "apb_desa": (
        Column("id", "text", unique=True, heading="nomor"),
        Column("side", "text", choices=SIDES, names=words.side_names, heading="sisi anggaran"),
        Column("group", "text", choices=GROUPS, names=words.group_names, heading="kelompok"),
        Column("what", "text", heading="uraian"),
        Column("amount_idr", "idr", unit="rupiah", heading="jumlah"),
        Column("rkp", "text", default="", of="rkp_desa.id", heading="nomor RKP Desa"),
        Column("letter", "text", default="", heading="surat keputusan"),
        Column("letter_idr", "idr", unit="rupiah", default=0, heading="jumlah menurut surat"),
        Column("add_idr", "idr", unit="rupiah", default=0, heading="dari ADD"),
        Column("selfhelp_idr", "idr", unit="rupiah", default=0, heading="dari swadaya"),
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
    """The papers of one village; what it did not hand in is empty."""

    name: str
    plan: tuple[PlanLine, ...]
    works: tuple[WorkLine, ...]
    meetings: tuple[MeetingRecord, ...]
    papers: tuple[Document, ...]
    budget: tuple[BudgetLine, ...]

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


def read_village(folder: str | Path, name: str = "") -> Village:
    """Read the papers of a village, checking every cell and every reference.

    Parameters
    ----------
    folder : with `rpjm_desa` and `rkp_desa`, and if at hand `rapat`, `naskah`, `apb_desa`, each as CSV or Excel.
    name : of the village; the folder's name when empty.

    Raises
    ------
    BadData : every fault with file, row, column, value and what is expected.
    """
    folder = Path(folder)
    tables = read(folder, VILLAGE_TABLES, MAY_LACK, _odd)
    return Village(
        name or folder.name,
        tuple(PlanLine(**row) for row in by_row(tables["rpjm_desa"])),
        tuple(WorkLine(**row) for row in by_row(tables["rkp_desa"])),
        tuple(MeetingRecord(**row) for row in by_row(tables["rapat"])),
        tuple(Document(**row) for row in by_row(tables["naskah"])),
        tuple(BudgetLine(**row) for row in by_row(tables["apb_desa"])),
    )


def _odd(tables: dict[str, ColumnArrays]) -> Iterator[Odd]:
    """List what no single cell can see."""
    for row, line in enumerate(by_row(tables["rpjm_desa"])):
        if line["last_year"] < line["first_year"]:
            told = tr("diharapkan tidak sebelum tahun pertama")
            yield Odd("rpjm_desa", row, "last_year", line["last_year"], told)
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
            told = tr("untuk {side} diharapkan salah satu dari {choices}")
            told = told.format(side=line["side"], choices=", ".join(groups))
            yield Odd("apb_desa", row, "group", line["group"], told)
        for part in ("add_idr", "selfhelp_idr"):
            if line[part] > line["amount_idr"]:
                told = tr("diharapkan tidak lebih besar daripada jumlah barisnya")
                yield Odd("apb_desa", row, part, line[part], told)
