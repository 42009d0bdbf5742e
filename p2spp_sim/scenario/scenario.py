"""Scenarios: a rule book and the values of all levers and parameters."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache
from math import isfinite
from pathlib import Path
from typing import Any

import msgspec

from p2spp_sim.base import own_parts
from p2spp_sim.base.cards import MOST_ROWS, brief, card, listed, table
from p2spp_sim.base.errors import BadData, OutOfBounds, P2sppError, UnknownName
from p2spp_sim.base.files import data_path, stamp, write_atomically
from p2spp_sim.base.formats import figure
from p2spp_sim.base.language import pick, tr
from p2spp_sim.base.own_parts import OwnPart
from p2spp_sim.base.toml import as_toml, read_settings, read_toml, rules_path
from p2spp_sim.scenario.levers import (
    WEIGHTS,
    Lever,
    LeverValue,
    declared,
    in_words,
    lever,
    parse_value,
    rule_weight,
    schema,
    shown,
)


class _File(msgspec.Struct, forbid_unknown_fields=True):
    """A scenario file."""

    rules: str
    values: dict[str, Any] = {}
    parts: tuple[str, ...] = ()


class _RulesHead(msgspec.Struct):
    """What a scenario asks of a rules file: the regime whose levers it knows, its own values of levers, its weights."""

    regime: str = ""
    values: dict[str, Any] = {}
    forum: Any = ()
    weights: dict[str, Lever] = {}


@lru_cache(maxsize=64)
def _book(path: Path, _stamp: tuple[int, int], _known: own_parts.KnownParts) -> _RulesHead:
    book, known = read_settings(path, _RulesHead), declared()
    sound = {
        key: value
        for key, value in book.values.items()
        if key in known and not known[key].fault(value)
    }
    return _RulesHead(
        book.regime or path.stem,
        {key: known[key].plain(value) for key, value in sound.items()},
        weights=dict(_weights(book.forum, _place(path))),
    )


def _place(path: Path) -> str:
    """Say where a rules file lies: among ours, or anywhere."""
    ours = Path("datasets", "rules")
    return (ours / path.name).as_posix() if path.parent == data_path(*ours.parts) else str(path)


def _weights(forums: Any, file: str) -> Iterator[tuple[str, Lever]]:
    """Declare every weight that a rules file writes as a number; what is no such table is told where rules are read."""
    for forum in forums if isinstance(forums, list) else ():
        if not (isinstance(forum, dict) and isinstance(forum.get("label"), dict)):
            continue
        terms = [
            (str(criterion.get("term")), criterion.get("weight"))
            for criterion in forum.get("criteria", ())
            if isinstance(criterion, dict)
        ]
        if isinstance(forum.get("noise"), dict):
            terms.append(("noise", forum["noise"].get("weight")))
        for term, value in terms:
            if isinstance(value, float | int) and isfinite(value):
                key, where = f"{WEIGHTS}{forum.get('key')}.{term}", forum["label"]
                own = own_parts.of_kind("criterion").get(term)
                called = own.label if own else {}
                label = {
                    code: f"{called.get(code, term)}: {where.get(code, '')}"
                    for code in ("id", "en")
                }
                yield key, rule_weight(key, value, label, file)


def _flat(values: Mapping[str, Any]) -> dict[str, Any]:
    """Give the values of a file with weights by their whole keys, also where TOML has made tables of the dots."""
    flat: dict[str, Any] = {}
    for key, value in values.items():
        if isinstance(value, Mapping):
            flat |= {f"{key}.{inner}": entry for inner, entry in _flat(value).items()}
        else:
            flat[key] = value
    return flat


@dataclass(frozen=True)
class Scenario:
    """A rule book and the values of all levers and parameters.

    Parameters
    ----------
    name : short name.
    rules : name of a rules file.
    changed : other values than the rule book itself sets or, where it sets none, than the declared defaults; those that
        are the same are left out.
    parts : names of gates, criteria and amendments of one's own that act in it (see `using`).

    Raises
    ------
    UnknownName : no such rule book, lever or part.
    OutOfBounds : each value that is not allowed, with what is.
    BadData : the rules file cannot be read.
    """

    name: str
    rules: str
    changed: Mapping[str, LeverValue] = field(default_factory=dict)
    parts: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Check all values at once, and keep them as their kinds are kept."""
        wanted = {"name": tr("teks"), "rules": tr("teks"), "changed": tr("tuas dan nilainya")}
        message = tr("{name} = {value}: diharapkan {wanted}.")
        if wrong := [
            message.format(name=name, value=repr(value), wanted=expected)
            for name, expected in wanted.items()
            if not isinstance(value := getattr(self, name), Mapping if name == "changed" else str)
        ]:
            raise OutOfBounds(wrong)
        for name in self.parts:
            own_parts.find(name)
        known, given = self.declared, self.changed
        for key in given:
            if key not in known:
                raise UnknownName(tr("Tuas"), key, known)
        faults = [fault for key, value in given.items() if (fault := known[key].fault(value))]
        faults += [
            tr("{key}: tuas ini hanya ada pada masa aturan {regimes}, bukan {regime}.").format(
                key=key, regimes=", ".join(known[key].regimes), regime=self.regime
            )
            for key, value in given.items()
            if not self.knows(key) and value != self.default(key)
        ]
        if faults:
            raise OutOfBounds(faults, kept=True)
        plain = {key: known[key].plain(value) for key, value in given.items()}
        object.__setattr__(
            self, "changed", {key: v for key, v in plain.items() if v != self.default(key)}
        )
        if overdrawn := list(self._overdrawn()):
            raise OutOfBounds(overdrawn, kept=True)

    @classmethod
    def load(cls, name: str | Path) -> "Scenario":
        """Load a scenario that comes with the package by name, or any scenario file by path (TOML).

        Raises
        ------
        UnknownName : no such scenario, rule book or lever.
        OutOfBounds : values the declaration does not allow.
        P2sppError : a rules file, which is no scenario.
        BadData : not a scenario file, or its rules file cannot be read.
        """
        path = Path(name)
        if path.suffix != ".toml":
            if str(name) not in (known := scenarios()):
                raise UnknownName(tr("Skenario"), name, known)
            path = data_path("datasets", "scenarios", f"{name}.toml")
        try:
            file = read_settings(path, _File)
        except BadData:
            if "forum" not in read_toml(path):
                raise
            text = tr(
                '{file} adalah berkas aturan, bukan skenario: p2.Scenario("nama", "{path}"), atau --rules {path}.'
            )
            raise P2sppError(text.format(file=path.name, path=path)) from None
        return cls(path.stem, file.rules, parts=file.parts).change(**_flat(file.values))

    def change(self, /, **values: LeverValue) -> "Scenario":
        """Give a scenario with other values; all are checked first, and either all are taken or none.

        Raises
        ------
        UnknownName : a lever that does not exist.
        OutOfBounds : each value that is not allowed, with what is.
        """
        return replace(self, changed={**self.changed, **values})

    def using(self, *parts: OwnPart | str) -> "Scenario":
        """Give a scenario in which gates, criteria and amendments of one's own act, each at its forum.

        Raises
        ------
        UnknownName : no such part.
        OutOfBounds : a part that acts at no forum; of a lever or a way to fill, change the lever.
        """
        chosen = [
            own_parts.find(part.name if isinstance(part, OwnPart) else str(part)) for part in parts
        ]
        message = tr("{part} tidak bekerja di satu forum; diharapkan {kinds} dengan at = forum.")
        kinds = ", ".join(own_parts.KINDS[kind] for kind in own_parts.ACTING)
        if faults := [
            message.format(part=part.told, kinds=kinds)
            for part in chosen
            if part.kind not in own_parts.ACTING or not part.at
        ]:
            raise OutOfBounds(faults)
        return replace(
            self, parts=tuple(dict.fromkeys((*self.parts, *(part.name for part in chosen))))
        )

    def _overdrawn(self) -> Iterator[str]:
        """Tell every budget of effort that the levers together exceed."""
        totals: dict[str, float] = {}
        for key, declaration in declared().items():
            if declaration.budget and (value := self.value(key)):
                cost = declaration.cost * value
                totals[declaration.budget] = totals.get(declaration.budget, 0.0) + cost
        for budget, total in totals.items():
            if total > self.value(budget) + 1e-9:
                yield tr("Jumlah {total} melebihi {budget} = {limit}.").format(
                    total=figure(total), budget=budget, limit=figure(self.value(budget))
                )

    @cached_property
    def _rules(self) -> _RulesHead:
        path = rules_path(self.rules)
        return _book(path, stamp(path), own_parts.known())

    @property
    def regime(self) -> str:
        """The regime whose levers the rule book knows: what its file says, else the file's name."""
        return self._rules.regime

    @property
    def declared(self) -> Mapping[str, Lever]:
        """All that can be changed under this rule book: what is declared for all, and its own weights."""
        return {**declared(), **self._weights}

    @cached_property
    def _weights(self) -> dict[str, Lever]:
        """Weights that are numbers: of the rule book, and of criteria of one's own that act in it."""
        own = [own_parts.find(name) for name in self.parts]
        numbers = [
            part for part in own if part.kind == "criterion" and not isinstance(part.weight, str)
        ]
        return self._rules.weights | {
            (key := f"{WEIGHTS}{part.at}.{part.key}"): msgspec.structs.replace(
                rule_weight(key, float(part.weight), dict(part.label), ""), source=part.source
            )
            for part in numbers
        }

    def knows(self, key: str) -> bool:
        """Tell whether the rule book knows a lever, parameter or weight."""
        if key.startswith(WEIGHTS):
            return key in self._weights
        regimes = self.lever(key).regimes
        return not regimes or self.regime in regimes

    def default(self, key: str) -> Any:
        """Give the value of a lever or parameter under this rule book when nothing is changed."""
        return self._rules.values.get(key, self.lever(key).value)

    @cached_property
    def _values(self) -> dict[str, LeverValue]:
        return (
            {key: lever.value for key, lever in self.declared.items()}
            | self._rules.values
            | dict(self.changed)
        )

    @property
    def of_runs(self) -> "tuple[Scenario, ...]":
        """The scenario of each run that is decided on at once (see `StackedScenario`): here it alone."""
        return (self,)

    def value(self, key: str, per: str = "") -> Any:
        """Give the value of a lever or parameter.

        Parameters
        ----------
        per : who asks for it: run, kabupaten, dapil, kecamatan, skpd or village. Where several runs are decided on at
            once and differ in it, each of these gets its own, (groups,); else it is one value for all.
        """
        return self._values[key] if key in self._values else self.default(key)

    def in_force(self) -> "Scenario":
        """Give the scenario as the enacted clauses make it: every locked lever at least at what its clause says.

        Equation: lever <- max(lever, lever + compliance * part * (locked at - lever)); part = 1, or `alone`
            without the clauses it needs; yes-or-no and choices as locked when compliance * part >= 0.5.
        """
        values: dict[str, LeverValue] = {}
        for key, clause in declared().items():
            if not (clause.locks and self.value(key)):
                continue
            part = 1.0 if all(self.value(other) for other in clause.needs) else clause.alone
            part *= self.value("compliance")
            for target, wanted in clause.locks.items():
                values[target] = _stronger(
                    declared()[target], values.get(target, self.value(target)), wanted, part
                )
        known = {key: value for key, value in values.items() if value != self.value(key)}
        return replace(self, changed={**self.changed, **known}) if known else self

    def lever(self, key: str) -> Lever:
        """Give the declaration of a lever or parameter.

        Raises
        ------
        UnknownName : names the nearest.
        """
        if key.startswith(WEIGHTS):
            weights = self._weights
            if key not in weights:
                raise UnknownName(
                    tr("Bobot pada aturan {rules}").format(rules=self.rules), key, weights
                )
            return weights[key]
        return lever(key)

    def levers(self, *keys: str) -> list[Lever]:
        """Give declarations: the named ones, or all with the role of a lever."""
        return [self.lever(key) for key in keys] or [
            lever for lever in declared().values() if lever.role == "lever"
        ]

    def save(self, path: str | Path) -> None:
        """Write the scenario as TOML; an interrupted save leaves the old file."""
        lines = [f"rules = {as_toml(self.rules)}"]
        lines += [f"parts = {as_toml(self.parts)}"] if self.parts else []
        lines += ["", "[values]"]
        lines += [
            f"{key} = {as_toml(self.lever(key).plain(value))}"
            for key, value in sorted(self.changed.items())
        ]
        write_atomically(Path(path), ("\n".join(lines) + "\n").encode())

    def __repr__(self) -> str:
        """Say in a line what differs from the defaults, by key, as it is typed."""
        changes = [f"{key}={value!r}" for key, value in sorted(self.changed.items())]
        parts = [f"parts={self.parts!r}"] if self.parts else []
        return brief(
            "Scenario", ", ".join([f"{self.name!r}", f"rules={self.rules!r}", *parts, *changes])
        )

    def _repr_html_(self) -> str:
        headings = (tr("tuas"), tr("arti"), tr("nilai"), tr("bawaan"), tr("satuan"))
        rows = []
        for key, value in sorted(self.changed.items()):
            lever = self.lever(key)
            both = (shown(lever, each) for each in (value, self.default(key)))
            rows.append((key, pick(lever.label), *both, tr(lever.unit)))
        changes = table(headings, rows[:MOST_ROWS], bare=True) if rows else ""
        more = listed([row[0] for row in rows[MOST_ROWS:]])
        facts = {
            tr("buku aturan"): self.rules,
            tr("bagian sendiri"): ", ".join(own_parts.find(name).called for name in self.parts),
            tr("diubah"): "" if rows else tr("semua nilai bawaan"),
        }
        return card(self.name, facts, changes, note=more)

    def __str__(self) -> str:
        """Say what differs from the defaults, in words: it names a scenario in tables and pictures."""
        changes = ", ".join(
            f"{pick(lever.label)} = {in_words(lever, value)}"
            for lever, value in (
                (self.lever(key), self.changed[key]) for key in sorted(self.changed)
            )
        )
        if self.parts:
            called = ", ".join(own_parts.find(name).called for name in self.parts)
            changes = "; ".join(filter(None, (changes, called)))
        return f"{self.name} ({self.rules}): {changes or tr('semua nilai bawaan')}"


def _stronger(declaration: Lever, mine: Any, wanted: Any, part: float) -> LeverValue:
    if declaration.kind in ("boolean", "choice"):
        return declaration.plain(wanted if part >= 0.5 else mine)
    return max(mine, declaration.plain(mine + part * (wanted - mine)))


def scenarios() -> list[str]:
    """Name the scenarios that come with the package."""
    return sorted(path.stem for path in data_path("datasets", "scenarios").glob("*.toml"))


__all__ = ["Lever", "LeverValue", "Scenario", "declared", "parse_value", "scenarios", "schema"]
