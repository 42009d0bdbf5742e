"""What the pairs say that people decided on: which proposals a list holds, which stand nowhere, what is still open."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cached_property

from p2spp_sim.alignment.list_columns import KINDS, NO_PARTNER, ListKind, PairDecisions
from p2spp_sim.alignment.lists import ListLine, Lists


@dataclass(frozen=True, slots=True)
class ListShare:
    """A part of a whole, in lines and in rupiah, and what is not checked yet; rupiah of a list without costs are 0."""

    part: int
    whole: int
    part_idr: int = 0
    whole_idr: int = 0
    open: int = 0
    open_idr: int = 0


@dataclass(frozen=True)
class Alignment:
    """What the pairs say that people decided on.

    Parameters
    ----------
    lists : as they lie on the table.
    decided : the pairs; what is not in the lists, such as a line that was taken out meanwhile, does not count.
    """

    lists: Lists
    decided: PairDecisions

    def partner(self, kind: ListKind, number: str) -> str:
        """Give the proposal that a line equals, NO_PARTNER, or nothing while that is open."""
        partner = self.decided.get(kind, {}).get(number, "")
        return partner if partner == NO_PARTNER or partner in self.lists.proposals else ""

    def open(self, kind: ListKind) -> tuple[str, ...]:
        """Name the lines that nobody has decided on."""
        return tuple(
            number for number in self.lists.others.get(kind, {}) if not self.partner(kind, number)
        )

    def pairs(self, kind: ListKind) -> dict[str, str]:
        """Give the proposal of every line that has one."""
        pairs = {number: self.partner(kind, number) for number in self.lists.others.get(kind, {})}
        return {
            number: partner for number, partner in pairs.items() if partner not in ("", NO_PARTNER)
        }

    def holders(self, kind: ListKind) -> Mapping[str, list[str]]:
        """Name for every proposal that has a partner the lines that equal it."""
        return self._holders[kind]

    @cached_property
    def _holders(self) -> dict[ListKind, dict[str, list[str]]]:
        holders: dict[ListKind, dict[str, list[str]]] = {kind: {} for kind in KINDS}
        for kind in KINDS:
            for number, partner in self.pairs(kind).items():
                holders[kind].setdefault(partner, []).append(number)
        return holders

    @cached_property
    def eligible(self) -> dict[str, ListLine]:
        """The proposals that were not sent back."""
        return {number: line for number, line in self.lists.proposals.items() if line.eligible}

    @cached_property
    def unsettled(self) -> frozenset[ListKind]:
        """The lists with lines that nobody has decided on: whatever they do not hold yet may still be on them."""
        return frozenset(kind for kind in self.lists.others if self.open(kind))

    def matched(self, kind: ListKind, *, eligible: bool = False) -> ListShare:
        """Count the lines of a list that equal a proposal, or an eligible one, among all its lines."""
        lines = self.lists.others.get(kind, {})
        good = self.eligible if eligible else self.lists.proposals
        paired = {number for number, partner in self.pairs(kind).items() if partner in good}
        return _share(paired, self.open(kind), lines)

    def covered(self, *kinds: ListKind) -> ListShare:
        """Count the eligible proposals that are on every one of these lists too, among all eligible ones."""
        lacking = {
            n: {kind for kind in kinds if n not in self.holders(kind)} for n in self.eligible
        }
        on = [number for number, lists in lacking.items() if not lists]
        still = [number for number, lists in lacking.items() if lists and lists <= self.unsettled]
        return _share(on, still, self.eligible)

    @cached_property
    def _alone(self) -> tuple[str, ...]:
        paired = {number for kind in KINDS for number in self.holders(kind)}
        return tuple(number for number in self.eligible if number not in paired)

    @property
    def nowhere(self) -> tuple[str, ...]:
        """Name the eligible proposals that no other list has, once every line is decided: they need an advocate."""
        return self._alone if self._settled else ()

    @property
    def unchecked(self) -> tuple[str, ...]:
        """Name the eligible proposals that no line was joined to so far, while lines are undecided or lacking."""
        return () if self._settled else self._alone

    @property
    def _settled(self) -> bool:
        return bool(self.lists.others) and not self.unsettled


def _share(
    part: Collection[str], still: Collection[str], whole: Mapping[str, ListLine]
) -> ListShare:
    part_idr = sum(whole[number].cost_idr for number in part)
    open_idr = sum(whole[number].cost_idr for number in still)
    return ListShare(
        len(part),
        len(whole),
        part_idr,
        sum(line.cost_idr for line in whole.values()),
        len(still),
        open_idr,
    )
