"""Unit 02: what the papers of Karangjati say of its plans, and what learners may take them to say."""

from p2spp_sim import village_plan as vp
from p2spp_sim.base.formats import number, percent
from p2spp_sim.village_plan.days import day
from p2spp_sim.village_plan.papers import PAYERS
from p2spp_sim.village_plan.planning import FORUM
from p2spp_sim.workbook.case.desk import Desk
from p2spp_sim.workbook.case.village_papers import compared, pack
from p2spp_sim.workbook.exercises.answers import Answers, FactParts, by_kind, exchanged
from p2spp_sim.workbook.page.markup import in_millions
from p2spp_sim.workbook.units.shared.sorted_things import sorted_things

answers = Answers()

# What question 02-5 offers, by the check that would find it; `authority` is a line the village pays though not its own.
OFFERED = {
    "date_first": "rkp_date",
    "no_selfhelp": "rkp_selfhelp",
    "no_minutes": "minutes",
    "no_map": "village_map",
    "no_cost": "costed",
    "no_women": "women_meeting",
}


def items_of(desk: Desk, regime: str = "") -> dict[str, vp.InstrumentItem]:
    """Give the twelve items of the instrument as the papers have them."""
    return vp.instrument(pack(desk), vp.regime(regime or desk.book))


@answers.add
def agenda(desk: Desk) -> tuple[str, ...]:
    """Put the points of a day's musrenbang desa in order."""
    points = sorted_things()["agenda"]
    return tuple(sorted(points, key=lambda key: points[key].under))


@answers.add
def agenda_weights_late(desk: Desk) -> tuple[str, ...]:
    """Agree on the measures when the proposals are sorted already."""
    return exchanged(agenda(desk), "ukuran", "pilah")


@answers.add
def agenda_delegates_first(desk: Desk) -> tuple[str, ...]:
    """Choose the delegates before anything is decided."""
    return ("utusan", *(key for key in agenda(desk) if key != "utusan"))


@answers.add
def plan_state(desk: Desk) -> dict[str, str]:
    """Tell of each line of the RKP Desa whether the RPJM Desa has it, and in that year."""
    planned, timely = vp.in_plan(pack(desk)), vp.in_year(pack(desk))
    return {
        key: "in_year" if timely[key] else "other_year" if planned[key] else "missing"
        for key in planned
    }


@answers.add
def consistency_percent(desk: Desk) -> float:
    """Per cent of RKP Desa lines found in the RPJM Desa."""
    return 100 * vp.consistency(pack(desk))


@answers.add
def inconsistency_percent(desk: Desk) -> float:
    """Per cent of lines that are not found."""
    return 100 - consistency_percent(desk)


@answers.add
def consistency_inverted(desk: Desk) -> float:
    """Divide all lines by those found."""
    return 100 / vp.consistency(pack(desk))


@answers.add
def found_of_medium_plan(desk: Desk) -> float:
    """Divide the lines found by the lines of the RPJM Desa."""
    return 100 * sum(vp.in_plan(pack(desk)).values()) / len(pack(desk).plan)


@answers.add
def timing_percent(desk: Desk) -> float:
    """Per cent of RKP Desa lines that the RPJM Desa has in that year."""
    return 100 * vp.timing(pack(desk))


@answers.add
def timing_of_found(desk: Desk) -> float:
    """Per cent of the lines found that are in the right year."""
    return 100 * sum(vp.in_year(pack(desk)).values()) / sum(vp.in_plan(pack(desk)).values())


@answers.add
def remedy_for_women(desk: Desk) -> str:
    """Name what is to be done where women are fewer in the deciding meeting than in every other."""
    village = pack(desk)
    other = [m.women / m.present for m in village.meetings if m.kind != FORUM and m.date]
    return "find_the_way" if vp.women_share(village) < min(other) else "hamlets"


def _present(desk: Desk) -> tuple[int, int]:
    meetings = pack(desk).held(FORUM)
    return sum(meeting.present for meeting in meetings), sum(meeting.women for meeting in meetings)


@answers.add
def planted_faults(desk: Desk) -> frozenset[str]:
    """Name which of the offered faults the papers have."""
    marks = {key: items_of(desk)[check].mark for key, check in OFFERED.items()}
    faults = {key for key, mark in marks.items() if mark < 1}
    return frozenset(faults | ({"district_work"} if district_works(desk) else set()))


def district_works(desk: Desk) -> tuple[vp.WorkLine, ...]:
    """Give the lines that the village pays though they are not its matter."""
    reasons = vp.turned_back(pack(desk))
    return tuple(
        work for work in pack(desk).works if reasons.get(work.id) == "not_village_authority"
    )


@answers.add
def coming_back(desk: Desk) -> frozenset[str]:
    """Name the lines that will come back from above."""
    return frozenset(vp.turned_back(pack(desk)))


@answers.add
def weightiest_fault(desk: Desk) -> str:
    """Name the fault that makes the meeting itself empty: the decision was dated before it."""
    paper, meetings = pack(desk).paper("rkp_desa"), pack(desk).held(FORUM)
    decided_first = bool(paper and any(paper.date < meeting.date for meeting in meetings))
    return "date_first" if decided_first else ""


@answers.add
def other_regime(desk: Desk) -> dict[str, str]:
    """Tell of each item what becomes of it when the same papers are read by the rules of another time."""
    then, later = items_of(desk), items_of(desk, compared(desk))
    words = {
        (True, True): "stays_fit",
        (True, False): "becomes_finding",
        (False, False): "stays_finding",
    }
    return {
        key: words.get((then[key].mark == 1, later[key].mark == 1), "becomes_fit") for key in then
    }


@answers.fact
def karangjati(desk: Desk) -> FactParts:
    """Give the figures of the papers."""
    village, (present, women) = pack(desk), _present(desk)
    planned, timely, marks = vp.in_plan(village), vp.in_year(village), items_of(desk)
    paper = village.paper("rkp_desa")
    total = vp.score({key: item.mark for key, item in marks.items()})
    return {
        "rkp": number(len(planned)),
        "rpjm": number(len(village.plan)),
        "ada": number(sum(planned.values())),
        "tepat": number(sum(timely.values())),
        "konsistensi": percent(vp.consistency(village)),
        "ketepatan": percent(vp.timing(village)),
        "hadir": number(present),
        "perempuan": number(women),
        "bagian_perempuan": percent(vp.women_share(village)),
        "kembali": ", ".join(sorted(vp.turned_back(village))),
        "banyak_kembali": number(len(vp.turned_back(village))),
        "tanggal_rkp": day(paper.date) if paper else "–",
        "tanggal_musrenbang": day(
            max((meeting.date for meeting in village.held(FORUM)), default="")
        ),
        "ikrar": in_millions(sum(work.pledged_idr for work in village.works)),
        "tahun": str(village.year),
        "skor": percent(total),
    }


def of_work(desk: Desk, name: str) -> FactParts | None:
    """Give the facts of a line of the RKP Desa, named as in `rkp_K01`."""
    work = pack(desk).work(name)
    if work is None:
        return None
    line = next((line for line in pack(desk).plan if line.id == work.rpjm), None)
    years = (line.first_year, line.last_year) if line else ()
    return {
        "kegiatan": f"{work.what}, {work.place}",
        "biaya": in_millions(work.cost_idr),
        "pembayar": PAYERS[work.payer],
        "rpjm": work.rpjm or "–",
        "tahun_rpjm": "–".join(dict.fromkeys(map(str, years))),
        "ikrar": in_millions(work.pledged_idr),
    }


answers.named_fact(by_kind(rkp=of_work))
