"""Likely partners in long lists: words that few proposals share weigh most, what is done with a work says nothing."""

import re
from collections import Counter
from collections.abc import Mapping, Set
from functools import cached_property
from math import log, sqrt

import numpy as np

from p2spp_sim.alignment.scores import (
    FILLING,
    OTHER_PLACE,
    PLACE_UNKNOWN,
    SAME_WORD,
    ListEntry,
    Suggestion,
    scorers,
)
from p2spp_sim.alignment.thesaurus import doing, meant
from p2spp_sim.base.arrays import Floats

FLOOR = 0.3  # likeness below which a partner is not worth a look; this and the next: assumed
UNHEARD = (
    0.25  # weight of a word that no proposal has, as a share of that of a word in one proposal
)
_SHORTEST = 3  # letters of a word that says something


class Likeness:
    """Proposals that lines of other lists are held against.

    Parameters
    ----------
    proposals : by number.

    Raises
    ------
    P2sppError : rapidfuzz is not installed.
    """

    def __init__(self, proposals: Mapping[str, ListEntry]) -> None:
        self._keys = tuple(proposals)
        self._places = {
            entry.place: frozenset(_all_words(_bare(entry.place)))
            for entry in proposals.values()
            if entry.place
        }
        self._own_places = np.array([entry.place for entry in proposals.values()], np.object_)
        self._words = [
            telling_words(entry.text, self._places.get(entry.place, frozenset()))
            for entry in proposals.values()
        ]
        self._spelled: dict[str, Set[str]] = {}
        self._ratio = scorers().ratio

    def partners(
        self, line: ListEntry, most: int = 3, floor: float = FLOOR
    ) -> tuple[Suggestion, ...]:
        """Rank the proposals that a line may equal, best first.

        Likeness is the cosine of the weights of both lines' words, `UNHEARD` where no proposal has a word, times 1 in
        the same village, `PLACE_UNKNOWN` where a village is not named or does not propose, `OTHER_PLACE` in another
        village. It knows spelling and the terms of `thesaurus`, not meaning: a person confirms every pair.

        Parameters
        ----------
        most : how many.
        floor : likeness below which nothing is suggested, 0..1.
        """
        scores = self.scores(line)
        high = np.flatnonzero(scores >= max(floor, 1e-9))
        best = sorted((-float(scores[at]), self._keys[at], int(at)) for at in high)[:most]
        return tuple(
            Suggestion(key, -score, self.shared(line, at), self.same_place(line, at))
            for score, key, at in best
        )

    def scores(self, line: ListEntry) -> Floats:
        """Give the likeness of every proposal, 0..1, in the order of the list."""
        scores, length = np.zeros(len(self._keys)), 0.0
        for word, weight in self._line_words(line).items():
            spellings = self._alike(word)
            heard = max((self._weights[known] for known in spellings), default=self._unheard)
            length += (weight * heard) ** 2
            for known in spellings:
                rows, weights = self._index[known]
                scores[rows] += weight * self._weights[known] * weights
        scores = np.minimum(1.0, scores / (sqrt(length) or 1.0)) * self.place_factors(line)
        rounded: Floats = np.round(scores, 4)
        return rounded

    def shared(self, line: ListEntry, at: int) -> tuple[str, ...]:
        """Give the words of a line that a proposal has too, by its place in the list."""
        own = self._words[at]
        return tuple(word for word in self._line_words(line) if self._alike(word) & own.keys())

    def same_place(self, line: ListEntry, at: int) -> bool | None:
        """Tell whether a line and a proposal, by its place in the list, lie in one village; None where not said."""
        named, own = self._named(line), self._own_places[at]
        return own in named if named and own else None

    def place_factors(self, line: ListEntry) -> Floats:
        """Give what the village of every proposal does to its likeness, in the order of the list."""
        factors = np.full(len(self._keys), PLACE_UNKNOWN)
        if named := self._named(line):
            factors[self._own_places != ""] = OTHER_PLACE
            for place in named:
                factors[self._own_places == place] = 1.0
        return factors

    def _line_words(self, line: ListEntry) -> dict[str, float]:
        named = self._named(line)
        places = [self._places[place] for place in named] if len(named) == 1 else [frozenset()]
        return telling_words(
            line.text, places[0]
        )  # of a road from one village to another both names count

    @cached_property
    def _weights(self) -> dict[str, float]:
        """Root of the inverse document frequency (Spärck Jones 1972) of every word: a product holds it once."""
        counts = Counter(word for words in self._words for word in words)
        return {word: sqrt(log(1 + len(self._keys) / count)) for word, count in counts.items()}

    @cached_property
    def _index(self) -> dict[str, tuple["np.ndarray[tuple[int], np.dtype[np.int64]]", Floats]]:
        """Give for each word the proposals that have it, and its share of the length of each."""
        rows: dict[str, list[int]] = {word: [] for word in self._weights}
        weights: dict[str, list[float]] = {word: [] for word in self._weights}
        for at, own in enumerate(self._words):
            length = sqrt(sum((w * self._weights[word]) ** 2 for word, w in own.items()))
            for word, weight in own.items():
                rows[word].append(at)
                weights[word].append(weight * self._weights[word] / length)
        return {word: (np.array(rows[word], np.int64), np.array(weights[word])) for word in rows}

    @property
    def _unheard(self) -> float:
        return UNHEARD * sqrt(log(1 + len(self._keys)))

    @cached_property
    def _spellings(self) -> list[str]:
        """Give the words of the proposals that may be spelled in other ways."""
        return [word for word in self._weights if " " not in word and not word.isdigit()]

    def _alike(self, word: str) -> Set[str]:
        """Give the words of the proposals that are spelled like one."""
        if word not in self._spelled:
            known: Set[str] = self._weights.keys() & {word}
            if " " not in word and not word.isdigit():
                known |= {own for own in self._spellings if self._ratio(word, own) >= SAME_WORD}
            self._spelled[word] = known
        return self._spelled[word]

    def _named(self, line: ListEntry) -> Set[str]:
        """Give the villages that propose which a line stands under or, where it stands under none, names."""
        if line.place in self._places:
            return {line.place}
        if same := {p for p in self._places if line.place and _bare(p) == line.place}:
            return same  # in several kecamatan, and the line does not say in which
        words = frozenset(_all_words(line.text))
        return {place for place, its_words in self._places.items() if its_words <= words}


def _bare(place: str) -> str:
    """Give the name of a village without the kecamatan behind it, which tells it from another of that name."""
    return place.partition(" (")[0]


def _all_words(text: str) -> list[str]:
    return re.findall(r"\w+", text.casefold())


def telling_words(text: str, without: Set[str] = frozenset()) -> dict[str, float]:
    """Give the words and terms that say which work is meant, each with its weight."""
    dropped = doing() | {*FILLING.split()} | without
    return {
        word: weight
        for word, weight in meant(text).items()
        if word not in dropped and (len(word) >= _SHORTEST or word.isdigit())
    }
