"""The ways that the proposals of a year took: before which forums each came, and where and why it stopped."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from p2spp_sim.model.proposals import CHANNELS, Origin
from p2spp_sim.model.rulebook import Reason
from p2spp_sim.results.record import RunRecord

_FORUMS = 48  # bits of a way's number that say before which forums it came
_CHANNEL_OF = {origin: name for name, origins in CHANNELS.items() for origin in origins}


@dataclass(frozen=True, slots=True)
class Route:
    """One way through a year.

    Parameters
    ----------
    channel : musrenbang, skpd or reses.
    forums : numbers in the rule book of the forums that it came before, in their order.
    reason : why it stopped at the last of them; `Reason.NONE` when it came through to the end.
    """

    channel: str
    forums: tuple[int, ...]
    reason: Reason


@dataclass(frozen=True)
class Routes:
    """Every way that was taken, and which proposal took which.

    Parameters
    ----------
    routes : each way once.
    of : (n,) int64, the place in `routes` of every proposal, in the order of the docket, block by block.
    silent : needs that nobody voiced, so that they became no proposal.
    """

    routes: tuple[Route, ...]
    of: NDArray[np.int64]
    silent: int

    def entered(self, forum: int) -> int:
        """Count the proposals that came before a forum."""
        return sum(
            count
            for route, count in zip(self.routes, self._counts, strict=True)
            if forum in route.forums
        )

    def lost(self, forum: int) -> dict[Reason, int]:
        """Count by reason, the largest first, what a forum refused."""
        counts: dict[Reason, int] = {}
        for route, count in zip(self.routes, self._counts, strict=True):
            if route.reason and route.forums[-1:] == (forum,):
                counts[route.reason] = counts.get(route.reason, 0) + count
        return dict(sorted(counts.items(), key=lambda item: (-item[1], item[0])))

    @property
    def _counts(self) -> list[int]:
        counts: list[int] = np.bincount(self.of, minlength=len(self.routes)).tolist()
        return counts


def routes_of(run: RunRecord) -> Routes:
    """Give the ways of a run (see `Run.routes`)."""
    taken = []
    for part in run.parts:
        origin = part.docket.proposals.origin.astype(np.int64)
        forums = np.zeros(len(origin), np.int64)
        reason = np.zeros(len(origin), np.int64)
        for step in part.steps:
            forums[step.rows] |= 1 << step.forum
            reason[step.rows] = step.reason
        taken.append(forums | reason << _FORUMS | origin << _FORUMS + 8)
    ways, of = np.unique(np.concatenate(taken), return_inverse=True)
    voiced = sum(int((part.docket.proposals.origin <= Origin.WOMEN).sum()) for part in run.parts)
    felt = sum(int(part.docket.felt.sum()) for part in run.parts)
    routes = tuple(
        Route(
            _CHANNEL_OF[Origin(way >> _FORUMS + 8)],
            tuple(number for number in range(len(run.rules.forum)) if way >> number & 1),
            Reason(way >> _FORUMS & 0xFF),
        )
        for way in ways.tolist()
    )
    return Routes(routes, of.astype(np.int64), max(0, felt - voiced))
