"""A design beside the results of its sweep, so that a folder can be read without what made it."""

import json
from pathlib import Path

import numpy as np

from p2spp_sim.design import Design
from p2spp_sim.errors import P2sppError
from p2spp_sim.levers import lever
from p2spp_sim.text import tr, write_atomically

NAME = "design.json"


def keep(design: Design, folder: Path) -> None:
    """Write a design into the folder of its sweep, whole or not at all.

    Places are kept beside values: where a choice or a yes-or-no stood in [0, 1) cannot be told from its value.
    """
    places = None if np.isnan(design.places).all() else design.places.tolist()
    held = {
        "kind": design.kind,
        "levers": [one.key for one in design.levers],
        "points": [dict(point) for point in design.points],
        "places": places,
    }
    write_atomically(folder / NAME, json.dumps(held, ensure_ascii=False).encode())


def held(folder: Path) -> Design:
    """Read the design of a sweep back.

    Raises
    ------
    P2sppError : no sweep in this folder, or its design is not there or not the one that was run.
    UnknownName : a lever that this version does not have.
    """
    try:
        raw = json.loads((folder / NAME).read_text(encoding="utf-8"))
        levers = tuple(lever(key) for key in raw["levers"])
        points = tuple(raw["points"])
        places = raw["places"] or np.full((len(points), len(levers)), np.nan).tolist()
        design = Design(raw["kind"], levers, points, np.array(places, np.float64).reshape(len(points), len(levers)))
        study = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))["study"]
    except FileNotFoundError as error:
        message = tr("Folder {folder} tidak berisi studi yang dapat dibaca: {name} tidak ada.")
        raise P2sppError(message.format(folder=folder, name=Path(str(error.filename)).name)) from None
    except (ValueError, KeyError, TypeError) as error:
        raise P2sppError(tr("{path} rusak ({reason}).").format(path=folder / NAME, reason=error)) from None
    if study["design"] != f"{design.kind}-{len(design)}-{design.key}":
        message = tr("Rancangan dalam {folder} bukan rancangan yang dijalankan di sana.")
        raise P2sppError(message.format(folder=folder))
    return design
