"""The proposals that the villages of Tirtamulya bring to their meeting, as sentences of several units quote them."""

from p2spp_sim.base.formats import number
from p2spp_sim.base.language import tr
from p2spp_sim.workbook.case.desk import Desk, MeetingOutcome
from p2spp_sim.workbook.exercises.answers import FactParts
from p2spp_sim.workbook.page.markup import in_millions


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
