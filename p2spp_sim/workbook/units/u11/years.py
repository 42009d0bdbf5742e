"""Unit 11: courses over several draws: fixed strategies, and the years without any decision."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from p2spp_sim.base.arrays import Floats
from p2spp_sim.workbook.case.courses import Course, Frozen, lived
from p2spp_sim.workbook.case.desk import Desk
from p2spp_sim.workbook.units.u11.decision import YearDecision
from p2spp_sim.workbook.units.u11.game import game


@dataclass(frozen=True)
class Mean:
    """The same course over several draws."""

    courses: tuple[Course, ...]

    def measure(self, key: str) -> Floats:
        """Give the mean of one measure for every year."""
        return np.asarray(np.nanmean([course.measure(key) for course in self.courses], axis=0))

    def later(self, key: str, years: int) -> Floats:
        """Give the mean over the years after the programme, (draws,)."""
        return np.asarray([np.nanmean(course.measure(key)[years:]) for course in self.courses])


def side(differences: Floats) -> int:
    """Tell on which side of zero all draws lie, 1 or -1; 0 where they do not agree: that is within chance."""
    signs = set(np.sign(differences).tolist())
    return int(signs.pop()) if signs in ({1.0}, {-1.0}) else 0


def averaged(desk: Desk, plan: Sequence[Frozen]) -> Mean:
    """Let a plan be lived under several draws, with the years after the programme."""
    play = game().play
    return Mean(
        tuple(lived(desk, plan, after=play.after, replicate=number) for number in range(play.draws))
    )


def strategy(desk: Desk, key: str) -> Mean:
    """Give a fixed strategy as it is lived on average."""
    return averaged(desk, game().strategy[key].plan(game().play.years))


def calm(
    desk: Desk, years: int, *, after: int = 0, cards: Sequence[str] = (), replicate: int = 0
) -> Course:
    """Give the same draw, and the same cards, without any decision of the groups."""
    return lived(desk, [()] * years, after=after, cards=cards, replicate=replicate)


def played(
    desk: Desk, locked: Sequence[YearDecision], *, after: int = 0, replicate: int = 0
) -> Course:
    """Give the years of a run as the library lives them."""
    return lived(
        desk,
        [decision.levers(desk.scenario) for decision in locked],
        cards=[decision.card for decision in locked],
        after=after,
        replicate=replicate,
    )
