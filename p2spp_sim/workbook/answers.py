"""What is right, and what a foreseen mistake comes to: one named function each, computed from the desk.

The question bank names these functions; it holds no answer of its own.
"""

from collections.abc import Callable

from p2spp_sim.workbook.desk import Desk, Meeting
from p2spp_sim.workbook.markup import MILLION

Answer = str | float | frozenset[str] | tuple[str, ...] | dict[str, str] | dict[str, float]
ANSWERS: dict[str, Callable[[Desk], Answer]] = {}
OTHER_WEIGHTS = {
    "weight_poor": 0.10,
    "weight_reach": 0.45,
    "weight_urgency": 0.20,
    "weight_selfhelp": 0.10,
    "weight_rpjm": 0.15,
}
TARGET_SELFHELP = 0.10


def answer(function: Callable[[Desk], Answer]) -> Callable[[Desk], Answer]:
    """Make a function available to the question bank under its own name."""
    ANSWERS[function.__name__] = function
    return function


def solve(name: str, desk: Desk) -> Answer:
    """Compute the answer of that name."""
    return ANSWERS[name](desk)


# ---- unit 03: the sub-district meeting


@answer
def sorting(desk: Desk) -> dict[str, str]:
    """Where every proposal goes: `eligible`, or the reason of the first gate that stops it."""
    return {row.paper.id: row.reason if row.rank == 0 else "eligible" for row in desk.meeting().rows}


@answer
def score_of_u13(desk: Desk) -> float:
    """Score of U13 as the meeting ranks it."""
    return _score(desk.meeting(), "U13")


@answer
def score_selfhelp_raw(desk: Desk) -> float:
    """Score of U13 when self-help is not divided by the target share."""
    return _parts_score(desk, "U13", selfhelp=_ratio(desk, "U13"))


@answer
def score_selfhelp_full(desk: Desk) -> float:
    """Score of U13 when any self-help at all counts in full."""
    return _parts_score(desk, "U13", selfhelp=1.0)


@answer
def score_without_rpjm(desk: Desk) -> float:
    """Score of U13 when the criterion of the village plan is forgotten."""
    return _parts_score(desk, "U13", rpjm=0.0)


@answer
def score_poor_of_widest(desk: Desk) -> float:
    """Score of U13 when poor households are divided by the widest reach instead of its own beneficiaries."""
    return _parts_score(desk, "U13", poor=desk.papers["U13"].poor / widest(desk))


@answer
def top_five_other_weights(desk: Desk) -> tuple[str, ...]:
    """First five when reach weighs 45 and poverty 10."""
    return tuple(row.paper.id for row in desk.meeting(**OTHER_WEIGHTS).eligible[:5])


@answer
def top_five(desk: Desk) -> tuple[str, ...]:
    """First five with the unit's own weights."""
    return tuple(row.paper.id for row in desk.meeting().eligible[:5])


@answer
def top_five_by_households(desk: Desk) -> tuple[str, ...]:
    """First five by beneficiaries alone."""
    rows = sorted(desk.meeting().eligible, key=lambda row: (-row.paper.households, row.paper.id))
    return tuple(row.paper.id for row in rows[:5])


@answer
def true_of_three_rules(desk: Desk) -> frozenset[str]:
    """Which statements on skip, best package and one per village first hold."""
    skip, package, village = (desk.meeting(fill_rule=rule) for rule in ("skip", "best_package", "village_first"))
    held = {
        "desa_lebih_merata": len(village.villages_without) < len(skip.villages_without),
        "paket_lebih_miskin": package.poor_reached > skip.poor_reached,
        "paket_semua_desa": not package.villages_without,
        "desa_semua_desa": not village.villages_without,
        "urut_lebih_banyak": len(skip.chosen) > len(package.chosen),
        "paket_lebih_hemat": package.spent_idr < skip.spent_idr,
    }
    return frozenset(key for key, true in held.items() if true)


@answer
def why_u13_left_out(desk: Desk) -> str:
    """Look up the reason in the minutes for U13 under the best package."""
    return next(row.reason for row in desk.meeting(fill_rule="best_package").rows if row.paper.id == "U13")


@answer
def minutes_of_meeting(desk: Desk) -> dict[str, str]:
    """Say what the minutes hold of each proposal under the unit's rule: `funded`, or the reason."""
    return {row.paper.id: "funded" if row.chosen else row.reason for row in desk.meeting().rows}


# ---- unit 06: from plan to budget


@answer
def passed_ppas(desk: Desk) -> float:
    """Per cent of the rupiah of the RKPD that is still in the PPAS."""
    return 100 * desk.gates["kua_ppas"].passed


@answer
def passed_ppas_count(desk: Desk) -> float:
    """Count the same by proposals."""
    return 100 * desk.gates["kua_ppas"].passed_count


@answer
def share_ppas(desk: Desk) -> float:
    """Per cent of the first rupiah that is in the PPAS."""
    return 100 * desk.gates["kua_ppas"].share


@answer
def lost_share_ppas(desk: Desk) -> float:
    """Per cent of the rupiah of the RKPD that the PPAS loses."""
    return 100 * (1 - desk.gates["kua_ppas"].passed)


@answer
def lost_by_gate(desk: Desk) -> dict[str, float]:
    """Rupiah in millions lost at each gate."""
    return {stage: gate.lost_idr / MILLION for stage, gate in desk.gates.items()}


@answer
def left_by_gate(desk: Desk) -> dict[str, float]:
    """Rupiah in millions left after each gate."""
    return {stage: gate.rupiah / MILLION for stage, gate in desk.gates.items()}


@answer
def leakiest_gate(desk: Desk) -> str:
    """Find the gate that lets the smallest share of its rupiah through."""
    return min(list(desk.gates.values())[1:], key=lambda gate: gate.passed).stage


@answer
def where_lost(desk: Desk) -> dict[str, str]:
    """Find the gate at which each proposal was lost; `arrived` for those that came through."""
    return dict(desk.stopped_at)


@answer
def funded_900(desk: Desk) -> frozenset[str]:
    """List what a locked ceiling of Rp 900 million funds."""
    return _funded(desk, 900)


@answer
def gain_1200(desk: Desk) -> float:
    """Millions of rupiah that a locked ceiling of Rp 1,200 million brings beyond the APBD of the funnel."""
    return _given(desk, 1200) - _arrived(desk)


@answer
def given_1200(desk: Desk) -> float:
    """Millions of rupiah funded under a locked ceiling of Rp 1,200 million."""
    return _given(desk, 1200)


@answer
def gain_full_1200(desk: Desk) -> float:
    """Compute the same gain if the ceiling were spent to the last rupiah."""
    return 1200 - _arrived(desk)


def locked(desk: Desk, ceiling_million: int) -> Meeting:
    """Run the meeting under a locked ceiling, down the ranking past what does not fit."""
    return desk.meeting(kecamatan_ceiling_idr=ceiling_million * MILLION, fill_rule="skip")


def _funded(desk: Desk, ceiling: int) -> frozenset[str]:
    return frozenset(row.paper.id for row in locked(desk, ceiling).chosen)


def _given(desk: Desk, ceiling: int) -> float:
    return locked(desk, ceiling).spent_idr / MILLION


def _arrived(desk: Desk) -> float:
    return list(desk.gates.values())[-1].rupiah / MILLION


# ---- the parts of a score, for feedback that names the wrong step


def _score(meeting: Meeting, key: str) -> float:
    return next(row.score for row in meeting.rows if row.paper.id == key)


def widest(desk: Desk) -> int:
    """Give the most households that one proposal serves."""
    return max(paper.households for paper in desk.papers.values())


def _ratio(desk: Desk, key: str) -> float:
    return desk.papers[key].selfhelp_idr / desk.papers[key].cost_idr


def parts(desk: Desk, key: str) -> dict[str, float]:
    """Give the five criteria of a proposal, each 0..1, as the unit's text defines them."""
    paper = desk.papers[key]
    return {
        "poor": paper.poor / paper.households,
        "reach": paper.households / widest(desk),
        "urgency": paper.urgency / 5,
        "selfhelp": min(1.0, _ratio(desk, key) / TARGET_SELFHELP),
        "rpjm": float(paper.in_rpjm),
    }


def _parts_score(desk: Desk, key: str, **other: float) -> float:
    values = {**parts(desk, key), **other}
    return sum(float(desk.forum_scenario.value(f"weight_{name}")) * value for name, value in values.items())
