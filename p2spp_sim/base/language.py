"""The language of the screen: sentences in Indonesian, and in others through gettext catalogues in `locale/`."""

import gettext
import locale
import os
import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Protocol

LANGUAGES = ("id", "en")
_PACKAGE = Path(__file__).resolve().parents[1]
_current = ""
_words: dict[str, str] = {}


def language() -> str:
    """Tell the screen language: as set, else `P2SPP_BAHASA`, else English under an English locale, else Indonesian."""
    if _current:
        return _current
    chosen = os.environ.get("P2SPP_BAHASA", "")
    if chosen in LANGUAGES:
        return chosen
    named = (
        os.environ.get("LC_ALL")
        or os.environ.get("LC_MESSAGES")
        or os.environ.get("LANG")
        or _windows_locale()
    )
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


def set_words(words: Mapping[str, str]) -> None:
    """Choose what replaces which word in all that is said from now on; `base.era` knows them."""
    global _words
    _words = dict(words)


def reworded(text: str, words: Mapping[str, str]) -> str:
    """Say a text with other words, each where it stands whole."""
    if not words:
        return text
    either = "|".join(map(re.escape, words))
    return re.sub(rf"\b(?:{either})\b", lambda match: words[match[0]], text)


@cache
def _catalogue(code: str, domain: str = "p2spp") -> gettext.NullTranslations:
    return gettext.translation(domain, _PACKAGE / "locale", languages=[code], fallback=True)


@cache
def _of_units(code: str) -> gettext.NullTranslations:
    """Chain the catalogues of the units, which are read only when the package's own lacks a sentence."""
    chain = gettext.NullTranslations()
    for path in sorted((_PACKAGE / "locale" / code / "LC_MESSAGES").glob("unit*.mo")):
        chain.add_fallback(_catalogue(code, path.stem))
    return chain


def tr(message: str) -> str:
    """Translate an Indonesian sentence into the screen language, in the words of the screen's era."""
    return reworded(translated(message), _words)


def translated(message: str) -> str:
    """Translate an Indonesian sentence as it was written, for what compares eras."""
    code = language()
    if code == "id":
        return message
    said = _catalogue(code).gettext(message)
    return _of_units(code).gettext(message) if said is message else said


def as_written(labels: Mapping[str, str]) -> str:
    """Choose the wording for the screen language from a data file's `{id = ..., en = ...}`, for what compares eras."""
    return labels.get(language()) or labels["id"]


def pick(labels: Mapping[str, str]) -> str:
    """Choose the wording for the screen language from a data file's labels, in the words of the screen's era."""
    return reworded(as_written(labels), _words)


class Labelled(Protocol):
    """What a data file declares with its `label = {id = ..., en = ...}`."""

    @property
    def label(self) -> Mapping[str, str]:
        """Its name by language."""


def labels_of(declared: Mapping[str, Labelled]) -> dict[str, str]:
    """Give what each thing of a data file is called in the screen language, by its key."""
    return {key: pick(thing.label) for key, thing in declared.items()}


class Labels(Mapping[str, str]):
    """Keys that only code knows and what each is called: written in Indonesian, read in the screen language.

    Parameters
    ----------
    said : the Indonesian words by key, in the order in which they are shown.

    Raises
    ------
    KeyError : a key that is not declared is read; names those that are.
    """

    def __init__(self, **said: str) -> None:
        self._said = said

    def __getitem__(self, key: str) -> str:
        """Give what a key is called in the screen language."""
        if key not in self._said:
            raise KeyError(f"{key!r} is none of: {', '.join(self._said)}")
        return tr(self._said[key])

    def __iter__(self) -> Iterator[str]:
        """Go through the keys as they were declared."""
        return iter(self._said)

    def __len__(self) -> int:
        """Count the keys."""
        return len(self._said)

    def __or__(self, other: "Labels") -> "Labels":
        """Join with further keys."""
        return type(self)(**self._said, **other._said)
