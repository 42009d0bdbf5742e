"""A place and people: illustrations of our own, drawn by code in one style for screen, cards and paper.

Flat shapes with one ink outline, in the house colours and their tints; what they mean is seen in black and white too.
"""

from p2spp_sim.workbook.drawings.drawing import (
    CARD_BACK,
    DRAWINGS,
    EVENTS,
    VILLAGES,
    card_back,
    drawing,
    event,
    people_in,
    role,
    row,
    seen,
)

__all__ = [
    "CARD_BACK",
    "DRAWINGS",
    "EVENTS",
    "VILLAGES",
    "card_back",
    "drawing",
    "event",
    "people_in",
    "role",
    "row",
    "seen",
]
