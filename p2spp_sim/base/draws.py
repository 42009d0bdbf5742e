"""Random numbers addressed by key, never by call order.

A number belongs to (seed, replicate, year, purpose, id). Two scenarios of one world therefore share every draw, and
adding a purpose or a row shifts nobody else's. The generator is the SplitMix64 sequence (Steele, Lea and Flood 2014)
read at position `id` from a start hashed from the other four parts: whole-number arithmetic only, equal on every
processor.

Several runs can draw at once (`StackedDraws`): an id then also names its run, in bits that no id of a single run uses.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from hashlib import blake2b
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

from p2spp_sim.base.arrays import Floats, Ints
from p2spp_sim.base.numerals import whole_number

Ids = NDArray[np.uint64]
Starts = np.uint64 | Ids  # of one run, or of several by the head of an id

_STEP = np.uint64(0x9E3779B97F4A7C15)
_MIX_1 = np.uint64(0xBF58476D1CE4E5B9)
_MIX_2 = np.uint64(0x94D049BB133111EB)
_S30, _S27, _S31, _S11 = (np.uint64(k) for k in (30, 27, 31, 11))
PARTS = 1 << 16
_PIECE = 1 << 14  # ids that are drawn at a stretch

_RUN_AT = np.uint64(57)  # five bits that no id of a run uses: above slot, village, year of birth
MOST_STACKED = 32
_RUN = np.uint64(MOST_STACKED - 1) << _RUN_AT
_PLACE = np.uint64(3 << 62)  # never both set in the id of a proposal, whose channel they tell
# four bits of the id of a place: half of how far ids of proposals shift its number
_SHIFT_AT, _SHIFTS = np.uint64(58), np.uint64(15)
_CODE = np.uint64((1 << 40) - 1)  # bits of the number of a place


@lru_cache(maxsize=4096)
def _start(seed: int, replicate: int, year: int, purpose: str) -> np.uint64:
    digest = blake2b(f"{seed}|{replicate}|{year}|{purpose}".encode(), digest_size=8).digest()
    return np.uint64(int.from_bytes(digest, "little"))


@lru_cache(maxsize=1024)
def _starts(seed: int, replicates: tuple[int, ...], year: int, purpose: str) -> tuple[Ids, Ids]:
    """Give starts by the head of an id: for ids without the mark of their run, and for those with it."""
    starts = np.zeros(MOST_STACKED, np.uint64)
    starts[: len(replicates)] = [_start(seed, each, year, purpose) for each in replicates]
    marks = np.arange(MOST_STACKED, dtype=np.uint64) << _RUN_AT
    return np.tile(starts, 4), np.tile(starts - marks * _STEP, 4)  # the channel does not matter


@dataclass(frozen=True, slots=True)
class Draws:
    """The draws of one run.

    Parameters
    ----------
    seed, replicate, year : the address that all draws of a run share, whole numbers from 0 on.

    Raises
    ------
    OutOfBounds : one of them is no such number.
    """

    seed: int
    replicate: int = 0
    year: int = 0

    def __post_init__(self) -> None:
        """Refuse what is no address: -1, 1.5, True or "7" would quietly draw numbers of their own."""
        for name in ("seed", "replicate", "year"):
            object.__setattr__(self, name, whole_number(name, getattr(self, name)))

    @property
    def runs(self) -> int:
        """Count the runs that these are the draws of."""
        return 1

    @property
    def lasting(self) -> "Draws":
        """The draws of what stays as it is over the years of a run."""
        return Draws(self.seed, self.replicate)

    def bits(self, purpose: str, ids: Ids) -> NDArray[np.uint64]:
        """Draw 64 random bits for every id.

        Parameters
        ----------
        purpose : what the draw is for; a word of its own for each use.
        ids : (n,) uint64, what the draw belongs to (a village, a proposal).
        """
        return _bits(*self._sequence(purpose, ids))

    def pair_bits(self, purpose: str, bits: NDArray[np.uint64], ids: Ids) -> NDArray[np.uint64]:
        """Draw 64 random bits for every pair of an id and the bits drawn for another, (n,) each."""
        return self.bits(purpose, bits ^ ids)

    def _sequence(self, purpose: str, ids: Ids) -> tuple[Starts, Ids, Ids]:
        """Tell where sequences start, the position of each id in its own, and what tells which is its own."""
        return _start(self.seed, self.replicate, self.year, purpose), ids, ids

    def uniform(self, purpose: str, ids: Ids) -> Floats:
        """Draw (n,) float64 in [0, 1) with 53 random bits."""
        drawn = np.empty(len(ids))
        for part, z in _pieces(*self._sequence(purpose, ids)):
            z >>= _S11
            drawn[part] = z
            drawn[part] *= 2.0**-53
        return drawn

    def fields(self, purpose: str, ids: Ids) -> NDArray[np.uint16]:
        """Draw four independent whole numbers below `PARTS` for every id at the price of one: (4, n) uint16.

        Compare them with `threshold(p)` or `thresholds(p)`; the error of a probability is below 2**-17.
        """
        drawn = np.empty((4, len(ids)), np.uint16)
        for part, z in _pieces(*self._sequence(purpose, ids)):
            drawn[:, part] = z.astype("<u8", copy=False).view("<u2").reshape(-1, 4).T
        return drawn


@dataclass(frozen=True, slots=True)
class StackedDraws(Draws):
    """The draws of several runs at once: every id gets the bits that it gets in a run of its own.

    Parameters
    ----------
    replicates : of each run, at most `MOST_STACKED`; `replicate` is that of the first.
    """

    replicates: tuple[int, ...] = (0,)

    @classmethod
    def of(cls, seed: int, replicates: Sequence[int], year: int = 0) -> "StackedDraws":
        """Take the draws of runs by the replicate of each."""
        return cls(seed, replicates[0], year, tuple(replicates))

    @property
    def runs(self) -> int:
        """Count the runs that these are the draws of."""
        return len(self.replicates)

    @property
    def lasting(self) -> "StackedDraws":
        """The draws of what stays as it is over the years of a run."""
        return replace(self, year=0)

    def pair_bits(self, purpose: str, bits: NDArray[np.uint64], ids: Ids) -> NDArray[np.uint64]:
        """Draw 64 random bits for every pair: bits that were drawn name no run, so the id does."""
        starts, _ = self._starts(purpose)
        return _bits(starts, bits ^ (ids & ~_RUN), ids)

    def _sequence(self, purpose: str, ids: Ids) -> tuple[Starts, Ids, Ids]:
        starts, earlier = self._starts(purpose)
        if len(ids) and ids[0] >= _PLACE:
            return starts, ids & _CODE, ids << np.uint64(2) * (ids[0] >> _SHIFT_AT & _SHIFTS)
        # instead of taking the mark off every id, start as much earlier
        return earlier, ids, ids

    def _starts(self, purpose: str) -> tuple[Ids, Ids]:
        return _starts(self.seed, self.replicates, self.year, purpose)


def marked(codes: Ids, runs: int, factor: int) -> Ids:
    """Repeat the numbers of places for several runs, so that each names its run: (runs * n,) uint64, run by run.

    Parameters
    ----------
    codes : (n,) below 2**40.
    factor : a power of four from 64 on by which ids of proposals multiply the number: nothing of the mark is left in
        them but the run, where they name it.
    """
    run, shift = np.arange(runs, dtype=np.uint64), np.uint64(factor.bit_length() - 1)
    mark = _PLACE | shift // np.uint64(2) << _SHIFT_AT | run << (_RUN_AT - shift)
    return np.bitwise_or.outer(mark, codes).ravel()


def _bits(start: Starts, position: Ids, ids: Ids) -> NDArray[np.uint64]:
    drawn = np.empty(len(ids), np.uint64)
    for part, z in _pieces(start, position, ids):
        drawn[part] = z
    return drawn


def _pieces(start: Starts, position: Ids, ids: Ids) -> Iterator[tuple[slice, Ids]]:
    """Draw piece by piece, each small enough to stay in a processor's cache: 64 bits for every id of a slice.

    A piece is overwritten by the next.
    """
    whole = np.empty((3, min(len(ids), _PIECE)), np.uint64)
    for first in range(0, len(ids), _PIECE):
        part = slice(first, first + _PIECE)
        z, t, own = whole[:, : len(ids) - first]
        np.multiply(position[part], _STEP, out=z)
        if isinstance(start, np.ndarray):  # the head: its highest bits, of channel and run
            np.right_shift(ids[part], _RUN_AT, out=t)
            z += start.take(t.view(np.int64), out=own, mode="clip")
        else:
            z += start
        np.right_shift(z, _S30, out=t)
        z ^= t
        z *= _MIX_1
        np.right_shift(z, _S27, out=t)
        z ^= t
        z *= _MIX_2
        np.right_shift(z, _S31, out=t)
        z ^= t
        yield part, z


def threshold(probability: float) -> int:
    """Turn a probability into a whole number such that `field < threshold` happens that often."""
    return round(min(max(probability, 0.0), 1.0) * PARTS)


def thresholds(probability: Floats) -> NDArray[np.int32]:
    """Turn probabilities into whole numbers such that `field < threshold` happens that often."""
    parts = np.minimum(np.maximum(probability, 0.0), 1.0)
    parts *= PARTS
    return np.rint(parts, out=parts).astype(np.int32)


def threshold_of(probability: float | Floats, row: NDArray[np.integer]) -> int | NDArray[np.int32]:
    """Turn the probability of all, or that of the place where each row lies, into what draws are compared with."""
    if isinstance(probability, np.ndarray):
        return thresholds(probability).take(row)
    return threshold(probability)


@lru_cache(maxsize=64)
def lognormal_permille(sigma: float, cells: int = 1024) -> Ints:
    """Tabulate a log-normal factor of median 1 in thousandths: (cells,) int64.

    Rounded in the table, so that no draw depends on how a processor rounds an exponential.
    """
    normal = NormalDist()
    place = [sigma * normal.inv_cdf((i + 0.5) / cells) for i in range(cells)]
    return np.rint(1000 * np.exp(place)).astype(np.int64)
