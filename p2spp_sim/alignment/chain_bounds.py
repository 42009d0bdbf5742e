"""How far an indicator of a chain may still move: however people decide the open lines, it stays between two bounds.

An open line of a document may be a work of its own, or any work that stands in a list before it; it then takes all
its lines along. An open note of a recess may be a proposal; its lines in documents are then those of the proposal. From
this alone follows what a set of works certainly holds, and by how much it may grow.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from p2spp_sim.alignment.chain import ChainItem
from p2spp_sim.alignment.documents import FORUMS, LISTS, RECESS
from p2spp_sim.base.arrays import Bools, Ints
from p2spp_sim.results.conditions import Conditions
from p2spp_sim.results.definitions import Counted

Bounds = tuple[float, float] | None
STANDING = frozenset({"funded", *(f"taken:{forum}" for forum in FORUMS.values())})  # in a document


@dataclass(frozen=True)
class Reach:
    """What a set of works holds and may come to hold.

    Parameters
    ----------
    sure : works that are in it, whatever is decided.
    leaving : open works that are in it now; where they prove to be others, these may be in it instead.
    could : works that are not in it now, and may be.
    brought : for each condition, the works that lack it and the open ones that can bring it.
    idr : rupiah of each work, as the set counts it.
    sure_idr, carried_idr : what it certainly holds; what the open works carry into it at most.
    """

    sure: Bools
    leaving: Bools
    could: Bools
    brought: list[tuple[Bools, Bools]]
    idr: Ints
    sure_idr: float
    carried_idr: float

    @property
    def most(self) -> int:
        """How many works it holds at most; an open one that brings another in is in it no more."""
        return int((self.sure | self.leaving).sum()) + self._come_in(self.could, ~self.leaving)

    @property
    def most_idr(self) -> float:
        """How much rupiah it holds at most."""
        stay = self.could & ~self.leaving
        return self.carried_idr + _largest(self.idr[stay], self._come_in(stay))

    def moved(self, works: Bools) -> tuple[int, float]:
        """Give how many of some works may come in at most, and their rupiah."""
        among = self.could & works
        much = self._come_in(among)
        return much, _largest(self.idr[among], much)

    def _come_in(self, works: Bools, bringing: Bools | None = None) -> int:
        """Count how many may come in: those that lack a condition are no more than can bring it, for each."""
        most = int(works.sum())
        for lacking, bring in self.brought:
            there = int((works & ~lacking).sum())
            most = min(most, there + int((bring if bringing is None else bring & bringing).sum()))
        return most


class ChainBounds:
    """Bounds of shares over the works of a chain.

    Parameters
    ----------
    conditions : which works meet what now, every open line a work of its own.
    items : these works.
    """

    def __init__(self, conditions: Conditions, items: Sequence[ChainItem]) -> None:
        self._now = conditions
        rank = {name: number for number, name in enumerate(LISTS)}
        self._rank = np.array([rank[item.first] for item in items], np.int64)
        self._open = np.array([item.open for item in items], np.bool_)
        self._notes = self._open & (self._rank == rank[RECESS])

    def shares(self, part: Counted, whole: Counted) -> tuple[Bounds, Bounds]:
        """Give the least and the most that a share can be, by works and by rupiah; nothing where it is of nothing.

        Parameters
        ----------
        part, whole : sets of works; every work of the first is in the second.
        """
        inner, outer = self.reach(part), self.reach(whole)
        rest = outer.sure & ~inner.sure
        moved, moved_idr = inner.moved(rest)
        count = _between(int(inner.sure.sum()), inner.most, outer.most, int(rest.sum()) - moved)
        if part.rupiah == whole.rupiah:
            left = float(inner.idr[rest].sum()) - moved_idr
            return count, _between(inner.sure_idr, inner.most_idr, outer.most_idr, left)
        if not outer.sure_idr:
            return count, None
        return count, (inner.sure_idr / outer.most_idr, inner.most_idr / outer.sure_idr)

    def reach(self, counted: Counted) -> Reach:
        """Tell how far a set may still grow."""
        now = self._now
        idr = now.received(counted.rupiah, np.arange(len(self._open)))
        inside, reachable = now.all_of(counted.where), np.ones_like(self._open)
        brought = []
        for word in counted.where:
            bring, may = self._brings(word), self._may(word)
            reachable &= now.mask(word) | may
            if may.any():
                brought.append((~now.mask(word), bring))
        standing = [word in STANDING for word in counted.where]
        # a note is one whatever it proves to be; only its lines in documents go elsewhere
        open_now = self._open if any(standing) else self._open & ~self._notes
        leaving, sure = inside & open_now, inside & ~open_now
        follows = (
            all(standing) and counted.rupiah != "cost"
        )  # what the lines carry stays in the set
        carries = open_now & reachable
        if counted.rupiah != "cost":
            carries |= open_now & (self._rank > self._rank[reachable].min(initial=len(LISTS)))
        return Reach(
            sure,
            leaving,
            reachable & ~inside,
            brought,
            idr,
            float(idr[inside if follows else sure].sum()),
            float(idr[sure | carries].sum()),
        )

    def _brings(self, word: str) -> Bools:
        """Tell which open works may bring a condition to others, or prove to meet it."""
        if word == "matched":
            return self._notes & ~self._now.mask(word)
        return self._open & self._now.mask(word) & (word in STANDING)

    def _may(self, word: str) -> Bools:
        """Tell which works may come to meet a condition that they do not meet now."""
        bring = self._brings(word)
        if word == "matched":
            return bring
        return ~self._now.mask(word) & (self._rank < self._rank[bring].max(initial=-1))


def _largest(idr: Ints, much: int) -> float:
    """Sum the largest amounts."""
    return float(np.sort(idr)[::-1][:much].sum())


def _between(sure: float, most: float, whole: float, rest: float) -> Bounds:
    """Give the least and the most of a share of a whole that holds its part.

    Parameters
    ----------
    sure, most : of the part.
    whole : at most.
    rest : at least so much of the whole is not in the part.
    """
    if not whole:
        return None
    return sure / whole, most / (most + max(rest, 0)) if most else 0.0
