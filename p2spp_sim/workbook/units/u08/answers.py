"""Unit 08: where the gaps are, which plan leaves the strongest weakest link, and whose training the funnel feels."""

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
def sound_words_on_gaps(desk: Desk) -> frozenset[str]:
    """Find what may be said of the mean gap."""
    return _sound("gap")


@answers.add
def sound_plans_for_one(desk: Desk) -> frozenset[str]:
    """Find the plans for the counted actor that stand though the rate is assumed."""
    return _sound("sessions")


def _sound(about: str) -> frozenset[str]:
    return frozenset(key for key, reason in case().reasoning[about].items() if reason.sound)


def mean_gap(desk: Desk) -> float:
    """Mean way of the six actors from where they stand to their targets, points."""
    capacities = starts(desk)
    return 100 * sum(target(ACTORS[actor]) - capacities[actor] for actor in ACTORS) / len(ACTORS)


@answers.add
def person_or_body(desk: Desk) -> dict[str, str]:
    """Tell whether an action strengthens a person or a body."""
    return {key: str(action.strengthens) for key, action in case().action.items()}


@answers.add
def plan_with_strongest_link(desk: Desk) -> str:
    """Find the plan whose weakest actor is strongest afterwards."""
    return max(SHOWN_PLANS, key=lambda key: min(practised(desk, plan(desk, key)).values()))


def sessions_to_target(desk: Desk) -> int:
    """Count the sessions that bring the counted actor to its target."""
    capacity, sessions = starts(desk)[COUNTED], 0
    while capacity < target(ACTORS[COUNTED]) - 1e-9:
        capacity, sessions = raised(desk, ACTORS[COUNTED], capacity), sessions + 1
    return sessions


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
    return {
        "sesi": number(case().play.sessions),
        "laju": percent(float(desk.scenario.value(RATE)), 0),
        "pergantian": percent(float(desk.scenario.value(TURNOVER)), 0),
        "tahun": number(case().play.years),
        "awal_bkad": percent(start, 0),
        "sasaran_bkad": percent(target(place), 0),
        "sesi_bkad": number(sessions_to_target(desk)),
        "jarak_rata": number(mean_gap(desk), 1),
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
