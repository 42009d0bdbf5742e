"""One row of an office's list, as the sifting of lines sees it."""

import re
from dataclasses import dataclass, field
from typing import Literal

from p2spp_sim.tables.cells import MERGED, UNWORKED

Sort = Literal["line", "total", "title", "level", "asked"]


@dataclass(slots=True)
class ListRow:
    """A row of a list.

    Parameters
    ----------
    at : its number in the sheet.
    cells : as they stand in it.
    number, what : its number and its words; empty where it has none.
    idr : rupiah; None where none stand in it, or cannot be read.
    details : how many of its other columns are filled.
    sort : what it is taken for; `asked` where that must be asked.
    expected : what is asked.
    lines_idr : of a total, the rupiah of the lines above it where they are others than its own.
    marks : what speaks for its being a total or a title.
    """

    at: int
    cells: list[str]
    number: str
    what: str
    idr: int | None
    details: int
    sort: Sort = "line"
    expected: str = ""
    lines_idr: int | None = None
    marks: set[str] = field(default_factory=set)

    @property
    def texts(self) -> list[str]:
        """The cells that hold something."""
        return [cell for cell in self.cells if cell not in ("", MERGED, UNWORKED)]

    @property
    def words(self) -> str:
        """What it is called: its words, or the first ones in any of its columns."""
        return self.what or next(
            (cell for cell in self.texts if re.search(r"[^\W\d]", cell)), self.number
        )

    def ask(self, expected: str) -> None:
        """Ask what it is."""
        self.sort, self.expected = "asked", expected
