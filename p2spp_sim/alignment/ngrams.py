"""Lines that share letters: what tells candidates apart whose words are equally alike, or not at all."""

from collections import Counter
from collections.abc import Mapping
from functools import cached_property

import numpy as np

from p2spp_sim.alignment.scores import ListEntry
from p2spp_sim.base.arrays import Floats

_LETTERS = (3, 4)  # of the pieces that texts are cut into


class Ngrams:
    """Proposals cut into pieces of letters, each weighed by how few proposals have it.

    Parameters
    ----------
    proposals : text and village, by number.
    """

    def __init__(self, proposals: Mapping[str, ListEntry]) -> None:
        self._keys = tuple(proposals)
        self._entries = tuple(proposals.values())

    def scores(self, line: ListEntry) -> Floats:
        """Give the likeness of every proposal (cosine, 0..1), in the order of the list."""
        scores, length = np.zeros(len(self._keys)), 0.0
        for piece, times in Counter(_pieces(line)).items():
            rows, weights, rarity = self._index.get(piece, self._nowhere)
            length += (times * rarity) ** 2
            scores[rows] += times * rarity * weights
        alike: Floats = scores / max(length**0.5, 1e-9)
        return alike

    @cached_property
    def _nowhere(self) -> tuple["np.ndarray[tuple[int], np.dtype[np.int64]]", Floats, float]:
        return np.empty(0, np.int64), np.empty(0), float(np.log(1 + len(self._keys)))

    @cached_property
    def _index(
        self,
    ) -> dict[str, tuple["np.ndarray[tuple[int], np.dtype[np.int64]]", Floats, float]]:
        """Give for each piece the proposals that have it, its weight in each, and how rare it is."""
        counts = [Counter(_pieces(entry)) for entry in self._entries]
        having = Counter(piece for own in counts for piece in own)
        rarity = {p: float(np.log(1 + len(self._keys) / n)) for p, n in having.items()}
        rows: dict[str, list[int]] = {}
        weights: dict[str, list[float]] = {}
        for at, own in enumerate(counts):
            length = sum((n * rarity[piece]) ** 2 for piece, n in own.items()) ** 0.5 or 1.0
            for piece, n in own.items():
                rows.setdefault(piece, []).append(at)
                weights.setdefault(piece, []).append(n * rarity[piece] / length)
        return {
            piece: (np.array(rows[piece], np.int64), np.array(weights[piece]), rarity[piece])
            for piece in rows
        }


def _pieces(entry: ListEntry) -> list[str]:
    text = f" {' '.join(f'{entry.text} {entry.place}'.casefold().split())} "
    return [text[at : at + n] for n in _LETTERS for at in range(len(text) - n + 1)]
