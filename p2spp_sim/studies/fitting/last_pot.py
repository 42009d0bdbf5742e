"""The last pot of a forum, where a row of a ledger wins or is refused: what it hands out, and by which rule."""

import numpy as np

from p2spp_sim.base.arrays import Floats, Ints
from p2spp_sim.base.draws import Draws
from p2spp_sim.forum.fill import RULES
from p2spp_sim.model.ceilings import AMOUNTS
from p2spp_sim.model.meeting import Meeting
from p2spp_sim.model.rulebook import ForumSpec, RuleBook
from p2spp_sim.scenario.scenario import Scenario
from p2spp_sim.world.world import World
from p2spp_sim.year import run_year


def pays(spec: ForumSpec) -> bool:
    """Tell whether rupiah run out or places: who finds no room in the last pot is refused."""
    return spec.pots[-1].pays


def asked(spec: ForumSpec, amount: Ints) -> Ints:
    """Give what a row takes of what there is to hand out: rupiah, or one place of a list without money."""
    return amount if pays(spec) else np.ones_like(amount)


def fill_rule(spec: ForumSpec, scenario: Scenario) -> str:
    """Give the rule of the last pot; of those that look at more than the ranking, `skip` stands for all."""
    fill = spec.pots[-1].fill
    fill = fill if fill in RULES else str(scenario.value(fill))
    return fill if fill == "stop" else "skip"


def ceiling_per_group(
    world: World, scenario: Scenario, book: RuleBook, spec: ForumSpec, grid: Floats
) -> Floats | None:
    """Give the ceiling of every meeting at values of `open_share`, (values, meetings); None where it has none."""
    pot = spec.pots[-1]
    if any(other.ceiling for other in spec.pots[:-1]) or not pot.pays:
        return None
    rows = np.zeros(0, np.int64)
    table = run_year(world, scenario).parts[0].docket
    amounts = []
    for value in grid.tolist():
        changed = scenario.change(open_share=value).in_force()
        meeting = Meeting(
            world, changed, Draws(0), table, spec.key, spec.group, rows, book.pot_number
        )
        amounts.append(AMOUNTS[pot.ceiling](meeting))
    return None if any(each is None for each in amounts) else np.array(amounts, np.float64)


__all__ = ["asked", "ceiling_per_group", "fill_rule", "pays"]
