"""Follow proposals from village deliberation to the district budget, gate by gate, with reasons."""

from importlib import import_module
from time import time
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from p2spp_sim.boxes import discover
    from p2spp_sim.comparison import Comparison, compare
    from p2spp_sim.design import Design, uncertain
    from p2spp_sim.errors import BadData, LedgerError, OutOfBounds, P2sppError, UnknownName
    from p2spp_sim.findings import Boxes
    from p2spp_sim.ledger import ForumRun, Run
    from p2spp_sim.robust import Regret, regret
    from p2spp_sim.scenario import Lever, Scenario, scenarios
    from p2spp_sim.study import Sweep, sweep
    from p2spp_sim.text import set_language
    from p2spp_sim.world import World, datasets
    from p2spp_sim.year import run_forum, run_year
    from p2spp_sim.years import YearsRun, run_years

# where each public name lives; read when it is first used, so that importing the package costs next to nothing
_HOME = {
    "BadData": "errors",
    "Boxes": "findings",
    "Comparison": "comparison",
    "Design": "design",
    "ForumRun": "ledger",
    "Lever": "scenario",
    "LedgerError": "errors",
    "OutOfBounds": "errors",
    "P2sppError": "errors",
    "Regret": "robust",
    "Run": "ledger",
    "Scenario": "scenario",
    "Sweep": "study",
    "UnknownName": "errors",
    "World": "world",
    "YearsRun": "years",
    "compare": "comparison",
    "datasets": "world",
    "discover": "boxes",
    "regret": "robust",
    "run_forum": "year",
    "run_year": "year",
    "run_years": "years",
    "scenarios": "scenario",
    "set_language": "text",
    "sweep": "study",
    "uncertain": "design",
}
_MODULES = ("calibration", "effects", "evidence", "indicators", "sensitivity", "text")
__all__ = [
    "BadData",
    "Boxes",
    "Comparison",
    "Design",
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
    "compare",
    "datasets",
    "discover",
    "regret",
    "run_forum",
    "run_year",
    "run_years",
    "scenarios",
    "set_language",
    "sweep",
    "uncertain",
]
__version__ = "0.3.1"
IMPORTED = time()  # what is edited later, this process may or may not run


def __getattr__(name: str) -> Any:
    """Find a public name where it lives."""
    if name in _HOME:
        value = getattr(import_module(f"p2spp_sim.{_HOME[name]}"), name)
        globals()[name] = value
        return value
    if name in _MODULES:
        return import_module(f"p2spp_sim.{name}")
    raise AttributeError(f"module 'p2spp_sim' has no attribute {name!r}")


def __dir__() -> list[str]:
    """List the public names."""
    return sorted({*globals(), *__all__, *_MODULES})
