"""Controls that a learner moves: each has a name on the screen, answers the keyboard and tells its changes.

A control has a `key`, a `widget` to display, a `value` that JSON can hold, and `watch(callback)`.
"""

from p2spp_sim.alignment.scores import NO_PAIR
from p2spp_sim.workbook.controls.cards import Card, Cards
from p2spp_sim.workbook.controls.choose import Choose
from p2spp_sim.workbook.controls.classify import Classify, Column
from p2spp_sim.workbook.controls.control import Control, Notice, Value
from p2spp_sim.workbook.controls.grid import Grid, Group, Line
from p2spp_sim.workbook.controls.match import Match
from p2spp_sim.workbook.controls.order import Order
from p2spp_sim.workbook.controls.slide import Slide
from p2spp_sim.workbook.controls.tick import Tick
from p2spp_sim.workbook.controls.tokens import Tokens
from p2spp_sim.workbook.controls.weights import Weights

__all__ = [
    "NO_PAIR",
    "Card",
    "Cards",
    "Choose",
    "Classify",
    "Column",
    "Control",
    "Grid",
    "Group",
    "Line",
    "Match",
    "Notice",
    "Order",
    "Slide",
    "Tick",
    "Tokens",
    "Value",
    "Weights",
]
