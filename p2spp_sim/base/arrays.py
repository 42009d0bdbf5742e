"""Arrays of numbers by what they hold; every docstring that names one says its shape."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]


def of_rows(value: Any, group: NDArray[np.integer]) -> Any:
    """Give every row the value of its group, (n,); a value that is one for all groups stays as it is."""
    return value.take(group) if isinstance(value, np.ndarray) else value


def some(value: Any) -> bool:
    """Tell whether a value, or that of any group, is not 0."""
    return bool(value.any() if isinstance(value, np.ndarray) else value)


def numbered(counts: Ints) -> Ints:
    """Count the members of every group from 0, groups one behind the other, (sum of `counts`,) int64."""
    return np.arange(counts.sum()) - np.repeat(np.cumsum(counts) - counts, counts)
