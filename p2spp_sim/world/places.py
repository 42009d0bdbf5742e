"""Where worlds of one's own lie."""

import os
from pathlib import Path

from p2spp_sim.base.files import data_path
from p2spp_sim.tables.reader import find

DESCRIPTION = "dataset.toml"  # what a folder says of itself
WORLDS = (
    "dunia"  # ends the name of the folder of worlds that a learner wrote, in that of the results
)


def own_worlds(learner: str = "*") -> dict[str, Path]:
    """Find worlds of one's own by name: those of `P2SPP_DUNIA`, and those that the page "Kabupaten saya" wrote.

    A folder of `P2SPP_DUNIA` is a world or holds some; the page writes into a folder of its own for each learner.

    Parameters
    ----------
    learner : code of the one whose worlds are wanted; all where it is not said.
    """
    named = os.environ.get("P2SPP_DUNIA", "").split(os.pathsep)
    said = os.environ.get("P2SPP_HASIL")
    results = [Path(said)] if said else [Path("hasil"), data_path("notebooks", "hasil")]
    folders = [Path(text) for text in named if text]
    folders += [place for folder in results for place in folder.glob(f"{learner}_{WORLDS}/")]
    there = [
        place
        for folder in folders
        for place in (folder, *(sorted(folder.glob("*/")) if folder.is_dir() else ()))
        if looks_like_world(place)
    ]
    return {place.resolve().name: place for place in reversed(there)}


def looks_like_world(place: Path) -> bool:
    """Tell whether a folder holds the data of a district: it says so of itself, or has a table of villages."""
    return place.is_dir() and bool(
        (place / DESCRIPTION).is_file() or any(find(place, name) for name in ("villages", "desa"))
    )
