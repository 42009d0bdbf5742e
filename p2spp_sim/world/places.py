"""Where worlds of one's own lie."""

import os
from pathlib import Path

from p2spp_sim.tables.reader import find

DESCRIPTION = "dataset.toml"  # what a folder says of itself
WORLDS = "dunia"  # folder of the worlds that were written, in that of the results


def own_worlds() -> dict[str, Path]:
    """Find worlds of one's own by name: those of `P2SPP_DUNIA`, and those that the page "Kabupaten saya" wrote.

    A folder of `P2SPP_DUNIA` is a world or holds some; the page writes into `dunia` of the folder of results.
    """
    named = os.environ.get("P2SPP_DUNIA", "").split(os.pathsep)
    results = Path(os.environ.get("P2SPP_HASIL") or "hasil")
    folders = [*(Path(text) for text in named if text), results / WORLDS]
    there = [
        place
        for folder in folders
        for place in (folder, *(sorted(folder.glob("*/")) if folder.is_dir() else ()))
        if (place / DESCRIPTION).is_file() or _has_tables(place)
    ]
    return {place.resolve().name: place for place in reversed(there)}


def _has_tables(place: Path) -> bool:
    return place.is_dir() and any(find(place, name) for name in ("villages", "desa"))
