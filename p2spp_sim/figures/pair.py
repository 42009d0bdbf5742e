"""The pictures of a comparison of two scenarios, chosen by their kind."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from p2spp_sim.base.errors import OutOfBounds, UnknownName
from p2spp_sim.base.language import tr
from p2spp_sim.figures.drawing import Drawing
from p2spp_sim.figures.forest import forest_drawing
from p2spp_sim.figures.funnel import funnel_drawing
from p2spp_sim.figures.gained import gained_drawing
from p2spp_sim.figures.lorenz import lorenz_drawing
from p2spp_sim.figures.units import values_text
from p2spp_sim.scenario.levers import LeverValue

if TYPE_CHECKING:
    from p2spp_sim.scenario.scenario import Scenario
    from p2spp_sim.studies.comparison import Comparison

KINDS = ("forest", "funnel", "gained", "lorenz")
_LONG = 60  # letters of what differs, above which only its number is told


def pair_drawing(
    study: "Comparison",
    kind: str,
    other: int,
    *,
    measure: str,
    keys: Sequence[str],
    most: int,
    names: Sequence[str],
) -> Drawing:
    """Draw the base of a comparison and one other scenario (see `Comparison.figure`)."""
    if kind not in KINDS:
        raise UnknownName(tr("Gambar"), kind, KINDS)
    if names and len(names) != 2:
        raise OutOfBounds(
            [tr("names: diharapkan dua nama, untuk skenario awal dan pembandingnya.")]
        )
    called = tuple(names) or called_apart(study.scenarios[0], study.scenarios[other])
    about = replace(
        study.about(), changes=values_text(changes(study.scenarios[0], study.scenarios[other]))
    )
    if kind == "funnel":
        frame = study.funnel_differences(other, measure or "count")
        return funnel_drawing(frame, about=about, measure=measure or "count", names=called)
    if kind == "gained":
        return gained_drawing(study.gained_by_quintile(other), about=about, names=called)
    if kind == "lorenz":
        moved = study.gini_difference(other)
        return lorenz_drawing(study.lorenz(other), about=about, names=called, difference=moved)
    frame = study.differences()
    mine = frame[frame["scenario"] == study.names()[other]]
    return forest_drawing(mine, about=about, keys=keys, measure=measure, most=most, names=called)


def called_apart(base: "Scenario", other: "Scenario") -> tuple[str, str]:
    """Name two scenarios for a legend: by their names, or by what differs where these are the same."""
    if base.name != other.name:
        return base.name, other.name
    if base.rules != other.rules:
        return Path(base.rules).stem, Path(other.rules).stem
    moved = changes(base, other)
    short = 0 < len(text := values_text(moved)) <= _LONG
    return tr("keadaan awal"), text if short else tr("{n} tuas diubah").format(n=len(moved))


def changes(base: "Scenario", other: "Scenario") -> dict[str, LeverValue]:
    """Give every lever and parameter in which two scenarios differ, with its value in the other."""
    keys = {*base.changed, *other.changed}
    return {key: other.value(key) for key in keys if base.value(key) != other.value(key)}
