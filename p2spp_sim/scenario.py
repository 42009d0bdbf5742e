"""Scenarios: a rule book and the values of all levers and parameters."""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from p2spp_sim.errors import BadData, Fault, OutOfBounds, UnknownName
from p2spp_sim.levers import Lever, Value, declared, lever, parse_value, schema
from p2spp_sim.text import data_path, figure, pick, stamp, tr, write_atomically


@cache
def _regime(path: Path, _stamp: tuple[int, int]) -> dict[str, Value]:
    values: dict[str, Value] = tomllib.loads(path.read_text(encoding="utf-8")).get("values", {})
    return values


@dataclass(frozen=True)
class Scenario:
    """A rule book and the values of all levers and parameters.

    Parameters
    ----------
    name : short name.
    rules : name of a rules file.
    changed : only what differs from what the rule book itself sets and from the declared defaults.
    """

    name: str
    rules: str
    changed: Mapping[str, Value] = field(default_factory=dict)

    @classmethod
    def load(cls, name: str | Path) -> "Scenario":
        """Load a scenario that comes with the package by name, or any scenario file by path (TOML).

        Raises
        ------
        UnknownName : no such scenario or lever.
        OutOfBounds : values the declaration does not allow.
        BadData : not a scenario file.
        """
        path = Path(name)
        if path.suffix != ".toml":
            if str(name) not in (known := scenarios()):
                raise UnknownName(tr("Skenario"), name, known)
            path = data_path("datasets", "scenarios", f"{name}.toml")
        try:
            raw = tomllib.loads(path.read_text(encoding="utf-8"))
            rules, values = raw["rules"], raw.get("values", {})
        except FileNotFoundError:
            raise BadData([Fault(str(path), 0, "", "", tr("berkas ini tidak ada"))]) from None
        except (tomllib.TOMLDecodeError, KeyError, UnicodeDecodeError) as error:
            raise BadData([Fault(path.name, 0, "", "", tr("bukan berkas skenario") + f" ({error})")]) from None
        return cls(path.stem, rules).change(**values)

    def change(self, **values: Value) -> "Scenario":
        """Give a scenario with other values; all are checked first, and either all are taken or none.

        Raises
        ------
        UnknownName : a lever that does not exist.
        OutOfBounds : each value that is not allowed, with what is.
        """
        known = declared()
        for key in values:
            if key not in known:
                raise UnknownName(tr("Tuas"), key, known)
        faults = [fault for key, value in values.items() if (fault := known[key].fault(value))]
        regime = Path(self.rules).stem
        faults += [
            tr("{key}: tuas ini hanya ada pada rezim {regimes}, bukan {regime}.").format(
                key=key, regimes=", ".join(known[key].regimes), regime=regime
            )
            for key, value in values.items()
            if known[key].regimes and regime not in known[key].regimes and value != self.default(key)
        ]
        merged = {**self.changed, **{key: known[key].plain(value) for key, value in values.items()}}
        changed = Scenario(self.name, self.rules, {k: v for k, v in merged.items() if v != self.default(k)})
        faults = faults or list(changed._overdrawn())
        if faults:
            raise OutOfBounds(faults)
        return changed

    def _overdrawn(self) -> Iterator[str]:
        """Tell every budget of effort that the levers together exceed."""
        totals: dict[str, float] = {}
        for key, one in declared().items():
            if one.budget and (value := self.value(key)):
                totals[one.budget] = totals.get(one.budget, 0.0) + one.cost * value
        for budget, total in totals.items():
            if total > self.value(budget) + 1e-9:
                yield tr("Jumlah {total} melebihi {budget} = {limit}.").format(
                    total=figure(total), budget=budget, limit=figure(self.value(budget))
                )

    @cached_property
    def _of_regime(self) -> dict[str, Value]:
        path = Path(self.rules)
        if path.suffix != ".toml":
            path = data_path("datasets", "rules", f"{self.rules}.toml")
        return _regime(path, stamp(path)) if path.is_file() else {}

    def default(self, key: str) -> Any:
        """Give the value of a lever or parameter under this rule book when nothing is changed."""
        return self._of_regime.get(key, self.lever(key).value)

    @cached_property
    def _values(self) -> dict[str, Value]:
        return {key: lever.value for key, lever in declared().items()} | self._of_regime | dict(self.changed)

    def value(self, key: str) -> Any:
        """Give the value of a lever or parameter."""
        return self._values[key] if key in self._values else self.default(key)

    def in_force(self) -> "Scenario":
        """Give the scenario as the enacted clauses make it: every locked lever at least at what its clause says."""
        values: dict[str, Value] = {}
        for key, clause in declared().items():
            if not (clause.locks and self.value(key)):
                continue
            part = 1.0 if all(self.value(other) for other in clause.needs) else clause.alone
            part *= self.value("compliance")
            for target, wanted in clause.locks.items():
                values[target] = _stronger(declared()[target], values.get(target, self.value(target)), wanted, part)
        known = {key: value for key, value in values.items() if value != self.value(key)}
        return Scenario(self.name, self.rules, {**self.changed, **known}) if known else self

    def lever(self, key: str) -> Lever:
        """Give the declaration of a lever or parameter.

        Raises
        ------
        UnknownName : names the nearest.
        """
        return lever(key)

    def levers(self, *keys: str) -> list[Lever]:
        """Give declarations: the named ones, or all with the role of a lever."""
        return [self.lever(key) for key in keys] or [lever for lever in declared().values() if lever.role == "lever"]

    def save(self, path: str | Path) -> None:
        """Write the scenario as TOML; an interrupted save leaves the old file."""
        lines = [f'rules = "{self.rules}"', "", "[values]"]
        lines += [f"{key} = {_toml(value)}" for key, value in sorted(self.changed.items())]
        write_atomically(Path(path), ("\n".join(lines) + "\n").encode())

    def __str__(self) -> str:
        """Say what differs from the defaults."""
        changes = ", ".join(f"{pick(self.lever(key).label)} = {value}" for key, value in sorted(self.changed.items()))
        return f"{self.name} ({self.rules}): {changes or tr('semua nilai bawaan')}"


def _stronger(one: Lever, mine: Any, wanted: Any, part: float) -> Value:
    if one.kind in ("boolean", "choice"):
        return one.plain(wanted if part >= 0.5 else mine)
    return max(mine, one.plain(mine + part * (wanted - mine)))


def _toml(value: Value) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return f'"{value}"' if isinstance(value, str) else repr(value)


def scenarios() -> list[str]:
    """Name the scenarios that come with the package."""
    return sorted(path.stem for path in data_path("datasets", "scenarios").glob("*.toml"))


__all__ = ["Lever", "Scenario", "Value", "declared", "parse_value", "scenarios", "schema"]
