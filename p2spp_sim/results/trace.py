"""The life of one proposal, gate by gate."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from p2spp_sim.base.errors import UnknownName
from p2spp_sim.base.formats import rupiah
from p2spp_sim.base.language import pick, tr
from p2spp_sim.model.meeting import DONE
from p2spp_sim.model.outcomes import SIMULATED, DecidedBy
from p2spp_sim.model.proposals import Origin
from p2spp_sim.model.rulebook import Reason
from p2spp_sim.results import frames
from p2spp_sim.results.record import RunPart, RunRecord

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class ProposalTrace:
    """What happened to one proposal."""

    id: str
    about: str
    gates: list[dict[str, Any]]
    note: str = field(default="")

    @property
    def kept(self) -> bool:
        """Tell whether the record decided anywhere on its way."""
        return any(gate["outcome"] != SIMULATED for gate in self.gates)

    def frame(self) -> "pd.DataFrame":
        """Give one row a gate: forum, decision, rank, rupiah asked and granted, pot, next forum, reason, outcome.

        `line` is the last rank that its meeting took, 0 where it took none; `outcome` is recorded, implied (a later
        record says that it passed here) or simulated.
        """
        import pandas as pd

        return pd.DataFrame(self.gates)

    def __str__(self) -> str:
        """Tell it as text."""
        lines = [f"{self.id}  {self.about}"]
        for gate in self.gates:
            place = (
                tr("peringkat {rank} dari {of}").format(rank=gate["rank"], of=gate["of"])
                if gate["rank"]
                else ""
            )
            result = gate["pot"] or gate["reason_text"]
            decision = tr(frames.DECISIONS[gate["decision"]])
            lines.append(
                f"  {gate['label']:<38} {decision:<14} {rupiah(gate['granted_idr']):>18}  {result}"
            )
            if place:
                lines[-1] += f" ({place})"
            if self.kept:
                lines[-1] += f" [{DecidedBy[gate['outcome'].upper()].text}]"
        return "\n".join([*lines, f"  {self.note}"] if self.note else lines)

    __repr__ = __str__


def trace_of(run: RunRecord, proposal: str) -> ProposalTrace:
    """Tell one proposal's life (see `Run.trace`)."""
    for part in run.parts:
        rows = np.arange(len(part.docket.proposals))
        names = frames.ids(part, rows)
        if proposal in names:
            return _trace_of(run, part, names, names.index(proposal))
    every = [
        name
        for part in run.parts[:1]
        for name in frames.ids(part, np.arange(len(part.docket.proposals)))
    ]
    raise UnknownName(tr("Usulan"), proposal, every)


def _trace_of(run: RunRecord, part: RunPart, names: list[str], row: int) -> ProposalTrace:
    table = part.docket.proposals
    gates = []
    for step in part.steps:
        at = int(np.searchsorted(step.rows, row))
        if at == len(step.rows) or step.rows[at] != row:
            continue
        spec = run.rules.forum[step.forum]
        decision = str(frames.decided(spec, step)[at])
        reason = Reason(int(step.reason[at]))
        pot = int(step.pot[at])
        here = (step.group == step.group[at]) & (step.rank > 0)
        gates.append(
            {
                "stage": spec.key,
                "label": pick(spec.label),
                "month": spec.month,
                "decision": decision,
                "rank": int(step.rank[at]),
                "of": int(here.sum()),
                "line": int(step.rank[here & (step.pot >= 0)].max(initial=0)),
                "asked_idr": int(step.asked[at]),
                "granted_idr": int(step.granted[at]),
                "pot": pick(spec.pots[pot].label) if pot >= 0 else "",
                "to": spec.pots[pot].to if pot >= 0 else "",
                "reason": reason.key,
                "reason_text": reason.text,
                "outcome": DecidedBy(0 if step.by is None else int(step.by[at])).key,
            }
        )
    rows = np.array([row])
    village = part.world.villages["name"][table.village[row]]
    about = f"{frames.what(part, rows)[0]} – {village}, {rupiah(int(table.cost[row]))}"
    if known := len(part.docket.ids):
        about += f" ({tr('tercatat') if row < known else tr('diundi')})"
    return ProposalTrace(names[row], about, gates, _match_note(part, names, row))


def _match_note(part: RunPart, names: list[str], row: int) -> str:
    docket, matches = part.docket, part.docket.proposals.matches
    if matches[row] >= 0:
        return tr("Sama dengan usulan musrenbang {id}.").format(id=names[matches[row]])
    twins = np.flatnonzero(matches == row).tolist()
    built = [twin for twin in twins if docket.at[twin] == DONE]
    if built:
        text = tr("Dibangun lewat pokir {id}, {idr}.")
        if docket.proposals.origin[built[0]] == Origin.SKPD:
            text = tr("Dibangun lewat kegiatan SKPD {id}, {idr}.")
        return text.format(id=names[built[0]], idr=rupiah(int(docket.idr[built[0]])))
    noted = {
        Origin.SKPD: tr("Dicatat juga sebagai kegiatan SKPD: {ids}."),
        Origin.RESES: tr("Dicatat juga dalam reses: {ids}."),
    }
    by = {
        origin: [names[twin] for twin in twins if docket.proposals.origin[twin] == origin]
        for origin in noted
    }
    return " ".join(noted[origin].format(ids=", ".join(ids)) for origin, ids in by.items() if ids)
