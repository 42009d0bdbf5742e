"""Levers and parameters: what can be moved or doubted, declared once in `datasets/levers.toml`."""

import re
import tomllib
from collections.abc import Callable
from functools import cache, lru_cache
from numbers import Integral, Real
from typing import Any, Literal

import msgspec
import numpy as np

from p2spp_sim.base import own_parts
from p2spp_sim.base.errors import OutOfBounds, UnknownName
from p2spp_sim.base.files import data_path
from p2spp_sim.base.formats import figure, rupiah_short
from p2spp_sim.base.language import pick, tr
from p2spp_sim.base.numerals import Ambiguous, read_figure
from p2spp_sim.base.toml import told_by_msgspec
from p2spp_sim.forum.fill import FILL_RULES

LeverValue = float | int | bool | str
WEIGHTS = (
    "rules."  # begins the key of a weight that a rule book writes as a number: rules.<forum>.<term>
)
YARDSTICK = "dummy"  # stands beside levers in a table of what they explain: moves nothing
_KINDS: dict[str, tuple[tuple[type, ...], Callable[[Any], LeverValue], str]] = {
    # kind: what may be given for it, how it is kept, what JSON calls it
    "real": ((Real,), float, "number"),
    "integer": ((Integral,), int, "integer"),
    "idr": ((Integral,), int, "integer"),
    "boolean": ((bool, np.bool_), bool, "boolean"),
    "choice": ((str,), str, "string"),
}


class Lever(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One declared lever, parameter or coefficient.

    `role`: a lever is moved, a parameter doubted, a coefficient of an equation doubted only by name. `kind` is real,
    integer, idr (whole rupiah), boolean or choice; `value` the default; `low` and `high` are allowed themselves;
    `seed_codes` name what of the programme it serves; `acts_in` the forum where it acts; `firmness` is firm, moderate,
    indicative or assumed; `regimes` the rule books that know it (none: all). `meant` are the indicators it is
    meant to move, with sign, in the `context` without which it has nothing to act on. `budget` names the
    parameter that limits the sum of `cost` times value over all levers of that budget. A clause of regulation `locks`
    other levers at least at these values; without the clauses it `needs`, only the part `alone` of the way. `short` is
    its label on boards and in pictures, where that is shorter; `choice_labels` say what its choices are called there.
    """

    label: dict[str, str]
    role: Literal["lever", "parameter", "coefficient"] = "lever"
    kind: Literal["real", "integer", "idr", "boolean", "choice"]
    value: LeverValue
    unit: str
    acts_in: str = ""
    source: str
    firmness: Literal["firm", "moderate", "indicative", "assumed"] = "assumed"
    low: float | None = None
    high: float | None = None
    choices: tuple[str, ...] = ()
    choice_labels: dict[str, dict[str, str]] = {}
    seed_codes: tuple[str, ...] = ()
    regimes: tuple[str, ...] = ()
    meant: dict[str, int] = {}
    context: dict[str, LeverValue] = {}
    budget: str = ""
    cost: float = 1.0
    locks: dict[str, LeverValue] = {}
    needs: tuple[str, ...] = ()
    alone: float = 1.0
    short: dict[str, str] = {}
    key: str = ""

    @property
    def called(self) -> str:
        """Its label on boards and in pictures, in the screen language."""
        return pick(self.short or self.label)

    def choice_called(self, choice: str) -> str:
        """Give what one of its choices is called in the screen language; its key where nothing is declared."""
        return pick(self.choice_labels.get(choice, {"id": choice}))

    @property
    def named(self) -> tuple[str, ...]:
        """Keys of other levers that it names."""
        return (*filter(None, [self.budget]), *self.locks, *self.needs, *self.context)

    def allowed(self) -> str:
        """Say what values it takes, in the screen language."""
        if self.kind == "choice":
            return tr("salah satu dari {choices}").format(choices=", ".join(self.choices))
        if self.kind == "boolean":
            return tr("benar (true) atau salah (false)")
        kind = tr("bilangan bulat") if self.kind in ("integer", "idr") else tr("angka")
        return tr("{kind} dari {low} sampai {high} ({unit})").format(
            kind=kind, low=figure(self.low or 0), high=figure(self.high or 0), unit=tr(self.unit)
        )

    def fault(self, value: object) -> str:
        """Say what is wrong with a value; empty when nothing is."""
        boolean = isinstance(value, _KINDS["boolean"][0])
        right_type = isinstance(value, _KINDS[self.kind][0]) and (self.kind == "boolean") == boolean
        if right_type and self.kind == "choice":
            right_type = value in self.choices
        elif right_type and self.kind != "boolean":
            right_type = self.low <= value <= self.high  # type: ignore[operator]
        if right_type:
            return ""
        given = str(value).removesuffix(".0") if self.kind == "real" else value
        return tr("{key} = {value}: diharapkan {allowed}.").format(
            key=self.key, value=given, allowed=self.allowed()
        )

    def plain(self, value: object) -> LeverValue:
        """Give an allowed value as its kind is kept: 0 for a real one as 0.0, a number of numpy as one of Python."""
        return _KINDS[self.kind][1](value)


def plain_lever(lever: Lever) -> Lever:
    """Give a lever as it would be read from a file; whoever writes one in Python may give anything.

    Raises
    ------
    OutOfBounds : a value that is not of its kind; says which.
    """
    text = tr("Pilihan kebijakan {key}, {name} = {value}: {wanted}.")
    try:
        plain = msgspec.to_builtins(lever, enc_hook=lambda value: value.item())
        return msgspec.convert(plain, Lever)
    except (AttributeError, TypeError, ValueError) as error:
        name, _, wanted = told_by_msgspec(str(error))
    value = repr(getattr(lever, name.partition(".")[0].partition("[")[0], ""))
    raise OutOfBounds([text.format(key=lever.key, name=name, value=value, wanted=wanted)])


def declared() -> dict[str, Lever]:
    """Give the declaration of all levers and parameters: ours, and those of one's own."""
    return _with_own(own_parts.known())


@lru_cache(maxsize=8)
def _with_own(known: own_parts.KnownParts) -> dict[str, Lever]:
    """Add levers of one's own, and to those that choose how a pot is filled the ways of one's own."""
    levers, fills = known.by_kind["lever"], known.by_kind["fill_rule"]
    if not levers and not fills:
        return _ours()
    every = {**_ours(), **{key: part.value for key, part in levers.items()}}
    return {
        key: msgspec.structs.replace(
            lever,
            choices=(*lever.choices, *fills),
            choice_labels={**lever.choice_labels, **{k: {**p.label} for k, p in fills.items()}},
        )
        if lever.choices and {*lever.choices} <= {*FILL_RULES}
        else lever
        for key, lever in every.items()
    }


@cache
def _ours() -> dict[str, Lever]:
    raw = tomllib.loads(data_path("datasets", "levers.toml").read_text(encoding="utf-8"))
    return {key: msgspec.convert({**entry, "key": key}, Lever) for key, entry in raw.items()}


def rule_weight(key: str, value: float, label: dict[str, str], file: str) -> Lever:
    """Declare a weight that a rule book writes as a number: a coefficient of that forum's score, assumed.

    Parameters
    ----------
    key : `rules.<forum>.<term>`; the term `noise` is the imprecision of those who score.
    value : as it is written; beyond 0..1 the bounds go as far.
    file : where the rule book lies.
    """
    return Lever(
        label=label,
        role="coefficient",
        kind="real",
        value=float(value),
        unit="bobot",
        acts_in=key.split(".")[1],
        source=file,
        firmness="assumed",
        low=min(0.0, float(value)),
        high=max(1.0, float(value)),
        key=key,
    )


def lever(key: str) -> Lever:
    """Give one declaration; of a weight of a rule book without its value, which `Scenario.lever` knows.

    Raises
    ------
    UnknownName : names the nearest.
    """
    known = declared()
    if key.startswith(WEIGHTS) and key.count(".") == 2:
        return rule_weight(key, 0.0, {"id": key, "en": key}, "")
    if key not in known:
        raise UnknownName(tr("Tuas"), key, known)
    return known[key]


def parse_value(key: str, text: str) -> LeverValue:
    """Turn what was typed for a lever into a value of its kind.

    Raises
    ------
    UnknownName : no such lever.
    OutOfBounds : not a value of its kind.
    """
    declaration = lever(key)
    try:
        match declaration.kind:
            case "boolean":
                return _WORDS[text.strip().casefold()]
            case "integer" | "idr":
                return read_figure(text, whole=True, typed=True)
            case "real":
                return read_figure(text, whole=False, typed=True)
    except Ambiguous as error:
        raise OutOfBounds([f"{key} = {text}: {error}."]) from None
    except (KeyError, ValueError):
        raise OutOfBounds([declaration.fault(text)]) from None
    return text


_WORDS = {word: True for word in ("true", "ya", "yes", "y", "1")} | {
    word: False for word in ("false", "tidak", "no", "n", "t", "0")
}


def schema() -> dict[str, Any]:
    """Give the JSON Schema of a scenario file."""
    values: dict[str, Any] = {}
    for key, declaration in declared().items():
        entry: dict[str, Any] = {
            "type": _KINDS[declaration.kind][2],
            "default": declaration.value,
            "title": pick(declaration.label),
        }
        entry["description"] = f"{declaration.unit}; {declaration.source} ({declaration.firmness})"
        if declaration.choices:
            entry["enum"] = list(declaration.choices)
        if declaration.low is not None:
            entry |= {"minimum": declaration.low, "maximum": declaration.high}
        values[key] = entry
    forum = {"type": "object", "additionalProperties": {"type": "number"}}
    values[WEIGHTS.rstrip(".")] = {
        "type": "object",
        "additionalProperties": forum,
        "description": "weights of the rule book: rules.<forum>.<term>",
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "type": "object",
        "required": ["rules"],
        "properties": {
            "rules": {"type": "string"},
            "parts": {"type": "array", "items": {"type": "string"}},
            "values": {
                "type": "object",
                "properties": values,
                "patternProperties": {rf"^{re.escape(WEIGHTS)}[^.]+\.[^.]+$": {"type": "number"}},
                "additionalProperties": False,
            },
        },
        "additionalProperties": False,
    }


def shown(lever: Lever, value: Any) -> str:
    """Write a value of a lever with true, false and choices by the words that are typed."""
    if lever.kind == "boolean":
        return "true" if value else "false"
    if lever.kind == "choice":
        return str(value)
    if lever.kind == "idr":
        return rupiah_short(value)
    return figure(value)


def in_words(lever: Lever, value: Any) -> str:
    """Write a value of a lever in the screen language: yes or no, and a choice by what it is called."""
    if lever.kind == "boolean":
        return tr("ya") if value else tr("tidak")
    return lever.choice_called(value) if lever.kind == "choice" else shown(lever, value)


own_parts.reserve("lever", _ours)
