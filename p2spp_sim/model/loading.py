"""Rule books read from `datasets/rules/` and checked against what exists."""

from functools import lru_cache
from pathlib import Path
from typing import Any

from msgspec.structs import replace

from p2spp_sim.base import own_parts
from p2spp_sim.base.errors import BadData, P2sppError, UnknownName
from p2spp_sim.base.files import stamp
from p2spp_sim.base.language import tr
from p2spp_sim.base.own_parts import OwnPart
from p2spp_sim.base.toml import read_settings, read_text, rules_path
from p2spp_sim.model import rule_faults
from p2spp_sim.model.rulebook import ON_RECORD, Criterion, GateSpec, Reason, RuleBook
from p2spp_sim.scenario.levers import WEIGHTS, declared
from p2spp_sim.scenario.scenario import Scenario


def load_rules(name: str) -> RuleBook:
    """Load the rules of a regime by name, or any rules file by path (TOML).

    Raises
    ------
    UnknownName : no such regime.
    BadData : not a rules file, a name in it that does not exist, or a forum that routes back in time.
    """
    path = rules_path(name)
    return _read(path, stamp(path), own_parts.known())


def weighted(book: RuleBook, scenario: Scenario) -> RuleBook:
    """Give a rule book with the parts of one's own that act in a scenario, and with the weights that it changed.

    Raises
    ------
    UnknownName : a part acts at a forum that the rule book does not have.
    P2sppError : a second amendment at a forum.
    """
    if scenario.parts:
        book = _with_parts(book, [own_parts.find(name) for name in scenario.parts])
    moved = {key for each in scenario.of_runs for key in each.changed if key.startswith(WEIGHTS)}
    if not moved:
        return book

    def weight(forum: str, term: str, written: float | str) -> Any:
        key = f"{WEIGHTS}{forum}.{term}"
        return scenario.value(key) if key in moved else written

    forums = []
    for spec in book.forum:
        criteria = tuple(
            replace(criterion, weight=weight(spec.key, criterion.term, criterion.weight))
            for criterion in spec.criteria
        )
        noise = spec.noise and replace(
            spec.noise, weight=weight(spec.key, "noise", spec.noise.weight)
        )
        forums.append(replace(spec, criteria=criteria, noise=noise))
    return replace(book, forum=tuple(forums))


def _with_parts(book: RuleBook, parts: list[OwnPart]) -> RuleBook:
    """Lay gates, criteria and amendments of one's own behind those of the forums where they act."""
    forums = list(book.forum)
    for part in parts:
        number = book.index(part.at)
        if number == len(forums):
            raise UnknownName(tr("Forum"), part.at, [forum.key for forum in forums])
        spec = forums[number]
        if part.kind == "gate":
            spec = replace(spec, gates=(*spec.gates, GateSpec(part.key, part.reason)))
        elif part.kind == "criterion":
            if isinstance(part.weight, str) and part.weight not in declared():
                raise UnknownName(
                    f"{part.told}, weight: {tr('Pilihan kebijakan')}", part.weight, declared()
                )
            spec = replace(spec, criteria=(*spec.criteria, Criterion(part.key, part.weight)))
        elif spec.amendments:
            text = tr(
                "{part}: {forum} sudah memakai perubahan rupiah {name}; satu meja hanya satu."
            )
            raise P2sppError(text.format(part=part.told, forum=spec.key, name=spec.amendments[0]))
        else:
            spec = replace(spec, amendments=(part.key,))
        forums[number] = spec
    return replace(book, forum=tuple(forums))


@lru_cache(maxsize=64)
def _read(path: Path, _stamp: tuple[int, int], _known: own_parts.KnownParts) -> RuleBook:
    rules = read_settings(path, RuleBook)
    reasons = [reason.key for reason in Reason if reason] + [ON_RECORD]
    if faults := list(rule_faults.faults(rules, path.name, read_text(path), reasons)):
        raise BadData(faults)
    return rules
