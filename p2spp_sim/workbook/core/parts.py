"""What a unit brings beside its card and exercises. One folder a unit, found by its code."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from importlib import import_module
from typing import TYPE_CHECKING

from p2spp_sim.workbook.core.unit_tables import case_of_proposals, sums

if TYPE_CHECKING:
    from p2spp_sim.workbook.case.desk import Desk
    from p2spp_sim.workbook.core.board import Shows
    from p2spp_sim.workbook.core.unit import Unit


@dataclass(frozen=True)
class Parts:
    """What a unit brings.

    Parameters
    ----------
    boards : how each board is made, by its name in the notebook.
    case : the tables of the case, as HTML.
    figures : the sums of the case as one line of text, for a cell that is checked against the library.
    """

    boards: Mapping[str, "Callable[[Unit], Shows]"] = field(default_factory=dict)
    case: "Callable[[Unit], str]" = case_of_proposals
    figures: "Callable[[Desk], str]" = sums


def parts(code: str) -> Parts:
    """Give the parts of a unit by its code, such as "03"."""
    found: Parts = import_module(f"p2spp_sim.workbook.units.u{code}.boards").PARTS
    return found
