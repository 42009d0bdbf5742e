"""Unit 06: what is left and lost at each gate, and what a locked ceiling brings."""

from p2spp_sim.base.formats import number, percent
from p2spp_sim.workbook.case.desk import Desk, FunnelStage, MeetingOutcome
from p2spp_sim.workbook.exercises.answers import Answers, FactParts
from p2spp_sim.workbook.page.markup import MILLION, in_millions
from p2spp_sim.workbook.units.shared.proposals import of_meeting, of_proposal
from p2spp_sim.workbook.units.shared.sorted_things import places_of

answers = Answers()
answers.add(places_of("remedy"))
answers.add(places_of("payer"))

GATES = ("forum_skpd", "musrenbang_kabupaten", "kua_ppas", "apbd")  # after the meeting, in order


@answers.add
def passed_ppas(desk: Desk) -> float:
    """Per cent of the rupiah of the RKPD that is still in the PPAS."""
    return 100 * desk.gate("kua_ppas").passed


@answers.add
def passed_ppas_count(desk: Desk) -> float:
    """Count the same by proposals."""
    return 100 * desk.gate("kua_ppas").passed_count


@answers.add
def share_ppas(desk: Desk) -> float:
    """Per cent of the first rupiah that is in the PPAS."""
    return 100 * desk.gate("kua_ppas").share


@answers.add
def lost_share_ppas(desk: Desk) -> float:
    """Per cent of the rupiah of the RKPD that the PPAS loses."""
    return 100 * (1 - desk.gate("kua_ppas").passed)


@answers.add
def lost_by_gate(desk: Desk) -> dict[str, float]:
    """Rupiah in millions lost at each gate."""
    return {stage: desk.gate(stage).lost_idr / MILLION for stage in GATES}


@answers.add
def left_by_gate(desk: Desk) -> dict[str, float]:
    """Rupiah in millions left after each gate."""
    return {stage: desk.gate(stage).rupiah / MILLION for stage in GATES}


@answers.add
def leakiest_gate(desk: Desk) -> str:
    """Find the gate that lets the smallest share of its rupiah through."""
    return min(list(desk.gates.values())[1:], key=lambda gate: gate.passed).stage


@answers.add
def where_lost(desk: Desk) -> dict[str, str]:
    """Find the gate at which each proposal was lost; `arrived` for those that came through."""
    return dict(desk.stopped_at)


@answers.add
def funded_900(desk: Desk) -> frozenset[str]:
    """List what a locked ceiling of Rp 900 million funds."""
    return _funded(desk, 900)


@answers.add
def gain_1200(desk: Desk) -> float:
    """Millions of rupiah that a locked ceiling of Rp 1,200 million brings beyond the APBD of the funnel."""
    return _given(desk, 1200) - _arrived(desk)


@answers.add
def given_1200(desk: Desk) -> float:
    """Millions of rupiah funded under a locked ceiling of Rp 1,200 million."""
    return _given(desk, 1200)


@answers.add
def gain_full_1200(desk: Desk) -> float:
    """Compute the same gain if the ceiling were spent to the last rupiah."""
    return 1200 - _arrived(desk)


def locked(desk: Desk, ceiling_million: int) -> MeetingOutcome:
    """Run the meeting under a locked ceiling, down the ranking past what does not fit."""
    return desk.meeting(kecamatan_ceiling_idr=ceiling_million * MILLION, fill_rule="skip")


def _funded(desk: Desk, ceiling: int) -> frozenset[str]:
    return frozenset(row.paper.id for row in locked(desk, ceiling).chosen)


def _given(desk: Desk, ceiling: int) -> float:
    return locked(desk, ceiling).spent_idr / MILLION


def _arrived(desk: Desk) -> float:
    return list(desk.gates.values())[-1].rupiah / MILLION


@answers.named_fact
def of_ceiling_gate_or_proposal(desk: Desk, name: str) -> FactParts | None:
    """Give what a locked ceiling funds, as in `{pagu900[jumlah]}`, a gate by its stage, or a proposal by its id."""
    if (million := name.removeprefix("pagu")).isdecimal():
        return of_meeting(locked(desk, int(million)))
    return of_gate(desk.gates[name]) if name in desk.gates else of_proposal(desk, name)


def of_gate(gate: FunnelStage) -> FactParts:
    """Give the facts of a gate of the funnel."""
    return {
        "nama": gate.label,
        "jumlah": number(gate.count),
        "rupiah": in_millions(gate.rupiah),
        "hilang": in_millions(gate.lost_idr),
        "lolos": percent(gate.passed),
        "lolos_jumlah": percent(gate.passed_count),
        "bagian": percent(gate.share),
    }
