"""Rule books read from `datasets/rules/` and checked against what exists."""

from functools import cache
from pathlib import Path

from p2spp_sim.base.errors import BadData
from p2spp_sim.base.files import stamp
from p2spp_sim.base.toml import read_settings, read_text, rules_path
from p2spp_sim.model import rule_faults
from p2spp_sim.model.rulebook import ON_RECORD, Reason, RuleBook


def load_rules(name: str) -> RuleBook:
    """Load the rules of a regime by name, or any rules file by path (TOML).

    Raises
    ------
    UnknownName : no such regime.
    BadData : not a rules file, a name in it that does not exist, or a forum that routes back in time.
    """
    path = rules_path(name)
    return _read(path, stamp(path))


@cache
def _read(path: Path, _stamp: tuple[int, int]) -> RuleBook:
    rules = read_settings(path, RuleBook)
    reasons = [reason.key for reason in Reason if reason] + [ON_RECORD]
    if faults := list(rule_faults.faults(rules, path.name, read_text(path), reasons)):
        raise BadData(faults)
    return rules
