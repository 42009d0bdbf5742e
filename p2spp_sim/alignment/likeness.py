"""Likely partners in long lists: words that few proposals share weigh most, what is done with a work says nothing."""

import re
from collections import Counter
from collections.abc import Mapping, Set
from functools import cached_property
from math import log, sqrt

from p2spp_sim.alignment.scores import (
    FILLING,
    OTHER_PLACE,
    PLACE_UNKNOWN,
    SAME_WORD,
    ListEntry,
    Suggestion,
    scorers,
)

FLOOR = 0.3  # likeness below which a partner is not worth a look; this and the next: assumed
UNHEARD = (
    0.25  # weight of a word that no proposal has, as a share of that of a word in one proposal
)
# Words for what is done with a work, or that every list is full of.
_DOING = """
    bantuan berat kegiatan kondisi minta pekerjaan pelaksanaan pelayanan pemasangan pembangunan pembuatan pemeliharaan
    penambahan pengadaan penggantian penyediaan penyelenggaraan peningkatan perbaikan permohonan prasarana rehab
    rehabilitasi renovasi ringan ruas rusak sarana sedang unit usulan
"""
_IN_FULL = {  # as proposals and agencies shorten them
    "jut": "jalan usaha tani",
    "lpju": "lampu penerangan jalan umum",
    "paud": "pendidikan anak usia dini",
    "pju": "penerangan jalan umum",
    "poktan": "kelompok tani",
    "pustu": "puskesmas pembantu",
    "rkb": "ruang kelas baru",
    "rtlh": "rumah tidak layak huni",
    "sd": "sdn",
    "tpt": "tembok penahan tanah talud",
}
_DROPPED = frozenset(FILLING.split() + _DOING.split())
_NUMBERED = re.compile(r"\br[tw]\b[\W_]*\d*")  # parts of an address


class Likeness:
    """Proposals that lines of other lists are held against.

    Parameters
    ----------
    proposals : by number.
    """

    def __init__(self, proposals: Mapping[str, ListEntry]) -> None:
        self._places = {
            entry.place: frozenset(_all_words(entry.place))
            for entry in proposals.values()
            if entry.place
        }
        self._proposals = {
            key: (
                frozenset(_words(entry.text)) - self._places.get(entry.place, frozenset()),
                entry.place,
            )
            for key, entry in proposals.items()
        }

    def partners(
        self, line: ListEntry, most: int = 3, floor: float = FLOOR
    ) -> tuple[Suggestion, ...]:
        """Rank the proposals that a line may equal, best first.

        Likeness is the cosine of the weights of both lines' words, `UNHEARD` where no proposal has a word, times 1 in
        the same village, `PLACE_UNKNOWN` where a village is not named or does not propose, `OTHER_PLACE` in another
        village. It knows spelling, not meaning: a person confirms every pair.

        Parameters
        ----------
        most : how many.
        floor : likeness below which nothing is suggested, 0..1.

        Raises
        ------
        P2sppError : rapidfuzz is not installed.
        """
        places = self._named(line)
        alike = {word: self._alike(word) for word in _words(line.text)}
        heard = {
            word: max((self._weights[spelling] for spelling in spellings), default=self._unheard)
            for word, spellings in alike.items()
        }
        partners = []
        for key, (words, its_place) in self._proposals.items():
            given = heard.keys() - self._places.get(its_place, frozenset())
            shared = tuple(word for word in alike if word in given and alike[word] & words)
            if not shared:
                continue
            common = set[str]().union(*(alike[word] & words for word in shared))
            length = sqrt(sum(heard[word] ** 2 for word in given) * self._length(words))
            same = its_place in places if places and its_place else None
            factor = {True: 1.0, None: PLACE_UNKNOWN, False: OTHER_PLACE}[same]
            score = round(min(1.0, self._length(common) / length) * factor, 4)
            if score >= floor:
                partners.append(Suggestion(key, score, shared, same))
        return tuple(sorted(partners, key=lambda partner: (-partner.score, partner.key))[:most])

    def _length(self, words: Set[str]) -> float:
        return sum(self._weights[word] ** 2 for word in words)

    @cached_property
    def _weights(self) -> dict[str, float]:
        """Inverse document frequency (Spärck Jones 1972) of every word of the proposals."""
        counts = Counter(word for words, _ in self._proposals.values() for word in words)
        return {word: log(1 + len(self._proposals) / count) for word, count in counts.items()}

    @property
    def _unheard(self) -> float:
        return UNHEARD * log(1 + len(self._proposals))

    def _alike(self, word: str) -> Set[str]:
        """Give the words of the proposals that are spelled like one."""
        if word.isdigit():
            return self._weights.keys() & {word}
        ratio = scorers().ratio
        known_words = (known for known in self._weights if not known.isdigit())
        return {known for known in known_words if ratio(word, known) >= SAME_WORD}

    def _named(self, line: ListEntry) -> Set[str]:
        """Give the villages that propose which a line stands under or, where it stands under none, names."""
        if line.place in self._places:
            return {line.place}
        words = frozenset(_all_words(line.text))
        return {place for place, its_words in self._places.items() if its_words <= words}


def _all_words(text: str) -> list[str]:
    return re.findall(r"\w+", text.casefold())


def _words(text: str) -> tuple[str, ...]:
    """Give the words that say which work is meant, in full, each once."""
    said = (
        full_word
        for word in _all_words(_NUMBERED.sub(" ", text.casefold()))
        for full_word in _IN_FULL.get(word, word).split()
    )
    return tuple(
        dict.fromkeys(
            word for word in said if word not in _DROPPED and (len(word) > 2 or word.isdigit())
        )
    )
