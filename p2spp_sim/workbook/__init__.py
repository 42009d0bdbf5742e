"""The learner's side: live boards, exercises that check themselves, and files that survive a power cut."""

from p2spp_sim.workbook.classroom.board import open_class_board
from p2spp_sim.workbook.core.unit import open_unit
from p2spp_sim.workbook.doors.start import open_start
from p2spp_sim.workbook.own.chain_page import open_chain
from p2spp_sim.workbook.own.kabupaten import open_own_kabupaten
from p2spp_sim.workbook.own.lists import open_own_lists
from p2spp_sim.workbook.own.meeting import open_own_meeting

__all__ = [
    "open_chain",
    "open_class_board",
    "open_own_kabupaten",
    "open_own_lists",
    "open_own_meeting",
    "open_start",
    "open_unit",
]
