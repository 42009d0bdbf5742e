"""What a fit says in numbers of parameters, gates and ceilings, each with its interval."""

from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from p2spp_sim.base.arrays import Floats
from p2spp_sim.base.language import pick, tr
from p2spp_sim.model.rulebook import ForumSpec, Reason
from p2spp_sim.scenario.scenario import Scenario
from p2spp_sim.studies.fitting.contest import Rivals
from p2spp_sim.studies.fitting.contest_draws import ContestDraws
from p2spp_sim.studies.fitting.estimate import Estimate
from p2spp_sim.studies.fitting.gate_rates import ChannelGates
from p2spp_sim.studies.fitting.last_pot import pays
from p2spp_sim.studies.fitting.ledger_agenda import LedgerAgenda
from p2spp_sim.world.world import World


def parameters(
    base: Scenario,
    columns: Mapping[str, Floats],
    rest_on: Mapping[str, int],
    left: Mapping[str, str],
) -> Iterator[Estimate]:
    """Give the declared parameters: those that a ledger informs, then those that stay as wide as declared.

    Parameters
    ----------
    columns, rest_on : by key, (draws,) values and the number of rows that they rest on.
    left : by key, why the ledger does not inform it.
    """
    for key, values in columns.items():
        lever = base.lever(key)
        yield Estimate.of("parameter", key, pick(lever.label), values, lever.unit, rest_on[key])
    for key, why in left.items():
        if key in columns:
            continue
        lever = base.lever(key)
        low, high = float(lever.low or 0), float(lever.high or 0)
        yield Estimate(
            "parameter",
            key,
            pick(lever.label),
            "",
            "",
            0,
            float(base.value(key)),
            low,
            high,
            lever.unit,
            0,
            why,
        )


def gate_rates(
    world: World, reasons: Sequence[Reason], gates: Mapping[str, ChannelGates]
) -> Iterator[Estimate]:
    """Give what share passes each gate, by channel: overall, by agency and by kind."""
    names = world.skpd["name"]
    for channel, of in gates.items():
        for place, reason in enumerate(reasons):
            overall, reached = of.by_agency.overall, of.by_agency.reached.mean(axis=0)
            rate, text = tr("bagian"), reason.text
            yield Estimate.of(
                "gate",
                reason.key,
                text,
                overall[:, place],
                rate,
                round(float(reached[place].sum())),
                channel=channel,
            )
            for what, draws, groups in (
                (
                    "gate_agency",
                    of.by_agency,
                    {str(names[k]): n for k, n in of.agencies.items()},
                ),
                ("gate_kind", of.by_kind, of.kinds),
            ):
                for name, group in groups.items():
                    count = round(float(draws.reached[:, place, group].mean()))
                    values = draws.rates[:, place, group]
                    yield Estimate.of(
                        what,
                        reason.key,
                        text,
                        values,
                        rate,
                        count,
                        channel=channel,
                        group=name,
                    )


def ceilings(
    spec: ForumSpec, agenda: LedgerAgenda, rivals: Rivals, drawn: ContestDraws
) -> Iterator[Estimate]:
    """Give the ceiling of every meeting; without an upper end where nobody surely lost for the money."""
    unit = tr("rupiah") if pays(spec) else tr("usulan")
    for group in range(agenda.groups):
        bounded = bool(drawn.bounded[:, group].all())
        values = drawn.ceilings[:, group].astype(np.float64)
        rows = int(((rivals.won | rivals.lost) & (agenda.group == group)).sum())
        estimate = Estimate.of(
            "ceiling",
            "ceiling",
            tr("pagu meja itu"),
            values,
            unit,
            rows,
            group=_group_name(agenda.world, spec, int(agenda.meeting_of[group])),
            year=int(agenda.year_of[group]),
        )
        if not bounded:
            why = tr("tidak ada yang pasti kalah karena dana")
            estimate = estimate._replace(estimate=estimate.low, high=float("inf"), note=why)
        yield estimate


def _group_name(world: World, spec: ForumSpec, meeting: int) -> str:
    size = len(world.skpd["name"])
    if spec.group == "skpd":
        return str(world.skpd["name"][meeting % size])
    if spec.group == "kecamatan":
        return str(world.kecamatan["name"][meeting])
    return str(meeting) if world.size(spec.group) > 1 else ""
