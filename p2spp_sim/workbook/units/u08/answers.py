"""Unit 08: where the gaps are, which plan leaves the strongest weakest link, and whose training the funnel feels."""

import math
from collections.abc import Collection

from p2spp_sim.base.formats import number, percent
from p2spp_sim.workbook.case.desk import Desk
from p2spp_sim.workbook.exercises.answers import Answers, FactParts, by_kind
from p2spp_sim.workbook.units.u08.training import (
    ACTOR_LABELS,
    ACTORS,
    MEASURES,
    RATE,
    TURNOVER,
    calendar,
    case,
    lived,
    plan,
    practised,
    raised,
    starts,
    target,
    weakest,
)

answers = Answers()

PEOPLE = ("kpmd", "kades", "bpd", "lpmd")  # officers, of the first sasaran
COUNTED = "bkad"  # whose sessions an exercise counts
SHOWN_PLANS = ("terlemah", "rata", "kader", "dua")


@answers.add
def gap_to_target(desk: Desk) -> float:
    """Mean way of the six actors from where they stand to their targets, points."""
    return _mean_gap(desk, ACTORS)


@answers.add
def gap_of_persons_only(desk: Desk) -> float:
    """Mean way of those of the first sasaran only, points."""
    return _mean_gap(desk, PEOPLE)


@answers.add
def gap_to_full(desk: Desk) -> float:
    """Mean way to full capacity instead of the targets, points."""
    return 100 - capacity_at_start(desk)


@answers.add
def capacity_at_start(desk: Desk) -> float:
    """Mean of the six capacities, per cent."""
    return 100 * sum(starts(desk).values()) / len(ACTORS)


def _mean_gap(desk: Desk, actors: Collection[str]) -> float:
    capacities = starts(desk)
    return 100 * sum(target(ACTORS[actor]) - capacities[actor] for actor in actors) / len(actors)


@answers.add
def person_or_body(desk: Desk) -> dict[str, str]:
    """Tell whether an action strengthens a person or a body."""
    return {key: str(action.strengthens) for key, action in case().action.items()}


@answers.add
def plan_with_strongest_link(desk: Desk) -> str:
    """Find the plan whose weakest actor is strongest afterwards."""
    return max(SHOWN_PLANS, key=lambda key: min(practised(desk, plan(desk, key)).values()))


@answers.add
def sessions_to_target(desk: Desk) -> float:
    """Sessions that bring the counted actor to its target."""
    capacity, sessions = starts(desk)[COUNTED], 0
    while capacity < target(ACTORS[COUNTED]) - 1e-9:
        capacity, sessions = raised(desk, ACTORS[COUNTED], capacity), sessions + 1
    return float(sessions)


@answers.add
def sessions_if_steady(desk: Desk) -> float:
    """Count as if every session gave what the first gives."""
    capacity = starts(desk)[COUNTED]
    gain = raised(desk, ACTORS[COUNTED], capacity) - capacity
    return float(math.ceil((target(ACTORS[COUNTED]) - capacity) / gain - 1e-9))


@answers.add
def sessions_if_points(desk: Desk) -> float:
    """Count as if the rate were points of the scale."""
    gap = target(ACTORS[COUNTED]) - starts(desk)[COUNTED]
    return float(math.ceil(gap / float(desk.scenario.value(RATE)) - 1e-9))


@answers.add
def training_against_lost_papers(desk: Desk) -> str:
    """Find whose training, year after year, lowers most what is lost for its papers."""
    return min(PEOPLE, key=lambda actor: lost_papers(desk, actor))


@answers.add
def awareness_shown(desk: Desk) -> dict[str, str]:
    """Tell which awareness a saying shows."""
    return {key: str(saying.awareness) for key, saying in case().saying.items()}


def lost_papers(desk: Desk, actor: str = "") -> float:
    """Give the share of priorities lost for papers in the last year, when one actor is trained every year."""
    years = [((ACTORS[actor].lever, 1.0),) if actor else ()] * case().play.years
    return float(lived(desk, years)[:, -1, tuple(MEASURES).index("lost_papers")].mean())


@answers.fact
def latihan(desk: Desk) -> FactParts:
    """Give the rules of play and what one session does."""
    start, place = starts(desk)[COUNTED], ACTORS[COUNTED]
    after = raised(desk, place, start)
    return {
        "sesi": number(case().play.sessions),
        "laju": percent(float(desk.scenario.value(RATE)), 0),
        "pergantian": percent(float(desk.scenario.value(TURNOVER)), 0),
        "tahun": number(case().play.years),
        "awal_bkad": percent(start, 0),
        "sasaran_bkad": percent(target(place), 0),
        "sesi_pertama": number(100 * (after - start), 1),
        "sesi_kedua": number(100 * (raised(desk, place, after) - after), 1),
    }


def of_plan(desk: Desk, name: str) -> FactParts | None:
    """Give a plan as in `rencana_rata`: who it trains, the mean, and the weakest link afterwards."""
    if name not in SHOWN_PLANS:
        return None
    sessions = plan(desk, name)
    after = practised(desk, sessions)
    return {
        "isi": ", ".join(ACTOR_LABELS[actor] for actor in sessions),
        "rata": percent(sum(after.values()) / len(after)),
        "terendah": percent(min(after.values())),
        "terlemah": ACTOR_LABELS[weakest(after)],
        "muat": number(len(sessions) - len(calendar(sessions, desk.scenario)[1])),
    }


def of_actor(desk: Desk, name: str) -> FactParts | None:
    """Give an actor as in `pelaku_bpd`: start, target, gap, and what is lost for papers once it is trained."""
    if name not in {*ACTORS, "tanpa"}:
        return None
    if name == "tanpa":
        return {"gugur": percent(lost_papers(desk))}
    start, goal = starts(desk)[name], target(ACTORS[name])
    return {
        "nama": ACTOR_LABELS[name],
        "awal": percent(start, 0),
        "sasaran": percent(goal, 0),
        "jarak": number(100 * (goal - start)),
        "gugur": percent(lost_papers(desk, name)) if name in PEOPLE else "–",
    }


answers.named_fact(by_kind(rencana=of_plan, pelaku=of_actor))
