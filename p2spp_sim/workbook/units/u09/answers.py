"""Unit 09: which clause moves what, which pairs strengthen each other, and the best package that can be paid for."""

from p2spp_sim.base.era import THEN
from p2spp_sim.base.formats import figure, number, percent
from p2spp_sim.base.language import tr
from p2spp_sim.workbook.case.clauses import CAPITAL, clause_keys, spent_capital
from p2spp_sim.workbook.case.desk import Desk
from p2spp_sim.workbook.exercises.answers import Answers, Asked, FactParts, by_kind
from p2spp_sim.workbook.units.u09.packages import (
    ClausePackage,
    beyond,
    column,
    goal_of,
    moved,
    outcomes,
    ranked,
    rules,
    yearly_compliance,
)

answers = Answers()

GOAL = "semua"  # the goal that exercises ask for
SANCTION, DUTY = "clause_k8", "clause_k2"
REFUSED, REFUSED_TODAY = "clause_k3", "clause_k7"  # what K3 locks is the rule by now
WEIGHT = "alignment_weight"
MATCHED = ("clause_k1", "clause_k2", "clause_k3", "clause_k4", "clause_k6", "clause_k7")


def refused(desk: Desk) -> str:
    """Name the clause that the council refuses in the exercise."""
    return REFUSED if desk.book == THEN else REFUSED_TODAY


def short(clauses: tuple[str, ...] | list[str]) -> str:
    """Name a package by its clauses, as in K2+K3."""
    return "+".join(key.removeprefix("clause_").upper() for key in clauses) or tr("tanpa pasal")


def points(share: float) -> str:
    """Write a change of a share in points of a hundred, with its sign."""
    text = number(abs(100 * share), 1)
    sign = "" if text == number(0, 1) else "+" if share > 0 else "−"
    return sign + text


@answers.add
def instrument_of_matter(desk: Desk) -> dict[str, str]:
    """Give the instrument that usually settles a matter."""
    return {key: str(matter.instrument) for key, matter in rules().matter.items()}


@answers.add
def clause_to_measure(desk: Desk) -> dict[str, str]:
    """Give the measure that each clause, alone, moves most; who is heard moves with who is listed, and is not asked."""
    changes = {key: moved(desk, [key]) for key in MATCHED}
    return {
        key: max(set(change) - {"fair_voice"}, key=lambda measure: abs(change[measure]))
        for key, change in changes.items()
    }


@answers.add
def pair_that_strengthens(desk: Desk) -> str:
    """Find the pair that brings most beyond the sum of its two clauses, over all measures together."""
    extra = {
        key: sum(part.mean() for part in beyond(desk, pair.clauses).values())
        for key, pair in rules().pair.items()
    }
    return max(extra, key=lambda key: extra[key])


@answers.add
def weight_without_duty(desk: Desk) -> float:
    """Weight of kecamatan priorities when the sanction stands alone."""
    return float(desk.scenario.change(**{SANCTION: True}).in_force().value(WEIGHT))


@answers.add
def weight_with_duty(desk: Desk) -> float:
    """Weight when the duty it needs is in force too."""
    return float(desk.scenario.change(**{SANCTION: True, DUTY: True}).in_force().value(WEIGHT))


@answers.add
def weight_of_share(desk: Desk) -> float:
    """Take the part of the locked weight itself instead of the part of the way to it."""
    lever = desk.scenario.lever(SANCTION)
    return lever.alone * float(lever.locks[WEIGHT])


@answers.add
def weight_unmoved(desk: Desk) -> float:
    """Weight as it was."""
    return float(desk.scenario.value(WEIGHT))


@answers.add
def best_package_of_all(desk: Desk) -> frozenset[str]:
    """Find the clauses of the best package that can be paid for."""
    return frozenset(ranked(desk, GOAL)[0].clauses)


@answers.add
def loss_without_clause(desk: Desk) -> float:
    """Points of the goal that the refusal costs when the freed capital is spent again."""
    return 100 * (ranked(desk, GOAL)[0].worth - ranked(desk, GOAL, refused(desk))[0].worth)


@answers.add
def gain_of_the_other(desk: Desk) -> float:
    """Points that the best package without the refused clause gains on no clause at all."""
    return 100 * (ranked(desk, GOAL, refused(desk))[0].worth - goal_of(outcomes(desk, ()), GOAL))


@answers.fact
def perda(desk: Desk) -> FactParts:
    """Give capital, the best packages with and without the refused clause, and what the sanction needs."""

    def best() -> ClausePackage:
        return ranked(desk, GOAL)[0]

    def other() -> ClausePackage:
        return ranked(desk, GOAL, refused(desk))[0]

    def demanded(*clauses: str) -> str:
        return number(float(column(outcomes(desk, clauses), "demand").mean()), 1)

    return Asked(
        {
            "modal": lambda: figure(desk.scenario.value(CAPITAL)),
            "harga_semua": lambda: number(spent_capital(desk.scenario, clause_keys(desk.scenario))),
            "dasar": lambda: number(100 * goal_of(outcomes(desk, ()), GOAL), 1),
            "terbaik": lambda: short(best().clauses),
            "nilai": lambda: number(100 * best().worth, 1),
            "pengganti": lambda: short(other().clauses),
            "nilai_pengganti": lambda: number(100 * other().worth, 1),
            "diminta": demanded,
            "diminta_k6": lambda: demanded("clause_k6"),
            "tahun_pertama": lambda: percent(yearly_compliance(desk)[1], 0),
        }
    )


@answers.fact
def sanksi(desk: Desk) -> FactParts:
    """Give the weight that the sanction locks, and what is left of it without the duty."""
    lever = desk.scenario.lever(SANCTION)
    return {
        "awal": figure(weight_unmoved(desk)),
        "kunci": figure(float(lever.locks[WEIGHT])),
        "bagian": percent(lever.alone, 0),
        "hasil": figure(weight_without_duty(desk)),
        "jarak": figure(float(lever.locks[WEIGHT]) - weight_unmoved(desk)),
    }


def of_clause(desk: Desk, name: str) -> FactParts | None:
    """Give a clause as in `pasal_k5`: its cost, and the change of every measure in points when it stands alone."""
    clause = f"clause_{name}"
    if clause not in clause_keys(desk.scenario):
        return None
    cost = number(spent_capital(desk.scenario, [clause]))
    return {
        "harga": cost,
        **{name: points(change) for name, change in moved(desk, [clause]).items()},
    }


def of_pair(desk: Desk, name: str) -> FactParts | None:
    """Give a pair as in `pasangan_k2_k8`: what it brings together, and beyond the sum, in points by measure."""
    if name not in rules().pair:
        return None
    clauses = rules().pair[name].clauses
    together = moved(desk, clauses)
    extra = {f"lebih_{key}": float(part.mean()) for key, part in beyond(desk, clauses).items()}
    return {measure: points(change) for measure, change in (together | extra).items()}


answers.named_fact(by_kind(pasal=of_clause, pasangan=of_pair))
