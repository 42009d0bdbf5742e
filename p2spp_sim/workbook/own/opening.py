"""How a page of one's own lists is opened from its notebook."""

from collections.abc import Callable
from pathlib import Path
from typing import Protocol, TypeVar

from p2spp_sim.base.language import set_language
from p2spp_sim.workbook.core.screen import prepare_screen
from p2spp_sim.workbook.saving.progress import Progress

OwnPage = TypeVar("OwnPage", covariant=True)


class Opens(Protocol[OwnPage]):
    """Opens a page and restores what was saved."""

    def __call__(
        self,
        *,
        learner: str | None = None,
        results: str | Path | None = None,
        language: str = "id",
    ) -> OwnPage:
        """Open the page."""


def opener(page: str, make: Callable[[Progress], OwnPage]) -> Opens[OwnPage]:
    """Give the function that a notebook calls to open a page.

    Parameters
    ----------
    page : name of the notebook, and of what it saves.
    make : makes the page of the learner's file.
    """

    def open_page(
        *, learner: str | None = None, results: str | Path | None = None, language: str = "id"
    ) -> OwnPage:
        """Open the page and restore what was saved.

        Parameters
        ----------
        learner : short code, never a name; `P2SPP_KODE` or `peserta` when None.
        results : folder of result files; `P2SPP_HASIL` or `hasil` when None.
        language : screen language, "id" or "en".
        """
        set_language(language)
        prepare_screen()
        return make(Progress(page, learner, results))

    return open_page
