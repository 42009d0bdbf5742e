"""Unit 07: the order of a Perdes, a village budget that must balance before it is sent, and who gets which report."""

from collections.abc import Mapping

from p2spp_sim import village_plan as vp
from p2spp_sim.base.era import THEN
from p2spp_sim.base.language import tr
from p2spp_sim.village_plan.days import day
from p2spp_sim.village_plan.papers import PAPERS
from p2spp_sim.village_plan.regimes import reports
from p2spp_sim.workbook.case.desk import Desk
from p2spp_sim.workbook.case.village_papers import pack
from p2spp_sim.workbook.controls import Match, Order
from p2spp_sim.workbook.core.board import Answered, Board, Values
from p2spp_sim.workbook.core.unit import Parts, Unit
from p2spp_sim.workbook.page.markup import Table, page, paragraphs
from p2spp_sim.workbook.pictures import Link as Line
from p2spp_sim.workbook.pictures import pairs
from p2spp_sim.workbook.units.shared.village import (
    LAW,
    budgeted_table,
    letters_table,
    papers_table,
    regime_board,
    regime_title,
    rules_of,
)
from p2spp_sim.workbook.units.u07.account import account_table
from p2spp_sim.workbook.units.u07.answers import (
    addressees,
    apb,
    in_steps,
    steps_as_dated,
    steps_of_law,
)
from p2spp_sim.workbook.units.u07.budget_board import budget_board
from p2spp_sim.workbook.units.u07.own_papers import OwnPapers


def steps_board(unit: Unit) -> Board:
    """Make the board of the steps: as the papers are dated at first, to be put in the order of the law."""
    village = pack(unit.desk)
    known = {key: PAPERS[key] for key in steps_of_law(unit.desk)}
    order = Order("langkah", tr("Jalan sebuah Perdes APB Desa"), known, steps_as_dated(unit.desk))

    def answer(values: Values) -> Answered:
        steps = values["langkah"]
        assert isinstance(steps, list)
        broken = vp.out_of_order(steps, rules_of(unit))
        last = len(steps) - 1
        if broken:
            text = tr(
                "{n} dari {m} sambungan terbalik: ada langkah yang mendahului langkah yang menjadi dasarnya."
            )
            return Answered(text.format(n=len(broken), m=last), tables=(_why(village, steps),))
        return Answered(
            tr("Tidak ada yang terbalik: setiap langkah menunggu dasarnya."),
            tables=(_why(village, steps),),
        )

    words = (tr("Menurut tanggal dokumen Karangjati"), tr("Urutan acak untuk disusun di kertas"))
    mixed = sorted(known)
    fixed = [(words[0], {}), (words[1], {"langkah": mixed})]
    rules_board = unit.board("rezim")
    assert isinstance(rules_board, Board)
    return Board(
        "perdes", (order,), answer, unit.progress, fixed=fixed, wide=True, follows=(rules_board,)
    )


def _dated(village: vp.Village, key: str) -> str:
    paper = village.paper(key)
    return day(paper.date) if paper else tr("tanpa dokumen")


def _why(village: vp.Village, steps: list[str]) -> Table:
    """Say of each step, in the order given, when and by whom it is taken and what it needs."""
    dated = in_steps(village, steps)
    who = {
        "rkp_desa": (tr("Kepala Desa"), tr("Hasil musrenbang desa")),
        "raperdes_apb": (tr("Sekretaris Desa"), tr("RKP Desa dan surat penetapan pendapatan")),
        "kesepakatan_bpd": (tr("Kepala Desa dan BPD"), tr("Raperdes yang sudah dibahas")),
        "evaluasi": (
            tr("Bupati, atau Camat atas namanya"),
            tr("Raperdes yang sudah disepakati BPD"),
        ),
        "perdes_apb": (tr("Kepala Desa"), tr("Hasil evaluasi yang sudah ditindaklanjuti")),
        "pengumuman": (tr("Pemerintah desa"), tr("Perdes yang sudah ditetapkan")),
    }
    rows = tuple(
        (str(i), PAPERS[key], _dated(dated, key), *who[key]) for i, key in enumerate(steps, 1)
    )
    columns = (
        tr("Urutan"),
        tr("Langkah"),
        tr("Tanggal pada urutan ini"),
        tr("Siapa"),
        tr("Bahan yang ditunggu"),
    )
    return Table(tr("Siapa melangkah, dengan bahan apa"), columns, rows, tr(LAW))


def reports_board(unit: Unit) -> Board:
    """Make the board of the reports: to whom each goes."""
    left = {
        "lppd": tr("LPPD"),
        "lkpj": tr("LKPJ, kini LKPPD") if unit.desk.book == THEN else tr("LKPJ"),
        "summary": tr("Ringkasan untuk dibaca siapa saja"),
    }
    right = {
        "bpd": tr("BPD"),
        "bupati": tr("Bupati, melalui Camat"),
        "dprd": tr("DPRD kabupaten"),
        "residents": tr("Warga desa"),
    }
    matching = Match("laporan", tr("Laporan ini disampaikan kepada siapa?"), left, right)
    rules_board = unit.board("rezim")
    assert isinstance(rules_board, Board)

    def answer(values: Values) -> Answered:
        given, true = values["laporan"], addressees(unit.desk)
        assert isinstance(given, Mapping)
        decided = {key: choice for key, choice in given.items() if choice}
        agree = sum(true[key] == choice for key, choice in decided.items())
        text = tr("Tepat: {n} dari {m}.").format(n=agree, m=len(true)) if decided else ""
        links = [Line(key, choice) for key, choice in decided.items() if choice in right]
        rows = tuple((left[key], right.get(given[key], "–")) for key in left)
        title = tr("Laporan dan alamatnya menurut kelompok")
        note = tr("Sumber: pilihan kelompok Anda di papan ini.")
        drawn = pairs(
            title, left, right, links, Table(title, (tr("Laporan"), tr("Kepada")), rows, note)
        )
        return Answered(text, (drawn,), (_named(unit), account_table()))

    return Board(
        "laporan",
        (matching,),
        answer,
        unit.progress,
        wide=True,
        follows=(rules_board,),
        pictured=False,
    )


def _named(unit: Unit) -> Table:
    """Say how the chosen regime calls the reports."""
    rules = rules_of(unit)
    rows = tuple((report.name, report.source) for report in reports(rules.key))
    title = tr("Nama laporan menurut {rezim}").format(rezim=regime_title(rules))
    return Table(title, (tr("Laporan"), tr("Dasar")), rows, tr(LAW))


def case(unit: Unit) -> str:
    """Give what lies beside the draft as HTML: letters, RKP Desa, pledges, dates."""
    tables = (
        letters_table(unit.desk),
        budgeted_table(unit.desk),
        papers_table(unit.desk, steps_of_law(unit.desk)),
    )
    return page(paragraphs(figures(unit.desk)), *(table.html() for table in tables))


def figures(desk: Desk) -> str:
    """Say in one line what the draft adds up to."""
    text = tr(
        "Rancangan APB Desa: pendapatan {pendapatan}, belanja {belanja}, pembiayaan belum diisi; ADD {add}."
    )
    return text.format_map(apb(desk))


PARTS = Parts(
    boards={
        "rezim": lambda unit: regime_board(
            unit, "money", "limit", "groups", "evaluation", "account"
        ),
        "perdes": steps_board,
        "anggaran": budget_board,
        "laporan": reports_board,
        "periksa": OwnPapers,
    },
    case=case,
    figures=figures,
)
