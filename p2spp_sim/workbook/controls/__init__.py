"""Controls that a learner moves: each has a name on the screen, answers the keyboard and tells its changes.

A control has a `key`, a `widget` to display, a `value` that JSON can hold, and `watch(callback)`.
"""

from p2spp_sim.alignment.scores import NO_PAIR
from p2spp_sim.workbook.controls.cards import Cards, Classes, Classify, Match, Order
from p2spp_sim.workbook.controls.checklist import Checklist
from p2spp_sim.workbook.controls.choose import Choose
from p2spp_sim.workbook.controls.control import Chipped, Control, ControlValue, Notice
from p2spp_sim.workbook.controls.grid import BudgetGrid, GridGroup, GridLine
from p2spp_sim.workbook.controls.picks import Pick, Picks
from p2spp_sim.workbook.controls.slide import Slide
from p2spp_sim.workbook.controls.tick import Tick
from p2spp_sim.workbook.controls.tokens import Tokens
from p2spp_sim.workbook.controls.weights import Weights

__all__ = [
    "NO_PAIR",
    "BudgetGrid",
    "Cards",
    "Checklist",
    "Chipped",
    "Choose",
    "Classes",
    "Classify",
    "Control",
    "ControlValue",
    "GridGroup",
    "GridLine",
    "Match",
    "Notice",
    "Order",
    "Pick",
    "Picks",
    "Slide",
    "Tick",
    "Tokens",
    "Weights",
]
