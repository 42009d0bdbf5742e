"""The clauses that a regulation can hold: which there are, and what they cost politically."""

from collections.abc import Sequence

from p2spp_sim.scenario.scenario import Scenario

CAPITAL = "political_capital"


def clause_keys(scenario: Scenario) -> list[str]:
    """Name the clauses that a regulation can hold."""
    return [lever.key for lever in scenario.levers() if lever.locks]


def spent_capital(scenario: Scenario, clauses: Sequence[str]) -> int:
    """Add up the political cost of clauses."""
    return round(sum(scenario.lever(key).cost for key in clauses))
