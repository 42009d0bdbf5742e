"""Blocks of a study: some points with some replicates, what is run at a stretch and kept in one file."""

from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True)
class Block:
    """Some points, by their numbers in the design, and some replicates of each."""

    points: range
    replicates: range

    @classmethod
    def of(cls, edges: list[int]) -> "Block":
        """Take a block from four numbers: first point and the one behind the last, and so of replicates."""
        return cls(range(*edges[:2]), range(*edges[2:]))

    @property
    def edges(self) -> list[int]:
        """Give these four numbers."""
        return [self.points.start, self.points.stop, self.replicates.start, self.replicates.stop]

    @property
    def runs(self) -> int:
        """Count the runs."""
        return len(self.points) * len(self.replicates)


def divided(points: range, replicates: range, most: int) -> Iterator[Block]:
    """Cut points and their replicates into blocks of about so many runs; replicates of a point stay together."""
    if not len(replicates):
        return
    step = max(1, most // len(replicates))
    for first in range(points.start, points.stop, step):
        yield Block(range(first, min(first + step, points.stop)), replicates)
