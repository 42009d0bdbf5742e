"""Minutes of a musrenbang kecamatan that ranked its proposals: weights, ceiling and way, and what became of each."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from p2spp_sim.base.formats import number, rupiah
from p2spp_sim.base.language import tr
from p2spp_sim.papers.minutes import assembled, layout
from p2spp_sim.papers.occasion import Occasion
from p2spp_sim.papers.paper import LineRow, Paper, PaperColumn, PaperTable, SumRow, blank, fitted
from p2spp_sim.papers.paper_lists import in_words, whose_layout

_SCORE_DIGITS = 3


@dataclass(frozen=True, slots=True)
class MeetingDecision:
    """What a meeting decided on one proposal.

    Parameters
    ----------
    rank, score : 0 for one that was sent back.
    approved_idr : what the ceiling pays; 0 for nothing.
    reason : why it was sent back or not paid, in words.
    """

    number: str
    what: str
    village: str
    skpd: str
    cost_idr: int
    rank: int
    score: float
    approved_idr: int
    reason: str


@dataclass(frozen=True, slots=True)
class RankedMeeting:
    """What a meeting agreed on.

    Parameters
    ----------
    decisions : in the order of rank, those sent back last.
    weights : per cent of each criterion, by its words.
    ceiling_idr : rupiah that the kecamatan decides on.
    way : how proposals were chosen, in words.
    """

    decisions: tuple[MeetingDecision, ...]
    weights: Mapping[str, int]
    ceiling_idr: int
    way: str


def make(record: RankedMeeting, occasion: Occasion) -> Paper:
    """Make the minutes; nothing in them says that a meeting took place other than what is filled in and signed."""
    funded = [made for made in record.decisions if made.approved_idr]
    waiting = [made for made in record.decisions if made.rank and not made.approved_idr]
    returned = [made for made in record.decisions if not made.rank]
    weights = ", ".join(f"{words} {number(share)}%" for words, share in record.weights.items())
    agreed = tr("Penilaian dengan bobot {bobot}; pagu {pagu}; cara memilih: {cara}.")
    clauses = [agreed.format(bobot=weights, pagu=rupiah(record.ceiling_idr), cara=record.way)]
    groups = (
        (
            funded,
            tr("Usulan yang dibiayai pagu"),
            tr("Usulan yang dibiayai pagu, dalam Lampiran {lampiran}: {n} usulan, {jumlah}."),
        ),
        (
            waiting,
            tr("Usulan prioritas yang dibawa ke Forum SKPD"),
            tr(
                "Usulan layak yang belum dibiayai dibawa ke Forum SKPD menurut peringkatnya, dalam Lampiran "
                "{lampiran}: {n} usulan, {jumlah}."
            ),
        ),
        (
            returned,
            tr("Usulan yang dikembalikan"),
            tr(
                "Usulan yang dikembalikan kepada desa dengan alasannya, dalam Lampiran {lampiran}: {n} usulan, "
                "{jumlah}."
            ),
        ),
    )
    annexes: list[tuple[str, PaperTable]] = []
    for made, title, clause in groups:
        if not made:
            continue
        numeral = "I" * (len(annexes) + 1)
        total = sum(each.approved_idr or each.cost_idr for each in made)
        clauses.append(clause.format(lampiran=numeral, n=number(len(made)), jumlah=in_words(total)))
        annexes.append((title, _table(made)))
    return assembled(occasion, clauses, annexes, whose_layout(layout()))


def _table(decisions: Sequence[MeetingDecision]) -> PaperTable:
    """Give what was decided as a table with its sum; ranks and reasons where there are such."""
    ranked = all(made.rank for made in decisions)
    reasoned = any(made.reason for made in decisions)
    columns = [
        PaperColumn(tr("peringkat") if ranked else tr("No."), "code", 5),
        PaperColumn(tr("nomor"), "code"),
        PaperColumn(tr("usulan")),
        PaperColumn(tr("desa")),
        PaperColumn(tr("SKPD")),
        PaperColumn(tr("biaya (rupiah)"), "idr"),
    ]
    if ranked:
        columns.insert(-1, PaperColumn(tr("skor"), "code"))
    if any(made.approved_idr not in (0, made.cost_idr) for made in decisions):
        columns.append(PaperColumn(tr("disetujui (rupiah)"), "idr"))
    cut = len(columns) > 6 + ranked
    if reasoned:
        columns.append(PaperColumn(tr("alasan")))
    rows = []
    for at, made in enumerate(decisions, 1):
        score = number(made.score, _SCORE_DIGITS)
        rows.append(
            LineRow(
                (
                    made.rank or at,
                    made.number,
                    made.what,
                    made.village,
                    made.skpd,
                    *([score] if ranked else []),
                    made.cost_idr,
                    *([made.approved_idr] if cut else []),
                    *([made.reason or blank()] if reasoned else []),
                )
            )
        )
    return fitted(columns, [*rows, SumRow(tr("Jumlah"))])
