"""Proposals: the record that every forum decides on."""

from dataclasses import dataclass, fields
from enum import IntEnum
from operator import attrgetter

import numpy as np
from numpy.typing import NDArray

from p2spp_sim.base.arrays import Bools, Ints
from p2spp_sim.world.schema import AUTHORITIES

POOR = 1 << 0
WOMEN = 1 << 1
IN_RPJM = 1 << 2
PAPERS = 1 << 3
LAND = 1 << 4
TECHNICAL = 1 << 5
PLAN_FIT = 1 << 6
RIGHT_SKPD = 1 << 7
ELITE = 1 << 8
MISROUTED = 1 << 9
MUST_MATCH = 1 << 10
FLAGS = {  # yes or no of a proposal, by column of the tables of results
    "women": WOMEN,
    "poor_proposer": POOR,
    "elite": ELITE,
    "papers": PAPERS,
    "land": LAND,
    "in_rpjm": IN_RPJM,
}
VILLAGE, DISTRICT, OUTSIDE = range(len(AUTHORITIES))


class Origin(IntEnum):
    """Where a proposal comes from."""

    HAMLET = 0
    WOMEN = 1
    SKPD = 2
    RESES = 3


CHANNELS = {
    "musrenbang": (Origin.HAMLET, Origin.WOMEN),
    "skpd": (Origin.SKPD,),
    "reses": (Origin.RESES,),
}
# every name that proposals go by according to where they come from: of a channel, or of one way into it
ORIGINS = {**{origin.name.lower(): (origin,) for origin in Origin}, **CHANNELS}
CHANNEL_OF_ORIGIN = np.array(
    [next(name for name, origins in CHANNELS.items() if origin in origins) for origin in Origin]
)


@dataclass(frozen=True)
class Proposals:
    """One row a proposal; all columns have the same length n.

    Parameters
    ----------
    key : uint64, the address of its draws: the code of the village (or dapil) and a slot; the same in every scenario.
    origin, skpd, activity, authority, urgency : int8.
    village : int64, with which arrays are indexed fastest; row in `World.villages`.
    flags : uint16, the bits POOR .. MUST_MATCH of this module.
    cost, selfhelp : int64 rupiah.
    households, poor_households : int32.
    matches : int32, row of the musrenbang proposal that a pokir or an agency's item equals, -1 for none.
    """

    key: NDArray[np.uint64]
    origin: NDArray[np.int8]
    village: Ints
    skpd: NDArray[np.int8]
    activity: NDArray[np.int8]
    authority: NDArray[np.int8]
    urgency: NDArray[np.int8]
    flags: NDArray[np.uint16]
    cost: Ints
    selfhelp: Ints
    households: NDArray[np.int32]
    poor_households: NDArray[np.int32]
    matches: NDArray[np.int32]

    def __len__(self) -> int:
        """Count the proposals."""
        return len(self.key)

    def has(self, bit: int) -> Bools:
        """Tell for every proposal whether a flag is set."""
        flagged: Bools = (self.flags & np.uint16(bit)) != 0
        return flagged


COLUMNS = tuple(column.name for column in fields(Proposals))
_COLUMNS = attrgetter(*COLUMNS)


def join(parts: list[Proposals]) -> Proposals:
    """Put proposals behind each other."""
    return Proposals(*map(np.concatenate, zip(*map(_COLUMNS, parts), strict=True)))
