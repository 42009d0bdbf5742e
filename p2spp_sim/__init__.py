"""Follow proposals from village deliberation to the district budget, gate by gate, with reasons."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from p2spp_sim.base.release import VERSION

if TYPE_CHECKING:
    from p2spp_sim.base.errors import BadData, LedgerError, OutOfBounds, P2sppError, UnknownName
    from p2spp_sim.base.language import set_language
    from p2spp_sim.parts import amendment, criterion, fill_rule, gate, indicator
    from p2spp_sim.results.run import ForumRun, Run
    from p2spp_sim.scenario.scenario import Lever, Scenario, scenarios
    from p2spp_sim.studies.comparing import compare
    from p2spp_sim.studies.comparison import Comparison
    from p2spp_sim.studies.design import Design, uncertain
    from p2spp_sim.studies.discovered_boxes import Boxes
    from p2spp_sim.studies.discovery import discover
    from p2spp_sim.studies.elections import Election
    from p2spp_sim.studies.fitting.estimation import fit
    from p2spp_sim.studies.fitting.fit import Fit
    from p2spp_sim.studies.panel import panel
    from p2spp_sim.studies.regret import Regret, regret
    from p2spp_sim.studies.sweep import Sweep, sweep
    from p2spp_sim.world.world import World, datasets
    from p2spp_sim.year import run_forum, run_year
    from p2spp_sim.years import YearsRun, run_years

# where each public name lives; read when it is first used, so that importing the package costs next to nothing
_HOME = {
    "BadData": "base.errors",
    "Boxes": "studies.discovered_boxes",
    "Comparison": "studies.comparison",
    "Design": "studies.design",
    "Election": "studies.elections",
    "Fit": "studies.fitting.fit",
    "ForumRun": "results.run",
    "Lever": "scenario.scenario",
    "LedgerError": "base.errors",
    "OutOfBounds": "base.errors",
    "P2sppError": "base.errors",
    "Regret": "studies.regret",
    "Run": "results.run",
    "Scenario": "scenario.scenario",
    "Sweep": "studies.sweep",
    "UnknownName": "base.errors",
    "World": "world.world",
    "YearsRun": "years",
    "amendment": "parts",
    "compare": "studies.comparing",
    "criterion": "parts",
    "datasets": "world.world",
    "discover": "studies.discovery",
    "fill_rule": "parts",
    "fit": "studies.fitting.estimation",
    "gate": "parts",
    "indicator": "parts",
    "panel": "studies.panel",
    "regret": "studies.regret",
    "run_forum": "year",
    "run_year": "year",
    "run_years": "years",
    "scenarios": "scenario.scenario",
    "set_language": "base.language",
    "sweep": "studies.sweep",
    "uncertain": "studies.design",
}
_MODULES = {
    "effects": "studies.lever_effects",
    "evidence": "studies.evidence",
    "indicators": "results.indicators",
    "parts": "parts",
    "plausible": "studies.plausible.search",
    "sensitivity": "studies.sensitivity",
    "text": "base.text",
}
__all__ = [
    "BadData",
    "Boxes",
    "Comparison",
    "Design",
    "Election",
    "Fit",
    "ForumRun",
    "LedgerError",
    "Lever",
    "OutOfBounds",
    "P2sppError",
    "Regret",
    "Run",
    "Scenario",
    "Sweep",
    "UnknownName",
    "World",
    "YearsRun",
    "amendment",
    "compare",
    "criterion",
    "datasets",
    "discover",
    "fill_rule",
    "fit",
    "gate",
    "indicator",
    "panel",
    "regret",
    "run_forum",
    "run_year",
    "run_years",
    "scenarios",
    "set_language",
    "sweep",
    "uncertain",
]
__version__ = VERSION


def __getattr__(name: str) -> Any:
    """Find a public name where it lives."""
    if name in _HOME:
        value = getattr(import_module(f"p2spp_sim.{_HOME[name]}"), name)
        globals()[name] = value
        return value
    if name in _MODULES:
        return import_module(f"p2spp_sim.{_MODULES[name]}")
    raise AttributeError(f"module 'p2spp_sim' has no attribute {name!r}")


def __dir__() -> list[str]:
    """List the public names."""
    return sorted({*globals(), *__all__, *_MODULES})
