"""Which era a learner chose on the start page, remembered for the code; a class may fix one for all."""

from pathlib import Path

from p2spp_sim.base.era import THEN, eras, fixed_era
from p2spp_sim.base.errors import P2sppError
from p2spp_sim.workbook.saving.progress import Progress
from p2spp_sim.workbook.saving.record import START

PART = "masa"


def chosen_era(learner: str | None, results: Path) -> str:
    """Give the era that a learner works in: the one fixed for all, else what was chosen last, else the programme's."""
    if fixed := fixed_era():
        return fixed
    try:
        name = Progress(START, learner, results).part(PART).get(PART, THEN)
    except P2sppError:
        return THEN
    return name if name in eras() else THEN


def choose_era(name: str, learner: str | None, results: Path) -> None:
    """Remember an era for a learner; where it cannot be written the page works all the same."""
    if name != chosen_era(learner, results):
        Progress(START, learner, results).put(PART, {PART: name})
