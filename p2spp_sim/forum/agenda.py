"""What lies before a forum: rows with their gates, and the pots they may be given."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from p2spp_sim.base.arrays import Bools, Floats, Ints


@dataclass(frozen=True, slots=True)
class Gate:
    """A yes-or-no condition; the first one a row fails gives its reason."""

    passes: Bools
    reason: int


@dataclass(frozen=True, slots=True)
class Pot:
    """Something to hand out: money under a ceiling per group, places on a list, or both.

    Parameters
    ----------
    ceiling : (groups,) int64 rupiah, or None for a list without a ceiling of money.
    fill : one of `fill.FILL_RULES`.
    eligible : (n,) bool, the rows that may draw on it; None means all.
    limit : (groups,) int64, the most rows a group may take; None means no limit.
    rolls_over : hand what is left to the next pot.
    """

    ceiling: Ints | None = None
    fill: str = "skip"
    eligible: Bools | None = None
    limit: Ints | None = None
    rolls_over: bool = False


@dataclass(frozen=True, slots=True)
class Agenda:
    """What lies before the meetings of one stage.

    Parameters
    ----------
    group : (n,) int, the meeting of each row, 0 to `groups` - 1.
    asked : (n,) int64 rupiah.
    score : (n,) float64 before rounding, or what gives it for the rows that pass the gates (None: all of them).
    gates : conditions in the order they are tested.
    tie : (n,) int64, unique; among equal rounded scores the smaller goes first. None means the order of the rows.
    amended : (n,) int64 rupiah after the meeting's own cut, at most `asked`; None means as asked.
    unit : (n,) int, the place of each row (needed by `village_first` and `equal_split`).
    turn : (n,) bool, whether it is the turn of the row's place (needed by `rotation`).
    ballots : gives, for a meeting and k of its rows, the approvals of its voters, (voters, k) bool, each meeting in
        its turn (needed by `equal_shares`).
    drawn : gives (n,) float64 in [0, 1), a draw of every row, to rules that ask for it.
    completion : rupiah by which every voter's purse grows until `equal_shares` has spent the pot; 0 leaves money over.
    """

    group: NDArray[np.integer]
    groups: int
    asked: Ints
    score: Floats | Callable[[Ints | None], Floats]
    gates: tuple[Gate, ...] = ()
    tie: Ints | None = None
    amended: Ints | None = None
    unit: NDArray[np.integer] | None = None
    turn: Bools | None = None
    ballots: Callable[[int, Ints], Bools] | None = None
    completion: int = 0
    drawn: Callable[[], Floats] | None = None
