"""What is known before the agents of `mesa_year` decide anything, worked out by the library."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from p2spp_sim.base.draws import Draws
from p2spp_sim.model.ceilings import AMOUNTS, people_share
from p2spp_sim.model.criteria import CAPACITIES
from p2spp_sim.model.gates import is_late, quotas
from p2spp_sim.model.loading import load_rules
from p2spp_sim.model.meeting import Docket, Meeting
from p2spp_sim.model.opening import opened
from p2spp_sim.model.proposals import Origin
from p2spp_sim.model.rulebook import RuleBook
from p2spp_sim.model.training import trained
from p2spp_sim.scenario.scenario import Scenario
from p2spp_sim.world.world import World

_LUCK = ("score", "cut", "drop", "delivered", "quota", "checked", "plan")


@dataclass(frozen=True)
class Papers:
    """What lies on the table before the first meeting; making it is not part of the year that is measured.

    Parameters
    ----------
    docket : the drawn proposals, in the library's order.
    luck : drawn numbers of every proposal, by "forum.purpose".
    exactness : how exactly a proposal would be scored, 0 to 1, by forum.
    amounts : what every meeting has to hand out, by (forum, amount).
    people_share : of every kecamatan in its kabupaten.
    late : which kabupaten enact their budget late.
    quotas : chance of a pokir to be within the quota of its agency, by kabupaten and agency.
    first_pokir : row of the first pokir that equals a proposal, by the row of that.
    """

    world: World
    scenario: Scenario
    book: RuleBook
    docket: Docket
    luck: dict[str, list[float]]
    exactness: dict[str, list[float]]
    amounts: dict[tuple[str, str], list[int]]
    people_share: list[float]
    late: list[bool]
    quotas: list[float]
    first_pokir: dict[int, int]


def prepare(world: World, scenario: Scenario, seed: int) -> Papers:
    """Draw the proposals of a year with the library, and work out all that is known before the first meeting."""
    book, draws, scenario = load_rules(scenario.rules), Draws(seed), scenario.in_force()
    world = trained(world, scenario, draws)
    docket = opened(world, scenario, book, draws)
    count = len(docket.proposals)
    everyone = np.arange(count)
    luck, exactness, amounts = {}, {}, {}
    for forum in book.forum:
        meeting = Meeting(
            world, scenario, draws, docket, forum.key, forum.group, everyone, book.pot_number
        )
        for purpose in _LUCK:
            luck[f"{forum.key}.{purpose}"] = meeting.uniform(purpose).tolist()
        if forum.noise:
            exact, who = CAPACITIES[forum.noise.capacity](meeting)
            exactness[forum.key] = exact[who].tolist()
        names = {name for pot in forum.pots for name in (pot.ceiling, pot.limit) if name}
        if forum.group == "kecamatan":
            names.add("kecamatan_money")  # against which a gate holds sizes
        for name in names:
            amount = AMOUNTS[name](meeting)  # None: no ceiling
            amounts[forum.key, name] = (
                [1 << 60] * meeting.groups if amount is None else amount.tolist()
            )
    table = docket.proposals
    pokir = np.flatnonzero((table.origin == Origin.RESES) & (table.matches >= 0))
    by_key = pokir[np.argsort(table.key[pokir])]
    return Papers(
        world,
        scenario,
        book,
        docket,
        luck,
        exactness,
        amounts,
        people_share(world).tolist(),
        is_late(draws, world, scenario).tolist(),
        quotas(draws, world, scenario).tolist(),
        {int(table.matches[row]): int(row) for row in by_key[::-1]},
    )
