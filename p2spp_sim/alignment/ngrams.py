"""Nearest lines by the letters they share: what fills up the candidates where no words are alike."""

from collections import Counter
from collections.abc import Collection, Mapping
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
        self._same: dict[str, np.ndarray[tuple[int], np.dtype[np.bool_]]] = {}

    def nearest(
        self, line: ListEntry, most: int, without: Collection[str] = ()
    ) -> list[tuple[str, float]]:
        """Give the proposals nearest to a line with their likeness (cosine, 0..1): those of its village first.

        Parameters
        ----------
        most : how many.
        without : numbers that are candidates already.
        """
        scores = np.zeros(len(self._keys))
        pieces = Counter(_pieces(line))
        length = 0.0
        for piece, times in pieces.items():
            rows, weights, rarity = self._index.get(piece, self._nowhere)
            length += (times * rarity) ** 2
            scores[rows] += times * rarity * weights
        scores /= max(length**0.5, 1e-9)
        same = self._of_place(line.place)
        order = np.lexsort((-scores, ~same))
        given = {*without}
        near = (int(at) for at in order if self._keys[at] not in given)
        return [
            (self._keys[at], round(float(scores[at]), 4))
            for at, _ in zip(near, range(most), strict=False)
        ]

    def _of_place(self, place: str) -> "np.ndarray[tuple[int], np.dtype[np.bool_]]":
        if place not in self._same:
            here = [bool(place) and entry.place == place for entry in self._entries]
            self._same[place] = np.array(here, np.bool_)
        return self._same[place]

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
