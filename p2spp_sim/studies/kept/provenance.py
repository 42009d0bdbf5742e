"""What the numbers of a study hang on beside what was asked: code and data files by their hash, packages by version."""

import re
import time
from collections.abc import Mapping
from functools import cache
from hashlib import blake2b
from importlib.metadata import version
from pathlib import Path

from p2spp_sim.base.errors import P2sppError
from p2spp_sim.base.files import data_path
from p2spp_sim.base.language import tr
from p2spp_sim.base.release import IMPORTED
from p2spp_sim.base.toml import rules_path

# Where a run begins: `sweep` measures it. Hashed are this module and all that it imports, one through the other: what
# may move a number. Workbook, commands, figures and catalogues are not among them: a hash of the whole package would
# refuse to go on with a study because somebody mended a sentence of a unit.
_BEGIN = "studies.sweep"
_SHOWS = (
    "figures",
    "base.cards",
    "results.columns",
    "studies.bridges",
)  # what shows numbers that are there, and moves none
_MODEL_DATA = (
    "activities.csv",
    "indicators.toml",
    "levers.toml",
)  # with the rule book, all that a run reads
_NUMERIC = ("numpy", "pandas")  # what a run computes with; others carry and keep its numbers
_PACKAGE = Path(__file__).resolve().parents[2]
_IMPORT = re.compile(r"^[ \t]*from p2spp_sim(?:\.([\w.]+))? import (\([^)]*\)|.+)$", re.MULTILINE)


class OtherCode(P2sppError):
    """A worker runs other code, data or packages than the process that keeps the study."""


def files(rules: str) -> dict[str, str]:
    """Give the hash of every file that a run under a rule book hangs on, by its name in the package.

    Line ends do not count: a checkout on Windows is the same model.
    """
    return {**_fixed(), "rules": _hash(rules_path(rules))}


def model(hashes: Mapping[str, str]) -> str:
    """Give one hash of all of them."""
    return blake2b(repr(sorted(hashes.items())).encode(), digest_size=8).hexdigest()


@cache
def packages() -> str:
    """Name the packages that a run computes with, and their versions."""
    return ", ".join(f"{name} {version(name)}" for name in _NUMERIC)


def refuse_edited() -> None:
    """See that what lies on disk is what this process runs: modules are read once, hashes are made when a study is.

    Raises
    ------
    P2sppError : a file was edited after the package was imported.
    """
    edited = [
        path.name for path in (*_code(), *_data()) if IMPORTED < path.stat().st_mtime <= time.time()
    ]
    if edited:
        text = tr(
            "{files} berubah sesudah Python ini dijalankan, sehingga tidak pasti kode mana yang dipakai. "
            "Mulai ulang Python (atau kernel), lalu jalankan lagi."
        )
        raise P2sppError(text.format(files=", ".join(edited)))


@cache  # once a process, which reads each of them once
def _fixed() -> dict[str, str]:
    hashes = {path.relative_to(_PACKAGE).as_posix(): _hash(path) for path in _code()}
    return hashes | {f"datasets/{path.name}": _hash(path) for path in _data()}


def _hash(path: Path) -> str:
    return blake2b(path.read_bytes().replace(b"\r\n", b"\n"), digest_size=8).hexdigest()


def _data() -> list[Path]:
    return [data_path("datasets", name) for name in _MODEL_DATA]


@cache
def _code() -> tuple[Path, ...]:
    """Find the modules that a run hangs on, by the import lines of each."""
    modules = {"__init__": _PACKAGE / "__init__.py"}
    names = [_BEGIN]
    while names:
        name = names.pop()
        path = _PACKAGE.joinpath(*name.split(".")).with_suffix(".py")
        path = path if path.is_file() else path.with_suffix("") / "__init__.py"
        if name in modules or not path.is_file():  # a name of the package need not be a module
            continue
        if name.startswith(_SHOWS):
            continue
        modules[name] = path
        for package, imported in _IMPORT.findall(path.read_text(encoding="utf-8")):
            within = [
                f"{package}.{each}" if package else each for each in re.findall(r"\w+", imported)
            ]
            names += [package, *within] if package else within
    return tuple(sorted(modules.values()))
