"""The chain of own lists as pictures and tables: the funnel of unit 06, bars of indicators, what fills a document."""

from p2spp_sim.alignment.chain import Chain, ChainGate
from p2spp_sim.alignment.chain_book import CAME, came_from, shares
from p2spp_sim.alignment.chain_record import ChainRecord, MeasuredIndicator
from p2spp_sim.alignment.documents import LISTS
from p2spp_sim.base.formats import number, rupiah_short
from p2spp_sim.base.language import tr
from p2spp_sim.workbook.page.markup import Table
from p2spp_sim.workbook.pictures import Bar, Picture, Stage, bars, funnel


def chain_funnel(chain: Chain, measure: str) -> Picture:
    """Draw what every document keeps of the proposals, by rupiah or by count."""
    by_count = measure == "count"

    def said(value: float) -> str:
        return tr("{n} usulan").format(n=number(value)) if by_count else rupiah_short(value)

    gates = chain.gates
    stages = []
    for gate in gates:
        value, more, entered = _figures(gate, by_count)
        text = said(value)
        if more:
            text += f" – {said(value + more)}"
        gone = max(0, entered - value - more)
        lost = tr("hilang {nilai}").format(nilai=said(gone)) if gone else ""
        stages.append(Stage(LISTS[gate.name], float(entered), float(value), text, lost))
    first, last = gates[0], gates[-1]
    if len(gates) == 1:
        title = tr("{n} usulan layak; daftar sesudahnya belum ada").format(n=number(first.count))
    else:
        title = tr("Dari {n} usulan layak, {m} sampai {daftar}").format(
            n=number(first.count), m=_between(last.count, last.open), daftar=LISTS[last.name]
        )
    return funnel(title, stages, _funnel_table(title, gates))


def _figures(gate: ChainGate, by_count: bool) -> tuple[int, int, int]:
    """Give what stands, what may stand besides, and what came."""
    return (
        (gate.count, gate.open, gate.entered)
        if by_count
        else (gate.idr, gate.open_idr, gate.asked_idr)
    )


def _between(least: int, more: int) -> str:
    return f"{number(least)}–{number(least + more)}" if more else number(least)


def _funnel_table(title: str, gates: tuple[ChainGate, ...]) -> Table:
    heads = (
        tr("Datang"),
        tr("Ada"),
        tr("Belum diperiksa"),
        tr("Hilang"),
        tr("Rupiah ada"),
        tr("Rupiah belum diperiksa"),
    )
    rows = [
        (
            LISTS[gate.name],
            number(gate.entered),
            number(gate.count),
            number(gate.open),
            number(gate.lost),
            rupiah_short(gate.idr),
            rupiah_short(gate.open_idr),
            "; ".join(f"{reason} ({number(n)})" for reason, n in gate.reasons.items()) or "–",
        )
        for gate in gates
    ]
    return Table(title, (tr("Daftar"), *heads, tr("Sebab")), tuple(rows), note(), heads)


def indicator_board(chain: Chain) -> Picture:
    """Draw the indicators that the lists can tell, between least and most."""
    measured = [m for m in ChainRecord(chain).indicators() if m.count]
    rows = [Bar(_short(m), m.count[0], shares(m.count)) for m in measured if m.count]
    heads = (tr("Menurut jumlah"), tr("Menurut rupiah"))
    cells = [(m.label, shares(m.count), shares(m.rupiah)) for m in measured]
    title = tr("Indikator dari daftar Anda sendiri")
    table = Table(title, (tr("Indikator"), *heads), tuple(cells), note(), heads)
    return bars(title, rows, table, top=1.0) if rows else Picture.empty()


def unsaid_table(chain: Chain) -> Table:
    """Set out the indicators that the lists cannot tell, and what is missing for each."""
    untold = [m for m in ChainRecord(chain).indicators() if not m.count]
    heads = (tr("Indikator"), tr("Yang kurang"))
    title = tr("Yang tidak dapat dikatakan dari daftar ini")
    return Table(title, heads, tuple((m.label, m.why_not) for m in untold))


def _short(measured: MeasuredIndicator) -> str:
    return f"{measured.indicator.seed_code} {measured.indicator.called}".strip()


def document_table(chain: Chain) -> Table:
    """Set out what fills every document, by where it comes from."""
    heads = tuple(CAME[source][0].upper() + CAME[source][1:] for source in CAME)
    text = tr("{n} ({rupiah})")
    rows = [
        (
            LISTS[name],
            *(
                text.format(n=number(n), rupiah=rupiah_short(idr)) if n else "–"
                for n, idr in came_from(chain, name).values()
            ),
        )
        for name in chain.documents
    ]
    title = tr("Isi setiap dokumen: banyaknya pekerjaan dan rupiah menurut asal")
    return Table(title, (tr("Dokumen"), *heads), tuple(rows), note(), heads)


def note() -> str:
    """Say below a table what its figures rest on."""
    return tr(
        "Dihitung dari daftar dan keputusan Anda sendiri, tanpa simulasi; indikator ilustratif, "
        "bukan indikator resmi."
    )
