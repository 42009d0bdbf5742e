"""Rule books read from `datasets/rules/` and checked against what exists."""

from functools import cache
from pathlib import Path
from typing import Any

from msgspec.structs import replace

from p2spp_sim.base.errors import BadData
from p2spp_sim.base.files import stamp
from p2spp_sim.base.toml import read_settings, read_text, rules_path
from p2spp_sim.model import rule_faults
from p2spp_sim.model.rulebook import ON_RECORD, Reason, RuleBook
from p2spp_sim.scenario.levers import WEIGHTS
from p2spp_sim.scenario.scenario import Scenario


def load_rules(name: str) -> RuleBook:
    """Load the rules of a regime by name, or any rules file by path (TOML).

    Raises
    ------
    UnknownName : no such regime.
    BadData : not a rules file, a name in it that does not exist, or a forum that routes back in time.
    """
    path = rules_path(name)
    return _read(path, stamp(path))


def weighted(book: RuleBook, scenario: Scenario) -> RuleBook:
    """Give a rule book with the weights that a scenario changed (`rules.<forum>.<term>`) where it has such a term."""
    changed = {key: value for key, value in scenario.changed.items() if key.startswith(WEIGHTS)}
    if not changed:
        return book

    def weight(forum: str, term: str, written: float | str) -> Any:
        key = f"{WEIGHTS}{forum}.{term}"
        return written if isinstance(written, str) else changed.get(key, written)

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


@cache
def _read(path: Path, _stamp: tuple[int, int]) -> RuleBook:
    rules = read_settings(path, RuleBook)
    reasons = [reason.key for reason in Reason if reason] + [ON_RECORD]
    if faults := list(rule_faults.faults(rules, path.name, read_text(path), reasons)):
        raise BadData(faults)
    return rules
