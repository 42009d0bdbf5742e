"""Arrays of numbers by what they hold; every docstring that names one says its shape."""

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]


def numbered(counts: Ints) -> Ints:
    """Count the members of every group from 0, groups one behind the other, (sum of `counts`,) int64."""
    return np.arange(counts.sum()) - np.repeat(np.cumsum(counts) - counts, counts)
