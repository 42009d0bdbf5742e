"""Unit 03: what the sub-district meeting answers, with the parts of a score for feedback that names the wrong step."""

from p2spp_sim.base.formats import number
from p2spp_sim.workbook.case.desk import Desk, MeetingOutcome
from p2spp_sim.workbook.exercises.answers import Answers, FactParts
from p2spp_sim.workbook.page.markup import in_millions
from p2spp_sim.workbook.units.shared.proposals import (
    brought,
    criteria,
    of_meeting,
    of_proposal,
    widest,
)
from p2spp_sim.workbook.units.shared.sorted_things import places_of

answers = Answers()
answers.add(places_of("one_list"))
answers.add(places_of("one_list_today"))

OTHER_WEIGHTS = {
    "weight_poor": 0.10,
    "weight_reach": 0.45,
    "weight_urgency": 0.20,
    "weight_selfhelp": 0.10,
    "weight_rpjm": 0.15,
}


@answers.add
def sorting(desk: Desk) -> dict[str, str]:
    """Where every proposal goes: `eligible`, or the reason of the first gate that stops it."""
    return {
        row.paper.id: row.reason if row.rank == 0 else "eligible" for row in desk.meeting().rows
    }


@answers.add
def score_of_u13(desk: Desk) -> float:
    """Score of U13 as the meeting ranks it."""
    return _score(desk.meeting(), "U13")


@answers.add
def score_selfhelp_raw(desk: Desk) -> float:
    """Score of U13 when self-help is not divided by the target share."""
    paper = desk.papers["U13"]
    return _parts_score(desk, "U13", selfhelp=paper.selfhelp_idr / paper.cost_idr)


@answers.add
def score_selfhelp_full(desk: Desk) -> float:
    """Score of U13 when any self-help at all counts in full."""
    return _parts_score(desk, "U13", selfhelp=1.0)


@answers.add
def score_without_rpjm(desk: Desk) -> float:
    """Score of U13 when the criterion of the village plan is forgotten."""
    return _parts_score(desk, "U13", rpjm=0.0)


@answers.add
def score_poor_of_widest(desk: Desk) -> float:
    """Score of U13 when poor households are divided by the widest reach instead of its own beneficiaries."""
    return _parts_score(desk, "U13", poor=desk.papers["U13"].poor / widest(desk))


@answers.add
def top_five_other_weights(desk: Desk) -> tuple[str, ...]:
    """First five when reach weighs 45 and poverty 10."""
    return tuple(row.paper.id for row in desk.meeting(**OTHER_WEIGHTS).eligible[:5])


@answers.add
def top_five(desk: Desk) -> tuple[str, ...]:
    """First five with the unit's own weights."""
    return tuple(row.paper.id for row in desk.meeting().eligible[:5])


@answers.add
def top_five_by_households(desk: Desk) -> tuple[str, ...]:
    """First five by beneficiaries alone."""
    rows = sorted(desk.meeting().eligible, key=lambda row: (-row.paper.households, row.paper.id))
    return tuple(row.paper.id for row in rows[:5])


@answers.add
def true_of_three_rules(desk: Desk) -> frozenset[str]:
    """Which statements on skip, best package and one per village first hold."""
    skip = desk.meeting(fill_rule="skip")
    package = desk.meeting(fill_rule="best_package")
    village = desk.meeting(fill_rule="village_first")
    statements = {
        "desa_lebih_merata": len(village.villages_without) < len(skip.villages_without),
        "paket_lebih_miskin": package.poor_reached > skip.poor_reached,
        "paket_semua_desa": not package.villages_without,
        "desa_semua_desa": not village.villages_without,
        "urut_lebih_banyak": len(skip.chosen) > len(package.chosen),
        "paket_lebih_hemat": package.spent_idr < skip.spent_idr,
    }
    return frozenset(key for key, true in statements.items() if true)


@answers.add
def why_u13_left_out(desk: Desk) -> str:
    """Look up the reason in the minutes for U13 under the best package."""
    return next(
        row.reason for row in desk.meeting(fill_rule="best_package").rows if row.paper.id == "U13"
    )


@answers.add
def minutes_of_meeting(desk: Desk) -> dict[str, str]:
    """Say what the minutes hold of each proposal under the unit's rule: `funded`, or the reason."""
    return {row.paper.id: "funded" if row.chosen else row.reason for row in desk.meeting().rows}


def _score(meeting: MeetingOutcome, key: str) -> float:
    return next(row.score for row in meeting.rows if row.paper.id == key)


def _parts_score(desk: Desk, key: str, **other: float) -> float:
    values = {**criteria(desk, key), **other}
    return sum(
        float(desk.forum_scenario.value(f"weight_{name}")) * value for name, value in values.items()
    )


@answers.named_fact
def of_rule_or_proposal(desk: Desk, key: str) -> FactParts | None:
    """Give what the meeting decides under a way of choosing, as in `{skip[jumlah]}`, or a proposal by its id."""
    if key in desk.forum_scenario.lever("fill_rule").choices:
        return of_meeting(desk.meeting(fill_rule=key))
    return of_proposal(desk, key)


@answers.fact
def bobot(desk: Desk) -> FactParts:
    """Give the weights of the unit in per cent."""
    return {
        lever.removeprefix("weight_"): number(100 * float(desk.forum_scenario.value(lever)))
        for lever in OTHER_WEIGHTS
    }


@answers.fact
def semua(desk: Desk) -> FactParts:
    """Give what the villages brought and what of it is eligible."""
    meeting = desk.meeting()
    return {
        **brought(desk),
        "terluas": number(widest(desk)),
        "kembali": ", ".join(row.paper.id for row in meeting.returned),
        "pagu": in_millions(float(desk.forum_scenario.value("kecamatan_ceiling_idr"))),
        "lima": ", ".join(row.paper.id for row in meeting.eligible[:5]),
        "lima_lain": ", ".join(row.paper.id for row in desk.meeting(**OTHER_WEIGHTS).eligible[:5]),
    }
