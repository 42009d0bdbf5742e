"""The proposals that the villages of Tirtamulya bring to their meeting, as sentences of several units quote them."""

from p2spp_sim.base.formats import number
from p2spp_sim.base.language import tr
from p2spp_sim.workbook.case.desk import Desk, MeetingOutcome
from p2spp_sim.workbook.exercises.answers import FactParts
from p2spp_sim.workbook.page.markup import in_millions

TARGET_SELFHELP = 0.10


def eligible(desk: Desk) -> frozenset[str]:
    """Give the proposals that the meeting does not send back."""
    return frozenset(row.paper.id for row in desk.meeting().eligible)


def of_meeting(meeting: MeetingOutcome) -> FactParts:
    """Give what a meeting decided, in words."""
    return {
        "dibiayai": ", ".join(row.paper.id for row in meeting.chosen),
        "jumlah": number(len(meeting.chosen)),
        "rupiah": in_millions(meeting.spent_idr),
        "miskin": number(meeting.poor_reached),
        "desa": number(len(meeting.villages) - len(meeting.villages_without)),
        "tanpa": ", ".join(meeting.villages_without) or tr("tidak ada"),
    }


def brought(desk: Desk) -> FactParts:
    """Give what the villages brought and what of it is eligible."""
    meeting = desk.meeting()
    return {
        "usulan": number(len(meeting.rows)),
        "desa": number(len(desk.village_names)),
        "rupiah": in_millions(sum(row.paper.cost_idr for row in meeting.rows)),
        "layak": number(len(meeting.eligible)),
        "rupiah_layak": in_millions(sum(row.paper.cost_idr for row in meeting.eligible)),
    }


def widest(desk: Desk) -> int:
    """Give the most households that one proposal serves."""
    return max(paper.households for paper in desk.papers.values())


def criteria(desk: Desk, key: str) -> dict[str, float]:
    """Give the five criteria of a proposal, each 0..1, as the text of unit 03 defines them."""
    paper = desk.papers[key]
    return {
        "poor": paper.poor / paper.households,
        "reach": paper.households / widest(desk),
        "urgency": paper.urgency / 5,
        "selfhelp": min(1.0, paper.selfhelp_idr / paper.cost_idr / TARGET_SELFHELP),
        "rpjm": float(paper.in_rpjm),
    }


def of_proposal(desk: Desk, key: str) -> FactParts | None:
    """Give the facts of a proposal by its id, as in `{U13[biaya]}`; None where the dataset has no such proposal."""
    row = next((row for row in desk.meeting().rows if row.paper.id == key), None)
    if row is None:
        return None
    paper = row.paper
    return {
        "desa": paper.village,
        "usulan": paper.what,
        "biaya": in_millions(paper.cost_idr),
        "kk": number(paper.households),
        "miskin": number(paper.poor),
        "urgensi": number(paper.urgency),
        "swadaya": in_millions(paper.selfhelp_idr),
        "wewenang": paper.authority,
        "skor": number(row.score, 3),
        "peringkat": number(row.rank),
        "alasan": row.reason_text,
        **{f"p_{name}": number(value, 3) for name, value in criteria(desk, key).items()},
    }
