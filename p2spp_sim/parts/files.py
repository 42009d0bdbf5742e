"""Parts of one's own in files and folders: code, levers and indicators."""

import importlib.util
import sys
from os import PathLike
from pathlib import Path

import msgspec

from p2spp_sim.base import own_parts
from p2spp_sim.base.errors import BadData, Fault, OutOfBounds, P2sppError
from p2spp_sim.base.language import tr
from p2spp_sim.base.own_parts import OwnPart
from p2spp_sim.base.toml import read_settings, read_toml
from p2spp_sim.parts.made import as_it_is, line_of
from p2spp_sim.parts.own_levers import check_names, declaration_hash, lever_part
from p2spp_sim.results import indicators
from p2spp_sim.scenario.levers import Lever


def load(path: str | Path) -> list[OwnPart]:
    """Let the parts in a file be known, or those in all files of a folder.

    Parameters
    ----------
    path : Python code with declarations; TOML with levers (as `datasets/levers.toml`) or indicators (as
        `datasets/indicators.toml`); or a folder of these. Rules files need no loading: scenarios name them by path.

    Returns
    -------
    What is known now and was not before, or was said anew.

    Raises
    ------
    BadData : a file is not there, or not of these kinds.
    OutOfBounds : no path.
    P2sppError : as `add`, or the code cannot be run; says the line. Then none of them is known.
    """
    if not isinstance(path, str | PathLike) or not str(path):
        text = tr("p2.parts.load({given}): diharapkan jalur sebuah berkas atau folder.")
        raise OutOfBounds([text.format(given=repr(path))])
    path, before = Path(path), own_parts.known().parts
    files = sorted(path.glob("*.toml")) + sorted(path.glob("*.py")) if path.is_dir() else [path]
    with own_parts.all_or_none():
        for file in files:
            if file.suffix == ".py" and file.is_file():
                _run(file)
            else:
                _read(file)
        now = own_parts.known().parts
        fresh = [part for at, part in now.items() if before.get(at) is not part]
        for part in fresh:  # what a lever names may stand in a later file
            if part.kind == "lever":
                check_names(part.data)
    return fresh


def _run(file: Path) -> None:
    """Run a file of declarations as a module of its own."""
    name = f"p2spp_own_{file.stem}"
    if (folder := str(file.resolve().parent)) not in sys.path:
        sys.path.append(folder)  # where its own helpers lie
    spec = importlib.util.spec_from_file_location(name, file)
    assert spec
    module = importlib.util.module_from_spec(spec)
    before = sys.modules.get(name)
    sys.modules[name] = module
    try:
        # not by its loader, which takes kept bytecode for a file of the same second and length
        code = compile(file.read_bytes(), str(module.__file__), "exec", dont_inherit=True)
        exec(code, vars(module))
    except (Exception, SystemExit) as error:
        if before is None:
            del sys.modules[name]
        else:
            sys.modules[name] = before
        if isinstance(error, P2sppError):
            raise
        text = tr("{file}, baris {row}: kode ini tidak dapat dijalankan ({error}).")
        said, row = f"{type(error).__name__}: {error}", line_of(error, str(module.__file__))
        if isinstance(error, SyntaxError):
            said, row = f"{type(error).__name__}: {error.msg}", error.lineno or 0
        raise P2sppError(text.format(file=file.name, row=row, error=said)) from error


def _read(file: Path) -> None:
    """Read levers or indicators; which of the two is told by what their tables hold. Rules are left for scenarios."""
    raw = read_toml(file)
    if "forum" in raw:
        return
    if all(isinstance(entry, dict) and "value" in entry for entry in raw.values()):
        for key, lever in read_settings(file, dict[str, Lever]).items():
            named = msgspec.structs.replace(lever, key=key)
            own_parts.add(lever_part(named, file.name, home=str(file.resolve())))
        return
    for key, definition in indicators.read_definitions(file).items():
        if "id" not in definition.label:
            fault = Fault(file.name, 0, f"{key}.label.id", "", tr("kunci ini tidak ada"))
            raise BadData([fault])
        own_parts.add(
            OwnPart(
                "indicator",
                key,
                definition.label,
                file.name,
                file.name,
                str(file.resolve()),
                declaration_hash(definition),
                as_it_is,
                data=definition,
                rowwise=True,
            )
        )
