"""What a forum can see: the docket of all proposals of a year, and the rows that lie before one meeting."""

from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from p2spp_sim.base.arrays import Bools, Floats, Ints
from p2spp_sim.base.draws import Draws
from p2spp_sim.base.errors import UnknownName
from p2spp_sim.base.language import tr
from p2spp_sim.model.proposals import COLUMNS, FLAGS, Proposals
from p2spp_sim.scenario.scenario import Scenario
from p2spp_sim.world.world import World

STOPPED, DONE = -1, 126


@dataclass
class Docket:
    """All proposals of a year and where each of them is.

    Parameters
    ----------
    proposals : fixed columns.
    at : int8, number of the forum it waits for, STOPPED or DONE.
    idr : int64 rupiah as last decided; never written in place, so that what was asked at a forum can be looked up.
    reason : int8, why it stopped.
    pot : int8, number of the pot that took it last (counted over the whole rule book).
    priority : float32, 1 at the top of its kecamatan's list, falling to 0; 0 for what was never on one.
    backed : bool, a council member noted it too.
    felt : (villages,) int64, needs voiced or not.
    ids, what : numbers and words of its first rows, which are recorded; all rows behind them are drawn.
    """

    proposals: Proposals
    felt: Ints
    ids: tuple[str, ...] = ()
    what: tuple[str, ...] = ()
    at: NDArray[np.int8] = field(init=False)
    idr: Ints = field(init=False)
    reason: NDArray[np.int8] = field(init=False)
    pot: NDArray[np.int8] = field(init=False)
    priority: NDArray[np.float32] = field(init=False)
    backed: Bools = field(init=False)

    def __post_init__(self) -> None:
        """Begin with everything nowhere, at its full cost."""
        n = len(self.proposals)
        self.at = np.full(n, STOPPED, np.int8)
        self.idr = self.proposals.cost
        self.reason = np.zeros(n, np.int8)
        self.pot = np.full(n, -1, np.int8)
        self.priority = np.zeros(n, np.float32)
        self.backed = np.zeros(n, np.bool_)


@dataclass(frozen=True)
class Meeting:
    """One forum with its agenda.

    Parameters
    ----------
    forum : key of the forum.
    grouping : village, kecamatan, dapil, skpd or kabupaten.
    rows : numbers of the proposals on the agenda, rising.
    pot_number : number of every pot of the rule book, by forum and pot key.
    known : amounts already worked out for this meeting.
    columns : columns of the proposals already gathered for it.
    part_of : the meeting with its whole agenda and the places of these rows on it, where they are not all of it.
    """

    world: World
    scenario: Scenario
    draws: Draws
    docket: Docket
    forum: str
    grouping: str
    rows: Ints
    pot_number: dict[tuple[str, str], int]
    known: dict[str, Any] = field(default_factory=dict)
    columns: dict[str, NDArray[Any]] = field(default_factory=dict)
    part_of: "tuple[Meeting, Ints] | None" = None

    def among(self, places: Ints | None) -> "Meeting":
        """Give the same meeting with some of its rows before it, by their places on the agenda; None for all."""
        if places is None:
            return self
        return Meeting(
            world=self.world,
            scenario=self.scenario,
            draws=self.draws,
            docket=self.docket,
            forum=self.forum,
            grouping=self.grouping,
            rows=self.rows.take(places),
            pot_number=self.pot_number,
            known=self.known,
            part_of=(self, places),
        )

    @property
    def whole(self) -> "Meeting":
        """The meeting with its whole agenda."""
        return self.part_of[0] if self.part_of else self

    def value(self, key: str | float, per: str = "") -> Any:
        """Give a number as it stands, or the value of a lever by its key.

        Parameters
        ----------
        per : who asks for it: the groups of a kind, or `row`. Where runs of a stack differ in it each gets its own.
        """
        if not isinstance(key, str):
            return key
        value = self.scenario.value(key, "village" if per == "row" else per)
        return value.take(self.village) if per == "row" and isinstance(value, np.ndarray) else value

    def column(self, name: str) -> NDArray[Any]:
        """Give a column of the proposals for the rows of this agenda; of a flag, whether it is set.

        Raises
        ------
        UnknownName : no such column; names the nearest.
        """
        if name not in self.columns:
            if name in FLAGS:
                return self.has(FLAGS[name])
            if name not in COLUMNS:
                raise UnknownName(tr("Kolom usulan"), name, [*COLUMNS, *FLAGS])
            if self.part_of and name in self.whole.columns:
                self.columns[name] = self.whole.columns[name].take(self.part_of[1])
            else:
                self.columns[name] = self.pick(getattr(self.docket.proposals, name))
        return self.columns[name]

    def pick(self, values: NDArray[Any]) -> NDArray[Any]:
        """Give a column of the docket for the rows of this agenda."""
        return values[self.span] if isinstance(self.span, slice) else values.take(self.rows)

    @cached_property
    def asked(self) -> Ints:
        """What is asked here: the rupiah as last decided."""
        return self.pick(self.docket.idr)

    def has(self, bit: int) -> Bools:
        """Tell for every row whether a flag is set."""
        flagged: Bools = (self.column("flags") & np.uint16(bit)) != 0
        return flagged

    @cached_property
    def span(self) -> slice | Ints:
        """Rows as they index a column: a slice, which copies nothing, where they follow one another."""
        n = len(self.rows)
        if n and self.rows[-1] - self.rows[0] + 1 == n:
            return slice(int(self.rows[0]), int(self.rows[0]) + n)
        return self.rows

    @cached_property
    def village(self) -> Ints:
        """Village of the rows."""
        return self.column("village")

    @cached_property
    def group(self) -> Ints:
        """Group of the rows: which of the meetings held at the same time."""
        return (
            self.whole.group.take(self.part_of[1]) if self.part_of else self.group_by(self.grouping)
        )

    @cached_property
    def groups(self) -> int:
        """Count the meetings held at the same time."""
        return self.world.size(self.grouping)

    def group_by(self, grouping: str) -> Ints:
        """Give the group of every row: village, kecamatan, dapil, skpd of a kabupaten, or kabupaten."""
        skpd = self.column("skpd") if grouping == "skpd" else self.rows[:0]
        return self.world.group_of(grouping, self.village, skpd)

    def uniform(self, purpose: str) -> Floats:
        """Draw a number in [0, 1) for every row."""
        return self.draws.uniform(f"{self.forum}.{purpose}", self.column("key"))
