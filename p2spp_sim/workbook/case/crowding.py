"""Why a year with decisions comes to less than one without: the gate that took what they added, and by what."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import p2spp_sim as p2
from p2spp_sim.base.formats import number, rupiah_short
from p2spp_sim.base.language import language, tr
from p2spp_sim.model.rulebook import Reason
from p2spp_sim.workbook.case.courses import Frozen, frozen, lived_years
from p2spp_sim.workbook.case.desk import Desk, FunnelStage, funnel_of

SAME = 0.02  # part of the money of a gate by which it may differ and still be called the same


@dataclass(frozen=True, slots=True)
class YearGates:
    """The gates of a year.

    Parameters
    ----------
    own : of the proposals that are counted, by stage in order.
    every : of all proposals, by stage.
    """

    own: Mapping[str, FunnelStage]
    every: Mapping[str, FunnelStage]


def gates_of_year(run: p2.Run, origin: str, stages: Sequence[str] = ()) -> YearGates:
    """Give the gates of a run for the proposals of an origin (empty: of all), as in `funnel_of`."""
    every = funnel_of(run, stages)
    own = funnel_of(run, stages, origin) if origin else every
    return YearGates(own, every)


def lived_gates(desk: Desk, plan: Sequence[Frozen], cards: Sequence[str]) -> tuple[YearGates, ...]:
    """Give the gates of years that were lived, for the proposals of residents."""
    base = desk.scenario
    changed, here = frozen(base.changed), desk.world.name
    return _lived_gates(here, base.rules, changed, tuple(plan), desk.seed, tuple(cards), language())


@lru_cache(maxsize=256)
def _lived_gates(
    name: str,
    rules: str,
    changed: Frozen,
    plan: tuple[Frozen, ...],
    seed: int,
    cards: tuple[str, ...],
    spoken: str,  # in which the gates are named
) -> tuple[YearGates, ...]:
    run = lived_years(name, rules, changed, plan, seed, cards)
    return tuple(gates_of_year(year, "musrenbang") for year in run.runs)


def why_less(now: YearGates, ghost: YearGates, measure: str = "count") -> str:
    """Say at which gate what the decisions added is lost, and whether more proposals share the same money there.

    Parameters
    ----------
    measure : "count" or "rupiah", that by which the gates are compared.
    """
    worst, most, gained = "", 0, False
    before = 0
    for stage, gate in now.own.items():
        if stage not in ghost.own:
            continue
        gain = getattr(gate, measure) - getattr(ghost.own[stage], measure)
        if before - gain > most:
            worst, most, gained = stage, before - gain, before > 0
        before = gain
    if not worst:
        return ""
    return tr("Di mana hilangnya: {isi}").format(isi=_at_gate(now, ghost, worst, gained))


def _at_gate(now: YearGates, ghost: YearGates, stage: str, gained: bool) -> str:
    """Say what a gate did to the proposals, and why: what is said of money is so in the run."""
    gate, was = now.own[stage], ghost.own[stage]
    money, had = now.every[stage].rupiah, ghost.every[stage].rupiah
    others, they_had = money - gate.rupiah, had - was.rupiah
    same = abs(money - had) <= SAME * had
    if gate.reason != Reason.CEILING.text:
        because = tr("sebab terbanyak: {sebab}.")
    elif (gate.entered, gate.count) == (was.entered, was.count):
        because = tr("banyaknya sama, tetapi usulan lain yang lolos.")
    elif not same:
        because = tr("nilai yang diloloskan di sana dari {dulu} menjadi {kini}.")
    elif others > they_had * (1 + SAME):
        because = tr(
            "uangnya tetap, tetapi bagian usulan lain (dinas, pokir) naik dari {mereka} menjadi {lain}."
        )
    elif gained and gate.entered > was.entered:
        because = tr("uangnya tetap, jadi lebih banyak usulan berebut tempat yang sama.")
    else:
        because = tr("sebab terbanyak: {sebab}.")
    counts = tr("{gerbang}: masuk {a} usulan, lolos {c} (tanpa perubahan: masuk {b}, lolos {d})")
    return f"{counts}; {because}".format(
        gerbang=gate.label,
        a=number(gate.entered),
        b=number(was.entered),
        c=number(gate.count),
        d=number(was.count),
        sebab=gate.reason,
        dulu=rupiah_short(had),
        kini=rupiah_short(money),
        mereka=rupiah_short(they_had),
        lain=rupiah_short(others),
    )
