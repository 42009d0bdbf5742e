"""One work through all lists of a year: proposals, pokir and agencies' own, from the musrenbang to the APBD.

Every line of a list is held against the lines of the lists before it, and a person decides which it is. Nothing here is
a model: what no list says is not said, and what nobody has decided is not checked yet.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from p2spp_sim.alignment.documents import (
    FORUMS,
    LISTS,
    PLAN,
    PROPOSALS,
    RECESS,
    ChainLines,
    ChainLists,
    before,
    line_key,
)
from p2spp_sim.alignment.list_columns import NO_PARTNER, PairDecisions
from p2spp_sim.alignment.lists import ListLine, Lists
from p2spp_sim.alignment.reasons import folded, reason_of
from p2spp_sim.alignment.scores import Suggestion
from p2spp_sim.base.language import tr


@dataclass(frozen=True)
class ChainItem:
    """One work, by all its lines.

    Parameters
    ----------
    key : of its first line.
    first : the list in which it stands first.
    lines : its lines, by list.
    open : whether nobody has decided what its first line is.
    """

    key: str
    first: str
    lines: Mapping[str, tuple[ListLine, ...]]
    open: bool

    def stands(self, name: str) -> bool:
        """Tell whether it is on a list and was not refused there."""
        return any(line.eligible for line in self.lines.get(name, ()))

    def idr(self, name: str) -> int:
        """Rupiah that a list gives it."""
        return sum(line.cost_idr for line in self.lines.get(name, ()) if line.eligible)

    def refusal(self, name: str) -> str:
        """Give what a list says against it; empty where it says nothing."""
        said = [line.note or line.status for line in self.lines.get(name, ()) if not line.eligible]
        return next(filter(None, said), "")


@dataclass(frozen=True)
class ChainGate:
    """What one document keeps of the proposals; whatever is not decided may still be in it.

    Parameters
    ----------
    name : of the list.
    entered, asked_idr : what stood in the document before it, and what is new of the proposals in this one.
    count, idr : what stands in it.
    open, open_idr : at most so much more, in lines that nobody has decided.
    reasons : why the others are not in it, by words, most frequent first.
    """

    name: str
    entered: int
    asked_idr: int
    count: int
    idr: int
    open: int
    open_idr: int
    reasons: Mapping[str, int]

    @property
    def lost(self) -> int:
        """Proposals that came before it and are certainly not in it."""
        return max(0, self.entered - self.count - self.open)


class Chain:
    """The lists of a year and what people decided on their lines.

    Parameters
    ----------
    given : the lists.
    decided : by list and number: the line of an earlier list that it is, `NO_PARTNER`, or nothing while that is open.
    """

    def __init__(self, given: ChainLists, decided: PairDecisions) -> None:
        self.given, self.decided = given, decided

    @property
    def lines(self) -> Mapping[str, ChainLines]:
        """The lists, by name."""
        return self.given.lines

    @property
    def documents(self) -> list[str]:
        """The documents that there are, in the order of the year."""
        return [name for name in FORUMS if name in self.lines]

    @property
    def held(self) -> list[str]:
        """The lists whose lines are decided on."""
        return [name for name in (RECESS, PLAN, *FORUMS) if name in self.lines]

    def left(self, name: str) -> ChainLines:
        """Give the lines that are decided on for a list: its own, and for the plan those of the proposals."""
        if name != PLAN:
            return self.lines[name]
        return {n: line for n, line in self.lines[PROPOSALS].items() if line.eligible}

    def choices(self, name: str) -> dict[str, ListLine]:
        """Give what a line of a list may be, by key."""
        if name == PLAN:
            return {line_key(PLAN, number): line for number, line in self.lines[PLAN].items()}
        taken = {*self.decided.get(name, {}).values()}
        return {
            key: line
            for earlier in before(name)
            for number, line in self.lines.get(earlier, {}).items()
            if self._root(key := line_key(earlier, number)) == key or key in taken
        }

    def decision(self, name: str, number: str) -> str:
        """Give the line that one is, `NO_PARTNER`, or nothing while that is open."""
        said = self.decided.get(name, {}).get(number, "")
        if name == PLAN and not said:
            said = self._by_code.get(self.lines[PROPOSALS][number].code, "")
        return said if said in self._keys or said == NO_PARTNER else ""

    def open(self, name: str) -> tuple[str, ...]:
        """Name the lines that nobody has decided on."""
        return tuple(number for number in self.left(name) if not self.decision(name, number))

    def partners(self, name: str, number: str, most: int = 3) -> tuple[Suggestion, ...]:
        """Rank what a line may be, as the desk does."""
        if name not in self._against:
            self._against[name] = Lists(self.choices(name), {"renja": self.left(name)}, {})
        return self._against[name].partners("renja", number, most)

    def same(self, name: str) -> dict[str, str]:
        """Give the open lines whose words and village stand just so before them, once: what they are likely to be."""
        known: dict[tuple[str, str], list[str]] = {}
        for key, line in self.choices(name).items():
            known.setdefault(_said(line), []).append(key)
        lines = self.left(name)
        times = Counter(_said(line) for line in lines.values())
        alike = {number: known.get(_said(lines[number]), []) for number in self.open(name)}
        return {
            number: keys[0]
            for number, keys in alike.items()
            if len(keys) == 1 and times[_said(lines[number])] == 1
        }

    @cached_property
    def _against(self) -> dict[str, Lists]:
        return {}

    @cached_property
    def _keys(self) -> frozenset[str]:
        return frozenset(
            line_key(name, number) for name, lines in self.lines.items() for number in lines
        )

    @cached_property
    def _by_code(self) -> dict[str, str]:
        """Give the lines of the plan by their codes: a proposal with such a code names its own."""
        plan = self.lines.get(PLAN, {})
        codes = [(line.code or number, line_key(PLAN, number)) for number, line in plan.items()]
        return {code: key for code, key in codes if code}

    @cached_property
    def _place(self) -> dict[str, tuple[str, str]]:
        return {line_key(name, n): (name, n) for name, lines in self.lines.items() for n in lines}

    def _root(self, key: str) -> str:
        """Follow a line to the first that it is; decisions lead to earlier lists only, whatever a file says."""
        name, number = self._place[key]
        said = self.decision(name, number) if name in self.held else ""
        if said in ("", NO_PARTNER) or self._place[said][0] not in before(name):
            return key
        return self._root(said)

    @cached_property
    def items(self) -> tuple[ChainItem, ...]:
        """All works: proposals, recess notes, and what stands first in a document, in the order of the lists."""
        lines: dict[str, dict[str, list[ListLine]]] = {}
        for name in LISTS:
            for number, line in self.lines.get(name, {}).items() if name != PLAN else ():
                key = line_key(name, number)
                root = key if name == RECESS else self._root(key)
                lines.setdefault(root, {}).setdefault(name, []).append(line)
        return tuple(
            ChainItem(
                key,
                self._place[key][0],
                {name: tuple(own) for name, own in by_list.items()},
                self._place[key][0] != PROPOSALS and not self.decision(*self._place[key]),
            )
            for key, by_list in lines.items()
        )

    @cached_property
    def proposals(self) -> dict[str, ChainItem]:
        """The proposals by number."""
        return {item.key: item for item in self.items if item.first == PROPOSALS}

    def unknown(self, name: str) -> list[ChainItem]:
        """Give the works of a document that may be any earlier one, for nobody has decided what they are."""
        return [item for item in self.items if item.open and item.stands(name)]

    @property
    def gates(self) -> tuple[ChainGate, ...]:
        """What is left of the eligible proposals in every document that there is."""
        proposals = list(self.proposals.values())
        here = [item for item in proposals if item.stands(PROPOSALS)]
        gates = [
            ChainGate(
                PROPOSALS,
                len(proposals),
                sum(item.lines[PROPOSALS][0].cost_idr for item in proposals),
                len(here),
                sum(item.idr(PROPOSALS) for item in here),
                0,
                0,
                self._reasons(
                    PROPOSALS, [item for item in proposals if not item.stands(PROPOSALS)]
                ),
            )
        ]
        earlier = PROPOSALS
        for name in self.documents:
            came = [item for item in proposals if item.stands(earlier) or item.stands(name)]
            gates.append(self._gate(name, earlier, came))
            earlier = name
        return tuple(gates)

    def _gate(self, name: str, earlier: str, came: Sequence[ChainItem]) -> ChainGate:
        here = [item for item in came if item.stands(name)]
        gone = [item for item in came if not item.stands(name)]
        unclear = [item.idr(name) for item in self.unknown(name)]
        own = self.proposals.values()
        may = [item for item in own if not (item.stands(name) or item.refusal(name))]
        still = min(len(unclear), len(may))
        asked = sum(item.idr(earlier) or item.idr(name) for item in came)
        return ChainGate(
            name,
            len(came),
            asked,
            len(here),
            sum(item.idr(name) for item in here),
            still,
            sum(unclear) if own else 0,  # several lines may be one proposal
            self._reasons(name, gone, still),
        )

    def _reasons(self, name: str, gone: Sequence[ChainItem], still: int = 0) -> dict[str, int]:
        """Count why works are not in a document; of those that no list explains at most `still` may be in it."""
        counts = Counter(self.reason(item, name) for item in gone if item.refusal(name))
        bare = len(gone) - counts.total()
        unclear = min(still, bare)
        counts[tr("belum diperiksa")] += unclear
        counts[tr("tanpa alasan tertulis")] += bare - unclear
        return {reason: count for reason, count in counts.most_common() if count}

    def reason(self, item: ChainItem, name: str) -> str:
        """Say why a work is not in a document: as its list says, not checked yet, or without a written reason."""
        if said := item.refusal(name):
            meant = reason_of(said)
            return meant.text if meant else f"“{said}”"
        return tr("belum diperiksa") if self.unknown(name) else tr("tanpa alasan tertulis")

    def life(self, item: ChainItem) -> dict[str, str]:
        """Tell in a few words what every list of the chain says of a work, by list; nothing before its first."""
        said = {}
        for name in LISTS:
            if name not in self.lines:
                said[name] = tr("daftar tidak ada")
            elif name == PLAN:
                said[name] = self._planned(item)
            elif name in before(item.first):
                said[name] = ""
            elif name == RECESS and item.first == PROPOSALS:
                said[name] = self._noted(item)
            else:
                said[name] = tr("ada") if item.stands(name) else self.reason(item, name)
        return said

    def _planned(self, item: ChainItem) -> str:
        if item.first != PROPOSALS:
            return ""
        said = self.decision(PLAN, item.key)
        if said in ("", NO_PARTNER):
            return tr("tidak ada") if said else tr("belum diperiksa")
        return said.removeprefix(f"{PLAN} ")

    def _noted(self, item: ChainItem) -> str:
        notes = [n for n in self.lines[RECESS] if self.decision(RECESS, n) == item.key]
        if notes:
            return ", ".join(notes)
        return tr("belum diperiksa") if self.open(RECESS) else tr("tidak ada")

    def ends(self, item: ChainItem) -> str:
        """Name the first list of the chain that a proposal is not on, in the order of the year; empty at the end."""
        lists = [PROPOSALS, *self.documents]
        last = max((at for at, name in enumerate(lists) if item.stands(name)), default=-1)
        return lists[last + 1] if last + 1 < len(lists) else ""


def _said(line: ListLine) -> tuple[str, str]:
    return folded(line.what), folded(line.village)
