"""Two lists side by side: how well pairs agree with a key, likely partners, and what pokir do in a year."""

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from types import ModuleType

import numpy as np

from p2spp_sim.base.errors import P2sppError
from p2spp_sim.base.language import tr
from p2spp_sim.results.conditions import Conditions
from p2spp_sim.results.run import Run

PairKey = tuple[str, str]
NO_PAIR = (
    "-"  # stands for a partner in what people decide, and in what is saved of it: there is none
)
FLOOR = (
    0.45  # likeness below which a partner is not worth a look; this and the two factors: assumed
)
PLACE_UNKNOWN, OTHER_PLACE = 0.8, 0.5
SAME_WORD = 80.0  # likeness of two spellings of one word, 0..100
# Words that say nothing of what is asked for; `rt` and `rw` are parts of an address.
FILLING = """
    ada agar atau belum dalam dan dari dengan desa di dusun ini itu kami karena ke kecamatan kelurahan masih mohon
    oleh pada para perlu rt rw sangat serta sudah supaya tidak untuk warga yang
"""


@dataclass(frozen=True, slots=True)
class Scores:
    """How a matching agrees with a key.

    Parameters
    ----------
    right : pairs in both.
    wrong : pairs that were given and are not in the key.
    missed : pairs of the key that were not given.
    """

    right: tuple[PairKey, ...]
    wrong: tuple[PairKey, ...]
    missed: tuple[PairKey, ...]

    @property
    def precision(self) -> float:
        """Share of the given pairs that are right, 0..1; NaN when none was given."""
        return _share(len(self.right), len(self.right) + len(self.wrong))

    @property
    def recall(self) -> float:
        """Share of the key's pairs that were found, 0..1; NaN when the key has none."""
        return _share(len(self.right), len(self.right) + len(self.missed))

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall (van Rijsbergen 1979), 0..1; NaN when both lists are empty."""
        return _share(2 * len(self.right), 2 * len(self.right) + len(self.wrong) + len(self.missed))


def scores(given: Mapping[str, str], key: Mapping[str, str]) -> Scores:
    """Score a matching against a key.

    Parameters
    ----------
    given, key : the partner of each item; an item without one is absent or has an empty partner.
    """
    ours, theirs = ({(a, b) for a, b in pairs.items() if b} for pairs in (given, key))
    return Scores(
        *(tuple(sorted(pairs)) for pairs in (ours & theirs, ours - theirs, theirs - ours))
    )


@dataclass(frozen=True, slots=True)
class ListEntry:
    """One line of a list: its words, and its village where that is known."""

    text: str
    place: str = ""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A likely partner; a person decides whether it is one.

    Parameters
    ----------
    key : of the entry on the right.
    score : likeness, 0..1.
    words : of the left entry, found in the right one.
    same_place : whether both name one village; None where one of them names none.
    weak : whether only letters are alike, so that it merely fills up the candidates.
    """

    key: str
    score: float
    words: tuple[str, ...]
    same_place: bool | None
    weak: bool = False


def suggest(
    left: Mapping[str, ListEntry],
    right: Mapping[str, ListEntry],
    *,
    most: int = 3,
    floor: float = FLOOR,
) -> dict[str, tuple[Suggestion, ...]]:
    """Rank likely partners by their words and their village.

    Likeness is rapidfuzz's `token_set_ratio` of the words that say something (no village names, no filling words),
    times 1 in the same village, `PLACE_UNKNOWN` where a village is not named, `OTHER_PLACE` in another village.
    It knows spelling, not meaning: a person confirms every pair.

    Parameters
    ----------
    left, right : entries by key. A place that is not given is looked for in the words, among all places of both lists.
    most : partners for each entry.
    floor : likeness below which nothing is suggested, 0..1.

    Returns
    -------
    For each key on the left its likely partners, best first; none where nothing is alike.

    Raises
    ------
    P2sppError : rapidfuzz is not installed.
    """
    fuzz = scorers()
    places = {entry.place for entry in (*left.values(), *right.values()) if entry.place}
    drop = {word for place in places for word in _letters(place)} | {*FILLING.split()}
    others = {
        key: (_meaning(entry.text, drop), _place(entry, places)) for key, entry in right.items()
    }
    partners = {}
    for key, entry in left.items():
        words, place = _meaning(entry.text, drop), _place(entry, places)
        ranked = []
        for other, (its_words, its_place) in others.items():
            same = place == its_place if place and its_place else None
            factor = {True: 1.0, None: PLACE_UNKNOWN, False: OTHER_PLACE}[same]
            score = round(
                fuzz.token_set_ratio(" ".join(words), " ".join(its_words)) / 100 * factor, 4
            )
            if score >= floor:
                shared = tuple(
                    word
                    for word in words
                    if any(fuzz.ratio(word, its_word) >= SAME_WORD for its_word in its_words)
                )
                ranked.append(Suggestion(other, score, shared, same))
        partners[key] = tuple(sorted(ranked, key=lambda hint: (-hint.score, hint.key))[:most])
    return partners


@dataclass(frozen=True, slots=True)
class Support:
    """What the pokir of one year do for villagers' proposals: counts and rupiah.

    Parameters
    ----------
    pokir, matched : pokir on the council's list, and those of them that equal a musrenbang proposal.
    supported, reached : proposals that such a pokir equals, and those of them in the APBD, themselves or as the pokir.
    citizens : all musrenbang proposals in the APBD, themselves or as a pokir.
    pokir_idr, matched_idr : rupiah of pokir in the APBD, and of those that equal a musrenbang proposal.
    """

    pokir: int
    matched: int
    supported: int
    reached: int
    citizens: int
    pokir_idr: int
    matched_idr: int

    @property
    def share_matched(self) -> float:
        """Share of the pokir that have a partner, 0..1."""
        return _share(self.matched, self.pokir)

    @property
    def share_reached(self) -> float:
        """Share of the supported proposals that reach the APBD, 0..1."""
        return _share(self.reached, self.supported)

    @property
    def share_money(self) -> float:
        """Share of the pokir rupiah in the APBD that pays for musrenbang proposals, 0..1."""
        return _share(self.matched_idr, self.pokir_idr)


def support(run: Run) -> Support:
    """Count what the pokir of a year do for villagers' proposals.

    Parameters
    ----------
    run : a year under a regime with reses and an APBD.

    Raises
    ------
    UnknownName : the regime lacks one of them.
    """
    totals = np.zeros(7, np.int64)
    for part in run.parts:
        block, table = Conditions(run, part), part.docket.proposals
        listed, funded = block.all_of(("origin:reses", "taken:reses")), block.mask("funded")
        paid = listed & block.mask("taken:apbd")
        matched = block.mask("matched")
        backed = np.unique(table.matches[listed & matched])
        citizens = block.mask("origin:musrenbang") & funded
        totals += [
            listed.sum(),
            (listed & matched).sum(),
            len(backed),
            funded[backed].sum(),
            citizens.sum(),
            *(block.received("apbd", each.nonzero()[0]).sum() for each in (paid, paid & matched)),
        ]
    return Support(*totals.tolist())


def scorers() -> ModuleType:
    """Give the scorers of rapidfuzz, which only the workbook's extra brings."""
    try:
        from rapidfuzz import fuzz
    except ImportError:
        message = tr(
            "Mencari calon pasangan memerlukan paket rapidfuzz; pasang dengan: pip install 'p2spp-sim[workbook]'"
        )
        raise P2sppError(message) from None
    return fuzz


def _letters(text: str) -> list[str]:
    return re.findall(r"[^\W\d_]+", text.casefold())


def _meaning(text: str, drop: Collection[str]) -> list[str]:
    """Give the words that say what is asked for, each once."""
    return [word for word in dict.fromkeys(_letters(text)) if word not in drop and len(word) > 2]


def _place(entry: ListEntry, places: Iterable[str]) -> str:
    """Give the place of an entry; the first of the known ones that its words name when it has none of its own."""
    if entry.place:
        return entry.place
    text = " ".join(_letters(entry.text))
    named = [
        place for place in places if re.search(rf"\b{re.escape(' '.join(_letters(place)))}\b", text)
    ]
    return min(named, key=lambda place: (-len(place), place), default="")


def _share(part: float, whole: float) -> float:
    return part / whole if whole else float("nan")
