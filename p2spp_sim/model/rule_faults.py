"""What is wrong in a rule book that reads well: names that do not exist, and parts that cannot work together."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import chain
from math import isfinite

from p2spp_sim.base import own_parts
from p2spp_sim.base.errors import Fault
from p2spp_sim.base.language import tr
from p2spp_sim.base.toml import row_of
from p2spp_sim.forum.fill import RULES, WHOLE_SETS
from p2spp_sim.model.amendments import AMENDMENTS, EFFECTS
from p2spp_sim.model.ceilings import COUNTS, PER
from p2spp_sim.model.criteria import CAPACITIES, CRITERIA
from p2spp_sim.model.gates import TESTS
from p2spp_sim.model.rulebook import ForumSpec, PotSpec, RuleBook
from p2spp_sim.scenario.levers import declared

CEILINGS = [name for name in PER if name not in COUNTS]  # of rupiah


def faults(rules: RuleBook, file: str, text: str, reasons: list[str]) -> Iterator[Fault]:
    """Give everything that is wrong.

    Parameters
    ----------
    file, text : what the rule book was read from.
    reasons : what a gate may give as its reason.
    """
    lines = [line.strip() for line in text.splitlines()]
    forums = [forum.key for forum in rules.forum]
    yield from _whole(_Place(file, lines), rules)
    starts = [
        *_rows(lines, "source"),
        *[0] * len(rules.source),
    ]  # no row where it is written in another way
    for source, start in zip(rules.source, starts, strict=False):
        place = _Place(file, lines, start)
        yield from place.label("source.label", source.label)
        yield from place.name("source.to", source.to, forums)
    starts = [*_rows(lines, "forum"), *[0] * len(forums)]
    for number, forum in enumerate(rules.forum):
        yield from _forum(_Place(file, lines, starts[number]), forum, reasons)
        pots = [row for row in _rows(lines, "forum.pots") if row > starts[number]]
        for pot, start in zip(
            forum.pots, [*pots, *[starts[number]] * len(forum.pots)], strict=False
        ):
            yield from _pot(
                _Place(file, lines, start), forum, pot, list(rules.number)[number + 1 :]
            )


def _rows(lines: list[str], table: str) -> list[int]:
    head = re.compile(rf"\[\[\s*{re.escape(table)}\s*\]\]")
    return [row for row, line in enumerate(lines, 1) if head.match(line)]


@dataclass(frozen=True)
class _Place:
    """Where in a rules file something stands: from line `start` on."""

    file: str
    lines: list[str]
    start: int = 0

    def fault(self, column: str, value: str, expected: str) -> Fault:
        """Place a fault at the next line that holds its value, else where the part begins."""
        return Fault(self.file, row_of(self.lines, value, self.start), column, value, expected)

    def name(self, column: str, name: str, allowed: Iterable[str]) -> Iterator[Fault]:
        """Find a name that does not exist; an empty one is none."""
        known = list(allowed)
        if name and name not in known:
            expected = tr("diharapkan salah satu dari {choices}").format(choices=", ".join(known))
            yield self.fault(column, name, expected)

    def part(self, column: str, name: str, allowed: Iterable[str]) -> Iterator[Fault]:
        """Find a name that is none of ours and no part of one's own that is known."""
        for fault in self.name(column, name, allowed):
            yield replace(fault, expected=f"{fault.expected}. {own_parts.how_known()}".rstrip("."))

    def label(self, column: str, label: dict[str, str]) -> Iterator[Fault]:
        """Find a label without Indonesian words."""
        if "id" not in label:
            yield self.fault(column, "", tr("perlu tulisan bahasa Indonesia: id = ..."))

    def twice(self, column: str, keys: list[str]) -> Iterator[Fault]:
        """Find keys that are not the only one of their name."""
        for key, count in Counter(keys).items():
            if count > 1:
                yield self.fault(column, key, tr("kunci ini dipakai lebih dari satu kali"))

    def weight(self, column: str, weight: float | str) -> Iterator[Fault]:
        """Find a weight that is no number and no lever that is one."""
        if isinstance(weight, str):
            yield from self.name(
                column,
                weight,
                (k for k, lever in declared().items() if lever.kind in ("real", "integer")),
            )
        elif not isfinite(weight):
            yield self.fault(column, str(weight), tr("diharapkan angka"))


def _whole(place: _Place, rules: RuleBook) -> Iterator[Fault]:
    yield from place.label("title", rules.title)
    if not rules.sources:
        yield place.fault("sources", "", tr("perlu paling sedikit satu sumber"))
    if "needs" not in [source.key for source in rules.source]:
        yield place.fault("source", "", tr('perlu satu [[source]] dengan key = "needs"'))
    if not rules.forum:
        yield place.fault("forum", "", tr("perlu paling sedikit satu [[forum]]"))
    yield from place.name(
        "regime",
        rules.regime,
        dict.fromkeys(chain.from_iterable(lever.regimes for lever in declared().values())),
    )
    yield from place.twice("source.key", [source.key for source in rules.source])
    yield from place.twice("forum.key", [forum.key for forum in rules.forum])
    for key, value in rules.values.items():
        yield from place.name("values", key, declared())
        if key in declared() and (expected := declared()[key].fault(value)):
            yield place.fault("values", str(value), expected.rstrip("."))


def _forum(place: _Place, forum: ForumSpec, reasons: list[str]) -> Iterator[Fault]:
    yield from place.label("forum.label", forum.label)
    for gate in forum.gates:
        yield from place.part("gates.test", gate.test, TESTS)
        yield from place.name("gates.reason", gate.reason, reasons)
    for amendment in forum.amendments:
        yield from place.part("amendments", amendment, AMENDMENTS)
    if len(forum.amendments) > 1:
        expected = tr("satu meja hanya dapat memakai satu perubahan rupiah")
        yield place.fault("amendments", forum.amendments[-1], expected)
    for criterion in forum.criteria:
        yield from place.part("criteria.term", criterion.term, CRITERIA)
        yield from place.weight("criteria.weight", criterion.weight)
    if forum.noise:
        yield from place.name("noise.capacity", forum.noise.capacity, CAPACITIES)
        yield from place.weight("noise.weight", forum.noise.weight)
    if forum.balance:
        yield from place.weight("balance.weight", forum.balance.weight)
        yield from _amount(place, "balance.ceiling", forum.balance.ceiling, forum.group, CEILINGS)
    if not forum.pots:
        yield place.fault("pots", "", tr("perlu paling sedikit satu pot"))
    yield from place.twice("pots.key", [pot.key for pot in forum.pots])


def _pot(place: _Place, forum: ForumSpec, pot: PotSpec, later: list[str]) -> Iterator[Fault]:
    yield from place.label("pots.label", pot.label)
    yield from place.part("pots.who", pot.who, TESTS)
    yield from _amount(place, "pots.ceiling", pot.ceiling, forum.group, CEILINGS)
    yield from _amount(place, "pots.limit", pot.limit, forum.group, COUNTS)
    choices = {key: lever.choices for key, lever in declared().items() if lever.kind == "choice"}
    fitting = [key for key, some in choices.items() if {*some} <= {*RULES}]
    yield from place.part("pots.fill", pot.fill, [*RULES, *fitting])
    without_end = pot.ceiling in ("", "published") or pot.limit
    if without_end and {*WHOLE_SETS} & {pot.fill, *choices.get(pot.fill, ())}:
        expected = tr(
            "cara memilih {rules} perlu pagu rupiah yang selalu ada, tanpa batas banyak usulan"
        )
        yield place.fault("pots.fill", pot.fill, expected.format(rules=", ".join(WHOLE_SETS)))
    yield from place.name("pots.effect", pot.effect, EFFECTS)
    yield from place.name("pots.to", pot.to, later)


def _amount(
    place: _Place, column: str, name: str, group: str, allowed: Iterable[str]
) -> Iterator[Fault]:
    """Find a ceiling or limit that does not exist, is of the other kind, or goes by another grouping."""
    fitting = [amount for amount in allowed if PER[amount] in ("", group)]
    if name and name not in fitting:
        expected = tr("meja ini menurut {group}; di sini dapat dipakai: {names}")
        yield place.fault(
            column, name, expected.format(group=group, names=", ".join(fitting) or "–")
        )
