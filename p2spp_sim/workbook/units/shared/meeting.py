"""What one sub-district meeting decided, in words, as a picture and as a table."""

from p2spp_sim.base.formats import number, percent
from p2spp_sim.base.language import tr
from p2spp_sim.workbook.case.desk import MeetingOutcome, RankedProposal
from p2spp_sim.workbook.page.markup import Table, in_millions
from p2spp_sim.workbook.pictures import Bar, Picture, bars
from p2spp_sim.workbook.units.shared.proposals_case import SOURCE


def summary_of(meeting: MeetingOutcome, ceiling_idr: int) -> str:
    """Say in three lines what the meeting decided."""
    without = ", ".join(meeting.villages_without) or tr("tidak ada")
    return "\n".join(
        (
            tr("Dibiayai {n} dari {m} usulan layak: {rupiah} dari pagu {pagu} ({bagian}).").format(
                n=len(meeting.chosen),
                m=len(meeting.eligible),
                rupiah=in_millions(meeting.spent_idr),
                pagu=in_millions(ceiling_idr),
                bagian=percent(meeting.spent_idr / ceiling_idr, 0) if ceiling_idr else "–",
            ),
            tr("KK miskin terlayani: {n}.").format(n=number(meeting.poor_reached)),
            tr("Desa tanpa usulan terpilih: {desa}.").format(desa=without),
        )
    )


MOST_BARS = 30  # a longer ranking is shown around the line


def near_the_line(meeting: MeetingOutcome) -> MeetingOutcome:
    """Give the part of a long ranking around the last chosen one; all of a short one."""
    eligible = meeting.eligible
    if len(meeting.rows) <= MOST_BARS:
        return meeting
    last = max((at for at, row in enumerate(eligible) if row.chosen), default=0)
    first = max(0, min(last - 2 * MOST_BARS // 3, len(eligible) - MOST_BARS))
    return MeetingOutcome(eligible[first : first + MOST_BARS], meeting.villages)


def picture_of(meeting: MeetingOutcome, ceiling_idr: int) -> Picture:
    """Draw the scored proposals in the order of rank, those chosen filled; of many those around the line."""
    title, shown = seen_in(meeting, ceiling_idr), near_the_line(meeting)
    rows = [
        Bar(
            label=f"{row.rank}. {row.paper.id} {row.paper.village}: {row.paper.what}",
            value=row.score,
            text=f"{number(row.score, 3)}  {in_millions(row.paper.cost_idr)}",
            mark="on" if row.chosen else "off",
        )
        for row in shown.eligible
    ]
    return bars(title, rows, ranking_of(shown), top=1.0)


def seen_in(meeting: MeetingOutcome, ceiling_idr: int) -> str:
    """Say what a picture of the ranking shows: how many are funded, and who is the first left out."""
    said = tr("{n} dari {m} usulan layak dibiayai pagu {pagu}").format(
        n=len(meeting.chosen), m=len(meeting.eligible), pagu=in_millions(ceiling_idr)
    )
    left = next((row.paper for row in meeting.eligible if not row.chosen), None)
    if left is None:
        return said
    return said + tr("; yang pertama tersisih {id} {desa}").format(id=left.id, desa=left.village)


def ranking_of(meeting: MeetingOutcome) -> Table:
    """Give every proposal with rank, score, decision and reason."""
    numbers = (tr("Peringkat"), tr("Skor"), tr("Biaya"), tr("KK miskin"))
    columns = (numbers[0], "ID", tr("Desa"), tr("Usulan"), *numbers[1:], tr("Keputusan"))
    rows = tuple(_ranked(row) for row in meeting.rows)
    return Table(tr("Keputusan atas setiap usulan"), columns, rows, tr(SOURCE), numbers)


def _ranked(row: RankedProposal) -> tuple[str, ...]:
    scored = row.rank > 0
    if row.chosen:
        decision = "✓ " + tr("dibiayai")
    else:
        decision = ("– " if scored else "↩ " + tr("dikembalikan") + ": ") + row.reason_text
    return (
        str(row.rank) if scored else "–",
        row.paper.id,
        row.paper.village,
        row.paper.what,
        number(row.score, 3) if scored else "–",
        in_millions(row.paper.cost_idr),
        number(row.paper.poor),
        decision,
    )
