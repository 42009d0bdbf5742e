"""What lies beside the results of a sweep, manifest and design, so that a folder can be read without what made it."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

import msgspec
import numpy as np

from p2spp_sim.base.errors import P2sppError
from p2spp_sim.base.files import write_atomically
from p2spp_sim.base.language import tr
from p2spp_sim.base.toml import told_by_msgspec
from p2spp_sim.scenario.levers import Lever
from p2spp_sim.scenario.levers import lever as lever_of
from p2spp_sim.studies.design import Design
from p2spp_sim.studies.running.blocks import Block

NAME, MANIFEST = "design.json", "manifest.json"
FILES = "files"  # of the model, each with its hash; what version 0.3.0 began lacks it
OWN = "own"  # parts of one's own that it uses
BLOCKS, GROWN = (
    "blocks",
    "grown",
)  # points and replicates of every part; the sizes that the study had before


class _Study(msgspec.Struct):
    """What a study is, as far as it is read back."""

    design: str
    world: str
    rules: str
    base: str
    seed: int
    replicates: int
    outcomes: str = ""
    own: str = ""
    packages: str = ""


class _Own(msgspec.Struct):
    """A part of one's own that a study uses."""

    name: str
    code: str


class _Manifest(msgspec.Struct):
    """A manifest; versions before 0.9.0 wrote fewer of these."""

    study: _Study
    parts: list[Annotated[str, msgspec.Meta(pattern=r"^[\w.-]+$")]]  # in this folder, nowhere else
    files: dict[str, str] = {}
    own: list[_Own] = []
    blocks: list[tuple[int, int, int, int]] = []
    grown: list[dict[str, Any]] = []


def keep(design: Design, folder: Path) -> None:
    """Write a design into the folder of its sweep, whole or not at all.

    Places are kept beside values: where a choice or a yes-or-no stood in [0, 1) cannot be told from its value.
    """
    places = None if np.isnan(design.places).all() else design.places.tolist()
    record = {
        "kind": design.kind,
        "levers": [msgspec.to_builtins(lever) for lever in design.levers],
        "points": [dict(point) for point in design.points],
        "places": places,
    }
    write_atomically(folder / NAME, json.dumps(record, ensure_ascii=False).encode())


def read_design(folder: Path) -> Design:
    """Read the design of a sweep back.

    Raises
    ------
    P2sppError : no sweep in this folder, or its design is not there or not the one that was run.
    UnknownName : a lever that this version does not have.
    """
    pinned = manifest(folder)
    path = folder / NAME
    raw = _json(path)
    try:
        levers = tuple(
            lever_of(said) if isinstance(said, str) else msgspec.convert(said, Lever)
            for said in raw["levers"]  # version 0.8.0 kept their keys alone
        )
        points = tuple(raw["points"])
        places = raw["places"] or np.full((len(points), len(levers)), np.nan).tolist()
        design = Design(
            raw["kind"],
            levers,
            points,
            np.array(places, np.float64).reshape(len(points), len(levers)),
        )
        name = design.name
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise P2sppError(_damaged(path, error)) from None
    if pinned["study"]["design"] != name:
        message = tr("Rancangan dalam {folder} bukan rancangan yang dijalankan di sana.")
        raise P2sppError(message.format(folder=folder))
    return design


def manifest(folder: Path) -> dict[str, Any]:
    """Read what a study is and where it was run.

    Raises
    ------
    P2sppError : no study in this folder, or its manifest is damaged; says what to do.
    """
    path = folder / MANIFEST
    raw = _json(path)
    try:
        msgspec.convert(raw, _Manifest)
        json.loads(raw["study"]["base"])
    except (msgspec.ValidationError, ValueError) as error:
        place, _, wanted = told_by_msgspec(str(error))
        reason = tr("isinya bukan manifes studi") + (f": {place}, {wanted}" if place else "")
        raise P2sppError(_damaged(path, reason)) from None
    return raw


def blocks_of(folder: Path, record: Mapping[str, Any]) -> list[Block]:
    """Give points and replicates of every part.

    Raises
    ------
    P2sppError : the manifest does not say them.
    """
    edges = record.get(BLOCKS, [])
    if len(edges) != len(record["parts"]) or FILES not in record:
        raise P2sppError(_damaged(folder / MANIFEST, tr("isinya bukan manifes studi")))
    return [Block.of(each) for each in edges]


def hold_against(folder: Path, study: Mapping[str, object], files: Mapping[str, str]) -> None:
    """See that a study is the one that lies in a folder.

    Parameters
    ----------
    study : what it is.
    files : the hash of every file that its numbers hang on.

    Raises
    ------
    P2sppError : it is another one, or its manifest is damaged; says what differs and how to go on.
    """
    pinned = manifest(folder)
    was = pinned["study"]
    hashes = pinned.get(FILES)
    keys = [key for key in study if was.get(key) != study[key]]
    differs = "; ".join(f"{key}: {was.get(key)} ≠ {study[key]}" for key in keys)
    text = tr("Folder {folder} berisi studi lain: {differs}. Tidak ada yang dijalankan.")
    if not isinstance(hashes, dict):
        text = tr(
            "Folder {folder} dimulai dengan versi {version}, yang belum mencatat kode modelnya: tidak pasti bahwa "
            "lanjutannya dihitung dengan model yang sama. Hasil di dalamnya tetap dapat dibaca. "
            "Pakai folder baru, atau lanjutkan dengan versi itu. Tidak ada yang dijalankan."
        )
    elif keys == ["model"]:
        differs = ", ".join(
            sorted(name for name in {*hashes, *files} if hashes.get(name) != files.get(name))
        )
        text = tr(
            "Folder {folder} dihitung dengan model lain; yang berbeda: {differs}. Tidak ada yang dijalankan. "
            "Pakai folder baru, atau kembali ke kode dan data yang memulainya (versi {version})."
        )
    elif not keys:
        return
    elif {*keys} <= {"packages", "version"}:
        text = tr(
            "Folder {folder} dihitung dengan paket lain: {differs}. Tidak ada yang dijalankan. "
            "Pakai folder baru, atau pasang versi paket yang tercatat dalam origin/pins.txt."
        )
    elif {*keys} <= {"design", "replicates", "block_runs"}:
        differs = differs.partition("; block_runs")[0]
        text = tr(
            "Folder {folder} berisi studi yang sama dengan ukuran lain: {differs}. Tidak ada yang dijalankan. "
            "Pakai folder baru; atau, bila studi ini meneruskannya, tambahkan grow=True (p2spp sweep --grow)."
        )
    raise P2sppError(text.format(folder=folder, differs=differs, version=was.get("version", "?")))


def _json(path: Path) -> Any:
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        message = tr("Folder {folder} tidak berisi studi yang dapat dibaca: {name} tidak ada.")
        raise P2sppError(message.format(folder=path.parent, name=path.name)) from None
    except (OSError, ValueError) as error:
        raise P2sppError(_damaged(path, error)) from None


def _damaged(path: Path, reason: object) -> str:
    message = tr(
        "{path} rusak ({reason}). Hapus berkas itu, lalu jalankan studi yang sama sekali lagi; "
        "bagian yang sudah selesai tetap dipakai."
    )
    return message.format(path=path, reason=reason)
