"""What the law asks of a village's papers in each regime, read from `datasets/aturan_desa.toml`; never mixed."""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Literal

import msgspec

from p2spp_sim.base.errors import UnknownName
from p2spp_sim.base.files import data_path, stamp
from p2spp_sim.base.language import as_written, pick, tr
from p2spp_sim.base.toml import read_settings

REGIMES = ("2010", "dana_desa", "sipd")
_FILE = "aturan_desa.toml"


class Check(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One check of a village's papers, and what to do when it is not in order."""

    label: dict[str, str]
    remedy: dict[str, str]


class CheckRule(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What one check asks for: accepted words or keys, a threshold with its unit, what it is a share of, its source.

    Its `label` is set where a regime calls the check otherwise than the others do.
    """

    source: dict[str, str]
    firmness: Literal["firm", "moderate", "indicative", "assumed"]
    accepted: tuple[str, ...] = ()
    number: float = 0.0
    numbers: tuple[int, ...] = ()
    unit: str = ""
    base: Literal["", "add", "spending"] = ""
    label: dict[str, str] = {}


class _Part(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    title: dict[str, str]
    years: str
    reports: dict[str, str]
    rule: dict[str, CheckRule]


class _RegimesFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    regime: dict[str, _Part]
    check: dict[str, Check]
    common: dict[str, CheckRule]
    term: dict[str, dict[str, dict[str, str]]]
    report: dict[str, dict[str, dict[str, str] | str]]


@dataclass(frozen=True)
class Regime:
    """One regime: its title by language, the years it was in force, and its rule for every check."""

    key: str
    title: dict[str, str]
    years: str
    rules: dict[str, CheckRule]

    def source(self, check: str) -> str:
        """Say in the screen language where a rule is written."""
        return pick(self.rules[check].source)

    def label(self, check: str) -> str:
        """Say in the screen language what a check is called under these rules."""
        rule = self.rules.get(check)
        return pick(rule.label if rule and rule.label else checks()[check].label)


@dataclass(frozen=True, slots=True)
class Report:
    """One report of the Kepala Desa: its key, its name in a regime, to whom it goes, where that is written."""

    key: str
    name: str
    to: str
    source: str


def regime(key: str) -> Regime:
    """Give a regime by its key.

    Raises
    ------
    UnknownName : no such regime; names the nearest.
    BadData : the rule file cannot be read.
    """
    book = _book()
    if key not in book.regime:
        raise UnknownName(tr("Masa aturan"), key, book.regime)
    part = book.regime[key]
    return Regime(key, part.title, part.years, book.common | part.rule)


def titles() -> dict[str, str]:
    """Give the regimes by key, named in the screen language."""
    return {key: pick(part.title) for key, part in _book().regime.items()}


def checks() -> dict[str, Check]:
    """Give every check by its key."""
    return _book().check


def terms(*keys: str) -> dict[str, dict[str, str]]:
    """Give how each regime says a thing, in the screen language: the thing's name, then its words by regime."""
    entries = _book().term
    return {
        pick(entries[key]["name"]): {name: as_written(entries[key][name]) for name in REGIMES}
        for key in keys or entries
    }


def reports(key: str) -> tuple[Report, ...]:
    """Give the reports of the Kepala Desa as a regime calls them."""
    named = []
    source = as_written(_book().regime[regime(key).key].reports)
    for name, entry in _book().report.items():
        if isinstance(words := entry[key], dict):
            named.append(Report(name, as_written(words), str(entry["to"]), source))
    return tuple(named)


def _book() -> _RegimesFile:
    path = data_path("datasets", _FILE)
    return _read(path, stamp(path))


@lru_cache(maxsize=2)
def _read(path: Path, _state: tuple[int, int]) -> _RegimesFile:
    return read_settings(path, _RegimesFile)
