"""Words of the trade, by which two lists that call one thing differently meet: `datasets/padanan.toml`."""

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

import msgspec

from p2spp_sim.base.files import read_data

SAME, NEAR = 1.0, 0.5  # weight of what a word means, and of what lists often mean by it (assumed)
ADDRESS, QUANTITY = 0.5, 0.3  # of the number of an RT or RW, and of a unit and its number (assumed)
_ROMAN = {
    word: str(n)
    for n, word in enumerate(
        ["i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii"], 1
    )
    if word != "x"  # as in 3 x 4 m
}
_ADDRESS = re.compile(r"\b(r[tw])\b[\W_]*0*(\d{1,3})(?:\s*/\s*(?:rw)?[\W_]*0*(\d{1,3}))?")
_WORD = re.compile(r"[^\W_]+")


class TradeTerm(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One thing that has several names.

    Parameters
    ----------
    nama : what it is called here; also shown as the reason for a candidate.
    arti : what it is.
    sama : words that mean it.
    dekat : words by which lists often mean it.
    sumber : where that is known from.
    """

    nama: str
    arti: str
    sama: tuple[str, ...] = ()
    dekat: tuple[str, ...] = ()
    sumber: str = "assumed"


class Thesaurus(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What `datasets/padanan.toml` holds: words for what is done, units, words before a name, and the terms."""

    kerja: str
    satuan: str
    nama_tempat: str
    padanan: tuple[TradeTerm, ...]


class _Known(NamedTuple):
    doing: frozenset[str]
    units: frozenset[str]
    before_name: frozenset[str]
    terms: dict[tuple[str, ...], dict[str, float]]
    longest: int


@cache
def _known() -> _Known:
    data = read_data(Thesaurus, "datasets", "padanan.toml")
    terms: dict[tuple[str, ...], dict[str, float]] = {}
    for term in data.padanan:
        for weight, names in ((SAME, (term.nama, *term.sama)), (NEAR, term.dekat)):
            for name in names:
                means = terms.setdefault(tuple(_WORD.findall(name)), {})
                means[term.nama] = max(weight, means.get(term.nama, 0.0))
    return _Known(
        frozenset(data.kerja.split()),
        frozenset(data.satuan.split()),
        frozenset(data.nama_tempat.split()),
        terms,
        max(map(len, terms)),
    )


def doing() -> frozenset[str]:
    """Give the words for what is done with a work, which say nothing of which work is meant."""
    return _known().doing


def meant(text: str) -> dict[str, float]:
    """Give the words and terms of a text, each with its weight, 0..1.

    Words that mean a term are replaced by it, the longest first; those near to a term stay beside it. Numbers lose
    their leading zeros, Roman ones are written as figures; RT and RW become `rt 3` and `rw 1`.
    """
    text = text.casefold()
    weights: dict[str, float] = {}
    for said, weight in (*_addresses(text), *_terms(_WORD.findall(_ADDRESS.sub(" ", text)))):
        weights[said] = max(weight, weights.get(said, 0.0))
    return weights


def _addresses(text: str) -> Iterator[tuple[str, float]]:
    for kind, number, other in _ADDRESS.findall(text):
        yield f"{kind} {number}", ADDRESS
        if other:
            yield f"rw {other}", ADDRESS


def _terms(words: list[str]) -> Iterator[tuple[str, float]]:
    known, at = _known(), 0
    while at < len(words):
        if at and words[at - 1] in known.before_name:
            yield _figure(words[at]), SAME
            at += 1
            continue
        for many in range(min(known.longest, len(words) - at), 0, -1):
            means = known.terms.get(tuple(words[at : at + many]))
            if means:
                break
        else:
            means, many = {}, 1
        yield from means.items()
        if SAME not in means.values():
            follows = words[at + 1] if at + 1 < len(words) else ""
            for word in words[at : at + many]:
                counts = word in known.units or (word.isdigit() and follows in known.units)
                yield _figure(word), QUANTITY if counts else SAME
        at += many


def _figure(word: str) -> str:
    return word.lstrip("0") or "0" if word.isdigit() else _ROMAN.get(word, word)
