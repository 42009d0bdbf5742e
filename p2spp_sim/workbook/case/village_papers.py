"""The papers of Karangjati, the village whose plans and budget two units read, and the two regimes they are held to."""

from dataclasses import replace
from functools import lru_cache

from p2spp_sim import village_plan as vp
from p2spp_sim.base.era import THEN
from p2spp_sim.base.files import data_path
from p2spp_sim.base.language import language, translated
from p2spp_sim.workbook.case.desk import Desk

VILLAGE = "Karangjati"
LATER = "dana_desa"
TODAY = "kini"  # folder of the same village's papers, fifteen years on


def pack(desk: Desk) -> vp.Village:
    """Give the papers of Karangjati, of the time that the desk's rule book is of."""
    return _pack(desk.world.name, desk.book == THEN, language())


def compared(desk: Desk) -> str:
    """Name the regime that the papers are also held against: a later one, or today the programme's."""
    return LATER if desk.book == THEN else THEN


@lru_cache(maxsize=4)
def _pack(dataset: str, then: bool, _language: str) -> vp.Village:
    folder = data_path("datasets", dataset)
    village = vp.read_village(folder if then else folder / TODAY, VILLAGE)
    return replace(
        village,
        plan=tuple(
            replace(x, what=translated(x.what), place=translated(x.place)) for x in village.plan
        ),
        works=tuple(
            replace(x, what=translated(x.what), place=translated(x.place)) for x in village.works
        ),
        meetings=tuple(replace(x, place=translated(x.place)) for x in village.meetings),
        budget=tuple(replace(x, what=translated(x.what)) for x in village.budget),
    )
