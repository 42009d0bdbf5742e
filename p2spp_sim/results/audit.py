"""Proof that a run conserved money, counts and lineage; the first breach is an error that names forum and rupiah."""

import numpy as np

from p2spp_sim.base.errors import LedgerError
from p2spp_sim.base.formats import rupiah
from p2spp_sim.base.language import pick, tr
from p2spp_sim.model.meeting import DONE, STOPPED
from p2spp_sim.model.rulebook import ForumSpec
from p2spp_sim.results.record import RunPart, RunRecord, Step


def check(run: RunRecord) -> None:
    """Check every forum of every block.

    Raises
    ------
    LedgerError : what does not add up.
    """
    for part in run.parts:
        expected = {
            index: np.zeros(len(part.docket.at), np.bool_)
            for index in range(len(run.rules.forum) + 1)
        }
        _seed_sources(run, part, expected)
        for step in part.steps:
            spec = run.rules.forum[step.forum]
            _check_agenda(spec, part, step, np.flatnonzero(expected[step.forum]))
            _check_money(spec, step)
            for number, pot in enumerate(spec.pots):
                expected[run.rules.index(pot.to)][step.rows[step.pot == number]] = True
        if len(part.steps) == len(run.rules.forum):
            _check_end(part)


def _seed_sources(run: RunRecord, part: RunPart, expected: dict[int, np.ndarray]) -> None:
    """Mark where every proposal starts: a source's first forum, or, where one forum was held alone, that forum."""
    if len(part.steps) == 1 and part.steps[0].forum:
        expected[part.steps[0].forum][:] = True
        return
    to = {source.key: run.rules.index(source.to) for source in run.rules.source}
    origin = part.docket.proposals.origin
    for key, mine in (("needs", origin <= 1), ("renja", origin == 2), ("pokir", origin == 3)):
        if key in to:
            expected[to[key]][mine] = True


def _fail(spec: ForumSpec, what: str, idr: int) -> None:
    raise LedgerError(
        tr("{forum}: {what} ({rupiah}).").format(
            forum=pick(spec.label), what=what, rupiah=rupiah(idr)
        )
    )


def _check_agenda(spec: ForumSpec, part: RunPart, step: Step, expected: np.ndarray) -> None:
    if not np.array_equal(step.rows, expected):
        lost = np.setxor1d(step.rows, expected)
        what = tr("{count} usulan hilang atau muncul tanpa asal").format(count=len(lost))
        _fail(spec, what, int(part.docket.proposals.cost[lost].sum()))


def _check_money(spec: ForumSpec, step: Step) -> None:
    taken = step.pot >= 0
    if np.any(taken != (step.reason == 0)):
        odd = taken != (step.reason == 0)
        _fail(
            spec,
            tr("ada keputusan tanpa alasan atau alasan tanpa keputusan"),
            int(step.asked[odd].sum()),
        )
    if np.any(step.granted < 0) or np.any(step.granted > step.asked):
        _fail(spec, tr("disetujui lebih dari yang diminta"), int((step.granted - step.asked).max()))
    if step.granted[~taken].any():
        _fail(
            spec, tr("rupiah diberikan kepada usulan yang ditolak"), int(step.granted[~taken].sum())
        )
    carried = None
    for number, (pot, ceiling) in enumerate(zip(spec.pots, step.ceilings, strict=True)):
        if ceiling is None:
            carried = None
            continue
        room = ceiling if carried is None else ceiling + carried
        spent = np.zeros(len(ceiling), np.int64)
        mine = step.pot == number
        np.add.at(spent, step.group[mine], step.granted[mine])
        if np.any(spent > room):
            _fail(
                spec,
                tr("pot {pot} melebihi pagu").format(pot=pick(pot.label)),
                int((spent - room).max()),
            )
        carried = room - spent if pot.rolls_over else None


def _check_end(part: RunPart) -> None:
    at = part.docket.at
    adrift = (at != STOPPED) & (at != DONE)
    if adrift.any() or np.any((at == STOPPED) != (part.docket.reason > 0)):
        idr = int(part.docket.idr[adrift].sum())
        raise LedgerError(
            tr("{count} usulan tidak sampai pada satu akhir ({rupiah}).").format(
                count=int(adrift.sum()), rupiah=rupiah(idr)
            )
        )
