"""Follow proposals from village deliberation to the district budget, gate by gate, with reasons."""

from p2spp_sim.errors import BadData, LedgerError, OutOfBounds, P2sppError, UnknownName
from p2spp_sim.ledger import ForumRun, Run
from p2spp_sim.scenario import Lever, Scenario, scenarios
from p2spp_sim.text import set_language
from p2spp_sim.world import World, datasets
from p2spp_sim.year import run_forum, run_year
from p2spp_sim.years import YearsRun, run_years

__all__ = [
    "BadData",
    "ForumRun",
    "LedgerError",
    "Lever",
    "OutOfBounds",
    "P2sppError",
    "Run",
    "Scenario",
    "UnknownName",
    "World",
    "YearsRun",
    "datasets",
    "run_forum",
    "run_year",
    "run_years",
    "scenarios",
    "set_language",
]
__version__ = "0.1.0"
