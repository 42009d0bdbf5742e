"""The rows of a ledger, laid before a forum as the model lays its own.

What a ledger does not say of a proposal is borrowed from proposals that the model draws for the same channel.
"""

from dataclasses import dataclass, replace

import numpy as np

from p2spp_sim.base.arrays import Bools, Floats, Ints
from p2spp_sim.base.draws import Draws
from p2spp_sim.model.criteria import CAPACITIES, CRITERIA
from p2spp_sim.model.meeting import Docket, Meeting
from p2spp_sim.model.proposals import CHANNELS, Proposals
from p2spp_sim.model.rulebook import ForumSpec, RuleBook
from p2spp_sim.model.training import trained
from p2spp_sim.results.record import RunPart
from p2spp_sim.scenario.scenario import Scenario
from p2spp_sim.studies.fitting.ledger import UNKNOWN, Ledger, years_of
from p2spp_sim.world.world import World
from p2spp_sim.year import run_year

SIZE_OF = {"skpd_size": "skpd_most"}  # tests of size by a part of the meeting's own ceiling
_BORROWINGS = 4  # of what the ledger does not say
_BORROWED = 0.5  # part of a criterion's variance that may be borrowed where the ledger says it


@dataclass(frozen=True)
class LedgerAgenda:
    """The rows of a ledger as the forum sees them; g groups are meetings of one year.

    Parameters
    ----------
    terms : (borrowings, n, criteria) each criterion of the forum, 0..1.
    seen : (criteria,) bool, those that the ledger itself says, of most rows.
    group : (n,) int64, which of the `groups` decided on a row; `meeting_of` and `year_of` (g,) say which that is.
    imprecise : (n,) imprecision of the one who scores, at weight 1: 1 less its capacity.
    cost, kecamatan : (n,) int64 rupiah asked, and row in `World.kecamatan`.
    most : part of its meeting's ceiling that one work may ask for; 0 for any.
    balance : points off for a kecamatan beyond twice its share of the ceiling.
    """

    world: World
    terms: Floats
    seen: Bools
    group: Ints
    groups: int
    imprecise: Floats
    meeting_of: Ints
    year_of: Ints
    cost: Ints
    kecamatan: Ints
    most: float
    balance: float

    def some(self, rows: Ints) -> "LedgerAgenda":
        """Give some of the rows, in the same groups."""
        return replace(
            self,
            terms=self.terms[:, rows],
            group=self.group[rows],
            imprecise=self.imprecise[rows],
            cost=self.cost[rows],
            kecamatan=self.kecamatan[rows],
        )

    def too_large(self, row: Ints, ceiling: Ints) -> Bools:
        """Tell which rows ask for more than one work may, under the ceilings of their meetings."""
        if not self.most:
            return np.zeros(len(row), np.bool_)
        large: Bools = self.cost[row] > np.floor(self.most * ceiling)
        return large


def agenda_of(
    world: World, ledger: Ledger, scenario: Scenario, book: RuleBook, spec: ForumSpec, seed: int
) -> LedgerAgenda:
    """Lay a ledger before a forum."""
    in_force = scenario.in_force()
    rng = np.random.default_rng(seed)
    world = trained(world, in_force, Draws(seed))
    terms = np.zeros((_BORROWINGS, len(ledger), len(spec.criteria)))
    group, imprecise = np.zeros(len(ledger), np.int64), np.ones(len(ledger))
    kecamatan = np.zeros(len(ledger), np.int64)
    years = list(years_of(ledger))
    meetings = world.size(spec.group)
    for borrowing in range(_BORROWINGS):
        model = run_year(world, scenario, seed, replicate=borrowing).parts[0]
        index = book.index(spec.key)
        for number, year in enumerate(years):
            rows = np.flatnonzero(ledger.year == year)
            docket = _docket(world, ledger.where(ledger.year == year), model, index, rng)
            at = np.arange(len(rows))
            draws = Draws(seed, borrowing)
            meeting = Meeting(
                world, in_force, draws, docket, spec.key, spec.group, at, book.pot_number
            )
            for place, criterion in enumerate(spec.criteria):
                terms[borrowing, rows, place] = CRITERIA[criterion.term](meeting)
            group[rows] = meeting.group + number * meetings
            kecamatan[rows] = meeting.group_by("kecamatan")
            if spec.noise:
                able, who = CAPACITIES[spec.noise.capacity](meeting)
                imprecise[rows] = (1.0 - able)[who]
    total = terms.var(axis=(0, 1))
    seen = (total > 1e-12) & (terms.var(axis=0).mean(axis=0) < _BORROWED * total)
    known, of_known = np.unique(group, return_inverse=True)
    screens = [SIZE_OF[gate.test] for gate in spec.gates if gate.test in SIZE_OF]
    money = spec.pots[-1].pays
    return LedgerAgenda(
        world=world,
        terms=terms,
        seen=seen,
        group=of_known,
        groups=len(known),
        imprecise=imprecise,
        meeting_of=known % meetings,
        year_of=np.array(years, np.int64)[known // meetings],
        cost=ledger.cost,
        kecamatan=kecamatan,
        most=weight_of(in_force, screens[0]) if screens and money else 0.0,
        balance=weight_of(in_force, spec.balance.weight) if spec.balance and money else 0.0,
    )


def weight_of(scenario: Scenario, weight: float | str) -> float:
    """Give a weight as a number: what is written, or the value of the lever that is named."""
    return float(scenario.value(weight) if isinstance(weight, str) else weight)


def _docket(
    world: World, ledger: Ledger, model: RunPart, index: int, rng: np.random.Generator
) -> Docket:
    """Make the docket of a year: each row is one that the model drew for its channel, with what the ledger says."""
    table, n = model.docket.proposals, len(ledger)
    lay = np.isin(
        np.arange(len(table)),
        np.concatenate([step.rows for step in model.steps if step.forum == index]),
    )
    source = np.zeros(n, np.int64)
    for channel in np.unique(ledger.channel).tolist():
        mine = np.isin(table.origin, CHANNELS[channel])
        like = np.flatnonzero(mine & lay)
        like = like if len(like) else np.flatnonzero(mine)
        like = like if len(like) else np.arange(len(table))
        rows = np.flatnonzero(ledger.channel == channel)
        source[rows] = rng.choice(like, len(rows))
    drawn = Proposals(*(column.take(source, axis=0) for column in vars(table).values()))
    village = np.where(ledger.village >= 0, ledger.village, _somewhere(world, ledger, drawn))
    said = ledger.known
    urgency, households = (
        said.get(name, getattr(drawn, name)) for name in ("urgency", "households")
    )
    counted = ("poor_households" in said) & (households > 0)
    proposals = replace(
        drawn,
        village=village,
        skpd=ledger.skpd.astype(drawn.skpd.dtype),
        cost=ledger.cost,
        urgency=np.where(urgency > 0, urgency, drawn.urgency).astype(drawn.urgency.dtype),
        selfhelp=said.get("selfhelp_idr", drawn.selfhelp).astype(np.int64),
        households=np.where(households > 0, households, drawn.households).astype(
            drawn.households.dtype
        ),
        poor_households=np.where(
            counted, said.get("poor_households", 0), drawn.poor_households
        ).astype(drawn.poor_households.dtype),
        matches=np.full(n, UNKNOWN, drawn.matches.dtype),
    )
    docket = Docket(proposals, model.docket.felt)
    docket.priority = model.docket.priority.take(source)
    docket.backed = model.docket.backed.take(source)
    if "priority" in said:
        docket.priority = _priority(said["priority"], ledger.kecamatan)
    return docket


def _somewhere(world: World, ledger: Ledger, drawn: Proposals) -> Ints:
    """Give a village of the kecamatan where no village is written, that of the borrowed row where neither is."""
    order = np.argsort(world.kecamatan_of, kind="stable")
    first = order[np.searchsorted(world.kecamatan_of[order], np.maximum(ledger.kecamatan, 0))]
    return np.where(ledger.kecamatan >= 0, first, drawn.village)


def _priority(place: Ints, kecamatan: Ints) -> "np.ndarray[tuple[int], np.dtype[np.float32]]":
    """Turn places from 1 on the list of a kecamatan into 1 at the top, falling to 0; 0 for what is on none."""
    among = np.maximum(kecamatan, 0)
    longest = np.zeros(among.max(initial=0) + 1, np.int64)
    np.maximum.at(longest, among, place)
    share = 1.0 - (place - 1) / np.maximum(longest[among], 1)
    return np.where(place > 0, share, 0.0).astype(np.float32)
