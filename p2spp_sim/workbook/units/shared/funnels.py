"""Funnels of gates as pictures and tables, by rupiah and by count."""

from p2spp_sim.base.formats import number, percent, rupiah_short
from p2spp_sim.base.language import Labels, tr
from p2spp_sim.workbook.case.desk import FunnelStage
from p2spp_sim.workbook.page.markup import Table, in_millions
from p2spp_sim.workbook.pictures import Picture, Stage, funnel
from p2spp_sim.workbook.units.shared.proposals_case import SOURCE

MEASURES = Labels(rupiah="Menurut rupiah", count="Menurut jumlah usulan")


def funnel_picture(
    title: str,
    gates: dict[str, FunnelStage],
    measure: str,
    lost: dict[str, str] | None = None,
    before: dict[str, FunnelStage] | None = None,
    note: str = "",
    shares: bool = True,
) -> Picture:
    """Draw gates as a leaking funnel with its table.

    Parameters
    ----------
    gates : by stage, in order.
    measure : "rupiah" or "count".
    lost : proposal and the stage where it was lost, when the case is small enough to name them.
    before : the gates of an earlier run, drawn as a dashed mark.
    note : unit, source and year below the table.
    shares : whether to say what each gate lets through and loses; False where that is the learner's to work out.
    """
    by_count = measure == "count"
    money = rupiah_short if lost is None else in_millions

    def said(value: float) -> str:
        return tr("{n} usulan").format(n=number(value)) if by_count else money(value)

    stages = []
    for key, gate in gates.items():
        value, entered = (gate.count, gate.entered) if by_count else (gate.rupiah, gate.asked_idr)
        text = said(value)
        if shares and entered > value:
            text += ", " + tr("lolos {bagian}").format(bagian=percent(value / entered))
        earlier = None
        if before and key in before:
            earlier = float(before[key].count if by_count else before[key].rupiah)
        gone = (
            tr("hilang {nilai}").format(nilai=said(entered - value))
            if shares and entered > value
            else ""
        )
        stages.append(Stage(gate.label, float(entered), float(value), text, gone, earlier))
    words = tr("tanda putus-putus: sebelum pilihan kebijakan diubah") if before else ""
    return funnel(
        title,
        stages,
        funnel_table(title, gates, lost, note, shares),
        before=words,
    )


def funnel_table(
    title: str,
    gates: dict[str, FunnelStage],
    lost: dict[str, str] | None,
    note: str,
    shares: bool = True,
) -> Table:
    """Give the funnel in figures, by rupiah and by count."""
    names = [tr("Gerbang"), tr("Usulan"), tr("Rupiah")]
    if shares:
        names += [tr("Lolos (rupiah)"), tr("Lolos (jumlah)"), tr("Rupiah hilang")]
    money = rupiah_short if lost is None else in_millions
    extra = tr("Usulan yang hilang di sini") if lost is not None else tr("Sebab terbanyak")
    rows = []
    for key, gate in gates.items():
        last = (
            ", ".join(sorted(k for k, at in lost.items() if at == key))
            if lost is not None
            else gate.reason
        )
        cells = [gate.label, number(gate.count), money(gate.rupiah)]
        if shares:
            cells += [percent(gate.passed), percent(gate.passed_count), money(gate.lost_idr)]
        rows.append((*cells, last or "–"))
    return Table(title, (*names, extra), tuple(rows), note or tr(SOURCE), tuple(names[1:]))
