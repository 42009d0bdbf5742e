"""Student's t for 95 % intervals, tabled so that no statistics package is needed where a few numbers do."""

import numpy as np

from p2spp_sim.base.arrays import Floats

FEWEST = 20  # replicates below which a study gives no interval
# 97.5 % points by degrees of freedom; between them the next smaller one is taken, which is wider
_T = {
    1: 12.706,
    2: 4.303,
    3: 3.182,
    4: 2.776,
    5: 2.571,
    6: 2.447,
    7: 2.365,
    8: 2.306,
    9: 2.262,
    11: 2.201,
    14: 2.145,
}
_T |= {
    19: 2.093,
    24: 2.064,
    29: 2.045,
    39: 2.023,
    59: 2.001,
    99: 1.984,
    199: 1.972,
    499: 1.965,
    999: 1.962,
}


def student(freedom: int) -> float:
    """Give the 97.5 % point of Student's t, rounded to the wider side between the tabled degrees of freedom."""
    if freedom < 1:
        raise ValueError("an interval needs at least two values")
    return _T[max(tabled for tabled in _T if tabled <= freedom)]


def half_width(values: Floats) -> Floats:
    """Give the half-width of the 95 % interval of the mean, along the first axis."""
    n = len(values)
    half: Floats = student(n - 1) * values.std(axis=0, ddof=1) / np.sqrt(n)
    return half


def moves(low: float, high: float) -> int:
    """Tell by its interval which way a difference goes: its sign, 0 when the interval holds zero."""
    return int(np.sign(low)) if low * high > 0 else 0


def honest_half(values: Floats) -> Floats:
    """Give the half-width as `half_width` does, but NaN where fewer than `FEWEST` values make it worth little."""
    if len(values) >= FEWEST:
        return half_width(values)
    return np.full(values.shape[1:], np.nan)
