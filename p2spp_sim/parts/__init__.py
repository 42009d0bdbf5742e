"""Parts of one's own: indicators, gates, criteria, ways to fill a pot, amendments and levers, without touching ours.

Each is declared where it is written, as those of the package are in their files; what it gives is checked whenever it
is asked. `Scenario.using` lets gates, criteria and amendments act; a way to fill a pot is one more choice of the levers
that choose one; an indicator is measured wherever ours are. Any of them may also be named in a rules file of one's own.
"""

from p2spp_sim.base.own_parts import BadPart, OwnPart, find, remove
from p2spp_sim.parts.declared import (
    amendment,
    criterion,
    fill_rule,
    gate,
    indicator,
    renewed,
    table,
)
from p2spp_sim.parts.files import load
from p2spp_sim.parts.made import FillRows
from p2spp_sim.parts.own_levers import add

__all__ = [
    "BadPart",
    "FillRows",
    "OwnPart",
    "add",
    "amendment",
    "criterion",
    "fill_rule",
    "find",
    "gate",
    "indicator",
    "load",
    "remove",
    "renewed",
    "table",
]
