"""The papers of Karangjati, the village whose plans and budget two units read, and the two regimes they are held to."""

from functools import lru_cache

from p2spp_sim import village_plan as vp
from p2spp_sim.base.files import data_path
from p2spp_sim.workbook.case.desk import Desk

VILLAGE = "Karangjati"
THEN, LATER = "2010", "dana_desa"


def pack(desk: Desk) -> vp.Village:
    """Give the papers of Karangjati."""
    return _pack(desk.world.name)


@lru_cache(maxsize=4)
def _pack(dataset: str) -> vp.Village:
    return vp.read_village(data_path("datasets", dataset), VILLAGE)
