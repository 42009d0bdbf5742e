"""Proposals: the record that every forum decides on, and the recorded ones of a case."""

from dataclasses import dataclass, fields
from enum import IntEnum
from operator import attrgetter
from typing import Any

import numpy as np
from numpy.typing import NDArray

from p2spp_sim.schema import AUTHORITIES
from p2spp_sim.world import World

POOR, WOMEN, IN_RPJM, PAPERS, LAND, TECHNICAL, PLAN_FIT, RIGHT_SKPD, ELITE, MISROUTED, MUST_MATCH = (
    1 << k for k in range(11)
)
VILLAGE, DISTRICT, OUTSIDE = range(len(AUTHORITIES))


class Origin(IntEnum):
    """Where a proposal comes from."""

    HAMLET = 0
    WOMEN = 1
    SKPD = 2
    RESES = 3


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
    matches : int32, row of the musrenbang proposal that a pokir equals, -1 for none.
    """

    key: NDArray[np.uint64]
    origin: NDArray[np.int8]
    village: NDArray[np.int64]
    skpd: NDArray[np.int8]
    activity: NDArray[np.int8]
    authority: NDArray[np.int8]
    urgency: NDArray[np.int8]
    flags: NDArray[np.uint16]
    cost: NDArray[np.int64]
    selfhelp: NDArray[np.int64]
    households: NDArray[np.int32]
    poor_households: NDArray[np.int32]
    matches: NDArray[np.int32]

    def __len__(self) -> int:
        """Count the proposals."""
        return len(self.key)

    def has(self, bit: int) -> NDArray[np.bool_]:
        """Tell for every proposal whether a flag is set."""
        held: NDArray[np.bool_] = (self.flags & np.uint16(bit)) != 0
        return held


_COLUMNS = attrgetter(*(column.name for column in fields(Proposals)))


def join(parts: list[Proposals]) -> Proposals:
    """Put proposals behind each other."""
    return Proposals(*map(np.concatenate, zip(*map(_COLUMNS, parts), strict=True)))


def recorded(world: World) -> Proposals:
    """Take the proposals of a recorded case as they are written."""
    table = world.proposals
    at_village = {code: row for row, code in enumerate(world.villages["code"].tolist())}
    at_skpd = {code: row for row, code in enumerate(world.skpd["code"].tolist())}
    n = len(table["id"])
    flags = np.full(n, TECHNICAL | PLAN_FIT | RIGHT_SKPD, np.uint16)
    for column, bit in (("women", WOMEN), ("in_rpjm", IN_RPJM), ("papers", PAPERS), ("land", LAND)):
        flags |= table[column].astype(np.uint16) * np.uint16(bit)

    def as_int8(values: list[Any]) -> NDArray[np.int8]:
        return np.array(values, np.int8)

    return Proposals(
        key=np.arange(n, dtype=np.uint64),
        origin=np.where(table["women"], np.int8(Origin.WOMEN), np.int8(Origin.HAMLET)),
        village=np.array([at_village[code] for code in table["village"].tolist()], np.int64),
        skpd=as_int8([at_skpd[code] for code in table["skpd"].tolist()]),
        activity=np.full(n, -1, np.int8),
        authority=as_int8([AUTHORITIES.index(name) for name in table["authority"].tolist()]),
        urgency=table["urgency"].astype(np.int8),
        flags=flags,
        cost=table["cost_idr"].astype(np.int64),
        selfhelp=table["selfhelp_idr"].astype(np.int64),
        households=table["households"].astype(np.int32),
        poor_households=table["poor_households"].astype(np.int32),
        matches=np.full(n, -1, np.int32),
    )
