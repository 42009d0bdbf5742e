"""Pictures for live boards: plain SVG with alternative text and a data table, redrawn at every move.

Every mark carries its own words and figures and differs without colour; type is 18 units or more where 900 fill the
width.
"""

from p2spp_sim.workbook.pictures.bar import Bar, Mark, bars, grouped
from p2spp_sim.workbook.pictures.course import CourseLine, Event, lines
from p2spp_sim.workbook.pictures.dumbbell import Dumbbell, dumbbells, weakest_row
from p2spp_sim.workbook.pictures.lamp import Lamp, colour_of, lamps
from p2spp_sim.workbook.pictures.life import LifeYear, life
from p2spp_sim.workbook.pictures.link import Link, pairs
from p2spp_sim.workbook.pictures.picture import Picture
from p2spp_sim.workbook.pictures.shown import LivePicture, show
from p2spp_sim.workbook.pictures.stage import Stage, funnel
from p2spp_sim.workbook.pictures.svg import FONT, WIDTH
from p2spp_sim.workbook.pictures.two_sides import SidePart, balance
from p2spp_sim.workbook.pictures.village_tile import Category, Tile, village_map
from p2spp_sim.workbook.pictures.year_lane import Handover, LaneCard, lanes

__all__ = [
    "FONT",
    "WIDTH",
    "Bar",
    "Category",
    "CourseLine",
    "Dumbbell",
    "Event",
    "Handover",
    "Lamp",
    "LaneCard",
    "LifeYear",
    "Link",
    "LivePicture",
    "Mark",
    "Picture",
    "SidePart",
    "Stage",
    "Tile",
    "balance",
    "bars",
    "colour_of",
    "dumbbells",
    "funnel",
    "grouped",
    "lamps",
    "lanes",
    "life",
    "lines",
    "pairs",
    "show",
    "village_map",
    "weakest_row",
]
