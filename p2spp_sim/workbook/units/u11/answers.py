"""Unit 11: which designs can be run, what fixed strategies come to, and what is left after the programme."""

from p2spp_sim.base.arrays import Floats
from p2spp_sim.base.formats import figure, number, percent
from p2spp_sim.base.language import tr
from p2spp_sim.scenario.levers import lever
from p2spp_sim.scenario.scenario import LeverValue
from p2spp_sim.workbook.case.clauses import CAPITAL, spent_capital
from p2spp_sim.workbook.case.courses import Frozen, frozen
from p2spp_sim.workbook.case.desk import Desk
from p2spp_sim.workbook.exercises.answers import Answers, FactParts, by_kind, exchanged
from p2spp_sim.workbook.units.u11.game import budget, game, points, refused
from p2spp_sim.workbook.units.u11.years import averaged, strategy

answers = Answers()

ORDERED = ("uang_dulu", "aturan_dulu", "perda", "tanpa")
ALONE = ("pasal_jawab", "pik", "kader", "klinik")  # levers whose mark on trust is compared
GONE = 0.25  # part of a gain that is left after a year, below which it is gone
KEPT = 0.75  # part of a gain that is left after five years, above which it stays
TWICE, HALF = 1.5, 0.5


@answers.add
def designs_that_run(desk: Desk) -> frozenset[str]:
    """Find the designs of a first year that the library does not refuse."""
    return frozenset(
        key for key in game().package if not refused(desk.scenario, levers_of_package(key))
    )


@answers.add
def training_alone(desk: Desk) -> str:
    """Say what five years of training villages alone come to, against no programme."""
    trained, plain, year = strategy(desk, "desa"), strategy(desk, "tanpa"), game().play.years - 1
    reached = trained.measure("arrived")[year] / plain.measure("arrived")[year]
    papers = trained.measure("lost_papers")[year] / plain.measure("lost_papers")[year]
    if reached >= TWICE:
        return "berlipat"
    return "berkas" if papers <= HALF else "tetap"


@answers.add
def trusted_most(desk: Desk) -> str:
    """Find the lever that alone raises trust most after five years."""
    return max(ALONE, key=lambda key: _trace(desk, key, "trust")[game().play.years - 1])


@answers.add
def most_nearby_first(desk: Desk) -> tuple[str, ...]:
    """Order strategies by the part of the money decided near residents over the years of the programme."""
    years = game().play.years
    return tuple(sorted(ORDERED, key=lambda key: -strategy(desk, key).measure("P1")[:years].mean()))


@answers.add
def most_nearby_rules_first(desk: Desk) -> tuple[str, ...]:
    """Put the strategy that begins with rules before the one that begins with money."""
    return exchanged(most_nearby_first(desk), "aturan_dulu", "uang_dulu")


@answers.add
def capacity_left(desk: Desk) -> float:
    """Per cent of the gain in capacity that is left five years after the programme."""
    return 100 * kept(desk, "kader")[1]


@answers.add
def capacity_lost(desk: Desk) -> float:
    """Per cent of that gain that is gone."""
    return 100 - capacity_left(desk)


@answers.add
def capacity_left_of_the_first(desk: Desk) -> float:
    """Take the same part of the first gain away every year, instead of a part of what is left."""
    return 100 * (1 - game().play.after * float(desk.scenario.value("staff_turnover")))


@answers.add
def after_the_programme(desk: Desk) -> dict[str, str]:
    """Tell of each lever whether its mark is gone in a year, fades, or stays."""
    marks = {}
    for key in game().trace:
        next_year, last = kept(desk, key)
        marks[key] = "hilang" if next_year < GONE else "bertahan" if last > KEPT else "memudar"
    return marks


def levers_of_package(key: str) -> Frozen:
    """Give a design of the first year as levers."""
    package = game().package[key]
    values: dict[str, LeverValue] = dict(points(package.points)) | dict.fromkeys(
        package.clauses, True
    )
    return frozen(values | ({"pik_share": package.pik} if package.pik else {}))


def kept(desk: Desk, key: str) -> tuple[float, float]:
    """Give the part of a lever's mark in the last year of the programme that is left one and five years later."""
    mark, last = _trace(desk, key, game().trace[key].measure), game().play.years - 1
    return float(mark[last + 1] / mark[last]), float(mark[-1] / mark[last])


def _trace(desk: Desk, key: str, measure: str) -> Floats:
    """Give the difference that a lever alone makes to a measure, by year."""
    plan = [frozen(game().trace[key].values)] * game().play.years
    change: Floats = averaged(desk, plan).measure(measure) - strategy(desk, "tanpa").measure(
        measure
    )
    return change


@answers.fact
def permainan(desk: Desk) -> FactParts:
    """Give what there is to share out, and how long."""
    scenario, play = desk.scenario, game().play
    return {
        "poin": number(budget(scenario)),
        "modal": figure(scenario.value(CAPITAL)),
        "tahun": number(play.years),
        "sesudah": number(play.years + play.after),
        "pergantian": percent(scenario.value("staff_turnover"), 0),
        "undian": number(play.draws),
    }


def of_strategy(desk: Desk, name: str) -> FactParts | None:
    """Give what a fixed strategy comes to, as in `{strategi_desa[sampai]}`."""
    if name not in game().strategy:
        return None
    course, years = strategy(desk, name), game().play.years
    last = years - 1
    reached, nearby = course.measure("arrived"), course.measure("P1")
    return {
        "rata": number(reached[:years].mean(), 1),
        "dekat_rata": percent(nearby[:years].mean(), 0),
        "sampai": number(reached[last], 1),
        "percaya": percent(course.measure("trust")[last], 0),
        "suara": percent(course.measure("P4")[last], 0),
        "berkas": percent(course.measure("lost_papers")[last], 0),
        "pelaku": percent(course.measure("S1")[last], 0),
        "dekat": percent(nearby[last], 0),
        "renja": percent(course.measure("S6")[last], 0),
    }


def of_package(desk: Desk, name: str) -> FactParts | None:
    """Give what a design of the first year holds, as in `{paket_merata[isi]}`."""
    if name not in game().package:
        return None
    package = game().package[name]
    parts = [", ".join(f"{lever(key).called} {count}" for key, count in package.points.items())]
    clauses = ", ".join(lever(key).called.partition(" ")[0] for key in package.clauses)
    parts += [tr("pasal {daftar}").format(daftar=clauses)]
    parts += [f"PIK {percent(package.pik, 0)}"] if package.pik else []
    return {
        "isi": "; ".join(filter(None, parts)),
        "poin": number(sum(package.points.values())),
        "modal": number(spent_capital(desk.scenario, package.clauses)),
    }


def of_trace(desk: Desk, name: str) -> FactParts | None:
    """Give what is left of a lever's mark, and its mark on trust, as in `{jejak_kader[nanti]}`."""
    if name not in game().trace:
        return None
    next_year, last = kept(desk, name)
    trust = 100 * _trace(desk, name, "trust")[game().play.years - 1]
    return {
        "segera": percent(max(0.0, next_year), 0),
        "nanti": percent(max(0.0, last), 0),
        "percaya": number(round(trust)),
    }


answers.named_fact(by_kind(strategi=of_strategy, paket=of_package, jejak=of_trace))
