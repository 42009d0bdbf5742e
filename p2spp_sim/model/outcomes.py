"""Recorded outcomes: what a district wrote down of its forums' decisions, kept in a run that is asked to keep it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

from p2spp_sim.base.arrays import Bools, Ints
from p2spp_sim.base.errors import BadData, Fault
from p2spp_sim.base.formats import rupiah
from p2spp_sim.base.language import Labels, tr
from p2spp_sim.forum.decide import Agenda, Decisions, Gate, Pot
from p2spp_sim.model.meeting import Docket, Meeting
from p2spp_sim.model.opening import CHANNEL_OF_SOURCE
from p2spp_sim.model.rulebook import ForumSpec, Reason, RuleBook
from p2spp_sim.world.schema import CHANNEL_OF
from p2spp_sim.world.world import World, row_names

SIMULATED, RECORDED = "simulated", "recorded"
OUTCOMES = (SIMULATED, RECORDED)
_FIRST_ROW = 2  # of a table, below its headings


class DecidedBy(IntEnum):
    """Who decided on a proposal in a forum: the model, the record, or a later record that it must have come to."""

    SIMULATED = 0
    RECORDED = 1
    IMPLIED = 2

    @property
    def key(self) -> str:
        """Give the name used in frames."""
        return self.name.lower()

    @property
    def text(self) -> str:
        """Say it in the screen language."""
        return _DECIDED_BY[self.key]


_DECIDED_BY = Labels(simulated="dihitung", recorded="tercatat", implied="tersirat")


@dataclass(frozen=True)
class RecordedOutcomes:
    """What is recorded, by forum of the rule book and recorded row of the docket.

    Parameters
    ----------
    following : (forums + 1, rows) int16, the first forum from each on that recorded a decision; -1 for none.
    approved : (forums, rows) int64 rupiah, 0 where refused or not recorded.
    reason : (forums, rows) int8, why it was refused; 0 where none is recorded.
    """

    following: NDArray[np.int16]
    approved: Ints
    reason: NDArray[np.int8]

    @classmethod
    def of(cls, world: World, book: RuleBook, docket: Docket) -> "RecordedOutcomes":
        """Look up the record of a world; its forums and reasons exist."""
        forums, known = len(book.forum), len(docket.ids)
        following = np.full((forums + 1, known), -1, np.int16)
        approved = np.zeros((forums, known), np.int64)
        reason = np.zeros((forums, known), np.int8)
        row_of = {row_id: row for row, row_id in enumerate(docket.ids)}
        code_of = {why.key: int(why) for why in Reason}
        table = (world.record[name].tolist() for name in ("forum", "id", "approved_idr", "reason"))
        for key, row_id, idr, why in zip(*table, strict=True):
            if row_id in row_of:
                place = book.index(key), row_of[row_id]
                following[place], approved[place], reason[place] = place[0], idr, code_of[why]
        for forum in range(forums - 1, -1, -1):
            later = following[forum] < 0
            following[forum, later] = following[forum + 1, later]
        return cls(following, approved, reason)

    def by(self, forum: int, rows: Ints) -> NDArray[np.int8]:
        """Tell who decides on the rows of an agenda, (n,) int8 as in `DecidedBy`."""
        by = np.zeros(len(rows), np.int8)
        known = np.searchsorted(rows, self.following.shape[1])  # recorded rows stand first
        upcoming = self.following[forum, rows[:known]]
        by[:known] = np.where(upcoming == forum, DecidedBy.RECORDED, DecidedBy.IMPLIED)
        by[:known] *= upcoming >= 0
        return by


@dataclass(frozen=True)
class KeptOutcomes:
    """What stands in one forum before it meets.

    Parameters
    ----------
    by : (n,) int8, who decides on each row of the agenda, as in `DecidedBy`.
    pot : (n,) int8, the pot that takes it, -1 where it is refused or not yet decided.
    reason : (n,) int8, why it is refused.
    left : the pots with the money and the places that are left.
    ceilings : of every pot, (groups,) int64 rupiah or None: raised where the record gave out more.
    over_idr : by how many rupiah.
    """

    by: NDArray[np.int8]
    pot: NDArray[np.int8]
    reason: NDArray[np.int8]
    left: list[Pot]
    ceilings: tuple[Ints | None, ...]
    over_idr: int

    def settle(self, decisions: Decisions) -> Decisions:
        """Give the decisions of the forum with those that stood before."""
        stands = self.by > 0
        return replace(
            decisions,
            reason=np.where(stands, self.reason, decisions.reason),
            pot=np.where(stands, self.pot, decisions.pot),
        )


def before(
    meeting: Meeting,
    spec: ForumSpec,
    book: RuleBook,
    recorded: RecordedOutcomes,
    agenda: Agenda,
    pots: Sequence[Pot],
) -> tuple[Agenda, KeptOutcomes]:
    """Put what is recorded before the kernel: those rows are decided, and the others get what is left of the money.

    A row whose next record stands in a later forum passes here whole. It goes into the first pot open to it that leads
    there and has room; what the record gives out beyond a ceiling raises it. What is taken is ranked by its score.
    """
    forum, rows = book.index(spec.key), meeting.rows
    by = recorded.by(forum, rows)
    places = by.nonzero()[0]
    at = rows.take(places)
    refused = (by.take(places) == DecidedBy.RECORDED) & (recorded.approved[forum, at] == 0)
    why = recorded.reason[forum, at]
    reason = np.zeros(len(rows), np.int8)
    reason[places] = np.where(refused, np.where(why > 0, why, np.int8(Reason.CEILING)), np.int8(0))
    taken = np.zeros(len(rows), np.bool_)
    taken[places] = ~refused
    amount = np.zeros(len(rows), np.int64)
    here = by.take(places) == DecidedBy.RECORDED
    amount[places] = np.where(here, recorded.approved[forum, at], meeting.asked.take(places))

    rooms = [None if pot.ceiling is None else pot.ceiling.astype(np.int64) for pot in pots]
    chosen = _pots(spec, book, pots, taken, recorded.following[forum + 1], meeting, amount)
    spent = [np.zeros(agenda.groups, np.int64) for _ in pots]
    counts = [np.zeros(agenda.groups, np.int64) for _ in pots]
    for number in range(len(pots)):
        mine = chosen == number
        np.add.at(spent[number], agenda.group[mine], amount[mine])
        np.add.at(counts[number], agenda.group[mine], 1)
    left, ceilings, over = _left(spec, rooms, spent)
    pots = [
        replace(
            pot,
            ceiling=room,
            eligible=~taken if pot.eligible is None else pot.eligible & ~taken,
            limit=None if pot.limit is None else np.maximum(pot.limit - count, 0),
        )
        for pot, room, count in zip(pots, left, counts, strict=True)
    ]
    amended = agenda.asked if agenda.amended is None else agenda.amended
    agenda = replace(
        agenda,
        gates=(
            Gate(reason == 0, Reason.CEILING),
            *(Gate(gate.passes | taken, gate.reason) for gate in agenda.gates),
        ),
        amended=np.where(taken, amount, amended),
    )
    return agenda, KeptOutcomes(by, chosen, reason, pots, tuple(ceilings), over)


def _pots(
    spec: ForumSpec,
    book: RuleBook,
    pots: Sequence[Pot],
    taken: Bools,
    following: NDArray[np.int16],
    meeting: Meeting,
    amount: Ints,
) -> NDArray[np.int8]:
    """Choose the pot of every row that is taken: open to it, leading to its next record, with room, if there is one."""
    chosen = np.full(len(taken), -1, np.int8)
    reached = [book.beyond(pot.to) for pot in spec.pots]
    room = [None if pot.ceiling is None else pot.ceiling.astype(np.int64).copy() for pot in pots]
    for place in taken.nonzero()[0].tolist():
        target, group = int(following[meeting.rows[place]]), meeting.group[place]
        leading = [number for number in range(len(pots)) if target < 0 or target in reached[number]]

        def rest(number: int, place: int = place, group: int = group) -> tuple[bool, bool, int]:
            eligible, money = pots[number].eligible, room[number]
            shut = eligible is not None and not eligible[place]
            return shut, money is not None and money[group] < amount[place], number

        chosen[place] = number = min(leading, key=rest)
        if (money := room[number]) is not None:
            money[group] -= amount[place]
    return chosen


def _left(
    spec: ForumSpec, rooms: Sequence[Ints | None], spent: Sequence[Ints]
) -> tuple[list[Ints | None], list[Ints | None], int]:
    """Take what the record spent out of every pot, then out of those that roll over into it; raise a ceiling last."""
    left = [None if room is None else room - out for room, out in zip(rooms, spent, strict=True)]
    ceilings, over = list(rooms), 0
    for number, money in enumerate(left):
        if money is None:
            continue
        lacking = np.maximum(-money, 0)
        money += lacking
        for earlier in range(number - 1, -1, -1):
            source = left[earlier]
            if source is None or not spec.pots[earlier].rolls_over:
                break
            part = np.minimum(lacking, source)
            source -= part
            lacking -= part
        room = rooms[number]
        if room is not None and lacking.any():
            ceilings[number] = room + lacking
            over += int(lacking.sum())
    return left, ceilings, over


def check_outcomes(world: World, book: RuleBook) -> None:
    """See to it that the record can be kept under a rule book.

    Raises
    ------
    BadData : every row that contradicts it: a forum or reason that does not exist, a forum that the proposal cannot
        come to, more than was asked, a decision after a refusal, a reason beside an approval.
    """
    if faults := list(_faults(world, book)):
        raise BadData(faults)


def _faults(world: World, book: RuleBook) -> Iterator[Fault]:
    table = (world.record[name].tolist() for name in ("forum", "id", "approved_idr", "reason"))
    reasons = [reason.key for reason in Reason if reason]
    rows_of: dict[str, list[tuple[int, int, int]]] = {}
    for row, (forum, row_id, idr, reason) in enumerate(zip(*table, strict=True), _FIRST_ROW):
        known = [spec.key for spec in book.forum]
        one_of = tr("diharapkan salah satu dari {choices}")
        if forum not in known:
            expected = one_of.format(choices=", ".join(known))
            yield Fault("record", row, "forum", forum, expected)
            continue
        if reason and reason not in reasons:
            expected = one_of.format(choices=", ".join(reasons))
            yield Fault("record", row, "reason", reason, expected)
        elif reason and idr:
            expected = tr("usulan ini disetujui; kosongkan alasannya, atau tulis approved_idr 0")
            yield Fault("record", row, "reason", reason, expected)
        rows_of.setdefault(row_id, []).append((book.index(forum), row, idr))
    to = {CHANNEL_OF_SOURCE[source.key]: source.to for source in book.source}
    for table_name, names in row_names(world.tables).items():
        lines = world.tables[table_name]
        channel = {"renja": "skpd", "reses": "reses"}.get(table_name)
        for line, row_id in enumerate(names):
            if decided := rows_of.get(row_id):
                by = channel or CHANNEL_OF[lines["origin"][line]]
                cost = int(lines["cost_idr"][line])
                yield from _contradictions(book, sorted(decided), row_id, cost, to.get(by))


def _contradictions(
    book: RuleBook, decided: list[tuple[int, int, int]], row_id: str, cost: int, to: str | None
) -> Iterator[Fault]:
    """Find what does not fit in the recorded life of one proposal, in the order of the year."""
    if to is None:
        expected = tr("jalur usulan ini tidak ada dalam aturan; hapus barisnya")
        yield Fault("record", decided[0][1], "id", row_id, expected)
        return
    if not cost:
        expected = tr("tulis cost_idr usulan ini dalam daftarnya: yang diundi tidak dapat dipegang")
        yield Fault("record", decided[0][1], "id", row_id, expected)
        return
    reached, asked, refused = book.beyond(to), cost, ""
    for forum, row, idr in decided:
        spec = book.forum[forum]
        if refused:
            expected = tr("usulan {id} sudah ditolak oleh {forum}; hapus salah satu barisnya")
            yield Fault("record", row, "forum", spec.key, expected.format(id=row_id, forum=refused))
        elif forum not in reached:
            expected = tr(
                "usulan {id} tidak dapat sampai di meja ini; diharapkan salah satu dari {choices}"
            )
            choices = ", ".join(book.forum[n].key for n in sorted(reached) if n < len(book.forum))
            yield Fault(
                "record", row, "forum", spec.key, expected.format(id=row_id, choices=choices)
            )
        elif idr > asked:
            expected = tr("diharapkan paling banyak yang diminta, {rupiah}").format(
                rupiah=rupiah(asked)
            )
            yield Fault("record", row, "approved_idr", str(idr), expected)
        else:
            asked, refused = idr, "" if idr else spec.key
            reached = frozenset().union(*(book.beyond(pot.to) for pot in spec.pots))
