"""Unit 05: what a group decided in Forum SKPD, read from the board."""

from collections.abc import Mapping
from dataclasses import dataclass

from p2spp_sim.base.language import Labels, labels_of, tr
from p2spp_sim.workbook.core.board import Values
from p2spp_sim.workbook.units.u05.answers import UNEXPLAINED, replies
from p2spp_sim.workbook.units.u05.draft_renja import DraftRenja, Laid

DECIDED, LATER = "putusan", "tunda_"
NO_CODE = "-"
FATES = Labels(full="Terima", part="Terima separuh", out="Tolak")
BARE = ("", NO_CODE, UNEXPLAINED)  # codes that tell a village nothing


def code_labels() -> dict[str, str]:
    """Give the six codes of a reason, and that none is needed."""
    return {NO_CODE: tr("tidak perlu: diterima penuh"), **labels_of(replies().code)}


@dataclass(frozen=True)
class Decided:
    """What a group decided.

    Parameters
    ----------
    plan : the draft Renja that follows.
    fates, codes : decision and code of each proposal; empty where there is none yet.
    """

    plan: DraftRenja
    fates: Mapping[str, str]
    codes: Mapping[str, str]

    @property
    def refused(self) -> list[str]:
        """The proposals that were refused."""
        return [key for key, fate in self.fates.items() if fate == "out"]

    @property
    def explained(self) -> list[str]:
        """The refused proposals whose villages get a reason."""
        return [key for key in self.refused if self.codes[key] not in BARE]


def decided(table: Laid, values: Values) -> Decided:
    """Read what a group decided on the board."""
    rows = values[DECIDED]
    assert isinstance(rows, Mapping)
    fates = {key: str(rows[key]["fate"]) for key in table.papers}
    granted = {key: paper.cost_idr for key, paper in table.papers.items() if fates[key] == "full"}
    granted |= {
        key: paper.cost_idr // 2 for key, paper in table.papers.items() if fates[key] == "part"
    }
    own = {key: item for key, item in table.own.items() if not values[LATER + key]}
    codes = {key: str(rows[key]["code"]) for key in table.papers}
    return Decided(DraftRenja(table.papers, granted, own), fates, codes)
