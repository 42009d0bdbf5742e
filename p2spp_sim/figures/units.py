"""How outcomes and levers are called in figures, and in which unit a difference is told."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from p2spp_sim.base import formats, own_parts
from p2spp_sim.base.language import pick, tr
from p2spp_sim.results import indicators
from p2spp_sim.results.definitions import OwnIndicator
from p2spp_sim.results.indicators import definitions
from p2spp_sim.scenario.levers import YARDSTICK, declared

_POINTS = ("share", "nothing", "money_share", "locked", "satisfaction")
_INDICES = ("mean", "council", "regulation", "gini", "gini_ceiling")
_RATIOS = ("poor_ratio", "demand")


@dataclass(frozen=True, slots=True)
class UnitOfMeasure:
    """What a value of an indicator is multiplied by, the word for it, and how many decimals are told."""

    word: str
    factor: float = 1.0
    decimals: int = 3


def unit_of(indicator: str) -> UnitOfMeasure:
    """Give the unit of differences of an indicator, from the kind of its definition; units never share an axis."""
    definition = definitions().get(indicator.partition(".")[0])
    if definition is None:
        return UnitOfMeasure(tr("satuan indikator"))
    if isinstance(definition, OwnIndicator):
        return UnitOfMeasure(definition.unit, 1.0, 3)
    kind, column = definition.kind, definition.column
    if kind in _POINTS or (kind == "average" and column in ("poor", "selfhelp")):
        return UnitOfMeasure(tr("poin persen"), 100.0, 2)
    if kind in _INDICES:
        return UnitOfMeasure(tr("indeks 0–1"))
    if kind in _RATIOS:
        return UnitOfMeasure(tr("perbandingan (kali)"))
    words = {
        "households": tr("KK per usulan"),
        "urgency": tr("tingkat urgensi (1–5)"),
        "priority": tr("tempat dalam daftar"),
    }
    return UnitOfMeasure(words.get(column, tr("satuan indikator")), 1.0, 2)


def indicator_text(key: str, label: str) -> str:
    """Name an indicator by its label, with its code before it where it has one that people use (S4, P1)."""
    return f"{key}  {label}" if key[:1].isupper() else label


def outcome_text(outcome: str) -> str:
    """Name an outcome in the screen language; anything else keeps its name."""
    return (
        indicators.outcome_text(outcome) if outcome.partition(".")[0] in definitions() else outcome
    )


def lever_text(key: str) -> str:
    """Name a lever in the screen language, or the yardstick beside levers."""
    if key == YARDSTICK:
        return tr("pembanding: angka acak tanpa pengaruh")
    return pick(declared()[key].label) if key in declared() else key


def values_text(values: Mapping[str, Any]) -> str:
    """Write levers with their values."""
    return "; ".join(
        f"{lever_text(key)} = {value_text(key, value)}" for key, value in sorted(values.items())
    )


def parts_text(names: Iterable[str]) -> str:
    """Name parts of one's own by their labels, each once."""
    return ", ".join(own_parts.find(name).called for name in dict.fromkeys(names))


def value_text(key: str, value: Any) -> str:
    """Write the value of a lever, a choice as it is called; fractions with three digits."""
    if isinstance(value, str):
        return declared()[key].choice_called(value) if key in declared() else value
    if value is True or value is False or type(value).__name__ == "bool":
        return tr("ya") if value else tr("tidak")
    return formats.figure(float(value) if abs(value) >= 100 else float(f"{float(value):.3g}"))
