"""The last pot of a forum, where a row of a ledger wins or is refused: what it hands out, and by which rule."""

import numpy as np

from p2spp_sim.base.arrays import Ints
from p2spp_sim.forum.fill import RULES
from p2spp_sim.model.rulebook import ForumSpec
from p2spp_sim.scenario.scenario import Scenario


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


__all__ = ["asked", "fill_rule", "pays"]
