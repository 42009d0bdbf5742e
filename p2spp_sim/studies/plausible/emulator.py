"""Regressions that stand for the model: the chance of a state to lie in the bands of all calibrated facts."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from p2spp_sim.base.arrays import Floats
from p2spp_sim.studies.evidence import DATASETS

SEED = 2010  # of the draws of states
INTERACTIONS = 40  # products of two parameters in a regression, those that explain most of the rest
PENALTY = 0.01  # of the ridge, a state
POOL = 100_000  # states that are drawn at a time to be held against the regressions


@dataclass(frozen=True)
class Emulator:
    """A regression of where every calibrated fact lies in its band on where the parameters lie in their doubt.

    Parameters
    ----------
    pairs : (2, interactions) the parameters that are multiplied with each other.
    coefficients, spread : (terms, outcomes) and (outcomes,); what is left over has that standard deviation.
    explained : (outcomes,) share of the variance, each state told by the others.
    least : the chance below which a state is left out.
    """

    pairs: Any
    coefficients: Floats
    spread: Floats
    explained: Floats
    least: float = 0.0

    def chance(self, places: Floats) -> Floats:
        """Give the chance of states (states, parameters) to lie in all bands.

        A fact lies in its band on one dataset when it does on the other: the smaller chance counts.
        """
        middle = _terms(places, self.pairs) @ self.coefficients
        # 1.7 times a logistic is within a hundredth of a normal distribution
        ends = [np.tanh(0.85 * (end - middle) / self.spread) / 2 for end in (1, -1)]
        by_dataset = (ends[0] - ends[1]).reshape(len(places), len(DATASETS), -1)
        product: Floats = by_dataset.min(axis=1).prod(axis=1)
        return np.round(product, 12)


def fitted(places: Floats, measured: Floats) -> Emulator:
    """Fit the regressions: lines, squares and the products that explain most of what these do not (ridge).

    Parameters
    ----------
    places : (states, parameters).
    measured : (states, outcomes) as `in_bands` gives it.
    """
    none = np.zeros((2, 0), int)
    rest = measured - _left_out(_terms(places, none), measured)[0]
    scaled = rest / np.maximum(rest.std(axis=0), 1e-9)
    centred = 2 * places - 1
    first, second = np.triu_indices(places.shape[1], 1)
    products = centred[:, first] * centred[:, second]
    strength = np.abs(products.T @ scaled).max(axis=1)
    best = np.sort(np.argsort(-np.round(strength, 6), kind="stable")[:INTERACTIONS])
    pairs = np.stack([first[best], second[best]])
    predicted, coefficients = _left_out(_terms(places, pairs), measured)
    spread = (measured - predicted).std(axis=0)
    explained = 1 - (spread / np.maximum(measured.std(axis=0), 1e-9)) ** 2
    return Emulator(pairs, np.round(coefficients, 9), np.maximum(spread, 0.01), explained)


def _terms(places: Floats, pairs: Any) -> Floats:
    centred = 2 * places - 1
    products = centred[:, pairs[0]] * centred[:, pairs[1]]
    return np.hstack([np.ones((len(places), 1)), centred, centred**2, products])


def _left_out(terms: Floats, measured: Floats) -> tuple[Floats, Floats]:
    """Give what the ridge tells of each state when that state is left out, and its coefficients."""
    penalty = np.diag([0.0] + [PENALTY * len(terms)] * (terms.shape[1] - 1))
    square = terms.T @ terms + penalty
    coefficients = np.asarray(np.linalg.solve(square, terms.T @ measured), np.float64)
    pull = np.einsum("ij,ji->i", terms, np.linalg.solve(square, terms.T))
    rest: Floats = (measured - terms @ coefficients) / (1 - pull)[:, None]
    return measured - rest, coefficients


def drawn(regions: Sequence[Emulator], n: int, parameters: int, *seed: int) -> Floats:
    """Draw states evenly from what earlier waves have left, (n, parameters) places."""
    rng = np.random.default_rng([SEED, *seed])
    parts, count = [np.empty((0, parameters))], 0
    while count < n:
        places = rng.random((POOL, parameters))
        for region in regions:
            places = places[region.chance(places) >= region.least]
        parts.append(places)
        count += len(places)
    return np.vstack(parts)[:n]


def narrowed(emulator: Emulator, left: Floats, hold: float) -> Emulator:
    """Say below which chance states are left out, so that a share of all chance is held among states that are left."""
    chance = np.sort(emulator.chance(left))[::-1]
    share = np.cumsum(chance) / chance.sum()
    least = float(chance[min(int(np.searchsorted(share, hold)), len(chance) - 1)])
    return replace(emulator, least=least)
