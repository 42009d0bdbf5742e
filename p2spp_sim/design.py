"""Designs: which combinations of lever values a study runs."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from itertools import product

import numpy as np
from numpy.typing import NDArray

from p2spp_sim.errors import OutOfBounds
from p2spp_sim.levers import Lever, Value
from p2spp_sim.text import tr

Point = Mapping[str, Value]


def value_at(lever: Lever, place: float) -> Value:
    """Give the value of a lever at a place in [0, 1) between its low and its high end.

    Real levers move evenly; whole numbers, choices and yes-or-no get equal parts of the way.
    """
    if lever.kind == "boolean":
        return place >= 0.5
    if lever.choices:
        return lever.choices[min(int(place * len(lever.choices)), len(lever.choices) - 1)]
    low, high = lever.low or 0, lever.high or 0
    if lever.kind == "real":
        return round(low + place * (high - low), 9)
    return min(int(low + place * (high - low + 1)), int(high))


@dataclass(frozen=True)
class Design:
    """A finished list of points.

    Parameters
    ----------
    kind : grid, latin_hypercube, sobol or morris.
    levers : what is moved.
    points : values of these levers, one mapping a point.
    places : (points, levers) in [0, 1), where they came from; NaN for a grid.
    """

    kind: str
    levers: tuple[Lever, ...]
    points: tuple[Point, ...]
    places: NDArray[np.float64]

    @classmethod
    def grid(cls, levers: Sequence[Lever], n: int = 5) -> "Design":
        """Cross all values: every choice, both of yes and no, and `n` even steps of a number (ends included)."""
        axes = [_steps(lever, n) for lever in levers]
        points = tuple(dict(zip([lever.key for lever in levers], values, strict=True)) for values in product(*axes))
        return cls("grid", tuple(levers), points, np.full((len(points), len(levers)), np.nan))

    @classmethod
    def latin_hypercube(cls, levers: Sequence[Lever], n: int, seed: int = 0) -> "Design":
        """Lay out `n` points so that every lever takes each of `n` equal slices once."""
        rng = np.random.default_rng(seed)
        columns = [(rng.permutation(n) + rng.random(n)) / n for _ in levers]
        return cls._at("latin_hypercube", levers, np.stack(columns, axis=1))

    @classmethod
    def sobol(cls, levers: Sequence[Lever], n: int, seed: int = 0) -> "Design":
        """Lay out Saltelli's sample for Sobol indices: n * (levers + 2) points, n a power of two."""
        from SALib.sample import sobol

        if n < 2 or n & (n - 1):
            raise OutOfBounds([tr("n = {n}: diharapkan pangkat dua, misalnya 64 atau 512.").format(n=n)])
        places = sobol.sample(problem(levers), n, calc_second_order=False, seed=seed)
        return cls._at("sobol", levers, np.asarray(places, np.float64))

    @classmethod
    def morris(cls, levers: Sequence[Lever], n: int, seed: int = 0) -> "Design":
        """Lay out `n` trajectories of one-at-a-time steps: n * (levers + 1) points."""
        from SALib.sample import morris

        return cls._at("morris", levers, np.asarray(morris.sample(problem(levers), n, seed=seed), np.float64))

    @classmethod
    def _at(cls, kind: str, levers: Sequence[Lever], places: NDArray[np.float64]) -> "Design":
        inside = np.minimum(places, np.nextafter(1.0, 0.0))
        points = tuple(
            {lever.key: value_at(lever, float(place)) for lever, place in zip(levers, row, strict=True)}
            for row in inside
        )
        return cls(kind, tuple(levers), points, places)

    def where(self, allowed: Callable[[Point], bool]) -> "Design":
        """Keep only the points that meet a condition, such as shares that add to at most 1."""
        kept = [i for i, point in enumerate(self.points) if allowed(point)]
        return Design(self.kind, self.levers, tuple(self.points[i] for i in kept), self.places[kept])

    def __len__(self) -> int:
        """Count the points."""
        return len(self.points)

    @property
    def key(self) -> str:
        """Give a hash of the points, for names of files."""
        return blake2b(repr([sorted(point.items()) for point in self.points]).encode(), digest_size=8).hexdigest()


def _steps(lever: Lever, n: int) -> list[Value]:
    if lever.kind == "boolean":
        return [False, True]
    if lever.choices:
        return list(lever.choices)
    values = np.linspace(lever.low or 0, lever.high or 0, n)
    if lever.kind == "real":
        return [round(float(value), 9) for value in values]
    return [int(value) for value in dict.fromkeys(np.rint(values).tolist())]


def problem(levers: Sequence[Lever]) -> dict[str, object]:
    """Describe levers as SALib wants them: places in [0, 1], so that choices are levers like others."""
    names = [lever.key for lever in levers]
    return {"num_vars": len(names), "names": names, "bounds": [[0.0, 1.0]] * len(names)}
