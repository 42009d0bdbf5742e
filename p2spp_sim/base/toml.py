"""Settings that people may write or change, as TOML: read as what they are declared to be, or told what is wrong."""

import json
import re
import tomllib
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeVar, get_origin

import msgspec

from p2spp_sim.base import own_parts
from p2spp_sim.base.errors import BadData, Fault, UnknownName
from p2spp_sim.base.files import as_text, data_path
from p2spp_sim.base.language import tr

T = TypeVar("T")


def as_toml(value: Any) -> str:
    """Write a value as TOML: text, numbers, true and false are as in JSON, a table stands in one line."""
    if isinstance(value, Mapping):
        return f"{{ {', '.join(f'{key} = {as_toml(each)}' for key, each in value.items())} }}"
    if isinstance(value, list | tuple):
        return f"[{', '.join(map(as_toml, value))}]"
    return json.dumps(value, ensure_ascii=False)


def regimes() -> list[str]:
    """Name the rule books that come with the package."""
    return sorted(path.stem for path in data_path("datasets", "rules").glob("*.toml"))


def rules_path(name: str) -> Path:
    """Find a rule book by name, or any rules file by path (TOML).

    Raises
    ------
    UnknownName : no such rule book; names the nearest.
    """
    if name in (kept := own_parts.known().files):
        return kept[name]
    if Path(name).suffix == ".toml":
        return Path(name)
    path = data_path("datasets", "rules", f"{name}.toml")
    if not path.is_file():
        raise UnknownName(tr("Aturan"), name, regimes())
    return path


def read_text(path: Path) -> str:
    """Read a text file, as `as_text` does.

    Raises
    ------
    BadData : it is not there, may not be read, or is no text.
    """
    try:
        return as_text(path)
    except FileNotFoundError:
        expected = tr("berkas ini tidak ada")
    except OSError:
        expected = tr("tidak dapat dibaca; tutup dahulu bila sedang terbuka di program lain")
        expected = tr("ini folder, bukan berkas") if path.is_dir() else expected
    except UnicodeDecodeError:
        expected = tr("bukan teks UTF-8; simpan lagi dengan pengodean UTF-8")
    raise BadData([Fault(str(path), 0, "", "", expected)])


def read_toml(path: Path) -> dict[str, Any]:
    """Read a TOML file.

    Raises
    ------
    BadData : it cannot be read, or a line is not TOML.
    """
    text = read_text(path)
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        place = re.search(r"line (\d+)", str(error))
    lines = text.splitlines() or [""]
    row = int(place[1]) if place else len(lines)
    expected = tr(
        "bukan TOML yang sah; periksa tanda kutip, kurung, = dan kunci ganda, dan tulis jalur folder dengan /"
    )
    raise BadData([Fault(path.name, row, "", lines[row - 1].strip(), expected)])


def read_settings(path: Path, kind: type[T]) -> T:
    """Read a TOML file as what it is declared to be.

    Raises
    ------
    BadData : it cannot be read, is not TOML, or is not of that kind: the first key that is missing, unknown or wrong.
    """
    raw = read_toml(path)
    try:
        return msgspec.convert(raw, kind)
    except msgspec.ValidationError as error:
        message = str(error)
    if get_origin(kind) is dict:  # of which msgspec does not say the key
        message = message.replace(
            "$[...]", f"$.{next(key for key in raw if not _fits({key: raw[key]}, kind))}"
        )
    raise BadData([_fault(path, message.replace("[...]", ""))])


def _fits(raw: dict[str, Any], kind: type[Any]) -> bool:
    try:
        msgspec.convert(raw, kind)
    except msgspec.ValidationError:
        return False
    return True


_TYPES = {
    "str": "tulisan di antara tanda kutip",
    "int": "bilangan bulat",
    "float": "angka",
    "bool": "true atau false",
    "array": "daftar di antara [ ]",
    "object": "kelompok kunci",
}


def told_by_msgspec(error: str) -> tuple[str, str, str]:
    """Say in the screen language what msgspec says: place, value where it names one, and what is expected."""
    said, _, place = error.partition(" - at `$")
    place = place.strip("`").lstrip(".")
    words = re.findall(r"[`'](.+?)[`']", said)
    if said.startswith("Object missing"):
        return f"{place}.{words[0]}".lstrip("."), "", tr("kunci ini tidak ada")
    if said.startswith("Object contains unknown"):
        return words[0], "", tr("kunci ini tidak dikenal di sini")
    if said.startswith("Expected"):
        wanted = ", ".join(tr(_TYPES[name]) for name in words[0].split(" | ") if name in _TYPES)
        return place, "", tr("diharapkan {wanted}").format(wanted=wanted or words[0])
    return place, words[0] if words else "", tr("nilai ini tidak dikenal")


def _fault(path: Path, error: str) -> Fault:
    """Find in a file what msgspec says of it."""
    place, value, expected = told_by_msgspec(error)
    row = 0
    if error.startswith("Object contains unknown"):
        row = _row(path, rf"[\s\[]*([\w.]+\.)?{re.escape(place)}[\s\].=]")
    elif value or not error.startswith(("Object", "Expected")):
        row = _row(path, f".*[\"']{re.escape(value)}[\"']")
    return Fault(path.name, row, place, value, expected)


def unknown_keys(path: Path, given: Iterable[str], known: Collection[str]) -> Iterator[Fault]:
    """Find the keys of a settings file, or of a group in it, that mean nothing."""
    for key in given:
        if key not in known:
            expected = (
                tr("kunci ini tidak dikenal di sini")
                + "; "
                + tr("yang ada: {names}").format(names=", ".join(known))
            )
            row = _row(path, rf"[\s\[]*{re.escape(key)}[\s\].=]")
            yield Fault(path.name, row, key, "", expected)


def row_of(lines: Sequence[str], value: str, start: int = 0) -> int:
    """Count to the first line from `start` on that holds a value in quotes; `start` where none does."""
    later = enumerate(lines[max(start - 1, 0) :], max(start, 1))
    return next((row for row, line in later if value and f'"{value}"' in line), start)


def _row(path: Path, pattern: str) -> int:
    """Count to the first line that begins with a pattern; 0 where none does."""
    return next(
        (
            row
            for row, line in enumerate(read_text(path).splitlines(), 1)
            if re.match(pattern, line)
        ),
        0,
    )
