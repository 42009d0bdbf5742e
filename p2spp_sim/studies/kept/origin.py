"""What a study was made of, beside its results: world, rule book, parts of one's own, versions of all packages.

So the folder alone is enough to run any part of the study again (`studies.rerun`).
"""

import io
import json
import re
import zlib
from collections.abc import Callable
from functools import cache
from importlib.metadata import distributions
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import numpy as np

from p2spp_sim.base.errors import P2sppError
from p2spp_sim.base.files import write_atomically
from p2spp_sim.base.language import tr
from p2spp_sim.base.own_parts import KnownParts
from p2spp_sim.base.toml import rules_path
from p2spp_sim.studies.kept.part_files import world_key
from p2spp_sim.world.world import LASTING, World

ORIGIN = "origin"
WORLD, PINS, PARTS, SOURCE = "world.npz", "pins.txt", "own_parts.pickle", "own_parts.py.txt"
_ABOUT = "about"
_HEAD = re.compile(r"^(Name|Version): *(\S+)", re.MULTILINE)
_PLAIN = ("name", "title", "first", "first_dapil", "invented", "complete")


def keep_origin(folder: Path, world: World, rules: str, known: KnownParts, carried: bytes) -> None:
    """Write what is not there yet.

    Parameters
    ----------
    rules : as a scenario names them.
    known, carried : the parts of one's own that the study uses, and these as bytes.
    """
    place = folder / ORIGIN
    book = rules_path(rules)
    source = "\n\n".join(
        f"# {part.name}, {part.where}, {part.code}\n{part.text}" for part in known.parts.values()
    )
    (place / "rules").mkdir(parents=True, exist_ok=True)
    kept: dict[Path, Callable[[], bytes]] = {
        place / WORLD: lambda: _world_bytes(world),
        place / "rules" / book.name: book.read_bytes,
        place / PINS: lambda: _pins().encode(),
    }
    if known.parts:
        kept |= {place / PARTS: lambda: carried, place / SOURCE: lambda: source.encode()}
    for path, content in kept.items():
        if not path.exists():
            write_atomically(path, content())


def read_world(folder: Path, key: str) -> World:
    """Read the world of a study back; `key` is what its manifest says of it.

    Raises
    ------
    P2sppError : it is not there, or not the one.
    """
    path = folder / ORIGIN / WORLD
    try:
        with np.load(path, allow_pickle=False) as stored:
            about = json.loads(str(stored[_ABOUT]))
            tables: dict[str, dict[str, Any]] = {name: {} for name in about["tables"]}
            for at, cells in ((at, stored[at]) for at in stored.files if "." in at):
                table, _, column = at.partition(".")
                tables[table][column] = cells.astype(object) if cells.dtype.kind == "U" else cells
            lasting = {name: stored[name] for name in LASTING if name in stored.files}
    except (OSError, EOFError, ValueError, KeyError, BadZipFile, zlib.error) as error:
        raise P2sppError(_lacking(path, error)) from None
    plain = {name: about[name] for name in _PLAIN}
    world = World(**plain, tables=tables, **lasting)
    if world_key(world) != key:
        raise P2sppError(_lacking(path, tr("bukan dunia studi ini")))
    return world


def kept_rules(folder: Path, rules: str) -> Path:
    """Find the rule book that lies in the folder of a study.

    Raises
    ------
    P2sppError : it is not there.
    """
    name = Path(rules).name if rules.endswith(".toml") else f"{rules}.toml"
    path = folder / ORIGIN / "rules" / name
    if not path.is_file():
        raise P2sppError(_lacking(path, tr("tidak ada")))
    return path


def _lacking(path: Path, reason: object) -> str:
    text = tr(
        "{path} tidak dapat dipakai ({reason}): bagian studi ini tidak dapat dihitung ulang dari foldernya saja; "
        "hasilnya tetap dapat dibaca. Hapus berkas itu bila ada, lalu jalankan studi yang sama sekali lagi: ia ditulis "
        "ulang. Studi yang dimulai sebelum versi 0.9.0 belum menyimpannya."
    )
    return text.format(path=path, reason=reason)


def _world_bytes(world: World) -> bytes:
    about = {name: getattr(world, name) for name in _PLAIN} | {"tables": list(world.tables)}
    columns: dict[str, Any] = {
        f"{table}.{name}": cells.astype(str) if cells.dtype == object else cells
        for table, cells_of in world.tables.items()
        for name, cells in cells_of.items()
    }
    columns |= {name: column for name in LASTING if (column := getattr(world, name)) is not None}
    content = io.BytesIO()
    columns[_ABOUT] = np.array(json.dumps(about))
    np.savez_compressed(content, **columns)
    return content.getvalue()


@cache
def _pins() -> str:
    """Name every installed package with its version, as pip takes them; once a process, from the head of each record.

    To have hundreds of records parsed as mail takes longer than a hundred runs.
    """
    pins = set()
    for each in distributions():
        record = each.read_text("METADATA") or each.read_text("PKG-INFO") or ""
        head = dict(_HEAD.findall(record.partition("\n\n")[0]))
        if {*head} == {"Name", "Version"}:
            pins.add(f"{head['Name']}=={head['Version']}")
    return "\n".join(sorted(pins, key=str.casefold)) + "\n"
