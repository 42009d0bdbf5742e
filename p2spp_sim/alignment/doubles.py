"""Lines of one list that may be the same work written twice: shown as a question, never removed."""

from collections.abc import Iterator, Mapping

from p2spp_sim.alignment.likeness import telling_words
from p2spp_sim.alignment.lists import ListLine

NEAR_COST = 0.1  # share by which the costs of two lines of one work may differ (assumed)


def maybe_same(lines: Mapping[str, ListLine]) -> list[tuple[str, ...]]:
    """Give the numbers of lines with the same words in the same village at about the same cost, group by group.

    Lines whose cost is not said fit any cost. Words that say nothing of the work do not count, spellings of the trade
    are one (`thesaurus`).
    """
    alike: dict[tuple[str, frozenset[str]], list[str]] = {}
    for number, line in lines.items():
        words = frozenset(telling_words(line.what)) or frozenset({line.what.casefold()})
        alike.setdefault((line.village, words), []).append(number)
    return [
        near
        for numbers in alike.values()
        if len(numbers) > 1
        for near in _near(numbers, lines)
        if len(near) > 1
    ]


def _near(numbers: list[str], lines: Mapping[str, ListLine]) -> Iterator[tuple[str, ...]]:
    """Part lines by cost, where it differs more than a little."""
    unsaid = [number for number in numbers if not lines[number].cost_idr]
    costed = sorted(set(numbers) - {*unsaid}, key=lambda number: (lines[number].cost_idr, number))
    group: list[str] = []
    for number in costed:
        if group and lines[number].cost_idr > lines[group[-1]].cost_idr * (1 + NEAR_COST):
            yield (*group, *unsaid)
            group, unsaid = [], []
        group.append(number)
    yield (*group, *unsaid)
