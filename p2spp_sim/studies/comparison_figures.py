"""Figures of a comparison: the base beside another scenario, or beside all others."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from p2spp_sim import figures
from p2spp_sim.base.language import tr
from p2spp_sim.figures import About, Drawing
from p2spp_sim.figures.units import parts_text, values_text
from p2spp_sim.scenario.levers import LeverValue
from p2spp_sim.scenario.scenario import Scenario
from p2spp_sim.studies.gains import lorenz
from p2spp_sim.studies.paired_runs import PairedRuns

_LONG = 60  # letters of what differs, above which only its number is told


@dataclass(frozen=True)
class ComparedFigure:
    """What is drawn of a comparison, and how.

    Parameters
    ----------
    names : what to call the base and the other, or the others.
    measure, keys, most, notes : as for `Comparison.figure`.
    """

    names: tuple[str, ...]
    about: About
    measure: str
    keys: Sequence[str]
    most: int
    notes: Sequence[str]


def of_two(ran: PairedRuns, other: int, kind: str, wanted: ComparedFigure) -> Drawing:
    """Draw the base and one other scenario, saying what differs between them."""
    two = ran.scenarios[0], ran.scenarios[other]
    changes = _changes_text(*two)
    names = wanted.names or _called_apart(*two, changes)
    about = replace(wanted.about, changes=changes)
    return PAIRED[kind](ran, other, replace(wanted, names=names, about=about))


def of_all(ran: PairedRuns, kind: str, wanted: ComparedFigure) -> Drawing:
    """Draw the base and all other scenarios."""
    names = wanted.names or tuple(ran.names())
    base, *others = ran.scenarios
    moved = [
        f"{name}: {what}"
        for name, other in zip(names[1:], others, strict=True)
        if str(other) not in name and (what := _changes_text(base, other))
    ]
    about = replace(wanted.about, changes="; ".join(moved))
    return SEVERAL[kind](ran, replace(wanted, names=names, about=about))


def _forest(ran: PairedRuns, other: int, wanted: ComparedFigure) -> Drawing:
    frame = ran.differences()
    return figures.forest_drawing(
        frame[frame["scenario"] == ran.names()[other]],
        about=wanted.about,
        keys=wanted.keys,
        measure=wanted.measure,
        most=wanted.most,
        names=_pair(wanted),
        notes=wanted.notes,
    )


def _funnel(ran: PairedRuns, other: int, wanted: ComparedFigure) -> Drawing:
    measure = wanted.measure or "count"
    frame = ran.funnel_differences(other, measure)
    return figures.funnel_drawing(frame, about=wanted.about, measure=measure, names=_pair(wanted))


def _gained(ran: PairedRuns, other: int, wanted: ComparedFigure) -> Drawing:
    frame = ran.gained_by_quintile(other)
    return figures.gained_drawing(frame, about=wanted.about, names=_pair(wanted))


def _lorenz(ran: PairedRuns, other: int, wanted: ComparedFigure) -> Drawing:
    return figures.lorenz_drawing(
        ran.lorenz(other),
        about=wanted.about,
        names=wanted.names,
        difference=ran.gini_difference(other),
    )


def _forest_of_all(ran: PairedRuns, wanted: ComparedFigure) -> Drawing:
    return figures.several_forest_drawing(
        ran.differences(),
        about=wanted.about,
        names=wanted.names,
        keys=wanted.keys,
        measure=wanted.measure,
        most=wanted.most,
        notes=wanted.notes,
    )


def _funnel_of_all(ran: PairedRuns, wanted: ComparedFigure) -> Drawing:
    measure = wanted.measure or "count"
    columns = [f"{name}: {measure}" for name in ran.names()]
    table = ran.funnel()[["label", *columns]].set_axis(["label", *wanted.names], axis=1)
    money = measure == "rupiah"
    return figures.several_bars_drawing(
        table,
        about=wanted.about,
        names=wanted.names,
        title=tr("Corong rupiah") if money else tr("Corong usulan"),
        unit=tr("usulan"),
        name=tr("corong"),
        money=money,
        notes=[_shared()],
    )


def _gained_of_all(ran: PairedRuns, wanted: ComparedFigure) -> Drawing:
    import pandas as pd

    base, *others = wanted.names
    fifths = [ran.gained_by_quintile(number) for number in range(1, len(wanted.names))]
    table = pd.DataFrame(
        {
            "label": [figures.fifth_text(n) for n in fifths[0]["quintile"].tolist()],
            base: fifths[0]["base"],
            **{name: each["other"] for name, each in zip(others, fifths, strict=True)},
        }
    )
    return figures.several_bars_drawing(
        table,
        about=wanted.about,
        names=wanted.names,
        title=tr("Rupiah APBD per jiwa menurut kemiskinan desa"),
        unit=tr("rupiah per jiwa"),
        name=tr("perolehan"),
        notes=[_shared()],
    )


def _lorenz_of_all(ran: PairedRuns, wanted: ComparedFigure) -> Drawing:
    pairs = [ran.granted(number) for number in range(1, len(wanted.names))]
    received = [pairs[0][0], *(other for _, other in pairs)]
    frame = lorenz(ran.world, dict(zip(wanted.names, received, strict=True)))
    return figures.lorenz_drawing(frame, about=wanted.about, names=wanted.names)


PAIRED: dict[str, Callable[[PairedRuns, int, ComparedFigure], Drawing]] = {
    "forest": _forest,
    "funnel": _funnel,
    "gained": _gained,
    "lorenz": _lorenz,
}
SEVERAL: dict[str, Callable[[PairedRuns, ComparedFigure], Drawing]] = {
    "forest": _forest_of_all,
    "funnel": _funnel_of_all,
    "gained": _gained_of_all,
    "lorenz": _lorenz_of_all,
}
KINDS = tuple(PAIRED)


def _pair(wanted: ComparedFigure) -> tuple[str, str]:
    base, other = wanted.names
    return base, other


def _shared() -> str:
    return tr("Rata-rata atas ulangan, undian yang sama.")


def _called_apart(base: Scenario, other: Scenario, changes: str) -> tuple[str, str]:
    """Name two scenarios for a legend: by their names, or by what differs where these are the same."""
    if base.name != other.name:
        return base.name, other.name
    if base.rules != other.rules:
        return Path(base.rules).stem, Path(other.rules).stem
    short, moved = 0 < len(changes) <= _LONG, len(_changes(base, other))
    return tr("keadaan awal"), changes if short else tr("{n} tuas diubah").format(n=moved)


def _changes_text(base: Scenario, other: Scenario) -> str:
    """Say what another scenario does otherwise: levers with their values, parts of one's own that act or no longer do.

    Rule books are named beside it.
    """
    without = parts_text(name for name in base.parts if name not in other.parts)
    changes = (
        values_text(_changes(base, other)),
        parts_text(name for name in other.parts if name not in base.parts),
        tr("tanpa {parts}").format(parts=without) if without else "",
    )
    return "; ".join(filter(None, changes))


def _changes(base: Scenario, other: Scenario) -> dict[str, LeverValue]:
    """Give every lever and parameter in which two scenarios differ, with its value in the other."""
    keys = {*base.changed, *other.changed}
    return {key: other.value(key) for key in keys if base.value(key) != other.value(key)}
