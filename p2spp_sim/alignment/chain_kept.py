"""What was decided on lists before, where some of them were replaced: it holds for lines that still say the same."""

from collections.abc import Mapping

from p2spp_sim.alignment.documents import ChainLines, line_key
from p2spp_sim.alignment.list_columns import PairDecisions

LineDecisions = dict[str, dict[str, str]]


def kept_decisions(
    decided: PairDecisions, old: Mapping[str, ChainLines], new: Mapping[str, ChainLines]
) -> tuple[LineDecisions, int]:
    """Keep decisions between lines that are the same in both; give them, and count those that are dropped.

    A list that is not there now, or was not before, changes nothing: its decisions wait for it.
    """
    gone = {
        line_key(name, number)
        for name in old.keys() & new.keys()
        for number, line in old[name].items()
        if number not in new[name] or new[name][number].what != line.what
    }
    kept = {
        name: {
            number: key
            for number, key in pairs.items()
            if key not in gone and line_key(name, number) not in gone
        }
        for name, pairs in decided.items()
    }
    dropped = sum(len(pairs) for pairs in decided.values()) - sum(map(len, kept.values()))
    return kept, dropped
