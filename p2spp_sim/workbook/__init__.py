"""The learner's side: live boards, exercises that check themselves, and files that survive a power cut."""

from p2spp_sim.workbook.class_board import open_class_board
from p2spp_sim.workbook.own_lists import open_own_lists
from p2spp_sim.workbook.start import open_start
from p2spp_sim.workbook.unit import open_unit

__all__ = ["open_class_board", "open_own_lists", "open_start", "open_unit"]
