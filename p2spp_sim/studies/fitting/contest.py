"""The contest for money behind the gates: what a ledger says of weights, imprecision and ceilings.

No likelihood is written down for it: which proposals win depends on every other one, on ceilings that are only seen
through what was granted, and on the rule that fills a pot. The forum itself is held instead, on the ledger's own rows
(`forum.decide`), with parameters drawn from their declared bounds; of each such contest, and of the one in the ledger,
the same summary is taken (a penalised logistic regression of winning on the criteria), and the draws whose summary is
near the ledger's are moved by a local linear regression (approximate Bayesian computation with regression adjustment:
Beaumont, Zhang and Balding 2002, Genetics 162; the summary as in indirect inference: Gourieroux, Monfort and Renault
1993, J. Appl. Econometrics 8). Two waves: the second draws from the part of the bounds that the first left.
What a ledger does not say of a proposal is borrowed from proposals that the model draws for the same channel.
"""

from dataclasses import dataclass, replace

import numpy as np

from p2spp_sim.base.arrays import Bools, Floats, Ints
from p2spp_sim.base.draws import Draws
from p2spp_sim.forum.decide import Agenda, Pot, decide
from p2spp_sim.model.ceilings import AMOUNTS, people_share
from p2spp_sim.model.criteria import CAPACITIES, CRITERIA, beyond
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
_WAVE = 800  # contests held in each wave
_NEAR = 0.4  # part of the second wave that is near enough
_RIDGE, _NEWTON = 1.0, 6  # penalty of the regression of the summary, and its steps
_TOP = np.iinfo(np.int64).max
PLENTY = _TOP // 4  # a ceiling that nobody feels
_WIDER = 0.5  # spans of what the first wave left by which the second looks beyond it


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
        most=_weight(in_force, screens[0]) if screens and money else 0.0,
        balance=_weight(in_force, spec.balance.weight) if spec.balance and money else 0.0,
    )


def _weight(scenario: Scenario, weight: float | str) -> float:
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


@dataclass(frozen=True)
class Scoring:
    """How a forum makes a score of its criteria, with the parameters that a ledger may inform.

    Parameters
    ----------
    spec, scenario : the forum, and the values of what is not informed.
    keys : declared parameters that are drawn.
    """

    spec: ForumSpec
    scenario: Scenario
    keys: tuple[str, ...]

    def bounds(self) -> Floats:
        """Give the declared bounds, (keys, 2)."""
        levers = [self.scenario.lever(key) for key in self.keys]
        return np.array([(lever.low, lever.high) for lever in levers], np.float64).reshape(-1, 2)

    def _column(self, weight: float | str, values: Floats) -> Floats:
        if isinstance(weight, str) and weight in self.keys:
            return values[:, self.keys.index(weight)]
        return np.full(len(values), _weight(self.scenario, weight))

    def weights(self, values: Floats) -> Floats:
        """Give the weight of every criterion, (draws, criteria), for values (draws, keys)."""
        criteria = self.spec.criteria
        columns = np.stack([self._column(each.weight, values) for each in criteria], axis=1)
        part = np.array([each.part for each in criteria])
        whole = columns[:, part].sum(axis=1, keepdims=True)
        columns[:, part] /= np.where(whole == 0, 1.0, whole)
        return columns

    def noise(self, values: Floats) -> Floats:
        """Give the weight of the imprecision, (draws,)."""
        if self.spec.noise is None:
            return np.zeros(len(values))
        return self._column(self.spec.noise.weight, values)


def informed_keys(
    spec: ForumSpec, scenario: Scenario, agenda: LedgerAgenda, rows: Bools
) -> Scoring:
    """Name the weights that the ledger can inform: declared, real, of a criterion that it says and that differs."""
    keys = []
    for place, criterion in enumerate(spec.criteria):
        values = agenda.terms[:, :, place].mean(axis=0)
        if isinstance(criterion.weight, str) and agenda.seen[place] and rows.any():
            lows = np.full(agenda.groups, np.inf)
            highs = np.full(agenda.groups, -np.inf)
            np.minimum.at(lows, agenda.group[rows], values[rows])
            np.maximum.at(highs, agenda.group[rows], values[rows])
            if (highs > lows + 1e-9).any():
                keys.append(criterion.weight)
    if spec.noise and isinstance(spec.noise.weight, str):
        keys.append(spec.noise.weight)
    declared = [
        key
        for key in dict.fromkeys(keys)
        if scenario.lever(key).kind == "real"
        and scenario.lever(key).high != scenario.lever(key).low
    ]
    return Scoring(spec, scenario, tuple(declared))


@dataclass(frozen=True)
class Rivals:
    """Who stood in the contest, as far as the ledger says.

    Parameters
    ----------
    won, lost : (n,) bool, accepted; refused for the money.
    perhaps : (n,) chance that a row refused without a reason stood in it, 0 for all others.
    told : part of the refusals whose reason is known.
    amount : (n,) int64 rupiah as granted, as asked where nothing was.
    """

    won: Bools
    lost: Bools
    perhaps: Floats
    told: float
    amount: Ints

    def some(self, rows: Ints) -> "Rivals":
        """Give some of the rows."""
        return Rivals(
            self.won[rows], self.lost[rows], self.perhaps[rows], self.told, self.amount[rows]
        )

    def stood(self, draws: int, rng: np.random.Generator) -> Bools:
        """Draw who stood in it, (draws, n)."""
        sure = self.won | self.lost
        if not self.perhaps.any():
            return np.broadcast_to(sure, (draws, len(sure)))
        return sure | (rng.random((draws, len(sure))) < self.perhaps)

    def amounts(self, cost: Ints, draws: int, rng: np.random.Generator) -> Ints:
        """Draw what each would have been granted, (draws, n): of those that lost, cut as winners were."""
        amount = np.broadcast_to(self.amount, (draws, len(self.amount)))
        cut = (self.amount / np.maximum(cost, 1))[self.won]
        if not len(cut) or (cut >= 1).all():
            return amount
        drawn = np.floor(cost * rng.choice(cut, amount.shape)).astype(np.int64)
        return np.where(self.won, amount, drawn)


def _room(agenda: LedgerAgenda, beaten: Bools, amount: Ints, spent: Ints) -> Ints:
    """Give the rupiah that can have been left over at most, (draws, groups); `_TOP` where nobody was turned away.

    Less than the cheapest that did not fit needed; or so little that it was too large to be looked at.
    """
    draw, row = np.nonzero(beaten)
    at = draw * agenda.groups + agenda.group[row]
    needed = amount[draw, row]
    if agenda.most:
        before = np.broadcast_to(spent, (len(beaten), agenda.groups)).ravel()[at]
        large = np.ceil(agenda.cost[row] / agenda.most).astype(np.int64) - before
        needed = np.maximum(needed, large)
    room = np.full(len(beaten) * agenda.groups, _TOP)
    np.minimum.at(room, at, needed)
    return room.reshape(len(beaten), agenda.groups)


def _spent(agenda: LedgerAgenda, won: Bools, amount: Ints) -> Ints:
    """Add up what winners were granted, (draws, groups)."""
    at = (np.arange(len(won))[:, None] * agenda.groups + agenda.group)[won]
    total = np.bincount(at, amount[won].astype(np.float64), len(won) * agenda.groups)
    return np.rint(total).astype(np.int64).reshape(len(won), agenda.groups)


def ceiling_draws(
    agenda: LedgerAgenda, rivals: Rivals, stood: Bools, amount: Ints, part: Floats
) -> tuple[Ints, Bools]:
    """Draw the ceiling of every group: what was granted, and a part of what the cheapest that did not fit needed.

    Parameters
    ----------
    part : (draws, groups) in [0, 1).

    Returns
    -------
    ceilings : (draws, groups) int64 rupiah; where nobody was turned away, only the least it can have been.
    bounded : (draws, groups) bool, whether somebody was.
    """
    granted = _spent(agenda, rivals.won[None], rivals.amount[None])
    room = _room(agenda, stood & ~rivals.won, amount, granted)
    bounded = room < _TOP
    left = np.floor(part * np.where(bounded, room, 0)).astype(np.int64)
    return granted + left, bounded


def hold(
    scores: Floats, agenda: LedgerAgenda, stood: Bools, amount: Ints, ceilings: Ints, fill: str
) -> Bools:
    """Hold many contests at once: who wins, (draws, n) bool.

    Parameters
    ----------
    scores, stood, amount : (draws, n).
    ceilings : (draws, groups) int64 rupiah.
    fill : rule by which the money is handed out.
    """
    draw, row = np.nonzero(stood)
    won = np.zeros(stood.shape, np.bool_)
    won[draw, row] = hold_rows(
        scores[draw, row], agenda, draw, row, amount[draw, row], ceilings, fill
    )
    return won


def hold_rows(
    scores: Floats,
    agenda: LedgerAgenda,
    draw: Ints,
    row: Ints,
    amount: Ints,
    ceilings: Ints,
    fill: str,
) -> Bools:
    """Hold many contests whose rows lie one behind the other: who wins, (m,) bool.

    Parameters
    ----------
    scores, amount : (m,) before what a forum takes off for territorial balance; rupiah.
    draw, row : (m,) int64, contest and row of the agenda.
    ceilings : (draws, groups) int64 rupiah.
    """
    group, flat = draw * agenda.groups + agenda.group[row], ceilings.ravel()
    small = np.flatnonzero(~agenda.too_large(row, flat[group]))
    group, row, scores = group[small], row[small], scores[small]
    if agenda.balance:
        people = people_share(agenda.world)
        kecamatan = agenda.kecamatan[row]
        over = beyond(scores, agenda.cost[row], group, kecamatan, people, flat)
        scores = scores - agenda.balance * over
    looked_at = Agenda(group=group, groups=len(flat), asked=amount[small], score=scores)
    won = np.zeros(len(draw), np.bool_)
    won[small] = decide(looked_at, [Pot(ceiling=flat, fill=fill)]).pot >= 0
    return won


def scores_of(
    scoring: Scoring,
    agenda: LedgerAgenda,
    values: Floats,
    rng: np.random.Generator,
    *,
    noise: bool = True,
) -> Floats:
    """Draw the scores of every row, (draws, n), for values (draws, keys); without `noise`, as they would be exactly."""
    draws, n = len(values), agenda.terms.shape[1]
    scores = np.empty((draws, n))
    weights = scoring.weights(values)
    for borrowing, some in enumerate(np.array_split(np.arange(draws), len(agenda.terms))):
        scores[some] = weights[some] @ agenda.terms[borrowing].T
    if noise:
        spread = scoring.noise(values)[:, None] * agenda.imprecise
        scores += spread * (rng.random((draws, n)) - 0.5)
    return scores


def _summaries(won: Bools, counted: Bools, design: Floats, penalty: Floats) -> Floats:
    """Regress winning on the columns of a design in many contests at once: coefficients and what they leave open.

    Parameters
    ----------
    won, counted : (draws, n) bool, the latter who is known to have stood.
    design : (n, columns).
    penalty : (columns,) of squares.
    """
    draws, columns = len(won), design.shape[1]
    outer = (design[:, :, None] * design[:, None, :]).reshape(len(design), -1)
    beta = np.zeros((draws, columns))
    y, w = won.astype(np.float64), counted.astype(np.float64)
    ridge = np.diag(penalty)
    chance = np.full(w.shape, 0.5)
    for _ in range(_NEWTON):
        slope = (w * (y - chance)) @ design - beta * penalty
        curve = ((w * chance * (1 - chance)) @ outer).reshape(draws, columns, columns) + ridge
        beta = beta + np.linalg.solve(curve, slope[..., None])[..., 0]
        chance = 1 / (1 + np.exp(-np.clip(beta @ design.T, -30, 30)))
    open_ = (w * (y - chance) ** 2).sum(axis=1) / np.maximum(w.sum(axis=1), 1)
    return np.column_stack([beta, open_])


def _design(agenda: LedgerAgenda, cost: Ints, rows: Bools) -> tuple[Floats, Floats]:
    """Give the columns of the summary, an intercept of every group behind them, and their penalties."""
    columns = [agenda.terms[:, :, place].mean(axis=0) for place in np.flatnonzero(agenda.seen)]
    columns.append(np.log(np.maximum(cost, 1).astype(np.float64)))
    values = np.stack(columns, axis=1)
    spread = values[rows].std(axis=0)
    values = (values - values[rows].mean(axis=0)) / np.where(spread > 0, spread, 1.0)
    groups = (agenda.group[:, None] == np.arange(agenda.groups)).astype(np.float64)
    penalty = np.concatenate([np.full(values.shape[1], _RIDGE), np.full(agenda.groups, 0.1)])
    return np.hstack([values, groups]), penalty


@dataclass(frozen=True)
class ContestDraws:
    """What the contest leaves open.

    Parameters
    ----------
    values : (draws, keys).
    ceilings : (draws, groups) int64 rupiah; where not `bounded`, only the least it can have been.
    bounded : (draws, groups) bool, whether somebody was turned away.
    supposed : (draws, groups) int64, ceilings to go on with; `PLENTY` where nothing bounds them.
    """

    values: Floats
    ceilings: Ints
    bounded: Bools
    supposed: Ints


def contest_draws(
    ledger: Ledger,
    agenda: LedgerAgenda,
    scoring: Scoring,
    rivals: Rivals,
    fill: str,
    draws: int,
    rng: np.random.Generator,
) -> ContestDraws:
    """Draw weights, imprecision and ceilings from what the ledger leaves open."""
    may = np.flatnonzero(rivals.won | rivals.lost | (rivals.perhaps > 0))
    cost, agenda, rivals = ledger.cost[may], agenda.some(may), rivals.some(may)
    bounds = scoring.bounds()
    low, high = bounds[:, 0], bounds[:, 1]
    sure = rivals.won | rivals.lost
    design, penalty = _design(agenda, cost, sure)
    keep = np.r_[: design.shape[1] - agenda.groups, design.shape[1]]  # not the intercepts
    seen = _summaries(rivals.won[None], sure[None], design, penalty)[:, keep]

    def wave(inside: Floats, size: int) -> tuple[Floats, Floats, Floats]:
        values = inside[:, 0] + rng.random((size, len(scoring.keys))) * np.ptp(inside, axis=1)
        stood, amount = rivals.stood(size, rng), rivals.amounts(cost, size, rng)
        even = rng.random((size, agenda.groups))
        ceilings, bounded = ceiling_draws(agenda, rivals, stood, amount, even)
        plenty = np.where(bounded, ceilings, PLENTY)
        scores = scores_of(scoring, agenda, values, rng)
        won = hold(scores, agenda, stood, amount, plenty, fill)
        known = won | (rng.random(won.shape) < rivals.told)
        spent = _spent(agenda, won, amount)
        part = (plenty - spent) / np.maximum(_room(agenda, stood & ~won, amount, spent), 1)
        return values, _summaries(won, stood & known, design, penalty)[:, keep], part

    values, inside = np.empty((draws, len(scoring.keys))), bounds
    if scoring.keys:
        first, summary, _ = wave(bounds, _WAVE)
        near = _adjusted(first, summary, seen[0], bounds, 0.5)[0]
        left = np.quantile(near, [0.001, 0.999], axis=0).T
        room = _WIDER * np.ptp(left, axis=1)
        inside = np.stack(
            [np.maximum(low, left[:, 0] - room), np.minimum(high, left[:, 1] + room)], axis=1
        )
    second, summary, part = wave(inside, _WAVE)
    if scoring.keys:
        near, weight = _adjusted(second, summary, seen[0], inside, _NEAR)
        values = near[rng.choice(len(near), draws, p=weight / weight.sum())]
    # what a contest leaves over of its ceiling, as a part of the cheapest that did not fit, is as in those held
    part = rng.permuted(np.clip(part, 0.0, 1.0), axis=0)[rng.integers(len(part), size=draws)]
    stood, amount = rivals.stood(draws, rng), rivals.amounts(cost, draws, rng)
    ceilings, bounded = ceiling_draws(agenda, rivals, stood, amount, part)
    return ContestDraws(values, ceilings, bounded, np.where(bounded, ceilings, PLENTY))


def _adjusted(
    values: Floats, summary: Floats, seen: Floats, bounds: Floats, near: float
) -> tuple[Floats, Floats]:
    """Keep the draws whose summary is near the one seen, moved by a weighted linear regression within their bounds."""
    spread = summary.std(axis=0)
    used = spread > 1e-9
    away = (summary[:, used] - seen[used]) / spread[used]
    low, high = bounds[:, 0], np.maximum(bounds[:, 1], bounds[:, 0] + 1e-12)
    share = np.clip((values - low) / (high - low), 1e-6, 1 - 1e-6)
    logit = np.log(share / (1 - share))
    # distance in what explains the parameters, not in what only varies (Fearnhead and Prangle 2012)
    centred = np.column_stack([np.ones(len(away)), away])
    slope = np.linalg.lstsq(centred, logit, rcond=None)[0][1:]
    step = away @ slope
    step /= np.maximum(step.std(axis=0), 1e-12)
    distance = np.sqrt((step**2).sum(axis=1))
    at = np.argsort(distance)[: max(int(near * len(values)), 2 * centred.shape[1])]
    reach = max(distance[at].max(), 1e-12)
    weight = np.maximum(1 - (distance[at] / reach) ** 2, 1e-3)
    root = np.sqrt(weight)[:, None]
    local = np.linalg.lstsq(root * centred[at], root * logit[at], rcond=None)[0][1:]
    moved = 1 / (1 + np.exp(-np.clip(logit[at] - away[at] @ local, -12, 12)))
    return low + moved * (high - low), weight


def ceiling_per_group(
    world: World, scenario: Scenario, book: RuleBook, spec: ForumSpec, grid: Floats
) -> Floats | None:
    """Give the ceiling of every meeting at values of `open_share`, (values, meetings); None where it has none."""
    pot = spec.pots[-1]
    if any(other.ceiling for other in spec.pots[:-1]) or not pot.pays:
        return None
    rows = np.zeros(0, np.int64)
    table = run_year(world, scenario).parts[0].docket
    amounts = []
    for value in grid.tolist():
        changed = scenario.change(open_share=value).in_force()
        meeting = Meeting(
            world, changed, Draws(0), table, spec.key, spec.group, rows, book.pot_number
        )
        amounts.append(AMOUNTS[pot.ceiling](meeting))
    return None if any(each is None for each in amounts) else np.array(amounts, np.float64)
