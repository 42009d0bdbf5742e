"""The case of the fifteen proposals: their sums in one line, and the table as the villages filed them."""

from p2spp_sim.base.formats import number
from p2spp_sim.base.language import tr
from p2spp_sim.workbook.case.desk import Desk, FiledProposal
from p2spp_sim.workbook.core.unit import Unit
from p2spp_sim.workbook.page.markup import MILLION, Table, page, paragraphs
from p2spp_sim.workbook.units.shared.proposals import brought, eligible

SOURCE = "Satuan: rupiah dan rumah tangga (KK). Sumber: Tirtamulya, data rekaan untuk tahun rencana 2010."


def sums(desk: Desk) -> str:
    """Say in one line what the villages brought and what of it is eligible."""
    text = tr(
        "{n} usulan dari {desa} desa senilai {rupiah}; layak dinilai {layak}, senilai {rupiah_layak}."
    )
    facts = brought(desk)
    return text.format(n=facts["usulan"], **facts)


def case_of_proposals(unit: Unit, *, eligible_only: bool = False) -> str:
    """Give the case of the fifteen proposals as HTML: their sums and the table as filed."""
    return page(
        paragraphs(sums(unit.desk)), proposals_table(unit.desk, eligible_only=eligible_only).html()
    )


def proposals_table(desk: Desk, *, eligible_only: bool = False) -> Table:
    """Give the proposals as the villages filed them.

    Parameters
    ----------
    eligible_only : leave out those that the meeting sends back.
    """
    scored = eligible(desk)
    papers = [paper for paper in desk.papers.values() if not eligible_only or paper.id in scored]
    money = (tr("Biaya, Rp juta"), tr("Swadaya, Rp juta"))
    numbers = (money[0], tr("KK penerima manfaat"), tr("KK miskin"), tr("Urgensi"), money[1])
    columns: tuple[str, ...] = ("ID", tr("Desa"), tr("Usulan"), *numbers, "SKPD")
    rows = [_filed(paper) for paper in papers]
    if not eligible_only:
        columns = (*columns, tr("RPJM Desa"), tr("Kewenangan"))
        plans = [(tr("ya") if paper.in_rpjm else tr("belum"), paper.authority) for paper in papers]
        rows = [(*row, *plan) for row, plan in zip(rows, plans, strict=True)]
    return Table(
        tr("Usulan yang dibawa ke musrenbang kecamatan Tirtamulya"),
        columns,
        tuple(rows),
        tr("Data rekaan untuk latihan: Tirtamulya. Urgensi 1 (rendah) sampai 5 (tinggi)."),
        numbers,
    )


def _filed(paper: FiledProposal) -> tuple[str, ...]:
    return (
        paper.id,
        paper.village,
        paper.what,
        number(paper.cost_idr / MILLION),
        number(paper.households),
        number(paper.poor),
        number(paper.urgency),
        number(paper.selfhelp_idr / MILLION),
        paper.skpd,
    )
