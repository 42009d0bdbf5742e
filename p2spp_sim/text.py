"""What a person reads: language, rupiah, numbers, and where the data files lie.

The source language of every sentence is Indonesian; other languages are gettext catalogues in `locale/`.
"""

import gettext
import locale
import os
import time
import tomllib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path
from typing import TypeVar
from uuid import uuid4

T = TypeVar("T")
LANGUAGES = ("id", "en")
_HERE = Path(__file__).resolve().parent
_current = ""


def language() -> str:
    """Tell the screen language: as set, else `P2SPP_BAHASA`, else English under an English locale, else Indonesian."""
    if _current:
        return _current
    chosen = os.environ.get("P2SPP_BAHASA", "")
    if chosen in LANGUAGES:
        return chosen
    named = os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG") or _windows_locale()
    return "en" if named.lower().startswith("en") else "id"


def _windows_locale() -> str:
    """Name the locale where the environment does not: on Windows; elsewhere Python would answer English for none."""
    if os.name == "nt":
        with suppress(ValueError):
            return locale.getlocale()[0] or ""
    return ""


def set_language(code: str) -> None:
    """Choose the screen language, `id` or `en`.

    Raises
    ------
    ValueError : another code.
    """
    global _current
    if code not in LANGUAGES:
        raise ValueError(f"language {code!r} is not one of {LANGUAGES}")
    _current = code


@cache
def _catalogue(code: str, domain: str = "p2spp") -> gettext.NullTranslations:
    return gettext.translation(domain, _HERE / "locale", languages=[code], fallback=True)


@cache
def _of_units(code: str) -> gettext.NullTranslations:
    """Chain the catalogues of the units, which are read only when the package's own lacks a sentence."""
    chain = gettext.NullTranslations()
    for path in sorted((_HERE / "locale" / code / "LC_MESSAGES").glob("unit*.mo")):
        chain.add_fallback(_catalogue(code, path.stem))
    return chain


def tr(message: str) -> str:
    """Translate an Indonesian sentence into the screen language."""
    code = language()
    if code == "id":
        return message
    found = _catalogue(code).gettext(message)
    return _of_units(code).gettext(message) if found is message else found


def pick(labels: Mapping[str, str]) -> str:
    """Choose the wording for the screen language from a data file's `{id = ..., en = ...}`."""
    return labels.get(language()) or labels["id"]


def number(value: float, decimals: int = 0) -> str:
    """Write a number with the screen language's separators: 1.234,5 or 1,234.5."""
    text = f"{value:,.{decimals}f}"
    if language() == "id":
        text = text.translate(str.maketrans(",.", ".,"))
    return text


def figure(value: float) -> str:
    """Write a number with the decimals it has, up to six."""
    text = number(value, 6)
    return text.rstrip("0").rstrip(",.")


def percent(share: float, decimals: int = 1) -> str:
    """Write a share of 0..1 as per cent."""
    return "–" if share != share else f"{number(100 * share, decimals)}%"


def rupiah(amount: int) -> str:
    """Write rupiah in full: Rp 1.500.000.000."""
    return f"Rp {number(int(amount))}"


def rupiah_short(amount: float) -> str:
    """Write rupiah in the largest fitting unit: Rp 1,5 miliar."""
    for size, word in ((1e12, tr("triliun")), (1e9, tr("miliar")), (1e6, tr("juta"))):
        if abs(amount) >= size:
            return f"Rp {figure(round(amount / size, 2))} {word}"
    return rupiah(int(amount))


def data_path(*parts: str) -> Path:
    """Find a file of `datasets/` or `exercises/`, in a checkout or in an installed package."""
    inside = _HERE / "_data"
    return (inside if inside.is_dir() else _HERE.parent).joinpath(*parts)


def read_data(kind: type[T], *parts: str) -> T:
    """Read a TOML file of `datasets/` or `exercises/` as what it is declared to be.

    Raises
    ------
    msgspec.ValidationError : the file is not of that kind; it belongs to the package, so this is no user's fault.
    """
    import msgspec

    return msgspec.convert(tomllib.loads(data_path(*parts).read_text(encoding="utf-8")), kind)


def stamp(path: Path) -> tuple[int, int]:
    """Tell one state of a file from another: what was read is read again after an edit."""
    try:
        status = path.stat()
    except OSError:
        return (0, 0)
    return (status.st_mtime_ns, status.st_size)


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """Give a temporary name beside a file; what was written there takes its place at the end, or nothing does."""
    temporary = path.with_name(f".{path.name}.{uuid4().hex}.tmp")
    try:
        yield temporary
        os.replace(temporary, path)
    finally:
        temporary.unlink(missing_ok=True)


def write_atomically(path: Path, content: bytes) -> None:
    """Write under a temporary name and rename, so that an interrupted save leaves the old file."""
    with replacing(path) as temporary:
        temporary.write_bytes(content)


@contextmanager
def alone(path: Path, patience_s: float = 2.0) -> Iterator[None]:
    """Keep others from changing a file that is read, changed and written; waits for them.

    A lock that outlasts the patience was left by a process that was killed, and is taken over.
    """
    lock, seen, end = path.with_name(f".{path.name}.lock"), (-1, -1), 0.0
    # Windows denies, for a moment, a name that is being deleted
    taken = (FileExistsError, PermissionError) if os.name == "nt" else FileExistsError
    while True:
        try:
            os.close(os.open(lock, os.O_CREAT | os.O_EXCL))
            break
        except taken:
            if (now := stamp(lock)) != seen:  # of another holder: the patience is for each of them
                seen, end = now, time.monotonic() + patience_s
            elif time.monotonic() > end:
                if not lock.exists():
                    raise
                lock.unlink(missing_ok=True)
            time.sleep(0.01)
    mine = stamp(lock)
    try:
        yield
    finally:
        if stamp(lock) == mine:  # else somebody has lost patience and holds it now
            with suppress(PermissionError):
                lock.unlink(missing_ok=True)
