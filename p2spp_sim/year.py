"""One year of one world: every forum of the rule book in its order."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from functools import cache, partial

import numpy as np
from numpy.typing import NDArray

from p2spp_sim.base.arrays import Bools, Floats, Ints, numbered, some
from p2spp_sim.base.draws import Draws, StackedDraws
from p2spp_sim.base.errors import P2sppError, UnknownName
from p2spp_sim.base.files import data_path
from p2spp_sim.base.language import tr
from p2spp_sim.forum.decide import Agenda, Gate, Pot, decide
from p2spp_sim.forum.fill import RULES
from p2spp_sim.model import opening
from p2spp_sim.model.amendments import AMENDMENTS, EFFECTS
from p2spp_sim.model.ceilings import AMOUNTS
from p2spp_sim.model.criteria import CAPACITIES, CRITERIA, beyond_share
from p2spp_sim.model.gates import TESTS, recorded_reasons
from p2spp_sim.model.loading import load_rules, weighted
from p2spp_sim.model.meeting import DONE, STOPPED, Docket, Meeting
from p2spp_sim.model.outcomes import (
    OUTCOMES,
    RECORDED,
    SIMULATED,
    DecidedBy,
    RecordedOutcomes,
    before,
    check_outcomes,
)
from p2spp_sim.model.rulebook import END, ON_RECORD, ForumSpec, PotSpec, Reason, RuleBook
from p2spp_sim.model.training import trained
from p2spp_sim.results.record import RunPart, RunRecord, Step
from p2spp_sim.results.run import ForumRun, Run
from p2spp_sim.scenario.inputs import check_inputs
from p2spp_sim.scenario.scenario import Scenario
from p2spp_sim.scenario.stacked import of_each, together
from p2spp_sim.tables.reader import find
from p2spp_sim.world.stack import StackedWorld
from p2spp_sim.world.world import World, datasets

_WORKERS = 2


def run_year(
    world: World,
    scenario: Scenario,
    seed: int = 0,
    *,
    replicate: int = 0,
    year: int = 0,
    book: RuleBook | None = None,
    outcomes: str = SIMULATED,
) -> Run:
    """Follow every proposal of a world through one planning year.

    Parameters
    ----------
    world : a district, or many; kabupaten do not touch each other.
    scenario : rule book and levers.
    seed, replicate, year : address of the draws; the same address gives the same run on every machine.
    book : the forums where they are not those of the scenario's rule book, such as those of a null model.
    outcomes : `recorded` keeps every decision that the world's `record` holds, and decides on all others under what is
        left of the money; `simulated` decides on all. A rule book of recorded decisions keeps them in both.

    Returns
    -------
    Run, with `funnel()`, `trace(id)`, `check()`, `frame()`, `indicators()`, `to_excel(path)`.

    Raises
    ------
    P2sppError : recorded decisions are asked for, and the world has none.
    OutOfBounds : no world or no scenario.
    UnknownName : no such way with outcomes, or a forum or reason in the record that does not exist; names the nearest.
    BadData : a record to be kept that contradicts the rule book, with every row.
    """
    check_inputs(world, scenario)
    book = weighted(book or load_rules(scenario.rules), scenario)
    if outcomes not in OUTCOMES:
        raise UnknownName("outcomes", outcomes, OUTCOMES)
    keep = outcomes == RECORDED
    _check_record(world, book, scenario, keep=keep)
    draws = Draws(seed, replicate, year)
    in_force = scenario.in_force()
    world = trained(world, in_force, draws)
    blocks = world.blocks()
    if len(blocks) == 1:
        parts = [_play(world, in_force, book, draws, keep=keep)]
    else:
        with ThreadPoolExecutor(_WORKERS) as pool:
            contexts = [copy_context() for _ in blocks]  # parts of one's own are known by it
            parts = list(
                pool.map(
                    lambda at, block: at.run(_play, block, in_force, book, draws), contexts, blocks
                )
            )
    return Run(world, in_force, book, draws, parts, outcomes)


def run_stack(
    world: StackedWorld,
    scenarios: Sequence[Scenario],
    replicates: Sequence[int],
    seed: int = 0,
    *,
    year: int = 0,
) -> RunRecord:
    """Follow several runs of a year at once; each is decided and measured as in a run of its own.

    Parameters
    ----------
    world : copies of a district without recorded rows (see `world.stack`), one for each run.
    scenarios, replicates : of each run; one rule book, with the same parts of one's own.
    seed, year : as for `run_year`.

    Raises
    ------
    DiffersError : scenarios differ in something that runs decided on at once must have in common.
    P2sppError : the rule book asks for recorded decisions.
    """
    in_force = together(of_each(Scenario.in_force, scenarios), world.groups)
    book = weighted(load_rules(in_force.rules), in_force)
    _check_record(world, book, in_force)
    draws = StackedDraws.of(seed, replicates, year)
    able = trained(world, in_force, draws)
    return RunRecord(able, in_force, book, draws, [_play(able, in_force, book, draws)])


def run_forum(world: World, key: str, scenario: Scenario, seed: int = 0) -> ForumRun:
    """Hold one forum.

    A world with recorded proposals of musrenbang lays all of them before it, and beside them what the other channels
    can bring there; any other world first runs the year up to it.

    Parameters
    ----------
    key : the forum, as in the rules file.

    Raises
    ------
    P2sppError : the rule book asks for recorded decisions, and the world has none.
    UnknownName : no such forum, or one in the record that does not exist; names the nearest.
    """
    book = weighted(load_rules(scenario.rules), scenario)
    _check_record(world, book, scenario)
    index = book.index(key)
    draws = Draws(seed)
    scenario = scenario.in_force()
    world = trained(world, scenario, draws)
    if world.recorded["musrenbang"]:
        docket = opening.opened(world, scenario, book, draws, alone=index)
        part = RunPart(world, docket, [_hold(world, scenario, book, draws, docket, index)])
    else:
        part = _play(world, scenario, book, draws, until=index)
    return ForumRun(Run(world, scenario, book, draws, [part]), key)


def _check_record(world: World, book: RuleBook, scenario: Scenario, *, keep: bool = False) -> None:
    """See to it that a run on recorded decisions finds them in the world, in words that its rule book knows."""
    if not (keep or any(map(_on_record, book.forum))):
        return
    if not len(world.record["id"]):
        text = tr(
            "Aturan {rules} memakai keputusan yang tercatat, tetapi {world} tidak mencatat satu pun."
        )
        if keep:
            text = tr("Keputusan yang tercatat diminta, tetapi {world} tidak mencatat satu pun.")
        kept = [name for name in datasets() if find(data_path("datasets", name), "record")]
        text += " " + tr("Himpunan data yang mencatatnya: {names}.")
        raise P2sppError(text.format(rules=scenario.rules, world=world.name, names=", ".join(kept)))
    if keep:  # of which row by row
        check_outcomes(world, book)
        return
    forums, reasons = [spec.key for spec in book.forum], [reason.key for reason in Reason]
    for kind, column, known in ((tr("Forum"), "forum", forums), (tr("Alasan"), "reason", reasons)):
        for name in world.record[column].tolist():
            if name not in known:
                raise UnknownName(
                    tr("{kind} dalam tabel record").format(kind=kind), name, filter(None, known)
                )


def _on_record(spec: ForumSpec) -> bool:
    return any(ON_RECORD in (gate.reason, gate.test) for gate in spec.gates)


def _check_recorded(meeting: Meeting, book: RuleBook) -> None:
    """See to it that a forum of recorded decisions has some where proposals lie before it, and none that was drawn."""
    known = set(meeting.world.record["forum"].tolist())
    lacking = [
        spec.key
        for spec in book.forum[book.index(meeting.forum) :]
        if _on_record(spec) and spec.key not in known
    ]
    if len(meeting.rows) and meeting.forum in lacking:
        text = tr(
            "Tabel record tidak memuat satu keputusan pun dari {forums}, padahal {n} usulan sampai di {forum}."
        )
        raise P2sppError(
            text.format(forums=", ".join(lacking), n=len(meeting.rows), forum=meeting.forum)
        )
    if drawn := int((meeting.rows >= len(meeting.docket.ids)).sum()):
        text = tr(
            "{n} usulan yang diundi sampai di {forum}, yang memakai keputusan tercatat. Catat jalurnya di folder "
            "{world}, atau tulis complete = true dalam dataset.toml-nya bila yang tercatat sudah semuanya."
        )
        raise P2sppError(text.format(n=drawn, forum=meeting.forum, world=meeting.world.name))


def _play(
    world: World,
    scenario: Scenario,
    book: RuleBook,
    draws: Draws,
    until: int | None = None,
    *,
    keep: bool = False,
) -> RunPart:
    docket = opening.opened(world, scenario, book, draws)
    last = len(book.forum) - 1 if until is None else until
    recorded = RecordedOutcomes.of(world, book, docket) if keep else None
    steps = [
        _hold(world, scenario, book, draws, docket, index, recorded) for index in range(last + 1)
    ]
    return RunPart(world, docket, steps)


def _hold(
    world: World,
    scenario: Scenario,
    book: RuleBook,
    draws: Draws,
    docket: Docket,
    index: int,
    recorded: RecordedOutcomes | None = None,
) -> Step:
    """Hold one forum: gather its agenda, decide, and send every row where it goes next; keep what is recorded."""
    spec = book.forum[index]
    rows = (docket.at == index).nonzero()[0]
    meeting = Meeting(world, scenario, draws, docket, spec.key, spec.group, rows, book.pot_number)
    if _on_record(spec):
        _check_recorded(meeting, book)
    agenda, pots = _prepare(meeting, spec)
    kept = None
    if recorded and not _on_record(spec):
        agenda, kept = before(meeting, spec, book, recorded, agenda, pots)
        pots = kept.left
    decisions = decide(agenda, pots, misfit=Reason.CEILING, not_its_turn=Reason.EQUALISATION)
    if kept:
        decisions = kept.settle(decisions)
    reason = decisions.reason
    if _on_record(spec):
        reason = _recorded(meeting, reason)

    first_pot = np.int8(meeting.pot_number[spec.key, spec.pots[0].key])
    targets = [DONE if pot.to == END else book.index(pot.to) for pot in spec.pots]
    taken = decisions.pot >= 0
    where = np.full(len(rows), STOPPED, np.int8)
    for number, target in enumerate(targets):
        where += (decisions.pot == number) * np.int8(target - STOPPED)
    docket.at[meeting.span] = where
    docket.reason[meeting.span] = reason
    last = meeting.pick(docket.pot)
    docket.pot[meeting.span] = last + taken * (decisions.pot + first_pot - last)
    asked = docket.idr
    if agenda.amended is not None:  # otherwise what is taken is granted whole
        cut = taken.nonzero()[0]
        docket.idr = docket.idr.copy()
        docket.idr[rows.take(cut)] = agenda.amended.take(cut)
    for number, pot in enumerate(spec.pots):
        if pot.effect:
            order = decisions.order
            EFFECTS[pot.effect](
                meeting, order.take(np.flatnonzero(decisions.pot.take(order) == number))
            )
    return Step(
        world=world,
        docket=docket,
        forum=index,
        grouping=spec.group,
        rows=rows.astype(np.int32),
        reason=reason,
        pot=decisions.pot,
        points=decisions.points,
        order=decisions.order.astype(np.int32),
        before=asked,
        after=docket.idr,
        ceilings=kept.ceilings if kept else tuple(pot.ceiling for pot in pots),
        by=kept.by if kept else _by_record(spec, len(rows)),
        over_idr=kept.over_idr if kept else 0,
    )


def _prepare(meeting: Meeting, spec: ForumSpec) -> tuple[Agenda, list[Pot]]:
    """Put rows, gates, scores and pots of one forum before the kernel.

    Equation: ballots of equal shares are completed by completion_idr a round.
    """
    gates = tuple(Gate(TESTS[gate.test](meeting), _code(gate.reason)) for gate in spec.gates)
    amended = None
    for name in spec.amendments:
        amended = AMENDMENTS[name](meeting)
    fills = [pot.fill if pot.fill in RULES else meeting.value(pot.fill) for pot in spec.pots]
    agenda = Agenda(
        group=meeting.group,
        groups=meeting.groups,
        asked=meeting.asked,
        score=lambda passed: _score(meeting.among(passed), spec),
        gates=gates,
        amended=amended,
        unit=meeting.village,
        turn=_turn(meeting) if "rotation" in fills else None,
        ballots=_ballots(meeting, _score(meeting, spec)) if "equal_shares" in fills else None,
        completion=meeting.value("completion_idr"),
        drawn=lambda: meeting.uniform("fill"),
    )
    who = {
        name: TESTS[name](meeting) for name in dict.fromkeys(pot.who for pot in spec.pots) if name
    }
    return agenda, [
        _pot(meeting, pot, fill, who) for pot, fill in zip(spec.pots, fills, strict=True)
    ]


def _pot(meeting: Meeting, pot: PotSpec, fill: str, who: dict[str, Bools]) -> Pot:
    return Pot(
        ceiling=AMOUNTS[pot.ceiling](meeting) if pot.ceiling else None,
        fill=fill,
        eligible=who.get(pot.who),
        limit=AMOUNTS[pot.limit](meeting) if pot.limit else None,
        rolls_over=pot.rolls_over,
    )


def _score(meeting: Meeting, spec: ForumSpec) -> Floats:
    """Add weighted criteria and the imprecision of those who score: whole ranges of 1 at weight 1 and capacity 0.

    Equation: score = sum of w * term (w / sum of those that are `part`) + noise * (1 - capacity) * (u - 0.5).
    """
    score, value = None, partial(meeting.value, per="row")
    parts = [value(criterion.weight) for criterion in spec.criteria if criterion.part]
    whole = np.where(sum(parts), sum(parts), 1.0) if parts else 1.0
    for criterion in spec.criteria:
        weight = value(criterion.weight) / (whole if criterion.part else 1.0)
        if some(weight):
            term = CRITERIA[criterion.term](meeting)
            term *= weight
            score = term if score is None else np.add(score, term, out=score)
    if score is None:
        score = np.zeros(len(meeting.rows))
    if spec.noise and some(weight := value(spec.noise.weight)):
        able, who = CAPACITIES[spec.noise.capacity](meeting)
        imprecision = (1.0 - able).take(who)
        imprecision *= weight
        drawn = meeting.uniform("score")
        drawn -= 0.5
        drawn *= imprecision
        score += drawn
    if spec.balance and some(weight := value(spec.balance.weight)):
        ceiling = AMOUNTS[spec.balance.ceiling](meeting)
        if ceiling is not None:
            score -= weight * beyond_share(meeting, score, ceiling)
    return score


def _turn(meeting: Meeting) -> Bools:
    """Tell whose turn it is: one in `rotation_years` of a group's villages, in the order of the table.

    Equation: turn if (place in the table - year) mod rotation_years = 0.
    """
    years = meeting.value("rotation_years")
    group_of = meeting.world.kecamatan_of
    order = np.argsort(group_of, kind="stable")
    place = np.empty(len(order), np.int64)
    first = np.searchsorted(group_of[order], np.arange(meeting.world.size("kecamatan")))
    place[order] = np.arange(len(order)) - first[group_of[order]]
    mine: Bools = (place % years == meeting.draws.year % years)[meeting.village]
    return mine


def _ballots(meeting: Meeting, score: Floats) -> Callable[[int, Ints], Bools]:
    """Let every village vote in each meeting it has proposals in: for them and the best few of its neighbours.

    Equation: ballot = own proposals and the `approvals` best of others in the meeting.

    Returns
    -------
    The approvals of one meeting, as an `Agenda` wants them.
    """
    most = meeting.value("approvals")
    order = np.lexsort((meeting.rows, -np.rint(score * 1e6), meeting.group))  # groups together
    size = np.bincount(meeting.group, minlength=meeting.groups)
    end = size.cumsum()
    place = np.empty(len(order), np.int64)  # in the meeting, best first
    place[order] = numbered(size)

    def approvals(group: int, rows: Ints) -> Bools:
        village = meeting.village.take(order[end[group] - size[group] : end[group]])
        others = np.unique(village)[:, None] != village
        ballots = ~others | (others.cumsum(axis=1) <= most)
        return ballots[:, place.take(rows)]

    return approvals


@cache
def _code(reason: str) -> int:
    return int(Reason.CEILING) if reason == ON_RECORD else int(Reason[reason.upper()])


def _by_record(spec: ForumSpec, rows: int) -> NDArray[np.int8] | None:
    """Tell of a forum of recorded decisions that the record decides on all of its rows."""
    return np.full(rows, DecidedBy.RECORDED, np.int8) if _on_record(spec) else None


def _recorded(meeting: Meeting, reason: NDArray[np.int8]) -> NDArray[np.int8]:
    said = np.array([_code(text or ON_RECORD) for text in recorded_reasons(meeting)], np.int8)
    return np.where(reason == 0, np.int8(0), said)
