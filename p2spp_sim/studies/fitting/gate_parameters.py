"""The declared parameters behind gate rates: what share a value lets pass, and which values a rate speaks for."""

import numpy as np

from p2spp_sim.base.arrays import Floats
from p2spp_sim.base.draws import Draws
from p2spp_sim.model.training import trained
from p2spp_sim.scenario.scenario import Scenario
from p2spp_sim.studies.fitting.ledger import Ledger
from p2spp_sim.world.world import World

# The parameter that says how many proposals of musrenbang pass a gate, by the gate's test.
RATE_OF = {
    "land": "land_clear",
    "technical": "technical_ok",
    "plan_fit": "plan_fit",
    "right_skpd": "right_skpd",
    "papers": "papers_base",
    "in_dictionary": "dictionary_strictness",
}


def expected_rate(world: World, base: Scenario, rows: Ledger, key: str, grid: Floats) -> Floats:
    """Give the share that passes the gate of a parameter, at values of it."""
    value = base.value
    if key == "dictionary_strictness":
        return 1 - grid * (1 - value("dictionary_cover"))
    if key != "papers_base":
        return grid
    villages = trained(world, base.in_force(), Draws(0)).villages
    mine = rows.where(rows.channel == "musrenbang")
    moved = (
        value("papers_capacity") * villages["cap_kpmd"]
        - value("papers_remoteness") * villages["remoteness"]
        - value("papers_poverty") * villages["poor_share"]
    )
    weight = _rows_of_villages(world, mine)
    papers = np.clip(grid[:, None] + moved, value("papers_least"), value("papers_most"))
    papers = papers + value("papers_help") * (1 - papers)
    return papers @ weight / weight.sum()


def _rows_of_villages(world: World, rows: Ledger) -> Floats:
    """Count the rows of every village; those of a kecamatan alone, or of no place, are spread evenly."""
    size = len(world.villages["name"])
    known = rows.village >= 0
    weight = np.bincount(rows.village[known], minlength=size).astype(np.float64)
    of = world.kecamatan_of
    by_kecamatan = np.bincount(
        rows.kecamatan[~known & (rows.kecamatan >= 0)], minlength=world.size("kecamatan")
    )
    weight += (by_kecamatan / np.maximum(np.bincount(of, minlength=len(by_kecamatan)), 1))[of]
    return weight + (~known & (rows.kecamatan < 0)).sum() / size + 1e-9


def drawn_behind(rate: Floats, grid: Floats, expected: Floats, rng: np.random.Generator) -> Floats:
    """Draw the parameter behind a rate: even over the grid before, and as likely as the rate that it makes.

    The draws of the rate, made under an even prior, stand for a beta likelihood of the same mean and variance;
    their order is kept, so that the sample stays a joint one.
    """
    from scipy.stats import beta

    mean, variance = rate.mean(), max(float(rate.var()), 1e-10)
    size = max(mean * (1 - mean) / variance - 1, 1e-3)
    inside = np.clip(expected, 1e-9, 1 - 1e-9)
    log = beta.logpdf(inside, mean * size, (1 - mean) * size)
    chance = np.exp(log - log.max())
    step = grid[1] - grid[0]
    values = rng.choice(grid, len(rate), p=chance / chance.sum())
    values = np.sort(np.clip(values + step * (rng.random(len(rate)) - 0.5), *grid[[0, -1]]))
    if expected[0] > expected[-1]:
        values = values[::-1]
    ordered = np.empty(len(rate))
    ordered[np.argsort(rate)] = values
    return ordered


__all__ = ["RATE_OF", "drawn_behind", "expected_rate"]
